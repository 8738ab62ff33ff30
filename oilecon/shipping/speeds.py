"""Speed: fuel by the cubic law, the speed of least cost, and the effect of slow steaming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import flag, instance, number, same_shape
from oilecon.core import voyage as kernels
from oilecon.core.elementwise import maximum, minimum
from oilecon.core.finance import CREDIT_YEAR_DAYS
from oilecon.errors import InputError, quote
from oilecon.fields import Number
from oilecon.inputs import Market, TimeCharterEquivalent, Vessel, Voyage
from oilecon.netback.voyage import carbon_usd
from oilecon.shipping.cargo import cargo_density
from oilecon.shipping.estimates import estimate
from oilecon.units import Quantity, bare_number, to_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["at_speed", "best_speed", "speeds"]

_KNOTS = Number("knot", "speed", low=1, high=40, typical="'12 knot'")
_SLOWEST, _FASTEST = 0.6, 1.2  # of the reference speed, between which the cubic law holds


def at_speed(
    vessel: Vessel,
    *,
    laden: QuantityLike | None = None,
    ballast: QuantityLike | None = None,
) -> Vessel:
    """Return a vessel at other speeds, with fuel by the cubic law from its reference speeds.

    Parameters
    ----------
    vessel : Vessel
        At its reference speeds.
    laden, ballast : str or pint.Quantity, optional
        The other speeds.

    Examples
    --------
    >>> import oilecon as oe
    >>> slow = at_speed(oe.Vessel.shipped("vlcc"), laden="10 knot")
    >>> print(f"{slow.fuel_laden:.1f~P}")
    31.9 t/day
    """
    ship = instance(Vessel, vessel, "at_speed", "oilecon.Vessel.shipped('vlcc')").values
    changes: dict[str, Any] = {}
    for state, speed in (("laden", laden), ("ballast", ballast)):
        if speed is not None:
            knots = number(_KNOTS, speed, f"at_speed: {state}")
            reference = {name: ship[name] for name in (f"fuel_{state}", f"knots_{state}")}
            same_shape("at_speed", **{**reference, state: knots})
            fuel = kernels.cubic_fuel_t_day(ship[f"fuel_{state}"], ship[f"knots_{state}"], knots)
            changes |= {f"knots_{state}": to_quantity(knots, "knot")}
            changes |= {f"fuel_{state}": to_quantity(fuel, "t/day")}
    return vessel.evolve(**changes)


def best_speed(
    voyage: Voyage,
    market: Market,
    hire: QuantityLike,
    *,
    laden: bool = True,
    cargo_price: QuantityLike | None = None,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
) -> Quantity:
    """Return the speed of least cost per nautical mile, of hire, fuel, its emissions and carry.

    Parameters
    ----------
    voyage : Voyage
        Its ship's speed and fuel are the reference of the cubic law, its cargo what is carried. A
        carbon price that it has is paid beside the fuel's, for its share of the emissions.
    market : Market
        Price of VLSFO, and the rate of interest.
    hire : str or pint.Quantity
        Value of a day of the ship.
    laden : bool
        True for the laden leg, False for the ballast leg.
    cargo_price : str or pint.Quantity, optional
        Price of the cargo, whose interest then counts on the laden leg.
    api : str or pint.Quantity, optional
        Gravity of the cargo; it or `barrels_per_tonne` is required with its price.
    barrels_per_tonne : str or pint.Quantity, optional
        In place of the gravity, as '7.33 bbl/t'.

    Returns
    -------
    pint.Quantity
        Between 0.6 and 1.2 of the reference speed, where the cubic law holds [knot].

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article")
    >>> print(f"{best_speed(s.asia.sea, s.market, '60000 USD/day'):.1f~P}")
    12.8 knot
    """
    instance(Voyage, voyage, "best_speed", "oilecon.Voyage(...)")
    instance(Market, market, "best_speed", "oilecon.Market(...)")
    day = number(TimeCharterEquivalent.hire, hire, "best_speed: hire")
    if np.any(np.asarray(day) <= 0):
        msg = "best_speed: hire: expected above 0 USD/day; below it the ship is best kept in port"
        raise InputError(msg)
    full = flag(laden, "best_speed: laden")
    ship, state = voyage.vessel.values, "laden" if full else "ballast"
    knots, fuel, price = ship[f"knots_{state}"], ship[f"fuel_{state}"], market.values["vlsfo"]
    daily: Raw = 0.0
    if full and cargo_price is not None:
        density = cargo_density(api, barrels_per_tonne, "best_speed")
        per_tonne = density.barrels_per_tonne
        daily = _carry_usd_day(voyage, market, cargo_price, per_tonne, "best_speed")
    burns = {f"fuel_{state}": fuel, f"knots_{state}": knots}
    leg = voyage.values
    paid = {name: leg[name] for name in ("carbon_price", "carbon_share") if leg[name] is not None}
    same_shape("best_speed", hire=day, carry=daily, vlsfo=price, **burns, **paid)
    day = day + daily
    for name, raw in ((f"Vessel.fuel_{state}", fuel), ("Market.vlsfo", price)):
        if np.any(np.asarray(raw) <= 0):
            msg = (
                f"best_speed: {name}: expected above 0; where fuel costs nothing, no speed is best"
            )
            raise InputError(msg)
    if paid:
        price = price + carbon_usd(leg, kernels.Fuel(1.0, 0.0))
    best = kernels.speed_of_least_cost_knots(day, price, fuel, knots)
    return to_quantity(minimum(maximum(best, _SLOWEST * knots), _FASTEST * knots), "knot")


def _carry_usd_day(
    voyage: Voyage, market: Market, price: QuantityLike, per_tonne: Raw, where: str
) -> Raw:
    """Return a day's interest on the cargo [USD/day]."""
    usd_bbl = number(Market.brent, price, f"{where}: cargo_price")
    cargo, rate = voyage.values["cargo"], market.values["finance_rate"]
    same_shape(where, cargo=cargo, density=per_tonne, cargo_price=usd_bbl, finance_rate=rate)
    barrels = cargo * per_tonne
    daily: Raw = barrels * usd_bbl * rate / CREDIT_YEAR_DAYS
    return daily


