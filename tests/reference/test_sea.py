"""The tables of the sea: sourced, and hanging together."""

from __future__ import annotations

from typing import Any

import numpy as np

import oilecon as oe
from oilecon.reference import sea as tables

# -- the tables --------------------------------------------------------------------------------


def test_every_table_of_the_sea_is_sourced_and_hangs_together() -> None:
    known = set(oe.sources().index)
    points = tables.waypoints()
    assert {end for start, end, _ in tables.sea_edges() for end in (start, end)} == set(points)
    assert {label for *_, label in points.values()} - {""} <= set(tables.passages())
    rows: list[Any] = [*tables.places().values(), *tables.passages().values(), *tables.published()]
    for row in rows:
        assert row.evidence.source
        assert set(row.evidence.source) <= known
    for place in tables.places().values():
        assert place.approach in points
        assert place.evidence.as_of
    for figure in tables.published():
        assert {figure.origin, figure.destination} <= set(tables.places())
    for entry in (*tables.canals()["tariff"], *tables.canals()["all_in"]):
        assert entry["source"] in known
        assert entry["since"] < entry["until"]


# -- water -------------------------------------------------------------------------------------


def test_oceans_are_water_and_continents_lakes_shoals_and_ice_are_none() -> None:
    sea = [(40.0, -40.0), (-30.0, 80.0), (0.0, 179.99), (0.0, -180.0), (35.0, 18.0), (69.3, 33.5)]
    # Paris, Chicago's lake, the Caspian, the Great Bahama Bank, the Kara Sea, Antarctica
    land = [(48.9, 2.3), (42.5, -87.0), (41.0, 51.0), (24.0, -78.5), (75.0, 75.0), (-85.0, 10.0)]
    assert tables.water(np.array(sea)).all()
    assert not tables.water(np.array(land)).any()


def test_waypoints_stand_on_water_but_in_narrows() -> None:
    rows = tables.waypoints()
    wet = tables.water(np.array([row[:2] for row in rows.values()]))
    dry = {name for name, on_water in zip(rows, wet, strict=True) if not on_water}
    assert {name for name in dry if not rows[name][2]} == {"elafonisos", "great_belt_n", "torres_e"}
