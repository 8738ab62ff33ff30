"""Warnings of crudes that the models of a coker were not made for."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

import oilecon as oe
from oilecon.refining.ranges import outside

PLANT = oe.Refinery.shipped("US Gulf coking")
PRICES = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
WTI, MAYA = oe.Assay.shipped("WTI"), oe.Assay.shipped("Maya")
TEXT = (
    "coker: the residue of 'WTI' has a carbon residue of 12.83 %, outside the range of "
    "yields='carbon residue', 15 to 30 %; the bracket of the result shows the other models"
)


def coker(yields: str) -> Any:
    return PLANT.evolve(coker=PLANT.get("coker").evolve(yields=yields)).values["coker"]


def test_a_light_crude_is_announced_by_every_answer() -> None:
    for call in (
        lambda: oe.refine(WTI, PLANT, PRICES),
        lambda: oe.parity(WTI, MAYA, PLANT, PRICES, "56 USD/bbl"),
        lambda: oe.parity(MAYA, WTI, PLANT, PRICES, "60 USD/bbl"),
    ):
        with pytest.warns(oe.AccuracyWarning) as caught:
            call()
        assert [str(each.message) for each in caught] == [TEXT]
        assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        oe.refine(MAYA, PLANT, PRICES)


def test_each_model_has_its_own_range() -> None:
    assert outside(coker("average"), [WTI, MAYA]) == []
    assert outside(coker("linear"), [WTI]) == []
    (text,) = outside(coker("linear"), [MAYA, None])
    assert "28.08 %, outside the range of yields='linear', up to 20 %" in text
    assert outside(None, [WTI]) == []


def test_a_crude_without_residue_is_in_every_range() -> None:
    light = oe.Assay({"all": oe.Cut(boils_to="340 degC", volume="100 %", density="740 kg/m3")})
    assert outside(coker("carbon residue"), [light]) == []
