"""Debt repaid in oil: one recurrence over periods, time on axis 0.

`balances` walks through the periods once and keeps none of them, so that a column of a million
paths takes the memory of that column alone. A feature that a contract lacks (an account, a call, a
disbursement) is None in its terms and costs no arithmetic. No step branches on a value.

The order within a period is that of the collection accounts of Chinese oil-backed loans (AidData
records 38379 and 37523): proceeds in, overdue and due service out in the order of the loans, then
the required balance for the next service. A shortfall calls more barrels up to a limit, then cash;
the surplus prepays principal or goes back to the seller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.core.elementwise import expm1, log1p, maximum, minimum, where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "HALF_CENT",
    "LoanRow",
    "LoanTerms",
    "OilTerms",
    "Row",
    "annuity_share",
    "balances",
    "barrels_for",
    "more_barrels",
]

HALF_CENT = 0.005
"""USD: a debt of no more than this counts as paid off."""
_SMALLEST_USD_BBL = 1e-9  # worthless barrels cannot cover a shortfall, however many are called


class LoanTerms(NamedTuple):
    """One loan's terms, one entry a period.

    Attributes
    ----------
    drawn : sequence of (float, array or None)
        Drawn at the start [USD].
    growth, penalty : sequence of float or array
        Interest of the period as a share of the principal, and of what is overdue.
    share : sequence of (float, array or None)
        Principal that falls due, as a share of what is outstanding; None where none does.
    pays, capitalises : sequence of bool
        Whether accrued interest falls due at the end, or joins the principal.
    fee : sequence of (float, array or None)
        Fees due at the end [USD].
    kept : sequence of (float, array or None)
        Share of the debt that a write-down leaves; None where there is none.
    """

    drawn: Sequence[FloatOrArray | None]
    growth: Sequence[FloatOrArray]
    penalty: Sequence[FloatOrArray]
    share: Sequence[FloatOrArray | None]
    pays: Sequence[bool]
    capitalises: Sequence[bool]
    fee: Sequence[FloatOrArray | None]
    kept: Sequence[FloatOrArray | None]


class OilTerms(NamedTuple):
    """Deliveries of oil and their credit against the debt, one entry a period.

    Attributes
    ----------
    barrels : sequence of float or array
        Delivered while anything is owed [bbl].
    credited : sequence of float or array
        Credit of a barrel against the debt [USD/bbl].
    held : sequence of (float, array) or None
        Value of a barrel above its credit, held for the seller [USD/bbl].
    released : sequence of bool
        Whether the amount held is released at the end of the period.
    callable : sequence of (float, array) or None
        Barrels that may be delivered in all when proceeds fall short [bbl].
    cash : sequence of (float, array) or None
        Maximum cash that the borrower adds [USD].
    reserve : sequence of (float, array or None)
        Required balance as a multiple of the next service; None where none is required.
    opening : float, array or None
        Balance of the account at the start [USD]; None where there is no account.
    sweeps : bool
        Whether the surplus prepays principal.
    sweep : float, array or None
        Share of the surplus that prepays; None for all.
    """

    barrels: Sequence[FloatOrArray]
    credited: Sequence[FloatOrArray]
    held: Sequence[FloatOrArray] | None
    released: Sequence[bool]
    callable: Sequence[FloatOrArray] | None
    cash: Sequence[FloatOrArray] | None
    reserve: Sequence[FloatOrArray | None]
    opening: FloatOrArray | None
    sweeps: bool
    sweep: FloatOrArray | None


class LoanRow(NamedTuple):
    """One loan in one period [USD]; None stands for zero, and sums are computed on demand."""

    before: tuple[FloatOrArray, FloatOrArray | None, FloatOrArray]  # principal, accrued, overdue
    drawn: FloatOrArray | None
    on_principal: FloatOrArray  # interest
    on_overdue: FloatOrArray  # interest
    fee: FloatOrArray | None
    written_off: FloatOrArray | None
    due: FloatOrArray | None  # falls due in the period
    owed: FloatOrArray  # that, what was overdue, and the interest on it
    served: FloatOrArray  # paid of what is owed
    prepaid: FloatOrArray | None
    principal: FloatOrArray
    accrued: FloatOrArray | None
    overdue: FloatOrArray

    @property
    def opening(self) -> FloatOrArray:
        """Debt at the start of the period."""
        return _sum(*self.before)

    @property
    def interest(self) -> FloatOrArray:
        """Interest of the period, on principal and on what is overdue."""
        return self.on_principal + self.on_overdue

    @property
    def paid(self) -> FloatOrArray:
        """Service paid, and principal prepaid."""
        return _sum(self.served, self.prepaid)

    @property
    def closing(self) -> FloatOrArray:
        """Debt at the end of the period."""
        return _sum(self.principal, self.accrued, self.overdue)


class Row(NamedTuple):
    """All loans and the oil in one period."""

    loans: tuple[LoanRow, ...]
    offered: FloatOrArray  # barrels
    credit: FloatOrArray  # of these against the debt [USD]
    excess: FloatOrArray | None  # value of a barrel above its credit [USD/bbl]
    cash: FloatOrArray | None  # added by the borrower [USD]
    over: FloatOrArray  # of the proceeds, after service and required balance [USD]
    account: FloatOrArray | None  # at the end [USD]
    held: FloatOrArray | None  # for the seller, at the end [USD]
    released: FloatOrArray | None  # of what was held, back to the seller [USD]
    taken: bool  # whether all that is offered was delivered, or only where there is debt

    def _delivered(self, amount: FloatOrArray) -> FloatOrArray:
        """Return an amount that goes with barrels: zero where nothing is owed."""
        return amount if self.taken else where(_indebted(self.loans), amount, 0.0)

    @property
    def barrels(self) -> FloatOrArray:
        """Barrels delivered [bbl]."""
        return self._delivered(self.offered)

    @property
    def value(self) -> FloatOrArray:
        """Credit of the barrels against the debt [USD]."""
        return self._delivered(self.credit)

    @property
    def beyond(self) -> FloatOrArray:
        """Value of the barrels above their credit, held for the seller [USD]."""
        return 0.0 if self.excess is None else self.barrels * self.excess

    @property
    def prepaid(self) -> FloatOrArray:
        """Surplus of the proceeds that prepays principal [USD]."""
        return _sum(0.0, *(loan.prepaid for loan in self.loans))

    @property
    def surplus(self) -> FloatOrArray:
        """Surplus of the proceeds that goes back to the seller [USD]."""
        back = self.over
        for loan in self.loans:
            back = back if loan.prepaid is None else back - loan.prepaid
        return self._delivered(back)


def _sum(first: FloatOrArray, *more: FloatOrArray | None) -> FloatOrArray:
    """Return the sum of the amounts that are not None."""
    total = first
    for amount in more:
        total = total if amount is None else total + amount
    return total


def _indebted(loans: Sequence[LoanRow]) -> Any:
    """Return where any debt was outstanding before payment."""
    owed: FloatOrArray = 0.0
    for loan in loans:
        owed = owed + _sum(loan.owed, loan.principal, loan.prepaid, loan.accrued)
    return owed > HALF_CENT


def annuity_share(rate: FloatOrArray, payments: int) -> FloatOrArray:
    """Return the principal in a level payment, as a share of what is outstanding.

    Parameters
    ----------
    rate : float or array
        Interest of one payment period, as a fraction.
    payments : int
        Remaining payments, this one included.

    Returns
    -------
    float or array
        rate / ((1 + rate)^n - 1), and 1/n where the rate is zero: the ordinary annuity's payment
        less the interest in it.

    Examples
    --------
    >>> annuity_share(0.0, 4)
    0.25
    >>> round(annuity_share(0.01, 23), 6)
    0.038886
    """
    some = where(rate == 0.0, 1.0, rate)
    return where(rate == 0.0, 1.0 / payments, some / expm1(log1p(some) * payments))


def barrels_for(
    value_usd: FloatOrArray,
    price_usd_bbl: FloatOrArray,
    min_bbl: FloatOrArray,
    max_bbl: FloatOrArray | None,
) -> FloatOrArray:
    """Return the barrels that a value takes at a price, within bounds [bbl].

    The rule of 2010 for the second heavy fund, 107 kb/d above 60 USD/bbl and up to 153 below 42
    (PDVSA, report on 2010), is nearly a constant value: 107 x 60 = 6,420 and 153 x 42 = 6,426
    thousand dollars a day. Between the two prices the value is taken as constant: an inference.

    Examples
    --------
    >>> barrels_for(6420.0, 50.0, 107.0, 153.0)
    128.4
    >>> barrels_for(6420.0, 30.0, 107.0, 153.0)
    153.0
    """
    wanted = maximum(value_usd / maximum(price_usd_bbl, _SMALLEST_USD_BBL), min_bbl)
    return wanted if max_bbl is None else minimum(wanted, max_bbl)


def more_barrels(fall: FloatOrArray) -> FloatOrArray:
    """Return the share of barrels to add for the same value after a fall of the price.

    Parameters
    ----------
    fall : float or array
        The fall as a fraction of the price before.

    Returns
    -------
    float or array
        fall / (1 - fall), as a fraction of the barrels before.

    Examples
    --------
    >>> round(more_barrels(0.21), 4)
    0.2658
    """
    return fall / (1.0 - fall)


class _State:
    """Balances of one loan between two periods."""

    def __init__(self, terms: LoanTerms) -> None:
        self.terms = terms
        self.principal: FloatOrArray = 0.0
        self.accrued: FloatOrArray | None = None  # not due yet
        self.overdue: FloatOrArray = 0.0

    def accrue(self, period: int) -> _Due:
        """Return the amount due after disbursement, write-down and interest of the period."""
        terms = self.terms
        before = self.principal, self.accrued, self.overdue
        written_off, drawn = self._forgive(terms.kept[period]), terms.drawn[period]
        if drawn is not None:
            self.principal = self.principal + drawn
        on_principal = self.principal * terms.growth[period]
        on_overdue = self.overdue * terms.penalty[period]
        self.accrued = on_principal if self.accrued is None else self.accrued + on_principal
        due, fee = self._fall_due(period), terms.fee[period]
        if fee is not None:
            due = fee if due is None else due + fee
        owed = _sum(self.overdue + on_overdue, due)
        return _Due(before, drawn, on_principal, on_overdue, fee, written_off, due, owed)

    def _forgive(self, kept: FloatOrArray | None) -> FloatOrArray | None:
        if kept is None:
            return None
        before = _sum(self.principal, self.accrued, self.overdue)
        self.principal, self.overdue = self.principal * kept, self.overdue * kept
        if self.accrued is not None:
            self.accrued = self.accrued * kept
        return before - _sum(self.principal, self.accrued, self.overdue)

    def _fall_due(self, period: int) -> FloatOrArray | None:
        """Return the amount due without fees; accrued interest falls due or is capitalised."""
        share, due = self.terms.share[period], None
        if share is not None:
            due = self.principal * share
            self.principal = self.principal - due
        if self.accrued is not None and self.terms.pays[period]:
            due = self.accrued if due is None else due + self.accrued
            self.accrued = None
        elif self.accrued is not None and self.terms.capitalises[period]:
            self.principal = self.principal + self.accrued
            self.accrued = None
        return due

    def row(self, due: _Due, served: FloatOrArray, prepaid: FloatOrArray | None) -> LoanRow:
        """Return the period's row after payment."""
        return LoanRow(*due, served, prepaid, self.principal, self.accrued, self.overdue)


