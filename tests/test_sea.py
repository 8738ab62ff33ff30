"""The graph of the sea against ways over a fine grid of water, and what `via` and `on` mean.

`dense_ways.csv` holds the miles between the approaches of ports over a grid of 0.2 degrees, five
minutes of arc off the land, straightened where the land allows; docs/explanation/voyages.md says
how. It has every pair of neighbours within 400 nmi, and every seventeenth of the others.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import oilecon as oe
from oilecon.core import sea
from oilecon.errors import InputError
from oilecon.reference import sea as tables
from oilecon.shipping import distances

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
    graph, wrong = distances._graph(), []
    for start, end, miles in dense():
        stops = distances._stops(start, end, (), SHUT)
        assert stops is not None
        found = sum(graph[one][two]["miles"] for one, two in pairwise(stops))
        if not (1 - SHORTER) * miles - FEW_NMI <= found <= (1 + LONGER) * miles + FEW_NMI:
            wrong.append((start, end, round(found), miles))
    assert wrong == []


def test_no_edge_passes_a_gate_without_its_waypoint() -> None:
    points = tables.waypoints()
    for start, end, given in tables.sea_edges():
        if given is not None:
            continue
        own = {points[start][2], points[end][2]}
        for name, row in tables.passages().items():
            assert name in own or not crosses(points[start][:2], points[end][:2], row.gate)


def crosses(
    here: tuple[float, float],
    there: tuple[float, float],
    gate: tuple[tuple[float, float], tuple[float, float]],
) -> bool:
    """Return whether two steps of a great circle lie across the gate's line."""
    track = np.vstack([here, sea.track(here, there, 10.0), there])
    (south, west), (north, east) = gate
    along, off = np.array([north - south, east - west]), track - [south, west]
    side = along[0] * off[:, 1] - along[1] * off[:, 0]
    jumps = np.abs(np.diff(track[:, 1])) > 180.0
    turns = np.flatnonzero(((side[:-1] < 0) != (side[1:] < 0)) & ~jumps)
    share = side[turns] / (side[turns] - side[turns + 1])
    at = off[turns] + share[:, None] * (off[turns + 1] - off[turns])
    part = at @ along / (along @ along)
    return bool(((part >= 0.0) & (part <= 1.0)).any())


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
        f"distance: via {via!r}: no way from {origin} to {destination} is left that crosses each "
        "of these once (closed: none); leave one out, or avoid less"
    )


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
        "distance: via: 'panama' is named twice, and a way crosses a passage once; write it once"
    )
    with pytest.raises(InputError) as refused:
        oe.distance("José", "Ningbo", via="panama", avoid="panama")
    assert str(refused.value) == (
        "distance: 'panama' is in via and in avoid; leave it out of one of them"
    )
