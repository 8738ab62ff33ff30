"""Days, fuel and cost of a round voyage, after the Baltic Exchange's time-charter equivalent.

Sources: Baltic Exchange, tanker TCE calculator v3.0 (2023), for days, fuel and the equivalent;
Worldscale, preamble, for rates in points; Resolution MEPC.364(79) and Regulation (EU) 2015/757,
Annex I, for emission factors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oilecon.core.elementwise import ceiling, maximum, minimum, power

if TYPE_CHECKING:
    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "CH4_OIL",
    "CO2_MGO",
    "CO2_VLSFO",
    "GWP_CH4",
    "GWP_N2O",
    "N2O_OIL",
    "Days",
    "Fuel",
    "broker_commission_usd",
    "cargo_at_draft_t",
    "co2_t",
    "co2e_t",
    "cubic_fuel_t_day",
    "demurrage_usd",
    "draft_of_cargo_m",
    "filling_wait_days",
    "freight_tonnes_t",
    "fuel_t",
    "gross_for_tce_usd",
    "half_rate_share",
    "laytime_used_days",
    "sea_days",
    "speed_of_least_cost_knots",
    "tce_usd_day",
    "whole_trips",
    "worldscale_points",
    "worldscale_usd",
]

CO2_VLSFO = 3.114
"""Tonnes of CO2 from a tonne of very-low-sulphur fuel oil, taken as heavy fuel oil: IMO Resolution
MEPC.364(79), and EU 2015/757 Annex I. Light grades, under 80 cSt, count 3.151."""

CO2_MGO = 3.206
"""Tonnes of CO2 from a tonne of marine gasoil: the same."""

CH4_OIL = 0.00005
"""Tonnes of methane from a tonne of fuel oil or gasoil burnt in a diesel engine: Regulation (EU)
2015/757, Annex I, part A, as amended by Delegated Regulation (EU) 2023/2776; FuelEU, Regulation
(EU) 2023/1805, Annex II, has the same."""

N2O_OIL = 0.00018
"""Tonnes of nitrous oxide from a tonne of fuel oil or gasoil: the same."""

GWP_CH4 = 28.0
"""Warming by a tonne of methane over a hundred years, in tonnes of CO2: IPCC, fifth assessment
report, as Delegated Regulation (EU) 2020/1044 has it."""

GWP_N2O = 265.0
"""Warming by a tonne of nitrous oxide, in tonnes of CO2: the same."""

_OTHER_GASES = CH4_OIL * GWP_CH4 + N2O_OIL * GWP_N2O  # t CO2e a t of fuel: 0.0491

_WATERPLANE = 0.9
"""Waterplane over length x beam near the load line of a tanker: 0.88 to 0.92 for full forms
(Schneekluth and Bertram, Ship Design for Efficiency and Economy, 2nd edition, 1998)."""

_SEA_WATER = 1.025  # t/m3


class Days(NamedTuple):
    """A round voyage's days by leg and state [day]; each a float or an array."""

    laden_open: FloatOrArray
    laden_eca: FloatOrArray
    ballast_open: FloatOrArray
    ballast_eca: FloatOrArray
    load: FloatOrArray
    discharge: FloatOrArray
    wait: FloatOrArray
    canal_laden: FloatOrArray
    canal_ballast: FloatOrArray

    def laden(self) -> FloatOrArray:
        """Return the laden days at sea, weather included."""
        return self.laden_open + self.laden_eca

    def total(self) -> FloatOrArray:
        """Return the days of the round voyage, added in one order for all callers."""
        at_sea = self.laden() + self.ballast_open + self.ballast_eca
        in_port = at_sea + self.load + self.discharge + self.wait
        return in_port + self.canal_laden + self.canal_ballast


class Fuel(NamedTuple):
    """Fuel burnt on a round voyage by kind [t]."""

    vlsfo: FloatOrArray
    mgo: FloatOrArray


def sea_days(
    distance_nmi: FloatOrArray, weather_margin: FloatOrArray, speed_knots: FloatOrArray
) -> FloatOrArray:
    """Return the days at sea.

    Parameters
    ----------
    distance_nmi : float or array
        Distance sailed [nmi].
    weather_margin : float or array
        Share by which weather lengthens the passage [1].
    speed_knots : float or array
        Speed through the water [knot].

    Returns
    -------
    float or array
        miles x (1 + weather) / (24 x knots) [day]. Baltic Exchange, tanker TCE calculator v3.0.

    Examples
    --------
    >>> sea_days(3120.0, 0.0, 13.0)
    10.0
    """
    return distance_nmi * (1.0 + weather_margin) / (24.0 * speed_knots)


