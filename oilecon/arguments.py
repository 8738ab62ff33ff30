"""Readers of function arguments: each is checked once, on entry, and converted to a plain value.

Every reader takes the name of the argument in messages, such as ``'laytime: allowed'``, and returns
a value that needs no further check.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from oilecon import dates
from oilecon.errors import InputError, UnitError, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oilecon.fields import Number
    from oilecon.units import FloatArray, Raw

__all__ = [
    "choice",
    "day",
    "days",
    "flag",
    "instance",
    "mapping",
    "number",
    "one_number",
    "pair",
    "same_shape",
    "shape_of_all",
    "shares",
    "text",
    "whole_number",
]

Kind = TypeVar("Kind")


# -- numbers -----------------------------------------------------------------------------------


def number(field: Number, value: object, where: str, *, siblings: bool = False) -> Raw:
    """Return a value in a field's canonical unit.

    Parameters
    ----------
    field : Number
        Its unit and bounds.
    value : object
        The value given; None is an error even where the field may be absent.
    where : str
        Name of the argument in messages, such as 'best_speed: hire'.
    siblings : bool
        True if the error names fields of the same group that accept the value, which helps where
        the argument is an input of a scenario.

    Returns
    -------
    float or numpy.ndarray
        The number without its unit.

    Raises
    ------
    UnitError, InputError
        As the field, under that name.
    """
    if value is None:
        msg = f"{where}: expected {field.expected}, got nothing (None); write {field.example()}"
        raise InputError(msg)
    try:
        return cast("Raw", field.read(value, siblings=siblings))
    except (UnitError, InputError) as error:
        msg = f"{where}: {error}"
        raise type(error)(msg) from error


def one_number(field: Number, value: object, where: str, *, siblings: bool = False) -> float:
    """Return one number in a field's canonical unit; see `number`.

    Raises
    ------
    UnitError, InputError
        As the field, under that name; also if it is an array.
    """
    raw = number(field, value, where, siblings=siblings)
    if not isinstance(raw, float):
        msg = f"{where}: expected one number, got an array of shape {raw.shape}"
        raise InputError(msg)
    return raw


def whole_number(value: object, where: str, *, least: int, example: str) -> int:
    """Return a whole number that is not too small.

    Raises
    ------
    InputError
        If it is not a whole number, or below `least`.
    """
    if isinstance(value, int | np.integer) and not isinstance(value, bool) and value >= least:
        return int(value)
    msg = (
        f"{where}: expected a whole number of at least {least}, got {quote(value)}; "
        f"write for example {example}"
    )
    raise InputError(msg)


def pair(value: Any, where: str, expected: str = "a pair (low, high)") -> tuple[Any, Any]:
    """Return two values, which the caller reads in their unit.

    Raises
    ------
    InputError
        If they are not two.
    """
    try:
        first, second = value
    except (TypeError, ValueError) as error:
        msg = f"{where}: expected {expected}, got {quote(value)}"
        raise InputError(msg) from error
    return first, second


def same_shape(where: str = "", /, **named: Raw | None) -> tuple[int, ...]:
    """Return the shape that all arguments broadcast to.

    Parameters
    ----------
    where : str
        Name of the function in messages, such as 'petrocaribe'.
    **named : float, array or None
        The arguments.

    Raises
    ------
    InputError
        If they do not broadcast.
    """
    return shape_of_all(
        where, {name: np.shape(raw) for name, raw in named.items() if raw is not None}
    )


def shape_of_all(where: str, shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the shape that arrays of these shapes broadcast to.

    Raises
    ------
    InputError
        If they do not, with the name of each.
    """
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items() if shape)
        msg = (
            f"{where}{': ' if where else ''}expected arrays that broadcast together, got {listed}; "
            "give each its own dimension, as with array[:, None]"
        )
        raise InputError(msg) from error


# -- groups, names, truth values ---------------------------------------------------------------


