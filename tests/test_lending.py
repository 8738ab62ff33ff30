"""Debt for oil: what every ledger keeps, what is refused and how, and what stays unchanged."""

from __future__ import annotations

import datetime as dt
import math
import pickle
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from benchmarks import debt as race
from benchmarks.racing import peak
from oilecon.core import debt as kernel
from oilecon.errors import InputError, PathError, UndefinedWarning, UnitError, UnknownName
from oilecon.lending import (
    barrel_discount,
    buy_back,
    cash_and_debt,
    cuba,
    deferred_sale,
    extra_barrels,
    oil_repayment,
    petrocaribe,
    terms,
    true_rate,
)

CENT = 0.005
LOAN = oe.loan("CDB 2012 equipment")
OIL = oe.OilRepayment(volume="10 kb/day", price="55 USD/bbl", sweep="100 %")
PROFILES = ["equal principal", "annuity", "bullet"]


@st.composite
def loans(draw: Any) -> oe.Loan:
    """Any loan, with amendments if it is dated."""
    months = draw(st.sampled_from([("monthly", 1), ("quarterly", 3), ("semiannual", 6)]))
    frequency, step = months
    payments = draw(st.integers(1, 12))
    grace = draw(st.integers(0, payments - 1))
    disbursements = draw(st.none() | st.lists(st.floats(1e6, 5e7), min_size=1, max_size=payments))
    principal = 1e8 if disbursements is None else sum(disbursements) * draw(st.floats(1.0, 1.5))
    dated = draw(st.booleans())
    amendments = {}
    if dated and payments * step >= 9 and draw(st.booleans()):
        amendments["cut"] = oe.Amendment("2013-05-01", "write-down", share="30 %")
        amendments["rest"] = oe.Amendment(
            "2012-08-27",
            "holiday",
            until="2013-08-27",
            holiday_on=draw(st.sampled_from(["principal", "all"])),
        )
        amendments["longer"] = oe.Amendment(
            "2012-11-27", "re-profile", tenor=f"{(payments + 4) * step} months", rate="9 %/year"
        )
    return oe.Loan(
        oe.Q(principal, "USD"),
        f"{payments * step} months",
        rate=oe.Q(draw(st.floats(0.0, 0.25)), "1/year"),
        grace=f"{grace * step} months",
        grace_on=draw(st.sampled_from(["principal", "all"])),
        frequency=frequency,
        profile=draw(st.sampled_from(PROFILES)),
        disbursements=None if disbursements is None else oe.Q(disbursements, "USD"),
        commitment_fee=oe.Q(draw(st.floats(0.0, 0.02)), "1/year"),
        day_count=draw(st.sampled_from(["30/360", "ACT/360", "ACT/365"])),
        default_margin=oe.Q(draw(st.floats(0.0, 0.05)), "1/year"),
        start="2012-02-27" if dated else "",
        amendments=amendments,
    )


@st.composite
def repayments(draw: Any) -> oe.OilRepayment:
    """Any way that oil may serve."""
    kb = st.floats(0.0, 20e3)
    way = draw(st.sampled_from(["volume", "value", "share"]))
    amount = {
        "volume": oe.Q(draw(kb), "bbl/day"),
        "value": oe.Q(draw(st.floats(0.0, 1e6)), "USD/day"),
        "share": oe.Q(draw(st.floats(0.0, 1.0)), "1"),
    }[way]
    account = draw(st.none() | st.floats(0.0, 3.0))
    opening = oe.Q(draw(st.floats(0, 1e7)), "USD")
    given: dict[str, Any] = {way: amount}
    return oe.OilRepayment(
        **given,
        factor=draw(st.floats(0.5, 1.5)),
        reference_price=draw(st.none() | st.just("40 USD/bbl")),
        hold=draw(st.sampled_from(["0 year", "1 year"])),
        sweep=draw(st.sampled_from([0.0, 0.4, 1.0])),
        call_limit=draw(st.none() | st.just("30 kb/day")),
        cash=oe.Q(draw(st.sampled_from([0.0, 1e7, 1e11])), "USD/year"),
        reset=draw(st.sampled_from(["period", "quarter"])),
        account=None if account is None else oe.CollectionAccount(account, opening),
    )


PRICES = st.lists(st.floats(0.0, 150.0), min_size=30, max_size=30)
COLUMNS = (
    *("opening", "drawn", "interest", "fees", "written_off", "paid", "closing", "arrears"),
    *("barrels", "debt_barrels", "value", "beyond", "cash", "surplus", "released", "account"),
    *("held", "service"),
)


def columns(ledger: oe.lending.Ledger, *names: str) -> dict[str, Any]:
    return {name: found.magnitude for name, found in ledger.columns(*(names or COLUMNS)).items()}


# -- what every ledger keeps -------------------------------------------------------------------


@settings(max_examples=200)
@given(loans(), loans(), repayments(), PRICES, st.integers(1, 2))
def test_money_is_kept_in_every_row_and_path(
    one: oe.Loan, two: oe.Loan, oil: oe.OilRepayment, prices: list[float], count: int
) -> None:
    path = np.array(prices)
    wide = oe.Q(np.stack([path, path[::-1], path * 0.0], axis=1), "USD/bbl")
    second = one if two.amendments else two.evolve(start=one.start)
    several = {"one": one, "two": second} if count > 1 else {"one": one}
    ledger = oe.repay(several, oil, price=wide, volume="15 kb/day", every="monthly", periods=30)
    c = columns(ledger)
    debt = c["opening"] + c["drawn"] + c["interest"] + c["fees"] - c["written_off"] - c["paid"]
    assert debt == pytest.approx(c["closing"], abs=CENT)
    assert c["opening"][1:] == pytest.approx(c["closing"][:-1], abs=CENT)
    opening = 0.0 if oil.account is None else oil.account.opening.magnitude
    before = np.concatenate([np.full((1, 3), opening), c["account"][:-1]])
    money = before + c["value"] + c["cash"] - c["paid"] - c["surplus"] - c["account"]
    assert money == pytest.approx(0.0, abs=CENT)
    held = np.concatenate([np.zeros((1, 3)), c["held"][:-1]])
    assert held + c["beyond"] - c["released"] == pytest.approx(c["held"], abs=CENT)
    assert all((c[name] >= -CENT).all() for name in COLUMNS)
    days = np.array([ledger.run.grid.days(k) for k in range(30)])[:, None]
    assert (c["barrels"] <= 15e3 * days * (1 + 1e-12)).all()
    assert (c["debt_barrels"] <= c["barrels"] * (1 + 1e-12)).all()


