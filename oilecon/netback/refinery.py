"""From a crude's fractions and a refinery's values to products, worth and running cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.core import refining
from oilecon.core.elementwise import maximum, minimum
from oilecon.core.quality import BARREL_M3
from oilecon.netback.assays import mass_kg_bbl, mixed, total
from oilecon.netback.product_prices import lpg_usd_bbl, product_usd_bbl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.core.refining import CokerYields
    from oilecon.netback.assays import Fraction
    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = [
    "BY_MASS",
    "BY_VOLUME",
    "KG_T",
    "LPG_KG_M3",
    "UNITS",
    "Cost",
    "Feed",
    "Run",
    "Valued",
    "carbon_residue",
    "coker_yields",
    "limits",
    "lost_in_diet",
    "needs",
    "priced",
    "run",
    "running_cost",
    "unlimited",
    "valued",
    "worth",
]

BY_VOLUME = ("lpg", "naphtha", "gasoline", "jet", "diesel", "fuel_oil", "bitumen")
"""Products sold by the barrel, the lightest first."""

BY_MASS = ("coke", "fuel_gas")
"""Products sold by the tonne, or by the heat of a tonne."""

UNITS = (
    "crude_unit",
    "vacuum_unit",
    "reformer",
    "hydrotreaters",
    "cracker",
    "coker",
    "bitumen_unit",
)
"""Units of a refinery, by their fields."""

LPG_KG_M3 = 2.0 / (12.4 + 11.0) * 1000.0 / BARREL_M3
"""Density of liquefied gas [kg/m3]: half propane, of 12.4 bbl/t, and half butane, of 11.0."""


class Feed(NamedTuple):
    """Feed of a unit, by the barrel of crude."""

    volume: Raw  # bbl/bbl
    mass_kg_bbl: Raw


class Run(NamedTuple):
    """Products of a refinery from a barrel of crude, whatever the prices."""

    products: dict[str, Raw]  # bbl/bbl, and kg/bbl of those in BY_MASS
    feeds: dict[str, Feed]  # by unit
    needed_kg_bbl: Raw  # hydrogen
    hydrogen_kg_bbl: Raw  # made by the reformer
    burnt_kg_bbl: Raw  # gas that the reformer burns in its own heaters
    straight: Raw  # gas oil and residue that are sold as fuel oil as distilled [bbl/bbl]
    above: Raw  # residue that the coker has no room for [bbl/bbl]
    fuel_oil_sulphur: Raw | None  # by mass [1]; None where the assay lacks it


class Cost(NamedTuple):
    """A refinery's variable running cost, by the barrel of crude."""

    fuel_mmbtu_bbl: Raw  # fuel, and gas for hydrogen, that are charged
    power_kwh_bbl: Raw
    cost_usd_bbl: Raw


_NONE = Feed(0.0, 0.0)


