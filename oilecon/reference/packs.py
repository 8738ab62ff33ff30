"""Case packs: a case's rows, sources, scenarios and statements as data.

A pack has

- ``rows``: sourced numbers, each with its name and its path in a scenario; a row that names a
  scenario is that scenario's own and stands in place of the shared row of its name;
- ``scenarios``: for each its title, its names and choices (``tree``), and in ``rows`` the names of
  the rows that it takes, all if left out; or in ``like`` a scenario above it, whose tree and rows
  it has, and in ``also`` further rows; or in ``base`` a shipped one, whose tree it has, and its
  rows but where the pack has one for the path. A row that no scenario names changes none. A
  simulation draws in the order of the tree, whatever the order of the rows. A pack without
  scenarios stands over any shipped one;

and, where the case has them, ``sources`` (beside the shared bibliography), ``correlations``,
``statements``, ``record`` (figures by date) and ``receipts``.

It is a folder with these as tables ``.csv`` (``scenarios`` and ``sources`` also as ``.toml``) or
as sheets of one workbook ``.xlsx``; or one TOML file with ``pack = 1`` at its top, one workbook, or
one table of rows. `reference.pack_files` reads them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.evidence import Row, Source
from oilecon.frozen import FrozenDict, frozen, thawed
from oilecon.reference import tables
from oilecon.reference.pack_files import TomlPart, open_parts
from oilecon.reference.tables import Columns, Record, evidence
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from oilecon.evidence import Evidence

__all__ = ["Correlation", "Pack", "Receipt", "Statement", "alike", "packs"]

_NUMBER = f"value low high unit kind source note {tables.MEANING}"

_SOURCE_FIELDS = tuple(field.name for field in fields(Source) if field.name != "key")

_TABLES = {
    "rows": ("scenario name", f"path as_of {_NUMBER}", "path value"),
    "scenarios": ("scenario", "title summary as_of base like rows also mixed_dates", "scenario"),
    "sources": ("key", " ".join(_SOURCE_FIELDS), "key title"),
    "correlations": ("set left right", "value low high kind as_of source note", "left right value"),
    "record": ("series as_of", _NUMBER, "series as_of value unit"),
    "receipts": ("name", f"as_of role runs outcome brent {_NUMBER}", "name role runs value unit"),
    "statements": ("claim", "subject statement figure unit", "claim statement"),
}
"""Parts of a pack: the columns of a row's id, the others, and those that a table must have."""

_CASES = files("oilecon.reference") / "cases"

_ROLES = ("calibration", "consistency", "check")

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_STEP = r"[^\s.*:]+"
_PATH = re.compile(rf"(?:(?:\*|{_STEP})\.)*{_STEP}")

_PAIRS = ("covers", "ends")