@given(loans(), repayments(), PRICES)
def test_a_path_among_many_has_the_bits_of_a_path_alone(
    loan: oe.Loan, oil: oe.OilRepayment, prices: list[float]
) -> None:
    path = np.array(prices)
    many = oe.Q(np.stack([path[::-1], path], axis=1), "USD/bbl")
    wide = oe.repay(loan, oil, price=many, volume="15 kb/day", every="monthly", periods=30)
    only = oe.repay(
        loan, oil, price=oe.Q(path, "USD/bbl"), volume="15 kb/day", every="monthly", periods=30
    )
    left, right = columns(wide), columns(only)
    for name in COLUMNS:
        assert (left[name][:, 1] == right[name]).all(), name


def test_blocks_do_not_change_the_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    prices = oe.Q(rng.uniform(5.0, 90.0, (24, 6, 5)), "USD/bbl")
    loan = LOAN.evolve(spread=oe.Q(np.linspace(0.02, 0.08, 5), "1/year"))
    oil = OIL.evolve(account=oe.CollectionAccount(1.3), call_limit="12 kb/day")
    before = columns(oe.repay(loan, oil, price=prices))
    monkeypatch.setattr("oilecon.lending.runs._PATHS", 7)
    after = columns(oe.repay(loan, oil, price=prices))
    for name in COLUMNS:
        assert before[name].shape == (24, 6, 5)
        assert (before[name] == after[name]).all(), name
    by_row = oil.evolve(volume=oe.Q(np.linspace(1.0, 9.0, 6)[:, None], "kb/day"))
    narrow = oe.Q(prices.magnitude[:, :1, :], "USD/bbl")
    mixed = columns(oe.repay(loan, by_row, price=narrow))
    full = oe.Q(np.broadcast_to(narrow.magnitude, (24, 6, 5)), "USD/bbl")
    spread_out = columns(oe.repay(loan, by_row, price=full))
    assert all((mixed[name] == spread_out[name]).all() for name in COLUMNS)
    single = oe.repay(
        LOAN.evolve(spread="8 %/year"), oil, price=oe.Q(prices.magnitude[:, 2, 4], "USD/bbl")
    )
    assert (single["closing"].magnitude == before["closing"][:, 2, 4]).all()


def test_the_hand_written_recurrences_give_the_same() -> None:
    prices = np.random.default_rng(7).uniform(0.0, 120.0, (race.MONTHS, 50))
    for repayment, hand in ((race.PLAIN, race.by_hand), (race.COLLECTED, race.collected_by_hand)):
        ours = oe.repay(race.LOAN, repayment, price=oe.Q(prices, "USD/bbl"))["closing"]
        assert ours.magnitude == pytest.approx(hand(prices), abs=1.0)


@given(loans(), st.floats(0.0, 20e3))
def test_a_zero_price_never_repays_without_cash(loan: oe.Loan, volume: float) -> None:
    loan = loan.evolve(amendments={}, commitment_fee="0 %/year")
    oil = oe.OilRepayment(volume=oe.Q(volume, "bbl/day"), call_limit="30 kb/day")
    ledger = oe.repay(loan, oil, price="0 USD/bbl")
    assert (ledger["paid"].magnitude == 0.0).all()
    with pytest.warns(UndefinedWarning):
        assert ledger.payoff().share == 0.0


@given(loans(), st.floats(1.0, 20e3), PRICES, st.floats(1.0, 3.0))
def test_a_higher_price_never_lengthens_a_fixed_volume(
    loan: oe.Loan, volume: float, prices: list[float], factor: float
) -> None:
    oil = oe.OilRepayment(volume=oe.Q(volume, "bbl/day"), sweep="100 %")
    path = np.array(prices)
    both = oe.Q(np.stack([path, path * factor], axis=1), "USD/bbl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        low, high = (
            oe.repay(loan, oil, price=both, every="monthly", periods=30).payoff().years.magnitude
        )
    assert math.isnan(low) or high <= low


@given(loans())
def test_a_schedule_repays_all_and_its_rate_makes_it_worth_nothing(loan: oe.Loan) -> None:
    schedule = oe.schedule(loan)
    c = columns(schedule, "closing", "service", "paid", "drawn")
    assert c["closing"][-1] == pytest.approx(0.0, abs=CENT)
    assert (c["paid"] == c["service"]).all()
    try:
        rate = oe.irr(schedule)
    except InputError:  # all forgiven, or drawn and paid by turns
        return
    assert abs(float(oe.npv(schedule, rate).magnitude)) <= 1e-7 * c["drawn"].sum()


@given(st.floats(0.0, 300.0), st.floats(0.0, 0.30), st.sampled_from(["2008-07-13", "2014-01-01"]))
def test_petrocaribe_never_costs_more_than_the_price(price: float, above: float, on: str) -> None:
    contract = float(petrocaribe(oe.Q(price, "USD/bbl"), on=on).rate.magnitude) / 100.0
    sale = petrocaribe(oe.Q(price, "USD/bbl"), on=on, discount=oe.Q(contract + above, "1/year"))
    assert float(sale.effective_price.magnitude) <= price * (1.0 + 1e-12)
    assert sale.subsidy.magnitude == price - sale.effective_price.magnitude


@given(st.floats(0.01, 0.2), st.integers(1, 40), st.sampled_from(["annual", "quarterly"]))
def test_an_annuity_is_level_and_its_core_says_how_much(
    rate: float, years: int, frequency: str
) -> None:
    from oilecon.core import finance

    loan = oe.Loan(
        "1 MUSD",
        f"{years} year",
        rate=oe.Q(rate, "1/year"),
        profile="annuity",
        frequency=frequency,
    )
    per, count = rate / loan.payments_a_year, years * loan.payments_a_year
    paid = oe.schedule(loan)["paid"].magnitude
    assert paid == pytest.approx(finance.annuity_usd(1e6, per, count), rel=1e-9)
    assert kernel.annuity_share(per, count) == pytest.approx((paid[0] - 1e6 * per) / 1e6, abs=1e-12)


# -- what single contracts do ------------------------------------------------------------------


