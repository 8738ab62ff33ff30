"""Sourced numbers: rows with unit, range, date and source, for all that is not the user's own.

The tables are in `data/`: `vessels.csv` has the ships that scenarios use, `ships.csv` other ships
and all dimensions, `sources.toml` the shared bibliography. `reference.sea` reads the tables of
ports, seas and canals, and `reference.dated` those by date. A case, with its rows and scenarios, is
a folder of `cases/`, which `reference.packs` reads.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.evidence import Row, Source
from oilecon.frozen import FrozenDict
from oilecon.reference import tables
from oilecon.reference.packs import Pack, packs
from oilecon.reference.ships import ship_rows, vessel_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = [
    "SOURCE_COLUMNS",
    "Row",
    "bibliography",
    "known_sources",
    "pack_of",
    "regime_rows",
    "rows",
    "scenario_plan",
    "scenario_plans",
    "ship_rows",
    "sources",
    "vessel_rows",
]


SOURCE_COLUMNS = tuple(field.name for field in fields(Source) if field.name != "key")
"""Columns of a table of sources."""


@cache
def _pack_of() -> Mapping[str, Pack]:
    """Return the shipped packs by scenario."""
    of: dict[str, Pack] = {}
    for pack in packs().values():
        for name in pack.plans:
            if name in of:
                msg = f"the pack {of[name].name} has a scenario of this name too; rename one"
                raise pack.fault(name, msg)
            of[name] = pack
    return FrozenDict(of)


@cache
def scenario_plans() -> Mapping[str, Mapping[str, Any]]:
    """Return the plan of each shipped scenario, by name: its tree of choices and its rows."""
    return FrozenDict({name: pack.plans[name] for name, pack in _pack_of().items()})


def scenario_plan(name: str) -> Mapping[str, Any]:
    """Return the plan of one shipped scenario: its tree of choices and its rows.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    """
    plans = scenario_plans()
    if not is_among(name, plans):
        msg = f"no shipped scenario {quote(name)}{did_you_mean(str(name), plans)}"
        raise UnknownName(msg)
    return plans[name]


@cache
def rows(scenario: str) -> tuple[Row, ...]:
    """Return the rows of a shipped scenario, each with its path in it.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    """
    return pack_of(scenario).rows(scenario)


def pack_of(scenario: str) -> Pack:
    """Return the shipped pack that has a scenario.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    """
    scenario_plan(scenario)
    return _pack_of()[scenario]


@cache
def regime_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the rows that belong to a single shipped scenario, by scenario."""
    return FrozenDict(
        {name: rows for pack in packs().values() for name, rows in pack.own_rows.items()}
    )


@cache
def bibliography() -> Mapping[str, Mapping[str, str]]:
    """Return the sources by key, the shared ones and those of the shipped packs."""
    own = {key: entry for pack in packs().values() for key, entry in pack.sources.items()}
    return FrozenDict({**tables.bibliography(), **own})


@cache
def known_sources() -> frozenset[str]:
    """Return the keys of the sources, the shared ones and those of the shipped packs."""
    return frozenset().union(*(pack.known_sources for pack in packs().values()))


def sources() -> pd.DataFrame:
    """Return the bibliography: every source that a shipped number names.

    Returns
    -------
    pandas.DataFrame
        One row a source, by key: title, publisher, date, retrieved, locator, confidence, note.
    """
    import pandas as pd

    blank = dict.fromkeys(SOURCE_COLUMNS, "")
    entries = {key: blank | dict(entry) for key, entry in bibliography().items()}
    frame = pd.DataFrame.from_dict(entries, orient="index")
    return frame.rename_axis("source").sort_index()
