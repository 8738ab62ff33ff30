"""Sailing routes: a published distance, or the shortest route over waypoints open to the ship."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import day, flag, instance, number
from oilecon.core import sea
from oilecon.errors import InputError, OilEconError, UnknownName, did_you_mean, quote
from oilecon.inputs import Vessel
from oilecon.reference import sea as tables
from oilecon.reference.tables import whole_tables
from oilecon.shipping.berths import Join, channel_nmi, direct_nmi, joined, joins, place
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oilecon.inputs.ports import PortLike
    from oilecon.typing import DateLike, QuantityLike
    from oilecon.units import Raw

__all__ = ["Distance", "distance", "passage_restrictions", "restricted_by", "size_of"]

_SUEZ_BEAM_M, _SUEZ_DRAFT_M = 50.0, 12.2
"""Suez allows its full draft up to this beam, and this draft at its largest beam."""

_SHORT = 0.02
"""The largest share by which a published figure may be shorter than the shortest route by sea.

The waypoints follow the Baltic's routes to 2 % over 1,000 nmi, and none of those is more than 1.2 %
shorter than its route. A shorter figure was not measured over water.
"""


@dataclass(frozen=True, slots=True)
class Distance:
    """A sailing route from one port to another.

    Attributes
    ----------
    origin, destination : str
        The ports' names.
    miles : pint.Quantity
        Distance sailed [nmi].
    eca : pint.Quantity
        The part of it inside emission control areas [nmi].
    eca_by_area : mapping of str to float
        The same by area: from the areas' corners, or "approach of ..." where a constant is kept
        with the port, since ships steer to leave an area soon. "published" is a published figure;
        an area in force only since then stands beside it.
    published : bool
        True if `miles` is a published figure; else it is computed over waypoints.
    eca_published : bool
        True if `eca` is a published figure, with no computed part.
    passages : tuple of str
        Named passages that the route crosses, in order; for a published figure, those of the
        computed route.
    restrictions : mapping of str to str
        Passages that the ship may not use, with the reason.
    waypoints : tuple of str
        Waypoints of the computed route.
    points : tuple of tuple of float
        Latitude and longitude of the berths, of the waypoints and of any bends before them.
    source : tuple of str
        Keys of ``oilecon.sources()``.
    note : str
        Meaning of a published figure; or the method of a computed one, the distance that `via`
        adds (a passage off the usual route is allowed), why a published figure was not taken, and
        how a port of the user's own is joined to the net of waypoints.
    """

    origin: str
    destination: str
    miles: Quantity
    eca: Quantity
    eca_by_area: Mapping[str, float]
    published: bool
    eca_published: bool
    passages: tuple[str, ...]
    restrictions: Mapping[str, str]
    waypoints: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    source: tuple[str, ...]
    note: str

    def __repr__(self) -> str:
        """Describe the result in one line."""
        basis, eca_basis = (
            "published" if figure else "computed" for figure in (self.published, self.eca_published)
        )
        inside = f"{self.eca:.0f~P} ({eca_basis})" if basis != eca_basis else f"{self.eca:.0f~P}"
        through = f" by {', '.join(self.passages)}" if self.passages else ""
        return (
            f"<Distance {self.origin} to {self.destination}{through}: {self.miles:.0f~P} "
            f"({basis}), of which {inside} in emission control areas>"
        )


def _too_large(passage: tables.Passage, size: Mapping[str, float | None]) -> str:
    """Return the reason why a ship does not fit through a passage; '' if it does."""
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
    """Return a ship's length, beam and draft [m]; None where not known."""
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
                f"a sailing route is that of one ship, and {name} holds {np.size(m)} values; "
                "ask for each ship apart"
            )
            raise InputError(msg)
    return {name: None if m is None else float(np.max(m)) for name, m in size.items()}


def restricted_by(size: Mapping[str, float | None]) -> dict[str, str]:
    """Return the passages closed to a size, with the reason; unknown dimensions are not checked."""
    reasons = {name: _too_large(passage, size) for name, passage in tables.passages().items()}
    return {name: why for name, why in reasons.items() if why}


