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

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.evidence import Row
from oilecon.frozen import FrozenDict, frozen, thawed
from oilecon.reference import tables
from oilecon.reference.tables import Columns, evidence, records, sourced
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oilecon.evidence import Evidence
    from oilecon.reference.tables import Record

__all__ = ["Correlation", "Pack", "Receipt", "Statement", "packs"]

_ROWS, _SCENARIOS, _SOURCES = "rows.csv", "scenarios.toml", "sources.toml"
_CORRELATIONS, _RECORD = "correlations.csv", "record.csv"
_RECEIPTS, _STATEMENTS = "receipts.csv", "statements.csv"

_NUMBER = f"value low high unit kind source note {tables.MEANING}"

_TABLES = {
    _ROWS: ("scenario name", f"path as_of {_NUMBER}"),
    _CORRELATIONS: ("set left right", "value low high kind as_of source note"),
    _RECORD: ("series as_of", _NUMBER),
    _RECEIPTS: ("name", f"as_of role runs outcome brent {_NUMBER}"),
    _STATEMENTS: ("claim", "subject statement figure unit"),
}
"""Tables of a pack: the columns of a row's id, and the others."""

_ROLES = ("calibration", "consistency", "check")

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_STEP = r"[^\s.*:]+"
_PATH = re.compile(rf"(?:(?:\*|{_STEP})\.)*{_STEP}")

_PAIRS = ("covers", "ends")

