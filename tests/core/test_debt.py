"""Ledgers of a few periods, kept by hand: small loans, and barrels at a dollar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oilecon.core.debt import HALF_CENT, LoanTerms, OilTerms, Row, balances


def loan(periods: int, **given: Any) -> LoanTerms:
    """Return a loan of 100 USD drawn at once, without interest, of which nothing ever falls due."""
    nothing = [None] * periods
    terms: dict[str, Any] = {
        "drawn": [100.0, *nothing[1:]],
        "growth": [0.0] * periods,
        "penalty": [0.0] * periods,
        "share": nothing,
        "pays": [False] * periods,
        "capitalises": [False] * periods,
        "fee": nothing,
        "kept": nothing,
    }
    return LoanTerms(**(terms | given))


def oil(*barrels: Any, **given: Any) -> OilTerms:
    """Return barrels at a dollar that nothing is kept of."""
    terms: dict[str, Any] = {
        "barrels": barrels,
        "credited": [1.0] * len(barrels),
        "held": None,
        "released": [False] * len(barrels),
        "callable": None,
        "cash": None,
        "reserve": [None] * len(barrels),
        "opening": None,
        "sweeps": False,
        "sweep": None,
    }
    return OilTerms(**(terms | given))


def ledger(terms: OilTerms | None, *loans: LoanTerms) -> list[Row]:
    return list(balances(loans, terms))


def flow(row: Row) -> tuple[Any, Any, Any]:
    """Return the barrels, what they count, and what goes back."""
    return row.barrels, row.value, row.surplus


BOTH = pytest.mark.parametrize("opening", [None, 0.0], ids=["no account", "account"])
"""What a period's barrels do is the same where they pass through an account that keeps nothing."""


# -- barrels while anything is owed ------------------------------------------------------------


@BOTH
def test_barrels_come_until_the_principal_is_paid_and_then_none(opening: float | None) -> None:
    bullet = loan(3, share=[None, 1.0, None])
    first, second, third = ledger(oil(30.0, 120.0, 30.0, opening=opening), bullet)
    assert flow(first) == (30.0, 30.0, 30.0)  # nothing is due yet
    assert flow(second) == (120.0, 120.0, 20.0)
    assert flow(third) == (0.0, 0.0, 0.0)
    assert [row.loans[0].closing for row in (first, second, third)] == [100.0, 0.0, 0.0]


@BOTH
def test_barrels_whose_surplus_prepays_the_last_of_a_loan_were_delivered(
    opening: float | None,
) -> None:
    first, second = ledger(oil(130.0, 130.0, opening=opening, sweeps=True), loan(2))
    assert first.loans[0].prepaid == 100.0
    assert flow(first) == (130.0, 130.0, 30.0)
    assert flow(second) == (0.0, 0.0, 0.0)


@BOTH
def test_barrels_come_while_nothing_but_interest_is_owed(opening: float | None) -> None:
    """Principal is repaid in the first period, the interest on it in the third."""
    terms = loan(
        4,
        growth=[0.1, 0.0, 0.0, 0.0],
        share=[1.0, None, None, None],
        pays=[False, False, True, False],
    )
    rows = ledger(oil(100.0, 5.0, 15.0, 5.0, opening=opening), terms)
    assert [row.barrels for row in rows] == [100.0, 5.0, 15.0, 0.0]
    assert [row.surplus for row in rows] == [0.0, 5.0, 5.0, 0.0]
    assert [row.loans[0].closing for row in rows] == [10.0, 10.0, 0.0, 0.0]


@BOTH
def test_half_a_cent_is_no_debt_to_deliver_for_and_more_is(opening: float | None) -> None:
    for owed, barrels in ((HALF_CENT, 0.0), (1.01 * HALF_CENT, 7.0)):
        (row,) = ledger(oil(7.0, opening=opening), loan(1, drawn=[owed]))
        assert flow(row) == (barrels, barrels, barrels)


