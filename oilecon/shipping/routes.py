"""The way by sea: a published distance, or the shortest way over waypoints that the ship may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import number
from oilecon.core import sea
from oilecon.errors import InputError, OilEconError, UnknownName, did_you_mean, quote
from oilecon.model import Vessel
from oilecon.reference import sea as tables
from oilecon.shipping.ports import place
from oilecon.shipping.reading import flag, group
from oilecon.units import Quantity, put_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.units import Raw

__all__ = ["Distance", "distance", "refusals", "refused_by", "size_of"]

_SUEZ_BEAM_M, _SUEZ_DRAFT_M = 50.0, 12.2
"""Suez allows its full draft up to this beam, and this draft at its largest beam."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A way from one port to another.

    Attributes
    ----------
    origin, destination : str
        The ports' names.
    miles : pint.Quantity
        Miles sailed [nmi].
    eca : pint.Quantity
        Miles of these inside emission control areas [nmi].
    eca_by_area : mapping of str to float
        The same by area: from the areas' corners, or "approach of ..." where a constant is kept
        with the port, since ships steer to leave an area soon.
    published : bool
        Whether `miles` is a published figure, or computed over waypoints.
    passages : tuple of str
        Named passages on the way, in order; for a published figure, those of the computed way.
    refused : mapping of str to str
        Passages the ship may not use, and why.
    waypoints : tuple of str
        The computed way.
    source : tuple of str
        Keys of ``oilecon.sources()``.
    note : str
        What a published figure is, or how the computed one was made.
    """

    origin: str
    destination: str
    miles: Quantity
    eca: Quantity
    eca_by_area: Mapping[str, float]
    published: bool
    passages: tuple[str, ...]
    refused: Mapping[str, str]
    waypoints: tuple[str, ...]
    source: tuple[str, ...]
    note: str

    def __repr__(self) -> str:
        """Say how far it is, which way, and whether that is published."""
        how = "published" if self.published else "computed"
        through = f" by {', '.join(self.passages)}" if self.passages else ""
        return (
            f"<Distance {self.origin} to {self.destination}{through}: {self.miles:.0f~P} "
            f"({how}), of which {self.eca:.0f~P} in emission control areas>"
        )


def _too_large(passage: tables.Passage, size: Mapping[str, float | None]) -> str:
    """Return why a ship does not fit through a passage; '' if it does."""
    limits = {"length": passage.length_m, "beam": passage.beam_m, "draft": passage.draft_m}
    beam = size["beam"]
    if passage.name == "suez" and beam is not None and limits["beam"] and limits["draft"]:
        slope = (limits["draft"] - _SUEZ_DRAFT_M) / (limits["beam"] - _SUEZ_BEAM_M)
        limits["draft"] -= slope * max(beam - _SUEZ_BEAM_M, 0.0)
    reasons = [
        f"{name} {has:g} m is over its {limit:.4g} m"
        for name, limit in limits.items()
        if limit is not None and (has := size[name]) is not None and has > limit
    ]
    return "; ".join(reasons)


def size_of(vessel: Vessel | None, *, laden: bool, draft: Raw | None) -> dict[str, float | None]:
    """Return a ship's length, beam and draft [m]; None for what is not known."""
    raw: Mapping[str, Any] = {} if vessel is None else vessel.values
    size = {
        "length": raw.get("length"),
        "beam": raw.get("beam"),
        "draft": draft
        if draft is not None
        else raw.get(f"draft_{'laden' if laden else 'ballast'}"),
    }
    for name, m in size.items():
        if m is not None and np.size(m) > 1:
            msg = (
                f"a way is that of one ship, and {name} holds {np.size(m)} values; "
                "ask for each ship apart"
            )
            raise InputError(msg)
    return {name: None if m is None else float(np.max(m)) for name, m in size.items()}


def refused_by(size: Mapping[str, float | None]) -> dict[str, str]:
    """Return the passages that are closed to a size, and why; what is not known does not count."""
    found = {name: _too_large(passage, size) for name, passage in tables.passages().items()}
    return {name: why for name, why in found.items() if why}


def refusals(
    vessel: Vessel | None, *, laden: bool = True, draft: str | Quantity | None = None
) -> dict[str, str]:
    """Return the passages that a ship may not use, and why.

    Parameters
    ----------
    vessel : Vessel or None
        With length, beam and drafts; what it lacks is not held against it.
    laden : bool
        Whether at its laden draft.
    draft : str or pint.Quantity, optional
        Another draft, as of a part cargo.

    Returns
    -------
    dict of str to str
        By passage.

    Raises
    ------
    UnitError, InputError
        If an argument is of another kind, or the ship holds arrays.
    """
    return refused_by(_size_at(vessel, "refusals", laden=laden, draft=draft))


