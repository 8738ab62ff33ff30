"""Shipped refineries: their units, and rows that all of them share."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import UnknownName
from oilecon.reference.refineries import plants, unit_figures
from tests.samples import refusal

NAMES = [plant.name for plant in plants()]
UNITS = {
    "hydroskimming": {"crude_unit", "reformer", "hydrotreaters"},
    "cracking": {"crude_unit", "vacuum_unit", "reformer", "hydrotreaters", "cracker"},
    "coking": {"crude_unit", "vacuum_unit", "reformer", "hydrotreaters", "cracker", "coker"},
    "bitumen": {"crude_unit", "vacuum_unit", "hydrotreaters", "bitumen_unit"},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_plant_has_the_units_that_its_configuration_says(name: str) -> None:
    plant = oe.Refinery.shipped(name.upper())
    assert plant.name == name
    assert name.endswith(plant.configuration)
    every = set().union(*UNITS.values())
    assert {part for part in every if getattr(plant, part) is not None} == (
        UNITS[plant.configuration]
    )
    assert plant.place == oe.Refinery.figures(name).loc["place", "value"]


def test_the_same_row_is_in_every_plant_so_that_it_is_one_draw() -> None:
    coking: Any = oe.Refinery.shipped("US Gulf coking")
    for row in unit_figures():
        if row.value is None or row.configuration not in {"", "coking"}:
            continue
        for name in NAMES:
            other: Any = oe.Refinery.shipped(name)
            has = not row.part or getattr(other, row.part) is not None
            if has and row.configuration in {"", other.configuration}:
                assert other.row(row.path).evidence.row == row.evidence.row
                if row.part != "bitumen_unit":
                    assert other.row(row.path) == coking.row(row.path)


@pytest.mark.parametrize(
    ("path", "value", "low", "high"),
    [
        ("reformer.gasoline", "85 %", 0.80, 0.89),
        ("cracker.gasoline", "57.9 %", 0.54059, 0.61296),
        ("coker.coke_ratio", "1.28 1", 1.0, 1.6),
        ("hydrotreaters.gas_oil", "1.206 kg/bbl", 0.241, 2.17),
        ("crude_unit.loss", "0 %", 0.0, 0.005),
        ("catalyst", "0.4 USD/bbl", 0.3, 0.54),
        ("fuel_gas_heat", "51.6 MMBtu/t", 49.2, 52.7),
    ],
)
def test_a_figure_has_its_range(path: str, value: str, low: float, high: float) -> None:
    plant: Any = oe.Refinery.shipped("India coking")
    row = plant.row(path)
    assert plant.get(path).magnitude == pytest.approx(oe.Q(value).to(row.unit).magnitude)
    assert (row.low, row.high) == pytest.approx((low, high))
    assert row.evidence.note


def test_catalysts_cost_by_configuration() -> None:
    table = oe.Refinery.catalogue().set_index("configuration")["catalyst [USD/bbl]"]
    assert table.groupby(level=0).agg(["min", "max"]).to_dict("list") == {
        "min": [0.15, 0.4, 0.35, 0.15],
        "max": [0.15, 0.4, 0.35, 0.15],
    }


def test_what_no_one_publishes_is_listed_and_charged_nothing() -> None:
    plant: Any = oe.Refinery.shipped("Shandong bitumen")
    figures = oe.Refinery.figures("Shandong bitumen")
    for field in ("fuel", "power"):
        assert figures.loc[f"bitumen_unit.{field}", "kind"] == "not published"
        assert getattr(plant.bitumen_unit, field).magnitude == 0.0
        assert plant.bitumen_unit.row(field) is None
    absent = oe.Refinery.catalogue().loc["Shandong bitumen", "not published"]
    assert absent == "bitumen_unit.fuel, bitumen_unit.power"


def test_the_catalogue_has_a_row_a_plant_and_nothing_of_units_that_it_lacks() -> None:
    table: Any = oe.Refinery.catalogue()
    assert list(table.index) == NAMES
    assert pd.isna(table.loc["US Gulf cracking", "coker.coke_ratio"])
    assert table.loc["US Gulf coking", "cracker.slurry [%]"] == 6.28


def test_own_units_replace_the_shipped_ones() -> None:
    small = oe.Refinery.shipped("US Gulf coking", coker=None, name="mine")
    assert (small.configuration, small.name) == ("cracking", "mine")
    assert oe.Refinery.shipped("US Gulf coking", catalyst="1 USD/bbl").catalyst == (
        oe.Q("1 USD/bbl")
    )


def test_an_unknown_plant_is_refused() -> None:
    text = refusal(lambda: oe.Refinery.shipped("US Gulf coker"), UnknownName)
    assert text == (
        "no shipped refinery 'US Gulf coker'; did you mean 'US Gulf coking'? "
        "Refinery.catalogue() lists all"
    )
