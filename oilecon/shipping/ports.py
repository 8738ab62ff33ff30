"""Ports by name: found without accents and by their other names, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, overload

from oilecon.arguments import text
from oilecon.errors import UnknownName, did_you_mean, quote
from oilecon.reference import sea as tables
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["Port", "place", "port"]

_KB = 1000.0  # barrels


@dataclass(frozen=True, slots=True)
class Port:
    """A port as shipped.

    Attributes
    ----------
    name, country, unlocode : str
        What it is called and where it lies. The code is that of the World Port Index where the
        coordinates are, else the UN/LOCODE; '' where there is none, as for a transfer area.
    aliases : tuple of str
        Other names that find it.
    latitude, longitude : float
        Degrees, north and east above zero.
    draft : pint.Quantity or None
        The largest draft published [m]; None where none was found.
    cargo_limit : pint.Quantity or None
        The largest cargo published [bbl]; None where none was found.
    as_of, note : str
        The date the limits speak of, and what they stand for.
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


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """Return which ports a plain name may mean, and how each is then written in full.

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
    found = _names().get(tables.plain(name), {})
    if len(found) == 1:
        return tables.places()[next(iter(found))]
    if found:
        listed = " or ".join(map(repr, sorted(found.values())))
        msg = f"{quote(name)} is more than one port; write {listed}"
        raise UnknownName(msg)
    known = [*tables.places(), *(a for row in tables.places().values() for a in row.aliases)]
    near = did_you_mean(name, known)
    near += " For" if near.endswith("?") else "; for"
    msg = (
        f"no shipped port {quote(name)}{near} a voyage to another port leave its name out and "
        "write the miles, as Voyage(distance='1900 nmi')"
    )
    raise UnknownName(msg)


def place(name: str) -> tables.Place:
    """Return a port's row by its name or another name of it.

    Raises
    ------
    UnknownName
        If no port has that name, with the nearest ones, or if several do.
    InputError
        If it is no text.
    """
    return _place(text(name, "a port's name", "José"))


@overload
def port(name: None = None) -> pd.DataFrame: ...


@overload
def port(name: str) -> Port: ...


def port(name: str | None = None) -> Any:
    """Return a shipped port with its coordinates and limits, or a table of all.

    Parameters
    ----------
    name : str, optional
        Its name, another name or its UN/LOCODE; accents, capitals and spaces do not matter.
        Without it, the table.

    Returns
    -------
    Port or pandas.DataFrame
        Coordinates, largest draft and cargo where published, date and source; or, by name:
        country, code, draft, cargo limit and other names.

    Raises
    ------
    UnknownName
        If no port has that name, with the nearest ones and the field that takes miles instead, or
        if several do.

    Examples
    --------
    >>> jose = port("Jose")
    >>> jose.name, print(jose.draft)
    22.9 m
    ('José', None)
    """
    if name is None:
        return _table()
    row = place(name)
    limit = row.cargo_limit_kb
    return Port(
        name=row.name,
        country=row.country,
        unlocode=row.unlocode,
        aliases=row.aliases,
        latitude=row.latitude,
        longitude=row.longitude,
        draft=None if row.draft_m is None else to_quantity(row.draft_m, "m"),
        cargo_limit=None if limit is None else to_quantity(limit * _KB, "bbl"),
        as_of=row.as_of,
        source=row.source,
        note=row.note,
    )


def _table() -> pd.DataFrame:
    """Return every shipped port in one row."""
    import pandas as pd

    rows = {
        place.name: {
            "country": place.country,
            "unlocode": place.unlocode,
            "draft [m]": place.draft_m,
            "cargo limit [kb]": place.cargo_limit_kb,
            "other names": "; ".join(place.aliases),
        }
        for place in sorted(tables.places().values(), key=lambda one: (one.country, one.name))
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("port")
    return frame.astype({"draft [m]": float, "cargo limit [kb]": float})