def passage_restrictions(
    vessel: Vessel | None, *, laden: bool = True, draft: QuantityLike | None = None
) -> dict[str, str]:
    """Return the passages that a ship may not use, with the reason.

    Parameters
    ----------
    vessel : Vessel or None
        With length, beam and drafts; a dimension that is missing is not checked.
    laden : bool
        True for the laden draft, False for the ballast draft.
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
    return restricted_by(_size_at(vessel, "passage_restrictions", laden=laden, draft=draft))


def _size_at(
    vessel: Vessel | None, where: str, *, laden: bool, draft: QuantityLike | None
) -> dict[str, float | None]:
    ship = (
        None
        if vessel is None
        else instance(Vessel, vessel, where, "oilecon.Vessel.shipped('vlcc')")
    )
    depth = None if draft is None else number(Vessel.draft_laden, draft, f"{where}: draft")
    return size_of(ship, laden=flag(laden, f"{where}: laden"), draft=depth)


def _known(names: str | Iterable[str], argument: str) -> tuple[str, ...]:
    """Return the passages' own names; raise for an unknown one."""
    try:
        listed = (names,) if isinstance(names, str) else tuple(names)
    except TypeError as error:
        msg = (
            f"distance: {argument}: expected names of passages, got {quote(names)}; write "
            "['panama']"
        )
        raise InputError(msg) from error
    known: dict[str, str] = {}
    for name, passage in tables.passages().items():
        known |= {tables.plain(name): name, tables.plain(passage.title): name}
    known |= {"cape": "good_hope", "goodhope": "good_hope", "horn": "cape_horn"}
    passages = []
    for name in listed:
        own_name = known.get(tables.plain(str(name)))
        if own_name is None:
            msg = f"no passage {quote(name)}{did_you_mean(str(name), tables.passages())}"
            raise UnknownName(msg)
        passages.append(own_name)
    return tuple(passages)


def distance(
    a: PortLike,
    b: PortLike,
    *,
    vessel: Vessel | None = None,
    laden: bool = True,
    draft: QuantityLike | None = None,
    via: str | Iterable[str] = (),
    avoid: str | Iterable[str] = (),
    on: DateLike | None = None,
    published: bool = True,
) -> Distance:
    """Return the sailing route from one port to another.

    Parameters
    ----------
    a, b : str, Port or pair of float
        Ports: their names, as `oilecon.Port.shipped` finds them; an `oilecon.Port` of one's own; or
        plain coordinates (latitude, longitude). A port of one's own is joined to the net of
        waypoints by the shortest way over water that crosses no passage.
    vessel : Vessel, optional
        Its size decides which passages are open. Without it, all are open that need not be named.
    laden : bool
        True for the laden draft, False for the ballast draft.
    draft : str or pint.Quantity, optional
        Another draft, as of a part cargo.
    via : str or iterable of str
        Passages to cross, in this order. The route is the shortest that enters each at one end,
        leaves it at the other and does not come back through it. Canals, and straits that tankers
        avoid, are used only where they are named in `via`.
    avoid : str or iterable of str
        Passages not to use.
    on : str or datetime.date, optional
        The day of the voyage, as '2024-06-01': emission control areas that were not yet in force
        do not count. By default all shipped areas count, the Mediterranean's of May 2025 too.
    published : bool
        True to return a published figure where one is shipped for this route. A figure more than
        2 % shorter than the shortest route by sea is not taken: the computed route is returned,
        and its `note` says so.

    Returns
    -------
    Distance
        Distance, the part in emission control areas, passages, passage restrictions, and whether
        the figure is published.

    Raises
    ------
    UnknownName
        If a port or a passage is unknown.
    InputError
        If both ports are one, `on` is no day, the ship does not fit through a passage named in
        `via`, or no route is open; if a port of one's own lies over 5 nmi from water, or no water
        leads from it to a waypoint, with the nearest shipped ports.

    Examples
    --------
    >>> route = distance("Ras Tanura", "Singapore")
    >>> print(route.miles, route.published)
    3734.0 nmi True
    >>> print(f"{distance((1.1, -79.9), 'Long Beach').miles:.0f~P}")
    2994 nmi
    """
    size = _size_at(vessel, "distance", laden=laden, draft=draft)
    shipped = flag(published, "distance: published")
    start, end = place(a), place(b)
    if (start.latitude, start.longitude) == (end.latitude, end.longitude):
        msg = f"distance: {start.name!r} to itself is no voyage; write two ports"
        raise InputError(msg)
    through, without = _known(via, "via"), _known(avoid, "avoid")
    when = None if on is None else day(on, "distance")
    restrictions = restricted_by(size)
    _check_via(through, without, restrictions)
    closed = frozenset({*restrictions, *without})
    sailed = _shortest(start, end, through, closed)
    if sailed is None:
        barred = ", ".join(sorted(closed)) or "none"
        listed = " and ".join(repr(name) for name in through)
        msg = (
            f"distance: via {listed}: no sailing route from {start.name} to {end.name} crosses "
            f"each of these once (closed: {barred}); leave one out, or avoid less"
            if through
            else f"distance: no sailing route from {start.name} to {end.name} is open (closed: "
            f"{barred}); name a canal in via, or avoid less"
        )
        raise InputError(msg)
    figure, too_short = _figure(start, end, sailed) if shipped else (None, "")
    eca, eca_published = _emission_distance(start, end, sailed, figure, when)
    nmi = sailed.distance if figure is None else figure.miles
    if figure is None:
        note = "over shipped waypoints, great circles between; fitted on Baltic tanker routes"
        note += too_short + _detour(start, end, sailed, through, closed)
        note = "; ".join([note, *sailed.joins])
    else:
        note = figure.evidence.note
    evidence = whole_tables()["sea_edges.csv"] if figure is None else figure.evidence
    return Distance(
        origin=start.name,
        destination=end.name,
        miles=to_quantity(nmi, "nmi"),
        eca=to_quantity(min(sum(eca.values()), nmi), "nmi"),
        eca_by_area=eca,
        published=figure is not None,
        eca_published=eca_published,
        passages=sailed.passages,
        restrictions=dict(restrictions),
        waypoints=sailed.waypoints,
        points=sailed.points,
        source=evidence.source,
        note=note,
    )


