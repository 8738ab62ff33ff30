"""Ways of ports to the net of the sea's waypoints: the shortest over water."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from oilecon.core import sea
from oilecon.errors import InputError
from oilecon.evidence import YOURS, Evidence
from oilecon.frozen import FrozenDict
from oilecon.inputs.ports import KB, Port, port_of, shipped_place
from oilecon.reference import sea as tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

__all__ = ["ON_LAND_NMI", "Join", "channel_nmi", "direct_nmi", "joined", "joins", "place", "sees"]

Point = tuple[float, float]

HARBOUR_NMI = 3.0
"""A port of the user's own this near to a shipped one is reached as that one is.

The World Port Index gives places to the minute of arc, and berths of one harbour lie so far apart.
"""

ON_LAND_NMI = 5.0
"""How far from water a port may lie.

Coordinates to the minute of arc and cells of two minutes put a berth at the shore up to 4 nmi
inland.
"""

_STEP_NMI = 1.0
_GATE_STEP = 10  # of so many points of a line, one is asked whether a passage is crossed
_GLANCES = 40.0  # points of a line that are looked at before all of them are
_LONGEST_NMI = 9000.0
_WAYPOINT_NMI = 3.0  # a waypoint off a port may stand on a cell of land
_WINDOWS = (1.5, 6.0)  # degrees of sea around a port that are searched, the wider if need be
_HIDDEN = 12  # waypoints out of sight that such ways lead to
_NAMED = 3  # shipped ports that a refusal names
_AROUND = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


class Join(NamedTuple):
    """A way from a berth to a waypoint.

    Attributes
    ----------
    miles : float
        Its length [nmi].
    points : tuple of tuple of float
        Latitude and longitude of the berth, and of the bends after it.
    """

    miles: float
    points: tuple[Point, ...]


def place(given: object) -> tables.Place:
    """Return a port's row: that of a shipped one, or one of the same form for another.

    Parameters
    ----------
    given : str, Port or pair of float
        As `port_of`.

    Returns
    -------
    Place
        One of the user's own has no approach, or that of a shipped port in the same harbour.

    Raises
    ------
    UnknownName
        If no port has that name, with the nearest ones, or if several do.
    InputError
        As `port_of`.
    """
    port = port_of(given)
    return shipped_place(port) if isinstance(port, str) else _own_place(port)


@lru_cache(maxsize=256)
def _own_place(port: Port) -> tables.Place:
    limit = port.cargo_limit
    row = tables.Place(
        name=port.name,
        aliases=port.aliases,
        unlocode=port.unlocode,
        country=port.country,
        latitude=port.latitude,
        longitude=port.longitude,
        draft_m=None if port.draft is None else float(port.draft.magnitude),
        cargo_limit_kb=None if limit is None else float(limit.magnitude) / KB,
        approach="",
        approach_nmi=None,
        eca_nmi=None,
        evidence=Evidence("", YOURS, port.as_of, port.source, note=port.note),
    )
    near = same_harbour(row)
    if near is None:
        return row
    between = None if near.approach_nmi is None else near.approach_nmi + nmi_between(row, near)
    return replace(row, approach=near.approach, approach_nmi=between, eca_nmi=near.eca_nmi)


def nmi_between(row: tables.Place, other: tables.Place) -> float:
    """Return the great circle between two ports [nmi]."""
    ends = row.latitude, row.longitude, other.latitude, other.longitude
    return float(sea.great_circle_nmi(*ends))


def same_harbour(row: tables.Place) -> tables.Place | None:
    """Return the nearest shipped port, if one lies in the same harbour."""
    near = min(tables.places().values(), key=lambda other: nmi_between(row, other))
    return near if nmi_between(row, near) <= HARBOUR_NMI else None


def joins(row: tables.Place) -> Mapping[str, Join]:
    """Return the ways from a port to the waypoints that it is joined to, by waypoint.

    Raises
    ------
    InputError
        If it has no approach and no water leads from it to any waypoint.
    """
    berth = row.latitude, row.longitude
    if not row.approach:
        return _over_water(row)
    miles = row.approach_nmi
    if miles is None:
        miles = _nmi(berth, tables.waypoints()[row.approach][:2])
    return FrozenDict({row.approach: Join(miles, (berth,))})


def joined(row: tables.Place, waypoint: str) -> str:
    """Return how a port of the user's own is joined to the net, in words; '' for a shipped one."""
    if tables.places().get(row.name) is row:
        return ""
    miles = f"{joins(row)[waypoint].miles:.0f} nmi"
    near = same_harbour(row)
    if near is not None:
        return (
            f"{row.name} is joined to the sea graph at {waypoint}, {miles} off, as {near.name} is"
        )
    return f"{row.name} is joined to the sea graph at {waypoint} by {miles} of open water"


