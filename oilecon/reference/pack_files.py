"""Files of a case pack: a folder, one TOML file, one workbook or one table, by its parts.

Each part is a table of cells or a table of TOML, whichever its file is. The texts of a folder are
read when they are first asked for.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, did_you_mean, quote
from oilecon.reading import read_bytes, refuse_excess
from oilecon.reference import tables
from oilecon.reference.tables import Cells, Columns, Record
from oilecon.reference.workbooks import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable

__all__ = ["FORMAT", "PACK_FILES", "PARTS", "Part", "TomlPart", "is_pack", "open_parts"]

FORMAT = 1
"""Format of a pack's TOML file, ``pack = 1`` at its top; a scenario's says ``format``."""

PARTS = ("rows", "scenarios", "sources", "correlations", "record", "receipts", "statements")
_IN_TOML = ("scenarios", "sources")  # of a folder; in one file, all

PACK_FILES = (".xlsx", ".csv", ".xls", ".xlsm", ".xlsb", ".ods")
"""Ends of the names of files that are case packs, or would be if saved in another format."""

_KIND = "case pack"
_MOST_ROWS = 5_000  # of a table; a case of many routes has some hundreds
_PACK = re.compile(r"\ufeff?(?:\s|#[^\n]*\n|(?!pack\s*=)[\w-]+[ \t]*=[^\n]*\n)*+pack\s*=")


def is_pack(text: str) -> bool:
    """Return whether TOML is that of a case pack, which says so above its tables."""
    return _PACK.match(text) is not None


class Part:
    """One part of a pack, such as its rows: a table of cells.

    Parameters
    ----------
    name, label : str
        Its file, sheet or table in messages: in full, and within the pack.
    read : callable
        Function that returns the cells.
    """

    def __init__(self, name: str, label: str, read: Callable[[], Cells | None]) -> None:
        self.name = name
        self.label = label
        self._read = read

    @cached_property
    def _cells(self) -> Cells | None:
        return self._read()

    def records(self, columns: Columns) -> list[Record]:
        """Return its rows; none of an empty file."""
        if self._cells is None:
            return []
        _refuse_more_rows(self.name, len(self._cells.rows) - 1)
        return tables.records_of(self._cells, columns)

    def entries(self, columns: Columns) -> dict[str, Any]:
        """Return its rows as tables of TOML, by the first column."""
        entries = {}
        for record in self.records(columns):
            filled = {column: text for column, text in record.items() if text}
            key = filled.pop(columns.key[0], "")
            self._places[key] = record.where
            entries[key] = filled
        return entries

    @cached_property
    def _places(self) -> dict[str, str]:
        return {}

    def plain_keys(self) -> frozenset[str] | None:
        """Return the keys of its entries, None unless its text gives them without being parsed."""
        return None

    def place(self, key: str) -> str:
        """Return the place of an entry."""
        return f"{self._places.get(key, self.name)}: {quote(key)}"


class TomlPart(Part):
    """One part of a pack in TOML.

    Parameters
    ----------
    name, label : str
        As a `Part`'s.
    file : TomlFile
        The text that it is in.
    within : str
        Its table in a file of all parts; empty where it is the whole file.
    """

    def __init__(self, name: str, label: str, file: TomlFile, within: str = "") -> None:
        self.name = name
        self.label = label
        self.file = file
        self.within = within

    def records(self, columns: Columns) -> list[Record]:
        """Return its tables as rows: those of a list, or by name."""
        given = self.file.data[self.within]
        named = isinstance(given, Mapping)
        if not named and not isinstance(given, list):
            raise self._no_tables(given)
        _refuse_more_rows(self.file.name, len(given))
        known: dict[str, Record] = {}
        for at, entry in enumerate(given.items() if named else given):
            key, table = entry if named else (None, entry)
            where = self.place(key, at)
            if not isinstance(table, Mapping):
                fault = f"expected a table, got {quote(table)}; write {self._header()}"
                raise tables.fault_at(where, fault)
            texts = {name: _text(value, name, where) for name, value in table.items()}
            if named:
                texts = {next(name for name in columns.key if name != "scenario"): str(key)} | texts
            for column in texts:
                if column not in columns.all:
                    near = did_you_mean(column, columns.all)
                    raise tables.fault_at(where, f"unknown key {quote(column)}{near}")
            for column in columns.needed:
                if column not in texts:
                    raise tables.fault_at(where, f"{column} is required")
            record = Record(columns.filled(texts), where, columns.kind, columns.key)
            tables.add(known, record, columns)
        return list(known.values())

    def entries(self, columns: Columns) -> dict[str, Any]:
        """Return its tables by name."""
        del columns
        data: Any = self.file.data[self.within] if self.within else self.file.data
        if not isinstance(data, dict):
            raise self._no_tables(data)
        return {
            key: {name: _dated(value) for name, value in entry.items()}
            if isinstance(entry, dict)
            else entry
            for key, entry in data.items()
        }

    def plain_keys(self) -> frozenset[str] | None:
        """Return the keys of its entries, None unless its text gives them without being parsed."""
        return None if self.within else tables.plain_keys(self.file.text)

    def _header(self) -> str:
        return f"[{self.within}.NAME]"

    def _no_tables(self, given: object) -> InputError:
        msg = f"{self.file.name}: {self.within}: expected tables, got {quote(given)}"
        return InputError(f"{msg}; write {self._header()}")

    def place(self, key: str | None, at: int = 0) -> str:
        """Return the place of an entry: by its name, or of those in a list by its number."""
        within = (self.within,) if self.within else ()
        steps = within if key is None else (*within, key)
        shown = f"[[{self.within}]] {at + 1}" if key is None else f"[{'.'.join(steps)}]"
        line = self.file.lines.get((*steps, at) if key is None else steps)
        return f"{self.file.name}{'' if line is None else f' line {line}'}: {shown}"


_STEP = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(\.|$)""")
_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*="""
)


class TomlFile:
    """A file of TOML and the lines of its tables.

    Parameters
    ----------
    name : str
        Its name in messages.
    read : callable
        Function that returns its text.
    """

    def __init__(self, name: str, read: Callable[[], str]) -> None:
        self.name = name
        self._read = read

    @cached_property
    def text(self) -> str:
        """The text."""
        return self._read()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The tables.

        Raises
        ------
        InputError
            If it is not TOML, or exceeds the limits of a scenario file.
        """
        refuse_excess(self.text, self.name, _KIND)
        try:
            return tomllib.loads(self.text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            msg = f"{self.name}: no TOML: {reason}"
            raise InputError(msg) from error

    @cached_property
    def lines(self) -> Mapping[tuple[str | int, ...], int]:
        """Line of each table by its steps, and of those in a list by name and number."""
        lines: dict[tuple[str | int, ...], int] = {}
        listed: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for at, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = steps = _steps(header[2])
                if header[1] == "[[":
                    number = listed[steps] = listed.get(steps, -1) + 1
                    lines[*steps, number] = at
            elif key := _KEY.match(line):
                steps = (*table, *_steps(key[1]))
            else:
                continue
            for end in range(1, len(steps) + 1):
                lines.setdefault(steps[:end], at)
        return lines


def _steps(key: str) -> tuple[str, ...]:
    """Return the steps of a key of TOML."""
    return tuple(step[1] or step[2] or step[3] or "" for step in _STEP.finditer(key))


def _refuse_more_rows(name: str, rows: int) -> None:
    """Raise an error for a table that is larger than that of any case."""
    if rows > _MOST_ROWS:
        msg = f"{name}: {rows} rows; no case pack has more than {_MOST_ROWS} in a table"
        raise InputError(msg)


def _dated(value: Any) -> Any:
    """Return a date, which TOML writes without quotation marks, as text."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _text(value: Any, name: str, where: str) -> str:
    """Return a value of TOML as a cell's text.

    Raises
    ------
    InputError
        If it is a table or true or false.
    """
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    if isinstance(value, list) and value and all(type(each) in (int, float) for each in value):
        return " ".join(map(repr, value))
    value = _dated(value)
    if isinstance(value, str):
        return value
    if type(value) in (int, float):
        return repr(value)
    raise tables.fault_at(where, f"{name}: expected text or a number, got {quote(value)}")


# -- where the parts are -----------------------------------------------------------------------


def open_parts(place: Path | Traversable) -> tuple[str, dict[str, Part]]:
    """Return a pack's name and its parts.

    Parameters
    ----------
    place : Path or Traversable
        A folder; or a file: TOML, a workbook, or a table of rows.

    Raises
    ------
    InputError
        If it is none of these or cannot be read; if a file of the folder lies outside of it, or a
        part stands in two files.
    """
    if not isinstance(place, Path) or place.is_dir():
        return place.name, dict(_of_folder(place))
    stem, suffix = place.name.removesuffix(place.suffix), place.suffix.casefold()
    if suffix == ".toml":
        return stem, _of_toml(place)
    if suffix == ".xlsx":
        return stem, _of_workbook(place, place.name)
    if suffix == ".csv":
        text = _decoded(place, place.name)
        return stem, {"rows": _table(place.name, place.name, lambda: text)}
    if not place.exists():
        read_bytes(place, _KIND)
    hint = "; save it in the format .xlsx" if suffix in PACK_FILES else ""
    msg = (
        f"{place.name}: a case pack is a folder or a file .toml, .xlsx or .csv, "
        f"got {quote(place.suffix)}{hint}"
    )
    raise InputError(msg)


def _decoded(file: Path | Traversable, name: str) -> str:
    """Return a file's text."""
    content = read_bytes(file, _KIND) if isinstance(file, Path) else file.read_bytes()
    try:
        text = content.decode("utf-8-sig")  # spreadsheets write its mark
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault = "expected text in UTF-8; save the file as UTF-8"
        raise tables.fault_at(f"{name} line {line}", fault) from error
    return text.replace("\r\n", "\n")


def _table(name: str, label: str, read: Callable[[], str]) -> Part:
    """Return a part whose table is a text."""

    def cells() -> Cells | None:
        text = read()
        return tables.cells(name, text) if text else None

    return Part(name, label, cells)


def _of_folder(folder: Path | Traversable) -> Iterator[tuple[str, Part]]:
    """Yield the parts of a folder."""
    books = [
        file
        for file in folder.iterdir()
        if file.name.casefold().endswith(".xlsx") and file.name[0] not in "~."
    ]
    if len(books) > 1:
        listed = " and ".join(sorted(file.name for file in books))
        msg = f"{folder.name}: {listed}: a case pack has one workbook; leave the others out"
        raise InputError(msg)
    in_book: dict[str, Part] = {}
    for file in books:
        _refuse_outside(folder, file)
        in_book = _of_workbook(file, f"{folder.name}/{file.name}")
    for part in PARTS:
        ends = ("csv", "toml") if part in _IN_TOML else ("csv",)
        files = [folder / f"{part}.{end}" for end in ends]
        there = [file for file in files if _is_there(folder, file)]
        labels = [
            *(file.name for file in there),
            *([in_book[part].name] if part in in_book else []),
        ]
        if len(labels) > 1:
            msg = f"{folder.name}: {part}: stand in {' and in '.join(labels)}; leave one out"
            raise InputError(msg)
        if part in in_book:
            yield part, in_book[part]
        for file in there:
            name = f"{folder.name}/{file.name}"

            def read(file: Any = file, name: str = name) -> str:
                return _decoded(file, name)

            if file.name.endswith(".toml"):
                yield part, TomlPart(name, file.name, TomlFile(name, read))
            else:
                yield part, _table(name, file.name, read)


def _is_there(folder: Path | Traversable, file: Path | Traversable) -> bool:
    """Return whether a folder has a file, which then lies in it."""
    if isinstance(file, Path) and file.is_symlink():
        _refuse_outside(folder, file)
    return file.is_file()


def _refuse_outside(folder: Path | Traversable, file: Path | Traversable) -> None:
    """Raise an error for a link to what lies outside the folder of a pack."""
    if not isinstance(folder, Path) or not isinstance(file, Path):
        return
    try:
        target = file.resolve()
    except (OSError, RuntimeError) as error:
        msg = f"{folder.name}/{file.name}: is a link that leads round to itself; leave it out"
        raise InputError(msg) from error
    if not target.is_relative_to(folder.resolve()):
        msg = (
            f"{folder.name}/{file.name}: is a link to {quote(str(target))}, outside the case pack; "
            "copy the file into the folder"
        )
        raise InputError(msg)


def _of_workbook(file: Path | Traversable, name: str) -> dict[str, Part]:
    """Return the parts of a workbook: its sheets of their names, or its only sheet as the rows."""
    content = read_bytes(file, _KIND) if isinstance(file, Path) else file.read_bytes()
    tables = dict(sheets(content, name))
    if len(tables) == 1 and not tables.keys() & set(PARTS):
        tables = {"rows": next(iter(tables.values()))}

    def part(cells: Cells) -> Part:
        return Part(cells.name, f"the {cells.name.removeprefix(f'{name} ')}", lambda: cells)

    return {key: part(tables[key]) for key in PARTS if key in tables}


def _of_toml(file: Path) -> dict[str, Part]:
    """Return the parts of a TOML file of all."""
    text = TomlFile(file.name, lambda: _decoded(file, file.name))
    version = text.data.get("pack")
    if type(version) is not int or version != FORMAT:
        wrong = (
            f"{FORMAT} is required" if version is None else f"expected {FORMAT}, got {version!r}"
        )
        msg = f"{file.name}: pack: {wrong}; write pack = {FORMAT} at the top of a case pack"
        raise InputError(msg)
    for key in text.data:
        if key not in ("pack", *PARTS):
            hint = "; a scenario's file has no pack = 1" if key in ("format", "market") else ""
            near = hint or did_you_mean(key, PARTS)
            msg = f"{file.name}: unknown key {quote(key)}{near}"
            raise InputError(msg)
    return {
        part: TomlPart(file.name, f"[{part}]", text, part) for part in PARTS if part in text.data
    }
