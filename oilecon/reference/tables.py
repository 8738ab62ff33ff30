"""Reader of the reference tables: checked rows, finite numbers, and their evidence."""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.errors import InputError, UnitError, did_you_mean, quote
from oilecon.evidence import (
    ABSENT,
    BASES,
    KINDS,
    QUANTILES,
    RANGES,
    SPREADS,
    YOURS,
    Evidence,
    Row,
)
from oilecon.frozen import FrozenDict
from oilecon.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = [
    "DATA",
    "MEANING",
    "SOURCED",
    "SOURCE_FIELDS",
    "TABLES",
    "UNDATED",
    "Cells",
    "Columns",
    "Record",
    "add",
    "bibliography",
    "cells",
    "days_of",
    "evidence",
    "fault_at",
    "kind_of",
    "letters",
    "meaning_of",
    "period_of",
    "plain_keys",
    "records",
    "records_of",
    "source_keys",
    "sourced",
    "sources_of",
    "table",
    "trimmed",
    "twofold",
    "whole_tables",
]

DATA = files("oilecon.reference") / "data"


class Cells(NamedTuple):
    """A table as text: the line of headings, and the rows that have any text.

    Attributes
    ----------
    name : str
        Its name in messages.
    rows : list of (int, list of str)
        Lines by number, the headings first.
    lettered : bool
        Whether it is a sheet, whose columns have letters.
    semicolons : bool
        Whether semicolons separate the cells, as where a comma is the decimal sign.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    lettered: bool = False
    semicolons: bool = False

    def where(self, line: int, column: int | None = None) -> str:
        """Return the place of a line, or of a cell of a sheet."""
        if not self.lettered:
            return f"{self.name} line {line}"
        if column is None:
            return f"{self.name} row {line}"
        return f"{self.name} cell {letters(column)}{line}"


def letters(column: int) -> str:
    """Return a sheet's name of a column, the first of which is 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def fault_at(place: str, fault: str) -> InputError:
    """Return the error for a fault at a place, both of which are its problem."""
    return InputError(f"{place}: {fault}", [(place, fault)])


class Columns:
    """Columns of a table, those that identify a row, and the kind of row.

    Parameters
    ----------
    kind : str
        First part of a row's id, such as ``'Vessel'``.
    key : str
        The columns of the rest of its id, separated by blanks; no two rows have the same there.
    others : str
        The other columns. A text may be left out: ``low``, ``high`` and ``note``.
    needed : str, optional
        Columns that the table must have; any other that it lacks is empty. If left out, no column
        is empty unless the table has it.
    instead : mapping of str to str, optional
        Column whose text one has that the table lacks.
    """

    def __init__(
        self,
        kind: str,
        key: str,
        others: str,
        needed: str = "",
        instead: Mapping[str, str] = FrozenDict({}),
    ) -> None:
        self.kind = kind
        self.key = tuple(key.split())
        self.all = (*self.key, *others.split())
        self.needed = tuple(needed.split())
        self.instead = instead

    def filled(self, given: dict[str, str]) -> dict[str, str]:
        """Return a row's cells with those of columns that its table lacks."""
        if not self.needed:
            return given
        cells = dict.fromkeys(self.all, "") | given
        return cells | {to: cells[of] for to, of in self.instead.items() if to not in given}


MEANING = "range basis spread"
"""Columns of what a range and a price mean, which the tables of a case may have."""

_SOURCE = "kind as_of source note"
_NUMBER = f"value low high unit {_SOURCE}"