_PLAN: Mapping[str, tuple[type[Any], str]] = {
    **dict.fromkeys(("title", "summary", "as_of", "base", "like", "proxy"), (str, "text")),
    **dict.fromkeys(("freight", "fixed", "loaded", "mixed_dates"), (str, "text")),
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
    """One case pack; each of its tables is read on first access.

    Parameters
    ----------
    folder : str, os.PathLike or importlib.resources.abc.Traversable
        The folder or the file; its name, without the suffix of a file, is the pack's.
    shipped : bool
        Whether the library ships it, as it does those of its own folder of cases: sources of any
        other travel with its numbers.

    Raises
    ------
    InputError
        If it is no path, or holds no rows. Every attribute raises it for a fault in its files, with
        file, line or cell, and column or key.
    """

    def __init__(
        self, folder: str | os.PathLike[str] | Traversable, *, shipped: bool = False
    ) -> None:
        if isinstance(folder, (str, os.PathLike)):
            folder = Path(folder).absolute()
            folder = folder.resolve() if ".." in folder.parts else folder  # for its name
        given: object = folder
        if not isinstance(given, Traversable):
            msg = f"folder: expected a path, got {quote(given)}; write the path of a case pack"
            raise InputError(msg)
        self.folder = folder
        self.shipped = shipped or (isinstance(folder, Path) and str(folder.parent) == str(_CASES))
        self.name, self._parts = open_parts(folder)
        self.row_places: dict[str, str] = {}  # by id
        self.skipped: set[str] | None = None  # names of faulty rows, to a check of the others
        if "rows" not in self._parts:
            msg = (
                f"{folder.name}: no rows; a case pack has rows.csv, a sheet 'rows' or, in TOML, "
                "tables [rows.NAME]"
            )
            raise InputError(msg)

    def __repr__(self) -> str:
        """Return the pack's name."""
        return f"<Pack: {self.name}>"

    # -- files -------------------------------------------------------------------------------

    def label(self, part: str) -> str:
        """Return a part as messages call it: its file, sheet or table."""
        return self._parts[part].label if part in self._parts else part

    def table(self, part: str) -> list[Record]:
        """Return the rows of a part, none where the pack has no such part."""
        return self._parts[part].records(self._columns(part)) if part in self._parts else []

    def has(self, part: str) -> bool:
        """Return whether the pack has a part."""
        return part in self._parts

    def _columns(self, part: str) -> Columns:
        # Ids are `pack:row`; those of other tables include the table's name too.
        kind = self.name if part == "rows" else f"{self.name}:{part}"
        return Columns(kind, *_TABLES[part], instead={"name": "path"} if part == "rows" else {})

    def _entries(self, part: str) -> dict[str, Any]:
        """Return the tables of a part by name, none where the pack has no such part."""
        return self._parts[part].entries(self._columns(part)) if part in self._parts else {}

    def place(self, key: str, part: str = "scenarios") -> str:
        """Return an entry of a part, the scenarios' if left out, with its file and line."""
        return self._parts[part].place(key) if part in self._parts else f"{self.name}: {key}"

    def place_of(self, row: Row) -> str:
        """Return the file and the line of a row, which may be of the shipped scenario below."""
        key = row.evidence.row
        owners = (pack for pack in (self, *packs().values()) if key in pack.row_places)
        return next(owners, self).row_places[key]

    def fault_of_alike(self, *rows: Row) -> str:
        """Return the fault of two rows that are of one input, with their places."""
        each = (f"{quote(r.name)} at {quote(r.path)} ({self.place_of(r)})" for r in rows)
        return f"rows: {' and '.join(each)} are of one input; leave one out"

    def fault(self, key: str, fault: str, part: str = "scenarios") -> InputError:
        """Return the error for an entry of a part, the scenarios' if left out."""
        return tables.fault_at(self.place(key, part), fault)

    # -- sources -----------------------------------------------------------------------------

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, str]]:
        """The pack's own sources by key."""
        for _, error in self.source_faults():
            raise error
        return cast("Mapping[str, Mapping[str, str]]", frozen(self._entries("sources")))

    def source_faults(self) -> Iterator[tuple[str, InputError]]:
        """Yield the key and the error of each faulty source."""
        for key, entry in self._entries("sources").items():
            own = not self.shipped
            if fault := _fault_of_source(key, entry, self._shared_sources) or (
                own and _fault_of_entry(key, entry)
            ):
                yield key, self.fault(key, fault, "sources")

    @cached_property
    def _bibliography(self) -> Mapping[str, Source]:
        """The sources that travel with the pack's numbers."""
        entries = {} if self.shipped else self.sources
        return {key: Source.of_entry(key, entry) for key, entry in entries.items()}

    @cached_property
    def _shared_sources(self) -> frozenset[str]:
        """Keys of the shared bibliography; to a user's pack, of the shipped packs' too."""
        if self.shipped:
            return tables.source_keys()
        return frozenset().union(*(pack.known_sources for pack in packs().values()))

    @cached_property
    def known_sources(self) -> frozenset[str]:
        """Keys of the sources that the pack's rows may cite."""
        shared = self._shared_sources
        # The entries of any other pack are needed, and checked, as a whole.
        part = self._parts.get("sources") if self.shipped else None
        own = None if part is None else part.plain_keys()
        return shared | (frozenset(self.sources) if own is None or own & shared else own)

    def evidence_of(self, record: Record) -> Evidence:
        """Return the evidence of a row, with the entries of its sources that are the pack's own."""
        if "path" in record:
            _part_units(record)
            _check_reason(record)
        behind = evidence(record, self.known_sources, users=True)
        own = tuple(filter(None, map(self._bibliography.get, behind.source)))
        return replace(behind, entries=own) if own else behind

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of every number in the pack."""
        yield from map(self.evidence_of, self.numbers())

    def numbers(self) -> Iterator[Record]:
        """Yield the row of every number in the pack."""
        for part, (_, others, _) in _TABLES.items():
            if "source" in others.split():
                yield from self.table(part)

    # -- scenarios ---------------------------------------------------------------------------

    @cached_property
    def plans(self) -> Mapping[str, Mapping[str, Any]]:
        """Plan of each scenario by name, merged with that of the scenario that it stands on.

        Its `rows` is None for all of the pack.
        """
        plans: dict[str, Mapping[str, Any]] = {}
        for name in self.entries:
            plans[name] = self.plan_of(name, plans)
        return FrozenDict(plans)

    @cached_property
    def entries(self) -> Mapping[str, Any]:
        """The scenarios as they are written, by name."""
        if "scenarios" not in self._parts:
            if not self.table("rows"):
                fault = "no row below the headings; write one a figure"
                raise tables.fault_at(self.label("rows"), fault)
            return {
                name: {"base": name, "title": f"{plan['title']}, with {self.name}"}
                for pack in packs().values()
                for name, plan in pack.plans.items()
            }
        entries = self._entries("scenarios")
        if not entries:
            place = self._parts["scenarios"].name
            msg = f"{place}: expected a scenario, got none; write [its-name]"
            raise InputError(msg)
        if isinstance(self._parts["scenarios"], TomlPart):
            return entries
        return {
            name: entry | {key: entry[key].split() for key in ("rows", "also") if key in entry}
            for name, entry in entries.items()
        }

    def plan_of(self, name: str, above: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a scenario's plan, merged with that of the one of those above it that it is like.

        Raises
        ------
        InputError
            If there is a fault in its entry.
        """
        entry = self.entries[name]
        if fault := _fault_of(name, entry, above, self.entries):
            raise self.fault(name, fault)
        below = above.get(entry.get("like", ""), {})
        if "base" in entry:
            below = {"tree": _pack_with(entry["base"]).plan(entry["base"])["tree"]}
        plan = {"title": name, "rows": None, **_like(below, entry)}
        for row in plan.get("paths", {}):
            if plan["rows"] is not None and row not in plan["rows"]:
                raise self.fault(name, f"paths: {quote(row)} is not among its rows")
        return cast("Mapping[str, Any]", FrozenDict(plan))

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
        for record in self.table("rows"):
            try:
                row = self._row(record)
            except InputError:
                if self.skipped is None:
                    raise
                self.skipped.add(record["name"])
                continue
            rows.setdefault(record["scenario"], {})[row.name] = row
        return rows

    def _row(self, record: Record) -> Row:
        """Return the row of a record."""
        for check in (self.check_name, _check_path, self.check_scenario, _part_units):
            check(record)
        value, unit = record.number("value"), record.unit("unit")
        row = Row(record["name"], record["path"], value, unit, self.evidence_of(record))
        self.row_places[row.evidence.row] = record.where
        return row

    def problems_of(self, record: Record) -> Iterator[tuple[str, InputError]]:
        """Yield the kind and the error of each fault of a row."""
        reads: tuple[tuple[str, Any], ...] = (
            ("rows", self.check_name),
            ("rows", _check_path),
            ("rows", self.check_scenario),
            ("units", _part_units),
            ("units", lambda record: record["unit"] and record.unit("unit")),
            ("ranges", lambda record: record.number("value")),
            ("ranges", lambda record: record.number_or_none("low")),
            ("ranges", lambda record: record.number_or_none("high")),
            ("ranges", lambda record: record.ranged("value", "low", "high")),
            ("ranges", tables.meaning_of),
            ("sources", lambda record: tables.kind_of(record, users=True)),
            ("sources", lambda record: tables.sources_of(record, self.known_sources, users=True)),
            ("sources", _check_reason),
            ("dates", lambda record: tables.period_of(record, users=True)),
        )
        told = set()
        for kind, read in reads:
            try:
                read(record)
            except InputError as error:
                if str(error) not in told:
                    yield kind, error
                told.add(str(error))

    def check_name(self, record: Record) -> None:
        """Raise an error if a row's name is none."""
        name = record.text("path" if record["name"] == record["path"] else "name")
        if ":" in name:
            raise record.fault("name", f"expected a text without ':', got {quote(name)}")

    def check_scenario(self, record: Record) -> None:
        """Raise an error if the scenario whose own a row is does not take it."""
        scenario, name = record["scenario"], record["name"]
        if scenario and scenario not in self.plans:
            near = did_you_mean(scenario, self.plans)
            raise record.fault("scenario", f"no scenario {quote(scenario)}{near}")
        taken = self.plans[scenario]["rows"] if scenario else None
        if taken is not None and name not in taken:
            fault = (
                f"{scenario} does not take {quote(name)}; add it to its rows in "
                f"{self.label('scenarios')}"
            )
            raise record.fault("name", fault)

    def rows(self, scenario: str) -> tuple[Row, ...]:
        """Return the rows of a scenario, each with its path in it, in the scenario's order.

        Those of a shipped scenario that it stands on are the first, without the ones in whose place
        it has its own.

        Raises
        ------
        UnknownName
            If the pack has no scenario of that name.
        """
        base, own = self.plan(scenario).get("base"), self._own(scenario)
        if base is None:
            return own
        by_field: dict[str, list[Row]] = {}
        for row in own:
            by_field.setdefault(row.field, []).append(row)
        kept = (
            row
            for row in _pack_with(base).rows(base)
            if not any(other.covers(row.path) for other in by_field.get(row.field, ()))
        )
        return (*kept, *own)

    def _own(self, scenario: str) -> tuple[Row, ...]:
        """Return the pack's own rows of a scenario."""
        plan = self.plan(scenario)
        known = {**self._rows[""], **self._rows.get(scenario, {})}
        paths, renamed = plan.get("paths", {}), plan.get("renamed", {})
        taken, heads = [], set()
        for name in known if plan["rows"] is None else plan["rows"]:
            if name not in known and name in (self.skipped or ()):
                continue
            if name not in known:
                key = "also" if name in plan.get("also", ()) else "rows"
                near = did_you_mean(name, known)
                fault = f"{key}: no row {quote(name)} in {self.label('rows')}{near}"
                raise self.fault(scenario, fault)
            head, dot, rest = paths.get(name, known[name].path).partition(".")
            heads.add(head)
            taken.append(replace(known[name], path=f"{renamed.get(head, head)}{dot}{rest}"))
        unused = next((head for head in renamed if head not in heads), None)
        if unused is not None:
            fault = f"renamed: no path of its rows begins with {quote(unused)}; leave it out"
            raise self.fault(scenario, fault)
        if self.skipped is None:
            for pair in alike(taken):
                raise self.fault(scenario, self.fault_of_alike(*pair))
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

    def choose(self, scenario: str | None) -> str:
        """Return the name of a scenario; of the only one if none is named.

        Raises
        ------
        InputError
            If none is named, and there are several.
        UnknownName
            If the pack has no scenario of that name.
        """
        if scenario is None and len(self.plans) == 1:
            return next(iter(self.plans))
        if scenario is None:
            names = list(self.plans)
            listed = ", ".join(map(repr, names))
            msg = f"{self.name}: {len(names)} scenarios, and none was named; write one of {listed}"
            if "scenarios" not in self._parts:
                msg = (
                    f"{self.name}: no scenarios, so that its rows may stand over any shipped one; "
                    f"write one of {listed}"
                )
            raise InputError(msg)
        self.plan(scenario)
        return scenario

    def read(self) -> None:
        """Read the whole pack.

        Raises
        ------
        InputError
            If anything in it is faulty.
        """
        for name in self.plans if "scenarios" in self._parts else ():
            self.rows(name)
        _ = self._rows, self.sources, self.correlations, self.statements, self.record, self.receipts

    # -- the case ----------------------------------------------------------------------------

    @cached_property
    def correlations(self) -> tuple[Correlation, ...]:
        """Rank correlations between inputs: named sets of assumptions, each with its reason."""
        taken = {row.path: row for name in self.plans for row in self.rows(name)}
        known: set[tuple[str, frozenset[str]]] = set()
        correlations = []
        for record in self.table("correlations"):
            behind, value = self.evidence_of(record), record.number("value")
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
            for record in self.table("statements")
        }
        return FrozenDict(statements)

    @cached_property
    def record(self) -> Mapping[tuple[str, str], Row]:
        """Published volumes, prices, loans and ships, by series and date."""
        figures = (
            Row(
                record.text("series"),
                "",
                record.number("value"),
                record.unit("unit"),
                self.evidence_of(record),
            )
            for record in self.table("record")
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
                self.evidence_of(record),
                role=_role(record),
                runs=self._runs(record),
                outcome=record.text("outcome"),
                brent=record.number_or_none("brent"),
            )
            for record in self.table("receipts")
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


