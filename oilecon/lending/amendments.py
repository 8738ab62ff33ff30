"""Terms of a loan under its amendments: those in force on a day, and deferred service."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from oilecon.errors import InputError

if TYPE_CHECKING:
    from oilecon.inputs import Amendment, Loan
    from oilecon.lending.grids import LoanDates

__all__ = ["AmendedLoan", "KnownTerms"]


class KnownTerms(NamedTuple):
    """Terms of a loan in force on a day, in payment months."""

    tenor: int
    # From and until (months), and True if interest is deferred too.
    holidays: tuple[tuple[int, int, bool], ...]
    rate_from: str  # name of the amendment that set the rate, '' if none


class AmendedLoan:
    """A loan and its amendments.

    Months are payment months: the first payment falls on the first multiple of the payment period,
    whatever the length of a stub before it. Without a stub, the start is month 0.
    """

    def __init__(self, name: str, loan: Loan, dates: LoanDates) -> None:
        self.name, self.loan, self.dates = name, loan, dates
        self.shift = dates.to_first - loan.payment_months
        self.by_day = sorted(loan.amendments.items(), key=lambda item: item[1].on)
        self._check_late()

    def _check_late(self) -> None:
        """Raise an error if an amendment has no effect, as it comes after the last payment."""
        last = self.loan.tenor_months
        for name, amendment in self.by_day:
            month, tenor = self._month(amendment.on), amendment.values["tenor"]
            if amendment.kind == "write-down":
                continue
            place = f"repay: {self.name}.amendments.{name}"
            if month > last:
                msg = (
                    f"{place}.on: expected a day by the last payment on {self._day(last)}, got "
                    f"{amendment.on}; what is overdue after it can only be written down"
                )
                raise InputError(msg)
            last = last if tenor is None else round(tenor * 12.0)
            if month > last:
                msg = (
                    f"{place}.tenor: expected one that ends on {amendment.on} or after it, got one "
                    f"that ends on {self._day(last)}; it is counted from the loan's start"
                )
                raise InputError(msg)

    def _day(self, month: int) -> dt.date | None:
        """Return the day of a payment month."""
        return self.dates.day(month + self.shift)

    def _month(self, day: str) -> int:
        """Return the first payment month that ends on a day or after it."""
        return self.dates.month(dt.date.fromisoformat(day)) - self.shift

    def known(self, begin: int, end: int) -> KnownTerms:
        """Return the terms in force for the service due at the end of a period."""
        tenor, rate, holidays = self.loan.tenor_months, "", []
        for name, amendment in self.by_day:
            month = self._month(amendment.on)
            if month > end or amendment.kind == "write-down":
                continue
            figures = amendment.values
            if figures["tenor"] is not None:
                tenor = round(figures["tenor"] * 12.0)
            if figures["rate"] is not None and month <= begin:
                rate = name  # for periods that begin on the day or after it
            if amendment.until:
                until = self._month(amendment.until)
                everything = amendment.kind == "holiday" and amendment.holiday_on == "all"
                holidays.append((month, until, everything))
        return KnownTerms(tenor, tuple(holidays), rate)

    def deferred(self, month: int, terms: KnownTerms) -> tuple[bool, bool]:
        """Return True if principal is deferred at a month, and True if interest is too.

        On the last day all deferred service is due.
        """
        if month >= terms.tenor:
            return False, False
        grace = month <= self.loan.grace_months
        principal = grace or any(first <= month < last for first, last, _ in terms.holidays)
        everything = (grace and self.loan.grace_on == "all") or any(
            first <= month < last for first, last, everything in terms.holidays if everything
        )
        return principal, everything

    def instalment(self, month: int, terms: KnownTerms) -> tuple[int, int]:
        """Return the number of the instalment due, and the count left with it."""
        every, grace = self.loan.payment_months, self.loan.grace_months
        if not terms.holidays:
            return (month - grace) // every - 1, (terms.tenor - month) // every + 1
        left = sum(
            not self.deferred(later, terms)[0] for later in range(month, terms.tenor + 1, every)
        )
        return (month - grace) // every - 1, left

    def write_downs(self, after: float, begin: int) -> tuple[str, ...]:
        """Return the write-downs after one month and until another, the start of a period."""
        amendments: dict[str, Amendment] = dict(self.loan.amendments)
        return tuple(
            name
            for name, amendment in amendments.items()
            if amendment.kind == "write-down" and after < self._month(amendment.on) <= begin
        )