def instance(kind: type[Kind], value: object, where: str = "", example: str = "") -> Kind:
    """Return a value of a class.

    Parameters
    ----------
    kind : type
        The class, such as Vessel.
    value : object
        The value given.
    where : str
        Name of the argument in messages.
    example : str
        Example shown in messages.

    Raises
    ------
    InputError
        If it is of another class.
    """
    if isinstance(value, kind):
        return value
    determiner = "an" if kind.__name__[0] in "AEIOU" else "a"
    plain = isinstance(value, str | int | float)
    given = quote(value) if plain else type(value).__name__
    write = f"; write {example}" if example else ""
    msg = f"expected {determiner} {kind.__name__}, got {given}{write}"
    raise InputError(f"{where}: {msg}" if where else msg)


def mapping(value: object, where: str, expected: str) -> Mapping[Any, Any]:
    """Return a mapping that is not empty.

    Parameters
    ----------
    value : object
        The value given.
    where : str
        Name of the argument in messages.
    expected : str
        Contents of the mapping, such as 'paths to values'.

    Raises
    ------
    InputError
        If it is not a mapping, or empty.
    """
    if isinstance(value, Mapping) and value:
        return value
    given = "an empty one" if isinstance(value, Mapping) else type(value).__name__
    msg = f"{where}: expected a mapping of {expected}, got {given}"
    raise InputError(msg)


def choice(value: object, options: Iterable[str], where: str) -> str:
    """Return a value that is one of a few names.

    Raises
    ------
    InputError
        If it is none of them.
    """
    names = tuple(options)
    if isinstance(value, str) and value in names:
        return str(value)
    given = "nothing (None)" if value is None else quote(value)
    argument = where.rpartition(": ")[2]
    msg = (
        f"{where}: expected {' or '.join(map(repr, names))}, got {given}; "
        f"write {argument}={names[0]!r}"
    )
    raise InputError(msg)


def flag(value: object, where: str) -> bool:
    """Return a truth value.

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
    """Return a value that is text.

    Raises
    ------
    InputError
        If it is not text.
    """
    if isinstance(value, str):
        return value
    msg = f"expected {expected}, got {quote(value)}; write for example {example!r}"
    raise InputError(msg)


# -- days --------------------------------------------------------------------------------------


def day(on: object, where: str) -> str:
    """Return a day, given as text or as a date, as 'YYYY-MM-DD'.

    Raises
    ------
    InputError
        If it is no day of the calendar.
    """
    return dates.day(on, f"{where}: on", example="'2025-06-01'").isoformat()


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def days(value: Any, where: str) -> list[dt.date] | None:
    """Return a sequence of days; None if the value is something else.

    Parameters
    ----------
    value : object
        A list, tuple, array, Series or index, whose entries `dates.day` reads; None is returned for
        anything else.
    where : str
        Name of the argument in messages.

    Raises
    ------
    InputError
        If some of its entries are days and others are not, or it is a single day.
    """
    if _means_a_day(value) and (isinstance(value, str) or not hasattr(value, "__len__")):
        msg = f"{where}: expected days one after another, got a single one; write a list of them"
        raise InputError(msg)
    if isinstance(value, (str, bytes)) or not hasattr(value, "__len__") or hasattr(value, "units"):
        return None
    if getattr(value, "ndim", 1) != 1:
        return None
    entries: Sequence[Any] = list(value)
    if not any(map(_means_a_day, entries)):
        return None
    return [
        dates.day(entry, f"{where}[{k}]", example="'2015-12-31'") for k, entry in enumerate(entries)
    ]


def _means_a_day(entry: object) -> bool:
    if isinstance(entry, str):
        return _ISO.match(entry) is not None
    return isinstance(entry, (dt.date, np.datetime64)) or hasattr(entry, "start_time")


def shares(value: object, where: str, example: str) -> FloatArray:
    """Return shares from 0 to 1, such as those of quantiles.

    Parameters
    ----------
    value : sequence of float
        The value given; a single share is a list of one.
    where : str
        Name of the argument in messages.
    example : str
        Example shown in messages.

    Raises
    ------
    InputError
        If one is not from 0 to 1, or they are no list of numbers.
    """
    try:
        at = np.atleast_1d(np.asarray(value, dtype=float))
    except (TypeError, ValueError, OverflowError):
        at = np.array([np.nan])
    if at.ndim > 1 or not ((at >= 0.0) & (at <= 1.0)).all():
        msg = f"{where}: expected shares from 0 to 1, got {quote(value)}; write {example}"
        raise InputError(msg)
    return at
