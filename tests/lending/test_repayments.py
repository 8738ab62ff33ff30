"""Repayments in cash and oil: what ledgers keep, what is refused, and what stays as it was."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from benchmarks import debt as race
from oilecon.core import debt as kernel
from oilecon.core import finance
from oilecon.errors import InputError, UndefinedWarning, UnitError
from tests.samples import LOAN, OIL

CENT = 0.005
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
    return {name: column.magnitude for name, column in ledger.columns(*(names or COLUMNS)).items()}


# -- what every ledger keeps -------------------------------------------------------------------


@settings(max_examples=200)
@given(loans(), loans(), repayments(), PRICES, st.integers(1, 2))
def test_money_is_kept_in_every_row_and_path(
    first: oe.Loan, two: oe.Loan, oil: oe.OilRepayment, prices: list[float], count: int
) -> None:
    path = np.array(prices)
    wide = oe.Q(np.stack([path, path[::-1], path * 0.0], axis=1), "USD/bbl")
    second = first if two.amendments else two.evolve(start=first.start)
    several = {"one": first, "two": second} if count > 1 else {"one": first}
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


@given(st.floats(0.01, 0.2), st.integers(1, 40), st.sampled_from(["annual", "quarterly"]))
def test_an_annuity_is_level_and_its_core_says_how_much(
    rate: float, years: int, frequency: str
) -> None:

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
    figures = columns(ledger, "service", "account")
    due = np.flatnonzero(figures["service"])
    before = figures["account"][due[1:] - 1]
    assert before == pytest.approx(1.3 * figures["service"][due[1:]])


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


# -- what is refused ---------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}
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
        (
            {"every": "annual"},
            r"repay: every: expected periods that end on the payment days, 3 mon",
        ),
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
    with pytest.raises(
        InputError, match="repay: base: expected a loan with a floating rate, got fixed"
    ):
        oe.repay(fixed, OIL, base="1 %/year")
    with pytest.raises(InputError, match="repay: volume: a share of the stream needs the stream"):
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
    with pytest.raises(InputError, match="expected a name for each loan, got 'x' twice"):
        oe.repay([fixed.evolve(name="x"), fixed.evolve(name="x")], OIL)
    with pytest.raises(InputError, match="repay: expected at least one loan, got none"):
        oe.repay([], OIL)
    with pytest.raises(InputError, match=r"loan1\.start: expected a day, as other loans have one"):
        oe.repay([fixed, LOAN], OIL)
    late = fixed.evolve(start="2013-03-01", name="late")
    with pytest.raises(InputError, match=r"late\.start: expected the day of the month"):
        oe.repay([LOAN, late], OIL)


PLAIN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "2 year", "rate": "6 %/year"}


# -- nothing drawn -----------------------------------------------------------------------------


def test_fees_are_withheld_from_the_first_disbursement_that_is_one() -> None:
    loan = oe.Loan(**PLAIN, disbursements=oe.Q([0, 60, 40], "MUSD"), upfront_fee="1 %")
    lent = oe.schedule(loan).flows().lent.to("MUSD").magnitude
    assert lent[:3] == pytest.approx([0.0, 59.0, 40.0])


# -- counts and lengths ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [int, np.int64, np.int8, np.uint32, np.array])
def test_any_whole_number_counts_periods(kind: Any) -> None:
    assert oe.repay(LOAN, OIL, periods=kind(7)).periods == 7


@pytest.mark.parametrize(
    "count",
    [True, np.True_, 7.0, np.float64(7.0), "7", np.array([7, 8]), 0, np.int64(-1), 2401],
    ids=repr,
)
def test_what_is_no_whole_number_counts_none(count: Any) -> None:
    with pytest.raises(InputError, match="repay: periods: expected a whole number from 1 to 2400"):
        oe.repay(LOAN, OIL, periods=count)


def test_more_prices_than_the_loan_has_periods_warn() -> None:
    monthly = oe.Q(np.full(72, 55.0), "USD/bbl")
    says = (
        "repay: price: 72 figures, one a period of 3 months, where the last payment is due in "
        "period 24; write periods=72 if overdue debt is to run on, or every='monthly' if "
        "the figures are of months"
    )
    with pytest.warns(UserWarning) as caught:  # noqa: PT030  its text is compared
        assert oe.repay(LOAN, OIL, price=monthly).periods == 72
    assert [str(warning.message) for warning in caught] == [says]
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert oe.repay(LOAN, OIL, price=monthly, periods=72).periods == 72
        assert oe.repay(LOAN, OIL, price=monthly, every="monthly").periods == 72
        assert oe.repay(LOAN, OIL, price=monthly[:24]).periods == 24
        assert oe.repay(LOAN, OIL, price=monthly[:5]).periods == 5


def test_prices_beyond_the_wanted_periods_are_left_out_with_a_word() -> None:
    prices = oe.Q(np.linspace(40.0, 60.0, 24), "USD/bbl")
    with pytest.warns(
        UserWarning, match="repay: price: 24 figures for 10 periods; the last 14 are"
    ):
        cut = oe.repay(LOAN, OIL, price=prices, periods=10)
    assert (cut["paid"].magnitude == oe.repay(LOAN, OIL, price=prices[:10])["paid"].magnitude).all()


@pytest.mark.parametrize(
    ("loan", "every", "text"),
    [
        (OIL, None, "expected a Loan, or several by name, got OilRepayment"),
        ([], None, "expected at least one loan, got none"),
        (LOAN, "weekly", "every: expected one of"),
    ],
)
def test_a_schedule_names_itself_in_its_errors(loan: Any, every: Any, text: str) -> None:
    with pytest.raises(InputError) as refused:
        oe.schedule(loan, every)
    assert str(refused.value).startswith(f"schedule: {text}")
