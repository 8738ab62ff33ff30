"""Ports by name: without accents, by other names, and never by a guess."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from oilecon.arguments import text
from oilecon.errors import UnknownName, did_you_mean, quote
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.reference import sea as tables
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Port", "place"]

_KB = 1000.0  # barrels


@dataclass(frozen=True, slots=True)
class Port(Shipped):
    """A port as shipped: `shipped` finds one by name, `catalogue` lists all.

    Attributes
    ----------
    name, country, unlocode : str
        Name, country and code of the port. The code is that of the World Port Index where the
        coordinates are, else the UN/LOCODE; '' where there is none, as for a transfer area.
    aliases : tuple of str
        Other names that find it.
    latitude, longitude : float
        Degrees, north and east above zero.
    draft : pint.Quantity or None
        The largest draft published [m]; None where none is known.
    cargo_limit : pint.Quantity or None
        The largest cargo published [bbl]; None where none is known.
    as_of, note : str
        Date of the limits, and their meaning.
    source : tuple of str
        Keys of ``oilecon.sources()``.
    """

    name: str
    country: str
    unlocode: str
    aliases: tuple[str, ...]
    latitude: float
    longitude: float
    draft: Quantity | None
    cargo_limit: Quantity | None
    as_of: str
    source: tuple[str, ...]
    note: str

    _noun: ClassVar = "port"
    _index: ClassVar = ("port",)

    @classmethod
    def shipped(cls, name: str) -> Self:
        """Return a shipped port with its coordinates and limits.

        Parameters
        ----------
        name : str
            Its name, another name or its UN/LOCODE; accents, capitals and spaces do not matter.

        Returns
        -------
        Port
            Coordinates, largest draft and cargo where published, date and source.

        Raises
        ------
        UnknownName
            If no port has that name, with the nearest names and the field for a distance instead,
            or if several do.

        Examples
        --------
        >>> jose = Port.shipped("Jose")
        >>> jose.name, print(jose.draft)
        22.9 m
        ('José', None)
        """
        row = place(name)
        limit = row.cargo_limit_kb
        return cls(
            name=row.name,
            country=row.country,
            unlocode=row.unlocode,
            aliases=row.aliases,
            latitude=row.latitude,
            longitude=row.longitude,
            draft=None if row.draft_m is None else to_quantity(row.draft_m, "m"),
            cargo_limit=None if limit is None else to_quantity(limit * _KB, "bbl"),
            as_of=row.evidence.as_of,
            source=row.evidence.source,
            note=row.evidence.note,
        )

    @classmethod
    def _key(cls, name: object) -> str:
        """Return a port's own name, by its name or another name of it."""
        return place(name).name

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of every port, by country."""
        rows = tables.places().values()
        by_country = sorted(rows, key=lambda row: (row.country, row.name))
        return {(row.name,): _figures(row) for row in by_country}


def _figures(row: tables.Place) -> list[ShippedFigure]:
    """Return the known figures of a port."""
    known = (
        ("country", row.country, ""),
        ("unlocode", row.unlocode, ""),
        ("latitude", row.latitude, "deg"),
        ("longitude", row.longitude, "deg"),
        ("draft", row.draft_m, "m"),
        ("cargo_limit", row.cargo_limit_kb, "kb"),
        ("aliases", "; ".join(row.aliases), ""),
    )
    return [ShippedFigure(field, value, unit, row.evidence) for field, value, unit in known]


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """Return the ports that a plain name may mean, each with its name in full.

    A port's own name comes before other ports' aliases. A bare name that two ports bear with
    something after a comma, as 'Cartagena', belongs to neither.
    """
    own: dict[str, dict[str, str]] = {}
    others: dict[str, dict[str, str]] = {}
    for name, row in tables.places().items():
        own[tables.plain(name)] = {name: name}
        full = (name, *row.aliases)
        for alias in (*full, *filter(None, [row.unlocode]), f"{name}, {row.country}"):
            others.setdefault(tables.plain(alias), {}).setdefault(name, name)
        for alias in full:
            bare, comma, _ = alias.partition(",")
            if comma:
                others.setdefault(tables.plain(bare), {})[name] = alias
    return others | own


@lru_cache(maxsize=1024)
def _place(name: str) -> tables.Place:
    ports = _names().get(tables.plain(name), {})
    if len(ports) == 1:
        return tables.places()[next(iter(ports))]
    if ports:
        listed = " or ".join(map(repr, sorted(ports.values())))
        msg = f"{quote(name)} is more than one port; write {listed}"
        raise UnknownName(msg)
    known = [*tables.places(), *(a for row in tables.places().values() for a in row.aliases)]
    near = did_you_mean(name, known, "Port.catalogue()")
    msg = (
        f"no shipped port {quote(name)}{near}; for a voyage to another port leave its name "
        "out and write the distance, as Voyage(distance='1900 nmi')"
    )
    raise UnknownName(msg)


def place(name: object) -> tables.Place:
    """Return a port's row by its name or another name of it.

    Raises
    ------
    UnknownName
        If no port has that name, with the nearest ones, or if several do.
    InputError
        If it is not text.
    """
    return _place(text(name, "a port's name", "Rotterdam"))
