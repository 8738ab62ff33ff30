"""Contracts: loans in their order of payment, and the oil of a route that serves them."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.inputs import LoanContract
from tests.samples import PROGRAMME, refusal

FUND = PROGRAMME.contracts["fund"]


def test_a_contract_comes_back_from_its_plain_form_and_its_code() -> None:
    dated = FUND.evolve(
        since="2026-02-01", until="2026-05-31", deliveries="after cash sales", repayment=None
    )
    for contract in (FUND, dated):
        assert LoanContract.from_dict(contract.to_dict()) == contract
        public = vars(oe) | {name: getattr(oe, name) for name in oe.__all__}
        assert eval(repr(contract), public) == contract  # noqa: S307  our own text


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"loans": {}}, "LoanContract.loans: expected at least 1 Loan, got 0"),
    (
        {"route": ""},
        "LoanContract.route: the name of a route is required; write route='asia'",
    ),
    (
        {"since": "2026-03-01", "until": "2026-02-01"},
        "LoanContract.until: expected 2026-03-01, the first day, or later, got 2026-02-01",
    ),
    (
        {"deliveries": "never"},
        (
            "LoanContract.deliveries: expected one of 'before cash sales', 'after cash sales', got "
            "'never'"
        ),
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), FAULTS)
def test_a_faulty_contract_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(lambda: FUND.evolve(**changes)) == sentence


def test_loans_are_served_in_their_order() -> None:
    """The first is paid first, so that the order of a file counts."""
    loan = FUND.loans["bank"]
    two = FUND.evolve(loans={"bank": loan, "arrears": loan})
    other = FUND.evolve(loans={"arrears": loan, "bank": loan})
    assert two != other
    assert list(LoanContract.from_dict(other.to_dict()).loans) == ["arrears", "bank"]
