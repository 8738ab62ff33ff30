"""Ports: shipped ones by name, never by a guess, and those of the user's own by their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

import numpy as np

from oilecon.arguments import one_number, text
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.fields import Field, Number, Problems, Text, collect
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.reference import sea as tables
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oilecon.typing import QuantityLike

__all__ = ["KB", "Port", "PortField", "PortLike", "port_of", "shipped_place"]

PortLike: TypeAlias = "str | Port | Sequence[float]"
"""A shipped port's name, a port, or its latitude and longitude."""

KB = 1000.0  # barrels
_COORDINATES = 2
_DRAFT = Number("m", "largest draft", low=0, high=40, above=True, default=None, typical="'15 m'")
_CARGO = Number(
    "bbl", "largest cargo", low=0, high=10_000_000, above=True, default=None, typical="'550 kb'"
)
_LIMITS = {"draft": _DRAFT, "cargo_limit": _CARGO}
_WORDS = Text("a text of a port", default="")
_DEGREES = {
    "latitude": (90.0, "north", "of the equator"),
    "longitude": (180.0, "east", "of Greenwich"),
}
_SIGNED = re.compile(
    r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(?:°|deg|degrees)?\s*([NSEWnsew]?)\s*", re.ASCII
)


def _degrees(name: str, value: object) -> float:
    """Return a latitude or longitude in degrees."""
    limit, side, line = _DEGREES[name]
    meant: float | None = None
    if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
        if -limit <= value <= limit:  # compared first: a whole number may exceed every float
            return float(value)
        if name == "longitude" and limit < value < 2.0 * limit:
            meant = round(float(value) - 2.0 * limit, 9)
    elif isinstance(value, str) and (written := _SIGNED.fullmatch(value)):
        degrees = float(written[1]) * (-1.0 if written[2] in "SWsw" and written[2] else 1.0)
        meant = degrees if abs(degrees) <= limit else None
    example = {"latitude": "1.0", "longitude": "-79.7"}[name]
    shown = f"for example {name}={example}" if meant is None else f"{name}={meant:g}"
    below = "south" if name == "latitude" else "west"
    msg = (
        f"Port.{name}: expected degrees {side} {line}, a number from -{limit:g} to {limit:g}, got "
        f"{quote(value)}; write {shown} ({below} is below zero)"
    )
    raise InputError(msg)


def _texts(name: str, given: object) -> tuple[str, ...]:
    """Return one text or several."""
    listed = tuple(filter(None, [given])) if isinstance(given, str) else given
    if not isinstance(listed, Sequence):
        msg = f"Port.{name}: expected a text or several, got {quote(given)}; write {name}=['...']"
        raise InputError(msg)
    return tuple(_text(name, each) for each in listed)


def _text(name: str, given: object) -> str:
    try:
        return _WORDS.read(given)
    except InputError as error:
        msg = f"Port.{name}: {error}"
        raise InputError(msg) from error


def _limit(name: str, given: object) -> Quantity | None:
    """Return a limit of a port with its unit."""
    if given is None:
        return None
    field = _LIMITS[name]
    return to_quantity(one_number(field, given, f"Port.{name}"), field.unit)


