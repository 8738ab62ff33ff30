"""The table of assays: its samples, their cuts, and what is refused."""

from __future__ import annotations

import pytest

from oilecon.errors import InputError
from oilecon.reference import tables
from oilecon.reference.assays import UNITS, WHOLE, assay_samples, cut_row

COLUMNS = tables.TABLES["assays.csv"]
LINES = (tables.DATA / "assays.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("key", assay_samples(), ids=" ".join)
def test_a_sample_is_the_whole_crude_and_its_cuts_without_gaps(key: tuple[str, str]) -> None:
    whole, *cuts = assay_samples()[key]
    assert (whole.crude, whole.sample, whole.cut) == (*key, WHOLE)
    assert set(whole.values) == {"density", "sulphur", "carbon_residue"}
    assert whole.evidence.row == f"Assay:{key[0]}:{key[1]}:whole"
    ends = [(cut.values.get("boils_from"), cut.values.get("boils_to")) for cut in cuts]
    assert [low for low, _ in ends[1:]] == [high for _, high in ends[:-1]]
    assert all(cut.values["volume"] > 0.0 and cut.values["mass"] > 0.0 for cut in cuts)


def test_samples_of_a_crude_lie_together_the_eight_cuts_of_prelim_first() -> None:
    crudes = [crude for crude, _ in assay_samples()]
    assert crudes == sorted(crudes, key=str.casefold)
    several = {crude for crude in crudes if crudes.count(crude) > 1}
    assert several == {"Cold Lake Blend", "Mars", "Maya", "Western Canadian Select"}
    for crude in several:
        first, second = (sample for (name, sample) in assay_samples() if name == crude)
        assert "Solomon" in first
        assert second in {"CLKBL23B", "MARS202503", "MAYA_Stratiev", "Wcs214 (Suncor)_Solomon"}


def test_what_is_derived_is_an_estimate_and_says_from_what() -> None:
    derived = {
        (row.crude, row.cut): row.evidence.note
        for rows in assay_samples().values()
        for row in rows
        if row.evidence.kind != "published"
    }
    assert set(derived) == {
        ("Cold Lake Blend", "light_ends"),
        ("Fort Hills", WHOLE),
        ("Fort Hills", "light_ends"),
        ("Kearl", "light_ends"),
    }
    assert all(derived.values())


def test_a_row_is_read_in_the_units_of_its_columns() -> None:
    assert set(UNITS) <= set(COLUMNS.all)
    (row,) = map(cut_row, tables.records("x.csv", "\n".join([LINES[0], LINES[2]]), COLUMNS))
    assert row.cut == "lsr"
    assert dict(row.values) == {
        "boils_to": 80.0,
        "volume": 10.89,
        "mass": 7.24,
        "density": 610.6,
        "sulphur": 0.0,
    }


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (",10.89,", ",10.89 %,", "x.csv line 2: volume: expected a finite number, got '10.89 %'"),
        (",610.6,", ",nan,", "x.csv line 2: density: expected a finite number, got 'nan'"),
        (",published,", ",derived,", "x.csv line 2: kind: expected 'published', 'estimate' or "),
        (",prelim-assays,", ",prelim,", "x.csv line 2: source: no source 'prelim' in the bibliog"),
    ],
)
def test_a_fault_is_named_by_line_and_column(old: str, new: str, text: str) -> None:
    assert old in LINES[2]
    changed = "\n".join([LINES[0], LINES[2].replace(old, new)])
    with pytest.raises(InputError) as refused:
        list(map(cut_row, tables.records("x.csv", changed, COLUMNS)))
    assert str(refused.value).startswith(text)