def direct_nmi(start: tables.Place, end: tables.Place) -> float | None:
    """Return the miles between two ports in sight of each other; None for others.

    Only of ports that are joined over water, as one of the user's own is.
    """
    if start.approach or end.approach:
        return None
    berths = _afloat(start), _afloat(end)
    return _nmi(*berths) if sees(*berths) else None


def channel_nmi(start: tables.Place, end: tables.Place) -> float | None:
    """Return the miles between two ports of one approach, in one channel; None for others.

    The one further up passes the other on its way, so that their miles to the approach differ by
    those between them. Where they lie on two arms, the great circle is the longer.
    """
    if not start.approach or start.approach != end.approach:
        return None
    inner, outer = (joins(row)[row.approach].miles for row in (start, end))
    return max(abs(inner - outer), nmi_between(start, end))


def _nmi(start: Point, end: Point) -> float:
    return float(sea.great_circle_nmi(*start, *end))


def sees(start: Point, end: Point, near_nmi: float = 0.0, through: str = "") -> bool:
    """Return whether the great circle between two points is over water and crosses no passage.

    Parameters
    ----------
    start, end : tuple of float
        Latitude and longitude in degrees.
    near_nmi : float
        How far before `end` the mask is not asked.
    through : str
        A passage that may be crossed.
    """
    miles = _nmi(start, end)
    if miles > _LONGEST_NMI:
        return False
    for step in (max(miles / _GLANCES, _STEP_NMI), _STEP_NMI):
        points = sea.track(start, end, step)
        along = (np.arange(len(points)) + 0.5) * miles / len(points)
        if not tables.water(points[along < miles - near_nmi]).all():
            return False
    whole = np.vstack([start, points[::_GATE_STEP], end])
    return not any(
        sea.crosses(whole, passage.gate)
        for name, passage in tables.passages().items()
        if name != through
    )


def _afloat(row: tables.Place) -> Point:
    """Return a port's place, or the nearest cell of water beside it.

    Raises
    ------
    InputError
        If none is near.
    """
    berth = row.latitude, row.longitude
    if tables.water(np.array([berth]))[0]:
        return berth
    cells = _cells(berth, 2.0 * ON_LAND_NMI / 60.0)
    points = cells.points[tables.water(cells.points)]
    if len(points):
        miles = np.asarray(sea.great_circle_nmi(*berth, *points.T))
        if miles.min() <= ON_LAND_NMI:
            latitude, longitude = points[miles.argmin()].tolist()
            return latitude, longitude
    raise _refused(
        row,
        f"lies more than {ON_LAND_NMI:g} nmi from any water that the sea graph reaches (lakes, "
        "shoals and pack ice are none)",
    )


def _refused(row: tables.Place, why: str) -> InputError:
    """Return the error for a port that is not joined, with the nearest shipped ones."""
    near = sorted(tables.places().values(), key=lambda other: nmi_between(row, other))[:_NAMED]
    listed = ", ".join(f"{other.name!r} ({nmi_between(row, other):,.0f} nmi off)" for other in near)
    named = f"port {row.name!r} at {row.latitude:g}, {row.longitude:g}"
    msg = f"{named} {why}; write its berth's latitude and longitude, or a shipped port: {listed}"
    return InputError(msg)


@lru_cache(maxsize=256)
def _over_water(row: tables.Place) -> Mapping[str, Join]:
    """Return the ways to all waypoints in sight, and round headlands to some that are near."""
    start, points = _afloat(row), tables.waypoints()
    berth = row.latitude, row.longitude
    head = (berth,) if start == berth else (berth, start)
    inland = _nmi(berth, start)
    ways = {
        name: Join(inland + _nmi(start, (latitude, longitude)), head)
        for name, (latitude, longitude, passage) in points.items()
        if sees(start, (latitude, longitude), _WAYPOINT_NMI, passage)
    }
    hidden = [name for name in points if name not in ways]
    for degrees in _WINDOWS:
        for name, bends in _round_headlands(start, hidden, degrees):
            stops = [*bends, points[name][:2]]
            miles = inland + sum(_nmi(*pair) for pair in pairwise(stops))
            ways[name] = Join(miles, (*head, *bends[1:]))
        if ways:
            break
    else:
        most = 60.0 * _WINDOWS[-1]
        raise _refused(row, f"has no way of up to {most:g} nmi over water to the sea graph")
    return FrozenDict(ways)


class _Cells(NamedTuple):
    """Midpoints of the mask's cells around a point, row by row from the north."""

    rows: int
    columns: int
    points: npt.NDArray[np.float64]