_NUMBER_AND_UNIT = re.compile(
    r"\s*((?>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?))"
    r"(?:\s*([^\s0-9.,'_].*)|\s+(1(?:\s*/.*)?))"
)


def _part_units(record: Record) -> None:
    """Part the numbers of a row from their unit, which may stand beside them or in its column.

    Raises
    ------
    InputError
        If there is none, or two.
    """
    unit = record["unit"]
    for column in ("value", "low", "high"):
        measured = _NUMBER_AND_UNIT.fullmatch(record[column])
        if measured is None:
            continue
        number, given = measured[1], measured[2] or measured[3]
        given = f"1{given}" if given.startswith("/") else given
        if unit and given != unit:
            raise record.fault(column, f"expected {unit}, the unit of the row, got {quote(given)}")
        record[column], unit = number, given
    if not unit:
        fault = f"expected a number and a unit, got {quote(record['value'])} without a unit"
        raise record.fault("value", f"{fault}; write it beside it, or in a column unit; 1 for none")
    record["unit"] = unit


def _check_reason(record: Record) -> None:
    """Raise an error for an assumption without its reason, which no saved scenario may hold."""
    if record["kind"] == "assumption" and not record["note"].strip():
        raise record.fault("note", "an assumption needs its reason; write it there")


def _check_path(record: Record) -> None:
    """Raise an error if a row's path has not the form of one."""
    path = record.text("path")
    if not _PATH.fullmatch(path):
        raise record.fault("path", f"expected a path such as 'market.brent', got {quote(path)}")