def test_interest_in_a_grace_on_all_is_capitalised() -> None:
    loan = oe.Loan(
        "100 USD", "4 year", rate="10 %/year", grace="2 year", grace_on="all", frequency="annual"
    )
    schedule = oe.schedule(loan)
    assert schedule["closing"].magnitude == pytest.approx([110.0, 121.0, 60.5, 0.0])
    assert schedule["paid"].magnitude == pytest.approx([0.0, 0.0, 72.6, 66.55])


def test_day_counts() -> None:
    loan = oe.Loan(
        "360 USD", "1 year", rate="10 %/year", frequency="semiannual", start="2011-08-31"
    )
    interest = {
        count: oe.schedule(loan.evolve(day_count=count, profile="bullet"))["interest"].magnitude
        for count in ("30/360", "ACT/360", "ACT/365")
    }
    assert interest["30/360"] == pytest.approx([18.0, 18.0])
    assert interest["ACT/360"] == pytest.approx([18.2, 18.4])  # to 29 February, then to 31 August
    assert interest["ACT/365"] == pytest.approx([36 * 182 / 365, 36 * 184 / 365])


def test_own_amounts_disbursements_and_fees() -> None:
    loan = oe.Loan(
        "400 USD",
        "4 year",
        rate="10 %/year",
        grace="2 year",
        frequency="annual",
        profile="own",
        amounts=oe.Q([300, 100], "USD"),
        disbursements=oe.Q([100, 200, 100], "USD"),
        commitment_fee="1 %/year",
        upfront_fee="1 %",
        management_fee="0.5 %",
    )
    schedule = oe.schedule(loan)
    assert schedule["fees"].magnitude == pytest.approx([3.0, 1.0, 0.0, 0.0])
    assert schedule["closing"].magnitude == pytest.approx([100.0, 300.0, 100.0, 0.0])
    assert schedule["interest"].magnitude == pytest.approx([10.0, 30.0, 40.0, 10.0])
    assert schedule.flows().lent.magnitude == pytest.approx([94.0, 200.0, 100.0, 0.0, 0.0])


def test_a_floating_base_may_be_a_path() -> None:
    own = LOAN.evolve(base=oe.Q(np.linspace(0.0, 0.05, 24), "1/year"))
    given_path = oe.repay(LOAN, OIL, base=oe.Q(np.linspace(0.0, 0.05, 24), "1/year"))
    assert (given_path["interest"].magnitude == oe.repay(own, OIL)["interest"].magnitude).all()
    many = oe.repay(LOAN, OIL, base=oe.Q(np.full((24, 2), 0.02), "1/year"))
    assert many.shape == (2,)


def test_amendments_by_date() -> None:
    base = oe.Loan("1200 USD", "3 year", rate="0 %/year", frequency="quarterly", start="2015-01-01")
    holiday = oe.Amendment("2015-06-01", "holiday", until="2016-06-01")
    left = oe.schedule(base.evolve(amendments={"rest": holiday}))["closing"].magnitude
    assert left[:2] == pytest.approx([1100.0, 1100.0])  # April paid, July put off
    assert left[4] == pytest.approx(1100.0)
    assert left[5] == pytest.approx(1100.0 * 6 / 7)  # July 2016, seven are left
    longer = oe.Amendment("2016-01-01", "re-profile", tenor="5 year", until="2017-01-01")
    schedule = oe.schedule(base.evolve(amendments={"longer": longer}))
    assert schedule.periods == 20
    assert schedule.balance("2016-12-31").magnitude == pytest.approx(900.0)
    assert schedule.balance("2017-01-01").magnitude == pytest.approx(900.0 * 12 / 13)
    dearer = oe.Amendment("2016-01-01", "re-profile", rate="8 %/year")
    rates = oe.schedule(base.evolve(rate="4 %/year", amendments={"dearer": dearer}))
    found = rates["interest"].magnitude / (rates["opening"] + rates["drawn"]).magnitude
    assert found == pytest.approx([0.01] * 4 + [0.02] * 8)
    cut = oe.Amendment("2016-01-01", "write-down", share="50 %")
    forgiven = oe.schedule(base.evolve(amendments={"cut": cut}))
    assert forgiven["written_off"].magnitude[4] == pytest.approx(400.0)
    assert forgiven["closing"].magnitude[4] == pytest.approx(350.0)


def test_shortfall_calls_volume_then_cash_then_leaves_arrears() -> None:
    loan = oe.Loan(
        "1000 USD", "1 year", rate="0 %/year", frequency="annual", default_margin="4 %/year"
    )
    oil = oe.OilRepayment(
        volume=oe.Q(4 / 365, "bbl/day"), price="100 USD/bbl", call_limit=oe.Q(6 / 365, "bbl/day")
    )
    by_volume = oe.repay(loan, oil, periods=2)
    assert by_volume["barrels"].magnitude == pytest.approx([6.0, 416.0 / 100.0])
    assert by_volume["arrears"].magnitude == pytest.approx([400.0, 0.0])
    assert by_volume["interest"].magnitude == pytest.approx([0.0, 16.0])
    by_cash = oe.repay(loan, oil.evolve(cash="300 USD/year"), periods=1)
    assert by_cash["cash"].magnitude == pytest.approx([300.0])
    assert by_cash["arrears"].magnitude == pytest.approx([100.0])


def test_the_account_keeps_its_reserve_and_gives_back_the_rest() -> None:
    loan = oe.Loan("400 USD", "4 year", rate="10 %/year", frequency="annual")
    oil = oe.OilRepayment(
        volume=oe.Q(5 / 365, "bbl/day"),
        price="100 USD/bbl",
        sweep="0 %",
        account=oe.CollectionAccount(1.3),
    )
    ledger = oe.repay(loan, oil)
    assert ledger["paid"].magnitude == pytest.approx([140.0, 130.0, 120.0, 110.0])
    assert ledger["account"].magnitude == pytest.approx([1.3 * 130, 1.3 * 120, 1.3 * 110, 0.0])
    assert ledger["surplus"].magnitude.sum() == pytest.approx(2000.0 - 500.0)
    assert ledger.cover().magnitude == pytest.approx([500 / 140, 500 / 130, 500 / 120, 500 / 110])


