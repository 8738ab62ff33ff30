"""Measures against the closed form for equal principal, the annuity's, and pyxirr.

The grant element is defined as in the World Bank's "Grant element calculations"
(ida.worldbank.org): face less the present value of all service, over face, with the interval from
the commitment to one period before the first repayment in the place of the grace. The closed form
is the sum of the geometric series; ours adds up discounted payments, so the two agree to rounding.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core import finance
from oilecon.lending import petrocaribe


def closed_form(rate: float, discount: float, grace: float, tenor: float, a_year: int) -> float:
    per = (1.0 + discount) ** (1.0 / a_year) - 1.0
    payments = a_year * (tenor - grace)
    late: float = (1.0 + per) ** (-a_year * grace) - (1.0 + per) ** (-a_year * tenor)
    found: float = 100.0 * (1.0 - rate / a_year / per) * (1.0 - late / (per * payments))
    return found


@given(
    st.floats(0.001, 0.10),
    st.floats(0.01, 0.15),
    st.integers(0, 10),
    st.integers(1, 30),
    st.sampled_from([("annual", 1), ("semiannual", 2), ("quarterly", 4)]),
)
def test_the_closed_form_of_equal_principal(
    rate: float, discount: float, grace: int, more: int, often: tuple[str, int]
) -> None:
    frequency, a_year = often
    tenor = grace + more
    loan = oe.Loan(
        "1 MUSD",
        f"{tenor} year",
        rate=oe.Q(rate, "1/year"),
        grace=f"{grace} year",
        frequency=frequency,
    )
    found = oe.grant_element(oe.schedule(loan), oe.Q(discount, "1/year"))
    wanted = closed_form(rate, discount, grace, tenor, a_year)
    assert float(found.magnitude) == pytest.approx(wanted, abs=1e-9)


def test_the_annuity_of_petrocaribe() -> None:
    # 1 % over 23 payments: 1 / a = 0.01 / (1 - 1.01^-23) = 4.8886 % of what is owed after a grace
    # in which interest was capitalised twice.
    assert finance.annuity_usd(100.0, 0.01, 23) == pytest.approx(4.88858, abs=5e-6)
    owed = 1.01**2
    worth = sum(0.0488858401 * owed / 1.05**year for year in range(3, 26))
    sale = petrocaribe("100 USD/bbl", discount="5 %/year")
    assert float(sale.grant_element.magnitude) == pytest.approx(100.0 * (1.0 - worth), abs=1e-5)
    cash = min(1.05 ** (-30 / 365), (1.0 + 0.02 * 60 / 360) * 1.05 ** (-90 / 365))
    effective = 100.0 * (0.4 * cash + 0.6 * worth)
    assert float(sale.effective_price.magnitude) == pytest.approx(effective, abs=1e-5)


@pytest.mark.parametrize(
    ("price", "share", "tenor"),
    [
        (14.99, 0, 17),
        (15, 5, 17),
        (22, 15, 17),
        (39.99, 25, 17),
        (40, 30, 17),
        (40.01, 30, 25),
        (79.99, 40, 25),
        (100, 60, 25),
        (149.99, 60, 25),
        (200, 70, 25),
    ],
)
def test_the_scale_of_2008(price: float, share: float, tenor: float) -> None:
    sale = petrocaribe(oe.Q(price, "USD/bbl"))
    assert float(sale.share.magnitude) == pytest.approx(share)
    assert float(sale.tenor.magnitude) == tenor
    assert float(sale.rate.magnitude) == pytest.approx(1.0 if tenor == 25 else 2.0)


def test_the_scale_of_2005() -> None:
    shares = [petrocaribe(f"{price} USD/bbl", on="2007-01-01").share for price in (40, 60, 140)]
    assert [float(share.magnitude) for share in shares] == [30.0, 40.0, 50.0]


def test_the_buy_backs() -> None:
    table = oe.lending.buy_backs()["discount [%]"]
    assert float(table["Dominican Republic 2015"]) == pytest.approx(52.0, abs=0.5)
    assert float(table["Jamaica 2015"]) == pytest.approx(50.0)


FLOWS = st.lists(st.floats(1.0, 1000.0), min_size=2, max_size=20)


@given(FLOWS, st.floats(0.2, 5.0))
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
    found = oe.irr(oe.Q(paths, "USD")).magnitude / 100.0
    theirs = [pyxirr.irr(paths[:, k].tolist()) for k in range(200)]
    assert found == pytest.approx(np.array(theirs), abs=1e-9)
