"""A loan's terms as amendments change them: what is known on a day, and what it puts off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from oilecon.errors import InputError

if TYPE_CHECKING:
    from oilecon.inputs import Amendment, Loan
    from oilecon.lending.grids import LoanDates

__all__ = ["AmendedLoan", "KnownTerms"]


class KnownTerms(NamedTuple):
    """A loan's terms as they are known on a day, in payment months."""

    tenor: int
    holidays: tuple[tuple[int, int, bool], ...]  # from, until (months), of all
    rate_from: str  # the amendment that set the rate in force, '' if none


class AmendedLoan:
    """A loan and its amendments.

    Months are payment months: the first payment falls on the first multiple of the payment period,
    however long the stub before it is, so that the start is month 0 but for a stub.
    """

    def __init__(self, name: str, loan: Loan, dates: LoanDates) -> None:
        self.name, self.loan, self.dates = name, loan, dates
        self.shift = dates.to_first - loan.payment_months
        self.by_day = sorted(loan.amendments.items(), key=lambda item: item[1].on)
        self._refuse_late()

    def _refuse_late(self) -> None:
        """Refuse what comes after the last payment: nothing would ever fall due by it."""
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
        """Return the terms in force for what falls due at the end of a period."""
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
        """Return whether principal is deferred at a month, and whether interest is too.

        All is due on the last day, whatever was deferred until then.
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
        """Return which instalment is due, and how many are left with it, as far as is known."""
        every, grace = self.loan.payment_months, self.loan.grace_months
        if not terms.holidays:
            return (month - grace) // every - 1, (terms.tenor - month) // every + 1
        left = sum(
            not self.deferred(later, terms)[0] for later in range(month, terms.tenor + 1, every)
        )
        return (month - grace) // every - 1, left

    def write_downs(self, after: float, begin: int) -> tuple[str, ...]:
        """Return the write-downs between the start of the period before and that of a period."""
        amendments: dict[str, Amendment] = dict(self.loan.amendments)
        return tuple(
            name
            for name, amendment in amendments.items()
            if amendment.kind == "write-down" and after < self._month(amendment.on) <= begin
        )
