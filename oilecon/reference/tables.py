"""How the reference tables are read: whole rows, and numbers that are numbers."""

from __future__ import annotations

import csv
import math
from importlib.resources import files

from oilecon.errors import InputError, did_you_mean, quote

__all__ = ["DATA", "Record", "records", "table"]

DATA = files("oilecon.reference") / "data"


class Record(dict[str, str]):
    """One row of a table: text by column.

    Attributes
    ----------
    where : str
        The table and the line, for messages.
    """

    def __init__(self, cells: dict[str, str], where: str) -> None:
        super().__init__(cells)
        self.where = where

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
        text = self[column]
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            msg = f"{self.where}: {column}: expected a finite number, got {quote(text)}"
            raise InputError(msg)
        return found

    def number_or_none(self, column: str) -> float | None:
        """Return a cell's number, None for an empty cell."""
        return self.number(column) if self[column] else None


def table(name: str) -> list[Record]:
    """Return the rows of a shipped table."""
    return records(name, (DATA / name).read_text(encoding="utf-8"))


def records(name: str, text: str) -> list[Record]:
    """Return the rows of a table's text.

    Raises
    ------
    InputError
        If it is no CSV, or a row has not one cell for each column. A row raises it too, if it is
        asked for a column that there is not.
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
    return [
        Record(dict(zip(columns, cells, strict=True)), f"{name} line {line}")
        for line, cells in rows
    ]
