"""Voyages and charters as inputs: what is refused, and what fits."""

from __future__ import annotations

import pickle
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, UnitError
from tests.samples import refusal

if TYPE_CHECKING:
    from pathlib import Path

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


# -- ports of one's own ----------------------------------------------------------------------------

OWN = oe.Port("Balao", latitude=1.0, longitude=-79.7, draft="15 m", note='the "sea" berths')


def test_a_voyage_keeps_a_port_of_ones_own_in_files_code_and_pickles(tmp_path: Path) -> None:
    s = ARTICLE.vary({"asia.sea.load_port": OWN, "gulf.sea.discharge_port": (29.0, -94.3)})
    assert s.asia.sea.load_port == OWN
    assert s.gulf.sea.discharge_port == oe.Port("29° N, 94.3° W", latitude=29.0, longitude=-94.3)
    assert s.asia.sea.ports == (OWN, "Ningbo")
    assert oe.Scenario.load(s.save(tmp_path / "own.toml")) == s
    assert oe.Scenario.from_toml(s.to_toml()) == s
    assert pickle.loads(pickle.dumps(s)) == s  # noqa: S301  our own bytes
    assert hash(s) == hash(oe.Scenario.from_dict(s.to_dict()))
    assert f"load_port={OWN!r}" in repr(s.asia.sea)
    assert oe.evaluate(s, "asia")["netback"] == oe.evaluate(ARTICLE, "asia")["netback"]


def test_a_shipped_port_that_is_given_as_such_is_its_name() -> None:
    assert SEA.evolve(load_port=oe.Port.shipped("jose")).load_port == "José"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            3,
            (
                "Voyage.load_port: expected a port's name, an oilecon.Port or coordinates "
                "(latitude, longitude), got 3; write for example 'Rotterdam' or (1.0, -79.7)"
            ),
        ),
        (
            (91, 0),
            (
                "Voyage.load_port: Port.latitude: expected degrees north of the equator, a number "
                "from -90 to 90, got 91; write for example latitude=1.0 (south is below zero)"
            ),
        ),
    ],
)
def test_what_is_no_port_is_refused(given: Any, message: str) -> None:
    assert refusal(lambda: SEA.evolve(load_port=given)) == message


def test_a_table_that_is_no_port_is_refused_with_all_that_is_wrong() -> None:
    tree = SEA.to_dict()
    tree["load_port"] = {"latitude": 1.0, "longitude": -79.7, "deapth": "15 m"}
    said = refusal(lambda: oe.Voyage.from_dict(tree))
    assert "load_port.deapth: unknown field" in said
    assert "load_port.name: name is required" in said
    tree["load_port"] = {"name": "Balao", "latitude": 1.0, "longitude": 280.3}
    assert "longitude=-79.7" in refusal(lambda: oe.Voyage.from_dict(tree))


def test_laytime_needs_a_rate_and_stands_in_place_of_days_on_demurrage() -> None:
    sea = oe.scenario("article").asia.sea
    assert refusal(lambda: sea.evolve(laytime="72 h")) == (
        "Voyage.laytime: has no effect without demurrage; write demurrage='30000 USD/day' too"
    )
    rate = {"demurrage": "30000 USD/day"}
    assert refusal(lambda: sea.evolve(**rate)) == (
        "Voyage.demurrage: has no effect without demurrage_days or laytime; write "
        "demurrage_days='3 day' or laytime='72 h' too"
    )
    assert refusal(lambda: sea.evolve(**rate, laytime="72 h", demurrage_days="1 day")) == (
        "Voyage.laytime: the time over laytime is computed, and the days on demurrage are given; "
        "write one or the other"
    )
    assert refusal(
        lambda: sea.evolve(**rate, laytime="72 h", demurrage_days_discharge="1 day")
    ) == (
        "Voyage.demurrage_days_discharge: has no effect without demurrage_days; write "
        "demurrage_days='3 day' too"
    )
