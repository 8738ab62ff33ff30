"""Reader of the reference tables: checked rows, finite numbers, and their evidence."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from oilecon.errors import InputError, did_you_mean, quote
from oilecon.evidence import KINDS, Evidence
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = [
    "ABSENT",
    "DATA",
    "SOURCED",
    "Record",
    "Row",
    "bibliography",
    "evidence",
    "keys_of",
    "records",
    "source_keys",
    "sourced",
    "table",
    "whole_tables",
]

DATA = files("oilecon.reference") / "data"

ABSENT = "not published"
"""Kind of a term whose value is not published."""

SOURCED: Mapping[str, tuple[str, ...]] = {
    "barters.csv": ("Swap", "name"),
    "buybacks.csv": ("BuyBack", "name"),
    "charges.csv": ("ImportCharges", "code", "field"),
    "crudes.csv": ("Crude", "grade", "sample"),
    "cuba.csv": ("Cuba", "period"),
    "distances.csv": ("Distance", "origin", "destination", "via", "source"),
    "emission_areas.csv": ("EmissionArea", "area", "latitude", "longitude"),
    "emissions_trading.csv": ("EmissionsTrading", "since"),
    "loans.csv": ("Loan", "loan", "field"),
    "passages.csv": ("Passage", "name"),
    "petrocaribe.csv": ("PetroCaribe", "since", "price"),
    "petrocaribe_terms.csv": ("PetroCaribe", "field"),
    "ports.csv": ("Port", "name"),
    "quality_rules.csv": ("QualityRule", "rule", "coefficient", "from"),
    "repayments.csv": ("OilRepayment", "repayment", "field"),
    "ships.csv": ("Vessel", "vessel", "field"),
    "tables.csv": ("Table", "table"),
    "vessels.csv": ("Vessel", "vessel", "field"),
}
"""Shipped tables with sourced rows: the kind of row, and the columns of its id."""

_DATES = ("as_of", "since", "start", "from")  # names of the column of the date


class Record(dict[str, str]):
    """One row of a table: text by column.

    Attributes
    ----------
    where : str
        The table and the line, for messages.
    row : str
        The row's id; empty in a table whose rows name no sources.
    """

    def __init__(self, cells: dict[str, str], where: str, key: Sequence[str] = ()) -> None:
        super().__init__(cells)
        self.where = where
        self.row = ":".join([*key[:1], *filter(None, (self[column] for column in key[1:]))])

    def __missing__(self, column: str) -> str:
        msg = f"{self.where}: no column {quote(column)}{did_you_mean(column, self)}"
        raise InputError(msg)

    def number(self, column: str) -> float:
        """Return a cell's number.

        Raises
        ------
        InputError
            If the cell holds no finite number.
        """
        return self._number(column, self[column])

    def numbers(self, column: str) -> tuple[float, ...]:
        """Return the numbers of a cell, separated by spaces."""
        return tuple(self._number(column, text) for text in self[column].split())

    def _number(self, column: str, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            msg = f"{self.where}: {column}: expected a finite number, got {quote(text)}"
            raise InputError(msg)
        return number

    def number_or_none(self, column: str) -> float | None:
        """Return a cell's number, None for an empty cell."""
        return self.number(column) if self[column] else None

    def ranged(
        self, column: str, low: str, high: str
    ) -> tuple[float | None, float | None, float | None]:
        """Return the numbers of a value and of its range, None for an empty cell.

        Raises
        ------
        InputError
            If one is not a finite number, or the value lies outside the range.
        """
        value, lower, upper = map(self.number_or_none, (column, low, high))
        if value is None and not (lower is None and upper is None):
            msg = f"{self.where}: {column}: expected a number within its range, got none"
            raise InputError(msg)
        if value is not None and lower is not None and lower > value:
            msg = f"{self.where}: {low}: expected at most {value:g}, the value, got {lower:g}"
            raise InputError(msg)
        if value is not None and upper is not None and upper < value:
            msg = f"{self.where}: {high}: expected at least {value:g}, the value, got {upper:g}"
            raise InputError(msg)
        return value, lower, upper


def table(name: str) -> list[Record]:
    """Return the rows of a shipped table."""
    return records(name, (DATA / name).read_text(encoding="utf-8"), SOURCED.get(name, ()))


