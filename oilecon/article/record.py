"""The article's case pack: its statements, and figures published by date and by the barrel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.reference.packs import packs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.reference import Row
    from oilecon.reference.packs import Pack, Receipt, Statement

__all__ = ["every", "receipts", "record", "records", "statements"]

_PACK = "venezuela"


def _pack() -> Pack:
    return packs()[_PACK]


def statements() -> Mapping[str, Statement]:
    """Return the article's statements, in words of ours, by their short names."""
    return _pack().statements


def receipts() -> tuple[Receipt, ...]:
    """Return published receipts by the barrel, those of the calibration first."""
    return _pack().receipts


def every() -> tuple[Row, ...]:
    """Return all figures by date."""
    return tuple(_pack().record.values())


def records(series: str) -> tuple[Row, ...]:
    """Return a series, the older first."""
    return tuple(row for row in every() if row.name == series)


def record(series: str, as_of: str) -> Row:
    """Return one figure of a series."""
    return _pack().record[series, as_of]
