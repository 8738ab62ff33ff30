"""The graph of the sea against ways over a fine grid of water, and what `via` and `on` mean.

`dense_ways.csv` holds the miles between the approaches of ports over a grid of 0.2 degrees, five
minutes of arc off the land, straightened where the land allows; docs/explanation/voyages.md says
how, and tools/draw_dense_ways.py draws it. It has every pair of neighbours within 400 nmi, and one
in seventeen of the others.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import os
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core import sea
from oilecon.errors import InputError, OilEconError, UnknownName
from oilecon.reference import sea as tables
from oilecon.shipping import distances
from tools import write_published_ways

LONGER, SHORTER = 0.03, 0.03
"""A grid way turns at grid points, and an edge may pass closer to a cape than five minutes."""
FEW_NMI = 6.0
"""On short ways a grid point more or less counts."""
SHUT = frozenset(name for name, passage in tables.passages().items() if passage.named)


@cache
def dense() -> list[tuple[str, str, float]]:
    with (Path(__file__).parent / "dense_ways.csv").open(encoding="utf-8", newline="") as file:
        return [(row["start"], row["end"], float(row["miles"])) for row in csv.DictReader(file)]


def test_no_way_is_longer_or_shorter_than_over_a_dense_grid() -> None:
    wrong = []
    for start, end, miles in dense():
        stops = distances._stops(start, end, (), SHUT)
        assert stops is not None
        found = length(stops)
        if not (1 - SHORTER) * miles - FEW_NMI <= found <= (1 + LONGER) * miles + FEW_NMI:
            wrong.append((start, end, round(found), miles))
    assert wrong == []


def test_no_edge_passes_a_gate_without_its_waypoint() -> None:
    points = tables.waypoints()
    for start, end, by_hand in tables.sea_edges():
        if by_hand is not None:
            continue
        own = {points[start][2], points[end][2]}
        here, there = points[start][:2], points[end][:2]
        track = np.vstack([here, sea.track(here, there, 10.0), there])
        for name, row in tables.passages().items():
            assert name in own or not sea.crosses(track, row.gate)


@given(row=st.sampled_from(tables.published()), share=st.floats(0.5, 1.5))
@example(tables.published()[0], 0.980001)
@example(tables.published()[0], 0.979999)
def test_a_published_figure_two_percent_shorter_than_the_way_is_not_taken(
    row: tables.Published, share: float
) -> None:
    via = row.via or ()
    way = oe.distance(row.origin, row.destination, via=via, published=False)
    miles = share * way.miles.magnitude
    only = (replace(row, miles=miles, eca_nmi=None),)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "published", lambda: only)
        for ends in ((row.origin, row.destination), (row.destination, row.origin)):
            found = oe.distance(*ends, via=via)
            assert found.published is (share >= 0.98)
            expected = miles if found.published else way.miles.magnitude
            assert found.miles.magnitude == pytest.approx(expected, rel=1e-12)
            assert ("is not taken" in found.note) is not found.published


def test_a_good_figure_of_the_other_direction_stands_in_for_one_that_is_too_short() -> None:
    out = next(row for row in tables.published() if row.origin == "Bonny")
    back = next(row for row in tables.published() if row.destination == "Bonny")
    rows = (replace(out, miles=4000.0), back)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "published", lambda: rows)
        assert oe.distance("Bonny", "Rotterdam").miles == oe.Q("4475 nmi")


def test_the_ways_of_published_distances_are_as_the_tool_writes_them(tmp_path: Path) -> None:
    file = tmp_path / "ways.csv"
    write_published_ways.write(file)
    assert file.read_text(encoding="utf-8") == write_published_ways.FILE.read_text(encoding="utf-8")


def test_a_kept_way_is_the_one_that_a_search_finds() -> None:
    places = tables.places()
    assert len(tables.published_routes()) > 50
    every = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 4
    for (start, end), kept in list(tables.published_routes().items())[::every]:
        for stops in kept:
            ends = [(row.latitude, row.longitude) for row in (places[start], places[end])]
            crossed = distances._crossed(stops, *ends)
            canals = {name for name in crossed if name in SHUT}
            for many in range(len(crossed) + 1):
                for via in combinations(crossed, many):
                    if not canals <= set(via):
                        continue
                    found = distances._shipped(start, end, via, SHUT - canals)
                    first, last = places[start].approach, places[end].approach
                    searched = distances._stops(first, last, via, SHUT - canals)
                    assert found is not None
                    assert searched is not None
                    assert length(found) == pytest.approx(length(searched), rel=1e-12)
            for name in {tables.waypoints()[stop][2] for stop in stops} - {""}:
                closed = distances._shipped(start, end, (), SHUT | {name})
                assert closed is None or closed != list(stops)


def length(stops: list[str]) -> float:
    return sum(distances._edge_nmi(one, two) for one, two in pairwise(stops))


def test_no_port_lies_on_the_waypoint_of_a_passage() -> None:
    # a way must enter and leave a passage, so none may begin or end there
    points = tables.waypoints()
    assert all(not points[place.approach][2] for place in tables.places().values())


@pytest.mark.parametrize(
    ("origin", "destination", "via", "crossed"),
    [
        ("Ras Tanura", "Yokohama", "lombok", ("hormuz", "lombok")),
        ("José", "Houston", "windward", ("windward",)),
        ("José", "Houston", ("mona",), ("mona",)),
        ("Singapore", "Sydney", "lombok", ("lombok", "torres")),
        # which begins where Torres Strait ends
        ("Singapore", "Sydney", ("torres", "inner_reef"), ("torres", "inner_reef")),
        ("Houston", "Yokohama", "panama", ("yucatan", "panama")),
        (
            "Sikka",
            "Houston",
            ("suez", "gibraltar"),
            ("bab_el_mandeb", "suez", "gibraltar"),
        ),
    ],
)
def test_via_is_the_shortest_way_that_crosses_a_passage(
    origin: str, destination: str, via: str | tuple[str, ...], crossed: tuple[str, ...]
) -> None:
    way = oe.distance(origin, destination, via=via, published=False)
    assert way.passages == crossed
    there = via if isinstance(via, str) else via[::-1]
    back = oe.distance(destination, origin, via=there, published=False)
    assert back.miles.magnitude == pytest.approx(way.miles.magnitude)


@pytest.mark.parametrize("name", [name for name, p in tables.passages().items() if not p.named])
def test_naming_a_passage_that_the_way_crosses_anyway_changes_nothing(name: str) -> None:
    for origin, destination in (
        ("Ras Tanura", "Ningbo"),
        ("Houston", "Primorsk"),
        ("José", "LOOP"),
    ):
        way = oe.distance(origin, destination, published=False)
        if name in way.passages:
            named = oe.distance(origin, destination, via=name, published=False)
            assert named.miles.magnitude == pytest.approx(way.miles.magnitude)
        else:
            named = oe.distance(origin, destination, avoid=name, published=False)
            assert named.waypoints == way.waypoints


@pytest.mark.parametrize(
    ("origin", "destination", "via"),
    [("Singapore", "Fujairah", "hormuz"), ("Novorossiysk", "Batumi", "bosporus")],
)
def test_a_way_that_would_come_back_through_a_passage_is_refused(
    origin: str, destination: str, via: str
) -> None:
    with pytest.raises(InputError) as refused:
        oe.distance(origin, destination, via=via, published=False)
    assert str(refused.value) == (
        f"distance: via {via!r}: no sailing route from {origin} to {destination} crosses "
        "each of these once (closed: none); leave one out, or avoid less"
    )


# Names that are ports of their own in searoute's list, and why each still finds the one it does.
SAME_PORT = {
    "Guaraguao": "PDVSA's terminal in Puerto La Cruz; the list's is a village in Sucre",
    "Cartagena, Colombia": "Mamonal is the oil terminal in its bay",
    "Colón": "Cristóbal is the port of the town of Colón",
    "Loop Terminal": "the Index has it 21 nmi from where the list does",
    "Sabine": "the Sabine Pass is the entrance of Port Arthur",
    "Tubarão": "the same breakwater as Praia Mole",
    "Europoort": "a basin of the port of Rotterdam",
    "Priolo": "a quay of the port of Augusta",
    "Kuwait": "the country's oil is loaded at Mina Al Ahmadi",
    "Kochi": "the name of Cochin since 1996; the list's is in Japan",
    "Jurong": "a basin of the port of Singapore",
    "Xingang": "a basin of the port of Tianjin",
    "Onsan": "a basin of the port of Ulsan",
    "Botany Bay": "where Sydney's tankers berth",
}
CLOSE_NMI = 30.0


@cache
def listed() -> list[tuple[str, str, str, float, float]]:
    """Return name, code, country and coordinates of searoute's 3,962 ports."""
    file = Path(import_module("searoute").__file__ or "").parent / "data" / "ports.geojson"
    return [
        (
            tables.plain(row["properties"]["name"] or ""),
            row["properties"]["port"],
            tables.plain(row["properties"]["cty"].replace("_", " ")),
            *reversed(row["geometry"]["coordinates"]),
        )
        for row in json.loads(file.read_text(encoding="utf-8"))["features"]
    ]