@pytest.mark.parametrize("every", [None, "monthly"])
def test_the_account_is_ready_for_the_service_of_the_next_disbursement(every: str | None) -> None:
    first = oe.Loan(
        "100 MUSD",
        "4 year",
        rate="6 %/year",
        grace="1 year",
        frequency="semiannual",
        disbursements=oe.Q([50, 0, 50], "MUSD"),
        commitment_fee="2 %/year",
        start="2012-01-15",
        name="first",
    )
    later = oe.Loan(
        "80 MUSD", "2 year", rate="8 %/year", frequency="semiannual", start="2013-01-15"
    )
    oil = oe.OilRepayment(volume="30 kb/day", sweep="0 %", account=oe.CollectionAccount(1.3))
    ledger = oe.repay([first, later], oil, price="60 USD/bbl", every=every)
    found = columns(ledger, "service", "account")
    due = np.flatnonzero(found["service"])
    before = found["account"][due[1:] - 1]
    assert before == pytest.approx(1.3 * found["service"][due[1:]])


def test_the_first_loan_is_served_first() -> None:
    loan = oe.Loan("100 USD", "1 year", rate="0 %/year", frequency="annual")
    oil = oe.OilRepayment(volume=oe.Q(1.5 / 365, "bbl/day"), price="100 USD/bbl")
    ledger = oe.repay({"senior": loan, "junior": loan}, oil)
    assert ledger["senior.closing"].magnitude == pytest.approx([0.0])
    assert ledger["junior.closing"].magnitude == pytest.approx([50.0])
    assert ledger["closing"].magnitude == pytest.approx([50.0])


def test_a_loan_that_begins_after_the_ledgers_end_has_no_flows() -> None:
    late = LOAN.evolve(start="2014-02-27", name="late", upfront_fee="1 %")
    both = oe.repay([LOAN, late], OIL, periods=4).flows()
    assert (both.lent.magnitude == oe.repay(LOAN, OIL, periods=4).flows().lent.magnitude).all()


def test_a_loan_that_begins_later() -> None:
    first = oe.Loan("100 USD", "2 year", rate="0 %/year", frequency="annual", start="2010-01-31")
    second = first.evolve(start="2011-01-31", name="second")
    schedule = oe.schedule([first, second])
    assert schedule["second.opening"].magnitude == pytest.approx([0.0, 0.0, 50.0])
    assert schedule["drawn"].magnitude == pytest.approx([100.0, 100.0, 0.0])
    assert schedule["closing"].magnitude == pytest.approx([50.0, 50.0, 0.0])


def test_a_quarters_mean_price_sets_the_volume() -> None:
    loan = oe.Loan("1 MUSD", "6 months", rate="0 %/year", frequency="monthly")
    oil = oe.OilRepayment(value="6000 USD/day", reset="quarter", sweep="100 %")
    prices = oe.Q([40, 50, 60, 100, 100, 100], "USD/bbl")
    barrels = oe.repay(loan, oil, price=prices)["barrels"].magnitude / (365 / 12)
    assert barrels == pytest.approx([120.0] * 3 + [60.0] * 3)


def test_the_cover_counts_what_came_since_the_last_payment_day() -> None:
    loan = LOAN.evolve(start="")
    oil = OIL.evolve(sweep="0 %")
    by_quarter = oe.repay(loan, oil).cover().magnitude
    by_month = oe.repay(loan, oil, every="monthly").cover().magnitude
    assert np.isinf(by_month[[0, 1, 3]]).all()
    assert by_month[2::3] == pytest.approx(by_quarter)


def test_barrels_whose_money_the_account_gave_back_paid_nothing_off() -> None:
    oil = OIL.evolve(sweep="0 %", account=oe.CollectionAccount(1.3))
    ledger = oe.repay(LOAN, oil)
    assert float(ledger["account"][-1].magnitude) == 0.0
    paid = float(ledger["paid"].sum().magnitude)
    assert float(ledger.payoff().barrels.magnitude) == pytest.approx(paid / 55.0)


def test_monthly_proceeds_wait_for_the_quarters_service() -> None:
    loan = oe.Loan("300 USD", "3 months", rate="0 %/year")
    oil = oe.OilRepayment(volume=oe.Q(12 / 365, "bbl/day"), price="100 USD/bbl", sweep="0 %")
    ledger = oe.repay(loan, oil, every="monthly")
    assert ledger["account"].magnitude == pytest.approx([100.0, 200.0, 0.0])
    assert ledger["paid"].magnitude == pytest.approx([0.0, 0.0, 300.0])


def test_negative_prices_count_nothing_where_that_is_said() -> None:
    prices = oe.Q([50, -37, 50], "USD/bbl")
    loan = oe.Loan("1 MUSD", "3 months", rate="6 %/year", frequency="monthly")
    oil = oe.OilRepayment(volume="1 kb/day", negative_prices="as zero", sweep="100 %")
    assert oe.repay(loan, oil, price=prices)["value"].magnitude[1] == 0.0


def test_payoff_says_when_or_why_not() -> None:
    found = oe.repay(LOAN, OIL).payoff()
    assert (found.date, found.share) == ("2014-11-27", 1.0)
    assert str(found).startswith("paid off in period 11, which ends on 2014-11-27, with 9,6")
    assert float(found.barrels.magnitude) < float(found.delivered.magnitude)
    with pytest.warns(UndefinedWarning, match="1 of 1 paths are not paid off in 24 periods"):
        never = oe.repay(LOAN, OIL, price="3 USD/bbl").payoff()
    assert math.isnan(float(never.years.magnitude))
    assert never.why.endswith("the interest is more than what is paid, so the debt grows")
    with pytest.warns(UndefinedWarning):
        slow = oe.repay(LOAN, OIL, price="10 USD/bbl").payoff()
    assert slow.why.endswith("more periods would pay it off")
    with pytest.warns(UndefinedWarning, match="1 of 2 paths"):
        both = oe.repay(LOAN, OIL, price=oe.Q([[3.0, 55.0]], "USD/bbl")).payoff()
    assert (both.share, str(both)) == (0.5, "1 of 2 paths are paid off")


def test_measures() -> None:
    schedule = oe.schedule(oe.Loan("14 USD", "72 months", rate="5 %/year", grace="30 months"))
    assert float(oe.average_life(schedule).magnitude) == pytest.approx((33 + 72) / 2 / 12)
    loan = LOAN.evolve(start="")  # equal periods, so that when it is paid makes no difference
    at_market = oe.repay(loan, OIL)
    own, true = oe.irr(at_market), true_rate(at_market, "55 USD/bbl")
    assert float(true.magnitude) == pytest.approx(float(own.magnitude), abs=1e-9)
    cheap = oe.repay(loan, OIL.evolve(differential="-5 USD/bbl"))
    assert float(oe.irr(cheap).magnitude) == pytest.approx(float(own.magnitude), abs=1e-9)
    assert float(true_rate(cheap, "55 USD/bbl").magnitude) > float(own.magnitude) + 5.0
    discount = barrel_discount(cheap, "55 USD/bbl")
    assert float(discount.discount.magnitude) == pytest.approx(5.0)
    assert float(discount.share.magnitude) == pytest.approx(100 * 5 / 55)


