"""Ports of the user's own: joined to the sea over water, as a shipped port there is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core import sea
from oilecon.errors import InputError, OilEconError
from oilecon.reference import sea as tables
from oilecon.shipping import berths
from oilecon.shipping.berths import place
from tests.samples import refusal

OWN = {
    "Whiffen Head": (47.77, -54.02),  # at the head of Placentia Bay
    "Tutunciftlik": (40.74, 29.77),  # in the Sea of Marmara
    "Tranmere": (53.38, -2.99),  # in the Irish Sea, of which no waypoint stands
    "Slagen": (59.32, 10.53),
    "Quintero": (-32.77, -71.51),
    "Tuapse": (44.09, 39.08),
    "Dumai": (1.7, 101.45),
    "Sarroch": (39.08, 9.03),
}
SHIPPED = sorted(tables.places().values(), key=lambda row: row.name)


def own(name: str) -> oe.Port:
    return oe.Port(name, latitude=OWN[name][0], longitude=OWN[name][1])


def miles(a: Any, b: Any, **how: Any) -> float:
    return float(oe.distance(a, b, published=False, **how).miles.magnitude)


# -- the same place ----------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(here=st.sampled_from(SHIPPED), other=st.sampled_from(SHIPPED))
def test_at_the_place_of_a_shipped_port_the_miles_are_its_own(
    here: tables.Place, other: tables.Place
) -> None:
    assume(here is not other)
    port = oe.Port("Mine", latitude=here.latitude, longitude=here.longitude)
    shipped = oe.distance(here.name, other.name, published=False)
    way = oe.distance(port, other.name)
    assert not way.published
    assert way.miles.magnitude == pytest.approx(shipped.miles.magnitude, rel=0.01)
    assert way.eca.magnitude == pytest.approx(shipped.eca.magnitude, rel=1e-9, abs=1e-9)
    assert way.passages == shipped.passages


@pytest.mark.parametrize(
    "here",
    [row for row in SHIPPED if row.approach_nmi is None and row.name != "Singapore"][::12],
    ids=lambda row: ascii(row.name),
)
def test_over_water_too_the_miles_are_those_of_a_shipped_port_there(
    here: tables.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # without the shipped port that it is next to, the way has to be sought
    far = next(row for row in SHIPPED if row.name == "Singapore")
    expected = miles(here.name, far.name)
    monkeypatch.setattr("oilecon.shipping.berths.HARBOUR_NMI", -1.0)
    port = oe.Port(f"Mine off {here.name}", latitude=here.latitude, longitude=here.longitude)
    assert not place(port).approach
    assert miles(port, far.name) == pytest.approx(expected, rel=0.01)


# -- distances ---------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(a=st.sampled_from(sorted(OWN)), b=st.sampled_from(sorted(OWN)), c=st.sampled_from(SHIPPED))
def test_miles_are_symmetric_and_no_detour_is_shorter(a: str, b: str, c: tables.Place) -> None:
    assume(a != b)
    one, two = own(a), own(b)
    there = miles(one, two)
    assert there == pytest.approx(miles(two, one), rel=1e-12)
    by_c = miles(one, c.name) + miles(c.name, two)
    # An edge is left out where others are no more than 0.05 % longer; and a point off the net
    # between two waypoints may see both where they do not see each other.
    assert there <= 1.001 * by_c + 5.0


@pytest.mark.parametrize("name", OWN)
def test_a_way_over_water_crosses_no_land_and_says_where_it_joins(name: str) -> None:
    way = oe.distance(own(name), "Singapore")
    (first, *_), (berth, *_) = way.waypoints, way.points
    join = berths.joins(place(own(name)))[first]
    assert berth == OWN[name] == join.points[0]
    assert f"{name} is joined to the sea graph at {first} by {join.miles:.0f} nmi" in way.note
    stops = [*join.points, tables.waypoints()[first][:2]]
    line = np.concatenate([sea.track(*leg, 1.0) for leg in pairwise(stops)])
    off = np.array([
        min(float(sea.great_circle_nmi(point[0], point[1], *end)) for end in (stops[0], stops[-1]))
        for point in line
    ])  # fmt: skip
    assert tables.water(line[off > berths.ON_LAND_NMI]).all()
    legs = sum(float(sea.great_circle_nmi(*a, *b)) for a, b in pairwise(stops))
    assert join.miles == pytest.approx(legs)


def test_a_way_round_a_headland_has_bends_and_is_little_longer_than_it_must() -> None:
    join = berths.joins(place(own("Whiffen Head")))["cape_race"]
    assert len(join.points) > 2
    straight = float(sea.great_circle_nmi(*OWN["Whiffen Head"], 46.3, -53.0))
    assert straight < join.miles < 1.35 * straight


def test_a_port_within_a_passage_goes_through_neither_end_of_it_unless_it_leaves_by_it() -> None:
    south = oe.distance(own("Tutunciftlik"), "Augusta")
    assert south.passages == ()
    assert south.waypoints[0] == "marmara"
    north = oe.distance(own("Tutunciftlik"), "Novorossiysk")
    assert north.passages == ("bosporus",)
    assert 400.0 < north.miles.magnitude < 600.0


def test_a_strait_between_a_port_and_its_waypoint_is_among_the_passages() -> None:
    way = oe.distance(own("Dumai"), "Ras Tanura")
    assert way.passages == ("malacca", "hormuz")
    back = oe.distance(own("Dumai"), "Ningbo")
    assert back.passages == ()


def test_passages_named_in_via_are_crossed_from_a_port_of_ones_own() -> None:
    port = own("Quintero")
    through = oe.distance(port, "Houston", via="panama")
    assert through.passages[0] == "panama"
    assert through.miles < oe.distance(port, "Houston").miles
    assert through.miles.magnitude == pytest.approx(miles("Houston", port, via="panama"), rel=1e-12)


def test_two_ports_in_sight_of_each_other_are_as_far_apart_as_the_great_circle() -> None:
    one, two = (12.0, -50.0), (14.0, -49.0)
    way = oe.distance(one, two)
    assert way.miles.magnitude == pytest.approx(float(sea.great_circle_nmi(*one, *two)))
    assert way.waypoints == ()
    assert way.points == (one, two)
    assert "in sight of each other" in way.note
    assert way.origin == "12° N, 50° W"


@pytest.mark.parametrize(
    ("inner", "outer", "apart"),
    [
        ("Montréal", "Québec", 140),  # the pilots' own figure
        ("Westridge", "Vancouver, Canada", 8),  # through the Second Narrows
        ("Philadelphia", "Marcus Hook", 18),
        ("Anacortes", "Cherry Point", 21),  # on two arms: the great circle
    ],
)
def test_two_ports_in_one_channel_do_not_go_out_to_sea(inner: str, outer: str, apart: int) -> None:
    way = oe.distance(inner, outer)
    assert way.miles.magnitude == pytest.approx(apart, abs=0.5)
    assert way.eca.magnitude == pytest.approx(way.miles.magnitude)  # as at their approach
    assert way.note.endswith(f"{inner} and {outer} are in one channel, within {WITHIN[inner]}")
    row = tables.places()[inner]
    beside = miles((row.latitude + 0.01, row.longitude), outer)
    assert beside == pytest.approx(apart, abs=1.5)


WITHIN = {row.name: row.approach for row in SHIPPED}
CHANNELS = [
    [row for row in SHIPPED if row.approach == name]
    for name in sorted(set(WITHIN.values()))
    if list(WITHIN.values()).count(name) > 1
]


@pytest.mark.parametrize("ports", CHANNELS, ids=[ports[0].approach for ports in CHANNELS])
def test_ports_of_one_channel_keep_to_the_triangle(ports: list[tables.Place]) -> None:
    for a in ports:
        for b in ports:
            if a is b:
                continue
            apart = miles(a.name, b.name)
            assert apart == miles(b.name, a.name)
            out, back = (miles(row.name, "Lomé") for row in (a, b))
            assert abs(out - back) - 1e-6 <= apart <= out + back
            for c in ports:
                if c is not a and c is not b:
                    assert apart <= miles(a.name, c.name) + miles(c.name, b.name) + 1e-6


def test_a_port_near_a_shipped_one_is_reached_as_that_is() -> None:
    port = oe.Port("Deer Park", latitude=29.75, longitude=-95.27)
    way = oe.distance(port, "José")
    assert (
        "Deer Park is joined to the sea graph at galveston_entrance, 52 nmi off, as Houston is"
        in (way.note)
    )
    assert way.miles.magnitude == pytest.approx(miles("Houston", "José"), abs=1.0)


def test_miles_in_a_control_area_start_at_the_berth() -> None:
    way = oe.distance(own("Slagen"), "Rotterdam")
    assert way.eca.magnitude == pytest.approx(way.miles.magnitude, rel=1e-9)


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "at", "near"),
    [
        ("Baku", (40.3, 49.9), "'Batumi' (382 nmi off)"),
        ("Geneva", (46.2, 6.1), "'Genoa' (161 nmi off)"),
        ("Chicago", (41.9, -87.6), "'Marcus Hook' (566 nmi off)"),
        ("Sabetta", (71.3, 72.1), "'Murmansk' (794 nmi off)"),
    ],
)
def test_a_port_on_land_a_lake_or_in_ice_is_refused_with_the_nearest_ones(
    name: str, at: tuple[float, float], near: str
) -> None:
    port = oe.Port(name, latitude=at[0], longitude=at[1])
    said = refusal(lambda: oe.distance(port, "Singapore"))
    assert said.startswith(
        f"port {name!r} at {at[0]:g}, {at[1]:g} lies more than 5 nmi from any water that the sea "
        "graph reaches (lakes, shoals and pack ice are none); write its berth's latitude and "
        f"longitude, or a shipped port: {near}, "
    )


def test_a_port_from_which_no_way_is_short_enough_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    berths._over_water.cache_clear()
    monkeypatch.setattr(berths, "_WINDOWS", (0.5,))
    said = refusal(lambda: oe.distance((53.4, -3.4), "Singapore"))
    assert "'53.4° N, 3.4° W' at 53.4, -3.4 has no way of up to 30 nmi over water" in said


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: oe.distance(3, "Houston"),  # type: ignore[arg-type]
            InputError,
            (
                "expected a port's name, an oilecon.Port or coordinates (latitude, longitude), got "
                "3; write for example 'Rotterdam' or (1.0, -79.7)"
            ),
        ),
        (
            lambda: oe.distance((1.0, 2.0, 3.0), "Houston"),
            InputError,
            (
                "expected a port's name, an oilecon.Port or coordinates (latitude, longitude), got "
                "(1.0, 2.0, 3.0); write for example 'Rotterdam' or (1.0, -79.7)"
            ),
        ),
        (
            lambda: oe.distance((1.0, 280.3), "Houston"),
            InputError,
            (
                "Port.longitude: expected degrees east of Greenwich, a number from -180 to 180, "
                "got 280.3; write longitude=-79.7 (west is below zero)"
            ),
        ),
        (
            lambda: oe.distance((27.1, 56.1), oe.Port("Mine", latitude=27.1, longitude=56.1)),
            InputError,
            "distance: '27.1° N, 56.1° E' to itself is no voyage; write two ports",
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[OilEconError], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
