"""Sheets as tables: what a cell holds, and the cells that are refused by name."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from oilecon.errors import OilEconError
from oilecon.reference import workbooks
from oilecon.reference.packs import Pack
from oilecon.reference.workbooks import sheets
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADING = ["path", "value", "unit", "as_of"]


def book(*rows: list[Any], formats: dict[str, str] | None = None) -> Any:
    """Return a workbook with one sheet, and formats by cell."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "rows"
    for row in rows:
        sheet.append(row)
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    return workbook


def saved(workbook: Any) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(content: bytes) -> list[tuple[int, list[str]]]:
    return sheets(content, "mine.xlsx")["rows"].rows


def edited(content: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts edited."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, edit(text) if name == part else text)
    return packed.getvalue()


def with_result(content: bytes, result: str, kind: str = "") -> bytes:
    """Return a workbook whose only formula has a saved result, as a spreadsheet program writes."""

    def edit(text: bytes) -> bytes:
        new = rb"<c \1 " + kind.encode() + rb"><f>\2</f><v>" + result.encode() + rb"</v>"
        shown, times = re.subn(rb"<c ([^>]*)><f>(.*?)</f><v ?/?>(</v>)?", new, text)
        assert times == 1
        return shown

    return edited(content, "xl/worksheets/sheet1.xml", edit)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (64, "General", "64"),
        (64.0, "0.00", "64"),
        (0.1 + 0.2, "0.0", "0.3"),
        (1e300, "General", "1e+300"),
        (-2.5, "#,##0.00", "-2.5"),
        ("64", "@", "64"),
        ("64,5", "@", "64,5"),
        (" a", "@", " a"),
        (dt.datetime(2025, 11, 1), "mmm-yy", "2025-11"),  # noqa: DTZ001  cells have no zone
        (dt.datetime(2025, 11, 1), "yyyy", "2025"),  # noqa: DTZ001
        (dt.datetime(2025, 11, 1), "yyyy-mm-dd", "2025-11-01"),  # noqa: DTZ001
        (dt.date(2025, 11, 3), "[$-409]d/m/yy", "2025-11-03"),
        (dt.date(2025, 11, 3), '"day" mm/yyyy', "2025-11"),
        (2025, "General", "2025"),
        (True, "General", "True"),
    ],
)
def test_a_cell_as_text(value: Any, code: str, text: str) -> None:
    content = saved(book(HEADING, ["a", value, "x", "y"], formats={"B2": code}))
    assert read(content)[1] == (2, ["a", text, "x", "y"])


def test_empty_rows_and_columns_around_a_table_are_left_out() -> None:
    workbook = book([], HEADING, ["a", 1, "t", ""], [], ["b", 2, "t", None, None])
    workbook.active["H9"].font = openpyxl.styles.Font(bold=True)  # a cell without text
    assert read(saved(workbook)) == [
        (2, HEADING),
        (3, ["a", "1", "t", ""]),
        (5, ["b", "2", "t", ""]),
    ]


def test_an_empty_sheet_is_no_table() -> None:
    workbook = book(HEADING, ["a", 1, "t", ""])
    workbook.create_sheet("sources")
    assert set(sheets(saved(workbook), "mine.xlsx")) == {"rows"}


def test_text_beside_the_table_is_a_column_without_a_heading(tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    file.write_bytes(saved(book(HEADING, ["market.brent", 64, "USD/bbl", "", "see below"])))
    assert refusal(lambda: Pack(file).rows("article")).startswith(
        "mine.xlsx sheet rows cell E1: unknown column ''; known: "
    )


# -- shares in percent -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "text"),
    [("1", "0.15"), ("1/year", "0.15"), ("", "0.15 1"), (None, "0.15 1")],
)
def test_a_share_shown_in_percent_is_the_number_that_the_cell_holds(
    unit: str | None, text: str
) -> None:
    rows: list[list[Any]]
    rows = [HEADING, ["a", 0.15, unit]] if unit is not None else [["path", "value"], ["a", 0.15]]
    assert read(saved(book(*rows, formats={"B2": "0%"})))[1][1][1] == text


def test_a_share_shown_in_percent_with_a_unit_in_percent_is_refused() -> None:
    content = saved(book(HEADING, ["a", 0.15, "%"], formats={"B2": "0.0%"}))
    assert refusal(lambda: read(content)) == (
        "mine.xlsx sheet rows cell B2: value: shown in percent, and its unit is '%' too; write "
        "unit 1, or format the cell as a number"
    )
    assert read(saved(book(HEADING, ["a", 15, "%"])))[1][1][1:3] == ["15", "%"]


# -- formulas ----------------------------------------------------------------------------------


def test_a_text_that_may_be_of_thousands_is_refused_and_a_number_is_one() -> None:
    heading = ["path", "value", "note"]
    content = saved(book(heading, ["market.brent", "70.125", "x"]))
    assert refusal(lambda: read(content)) == (
        "mine.xlsx sheet rows cell B2: value: '70.125' is one number where the point separates "
        "thousands and another where it is the decimal sign; write 70125, or 70.1250"
    )
    rows = read(saved(book(heading, ["market.brent", 70.125, "70.125"])))
    assert rows[1][1] == ["market.brent", "70.125", "70.125"]


