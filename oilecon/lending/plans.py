"""When money falls due: loans aligned to the periods of one ledger."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.core import debt
from oilecon.errors import InputError
from oilecon.inputs import Amendment, Loan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.units import Raw

__all__ = ["Grid", "LoanPlan", "grid_of", "plan_of"]

_MONTH_DAYS = 365.0 / 12.0  # where no day is known
_YEAR = {"ACT/360": 360.0, "ACT/365": 365.0}
_MOST_PERIODS = 2400


@dataclass(frozen=True, slots=True)
class Grid:
    """The periods of a ledger: how many months each has, and where they lie in time."""

    months: int
    periods: int
    start: dt.date | None

    def end(self, period: int) -> dt.date | None:
        """Return the day a period ends; that of -1 is the start."""
        return None if self.start is None else _later(self.start, (period + 1) * self.months)

    def days(self, period: int) -> float:
        """Return the days of a period; a twelfth of 365 a month where no day is known."""
        first, last = self.end(period - 1), self.end(period)
        if first is None or last is None:
            return self.months * _MONTH_DAYS
        return float((last - first).days)

    def years(self) -> list[float]:
        """Return the times of the start and of each period's end: days / 365, or months / 12."""
        if self.start is None:
            return [k * self.months / 12.0 for k in range(self.periods + 1)]
        ends = (_later(self.start, k * self.months) for k in range(self.periods + 1))
        return [(end - self.start).days / 365.0 for end in ends]

    def label(self, period: int) -> str:
        """Return what messages call a period."""
        end = self.end(period)
        return f"period {period + 1}" + ("" if end is None else f", which ends on {end}")


def _later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        msg = f"repay: the ledger runs beyond the year {dt.MAXYEAR}"
        raise InputError(msg)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _day(loan: Loan) -> dt.date | None:
    return dt.date.fromisoformat(loan.start) if loan.start else None


def _by_day(loan: Loan) -> list[tuple[str, Amendment]]:
    """Return a loan's amendments by name, the first first."""
    return sorted(loan.amendments.items(), key=lambda item: item[1].on)


def grid_of(loans: Mapping[str, Loan], periods: int | None, every: str | None) -> Grid:
    """Return the periods on which all loans can be laid.

    Raises
    ------
    InputError
        If a loan's payment days cannot lie on ends of periods.
    """
    days = {name: _day(loan) for name, loan in loans.items()}
    known = [day for day in days.values() if day is not None]
    if known and len(known) < len(days):
        lacking = next(name for name, day in days.items() if day is None)
        msg = (
            f"repay: {lacking}.start: other loans have a day, so this one needs one too; "
            "write start='2012-02-27'"
        )
        raise InputError(msg)
    start = min(known) if known else None
    offsets = {name: _offset(name, day, start) for name, day in days.items()}
    step = reduce(math.gcd, (*(loan.payment_months for loan in loans.values()), *offsets.values()))
    months = step if every is None else _wanted_step(every, step)
    ends = [offsets[name] + _last_month(loan) for name, loan in loans.items()]
    count = max(ends) // months if periods is None else _whole(periods)
    return Grid(months, count, start)


def _whole(periods: object) -> int:
    whole = isinstance(periods, int) and not isinstance(periods, bool)
    if not whole or not 1 <= periods <= _MOST_PERIODS:  # type: ignore[operator]
        msg = (
            f"repay: periods: expected a whole number from 1 to {_MOST_PERIODS}, got "
            f"{periods!r:.40}"
        )
        raise InputError(msg)
    return periods  # type: ignore[return-value]


def _wanted_step(every: str, step: int) -> int:
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
            f"repay: every: payments fall every {step} months, which {every} periods of {months} "
            "months do not meet; write every='monthly'"
        )
        raise InputError(msg)
    return months


def _offset(name: str, day: dt.date | None, start: dt.date | None) -> int:
    """Return the months between the ledger's start and a loan's."""
    if day is None or start is None:
        return 0
    months = (day.year - start.year) * 12 + day.month - start.month
    if _later(start, months) != day:
        msg = (
            f"repay: {name}.start: expected the day of the month of the first loan, {start}, got "
            f"{day}; write for example start='{_later(start, months)}'"
        )
        raise InputError(msg)
    return months


def _last_month(loan: Loan) -> int:
    """Return the last month in which anything falls due under any of a loan's terms."""
    tenors: list[float | None] = [a.values["tenor"] for a in loan.amendments.values()]
    return max(loan.tenor_months, *(round(t * 12.0) for t in tenors if t is not None), 0)


# -- one loan ----------------------------------------------------------------------------------