def test_measures_count_fees_as_service_and_accrued_interest_as_interest() -> None:
    loan = oe.Loan("100 USD", "8 year", rate="2 %/year", frequency="annual", grace="2 year")
    free, dear = (
        float(oe.grant_element(oe.schedule(loan.evolve(upfront_fee=fee))).magnitude)
        for fee in ("0 %", "1.3 %")
    )
    assert dear == pytest.approx(free - 1.3)
    drawn = loan.evolve(disbursements=oe.Q([20, 80], "USD"), management_fee="10 %")
    assert float(oe.average_life(oe.schedule(drawn)).magnitude) == pytest.approx(5.5 - 0.8)
    quarterly = oe.Loan("14 USD", "72 months", rate="5 %/year", grace="30 months")
    by_month = oe.schedule(quarterly, every="monthly")
    assert float(oe.average_life(by_month).magnitude) == pytest.approx((33 + 72) / 2 / 12)
    cut = oe.Amendment("2013-01-01", "write-down", share="50 %")
    bullet = oe.Loan(
        "100 USD",
        "3 year",
        rate="5 %/year",
        frequency="annual",
        profile="bullet",
        start="2011-01-01",
        amendments={"cut": cut},
    )
    half = (731 + 1096) / 2 / 365  # days to the cut, and to the end
    assert float(oe.average_life(oe.schedule(bullet)).magnitude) == pytest.approx(half)


def test_rates_that_lie_close_together_are_several_and_one_is_one() -> None:
    three = np.poly([1.06, 1.07, 1.08])
    with pytest.raises(InputError, match="irr: there is no one rate"):
        oe.irr(oe.Q(three * 1e6, "USD"))
    flows = np.random.default_rng(6).normal(size=(8, 200)) * 100.0
    flows[-1] = 0.0  # what comes after the last payment bears on nothing
    with pytest.warns(UndefinedWarning):
        found = oe.irr(oe.Q(flows, "USD")).magnitude
    for path, rate in zip(flows.T, found, strict=True):
        roots = np.roots(path[:-1])
        real = roots[np.abs(roots.imag) < 1e-9].real
        fits = real[(real > math.exp(-3.0)) & (real < math.exp(4.0))]
        only = 100.0 * (fits[0] - 1.0) if len(fits) == 1 else math.nan
        assert rate == pytest.approx(only, nan_ok=True)