def run(of: Mapping[str, Fraction], plant: Values) -> Run:
    """Return what a refinery makes of a barrel of crude."""
    loss = plant["crude_unit"]["loss"]
    if not _absent(loss):  # absent, it costs nothing
        of = {name: _kept(part, 1.0 - loss) for name, part in of.items()}
    out: dict[str, Raw] = {
        "lpg": 0.0,
        "naphtha": of["light_naphtha"].volume,
        "gasoline": 0.0,
        "jet": of["kerosene"].volume,
        "diesel": of["diesel"].volume,
        "fuel_oil": 0.0,
        "bitumen": 0.0,
        "coke": 0.0,
        "fuel_gas": 0.0,
    }
    feeds: dict[str, Feed] = {
        "crude_unit": Feed(1.0, total(part.mass_kg_bbl for part in of.values()))
    }
    hydrogen_kg_bbl, burnt_kg_bbl = _reform(of["naphtha"], plant["reformer"], out, feeds)
    gas_oil, residue = _gas_oils(of), of["residue"]
    straight: Raw = 0.0
    if plant["vacuum_unit"] is not None:
        light, heavy = of["light_vacuum_gas_oil"], of["heavy_vacuum_gas_oil"]
        feeds["vacuum_unit"] = Feed(
            light.volume + heavy.volume + residue.volume,
            light.mass_kg_bbl + heavy.mass_kg_bbl + residue.mass_kg_bbl,
        )
    above: Raw = 0.0
    coker_gas_oil = _NONE
    if plant["bitumen_unit"] is not None:
        heavy, share = of["heavy_vacuum_gas_oil"], plant["bitumen_unit"]["heavy_gas_oil"]
        made = Feed(
            residue.volume + share * heavy.volume, residue.mass_kg_bbl + share * heavy.mass_kg_bbl
        )
        gas_oil = Feed(
            gas_oil.volume - share * heavy.volume, gas_oil.mass_kg_bbl - share * heavy.mass_kg_bbl
        )
        out["bitumen"], feeds["bitumen_unit"] = made.volume, made
    elif plant["coker"] is not None:
        coker_gas_oil, above = _coke(of["residue"], plant["coker"], out, feeds)
        straight = above
    else:
        straight = residue.volume
    diesel = out["diesel"]  # straight-run and of the coker
    straight = straight + _crack(gas_oil, coker_gas_oil, plant["cracker"], out, feeds)
    out["fuel_oil"] = out["fuel_oil"] + straight
    needed_kg_bbl: Raw = 0.0
    treated = plant["hydrotreaters"]
    if treated is not None:
        naphtha = of["naphtha"].volume if plant["reformer"] is not None else 0.0
        cracked = feeds.get("cracker", _NONE).volume
        if plant["cracker"] is not None:  # its cycle oil is sold as diesel
            diesel = diesel + plant["cracker"]["light_cycle_oil"] * cracked
        feeds["hydrotreaters"] = Feed(naphtha + out["jet"] + diesel + cracked, 0.0)
        needed_kg_bbl = (
            treated["naphtha"] * naphtha
            + treated["kerosene"] * out["jet"]
            + treated["diesel"] * diesel
            + treated["gas_oil"] * cracked
        )
    sulphur = _fuel_oil_sulphur(of, plant)
    return Run(out, feeds, needed_kg_bbl, hydrogen_kg_bbl, burnt_kg_bbl, straight, above, sulphur)


def _fuel_oil_sulphur(of: Mapping[str, Fraction], plant: Values) -> Raw | None:
    """Return the sulphur of a plant's fuel oil by mass [1]: of the oil in it as distilled.

    Slurry has that of the gas oils which it is made of.
    """
    limited = limits(plant)
    parts: list[Fraction] = []
    if plant["bitumen_unit"] is None and (plant["coker"] is None or "coker" in limited):
        parts.append(of["residue"])
    if not parts or plant["cracker"] is None or "cracker" in limited:
        parts += [part for name, part in of.items() if name.endswith("gas_oil")]
    if any(part.sulphur_kg_bbl is None for part in parts):
        return None
    sulphur_kg_bbl: Raw = total(part.sulphur_kg_bbl for part in parts)
    oil_kg_bbl = maximum(total(part.mass_kg_bbl for part in parts), _LEAST)
    return sulphur_kg_bbl / oil_kg_bbl


def _kept(part: Fraction, share: Raw) -> Fraction:
    """Return what is left of a fraction after a loss of all alike."""
    return part._replace(
        volume=part.volume * share,
        mass_kg_bbl=part.mass_kg_bbl * share,
        sulphur_kg_bbl=None if part.sulphur_kg_bbl is None else part.sulphur_kg_bbl * share,
        carbon_kg_bbl=None if part.carbon_kg_bbl is None else part.carbon_kg_bbl * share,
    )


def _gas_oils(of: Mapping[str, Fraction]) -> Feed:
    """Return the gas oils between diesel and residue."""
    return _together(*(part for name, part in of.items() if name.endswith("gas_oil")))


def _together(*feeds: Fraction | Feed) -> Feed:
    """Return feeds of one unit together."""
    return Feed(total(feed.volume for feed in feeds), total(feed.mass_kg_bbl for feed in feeds))


def _reform(
    naphtha: Fraction, reformer: Values | None, out: dict[str, Raw], feeds: dict[str, Feed]
) -> tuple[Raw, Raw]:
    """Add a reformer's products to a plant's, and return its hydrogen and its fuel gas [kg/bbl]."""
    if reformer is None:
        out["naphtha"] = out["naphtha"] + naphtha.volume
        return 0.0, 0.0
    feeds["reformer"] = Feed(naphtha.volume, naphtha.mass_kg_bbl)
    out["gasoline"] = out["gasoline"] + reformer["gasoline"] * naphtha.volume
    lpg = reformer["lpg"] * naphtha.volume
    out["lpg"] = out["lpg"] + lpg
    gas_kg_bbl = reformer["gas"] * naphtha.mass_kg_bbl
    burnt_kg_bbl = maximum(gas_kg_bbl - lpg * mass_kg_bbl(LPG_KG_M3), 0.0)
    return reformer["hydrogen"] * naphtha.mass_kg_bbl, burnt_kg_bbl