def records(name: str, text: str, key: Sequence[str] = ()) -> list[Record]:
    """Return the rows of a table's text.

    Parameters
    ----------
    name, text : str
        Name of the table in messages, and its comma-separated text with a line of headings.
    key : sequence of str, optional
        The kind of row, and the columns of its id, as in `SOURCED`.

    Raises
    ------
    InputError
        If it is not CSV, a row has more or fewer cells than columns, or two rows have one id. A
        row raises it too, for a column that does not exist.
    """
    lines = csv.reader(text.splitlines(), strict=True)
    try:
        header, *rows = [(lines.line_num, cells) for cells in lines if cells]
    except (csv.Error, ValueError) as error:
        reason = error if isinstance(error, csv.Error) else "no line with the names of columns"
        msg = f"{name} line {lines.line_num}: no table: {reason}"
        raise InputError(msg) from error
    columns = header[1]
    for line, cells in rows:
        if len(cells) != len(columns):
            msg = f"{name} line {line}: expected {len(columns)} cells, got {len(cells)}"
            raise InputError(msg)
    read = [
        Record(dict(zip(columns, cells, strict=True)), f"{name} line {line}", key)
        for line, cells in rows
    ]
    known: set[str] = set()
    for record in read if key else ():
        if record.row in known:
            named = ", ".join(key[1:])
            msg = f"{record.where}: {named}: another row is {quote(record.row)} too"
            raise InputError(msg)
        known.add(record.row)
    return read


@cache
def bibliography() -> Mapping[str, Mapping[str, str]]:
    """Return the shared sources by key."""
    return FrozenDict(tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8")))


def keys_of(sources: str) -> frozenset[str]:
    """Return the keys of a bibliography's text, from its headings.

    Every row checks its sources against these, and parsing the whole text takes longer than
    reading all the rows of a scenario.
    """
    return frozenset(re.findall(r"^\[([\w.-]+)\]", sources, re.MULTILINE))


@cache
def source_keys() -> frozenset[str]:
    """Return the keys of the shared sources."""
    return keys_of((DATA / "sources.toml").read_text(encoding="utf-8"))


def evidence(record: Record, sources: Collection[str] | None = None) -> Evidence:
    """Return the evidence of a row of any table.

    Parameters
    ----------
    record : Record
        With columns ``kind`` and ``source``, a date as ``as_of``, ``since``, ``start`` or ``from``,
        and optionally ``low``, ``high`` (with ``value``) and ``note``.
    sources : collection of str, optional
        The keys of the bibliography; the shared one's if left out.

    Raises
    ------
    InputError
        With table, line and column: if the kind or a source is unknown or missing, a bound of the
        range is not a finite number, or the value lies outside the range.
    """
    kind, keys = record["kind"], tuple(record["source"].split())
    known = source_keys() if sources is None else sources
    kinds = KINDS if record.get("value", "some") else (*KINDS, ABSENT)
    if kind not in kinds:
        listed = ", ".join(map(repr, kinds[:-1]))
        msg = f"{record.where}: kind: expected {listed} or {kinds[-1]!r}, got {quote(kind)}"
        raise InputError(msg)
    if not keys:
        msg = f"{record.where}: source: expected a key of the bibliography, got none"
        raise InputError(msg)
    for key in keys:
        if key not in known:
            near = did_you_mean(key, known)
            msg = f"{record.where}: source: no source {quote(key)} in the bibliography{near}"
            raise InputError(msg)
    as_of = record[next((column for column in _DATES if column in record), "as_of")]
    # A word has no range, and a table without ranges no such columns.
    bounded = record.get("low") or record.get("high")
    _, low, high = record.ranged("value", "low", "high") if bounded else (None, None, None)
    return Evidence(record.row, kind, as_of, keys, low, high, record.get("note", ""))


@cache
def whole_tables() -> Mapping[str, Evidence]:
    """Return the evidence of the tables that rest as a whole on one source or a few."""
    return FrozenDict({record["table"]: evidence(record) for record in table("tables.csv")})


@dataclass(frozen=True, slots=True)
class Row:
    """One sourced number.

    Attributes
    ----------
    name : str
        Its short name in the table it comes from.
    path : str
        Its path in a scenario, with ``*`` for any route, or in a group, as ``vessel:field``; empty
        for a number in neither.
    value : float
        The number, in `unit`.
    unit : str
        The unit; ``1`` for a share or a multiple.
    evidence : Evidence
        Range, kind, date, sources and note.
    """

    name: str
    path: str
    value: float
    unit: str
    evidence: Evidence

    @property
    def low(self) -> float:
        """Lower bound of the range; the value itself where none is known."""
        return self.value if self.evidence.low is None else self.evidence.low

    @property
    def high(self) -> float:
        """Upper bound of the range; the value itself where none is known."""
        return self.value if self.evidence.high is None else self.evidence.high

    @property
    def field(self) -> str:
        """Field of the number: the last step of its path."""
        return self.path.replace(":", ".").rpartition(".")[2]

    def covers(self, path: str) -> bool:
        """Return whether the row's path or pattern covers a path."""
        if path == self.path:
            return True
        steps, parts = self.path.split("."), path.split(".")
        return len(steps) == len(parts) and all(
            step in ("*", part) for step, part in zip(steps, parts, strict=True)
        )


def sourced(
    record: Record, name: str, path: str = "", sources: Collection[str] | None = None
) -> Row:
    """Return the sourced number of a row with columns ``value`` and ``unit``."""
    return Row(name, path, record.number("value"), record["unit"], evidence(record, sources))
