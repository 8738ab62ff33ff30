"""Cost of the barrels of a debt: discounts, true rates, and the loss on all barrels."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError
from oilecon.lending import (
    barrel_discount,
    cash_and_debt,
    true_rate,
)
from tests.samples import LOAN, OIL

# -- arrays ------------------------------------------------------------------------------------


def test_the_true_rate_says_which_barrels() -> None:
    with pytest.raises(
        InputError, match="true_rate: barrels: expected 'debt' or 'all', got 'some'"
    ):
        true_rate(oe.repay(LOAN, OIL), "60 USD/bbl", barrels="some")  # type: ignore[arg-type]


@pytest.mark.parametrize("barrels", [[], {}, None, oe.Q([1.0, 2.0], "bbl").magnitude])
def test_what_is_no_choice_of_barrels_is_named(barrels: Any) -> None:
    with pytest.raises(InputError) as refused:
        true_rate(oe.repay(LOAN, OIL), "60 USD/bbl", barrels=barrels)
    given = "nothing (None)" if barrels is None else str(barrels)
    assert str(refused.value) == (
        f"true_rate: barrels: expected 'debt' or 'all', got {given}; write barrels='debt'"
    )


@given(st.floats(0.35, 3.0), st.floats(0.0, 10.0), st.booleans(), st.sampled_from(["0 %", "50 %"]))
def test_the_loss_on_all_barrels_is_never_less_than_on_debt_barrels(
    volume: float,
    more: float,
    account: Any,
    sweep: str,
) -> None:
    own = oe.CollectionAccount(1.3) if account else None
    oil = oe.OilRepayment(volume=oe.Q(volume, "kb/day"), sweep=sweep, account=own)
    loan = oe.Loan("10 MUSD", "2 year", rate="6 %/year")
    ledger = oe.repay(loan, oil, price="50 USD/bbl")
    elsewhere = oe.Q(50.0 + more, "USD/bbl")
    debt, whole = (true_rate(ledger, elsewhere, barrels=name).magnitude for name in ("debt", "all"))
    assert debt <= whole + 1e-9
    if not more:
        assert debt == pytest.approx(whole, abs=1e-9)
    if not account:  # each dollar of service costs the same, however many barrels pass through
        expected = oe.schedule(loan).flows()
        grown = oe.Q(expected.paid.magnitude * (1.0 + more / 50.0), "USD") - expected.lent
        if sweep == "0 %":
            rate = oe.irr(grown, oe.Q(expected.years, "year")).magnitude
            assert debt == pytest.approx(rate, abs=1e-7)


# -- single contracts --------------------------------------------------------------------------


def test_the_discount_against_another_route_of_a_scenario() -> None:
    s = oe.scenario("article-sanctioned")
    gulf, asia = oe.evaluate(s, "gulf"), oe.evaluate(s, "asia")
    ledger = oe.repay(LOAN, OIL, price=asia.price)
    result = barrel_discount(ledger, gulf, cost=asia)
    assert float(result.discount.magnitude) == pytest.approx(
        float((gulf.netback - asia.netback).magnitude)
    )
    assert true_rate(ledger, gulf, cost=asia) > oe.irr(ledger)


def test_cash_and_debt_barrels_make_up_the_stream() -> None:
    oil = oe.OilRepayment(volume="20 kb/day", price="50 USD/bbl", sweep="0 %")
    loan = oe.Loan("100 MUSD", "1 year", rate="10 %/year", frequency="annual")
    ledger = oe.repay(loan, oil)
    split = cash_and_debt(ledger, "60 kb/day", "40 USD/bbl", cost="10 USD/bbl")
    debt = 110e6 / 50 / 365 / 1000
    assert split.debt.magnitude == pytest.approx([debt])
    assert (split.debt + split.cash).magnitude == pytest.approx([60.0])
    assert split.cash_netback.magnitude == pytest.approx([((60 - debt) * 40 - debt * 10) / 60])
    assert list(split.to_frame().columns) == [
        "debt [kb/d]",
        "cash [kb/d]",
        "debt share [%]",
        "cash netback [USD/bbl]",
    ]