def fuel_t(
    laden_days: FloatOrArray,
    laden_t_day: FloatOrArray,
    ballast_days: FloatOrArray,
    ballast_t_day: FloatOrArray,
) -> FloatOrArray:
    """Return the fuel burnt at sea on a round voyage [t], laden and in ballast.

    Examples
    --------
    >>> fuel_t(10.0, 70.0, 10.0, 53.0)
    1230.0
    """
    return laden_days * laden_t_day + ballast_days * ballast_t_day


def co2_t(fuel: Fuel) -> FloatOrArray:
    """Return the CO2 of the fuel burnt [t], tank to wake.

    Examples
    --------
    >>> co2_t(Fuel(1000.0, 0.0))
    3114.0
    """
    return fuel.vlsfo * CO2_VLSFO + fuel.mgo * CO2_MGO


def co2e_t(fuel: Fuel) -> FloatOrArray:
    """Return the CO2 of the fuel burnt with its methane and nitrous oxide [t CO2e], tank to wake.

    Returns
    -------
    float or array
        CO2 + fuel x (0.00005 x 28 + 0.00018 x 265) [t]: 1.6 % above the CO2 alone. Regulation (EU)
        2015/757, Annex I; the EU counts these gases from 1 January 2026.

    Examples
    --------
    >>> round(co2e_t(Fuel(1000.0, 0.0)), 3)
    3163.1
    """
    return co2_t(fuel) + (fuel.vlsfo + fuel.mgo) * _OTHER_GASES


def broker_commission_usd(cost_usd: FloatOrArray, commission: FloatOrArray) -> FloatOrArray:
    """Return the commission on a freight that leaves the owner `cost_usd` [USD].

    Parameters
    ----------
    cost_usd : float or array
        Costs that freight covers after commission: hire, fuel, port charges, canal dues [USD].
    commission : float or array
        Share of the gross freight that goes to brokers [1].

    Returns
    -------
    float or array
        cost x c / (1 - c) [USD], so that freight = cost + commission = cost / (1 - c).

    Examples
    --------
    >>> broker_commission_usd(96.25, 0.0375)
    3.75
    """
    return cost_usd * (commission / (1.0 - commission))  # one pass where the share is one number


def worldscale_usd(
    points: FloatOrArray, flat_usd_t: FloatOrArray, fixed_usd_t: FloatOrArray, cargo_t: FloatOrArray
) -> FloatOrArray:
    """Return the freight of a Worldscale fixture [USD].

    Parameters
    ----------
    points : float or array
        Worldscale points [1]; 100 is the flat rate.
    flat_usd_t : float or array
        The route's flat rate [USD/t].
    fixed_usd_t : float or array
        Fixed differential [USD/t], which the points do not scale.
    cargo_t : float or array
        Cargo paid for [t].

    Returns
    -------
    float or array
        cargo x (flat x points / 100) + cargo x fixed differential [USD].

    Examples
    --------
    >>> worldscale_usd(50.0, 20.0, 0.27, 1000.0)
    10270.0
    """
    return cargo_t * (flat_usd_t * points / 100.0) + cargo_t * fixed_usd_t


def freight_tonnes_t(
    cargo_t: FloatOrArray, minimum_t: FloatOrArray, overage: FloatOrArray
) -> FloatOrArray:
    """Return the tonnes that pay the full rate where a charter has a minimum cargo [t].

    Parameters
    ----------
    cargo_t : float or array
        Cargo loaded [t].
    minimum_t : float or array
        Cargo that is paid for whether loaded or not [t].
    overage : float or array
        Share of the rate that is paid on what is loaded above the minimum [1]; a half as a rule.

    Returns
    -------
    float or array
        minimum + overage x the cargo above it [t]. Below the minimum, the tonnes that were not
        loaded are deadfreight, at the full rate.

    Examples
    --------
    >>> freight_tonnes_t(160000.0, 150000.0, 0.5)
    155000.0
    >>> freight_tonnes_t(140000.0, 150000.0, 0.5)
    150000.0
    """
    return minimum_t + maximum(cargo_t - minimum_t, 0.0) * overage


_ROUNDING = 1e-9  # of a trip: a parcel that divides the cargo must not take one trip more


