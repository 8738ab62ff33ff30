"""What is given to a function but numbers: groups, and days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from oilecon.errors import InputError, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Readout", "days", "instance", "one_day"]

Kind = TypeVar("Kind")


class Readout:
    """A result of several quantities that prints as a table, one a line."""

    __slots__ = ()

    def __str__(self) -> str:
        """Show each quantity under its name, to two decimals."""
        found = {
            field.name.replace("_", " "): getattr(self, field.name)
            for field in fields(cast("Any", self))
        }
        wide = max(map(len, found))
        shown = (",.2f" if np.ndim(one.magnitude) == 0 else ".2f" for one in found.values())
        each = zip(found.items(), shown, strict=True)
        return "\n".join(f"{name:{wide}}  {one:{spec}}" for (name, one), spec in each)


def instance(kind: type[Kind], value: object, where: str) -> Kind:
    """Return a value of a class.

    Raises
    ------
    InputError
        If it is of another, under the name `where`.
    """
    if isinstance(value, kind):
        return value
    msg = f"{where}: expected {kind.__name__}(...), got {type(value).__name__}"
    raise InputError(msg)


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def one_day(value: object, where: str) -> dt.date:
    """Return a day.

    Parameters
    ----------
    value : object
        ISO text, or a date, datetime, Timestamp, datetime64 or Period of one day.
    where : str
        What messages call it.

    Raises
    ------
    InputError
        If it is no day, or none is given (None, NaN, NaT).
    """
    try:
        return _day(value)
    except (AttributeError, TypeError, ValueError) as error:
        msg = f"{where}: expected a day, got {quote(value)}; write for example '2015-12-31'"
        raise InputError(msg) from error


def _day(value: Any) -> dt.date:
    if isinstance(value, str):
        return dt.date.fromisoformat(value)
    if isinstance(value, np.datetime64):
        # Of a month or a year no day is meant; of NaT there is none, and an int is none either.
        finer = np.datetime_data(value.dtype)[0] not in {"Y", "M", "W", "generic"}
        value = value.astype("datetime64[D]").item() if finer else None
    elif not isinstance(value, dt.date) and hasattr(value, "start_time"):
        first, last = value.start_time.date(), value.end_time.date()  # of a Period
        value = first if first == last else None
    if not isinstance(value, dt.date) or value != value:  # noqa: PLR0124  NaT is a date to Python
        raise TypeError
    return dt.date(value.year, value.month, value.day)


def days(value: Any, where: str) -> list[dt.date] | None:
    """Return days one after another; None if what is given is something else.

    Parameters
    ----------
    value : object
        A list, tuple, array, Series or index, whose entries `one_day` takes; whatever else is not
        for this function.
    where : str
        What messages call it.

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
    return [one_day(entry, f"{where}[{k}]") for k, entry in enumerate(entries)]


def _means_a_day(entry: object) -> bool:
    if isinstance(entry, str):
        return _ISO.match(entry) is not None
    return isinstance(entry, (dt.date, np.datetime64)) or hasattr(entry, "start_time")
