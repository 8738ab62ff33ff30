"""Evidence of a number: its range, kind, date, sources and note."""

from __future__ import annotations

import math
from dataclasses import dataclass

from oilecon.errors import InputError, quote

__all__ = ["ABSENT", "KINDS", "Evidence"]

KINDS = ("published", "estimate", "assumption")
"""Kinds of evidence."""

ABSENT = "not published"
"""Kind of a term whose value is not published."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of a number, apart from the number itself.

    Attributes
    ----------
    row : str
        The row's id, the same wherever the row is used.
    kind : str
        One of `KINDS`, or `ABSENT`.
    as_of : str
        The date or span that the number refers to.
    source : tuple of str
        Keys of the bibliography.
    low, high : float or None
        The range, in the number's unit; None where none is known.
    note : str
        Meaning of the number, and derivation of value and range.

    Raises
    ------
    InputError
        If one is of another type, the kind is unknown, or the range is not finite or ends below its
        beginning.

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

    def __post_init__(self) -> None:
        for name in ("row", "kind", "as_of", "note"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise _fault(name, "text", value)
        if self.kind not in (*KINDS, ABSENT):
            raise _fault("kind", f"{', '.join(map(repr, KINDS))} or {ABSENT!r}", self.kind)
        source: object = self.source  # a list would make it no key of a mapping
        if not isinstance(source, tuple) or not all(isinstance(key, str) for key in source):
            raise _fault("source", "a tuple of texts, such as ('desk-2026-11',)", source)
        for name in ("low", "high"):
            end = getattr(self, name)
            number = isinstance(end, (int, float)) and not isinstance(end, bool)
            if end is not None and not (number and math.isfinite(end)):
                raise _fault(name, "a finite number or None", end)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise _fault("low", f"at most {self.high:g}, the high", self.low)


def _fault(name: str, expected: str, value: object) -> InputError:
    return InputError(f"Evidence: {name}: expected {expected}, got {quote(value)}")
