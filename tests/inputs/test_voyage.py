"""Voyages and charters as inputs: what is refused, and what fits."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, UnitError
from tests.samples import refusal

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


# -- cross checks of the groups --------------------------------------------------------------------

MILES = "the distance includes the emission-area miles"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"eca_distance": "40000 nmi"},
            f"Voyage.eca_distance: expected at most the 13350 nmi sailed, got 40000 nmi; {MILES}",
        ),
        (
            {"ballast_distance": "50 nmi"},
            f"Voyage.ballast_eca_distance: expected at most the 50 nmi sailed, got 85 nmi; {MILES}",
        ),
        (
            {"ballast_eca_distance": "14000 nmi"},
            (
                "Voyage.ballast_eca_distance: expected at most the 13350 nmi sailed, "
                f"got 14000 nmi; {MILES}"
            ),
        ),
        (
            {"distance": oe.Q([100, 50, 20], "nmi")},
            f"Voyage.eca_distance: expected at most the 50 nmi sailed, got 85 nmi; {MILES}",
        ),
        (
            {"eca_distance": oe.Q([1, 2, 3], "nmi"), "distance": oe.Q([100, 500], "nmi")},
            (
                "Voyage.eca_distance: expected an array that broadcasts with the distance, "
                "got shapes (3,) and (2,)"
            ),
        ),
        (
            {
                "ballast_eca_distance": oe.Q([1, 2, 3], "nmi"),
                "ballast_distance": oe.Q([100, 500], "nmi"),
            },
            (
                "Voyage.ballast_eca_distance: expected an array that broadcasts with the distance, "
                "got shapes (3,) and (2,)"
            ),
        ),
    ],
    ids=count(),
)
def test_a_voyage_with_more_emission_area_miles_than_miles_is_refused(
    changes: dict[str, Any], sentence: str
) -> None:
    assert refusal(lambda: ARTICLE.asia.sea.evolve(**changes)) == sentence
    paths = {f"asia.sea.{name}": value for name, value in changes.items()}
    assert refusal(lambda: ARTICLE.vary(paths)) == sentence.replace("Voyage", "asia.sea", 1)


def test_a_voyage_wholly_in_emission_areas_is_taken() -> None:
    whole = ARTICLE.asia.sea.evolve(eca_distance="13350 nmi", ballast_distance="20000 nmi")
    assert whole.values["eca_distance"] == whole.values["distance"]