def apart(place: tables.Place, latitude: float, longitude: float) -> float:
    return float(sea.great_circle_nmi(place.latitude, place.longitude, latitude, longitude))


def others(place: tables.Place, alias: str) -> list[tuple[str, str, str, float, float]]:
    """Return the listed ports that bear an alias, if this place is none of them."""
    own = {tables.plain(place.name), tables.plain(place.name.partition(",")[0])}
    bare = tables.plain(alias.partition(",")[0])
    if bare in own and ("nga-wpi" in place.evidence.source or "," in alias):
        return []  # where the World Port Index has it, or said which of two it is
    hits = [hit for hit in listed() if hit[0] == bare]
    home = [hit for hit in hits if hit[2] == tables.plain(place.country)]
    if not home:  # a namesake abroad is no other port if this one has that name itself
        return [] if bare in own or "," in alias else hits
    near = min(apart(place, latitude, longitude) for *_, latitude, longitude in home)
    same = bare in own or place.unlocode.replace(" ", "") in {hit[1] for hit in home}
    return [] if same and near < CLOSE_NMI else home


@pytest.mark.parametrize("place", tables.places().values(), ids=lambda place: ascii(place.name))
def test_no_alias_is_the_name_of_another_port(place: tables.Place) -> None:
    for alias in {place.name, *place.aliases} - set(SAME_PORT):
        assert others(place, alias) == []


