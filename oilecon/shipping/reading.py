"""Numbers and days given to a function; numbers are read as a group's field reads them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from oilecon.errors import InputError, UnitError, quote

if TYPE_CHECKING:
    from oilecon.params import Param
    from oilecon.units import Raw

__all__ = ["day", "number"]


def number(field: Param, value: object, where: str) -> Raw:
    """Return a value in a field's canonical unit.

    Parameters
    ----------
    field : Param
        Its unit and bounds.
    value : object
        What the caller gave.
    where : str
        What messages call it, such as 'best_speed: hire'.

    Returns
    -------
    float or numpy.ndarray
        The number without its unit.

    Raises
    ------
    UnitError, InputError
        As the field, under that name.
    """
    try:
        return cast("Raw", field.read(value))
    except (UnitError, InputError) as error:
        msg = f"{where}: {error}"
        raise type(error)(msg) from error


def day(value: str, where: str) -> str:
    """Return a day as its ISO text.

    Parameters
    ----------
    value : str
        What the caller gave, as '2025-06-01'.
    where : str
        What messages call it, such as 'canal_dues: on'.

    Returns
    -------
    str
        The same day, so that days compare as texts do.

    Raises
    ------
    InputError
        If it is no day.
    """
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        msg = f"{where}: wanted a day, got {quote(value)}; write for example '2025-06-01'"
        raise InputError(msg) from error