def alike(rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield each two rows that are of one input."""
    single: dict[str, Row] = {}
    patterns: dict[str, list[Row]] = {}  # by field; most rows are none
    by_field: dict[str, list[Row]] = {}
    for row in rows:
        others = [single[row.path]] if row.path in single else []
        before = by_field if "*" in row.path else patterns
        others += [other for other in before.get(row.field, ()) if _meet(row.path, other.path)]
        for other in others:
            yield other, row
        by_field.setdefault(row.field, []).append(row)
        if "*" in row.path:
            patterns.setdefault(row.field, []).append(row)
        else:
            single[row.path] = row


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


def _fault_of_source(key: str, entry: Any, shared: Collection[str]) -> str:
    """Return the fault in a source as text; empty if there is none."""
    if key in shared:
        return "the shipped bibliography has this source; leave it out"
    if not isinstance(entry, Mapping) or not entry.get("title"):
        return "title is required"
    for field, text in entry.items():
        if field not in _SOURCE_FIELDS:
            return f"unknown key {quote(field)}{did_you_mean(field, _SOURCE_FIELDS)}"
        if not isinstance(text, str) or not text.strip():
            return f"{field}: expected text, got {quote(text)}"
    return ""


def _fault_of_entry(key: str, entry: Mapping[str, str]) -> str:
    """Return the fault in what travels with numbers of a user's pack; empty if there is none."""
    try:
        Source.of_entry(key, entry)
    except InputError as error:
        return str(error).partition(": ")[2]
    return ""


def _like(below: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scenario's plan with the tree, and the rows unless it lists its own, of another."""
    plan = {**entry}
    for key in ("tree", "given"):  # with and without that of a scenario of another pack
        plan[key] = _merged(thawed(below.get(key, {})), entry.get("tree", {}))
    for key in ("base", "mixed_dates"):
        if key in below:
            plan.setdefault(key, below[key])
    if "rows" in below and "rows" not in entry:
        plan["rows"] = None
        if below["rows"] is not None:
            plan["rows"] = [*below["rows"], *entry.get("also", [])]
        for key in ("paths", "renamed"):
            plan[key] = {**below.get(key, {}), **entry.get(key, {})}
    return cast("dict[str, Any]", dict(frozen(plan)))


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
    base: str | None = entry.get("base")
    also: list[str] = entry.get("also", [])
    if like is not None and base is not None:
        return "base: the scenario is like another; leave like or base out"
    if base is not None and _pack_with(base) is None:
        shipped = [name for pack in packs().values() for name in pack.plans]
        return f"base: no shipped scenario {quote(base)}{did_you_mean(base, shipped)}"
    if like is not None and like not in above:
        near = "; write it above" if like in entries else did_you_mean(like, above)
        return f"like: no scenario {quote(like)} above it{near}"
    if also and (like is None or "rows" in entry):
        return "also: adds to the rows of a scenario; write like = the name of one, and no rows"
    rows = above[str(like)]["rows"] if also else ()
    if rows is None:
        return f"also: {like} takes every row; leave it out"
    twice = [row for row in also if row in rows]
    return f"also: {quote(twice[0])} is among the rows of {like}; leave it out" if twice else ""


@cache
def packs() -> Mapping[str, Pack]:
    """Return the shipped case packs by name."""
    shipped = (Pack(folder, shipped=True) for folder in _CASES.iterdir() if folder.is_dir())
    return FrozenDict({pack.name: pack for pack in sorted(shipped, key=lambda pack: pack.name)})


def _pack_with(scenario: str) -> Any:
    """Return the shipped pack that has a scenario; None if none has."""
    return next((pack for pack in packs().values() if scenario in pack.plans), None)
