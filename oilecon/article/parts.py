"""What a claim is made of: figures with ranges, parts that they decide, and the verdict's rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oilecon.errors import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oilecon.reference import Row

__all__ = ["COMPUTED", "RULE", "Figure", "Part", "from_row", "verdict_of"]

COMPUTED = "computed"

RULE = (
    "A part holds where the whole range of its figure lies where the statement puts it, fails "
    "where none of it does, and is open where the range reaches both sides or nothing was found. "
    "Parts "
    "that hold and parts that fail make 'partly'; a failing part and none that holds, 'not "
    "supported'; else an open part makes 'depends on'; and 'supported' is where all parts hold."
)
"""How a verdict follows from figures."""

SUPPORTED, PARTLY, NOT_SUPPORTED, DEPENDS = "supported", "partly", "not supported", "depends on"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its range, published or computed.

    Attributes
    ----------
    name : str
        What it is.
    value, low, high : float
        The figure and its range [`unit`]; NaN where it is not defined.
    unit : str
        The unit.
    kind : str
        ``'computed'``, or published, estimate or assumption.
    as_of : str
        The date it speaks of.
    source : tuple of str
        Keys of the bibliography; empty for what is computed.
    note : str
        What the range is, or what else there is to say.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    kind: str = COMPUTED
    as_of: str = ""
    source: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        """Return the figure with unit and range."""
        if math.isnan(self.value):
            return "never" if self.unit == "year" else "not defined"
        unit = "" if self.unit == "1" else f" {self.unit}"
        shown, low, high = (_shown(each) for each in (self.value, self.low, self.high))
        spread = "" if low == high else f" ({low} to {high})"
        return f"{shown}{spread}{unit}"

    def record(self) -> dict[str, Any]:
        """Return it as a row of a table."""
        return {
            "name": self.name,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "kind": self.kind,
            "as_of": self.as_of,
            "source": " ".join(self.source),
            "note": self.note,
        }


def _shown(value: float) -> str:
    """Return a figure with three digits, and all digits before the point; a whole one as such."""
    if math.isnan(value):
        return "never"
    if value == round(value):
        return f"{value:,.0f}"
    if abs(value) < 1.0:
        return f"{value:.3g}"
    return f"{value:,.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def from_row(row: Row, name: str = "") -> Figure:
    """Return a sourced number as a figure."""
    behind = row.evidence
    return Figure(
        name or row.path or row.name,
        row.value,
        row.low,
        row.high,
        row.unit,
        behind.kind,
        behind.as_of,
        behind.source,
        behind.note,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What a statement says that a figure can decide.

    Attributes
    ----------
    words : str
        What it says.
    figure : Figure or None
        What decides it; None where nothing was found that could.
    least, most : float
        Where it must lie, in the figure's unit.
    """

    words: str
    figure: Figure | None
    least: float = -math.inf
    most: float = math.inf

    @property
    def holds(self) -> bool | None:
        """True, False, or None where it is open."""
        found = self.figure
        if found is None or math.isnan(found.low) or math.isnan(found.high):
            return None
        if self.least <= found.low and found.high <= self.most:
            return True
        return False if found.high < self.least or found.low > self.most else None

    @property
    def rule(self) -> str:
        """Where the figure must lie, in words."""
        if self.figure is None:
            return "nothing was found that could decide it"
        unit = "" if self.figure.unit == "1" else f" {self.figure.unit}"
        ends = [
            f"at {word} {figure(end)}{unit}"
            for word, end in (("least", self.least), ("most", self.most))
            if math.isfinite(end)
        ]
        return " and ".join(ends)

    def __str__(self) -> str:
        """Return part, rule and outcome in a line."""
        said = {True: "holds", False: "fails", None: "open"}[self.holds]
        found = "" if self.figure is None else f": {self.figure}"
        return f"{said}: {self.words} [{self.rule}]{found}"


def verdict_of(parts: Sequence[Part] | Iterable[Part]) -> str:
    """Return the verdict by `RULE`."""
    found = [part.holds for part in parts]
    if False in found:
        return PARTLY if True in found else NOT_SUPPORTED
    return DEPENDS if None in found else SUPPORTED
