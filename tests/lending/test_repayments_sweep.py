"""Surplus after service of a repayment whose `sweep` is not given."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import oilecon as oe
from oilecon import testing
from oilecon.errors import AssumptionWarning, InputError, UndefinedWarning

CDB = oe.Loan.shipped("CDB 2012 equipment")
UNSAID = oe.OilRepayment(volume="10 kb/day")
PLAIN = oe.Loan("100 MUSD", "2 year", rate="10 %/year", frequency="annual")  # 60 and 55 MUSD due


def warned(*loans: oe.Loan, oil: oe.OilRepayment = UNSAID, **given_: Any) -> tuple[Any, list[str]]:
    """Return a ledger, asked all that it answers, and every assumption it warned of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ledger = oe.repay(list(loans), oil, **given_)
        ledger.payoff(), ledger.to_frame(), ledger["closing"], ledger.flows(), ledger.cover()
    assert all(warning.filename == __file__ for warning in caught)
    return ledger, [
        str(warning.message) for warning in caught if warning.category is AssumptionWarning
    ]


def told(ledger: Any) -> str:
    """Return what a ledger says of itself, some of whose paths may never be paid off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        return f"{ledger!r} {ledger.payoff()}"


def test_the_surplus_prepays_and_that_warns_once() -> None:
    ledger, messages = warned(CDB, price="55 USD/bbl")
    explicit = oe.repay(CDB, UNSAID.evolve(sweep="100 %"), price="55 USD/bbl")
    assert (ledger["closing"] == explicit["closing"]).all()
    left = float((explicit["value"] - explicit["service"])[0].to("USD").magnitude)
    assert messages == [
        (
            f"repay: sweep was not given: the {left:,.2f} USD left after service in period 1 "
            "prepay principal, as sweep='100 %'; write sweep='0 %' where it goes back to the seller"
        )
    ]
    assert left == pytest.approx(43.69e6, abs=5e3)
    assert issubclass(oe.AssumptionWarning, UserWarning)
    assert str(ledger.payoff()) == (
        "paid off in period 11, which ends on 2014-11-27, with 9,631,165 barrels; sweep was not "
        "given, so the surplus prepaid principal"
    )
    assert repr(ledger) == (
        "<Ledger of CDB 2012 equipment: 24 periods; sweep was not given, so the surplus prepays>"
    )
    assert "sweep" not in told(explicit)
    crossed = pickle.loads(pickle.dumps(ledger))  # noqa: S301
    assert str(crossed.payoff()) == str(ledger.payoff())


def test_it_names_the_period_and_the_path() -> None:
    enough, little = 60e6 / 365e4, 10.0  # USD/bbl; 16.44 pay the first year's service
    prices = oe.Q([[little, enough, little], [little, little, 30.0]], "USD/bbl")
    ledger, messages = warned(PLAIN, oil=UNSAID.evolve(sweep=None), price=prices)
    assert messages == []  # 109.5 MUSD pay what is due in the last year, and no principal is left
    assert "sweep" not in told(ledger)
    prices = oe.Q([[little, enough, 20.0], [little, little, little]], "USD/bbl")
    ledger, (message,) = warned(PLAIN, price=prices)
    assert "the 13,000,000.00 USD left after service in period 1 of path 2 prepay" in message
    assert told(ledger).endswith(
        "0 of 3 paths are paid off; sweep was not given, so the surplus prepaid principal"
    )
    grid = oe.Q([[[little, little], [20.0, 22.0]]], "USD/bbl")
    _, (message,) = warned(PLAIN, price=grid)
    assert "the 20,300,000.00 USD left after service in period 1 of path (1, 1) prepay" in message


def test_of_several_loans_all_that_prepays_counts() -> None:
    loan = oe.Loan("10 MUSD", "2 year", rate="0 %/year", frequency="annual")  # 5 MUSD a year each
    _, (message,) = warned(loan.evolve(name="a"), loan.evolve(name="b"), price="6 USD/bbl")
    # 21.9 MUSD less 10 of service: 5 prepay the one, 5 the other, and 1.9 go back in any case
    assert "the 10,000,000.00 USD left after service in period 1 prepay principal" in message


def test_blocks_of_paths_are_searched_to_the_last() -> None:
    prices = np.full((1, 20_000), 10.0)
    prices[0, -1] = 20.0
    with pytest.warns(AssumptionWarning, match="in period 1 of path 19999 prepay") as caught:
        oe.repay(PLAIN, UNSAID, price=oe.Q(prices, "USD/bbl"))
    assert len(caught) == 1


@pytest.mark.parametrize("sweep", ["0 %", "40 %", "100 %", oe.Q([0, 100], "%")], ids=str)
def test_nothing_is_said_where_it_was_said(sweep: Any) -> None:
    ledger, messages = warned(CDB, oil=UNSAID.evolve(sweep=sweep), price="55 USD/bbl")
    assert messages == []
    assert "sweep" not in told(ledger)


@pytest.mark.parametrize("name", ["Joint Fund B 2010", "Long-term fund 2011"])
def test_the_shipped_ones_say_it(name: str) -> None:
    oil = oe.OilRepayment.shipped(name)
    assert oil.sweep.magnitude == 0.0
    assert warned(CDB, oil=oil, price="55 USD/bbl")[1] == []


@pytest.mark.parametrize(
    ("loan", "oil", "price"),
    [
        (CDB, UNSAID, "3 USD/bbl"),  # too little
        (CDB, oe.OilRepayment(volume="0 kb/day"), "55 USD/bbl"),
        (PLAIN.evolve(tenor="1 year"), UNSAID, "90 USD/bbl"),  # all falls due at once
        (CDB, UNSAID.evolve(account=oe.CollectionAccount(100)), "9 USD/bbl"),  # all is kept
    ],
    ids=["short", "none", "one payment", "kept"],
)
def test_nothing_is_said_where_nothing_prepays(
    loan: oe.Loan, oil: oe.OilRepayment, price: str
) -> None:
    ledger, messages = warned(loan, oil=oil, price=price)
    assert messages == []
    kept, _ = warned(loan, oil=oil.evolve(sweep="0 %"), price=price)
    assert (ledger["closing"] == kept["closing"]).all()
    assert (ledger["surplus"] == kept["surplus"]).all()


def test_a_debt_beyond_the_cent_is_still_refused_by_its_columns() -> None:
    long = oe.Loan("900000 MUSD", "50 year", rate="90 %/year", frequency="annual", profile="bullet")
    ledger = oe.repay(long, UNSAID, price="1 USD/bbl")
    with pytest.raises(InputError, match="the ledger cannot balance to the cent"):
        _ = ledger["closing"]


def test_it_stays_unsaid_in_files_copies_and_texts() -> None:
    assert UNSAID.values["sweep"] is None
    assert "sweep" not in repr(UNSAID)
    assert UNSAID.evolve(volume="20 kb/day").values["sweep"] is None
    assert UNSAID.evolve(sweep="100 %").evolve(sweep=None) == UNSAID
    assert UNSAID.evolve(sweep="100 %") != UNSAID
    for oil in (UNSAID, UNSAID.evolve(sweep="100 %"), UNSAID.evolve(sweep="0 %")):
        scenario = oe.scenario("article").evolve(debt=oe.Debt(CDB, oil))
        text = scenario.to_toml()
        assert ("sweep" in text) == (oil.values["sweep"] is not None)
        back = oe.Scenario.from_toml(text)
        assert back == scenario
        assert back.debt is not None
        assert back.debt.repayment == oil
        assert eval(repr(oil), vars(oe) | {"OilRepayment": oe.OilRepayment}) == oil  # noqa: S307


@settings(max_examples=100, deadline=None)
@given(testing.loans(), testing.oil_repayments(sweep=None), testing.price_paths(8))
def test_it_is_said_if_and_only_if_it_matters(
    loan: oe.Loan, repayment: oe.OilRepayment, path: Any
) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ledger = oe.repay(loan, repayment, price=path, periods=8)
    messages = [warning for warning in caught if warning.category is AssumptionWarning]
    kept, swept = (
        oe.repay(loan, repayment.evolve(sweep=sweep), price=path, periods=8)
        for sweep in ("0 %", "100 %")
    )
    assert (ledger["closing"] == swept["closing"]).all()
    differs = np.abs((kept["closing"] - swept["closing"]).magnitude).max() > 0.01
    assert len(messages) == (1 if differs else 0)
    assert ("sweep was not given" in told(ledger)) == differs
