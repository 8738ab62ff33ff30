"""The one reader of days, months and years of the calendar, however they are written."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from oilecon.errors import InputError, quote

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["day", "month", "when", "year"]

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}\Z", re.ASCII)
_QUARTER = re.compile(r"[0-9]{4}-Q[1-4]\Z", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}\Z", re.ASCII)
_Found = TypeVar("_Found")
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
    return _read(_day, value, where, "a day", example)


def month(
    value: object, where: str = "", *, example: str = "'2012-02'", expected: str = "a month"
) -> str:
    """Return a month of the calendar.

    Parameters
    ----------
    value : str, datetime.date, datetime.datetime, numpy.datetime64, pandas.Timestamp or Period
        ISO text of a month or of a day, or anything else that is a month or lies in one. A year, or
        another span that does not lie in one month, is refused, and so is a bare number.
    where : str
        What messages call it, such as 'diluent_balance: start'.
    example : str
        What could be written.
    expected : str
        What messages say was expected.

    Returns
    -------
    str
        The month, as '2012-02'.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> month("2012-02-27")
    '2012-02'
    >>> month(np.datetime64("2012-02"))
    '2012-02'
    """
    return _read(_month, value, where, expected, example)


def year(value: object, where: str = "", *, example: str = "2025") -> int:
    """Return a year of the calendar.

    Parameters
    ----------
    value : int, str, numpy.integer, numpy.datetime64 or pandas.Period
        A year of four digits, as a number or as text; a `datetime64` or a Period of a year. A day
        or a month is refused, since more was said than a year.
    where : str
        What messages call it, such as 'annual_revenue: year'.
    example : str
        What could be written.

    Returns
    -------
    int
        The year, of 1 to 9999.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> year("2012")
    2012
    """
    return _read(_year, value, where, "a year of four digits", example)


def when(
    value: object, where: str = "", *, example: str = "'2019', '2019-03' or '2019 to 2021'"
) -> str:
    """Return when something was measured or published: a day, a month, a quarter, a year or a span.

    Parameters
    ----------
    value : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        Text as in the shipped tables: '2026-01-13', '2021-07', '2025-Q4', '1999', two of them with
        'to' between, 'to 1999', or 'undated'. Anything else that is a day, a month, a quarter or a
        year.
    where : str
        What messages call it.
    example : str
        What could be written.

    Returns
    -------
    str
        As in the shipped tables.

    Raises
    ------
    InputError
        If it is none, or no day of the calendar.

    Examples
    --------
    >>> when(dt.date(2025, 6, 30))
    '2025-06-30'
    >>> when("2018-01 to 2018-08")
    '2018-01 to 2018-08'
    """
    return _read(_when, value, where, "a date or a period", example)


def _when(value: Any) -> str | None:
    """Return a date or a period as text, or None of what is none."""
    value = _element(value)
    if not isinstance(value, str):
        return _point(value)
    text = str(value).strip()
    if text == "undated":
        return text
    first, to, last = text.rpartition("to ")
    if not to:
        return _point(text)
    start = _point(first.strip()) if first else ""
    end = _point(last.strip())
    if start is None or end is None or (first and not first.endswith(" ")):
        return None
    backwards = start > end and not start.startswith(end) and "Q" not in start + end
    return None if backwards else f"{start} to {end}".strip()


def _point(value: Any) -> str | None:
    """Return a year, a quarter, a month or a day as text, or None of what is none."""
    if isinstance(value, str) and _QUARTER.match(value):
        return value if int(value[:4]) else None
    if _is_period(value) and value.freqstr.startswith("Q-DEC"):
        return f"{value.year:04d}-Q{value.quarter}"
    for reader in (_day, _month):  # a month's text is no day
        try:
            found = reader(value)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return str(found)
    whole = _year(value)
    return None if whole is None else f"{whole:04d}"


def _read(
    reader: Callable[[Any], _Found | None], value: object, where: str, expected: str, example: str
) -> _Found:
    """Return what a reader finds, or refuse."""
    try:
        found = reader(value)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        start = f"{where}: " if where else ""
        msg = (
            f"{start}expected {expected}, got {_came(value, expected)}; write for example {example}"
        )
        raise InputError(msg)
    return found


def _month(value: Any) -> str | None:
    """Return the month, or None of what is none."""
    value = _element(value)
    if isinstance(value, str) and _MONTH.match(value):
        return dt.date.fromisoformat(f"{value}-01").isoformat()[:7]
    if isinstance(value, np.datetime64) and np.datetime_data(value.dtype) == ("M", 1):
        value = value.astype("datetime64[D]")
    elif _is_period(value):
        first, last = value.start_time, value.end_time
        value = first if (first.year, first.month) == (last.year, last.month) else None
    found = _day(value)
    return None if found is None else found.isoformat()[:7]


def _year(value: Any) -> int | None:
    """Return the year, or None of what is none."""
    value = _element(value)
    text = ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, int | np.integer) and not isinstance(value, bool | np.timedelta64):
        text = str(int(value))
    elif isinstance(value, np.datetime64) and np.datetime_data(value.dtype) == ("Y", 1):
        text = str(value)
    elif _is_period(value) and value.freqstr.startswith(("Y", "A")):
        first, last = value.start_time, value.end_time
        text = str(first.year) if first.year == last.year else ""
    return int(text) if _YEAR.match(text) and int(text) else None


def _element(value: Any) -> Any:
    """Return the one element of an array without a dimension."""
    if isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "MOUiu":
        return value[()]
    return value


def _day(value: Any) -> dt.date | None:
    """Return the day, or None of what is none."""
    found: dt.date | None = None
    value = _element(value)
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


def _came(value: Any, expected: str) -> str:
    """Return what came, and why it is none of what was expected where that is not plain."""
    a_day = expected == "a day"
    if value is None:
        return "nothing (None)"
    if type(value).__name__ == "NaTType" or (isinstance(value, np.datetime64) and np.isnat(value)):
        return "NaT, which is none"
    if isinstance(value, np.datetime64):
        wider = _WIDER.get(np.datetime_data(value.dtype)[0])
        return f"the {wider} {value}" if wider else quote(str(value))
    if _is_period(value):
        return f"{value}, a period of several days" if a_day else f"the period {value}"
    if isinstance(value, list) or (hasattr(value, "__array__") and not np.isscalar(value)):
        return f"{type(value).__name__}, where {expected.replace('a ', 'one ', 1)} is due"
    return quote(value)
