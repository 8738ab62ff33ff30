"""Draw ``tests/shipping/dense_ways.csv`` anew: ways over a fine grid of water.

The tests hold the sea's edges to them.

    python -m pip install global-land-mask scipy
    python tools/draw_dense_ways.py

The grid has a point every fifth of a degree that is water and off the land and the shoals. Each is
joined to its sixteen nearest by lines that keep off them too. Named waypoints join it within reach,
and one another through straits that are narrower than twice the distance to keep; edges with miles
of their own (rivers, the Danish straits, Torres) are taken as they are. The shortest way over all
of that is then straightened: it turns only where the great circle to what comes later is not clear.

No edge of ``sea_edges.csv`` in open water is used, and none of the waypoints that are named after
their position. `python -m proof dense` draws a sample of the file and compares.
"""

from __future__ import annotations

import csv
import sys
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from oilecon.core import sea
from oilecon.reference import sea as tables

sys.path.insert(0, str(Path(__file__).parent.parent))
from tools import water
from tools.draw_sea_edges import STRAIT_NMI, crosses

__all__ = ["FILE", "Grid", "World", "nearby_nmi", "way_nmi", "ways", "write"]

FILE = Path(__file__).parent.parent / "tests" / "shipping" / "dense_ways.csv"
STEP = 0.2  # degrees
REACH = 4  # steps from a waypoint to the points that it joins
MARGIN = 10.0  # degrees of sea around two ports, where only their neighbourhood is drawn
NEIGHBOUR_NMI = 400.0
EVERY = 17
MOVES = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (1, -2), (2, 1), (2, -1))


class World(NamedTuple):
    """The part of the sea that a grid covers, in degrees; the whole earth round by default."""

    south: float = -58.0
    north: float = 72.0
    west: float = -180.0
    east: float = 180.0

    def holds(self, point: water.Point) -> bool:
        """Return whether a point lies inside."""
        return self.south <= point[0] <= self.north and self.west <= point[1] <= self.east


class Stop(NamedTuple):
    """A point of a way, and how far from it the way need not keep off the land."""

    point: water.Point
    near_nmi: float


def shut() -> dict[str, tuple[water.Point, water.Point]]:
    """Return the gates of the passages that a way takes only where they are named."""
    return {name: row.gate for name, row in tables.passages().items() if row.named}


def approaches() -> list[str]:
    """Return the waypoints off the ports."""
    return sorted({row.approach for row in tables.places().values()})


