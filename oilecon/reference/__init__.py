"""Every number that is not the user's: rows with unit, range, date and source.

The tables lie in `data/`: `article.csv` the base case, `vessels.csv` the ships it uses, `ships.csv`
other ships and all dimensions, `regimes.csv` what dated regimes have of their own, `scenarios.toml`
how the shipped scenarios are put together, `sources.toml` the bibliography; `reference.sea` reads
the tables of ports, seas and canals, and `reference.dated` what goes by date.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.frozen import FrozenDict
from oilecon.reference.tables import DATA, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.reference.tables import Record

__all__ = [
    "Row",
    "regime_rows",
    "rows",
    "scenario_plan",
    "scenario_plans",
    "ship_rows",
    "sources",
    "vessel_rows",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One sourced number.

    Attributes
    ----------
    name : str
        Its short name in the table it comes from.
    path : str
        Where it stands in a scenario, with ``*`` for any route; for a ship, ``vessel:field``.
    value, low, high : float
        The number and its range, in `unit`.
    unit : str
        The unit; ``1`` for a share or a multiple.
    kind : str
        published, estimate or assumption.
    as_of : str
        The date it speaks of.
    source : tuple of str
        Keys of the bibliography.
    note : str
        What it stands for, and where value and range come from.
    """

    name: str
    path: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    as_of: str
    source: tuple[str, ...]
    note: str

    def covers(self, path: str) -> bool:
        """Return whether the row's path or pattern covers a path."""
        if path == self.path:
            return True
        steps, parts = self.path.split("."), path.split(".")
        return len(steps) == len(parts) and all(
            step in ("*", part) for step, part in zip(steps, parts, strict=True)
        )


def _row(record: Record, path: str) -> Row:
    return Row(
        name=record["name"],
        path=path,
        value=record.number("value"),
        low=record.number("low"),
        high=record.number("high"),
        unit=record["unit"],
        kind=record["kind"],
        as_of=record["as_of"],
        source=tuple(record["source"].split()),
        note=record["note"],
    )


@cache
def _article() -> tuple[Row, ...]:
    return tuple(_row(record, record["path"]) for record in table("article.csv"))


@cache
def regime_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the rows that dated regimes have of their own, by scenario."""
    found: dict[str, list[Row]] = {}
    for record in table("regimes.csv"):
        found.setdefault(record["scenario"], []).append(_row(record, record["path"]))
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
            _row(record, f"{record['vessel']}:{record['field']}")
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
            kept.append(_moved(row, _renamed(moved.get(row.name, row.path), plan)))
    return (*kept, *own.values())


def _renamed(path: str, plan: Mapping[str, Any]) -> str:
    """Return a path under the name that a scenario gives its first step."""
    head, dot, rest = path.partition(".")
    return f"{plan.get('renamed', {}).get(head, head)}{dot}{rest}"


def _moved(row: Row, path: str) -> Row:
    return Row(**{name: getattr(row, name) for name in Row.__slots__} | {"path": path})


@cache
def bibliography() -> Mapping[str, Mapping[str, str]]:
    """Return the sources by key."""
    return FrozenDict(tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8")))


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