def coker_yields(coker: Values, carbon: Raw) -> CokerYields:
    """Return a coker's yields by mass on a feed of a carbon residue [1]."""
    if coker["yields"] == "linear":
        return refining.linear_coker(carbon)
    averages = (coker["gas"], coker["naphtha"], coker["gas_oil"])
    if coker["yields"] == "average":
        return refining.average_coker(*averages, coker["coke"])
    return refining.coker_by_carbon(carbon, coker["coke_ratio"], *averages)


def carbon_residue(residue: Fraction) -> Raw:
    """Return the carbon residue of a residue by mass [1]; zero where it is not known."""
    if residue.carbon_kg_bbl is None:
        return 0.0
    residue_kg_bbl = maximum(residue.mass_kg_bbl, _LEAST)
    return residue.carbon_kg_bbl / residue_kg_bbl


def _coke(
    residue: Fraction, coker: Values, out: dict[str, Raw], feeds: dict[str, Feed]
) -> tuple[Feed, Raw]:
    """Add a coker's products to a plant's; return its gas oil for the cracker, and its excess."""
    feed = Feed(residue.volume, residue.mass_kg_bbl)
    above: Raw = 0.0
    if coker["capacity"] is not None:
        feed, above = _within(feed, coker["capacity"])
    feeds["coker"] = feed
    carbon = carbon_residue(residue)
    made = coker_yields(coker, carbon)
    gas_kg_bbl = feed.mass_kg_bbl * made.gas
    lpg_kg_bbl = gas_kg_bbl * coker["lpg_share"]
    lpg_bbl_bbl = lpg_kg_bbl / mass_kg_bbl(LPG_KG_M3)
    out["lpg"] = out["lpg"] + lpg_bbl_bbl
    out["fuel_gas"] = out["fuel_gas"] + (gas_kg_bbl - lpg_kg_bbl)
    naphtha_kg_bbl = feed.mass_kg_bbl * made.naphtha
    out["naphtha"] = out["naphtha"] + naphtha_kg_bbl / mass_kg_bbl(coker["naphtha_density"])
    out["coke"] = out["coke"] + feed.mass_kg_bbl * made.coke
    gas_oil_kg_bbl = feed.mass_kg_bbl * made.gas_oil
    gas_oil = gas_oil_kg_bbl / mass_kg_bbl(coker["gas_oil_density"])
    sold = coker["diesel_share"]
    out["diesel"] = out["diesel"] + sold * gas_oil
    return Feed((1.0 - sold) * gas_oil, (1.0 - sold) * gas_oil_kg_bbl), above


def _within(feed: Feed, capacity: Raw) -> tuple[Feed, Raw]:
    """Return the part of a feed that a unit has room for, and the volume that it has not."""
    taken = minimum(feed.volume, capacity)
    part = taken / maximum(feed.volume, _LEAST)
    return Feed(taken, feed.mass_kg_bbl * part), feed.volume - taken


_LEAST = 1e-12  # of a residue that a crude hasn't: nothing then comes of it


def _crack(
    gas_oil: Feed,
    coker_gas_oil: Feed,
    cracker: Values | None,
    out: dict[str, Raw],
    feeds: dict[str, Feed],
) -> Raw:
    """Add a cracker's products to a plant's; return the gas oil that is sold as fuel oil."""
    feed = _together(gas_oil, coker_gas_oil)
    if cracker is None:
        return feed.volume
    above: Raw = 0.0
    if cracker["capacity"] is not None:
        feed, above = _within(feed, cracker["capacity"])
    feeds["cracker"] = feed
    for product, share in (
        ("lpg", "lpg"),
        ("gasoline", "gasoline"),
        ("diesel", "light_cycle_oil"),
        ("fuel_oil", "slurry"),
    ):
        out[product] = out[product] + cracker[share] * feed.volume
    out["fuel_gas"] = out["fuel_gas"] + cracker["fuel_gas"] * feed.mass_kg_bbl
    return above


