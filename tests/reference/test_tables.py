"""One reader of evidence: the same cells are asked of every table, and a fault names its place."""

from __future__ import annotations

import pytest

from oilecon.errors import InputError
from oilecon.evidence import Evidence
from oilecon.reference import tables
from oilecon.reference.citations import cited

HEADING = "name,value,low,high,unit,kind,as_of,source,note"
ROW = 'brent,63.8,62.5,79.3,USD/bbl,published,2025-11,eia-brent-monthly,"Mean, of the month."'
KEY = ("mine", "name")


def read(row: str, heading: str = HEADING) -> Evidence:
    (record,) = tables.records("x.csv", f"{heading}\n{row}\n", KEY)
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
        (",63.8,", ",,", "x.csv line 2: value: expected a number within its range, got none"),
    ],
)
def test_a_fault_names_table_line_and_column(old: str, new: str, text: str) -> None:
    assert old in ROW
    with pytest.raises(InputError) as refused:
        read(ROW.replace(old, new, 1))
    assert str(refused.value).startswith(text)


@pytest.mark.parametrize("column", ["kind", "source", "as_of"])
def test_a_table_without_the_column_is_refused(column: str) -> None:
    heading = HEADING.replace(column, f"{column}s")
    with pytest.raises(InputError, match=f"x.csv line 2: no column '{column}'"):
        read(ROW, heading)


def test_a_word_may_be_said_not_to_be_published() -> None:
    behind = read("rate,,,,,not published,2010,aiddata-37819,Not found.")
    assert (behind.kind, behind.low, behind.high) == (tables.ABSENT, None, None)


def test_a_row_without_a_range_has_its_value_for_both_ends() -> None:
    (record,) = tables.records("x.csv", f"{HEADING}\n{ROW.replace('62.5,79.3', ',')}\n", KEY)
    row = tables.sourced(record, "brent", "market.brent")
    assert (row.evidence.low, row.evidence.high) == (None, None)
    assert (row.low, row.high) == (63.8, 63.8)


@pytest.mark.parametrize(
    ("path", "field"),
    [("market.brent", "brent"), ("*.sea.charter.hire", "hire"), ("vlcc old:dwt", "dwt"), ("", "")],
)
def test_a_row_knows_its_field(path: str, field: str) -> None:
    row = tables.Row("x", path, 1.0, "1", read(ROW))
    assert row.field == field


def test_every_table_that_names_sources_is_among_the_sourced_ones() -> None:
    named = {
        file.name
        for file in tables.DATA.iterdir()
        if file.name.endswith(".csv")
        and "source" in file.read_text(encoding="utf-8").partition("\n")[0].split(",")
    }
    assert named == set(tables.SOURCED)


def test_every_table_without_sources_of_its_own_has_them_as_a_whole_or_is_drawn_from_one() -> None:
    tables_without = {
        file.name for file in tables.DATA.iterdir() if file.name.endswith(".csv")
    } - set(tables.SOURCED)
    drawn = {"waypoints.csv", "published_ways.csv"}  # with the edges of the sea
    assert tables_without - drawn == set(tables.whole_tables())


def test_the_keys_of_a_bibliography_are_those_of_its_parsed_text() -> None:
    assert tables.source_keys() == set(tables.bibliography())
    text = '[desk-2026.a]\ntitle = "x [y]"\n\n[other]\ntitle = """\n [z]"""\n'
    assert tables.keys_of(text) == {"desk-2026.a", "other"}


def test_every_row_is_one_id() -> None:
    ids = [behind.row for behind in cited()]
    assert len(ids) == len(set(ids))
    assert len(ids) > 1000
