"""Quantities that the kit draws: within their bounds, in units of one kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import oilecon as oe
from oilecon import testing
from oilecon.testing.quantities import numbers
from oilecon.units import to_magnitude, unit_of

CANONICAL = [
    *("USD", "bbl", "nmi", "knot", "day", "t", "t/day", "USD/bbl", "USD/t", "USD/day", "fraction"),
    *("1/year", "degAPI", "degC", "kg/m3", "cSt", "1", "USD/bbl/degAPI", "bbl/day", "mg/kg", "m"),
]
few = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)


# -- what is drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("unit", CANONICAL)
def test_a_quantity_in_any_unit_stays_in_its_bounds(unit: str) -> None:
    low, high = (0.1, 0.9) if unit == "fraction" else (0.3, 777.7)

    @few
    @given(testing.quantities(unit, low, high, any_unit=True))
    def inside(quantity: Any) -> None:
        assert low <= to_magnitude(quantity, unit) <= high

    inside()


@pytest.mark.parametrize("unit", CANONICAL)
def test_compatible_units_measure_the_same_thing(unit: str) -> None:
    found = testing.compatible_units(unit)
    assert found[0] == unit
    assert len(set(found)) == len(found)
    for other in found:
        assert unit_of(other).dimensionality == unit_of(unit).dimensionality


def test_every_pair_that_the_trade_uses_is_among_them() -> None:
    assert {"USD/kb", "USD/Mb", "MUSD/bbl", "USD/L", "USD/m3"} < {
        *testing.compatible_units("USD/bbl")
    }
    assert {"kb/day", "Mb/day", "bbl/year", "m3/day"} < {*testing.compatible_units("bbl/day")}
    assert {"percent"} < {*testing.compatible_units("fraction")}
    assert {"degF", "K"} < {*testing.compatible_units("degC")}


@few
@given(st.data(), st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted))
def test_numbers_keep_to_their_bounds(data: st.DataObject, ends: list[float]) -> None:
    low, typical, high = ends
    assert low <= data.draw(numbers(low, typical, high)) <= high


@few
@given(testing.price_paths(20, start=(40, 60), swing="5 %", low=35, high=70))
def test_a_price_path_moves_by_no_more_than_its_swing(path: Any) -> None:
    prices = path.magnitude
    assert prices.shape == (20,)
    assert 40 <= prices[0] <= 60
    assert 35 <= prices.min() <= prices.max() <= 70
    assert (abs(np.diff(prices)) <= 0.05 * prices[:-1] * (1 + 1e-9)).all()


# -- the door ----------------------------------------------------------------------------------


def test_only_hypothesis_sees_a_quantity_as_code() -> None:
    price = oe.Q("63.8 USD/bbl")
    assert pretty(price) == "Q('63.8 USD/bbl')"
    assert f"{price}" == "63.8 USD/bbl"

    class Notebook:
        def text(self, text: str) -> None:
            self.shown = text

    notebook = Notebook()
    price._repr_pretty_(notebook, cycle=False)
    assert notebook.shown.replace(" ", "") == "63.8USD/bbl"
