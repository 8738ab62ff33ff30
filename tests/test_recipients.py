"""Recipients: what they get is the price."""

from __future__ import annotations

import math

import numpy as np
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


def test_recipients_of_many_cases_have_the_index_of_the_other_tables() -> None:
    many = oe.scenario("article").vary(
        {"market.brent": oe.Q([[50], [60], [70]], "USD/bbl"), "supply.royalty": [0.2, 0.3]}
    )
    result = oe.compare(many, "gulf", "asia")
    frame = result.recipients().to_frame()
    assert frame.index.equals(result.to_frame().index)
    for at in np.ndindex(3, 2):
        one = oe.compare(many.at(*at), "gulf", "asia").recipients()
        assert frame.loc[at, "producer [USD/bbl]"] == one["producer"].magnitude