class _Due(NamedTuple):
    before: tuple[FloatOrArray, FloatOrArray | None, FloatOrArray]
    drawn: FloatOrArray | None
    on_principal: FloatOrArray
    on_overdue: FloatOrArray
    fee: FloatOrArray | None
    written_off: FloatOrArray | None
    due: FloatOrArray | None
    owed: FloatOrArray


class _NextService(NamedTuple):
    """Shares of principal and of accrued interest that the next service takes."""

    of_principal: FloatOrArray
    of_accrued: float
    fixed: FloatOrArray  # fees, and the share of disbursements until then [USD]


def _next_services(terms: LoanTerms) -> list[_NextService]:
    """Return, for the end of each period, the next service due if all is paid.

    Rates are known when a period begins, as they are set in advance.
    """
    services = [_NextService(0.0, 0.0, 0.0)]
    share: FloatOrArray = 0.0
    growth: FloatOrArray = 0.0
    fee: FloatOrArray = 0.0
    accrues = 0.0
    for period in reversed(range(len(terms.growth))):
        if terms.pays[period] or terms.capitalises[period]:
            due = terms.share[period]
            share, growth = 0.0 if due is None else due, 0.0
            accrues, fee = float(terms.pays[period]), 0.0
        growth = growth + terms.growth[period] * accrues
        charged = terms.fee[period]
        fee = fee if charged is None else fee + charged
        drawn = terms.drawn[period]
        fixed = fee if drawn is None else fee + drawn * (share + growth)
        services.append(_NextService(share + growth, accrues, fixed))
    return services[-2::-1]


