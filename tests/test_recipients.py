"""Recipients: what they get is the price."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import testing


def scenarios() -> st.SearchStrategy[oe.Scenario]:
    """Scenarios with every ranged input anywhere in its sourced range."""
    return testing.scenarios("article-sanctioned")


@given(scenarios())
def test_what_the_recipients_get_is_the_price(scenario: oe.Scenario) -> None:
    for route in ("gulf", "asia"):
        waterfall = oe.evaluate(scenario, route).waterfall()
        paid = waterfall[waterfall["recipient"] != ""]["amount [USD/bbl]"]
        producer = waterfall["total [USD/bbl]"].iloc[-1]
        price = waterfall.loc["differential", "total [USD/bbl]"]
        assert math.fsum([producer, *(-paid)]) == pytest.approx(price, abs=1e-12)