def _size_at(
    vessel: Vessel | None, where: str, *, laden: bool, draft: str | Quantity | None
) -> dict[str, float | None]:
    ship = None if vessel is None else group(Vessel, vessel, where, "oilecon.vessel('vlcc')")
    depth = None if draft is None else number(Vessel.draft_laden, draft, f"{where}: draft")
    return size_of(ship, laden=flag(laden, f"{where}: laden"), draft=depth)


def _known(names: str | Iterable[str], given: str) -> tuple[str, ...]:
    """Return the passages' names, or refuse one that is none."""
    try:
        wanted_names = (names,) if isinstance(names, str) else tuple(names)
    except TypeError as error:
        msg = f"distance: {given}: wanted names of passages, got {quote(names)}; write ['panama']"
        raise InputError(msg) from error
    known: dict[str, str] = {}
    for name, passage in tables.passages().items():
        known |= {tables.plain(name): name, tables.plain(passage.title): name}
    known |= {"cape": "good_hope", "goodhope": "good_hope", "horn": "cape_horn"}
    wanted = []
    for name in wanted_names:
        found = known.get(tables.plain(str(name)))
        if found is None:
            msg = f"no passage {quote(name)}{did_you_mean(str(name), tables.passages())}"
            raise UnknownName(msg)
        wanted.append(found)
    return tuple(wanted)


def distance(
    a: str,
    b: str,
    *,
    vessel: Vessel | None = None,
    laden: bool = True,
    draft: str | Quantity | None = None,
    via: str | Iterable[str] = (),
    avoid: str | Iterable[str] = (),
    published: bool = True,
) -> Distance:
    """Return the way by sea from one port to another.

    Parameters
    ----------
    a, b : str
        Ports, as `port` finds them.
    vessel : Vessel, optional
        Its size decides which passages are open. Without it all are that need no naming.
    laden : bool
        Whether it sails at its laden draft.
    draft : str or pint.Quantity, optional
        Another draft, as of a part cargo.
    via : str or iterable of str
        Passages to go through, in order. Canals, and straits that tankers shun, are used only
        where they are named here.
    avoid : str or iterable of str
        Passages not to use.
    published : bool
        Whether to return a published figure where one is shipped for this way.

    Returns
    -------
    Distance
        Miles, emission-area miles, passages, refusals, and whether the figure is published.

    Raises
    ------
    UnknownName
        If a port or a passage is unknown.
    InputError
        If both ports are one, the ship does not fit through a passage named in `via`, or no way
        is left.

    Examples
    --------
    >>> way = distance("Ras Tanura", "Singapore")
    >>> print(way.miles, way.published)
    3734.0 nmi True
    """
    size = _size_at(vessel, "distance", laden=laden, draft=draft)
    shipped = flag(published, "distance: published")
    start, end = place(a), place(b)
    if start is end:
        msg = f"distance: {start.name!r} to itself is no voyage; write two ports"
        raise InputError(msg)
    through, without = _known(via, "via"), _known(avoid, "avoid")
    refused = refused_by(size)
    for name in through:
        if name in refused or name in without:
            title = tables.passages()[name].title
            why = refused.get(name) or "it is also to be avoided"
            msg = (
                f"distance: via {name!r}: {title} is closed to this ship: {why}; "
                "leave it out, or write a smaller ship or a lighter draft"
            )
            raise InputError(msg)
    closed = frozenset({*refused, *without})
    found = _shortest(start.name, end.name, through, closed)
    if found is None:
        barred = ", ".join(sorted(closed)) or "none"
        msg = (
            f"distance: no way from {start.name} to {end.name} is left (closed: {barred}); "
            "name a canal in via, or avoid less"
        )
        raise InputError(msg)
    if len(set(found.waypoints)) < len(found.waypoints):
        listed = " and ".join(repr(name) for name in through)
        msg = (
            f"distance: via {listed}: the shortest way through it from {start.name} to "
            f"{end.name} turns back on itself; leave it out, or name in avoid what it replaces"
        )
        raise InputError(msg)
    return _answer(start, end, found, refused, _figure(start, end, found) if shipped else None)


def _figure(start: tables.Place, end: tables.Place, found: _Way) -> tables.Published | None:
    """Return the published figure for a way: of these ports, and of the same passages."""
    for ends in ((start.name, end.name), (end.name, start.name)):
        for row in reversed(tables.published()):
            if (row.origin, row.destination) != ends:
                continue
            usual = _shortest(*ends, (row.via,) if row.via else (), frozenset())
            if usual is not None and set(usual.passages) == set(found.passages):
                return row
    return None


