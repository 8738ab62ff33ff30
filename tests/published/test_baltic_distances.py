"""Baltic Exchange, route constants of 2023: miles, and miles inside emission control areas.

The tolerance is 2 % over 1,000 nmi and 4 % below. Seria to Sydney, 3,802 nmi, is the length of the
inner route of the Great Barrier Reef, which its row names: outside the reef it is 7 % too short.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.reference.sea import Published, published

ROWS = [row for row in published() if "baltic-tce-2023" in row.evidence.source]
NEAR, FAR = 0.04, 0.02
FAR_NMI = 1000.0


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
    tolerance = FAR if row.miles > FAR_NMI else NEAR
    assert not way.published
    assert way.miles.magnitude == pytest.approx(row.miles, rel=tolerance)
    back = oe.distance(row.destination, row.origin, via=via, published=False)
    assert back.miles.magnitude == pytest.approx(way.miles.magnitude)


def test_a_figure_of_the_inner_reef_is_not_that_of_the_way_outside() -> None:
    outside = oe.distance("Seria", "Sydney")
    assert not outside.published
    assert outside.miles.magnitude > 1.07 * 3802
    assert oe.distance("Sydney", "Seria", via="inner_reef").miles == oe.Q("3802 nmi")


BEFORE_THE_MEDITERRANEAN = "2024-06-01"


@pytest.mark.parametrize("row", [r for r in ROWS if r.eca_nmi is not None], ids=name)
def test_published_emission_area_miles_are_returned(row: Published) -> None:
    way = oe.distance(row.origin, row.destination, via=row.via or (), on=BEFORE_THE_MEDITERRANEAN)
    assert way.eca.magnitude == row.eca_nmi
    assert way.eca_published
    assert dict(way.eca_by_area) == {"published": row.eca_nmi}


@pytest.mark.parametrize("way", [{"avoid": "malacca"}, {"via": "sunda"}])
def test_a_published_figure_is_not_returned_for_another_way(way: dict[str, str]) -> None:
    other = oe.distance("Ras Tanura", "Ningbo", **way)  # type: ignore[arg-type]
    assert not other.published
    assert other.miles > oe.distance("Ras Tanura", "Ningbo").miles
