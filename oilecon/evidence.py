"""Evidence of a number: its range, kind, date, sources and note."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Evidence"]

KINDS = ("published", "estimate", "assumption")
"""Kinds of evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of a number, apart from the number itself.

    Attributes
    ----------
    row : str
        The row's id, the same wherever the row is used.
    kind : str
        One of `KINDS`.
    as_of : str
        The date or span that the number refers to.
    source : tuple of str
        Keys of the bibliography.
    low, high : float or None
        The range, in the number's unit; None where none is known.
    note : str
        Meaning of the number, and derivation of value and range.

    Examples
    --------
    >>> Evidence("mine:brent", "estimate", "2026-11", ("desk-2026-11",), 55.0, 80.0).high
    80.0
    """

    row: str
    kind: str
    as_of: str
    source: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    note: str = ""
