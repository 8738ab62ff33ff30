"""Case packs: folders that hold a case's rows, sources, scenarios and statements as data.

A pack is a folder with

- ``rows.csv``: sourced numbers, each with its name and its path in a scenario; a row that names a
  scenario is that scenario's own and stands in place of the shared row of its name;
- ``scenarios.toml``: for each scenario its title, its names and choices (``tree``), and in ``rows``
  the names of the rows that it takes; or in ``like`` a scenario above it, whose tree and rows it
  has, and in ``also`` further rows. A row that no scenario names changes none. A simulation draws
  in the order of the tree, whatever the order of the rows;

and, where the case has them, ``sources.toml`` (beside the shared bibliography),
``correlations.csv``, ``statements.csv``, ``record.csv`` (figures by date) and ``receipts.csv``.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.frozen import FrozenDict
from oilecon.reference import tables
from oilecon.reference.tables import Row, evidence, records, sourced
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from oilecon.evidence import Evidence
    from oilecon.reference.tables import Record

__all__ = ["Correlation", "Pack", "Receipt", "Statement", "packs"]

_ROWS, _SCENARIOS, _SOURCES = "rows.csv", "scenarios.toml", "sources.toml"
_CORRELATIONS, _RECORD = "correlations.csv", "record.csv"
_RECEIPTS, _STATEMENTS = "receipts.csv", "statements.csv"

_SOURCED = {
    _ROWS: ("scenario", "name"),
    _CORRELATIONS: ("set", "left", "right"),
    _RECORD: ("series", "as_of"),
    _RECEIPTS: ("name",),
}
"""Tables of a pack with sourced rows, and the columns of a row's id."""

_PAIRS = ("covers", "ends")

_PLAN: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("title", "summary", "as_of", "like", "proxy"), (str, "text")),
    **dict.fromkeys(("freight", "fixed", "loaded"), (str, "text")),
    **dict.fromkeys(("rows", "also"), (list, "a list of texts")),
    **dict.fromkeys(_PAIRS, (list, "a list of two texts")),
    **dict.fromkeys(("paths", "renamed"), (dict, "a table of texts")),
    "tree": (dict, "a table"),
    "without_costs": (bool, "true or false"),
}
"""Keys of a scenario in a pack: the type of each, and its description in messages."""