def test_no_name_is_let_pass_without_need() -> None:
    needed = {
        alias
        for place in tables.places().values()
        for alias in (place.name, *place.aliases)
        if others(place, alias)
    }
    assert needed == set(SAME_PORT)


def test_no_name_or_code_finds_two_ports_unless_it_is_refused() -> None:
    bearers: dict[str, set[str]] = {}
    for place in tables.places().values():
        for alias in (place.name, *place.aliases, *filter(None, [place.unlocode])):
            bearers.setdefault(tables.plain(alias), set()).add(place.name)
    assert {alias: names for alias, names in bearers.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Dongying", "China", 38.1, 118.95),
        ("Tianjin", "China", 38.98, 117.74),
        ("Xingang", "China", 38.98, 117.74),
        ("Gibraltar", "Gibraltar", 36.14, -5.36),
        ("Geelong", "Australia", -38.15, 144.37),
        ("Kwinana", "Australia", -32.23, 115.77),
        ("Los Angeles", "United States", 33.72, -118.28),
        ("Martinez", "United States", 38.02, -122.13),
        ("Richmond", "United States", 37.93, -122.4),
        ("Marcus Hook", "United States", 39.81, -75.41),
        ("Cherry Point", "United States", 48.86, -122.76),
        ("Point Fortin", "Trinidad and Tobago", 10.18, -61.69),
        ("El Palito", "Venezuela", 10.48, -68.12),
        ("IJmuiden", "Netherlands", 52.46, 4.61),
        ("Antifer", "France", 49.65, 0.15),
        ("Juaymah", "Saudi Arabia", 26.93, 50.03),
        ("Jebel Dhanna", "United Arab Emirates", 24.19, 52.61),
        ("Vitória", "Brazil", -20.32, -40.3),
    ],
)
def test_a_port_that_was_an_alias_of_another_is_its_own(
    name: str, country: str, latitude: float, longitude: float
) -> None:
    found = oe.Port.shipped(name)
    assert tables.plain(found.name).startswith(tables.plain(name)) or name == "Xingang"
    assert found.country == country
    assert apart(tables.places()[found.name], latitude, longitude) < 5.0


