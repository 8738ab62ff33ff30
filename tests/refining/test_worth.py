"""Worth of a crude in a refinery, its mass balance, and its break-evens."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.refining.balances import PLANT
from tests.samples import refusal

MEREY = oe.Assay.shipped("Merey 16")
MAYA = oe.Assay.shipped("Maya")
PRICES = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
PLANTS = {
    name: oe.Refinery.shipped(f"US Gulf {name}") for name in ("hydroskimming", "cracking", "coking")
}
COKING = PLANTS["coking"]


def limited(capacity: str) -> oe.Refinery:
    coker: Any = COKING.coker
    return COKING.evolve(coker=coker.evolve(capacity=capacity))


def merey(**given: Any) -> oe.refining.Refined:
    return oe.refine(MEREY, COKING, PRICES, **given)


@pytest.mark.parametrize("name", PLANTS)
def test_mass_closes_over_every_unit(name: str) -> None:
    balance = oe.refine(MEREY, PLANTS[name], PRICES).balance()
    shares = balance.xs("closing", level="stream")["share of feed [%]"]
    assert shares.to_numpy() == pytest.approx(100.0)
    assert PLANT in shares.index


def test_figures_add_up() -> None:
    refined = merey(price="57 USD/bbl")
    assert sum(each.magnitude for each in refined.worth.values()) == refined.gross.magnitude
    assert sum(each.magnitude for each in refined.costs.values()) == pytest.approx(
        refined.cost.magnitude
    )
    assert refined.value == refined.gross - refined.cost
    assert refined.margin.magnitude == refined.value.magnitude - 57.0
    amounts = refined.waterfall()["amount [USD/bbl]"]
    assert amounts.iloc[-1] == refined.margin.magnitude
    assert pickle.loads(pickle.dumps(refined)) == refined  # noqa: S301


@given(st.floats(1.0, 200.0), st.floats(1.0, 200.0))
def test_worth_is_linear_and_rises_in_a_price(low: float, high: float) -> None:
    path = "prices.diesel.price"
    ends = oe.Q([low, (low + high) / 2.0, high], "USD/bbl")
    first, middle, last = merey().vary({path: ends}).gross.magnitude
    assert middle == pytest.approx((first + last) / 2.0)
    assert (last >= first) == (high >= low) or last == pytest.approx(first)


@pytest.mark.filterwarnings("ignore::oilecon.errors.AccuracyWarning")  # of the light residue
def test_the_share_of_the_diet_moves_the_value_where_the_coker_binds() -> None:
    light, plant = oe.Assay.shipped("WTI"), limited("15 %")
    five, twenty, half, whole = (
        oe.refine(MEREY, plant, PRICES, share=share, base=light)
        for share in ("5 %", "20 %", "50 %", "100 %")
    )
    assert five.lost.magnitude == 0.0
    # Not in order: residue without room is the diet's mean, and a light one is worth more coked.
    assert min(each.lost.magnitude for each in (twenty, half, whole)) > 0.0
    assert twenty.above < half.above < whole.above
    assert len({each.value.magnitude for each in (five, twenty, half, whole)}) == 4
    alone = oe.refine(MEREY, plant, PRICES)
    assert alone.value.magnitude == pytest.approx(whole.value.magnitude)
    assert alone.above.magnitude == pytest.approx(whole.above.magnitude)


def test_breakeven_brings_the_margin_to_its_target() -> None:
    refined = merey(price="57 USD/bbl")
    at = refined.breakeven("prices.diesel.price", "0 USD/bbl")
    assert refined.vary({"prices.diesel.price": at}).margin.magnitude == pytest.approx(
        0.0, abs=1e-9
    )
    assert "does not move it" in refusal(
        lambda: refined.breakeven("refinery.coker.coke", "1 USD/bbl")
    )


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("assay.vr.carbon_residue", "assay.carbon_residue: expected what the cuts make, "),
        ("assay.vr.volume", "assay.cuts: expected volumes that make 100 %, within 0.5 %, got "),
        ("assay.vr.boils_from", "assay.cuts.vr: expected a cut from where 'hvgo' ends, 525 degC"),
    ],
)
def test_a_breakeven_says_what_holds_an_input_where_it_is(path: str, why: str) -> None:
    refined = merey(price="57 USD/bbl")
    text = refusal(lambda: refined.breakeven(path, "17 USD/bbl"))
    assert text.startswith(
        f"{path}: no value that was tried but the present one fits the other inputs: {why}"
    )
    assert "at index" not in text
    free = refined.vary({"assay.carbon_residue": None})
    at = free.breakeven("assay.vr.carbon_residue", "17 USD/bbl")
    assert free.vary({"assay.vr.carbon_residue": at}).margin.magnitude == pytest.approx(17.0)


def test_errors_name_what_to_write() -> None:
    assert refusal(lambda: merey().margin) == (
        "margin: expected a delivered price of the crude, got none; "
        "write refine(..., price='56.39 USD/bbl')"
    )
    assert refusal(lambda: merey(share="5 %")).startswith("refine: base: expected share and base")
    text = refusal(lambda: oe.refine(MEREY, PLANTS["cracking"], PRICES).bracket)
    assert text.startswith("bracket: expected a refinery with a coker, got a cracking one")
    assert refusal(lambda: merey(share="5 %", base=MAYA)) == (
        "refine: share: has no effect without a capacity of a unit; write capacity='35 %' for "
        "refinery.coker, or leave share and base out"
    )
    cracks = PRICES.evolve(diesel=oe.ProductPrice(crack="39 USD/bbl"))
    assert refusal(lambda: oe.refine(MEREY, COKING, cracks)) == (
        "refine: benchmark: required by the crack spread of diesel; write benchmark='63.8 USD/bbl'"
    )


def test_errors_are_in_the_words_of_the_arguments() -> None:
    text: Any = "US Gulf coking"
    assert refusal(lambda: oe.refine(MEREY, text, PRICES)) == (
        "refine: refinery: expected Refinery(...), got str; write "
        "oilecon.Refinery.shipped('US Gulf coking') for a shipped one"
    )
    bare: Any = 56
    assert refusal(lambda: oe.parity(MEREY, MAYA, COKING, PRICES, bare), oe.UnitError) == (
        "parity: price: expected USD/bbl, got the bare number 56; write '56 USD/bbl' if that is "
        "the unit"
    )
    gate: Any = oe.refining.gate_values
    for plant in (COKING, (text, PRICES), (COKING, text)):
        assert "; write " in refusal(lambda plant=plant: gate([MEREY], {"a": plant}))


@pytest.mark.parametrize(("name", "value"), [("carbon_residue", "28 %"), ("sulphur", "5 %")])
def test_a_cut_changes_with_the_whole_crude_as_the_message_says(name: str, value: str) -> None:
    refined, changes = merey(), {f"assay.vr.{name}": value}
    text = refusal(lambda: refined.vary(changes))
    assert text.startswith(f"assay.{name}: expected what the cuts make")
    assert f"; write {name}=None in the same call" in text
    changed = refined.vary({**changes, f"assay.{name}": None})
    assert getattr(changed.inputs.assay.cuts["vr"], name) == oe.Q(value, "fraction")


def test_a_feed_outside_the_model_is_warned_of() -> None:
    coker: Any = COKING.coker
    linear = COKING.evolve(coker=coker.evolve(yields="linear"))
    with pytest.warns(oe.AccuracyWarning, match="outside the range of yields='linear', up to 20 %"):
        oe.refine(MEREY, linear, PRICES)


def test_the_bracket_holds_the_value() -> None:
    bracket = merey().bracket["value [USD/bbl]"]
    assert bracket["carbon residue"] == merey().value.magnitude
    models = bracket.drop("width")
    assert bracket["width"] == models.max() - models.min()


def test_a_blend_lies_between_its_parts() -> None:
    blend = oe.refining.blend_assays([(MEREY, "50 %"), (MAYA, "50 %")])
    for name in ("density", "sulphur", "carbon_residue"):
        ends = sorted(getattr(each, name).magnitude for each in (MEREY, MAYA))
        assert ends[0] <= getattr(blend, name).magnitude <= ends[1]
    mean = np.mean([oe.refine(each, COKING, PRICES).gross.magnitude for each in (MEREY, MAYA)])
    assert oe.refine(blend, COKING, PRICES).gross.magnitude == pytest.approx(mean, abs=0.02)
    text = refusal(lambda: oe.refining.blend_assays([(MEREY, "50 %"), (MAYA, "40 %")]))
    assert text.startswith("blend_assays: expected shares that sum to 1, got 0.9")


def test_the_best_plant_pays_most() -> None:
    plants = {name: (plant, PRICES) for name, plant in PLANTS.items()}
    values = oe.refining.gate_values([MEREY, MAYA], plants)
    best = values.best()
    assert list(best["plant"]) == ["coking", "coking"]
    assert (best["lead [USD/bbl]"] > 0.0).all()
    moved = oe.refining.between_plants(MEREY, plants["coking"], plants["cracking"], "57 USD/bbl")
    gap = values["Merey 16", "cracking"].value - values["Merey 16", "coking"].value
    assert moved.magnitude == pytest.approx(57.0 + gap.magnitude)


def test_a_model_that_the_crude_is_outside_of_is_a_hole() -> None:
    whole = oe.Assay.shipped("Castilla").evolve(carbon_residue=None)
    crude = whole.vary({"vr.carbon_residue": "34 %"})
    with pytest.warns(oe.AccuracyWarning):
        bracket = oe.refine(crude, PLANTS["coking"], PRICES).bracket
    assert bracket.loc["linear"].isna().all()
    models = bracket.drop(["linear", "width"])
    assert models.notna().all().all()
    assert list(bracket.loc["width"]) == list(models.max() - models.min())