TABLES: Mapping[str, Columns] = {
    "assays.csv": Columns(
        "Assay",
        "crude sample cut",
        f"boils_from boils_to volume mass density sulphur carbon_residue {_SOURCE}",
    ),
    "barrels_per_tonne.csv": Columns("Product", "product", f"range {_NUMBER}"),
    "barters.csv": Columns("Swap", "name", f"heavy diluent cash unit {_SOURCE}"),
    "benchmarks.csv": Columns("Benchmark", "month", "brent_usd_bbl wti_usd_bbl"),
    "buybacks.csv": Columns("BuyBack", "name", f"face paid {_SOURCE}"),
    "charges.csv": Columns("ImportCharges", "code field", "value unit start kind source note"),
    "crudes.csv": Columns(
        "Crude",
        "grade sample",
        "location api api_low api_high sulphur sulphur_low sulphur_high acid_number vanadium "
        f"vanadium_low vanadium_high kinematic dynamic {_SOURCE}",
    ),
    "cuba.csv": Columns("Cuba", "period", f"value unit {_SOURCE}"),
    "distances.csv": Columns(
        "Distance", "origin destination via source", "miles eca_nmi kind as_of note"
    ),
    "emission_areas.csv": Columns(
        "EmissionArea", "area latitude longitude", "since kind source note"
    ),
    "emissions_trading.csv": Columns(
        "EmissionsTrading", "since", "until value low high one_end gases kind source note"
    ),
    "fiscal_terms.csv": Columns(
        "FiscalTerms", "place field since", "until value low high unit kind source note"
    ),
    "loans.csv": Columns("Loan", "loan field", _NUMBER),
    "passages.csv": Columns(
        "Passage", "name", f"title length_m beam_m draft_m open gate {_SOURCE}"
    ),
    "petrocaribe.csv": Columns("PetroCaribe", "since price", f"share {_SOURCE}"),
    "petrocaribe_terms.csv": Columns("PetroCaribe", "field", f"scheme {_NUMBER}"),
    "ports.csv": Columns(
        "Port",
        "name",
        "aliases unlocode country latitude longitude draft_m cargo_limit_kb approach approach_nmi "
        f"eca_nmi {_SOURCE}",
    ),
    "product_prices.csv": Columns(
        "ProductPrice", "place field as_of", "series how value low high unit kind source note"
    ),
    "published_ways.csv": Columns("Way", "origin destination via", "way"),
    "quality_rules.csv": Columns(
        "QualityRule", "rule coefficient from", "value unit to kind source note"
    ),
    "refineries.csv": Columns("Plant", "name", f"place configuration parts {_SOURCE}"),
    "refinery_units.csv": Columns("Refinery", "part field configuration", _NUMBER),
    "repayments.csv": Columns("OilRepayment", "repayment field", _NUMBER),
    "sea_edges.csv": Columns("SeaEdge", "start end", "miles"),
    "series.csv": Columns("Series", "series", "title unit quote every month column note"),
    "series_figures.csv": Columns(
        "Price", "series as_of", "value low high range number kind source note"
    ),
    "ships.csv": Columns("Vessel", "vessel field", f"name {_NUMBER}"),
    "tables.csv": Columns("Table", "table", _SOURCE),
    "us_cpi.csv": Columns("ConsumerPrices", "month", "cpi_u_1982_84_100"),
    "vessels.csv": Columns("Vessel", "vessel field", f"name {_NUMBER}"),
    "waypoints.csv": Columns("Waypoint", "name", "latitude longitude passage"),
}
"""The shipped tables."""

SOURCED = tuple(name for name, columns in TABLES.items() if "source" in columns.all)
"""Names of the shipped tables whose rows name their sources."""

SOURCE_FIELDS = ("title", "publisher", "date", "locator", "confidence", "note")
"""Fields of a source in the bibliography; it needs the first."""

_MEANINGS = {"range": RANGES, "basis": BASES, "spread": SPREADS}

_DATES = ("as_of", "since", "start", "from")  # names of the column of the date


