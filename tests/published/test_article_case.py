"""The base case: every sourced figure is shipped as it was collected, and can be reached.

`article_case.csv` beside this file holds the figures as collected from their sources, which
`oilecon.sources()` names. Tolerance: none, they are copied. One range is not of a source: the high
of the target gravity, at which diluent is the 25 % of the volumes that was practice.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import oilecon as oe
from oilecon import reference

_FILE = Path(__file__).parent / "article_case.csv"
COLLECTED = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
SCENARIOS = (
    "article",
    "article-discount",
    "article-sanctioned",
    "article-realised",
    "article-period",
)
BASES = ("realised", "period")  # of freight, whose hires stand in scenarios of their own


def shipped() -> dict[str, reference.Row]:
    """Every shipped row of the base case by name, the ships' rows with it."""
    found = {row.name: row for row in reference.rows("article-sanctioned")}
    for basis in BASES:
        hires = reference.regime_rows()[f"article-{basis}"]
        found |= {f"{row.name}.{basis}": row for row in hires}
    found |= {row.name: row for rows in reference.vessel_rows().values() for row in rows}
    return found


@pytest.mark.parametrize("collected", COLLECTED, ids=lambda row: row["input"])
def test_every_collected_figure_is_shipped_unchanged(collected: dict[str, str]) -> None:
    row = shipped()[collected["input"]]
    assert (row.value, row.low, row.high) == tuple(
        float(collected[name]) for name in ("value", "low", "high")
    )
    assert (row.unit, row.evidence.kind, row.evidence.as_of) == tuple(
        collected[name] for name in ("unit", "kind", "as_of")
    )


def test_nothing_is_shipped_that_was_not_collected() -> None:
    assert sorted(shipped()) == sorted(row["input"] for row in COLLECTED)


@pytest.mark.parametrize("collected", COLLECTED, ids=lambda row: row["input"])
def test_every_collected_figure_stands_at_a_path_of_a_shipped_scenario(
    collected: dict[str, str],
) -> None:
    row = shipped()[collected["input"]]
    found = 0
    for name in SCENARIOS:
        scenario = oe.scenario(name)
        for path, field, raw in scenario.leaves():
            taken = scenario.row(path)
            if taken is not None and taken.evidence == row.evidence:
                found += 1
                assert raw == row.value
                assert row.unit == ("1" if field.unit == "fraction" else field.unit)
    assert found > 0


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, plan in reference.scenario_plans().items()
        if "freight" in plan and "covers" not in plan  # those of dates: test_regimes.py
    ],
)
def test_no_basis_of_freight_takes_one_ship_s_from_another(name: str) -> None:
    """Both hires are of the kind that the scenario names, and of one date."""
    basis = reference.scenario_plan(name)["freight"]
    hires = [row for row in reference.rows(name) if row.name.endswith(".hire")]
    assert sorted(row.name for row in hires) == ["asia.hire", "gulf.hire"]
    for row in hires:
        assert row.evidence.note.partition(" ")[0].rstrip(":").lower() == basis
    assert len({row.evidence.as_of for row in hires}) == 1
    fixed = {
        basis: "fixed and loaded in it",
        "realised": "fixed some weeks before",
        "period": "nothing is fixed for the cargo",
    }[basis]
    assert all(fixed in row.evidence.note for row in hires)


@pytest.mark.parametrize("row", shipped().values(), ids=list(shipped()))
def test_every_row_is_ordered_sourced_and_says_what_it_stands_for(row: reference.Row) -> None:
    assert row.low <= row.value <= row.high
    assert row.evidence.kind in {"published", "estimate", "assumption"}
    assert row.evidence.source
    assert set(row.evidence.source) <= set(oe.sources().index)
    assert row.evidence.as_of
    assert row.evidence.note
