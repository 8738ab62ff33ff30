"""Reader of days, months and years of the calendar in any common type."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from oilecon.errors import InputError, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["day", "month", "span", "when", "year"]

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}\Z", re.ASCII)
_QUARTER = re.compile(r"[0-9]{4}-Q[1-4]\Z", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}\Z", re.ASCII)
_Date = TypeVar("_Date")
_WIDER = {"Y": "year", "M": "month", "W": "week"}


def day(value: object, where: str = "", *, example: str = "'2012-02-27'") -> dt.date:
    """Return a day of the calendar.

    Parameters
    ----------
    value : str, datetime.date, datetime.datetime, numpy.datetime64, pandas.Timestamp or Period
        ISO text such as ``'2012-02-27'``, with or without a time of day, which is dropped. A
        Period, or a `datetime64`, of a month or another span longer than a day is an error.
    where : str
        Name of the argument in messages, such as 'petrocaribe: on'.
    example : str
        Example shown in messages.

    Returns
    -------
    datetime.date
        The day, without a time.

    Raises
    ------
    InputError
        If the value is not a day: None, NaT, NaN, a span of several days, an array, a bare number.

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
        another span that does not lie in one month, is rejected, and so is a bare number.
    where : str
        Name of the argument in messages, such as 'diluent_balance: start'.
    example : str
        Example shown in messages.
    expected : str
        Expected kind of value, for messages.

    Returns
    -------
    str
        The month, as '2012-02'.

    Raises
    ------
    InputError
        If the value is not a month.

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
        or a month is rejected as more than a year.
    where : str
        Name of the argument in messages, such as 'annual_revenue: year'.
    example : str
        Example shown in messages.

    Returns
    -------
    int
        The year, of 1 to 9999.

    Raises
    ------
    InputError
        If the value is not a year.

    Examples
    --------
    >>> year("2012")
    2012
    """
    return _read(_year, value, where, "a year of four digits", example)


def when(
    value: object, where: str = "", *, example: str = "'2019', '2019-03' or '2019 to 2021'"
) -> str:
    """Return a date of measurement or publication: a day, month, quarter, year or span.

    Parameters
    ----------
    value : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        Text as in the shipped tables: '2026-01-13', '2021-07', '2025-Q4', '1999', two of them with
        'to' between, 'to 1999', or 'undated'. Anything else that is a day, a month, a quarter or a
        year.
    where : str
        Name of the argument in messages.
    example : str
        Example shown in messages.

    Returns
    -------
    str
        As in the shipped tables.

    Raises
    ------
    InputError
        If the value is none of these, or not in the calendar.

    Examples
    --------
    >>> when(dt.date(2025, 6, 30))
    '2025-06-30'
    >>> when("2018-01 to 2018-08")
    '2018-01 to 2018-08'
    """
    return _read(_when, value, where, "a date or a period", example)


def span(texts: Iterable[str]) -> str:
    """Return the span from the earliest to the latest of some dates or periods.

    Parameters
    ----------
    texts : iterable of str
        As `when` returns them.

    Returns
    -------
    str
        The one date where all are one; empty where none has a date.

    Examples
    --------
    >>> span(["2025-11", "2018 to 2019", "2025-Q3", "undated"])
    '2018 to 2025-11'
    """
    dated = [text for text in texts if text and text != "undated"]
    if not dated:
        return ""
    ends = [end.strip() for text in dated for end in text.split("to ") if end]
    first, last = min(ends, key=_starts), max(ends, key=_finishes)
    if any(text.startswith("to ") for text in dated):  # from a day that is not known
        return f"to {last}"
    return first if first == last else f"{first} to {last}"


def _starts(text: str) -> tuple[str, bool]:
    """Return a key that sorts dates by their first month or day; a quarter before its months."""
    year, _, quarter = text.partition("-Q")
    return (f"{year}-{3 * int(quarter) - 2:02d}" if quarter else text), not quarter


def _finishes(text: str) -> tuple[str, bool]:
    """Return a key that sorts dates by their last month or day; what holds others after them."""
    year, _, quarter = text.partition("-Q")
    return (f"{year}-{3 * int(quarter):02d}~" if quarter else f"{text}~"), bool(quarter)


def _when(value: Any) -> str | None:
    """Return a date or a period as text, or None for anything else."""
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
    """Return a year, a quarter, a month or a day as text, or None for anything else."""
    if isinstance(value, str) and _QUARTER.match(value):
        return value if int(value[:4]) else None
    if _is_period(value) and value.freqstr.startswith("Q-DEC"):
        return f"{value.year:04d}-Q{value.quarter}"
    for reader in (_day, _month):  # a month's text is no day
        try:
            date = reader(value)
        except (ValueError, OverflowError):
            continue
        if date is not None:
            return str(date)
    whole = _year(value)
    return None if whole is None else f"{whole:04d}"


def _read(
    reader: Callable[[Any], _Date | None], value: object, where: str, expected: str, example: str
) -> _Date:
    """Return the date that `reader` reads.

    Raises
    ------
    InputError
        If it reads none.
    """
    try:
        date = reader(value)
    except (ValueError, OverflowError):
        date = None
    if date is None:
        start = f"{where}: " if where else ""
        got = _described(value, expected)
        msg = f"{start}expected {expected}, got {got}; write for example {example}"
        raise InputError(msg)
    return date


def _month(value: Any) -> str | None:
    """Return the month, or None for anything else."""
    value = _element(value)
    if isinstance(value, str) and _MONTH.match(value):
        return dt.date.fromisoformat(f"{value}-01").isoformat()[:7]
    if isinstance(value, np.datetime64) and np.datetime_data(value.dtype) == ("M", 1):
        value = value.astype("datetime64[D]")
    elif _is_period(value):
        first, last = value.start_time, value.end_time
        value = first if (first.year, first.month) == (last.year, last.month) else None
    date = _day(value)
    return None if date is None else date.isoformat()[:7]


def _year(value: Any) -> int | None:
    """Return the year, or None for anything else."""
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
    """Return the day, or None for anything else."""
    date: dt.date | None = None
    value = _element(value)
    if type(value).__name__ == "NaTType":  # an instance of datetime
        date = None
    elif isinstance(value, dt.datetime):  # a Timestamp too, without its nanoseconds
        date = dt.date(value.year, value.month, value.day)
    elif isinstance(value, dt.date):
        date = value
    elif isinstance(value, str):
        date = _text(str(value))
    elif isinstance(value, np.datetime64):
        date = _of_numpy(value)
    elif _is_period(value) and value.start_time.date() == value.end_time.date():
        date = value.start_time.date()
    return date


def _of_numpy(value: np.datetime64) -> dt.date | None:
    resolution, each = np.datetime_data(value.dtype)
    if resolution in {*_WIDER, "generic"} or (resolution == "D" and each > 1):
        return None
    date: object = value.astype("datetime64[D]").item()  # an integer beyond Python's days
    return date if isinstance(date, dt.date) else None


def _text(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.datetime.fromisoformat(text).date()


def _is_period(value: object) -> bool:
    """Return whether a value is a pandas Period, without loading pandas."""
    return hasattr(value, "start_time") and hasattr(value, "end_time") and hasattr(value, "freqstr")


def _described(value: Any, expected: str) -> str:
    """Return the value given as text for messages, with the reason where it is not obvious."""
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
