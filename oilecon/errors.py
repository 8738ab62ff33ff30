"""The errors of oilecon: one family, each also the built-in kind a caller would expect."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "InputError",
    "OilEconError",
    "PathError",
    "UndefinedWarning",
    "UnitError",
    "UnknownName",
    "did_you_mean",
]


class OilEconError(Exception):
    """Anything oilecon refuses; catch this to catch all of it."""


class UnitError(OilEconError, ValueError):
    """A unit is missing, unknown, ambiguous or of the wrong dimension."""


class InputError(OilEconError, ValueError):
    """A value is missing, out of its bounds, or does not fit the others.

    Attributes
    ----------
    problems : tuple of (str, str)
        Where and what, one pair for each problem, when several are reported together.
    """

    def __init__(self, message: str, problems: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InputError], tuple[str, tuple[tuple[str, str], ...]]]:
        """Keep the problems when an executor sends the error between processes."""
        return type(self), (str(self), self.problems)


class PathError(OilEconError, LookupError):
    """A dotted path or an outcome does not exist in this scenario."""


class UnknownName(OilEconError, LookupError):  # noqa: N818  the design names it
    """No crude, vessel, scenario or other shipped record bears this name."""


class UndefinedWarning(UserWarning):
    """Some elements of an array result are NaN because they are not defined."""


_SHOWN = 40  # characters of a user's text that a message repeats
_LISTED = 12  # known names that a message lists


def quote(text: object) -> str:
    """Return `text` in quotes, cut short so that a huge input cannot flood a message."""
    shown = str(text)
    return repr(shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}...")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return '; did you mean ...?' for the nearest known names, or the list if none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(name[:100], names, n=3, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(repr(n) for n in near)}?"
    if not names:
        return "; there is none"
    listed = ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    return f"; known: {listed}"
