"""The one reader of days: what is a day of the calendar, however it is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from oilecon.errors import InputError, quote

__all__ = ["day"]

_WIDER = {"Y": "year", "M": "month", "W": "week"}


def day(value: object, where: str = "", *, example: str = "'2012-02-27'") -> dt.date:
    """Return a day of the calendar.

    Parameters
    ----------
    value : str, datetime.date, datetime.datetime, numpy.datetime64, pandas.Timestamp or Period
        ISO text such as ``'2012-02-27'``, with a time of day or without; what has a time of day is
        read as its day. A Period, or a `datetime64`, of a month or another span longer than a day
        is refused, since it does not say which of its days.
    where : str
        What messages call it, such as 'petrocaribe: on'.
    example : str
        What could be written.

    Returns
    -------
    datetime.date
        The day, without a time.

    Raises
    ------
    InputError
        If it is none: nothing (None), NaT, NaN, a span of several days, an array, a bare number.

    Examples
    --------
    >>> day("2012-02-27")
    datetime.date(2012, 2, 27)
    >>> day(np.datetime64("2012-02-27T18:00"))
    datetime.date(2012, 2, 27)
    """
    try:
        found = _day(value)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        start = f"{where}: " if where else ""
        msg = f"{start}expected a day, got {_came(value)}; write for example {example}"
        raise InputError(msg)
    return found


def _day(value: Any) -> dt.date | None:
    """Return the day, or None of what is none."""
    found: dt.date | None = None
    if isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "MOU":
        value = value[()]
    if type(value).__name__ == "NaTType":  # which is a datetime to Python
        found = None
    elif isinstance(value, dt.datetime):  # a Timestamp too, whose nanoseconds nobody asks for
        found = dt.date(value.year, value.month, value.day)
    elif isinstance(value, dt.date):
        found = value
    elif isinstance(value, str):
        found = _text(str(value))
    elif isinstance(value, np.datetime64):
        found = _of_numpy(value)
    elif _is_period(value) and value.start_time.date() == value.end_time.date():
        found = value.start_time.date()
    return found


def _of_numpy(value: np.datetime64) -> dt.date | None:
    resolution, each = np.datetime_data(value.dtype)
    if resolution in {*_WIDER, "generic"} or (resolution == "D" and each > 1):
        return None
    found: object = value.astype("datetime64[D]").item()  # an integer beyond Python's days
    return found if isinstance(found, dt.date) else None


def _text(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.datetime.fromisoformat(text).date()


def _is_period(value: object) -> bool:
    """Return whether something is a pandas Period, without loading pandas."""
    return hasattr(value, "start_time") and hasattr(value, "end_time") and hasattr(value, "freqstr")


def _came(value: Any) -> str:
    """Return what came, and why it is no day where that is not plain."""
    if value is None:
        return "nothing (None)"
    if type(value).__name__ == "NaTType" or (isinstance(value, np.datetime64) and np.isnat(value)):
        return "NaT, which is none"
    if isinstance(value, np.datetime64):
        wider = _WIDER.get(np.datetime_data(value.dtype)[0])
        return f"the {wider} {value}" if wider else quote(str(value))
    if _is_period(value):
        return f"{value}, a period of several days"
    if isinstance(value, list) or (hasattr(value, "__array__") and not np.isscalar(value)):
        return f"{type(value).__name__}, where one day is due"
    return quote(value)
