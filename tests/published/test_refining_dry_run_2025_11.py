"""A refinery model by hand for November 2025, US Gulf, that this library's is held to.

Parity with Maya at 56.39 USD/bbl before running cost, to 0.15 USD/bbl, and worth to 0.2: figures
are printed to 0.1. Worth in coking is corrected by up to 0.2: the hand model's agrees if coker
naphtha has 740 kg/m3, and PRELIM v1.6 has 770.
"""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe

# Light crudes have less carbon residue than the models of the coker are for, Castilla more.
pytestmark = pytest.mark.filterwarnings("ignore::oilecon.AccuracyWarning")
MAYA = 56.39
PRICES = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
PLANT = oe.Refinery.shipped("US Gulf coking")
NAMES = {"WCS": "Western Canadian Select", "Zuata": "Zuata extra-heavy"}
# crude: parity by carbon residue, linear, average
PARITIES = {
    "Merey 16": (57.19, 57.29, 56.59),
    "WCS": (56.19, 56.89, 54.49),
    "Mars": (58.69, 60.39, 55.99),
    "WTI": (58.59, 61.19, 54.69),
    "Castilla": (53.19, 52.19, 55.39),
}
# crude: hydroskimming, cracking, coking by carbon residue
WORTH = {
    "Merey 16": (66.1, 73.2, 77.6),
    "Maya": (67.4, 73.6, 76.8),
    "WCS": (64.8, 71.7, 76.6),
    "Mars": (68.7, 75.9, 79.1),
    "WTI": (70.6, 76.4, 79.0),
    "Castilla": (64.8, 71.9, 73.6),
    "Zuata": (63.1, 71.8, 76.4),
}

# crude: worth in coking by carbon residue, linear, average
COKERS = {
    "Merey 16": (77.6, 75.0, 80.0),
    "Maya": (76.8, 74.1, 79.8),
    "WCS": (76.6, 74.6, 77.9),
    "Mars": (79.1, 78.1, 79.4),
    "WTI": (79.0, 78.9, 78.1),
    "Castilla": (73.6, 69.9, 78.8),
    "Zuata": (76.4, 72.6, 80.7),
}


def assay(name: str) -> oe.Assay:
    return oe.Assay.shipped(NAMES.get(name, name))


@pytest.mark.parametrize("name", PARITIES)
def test_parity_with_maya_under_each_model_of_the_coker(name: str) -> None:
    parity = oe.parity(assay(name), assay("Maya"), PLANT, PRICES, f"{MAYA} USD/bbl")
    own = parity.bracket["on worth [USD/bbl]"]
    models = ["carbon residue", "linear", "average"]
    assert list(own[models]) == pytest.approx(PARITIES[name], abs=0.15)
    width = max(PARITIES[name]) - min(PARITIES[name])
    assert parity.width.magnitude == pytest.approx(width, abs=0.3)


@pytest.mark.parametrize("name", WORTH)
def test_worth_by_configuration(name: str) -> None:
    own = [
        oe.parity(assay(name), assay("Maya"), plant, PRICES, f"{MAYA} USD/bbl").worth.magnitude
        for plant in map(
            oe.Refinery.shipped, ("US Gulf hydroskimming", "US Gulf cracking", "US Gulf coking")
        )
    ]
    assert own == pytest.approx(WORTH[name], abs=0.2)


@pytest.mark.parametrize("name", COKERS)
def test_worth_under_each_model_of_the_coker(name: str) -> None:
    # Corrected by up to 0.2 downwards for naphtha, the most where the model makes most of it.
    own = oe.refine(assay(name), PLANT, PRICES).bracket["gross [USD/bbl]"]
    models = ["carbon residue", "linear", "average"]
    assert list(own[models]) == pytest.approx(COKERS[name], abs=0.25)


def test_the_most_a_coker_could_pay() -> None:
    # By hand 77.6 less 3.35 of running cost; the library's cost is 2.96, within 2.5 to 4.5.
    parity = oe.parity(assay("Merey 16"), assay("Maya"), PLANT, PRICES, f"{MAYA} USD/bbl")
    cost = (parity.worth - parity.ceiling).magnitude
    assert 2.5 <= cost <= 4.5
    assert parity.ceiling.magnitude == pytest.approx(74.3, abs=0.3)


