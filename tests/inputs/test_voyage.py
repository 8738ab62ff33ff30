"""Voyages and charters as inputs: what is refused, and what fits."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError, UnitError

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
CHARTERS = [
    oe.TimeCharterEquivalent("60000 USD/day", "3.75 %"),
    oe.TimeCharter("60000 USD/day", "1.25 %"),
    oe.Worldscale(75.0, "22.18 USD/t", "0.27 USD/t", "3.75 %"),
    oe.LumpSum("8000000 USD", "3.75 %"),
    oe.PerTonne("36 USD/t", "3.75 %"),
    oe.PerBarrel("5.5 USD/bbl", "3.75 %"),
]


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: SEA.evolve(distance="0 nmi"),
            InputError,
            (
                "Voyage.distance: expected above 0 and at most 50000 nmi, got 0; write for example "
                "'2100 nmi'"
            ),
        ),
        (
            lambda: oe.Worldscale("80 USD/t", "22 USD/t"),
            UnitError,
            (
                "Worldscale.points: expected a pure number, got 80 in USD/t, another kind of "
                "quantity; write for example 75.0 (USD/t is PerTonne)"
            ),
        ),
        (
            lambda: SEA.evolve(charter=CHARTERS[2].evolve(premium_per_grt="1.3 USD")),
            InputError,
            (
                "Voyage.charter.premium_per_grt: the ship's gross tonnage is required with it; "
                "write vessel.evolve(gross_tonnage=82000.0)"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message


# -- the tables --------------------------------------------------------------------------------


def test_emission_area_miles_that_do_not_broadcast_with_the_distance_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        SEA.evolve(distance=oe.Q([9000, 9500], "nmi"), eca_distance=oe.Q([1, 2, 3], "nmi"))
    assert str(refused.value) == (
        "Voyage.eca_distance: expected an array that broadcasts with the distance, got shapes (3,) "
        "and (2,)"
    )


ASIA = oe.scenario("article-sanctioned").routes["asia"]


def refusal(make: Any, kind: type[OilEconError] = InputError) -> str:
    with pytest.raises(kind) as caught:
        make()
    return str(caught.value)


# -- bad input -------------------------------------------------------------------------------------


def test_demurrage_at_discharge_is_part_of_all_demurrage() -> None:
    rate: dict[str, Any] = {"demurrage": "50000 USD/day"}
    assert refusal(
        lambda: ASIA.sea.evolve(**rate, demurrage_days="1 day", demurrage_days_discharge="2 day")
    ) == (
        "Voyage.demurrage_days_discharge: expected at most the 1 day in all, got 2 day; those at "
        "discharge are among them"
    )
    assert "has no effect without demurrage_days" in refusal(
        lambda: ASIA.sea.evolve(demurrage_days_discharge="2 day")
    )
