"""Figures with ranges, the parts of a claim that they decide, and the rule of the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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
"""Rule by which a verdict follows from figures."""

SUPPORTED, PARTLY, NOT_SUPPORTED, DEPENDS = "supported", "partly", "not supported", "depends on"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its range, published or computed.

    Attributes
    ----------
    name : str
        The quantity in words.
    value, low, high : float
        The figure and its range [`unit`]; NaN where it is not defined.
    unit : str
        The unit.
    kind : str
        ``'computed'``, or published, estimate or assumption.
    as_of : str
        The date that it is of.
    source : tuple of str
        Keys of the bibliography; empty for what is computed.
    note : str
        The meaning of the range, or another remark.
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
        shown, low, high = map(_shown, (self.value, self.low, self.high))
        spread = "" if low == high else f" ({low} to {high})"
        return f"{shown}{spread}{unit}"

    def renamed(self, name: str) -> Figure:
        """Return the same figure under another name."""
        return replace(self, name=name)

    def record(self) -> dict[str, Any]:
        """Return the figure as a row of a table."""
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
    """Return a number with three digits, and with all digits before the point."""
    if math.isnan(value):
        return "never"
    if value == round(value):
        return f"{value:,.0f}"
    if abs(value) < 1.0:
        return f"{value:.3g}"
    return f"{value:,.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def from_row(row: Row, name: str = "") -> Figure:
    """Return a sourced number as a figure."""
    evidence = row.evidence
    return Figure(
        name or row.path or row.name,
        row.value,
        row.low,
        row.high,
        row.unit,
        evidence.kind,
        evidence.as_of,
        evidence.source,
        evidence.note,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement that one figure can decide.

    Attributes
    ----------
    words : str
        The part in words.
    figure : Figure or None
        The figure that decides it; None where none was found that could.
    minimum, maximum : float
        The bounds within which the figure must lie [the figure's unit].
    """

    words: str
    figure: Figure | None
    minimum: float = -math.inf
    maximum: float = math.inf

    @property
    def holds(self) -> bool | None:
        """True, False, or None where it is open."""
        if self.figure is None:
            return None
        low, high = self.figure.low, self.figure.high
        if math.isnan(low) or math.isnan(high):
            return None
        if self.minimum <= low and high <= self.maximum:
            return True
        return False if high < self.minimum or low > self.maximum else None

    @property
    def rule(self) -> str:
        """Bounds of the figure in words."""
        if self.figure is None:
            return "nothing was found that could decide it"
        unit = "" if self.figure.unit == "1" else f" {self.figure.unit}"
        bounds = [
            f"at {word} {figure(bound)}{unit}"
            for word, bound in (("least", self.minimum), ("most", self.maximum))
            if math.isfinite(bound)
        ]
        return " and ".join(bounds)

    def __str__(self) -> str:
        """Return part, rule and outcome in a line."""
        outcome = {True: "holds", False: "fails", None: "open"}[self.holds]
        decider = "" if self.figure is None else f": {self.figure}"
        return f"{outcome}: {self.words} [{self.rule}]{decider}"


def verdict_of(parts: Sequence[Part] | Iterable[Part]) -> str:
    """Return the verdict by `RULE`."""
    outcomes = [part.holds for part in parts]
    if False in outcomes:
        return PARTLY if True in outcomes else NOT_SUPPORTED
    return DEPENDS if None in outcomes else SUPPORTED
