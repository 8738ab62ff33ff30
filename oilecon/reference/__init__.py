"""Every number that is not the user's: rows with unit, range, date and source.

The tables lie in `data/`: `article.csv` the base case, `vessels.csv` the ships it uses, `ships.csv`
other ships and all dimensions, `regimes.csv` what dated regimes have of their own, `scenarios.toml`
how the shipped scenarios are put together, `sources.toml` the bibliography; `reference.sea` reads
the tables of ports, seas and canals, and `reference.dated` what goes by date.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.frozen import FrozenDict
from oilecon.reference.tables import DATA, Row, bibliography, sourced, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = [
    "Row",
    "bibliography",
    "regime_rows",
    "rows",
    "scenario_plan",
    "scenario_plans",
    "ship_rows",
    "sources",
    "vessel_rows",
]


@cache
def _article() -> tuple[Row, ...]:
    return tuple(sourced(record, record["name"], record["path"]) for record in table("article.csv"))


@cache
def regime_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the rows that dated regimes have of their own, by scenario."""
    found: dict[str, list[Row]] = {}
    for record in table("regimes.csv"):
        found.setdefault(record["scenario"], []).append(
            sourced(record, record["name"], record["path"])
        )
    return FrozenDict({name: tuple(rows) for name, rows in found.items()})


@cache
def vessel_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the ships' rows by vessel; a row's path is ``vessel:field``, shared by name."""
    return _by_vessel("vessels.csv")


@cache
def ship_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the rows of the ships that no shipped scenario uses, and the dimensions of all."""
    return _by_vessel("ships.csv")


def _by_vessel(name: str) -> Mapping[str, tuple[Row, ...]]:
    ships: dict[str, list[Row]] = {}
    for record in table(name):
        ships.setdefault(record["vessel"], []).append(
            sourced(record, record["name"], f"{record['vessel']}:{record['field']}")
        )
    return FrozenDict({name: tuple(found) for name, found in ships.items()})


@cache
def scenario_plans() -> Mapping[str, Mapping[str, Any]]:
    """Return how each shipped scenario is put together, by name."""
    return FrozenDict(tomllib.loads((DATA / "scenarios.toml").read_text(encoding="utf-8")))


def scenario_plan(name: str) -> Mapping[str, Any]:
    """Return how one shipped scenario is put together.

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
    """Return the rows that a shipped scenario rests on, each with its path there.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    """
    plan = scenario_plan(scenario)
    left_out, moved = set(plan["without"]), plan.get("paths", {})
    own = {row.name: row for row in regime_rows().get(scenario, ())}
    shared = () if plan.get("alone") else _article()
    kept = []
    for row in shared:
        route = row.name.partition(".")[0]
        if row.name in own:
            kept.append(own.pop(row.name))
        elif row.name not in left_out and f"{route}.*" not in left_out:
            kept.append(replace(row, path=_renamed(moved.get(row.name, row.path), plan)))
    return (*kept, *own.values())


def _renamed(path: str, plan: Mapping[str, Any]) -> str:
    """Return a path under the name that a scenario gives its first step."""
    head, dot, rest = path.partition(".")
    return f"{plan.get('renamed', {}).get(head, head)}{dot}{rest}"


def sources() -> pd.DataFrame:
    """Return the bibliography: every source that a shipped number names.

    Returns
    -------
    pandas.DataFrame
        One row a source, by key: title, publisher, date, locator, confidence, note.
    """
    import pandas as pd

    columns = ["title", "publisher", "date", "locator", "confidence", "note"]
    frame = pd.DataFrame.from_dict(
        {key: dict(entry) for key, entry in bibliography().items()}, orient="index"
    )
    return frame.reindex(columns=columns).fillna("").rename_axis("source").sort_index()