def test_dongying_is_joined_to_the_sea_and_nearer_the_strait_than_tianjin() -> None:
    near, far = (
        oe.distance("Ras Tanura", name, published=False).miles.magnitude
        for name in ("Dongying", "Tianjin")
    )
    assert 40.0 < far - near < 90.0


@pytest.mark.parametrize("code", ["US SWP", "US GLO", "IQ BSR", "MY STS"])
def test_a_code_of_another_place_finds_no_transfer_area(code: str) -> None:
    # Sewells Point, Gloucester and the city of Basra; the last is no UN/LOCODE
    with pytest.raises(UnknownName):
        oe.Port.shipped(code)


@pytest.mark.parametrize(
    ("origin", "destination", "least", "most"),
    [  # great-circle legs by this project, 2026, with searoute 1.4 at the upper end of most
        ("Balao", "Long Beach", 3003, 3050),
        ("Balao", "Balboa", 470, 509),
        ("Westridge", "Long Beach", 1170, 1258),
        ("Westridge", "Pacific Area Lightering", 1160, 1235),
        ("Westridge", "Ningbo", 5054, 5228),
        ("Pacific Area Lightering", "Ningbo", 5684, 5796),
    ],
)
def test_miles_lie_within_those_reckoned_apart(
    origin: str, destination: str, least: float, most: float
) -> None:
    assert least <= oe.distance(origin, destination).miles.magnitude <= most


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("Shanghai", "Yokohama"),
        ("Shanghai", "Singapore"),
        ("İskenderun", "Rotterdam"),
        ("Bandar Abbas", "Ras Tanura"),
        ("Bandar Abbas", "Singapore"),
        ("Dakar", "Rotterdam"),
        ("Norfolk", "Rotterdam"),
        ("Montréal", "New York"),
        ("Québec", "New York"),
        ("El Segundo", "Yokohama"),
        ("Pacific Area Lightering", "Singapore"),
        ("Westridge", "Yokohama"),
        ("Balao", "Long Beach"),
        ("OCP", "Long Beach"),
    ],
)
def test_miles_are_within_two_and_a_half_percent_of_searoutes(
    origin: str, destination: str
) -> None:
    ends = [
        [row.longitude, row.latitude]
        for row in map(tables.places().__getitem__, (origin, destination))
    ]
    way = import_module("searoute").searoute(
        *ends,
        units="naut",
        append_orig_dest=True,
        restrictions=["northwest", "suez", "panama", "sunda", "chili"],
    )
    found = oe.distance(origin, destination, published=False).miles.magnitude
    assert found == pytest.approx(way["properties"]["length"], rel=0.025)


