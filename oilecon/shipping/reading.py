"""What is given to a function besides numbers: groups, days, truth values and text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from oilecon import dates
from oilecon.arguments import number
from oilecon.core import quality
from oilecon.errors import InputError, quote
from oilecon.fields import Number
from oilecon.inputs import Crude

if TYPE_CHECKING:
    from oilecon.units import Quantity, Raw

__all__ = ["MEREY", "cargo_density", "choice", "day", "flag", "group", "text"]

MEREY = "16 degAPI"
"""Gravity of Merey, which is what the shipped scenarios sail with."""

_PER_TONNE = Number("bbl/t", "barrels in a tonne of cargo", low=4, high=15, typical="'7.33 bbl/t'")

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


def cargo_density(
    api: str | Quantity, barrels_per_tonne: str | Quantity | None, where: str
) -> tuple[str, Raw]:
    """Return how a cargo's density was given, and its barrels a tonne.

    Parameters
    ----------
    api : str or pint.Quantity
        Gravity.
    barrels_per_tonne : str, pint.Quantity or None
        In place of it.
    where : str
        The function, as messages name it.

    Returns
    -------
    tuple of str and float or array
        The argument's name, and the figure [bbl/t].

    Raises
    ------
    UnitError, InputError
        If it does not fit, or both are given.
    """
    if barrels_per_tonne is None:
        degrees: Raw = 16.0 if api is MEREY else number(Crude.api, api, f"{where}: api")
        return "api", quality.barrels_per_tonne(degrees)
    if api is not MEREY:
        msg = f"{where}: expected the cargo's api or its barrels_per_tonne, got both; write one"
        raise InputError(msg)
    return "barrels_per_tonne", number(_PER_TONNE, barrels_per_tonne, f"{where}: barrels_per_tonne")


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


def choice(value: object, options: tuple[str, ...], where: str) -> str:
    """Return a value that is one of a few names, or refuse it.

    Raises
    ------
    InputError
        If it is none of them.
    """
    if isinstance(value, str) and value in options:
        return value
    msg = f"{where}: expected {' or '.join(map(repr, options))}, got {quote(value)}"
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