def speeds(
    voyage: Voyage,
    market: Market,
    knots: QuantityLike | Sequence[Quantity],
    *,
    cargo_price: QuantityLike,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
) -> pd.DataFrame:
    """Return days, fuel, freight, earnings and carry of a voyage at other speeds.

    Parameters
    ----------
    voyage : Voyage
        At its reference speeds; one case, without arrays.
    market : Market
        Fuel prices and the rate of interest.
    knots : sequence of float, or of str or pint.Quantity, or pint.Quantity
        Laden speeds, bare numbers in knots; the ballast speed keeps its proportion.
    cargo_price : str or pint.Quantity
        Price of the cargo, for the carry.
    api : str or pint.Quantity
        Gravity of the cargo; it or `barrels_per_tonne` is required.
    barrels_per_tonne : str or pint.Quantity
        In place of the gravity, as '7.33 bbl/t'.

    Returns
    -------
    pandas.DataFrame
        By laden speed: days, fuel, freight a barrel, time-charter equivalent, and the interest on
        the cargo while it sails, per barrel.

    Raises
    ------
    UnitError, InputError
        If there is no speed, one is out of bounds, or a figure is an array.
    """
    import pandas as pd

    reference = estimate(voyage, market, api=api, barrels_per_tonne=barrels_per_tonne)
    density = cargo_density(api, barrels_per_tonne, "speeds")
    daily = _carry_usd_day(voyage, market, cargo_price, density.barrels_per_tonne, "speeds")
    if reference.shape or np.ndim(daily):
        msg = "speeds: shows one case, and the voyage, the market or the cargo's price holds arrays"
        raise InputError(msg)
    ship = voyage.vessel.values
    rows = {}
    for speed in _speeds(knots):
        back = ship["knots_ballast"] * speed / ship["knots_laden"]
        vessel = at_speed(
            voyage.vessel, laden=to_quantity(speed, "knot"), ballast=to_quantity(back, "knot")
        )
        slower = voyage.evolve(vessel=vessel)
        at_this = estimate(slower, market, api=api, barrels_per_tonne=barrels_per_tonne)
        rows[speed] = {
            "days [day]": at_this.days.magnitude,
            "fuel [t]": at_this["vlsfo"].magnitude + at_this["mgo"].magnitude,
            "freight [USD/bbl]": at_this.freight_per_barrel.magnitude,
            "tce [USD/day]": at_this.tce.magnitude,
            "carry [USD/bbl]": daily
            * at_this["days.laden"].magnitude
            / at_this["cargo_barrels"].magnitude,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("laden speed [knot]")


def _speeds(knots: object) -> list[float]:
    """Return speeds [knot] from numbers, texts or quantities."""
    given = knots
    if isinstance(knots, list | tuple | np.ndarray) and np.ndim(knots) == 1:
        numbers = all(bare_number(speed) is not None for speed in knots)
        given = to_quantity(np.asarray(knots, dtype=float), "knot") if numbers else knots
    read = number(_KNOTS, given, "speeds: knots")
    if np.ndim(read) != 1:
        msg = f"speeds: knots: expected a list of speeds, got {quote(knots)}; write [10, 12, 14]"
        raise InputError(msg)
    return [float(speed) for speed in np.asarray(read)]