def _check_via(
    through: tuple[str, ...], without: tuple[str, ...], restrictions: Mapping[str, str]
) -> None:
    """Raise if a passage to cross is closed to the ship, to be avoided, or named twice."""
    for name in through:
        msg = ""
        if name in restrictions:
            title = tables.passages()[name].title
            msg = (
                f"distance: via {name!r}: {title} is closed to this ship: {restrictions[name]}; "
                "leave it out, or write a smaller ship or a lighter draft"
            )
        elif name in without:
            msg = f"distance: {name!r} is in via and in avoid; leave it out of one of them"
        elif through.count(name) > 1:
            msg = (
                f"distance: via: {name!r} is named twice, and a route crosses a passage once; "
                "write it once"
            )
        if msg:
            raise InputError(msg)


def _detour(
    start: tables.Place,
    end: tables.Place,
    sailed: _Sailed,
    through: tuple[str, ...],
    closed: frozenset[str],
) -> str:
    """Return a note of the distance that the passages named add to a route; '' if none."""
    usual = _shortest(start, end, (), closed) if through else None
    if usual is None or usual.distance >= sailed.distance:
        return ""
    return f"; {sailed.distance - usual.distance:.0f} nmi longer than without via"


def _figure(
    start: tables.Place, end: tables.Place, sailed: _Sailed
) -> tuple[tables.Published | None, str]:
    """Return the published figure for a route, of the same ports and passages, and a note.

    The note tells of a figure that is not taken, since it is shorter than a route by sea can be.
    """
    too_short = ""
    if not (_is_shipped(start) and _is_shipped(end)):
        return None, ""
    for ends in ((start.name, end.name), (end.name, start.name)):
        for row in reversed(tables.published()):
            if (row.origin, row.destination) != ends:
                continue
            ports = (tables.places()[name] for name in ends)
            usual = _shortest(*ports, (row.via,) if row.via else (), frozenset())
            if usual is None or set(usual.passages) != set(sailed.passages):
                continue
            if row.miles >= (1.0 - _SHORT) * usual.distance:
                return row, ""
            too_short = too_short or (
                f"; a published figure, {row.miles:g} nmi ({', '.join(row.evidence.source)}), is "
                f"not taken: it is {100.0 * (1.0 - row.miles / usual.distance):.1f} % shorter than "
                f"this route, and no more than {100.0 * _SHORT:g} % is allowed"
            )
    return None, too_short