class _Terms(NamedTuple):
    """A loan's terms as they are known on a day; months are counted from its start."""

    tenor: int
    holidays: tuple[tuple[int, int, bool], ...]  # from, until (months), of all
    rate_from: str  # the amendment that set the rate in force, '' if none


class _Step(NamedTuple):
    """What a period is to a loan; no figures."""

    active: bool
    pays: bool
    capitalises: bool
    instalment: tuple[int, int] | None  # number counted from 0, and how many are left
    rate: str  # the amendment that set it, '' if none
    kept_by: tuple[str, ...]  # write-downs at its start
    fraction: float
    payment: int  # number of the payment period it lies in


class LoanPlan:
    """A loan aligned to a grid."""

    def __init__(self, name: str, loan: Loan, grid: Grid) -> None:
        self.name, self.loan, self.grid = name, loan, grid
        self.offset = _offset(name, _day(loan), grid.start)
        self._refuse_late()
        self.steps = [self._step(period) for period in range(grid.periods)]

    @property
    def first(self) -> int:
        """The period at whose start the loan is first drawn."""
        return self.offset // self.grid.months

    def _step(self, period: int) -> _Step:
        loan, months = self.loan, self.grid.months
        end = (period + 1) * months - self.offset
        active, every = end > 0, loan.payment_months
        terms = self._known(end)
        due = active and end % every == 0 and end <= terms.tenor
        put_off, interest_too = self._put_off(end, terms)
        return _Step(
            active=active,
            pays=due and not interest_too,
            capitalises=due and interest_too,
            instalment=None if put_off or not due else self._instalment(end, terms),
            rate=terms.rate_from,
            kept_by=self._write_downs(end - months) if active else (),
            fraction=self._fraction(period),
            payment=max(end - 1, 0) // every,
        )

    def _refuse_late(self) -> None:
        """Refuse what comes after the last payment: nothing would ever fall due by it."""
        last = self.loan.tenor_months
        for name, amendment in _by_day(self.loan):
            month, tenor = self._month_of(amendment.on), amendment.values["tenor"]
            if amendment.kind == "write-down":
                continue
            place = f"repay: {self.name}.amendments.{name}"
            if month > last:
                msg = (
                    f"{place}.on: expected a day by the last payment on {self._day_of(last)}, got "
                    f"{amendment.on}; what is overdue after it can only be written down"
                )
                raise InputError(msg)
            last = last if tenor is None else round(tenor * 12.0)
            if month > last:
                msg = (
                    f"{place}.tenor: expected one that ends on {amendment.on} or after it, got one "
                    f"that ends on {self._day_of(last)}; it is counted from the loan's start"
                )
                raise InputError(msg)

    def _day_of(self, month: int) -> dt.date | None:
        """Return the day some months after the loan's start."""
        start = _day(self.loan)
        return None if start is None else _later(start, month)

    def _month_of(self, day: str) -> int:
        """Return the first whole month after the start that ends on a day or after it."""
        start, then = _day(self.loan), dt.date.fromisoformat(day)
        if start is None:
            return 0
        months = (then.year - start.year) * 12 + then.month - start.month
        return months if _later(start, months) >= then else months + 1

    def _known(self, end: int) -> _Terms:
        """Return the terms in force for what falls due at the end of a month."""
        loan = self.loan
        tenor, rate, holidays = loan.tenor_months, "", []
        for name, amendment in _by_day(loan):
            month = self._month_of(amendment.on)
            if month > end or amendment.kind == "write-down":
                continue
            figures = amendment.values
            if figures["tenor"] is not None:
                tenor = round(figures["tenor"] * 12.0)
            if figures["rate"] is not None and month <= end - self.grid.months:
                rate = name  # for periods that begin on the day or after it
            if amendment.until:
                until = self._month_of(amendment.until)
                everything = amendment.kind == "holiday" and amendment.holiday_on == "all"
                holidays.append((month, until, everything))
        return _Terms(tenor, tuple(holidays), rate)

    def _put_off(self, month: int, terms: _Terms) -> tuple[bool, bool]:
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

    def _instalment(self, month: int, terms: _Terms) -> tuple[int, int]:
        """Return which instalment is due, and how many are left with it, as far as is known."""
        every, grace = self.loan.payment_months, self.loan.grace_months
        if not terms.holidays:
            return (month - grace) // every - 1, (terms.tenor - month) // every + 1
        left = sum(
            not self._put_off(later, terms)[0] for later in range(month, terms.tenor + 1, every)
        )
        return (month - grace) // every - 1, left

    def _write_downs(self, start: int) -> tuple[str, ...]:
        """Return the write-downs that take effect at the start of a period."""
        return tuple(
            name
            for name, amendment in self.loan.amendments.items()
            if amendment.kind == "write-down"
            and start - self.grid.months < self._month_of(amendment.on) <= start
        )

    def _fraction(self, period: int) -> float:
        year = _YEAR.get(self.loan.day_count)
        return self.grid.months / 12.0 if year is None else self.grid.days(period) / year

    # -- figures -------------------------------------------------------------------------------

    def terms(self, values: Mapping[str, Any], base: Sequence[Raw] | None) -> debt.LoanTerms:
        """Return the recurrence's terms from a tree of the loan's values.

        Parameters
        ----------
        values : mapping
            As `Loan.values`, or the same with other leaves.
        base : sequence of float or array, or None
            The base in each period, if it was given apart.
        """
        rates = [self._rate(step, values, base, k) for k, step in enumerate(self.steps)]
        margin = values["default_margin"]
        return debt.LoanTerms(
            drawn=[self._drawn(step, k, values) for k, step in enumerate(self.steps)],
            growth=[r * step.fraction for r, step in zip(rates, self.steps, strict=True)],
            penalty=[
                (r + margin) * step.fraction for r, step in zip(rates, self.steps, strict=True)
            ],
            share=[self._share(*each, values) for each in zip(self.steps, rates, strict=True)],
            pays=[step.pays for step in self.steps],
            capitalises=[step.capitalises for step in self.steps],
            fee=self._fees(values),
            kept=[_kept(step.kept_by, values) for step in self.steps],
        )

    def _rate(
        self, step: _Step, values: Mapping[str, Any], base: Sequence[Raw] | None, period: int
    ) -> Raw:
        own = values["base"]
        amended = values["amendments"][step.rate]["rate"] if step.rate else None
        if own is None:
            fixed: Raw = values["rate"] if amended is None else amended
            return fixed
        spread: Raw | None = values["spread"] if amended is None else amended
        given: Raw | None = None if base is None else base[period]
        floating: Raw = own[min(step.payment, len(own) - 1)] if given is None else given
        return floating if spread is None else floating + spread

    def _drawn(self, step: _Step, period: int, values: Mapping[str, Any]) -> Raw | None:
        disbursements = values["disbursements"]
        if disbursements is None:
            first: Raw = values["principal"]
            return first if period == self.first else None
        start = period * self.grid.months - self.offset
        number, within = divmod(start, self.loan.payment_months)
        if not step.active or within or number >= len(disbursements) or not disbursements[number]:
            return None
        amount: float = disbursements[number]
        return amount

    def _share(self, step: _Step, rate: Raw, values: Mapping[str, Any]) -> Raw | None:
        if step.instalment is None:
            return None
        number, left = step.instalment
        profile = self.loan.profile
        if left == 1:
            return 1.0
        if profile == "bullet":
            return None
        if profile == "annuity":
            return debt.annuity_share(rate / self.loan.payments_a_year, left)
        if profile == "own" and number < len(values["amounts"]):
            rest = math.fsum(values["amounts"][number:])
            return float(values["amounts"][number] / rest) if rest else 0.0
        return 1.0 / left

    def _fees(self, values: Mapping[str, Any]) -> list[Raw | None]:
        """Return the commitment fee of each payment day, counted since the last."""
        disbursements = values["disbursements"]
        fees: list[Raw | None] = [None] * len(self.steps)
        if disbursements is None:
            return fees
        counted = 0.0
        drawn: Raw = 0.0
        running: Raw = 0.0
        for period, step in enumerate(self.steps):
            if not step.active:
                continue
            more = self._drawn(step, period, values)
            drawn = drawn if more is None else drawn + more
            if step.payment < len(disbursements) - 1:
                undrawn = values["principal"] - drawn
                running = running + undrawn * values["commitment_fee"] * step.fraction
                counted += 1.0
            if counted and (step.pays or step.capitalises):
                fees[period], running, counted = running, 0.0, 0.0
        return fees


def _kept(write_downs: tuple[str, ...], values: Mapping[str, Any]) -> Raw | None:
    kept: Raw | None = None
    for name in write_downs:
        left = 1.0 - values["amendments"][name]["share"]
        kept = left if kept is None else kept * left
    return kept


def plan_of(loans: Mapping[str, Loan], grid: Grid) -> tuple[LoanPlan, ...]:
    """Return the loans aligned to a grid, in their order of payment."""
    return tuple(LoanPlan(name, loan, grid) for name, loan in loans.items())