_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?|-Q[1-4])?"
_SPAN = re.compile(rf"(?:(?:{_DATE} )?to )?{_DATE}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

UNDATED = "undated"
"""Date of a number whose source has none."""


class Record(dict[str, str]):
    """One row of a table: text by column.

    Attributes
    ----------
    where : str
        The table and the line, for messages.
    row : str
        The row's id.
    places : mapping of str to str
        Place of each cell, in tables that name cells.
    semicolons : bool
        Whether its table separates cells by semicolons.
    """

    places: Mapping[str, str] = FrozenDict({})
    semicolons = False

    def __init__(self, cells: dict[str, str], where: str, kind: str, key: Iterable[str]) -> None:
        super().__init__(cells)
        self.where = where
        self.row = ":".join([kind, *filter(None, (self[column] for column in key))])

    def __missing__(self, column: str) -> str:
        msg = f"{self.where}: no column {quote(column)}{did_you_mean(column, self)}"
        raise InputError(msg)

    def text(self, column: str) -> str:
        """Return a cell's text.

        Raises
        ------
        InputError
            If the cell is blank, or has blanks at its ends.
        """
        cell = self[column]
        if not cell or cell != cell.strip():
            raise self.fault(column, f"expected a text without blanks around, got {quote(cell)}")
        return cell

    def unit(self, column: str) -> str:
        """Return a cell's unit.

        Raises
        ------
        InputError
            If the cell holds no unit.
        """
        cell = self.text(column)
        try:
            unit_of(cell)
        except UnitError as error:
            raise self.fault(column, str(error)) from error
        return cell

    def date(self, column: str) -> str:
        """Return a cell's date, or span of dates.

        Raises
        ------
        InputError
            If the cell holds neither.
        """
        cell = self[column]
        if not (cell == UNDATED or _SPAN.fullmatch(cell)) or not all(
            map(_is_day, _DAY.findall(cell))
        ):
            raise self.fault(
                column,
                "expected a year, month, quarter, day or span, such as '2026', '2026-10', "
                f"'2026-Q4', '2026-10-31' or '2026-10 to 2026-12', or {UNDATED!r}, "
                f"got {quote(cell)}",
            )
        return cell

    def word(self, column: str, known: Sequence[str]) -> str:
        """Return a cell's word, the first one known where it is empty or the table has no column.

        Raises
        ------
        InputError
            If the word is unknown.
        """
        cell = self.get(column, "") or known[0]
        if cell not in known:
            raise self.fault(column, f"unknown word {quote(cell)}{did_you_mean(cell, known)}")
        return cell

    def fault(self, column: str, text: str) -> InputError:
        """Return the error for a cell, which names table, line and column."""
        return fault_at(self.places.get(column, self.where), f"{column}: {text}")

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
            # Python reads digits of any script, and 6_3 as 63.
            number = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.fault(column, f"expected a finite number, got {quote(text)}{_meant(text)}")
        if self.semicolons and (fault := twofold(text)):
            raise self.fault(column, fault)
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
            raise self.fault(column, "expected a number within its range, got none")
        if value is not None and lower is not None and lower > value:
            raise self.fault(low, f"expected at most {value:g}, the value, got {lower:g}")
        if value is not None and upper is not None and upper < value:
            raise self.fault(high, f"expected at least {value:g}, the value, got {upper:g}")
        return value, lower, upper


_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_POINTED = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[, '][0-9]{3})+(?:\.[0-9]*)?")


def twofold(text: str) -> str:
    """Return the fault of a text that is one number in one country and another elsewhere."""
    if not _POINTED.fullmatch(text):
        return ""
    return (
        f"{quote(text)} is one number where the point separates thousands and another where it is "
        f"the decimal sign; write {text.replace('.', '')}, or {text}0"
    )


def _meant(text: str) -> str:
    """Return what to write for a number as spreadsheets show it; empty if it is none."""
    if text.startswith("="):
        return "; a formula is no number: write its result"
    number, blank, unit = text.partition(" ") if text[-1:].isalpha() else (text, "", "")
    point, plain = number.replace(",", "."), re.sub("[, ']", "", number)
    offers = [point] * bool(_COMMA.fullmatch(number)) + [plain] * bool(_GROUPED.fullmatch(number))
    return f"; write {' or '.join(f'{offer}{blank}{unit}' for offer in offers)}" if offers else ""


def _is_day(text: str) -> bool:
    """Return whether a text in the form of a day is one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_LENGTHS = {4: "-12-31", 7: "-31"}


def days_of(span: str) -> tuple[str, str] | None:
    """Return the first and last day of a date or a span as text; None for no date.

    The last day of a month is taken as the 31st, and an open beginning as empty text, which sort as
    the days do.
    """
    if not span or not _SPAN.fullmatch(span):
        return None
    first, _, last = span.rpartition("to ")
    begin = (first.strip() or ("" if first else last)).strip()
    return _first_day(begin), _last_day(last)


def _first_day(date: str) -> str:
    year, _, quarter = date.partition("-Q")
    return f"{year}-{3 * int(quarter) - 2:02d}" if quarter else date


def _last_day(date: str) -> str:
    year, _, quarter = date.partition("-Q")
    date = f"{year}-{3 * int(quarter):02d}" if quarter else date
    return date + _LENGTHS.get(len(date), "")


def table(name: str) -> list[Record]:
    """Return the rows of a shipped table."""
    return records(name, (DATA / name).read_text(encoding="utf-8"), TABLES[name])


def records(name: str, text: str, columns: Columns) -> list[Record]:
    """Return the rows of a table's text.

    Parameters
    ----------
    name, text : str
        Name of the table in messages, and its comma-separated text with a line of headings.
    columns : Columns
        The columns that it may have, in any order.

    Raises
    ------
    InputError
        If it is not CSV, or as `records_of`.
    """
    return records_of(cells(name, text), columns)


def records_of(table: Cells, columns: Columns) -> list[Record]:
    """Return the rows of a table.

    Raises
    ------
    InputError
        If a column is unknown, stands twice or is lacking, a row has more or fewer cells than
        columns, or two rows have one id. A row raises it too, for a column that does not exist.
    """
    (line, heading), *rows = table.rows
    _check_heading(table, columns)
    known: dict[str, Record] = {}
    for line, cells in rows:
        if len(cells) != len(heading):
            raise fault_at(table.where(line), f"expected {len(heading)} cells, got {len(cells)}")
        given = dict(zip(heading, cells, strict=True))
        record = Record(columns.filled(given), table.where(line), columns.kind, columns.key)
        record.semicolons = table.semicolons
        if table.lettered:
            record.places = {
                column: table.where(line, at) for at, column in enumerate(heading) if column
            }
        add(known, record, columns)
    return list(known.values())


def add(known: dict[str, Record], record: Record, columns: Columns) -> None:
    """Add a row to those known by their ids.

    Raises
    ------
    InputError
        If another row has its id.
    """
    if record.row in known:
        other = columns.instead  # what a user wrote, where a column of the key is taken from it
        named = ", ".join(
            other[column] if column in other and record[column] == record[other[column]] else column
            for column in columns.key
            if record[column]
        )
        fault = f"{named}: another row is {quote(record.row)} too, {known[record.row].where}"
        raise fault_at(record.where, f"{fault}; leave one out")
    known[record.row] = record


def _check_heading(table: Cells, columns: Columns) -> None:
    """Raise an error if a column is unknown, stands twice or is lacking."""
    line, heading = table.rows[0]
    for at, column in enumerate(heading):
        if column not in columns.all:
            near = did_you_mean(column, columns.all)
            raise fault_at(table.where(line, at), f"unknown column {quote(column)}{near}")
        if column in heading[:at]:
            fault = f"column {quote(column)} stands twice; leave one out"
            raise fault_at(table.where(line, at), fault)
    for column in columns.needed:
        if column not in heading:
            fault = f"no column {quote(column)}{did_you_mean(column, heading)}"
            raise fault_at(table.where(line), fault)


_SEPARATORS = ",;\t"  # those that spreadsheets write, by the settings of their country


def cells(name: str, text: str) -> Cells:
    """Return a table's text as cells; its separator is the one that its line of headings has.

    Raises
    ------
    InputError
        If it is not CSV.
    """
    first = text.lstrip().partition("\n")[0]
    separator = next((sign for sign in _SEPARATORS if sign in first), ",")
    # Not `splitlines`, which breaks at signs that are no ends of lines in CSV, within quotes too.
    lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    rows, line = [], 1
    try:
        for row in lines:
            if any(row):
                rows.append((line, row))
            line = lines.line_num + 1
    except csv.Error as error:
        msg = f"{name} line {line}: no table: {error}"
        raise InputError(msg) from error
    if not rows:
        raise fault_at(name, "no table: no line with the names of columns")
    return Cells(name, trimmed(rows), semicolons=separator == ";")


def trimmed(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows without empty columns at the end, which spreadsheets write."""
    width = max(at for _, row in rows for at, cell in enumerate(row, 1) if cell)
    heading = len(rows[0][1])
    if width >= heading:
        return rows
    return [(line, row[:width] if len(row) == heading else row) for line, row in rows]


@cache
def bibliography() -> Mapping[str, Mapping[str, str]]:
    """Return the shared sources by key."""
    return FrozenDict(tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8")))


_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_ENTRY = re.compile(
    rf"^\[([A-Za-z0-9_-]+)\]\n(?=title = \"[^\s\"]){SOURCE_FIELDS[0]} = {_TEXT}\n"
    + "".join(rf"(?:{name} = {_TEXT}\n)?" for name in SOURCE_FIELDS[1:]),
    re.MULTILINE,
)
_ENTRIES = re.compile(rf"(?:{_ENTRY.pattern}|(?:#[^\x00-\x1f\x7f]*)?\n)*", re.MULTILINE)


def plain_keys(sources: str) -> frozenset[str] | None:
    """Return the keys of a bibliography's text, None unless it is in the plainest form.

    That is an entry's fields in the order of `SOURCE_FIELDS`, each on a line and without signs that
    TOML escapes. Every row checks its sources against the keys, and to parse the whole text takes
    longer than to read all the rows of a scenario.
    """
    keys = _ENTRY.findall(sources) if _ENTRIES.fullmatch(sources) else ()
    known = frozenset(keys)
    return known if keys and len(known) == len(keys) else None


@cache
def source_keys() -> frozenset[str]:
    """Return the keys of the shared sources."""
    plain = plain_keys((DATA / "sources.toml").read_text(encoding="utf-8"))
    return frozenset(bibliography()) if plain is None else plain


def kind_of(record: Record, *, users: bool = False) -> str:
    """Return the kind of evidence of a row; of a user's, `YOURS` where none is given.

    Raises
    ------
    InputError
        If it is unknown or missing.
    """
    kind = record["kind"]
    if users and not kind:
        return YOURS
    kinds = (*KINDS, YOURS) if users else KINDS
    kinds = kinds if record.get("value", "some") else (*kinds, ABSENT)
    if kind not in kinds:
        listed = ", ".join(map(repr, kinds[:-1]))
        raise record.fault("kind", f"expected {listed} or {kinds[-1]!r}, got {quote(kind)}")
    return kind


def sources_of(
    record: Record, sources: Collection[str] | None = None, *, users: bool = False
) -> tuple[str, ...]:
    """Return the sources of a row; a user's may have none unless it is published.

    Raises
    ------
    InputError
        If one is not in the bibliography, or there is none.
    """
    keys = tuple(record["source"].split())
    known = source_keys() if sources is None else sources
    if not keys and not (users and record["kind"] != KINDS[0]):
        raise record.fault("source", "expected a key of the bibliography, got none")
    for key in keys:
        if key not in known:
            near = did_you_mean(key, known)
            raise record.fault("source", f"no source {quote(key)} in the bibliography{near}")
    return keys


def period_of(record: Record, *, users: bool = False) -> str:
    """Return the date or span of a row; a user's may have none.

    Raises
    ------
    InputError
        If it is none.
    """
    column = next((column for column in _DATES if column in record), "as_of")
    # Of a rule, "from" is empty where it holds for any month.
    return record.date(column) if record[column] or not (users or column == "from") else ""


def evidence(
    record: Record, sources: Collection[str] | None = None, *, users: bool = False
) -> Evidence:
    """Return the evidence of a row of any table.

    Parameters
    ----------
    record : Record
        With columns ``kind`` and ``source``, a date as ``as_of``, ``since``, ``start`` or ``from``,
        and optionally ``low``, ``high`` (with ``value``) and ``note``.
    sources : collection of str, optional
        The keys of the bibliography; the shared one's if left out.
    users : bool
        Whether the row may be a user's, of which kind, date and source may be left out.

    Raises
    ------
    InputError
        With table, line and column: if the kind or a source is unknown or missing, a bound of the
        range is not a finite number, the value lies outside the range, or the date is none.
    """
    kind = kind_of(record, users=users)
    keys = sources_of(record, sources, users=users)
    as_of = period_of(record, users=users)
    # A word has no range, and a table without ranges no such columns.
    bounded = record.get("low") or record.get("high")
    _, low, high = record.ranged("value", "low", "high") if bounded else (None, None, None)
    meaning: Any = meaning_of(record)
    return Evidence(record.row, kind, as_of, keys, low, high, record.get("note", ""), **meaning)


def meaning_of(record: Record) -> dict[str, str]:
    """Return the meanings of a row's range and price.

    Raises
    ------
    InputError
        If a word is unknown, or a range of quantiles lacks an end.
    """
    meaning = {name: record.word(name, known) for name, known in _MEANINGS.items()}
    if meaning["range"] in QUANTILES:
        for name in ("low", "high"):
            if not record.get(name):
                fault = f"a range of {meaning['range']} needs both ends, got none"
                raise record.fault(name, fault)
    return meaning


@cache
def whole_tables() -> Mapping[str, Evidence]:
    """Return the evidence of the tables that rest as a whole on one source or a few."""
    return FrozenDict({record["table"]: evidence(record) for record in table("tables.csv")})


def sourced(record: Record, name: str, path: str = "") -> Row:
    """Return the sourced number of a row with columns ``value`` and ``unit``."""
    return Row(name, path, record.number("value"), record.unit("unit"), evidence(record))