def worth(made: Run, plant: Values, prices: Values) -> dict[str, Raw]:
    """Return what each product is worth, by the barrel of crude [USD/bbl].

    Parameters
    ----------
    made : Run
        The refinery's products.
    plant : mapping
        Its values.
    prices : mapping
        By product in USD/bbl, coke in USD/t, natural gas in USD/MMBtu.
    """
    amounts: dict[str, Raw] = {}
    for name in BY_VOLUME:
        volume = made.products[name]
        if not _absent(volume):
            amounts[name] = volume * prices[name]
    low, sulphur = prices["low_sulphur_fuel_oil"], made.fuel_oil_sulphur
    if "fuel_oil" in amounts and low is not None and sulphur is not None:
        price_usd_bbl = refining.fuel_oil_usd_bbl(prices["fuel_oil"], low, sulphur)
        amounts["fuel_oil"] = made.products["fuel_oil"] * price_usd_bbl
    discount = plant["residue_discount"]
    if "fuel_oil" in amounts and not _absent(discount):
        amounts["fuel_oil"] = amounts["fuel_oil"] - discount * made.straight
    if plant["coker"] is not None:
        coke_usd_bbl = _coke_usd_bbl(made.products["coke"], prices["coke"])
        amounts["coke"] = coke_usd_bbl
    if plant["fuel_gas"] == "credited":
        gas = made.products["fuel_gas"]
        if not _absent(gas):
            heat_mmbtu_bbl = _heat_mmbtu_bbl(gas, plant["fuel_gas_heat"])
            amounts["fuel_gas"] = heat_mmbtu_bbl * prices["natural_gas"]
    return amounts


def _coke_usd_bbl(coke_kg_bbl: Raw, price_usd_t: Raw) -> Raw:
    """Return what coke is worth [USD/bbl of crude]."""
    return coke_kg_bbl / KG_T * price_usd_t


def _heat_mmbtu_bbl(gas_kg_bbl: Raw, heat_mmbtu_t: Raw) -> Raw:
    """Return the heat of the plant's own gas [MMBtu/bbl of crude]."""
    return gas_kg_bbl / KG_T * heat_mmbtu_t


KG_T = 1000.0
"""Kilograms in a tonne."""


def running_cost(made: Run, plant: Values, prices: Values) -> Cost:
    """Return a refinery's variable running cost on a crude.

    Fuel and power are those of its units by their feeds. Hydrogen beyond the reformer's is made
    from natural gas. A plant that burns its own gas buys that much less, and a reformer burns its
    own in any plant.
    """
    units = [(plant[name], feed.volume) for name, feed in made.feeds.items()]
    fuel_mmbtu_bbl = total(unit["fuel"] * feed for unit, feed in units)
    power_kwh_bbl = total(unit["power"] * feed for unit, feed in units)
    bought_kg_bbl = maximum(made.needed_kg_bbl - made.hydrogen_kg_bbl, 0.0)
    fuel_mmbtu_bbl = fuel_mmbtu_bbl + bought_kg_bbl * plant["hydrogen_gas"]
    own_kg_bbl = made.burnt_kg_bbl
    if plant["fuel_gas"] == "burnt":
        own_kg_bbl = own_kg_bbl + made.products["fuel_gas"]
    if not _absent(own_kg_bbl):
        own = _heat_mmbtu_bbl(own_kg_bbl, plant["fuel_gas_heat"])
        fuel_mmbtu_bbl = maximum(fuel_mmbtu_bbl - own, 0.0)
    cost_usd_bbl = refining.running_cost_usd_bbl(
        fuel_mmbtu_bbl,
        power_kwh_bbl,
        plant["catalyst"],
        prices["natural_gas"],
        prices["electricity"],
    )
    return Cost(fuel_mmbtu_bbl, power_kwh_bbl, cost_usd_bbl)


