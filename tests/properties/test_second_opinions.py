"""Other software's answers, which are no publication: pyxirr's rates, commodutil's barrel."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe

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


def test_a_barrel_is_commodutil_s() -> None:
    assert oe.Q("1 bbl").to("L").magnitude == pytest.approx(158.987294928, rel=1e-15)
