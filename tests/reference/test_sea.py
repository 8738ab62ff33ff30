"""The tables of the sea: sourced, and hanging together."""

from __future__ import annotations

from typing import Any

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