@pytest.mark.parametrize(
    ("port", "areas"),
    [
        ("Norfolk", {"North America, east and Gulf"}),
        ("Montréal", {"North America, east and Gulf"}),
        ("Québec", {"North America, east and Gulf"}),
        ("El Segundo", {"North America, west"}),
        ("Westridge", {"North America, west"}),
        ("Pacific Area Lightering", {"North America, west"}),
        ("Primorsk", {"Baltic Sea"}),
        ("Mongstad", {"North Sea"}),
        ("Balao", set()),
        ("Dakar", set()),
    ],
)
def test_ports_lie_in_their_emission_control_area(port: str, areas: set[str]) -> None:
    assert distances._areas_at(tables.places()[port]) == areas


def test_quebec_is_the_pilots_run_above_les_escoumins_and_montreal_a_run_above_that() -> None:
    # 123 miles, Corporation of Lower St. Lawrence Pilots; over 140, the pilots of the next district
    quebec, montreal = (
        oe.distance(name, "Rotterdam").miles.magnitude for name in ("Québec", "Montréal")
    )
    assert tables.places()["Québec"].approach_nmi == 123.0
    assert montreal - quebec == pytest.approx(140.0, abs=1.0)


NAMES = sorted(tables.places())
PAIRS = list(zip(NAMES[:40], reversed(NAMES), strict=False))


@pytest.mark.parametrize(
    ("origin", "destination"),
    [*PAIRS, ("Novorossiysk", "Rotterdam"), ("Sikka", "Batumi"), ("Primorsk", "Houston")],
)
def test_naming_the_passages_of_the_shortest_way_changes_nothing(
    origin: str, destination: str
) -> None:
    way = oe.distance(origin, destination, published=False)
    for names in (way.passages, *((name,) for name in way.passages)):
        named = oe.distance(origin, destination, via=names, published=False)
        assert named.miles.magnitude == pytest.approx(way.miles.magnitude, rel=1e-12)
        assert named.passages == way.passages


def test_the_mediterranean_counts_from_may_2025() -> None:
    before, after = (
        oe.distance("José", "Alexandria", on=day, published=False)
        for day in ("2025-04-30", "2025-05-01")
    )
    assert before.eca.magnitude == 0.0
    assert list(after.eca_by_area) == ["Mediterranean Sea"]
    assert after.eca.magnitude > 1000.0
    assert oe.distance("José", "Alexandria", published=False).eca == after.eca


def test_an_area_in_force_since_a_publication_stands_beside_the_published_miles() -> None:
    way = oe.distance("LOOP", "Ras Tanura", via="suez")
    assert list(way.eca_by_area) == ["published", "Mediterranean Sea"]
    assert way.eca_by_area["published"] == 592.0
    assert not way.eca_published
    assert "published), of which" in repr(way)
    assert "(computed) in emission control areas" in repr(way)


def test_published_miles_of_an_area_do_not_count_before_it_was_in_force() -> None:
    way = oe.distance("Coveñas", "Corpus Christi", on="2012-07-31")
    assert way.published
    assert not way.eca_published
    assert way.eca.magnitude == 0.0


def test_a_voyage_to_the_baltic_is_inside_all_the_way_from_the_channel() -> None:
    way = oe.distance("Primorsk", "Le Havre")
    assert way.eca.magnitude == pytest.approx(way.miles.magnitude, rel=0.03)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        oe.distance("José", "Houston", on="May")
    assert str(refused.value) == (
        "distance: on: expected a day, got 'May'; write for example '2025-06-01'"
    )


def test_a_day_may_be_a_date() -> None:
    when = dt.date(2024, 6, 1)
    assert oe.distance("Ceyhan", "Fos", on=when).eca == oe.Q("0 nmi")
    assert oe.distance("Ceyhan", "Fos", on=dt.date(2025, 6, 1)).eca > oe.Q("1000 nmi")


def test_a_passage_named_twice_or_also_avoided_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        oe.distance("José", "Ningbo", via=["panama", "Panama Canal"])
    assert str(refused.value) == (
        "distance: via: 'panama' is named twice, and a route crosses a passage once; write it once"
    )
    with pytest.raises(InputError) as refused:
        oe.distance("José", "Ningbo", via="panama", avoid="panama")
    assert str(refused.value) == (
        "distance: 'panama' is in via and in avoid; leave it out of one of them"
    )


VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


# -- the sea -----------------------------------------------------------------------------------


def test_a_vlcc_goes_round_the_cape_and_an_aframax_may_take_panama() -> None:
    way = oe.distance("José", "Ningbo", vessel=VLCC)
    assert way.passages == ("good_hope", "malacca")
    assert "panama" in way.restrictions
    assert way.miles.magnitude == pytest.approx(13_350, rel=0.02)
    assert way.eca_by_area == {"approach of Ningbo": 85.0}
    short = oe.distance("José", "Ningbo", vessel=AFRAMAX, via="Panama Canal")
    assert short.miles.magnitude < 0.8 * way.miles.magnitude
    assert oe.distance("José", "Ningbo", vessel=AFRAMAX).passages == way.passages


@pytest.mark.parametrize(
    ("origin", "destination", "eca", "within"),
    [
        ("Coveñas", "Corpus Christi", 202, 0.01),
        ("Galveston lightering", "Ningbo", 291, 0.5),
        ("Primorsk", "Wilhelmshaven", 1305, 0.1),
        ("Bonny", "Rotterdam", 424, 0.1),
        ("Ras Tanura", "Singapore", 0, 0.0),
    ],
)
def test_emission_area_miles_are_near_the_baltics(
    origin: str, destination: str, eca: float, within: float
) -> None:
    found = oe.distance(origin, destination, published=False).eca.magnitude
    assert found == pytest.approx(eca, rel=within)


def test_every_port_reaches_every_other() -> None:
    names = list(tables.places())
    for name in names[::7]:
        for other in names[::11]:
            if name != other:
                assert math.isfinite(oe.distance(name, other).miles.magnitude)


def test_a_way_through_a_passage_off_the_way_says_how_much_longer_it_is() -> None:
    direct = oe.distance("Ras Tanura", "Yokohama", published=False)
    round_africa = oe.distance("Ras Tanura", "Yokohama", via="suez")
    extra: Any = (round_africa.miles - direct.miles).magnitude
    assert extra > 10_000
    assert round_africa.note.endswith(f"; {extra:.0f} nmi longer than without via")
    assert "longer" not in oe.distance("José", "Ningbo", via="panama").note


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: oe.distance("José", "Ningbo", vessel=VLCC, via="panama"),
            InputError,
            (
                "distance: via 'panama': Panama Canal is closed to this ship: beam 60 m is over "
                "its "
                "51.25 m; draft 21 m is over its 15.24 m; leave it out, or write a smaller ship "
                "or a "
                "lighter draft"
            ),
        ),
        (
            lambda: oe.distance("José", "Jose Terminal"),
            InputError,
            "distance: 'José' to itself is no voyage; write two ports",
        ),
        (
            lambda: oe.distance("José", "Ningbo", via="panma"),
            UnknownName,
            "no passage 'panma'; did you mean 'panama'?",
        ),
        (
            lambda: oe.distance("Basrah", "Ningbo", avoid="hormuz"),
            InputError,
            (
                "distance: no sailing route from Basrah to Ningbo is open (closed: hormuz); name a "
                "canal in via, or avoid less"
            ),
        ),
        (
            lambda: oe.distance("José", "Ningbo", via=3),  # type: ignore[arg-type]
            OilEconError,
            "distance: via: expected names of passages, got 3; write ['panama']",
        ),
        (
            lambda: oe.distance("José", "Ningbo", avoid=None),  # type: ignore[arg-type]
            OilEconError,
            "distance: avoid: expected names of passages, got None; write ['panama']",
        ),
        (
            lambda: oe.distance("José", "Ningbo", vessel=VLCC, draft=oe.Q([10, 21], "m")),
            OilEconError,
            (
                "a sailing route is that of one ship, and draft holds 2 values; ask for each ship "
                "apart"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