def _emission_distance(
    start: tables.Place,
    end: tables.Place,
    sailed: _Sailed,
    figure: tables.Published | None,
    on: str | None,
) -> tuple[dict[str, float], bool]:
    """Return the distance [nmi] by area in force on a day, and whether it is published."""
    since = {area: row.evidence.as_of for area, row in tables.emission_areas().items()}
    in_force = {area for area in since if on is None or since[area] <= on}
    by_area = {area: nmi for area, nmi in sailed.eca if area in in_force}
    if figure is not None and figure.eca_nmi is not None:
        newer = {area: nmi for area, nmi in sailed.eca if since[area] > figure.evidence.as_of}
        if all(area in by_area or area in newer for area, _ in sailed.eca):
            newer = {area: nmi for area, nmi in newer.items() if area in in_force}
            return {"published": figure.eca_nmi} | newer, not newer
    for row, other in ((start, end), (end, start)):
        inside = _areas_at(row)
        if row.eca_nmi is None or inside & _areas_at(other) or not inside <= in_force:
            continue
        for area in inside:  # the constant of the approach replaces the area that it lies in
            by_area.pop(area, None)
        by_area[f"approach of {row.name}"] = row.eca_nmi
    return by_area, False


# -- the graph ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sailed:
    distance: float  # [nmi]
    waypoints: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    passages: tuple[str, ...]
    eca: tuple[tuple[str, float], ...]
    joins: tuple[str, ...]  # how ports of the user's own are joined, in words


def _is_shipped(row: tables.Place) -> bool:
    return tables.places().get(row.name) is row


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
def _given() -> Mapping[frozenset[str], float]:
    """Return the distance [nmi] of the edges that are no great circle."""
    return {
        frozenset((start, end)): nmi for start, end, nmi in tables.sea_edges() if nmi is not None
    }


@cache
def _edge_nmi(start: str, end: str) -> float:
    """Return the distance of an edge [nmi], the same in both directions."""
    given = _given().get(frozenset((start, end)))
    if given is not None:
        return given
    points = tables.waypoints()
    return float(sea.great_circle_nmi(*points[start][:2], *points[end][:2]))


@cache
def _graph() -> Any:
    """Return the waypoints and edges as a networkx graph."""
    graph = _networkx().Graph()
    for start, end, _ in tables.sea_edges():
        graph.add_edge(start, end, nmi=_edge_nmi(start, end))
    return graph


@lru_cache(maxsize=4096)
def _shortest(
    start: tables.Place, end: tables.Place, via: tuple[str, ...], closed: frozenset[str]
) -> _Sailed | None:
    """Return the shortest route that crosses passages in their order; None if there is none."""
    shut = closed | {
        name for name, passage in tables.passages().items() if passage.named and name not in via
    }
    stops = _stops_of(start, end, via, frozenset(shut))
    if stops is None:
        return None
    inside = None if via else channel_nmi(start, end)
    if not stops or inside is not None:
        return _beside(start, end, inside)
    first, last = joins(start)[stops[0]], joins(end)[stops[-1]]
    legs = list(pairwise(stops))
    points = tables.waypoints()
    return _Sailed(
        distance=float(first.miles + last.miles + sum(_edge_nmi(*leg) for leg in legs)),
        waypoints=tuple(stops),
        points=(*first.points, *(points[stop][:2] for stop in stops), *last.points[::-1]),
        passages=_crossed(stops, first.points[-1], last.points[-1]),
        eca=_inside_areas([(start, stops[0]), (end, stops[-1])], legs),
        joins=tuple(filter(None, (joined(start, stops[0]), joined(end, stops[-1])))),
    )


def _beside(start: tables.Place, end: tables.Place, inside: float | None) -> _Sailed:
    """Return the way between two ports in sight of each other, or `inside` one channel [nmi]."""
    berths = (start.latitude, start.longitude), (end.latitude, end.longitude)
    how, nmi, shares = "in sight of each other over open water", inside, _shares_of(berths)
    if nmi is None:
        nmi = direct_nmi(start, end) or 0.0
    else:
        how, shares = f"in one channel, within {start.approach}", _shares(*[start.approach] * 2)
    return _Sailed(
        distance=nmi,
        waypoints=(),
        points=berths,
        passages=(),
        eca=tuple((area, share * nmi) for area, share in shares.items() if nmi),
        joins=(f"{start.name} and {end.name} are {how}",),
    )


