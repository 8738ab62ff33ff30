"""The calendar of a ledger: its periods, their days, and the payment days of loans on them."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import operator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from oilecon.errors import InputError
from oilecon.inputs import Loan

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Grid", "LoanDates", "grid_of", "offset_of", "thirty_360"]

_MONTH_DAYS = 365.0 / 12.0  # for loans without dates
_MAX_PERIODS = 2400
_FEBRUARY, _THIRTIETH, _THIRTY_FIRST = 2, 30, 31


def _rolled(day: dt.date, months: int, *, end_of_month: bool) -> dt.date:
    """Return the same day some months later, or the month's last where it is shorter.

    Parameters
    ----------
    day : datetime.date
        Day from which months are counted, the same for all rolls, so that 28 February after 31
        January is followed by 31 March.
    months : int
        Number of months; negative for earlier ones.
    end_of_month : bool
        True if every roll is to the month's last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        msg = f"repay: the ledger runs beyond the years {dt.MINYEAR} to {dt.MAXYEAR}"
        raise InputError(msg)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if end_of_month else min(day.day, last))


def thirty_360(first: dt.date, last: dt.date, *, end_of_month: bool) -> int:
    """Return the days between two dates at thirty a month: the bond basis, 30U/360.

    Parameters
    ----------
    first, last : datetime.date
        The two dates.
    end_of_month : bool
        True if the last day of February counts as a thirtieth, as it does for a loan whose payments
        roll on the ends of months.

    Returns
    -------
    int
        360 (Y2 - Y1) + 30 (M2 - M1) + (D2 - D1); a 31st counts as a 30th where it is the first day,
        and where it is the last one and the first is a 30th or 31st (ISDA 2006, section 4.16(f)).
    """
    from_, to = (
        _THIRTIETH
        if end_of_month and day.month == _FEBRUARY and (day + dt.timedelta(1)).day == 1
        else day.day
        for day in (first, last)
    )
    from_ = min(from_, _THIRTIETH)
    if to == _THIRTY_FIRST and from_ == _THIRTIETH:
        to = _THIRTIETH
    return 360 * (last.year - first.year) + 30 * (last.month - first.month) + to - from_


@dataclass(frozen=True, slots=True)
class LoanDates:
    """Payment dates of a loan, in whole months from an origin.

    The origin is the start. For a loan with a stub period it is the last roll day on or before the
    start, less than a month earlier.

    Attributes
    ----------
    start : datetime.date or None
        The day of the first disbursement.
    anchor : datetime.date or None
        The day from which all others roll: the first payment, or else the start.
    anchor_month : int
        Months from the origin to the anchor.
    to_first : int
        Months from the origin to the first payment: a payment period, but for a stub.
    end_of_month : bool
        True if days roll on the ends of months.
    stub : bool
        True if the first period is longer or shorter than the others.
    """

    start: dt.date | None
    anchor: dt.date | None
    anchor_month: int
    to_first: int
    end_of_month: bool
    stub: bool

    @classmethod
    def of(cls, loan: Loan) -> LoanDates:
        """Return the dates of a loan."""
        every = loan.payment_months
        if not loan.start:
            return cls(None, None, 0, every, end_of_month=False, stub=False)
        start, month_end = dt.date.fromisoformat(loan.start), loan.roll == "end of month"
        if not loan.first_payment:
            return cls(start, start, 0, every, end_of_month=month_end, stub=False)
        first = dt.date.fromisoformat(loan.first_payment)
        months = max((first.year - start.year) * 12 + first.month - start.month, 1)
        if _rolled(first, -months, end_of_month=month_end) > start:
            months += 1
        regular = months == every and _rolled(first, -months, end_of_month=month_end) == start
        return cls(start, first, months, months, end_of_month=month_end, stub=not regular)

    def day(self, month: int) -> dt.date | None:
        """Return the day a number of months after the origin; that of 0 is the start."""
        if self.anchor is None or month == 0:
            return self.start
        return _rolled(self.anchor, month - self.anchor_month, end_of_month=self.end_of_month)

    def month(self, day: dt.date) -> int:
        """Return the first whole month after the origin that ends on a day or after it."""
        if self.anchor is None or self.start is None or day <= self.start:
            return 0
        months = (day.year - self.anchor.year) * 12 + day.month - self.anchor.month
        rolled = _rolled(self.anchor, months, end_of_month=self.end_of_month)
        return months + self.anchor_month + (rolled < day)


@dataclass(frozen=True, slots=True)
class Grid:
    """The periods of a ledger: their length in months, number and dates.

    Attributes
    ----------
    months : int
        Months in each period but the first.
    first : int
        Months from the origin of `dates` to the first period's end.
    periods : int
        Number of periods.
    dates : LoanDates
        Dates of the loan that is drawn first.
    """

    months: int
    first: int
    periods: int
    dates: LoanDates

    @property
    def start(self) -> dt.date | None:
        """The first day; None for loans without dates."""
        return self.dates.start

    def month(self, period: int) -> int:
        """Return the months from the origin to the end of a period; 0 for the start, that of -1."""
        return 0 if period < 0 else self.first + period * self.months

    def end(self, period: int) -> dt.date | None:
        """Return the day a period ends; that of -1 is the start."""
        return self.dates.day(self.month(period))

    def days(self, period: int) -> float:
        """Return the days of a period; 365 / 12 a month for loans without dates."""
        first, last = self.end(period - 1), self.end(period)
        if first is None or last is None:
            return self.months * _MONTH_DAYS
        return float((last - first).days)

    def years(self) -> list[float]:
        """Return the times of the start and of each period's end: days / 365, or months / 12."""
        if self.start is None:
            return [self.month(k) / 12.0 for k in range(-1, self.periods)]
        ends = (self.end(period) for period in range(-1, self.periods))
        return [(end - self.start).days / 365.0 for end in ends if end is not None]

    def label(self, period: int) -> str:
        """Return the name of a period in messages."""
        end = self.end(period)
        return f"period {period + 1}" + ("" if end is None else f", which ends on {end}")


