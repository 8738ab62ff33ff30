"""The drawing of ways over a grid of water, on a sea of its own with a wall in it."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from oilecon.core import sea
from oilecon.reference import sea as tables
from tools import draw_dense_ways as draw
from tools import water

Point = tuple[float, float]
WALL = (-3.0, 3.0, 0.0, 1.0)  # from, to in latitude; from, to in longitude
SEA = draw.World(-8.0, 8.0, -8.0, 8.0)
NAMED = {"west": (0.0, -2.0, ""), "east": (0.0, 3.0, ""), "far": (0.0, -5.0, "")}


class Water:
    """A mask that works out each cell: water but for a wall, and so many degrees round it."""

    def __init__(self, keep: float, gap: tuple[float, float] = (99.0, 99.0)) -> None:
        self.keep, self.gap = keep, gap

    def __getitem__(self, cell: Any) -> Any:
        latitude, longitude = 90.0 - (cell[0] + 0.5) / 60.0, (cell[1] + 0.5) / 60.0 - 180.0
        south, north, west, east = WALL
        wall = (latitude > south - self.keep) & (latitude < north + self.keep)
        wall &= (longitude > west - self.keep) & (longitude < east + self.keep)
        opening = (latitude > self.gap[0] + self.keep) & (latitude < self.gap[1] - self.keep)
        return ~wall | opening


def drawn(
    patch: pytest.MonkeyPatch,
    *,
    gap: tuple[float, float] = (99.0, 99.0),
    world: draw.World = SEA,
    edges: tuple[tuple[str, str, float | None], ...] = (),
    gate: tuple[Point, Point] | None = None,
) -> dict[str, float]:
    """Return the miles from the west of the wall to its east, and to what is far from it."""
    passages = {} if gate is None else {"gap": SimpleNamespace(named=True, gate=gate)}
    patch.setattr(water, "masks", lambda: (Water(0.0, gap), Water(5.0 / 60.0, gap)))
    patch.setattr(tables, "waypoints", lambda: NAMED)
    patch.setattr(tables, "sea_edges", lambda: edges)
    patch.setattr(tables, "passages", lambda: passages)
    return draw.way_nmi(draw.Grid(world), "west", ["east", "far"])


def miles(*points: Point) -> float:
    return sum(float(sea.great_circle_nmi(*one, *two)) for one, two in pairwise(points))


KEEP = 5.0 / 60.0
TAUT = miles((0.0, -2.0), (3.0 + KEEP, -KEEP), (3.0 + KEEP, 1.0 + KEEP), (0.0, 3.0))
MORE = 1.02  # it turns at points of the grid only, a fifth of a degree apart


def test_a_way_goes_round_the_wall_and_keeps_off_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = drawn(monkeypatch)
    assert TAUT <= found["east"] <= MORE * TAUT
    assert found["far"] == pytest.approx(180.0, rel=1e-6)


def test_a_way_goes_straight_through_a_gap_wide_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, gap=(-0.5, 0.5))["east"] == pytest.approx(300.0, rel=1e-3)


def test_a_gap_that_must_be_named_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = drawn(monkeypatch, gap=(-0.5, 0.5), gate=((-1.0, 0.5), (1.0, 0.5)))
    assert TAUT <= found["east"] <= MORE * TAUT


def test_an_edge_with_miles_of_its_own_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, edges=(("west", "east", 321.0),))["east"] == 321.0


def test_what_no_way_reaches_has_no_miles(monkeypatch: pytest.MonkeyPatch) -> None:
    found = drawn(monkeypatch, world=draw.World(-2.0, 2.0, -8.0, 8.0))
    assert found == {"far": pytest.approx(180.0, rel=1e-6)}


def test_a_neighbourhood_holds_both_and_stays_on_the_grid() -> None:
    world = draw.neighbourhood("galveston_entrance", "sw_pass")
    for name in ("galveston_entrance", "sw_pass"):
        assert world.holds(tables.waypoints()[name][:2])
    assert np.allclose(np.array(world[:2]) / draw.STEP, np.round(np.array(world[:2]) / draw.STEP))


def test_the_file_has_every_port_s_approach() -> None:
    # so that a port cannot be added without holding its ways to the grid
    lines = draw.FILE.read_text(encoding="utf-8").splitlines()[1:]
    drawn_names = {name for line in lines for name in line.split(",")[:2]}
    assert drawn_names == {place.approach for place in tables.places().values()}
