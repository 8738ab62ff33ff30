"""The errors of oilecon: one family, each also the built-in kind a caller would expect."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

__all__ = [
    "AccuracyWarning",
    "AssumptionWarning",
    "ExecutorError",
    "InputError",
    "InterruptedWarning",
    "NegativePriceWarning",
    "OilEconError",
    "PathError",
    "UndefinedWarning",
    "UnitError",
    "UnknownName",
    "UnmovedWarning",
    "caution",
    "did_you_mean",
    "is_among",
]


class OilEconError(Exception):
    """Base of all errors of oilecon; catch this to catch all of them.

    Attributes
    ----------
    problems : tuple of (str, str)
        Place and message of each problem, when fields or paths are reported.
    """

    def __init__(self, message: str, problems: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the problems and other attributes with the error, for use between processes."""
        return type(self), (str(self), self.problems), vars(self)


class UnitError(OilEconError, ValueError):
    """A unit is missing, unknown, ambiguous or of the wrong dimension."""

    # Set on conversion, for the field that reports the error and selects among the offers.
    reason: str = ""
    offers: tuple[Any, ...] = ()
    dimension: object = None  # of the value, where it is the wrong one


class InputError(OilEconError, ValueError):
    """A value is missing, out of its bounds, or does not fit the others."""


class PathError(OilEconError, LookupError):
    """A dotted path or an outcome does not exist in this scenario."""


class UnknownName(OilEconError, LookupError):  # noqa: N818  a look-up that fails, by its subject
    """No crude, vessel, scenario or other shipped record has this name."""


class ExecutorError(OilEconError, RuntimeError):
    """An executor failed midway.

    Attributes
    ----------
    finished : object
        The result of the part finished before, or None.
    """

    finished: Any = None


class InterruptedWarning(UserWarning):
    """A long run was interrupted, and returns the part that was finished."""


class UndefinedWarning(UserWarning):
    """Some elements of an array result are NaN because they are not defined."""


class AccuracyWarning(UserWarning):
    """A figure rests on a rule outside the range that measurements confirm."""


class AssumptionWarning(UserWarning):
    """A figure rests on a term that was not given, and was assumed as the message says."""


class NegativePriceWarning(UserWarning):
    """A contract price is below zero, where shares of it have no meaning."""


class UnmovedWarning(UserWarning):
    """An outcome depends on none of the inputs that an analysis varied; its spread is unknown."""


def caution(text: str) -> None:
    """Warn of low accuracy, at the line that called oilecon."""
    level, frame = 1, sys._getframe(0)  # noqa: SLF001  as `warnings` does
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).startswith("oilecon."):
        level, frame = level + 1, frame.f_back
    warnings.warn(text, AccuracyWarning, stacklevel=level)


_SHOWN = 40  # characters of a user's text that a message quotes
_LISTED = 12  # known names that a message lists
_OFFERED = 3  # names that a message asks about


def cut(value: object) -> str:
    """Return `value` as text, cut short so that a huge input cannot flood a message."""
    try:
        shown = str(value)
    except (ValueError, RecursionError):  # an integer or a nesting too large to write out
        shown = f"a huge {type(value).__name__}"
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


def quote(value: object) -> str:
    """Return `value` cut short, in quotes if it is text."""
    if not isinstance(value, str):
        return " ".join(cut(value).split())
    shown = repr(cut(value))  # which may write one character as ten
    return shown if len(shown) <= 2 * _SHOWN else f"{shown[: 2 * _SHOWN]}...{shown[0]}"


def as_step(name: object) -> str:
    """Return one step of a path, in quotes if it is not a plain name."""
    plain = isinstance(name, str) and name.isascii() and name.replace("-", "_").isidentifier()
    return cut(name) if plain else quote(name)


def figure(number: float) -> str:
    """Return `number` as text with all its given digits, so that 1000.0001 is not shown as 1000."""
    return f"{number:.15g}"


def nearest(name: str, names: list[str], cutoff: float = 0.6) -> list[str]:
    """Return the names similar to `name`, best first, without those far behind the best."""
    import difflib  # only when something is wrong

    folded = {known.casefold(): known for known in names}
    near = difflib.get_close_matches(name.casefold(), folded, n=_OFFERED, cutoff=cutoff)
    likeness = [difflib.SequenceMatcher(None, known, name.casefold()).ratio() for known in near]
    each = zip(near, likeness, strict=True)
    return [folded[known] for known, ratio in each if ratio > likeness[0] - 0.1]


def is_among(name: object, known: Container[Any]) -> bool:
    """Return whether a value is text and one of the known names; a list cannot be a key."""
    return isinstance(name, str) and name in known


def similar(name: str, names: list[str]) -> list[str]:
    """Return the names that begin with a text, else those that contain it, else the nearest."""
    begun = name.strip().casefold()
    folded = {known: known.casefold() for known in names}
    for least, fits in ((2, str.startswith), (3, str.__contains__)):
        parts = [known for known in names if len(begun) >= least and fits(folded[known], begun)]
        if parts:
            return sorted(parts, key=len)[:_OFFERED]
    return nearest(name[:100], names)


def did_you_mean(name: str, known: Iterable[str], listing: str = "") -> str:
    """Return '; did you mean ...?' for the names meant, or the list if there is none.

    Parameters
    ----------
    name : str
        The name that is not known.
    known : iterable of str
        The names that are.
    listing : str
        The call that lists all of them, such as ``'Crude.catalogue()'``.
    """
    names = sorted(known)
    near = similar(name, names)
    if near:
        every = f" {listing} lists all" if listing else ""
        return f"; did you mean {' or '.join(repr(n) for n in near)}?{every}"
    if not names:
        return "; there is none"
    if len(names) <= _LISTED:
        return f"; known: {', '.join(names)}"
    every = f"; {listing} lists all" if listing else ""
    return f"; known: {', '.join(names[:_LISTED])}, ...{every}"