@dataclass(frozen=True, slots=True)
class Correlation(Row):
    """Spearman's rank correlation between two inputs.

    Attributes
    ----------
    family : str
        The set's name.
    left, right : str
        Paths.
    """

    family: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable statement of a case.

    Attributes
    ----------
    claim, subject, statement : str
        Short name, subject, and text.
    figures : tuple of float
        The figures stated [`unit`], in the order of the sentence.
    unit : str
        Of the figures; empty where there are none.
    """

    claim: str
    subject: str
    statement: str
    figures: tuple[float, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Receipt(Row):
    """A published receipt per barrel, and the model runs it is compared with.

    Attributes
    ----------
    role : str
        ``'calibration'`` where an input was solved from it, ``'consistency'`` where an input is of
        the same sale, ``'check'`` where none was taken from it.
    runs : tuple of (str, str)
        Scenarios and their routes; with two, the receipt lies between their results.
    outcome : str
        Outcome of the route.
    brent : float or None
        Brent of the run, in place of the scenario's own [USD/bbl].
    """

    role: str
    runs: tuple[tuple[str, str], ...]
    outcome: str
    brent: float | None


class Pack:
    """One case pack; each of its files is read on first access.

    Parameters
    ----------
    folder : path or importlib.resources.abc.Traversable
        The folder; its name is the pack's.

    Raises
    ------
    InputError
        If it holds no rows or no scenarios. Every attribute raises it for a fault in its files,
        with file, line, and column or key.
    """

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.name = folder.name
        for needed in (_ROWS, _SCENARIOS):
            if not (folder / needed).is_file():
                msg = (
                    f"{self.name}: no {needed}; a case pack is a folder with {_ROWS} and "
                    f"{_SCENARIOS}"
                )
                raise InputError(msg)

    def __repr__(self) -> str:
        """Return the pack's name."""
        return f"<Pack: {self.name}>"

    # -- files -------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        file = self.folder / name
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def _table(self, name: str) -> list[Record]:
        """Return the rows of a table, none where the pack has no such table."""
        text = self._text(name)
        if not text:
            return []
        # Ids are `pack:row`; those of other tables include the table's name too.
        prefix = self.name if name == _ROWS else f"{self.name}:{name.removesuffix('.csv')}"
        key = (prefix, *_SOURCED[name]) if name in _SOURCED else ()
        return records(f"{self.name}/{name}", text, key)

    def _toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text(name))
        except tomllib.TOMLDecodeError as error:
            msg = f"{self.name}/{name}: no TOML: {error}"
            raise InputError(msg) from error

    def _fault(self, name: str, key: str, fault: str) -> InputError:
        """Return the error for an entry of a TOML file, with the line where it begins."""
        header = re.compile(rf"^\[(\"?){re.escape(key)}\1[.\]]")
        lines = self._text(name).splitlines()
        line = next((f" line {at}" for at, text in enumerate(lines, 1) if header.match(text)), "")
        return InputError(f"{self.name}/{name}{line}: [{key}]: {fault}")

    # -- sources -----------------------------------------------------------------------------

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, str]]:
        """The pack's own sources by key."""
        entries = self._toml(_SOURCES)
        for key, entry in entries.items():
            if key in tables.source_keys():
                msg = "the shared bibliography has this source; leave it out"
            elif not isinstance(entry, Mapping) or not entry.get("title"):
                msg = "title is required"
            else:
                continue
            raise self._fault(_SOURCES, key, msg)
        return FrozenDict(entries)

    @cached_property
    def _known(self) -> frozenset[str]:
        """Keys of the sources that the pack's rows may cite."""
        return tables.source_keys() | tables.keys_of(self._text(_SOURCES))

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of every number in the pack."""
        for name in _SOURCED:
            for record in self._table(name):
                yield evidence(record, self._known)

    # -- scenarios ---------------------------------------------------------------------------

    @cached_property
    def plans(self) -> Mapping[str, Mapping[str, Any]]:
        """Plan of each scenario by name, merged with that of the scenario it is `like`."""
        plans: dict[str, Mapping[str, Any]] = {}
        for name, entry in self._toml(_SCENARIOS).items():
            fault = _fault_of(name, entry, plans)
            if fault:
                raise self._fault(_SCENARIOS, name, fault)
            plans[name] = plan = _like(plans.get(entry.get("like", ""), {}), entry)
            lacking = next((key for key in ("title", "rows") if not plan.get(key)), None)
            if lacking:
                raise self._fault(_SCENARIOS, name, f"{lacking} is required")
            for row in plan.get("paths", {}):
                if row not in plan["rows"]:
                    fault = f"paths: {quote(row)} is not among its rows"
                    raise self._fault(_SCENARIOS, name, fault)
        return FrozenDict(plans)

    @cached_property
    def own_rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows that belong to a single scenario, by scenario."""
        return FrozenDict(
            {scenario: tuple(own.values()) for scenario, own in self._rows.items() if scenario}
        )

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Row]]:
        """Rows by scenario ('' for shared ones) and name."""
        rows: dict[str, dict[str, Row]] = {"": {}}
        for record in self._table(_ROWS):
            scenario, name = record["scenario"], record["name"]
            if scenario and scenario not in self.plans:
                near = did_you_mean(scenario, self.plans)
                msg = f"{record.where}: scenario: no scenario {quote(scenario)}{near}"
                raise InputError(msg)
            if scenario and name not in self.plans[scenario]["rows"]:
                msg = (
                    f"{record.where}: name: {scenario} does not take {quote(name)}; add it to its "
                    f"rows in {_SCENARIOS}"
                )
                raise InputError(msg)
            row = sourced(record, name, record["path"], self._known)
            rows.setdefault(scenario, {})[name] = row
        return rows

    def rows(self, scenario: str) -> tuple[Row, ...]:
        """Return the rows of a scenario, each with its path in it, in the scenario's order.

        Raises
        ------
        UnknownName
            If the pack has no scenario of that name.
        """
        plan = self.plan(scenario)
        shared, own = self._rows[""], self._rows.get(scenario, {})
        taken = []
        for name in plan["rows"]:
            if name in own:
                taken.append(own[name])
                continue
            if name not in shared:
                key = "also" if name in plan.get("also", ()) else "rows"
                fault = f"{key}: no row {quote(name)} in {_ROWS}{did_you_mean(name, shared)}"
                raise self._fault(_SCENARIOS, scenario, fault)
            head, dot, rest = plan.get("paths", {}).get(name, shared[name].path).partition(".")
            path = f"{plan.get('renamed', {}).get(head, head)}{dot}{rest}"
            taken.append(replace(shared[name], path=path))
        return tuple(taken)

    def plan(self, scenario: str) -> Mapping[str, Any]:
        """Return the plan of one scenario.

        Raises
        ------
        UnknownName
            If the pack has no scenario of that name.
        """
        if not is_among(scenario, self.plans):
            near = did_you_mean(str(scenario), self.plans)
            msg = f"no scenario {quote(scenario)} in the pack {self.name}{near}"
            raise UnknownName(msg)
        return self.plans[scenario]

    # -- the case ----------------------------------------------------------------------------

    @cached_property
    def correlations(self) -> tuple[Correlation, ...]:
        """Rank correlations between inputs: named sets of assumptions, each with its reason."""
        return tuple(
            Correlation(
                f"{record['left']} with {record['right']}",
                "",
                record.number("value"),
                PURE,
                evidence(record, self._known),
                family=record["set"],
                left=record["left"],
                right=record["right"],
            )
            for record in self._table(_CORRELATIONS)
        )

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The statements that the case checks, by their short names."""
        statements = {
            record["claim"]: Statement(
                claim=record["claim"],
                subject=record["subject"],
                statement=record["statement"],
                figures=record.numbers("figure"),
                unit=record["unit"],
            )
            for record in self._table(_STATEMENTS)
        }
        return FrozenDict(statements)

    @cached_property
    def record(self) -> Mapping[tuple[str, str], Row]:
        """Published volumes, prices, loans and ships, by series and date."""
        figures = (
            sourced(record, record["series"], "", self._known) for record in self._table(_RECORD)
        )
        return FrozenDict({(row.name, row.evidence.as_of): row for row in figures})

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """Published receipts per barrel, those used in calibration first."""
        return tuple(
            Receipt(
                record["name"],
                "",
                record.number("value"),
                record["unit"],
                evidence(record, self._known),
                role=record["role"],
                runs=tuple(
                    (run.partition(":")[0], run.partition(":")[2]) for run in record["runs"].split()
                ),
                outcome=record["outcome"],
                brent=record.number_or_none("brent"),
            )
            for record in self._table(_RECEIPTS)
        )


def _like(base: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a scenario's plan with the tree, and the rows unless it lists its own, of another."""
    plan = {**entry, "tree": _merged(copy.deepcopy(base.get("tree", {})), entry.get("tree", {}))}
    if base and "rows" not in entry:
        plan["rows"] = [*base["rows"], *entry.get("also", [])]
        for key in ("paths", "renamed"):
            plan[key] = {**base.get(key, {}), **entry.get(key, {})}
    return FrozenDict(plan)