def whole_trips(cargo_t: FloatOrArray, intake_t: FloatOrArray) -> FloatOrArray:
    """Return the number of whole trips that carry a cargo.

    Parameters
    ----------
    cargo_t : float or array
        Total cargo to carry [t].
    intake_t : float or array
        Intake of the ship [t].

    Returns
    -------
    float or array
        The quotient, rounded up, and at least one [1].

    Examples
    --------
    >>> whole_trips(275000.0, 82000.0)
    4.0
    """
    return maximum(ceiling(cargo_t / intake_t - _ROUNDING), 1.0)


def filling_wait_days(
    round_days: FloatOrArray, trips: FloatOrArray, ships: FloatOrArray
) -> FloatOrArray:
    """Return the days that a large ship waits while smaller ones fill or empty it [day].

    Parameters
    ----------
    round_days : float or array
        Round voyage of a small ship [day].
    trips : float or array
        Trips that it takes [1].
    ships : float or array
        Small ships that take turns [1].

    Returns
    -------
    float or array
        round voyage x (trips - 1) / ships [day]: the first lift is the large ship's own loading.

    Examples
    --------
    >>> filling_wait_days(4.0, 4.0, 2.0)
    6.0
    """
    return round_days * (trips - 1.0) / ships


def worldscale_points(
    gross_usd: FloatOrArray,
    flat_usd_t: FloatOrArray,
    fixed_usd_t: FloatOrArray,
    cargo_t: FloatOrArray,
) -> FloatOrArray:
    """Return the points at which a Worldscale fixture earns `gross_usd` of freight.

    The inverse of `worldscale_usd`.

    Examples
    --------
    >>> worldscale_points(10270.0, 20.0, 0.27, 1000.0)
    50.0
    """
    return 100.0 * (gross_usd / cargo_t - fixed_usd_t) / flat_usd_t


def tce_usd_day(
    gross_usd: FloatOrArray,
    commission_usd: FloatOrArray,
    costs_usd: FloatOrArray,
    days: FloatOrArray,
) -> FloatOrArray:
    """Return the time-charter equivalent: daily earnings of a voyage after its costs.

    Parameters
    ----------
    gross_usd, commission_usd, costs_usd : float or array
        Freight, brokers' commission, and fuel, port, canal and other voyage costs [USD].
    days : float or array
        Days of the round voyage [day].

    Returns
    -------
    float or array
        (gross - commission - costs) / days [USD/day]. Baltic Exchange, tanker TCE calculator v3.0.

    Examples
    --------
    >>> tce_usd_day(1000.0, 40.0, 460.0, 10.0)
    50.0
    """
    return (gross_usd - commission_usd - costs_usd) / days


def gross_for_tce_usd(
    tce: FloatOrArray, costs_usd: FloatOrArray, days: FloatOrArray, commission: FloatOrArray
) -> FloatOrArray:
    """Return the freight at which a voyage earns a given time-charter equivalent [USD].

    The inverse of `tce_usd_day` where commission is a share of the freight.

    Examples
    --------
    >>> gross_for_tce_usd(50.0, 460.0, 10.0, 0.04)
    1000.0
    """
    return (tce * days + costs_usd) / (1.0 - commission)


def cubic_fuel_t_day(
    reference_t_day: FloatOrArray, reference_knots: FloatOrArray, knots: FloatOrArray
) -> FloatOrArray:
    """Return the fuel burnt a day at another speed.

    Parameters
    ----------
    reference_t_day, reference_knots : float or array
        Fuel a day [t/day] at a known speed [knot].
    knots : float or array
        The other speed [knot].

    Returns
    -------
    float or array
        reference x (knots / reference knots)^3 [t/day], the propeller law; good near the reference
        speed, too low far below it (M. Stopford, Maritime Economics, 3rd edition, 2009, 6.3).

    Examples
    --------
    >>> cubic_fuel_t_day(64.0, 12.0, 6.0)
    8.0
    """
    ratio = knots / reference_knots
    return reference_t_day * (ratio * ratio * ratio)


def speed_of_least_cost_knots(
    day_usd: FloatOrArray,
    bunker_usd_t: FloatOrArray,
    reference_t_day: FloatOrArray,
    reference_knots: FloatOrArray,
) -> FloatOrArray:
    """Return the speed at which time and fuel together cost least per mile.

    Parameters
    ----------
    day_usd : float or array
        Cost of a day at sea: hire, and interest on the cargo when laden [USD/day].
    bunker_usd_t : float or array
        Price of fuel [USD/t].
    reference_t_day, reference_knots : float or array
        Fuel a day at a known speed [t/day, knot], for the cubic law.

    Returns
    -------
    float or array
        reference knots x (day cost / (2 x fuel cost a day at the reference speed))^(1/3) [knot]:
        where the derivative of (day cost + fuel cost) / speed is zero (D. Ronen, Journal of the
        Operational Research Society 33, 1982).

    Examples
    --------
    >>> speed_of_least_cost_knots(64000.0, 500.0, 64.0, 13.0)
    13.0
    """
    cost = reference_t_day * bunker_usd_t
    return reference_knots * power(day_usd / (2.0 * cost), 1.0 / 3.0)