# Yields by the barrel, coke in kg: gasoline, diesel, jet, LPG, naphtha, fuel oil, coke. Naphtha is
# corrected with its density, by 0.003.
YIELDS = {
    "Merey 16": (0.302, 0.252, 0.123, 0.137, 0.097, 0.024, 22.0),
    "Maya": (0.293, 0.223, 0.155, 0.121, 0.115, 0.021, 22.0),
    "WTI": (0.344, 0.170, 0.194, 0.093, 0.173, 0.017, 3.0),
}
PRODUCTS = ["gasoline", "diesel", "jet fuel", "LPG", "naphtha", "fuel oil", "coke"]


@pytest.mark.parametrize("name", YIELDS)
def test_yields_of_the_coking_plant(name: str) -> None:
    amounts = oe.refine(assay(name), PLANT, PRICES).yields["amount"][PRODUCTS]
    assert list(amounts[:-1]) == pytest.approx(YIELDS[name][:-1], abs=0.003)
    assert amounts.iloc[-1] == pytest.approx(YIELDS[name][-1], abs=0.5)


@pytest.mark.parametrize(
    ("path", "more", "unit", "worth"),
    [
        ("prices.gasoline.price", 5.0 * 0.42, "USD/bbl", 0.79),  # 5 US cents by the gallon
        ("prices.diesel.price", 5.0 * 0.42, "USD/bbl", 0.53),
        ("prices.jet.price", 5.0 * 0.42, "USD/bbl", 0.26),
        ("prices.naphtha.price", 5.0, "USD/bbl", 0.48),
        ("prices.coke", 20.0, "USD/t", 0.44),
        ("prices.natural_gas", 1.0, "USD/MMBtu", 0.30),  # by hand at 47 MMBtu/t, here at 51.6
        ("refinery.coker.diesel_share", 0.2, "fraction", 0.9),
        ("refinery.coker.diesel_share", -0.2, "fraction", -0.9),
    ],
)
def test_sensitivities_of_merey_in_the_coking_plant(
    path: str, more: float, unit: str, worth: float
) -> None:
    made = oe.refine(assay("Merey 16"), PLANT, PRICES)
    changed = made.vary({path: made.inputs.get(path) + oe.Q(more, unit)})
    assert (changed.gross - made.gross).magnitude == pytest.approx(worth, abs=0.06)


def test_dearer_gas_costs_less_than_by_hand() -> None:
    """By hand 0.49 of gas by the barrel, fuel and hydrogen; here 0.42, a miss of 0.07.

    By hand all fuel is charged, that of the reformer too, which burns its own gas.
    """
    made = oe.refine(assay("Merey 16"), _charged(PLANT), PRICES)
    gas = made.inputs.get("prices.natural_gas") + oe.Q(1.0, "USD/MMBtu")
    more = (made.vary({"prices.natural_gas": gas}).cost - made.cost).magnitude
    assert more == pytest.approx(0.42, abs=0.01)


def _charged(plant: oe.Refinery) -> oe.Refinery:
    """Return a refinery whose reformer makes no gas to burn, so that all its fuel is charged."""
    return plant.evolve(reformer=plant.get("reformer").evolve(gas="0 %"))


@pytest.mark.parametrize(
    ("plant", "low", "by_hand", "high"),
    [
        ("US Gulf hydroskimming", 0.6, 0.85, 1.3),
        ("US Gulf cracking", 1.7, 2.36, 3.2),
        ("US Gulf coking", 2.5, 3.35, 4.5),
    ],
)
def test_running_cost_is_within_the_range_of_the_one_by_hand(
    plant: str, low: float, by_hand: float, high: float
) -> None:
    shipped = oe.Refinery.shipped(plant)
    cost = oe.refine(assay("Merey 16"), shipped, PRICES).cost.magnitude
    assert low <= cost <= high
    charged = oe.refine(assay("Merey 16"), _charged(shipped), PRICES).cost.magnitude
    assert charged == pytest.approx(by_hand, rel=0.12)


