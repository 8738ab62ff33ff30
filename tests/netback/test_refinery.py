"""What a refinery makes of a crude, and what that is worth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.netback.assays import fractions
from oilecon.netback.refinery import limits, needs, priced, run, unlimited, valued
from tests.samples import ASSAY, COKER, COKING, LIGHTER, PRICES

OF: Any = fractions(ASSAY.unfilled_tree())
PRICED: Any = priced(PRICES.values)
PLANT = COKING.unfilled


def worth_at(**changed: float) -> Any:
    return valued(OF, PLANT, {**PRICED, **changed})


def test_a_hydroskimming_refinery_by_hand() -> None:
    plant = oe.Refinery(oe.CrudeUnit("0.1 MMBtu/bbl", "1 kWh/bbl"), catalyst="0.2 USD/bbl")
    made = valued(OF, plant.unfilled, PRICED)
    # naphtha 12 %, kerosene and diesel 20 % in 110 to 50 degrees, the rest fuel oil
    gross = 0.12 * 58.43 + 0.20 * (110 * 94.84 + 50 * 103.17) / 160 + 0.68 * 56.66
    assert made.gross == pytest.approx(gross)
    assert made.cost.cost_usd_bbl == pytest.approx(0.1 * 3.79 + 0.0844 + 0.2)


def test_lpg_is_priced_as_propane_and_butane() -> None:
    assert PRICED["lpg"] == pytest.approx(0.35 * 25.4 + 0.65 * 0.85 * 76.81)


def test_coke_is_the_carbon_residue_times_its_ratio() -> None:
    coke = run(OF, PLANT).products["coke"]
    assert coke == pytest.approx(1.28 * OF["residue"].carbon_kg_bbl)


@given(st.sampled_from(["gasoline", "diesel", "jet", "naphtha", "coke"]), st.floats(1.0, 90.0))
def test_worth_is_linear_in_each_price_and_never_falls_with_it(name: str, step: float) -> None:
    once, twice = (worth_at(**{name: PRICED[name] + k * step}).gross for k in (1.0, 2.0))
    base = worth_at().gross
    assert twice - once == pytest.approx(once - base)
    assert once >= base


def test_every_refinery_needs_a_price_of_fuel_oil() -> None:
    alone = COKING.evolve(cracker=None, coker=COKER.evolve(diesel_share="100 %"))
    assert run(OF, alone.unfilled).products["fuel_oil"] > 0.2  # its gas oils
    for plant in (COKING, alone, oe.Refinery(oe.CrudeUnit())):
        assert "fuel_oil" in needs(plant.unfilled)


def test_gas_that_is_burnt_replaces_fuel() -> None:
    plant = COKING.evolve(crude_unit=oe.CrudeUnit("1 MMBtu/bbl"))  # more than the gas
    burnt = valued(OF, plant.evolve(fuel_gas="burnt").unfilled, PRICED)
    credited = valued(OF, plant.unfilled, PRICED)
    assert "fuel_gas" not in burnt.worth
    assert burnt.value == pytest.approx(credited.value)
    heat = credited.cost.fuel_mmbtu_bbl - burnt.cost.fuel_mmbtu_bbl
    assert heat * 3.79 == pytest.approx(credited.worth["fuel_gas"])


def test_the_gas_of_a_reformer_spares_fuel_and_is_no_product() -> None:
    plant = COKING.evolve(crude_unit=oe.CrudeUnit("1 MMBtu/bbl"), fuel_gas_heat="50 MMBtu/t")
    dry, wet = (
        plant.evolve(reformer=plant.get("reformer").evolve(lpg="0 %", gas=gas))
        for gas in ("0 %", "6 %")
    )
    made, other = (valued(OF, each.unfilled, PRICED) for each in (wet, dry))
    assert made.gross == other.gross
    spared = 0.06 * made.made.feeds["reformer"].mass_kg_bbl / 1000.0 * 50.0
    assert other.cost.fuel_mmbtu_bbl - made.cost.fuel_mmbtu_bbl == pytest.approx(spared)


@given(st.floats(0.0, 0.4))
def test_a_limit_never_adds_worth_and_what_is_above_it_is_fuel_oil(capacity: float) -> None:
    coker = COKER.evolve(capacity=oe.Q(capacity, "1"))
    plant = COKING.evolve(coker=coker).unfilled
    assert limits(plant) == ["coker"]
    made = run(OF, plant)
    assert made.above == pytest.approx(0.4 - capacity)
    assert valued(OF, plant, PRICED).value <= valued(OF, unlimited(plant), PRICED).value


def test_a_loss_takes_from_every_product_alike() -> None:
    lossy = COKING.evolve(crude_unit=COKING.crude_unit.evolve(loss="1 %")).unfilled
    kept = run(fractions(LIGHTER.unfilled_tree()), PLANT).products
    for name, amount in run(fractions(LIGHTER.unfilled_tree()), lossy).products.items():
        assert amount == pytest.approx(0.99 * kept[name])


def test_fuel_oil_is_priced_by_its_sulphur_where_two_qualities_are_quoted() -> None:
    """Of Brent 1.3 % in the residue, of Merey above 3.5 %; without a second quality, at the one."""
    plant = oe.Refinery.shipped("NW Europe cracking").values
    prices = oe.ProductPrices.shipped("NW Europe", on="2025-11")
    one_quality = priced(prices.evolve(low_sulphur_fuel_oil=None).values)
    for name, lies in (("Brent Blend", (0.85, 0.95)), ("Merey 16", (0.0, 0.0))):
        of = fractions(oe.Assay.shipped(name).values)
        two, one = (
            valued(of, plant, each).worth["fuel_oil"]
            / valued(of, plant, each).made.products["fuel_oil"]
            for each in (priced(prices.values), one_quality)
        )
        assert one == pytest.approx(58.66)
        assert lies[0] <= (two - 58.66) / (62.28 - 58.66) + 1e-12 <= lies[1] + 2e-12
