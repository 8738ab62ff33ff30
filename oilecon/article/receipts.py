"""Netbacks beside published receipts by the barrel: one calibration, and checks."""

from __future__ import annotations

import calendar
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oilecon.article import record
from oilecon.evaluation import evaluate
from oilecon.scenario_tree import scenario
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.reference.packs import Receipt

__all__ = ["Receipts", "receipts"]

_NAME = 39  # characters of a receipt's name before it takes a second line
_HEADINGS = {
    "calibration": "calibrated on",
    "consistency": "consistent with, of a sale that an input is taken from too",
    "check": "checks, which no input was taken from",
}


@dataclass(frozen=True, slots=True)
class _Check:
    """A published receipt, and the library's runs of it [USD/bbl]."""

    receipt: Receipt
    runs: tuple[float, ...]

    @property
    def library(self) -> float:
        return (min(self.runs) + max(self.runs)) / 2.0

    @property
    def difference(self) -> float:
        return self.library - self.receipt.value


class Receipts:
    """Published receipts by the barrel beside the library's own runs."""

    def __init__(self, checks: tuple[_Check, ...], multiple: float) -> None:
        self._checks = checks
        self._multiple = multiple

    def __len__(self) -> int:
        """Return the number of receipts."""
        return len(self._checks)

    @property
    def calibration(self) -> str:
        """Calibration in words: the input, its target, and the library's figures at it."""
        used = [check for check in self._checks if check.receipt.role == "calibration"]
        target = used[0].receipt
        gives = " and ".join(f"{check.library:.1f} ({check.receipt.runs[0][0]})" for check in used)
        year, month = map(int, target.evidence.as_of.split("-"))
        return (
            f"One input of the sanctioned reading is calibrated: the shadow multiple, "
            f"{self._multiple:g}, was solved outside the library from one target, state receipts "
            f"of {target.low:g} to {target.high:g} USD/bbl in {calendar.month_name[month]} {year}. "
            f"At that multiple the library gives {gives}."
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row a receipt.

        Returns
        -------
        pandas.DataFrame
            By receipt: its role and date; the published figure with its range; the library's runs,
            their middle where there are two; the difference, above zero where the library earns
            more; all in USD/bbl. Then the runs, the sources and a note.
        """
        import pandas as pd

        rows = {}
        for check in self._checks:
            receipt = check.receipt
            at = "" if receipt.brent is None else f" at Brent {receipt.brent:g}"
            rows[receipt.name] = {
                "role": receipt.role,
                "as of": receipt.evidence.as_of,
                "published [USD/bbl]": receipt.value,
                "low [USD/bbl]": receipt.low,
                "high [USD/bbl]": receipt.high,
                "library [USD/bbl]": check.library,
                "library, low [USD/bbl]": min(check.runs),
                "library, high [USD/bbl]": max(check.runs),
                "difference [USD/bbl]": check.difference,
                "run": " and ".join(
                    f"{name}: {route}.{receipt.outcome}" for name, route in receipt.runs
                )
                + at,
                "source": " ".join(receipt.evidence.source),
                "note": receipt.evidence.note,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("receipt")

    def __str__(self) -> str:
        """Return the figures as a table of 79 columns; `to_frame` has runs, sources and notes."""
        lines = [_line("USD/bbl", "as of", "published", "library", "difference")]
        role = ""
        for check in self._checks:
            receipt = check.receipt
            if receipt.role != role:
                role = receipt.role
                lines.append(f"{_HEADINGS[role]}:")
            first, *more = textwrap.wrap(receipt.name, _NAME - 2)
            figures = f"{receipt.value:.1f}", f"{check.library:.1f}", f"{check.difference:+.1f}"
            since = receipt.evidence.as_of.partition(" to ")[0]  # the name holds the end
            lines.append(_line(f"  {first}", since, *figures))
            lines += [f"  {part}" for part in more]
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Describe the result in one line."""
        used = sum(check.receipt.role == "calibration" for check in self._checks)
        return f"<Receipts: {len(self)}, {used} of them what was calibrated on>"


def _line(name: str, as_of: str, *figures: str) -> str:
    return f"{name:{_NAME}}  {as_of:7}  {figures[0]:>9}  {figures[1]:>7}  {figures[2]:>10}".rstrip()


def receipts() -> Receipts:
    """Return published receipts by the barrel beside the library's own runs.

    The shadow multiple is a calibration: one parameter, solved from one target, which therefore
    tests nothing. The first sale of 2026 has the role ``'consistency'``: its own published
    differential is the run's input. Rows of the role ``'check'`` were not used for any input. The
    60 USD/bbl of debt cargoes from late 2020 to 2022 has no row: it is a formula's price without
    cash, and there is no run of those years.

    Returns
    -------
    Receipts
        It prints as a table; `Receipts.to_frame` has the ranges, runs, sources and notes.

    Examples
    --------
    >>> import oilecon as oe
    >>> print(oe.article.receipts())
    USD/bbl                                  as of    published  library  difference
    calibrated on:
      sales to China under sanctions         2025-12       30.5     31.5        +1.0
      sales to China under sanctions, as     2025-12       30.5     32.5        +2.0
      the article has them
    consistent with, of a sale that an input is taken from too:
      first sale run by the United States    2026-01       45.5     51.6        +6.1
      first sale run by the United States,   2026-01       45.5     47.0        +1.5
      at futures
    checks, which no input was taken from:
      sales abroad, licensed and sanctioned  2024          59.4     58.3        -1.1
      together
      sales abroad, January to July          2024-01       56.5     61.7        +5.2
      net price of PDVSA                     2020-03       16.0      5.8       -10.2
    """
    multiple = scenario("article-sanctioned").get("asia.sea.shadow_multiple")
    checks = tuple(_Check(receipt, _runs(receipt)) for receipt in record.receipts())
    return Receipts(checks, float(multiple.magnitude))


def _runs(receipt: Receipt) -> tuple[float, ...]:
    """Return the library's figures for a receipt, run by run [USD/bbl]."""
    amounts = []
    for name, route in receipt.runs:
        case = scenario(name)
        if receipt.brent is not None:
            case = case.vary({"market.brent": to_quantity(receipt.brent, "USD/bbl")})
        amounts.append(float(evaluate(case, route)[receipt.outcome].magnitude))
    return tuple(amounts)
