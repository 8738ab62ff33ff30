"""Assays as tables: a row a cut, in a file, a sheet or a frame."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, OilEconError, did_you_mean, quote
from oilecon.reference import workbooks
from oilecon.reference.tables import Cells, cells, fault_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.fields import Number

__all__ = ["CUT_COLUMNS", "read_assay_table"]

CUT_COLUMNS: Mapping[str, str] = {
    "boils_from": "degC",
    "boils_to": "degC",
    "volume": "%",
    "mass": "%",
    "density": "kg/m3",
    "sulphur": "%",
    "carbon_residue": "%",
}
"""Columns of a table of cuts beside `cut`, with the unit that `Assay.to_frame` writes them in."""

_CUT = "cut"
_API = "api"  # in place of density
_WHOLE = {"whole", "whole crude", "crude"}
_ENDS = {"boils_from": {"", "ibp"}, "boils_to": {"", "fbp"}}
_HEADING = re.compile(r"\s*([^\[\]]*?)\s*(?:\[\s*([^\[\]]*?)\s*\])?\s*\Z")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")


def read_assay_table(
    source: Any, numbers: Mapping[str, Number]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the fields of the whole crude, and of each cut by its name.

    Parameters
    ----------
    source : str, path or pandas.DataFrame
        A file ``.csv`` or ``.xlsx``, of whose sheets the first is read; or a frame, in the index
        of which the cuts may stand.
    numbers : mapping of str to Number
        The field that reads each column.

    Raises
    ------
    InputError
        With file, line or cell, and column, if it is no table of cuts.
    """
    table = _table(source)
    (line, headings), *rows = table.rows
    columns = _columns(table, line, headings)
    whole: dict[str, Any] = {}
    cuts: dict[str, dict[str, Any]] = {}
    for line, row in rows:
        if len(row) != len(headings):
            raise fault_at(table.where(line), f"expected {len(headings)} cells, got {len(row)}")
        given = {name: row[at].strip() for at, (name, _) in columns.items()}
        label = given.pop(_CUT)
        read = {
            heading[0]: _number(given[heading[0]], numbers, heading, table, (line, at))
            for at, heading in columns.items()
            if heading[0] != _CUT
        }
        fields = {name: each for name, each in read.items() if each is not None}
        if label.casefold() in _WHOLE:
            unused = [name for name in fields if name in {*_ENDS, "volume", "mass"}]
            whole = {name: each for name, each in fields.items() if name not in unused}
            continue
        name = _name(label)
        if not name:
            raise fault_at(
                table.where(line), f"{_CUT}: expected a name such as 'vacuum residue', got nothing"
            )
        if name in cuts:
            raise fault_at(
                table.where(line), f"{_CUT}: {quote(label)} stands twice; give each its own name"
            )
        cuts[name] = fields
    if not cuts:
        raise fault_at(table.name, "no cuts: expected a row for each below the headings")
    return whole, cuts


def _table(source: Any) -> Cells:
    """Return a source as a table of text."""
    if hasattr(source, "to_csv") and hasattr(source, "columns"):
        named = source if _CUT in source.columns else source.rename_axis(_CUT).reset_index()
        body = [
            (k + 1, ["" if each != each else str(each) for each in row])  # noqa: PLR0124  NaN
            for k, row in enumerate(named.itertuples(index=False, name=None))
        ]
        return Cells("the frame", [(0, [str(each) for each in named.columns]), *body])
    path = Path(source)
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise InputError(msg) from error
    if path.suffix.casefold() == ".xlsx":
        sheets = workbooks.sheets(content, path.name)
        if not sheets:
            raise fault_at(path.name, "no table: every sheet is empty")
        return next(iter(sheets.values()))
    try:
        return cells(path.name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = f"{path.name}: no text in UTF-8; save it as CSV in UTF-8, or as .xlsx"
        raise InputError(msg) from error


def _columns(table: Cells, line: int, headings: list[str]) -> dict[int, tuple[str, str]]:
    """Return each column's field and unit."""
    known = [_CUT, *CUT_COLUMNS, _API]
    columns: dict[int, tuple[str, str]] = {}
    for at, heading in enumerate(headings):
        parted = _HEADING.match(heading)
        name, unit = ("", "") if parted is None else (parted[1].casefold(), parted[2] or "")
        name = re.sub(r"[\s_-]+", "_", name)
        if name not in known:
            near = did_you_mean(name, known)
            listed = "" if near else f"; expected {', '.join(known)}"
            raise fault_at(table.where(line, at), f"unknown column {quote(heading)}{near}{listed}")
        if name in [other for other, _ in columns.values()]:
            raise fault_at(
                table.where(line, at), f"column {quote(name)} stands twice; leave one out"
            )
        columns[at] = (name, unit)
    names = {name for name, _ in columns.values()}
    if _CUT not in names:
        raise fault_at(table.where(line), f"no column {quote(_CUT)}, with the name of each cut")
    if {_API, "density"} <= names:
        raise fault_at(table.where(line), "expected density or api, got both; leave one column out")
    return columns


def _number(
    text: str,
    numbers: Mapping[str, Number],
    heading: tuple[str, str],
    table: Cells,
    place: tuple[int, int],
) -> Any:
    """Return a cell as a quantity's text, None where it is empty.

    Raises
    ------
    InputError
        With line or cell, and column, if it is no number of the column's unit.
    """
    name, unit = heading
    if text.casefold() in _ENDS.get(name, {""}):
        return None
    if table.semicolons and _DECIMAL_COMMA.match(text):
        text = text.replace(",", ".")
    written = text if not unit or not _is_bare(text) else f"{text} {unit}"
    try:
        numbers[name].read(written)
    except OilEconError as error:
        raise fault_at(table.where(*place), f"{name}: {error}") from error
    return written


def _is_bare(text: str) -> bool:
    """Return whether a text is a number without a unit."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _name(label: str) -> str:
    """Return a cut's name as a member has it: small letters, digits and underscores."""
    name = re.sub(r"[^a-z0-9]+", "_", label.casefold().replace(">", "above ")).strip("_")
    return f"cut_{name}"[:40] if name[:1].isdigit() else name[:40]
