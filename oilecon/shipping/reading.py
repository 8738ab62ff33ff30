"""What is given to a function besides numbers: groups, days, truth values and text."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from oilecon import dates
from oilecon.errors import InputError, quote

__all__ = ["day", "flag", "group", "text"]

Kind = TypeVar("Kind")


def group(kind: type[Kind], value: object, where: str, example: str = "") -> Kind:
    """Return a value that is a group of a kind, or refuse it.

    Parameters
    ----------
    kind : type
        Such as Vessel.
    value : object
        What the caller gave.
    where : str
        The function, as messages name it.
    example : str
        What could be written.

    Raises
    ------
    InputError
        If it is of another kind.
    """
    if isinstance(value, kind):
        return value
    write = f"; write {example}" if example else ""
    msg = f"{where}: expected a {kind.__name__}, got {quote(value)}{write}"
    raise InputError(msg)


def day(on: object, where: str) -> str:
    """Return a day, given as text or as a date, as 'YYYY-MM-DD'.

    Raises
    ------
    InputError
        If it is no day of the calendar.
    """
    return dates.day(on, f"{where}: on", example="'2025-06-01'").isoformat()


def flag(value: object, where: str) -> bool:
    """Return a truth value, or refuse what is none.

    Raises
    ------
    InputError
        If it is neither True nor False.
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    msg = f"{where}: expected True or False, got {quote(value)}"
    raise InputError(msg)


def text(value: object, expected: str, example: str) -> str:
    """Return a value that is text, or refuse it.

    Raises
    ------
    InputError
        If it is none.
    """
    if isinstance(value, str):
        return value
    msg = f"expected {expected}, got {quote(value)}; write for example {example!r}"
    raise InputError(msg)
