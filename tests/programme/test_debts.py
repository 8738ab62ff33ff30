"""The loans of a programme: the ledger is that of `repay`, one month after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from tests.samples import refusal

S = oe.scenario("article").vary({"supply.output": "600 kb/day"})
YEAR = "2026-01/2026-12"
LOAN = oe.Loan(
    "900 MUSD", "3 year", rate="7 %/year", frequency="quarterly", default_margin="2 %/year"
)
OIL = oe.OilRepayment(volume="60 kb/day", sweep="0 %")


def programme(contract: oe.LoanContract, **outlets: oe.Outlet) -> oe.Programme:
    return oe.Programme.of(
        S, YEAR, outlets=outlets or {"gulf": oe.Outlet()}, contracts={"fund": contract}
    )


def contract(oil: Any = OIL, **more: Any) -> oe.LoanContract:
    return oe.LoanContract({"first": LOAN}, oil, "asia", **more)


@pytest.mark.parametrize(
    "oil",
    [
        OIL,
        oe.OilRepayment(volume="60 kb/day", sweep="100 %"),
        oe.OilRepayment(volume="20 kb/day", sweep="0 %", call_limit="90 kb/day"),
        oe.OilRepayment(volume="20 kb/day", sweep="0 %", cash="100 MUSD/year"),
        oe.OilRepayment(
            volume="60 kb/day", sweep="0 %", reference_price="50 USD/bbl", hold="3 months"
        ),
        oe.OilRepayment(value="3 MUSD/day", sweep="0 %", differential="-4 USD/bbl"),
        oe.OilRepayment(
            volume="60 kb/day",
            sweep="0 %",
            account=oe.CollectionAccount(debt_service_reserve=1.3, opening="50 MUSD"),
        ),
    ],
)
def test_the_ledger_is_that_of_repay(oil: oe.OilRepayment) -> None:
    run = oe.run(programme(contract(oil)))
    price = run["fund.price"]
    alone = oe.repay(LOAN.evolve(start="2026-01-01"), oil, price=price, every="monthly", periods=12)
    for mine, theirs in (
        ("debt", "closing"),
        ("arrears", "arrears"),
        ("barrels", "barrels"),
        ("cash_service", "cash"),
    ):
        np.testing.assert_allclose(
            run[f"fund.{mine}"].magnitude, alone[theirs].magnitude, rtol=1e-12, atol=1e-6
        )
    paid = alone["paid"].magnitude - alone["cash"].magnitude
    np.testing.assert_allclose(run["fund.service"].magnitude, paid, atol=1e-6)


def test_contracted_oil_goes_first_and_what_is_kept_is_the_instalment() -> None:
    run = oe.run(programme(contract(), gulf=oe.Outlet()))
    assert run["fund.barrels"].to("kb").magnitude == pytest.approx(60.0 * np.array(_days()))
    released = run["fund.released"].magnitude.sum()
    earned = run["fund.earned"].magnitude.sum()
    kept = run["fund.service"].magnitude.sum() + run["fund.fund"].magnitude[-1]
    assert released == pytest.approx(earned - kept)


def _days() -> list[float]:
    return list(oe.Programme.of(S, YEAR).calendar.days)


def test_oil_delivered_after_cash_sales_is_what_is_left() -> None:
    after = contract(deliveries="after cash sales")
    run = oe.run(programme(after, gulf=oe.Outlet()))
    assert run["fund.barrels"].magnitude.tolist() == [0.0] * 12
    assert (run["fund.short"].to("kb").magnitude > 0.0).all()
    assert (np.diff(run["arrears"].magnitude)[3:] >= 0.0).all()
    some = oe.run(programme(after, gulf=oe.Outlet(capacity="400 kb/day")))
    assert (some["fund.barrels"].magnitude > 0.0).all()


def test_a_standstill_lets_arrears_grow() -> None:
    run = oe.run(programme(contract(until="2026-03-15")))
    barrels = run["fund.barrels"].magnitude
    assert (barrels[:3] > 0.0).all()
    assert (barrels[3:] == 0.0).all()
    arrears = run["arrears"].magnitude
    assert arrears[2] == 0.0
    assert arrears[5] > 0.0
    assert arrears[6] > arrears[5]  # interest on what is overdue


def test_a_route_that_is_shut_delivers_nothing() -> None:
    shut = programme(contract(), asia=oe.Outlet(licence="0 kb/day"), gulf=oe.Outlet())
    run = oe.run(shut)
    assert run["fund.barrels"].magnitude.sum() == 0.0
    assert run["fund.short"].to("kb").magnitude.sum() == pytest.approx(60.0 * 365.0)


def test_a_loan_that_starts_later_brings_cash() -> None:
    later = oe.LoanContract({"first": LOAN.evolve(start="2026-04-01")}, OIL, "asia")
    run = oe.run(programme(later))
    assert run["fund.drawn"].to("MUSD").magnitude.tolist() == [0.0] * 3 + [900.0] + [0.0] * 8
    assert run["debt"].magnitude[2] == 0.0
    before = oe.run(programme(contract()))
    assert before["fund.drawn"].magnitude.sum() == 0.0


def test_a_debt_is_paid_in_cash_without_oil() -> None:
    run = oe.run(programme(oe.LoanContract({"bond": LOAN})))
    paid = run["fund.cash_service"].to("MUSD").magnitude
    assert np.flatnonzero(paid).tolist() == [2, 5, 8, 11]
    assert paid[2] == pytest.approx(900.0 / 12 + 900.0 * 0.07 / 4, rel=1e-3)
    free = oe.run(programme(oe.LoanContract({"bond": LOAN})).evolve(contracts={}))
    assert (free["cash"] - run["cash"]).to("MUSD").magnitude == pytest.approx(paid)


def test_a_day_that_is_no_month_s_first_is_refused() -> None:
    odd = oe.LoanContract({"first": LOAN.evolve(start="2026-04-10")}, OIL, "asia")
    assert refusal(lambda: oe.run(programme(odd)).total("cash")) == (
        "Programme.fund.first.start: expected the first day of a month, got 2026-04-10; write "
        "start='2026-04-01'"
    )


def test_a_price_below_zero_is_refused_or_counts_nothing() -> None:
    cheap = programme(contract()).vary({"market.brent": "5 USD/bbl"})
    assert "negative_prices='as zero'" in refusal(lambda: oe.run(cheap).total("cash"))
    lifted = cheap.vary({"market.brent": "5 USD/bbl"}).evolve(
        contracts={"fund": contract(OIL.evolve(negative_prices="as zero"))}
    )
    assert oe.run(lifted)["fund.service"].magnitude.sum() == 0.0