@dataclass(frozen=True, slots=True, init=False)
class Port(Shipped):
    """A port: a shipped one, which `shipped` finds by name, or one of your own by its place.

    One of your own goes wherever a port's name does: `oilecon.distance`, a voyage's `load_port` and
    `discharge_port`, `oilecon.largest_cargo`. It is reached over water from the nearest of the
    sea's waypoints; within 3 nmi of a shipped port, as that one is.

    Parameters
    ----------
    name : str
        Its name.
    latitude, longitude : float
        Degrees, north and east above zero.
    draft : str or pint.Quantity, optional
        Largest draft of a ship there [m]; it limits cargoes as that of a shipped port does.
    cargo_limit : str or pint.Quantity, optional
        Largest cargo there [bbl].
    country, unlocode : str
        Country and code of the port.
    aliases : str or sequence of str
        Other names of it.
    as_of : str
        Date of the limits.
    source : str or sequence of str
        Where the figures are from.
    note : str
        What they mean.

    Attributes
    ----------
    name, country, unlocode : str
        Name, country and code of the port. The code of a shipped one is that of the World Port
        Index where the coordinates are, else the UN/LOCODE; '' where there is none, as for a
        transfer area.
    aliases : tuple of str
        Other names; those of a shipped port find it.
    latitude, longitude : float
        Degrees, north and east above zero.
    draft : pint.Quantity or None
        The largest draft [m]; None where none is known.
    cargo_limit : pint.Quantity or None
        The largest cargo [bbl]; None where none is known.
    as_of, note : str
        Date of the limits, and their meaning.
    source : tuple of str
        Of a shipped port, keys of ``oilecon.sources()``.

    Raises
    ------
    UnitError, InputError
        If a coordinate is no number of degrees on the globe, or a limit or a text does not fit.

    Examples
    --------
    >>> balao = Port("Balao", latitude=1.0, longitude=-79.7, draft="15 m", country="Ecuador")
    >>> print(balao.draft)
    15.0 m
    """

    name: str
    latitude: float
    longitude: float
    draft: Quantity | None
    cargo_limit: Quantity | None
    country: str
    unlocode: str
    aliases: tuple[str, ...]
    as_of: str
    source: tuple[str, ...]
    note: str

    _noun: ClassVar = "port"
    _index: ClassVar = ("port",)

    def __init__(
        self,
        name: str,
        *,
        latitude: float,
        longitude: float,
        draft: QuantityLike | None = None,
        cargo_limit: QuantityLike | None = None,
        country: str = "",
        unlocode: str = "",
        aliases: str | Iterable[str] = (),
        as_of: str = "",
        source: str | Iterable[str] = (),
        note: str = "",
    ) -> None:
        if not _text("name", name).strip():
            msg = f"Port.name: expected a name, got {quote(name)}; write for example 'Balao'"
            raise InputError(msg)
        given: dict[str, Any] = {
            "name": name,
            "latitude": _degrees("latitude", latitude),
            "longitude": _degrees("longitude", longitude),
            "draft": _limit("draft", draft),
            "cargo_limit": _limit("cargo_limit", cargo_limit),
            "country": _text("country", country),
            "unlocode": _text("unlocode", unlocode),
            "aliases": _texts("aliases", aliases),
            "as_of": _text("as_of", as_of),
            "source": _texts("source", source),
            "note": _text("note", note),
        }
        for field, value in given.items():
            object.__setattr__(self, field, value)

    def __repr__(self) -> str:
        """Return code that rebuilds the port."""
        table = self.to_dict()
        rest = "".join(f", {field}={value!r}" for field, value in table.items() if field != "name")
        return f"Port({table['name']!r}{rest})"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, without what is not known; ``Port(**data)`` is an equal port."""
        table: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _LIMITS and value is not None:
                value = f"{float(value.magnitude)!r} {_LIMITS[field.name].unit}"
            elif isinstance(value, tuple):
                value = list(value)
            if value not in ("", [], None):
                table[field.name] = value
        return table

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
        row = shipped_place(text(name, "a port's name", "Rotterdam"))
        limit = row.cargo_limit_kb
        return cls(
            name=row.name,
            country=row.country,
            unlocode=row.unlocode,
            aliases=row.aliases,
            latitude=row.latitude,
            longitude=row.longitude,
            draft=None if row.draft_m is None else to_quantity(row.draft_m, "m"),
            cargo_limit=None if limit is None else to_quantity(limit * KB, "bbl"),
            as_of=row.evidence.as_of,
            source=row.evidence.source,
            note=row.evidence.note,
        )

    @classmethod
    def _key(cls, name: object) -> str:
        """Return a port's own name, by its name or another name of it."""
        return shipped_place(text(name, "a port's name", "Rotterdam")).name

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
def shipped_place(name: str) -> tables.Place:
    """Return a shipped port's row by its name or another name of it.

    Raises
    ------
    UnknownName
        If no port has that name, with the nearest ones, or if several do.
    """
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
        "out and write the distance, as Voyage(distance='1900 nmi'), or give its place, as "
        f"oilecon.Port({quote(name)}, latitude=1.0, longitude=-79.7)"
    )
    raise UnknownName(msg)