def priced(prices: Values, benchmark: Raw | None = None) -> dict[str, Any]:
    """Return the price of each product, from the values of a place's prices.

    By the barrel in USD/bbl, coke in USD/t, natural gas in USD/MMBtu and electricity in USD/kWh;
    zero of a product without a price, which a refinery that makes it refuses.

    Parameters
    ----------
    prices : mapping
        Values of product prices.
    benchmark : float or array, optional
        Crude that crack spreads are over [USD/bbl].
    """
    by_barrel = [name for name in BY_VOLUME if name != "lpg"]
    of: dict[str, Any] = {
        name: 0.0 if prices[name] is None else product_usd_bbl(prices[name], benchmark)
        for name in (*by_barrel, "propane")
    }
    of["lpg"] = lpg_usd_bbl(
        of["propane"], of["gasoline"], prices["lpg_propane"], prices["lpg_gasoline"]
    )
    low = prices["low_sulphur_fuel_oil"]
    of["low_sulphur_fuel_oil"] = None if low is None else product_usd_bbl(low, benchmark)
    obligation = prices["obligation"]
    if not _absent(obligation):
        for fuel in ("gasoline", "diesel"):
            of[fuel] = of[fuel] - obligation
    for name in ("coke", "natural_gas", "electricity"):
        of[name] = 0.0 if prices[name] is None else prices[name]
    return of


def needs(plant: Values) -> list[str]:
    """Return the prices that a refinery needs, by their fields."""
    deep = [name for name in ("cracker", "coker", "bitumen_unit") if plant[name] is not None]
    names = ["naphtha", "jet", "diesel", "fuel_oil"]
    if plant["reformer"] is not None or "cracker" in deep:
        names.append("gasoline")
    if plant["reformer"] is not None or "cracker" in deep or "coker" in deep:
        names.append("propane")
        if "gasoline" not in names:  # by which butane is priced
            names.append("gasoline")
    names += [product for unit, product in _OF_UNIT.items() if unit in deep]
    units = [plant[name] for name in UNITS if plant[name] is not None]
    if any(not _absent(plant[name]) for name in ("hydrogen_gas", "fuel_gas_heat")) or any(
        not _absent(unit["fuel"]) for unit in units
    ):
        names.append("natural_gas")
    if any(not _absent(unit["power"]) for unit in units):
        names.append("electricity")
    return names


_OF_UNIT = {"coker": "coke", "bitumen_unit": "bitumen"}


def _absent(raw: Raw) -> bool:
    """Return whether a number is zero throughout, so that it costs nothing."""
    return isinstance(raw, float) and raw == 0.0


class Valued(NamedTuple):
    """A barrel of crude in a refinery: products, their worth, and the running cost."""

    made: Run
    worth: dict[str, Raw]  # by product [USD/bbl]
    gross: Raw  # gross product worth [USD/bbl]
    cost: Cost

    @property
    def value(self) -> Raw:
        """Worth less running cost [USD/bbl]."""
        return self.gross - self.cost.cost_usd_bbl


def valued(of: Mapping[str, Fraction], plant: Values, prices: Values) -> Valued:
    """Return what a barrel of crude is worth in a refinery, at prices as `priced` returns them."""
    made = run(of, plant)
    amounts = worth(made, plant, prices)
    gross_usd_bbl = total(amounts.values())
    return Valued(made, amounts, gross_usd_bbl, running_cost(made, plant, prices))


def limits(plant: Values) -> list[str]:
    """Return the units of a refinery that have a capacity."""
    return [
        name
        for name in ("cracker", "coker")
        if plant[name] is not None and plant[name]["capacity"] is not None
    ]


def unlimited(plant: Values) -> Values:
    """Return a refinery's values without the capacity of any unit."""
    free = {name: {**plant[name], "capacity": None} for name in limits(plant)}
    return {**plant, **free} if free else plant


def lost_in_diet(
    crude: Mapping[str, Fraction],
    base: Mapping[str, Fraction],
    share: Raw,
    plant: Values,
    prices: Values,
    before: Raw,
) -> Raw:
    """Return what a diet loses where units are full, by the barrel of one crude [USD/bbl].

    Parameters
    ----------
    crude, base : mapping
        Fractions of the crude, and of the other that makes up the diet.
    share : float or array
        Share of the crude in the diet [1].
    plant, prices : mapping
        Values of the refinery, and prices as `priced` returns them.
    before : float or array
        What the other crude alone loses there, by its barrel [USD/bbl]; the first crude bears what
        is lost beyond that.
    """
    diet = mixed(base, crude, share)
    short = valued(diet, unlimited(plant), prices).value - valued(diet, plant, prices).value
    lost: Raw = (short - (1.0 - share) * before) / share
    return lost
