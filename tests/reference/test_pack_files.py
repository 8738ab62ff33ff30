"""One case in a folder, a file of TOML, a workbook or a table; and what is none of these."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.reference.pack_files import is_pack
from oilecon.reference.packs import Pack
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

ROWS: list[list[Any]] = [
    ["scenario", "name", "path", "value", "low", "high", "unit", "kind", "as_of", "source", "note"],
    ["", "brent", "market.brent", 64, 60.5, 70, "USD/bbl", "published", "2025-11", "desk", "Mean."],
    ["", "cargo", "*.sea.cargo", 70000, "", "", "t", "assumption", "2025", "", "Usual, as we see."],
    ["late", "brent", "market.brent", 80, 70, 90, "USD/bbl", "estimate", "2026-Q1", "desk", ""],
]
SOURCES = [["key", "title", "publisher", "date"], ["desk", "Our desk", "Us", "2025-11-03"]]
SCENARIOS = [
    ["scenario", "title", "base", "like", "rows", "mixed_dates"],
    ["early", "Early", "article", "", "", "Ours and theirs."],
    ["late", "Late", "", "early", "brent", ""],
]
CORRELATIONS = [
    ["set", "left", "right", "value", "kind", "note"],
    ["close", "market.brent", "market.vlsfo", 0.8, "assumption", "Refined from it."],
]
CASE = {
    "rows": ROWS,
    "sources": SOURCES,
    "scenarios": SCENARIOS,
    "correlations": CORRELATIONS,
}
TOML = """# Ours.
pack = 1

[rows.brent]
path = "market.brent"
value = "64 USD/bbl"
low = 60.5
high = "70 USD/bbl"
kind = "published"
as_of = "2025-11"
source = ["desk"]
note = "Mean."

[rows]
cargo = { path = "*.sea.cargo", value = 70000, unit = "t", kind = "assumption", as_of = "2025", \
note = "Usual, as we see." }

[rows."brent late"]
name = "brent"
scenario = "late"
path = "market.brent"
value = 80
low = 70
high = 90
unit = "USD/bbl"
kind = "estimate"
as_of = "2026-Q1"
source = "desk"

[sources.desk]
title = "Our desk"
publisher = "Us"
date = 2025-11-03

[scenarios.early]
title = "Early"
base = "article"
mixed_dates = "Ours and theirs."

[scenarios.late]
title = "Late"
like = "early"
rows = ["brent"]