def test_a_formula_without_a_saved_result_is_refused() -> None:
    assert refusal(lambda: read(saved(book(HEADING, ["a", "=1+1", "t"])))) == (
        "mine.xlsx sheet rows cell B2: a formula without a saved result; open and save the "
        "workbook in a spreadsheet program, or write the result"
    )


def test_the_saved_result_of_a_formula_is_read() -> None:
    content = with_result(saved(book(HEADING, ["a", "=Table1[2025]+Sheet2!A1", "t"])), "64.25")
    assert read(content)[1][1] == ["a", "64.25", "t", ""]


@pytest.mark.parametrize("formula", ["=[1]Sheet1!A1", "='[1]My sheet'!A1*2", "=[other.xlsx]x!B2"])
def test_a_result_from_another_file_is_refused(formula: str) -> None:
    content = with_result(saved(book(HEADING, ["a", formula, "t"])), "64.25")
    assert refusal(lambda: read(content)) == (
        "mine.xlsx sheet rows cell B2: a formula that takes its result from another file; write "
        "the result"
    )


def test_an_error_as_result_is_refused() -> None:
    content = with_result(saved(book(HEADING, ["a", "=1/0", "t"])), "#DIV/0!", 't="e"')
    assert refusal(lambda: read(content)) == (
        "mine.xlsx sheet rows cell B2: the formula's result is #DIV/0!; mend it, or write the "
        "result"
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_workbook_that_a_spreadsheet_program_saved(tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    file.write_bytes(saved(book(HEADING, ["a", "=0.15*2", "1"], formats={"B2": "0%"})))
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", "out", str(file)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert read((tmp_path / "out" / "mine.xlsx").read_bytes())[1][1][:3] == ["a", "0.3", "1"]


def test_a_workbook_without_styles_is_read_in_silence() -> None:
    bare = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    content = edited(saved(book(HEADING, ["a", 1, "t"])), "xl/styles.xml", lambda _: bare)
    with pytest.warns(UserWarning, match="no stylesheet"):
        openpyxl.load_workbook(io.BytesIO(content))
    assert read(content)[1][1] == ["a", "1", "t", ""]


# -- what is refused ---------------------------------------------------------------------------


def test_merged_cells_are_refused() -> None:
    workbook = book(HEADING, ["a", 1, "t"], ["b", None, "t"])
    workbook.active.merge_cells("B2:B3")
    assert refusal(lambda: read(saved(workbook))) == (
        "mine.xlsx sheet rows cells B2:B3: are merged; unmerge them and fill each"
    )
    workbook.active.unmerge_cells("B2:B3")
    workbook.active.merge_cells("H20:I21")
    assert len(read(saved(workbook))) == 3


@pytest.mark.parametrize("content", [b"", b"no workbook", b"\xd0\xcf\x11\xe0 password"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    text = refusal(lambda: read(content))
    assert text.startswith("mine.xlsx: no workbook: ")
    assert text.endswith("; save it in the format .xlsx, without a password")


def test_a_damaged_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        new.writestr("[Content_Types].xml", "<x")
    assert refusal(lambda: read(packed.getvalue())).startswith("mine.xlsx: no workbook: ")


def test_a_workbook_beyond_any_pack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = book(HEADING, ["a", 1, "t"])
    workbook.active["ZZ9000"] = "x"
    assert refusal(lambda: read(saved(workbook))) == (
        "mine.xlsx sheet rows: reaches to cell ZZ9000; no table of a case pack is as large: delete "
        "the empty rows and columns after it"
    )
    monkeypatch.setattr(workbooks, "_UNPACKED", 1000)
    assert refusal(lambda: read(saved(workbook))) == (
        "mine.xlsx: no case pack is larger than 1000 bytes unpacked"
    )


def test_without_openpyxl_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refusal(lambda: read(b""), OilEconError) == (
        "mine.xlsx: a workbook needs openpyxl: python -m pip install 'oilecon[excel]'"
    )


def test_a_fault_names_file_sheet_and_cell(tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    first, second = ["market.brent", 64, "USD/bbl", "2025-13"], ["a b", "x", "USD/bbl", ""]
    file.write_bytes(saved(book(HEADING, first, second)))
    problems = [
        str(error)
        for record in Pack(file).table("rows")
        for _, error in Pack(file).problems_of(record)
    ]
    assert [text.partition("; ")[0][:78] for text in problems] == [
        "mine.xlsx sheet rows cell D2: as_of: expected a year, month, quarter, day or s",
        "mine.xlsx sheet rows cell A3: path: expected a path such as 'market.brent', go",
        "mine.xlsx sheet rows cell B3: value: expected a finite number, got 'x'",
    ]
