"""Every shipped number names its source, and every source is named by a number."""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.errors import InputError
from oilecon.reference import oils, tables
from oilecon.reference.citations import cited

CRUDES = (tables.DATA / "crudes.csv").read_text(encoding="utf-8").splitlines()[:2]


def test_every_shipped_number_has_a_source_and_every_source_a_number() -> None:
    used: set[str] = set()
    for behind in cited():
        assert behind.source, behind.row
        used |= set(behind.source)
    assert used == set(oe.sources().index)


def test_every_source_says_what_it_is() -> None:
    table = oe.sources()
    for column in ("title", "publisher", "date", "locator"):
        assert (table[column] != "").all()
    assert set(table["confidence"]) <= {"high", "medium", "low"}


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (",Canada,", ",Canada,,", "x.csv line 2: expected 19 cells, got 20"),
        (
            ",21.36,",
            ",21.36 degAPI,",
            "x.csv line 2: api: expected a finite number, got '21.36 degA",
        ),
        (
            ",21.36,,,3,",
            ",21.36,,,nan,",
            "x.csv line 2: sulphur: expected a finite number, got 'nan'",
        ),
        (
            "350@15;",
            "350;",
            "x.csv line 2: dynamic: expected pairs of viscosity and temperature su",
        ),
        (
            "350@15;",
            "inf@15;",
            "x.csv line 2: dynamic: expected pairs of viscosity and temperature s",
        ),
        ("api,", "apu,", "x.csv line 2: no column 'api'; did you mean 'api_low' or 'api_high'?"),
        ("Canada", '"Canada', "x.csv line 2: no table: unexpected end of data"),
    ],
)
def test_a_fault_in_a_table_is_named_by_its_line(old: str, new: str, text: str) -> None:
    whole = "\n".join(CRUDES)
    assert [oils.oil(record) for record in tables.records("x.csv", whole)]
    with pytest.raises(InputError) as refused:
        [oils.oil(record) for record in tables.records("x.csv", whole.replace(old, new, 1))]
    assert str(refused.value).startswith(text)


def test_a_text_without_a_line_is_no_table() -> None:
    with pytest.raises(InputError) as refused:
        tables.records("x.csv", "\n\n")
    assert str(refused.value) == "x.csv line 2: no table: no line with the names of columns"
