"""The article's comparison as an analyst would write it by hand: one function, flat arguments.

Nothing of oilecon is used here. The benchmarks race it, and the tests check the library against it,
so it follows the published conventions line by line and shares no code with `oilecon.core`.
It runs on plain floats, on whole NumPy arrays and on pint quantities: the differences
between them, two powers, one maximum and the constants with a unit, are arguments.
"""

from __future__ import annotations

from typing import Any

ROUTES = ("gulf", "asia")


def float_maximum(left: float, right: float) -> float:
    """Return the larger of two floats."""
    return left if left > right else right  # noqa: FURB136  written out as the model is


def float_power(base: float, exponent: float) -> float:
    """Return a power of a float."""
    return float(base**exponent)


def route_margin(
    i: dict[str, Any],
    r: str,
    barrels_per_tonne: Any,
    production: Any,
    diluent: Any,
    maximum: Any = float_maximum,
    unit: Any = 1.0,
    hours_a_day: Any = 24.0,
    days_a_year: Any = 360.0,
) -> tuple[Any, Any, Any, Any]:
    """Return price, netback, operating margin and net margin of one route in USD/bbl.

    Parameters
    ----------
    i : dict
        The inputs, each under its path.
    r : str
        The route's name.
    barrels_per_tonne, production, diluent
        The shared figures of the supply.
    maximum : callable
        The larger of two numbers.
    unit
        One dollar per barrel: 1.0, or a quantity where quantities go in.
    hours_a_day, days_a_year
        What joins knots to days and yearly interest to days, of which dollar credit counts 360: 1.0
        and 360 / 365 where quantities go in, since their units know.
    """
    price = i["market.brent"] + i[f"{r}.sale.differential"]
    agent = i[f"{r}.agent.fee"]
    transit_loss = price * i[f"{r}.risk.transit_loss"]
    insurance = price * i[f"{r}.risk.cargo_insurance"]

    distance = i[f"{r}.sea.distance"]
    eca = i[f"{r}.sea.eca_distance"]
    stretch = (1.0 + i[f"{r}.sea.weather"]) / hours_a_day
    laden_open = (distance - eca) * stretch / i[f"{r}.sea.vessel.knots_laden"]
    laden_eca = eca * stretch / i[f"{r}.sea.vessel.knots_laden"]
    ballast_open = (distance - eca) * stretch / i[f"{r}.sea.vessel.knots_ballast"]
    ballast_eca = eca * stretch / i[f"{r}.sea.vessel.knots_ballast"]
    load = i[f"{r}.sea.days_load"]
    discharge = i[f"{r}.sea.days_discharge"]
    wait = i[f"{r}.sea.days_wait"] + i[f"{r}.sea.extra_days"]
    days = laden_open + laden_eca + ballast_open + ballast_eca + load + discharge + wait
    fuel_laden = i[f"{r}.sea.vessel.fuel_laden"]
    fuel_ballast = i[f"{r}.sea.vessel.fuel_ballast"]
    vlsfo = (
        laden_open * fuel_laden
        + ballast_open * fuel_ballast
        + load * i[f"{r}.sea.vessel.fuel_load"]
        + wait * i[f"{r}.sea.vessel.fuel_wait"]
    )
    mgo = (
        laden_eca * fuel_laden
        + ballast_eca * fuel_ballast
        + discharge * i[f"{r}.sea.vessel.fuel_discharge"]
    )
    hire = i[f"{r}.sea.charter.hire"] * days
    fuel = vlsfo * i["market.vlsfo"] + mgo * i["market.mgo"]
    ports = i[f"{r}.sea.port_cost_load"] + i[f"{r}.sea.port_cost_discharge"]
    barrels = i[f"{r}.sea.cargo"] * barrels_per_tonne
    freight = (hire + fuel + ports) / (1.0 - i[f"{r}.sea.charter.commission"]) / barrels
    shadow = (i[f"{r}.sea.shadow_multiple"] - 1.0) * freight
    transfer = i[f"{r}.sea.transfer_cost"]
    carry_days = laden_open + laden_eca + wait + discharge + i[f"{r}.sale.payment_days"]
    carry = price * i["market.finance_rate"] * carry_days / days_a_year
    carry = carry * (1.0 - i[f"{r}.sale.prepayment"])

    netback = price - agent - transit_loss - insurance - freight - shadow - transfer - carry
    operating = netback - production - diluent
    net = operating - i["supply.royalty"] * maximum(netback - diluent, 0.0 * unit)
    return price, netback, operating, net