def test_what_is_in_the_account_goes_back_when_nothing_is_owed() -> None:
    first, second = ledger(
        oil(120.0, 10.0, opening=50.0, reserve=[0.5, None]), loan(2, share=[1, 0])
    )
    assert flow(first) == (120.0, 120.0, 70.0)
    assert (first.account, second.account) == (0.0, 0.0)
    assert flow(second) == (0.0, 0.0, 0.0)
    (left,) = ledger(oil(10.0, opening=50.0), loan(1, drawn=[None]))
    assert flow(left) == (0.0, 0.0, 50.0)


def test_where_nothing_is_kept_or_called_barrels_are_not_looked_at_until_asked_for() -> None:
    barrels = np.array([10.0, 20.0])
    (plain,) = ledger(oil(barrels), loan(1, drawn=[0.0]))
    assert plain.offered is barrels
    assert plain.barrels == 0.0
    for kept in ({"opening": 0.0}, {"held": [1.0]}, {"callable": [0.0]}, {"cash": [0.0]}):
        (row,) = ledger(oil(barrels, **kept), loan(1, drawn=[0.0]))
        assert row.offered == 0.0


def test_what_a_contract_does_not_have_is_none() -> None:
    (row,) = ledger(oil(10.0), loan(1))
    assert (row.account, row.held, row.released, row.cash, row.excess) == (None,) * 5
    assert row.beyond == 0.0


# -- what is due, in which order ---------------------------------------------------------------


def test_a_debt_in_cash_is_served_on_its_day_by_the_borrower() -> None:
    """100 at 10 %, half repaid each time, and a fee of 3 at first: 50 + 10 + 3, then 50 + 5."""
    terms = loan(2, growth=[0.1, 0.1], share=[0.5, 1.0], pays=[True, True], fee=[3.0, None])
    other = loan(2, share=[None, 1.0])
    rows = ledger(None, terms, other)
    assert [row.cash for row in rows] == [63.0, 155.0]
    assert [[one.paid for one in row.loans] for row in rows] == [[63.0, 0.0], [55.0, 100.0]]
    assert [flow(row) for row in rows] == [(0.0, 0.0, 0.0)] * 2
    assert [row.loans[0].closing for row in rows] == [50.0, 0.0]
    assert (rows[0].account, rows[0].held, rows[0].released) == (None, None, None)


def test_arrears_of_the_first_loan_with_their_interest_come_before_the_second_loan() -> None:
    """60 of the 100 that fall due are paid; the 40 grow to 44, and 11 are left for the second."""
    first = loan(2, share=[1.0, None], penalty=[0.1, 0.1])
    second = loan(2, share=[None, 1.0])
    rows = ledger(oil(60.0, 55.0), first, second)
    assert [[one.served for one in row.loans] for row in rows] == [[60.0, 0.0], [44.0, 11.0]]
    assert [[one.overdue for one in row.loans] for row in rows] == [[40.0, 0.0], [0.0, 89.0]]
    assert rows[1].loans[0].owed == pytest.approx(44.0)


def test_a_write_down_halves_principal_arrears_and_the_interest_not_due_yet() -> None:
    """20 of 100 fall due and stay unpaid, 10 accrue; half of 80 + 20 + 10 is written off."""
    terms = loan(2, growth=[0.125, 0.0], share=[0.2, None], pays=[False, True], kept=[None, 0.5])
    rows = ledger(oil(0.0, 0.0), terms)
    assert rows[0].loans[0][-3:] == (80.0, 12.5, 20.0)
    assert rows[1].loans[0].written_off == 56.25
    assert rows[1].loans[0].due == 6.25
    assert rows[1].loans[0].closing == 56.25


def test_a_part_of_the_surplus_prepays() -> None:
    (row,) = ledger(oil(80.0, sweeps=True, sweep=0.25), loan(1, share=[0.4]))
    assert row.loans[0].prepaid == 10.0  # a quarter of 80 - 40
    assert (row.surplus, row.loans[0].closing) == (30.0, 50.0)