def balances(loans: Sequence[LoanTerms], oil: OilTerms | None) -> Iterator[Row]:
    """Yield the rows of a debt repaid in oil, period by period.

    Parameters
    ----------
    loans : sequence of LoanTerms
        In order of payment: proceeds serve the first, then the next.
    oil : OilTerms or None
        Terms of the oil that serves them; None where all service is paid in cash when due.

    Yields
    ------
    Row
        Amounts [USD] and barrels [bbl] of one period. In each, opening + drawn + interest + fee
        - written off - paid = closing for every loan, and account before + value + cash
        = paid + surplus + account after.
    """
    states = [_State(terms) for terms in loans]
    stream = _InCash() if oil is None else _Stream(oil, loans)
    for period in range(len(loans[0].growth)):
        due = [state.accrue(period) for state in states]
        yield stream.settle(period, states, due)


class _InCash:
    """Settlement in cash: the borrower pays all service when due."""

    def settle(self, period: int, states: list[_State], due: list[_Due]) -> Row:
        del period
        rows = [state.row(each, each.owed, None) for state, each in zip(states, due, strict=True)]
        cash = _sum(*(each.owed for each in due))
        return Row(tuple(rows), 0.0, 0.0, None, cash, 0.0, None, None, None, taken=True)


class _Stream:
    """Settlement in oil: deliveries, the collection account, and the amount held for the seller."""

    def __init__(self, terms: OilTerms, loans: Sequence[LoanTerms]) -> None:
        self.terms = terms
        self.account = terms.opening
        self.held: FloatOrArray | None = None if terms.held is None else 0.0
        keeps = any(reserve is not None for reserve in terms.reserve)
        self.next = [_next_services(loan) for loan in loans] if keeps else None
        self.calls = terms.callable is not None or terms.cash is not None
        # With an account or calls, later amounts depend on deliveries stopping with the debt, so
        # they are masked at once; without, only the column of barrels does, which masks itself.
        self.takes = self.calls or terms.opening is not None or terms.held is not None

    def settle(self, period: int, states: list[_State], due: list[_Due]) -> Row:
        """Deliver, pay the loans in order, retain the required balance and release the surplus."""
        barrels, price = self.terms.barrels[period], self.terms.credited[period]
        required = self._required(period, states)
        if self.takes:
            indebted = _owing(states, due)
            barrels = where(indebted, barrels, 0.0)
        value = barrels * price
        have = value if self.account is None else self.account + value
        cash: FloatOrArray | None = None
        if self.calls:
            need = _sum(*(each.owed for each in due), required)
            barrels, value, have, cash = self._call(
                period, indebted, need, price, (barrels, value, have)
            )
        served, have = _in_order([each.owed for each in due], have)
        for state, claim, paid in zip(states, due, served, strict=True):
            state.overdue = claim.owed - paid
        over = have
        if self.account is not None:
            # The balance is exactly the required one: rounding falls on the surplus.
            self.account = 0.0 if required is None else minimum(have, required)
            over = have - self.account
        prepaid = self._sweep(states, over)
        excess, released = self._hold(period, barrels)
        each = zip(states, due, served, prepaid, strict=True)
        rows = tuple(state.row(claim, paid, more) for state, claim, paid, more in each)
        return Row(
            *(rows, barrels, value, excess, cash, over),
            *(self.account, self.held, released),
            taken=self.takes,
        )

    def _required(self, period: int, states: list[_State]) -> FloatOrArray | None:
        """Return the required balance for the next service."""
        reserve = self.terms.reserve[period]
        if reserve is None or self.next is None:
            return None
        needs = []
        for state, ahead in zip(states, self.next, strict=True):
            takes = ahead[period]
            need = state.principal * takes.of_principal + takes.fixed
            if state.accrued is not None:
                need = need + state.accrued * takes.of_accrued
            needs.append(need)
        return reserve * _sum(*needs)

    def _call(
        self,
        period: int,
        indebted: Any,
        need: FloatOrArray,
        price: FloatOrArray,
        proceeds: tuple[FloatOrArray, FloatOrArray, FloatOrArray],
    ) -> tuple[FloatOrArray, FloatOrArray, FloatOrArray, FloatOrArray | None]:
        """Call more barrels, then cash, to cover a shortfall."""
        barrels, value, have = proceeds
        short = maximum(need - have, 0.0)
        cash: FloatOrArray | None = None
        if self.terms.callable is not None:
            room = maximum(self.terms.callable[period] - barrels, 0.0)
            more = minimum(room, short / maximum(price, _SMALLEST_USD_BBL))
            more = where(indebted, more, 0.0)
            extra = more * price
            barrels, value, have = barrels + more, value + extra, have + extra
            short = maximum(short - extra, 0.0)
        if self.terms.cash is not None:
            cash = minimum(short, self.terms.cash[period])
            have = have + cash
        return barrels, value, have, cash

    def _sweep(self, states: list[_State], over: FloatOrArray) -> Sequence[FloatOrArray | None]:
        """Return the part of a surplus that prepays each loan's principal."""
        if not self.terms.sweeps:
            return [None] * len(states)
        part = over if self.terms.sweep is None else over * self.terms.sweep
        prepaid: list[FloatOrArray] = []
        for state in states:
            part = part - prepaid[-1] if prepaid else part
            prepaid.append(minimum(state.principal, part))
            state.principal = state.principal - prepaid[-1]
        return prepaid

    def _hold(
        self, period: int, barrels: FloatOrArray
    ) -> tuple[FloatOrArray | None, FloatOrArray | None]:
        """Return a barrel's value above its credit, and the amount released of the one held."""
        if self.terms.held is None or self.held is None:
            return None, None
        excess = self.terms.held[period]
        full = self.held + barrels * excess
        if self.terms.released[period]:
            self.held = 0.0
            return excess, full
        self.held = full
        return excess, 0.0


def _owing(states: list[_State], due: list[_Due]) -> Any:
    """Return where any debt is outstanding, due or not."""
    both = zip(states, due, strict=True)
    return (
        _sum(*(_sum(each.owed, state.principal, state.accrued) for state, each in both)) > HALF_CENT
    )


def _in_order(
    owed: Sequence[FloatOrArray], have: FloatOrArray
) -> tuple[list[FloatOrArray], FloatOrArray]:
    """Return the payment of each claim in order, and the residual."""
    served = []
    for claim in owed:
        paid = minimum(claim, have)
        have = have - paid
        served.append(paid)
    return served, have
