"""A month's split against the linear programme that HiGHS solves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from tests.programmes import amounts, maybe

S = oe.scenario("article-sanctioned")
BRENT = "market.brent"
PRICES = {BRENT: oe.prices.GeometricBrownian("64 USD/bbl", sigma="60 %")}
DAYS = 31.0


@st.composite
def outlets(draw: Any) -> oe.Outlet:
    """Draw limits; a term volume is small enough to fit them, and any supply."""
    capacity, licence = (draw(maybe(amounts(0.0, 500.0, "kb/day"))) for _ in range(2))
    ships = draw(maybe(st.floats(0.0, 30.0)))
    most = min([10.0, *(each.magnitude for each in (capacity, licence) if each is not None)])
    term = draw(amounts(0.0, most, "kb/day")) if ships is None else oe.Q(0.0, "kb/day")
    return oe.Outlet(capacity=capacity, licence=licence, term=term, ships=ships)


@st.composite
def supplies(draw: Any) -> oe.Scenario:
    """Draw a case of two to four routes whose differentials and diluent limits differ."""
    changes = {
        "supply.output": draw(amounts(100.0, 900.0, "kb/day")),
        "supply.diluent_supply": draw(maybe(amounts(20.0, 250.0, "kb/day"))),
    }
    routes = dict(S.routes)
    for k in range(draw(st.integers(0, 2))):
        twin = routes[draw(st.sampled_from(["gulf", "asia"]))]
        routes[f"further{k}"] = twin.vary(
            {"sale.differential": draw(amounts(-35.0, 0.0, "USD/bbl"))}
        )
    return S.evolve(routes=routes).vary(changes)


@settings(max_examples=25)
@given(st.data())
def test_a_month_earns_what_the_linear_programme_earns(data: Any) -> None:
    scenario = data.draw(supplies())
    limits = {name: data.draw(outlets()) for name in scenario.routes}
    programme = oe.Programme.of(scenario, "2026-01/2026-01", outlets=limits)
    seed = data.draw(st.integers(0, 99))
    months = oe.run(programme, PRICES, n=4, seed=seed)
    paths = oe.prices.Correlated(PRICES).simulate("2026-01/2026-01", n=4, seed=seed)
    brent = paths[BRENT].values.magnitude.ravel()
    objective = months["objective"].magnitude[0]
    for price, earned in zip(brent, objective, strict=True):
        best = oe.allocate(scenario.vary({BRENT: oe.Q(float(price), "USD/bbl")}), limits)
        expected = float(best.earnings.magnitude) * DAYS
        assert earned == pytest.approx(expected, rel=1e-6, abs=1.0)
