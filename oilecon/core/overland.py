"""Carriage over land: what is shipped of what is nominated, tolls, and oil that fills a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.core.elementwise import maximum, minimum
from oilecon.core.finance import CREDIT_YEAR_DAYS

if TYPE_CHECKING:
    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "average_toll",
    "fill_days",
    "held_share",
    "shipped_bbl_day",
    "spot_share",
    "unused_bbl_day",
]


def shipped_bbl_day(
    nomination: FloatOrArray,
    commitment: FloatOrArray,
    apportionment: FloatOrArray,
    capacity: FloatOrArray | None = None,
) -> FloatOrArray:
    """Return what a shipper may ship of what it nominates.

    Committed space is not cut: apportionment falls on the nomination above the commitment, as on
    lines with contract and walk-up space.

    Parameters
    ----------
    nomination : float or array
        Volume that the shipper offers to the carrier [bbl/day].
    commitment : float or array
        Volume that it has contracted to ship or to pay for [bbl/day].
    apportionment : float or array
        Share by which the carrier cuts what is nominated above the commitment [1].
    capacity : float or array, optional
        The most that the carrier takes of this shipper [bbl/day].

    Returns
    -------
    float or array
        Volume shipped [bbl/day].

    Examples
    --------
    >>> shipped_bbl_day(100e3, 60e3, 0.25)
    90000.0
    """
    firm = minimum(nomination, commitment)
    shipped = firm + (nomination - firm) * (1.0 - apportionment)
    return shipped if capacity is None else minimum(shipped, capacity)


def unused_bbl_day(nomination: FloatOrArray, commitment: FloatOrArray) -> FloatOrArray:
    """Return the committed volume that is paid for and not shipped [bbl/day].

    Examples
    --------
    >>> unused_bbl_day(40e3, 60e3), unused_bbl_day(70e3, 60e3)
    (20000.0, 0.0)
    """
    return maximum(commitment - nomination, 0.0)


def spot_share(shipped: FloatOrArray, commitment: FloatOrArray) -> FloatOrArray:
    """Return the share of the volume shipped that goes above the commitment [1].

    Examples
    --------
    >>> spot_share(100e3, 80e3), spot_share(60e3, 80e3)
    (0.2, 0.0)
    """
    return maximum(shipped - commitment, 0.0) / shipped


def average_toll(toll: FloatOrArray, spot: FloatOrArray, share: FloatOrArray) -> FloatOrArray:
    """Return the toll of a barrel, of which a share goes at the spot toll.

    Parameters
    ----------
    toll, spot : float or array
        Committed toll and spot toll, in the same money by the barrel.
    share : float or array
        Share of the barrels shipped that goes at the spot toll [1].

    Examples
    --------
    >>> average_toll(10.0, 12.0, 0.25)
    10.5
    """
    return toll + share * (spot - toll)


def fill_days(line_fill: FloatOrArray, shipped: FloatOrArray, days: FloatOrArray) -> FloatOrArray:
    """Return the days of flow that a shipper's line fill holds beyond those in transit.

    What flows for the days in transit fills the line by itself, and those days bear interest as
    transit: only the rest is oil that lies still, in tank bottoms and in the line.

    Parameters
    ----------
    line_fill : float or array
        Oil that the shipper keeps in the line and its tanks [bbl].
    shipped : float or array
        Its flow [bbl/day].
    days : float or array
        Days in transit [day].

    Returns
    -------
    float or array
        Days [day], never below zero.

    Examples
    --------
    >>> fill_days(1.5e6, 100e3, 10.0)
    5.0
    """
    return maximum(line_fill / shipped - days, 0.0)


def held_share(rate_per_year: FloatOrArray, days: FloatOrArray) -> FloatOrArray:
    """Return interest on a barrel held for some days, as a share of its price [1].

    Examples
    --------
    >>> held_share(0.10, 36.0)
    0.01
    """
    return rate_per_year * days / CREDIT_YEAR_DAYS
