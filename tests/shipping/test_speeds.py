"""Speeds: what they cost, and which is best."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError
from oilecon.shipping import at_speed, best_speed, speeds

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


def cell(table: Any, row: Any, column: str) -> float:
    return float(table[column][row])


# -- laytime, speed, size ----------------------------------------------------------------------


def test_no_speed_costs_less_than_the_best() -> None:
    best = best_speed(SEA, MARKET, "60000 USD/day").magnitude
    assert (
        best_speed(
            SEA, MARKET, "60000 USD/day", cargo_price="50 USD/bbl", api="16 degAPI"
        ).magnitude
        > best
    )

    def cost(knots: float) -> float:
        fuel = at_speed(VLCC, laden=oe.Q(knots, "knot")).fuel_laden.magnitude
        return float((60_000 + fuel * MARKET.vlsfo.magnitude) / knots)

    assert all(cost(best) <= cost(best + step) for step in (-1.0, -0.1, 0.1, 1.0))
    table = speeds(SEA, MARKET, [10.0, 13.0], cargo_price="50 USD/bbl", api="16 degAPI")
    assert cell(table, 10.0, "carry [USD/bbl]") > cell(table, 13.0, "carry [USD/bbl]")
    assert cell(table, 10.0, "fuel [t]") < cell(table, 13.0, "fuel [t]")


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda two, three: at_speed(two, laden=three), "fuel_laden (2,), laden (3,)"),
        (
            lambda two, three: best_speed(
                SEA.evolve(vessel=two), MARKET, three * oe.Q("5000 USD/day/knot")
            ),
            "hire (3,), fuel_laden (2,)",
        ),
    ],
)
def test_arrays_that_do_not_broadcast_are_refused_by_name(call: Any, named: str) -> None:
    two = VLCC.evolve(fuel_laden=oe.Q([60.0, 70.0], "t/day"))
    with pytest.raises(InputError) as refused:
        call(two, oe.Q([11.0, 12.0, 13.0], "knot"))
    assert f"expected arrays that broadcast together, got {named}" in str(refused.value)


# -- inverses ----------------------------------------------------------------------------------


def test_speeds_take_texts_and_quantities() -> None:
    price = "50 USD/bbl"
    table = speeds(SEA, MARKET, [10.0, 12.0], cargo_price=price, api="16 degAPI")
    for knots in (["10 knot", "12 knot"], oe.Q([10, 12], "knot"), (10, 12)):
        assert speeds(SEA, MARKET, knots, cargo_price=price, api="16 degAPI").equals(table)


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: speeds(SEA, MARKET, "12 knot", cargo_price="50 USD/bbl", api="16 degAPI"),
            "speeds: knots: expected a list of speeds, got '12 knot'; write [10, 12, 14]",
        ),
        (
            lambda: best_speed(SEA, MARKET.evolve(vlsfo="0 USD/t"), "60000 USD/day"),
            (
                "best_speed: Market.vlsfo: expected above 0; where fuel costs nothing, no "
                "speed is best"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    with pytest.raises(OilEconError) as caught:
        call()
    assert str(caught.value) == message
