"""A million parities over product prices and yields of a coker, against whole-array NumPy.

Four prices and two shares of the coker vary; both crudes and all else stand still. Both sides
answer with the delivered parity, by the same formulas, running cost included. The library is timed
twice: its arithmetic on plain arrays, and `oilecon.parity` with the arrays as inputs of the groups,
which are then checked. The hand-written side starts from plain arrays and checks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks.racing import Goal, clocked, race
from oilecon.blocks import replace_leaves
from oilecon.evaluation import tree_in_blocks
from oilecon.netback.assays import fractions
from oilecon.netback.parity import at_parity
from oilecon.netback.refinery import LPG_KG_M3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

ROWS = 1_000_000
PAIRS = 11
BARREL = 0.158987294928
PRICE = 56.39


def by_hand(draws: dict[str, Any], crude: Any, marker: Any, plant: Any, prices: Any) -> Any:
    """Return parity from the fractions of two crudes and plain numbers, as one would write it."""
    naphtha_usd, lpg_usd = draws["naphtha"], 0.0
    lpg_usd = prices["lpg_propane"] * prices["propane"]["price"] + (1 - prices["lpg_propane"]) * (
        prices["lpg_gasoline"] * draws["gasoline"]
    )
    fuel_oil, gas = prices["fuel_oil"]["price"], prices["natural_gas"]
    values = []
    for of in (crude, marker):
        coker, cracker, reformer = plant["coker"], plant["cracker"], plant["reformer"]
        feed, residue = of["naphtha"], of["residue"]
        carbon = residue.carbon_kg_bbl / residue.mass_kg_bbl
        coke = draws["coke_ratio"] * carbon
        part = (1.0 - coke) * (
            residue.mass_kg_bbl / (coker["gas"] + coker["naphtha"] + coker["gas_oil"])
        )
        dry = part * coker["gas"]
        coker_oil = part * (coker["gas_oil"] / (coker["gas_oil_density"] * BARREL))
        cracked_oil = (1.0 - draws["diesel_share"]) * coker_oil
        gas_oils = [each for name, each in of.items() if name.endswith("gas_oil")]
        cracked = cracked_oil + sum(each.volume for each in gas_oils)
        cracked_kg = cracked_oil * (coker["gas_oil_density"] * BARREL) + sum(
            each.mass_kg_bbl for each in gas_oils
        )
        straight_diesel = of["diesel"].volume + (coker_oil - cracked_oil)
        diesel = straight_diesel + cracker["light_cycle_oil"] * cracked
        lpg = (
            reformer["lpg"] * feed.volume
            + dry * (coker["lpg_share"] / (LPG_KG_M3 * BARREL))
            + cracker["lpg"] * cracked
        )
        own_gas = dry * (1.0 - coker["lpg_share"]) + cracker["fuel_gas"] * cracked_kg
        naphtha = of["light_naphtha"].volume + part * (
            coker["naphtha"] / (coker["naphtha_density"] * BARREL)
        )
        gasoline = reformer["gasoline"] * feed.volume + cracker["gasoline"] * cracked
        worth = (
            lpg * lpg_usd
            + naphtha * naphtha_usd
            + gasoline * draws["gasoline"]
            + of["kerosene"].volume * draws["jet"]
            + diesel * draws["diesel"]
            + cracked * (cracker["slurry"] * fuel_oil)
            + coke * (residue.mass_kg_bbl / 1000.0 * prices["coke"])
            + own_gas * (plant["fuel_gas_heat"] / 1000.0 * gas)
        )
        treated = plant["hydrotreaters"]
        still = feed.volume + of["kerosene"].volume
        vacuum = sum(
            of[each].volume for each in ("light_vacuum_gas_oil", "heavy_vacuum_gas_oil", "residue")
        )
        hydrogen = (
            treated["naphtha"] * feed.volume
            + treated["kerosene"] * of["kerosene"].volume
            - reformer["hydrogen"] * feed.mass_kg_bbl
            + treated["diesel"] * diesel
            + treated["gas_oil"] * cracked
        )
        energy = {
            name: plant["crude_unit"][name]
            + plant["vacuum_unit"][name] * vacuum
            + reformer[name] * feed.volume
            + coker[name] * residue.volume
            + treated[name] * still
            + (cracker[name] + treated[name]) * cracked
            + treated[name] * diesel
            for name in ("fuel", "power")
        }
        burnt = max(  # by the reformer, of its own gas
            reformer["gas"] * feed.mass_kg_bbl - reformer["lpg"] * feed.volume * LPG_KG_M3 * BARREL,
            0.0,
        )
        fuel = energy["fuel"] + np.maximum(hydrogen, 0.0) * plant["hydrogen_gas"]
        cost = (
            np.maximum(fuel - burnt * (plant["fuel_gas_heat"] / 1000.0), 0.0) * gas
            + energy["power"] * prices["electricity"]
            + plant["catalyst"]
        )
        values.append(worth - cost)
    return PRICE + (values[0] - values[1])


def rows() -> Iterator[Row]:
    """Yield the races, after both sides have given the same figures.

    Raises
    ------
    AssertionError
        If they have not, to 1e-12.
    """
    rng = np.random.default_rng(1)
    plant = oe.Refinery.shipped("US Gulf coking")
    prices = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
    crude, marker = oe.Assay.shipped("Western Canadian Select"), oe.Assay.shipped("Maya")
    draws = {
        name: rng.uniform(low, high, ROWS)
        for name, (low, high) in {
            "gasoline": (70.0, 80.0),
            "diesel": (95.0, 105.0),
            "jet": (90.0, 100.0),
            "naphtha": (53.0, 63.0),
            "coke_ratio": (1.0, 1.6),
            "diesel_share": (0.3, 0.7),
        }.items()
    }
    terms = oe.Parity(crude, marker, plant, prices, marker_price=f"{PRICE} USD/bbl")
    leaves: dict[tuple[str, ...], Any] = {
        **{
            ("prices", name, "price"): draws[name]
            for name in ("gasoline", "diesel", "jet", "naphtha")
        },
        ("refinery", "coker", "coke_ratio"): draws["coke_ratio"],
        ("refinery", "coker", "diesel_share"): draws["diesel_share"],
    }
    values = replace_leaves(terms.values, leaves)
    crudes = fractions(crude.values), fractions(marker.values)

    tree = {"parity": values}

    def arithmetic() -> Any:
        return tree_in_blocks(
            tree,
            lambda each: at_parity(each["parity"], None),
            {"delivered": lambda answer: answer.delivered},
        )[0]

    def by_groups() -> Any:
        coker: Any = plant.coker
        varied = plant.evolve(
            coker=coker.evolve(coke_ratio=draws["coke_ratio"], diesel_share=draws["diesel_share"])
        )
        own = prices.vary(
            {
                f"{name}.price": oe.Q(draws[name], "USD/bbl")
                for name in ("gasoline", "diesel", "jet", "naphtha")
            }
        )
        return oe.parity(crude, marker, varied, own, f"{PRICE} USD/bbl").delivered.magnitude

    def hand() -> Any:
        return by_hand(draws, *crudes, plant.values, prices.values)

    np.testing.assert_allclose(arithmetic(), hand(), rtol=1e-12)
    np.testing.assert_allclose(by_groups(), hand(), rtol=1e-12)
    yield race(clocked(arithmetic), clocked(hand), PAIRS).row(
        "a million parities, arithmetic", Goal(1.3)
    )
    yield race(clocked(by_groups), clocked(hand), PAIRS).row("a million parities, from groups")
