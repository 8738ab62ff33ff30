"""Mass balances of a refinery's units, and the masses of its products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.core.elementwise import maximum
from oilecon.core.refining import closing_factor
from oilecon.netback.assays import mass_kg_bbl, total
from oilecon.netback.refinery import LPG_KG_M3, carbon_residue, coker_yields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.netback.assays import Fraction
    from oilecon.netback.refinery import Run
    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = ["PLANT", "UnitBalance", "balances"]

PLANT = "refinery"
"""Name of the balance of the whole plant."""

_CRACKED_KG_M3 = {  # published for one feed; LPG's is that of the coker's
    "lpg": LPG_KG_M3,
    "gasoline": 747.0,
    "light_cycle_oil": 906.0,
    "slurry": 1040.0,
}
_LEAST = 1e-12  # of a feed that there is none of: nothing then comes of it


class UnitBalance(NamedTuple):
    """Feed and products of a unit, by mass and by the barrel of crude [kg/bbl]."""

    feed: Raw
    products: dict[str, Raw]
    factor: Raw | None = None  # on the published densities of a cracker's liquids


def balances(of: Mapping[str, Fraction], made: Run, plant: Values) -> dict[str, UnitBalance]:
    """Return the mass balance of each unit of a refinery, and of the whole at the end.

    Parameters
    ----------
    of : mapping
        Fractions of the crude.
    made : Run
        What the refinery makes of it.
    plant : mapping
        Its values.

    Returns
    -------
    dict of str to UnitBalance
        By unit. Hydrotreaters have none: the model passes oil through them unchanged.
    """
    loss = plant["crude_unit"]["loss"]
    crude_kg_bbl = total(part.mass_kg_bbl for part in of.values())
    cut = {name: part.mass_kg_bbl * (1.0 - loss) for name, part in of.items()}
    gas_oils = [cut[name] for name in cut if name.endswith("vacuum_gas_oil")]
    heavy = total((*gas_oils, cut["residue"]))
    light = ("light_naphtha", "naphtha", "kerosene", "diesel", "atmospheric_gas_oil")
    units = {
        "crude_unit": UnitBalance(
            crude_kg_bbl,
            {
                **{name: cut[name] for name in light},
                "atmospheric_residue": heavy,
                "loss": crude_kg_bbl * loss,
            },
        )
    }
    if plant["vacuum_unit"] is not None:
        deep = ("light_vacuum_gas_oil", "heavy_vacuum_gas_oil", "residue")
        units["vacuum_unit"] = UnitBalance(heavy, {name: cut[name] for name in deep})
    sold = {
        "lpg": [],
        "naphtha": [cut["light_naphtha"]],
        "gasoline": [],
        "jet": [cut["kerosene"]],
        "diesel": [cut["diesel"]],
        "fuel_oil": [],
        "bitumen": [],
        "coke": [],
        "fuel_gas": [],
        "hydrogen": [],
        "burnt_in_reformer": [],
        "burnt_in_cracker": [],
        "loss": [crude_kg_bbl * loss],
    }
    _reformed(cut, made, plant, units, sold)
    gas_oil = total((cut["atmospheric_gas_oil"], *gas_oils))
    if plant["bitumen_unit"] is not None:
        feed = made.feeds["bitumen_unit"].mass_kg_bbl
        units["bitumen_unit"] = UnitBalance(feed, {"bitumen": feed})
        sold["bitumen"].append(feed)
        gas_oil = gas_oil - (feed - cut["residue"])
    elif plant["coker"] is not None:
        to_cracker = _coked(of["residue"], made, plant["coker"], units, sold)
        sold["fuel_oil"].append(cut["residue"] - units["coker"].feed)
        gas_oil = gas_oil + to_cracker
    else:
        sold["fuel_oil"].append(cut["residue"])
    if plant["cracker"] is not None:
        _cracked(made, plant["cracker"], units, sold)
        gas_oil = gas_oil - units["cracker"].feed
    sold["fuel_oil"].append(gas_oil)
    whole = {name: total(masses) for name, masses in sold.items() if masses}
    units[PLANT] = UnitBalance(crude_kg_bbl, whole)
    return units


def _reformed(
    cut: Mapping[str, Raw],
    made: Run,
    plant: Values,
    units: dict[str, UnitBalance],
    sold: dict[str, list[Raw]],
) -> None:
    """Add the balance of a reformer, whose reformate is what the rest leaves, and its products."""
    reformer, feed = plant["reformer"], cut["naphtha"]
    if reformer is None:
        sold["naphtha"].append(feed)
        return
    lpg = reformer["lpg"] * made.feeds["reformer"].volume * mass_kg_bbl(LPG_KG_M3)
    gas = maximum(reformer["gas"] * feed - lpg, 0.0)
    hydrogen = reformer["hydrogen"] * feed
    products = {
        "gasoline": feed - lpg - gas - hydrogen,
        "lpg": lpg,
        "burnt_in_reformer": gas,
        "hydrogen": hydrogen,
    }
    units["reformer"] = UnitBalance(feed, products)
    for name, mass in products.items():
        sold[name].append(mass)


def _coked(
    residue: Fraction,
    made: Run,
    coker: Values,
    units: dict[str, UnitBalance],
    sold: dict[str, list[Raw]],
) -> Raw:
    """Add the balance of a coker and its products, and return its gas oil for the cracker."""
    feed = made.feeds["coker"].mass_kg_bbl
    shares = coker_yields(coker, carbon_residue(residue))
    gas = feed * shares.gas
    gas_oil = feed * shares.gas_oil
    diesel = coker["diesel_share"] * gas_oil
    products = {
        "lpg": gas * coker["lpg_share"],
        "fuel_gas": gas * (1.0 - coker["lpg_share"]),
        "naphtha": feed * shares.naphtha,
        "diesel": diesel,
        "gas_oil": gas_oil - diesel,
        "coke": feed * shares.coke,
    }
    units["coker"] = UnitBalance(feed, products)
    for name, mass in products.items():
        if name != "gas_oil":
            sold[name].append(mass)
    to_cracker: Raw = products["gas_oil"]
    return to_cracker


def _cracked(
    made: Run, cracker: Values, units: dict[str, UnitBalance], sold: dict[str, list[Raw]]
) -> None:
    """Add the balance of a cracker and its products.

    Densities of its liquids are published for one feed; one factor on all of them closes the mass.
    """
    volume, feed = made.feeds["cracker"]
    gas, coke = cracker["fuel_gas"] * feed, cracker["coke"] * feed
    nominal = {
        name: cracker[name] * volume * mass_kg_bbl(density)
        for name, density in _CRACKED_KG_M3.items()
    }
    factor = closing_factor(feed, gas + coke, maximum(total(nominal.values()), _LEAST))
    liquids = {name: mass * factor for name, mass in nominal.items()}
    units["cracker"] = UnitBalance(
        feed, {**liquids, "fuel_gas": gas, "burnt_in_cracker": coke}, factor
    )
    for name, mass in units["cracker"].products.items():
        sold[_SOLD_AS.get(name, name)].append(mass)


_SOLD_AS = {"light_cycle_oil": "diesel", "slurry": "fuel_oil"}