def _cells(around: Point, degrees: float) -> _Cells:
    """Return the cells within some degrees of a point, as far north and south as east and west."""
    latitude, longitude = around
    wide = degrees / max(math.cos(math.radians(latitude)), 0.1)
    per = tables.CELLS_PER_DEGREE
    rows = np.arange(math.floor((latitude - degrees) * per), math.ceil((latitude + degrees) * per))
    columns = np.arange(math.floor((longitude - wide) * per), math.ceil((longitude + wide) * per))
    rows = rows[(rows >= -90 * per) & (rows < 90 * per)][::-1]
    grid = np.stack(np.meshgrid((rows + 0.5) / per, (columns + 0.5) / per, indexing="ij"), axis=-1)
    return _Cells(len(rows), len(columns), grid.reshape(-1, 2))


def _round_headlands(
    start: Point, hidden: Sequence[str], degrees: float
) -> list[tuple[str, tuple[Point, ...]]]:
    """Return the ways over cells of water to waypoints out of sight, the nearest first."""
    cells = _cells(start, degrees)
    open_sea = tables.water(cells.points)
    for passage in tables.passages().values():
        open_sea &= ~_on_line(cells.points, passage.gate)
    far, before = _search(cells, open_sea, _nearest(cells, start))
    ends = []
    for name in hidden:
        place = tables.waypoints()[name][:2]
        cell = _nearest(cells, place)
        if math.isfinite(far[cell]) and _nmi(place, _at(cells, cell)) <= _WAYPOINT_NMI:
            ends.append((far[cell], name, cell))
    ways = []
    for _, name, cell in sorted(ends)[:_HIDDEN]:
        *_, through = tables.waypoints()[name]
        track = [cell]
        while before[track[-1]] >= 0:
            track.append(before[track[-1]])
        line = [start, *(_at(cells, each) for each in track[-2::-1]), tables.waypoints()[name][:2]]
        ways.append((name, _straightened(line, through)))
    return ways


def _at(cells: _Cells, cell: int) -> Point:
    latitude, longitude = cells.points[cell].tolist()
    return latitude, longitude


def _nearest(cells: _Cells, point: Point) -> int:
    """Return the cell whose midpoint is nearest to a point."""
    east = (cells.points[:, 1] - point[1] + 180.0) % 360.0 - 180.0
    away = np.square(cells.points[:, 0] - point[0]) + np.square(east)
    return int(away.argmin())


def _on_line(points: npt.NDArray[np.float64], line: tuple[Point, Point]) -> npt.NDArray[np.bool_]:
    """Return which points lie within a cell of a line, so that no step passes it unseen."""
    ends, cell = np.array(line), 1.0 / tables.CELLS_PER_DEGREE
    along = ends[1] - ends[0]
    share = ((points - ends[0]) @ along / (along @ along)).clip(0.0, 1.0)
    off = points - ends[0] - share[:, None] * along
    near: npt.NDArray[np.bool_] = np.abs(off).max(axis=1) <= cell
    return near


def _search(
    cells: _Cells, open_sea: npt.NDArray[np.bool_], start: int
) -> tuple[list[float], list[int]]:
    """Return the miles from a cell to every other, and the cell before it on the way (-1: none).

    No step cuts the corner of a cell that is closed.
    """
    wide, free = cells.columns, open_sea.tolist()
    free[start] = True
    tall = 60.0 / tables.CELLS_PER_DEGREE
    across = (tall * np.cos(np.radians(cells.points[::wide, 0]))).tolist()
    far, before = [math.inf] * len(free), [-1] * len(free)
    far[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        miles, cell = heapq.heappop(queue)
        if miles > far[cell]:
            continue
        row, column = divmod(cell, wide)
        for down, along in _AROUND:
            i, j = row + down, column + along
            if not (0 <= i < cells.rows and 0 <= j < wide and free[i * wide + j]):
                continue
            if down and along and not (free[row * wide + j] and free[i * wide + column]):
                continue
            total = miles + math.hypot(tall * down, across[row] * along)
            if total < far[i * wide + j]:
                far[i * wide + j], before[i * wide + j] = total, cell
                heapq.heappush(queue, (total, i * wide + j))
    return far, before


def _straightened(line: list[Point], through: str) -> tuple[Point, ...]:
    """Return the bends of a way that goes on from each to the farthest point in sight.

    The last point of `line` is the waypoint, which is left out.
    """
    last = len(line) - 1

    def clear(start: int, end: int) -> bool:
        near_nmi, passage = (_WAYPOINT_NMI, through) if end == last else (0.0, "")
        return sees(line[start], line[end], near_nmi, passage)

    bends, at = [line[0]], 0
    while at < last:
        seen, step = at + 1, 1
        while step:  # twice as far as long as that is clear, then half as far until none is
            trial = min(seen + step, last)
            if trial > seen and clear(at, trial):
                seen, step = trial, 2 * step
            else:
                step //= 2
        at = seen
        if at < last:
            bends.append(line[at])
    return tuple(bends)