def test_the_discount_against_another_route_of_a_scenario() -> None:
    s = oe.scenario("article-sanctioned")
    gulf, asia = oe.evaluate(s, "gulf"), oe.evaluate(s, "asia")
    ledger = oe.repay(LOAN, OIL, price=asia.price)
    found = barrel_discount(ledger, gulf, cost=asia)
    assert float(found.discount.magnitude) == pytest.approx(
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


def test_a_sale_on_soft_credit() -> None:
    credit = oe.Loan("1 USD", "1 year", rate="0 %/year", frequency="annual")
    sale = deferred_sale(
        "100 USD/bbl", "50 %", credit, discount="25 %/year", free_days="0 day", cash_days="0 day"
    )
    assert float(sale.effective_price.magnitude) == pytest.approx(90.0)
    assert float(sale.grant_element.magnitude) == pytest.approx(20.0)
    many = petrocaribe(oe.Q([30, 60, 100], "USD/bbl"), discount=oe.Q([[2], [5]], "%/year"))
    assert many.subsidy.magnitude.shape == (2, 3)
    only = petrocaribe("60 USD/bbl", discount="5 %/year").subsidy.magnitude
    assert many.subsidy.magnitude[1, 1] == only


def test_results_print_one_quantity_a_line() -> None:
    assert str(petrocaribe("60 USD/bbl", on=dt.date(2009, 1, 1))).splitlines() == [
        "price            60.00 USD/bbl",
        "share            40.00 %",
        "rate             1.00 %/year",
        "tenor            25.00 year",
        "effective price  50.33 USD/bbl",
        "subsidy          9.67 USD/bbl",
        "grant element    38.99 %",
    ]
    assert "subsidy          [9.67 23.74] USD/bbl" in str(petrocaribe(oe.Q([60, 100], "USD/bbl")))
    deal = buy_back(oe.Loan(**GOOD), "90 MUSD", discount="5 %/year")
    assert "gain          12,157,358.10 USD" in str(deal)


def test_a_credit_may_stand_for_several() -> None:
    rates = oe.Q([1, 2], "%/year")
    credit = oe.Loan("1 USD", "10 year", rate=rates, frequency="annual")
    both = deferred_sale("100 USD/bbl", "50 %", credit).effective_price.magnitude
    one = deferred_sale("100 USD/bbl", "50 %", credit.evolve(rate="2 %/year")).effective_price
    assert both.shape == (2,)
    assert both[1] == one.magnitude
    with pytest.raises(
        InputError, match="deferred_sale: credit: its rate floats; expected a fixed"
    ):
        deferred_sale("100 USD/bbl", "50 %", credit.evolve(rate=None, base="1 %/year"))


THREE = oe.Q([1, 2, 3], "%/year")
TWO = oe.Q([50, 60], "USD/bbl")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (
            lambda: petrocaribe(TWO, discount=THREE),
            r"petrocaribe: .* price \(2,\), discount \(3,\)",
        ),
        (
            lambda: deferred_sale(TWO, "5 %", oe.Loan(**GOOD), discount=THREE),
            r"deferred_sale: .* price \(2,\), discount \(3,\); give each its own dimension",
        ),
        (
            lambda: extra_barrels(TWO, oe.Q([1, 2, 3], "USD/bbl")),
            r"extra_barrels: .* before \(2,\), after \(3,\)",
        ),
        (
            lambda: oe.npv(oe.repay(LOAN, OIL, price=TWO[None, :]), THREE),
            r"npv: .* paths \(2,\), rate \(3,\)",
        ),
        (
            lambda: oe.grant_element(oe.repay(LOAN, OIL, price=TWO[None, :]), THREE),
            r"grant_element: .* paths \(2,\), rate \(3,\)",
        ),
    ],
)
def test_arrays_that_do_not_broadcast_are_refused(ask: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        ask()


def test_a_scenario_may_have_a_debt() -> None:
    s = oe.scenario("article").evolve(debt=oe.Debt(LOAN, OIL))
    assert oe.Scenario.from_toml(s.to_toml()) == s
    assert pickle.loads(pickle.dumps(s)) == s  # noqa: S301
    longer = s.vary({"debt.loan.spread": "6 %/year", "debt.repayment.volume": "20 kb/day"})
    price = oe.evaluate(s, "asia").price
    before, after = (
        oe.repay(each.get("debt.loan"), each.get("debt.repayment"), price=price)
        for each in (s, longer)
    )
    assert after.payoff().years < before.payoff().years
    assert (
        oe.compare(s, "gulf", "asia").loss()
        == oe.compare(oe.scenario("article"), "gulf", "asia").loss()
    )


def test_the_tables_say_what_is_not_published() -> None:
    table = oe.loan()
    assert "rate" in str(table.loc["Joint Fund A 2007", "not published"])
    assert terms("CDB 2012 equipment").loc["day_count", "kind"] == "not published"
    assert "not published: day_count" in oe.loan("CDB 2012 equipment").note
    assert cuba().loc["2024", "delivered [kb/d]"] == 32.0
    for name, row in table.iterrows():
        gap = str(row["not published"])
        own = {k: "6 %/year" for k in ("rate", "base") if k in gap.split(", ")}
        assert oe.schedule(oe.loan(str(name), **own))["closing"].magnitude[-1] == 0.0


def test_a_shipped_loan_says_which_terms_are_yours() -> None:
    note = oe.loan("CDB 2012 equipment", principal="600 MUSD", default_margin="5 %/year").note
    assert note.startswith("your own: principal, default_margin; published: tenor, grace, base,")
    repayment = oil_repayment("Collection account 2012", account=oe.CollectionAccount(2.0))
    assert repayment.note.startswith("your own: account; published: volume, sweep")


def test_a_ledger_computes_only_what_is_asked_for() -> None:
    prices = oe.Q(np.full((180, 2000), 60.0), "USD/bbl")
    ledger = oe.repay(race.LOAN, race.PLAIN, price=prices)
    assert peak(lambda: ledger["closing"]) < 1.3 * prices.magnitude.nbytes
    assert peak(ledger.payoff) < 0.3 * prices.magnitude.nbytes


def test_frames() -> None:
    frame = oe.repay(LOAN, OIL).to_frame()
    assert isinstance(frame.index, pd.DatetimeIndex)
    assert str(frame.index[0].date()) == "2012-05-27"
    assert frame.loc["2014"].shape[0] == 4  # a year is a slice of days
    assert oe.schedule(oe.Loan(**GOOD)).to_frame().index.name == "period"
    assert "closing [USD]" in frame
    assert "account [USD]" not in frame
    wide = oe.repay(LOAN, OIL, price=oe.Q(np.full((24, 2), 50.0), "USD/bbl")).to_frame("closing")
    assert wide.shape == (48, 1)
    assert wide.index.names == ["end", "path"]


# -- what is refused ---------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"grace": "5 year"},
            r"Loan.grace: expected less than the tenor of 4 year, got 5 year; no payment would be",
        ),
        (
            {"tenor": "50 months"},
            r"Loan.tenor: expected a whole number of quarterly payment periods, got 4.1\d+ year; w",
        ),
        (
            {"profile": "own", "amounts": oe.Q([50, 49], "MUSD"), "grace": "42 months"},
            r"Loan.amounts: expected a sum of 100000000 USD, the principal, got 99000000 USD",
        ),
        (
            {"profile": "own", "amounts": oe.Q([50, 50], "MUSD")},
            r"Loan.amounts: expected 16 instalments, one for each payment after the grace, got 2",
        ),
        ({"profile": "own"}, r"Loan.amounts: the profile 'own' needs them"),
        (
            {"amounts": oe.Q([100], "MUSD")},
            r"Loan.amounts: the profile is 'equal principal'; write profile='own'",
        ),
        (
            {"disbursements": oe.Q([80, 30], "MUSD")},
            (
                r"Loan.disbursements: expected at most the principal of 100000000 USD in all, "
                r"got 110000000"
            ),
        ),
        (
            {"disbursements": oe.Q([1] * 17, "MUSD")},
            r"Loan.disbursements: expected at most 16 of them",
        ),
        ({"base": "1 %/year"}, r"Loan.rate: expected either a fixed rate or a base, both came"),
        ({"rate": None}, r"Loan.rate: expected either a fixed rate or a base, neither came"),
        ({"spread": "1 %/year"}, r"Loan.spread: a fixed rate has none"),
        (
            {"rate": None, "base": oe.Q([1, 2], "%/year")},
            r"Loan.base: expected one rate, or one for each of the 16 payment periods, got 2",
        ),
        ({"start": "27.2.2012"}, r"Loan.start: expected a day, got '27.2.2012'; write for example"),
        ({"tenor": 48}, r"Loan.tenor: expected year, got the bare number 48"),
        (
            {"upfront_fee": "60 %", "management_fee": "50 %"},
            r"Loan.management_fee: expected less than the whole principal together with .* got 1.1",
        ),
        ({"upfront_fee": "120 %"}, r"Loan.upfront_fee: expected at least 0 and at most 1, got 1.2"),
        (
            {"amendments": {"rest": oe.Amendment("2015-01-01", "write-down", share="5 %")}},
            r"Loan.start: the amendment 'rest' is dated, so the loan needs a day too",
        ),
    ],
)
def test_loans_that_do_not_fit_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.Loan(**(GOOD | change))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "holiday"}, r"Amendment.kind: a holiday needs until; write for example until="),
        (
            {"kind": "write-down", "share": "5 %", "tenor": "9 year"},
            r"Amendment.tenor: a write-down takes only share",
        ),
        (
            {"kind": "holiday", "until": "2014-01-01"},
            r"Amendment.until: expected a day after 2015-01-01, got 2014-01-01",
        ),
    ],
)
def test_amendments_that_do_not_fit_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        oe.Amendment("2015-01-01", **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"on": "2015-01-01", "tenor": "2 year"},
            r"loan1.amendments.late.tenor: expected one that ends on 2015-01-01 .* on 2014-02-27",
        ),
        (
            {"on": "2016-02-28", "tenor": "9 year"},
            r"loan1.amendments.late.on: expected a day by the last payment on 2016-02-27, got 2016",
        ),
    ],
)
def test_amendments_by_which_nothing_would_fall_due_are_refused(
    given: dict[str, str], says: str
) -> None:
    late = oe.Amendment(kind="re-profile", **given)
    with pytest.raises(InputError, match=says):
        oe.schedule(oe.Loan(**GOOD, start="2012-02-27", amendments={"late": late}))


