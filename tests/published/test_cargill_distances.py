"""Cargill, Datathon 2026: miles between ports of Venezuela, the Gulf and Asia.

The same pair differs by up to 5 % with direction, so they are held to 5.5 %.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.reference.sea import Published, published

ROWS = [row for row in published() if "cargill-datathon-2026" in row.source]
CARGILL = 0.055


def name(row: Published) -> str:
    return ascii(f"{row.origin} to {row.destination} {row.via} {row.miles:g}").replace("\\", "_")


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_the_published_figure_is_returned(row: Published) -> None:
    way = oe.distance(row.origin, row.destination, via=row.via or ())
    assert way.published
    same = {
        r.miles for r in published() if {r.origin, r.destination} == {row.origin, row.destination}
    }
    assert way.miles.magnitude in same


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