def cargo_at_draft_t(
    dwt_t: FloatOrArray,
    laden_draft_m: FloatOrArray,
    draft_limit_m: FloatOrArray,
    length_m: FloatOrArray,
    beam_m: FloatOrArray,
) -> FloatOrArray:
    """Return the deadweight a ship can use in water of limited draft.

    Parameters
    ----------
    dwt_t : float or array
        Deadweight at the laden draft [t].
    laden_draft_m, draft_limit_m : float or array
        Draft fully laden, and the draft allowed [m].
    length_m, beam_m : float or array
        Length and beam [m].

    Returns
    -------
    float or array
        dwt - (laden draft - limit) x length x beam x 0.9 x 1.025 [t], never below zero or above
        the deadweight: a ship of straight sides and a waterplane coefficient of 0.9.

    Examples
    --------
    >>> round(cargo_at_draft_t(115000.0, 14.9, 14.0, 248.0, 44.0))
    105940
    """
    lost = (laden_draft_m - draft_limit_m) * length_m * beam_m * _WATERPLANE * _SEA_WATER
    return maximum(minimum(dwt_t - lost, dwt_t), 0.0)


def draft_of_cargo_m(
    dwt_t: FloatOrArray,
    laden_draft_m: FloatOrArray,
    ballast_draft_m: FloatOrArray,
    cargo_t: FloatOrArray,
    length_m: FloatOrArray,
    beam_m: FloatOrArray,
) -> FloatOrArray:
    """Return the draft at which a ship sails with a cargo.

    Parameters
    ----------
    dwt_t : float or array
        Deadweight at the laden draft [t].
    laden_draft_m, ballast_draft_m : float or array
        Draft fully laden, and in ballast [m].
    cargo_t : float or array
        Cargo aboard; stores and fuel count as cargo [t].
    length_m, beam_m : float or array
        Length and beam [m].

    Returns
    -------
    float or array
        laden draft - (dwt - cargo) / (length x beam x 0.9 x 1.025) [m], and never less than in
        ballast: the inverse of `cargo_at_draft_t`.

    Examples
    --------
    >>> round(draft_of_cargo_m(115000.0, 14.9, 8.0, 105940.0, 248.0, 44.0), 3)
    14.0
    """
    risen = (dwt_t - cargo_t) / (length_m * beam_m * _WATERPLANE * _SEA_WATER)
    return maximum(laden_draft_m - risen, ballast_draft_m)


def laytime_used_days(
    in_port_days: FloatOrArray, turn_days: FloatOrArray, interrupted_days: FloatOrArray
) -> FloatOrArray:
    """Return the time that counts against laytime [day], never below zero.

    The turn is that of all notices of readiness together; interruptions are excepted time.

    Examples
    --------
    >>> laytime_used_days(5.0, 0.25, 0.75)
    4.0
    """
    return maximum(in_port_days - turn_days - interrupted_days, 0.0)


_HALF = 0.5


def half_rate_share(days_over: FloatOrArray, days_half: FloatOrArray) -> FloatOrArray:
    """Return the share of full demurrage that is due where some of the time is at half the rate.

    Parameters
    ----------
    days_over : float or array
        Time on demurrage [day].
    days_half : float or array
        Time of storm or breakdown ashore [day], of which no more counts than `days_over`.

    Returns
    -------
    float or array
        1 - half x (days at half the rate / days on demurrage) [1]. ASBATANKVOY, clause 8.

    Examples
    --------
    >>> half_rate_share(4.0, 2.0)
    0.75
    """
    halved = minimum(days_half, days_over)
    return 1.0 - _HALF * halved / maximum(days_over, _ANY_TIME)


_ANY_TIME = 1e-300  # day, in place of zero, to avoid division by it


def demurrage_usd(days_over: FloatOrArray, rate_usd_day: FloatOrArray) -> FloatOrArray:
    """Return demurrage for days over laytime, by the minute and never below zero [USD].

    Examples
    --------
    >>> demurrage_usd(1.5, 30000.0)
    45000.0
    """
    return maximum(days_over, 0.0) * rate_usd_day