def _merged(base: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in extra.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _merged(below, value)
        else:
            base[key] = value
    return base


def _fault_of(name: str, entry: Any, above: Mapping[str, Any]) -> str:
    """Return the fault in a scenario's entry as text; empty if there is none."""
    if not isinstance(entry, dict):
        return f"expected a table, got {quote(entry)}; write [{name}]"
    for key, value in entry.items():
        if key not in _PLAN:
            return f"unknown key {quote(key)}{did_you_mean(key, _PLAN)}"
        kind, called = _PLAN[key]
        texts = value.values() if isinstance(value, dict) else value
        whole = key == "tree" or kind not in (list, dict)
        fits = isinstance(value, kind) and (whole or all(isinstance(text, str) for text in texts))
        if not fits or (key in _PAIRS and len(value) != 2):  # noqa: PLR2004
            return f"{key}: expected {called}, got {quote(value)}"
    return _fault_of_like(entry, above)


def _fault_of_like(entry: Mapping[str, Any], above: Mapping[str, Any]) -> str:
    """Return the fault in what a scenario takes from another as text; empty if there is none."""
    like: str | None = entry.get("like")
    also: list[str] = entry.get("also", [])
    if like is not None and like not in above:
        return f"like: no scenario {quote(like)} above it{did_you_mean(like, above)}"
    if also and (like is None or "rows" in entry):
        return "also: adds to the rows of a scenario; write like = the name of one, and no rows"
    twice = [row for row in also if row in above[str(like)]["rows"]]
    return f"also: {quote(twice[0])} is among the rows of {like}; leave it out" if twice else ""


@cache
def packs() -> Mapping[str, Pack]:
    """Return the shipped case packs by name."""
    folders = (files("oilecon.reference") / "cases").iterdir()
    shipped = (Pack(folder) for folder in folders if folder.is_dir())
    return FrozenDict({pack.name: pack for pack in sorted(shipped, key=lambda pack: pack.name)})
