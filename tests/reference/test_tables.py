"""One reader of evidence: the same cells are asked of every table, and a fault names its place."""

from __future__ import annotations

import tomllib

import pytest

from oilecon.errors import InputError
from oilecon.evidence import ABSENT, Evidence, Row
from oilecon.reference import tables
from oilecon.reference.citations import cited

HEADING = "name,value,low,high,unit,kind,as_of,source,note"
ROW = 'brent,63.8,62.5,79.3,USD/bbl,published,2025-11,eia-brent-monthly,"Mean, of the month."'
COLUMNS = tables.Columns("mine", "name", "value low high unit kind as_of source note")


def read(row: str, heading: str = HEADING) -> Evidence:
    (record,) = tables.records("x.csv", f"{heading}\n{row}\n", COLUMNS)
    return tables.evidence(record)


def test_evidence_is_read_whole() -> None:
    assert read(ROW) == Evidence(
        row="mine:brent",
        kind="published",
        as_of="2025-11",
        source=("eia-brent-monthly",),
        low=62.5,
        high=79.3,
        note="Mean, of the month.",
    )


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (
            "published",
            "publishd",
            "x.csv line 2: kind: expected 'published', 'estimate' or 'assumption', got 'publishd'",
        ),
        (
            "published",
            "not published",
            "x.csv line 2: kind: expected 'published', 'estimate' or 'assumption', got 'not publis",
        ),
        (
            "eia-brent-monthly",
            "",
            "x.csv line 2: source: expected a key of the bibliography, got none",
        ),
        (
            "eia-brent-monthly",
            "eia-brent-monthly eia-brent-month",
            "x.csv line 2: source: no source 'eia-brent-month' in the bibliography; did you mean",
        ),
        (",62.5,", ",64,", "x.csv line 2: low: expected at most 63.8, the value, got 64"),
        (",79.3,", ",60,", "x.csv line 2: high: expected at least 63.8, the value, got 60"),
        (",79.3,", ",inf,", "x.csv line 2: high: expected a finite number, got 'inf'"),
        (",62.5,", ",some,", "x.csv line 2: low: expected a finite number, got 'some'"),
        (",63.8,", ",6_3.8,", "x.csv line 2: value: expected a finite number, got '6_3.8'"),
        (",63.8,", ",\uff16,", "x.csv line 2: value: expected a finite number, got '\uff16'"),
        *(
            ("2025-11", day, "x.csv line 2: as_of: expected a year, month, quarter, day or span, ")
            for day in ("", "soon", "2026-13", "2026-02-30", "2025-Q5", "2025-11-", "2025 to soon")
        ),
        (",63.8,", ",,", "x.csv line 2: value: expected a number within its range, got none"),
    ],
)
def test_a_fault_names_table_line_and_column(old: str, new: str, text: str) -> None:
    assert old in ROW
    with pytest.raises(InputError) as refused:
        read(ROW.replace(old, new, 1))
    assert str(refused.value).startswith(text)


@pytest.mark.parametrize(
    "day", ["2026", "2026-10", "2026-Q4", "2026-02-28", "2019 to 2022-08", "to 2016", "undated"]
)
def test_a_date_may_be_a_span(day: str) -> None:
    assert read(ROW.replace("2025-11", day)).as_of == day


@pytest.mark.parametrize("column", ["kind", "source", "as_of"])
def test_a_table_without_the_column_is_refused(column: str) -> None:
    heading = ",".join(name for name in HEADING.split(",") if name != column)
    row = dict(zip(HEADING.split(","), ROW.split(",", 8), strict=True))
    del row[column]
    with pytest.raises(InputError, match=f"x.csv line 2: no column '{column}'"):
        read(",".join(row.values()), heading)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("low", "Low", "unknown column 'Low'; did you mean 'low'?"),
        ("note", "notes", "unknown column 'notes'; did you mean 'note'?"),
        ("note", "value", "column 'value' stands twice; leave one out"),
        (
            "note",
            "",
            "unknown column ''; known: as_of, high, kind, low, name, note, source, unit, value",
        ),
    ],
)
def test_a_column_that_is_unknown_or_stands_twice_is_refused(old: str, new: str, text: str) -> None:
    with pytest.raises(InputError) as refused:
        read(ROW, HEADING.replace(old, new, 1))
    assert str(refused.value) == f"x.csv line 1: {text}"


@pytest.mark.parametrize("name", tables.TABLES)
@pytest.mark.parametrize("change", ["extra", "doubled"])
def test_every_shipped_table_is_read_by_its_columns(name: str, change: str) -> None:
    text = (tables.DATA / name).read_text(encoding="utf-8")
    heading, _, rest = text.partition("\n")
    first, row = heading.split(",")[0], rest.partition("\n")[0]
    more = f"{heading},{'any' if change == 'extra' else first}\n{row},\n"
    with pytest.raises(InputError, match=f"{name} line 1: (unknown column 'any'|column '{first}')"):
        tables.records(name, more, tables.TABLES[name])
    assert set(heading.split(",")) == set(tables.TABLES[name].all)


