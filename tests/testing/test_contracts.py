"""Loans and repayments that the kit draws: what they keep to, and what goes with what is given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import oilecon as oe
from oilecon import testing
from tests.searches import smallest

few = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)


# -- what is drawn -----------------------------------------------------------------------------


@few
@pytest.mark.filterwarnings("ignore::oilecon.AssumptionWarning")  # at times sweep is not said
@given(testing.loans(), testing.oil_repayments(), testing.price_paths(24))
def test_what_is_drawn_is_owed_and_repaid(
    loan: oe.Loan, repayment: oe.OilRepayment, path: Any
) -> None:
    owed = oe.schedule(loan).columns("closing", "paid")
    assert abs(owed["closing"].magnitude[-1]) < 0.01
    ledger = oe.repay(loan, repayment, price=path, periods=24)
    assert ledger["closing"].magnitude.shape == (24,)
    adds, takes = ("drawn", "interest", "fees"), ("paid", "written_off")
    testing.balanced(ledger.columns("opening", *adds, *takes, "closing"), adds=adds, takes=takes)


@few
@given(testing.loans())
def test_a_loan_keeps_to_what_the_shipped_ones_span(loan: oe.Loan) -> None:
    assert 495e6 <= loan.principal.magnitude <= 15e9
    assert 24 <= loan.tenor_months <= 144
    assert 0 <= loan.grace_months <= 30
    rate, spread = loan.values["rate"], loan.values["spread"]
    assert 0.06 <= rate <= 0.0725 if spread is None else 0.045 <= spread <= 0.0625
    assert loan.management_fee.magnitude <= 0.013


def test_a_loan_s_other_terms_go_with_what_is_given() -> None:
    short = testing.loans(tenor="7 months", rate=("0 %/year", "20 %/year"), principal="100 USD")
    assert smallest(short, lambda _: True) == oe.Loan(
        "100 USD", "7 months", rate="0 %/year", frequency="monthly"
    )
    longest = testing.loans(tenor=("1 year", "20 year"), grace=("0 months", "18 year"))
    graced = smallest(longest, lambda loan: loan.grace > oe.Q("10 year"))
    assert graced.grace < graced.tenor

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(longest)
    def whole(loan: oe.Loan) -> None:
        assert loan.grace < loan.tenor

    whole()
    parts = oe.Q([40, 60], "MUSD")
    own = testing.loans(principal="100 MUSD", tenor="6 months", grace="0 months", amounts=parts)
    assert smallest(own, lambda _: True).values["amounts"] == (40e6, 60e6)
    based = smallest(testing.loans(base="0.5 %/year"), lambda _: True)
    assert based.values["base"] == (0.005,)
    spread = smallest(testing.loans(spread=("1 %/year", "9 %/year")), lambda _: True)
    assert spread.values["rate"] is None
    stream = smallest(testing.oil_repayments(share=("10 %", "50 %")), lambda _: True)
    assert stream == oe.OilRepayment(share="10 %")
