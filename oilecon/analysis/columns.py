"""Column names and figures of outcomes and inputs in tables, with a loss in percent."""

from __future__ import annotations

from typing import Any, Self

from oilecon.units import FRACTION, PURE

__all__ = ["PERCENT", "Counted", "column", "shown", "shown_unit", "unit_in"]

PERCENT = "percent"


class Counted(str):
    """A unit whose heading says more, as 'USD/bbl heavy' of USD/bbl."""

    __slots__ = ("heading",)
    heading: str

    def __new__(cls, unit: str, heading: str) -> Self:
        """Return the unit with its heading."""
        counted = super().__new__(cls, unit)
        counted.heading = heading
        return counted

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what a copy is made of."""
        return Counted, (str(self), self.heading)


def shown_unit(unit: str) -> str:
    """Return a canonical unit as column names have it."""
    if isinstance(unit, Counted):
        return unit.heading
    return PURE if unit == FRACTION else unit


def column(name: str, unit: str) -> str:
    """Return a column's name with its unit."""
    return f"{name} [{'%' if unit == PERCENT else shown_unit(unit)}]"


def unit_in(column: object) -> str:
    """Return the unit in a column's name."""
    return str(column).removesuffix("]").partition(" [")[2]


def shown(raw: Any, unit: str) -> Any:
    """Return plain numbers as tables show them: a loss in percent."""
    return raw * 100.0 if unit == PERCENT else raw