def test_a_row_twice_is_refused_in_any_table() -> None:
    for name, columns in tables.TABLES.items():
        lines = (tables.DATA / name).read_text(encoding="utf-8").splitlines()
        with pytest.raises(InputError, match=f"{name} line [0-9]+: .*: another row is"):
            tables.records(name, "\n".join([*lines, lines[1]]), columns)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x85", "\u2028", "\x0b", "\x1c"])
def test_a_note_keeps_its_lines_and_the_next_row_its_number(end: str) -> None:
    text = f"{HEADING}\n{ROW.replace('Mean, of', f'Mean,{end}of')}\n"
    (record,) = tables.records("x.csv", text, COLUMNS)
    assert record["note"] == f"Mean,{end}of the month."
    below = text.encode().count(b"\n") + 1
    with pytest.raises(InputError, match=f"x.csv line {below}: expected 9 cells, got 1"):
        tables.records("x.csv", f"{text}x\n", COLUMNS)


def test_a_row_of_two_lines_is_named_by_its_first() -> None:
    text = f"{HEADING}\n{ROW.replace('Mean, of', chr(10))}\n".replace("63.8", "x")
    (record,) = tables.records("x.csv", text, COLUMNS)
    with pytest.raises(InputError, match=r"x.csv line 2: value: "):
        record.number("value")


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("", "expected a text without blanks around, got ''"),
        ("furlong", "'furlong' is not a unit of oilecon"),
        (" USD/bbl", "expected a text without blanks around, got ' USD/bbl'"),
    ],
)
def test_a_unit_is_one(unit: str, text: str) -> None:
    (record,) = tables.records("x.csv", f"{HEADING}\n{ROW.replace('USD/bbl', unit)}\n", COLUMNS)
    with pytest.raises(InputError) as refused:
        tables.sourced(record, "brent")
    assert str(refused.value).startswith(f"x.csv line 2: unit: {text}")


def test_a_word_may_be_said_not_to_be_published() -> None:
    behind = read("rate,,,,,not published,2010,aiddata-37819,Not found.")
    assert (behind.kind, behind.low, behind.high) == (ABSENT, None, None)


def test_a_row_without_a_range_has_its_value_for_both_ends() -> None:
    (record,) = tables.records("x.csv", f"{HEADING}\n{ROW.replace('62.5,79.3', ',')}\n", COLUMNS)
    row = tables.sourced(record, "brent", "market.brent")
    assert (row.evidence.low, row.evidence.high) == (None, None)
    assert (row.low, row.high) == (63.8, 63.8)


@pytest.mark.parametrize(
    ("path", "field"),
    [("market.brent", "brent"), ("*.sea.charter.hire", "hire"), ("vlcc old:dwt", "dwt"), ("", "")],
)
def test_a_row_knows_its_field(path: str, field: str) -> None:
    row = Row("x", path, 1.0, "1", read(ROW))
    assert row.field == field


def test_every_table_has_its_columns() -> None:
    shipped = {file.name for file in tables.DATA.iterdir() if file.name.endswith(".csv")}
    assert shipped == set(tables.TABLES)
    assert {"crudes.csv", "tables.csv"} <= set(tables.SOURCED) < shipped


def test_every_table_without_sources_of_its_own_has_them_as_a_whole_or_is_drawn_from_one() -> None:
    tables_without = set(tables.TABLES) - set(tables.SOURCED)
    drawn = {"waypoints.csv", "published_ways.csv"}  # with the edges of the sea
    described = {"series.csv"}  # what the series are; it has no figure
    assert tables_without - drawn - described == set(tables.whole_tables())


PLAIN = '[a]\ntitle = "x [y]"\ndate = "2026"\n\n# others\n[b-2]\ntitle = "x"\n'


def test_the_keys_of_a_plain_bibliography_are_those_of_its_parsed_text() -> None:
    for text in (PLAIN, (tables.DATA / "sources.toml").read_text(encoding="utf-8")):
        assert tables.plain_keys(text) == frozenset(tomllib.loads(text))
    assert tables.source_keys() == set(tables.bibliography())


@pytest.mark.parametrize(
    "more",
    [
        '["c"]\ntitle = "x"\n',
        '  [c]\ntitle = "x"\n',
        '[c]\ntitle = """\n[d]\ntitle = "x"\n"""\n',
        '[c.d]\ntitle = "x"\n',
        '[a]\ntitle = "x"\n',
        '[c]\ntitle = "x"\ntitle = "y"\n',
        '[c]\ntitle = "x"\ndate = "y"\ndate = "z"\n',
        '[c]\ntitle = "x\\"\n',
        '[c]\ntitle = " "\n',
        '[c]\ntitle = ""\n',
        '[c]\ntitel = "x"\n',
        '[c]\ntitle = "\t\x00"\n',
        "[c]\n",
        "[c\n",
        "x\n",
    ],
)
def test_another_text_has_no_plain_keys(more: str) -> None:
    assert tables.plain_keys(PLAIN + more) is None
    assert tables.plain_keys(more + PLAIN) is None


def test_every_row_is_one_id() -> None:
    ids = [behind.row for behind in cited()]
    assert len(ids) == len(set(ids))
    assert len(ids) > 1000