class Grid:
    """Points of water, the named waypoints among them, and the miles between neighbours."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world = World() if world is None else world
        self.rows = round((world.north - world.south) / STEP) + 1
        self.columns = round((world.east - world.west) / STEP)
        self.round = self.columns * STEP >= 360.0 - STEP / 2.0
        i, j = np.divmod(np.arange(self.rows * self.columns), self.columns)
        self.at = np.stack([world.south + STEP * i, world.west + STEP * j], axis=1)
        self.off = water.masks()[1][water.cell(self.at)]
        closed = shut()
        self.named = {
            name: row[:2]
            for name, row in tables.waypoints().items()
            if not name[0].isdigit() and row[2] not in closed and world.holds(row[:2])
        }
        self.number = {name: len(self.at) + k for k, name in enumerate(self.named)}
        self.names = list(self.named)
        self.fixed: dict[frozenset[int], float] = {}

    def place(self, node: int) -> water.Point:
        """Return where a node lies."""
        if node >= len(self.at):
            return self.named[self.names[node - len(self.at)]]
        latitude, longitude = self.at[node]
        return float(latitude), float(longitude)

    def stop(self, node: int) -> Stop:
        """Return a node as a stop of a way; near a named one it need not keep off the land."""
        return Stop(self.place(node), water.HARBOUR_NMI if node >= len(self.at) else 0.0)

    @cached_property
    def graph(self) -> Any:
        """The miles between neighbours, as a sparse matrix."""
        parts = [*map(self._moved, MOVES), self._joined(), self._straits()]
        one, two, miles = (np.concatenate(column) for column in zip(*parts, strict=True))
        size = len(self.at) + len(self.named)
        both = np.concatenate([one, two]), np.concatenate([two, one])
        return coo_array((np.concatenate([miles, miles]), both), shape=(size, size)).tocsr()

    def _moved(self, move: tuple[int, int]) -> tuple[Any, Any, Any]:
        """Return the edges from every point to the one so many rows and columns on."""
        (down, along), off = move, water.masks()[1]
        i, j = np.divmod(np.flatnonzero(self.off), self.columns)
        there = i + down < self.rows
        if not self.round:
            there &= (j + along >= 0) & (j + along < self.columns)
        i, j = i[there], j[there]
        one, two = i * self.columns + j, (i + down) * self.columns + (j + along) % self.columns
        minutes = round(60.0 * STEP * np.hypot(down, along))
        for share in np.arange(1, minutes + 1) / minutes:
            points = self.at[one] + STEP * share * np.array([down, along])
            clear = off[water.cell(points)]
            one, two = one[clear], two[clear]
        for gate in shut().values():
            (south, north), (west, east) = (sorted(c) for c in zip(*gate, strict=True))
            beside = self.at[one]
            near = (south - 1.0 < beside[:, 0]) & (beside[:, 0] < north + 1.0)
            near &= (west - 1.0 < beside[:, 1]) & (beside[:, 1] < east + 1.0)
            for k in np.flatnonzero(near):
                near[k] = crosses(self.place(int(one[k])), self.place(int(two[k])), gate)
            one, two = one[~near], two[~near]
        return one, two, sea.great_circle_nmi(*self.at[one].T, *self.at[two].T)

    def _joined(self) -> tuple[Any, Any, Any]:
        """Return the edges from the named waypoints to the points in reach."""
        found: list[tuple[int, int, float]] = []
        for name, here in self.named.items():
            down, along = (np.arange(-REACH, REACH + 1),) * 2
            i = round((here[0] - self.world.south) / STEP) + down
            j = round((here[1] - self.world.west) / STEP) + along
            j = j % self.columns if self.round else j[(j >= 0) & (j < self.columns)]
            i = i[(i >= 0) & (i < self.rows)]
            for node in (i[:, None] * self.columns + j).ravel():
                there = self.place(int(node))
                if self.off[node] and _open(here, there, (water.HARBOUR_NMI, 0.0)):
                    miles = float(sea.great_circle_nmi(*here, *there))
                    found.append((self.number[name], int(node), miles))
        return _columns(found)

    def _straits(self) -> tuple[Any, Any, Any]:
        """Return the edges between named waypoints a short way apart, and those given by hand."""
        self.fixed = {
            frozenset((self.number[one], self.number[two])): miles
            for one, two, miles in tables.sea_edges()
            if miles is not None and one in self.named and two in self.named
        }
        found = [(min(key), max(key), miles) for key, miles in self.fixed.items()]
        for one, two in combinations(self.named, 2):
            ends = self.number[one], self.number[two]
            here, there = self.named[one], self.named[two]
            if frozenset(ends) in self.fixed or abs(here[0] - there[0]) * 60.0 > STRAIT_NMI:
                continue
            miles = float(sea.great_circle_nmi(*here, *there))
            if miles < STRAIT_NMI and _through(one, two) and water.clear(here, there, (miles,) * 2):
                found.append((*ends, miles))
        return _columns(found)


def _columns(found: list[tuple[int, int, float]]) -> tuple[Any, Any, Any]:
    one, two, miles = zip(*found, strict=True) if found else ((), (), ())
    return np.array(one, dtype=int), np.array(two, dtype=int), np.array(miles, dtype=float)


def _open(here: water.Point, there: water.Point, near: tuple[float, float]) -> bool:
    """Return whether a great circle is clear and crosses no passage that was not named."""
    return water.clear(here, there, near) and not any(
        crosses(here, there, gate) for gate in shut().values()
    )


def _through(one: str, two: str) -> bool:
    """Return whether the line between two waypoints crosses only passages of their own."""
    points = tables.waypoints()
    here, there = points[one], points[two]
    return not any(
        crosses(here[:2], there[:2], row.gate)
        for name, row in tables.passages().items()
        if name not in {here[2], there[2]}
    )


def _straight(grid: Grid, nodes: list[int]) -> float:
    """Return the miles of a way that turns only where it must."""
    fixed = [frozenset(pair) in grid.fixed for pair in pairwise(nodes)]
    total, here = 0.0, 0
    while here < len(fixed):
        if fixed[here]:
            total, here = total + grid.fixed[frozenset(nodes[here : here + 2])], here + 1
            continue
        last = next((k for k in range(here, len(fixed)) if fixed[k]), len(fixed))
        total += _pulled([grid.stop(node) for node in nodes[here : last + 1]])
        here = last
    return total


def _pulled(stops: list[Stop]) -> float:
    """Return the miles over open water, the shorter of those pulled straight from either end."""
    return min(_miles(_sighted(stops)), _miles(_sighted(stops[::-1])))


def _miles(stops: list[Stop]) -> float:
    return sum(float(sea.great_circle_nmi(*a.point, *b.point)) for a, b in pairwise(stops))


def _sighted(stops: list[Stop]) -> list[Stop]:
    """Return the way that goes on from each turn to the farthest that it finds in clear sight."""
    kept, here = [stops[0]], 0
    while here < len(stops) - 1:
        seen, step = here + 1, 1
        while step:  # twice as far as long as that is clear, then half as far until none is
            trial = min(seen + step, len(stops) - 1)
            if trial > seen and _sees(stops[here], stops[trial]):
                seen, step = trial, step * 2
            else:
                step //= 2
        kept.append(stops[seen])
        here = seen
    return kept


def _sees(one: Stop, two: Stop) -> bool:
    return _open(one.point, two.point, (one.near_nmi, two.near_nmi))


def way_nmi(grid: Grid, start: str, ends: list[str]) -> dict[str, float]:
    """Return the miles of the straightened ways from a waypoint; without those that have none."""
    source = grid.number[start]
    far, before = dijkstra(grid.graph, indices=source, return_predecessors=True)
    found = {}
    for end in ends:
        node = grid.number[end]
        if not np.isfinite(far[node]):
            continue
        nodes = [node]
        while nodes[-1] != source:
            nodes.append(int(before[nodes[-1]]))
        found[end] = _straight(grid, nodes[::-1])
    return found


def neighbourhood(start: str, end: str) -> World:
    """Return the sea around two waypoints."""
    points = [tables.waypoints()[name][:2] for name in (start, end)]
    latitudes, longitudes = zip(*points, strict=True)
    grid = [
        np.round(f(c) / STEP) * STEP
        for f, c in ((min, latitudes), (max, latitudes), (min, longitudes), (max, longitudes))
    ]
    world = World()
    return World(
        max(grid[0] - MARGIN, world.south),
        min(grid[1] + MARGIN, world.north),
        max(grid[2] - MARGIN, world.west),
        min(grid[3] + MARGIN, world.east),
    )


def ways() -> list[tuple[str, str, int]]:
    """Return the miles of every pair within 400 nmi, and of one in seventeen of the others.

    Which ones goes by their names alone, so that a new port changes none of the rest.
    """
    grid, names, points = Grid(), approaches(), tables.waypoints()
    rows = []
    for start in names:
        ends = {}
        for end in names[names.index(start) + 1 :]:
            apart = float(sea.great_circle_nmi(*points[start][:2], *points[end][:2]))
            drawn = crc32(f"{start} {end}".encode()) % EVERY == 0
            if apart and (apart <= NEIGHBOUR_NMI or drawn):
                ends[end] = drawn
        for end, miles in way_nmi(grid, start, [*ends]).items():
            if miles <= NEIGHBOUR_NMI or ends[end]:
                rows.append((start, end, round(miles)))
    return sorted(rows)


def write(file: Path = FILE) -> None:
    """Write the file."""
    rows = ways()
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("start", "end", "miles"))
        writer.writerows(rows)


def nearby_nmi(start: str, end: str) -> float:
    """Return the miles between two waypoints over their neighbourhood alone; NaN if none is."""
    grid = Grid(neighbourhood(start, end))
    return way_nmi(grid, start, [end]).get(end, float("nan"))


def main() -> None:
    """Write the file, or the one that is named."""
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)


if __name__ == "__main__":
    main()
