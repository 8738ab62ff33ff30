"""Ships, blends, routes and scenarios that the kit draws, and what it refuses to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import oilecon as oe
from oilecon import testing
from oilecon.errors import InputError, OilEconError, PathError, UnitError
from oilecon.testing.quantities import numbers
from tests.searches import smallest

if TYPE_CHECKING:
    from collections.abc import Callable


PUBLIC: dict[str, Any] = {name: getattr(oe, name) for name in oe.__all__}
few = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)


# -- what is drawn -----------------------------------------------------------------------------

DRAWN: dict[str, st.SearchStrategy[Any]] = {
    "quantities": testing.quantities("USD/bbl", 40, 80, any_unit=True),
    "arrays": testing.quantities("m3", 0, 1, shape=(2, 2)),
    "arrays in any unit": testing.quantities("USD/bbl", 40, 80, shape=3, any_unit=True),
    "shares": testing.quantities("fraction", 0, 1, any_unit=True),
    "price paths": testing.price_paths(4),
    "crudes": testing.crudes(temperature="15 degC"),
    "blends": testing.blends(),
    "dilutions": testing.dilutions(),
    "vessels": testing.vessels(),
    "charters": testing.charters(),
    "voyages": testing.voyages(),
    "chains": testing.chains(),
    "scenarios": testing.scenarios("article"),
    "arrays of scenarios": testing.scenarios("article", "market.brent", "*.sea.weather", cases=3),
    "loans": testing.loans(),
    "oil repayments": testing.oil_repayments(),
    "shares of a stream": testing.oil_repayments("share"),
    "debts": testing.groups(oe.Debt, loan=testing.loans(profile="own")),
    "markets": testing.groups(oe.Market),
    "supplies": testing.groups(oe.Supply),
    "routes": testing.groups(oe.Route, legs=st.fixed_dictionaries({"sea": testing.voyages()})),
}


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[k], other[k]) for k in one)
    if hasattr(one, "magnitude"):
        return bool(one.units == other.units) and np.array_equal(one.magnitude, other.magnitude)
    return bool(one == other)


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_prints_as_code_that_rebuilds_it(name: str) -> None:
    @few
    @given(DRAWN[name])
    def rebuilt(value: Any) -> None:
        again = eval(pretty(value), PUBLIC)  # noqa: S307  our own text
        assert alike(again, value)

    rebuilt()


def test_both_ends_are_drawn_and_a_case_shrinks_to_the_typical_one() -> None:
    drawn = numbers(62.54, 63.8, 79.27)
    assert smallest(drawn, lambda _: True) == 63.8
    assert smallest(drawn, lambda price: price == 79.27) == 79.27
    assert smallest(drawn, lambda price: price == 62.54) == 62.54
    assert smallest(numbers(5.0, 5.0, 5.0), lambda _: True) == 5.0
    assert smallest(
        testing.scenarios("article", "asia.*.*", "market.*"), lambda _: True
    ) == oe.scenario("article")
    ship = smallest(testing.vessels(), lambda _: True)
    assert ship.same_figures(oe.Vessel.shipped("aframax"))
    dear = smallest(
        testing.scenarios("article", "market.*"), lambda s: s.market.vlsfo.magnitude > 460
    )
    assert 460 < dear.market.vlsfo.magnitude <= 470
    assert [*dear.overrides()] == ["market.vlsfo"]


@few
@given(testing.scenarios("article-sanctioned"))
def test_a_scenario_keeps_to_its_sourced_ranges(scenario: oe.Scenario) -> None:
    for path, _, raw in scenario.leaves():
        row = scenario.row(path)
        if row is not None:
            assert row.low <= raw <= row.high  # type: ignore[operator]
    assert scenario.gulf.sea.weather == scenario.asia.sea.weather  # one row for all routes


def test_named_inputs_alone_vary_and_may_have_other_ranges() -> None:
    drawn = testing.scenarios("article", market__brent=("20 USD/bbl", "30 USD/bbl"))
    far = smallest(drawn, lambda s: s.market.brent.magnitude > 25)
    assert [*far.overrides()] == ["market.brent"]
    both = testing.scenarios("article", "market.mgo", market__brent=(20, 30))
    found = smallest(both, lambda s: s.market.mgo.magnitude > 750)
    assert {*found.overrides()} == {"market.brent", "market.mgo"}
    stacked = smallest(testing.scenarios("article", "market.brent", cases=5), lambda _: True)
    assert stacked.shape == (5,)


@few
@given(testing.blends(parts=3, temperature="15 degC"))
def test_what_is_drawn_to_be_blended_can_be(parts: list[tuple[oe.Crude, float]]) -> None:
    assert 2 <= len(parts) <= 3
    method = {"viscosity_rule": "refutas", "viscosity_basis": "volume", "temperature": "15 degC"}
    mixed = oe.blend(parts, **method)  # type: ignore[arg-type]
    apis = [crude.api.magnitude for crude, _ in parts]
    assert min(apis) - 2 < mixed.api.magnitude < max(apis) + 1e-9


@few
@given(testing.dilutions())
def test_what_is_drawn_to_be_diluted_can_be(given_oils: dict[str, Any]) -> None:
    assert 0 <= oe.dilute(**given_oils).share.magnitude <= 1


@few
@given(testing.voyages(), testing.groups(oe.Market))
def test_what_is_drawn_can_be_sailed(voyage: oe.Voyage, market: oe.Market) -> None:
    assert math.isfinite(oe.estimate(voyage, market, api="16 degAPI").freight.magnitude)
    assert voyage.cargo <= voyage.vessel.dwt


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (
            lambda: testing.loans(principle="4 MUSD"),
            InputError,
            "Loan has no field 'principle'; did you mean 'principal'?",
        ),
        (
            lambda: testing.oil_repayments("volumes"),
            InputError,
            (
                "oil_repayments: expected 'volume', 'value', 'share', got 'volumes'; did you mean "
                "'volume'?"
            ),
        ),
        (
            lambda: testing.oil_repayments(sweeps="0 %"),
            InputError,
            "OilRepayment has no field 'sweeps'; did you mean 'sweep'?",
        ),
        (
            lambda: testing.quantities("USD/bbl", 80, 40),
            InputError,
            (
                "expected low <= typical <= high, got 80, 80 and 40 USD/bbl; write for example "
                "('40 USD/bbl', '64 USD/bbl', '80 USD/bbl')"
            ),
        ),
        (
            lambda: testing.quantities("USD/bbl", 40, math.inf),
            InputError,
            "expected one finite number in USD/bbl, got inf",
        ),
        (
            lambda: testing.quantities("USD/brl", 40, 80),
            UnitError,
            "'brl' is a barrel to one and Brazil's real to another; write 'bbl' or 'BRL'",
        ),
        (
            lambda: testing.groups(oe.Market, brnt=3),
            InputError,
            "Market has no field 'brnt'; did you mean 'brent'?",
        ),
        (
            lambda: testing.scenarios("article", "market.brnt"),
            PathError,
            "no path 'market.brnt': 'market' has no 'brnt'; did you mean 'brent'?",
        ),
        (
            lambda: testing.ranges("article", "asia.sea.extra_days"),
            InputError,
            "asia.sea.extra_days: no row gives its range; write it yourself, as ('low', 'high')",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    make: Callable[[], Any], kind: type[OilEconError], text: str
) -> None:
    with pytest.raises(kind) as refused:
        make()
    assert str(refused.value) == text
