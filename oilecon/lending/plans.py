"""Loans aligned to the periods of one ledger: the part of each period in a loan's schedule."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.core import debt
from oilecon.lending.amendments import AmendedLoan
from oilecon.lending.grids import LoanDates, offset_of, thirty_360

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.inputs import Loan
    from oilecon.lending.grids import Grid
    from oilecon.units import Raw

__all__ = ["LoanPlan", "plan_of"]

_YEAR = {"ACT/360": 360.0, "ACT/365": 365.0}


class _Step(NamedTuple):
    """Part of a period in a loan's schedule, without figures."""

    begin: int  # the payment month in which it begins
    active: bool
    pays: bool
    capitalises: bool
    instalment: tuple[int, int] | None  # number counted from 0, and count of those left
    rate: str  # name of the amendment that set the rate, '' if none
    write_downs: tuple[str, ...]  # at its start
    fraction: float
    payment: int  # number of the payment period it lies in


class LoanPlan:
    """A loan aligned to a grid."""

    def __init__(self, name: str, loan: Loan, grid: Grid) -> None:
        self.name, self.loan, self.grid = name, loan, grid
        self.dates = LoanDates.of(loan)
        self.offset = offset_of(name, loan, grid.dates)
        self.amended = AmendedLoan(name, loan, self.dates)
        disbursements = loan.values["disbursements"] or (1.0,)
        # Periods at whose start the loan is drawn; they may lie after the ledger.
        self.drawn_in = [self._drawn_in(k) for k, amount in enumerate(disbursements) if amount]
        self.first = self.drawn_in[0]
        self.steps = [self._step(period) for period in range(grid.periods)]

    def _drawn_in(self, disbursement: int) -> int:
        """Return the period at whose start a disbursement is drawn."""
        month = self.offset
        if disbursement:
            month += self.amended.shift + disbursement * self.loan.payment_months
        return (month - self.grid.first) // self.grid.months + 1 if month else 0

    def _month(self, period: int) -> int:
        """Return the payment month at the end of a period; below the first before the loan."""
        return self.grid.month(period) - self.offset - self.amended.shift

    def _step(self, period: int) -> _Step:
        begin, end = self._month(period - 1), self._month(period)
        start, every = -self.amended.shift, self.loan.payment_months
        active = end > start
        terms = self.amended.known(begin, end)
        due = active and end > 0 and end % every == 0 and end <= terms.tenor
        deferred, interest_too = self.amended.deferred(end, terms)
        after = -math.inf if begin <= start else self._month(period - 2)
        return _Step(
            begin=begin,
            active=active,
            pays=due and not interest_too,
            capitalises=due and interest_too,
            instalment=None if deferred or not due else self.amended.instalment(end, terms),
            rate=terms.rate_from,
            write_downs=self.amended.write_downs(after, begin) if active else (),
            fraction=self._fraction(period, begin),
            payment=max(end - 1, 0) // every,
        )

    def _fraction(self, period: int, begin: int) -> float:
        """Return a period's share of a year, by the loan's day count."""
        grid, dates = self.grid, self.dates
        year = _YEAR.get(self.loan.day_count)
        if year is not None:
            return grid.days(period) / year
        months = grid.month(period) - grid.month(period - 1)
        if begin > -self.amended.shift or not dates.stub:
            return months / 12.0
        # Whole months after this period count as twelfths, so that it has the days of the stub.
        first, payment = dates.start, dates.day(dates.to_first)
        assert first is not None  # noqa: S101  a stub has days
        assert payment is not None  # noqa: S101
        days = thirty_360(first, payment, end_of_month=dates.end_of_month)
        return days / 360.0 - (dates.to_first - months) / 12.0

    # -- figures -------------------------------------------------------------------------------

    def terms(self, values: Mapping[str, Any], base: Sequence[Raw] | None) -> debt.LoanTerms:
        """Return the terms of the recurrence from a tree of the loan's values.

        Parameters
        ----------
        values : mapping
            `Loan.values`, or the same tree with other leaves.
        base : sequence of float or array, or None
            Base in each period, if given separately.
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
            kept=[_kept(step.write_downs, values) for step in self.steps],
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
        if not step.active:
            return None
        # The first is drawn at the start, which a stub puts before or after month 0.
        first = step.begin == -self.amended.shift
        number, within = (0, 0) if first else divmod(step.begin, self.loan.payment_months)
        drawn = first or (number > 0 and not within)
        if not drawn or number >= len(disbursements) or not disbursements[number]:
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
        """Return the commitment fee of each payment day, accrued since the last."""
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
