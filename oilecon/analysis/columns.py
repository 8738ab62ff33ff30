"""Column names and figures of outcomes and inputs in tables, with a loss in percent."""

from __future__ import annotations

from typing import Any

from oilecon.units import FRACTION, PURE

__all__ = ["PERCENT", "column", "shown", "shown_unit"]

PERCENT = "percent"


def shown_unit(unit: str) -> str:
    """Return a canonical unit as column names have it."""
    return PURE if unit == FRACTION else unit


def column(name: str, unit: str) -> str:
    """Return a column's name with its unit."""
    return f"{name} [{'%' if unit == PERCENT else shown_unit(unit)}]"


def shown(raw: Any, unit: str) -> Any:
    """Return plain numbers as tables show them: a loss in percent."""
    return raw * 100.0 if unit == PERCENT else raw
