"""What is given to a function but numbers: groups, and days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from oilecon import dates
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Readout", "days", "instance"]

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


def days(value: Any, where: str) -> list[dt.date] | None:
    """Return days one after another; None if what is given is something else.

    Parameters
    ----------
    value : object
        A list, tuple, array, Series or index, whose entries `dates.day` takes; whatever else is not
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
    return [
        dates.day(entry, f"{where}[{k}]", example="'2015-12-31'") for k, entry in enumerate(entries)
    ]


def _means_a_day(entry: object) -> bool:
    if isinstance(entry, str):
        return _ISO.match(entry) is not None
    return isinstance(entry, (dt.date, np.datetime64)) or hasattr(entry, "start_time")
