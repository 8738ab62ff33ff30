"""Measures of debts: rates of return, present values, grant elements and lives, on any days."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core import finance
from oilecon.errors import InputError, UndefinedWarning, UnitError
from oilecon.lending import barrel_discount, true_rate
from tests.samples import LOAN, OIL

AMOUNTS = oe.Q([-60, -40, 50, 60], "MUSD")
TEXTS = ["2024-01-01", "2024-01-01", "2024-12-31", "2025-12-31"]  # 365 days apart
SAME_DAYS: dict[str, Any] = {
    "texts": TEXTS,
    "dates": [dt.date.fromisoformat(text) for text in TEXTS],
    "datetimes": [dt.datetime.fromisoformat(text + "T18:30") for text in TEXTS],
    "timestamps": [pd.Timestamp(text) for text in TEXTS],
    "datetime64": np.array(TEXTS, dtype="datetime64[ns]"),
    "days": np.array(TEXTS, dtype="datetime64[D]"),
    "index": pd.DatetimeIndex(TEXTS),
    "with a zone": pd.DatetimeIndex(TEXTS, tz="America/Caracas"),
    "periods": pd.PeriodIndex(TEXTS, freq="D"),
    "series": pd.Series(pd.to_datetime(TEXTS)),
    "array of texts": np.array(TEXTS),
    "objects": np.array([pd.Timestamp(text) for text in TEXTS], dtype=object),
}


def test_two_flows_on_one_day_are_one() -> None:
    for times in (oe.Q([0, 0, 1, 2], "year"), TEXTS):
        assert float(oe.irr(AMOUNTS, times).magnitude) == pytest.approx(6.394, abs=5e-4)
    whole = oe.irr(oe.Q([-100, 50, 60], "MUSD"))
    assert oe.irr(AMOUNTS, oe.Q([0, 0, 1, 2], "year")).magnitude == whole.magnitude
    assert oe.npv(AMOUNTS, "6 %/year", TEXTS).magnitude == pytest.approx(
        oe.npv(oe.Q([-100, 50, 60], "MUSD"), "6 %/year").magnitude
    )


def test_what_comes_and_goes_on_one_day_changes_no_sign() -> None:
    """Lent 100, of which 30 come back at once; then 40 and 45: one rate, not several."""
    rate = oe.irr(oe.Q([-100, 30, -20, 60, 45], "MUSD"), oe.Q([0, 0, 1, 1, 2], "year"))
    assert float(rate.magnitude) == pytest.approx(
        float(oe.irr(oe.Q([-70, 40, 45], "USD")).magnitude)
    )


@pytest.mark.parametrize("kind", SAME_DAYS)
def test_every_kind_of_day_is_read(kind: str) -> None:
    assert float(oe.irr(AMOUNTS, SAME_DAYS[kind]).magnitude) == pytest.approx(6.394103, abs=1e-6)


FLOWS = st.lists(
    st.tuples(st.floats(1.0, 1000.0), st.dates(dt.date(2000, 1, 2), dt.date(2040, 1, 1))),
    min_size=1,
    max_size=12,
)


@given(FLOWS, st.floats(0.3, 0.99), st.floats(0.0, 0.5))
def test_pyxirr_finds_the_same_on_any_days(
    paid: list[tuple[float, dt.date]], lent: float, discount: float
) -> None:
    later = sorted(paid, key=lambda flow: flow[1])
    amounts = [-lent * sum(amount for amount, _ in later), *(amount for amount, _ in later)]
    days = [dt.date(2000, 1, 1), *(day for _, day in later)]
    worth = float(oe.npv(oe.Q(amounts, "USD"), oe.Q(discount, "1/year"), days).magnitude)
    theirs: Any = pyxirr.xnpv(discount, days, amounts)
    assert worth == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    try:
        ours = float(oe.irr(oe.Q(amounts, "USD"), [day.isoformat() for day in days]).magnitude)
    except InputError:  # all comes back within days
        return
    theirs = pyxirr.xirr(days, amounts)
    if theirs is not None:
        assert ours / 100.0 == pytest.approx(theirs, rel=1e-6, abs=1e-8)


def test_paths_on_days() -> None:
    paths = oe.Q(np.array([[-60.0, -50.0], [-40.0, -50.0], [50.0, 60.0], [60.0, 50.0]]), "MUSD")
    rates = oe.irr(paths, TEXTS).magnitude
    assert rates == pytest.approx([6.394103, 6.394103 + (rates[1] - rates[0])])
    assert rates[1] == pytest.approx(float(oe.irr(oe.Q([-100, 60, 50], "USD")).magnitude))


@pytest.mark.parametrize(
    ("times", "says"),
    [
        (
            ["2024-01-01", None, *TEXTS[2:]],
            r"irr: years\[1\]: expected a day, got nothing \(None\); write",
        ),
        ([*TEXTS[:3], pd.NaT], r"irr: years\[3\]: expected a day, got NaT, which is none; write"),
        ([*TEXTS[:3], float("nan")], r"irr: years\[3\]: expected a day, got nan"),
        (pd.DatetimeIndex([pd.NaT] * 4), r"irr: years\[0\]: expected a day, got NaT"),
        (np.array(["NaT"] * 4, dtype="datetime64[D]"), r"irr: years\[0\]: expected a day, got NaT"),
        ([*TEXTS[:3], "2025-13-01"], r"irr: years\[3\]: expected a day, got '2025-13-01'"),
        (
            pd.PeriodIndex(["2024-01"] * 4, freq="M"),
            r"irr: years\[0\]: expected a day, got 2024-01, a period of several days",
        ),
        (
            np.array(["2024-01"] * 4, "datetime64[M]"),
            r"irr: years\[0\]: expected a day, got the month 2024-01",
        ),
        (TEXTS[::-1], r"irr: years: expected times in order, got \[1\] before \[0\]; sort times"),
        (TEXTS[:3], "irr: years: expected one time for each of the 4 amounts, got 3"),
        ("2024-01-01", "irr: years: expected days one after another, got a single one; write a li"),
        (dt.date(2024, 1, 1), "irr: years: expected days one after another, got a single one"),
        ([0, 0, 1, 2], "irr: years: expected year, got the bare number 0; write '0 year'"),
        ("1 year", r"irr: years: expected times one after another, got a single one; write Q\("),
    ],
)
def test_what_is_no_row_of_days_is_refused(times: Any, says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.irr(AMOUNTS, times)


# -- tables ------------------------------------------------------------------------------------

PLAIN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "2 year", "rate": "6 %/year"}


# -- nothing drawn -----------------------------------------------------------------------------

LATE = oe.Loan(**PLAIN, disbursements=oe.Q([0, 0, 100], "MUSD"))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (
            oe.average_life,
            "average_life: expected a disbursement, got none in 2 periods; write more",
        ),
        (
            oe.grant_element,
            "grant_element: expected a disbursement, got none in 2 periods; write more",
        ),
        (
            lambda ledger: ledger.payoff(),
            "payoff: expected a disbursement, got none in 2 periods; write more",
        ),
        (oe.irr, "irr: no unique rate: the flows keep one sign"),
        (lambda ledger: true_rate(ledger, "60 USD/bbl"), "irr: no unique rate"),
        (lambda ledger: barrel_discount(ledger, "60 USD/bbl"), "barrel_discount: ledger: expected"),
    ],
)
def test_a_ledger_in_which_nothing_is_drawn_is_refused_by_name(ask: Any, says: str) -> None:
    ledger = oe.repay(LATE, OIL, periods=2)
    with pytest.raises(InputError, match=says):
        ask(ledger)
    assert float(oe.npv(ledger, "5 %/year").magnitude) == 0.0  # nothing is worth nothing


def test_flows_of_which_some_paths_lend_nothing_are_refused() -> None:
    flows = oe.schedule(oe.Loan(**{**PLAIN, "principal": oe.Q([1, 2], "MUSD")})).flows()
    lent = flows.lent.magnitude * np.array([0.0, 1.0])
    none = oe.lending.Flows(
        oe.Q(lent, "USD"), flows.paid, flows.repaid, flows.withheld, flows.years
    )
    with pytest.raises(
        InputError,
        match="grant_element: expected a disbursement, got none on 1 of 2 paths in 8 per",
    ):
        oe.grant_element(none)


# -- numbers that a float cannot hold ----------------------------------------------------------


def test_a_worth_beyond_all_floats_is_refused_by_name() -> None:
    far = oe.Q([0, 1000], "year")
    says = (
        "npv: rate: at -95 %/year, the present value of flows up to 1000 years ahead is more than a"
    )
    with pytest.raises(InputError, match=says):
        oe.npv(oe.Q([-100, 200], "USD"), "-95 %/year", far)
    with pytest.raises(InputError, match=says):  # inf less inf is none either
        oe.npv(oe.Q([[-100.0], [200.0]], "USD"), oe.Q([-95, 5], "%/year"), far)
    assert float(oe.npv(oe.Q([-100, 200], "USD"), "1 %/year", far).magnitude) < 0.0


@given(st.floats(-0.01, 0.02), st.floats(1.0, 1000.0))
def test_the_rate_of_very_long_flows_is_found(rate: float, years: float) -> None:
    grown = 100.0 * (1.0 + rate) ** years
    flows, times = np.array([-100.0, grown]), np.array([0.0, years])
    assert finance.irr(flows, times) == pytest.approx(rate, abs=1e-12)
    result = oe.irr(oe.Q(flows, "USD"), oe.Q(times, "year"))
    assert float(result.magnitude) == pytest.approx(100.0 * rate, abs=1e-9)


# -- what single contracts do ------------------------------------------------------------------


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
    with pytest.raises(InputError, match="irr: no unique rate"):
        oe.irr(oe.Q(three * 1e6, "USD"))
    flows = np.random.default_rng(6).normal(size=(8, 200)) * 100.0
    flows[-1] = 0.0  # what comes after the last payment bears on nothing
    with pytest.warns(UndefinedWarning):
        rates = oe.irr(oe.Q(flows, "USD")).magnitude
    for path, rate in zip(flows.T, rates, strict=True):
        roots = np.roots(path[:-1])
        real = roots[np.abs(roots.imag) < 1e-9].real
        fits = real[(real > math.exp(-3.0)) & (real < math.exp(4.0))]
        only = 100.0 * (fits[0] - 1.0) if len(fits) == 1 else math.nan
        assert rate == pytest.approx(only, nan_ok=True)


# -- what is refused ---------------------------------------------------------------------------


def test_capitalised_interest_is_lent_when_it_would_have_been_due() -> None:
    terms = {"rate": "6.6 %/year", "grace": "3 months", "grace_on": "all", "profile": "bullet"}
    life = oe.average_life(oe.schedule(oe.Loan("4000 MUSD", "4 year", **terms)))  # type: ignore[arg-type]
    added = 4000.0 * 0.066 / 4.0  # MUSD, after a quarter; all is repaid after four years
    assert float(life.magnitude) == pytest.approx(4.0 - 0.25 * added / (4000.0 + added), rel=1e-12)


PAYMENTS = st.lists(st.floats(1.0, 1000.0), min_size=2, max_size=20)


@given(PAYMENTS, st.floats(0.2, 5.0))
def test_pyxirr_finds_the_same_rate(paid: list[float], lent: float) -> None:
    amounts = [-lent * sum(paid) / 2.0, *paid]
    ours = oe.irr(oe.Q(amounts, "USD"))
    theirs: Any = pyxirr.irr(amounts)
    if theirs is not None:  # it gives up where ours goes on
        # It stops within some 1e-8 of high rates; that ours is exact, the worth below shows.
        assert float(ours.magnitude) / 100.0 == pytest.approx(theirs, rel=1e-8, abs=1e-9)
    worth = oe.npv(oe.Q(amounts, "USD"), ours).magnitude
    assert abs(float(worth)) <= 1e-9 * sum(map(abs, amounts))


@pytest.mark.parametrize("profile", ["equal principal", "annuity", "bullet"])
@pytest.mark.parametrize("day_count", ["30/360", "ACT/360", "ACT/365"])
def test_pyxirr_finds_the_same_on_days(profile: str, day_count: str) -> None:
    loan = oe.Loan(
        "495 MUSD",
        "72 months",
        rate="6 %/year",
        grace="30 months",
        profile=profile,
        day_count=day_count,
        upfront_fee="1 %",
        start="2012-02-27",
    )
    schedule = oe.schedule(loan)
    flows = schedule.flows().net.magnitude
    days = [dt.date(2012, 2, 27), *schedule.ends]
    theirs: Any = pyxirr.xirr(days, flows.tolist())
    assert float(oe.irr(schedule).magnitude) / 100.0 == pytest.approx(theirs, abs=1e-9)
    worth = float(oe.npv(schedule, "7 %/year").magnitude)
    assert worth == pytest.approx(pyxirr.xnpv(0.07, days, flows.tolist()), rel=1e-12)


def test_many_paths_have_the_rates_that_each_has() -> None:
    rng = np.random.default_rng(3)
    paths = np.concatenate([-rng.uniform(50, 500, (1, 200)), rng.uniform(0, 60, (12, 200))])
    rates = oe.irr(oe.Q(paths, "USD")).magnitude / 100.0
    theirs = [pyxirr.irr(paths[:, k].tolist()) for k in range(200)]
    assert rates == pytest.approx(np.array(theirs), abs=1e-9)