def test_arrears_may_be_written_down_after_the_last_payment() -> None:
    cut = oe.Amendment("2017-02-27", "write-down", share="50 %")
    loan = oe.Loan(**GOOD, start="2012-02-27", amendments={"cut": cut})
    ledger = oe.repay(loan, OIL, price="1 USD/bbl", periods=24)
    assert float(ledger["written_off"].sum().magnitude) > 1e6


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, r"OilRepayment: expected one of volume, value and share, got none"),
        ({"volume": "1 kb/day", "share": "5 %"}, r"got volume and share"),
        (
            {"value": "6.42 MUSD/day", "min": "153 kb/day", "max": "107 kb/day"},
            r"OilRepayment.max: expected at least `min`, 153000 bbl/day, got 107000 bbl/day",
        ),
        (
            {"volume": "200 kb/day", "call_limit": "100 kb/day"},
            r"OilRepayment.call_limit: expected at least `volume`, 200000 bbl/day, got 100000",
        ),
        ({"share": "120 %"}, r"OilRepayment.share: expected at least 0 and at most 1, got 1.2"),
        (
            {"share": 12},
            r"OilRepayment.share: expected a share, got the bare number 12; write '12 %'",
        ),
    ],
)
def test_repayments_that_do_not_fit_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.OilRepayment(**given)


PATH = np.full((24, 2), 50.0)
BELOW = PATH.copy()
BELOW[7, 1] = -3.0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"price": oe.Q(BELOW, "USD/bbl")},
            r"in period 8, which ends on 2014-02-27, the price is -3 at index \(7, 1\) \(1 of 48\)",
        ),
        (
            {"price": oe.Q(PATH[:23], "USD/bbl"), "periods": 24},
            r"repay: price: expected one figure a period on axis 0, 24 of them, got 23; for cases",
        ),
        ({"price": 50}, r"repay: price: expected USD/bbl, got the bare number 50"),
        ({"price": oe.Q(np.full((24,), 2000.0), "USD/bbl")}, r"repay: price: expected at least"),
        (
            {"price": oe.Q(PATH, "USD/bbl"), "volume": oe.Q(np.ones((24, 3)), "kb/day")},
            (
                r"repay: time apart: expected arrays that broadcast together, got price \(2,\), "
                r"volume \(3,\)"
            ),
        ),
        ({"periods": 0}, r"repay: periods: expected a whole number from 1 to 2400, got 0"),
        (
            {"periods": "many"},
            r"repay: periods: expected a whole number from 1 to 2400, got 'many'",
        ),
        ({"every": "weekly"}, r"repay: every: expected one of 'monthly'"),
        ({"every": "annual"}, r"repay: every: payments fall every 3 months, which annual periods"),
    ],
)
def test_paths_that_do_not_fit_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.repay(LOAN, OIL, **given)


def test_calls_that_do_not_fit_are_refused() -> None:
    fixed = oe.Loan(**GOOD)
    free = oe.OilRepayment(volume="1 kb/day")
    with pytest.raises(InputError, match="repay: price: USD/bbl is required; write"):
        oe.repay(fixed, free)
    with pytest.raises(
        InputError, match="in period 1, the price is 0 USD/bbl, at which a value of"
    ):
        oe.repay(fixed, oe.OilRepayment(value="1 MUSD/day"), price="0 USD/bbl")
    with pytest.raises(InputError, match="repay: base: no loan has one, each has a fixed rate"):
        oe.repay(fixed, OIL, base="1 %/year")
    with pytest.raises(InputError, match="repay: volume: a share is of a stream, and none came"):
        oe.repay(fixed, oe.OilRepayment(share="5 %"), price="50 USD/bbl")
    with pytest.raises(InputError, match="in period 1, a barrel counts -10 USD/bbl, below zero"):
        oe.repay(fixed, free.evolve(differential="-60 USD/bbl"), price="50 USD/bbl")
    cheaper = free.evolve(differential=oe.Q([-1, -60], "USD/bbl"))
    with pytest.raises(InputError, match=r"in period 1, a barrel counts -10 at index \(0, 1\)"):
        oe.repay(fixed, cheaper, price="50 USD/bbl")
    with pytest.raises(InputError, match=r"in period 2, a barrel counts -20 at index \(1, 1\)"):
        oe.repay(fixed, cheaper, price=oe.Q([60, 40], "USD/bbl"), periods=2)
    with pytest.raises(InputError, match=r"got price \(3,\), repayment.differential \(2,\)"):
        oe.repay(fixed, cheaper, price=oe.Q([[60, 70, 80]], "USD/bbl"))
    with pytest.raises(InputError, match="expected a Loan, or several by name, got str"):
        oe.repay("CDB 2012 equipment", OIL)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"repay: repayment: expected an OilRepayment, got Loan"):
        oe.repay(fixed, fixed)  # type: ignore[arg-type]
    held = free.evolve(reference_price="50 USD/bbl", hold="4 months")
    with pytest.raises(
        InputError, match=r"repayment\.hold: expected whole periods of 3 months, got 4"
    ):
        oe.repay(fixed, held, price="80 USD/bbl")
    with pytest.raises(InputError, match="two loans are called 'x'"):
        oe.repay([fixed.evolve(name="x"), fixed.evolve(name="x")], OIL)
    with pytest.raises(InputError, match="repay: expected at least one loan, got none"):
        oe.repay([], OIL)
    with pytest.raises(
        InputError, match=r"loan1\.start: other loans have a day, so this one needs"
    ):
        oe.repay([fixed, LOAN], OIL)
    late = fixed.evolve(start="2013-03-01", name="late")
    with pytest.raises(InputError, match=r"late\.start: expected the day of the month"):
        oe.repay([LOAN, late], OIL)


