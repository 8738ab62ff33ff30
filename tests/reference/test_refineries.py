"""The tables of plants and of their units: what each plant has, and what each unit's rows fill."""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.evidence import ABSENT
from oilecon.fields import Number
from oilecon.groups import Group, Subgroup
from oilecon.reference.refineries import plants, unit_figures

PARTS = {
    name: next(iter(field.kinds.values()))
    for name, field in oe.Refinery._fields.items()
    if isinstance(field, Subgroup)
}
OWN = {"capacity"}  # a plant's own limit, which none of the shipped ones has


def test_plants_are_in_order_and_each_has_units() -> None:
    names = [plant.name for plant in plants()]
    assert names == sorted(names)
    for plant in plants():
        assert plant.name.endswith(f" {plant.configuration}")
        assert set(plant.parts) <= set(PARTS)
        assert "crude_unit" in plant.parts
        assert "No yields of plants there are published" in plant.evidence.note
    places = {plant.place for plant in plants()}
    assert places == {
        *("US Gulf Coast", "NW Europe", "Singapore", "Shandong", "India"),
    }


@pytest.mark.parametrize("part", ["", *PARTS])
def test_every_number_of_a_unit_has_a_row(part: str) -> None:
    kind: type[Group] = PARTS[part] if part else oe.Refinery
    fields = {name for name, field in kind._fields.items() if isinstance(field, Number)}
    assert {row.field for row in unit_figures() if row.part == part} == fields - OWN


def test_a_row_is_of_all_plants_unless_it_names_a_configuration() -> None:
    assert {row.path for row in unit_figures() if row.configuration} == {"catalyst"}
    made = {row.configuration for row in unit_figures() if row.path == "catalyst"}
    assert made == {plant.configuration for plant in plants()}
    ids = [row.evidence.row for row in unit_figures()]
    assert len(ids) == len(set(ids))


SHARES = {"coker.gas", "coker.naphtha", "coker.gas_oil", "coker.coke"}  # of one whole


@pytest.mark.parametrize("row", unit_figures(), ids=lambda row: row.evidence.row)
def test_a_figure_has_a_range_and_a_note(row: object) -> None:
    assert isinstance(row, type(unit_figures()[0]))
    behind = row.evidence
    assert behind.note
    if row.value is None:
        assert behind.kind == ABSENT
    elif row.path in SHARES:
        assert not behind.ranged
    else:
        assert behind.low is not None
        assert behind.high is not None
        assert behind.low < behind.high
        assert behind.holds(row.value)


def test_averages_of_a_coker_make_the_whole() -> None:
    assert sum(row.value or 0.0 for row in unit_figures() if row.path in SHARES) == 100.0