_PLAN: Mapping[str, tuple[type[Any], str]] = {
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
    folder : str, os.PathLike or importlib.resources.abc.Traversable
        The folder; its name is the pack's.

    Raises
    ------
    InputError
        If it is no path, or holds no rows or no scenarios. Every attribute raises it for a fault in
        its files, with file, line, and column or key.
    """

    def __init__(self, folder: str | os.PathLike[str] | Traversable) -> None:
        if isinstance(folder, (str, os.PathLike)):
            folder = Path(folder).absolute()
        given: object = folder
        if not isinstance(given, Traversable):
            msg = f"folder: expected a path, got {quote(given)}; write the path of a case pack"
            raise InputError(msg)
        self.folder = folder
        self.name = folder.name
        self._places: dict[str, str] = {}  # of the rows, by id
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
        if not file.is_file():
            return ""
        try:
            return file.read_text(encoding="utf-8-sig")  # spreadsheets write its mark
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            msg = f"{self.name}/{name} line {line}: expected text in UTF-8; save the file as UTF-8"
            raise InputError(msg) from error

    def _table(self, name: str) -> list[Record]:
        """Return the rows of a table, none where the pack has no such table."""
        text = self._text(name)
        if not text:
            return []
        # Ids are `pack:row`; those of other tables include the table's name too.
        kind = self.name if name == _ROWS else f"{self.name}:{name.removesuffix('.csv')}"
        return records(f"{self.name}/{name}", text, Columns(kind, *_TABLES[name]))

    def _toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text(name))
        except tomllib.TOMLDecodeError as error:
            msg = f"{self.name}/{name}: no TOML: {error}"
            raise InputError(msg) from error

    def place(self, key: str, name: str = _SCENARIOS) -> str:
        """Return an entry of a TOML file, the scenarios' if left out, with its file and line."""
        header = re.compile(rf"^\s*\[\s*([\"']?){re.escape(key)}\1\s*[.\]]")
        lines = self._text(name).splitlines()
        line = next((f" line {at}" for at, text in enumerate(lines, 1) if header.match(text)), "")
        return f"{self.name}/{name}{line}: [{key}]"

    def place_of(self, row: Row) -> str:
        """Return the file and the line of a row of the pack."""
        return self._places[row.evidence.row]

    def fault(self, key: str, fault: str, name: str = _SCENARIOS) -> InputError:
        """Return the error for an entry of a TOML file, the scenarios' if left out."""
        return InputError(f"{self.place(key, name)}: {fault}")

    # -- sources -----------------------------------------------------------------------------

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, str]]:
        """The pack's own sources by key."""
        entries = self._toml(_SOURCES)
        for key, entry in entries.items():
            fault = _fault_of_source(key, entry)
            if fault:
                raise self.fault(key, fault, _SOURCES)
        return cast("Mapping[str, Mapping[str, str]]", frozen(entries))

    @cached_property
    def known_sources(self) -> frozenset[str]:
        """Keys of the sources that the pack's rows may cite."""
        shared = tables.source_keys()
        own = tables.plain_keys(self._text(_SOURCES))
        return shared | (frozenset(self.sources) if own is None or own & shared else own)

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of every number in the pack."""
        for name, (_, others) in _TABLES.items():
            if "source" in others.split():
                for record in self._table(name):
                    yield evidence(record, self.known_sources)

    # -- scenarios ---------------------------------------------------------------------------

    @cached_property
    def plans(self) -> Mapping[str, Mapping[str, Any]]:
        """Plan of each scenario by name, merged with that of the scenario it is `like`."""
        plans: dict[str, Mapping[str, Any]] = {}
        entries = self._toml(_SCENARIOS)
        if not entries:
            msg = f"{self.name}/{_SCENARIOS}: expected a scenario, got none; write [its-name]"
            raise InputError(msg)
        for name, entry in entries.items():
            fault = _fault_of(name, entry, plans, entries)
            if fault:
                raise self.fault(name, fault)
            plans[name] = plan = _like(plans.get(entry.get("like", ""), {}), entry)
            lacking = next((key for key in ("title", "rows") if not plan.get(key)), None)
            if lacking:
                raise self.fault(name, f"{lacking} is required")
            for row in plan.get("paths", {}):
                if row not in plan["rows"]:
                    raise self.fault(name, f"paths: {quote(row)} is not among its rows")
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
            scenario, name, path = record["scenario"], record.text("name"), record.text("path")
            if ":" in name:
                raise record.fault("name", f"expected a text without ':', got {quote(name)}")
            if not _PATH.fullmatch(path):
                fault = f"expected a path such as 'market.brent', got {quote(path)}"
                raise record.fault("path", fault)
            if scenario and scenario not in self.plans:
                near = did_you_mean(scenario, self.plans)
                raise record.fault("scenario", f"no scenario {quote(scenario)}{near}")
            if scenario and name not in self.plans[scenario]["rows"]:
                fault = (
                    f"{scenario} does not take {quote(name)}; add it to its rows in {_SCENARIOS}"
                )
                raise record.fault("name", fault)
            row = sourced(record, name, path, self.known_sources)
            rows.setdefault(scenario, {})[name] = row
            self._places[row.evidence.row] = record.where
        return rows

    def rows(self, scenario: str) -> tuple[Row, ...]:
        """Return the rows of a scenario, each with its path in it, in the scenario's order.

        Raises
        ------
        UnknownName
            If the pack has no scenario of that name.
        """
        plan = self.plan(scenario)
        known = {**self._rows[""], **self._rows.get(scenario, {})}
        paths, renamed = plan.get("paths", {}), plan.get("renamed", {})
        taken, heads = [], set()
        for name in plan["rows"]:
            if name not in known:
                key = "also" if name in plan.get("also", ()) else "rows"
                fault = f"{key}: no row {quote(name)} in {_ROWS}{did_you_mean(name, known)}"
                raise self.fault(scenario, fault)
            head, dot, rest = paths.get(name, known[name].path).partition(".")
            heads.add(head)
            taken.append(replace(known[name], path=f"{renamed.get(head, head)}{dot}{rest}"))
        unused = next((head for head in renamed if head not in heads), None)
        if unused is not None:
            fault = f"renamed: no path of its rows begins with {quote(unused)}; leave it out"
            raise self.fault(scenario, fault)
        by_field: dict[str, list[Row]] = {}
        for row in taken:
            alike = by_field.setdefault(row.field, [])
            for other in alike:
                if _meet(row.path, other.path):
                    rows = " and ".join(f"{quote(r.name)} at {quote(r.path)}" for r in (other, row))
                    raise self.fault(scenario, f"rows: {rows} are of one input; leave one out")
            alike.append(row)
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
        taken = {row.path: row for name in self.plans for row in self.rows(name)}
        known: set[tuple[str, frozenset[str]]] = set()
        correlations = []
        for record in self._table(_CORRELATIONS):
            behind, value = evidence(record, self.known_sources), record.number("value")
            left, right, family = record["left"], record["right"], record.text("set")
            for column, number in (("value", value), ("low", behind.low), ("high", behind.high)):
                if number is not None and not -1.0 <= number <= 1.0:
                    fault = f"expected a correlation from -1 to 1, got {number:g}"
                    raise record.fault(column, fault)
            for column, path in (("left", left), ("right", right)):
                if not any(row.covers(path) for row in taken.values()):
                    fault = f"no scenario has a row at {quote(path)}{did_you_mean(path, taken)}"
                    raise record.fault(column, fault)
            if left == right:
                raise record.fault("right", f"expected another path than {quote(left)}")
            pair = (family, frozenset((left, right)))
            if pair in known:
                fault = f"{family} has the pair of {quote(left)} and {quote(right)} already"
                raise record.fault("left, right", fault)
            known.add(pair)
            correlations.append(
                Correlation(
                    f"{left} with {right}",
                    "",
                    value,
                    PURE,
                    behind,
                    family=family,
                    left=left,
                    right=right,
                )
            )
        return tuple(correlations)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The statements that the case checks, by their short names."""
        statements = {
            record["claim"]: Statement(
                claim=record.text("claim"),
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
            sourced(record, record.text("series"), "", self.known_sources)
            for record in self._table(_RECORD)
        )
        return FrozenDict({(row.name, row.evidence.as_of): row for row in figures})

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """Published receipts per barrel, those used in calibration first."""
        return tuple(
            Receipt(
                record.text("name"),
                "",
                record.number("value"),
                record.unit("unit"),
                evidence(record, self.known_sources),
                role=_role(record),
                runs=self._runs(record),
                outcome=record.text("outcome"),
                brent=record.number_or_none("brent"),
            )
            for record in self._table(_RECEIPTS)
        )

    def _runs(self, record: Record) -> tuple[tuple[str, str], ...]:
        """Return the scenarios and routes that a receipt is compared with."""
        runs = []
        for run in record.text("runs").split():
            scenario, _, route = run.partition(":")
            if scenario not in self.plans or route not in _routes(self.plans[scenario]):
                known = [
                    f"{name}:{of}" for name, plan in self.plans.items() for of in _routes(plan)
                ]
                fault = f"no scenario and route {quote(run)}{did_you_mean(run, known)}"
                raise record.fault("runs", fault)
            runs.append((scenario, route))
        return tuple(runs)


def _routes(plan: Mapping[str, Any]) -> Mapping[str, Any]:
    routes: Mapping[str, Any] = plan["tree"].get("routes", {})
    return routes


def _role(record: Record) -> str:
    """Return a receipt's role."""
    role = record["role"]
    if role not in _ROLES:
        listed = ", ".join(map(repr, _ROLES[:-1]))
        raise record.fault("role", f"expected {listed} or {_ROLES[-1]!r}, got {quote(role)}")
    return role


def _meet(path: str, other: str) -> bool:
    """Return whether two paths or patterns may be of one input."""
    steps, others = path.split("."), other.split(".")
    return len(steps) == len(others) and all(
        "*" in (step, of) or step == of for step, of in zip(steps, others, strict=True)
    )


def _fault_of_source(key: str, entry: Any) -> str:
    """Return the fault in a source as text; empty if there is none."""
    if key in tables.source_keys():
        return "the shared bibliography has this source; leave it out"
    if not isinstance(entry, Mapping) or not entry.get(tables.SOURCE_FIELDS[0]):
        return f"{tables.SOURCE_FIELDS[0]} is required"
    for field, text in entry.items():
        if field not in tables.SOURCE_FIELDS:
            return f"unknown key {quote(field)}{did_you_mean(field, tables.SOURCE_FIELDS)}"
        if not isinstance(text, str) or not text.strip():
            return f"{field}: expected text, got {quote(text)}"
    return ""


def _like(base: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a scenario's plan with the tree, and the rows unless it lists its own, of another."""
    plan = {**entry, "tree": _merged(thawed(base.get("tree", {})), entry.get("tree", {}))}
    if base and "rows" not in entry:
        plan["rows"] = [*base["rows"], *entry.get("also", [])]
        for key in ("paths", "renamed"):
            plan[key] = {**base.get(key, {}), **entry.get(key, {})}
    return cast("Mapping[str, Any]", frozen(plan))


def _merged(base: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in extra.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _merged(below, value)
        else:
            base[key] = value
    return base


def _fault_of(name: str, entry: Any, above: Mapping[str, Any], entries: Mapping[str, Any]) -> str:
    """Return the fault in a scenario's entry as text; empty if there is none."""
    if not isinstance(entry, dict):
        return f"expected a table, got {quote(entry)}; write [{name}]"
    if not _NAME.fullmatch(name):
        return f"expected a name of small letters, digits and hyphens, got {quote(name)}"
    for key, value in entry.items():
        if key not in _PLAN:
            return f"unknown key {quote(key)}{did_you_mean(key, _PLAN)}"
        fault = _fault_of_value(key, value)
        if fault:
            return f"{key}: {fault}"
    return _fault_of_like(entry, above, entries)


def _fault_of_value(key: str, value: Any) -> str:
    """Return the fault in the value of a scenario's key as text; empty if there is none."""
    kind, called = _PLAN[key]
    texts: list[Any] = []
    if isinstance(value, kind) and key != "tree" and kind is not bool:
        texts = [value] if kind is str else list(value.values() if kind is dict else value)
    whole = all(isinstance(text, str) and text.strip() for text in texts)
    if not isinstance(value, kind) or not whole or (key in _PAIRS and len(texts) != 2):  # noqa: PLR2004
        return f"expected {called}, got {quote(value)}"
    twice = [text for at, text in enumerate(texts) if text in texts[:at]]
    if twice and key in ("rows", "also"):
        return f"{quote(twice[0])} stands twice; leave one out"
    return ""


def _fault_of_like(
    entry: Mapping[str, Any], above: Mapping[str, Any], entries: Mapping[str, Any]
) -> str:
    """Return the fault in what a scenario takes from another as text; empty if there is none."""
    like: str | None = entry.get("like")
    also: list[str] = entry.get("also", [])
    if like is not None and like not in above:
        near = "; write it above" if like in entries else did_you_mean(like, above)
        return f"like: no scenario {quote(like)} above it{near}"
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