# -- what the account must hold ----------------------------------------------------------------


def test_nothing_is_kept_for_a_service_that_never_comes() -> None:
    """After the last payment day neither principal nor interest falls due within the ledger."""
    terms = loan(2, growth=[0.1, 0.1], pays=[True, False])
    rows = ledger(oil(500.0, 500.0, opening=0.0, reserve=[1.0, 1.0]), terms)
    assert [row.account for row in rows] == [0.0, 0.0]
    assert [row.surplus for row in rows] == [490.0, 500.0]
    assert rows[1].loans[0].closing == pytest.approx(110.0)


def test_the_account_holds_a_multiple_of_the_next_service() -> None:
    """Next fall due half of 100, interest of 10 on it, the 10 of now, and a fee of 2."""
    terms = loan(2, growth=[0.1, 0.1], share=[None, 0.5], pays=[False, True], fee=[None, 2.0])
    rows = ledger(oil(500.0, 0.0, opening=0.0, reserve=[1.5, None]), terms)
    assert rows[0].account == pytest.approx(1.5 * 72.0)
    assert rows[1].loans[0].served == pytest.approx(72.0)
    assert rows[1].surplus == pytest.approx(0.5 * 72.0)


# -- calls for more ----------------------------------------------------------------------------


def test_more_barrels_come_for_what_lacks_and_cash_for_what_they_lack() -> None:
    """A service of 40 that 15 barrels meet in part."""
    service = loan(1, share=[0.4])
    for room, more, cash, overdue in (
        (100.0, 25.0, 0.0, 0.0),
        (35.0, 20.0, 5.0, 0.0),
        (20.0, 5.0, 9.0, 11.0),
        (10.0, 0.0, 9.0, 16.0),  # more are delivered already
    ):
        (row,) = ledger(oil(15.0, callable=[room], cash=[9.0]), service)
        assert (row.barrels, row.cash) == (15.0 + more, cash)
        assert (row.surplus, row.loans[0].overdue) == (0.0, overdue)


def test_nothing_is_called_where_proceeds_are_enough() -> None:
    (row,) = ledger(oil(40.0, callable=[100.0], cash=[9.0]), loan(1, share=[0.4]))
    assert (row.barrels, row.cash, row.surplus) == (40.0, 0.0, 0.0)


def test_barrels_are_called_for_what_the_account_must_hold() -> None:
    terms = loan(2, share=[0.4, 0.5], pays=[True, True])  # 40 now, 30 next
    rows = ledger(oil(15.0, 0.0, callable=[100.0, 0.0], opening=5.0, reserve=[1.0, None]), terms)
    assert rows[0].barrels == 65.0  # 40 + 30 - 5
    assert [row.account for row in rows] == [30.0, 0.0]
    assert rows[1].loans[0].served == 30.0


def test_no_barrels_are_called_for_a_loan_that_is_not_drawn_yet() -> None:
    terms = loan(2, drawn=[None, 100.0], share=[None, 1.0], pays=[True, True])
    rows = ledger(oil(0.0, 0.0, callable=[80.0, 80.0], opening=0.0, reserve=[1.0, None]), terms)
    assert [row.barrels for row in rows] == [0.0, 80.0]


# -- what is held for the seller ---------------------------------------------------------------


def test_what_barrels_are_worth_beyond_their_credit_is_held_and_given_back_each_time() -> None:
    terms = oil(10.0, 20.0, 30.0, held=[2.0, 2.0, 1.0], released=[False, True, True])
    rows = ledger(terms, loan(3))
    assert [row.beyond for row in rows] == [20.0, 40.0, 30.0]
    assert [row.released for row in rows] == [0.0, 60.0, 30.0]
    assert [row.held for row in rows] == [20.0, 0.0, 0.0]
