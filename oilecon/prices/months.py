"""Months of a path: how many there are, and which of the calendar where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon import dates
from oilecon.arguments import whole_number
from oilecon.errors import InputError, quote

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["A_MONTH", "Months", "MonthsLike", "read_months"]

MonthsLike: TypeAlias = "int | str | pd.PeriodIndex | Months"

A_MONTH = 1.0 / 12.0
"""A month in years: a twelfth, whatever its days."""

_WRITE = "write months=12, or months='2026-01/2026-12'"


@dataclass(frozen=True)
class Months:
    """Months in a row.

    Attributes
    ----------
    count : int
        Number of months.
    first : int or None
        The first one, counted from January of the year 0; None where the calendar is not known.
    """

    count: int
    first: int | None = None

    @property
    def index(self) -> Any:
        """The months as a pandas index: periods, or their numbers from 1 on."""
        import pandas as pd

        if self.first is None:
            return pd.RangeIndex(1, self.count + 1, name="month")
        return pd.period_range(self.label(0), periods=self.count, freq="M", name="month")

    def label(self, position: int) -> str:
        """Return a month as text: '2026-01', or its number from 1 on."""
        if self.first is None:
            return f"month {position + 1}"
        year, month = divmod(self.first + position, 12)
        return f"{year:04d}-{month + 1:02d}"

    def of_year(self) -> Any:
        """Return the month of the year of each, from 0 for January on.

        Raises
        ------
        InputError
            If the calendar is not known.
        """
        if self.first is None:
            msg = (
                f"months: expected months of the calendar, got the number {self.count}, and a "
                "season needs to know them; write months='2026-01/2026-12'"
            )
            raise InputError(msg)
        return (self.first + np.arange(self.count)) % 12


def read_months(months: object, where: str) -> Months:
    """Return months, from a number, a text with the first and last, or a pandas PeriodIndex.

    Parameters
    ----------
    months : int, str or pandas.PeriodIndex
        A number of months; ``'2026-01/2026-12'``, both included; or periods of a month, in a row.
    where : str
        Name of the function in messages.

    Raises
    ------
    InputError
        If it is none of these, the last is before the first, or the periods have a gap.
    """
    where = f"{where}: months"
    if isinstance(months, Months):
        return months
    if isinstance(months, str):
        return _of_text(months, where)
    if hasattr(months, "freqstr") or hasattr(months, "inferred_type"):
        return _of_index(months, where)
    return Months(whole_number(months, where, least=1, example="12, or '2026-01/2026-12'"))


def month_number(label: object, where: str) -> int:
    """Return a month counted from January of the year 0."""
    year, month = dates.month(label, where, example="'2026-01'").split("-")
    return 12 * int(year) + int(month) - 1


def _of_text(text: str, where: str) -> Months:
    first, slash, last = text.partition("/")
    if not slash:
        msg = f"{where}: expected a first and a last month, got {quote(text)}; {_WRITE}"
        raise InputError(msg)
    start, end = month_number(first.strip(), where), month_number(last.strip(), where)
    if end < start:
        msg = f"{where}: expected the last month not before the first, got {quote(text)}; {_WRITE}"
        raise InputError(msg)
    return Months(end - start + 1, start)


def _of_index(index: Any, where: str) -> Months:
    """Return the months of a pandas index of periods."""
    if getattr(index, "freqstr", None) != "M" or not hasattr(index, "asfreq"):
        kind = type(index).__name__
        msg = f"{where}: expected periods of a month, got a {kind}; write index.to_period('M')"
        raise InputError(msg)
    if not len(index):
        msg = f"{where}: expected at least one month, got none; {_WRITE}"
        raise InputError(msg)
    return Months(len(index), first_of(index, where))


def first_of(index: Any, where: str) -> int:
    """Return the first of periods of a month, which must follow one another.

    Raises
    ------
    InputError
        If a month is missing, or stands twice or out of order.
    """
    numbers: list[int] = [12 * label.year + label.month - 1 for label in index]
    for before, after in pairwise(numbers):
        if after != before + 1:
            last, following, got = (
                Months(1, each).label(0) for each in (before, before + 1, after)
            )
            msg = (
                f"{where}: expected {following} after {last}, got {got}; write every month once, "
                "in order"
            )
            raise InputError(msg)
    return numbers[0]