def _stops_of(
    start: tables.Place, end: tables.Place, via: tuple[str, ...], shut: frozenset[str]
) -> list[str] | None:
    """Return the waypoints of the shortest route of two ports; None if there is none."""
    if _is_shipped(start) and _is_shipped(end):
        kept = _shipped(start.name, end.name, via, shut)
        if kept is not None:
            return kept
    berths = tuple(row for row in (start, end) if not row.approach)
    first, last = (row.approach or _berth(row) for row in (start, end))
    stops = _stops(first, last, via, shut, berths)
    return None if stops is None else [stop for stop in stops if stop in tables.waypoints()]


def _berth(row: tables.Place) -> str:
    """Return the node of a port that is joined to many waypoints."""
    return f"berth {row.latitude!r} {row.longitude!r}"


def _shipped(start: str, end: str, via: tuple[str, ...], shut: frozenset[str]) -> list[str] | None:
    """Return a shipped route of two ports if it is the shortest; None if there is none.

    It was the shortest with no passage closed. It still is if it touches no closed passage and
    crosses the passages of `via` in their order. So a published distance, whose route is shipped,
    needs no search, and no networkx.
    """
    points = tables.waypoints()
    ends = [(row.latitude, row.longitude) for row in map(tables.places().__getitem__, (start, end))]
    for stops in tables.published_routes().get((start, end), ()):
        crossed, touched = iter(_crossed(stops, *ends)), {points[stop][2] for stop in stops}
        if all(name in crossed for name in via) and not touched & shut:
            return list(stops)
    return None


def _stops(
    start: str,
    end: str,
    via: tuple[str, ...],
    shut: frozenset[str],
    berths: tuple[tables.Place, ...] = (),
) -> list[str] | None:
    """Return the waypoints and berths of the shortest route; None if there is none."""
    nx = _networkx()
    try:
        if not via:
            return list(nx.bidirectional_dijkstra(_open(shut, berths), start, end, "nmi")[1])
        _, nodes = nx.bidirectional_dijkstra(
            _layers(via, shut, berths), (start, 0, None), (end, len(via), None), "nmi"
        )
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return None
    return [name for name, *_ in nodes]


@lru_cache(maxsize=64)
def _open(shut: frozenset[str], berths: tuple[tables.Place, ...] = ()) -> Any:
    """Return the graph without the waypoints of closed passages, with ports of the user's own."""
    if berths:
        graph = _open(shut).copy()
        for row in berths:
            ways = joins(row).items()
            node = _berth(row)
            graph.add_node(node)
            graph.add_edges_from(
                (node, stop, {"nmi": w.miles}) for stop, w in ways if stop in graph
            )
        if len(berths) > 1 and (nmi := direct_nmi(*berths)) is not None:
            graph.add_edge(*map(_berth, berths), nmi=nmi)
        return graph
    points = tables.waypoints()
    return _graph().subgraph(name for name in points if points[name][2] not in shut).copy()


@lru_cache(maxsize=64)
def _layers(
    via: tuple[str, ...], shut: frozenset[str], berths: tuple[tables.Place, ...] = ()
) -> Any:
    """Return one copy of the open graph for each passage still to cross, joined by crossings.

    A node is a waypoint, the number of passages crossed, and, within the next one, the end by
    which it was entered. Only the other end leads on to the next copy. Their waypoints are in no
    copy, so that no route goes back through a passage that it was to cross.
    """
    sea_graph, label = (
        _open(shut, berths),
        {name: row[2] for name, row in tables.waypoints().items()},
    )
    ports = {_berth(row): joins(row) for row in berths}
    label |= dict.fromkeys(ports, "")
    end_of = partial(_end_of, ports)
    layers = _networkx().DiGraph()
    for start, stop, nmi in (
        (*direction, nmi)
        for *pair, nmi in sea_graph.edges(data="nmi")
        for direction in (pair, pair[::-1])
    ):
        if not {label[start], label[stop]} & set(via):
            for done in range(len(via) + 1):
                layers.add_edge((start, done, None), (stop, done, None), nmi=nmi)
        for done, name in enumerate(via):
            if label[start] == label[stop] == name:
                for end in (True, False):
                    layers.add_edge((start, done, end), (stop, done, end), nmi=nmi)
            elif label[stop] == name and label[start] not in via:
                layers.add_edge((start, done, None), (stop, done, end_of(stop, start)), nmi=nmi)
            elif label[start] == name and label[stop] not in (*via[:done], *via[done + 2 :]):
                # the next passage may begin where this one ends, as the inner reef does at Torres
                into = end_of(stop, start) if label[stop] in via[done + 1 :] else None
                leaving = (start, done, not end_of(start, stop))
                layers.add_edge(leaving, (stop, done + 1, into), nmi=nmi)
    return layers


