"""A loan that oil repays over 180 months and 100,000 price paths, against time-first NumPy.

Both sides hold a fixed volume against equal principal with interest on arrears, prepay what is left
over, and answer with the balance of every month and path. The library starts from a quantity of
prices, looks for a price below zero, and checks the balances in the timed call; the hand-written
side starts from a plain array and checks nothing. The second race has a collection account with a
reserve of 1.3, a call for more barrels, and cash.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks.racing import Goal, clocked, megabytes, peak, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

MONTHS = 180
PATHS = 100_000
PAIRS = 7
PRINCIPAL, RATE, VOLUME = 10e9, 0.06, 120e3
MONTH = 365.0 / 12.0
LOAN = oe.Loan(oe.Q(PRINCIPAL, "USD"), "15 year", rate=oe.Q(RATE, "1/year"), frequency="monthly")
PLAIN = oe.OilRepayment(volume=oe.Q(VOLUME, "bbl/day"), sweep="100 %")
RESERVE, CALL, CASH = 1.3, 300e3, 1e9
COLLECTED = PLAIN.evolve(
    account=oe.CollectionAccount(RESERVE),
    call_limit=oe.Q(CALL, "bbl/day"),
    cash=oe.Q(CASH, "USD/year"),
    sweep="0 %",
)


def by_hand(prices: Any) -> Any:
    """Return the balances of the plain contract."""
    closing = np.empty_like(prices)
    principal, overdue = np.full(prices.shape[1], PRINCIPAL), np.zeros(prices.shape[1])
    for month in range(MONTHS):
        interest, late = principal * (RATE / 12.0), overdue * (RATE / 12.0)
        instalment = principal * (1.0 / (MONTHS - month))
        principal = principal - instalment
        owed = overdue + late + (instalment + interest)
        barrels = np.where(owed + principal > 0.0, VOLUME * MONTH, 0.0)
        have = barrels * prices[month]
        paid = np.minimum(owed, have)
        overdue = owed - paid
        principal = principal - np.minimum(principal, have - paid)
        closing[month] = principal + overdue
    return closing


def collected_by_hand(prices: Any) -> Any:
    """Return the balances of the contract with a collection account."""
    closing = np.empty_like(prices)
    principal, overdue = np.full(prices.shape[1], PRINCIPAL), np.zeros(prices.shape[1])
    account = np.zeros(prices.shape[1])
    for month in range(MONTHS):
        interest, late = principal * (RATE / 12.0), overdue * (RATE / 12.0)
        left = MONTHS - month
        instalment = principal * (1.0 / left)
        principal = principal - instalment
        owed = overdue + late + (instalment + interest)
        ahead = 1.0 / (left - 1) + RATE / 12.0 if left > 1 else 0.0
        required = RESERVE * (principal * ahead)
        indebted = owed + principal > 0.0
        barrels = np.where(indebted, VOLUME * MONTH, 0.0)
        have = account + barrels * prices[month]
        short = np.maximum(owed + required - have, 0.0)
        room = np.maximum(CALL * MONTH - barrels, 0.0)
        more = np.minimum(room, short / np.maximum(prices[month], 1e-9))
        extra = np.where(indebted, more, 0.0) * prices[month]
        cash = np.minimum(np.maximum(short - extra, 0.0), CASH * MONTH / 365.0)
        have = have + extra + cash
        paid = np.minimum(owed, have)
        overdue, have = owed - paid, have - paid
        account = have - np.maximum(have - required, 0.0)
        closing[month] = principal + overdue
    return closing


def rows() -> Iterator[Row]:
    """Yield the races, after both sides have given the same figures.

    Raises
    ------
    AssertionError
        If they have not, to 1e-9 of the principal.
    """
    steps = np.random.default_rng(1).normal(0.0, 0.08, (MONTHS, PATHS))
    prices = oe.Q(np.minimum(60.0 * np.exp(np.cumsum(steps, axis=0)), 900.0), "USD/bbl")
    plain: Any = prices.magnitude
    contracts = (
        ("180 months x 100,000 paths", PLAIN, by_hand),
        ("the same with a collection account", COLLECTED, collected_by_hand),
    )
    for name, repayment, hand in contracts:

        def ours(repayment: oe.OilRepayment = repayment) -> Any:
            return oe.repay(LOAN, repayment, price=prices)["closing"].magnitude

        def other(hand: Any = hand) -> Any:
            return hand(plain)

        np.testing.assert_allclose(ours(), other(), atol=1e-9 * PRINCIPAL)
        yield race(clocked(ours), clocked(other), PAIRS).row(name, Goal(1.2))
        yield megabytes(f"{name}: memory", peak(ours), peak(other), Goal(1.2))

    def outcome() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", oe.UndefinedWarning)
            return oe.repay(LOAN, PLAIN, price=prices).payoff().share

    yield megabytes("when it is paid off: memory", peak(outcome), plain.nbytes)
