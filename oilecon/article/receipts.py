"""Netbacks beside what was published that barrels brought: one calibration, and what it was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.evaluation import evaluate
from oilecon.reference import record
from oilecon.scenario_tree import scenario
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.reference.record import Receipt

__all__ = ["receipts"]


def receipts() -> pd.DataFrame:
    """Return published receipts by the barrel beside the library's own runs.

    The shadow multiple is a calibration: one parameter, solved from one target, which therefore
    tests nothing. The first sale of 2026 says ``'consistency'``: its own published differential is
    the run's input. The rows that say ``'check'`` were not used for any input. The 60 USD/bbl of
    debt cargoes from late 2020 to 2022 is no row: a formula's price without cash, and no run is
    held of those years.

    Returns
    -------
    pandas.DataFrame
        By receipt: its role and date; what was published, with its range; what the runs come to,
        their middle where there are two; the difference, above zero where the library earns more;
        all in USD/bbl; then the runs, the sources and what to know of it.

    Examples
    --------
    >>> import oilecon as oe
    >>> found = oe.article.receipts()
    >>> columns = ["role", "published [USD/bbl]", "library [USD/bbl]", "difference [USD/bbl]"]
    >>> print(found[columns].iloc[0].to_string(float_format="{:.2f}".format))
    role                    calibration
    published [USD/bbl]           30.50
    library [USD/bbl]             31.49
    difference [USD/bbl]           0.99
    """
    import pandas as pd

    rows = {}
    for receipt in record.receipts():
        runs = _runs(receipt)
        library = (min(runs) + max(runs)) / 2.0
        at = "" if receipt.brent is None else f" at Brent {receipt.brent:g}"
        rows[receipt.name] = {
            "role": receipt.role,
            "as of": receipt.as_of,
            "published [USD/bbl]": receipt.value,
            "low [USD/bbl]": receipt.low,
            "high [USD/bbl]": receipt.high,
            "library [USD/bbl]": library,
            "library, low [USD/bbl]": min(runs),
            "library, high [USD/bbl]": max(runs),
            "difference [USD/bbl]": library - receipt.value,
            "run": " and ".join(
                f"{name}: {route}.{receipt.outcome}" for name, route in receipt.runs
            )
            + at,
            "source": " ".join(receipt.source),
            "note": receipt.note,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("receipt")


def _runs(receipt: Receipt) -> list[float]:
    """Return what the library makes of a receipt, run by run [USD/bbl]."""
    found = []
    for name, route in receipt.runs:
        case = scenario(name)
        if receipt.brent is not None:
            case = case.vary({"market.brent": to_quantity(receipt.brent, "USD/bbl")})
        found.append(float(evaluate(case, route)[receipt.outcome].magnitude))
    return found