def _end_of(ports: Mapping[str, Mapping[str, Join]], inside: str, outside: str) -> bool:
    """Return the end of a passage at which a neighbour of its waypoint, or a port, lies."""
    if outside in ports:
        return _end(inside, ports[outside][inside].points[-1])
    return _end(inside, tables.waypoints()[outside][:2])


@lru_cache(maxsize=4096)
def _end(inside: str, outside: tuple[float, float]) -> bool:
    """Return the end of a passage at which a neighbour of its waypoint lies."""
    points = tables.waypoints()
    gate = tables.passages()[points[inside][2]].gate
    return sea.turns_left(gate, points[inside][:2], outside)


def _crossed(
    stops: Sequence[str], before: tuple[float, float], after: tuple[float, float]
) -> tuple[str, ...]:
    """Return the passages that a route enters at one end and leaves at the other.

    `before` and `after` are the points that it comes from and goes on to, its berths or bends.
    """
    points = tables.waypoints()
    crossed: list[str] = []
    at = 0
    for label, run in groupby(stops, key=lambda stop: points[stop][2]):
        first, last = at, at + len(list(run)) - 1
        at = last + 1
        if not label:
            continue
        enters = points[stops[first - 1]][:2] if first else before
        leaves = points[stops[last + 1]][:2] if last + 1 < len(stops) else after
        if first and last + 1 < len(stops):
            through = _end(stops[first], enters) != _end(stops[last], leaves)
        else:  # a port within the passage, or beside it, may lie on either side of its waypoint
            line = [enters, *(points[stop][:2] for stop in stops[first : last + 1]), leaves]
            through = sea.crosses(np.array(line), tables.passages()[label].gate)
        if through:
            crossed.append(label)
    return tuple(dict.fromkeys(crossed))


def _areas_at(row: tables.Place) -> set[str]:
    """Return the areas in which a port's approach lies, or its berth."""
    if row.approach:
        return set(_shares(row.approach, row.approach))
    berth = row.latitude, row.longitude
    return set(_shares_of((berth, berth)))


def _inside_areas(
    ports: list[tuple[tables.Place, str]], legs: list[tuple[str, str]]
) -> tuple[tuple[str, float], ...]:
    """Return the distance of a route inside each emission control area [nmi]."""
    by_area = dict.fromkeys(tables.emission_areas(), 0.0)
    for row, stop in ports:
        way = joins(row)[stop]
        if row.approach:  # up to its approach, a port lies where its approach does
            shares = _shares(stop, stop)
        else:
            shares = _shares_of((*way.points, tables.waypoints()[stop][:2]))
        for area, share in shares.items():
            by_area[area] += way.miles * share
    for leg in legs:
        for area, share in _shares(*leg).items():
            by_area[area] += _edge_nmi(*leg) * share
    return tuple((area, nmi) for area, nmi in by_area.items() if nmi)


@lru_cache(maxsize=8192)
def _shares(start: str, end: str) -> dict[str, float]:
    """Return the share of an edge inside each area."""
    points = tables.waypoints()
    return _shares_of((points[start][:2], points[end][:2]))


def _shares_of(line: tuple[tuple[float, float], ...]) -> dict[str, float]:
    """Return the share of a line inside each area."""
    cut = np.concatenate([sea.track(*leg) for leg in pairwise(line)])
    shares = {
        area: float(np.mean(sea.inside(cut, row.corners)))
        for area, row in tables.emission_areas().items()
    }
    return {area: share for area, share in shares.items() if share}
