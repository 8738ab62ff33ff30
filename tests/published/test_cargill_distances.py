"""Cargill, Datathon 2026: miles between ports of Venezuela, the Gulf and Asia.

The same pair differs by up to 5 % with direction, so they are held to 5.5 %. A figure more than 2 %
shorter than the shortest way over water is not returned, and José to Alexandria, Houston and
Southwest Pass to Puerto Cabello are shorter than the great circle over land between the berths.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.core import sea
from oilecon.reference.sea import Published, published

ROWS = [row for row in published() if "cargill-datathon-2026" in row.evidence.source]
CARGILL = 0.055


def name(row: Published) -> str:
    return ascii(f"{row.origin} to {row.destination} {row.via} {row.miles:g}").replace("\\", "_")


TOO_SHORT = {  # by how many percent of the computed way
    ("New Orleans", "Puerto Cabello"): 3.6,
    ("Qingdao", "Lake Maracaibo"): 4.3,
    ("Sikka", "Singapore"): 2.3,
    ("Houston", "Puerto Cabello"): 3.3,
    ("Southwest Pass", "Puerto Cabello"): 4.7,
    ("José", "Alexandria"): 4.2,
}


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_the_published_figure_is_returned_unless_it_is_too_short(row: Published) -> None:
    ways = (
        oe.distance(row.origin, row.destination, via=row.via or ()),
        oe.distance(row.destination, row.origin, via=row.via or ()),
    )
    short = TOO_SHORT.get((row.origin, row.destination))
    for way in ways:
        assert way.published is (short is None)
        if short is None:
            assert way.miles.magnitude == row.miles
            continue
        computed = oe.distance(way.origin, way.destination, via=row.via or (), published=False)
        assert way.miles == computed.miles
        assert way.source == computed.source
        assert (
            f"; a published figure, {row.miles:g} nmi (cargill-datathon-2026), is not taken: it is "
            f"{short} % shorter than this route, and no more than 2 % is allowed"
        ) in way.note
        assert "is not taken" not in computed.note


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_no_figure_returned_is_shorter_than_a_straight_line(row: Published) -> None:
    here, there = oe.Port.shipped(row.origin), oe.Port.shipped(row.destination)
    line = sea.great_circle_nmi(here.latitude, here.longitude, there.latitude, there.longitude)
    assert oe.distance(row.origin, row.destination, via=row.via or ()).miles.magnitude > line


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_the_computed_way_is_near_it(row: Published) -> None:
    via = row.via or ()
    way = oe.distance(row.origin, row.destination, via=via, published=False)
    assert not way.published
    assert way.miles.magnitude == pytest.approx(row.miles, rel=CARGILL)
    back = oe.distance(row.destination, row.origin, via=via, published=False)
    assert back.miles.magnitude == pytest.approx(way.miles.magnitude)


def test_the_south_caribbean_coast_is_sailed_straight_to_panama() -> None:
    # Guanta to Jiangyin is published; what it leaves for the way to the canal is 978 nmi.
    way = oe.distance("José", "Cristóbal", published=False)
    assert way.miles.magnitude == pytest.approx(978.0, rel=0.01)