[[correlations]]
set = "close"
left = "market.brent"
right = "market.vlsfo"
value = 0.8
kind = "assumption"
note = "Refined from it."
"""


def as_csv(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def as_folder(home: Path, case: Mapping[str, Any]) -> Path:
    folder = home / "mine"
    folder.mkdir()
    for part, rows in case.items():
        (folder / f"{part}.csv").write_text(as_csv(rows), encoding="utf-8")
    return folder


def as_workbook(home: Path, case: Mapping[str, Any], name: str = "mine.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for part, rows in case.items():
        sheet = book.create_sheet(part)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(home / name)
    return home / name


def as_toml(home: Path, text: str = TOML) -> Path:
    file = home / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def in_folder(home: Path, case: Mapping[str, Any]) -> Path:
    """Return a folder with the rows in a workbook, and the rest as tables."""
    folder = as_folder(home, {part: rows for part, rows in case.items() if part != "rows"})
    as_workbook(folder, {"rows": case["rows"]}, "Our figures.xlsx")
    return folder


def whole(pack: Pack) -> Any:
    """Return all of a pack."""
    pack.read()
    plans = {name: {k: v for k, v in plan.items() if v} for name, plan in pack.plans.items()}
    rows = {name: pack.rows(name) for name in pack.plans}
    sources = {key: {k: str(v) for k, v in entry.items()} for key, entry in pack.sources.items()}
    return pack.name, plans, rows, sources, pack.correlations


@pytest.mark.parametrize("form", [as_workbook, in_folder])
def test_one_case_is_the_same_in_every_form(
    tmp_path: Path, form: Callable[[Path, Mapping[str, Any]], Path]
) -> None:
    (tmp_path / "other").mkdir()
    assert whole(Pack(form(tmp_path / "other", CASE))) == whole(Pack(as_folder(tmp_path, CASE)))


def test_one_file_of_toml_is_the_same_case_but_for_the_id_of_a_row(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert whole(Pack(as_toml(tmp_path / "other"))) == whole(Pack(as_folder(tmp_path, CASE)))


def test_the_only_sheet_of_a_workbook_is_the_rows_whatever_its_name(tmp_path: Path) -> None:
    pack = Pack(as_workbook(tmp_path, {"Tabelle1": [ROWS[0], ROWS[2]]}))
    assert {row.name for row in pack._rows[""].values()} == {"cargo"}
    assert set(pack.plans) >= {"article", "article-sanctioned"}


def test_sheets_that_are_no_part_are_left_alone(tmp_path: Path) -> None:
    notes = {"Notes": [["Anything"], ["at", "all"]], "ROWS ": ROWS, "sources": SOURCES}
    pack = Pack(as_workbook(tmp_path, notes | {"scenarios": SCENARIOS}))
    assert [row.value for row in pack.rows("late") if row.name == "brent"] == [80.0]


def test_a_table_of_rows_alone_is_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("path,value\nmarket.brent,64 USD/bbl\n", encoding="utf-8")
    pack = Pack(file)
    (row,) = (row for row in pack.rows("article") if row.path == "market.brent")
    assert (row.value, row.unit, row.name, row.evidence.row) == (
        64.0,
        "USD/bbl",
        "market.brent",
        "mine:market.brent",
    )
    assert row.evidence.kind == "you"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_as_spreadsheets_write_it(tmp_path: Path, separator: str, mark: str) -> None:
    text = as_csv([[*row, "", ""] for row in [*ROWS[:3], [""] * 11]], separator)
    file = tmp_path / "mine.csv"
    file.write_text(mark + text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    source = tmp_path / "sources.csv"
    source.write_text(as_csv(SOURCES), encoding="utf-8")
    (tmp_path / "case").mkdir()
    file.rename(tmp_path / "case" / "rows.csv")
    source.rename(tmp_path / "case" / "sources.csv")
    assert len(Pack(tmp_path / "case")._rows[""]) == 2


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("63,80", "expected a finite number, got '63,80'; write 63.80"),
        ("63,8 USD/bbl", "expected a finite number, got '63,8 USD/bbl'; write 63.8 USD/bbl"),
        ("1,234.5", "expected a finite number, got '1,234.5'; write 1234.5"),
        ("1,234", "expected a finite number, got '1,234'; write 1.234 or 1234"),
        ("80 000", "expected a finite number, got '80 000'; write 80000"),
        (
            "=A1*2",
            "expected a finite number, got '=A1*2'; a formula is no number: write its result",
        ),
        ("64 EUR/bbl", "expected USD/bbl, the unit of the row, got 'EUR/bbl'"),
    ],
)
def test_a_number_in_another_form_is_refused_with_what_to_write(
    tmp_path: Path, given: str, text: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(f"path;value;unit\nmarket.brent;{given};USD/bbl\n", encoding="utf-8")
    assert refusal(lambda: Pack(file).rows("article")) == f"mine.csv line 2: value: {text}"


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("64 USD/bbl", "", (64.0, "USD/bbl")),
        ("64USD/bbl", "", (64.0, "USD/bbl")),
        ("-6.4e1 EUR/bbl", "", (-64.0, "EUR/bbl")),
        ("0.1/year", "", (0.1, "1/year")),
        ("0.1 1/year", "1/year", (0.1, "1/year")),
        ("8 %", "", (8.0, "%")),
        ("0.01 1", "", (0.01, "1")),
        ("0.01", "1", (0.01, "1")),
        ("1e5", "t", (1e5, "t")),
    ],
)
def test_a_unit_stands_beside_the_number_or_in_its_column(
    tmp_path: Path, value: str, unit: str, read: tuple[float, str]
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(f"path,value,unit\nmarket.brent,{value},{unit}\n", encoding="utf-8")
    (row,) = Pack(file)._rows[""].values()
    assert (row.value, row.unit) == read


def test_a_number_without_a_unit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("path,value\nmarket.brent,64\n", encoding="utf-8")
    assert refusal(lambda: Pack(file).rows("article")) == (
        "mine.csv line 2: value: expected a number and a unit, got '64' without a unit; write it "
        "beside it, or in a column unit; 1 for none"
    )


# -- what is none ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.xls", "a file .toml, .xlsx or .csv, got '.xls'; save it in the format .xlsx"),
        ("mine.txt", "a file .toml, .xlsx or .csv, got '.txt'"),
        ("mine", "a file .toml, .xlsx or .csv, got ''"),
    ],
)
def test_a_file_of_another_kind_is_no_pack(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    assert refusal(lambda: Pack(tmp_path / name)) == f"{name}: a case pack is a folder or {text}"


@pytest.mark.parametrize("name", ["mine", "mine.toml", "mine.csv", "mine.xlsx"])
def test_a_pack_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(lambda: Pack(tmp_path / name)).startswith(
        f"{tmp_path / name}: cannot be read: No such file"
    )


def test_a_part_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, CASE)
    (folder / "scenarios.toml").write_text("[early]\n", encoding="utf-8")
    assert refusal(lambda: Pack(folder)) == (
        "mine: scenarios: stand in scenarios.csv and in scenarios.toml; leave one out"
    )
    (folder / "scenarios.toml").unlink()
    as_workbook(folder, {"rows": ROWS}, "a.xlsx")
    assert refusal(lambda: Pack(folder)) == (
        "mine: rows: stand in rows.csv and in mine/a.xlsx sheet rows; leave one out"
    )
    as_workbook(folder, {"rows": ROWS}, "b.xlsx")
    assert refusal(lambda: Pack(folder)) == (
        "mine: a.xlsx and b.xlsx: a case pack has one workbook; leave the others out"
    )


@pytest.mark.parametrize("name", ["rows.csv", "sources.csv", "book.xlsx"])
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = as_folder(tmp_path, CASE)
    outside = tmp_path / "outside"
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)
    for _ in range(2):
        assert refusal(lambda: Pack(folder)).startswith(
            f"mine/{name}: is a link to '{str(outside)[:20]}"
        )
        assert "outside the case pack; copy the file into the folder" in refusal(
            lambda: Pack(folder)
        )
        outside.write_text(as_csv(ROWS), encoding="utf-8")


def test_a_link_within_the_folder_or_to_it_is_followed(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, CASE)
    (folder / "rows.csv").rename(folder / "figures")
    (folder / "rows.csv").symlink_to("figures")
    (tmp_path / "link").symlink_to(folder)
    assert Pack(tmp_path / "link").rows("late")[-1].value == 80.0


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("pack = 1", "", "pack: 1 is required; write pack = 1 at the top of a case pack"),
        ("pack = 1", "pack = 2", "pack: expected 1, got 2; write pack = 1 at the top of a"),
        ("pack = 1", "pack = true", "pack: expected 1, got True; write pack = 1 at the top of"),
        ("pack = 1", "pack = 1\nformat = 2", "unknown key 'format'; a scenario's file has no pac"),
        ("pack = 1", "pack = 1\nrow.x = 1", "unknown key 'row'; did you mean 'rows'?"),
        ("pack = 1", "pack = 1\n[[receipts", "no TOML: Expected ']]' at the end of"),
        ("as_of", "as_off", "line 4: [rows.brent]: unknown key 'as_off'; did you mean 'as_of'?"),
        ('path = "market.brent"\n', "", "line 4: [rows.brent]: path is required"),
        ("low = 60.5", "low = true", "line 4: [rows.brent]: low: expected text or a number, got "),
        ("value = 70000", "value = [[]]", "line 15: [rows.cargo]: value: expected text or a nu"),
        ("low = 60.5", "low = 65", "line 4: [rows.brent]: low: expected at most 64, the value"),
        ("value = 80", "value = nan", "line 17: [rows.brent late]: value: expected a finite num"),
        ("[rows]\ncargo =", "[rows]\ntax = 3\ncargo =", "line 15: [rows.tax]: expected a table"),
        ("value = 0.8", "value = 8", "line 44: [[correlations]] 1: value: expected a correlat"),
        ("[[correlations]]", "[correlations]", "line 45: [correlations.set]: expected a table, "),
        ('title = "Our desk"', "", "line 29: [sources.desk]: title is required"),
        ('base = "article"', 'base = "artcle"', "line 34: [scenarios.early]: base: no shipped sc"),
        ('like = "early"', 'base = "article"\nlike = "early"', "line 39: [scenarios.late]: base:"),
    ],
)
def test_a_fault_in_one_file_names_line_and_table(
    tmp_path: Path, old: str, new: str, text: str
) -> None:
    assert old in TOML
    file = as_toml(tmp_path, TOML.replace(old, new, 1))
    place = "mine.toml " if text.startswith("line") else "mine.toml: "
    assert refusal(lambda: Pack(file).read()).startswith(f"{place}{text}")


def test_a_pack_that_does_not_say_so_is_refused_with_what_to_write(tmp_path: Path) -> None:
    file = as_toml(tmp_path, TOML.replace("pack = 1\n", ""))
    assert refusal(lambda: oe.Scenario.load(file)) == (
        "mine.toml: format: 2 is required; write format = 2 at the top, or pack = 1 for a case "
        "pack, which is loaded from its file"
    )


def test_a_pack_says_so_above_its_tables() -> None:
    assert is_pack(TOML)
    assert is_pack(f"\ufeff{TOML}")
    assert is_pack('# x\n\ntitle = "a b"\npack=1')
    assert not is_pack("format = 2\n[pack]\nx = 1")
    assert not is_pack('format = 2\ntitle = "pack = 1"\npacking = 3\n[market]\npack = 1')


@pytest.mark.parametrize("kind", ["steps", "keys", "size"])
def test_a_pack_beyond_the_limits_of_scenario_files_is_refused(tmp_path: Path, kind: str) -> None:
    extra = {
        "steps": ".".join("a" * 17) + " = 1",
        "keys": "\n".join(f"a{at} = 1" for at in range(50_001)),
        "size": f"# {'x' * 5_000_000}",
    }[kind]
    text = refusal(lambda: Pack(as_toml(tmp_path, f"{TOML}\n[x]\n{extra}\n")))
    assert "no case pack " in text


@pytest.mark.parametrize("suffix", ["csv", "toml"])
def test_a_table_of_more_rows_than_any_is_refused(tmp_path: Path, suffix: str) -> None:
    paths = [f"p{at}.sale.differential" for at in range(5001)]
    lines = {
        "csv": ["path,value", *(f"{path},1 USD/bbl" for path in paths)],
        "toml": ["pack = 1", "[rows]", *(f"{at} = 'x'" for at in range(5001))],
    }[suffix]
    file = tmp_path / f"mine.{suffix}"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert refusal(lambda: Pack(file).table("rows")) == (
        f"mine.{suffix}: 5001 rows; no case pack has more than 5000 in a table"
    )


# -- there and back ----------------------------------------------------------------------------

_WORDS = st.text("abcxyz ,;\"'é=#\n", max_size=12).map(str.strip)
# Of 15 digits, as spreadsheets and openpyxl write them.
_NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 8) + 0.0)


@st.composite
def rows(draw: st.DrawFn) -> list[list[Any]]:
    """Draw a table of rows of any words and numbers."""
    table = [ROWS[0]]
    for at in range(draw(st.integers(1, 5))):
        low, value, high = sorted(draw(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS)))
        ends = draw(st.sampled_from([(low, high), ("", high), (low, ""), ("", "")]))
        note = draw(_WORDS.filter(lambda text: not text.startswith("=")))
        kind = draw(st.sampled_from(["", "published", "estimate", "assumption"]))
        note = note or "Ours." * (kind == "assumption")
        source = "desk" if kind == "published" else draw(st.sampled_from(["", "desk"]))
        as_of = draw(st.sampled_from(["", "2025", "2025-11", "2025-Q1", "2025-11-03"]))
        path = f"p{at}.sale.differential"
        table.append(["", f"n{at}", path, value, *ends, "USD/bbl", kind, as_of, source, note])
    return table


def in_toml(table: list[list[Any]]) -> str:
    """Return a table of rows as a pack's TOML."""
    lines = ["pack = 1"]
    for row in table[1:]:
        given = dict(zip(table[0], row, strict=True))
        lines.append(f"[rows.{given.pop('name')}]")
        for key, cell in given.items():
            if cell != "":
                shown = repr(cell) if isinstance(cell, float) else _quoted(cell)
                lines.append(f"{key} = {shown}")
    return "\n".join([*lines, "[sources.desk]", 'title = "Our desk"', ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@settings(max_examples=30)
@given(rows())
def test_a_pack_of_any_rows_is_read_the_same_in_every_form(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[Any]]
) -> None:
    home = tmp_path_factory.mktemp("any")
    case = {"rows": table, "sources": [["key", "title"], ["desk", "Our desk"]]}
    forms = [as_folder(home, case), as_workbook(home, case), as_toml(home, in_toml(table))]
    read = [dict(Pack(form)._rows[""]) for form in forms]
    written = [
        (row[1], row[2], float(row[3]), *(None if end == "" else end for end in row[4:6]), row[10])
        for row in table[1:]
    ]
    assert [
        (row.name, row.path, row.value, row.evidence.low, row.evidence.high, row.evidence.note)
        for row in read[0].values()
    ] == written
    assert read[1] == read[0]
    assert read[2] == read[0]


def test_a_link_that_leads_round_to_itself_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "rows.csv").symlink_to("rows.csv")
    text = refusal(lambda: Pack(folder))
    assert text == "mine/rows.csv: is a link that leads round to itself; leave it out"