def test_a_debt_that_cannot_be_kept_to_the_cent_is_named_with_its_period() -> None:
    loan = oe.Loan("1000 MUSD", "2 year", rate="100 %/year", frequency="annual")
    with pytest.raises(
        InputError, match=r"loan1: the ledger cannot balance to the cent: by period \d+ the debt"
    ):
        oe.repay(loan, OIL, price="0 USD/bbl", periods=60)["closing"]


def test_questions_that_do_not_fit_are_refused() -> None:
    ledger = oe.repay(LOAN, OIL)
    with pytest.raises(PathError, match="no column 'closin'; did you mean 'closing'"):
        ledger["closin"]
    with pytest.raises(
        InputError, match="balance: on: expected a day from 2012-02-27 on, the first disbursement"
    ):
        ledger.balance("2012-02-26")
    with pytest.raises(InputError, match="balance: on: expected a day, got '2015'; write"):
        ledger.balance("2015")
    with pytest.raises(InputError, match="balance: the loan has no day; write Loan"):
        oe.schedule(oe.Loan(**GOOD)).balance("2015-01-01")
    with pytest.raises(UnknownName, match="no shipped loan 'cdb 2012'; did you mean 'CDB 2012 eq"):
        oe.loan("cdb 2012")
    with pytest.raises(InputError, match="loan: rate: of which loan"):
        oe.loan(rate="6 %/year")  # type: ignore[call-overload]
    with pytest.raises(InputError, match="Joint Fund A 2007: the rate is not published; give one"):
        oe.loan("Joint Fund A 2007")
    with pytest.raises(UnknownName, match="no shipped repayment 'x'"):
        oil_repayment("x")
    with pytest.raises(InputError, match="irr: there is no one rate"):
        oe.irr(oe.Q([1, 2], "USD"))
    with pytest.raises(InputError, match="irr: there is no one rate"):
        oe.irr(oe.Q([-100, 230, -132], "USD"))
    with pytest.warns(UndefinedWarning, match="irr: 1 of 2 paths have no one rate"):
        assert np.isnan(oe.irr(oe.Q([[-1, 1], [2, 1]], "USD")).magnitude).tolist() == [False, True]
    with pytest.raises(InputError, match="or the one that does lies outside -95 to 5360 %/year"):
        oe.irr(oe.Q([-100, 1], "USD"))
    with pytest.warns(UndefinedWarning, match="on 1 of 1 paths a barrel is worth nothing or less"):
        barrel_discount(ledger, "0 USD/bbl")
    with pytest.raises(InputError, match="npv: years: expected times in order, got"):
        oe.npv(oe.Q([1, 2], "USD"), "5 %/year", oe.Q([1, 0], "year"))
    with pytest.raises(InputError, match="npv: years: a ledger has its own times"):
        oe.npv(ledger, "5 %/year", oe.Q([1, 0], "year"))
    with pytest.raises(UnitError, match="npv: rate: expected 1/year, got the bare number 5"):
        oe.npv(ledger, 5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="average_life: 1 of 1 paths still owe principal"):
        oe.average_life(oe.repay(LOAN, OIL, price="10 USD/bbl"))
    with pytest.raises(InputError, match="grant_element: expected a Ledger or its flows, got Loan"):
        oe.grant_element(LOAN)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="in period 1, which ends on 2012-05-27, more barrels"):
        cash_and_debt(ledger, "1 kb/day", "50 USD/bbl")
    with pytest.raises(InputError, match="barrel_discount: no barrel is delivered"):
        barrel_discount(oe.schedule(LOAN), "50 USD/bbl")
    with pytest.raises(InputError, match="petrocaribe: on: the agreement is of 2005-06-29, got"):
        petrocaribe("50 USD/bbl", on="2001-01-01")
    with pytest.raises(InputError, match="of the scale of 2005-06-29 only the steps from 40 USD"):
        petrocaribe("30 USD/bbl", on="2006-01-01")
    with pytest.raises(InputError, match="buy_back: takes one case"):
        buy_back(oe.Loan(**GOOD), oe.Q([1, 2], "MUSD"), discount="5 %/year")
    with pytest.raises(InputError, match="extra_barrels: after: expected above 0"):
        extra_barrels("50 USD/bbl", "0 USD/bbl")


def test_capitalised_interest_is_lent_when_it_would_have_been_due() -> None:
    terms = {"rate": "6.6 %/year", "grace": "3 months", "grace_on": "all", "profile": "bullet"}
    life = oe.average_life(oe.schedule(oe.Loan("4000 MUSD", "4 year", **terms)))  # type: ignore[arg-type]
    added = 4000.0 * 0.066 / 4.0  # MUSD, after a quarter; all is repaid after four years
    assert float(life.magnitude) == pytest.approx(4.0 - 0.25 * added / (4000.0 + added), rel=1e-12)


def test_a_loan_of_which_nothing_is_drawn_or_whose_change_has_no_day_is_refused() -> None:
    loan: dict[str, Any] = {"principal": "1 MUSD", "tenor": "1 year", "rate": "5 %/year"}
    with pytest.raises(InputError) as refused:
        oe.Loan(**loan, disbursements=oe.Q([0.0], "USD"))
    assert str(refused.value) == (
        "Loan.disbursements: expected something to be drawn, got zeros only"
    )
    later = oe.Amendment("2013-02-27", "write-down", share="20 %")
    with pytest.raises(InputError) as refused:
        oe.Loan(**loan, amendments={"cut": later})
    assert str(refused.value) == (
        "Loan.start: the amendment 'cut' is dated, so the loan needs a day too; write "
        "start='2012-02-27'"
    )


def test_a_file_with_the_names_of_before_is_read() -> None:
    loan = oe.Loan(**GOOD, disbursements=oe.Q([60, 40], "MUSD"))
    served = oe.OilRepayment(
        value="6.42 MUSD/day",
        min="107 kb/day",
        max="153 kb/day",
        account=oe.CollectionAccount(debt_service_reserve=1.3),
    )
    scenario = oe.scenario("article").evolve(debt=oe.Debt(loan, served))
    text = scenario.to_toml()
    before = {
        "\nmin = ": "\nleast = ",
        "\nmax = ": "\nmost = ",
        "debt_service_reserve": "cover",
        "disbursements": "drawings",
    }
    for name, old in before.items():
        assert name in text
        text = text.replace(name, old)
    assert oe.Scenario.from_toml(text) == scenario