def grid_of(loans: Mapping[str, Loan], periods: object, every: str | None) -> Grid:
    """Return the periods to which all loans can be aligned.

    Raises
    ------
    InputError
        If a loan's payment days cannot lie on ends of periods.
    """
    dates = {name: LoanDates.of(loan) for name, loan in loans.items()}
    known = [each for each in dates.values() if each.start is not None]
    if known and len(known) < len(dates):
        lacking = next(name for name, each in dates.items() if each.start is None)
        msg = (
            f"repay: {lacking}.start: expected a day, as other loans have one, got none; "
            "write start='2012-02-27'"
        )
        raise InputError(msg)
    # Of loans that begin together, a stub comes first: its end fixes those of later periods.
    lead = min(dates.values(), key=lambda each: (each.start or dt.date.min, not each.stub))
    offsets = {name: offset_of(name, loan, lead) for name, loan in loans.items()}
    firsts = [offsets[name] + each.to_first for name, each in dates.items()]
    lengths = [loan.payment_months for loan in loans.values()]
    later = [offset for offset in offsets.values() if offset]
    if lead.stub:
        first = min(*firsts, *later) if later else min(firsts)
        step = reduce(math.gcd, (*lengths, *(month - first for month in (*firsts, *later))))
    else:
        step = first = reduce(math.gcd, (*lengths, *firsts, *later))
    months = step if every is None else _chosen_step(every, step)
    first = first if every is None else (first - 1) % months + 1
    if periods is not None:
        return Grid(months, first, _whole(periods), lead)
    ends = (
        offsets[name] + dates[name].to_first - loan.payment_months + _last_month(loan)
        for name, loan in loans.items()
    )
    return Grid(months, first, (max(ends) - first) // months + 1, lead)


def _whole(periods: object) -> int:
    """Return a count of periods from a whole number of any type."""
    try:
        count = 0 if isinstance(periods, bool) else operator.index(periods)  # type: ignore[arg-type]
    except TypeError:
        count = 0
    if not 1 <= count <= _MAX_PERIODS:
        msg = (
            f"repay: periods: expected a whole number from 1 to {_MAX_PERIODS}, got {periods!r:.40}"
        )
        raise InputError(msg)
    return count


def _chosen_step(every: str, step: int) -> int:
    """Return the months in a period of a frequency, if payments fall on ends of such periods."""
    frequency = Loan.frequency
    try:
        months = (
            12
            // {"monthly": 12, "quarterly": 4, "semiannual": 2, "annual": 1}[frequency.read(every)]
        )
    except InputError as error:
        msg = f"repay: every: {error}"
        raise InputError(msg) from error
    if step % months:
        msg = (
            f"repay: every: expected periods that end on the payment days, {step} months apart, "
            f"got {every} periods of {months} months; write every='monthly'"
        )
        raise InputError(msg)
    return months


def offset_of(name: str, loan: Loan, lead: LoanDates) -> int:
    """Return the months from the ledger's origin to a loan's.

    Raises
    ------
    InputError
        If its payment days differ from those of the loan that is drawn first.
    """
    own = LoanDates.of(loan)
    if own.start is None or lead.start is None or lead.anchor is None:
        return 0
    if own.end_of_month is not lead.end_of_month:
        roll = "end of month" if lead.end_of_month else "same day"
        msg = (
            f"repay: {name}.roll: expected that of the first loan, as one ledger holds all "
            f"payments, got {loan.roll!r}; write roll={roll!r}"
        )
        raise InputError(msg)
    months = (own.start.year - lead.anchor.year) * 12 + own.start.month - lead.anchor.month
    months = 0 if own.start == lead.start else months + lead.anchor_month
    if lead.day(months) != own.start:
        msg = (
            f"repay: {name}.start: expected the day of the month of the first loan, {lead.anchor}, "
            f"got {own.start}; write for example start='{lead.day(max(months, 1))}'"
        )
        raise InputError(msg)
    due, meets = own.day(own.to_first), lead.day(months + own.to_first)
    if due != meets and (loan.first_payment or lead.stub):
        msg = (
            f"repay: {name}.first_payment: expected a payment day of the first loan, got {due}; "
            f"write for example first_payment='{meets}'"
        )
        raise InputError(msg)
    return months


def _last_month(loan: Loan) -> int:
    """Return the last month in which service falls due under any of a loan's terms."""
    tenors: list[float | None] = [a.values["tenor"] for a in loan.amendments.values()]
    return max(loan.tenor_months, *(round(t * 12.0) for t in tenors if t is not None), 0)
