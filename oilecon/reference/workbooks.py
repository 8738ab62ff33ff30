"""Sheets of a workbook as tables of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, OilEconError, quote
from oilecon.extras import load
from oilecon.reference.tables import Cells, letters, trimmed, twofold

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["sheets"]

_UNPACKED = 50_000_000  # bytes of a workbook, which is packed
_MOST_CELLS = 500_000  # of a sheet, the empty ones between others too
# Of another workbook: [1]Sheet1!A1 or '[1]My sheet'!A1.
_ELSEWHERE = re.compile(r"\[[^\[\]]*\][\w.]*!|'[^']*\[[^\[\]]*\][^']*'!")
_FIGURES = ("value", "low", "high")


def sheets(content: bytes, name: str) -> Mapping[str, Cells]:
    """Return the sheets of a workbook that have any text, by their names in small letters.

    Parameters
    ----------
    content : bytes
        The workbook, in the format .xlsx.
    name : str
        Its name in messages.

    Returns
    -------
    dict of str to Cells
        Numbers as text with all their digits; dates as their format shows them, by day, month or
        year. A share shown in percent is the number that the cell holds, of unit 1.

    Raises
    ------
    InputError
        If it is no workbook or exceeds the limits; with sheet and cell, if a formula has no saved
        result, an error as result, or takes it from another file; if cells are merged; if a number
        shown in percent has a unit in percent too.
    OilEconError
        If openpyxl is not installed.
    """
    openpyxl = load("openpyxl", "excel", f"{name}: a workbook")
    try:
        _refuse_bulk(content, name)
        # Once for the results and once for the formulas, of which openpyxl reads one or the other.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and other features that hold no figures
            results, formulas = (
                openpyxl.load_workbook(io.BytesIO(content), data_only=only, keep_links=False)
                for only in (True, False)
            )
        return {
            sheet.title.strip().casefold(): _cells(sheet, formulas[sheet.title], name)
            for sheet in results.worksheets
            if any(cell.value is not None for row in _rows(sheet, name) for cell in row)
        }
    except OilEconError:
        raise
    except Exception as error:  # openpyxl raises errors of many kinds for a damaged file
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        msg = f"{name}: no workbook: {reason}; save it in the format .xlsx, without a password"
        raise InputError(msg) from error


def _refuse_bulk(content: bytes, name: str) -> None:
    """Raise an error for a workbook that is far larger unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(entry.file_size for entry in packed.infolist())
    if unpacked > _UNPACKED:
        msg = f"{name}: no case pack is larger than {_UNPACKED} bytes unpacked"
        raise InputError(msg)


def _rows(sheet: Any, name: str) -> Any:
    """Return the rows of a sheet.

    Raises
    ------
    InputError
        If it is too large.
    """
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        msg = (
            f"{name} sheet {sheet.title}: reaches to cell "
            f"{letters(sheet.max_column - 1)}{sheet.max_row}; no table of a case pack is as "
            "large: delete the empty rows and columns after it"
        )
        raise InputError(msg)
    return sheet.iter_rows()


def _cells(sheet: Any, formulas: Any, name: str) -> Cells:
    """Return the cells of a sheet as text."""
    place = f"{name} sheet {sheet.title}"
    rows: list[tuple[int, list[str]]] = []
    percent: list[tuple[int, int]] = []  # cells by place in `rows`
    typed: list[tuple[int, int, str]] = []  # texts that may be of two numbers
    for row, behind in zip(_rows(sheet, name), formulas.iter_rows(), strict=True):
        texts = [
            _text(cell, formula, f"{place} cell {cell.coordinate}")
            for cell, formula in zip(row, behind, strict=True)
        ]
        if any(texts):
            percent += [(len(rows), at) for at, cell in enumerate(row) if _in_percent(cell)]
            typed += [
                (len(rows), at, fault)
                for at, cell in enumerate(row)
                if isinstance(cell.value, str) and (fault := twofold(texts[at]))
            ]
            rows.append((row[0].row, texts))
    rows = trimmed(rows)
    _refuse_merged(sheet, rows, place)
    table = Cells(place, rows, lettered=True)
    heading = rows[0][1]
    for at, column, fault in typed:
        if heading[column : column + 1] and heading[column] in _FIGURES:
            raise InputError(f"{table.where(rows[at][0], column)}: {heading[column]}: {fault}")
    unit = heading.index("unit") if "unit" in heading else None
    for at, column in percent:
        line, texts = rows[at]
        if at and heading[column : column + 1] and heading[column] in _FIGURES:
            given = "" if unit is None else texts[unit]
            if "%" in given or "percent" in given:
                msg = (
                    f"{table.where(line, column)}: {heading[column]}: shown in percent, and its "
                    f"unit is {quote(given)} too; write unit 1, or format the cell as a number"
                )
                raise InputError(msg)
            if not given:
                texts[column] += " 1"
    return table


def _refuse_merged(sheet: Any, rows: list[tuple[int, list[str]]], place: str) -> None:
    """Raise an error for merged cells in a table, all but one of which are empty."""
    first, last, width = rows[0][0], rows[-1][0], len(rows[0][1])
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= last and merged.max_row >= first and merged.min_col <= width:
            msg = f"{place} cells {merged.coord}: are merged; unmerge them and fill each"
            raise InputError(msg)


def _in_percent(cell: Any) -> bool:
    number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    return number and "%" in cell.number_format


def _text(cell: Any, formula: Any, place: str) -> str:
    """Return a cell's value as text.

    Raises
    ------
    InputError
        If it is a formula without a result of its own, or an error.
    """
    value = cell.value
    if formula.data_type == "f":
        code = getattr(formula.value, "text", formula.value)  # an array formula's is an object
        if value is None:
            msg = (
                f"{place}: a formula without a saved result; open and save the workbook in a "
                "spreadsheet program, or write the result"
            )
            raise InputError(msg)
        if _ELSEWHERE.search(str(code)):
            msg = f"{place}: a formula that takes its result from another file; write the result"
            raise InputError(msg)
    if cell.data_type == "e":
        msg = f"{place}: the formula's result is {value}; mend it, or write the result"
        raise InputError(msg)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2.0**53:
        value = int(value)
    if isinstance(value, (dt.datetime, dt.date)):
        return _date(value, cell.number_format)
    return value if isinstance(value, str) else repr(value)


def _date(value: dt.date, shown: str) -> str:
    """Return a date as its format shows it: day, month or year."""
    parts = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown).casefold()
    day = value.strftime("%Y-%m-%d")
    if "d" in parts or not {"m", "y"} & set(parts):
        return day
    return day[:7] if "m" in parts else day[:4]