def _answer(
    start: tables.Place,
    end: tables.Place,
    found: _Way,
    refused: Mapping[str, str],
    figure: tables.Published | None,
) -> Distance:
    by_area = dict(found.eca)
    for row, other in ((start, end), (end, start)):
        areas = _areas_at(row)
        if row.eca_nmi is None or areas & _areas_at(other):
            continue
        for area in areas:  # the constant of the approach speaks for the area it lies in
            by_area.pop(area, None)
        by_area[f"approach of {row.name}"] = row.eca_nmi
    miles = found.miles if figure is None else figure.miles
    note = "over shipped waypoints, great circles between; fitted on Baltic tanker routes"
    return Distance(
        origin=start.name,
        destination=end.name,
        miles=put_on(miles, "nmi"),
        eca=put_on(min(sum(by_area.values()), miles), "nmi"),
        eca_by_area=by_area,
        published=figure is not None,
        passages=found.passages,
        refused=dict(refused),
        waypoints=found.waypoints,
        source=("oilecon-geography",) if figure is None else figure.source,
        note=note if figure is None else figure.note,
    )


# -- the graph ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    miles: float
    waypoints: tuple[str, ...]
    passages: tuple[str, ...]
    eca: tuple[tuple[str, float], ...]


def _networkx() -> Any:
    try:
        return import_module("networkx")
    except ImportError as error:
        msg = (
            "a computed distance needs networkx: python -m pip install 'oilecon[sea]'; "
            "published distances do not"
        )
        raise OilEconError(msg) from error


@cache
def _graph() -> Any:
    """Return the waypoints and edges as a networkx graph."""
    points = tables.waypoints()
    graph = _networkx().Graph()
    for start, end, miles in tables.sea_edges():
        ends = (*points[start][:2], *points[end][:2])
        graph.add_edge(start, end, miles=sea.great_circle_nmi(*ends) if miles is None else miles)
    return graph


@lru_cache(maxsize=4096)
def _shortest(start: str, end: str, via: tuple[str, ...], closed: frozenset[str]) -> _Way | None:
    """Return the shortest way through passages in their order; None if there is none."""
    stops: list[str] = []
    ports = [tables.places()[start], tables.places()[end]]
    shut = closed | {
        name for name, passage in tables.passages().items() if passage.named and name not in via
    }
    for goal in (*via, None):
        here = stops[-1] if stops else ports[0].approach
        stretch = _stretch(here, goal, ports[1].approach, shut)
        if stretch is None:
            return None
        stops += stretch[1:] if stops else stretch
    inside = [_approach_nmi(row) for row in ports]
    legs = list(pairwise(stops))
    miles = sum(inside) + sum(_graph()[one][two]["miles"] for one, two in legs)
    labels = (tables.waypoints()[stop][2] for stop in stops)
    return _Way(
        miles=float(miles),
        waypoints=tuple(stops),
        passages=tuple(dict.fromkeys(label for label in labels if label)),
        eca=_inside_areas(ports, legs),
    )


def _stretch(here: str, goal: str | None, last: str, shut: frozenset[str]) -> list[str] | None:
    """Return the shortest way to any waypoint of a passage, or to the last port."""
    nx, graph, points = _networkx(), _graph(), tables.waypoints()
    goals = {last} if goal is None else {n for n, (*_, label) in points.items() if label == goal}
    open_graph = nx.subgraph_view(graph, filter_node=lambda name: points[name][2] not in shut)
    if here not in open_graph:
        return None
    lengths, ways = nx.single_source_dijkstra(open_graph, here, weight="miles")
    reached = goals & set(lengths)
    if not reached:
        return None
    nearest: list[str] = ways[min(reached, key=lambda name: (lengths[name], name))]
    return nearest


def _areas_at(row: tables.Place) -> set[str]:
    """Return the areas in which a port's approach lies."""
    return set(_shares(row.approach, row.approach))


def _approach_nmi(row: tables.Place) -> float:
    """Return the miles from a berth to its approach."""
    if row.approach_nmi is not None:
        return row.approach_nmi
    latitude, longitude, _ = tables.waypoints()[row.approach]
    return float(sea.great_circle_nmi(row.latitude, row.longitude, latitude, longitude))


def _inside_areas(
    ports: list[tables.Place], legs: list[tuple[str, str]]
) -> tuple[tuple[str, float], ...]:
    """Return the miles of a way inside each emission control area."""
    found = dict.fromkeys(tables.emission_areas(), 0.0)
    for row in ports:  # up to its approach, a port lies where its approach does
        for area, share in _shares(row.approach, row.approach).items():
            found[area] += _approach_nmi(row) * share
    for one, two in legs:
        for area, share in _shares(one, two).items():
            found[area] += _graph()[one][two]["miles"] * share
    return tuple((area, miles) for area, miles in found.items() if miles)


@lru_cache(maxsize=8192)
def _shares(one: str, two: str) -> dict[str, float]:
    """Return the share of an edge inside each area."""
    points = tables.waypoints()
    cut = sea.track(points[one][:2], points[two][:2])
    shares = {
        area: float(np.mean(sea.inside(cut, corners)))
        for area, corners in tables.emission_areas().items()
    }
    return {area: share for area, share in shares.items() if share}
