"""Netbacks beside what was published that barrels brought: one calibration, and what it was not."""

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
class _Beside:
    """A published receipt, and what the library's runs make of it [USD/bbl]."""

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

    def __init__(self, found: tuple[_Beside, ...], multiple: float) -> None:
        self._found = found
        self._multiple = multiple

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    @property
    def calibration(self) -> str:
        """What was calibrated, on what, and what the library makes of it, in words."""
        used = [one for one in self._found if one.receipt.role == "calibration"]
        target = used[0].receipt
        gives = " and ".join(f"{one.library:.1f} ({one.receipt.runs[0][0]})" for one in used)
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
            By receipt: its role and date; what was published, with its range; what the runs come
            to, their middle where there are two; the difference, above zero where the library
            earns more; all in USD/bbl; then the runs, the sources and what to know of it.
        """
        import pandas as pd

        rows = {}
        for one in self._found:
            receipt = one.receipt
            at = "" if receipt.brent is None else f" at Brent {receipt.brent:g}"
            rows[receipt.name] = {
                "role": receipt.role,
                "as of": receipt.evidence.as_of,
                "published [USD/bbl]": receipt.value,
                "low [USD/bbl]": receipt.low,
                "high [USD/bbl]": receipt.high,
                "library [USD/bbl]": one.library,
                "library, low [USD/bbl]": min(one.runs),
                "library, high [USD/bbl]": max(one.runs),
                "difference [USD/bbl]": one.difference,
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
        for one in self._found:
            receipt = one.receipt
            if receipt.role != role:
                role = receipt.role
                lines.append(f"{_HEADINGS[role]}:")
            first, *more = textwrap.wrap(receipt.name, _NAME - 2)
            figures = f"{receipt.value:.1f}", f"{one.library:.1f}", f"{one.difference:+.1f}"
            since = receipt.evidence.as_of.partition(" to ")[0]  # the name says until when
            lines.append(_line(f"  {first}", since, *figures))
            lines += [f"  {part}" for part in more]
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return a short description."""
        used = sum(one.receipt.role == "calibration" for one in self._found)
        return f"<Receipts: {len(self)}, {used} of them what was calibrated on>"


def _line(name: str, as_of: str, *figures: str) -> str:
    return f"{name:{_NAME}}  {as_of:7}  {figures[0]:>9}  {figures[1]:>7}  {figures[2]:>10}".rstrip()


def receipts() -> Receipts:
    """Return published receipts by the barrel beside the library's own runs.

    The shadow multiple is a calibration: one parameter, solved from one target, which therefore
    tests nothing. The first sale of 2026 says ``'consistency'``: its own published differential is
    the run's input. The rows that say ``'check'`` were not used for any input. The 60 USD/bbl of
    debt cargoes from late 2020 to 2022 is no row: a formula's price without cash, and no run is
    held of those years.

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
    found = tuple(_Beside(receipt, _runs(receipt)) for receipt in record.receipts())
    return Receipts(found, float(multiple.magnitude))


def _runs(receipt: Receipt) -> tuple[float, ...]:
    """Return what the library makes of a receipt, run by run [USD/bbl]."""
    found = []
    for name, route in receipt.runs:
        case = scenario(name)
        if receipt.brent is not None:
            case = case.vary({"market.brent": to_quantity(receipt.brent, "USD/bbl")})
        found.append(float(evaluate(case, route)[receipt.outcome].magnitude))
    return tuple(found)