@pytest.mark.parametrize(("quoted", "worth"), [(3150, 70.4), (3620, 74.8)])
def test_bitumen_in_shandong(quoted: int, worth: float) -> None:
    """Light products of Rotterdam, gas oil at its fuel oil of 1 % sulphur, bitumen without tax."""
    prices = oe.ProductPrices.shipped(
        "Shandong",
        on="2025-11",
        fuel_oil="62.28 USD/bbl",
        bitumen=oe.ProductPrice(
            price_per_tonne=f"{quoted} CNY/t",
            barrels_per_tonne="6.05 bbl/t",
            vat="13 %",
            exchange_rate="7.1 CNY/USD",
        ),
    )
    made = oe.refine(assay("Merey 16"), oe.Refinery.shipped("Shandong bitumen"), prices)
    assert made.gross.magnitude == pytest.approx(worth, abs=0.1)


def test_january_2026() -> None:
    """Maya landed at 54.72, and 1.1 more for Merey: 55.9 delivered, 10.7 below dated Brent."""
    prices = oe.ProductPrices.shipped("US Gulf Coast", on="2026-01")
    parity = oe.parity(assay("Merey 16"), assay("Maya"), PLANT, prices, "54.72 USD/bbl")
    assert parity.on_worth.magnitude == pytest.approx(55.9, abs=0.1)


@pytest.mark.parametrize(("sample", "rent"), [("Maya_Solomon 2001", 5.9), ("MAYA_Stratiev", 3.3)])
def test_the_rent_of_coking_room_is_of_one_sample(sample: str, rent: float) -> None:
    """By hand 5.4, from the worth of the first sample with the residue of the second.

    Before running cost, as by hand; `ParityPrice.rent` is after it, and 1.6 to 2.0 lower.
    """
    maya, wti = oe.Assay.shipped("Maya", sample=sample), assay("WTI")
    margins = [
        oe.refine(crude, PLANT, PRICES).gross.magnitude - price
        for crude, price in ((maya, MAYA), (wti, 60.06))
    ]
    residues = [crude.cuts["vr"].volume.to("fraction").magnitude for crude in (maya, wti)]
    own = (margins[0] - margins[1]) / (residues[0] - residues[1])
    assert own == pytest.approx(rent, abs=0.1)
    full = PLANT.evolve(coker=PLANT.get("coker").evolve(capacity="30 %"))
    given: dict[str, Any] = {"share": "20 %", "light": wti, "light_price": "60.06 USD/bbl"}
    parity = oe.parity(assay("Merey 16"), maya, full, PRICES, f"{MAYA} USD/bbl", **given)
    assert own - 2.05 <= parity.rent.magnitude <= own - 1.55


@pytest.mark.parametrize(("name", "by_hand"), [("Merey 16", 0.01), ("WCS", 0.26)])
def test_a_crude_with_less_residue_than_the_marker_is_worth_the_room_it_leaves(
    name: str, by_hand: float
) -> None:
    """By hand at 5.4 by the barrel of residue; here at the rent of one sample after cost, 1.7."""
    maya = oe.Assay.shipped("Maya", sample="MAYA_Stratiev")
    less, marker = (
        crude.cuts["vr"].volume.to("fraction").magnitude for crude in (assay(name), maya)
    )
    assert 5.4 * (marker - less) == pytest.approx(by_hand, abs=0.01)
    full = PLANT.evolve(coker=PLANT.get("coker").evolve(capacity="30 %"))
    given: dict[str, Any] = {"share": "5 %", "light": assay("WTI"), "light_price": "60.06 USD/bbl"}
    parity = oe.parity(assay(name), maya, full, PRICES, f"{MAYA} USD/bbl", **given)
    assert parity.rent.magnitude == pytest.approx(1.68, abs=0.05)
    assert -parity.lost.magnitude == pytest.approx(1.68 / 5.4 * by_hand, abs=0.005)