def port_of(given: object, where: str = "") -> str | Port:
    """Return a port's name, or the port that is given or lies at the coordinates given.

    Parameters
    ----------
    given : str, Port or pair of float
        A shipped port's name, which is not looked up; a port; or latitude and longitude.
    where : str
        Name of the argument in messages.

    Returns
    -------
    str or Port
        The name; also of a port that equals a shipped one.

    Raises
    ------
    InputError
        If it is none of these, or coordinates do not lie on the globe.
    """
    if isinstance(given, str):
        return given
    if isinstance(given, Port):
        return given.name if _is_shipped(given) else given
    listed: list[Any] = []
    if isinstance(given, Sequence) or (isinstance(given, np.ndarray) and given.ndim == 1):
        listed = list(given)
    if len(listed) != _COORDINATES:
        at = f"{where}: " if where else ""
        msg = (
            f"{at}expected a port's name, an oilecon.Port or coordinates (latitude, longitude), "
            f"got {quote(given)}; write for example 'Rotterdam' or (1.0, -79.7)"
        )
        raise InputError(msg)
    north, east = (_degrees(name, each) for name, each in zip(_DEGREES, listed, strict=True))
    return Port(_called(north, east), latitude=north, longitude=east)


def _called(latitude: float, longitude: float) -> str:
    """Return coordinates as a port's name."""
    north, east = "NS"[latitude < 0.0], "EW"[longitude < 0.0]
    return f"{abs(latitude):.6g}° {north}, {abs(longitude):.6g}° {east}"


def _is_shipped(port: Port) -> bool:
    """Return whether a port is a shipped one, unchanged."""
    return port.name in tables.places() and port == Port.shipped(port.name)


class PortField(Field["str | Port", "PortLike"]):
    """A port: its name if it is shipped, or one of the user's own; '' for none."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, "")

    def read(self, value: Any) -> str | Port:
        """Return the name of a shipped port, or a port of the user's own."""
        port = port_of(value)
        return _WORDS.read(port) if isinstance(port, str) else port

    def build(self, data: Any, where: str, problems: Problems) -> Any:
        """Return a port from a name, coordinates or the table of one."""
        if not isinstance(data, Mapping):
            return collect(self.read, data, where, problems)
        known = [field.name for field in fields(Port)]
        before = len(problems)
        for name in data:
            if name not in known:
                msg = f"unknown field{did_you_mean(str(name), known)}"
                problems.append((f"{where}.{name}", InputError(msg)))
        for name in ("name", "latitude", "longitude"):
            if name not in data:
                problems.append((f"{where}.{name}", InputError(f"{name} is required")))
        return (
            collect(lambda table: Port(**table), data, where, problems)
            if len(problems) == before
            else None
        )

    def write(self, raw: str | Port) -> Any:
        """Return the name, or the table of a port of the user's own."""
        return raw if isinstance(raw, str) else raw.to_dict()

    def code(self, raw: str | Port) -> str:
        """Return code that evaluates to an equal port."""
        return repr(raw)

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a port"

    def example(self) -> str:
        """Return an example."""
        return "'Rotterdam'"

    def value(self, raw: Any) -> None:
        """Return None, since the arithmetic uses no port."""

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the old value, since the arithmetic does not use it."""
        del value
        return like or ""
