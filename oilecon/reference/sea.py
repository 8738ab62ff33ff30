"""Tables of the sea: ports, waypoints and the edges between them, passages, distances.

Waypoints are plain geographic coordinates of capes and straits, and of the roads off each port.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import DATA, Record, evidence, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from oilecon.evidence import Evidence

__all__ = [
    "Area",
    "Passage",
    "Place",
    "Published",
    "Trading",
    "canals",
    "emission_areas",
    "emissions_trading",
    "passages",
    "places",
    "plain",
    "published",
    "published_routes",
    "sea_edges",
    "water",
    "waypoints",
]

CELLS_PER_DEGREE = 30
"""Cells of the mask of water in a degree."""


@dataclass(frozen=True, slots=True)
class Place:
    """A port's row; draft, cargo limit and emission-area miles are None where none is known."""

    name: str
    aliases: tuple[str, ...]
    unlocode: str
    country: str
    latitude: float
    longitude: float
    draft_m: float | None
    cargo_limit_kb: float | None
    approach: str
    approach_nmi: float | None
    eca_nmi: float | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Passage:
    """A strait, cape or canal; `named` ones are used only where `via` names them.

    Its gate is a line from shore to shore, given by the latitude and longitude of its two ends.
    """

    name: str
    title: str
    length_m: float | None
    beam_m: float | None
    draft_m: float | None
    named: bool
    gate: tuple[tuple[float, float], tuple[float, float]]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Published:
    """A published distance, and the emission-area miles published with it, if any."""

    origin: str
    destination: str
    via: str
    miles: float
    eca_nmi: float | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Area:
    """An emission control area by its corners, in force from the date of its evidence on."""

    corners: tuple[tuple[float, float], ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Trading:
    """Terms of emissions trading for voyages from one day to another ('' for no end)."""

    since: str
    until: str
    share: float
    one_end: float
    gases: str
    evidence: Evidence


def plain(name: str) -> str:
    """Return a name in lower-case letters and digits, without accents, spaces and signs."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def _gate(text: str) -> tuple[tuple[float, float], tuple[float, float]]:
    (south, west), (north, east) = (map(float, end.split()) for end in text.split("; "))
    return (south, west), (north, east)


@cache
def places() -> Mapping[str, Place]:
    """Return the ports by name."""
    return FrozenDict(
        {
            row["name"]: Place(
                name=row["name"],
                aliases=tuple(filter(None, row["aliases"].split("; "))),
                unlocode=row["unlocode"],
                country=row["country"],
                latitude=row.number("latitude"),
                longitude=row.number("longitude"),
                draft_m=row.number_or_none("draft_m"),
                cargo_limit_kb=row.number_or_none("cargo_limit_kb"),
                approach=row["approach"],
                approach_nmi=row.number_or_none("approach_nmi"),
                eca_nmi=row.number_or_none("eca_nmi"),
                evidence=evidence(row),
            )
            for row in table("ports.csv")
        }
    )


@cache
def passages() -> Mapping[str, Passage]:
    """Return the named passages."""
    return FrozenDict(
        {
            row["name"]: Passage(
                name=row["name"],
                title=row["title"],
                length_m=row.number_or_none("length_m"),
                beam_m=row.number_or_none("beam_m"),
                draft_m=row.number_or_none("draft_m"),
                named=row["open"] == "named",
                gate=_gate(row["gate"]),
                evidence=evidence(row),
            )
            for row in table("passages.csv")
        }
    )


@cache
def waypoints() -> Mapping[str, tuple[float, float, str]]:
    """Return each waypoint's latitude, longitude and passage ('' for none)."""
    return FrozenDict(
        {
            row["name"]: (row.number("latitude"), row.number("longitude"), row["passage"])
            for row in table("waypoints.csv")
        }
    )


@cache
def sea_edges() -> tuple[tuple[str, str, float | None], ...]:
    """Return the edges: two waypoints, and the distance [nmi] where it is not the great circle."""
    return tuple((r["start"], r["end"], r.number_or_none("miles")) for r in table("sea_edges.csv"))


@cache
def _water_bits() -> npt.NDArray[np.uint8]:
    """Return one bit a cell of the mask, rows from the North Pole and columns from 180 W."""
    with (DATA / "water.npz").open("rb") as file:
        bits: npt.NDArray[np.uint8] = np.load(file)["water"]
    return bits


def water(points: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which points lie in a cell of water that a ship can reach from a waypoint.

    Parameters
    ----------
    points : numpy.ndarray
        Shape (n, 2): latitude and longitude in degrees.

    Returns
    -------
    numpy.ndarray
        Shape (n,). A cell is two minutes of arc wide, and water where any part of it is; lakes,
        shoals and ice are none. ``tools/draw_water.py`` draws them.
    """
    bits = _water_bits()
    rows, columns = len(bits), 8 * bits.shape[1]
    row = np.floor((90.0 - points[:, 0]) * CELLS_PER_DEGREE).astype(int).clip(0, rows - 1)
    column = np.floor((points[:, 1] + 180.0) * CELLS_PER_DEGREE).astype(int) % columns
    wet: npt.NDArray[np.bool_] = (bits[row, column // 8] >> (7 - column % 8) & 1).astype(bool)
    return wet


@cache
def published() -> tuple[Published, ...]:
    """Return the published distances."""
    return tuple(
        Published(
            origin=row["origin"],
            destination=row["destination"],
            via=row["via"],
            miles=row.number("miles"),
            eca_nmi=row.number_or_none("eca_nmi"),
            evidence=evidence(row),
        )
        for row in table("distances.csv")
    )


@cache
def published_routes() -> Mapping[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """Return the computed sailing routes of ports with a published distance, both ways.

    One is without a named passage, and one through the passage that a row of `published` names.
    ``tools/write_published_ways.py`` computes them.
    """
    ways: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {}
    for row in table("published_ways.csv"):
        way = tuple(row["way"].split())
        for start, end, stops in (
            (row["origin"], row["destination"], way),
            (row["destination"], row["origin"], way[::-1]),
        ):
            ways[start, end] = (*ways.get((start, end), ()), stops)
    return FrozenDict(ways)


@cache
def emission_areas() -> Mapping[str, Area]:
    """Return the emission control areas."""
    corners: dict[str, list[tuple[float, float]]] = {}
    behind = {}
    for row in table("emission_areas.csv"):
        corners.setdefault(row["area"], []).append(
            (row.number("latitude"), row.number("longitude"))
        )
        behind[row["area"]] = evidence(row)
    return FrozenDict({name: Area(tuple(edge), behind[name]) for name, edge in corners.items()})


@cache
def emissions_trading() -> tuple[Trading, ...]:
    """Return the phases of the EU's emissions trading at sea."""
    return tuple(
        Trading(
            since=row["since"],
            until=row["until"],
            share=row.number("value"),
            one_end=row.number("one_end"),
            gases=row["gases"],
            evidence=evidence(row),
        )
        for row in table("emissions_trading.csv")
    )


@cache
def canals() -> Mapping[str, Any]:
    """Return the canals' tariffs and all-in figures, each dated, with its ``evidence``."""
    text = (DATA / "canals.toml").read_text(encoding="utf-8")
    return FrozenDict(
        {
            kind: tuple({**entry, "evidence": _behind(kind, entry)} for entry in entries)
            for kind, entries in tomllib.loads(text).items()
        }
    )


def _behind(kind: str, entry: Mapping[str, Any]) -> Evidence:
    """Return the evidence of a canal's tariff."""
    texts = ("canal", "since", "locks", "beam_from_ft", "kind", "note")
    cells = {name: str(entry.get(name, "")) for name in texts}
    cells["source"] = " ".join(filter(None, (entry["source"], entry.get("ballast_source"))))
    where = f"canals.toml [[{kind}]] {entry['canal']} since {entry['since']}"
    return evidence(Record(cells, where, "Canal", ("canal", "since", "locks", "beam_from_ft")))
