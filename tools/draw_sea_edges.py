"""Draw ``sea_edges.csv`` anew: which waypoints see each other over water.

    python -m pip install global-land-mask
    python tools/draw_sea_edges.py

Two waypoints are joined where the great circle between them is clear of land and shoals, and
crosses no named passage whose waypoint is not one of them. Of these the shortest are kept first,
and any later one only if the way over the kept ones, without touching a named passage, is more
than ``SLACK`` longer. Rows with miles of their own (canals, rivers, the Danish straits) stay as
they are.
"""

from __future__ import annotations

import csv
import heapq
import sys
from itertools import combinations
from pathlib import Path

import numpy as np

from oilecon.core import sea
from oilecon.reference import sea as tables
from oilecon.reference.tables import DATA

sys.path.insert(0, str(Path(__file__).parent.parent))
from tools import water

SLACK = 1.0005
STRAIT_NMI = 130.0


def crosses(here: water.Point, there: water.Point, gate: tuple[water.Point, water.Point]) -> bool:
    """Return whether a great circle crosses a gate, a line straight in latitude and longitude."""
    return sea.crosses(np.vstack([here, sea.track(here, there, 10.0), there]), gate)


def near_nmi(one: str, two: str) -> tuple[float, float]:
    """Return how far from either waypoint a way need not keep off the land.

    At a waypoint named after its position, nowhere; between named ones a short way apart, which
    may lie in a strait, all the way.
    """
    drawn = one[0].isdigit(), two[0].isdigit()
    points = tables.waypoints()
    apart = float(sea.great_circle_nmi(*points[one][:2], *points[two][:2]))
    if not any(drawn) and apart < STRAIT_NMI:
        return apart, apart
    first, last = (0.0 if is_drawn else water.HARBOUR_NMI for is_drawn in drawn)
    return first, last


def visible() -> list[tuple[float, str, str]]:
    """Return every pair of waypoints that a straight edge may join, shortest first."""
    points = tables.waypoints()
    gates = {name: row.gate for name, row in tables.passages().items()}
    found = []
    for one, two in combinations(sorted(points), 2):
        here, there = points[one][:2], points[two][:2]
        if not water.clear(here, there, near_nmi(one, two)):
            continue
        own = {points[one][2], points[two][2]}
        if any(crosses(here, there, gate) for name, gate in gates.items() if name not in own):
            continue
        found.append((float(sea.great_circle_nmi(*here, *there)), one, two))
    return sorted(found)


def reached(graph: dict[str, dict[str, float]], start: str, end: str, most: float) -> bool:
    """Return whether a way of at most so many miles joins two waypoints outside any passage."""
    points, best, queue = tables.waypoints(), {start: 0.0}, [(0.0, start)]
    goal = points[end][:2]
    while queue:
        miles, here = heapq.heappop(queue)
        if here == end:
            return True
        if miles > best[here] or (here != start and points[here][2]):
            continue
        for there, more in graph[here].items():
            total = miles + more
            left = float(sea.great_circle_nmi(*points[there][:2], *goal))
            if total + left <= most and total < best.get(there, most + 1.0):
                best[there] = total
                heapq.heappush(queue, (total, there))
    return False


def main() -> None:
    """Write the file."""
    given = [row for row in tables.sea_edges() if row[2] is not None]
    graph: dict[str, dict[str, float]] = {name: {} for name in tables.waypoints()}
    taken = {frozenset(row[:2]) for row in given}
    lines = []
    for miles, one, two in visible():
        if frozenset((one, two)) in taken or reached(graph, one, two, miles * SLACK):
            continue
        graph[one][two] = graph[two][one] = miles
        lines.append((one, two, ""))
    lines += [(one, two, f"{miles:g}") for one, two, miles in given if miles is not None]
    path = Path(str(DATA / "sea_edges.csv"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("start", "end", "miles"))
        writer.writerows(sorted(lines))


if __name__ == "__main__":
    main()
