"""Days, fuel and cost of a round voyage, after the Baltic Exchange's time-charter equivalent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oilecon.core.elementwise import Number

__all__ = ["broker_commission_usd", "fuel_t", "sea_days"]


def sea_days(distance_nmi: Number, weather_margin: Number, speed_knots: Number) -> Number:
    """Return the days at sea.

    Parameters
    ----------
    distance_nmi : float or array
        Miles sailed [nmi].
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
    laden_days: Number, laden_t_day: Number, ballast_days: Number, ballast_t_day: Number
) -> Number:
    """Return the fuel burnt at sea on a round voyage [t], laden and in ballast.

    Examples
    --------
    >>> fuel_t(10.0, 70.0, 10.0, 53.0)
    1230.0
    """
    return laden_days * laden_t_day + ballast_days * ballast_t_day


def broker_commission_usd(cost_usd: Number, commission: Number) -> Number:
    """Return the commission on a freight that leaves the owner `cost_usd` [USD].

    Parameters
    ----------
    cost_usd : float or array
        What freight must cover after commission: hire, fuel, port charges, canal dues [USD].
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
    return cost_usd * commission / (1.0 - commission)