def mixture(
    i: dict[str, Any], power: Any = float_power, degree: Any = 1.0, tonnes: Any = 1.0
) -> tuple[Any, Any, Any]:
    """Return the share of diluent, the shrinkage, and the barrels of blend in a tonne.

    The arguments are those of `margins`.
    """
    heavy, light, target = (
        i["supply.heavy.api"] / degree,
        i["supply.diluent.api"] / degree,
        i["supply.target_api"] / degree,
    )
    sg_heavy = 141.5 / (heavy + 131.5)
    sg_light = 141.5 / (light + 131.5)
    sg_target = 141.5 / (target + 131.5)
    barrels_per_tonne = tonnes * (1000.0 / (sg_target * 999.016 * 0.158987294928))
    # The blend meets the target once it has shrunk: three of Newton's steps.
    spread = 4.86e-8 * power(light - heavy, 2.28) / 100.0
    share = (sg_heavy - sg_target) / (sg_heavy - sg_light)
    for _ in range(3):
        percent = 100.0 * share
        bent = 100.0 * spread * power(100.0 - percent, 0.819)
        slope = bent * (1.0 - 81.9 * share / (100.0 - percent))
        excess = sg_heavy - (sg_heavy - sg_light) * share - sg_target * (1.0 - bent * share)
        share = share + excess / (sg_heavy - sg_light - sg_target * slope)
    percent = 100.0 * share
    shrinkage = spread * percent * power(100.0 - percent, 0.819)
    return share, shrinkage, barrels_per_tonne


def margins(
    i: dict[str, Any],
    maximum: Any = float_maximum,
    power: Any = float_power,
    unit: Any = 1.0,
    degree: Any = 1.0,
    tonnes: Any = 1.0,
    hours_a_day: Any = 24.0,
    days_a_year: Any = 360.0,
) -> dict[str, tuple[Any, Any, Any, Any]]:
    """Return the four figures of both routes.

    Parameters
    ----------
    i : dict
        The inputs, each under its path.
    maximum, unit, hours_a_day, days_a_year
        As in `route_margin`.
    power : callable
        A pure number to the power of a float.
    degree, tonnes
        One API degree and one barrel per tonne: 1.0, or quantities where quantities go in.
    """
    share, shrinkage, barrels_per_tonne = mixture(i, power, degree, tonnes)
    diluent_price = (
        i["market.brent"] + i["supply.diluent.differential"] + i["supply.diluent.freight"]
    )
    production = (1.0 - share) * i["supply.production_cost"] / (1.0 - shrinkage)
    diluent = share * diluent_price / (1.0 - shrinkage)
    blend = (barrels_per_tonne, production, diluent)
    constants = (unit, hours_a_day, days_a_year)
    return {r: route_margin(i, r, *blend, maximum, *constants) for r in ROUTES}


def operating_loss(i: dict[str, Any], **arithmetic: Any) -> Any:
    """Return the share of the Gulf's operating margin that Asia loses."""
    both = margins(i, **arithmetic)
    return (both["gulf"][2] - both["asia"][2]) / both["gulf"][2]


def article_inputs(reading: str = "transport only") -> dict[str, float]:
    """Return the published base case as plain floats, written out by hand."""
    i = {
        "market.brent": 63.80,
        "market.vlsfo": 445.0,
        "market.mgo": 720.0,
        "market.finance_rate": 0.10,
        "supply.heavy.api": 8.5,
        "supply.diluent.api": 56.5,
        "supply.target_api": 16.0,
        "supply.diluent.differential": -6.4,
        "supply.diluent.freight": 3.0,
        "supply.production_cost": 17.5,
        "supply.royalty": 0.3333,
    }
    ships = {
        "gulf": (13.0, 12.5, 43.0, 36.0, 10.0, 55.0, 5.0),
        "asia": (13.0, 12.5, 70.0, 53.0, 20.0, 110.0, 10.0),
    }
    voyages = {
        "gulf": (2100.0, 202.0, 70000.0, 52000.0, 2.0, 2.0, 0.5, 93728.0, 50570.0),
        "asia": (13350.0, 85.0, 270000.0, 92300.0, 2.0, 2.0, 2.0, 93728.0, 192775.0),
    }
    for r in ROUTES:
        fields = ("knots_laden", "knots_ballast", "fuel_laden", "fuel_ballast", "fuel_load")
        for field, value in zip((*fields, "fuel_discharge", "fuel_wait"), ships[r], strict=True):
            i[f"{r}.sea.vessel.{field}"] = value
        fields = ("distance", "eca_distance", "cargo", "charter.hire", "days_load")
        rest = ("days_discharge", "days_wait", "port_cost_load", "port_cost_discharge")
        for field, value in zip((*fields, *rest), voyages[r], strict=True):
            i[f"{r}.sea.{field}"] = value
        i |= {
            f"{r}.sale.differential": -9.0,
            f"{r}.sale.payment_days": 30.0,
            f"{r}.sale.prepayment": 0.0,
            f"{r}.risk.transit_loss": 0.003,
            f"{r}.risk.cargo_insurance": 0.001,
            f"{r}.sea.weather": 0.05,
            f"{r}.sea.charter.commission": 0.0375,
            f"{r}.sea.shadow_multiple": 1.0,
            f"{r}.sea.extra_days": 0.0,
            f"{r}.sea.transfer_cost": 0.0,
            f"{r}.agent.fee": 0.0,
        }
    if reading in {"discount only", "sanctioned"}:
        i["asia.sale.differential"] = -14.5
    if reading == "sanctioned":
        i |= {
            "asia.agent.fee": 2.70,
            "asia.sea.shadow_multiple": 1.75,
            "asia.sale.prepayment": 1.0,
            "asia.sea.extra_days": 10.0,
            "asia.sea.transfer_cost": 0.65,
        }
    return i
