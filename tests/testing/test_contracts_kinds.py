"""Loans and repayments that the kit draws: every kind of each is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from oilecon import testing
from tests.searches import drawn, smallest

if TYPE_CHECKING:
    from collections.abc import Callable


LOANS: dict[str, Callable[[oe.Loan], object]] = {
    "floating": lambda loan: loan.spread,
    "a base each period": lambda loan: (loan.values["base"] or ())[1:],
    "graced on all": lambda loan: loan.grace.magnitude and loan.grace_on == "all",
    "drawn in parts": lambda loan: (loan.values["disbursements"] or ())[1:],
    "charged": lambda loan: loan.commitment_fee and loan.management_fee,
    "counted by days": lambda loan: loan.start and loan.day_count == "ACT/360",
    "own": lambda loan: loan.profile == "own",
    "a bullet": lambda loan: loan.profile == "bullet",
    "monthly": lambda loan: loan.frequency == "monthly",
    "rested": lambda loan: "holiday" in loan.amendments,
    "lengthened": lambda loan: "re_profile" in loan.amendments,
    "written down": lambda loan: "write_down" in loan.amendments,
}
REPAYMENTS: dict[str, Callable[[oe.OilRepayment], object]] = {
    "by value": lambda oil: oil.values["value"] is not None,
    "little comes": lambda oil: (oil.values["volume"] or 1e9) < 50_000.0,
    "held": lambda oil: oil.values["reference_price"] is not None and oil.hold.magnitude,
    "called": lambda oil: oil.values["call_limit"] is not None and oil.cash.magnitude,
    "collected": lambda oil: oil.account is not None and oil.account.opening.magnitude,
    "swept": lambda oil: oil.values["sweep"] == 1.0,
    "not swept": lambda oil: oil.values["sweep"] == 0.0,
    "sweep not said": lambda oil: oil.values["sweep"] is None and oil.account is not None,
}


@pytest.mark.parametrize("kind", LOANS)
def test_every_kind_of_loan_is_drawn(kind: str) -> None:
    assert LOANS[kind](drawn(testing.loans(), lambda loan: bool(LOANS[kind](loan))))


@pytest.mark.parametrize("kind", ["own", "floating"])
def test_a_kind_of_loan_shrinks_to_the_middle_one_of_those_shipped(kind: str) -> None:
    found = smallest(testing.loans(), lambda loan: bool(LOANS[kind](loan)))
    assert found.principal == oe.Q("4000 MUSD")


@pytest.mark.parametrize("first", [0, 100])
@pytest.mark.parametrize("kind", REPAYMENTS)
def test_every_kind_of_repayment_is_drawn(kind: str, first: int) -> None:
    drawn(testing.oil_repayments(), lambda oil: bool(REPAYMENTS[kind](oil)), first)
