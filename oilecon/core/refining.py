"""Refining: what a coker makes of residue, what a barrel is worth, and parity with a marker."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oilecon.core.elementwise import maximum, minimum

if TYPE_CHECKING:
    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "HIGH_SULPHUR",
    "LINEAR_TOP",
    "LOW_SULPHUR",
    "CokerYields",
    "above_limit",
    "average_coker",
    "closing_factor",
    "coker_by_carbon",
    "fuel_oil_usd_bbl",
    "linear_coker",
    "parity_usd_bbl",
    "residue_rent_usd_bbl",
    "running_cost_usd_bbl",
]

LINEAR_TOP = 0.1129 / 0.343
"""Carbon residue above which `linear_coker` makes less than no naphtha [1], about 32.9 %."""


LOW_SULPHUR, HIGH_SULPHUR = 0.010, 0.035
"""Sulphur of the two qualities of fuel oil that Rotterdam quotes, by mass [1]."""


class CokerYields(NamedTuple):
    """Products of a coker, as shares of its feed by mass [1]."""

    gas: FloatOrArray  # C4 and lighter
    naphtha: FloatOrArray
    gas_oil: FloatOrArray
    coke: FloatOrArray


def coker_by_carbon(
    carbon: FloatOrArray,
    ratio: FloatOrArray,
    gas: FloatOrArray,
    naphtha: FloatOrArray,
    gas_oil: FloatOrArray,
) -> CokerYields:
    """Return a coker's yields with coke in proportion to carbon residue.

    Parameters
    ----------
    carbon : float or array
        Carbon residue (Conradson or micro) of the feed by mass [1].
    ratio : float or array
        Coke over carbon residue [1]: 1.6 by Gary & Handwerk, about 1.0 by the industry's average.
    gas, naphtha, gas_oil : float or array
        Parts in which the rest divides; their sum need not be one.

    Returns
    -------
    CokerYields
        Shares of the feed by mass [1].

    Examples
    --------
    >>> print([round(share, 3) for share in coker_by_carbon(0.2576, 1.28, 10.0, 14.0, 50.0)])
    [0.091, 0.127, 0.453, 0.33]
    """
    coke = ratio * carbon
    part = (1.0 - coke) / (gas + naphtha + gas_oil)
    return CokerYields(gas * part, naphtha * part, gas_oil * part, coke)


def linear_coker(carbon: FloatOrArray) -> CokerYields:
    """Return a coker's yields by the linear correlation on carbon residue [1].

    Gas 7.8 + 0.144 C, naphtha 11.29 - 0.343 C and coke 1.6 C percent by mass, gas oil the rest
    (Gary, Handwerk & Kaiser, Petroleum Refining). Made for C below about 20 %: above it, coke is
    more than today's cokers make, and above 32.9 % naphtha is less than nothing.

    Examples
    --------
    >>> print([round(share, 3) for share in linear_coker(0.2576)])
    [0.115, 0.025, 0.448, 0.412]
    """
    gas = 0.078 + 0.144 * carbon
    naphtha = 0.1129 - 0.343 * carbon
    coke = 1.6 * carbon
    return CokerYields(gas, naphtha, 1.0 - gas - naphtha - coke, coke)


def average_coker(
    gas: FloatOrArray, naphtha: FloatOrArray, gas_oil: FloatOrArray, coke: FloatOrArray
) -> CokerYields:
    """Return a coker's yields by the industry's average, whatever the feed [1].

    Parameters
    ----------
    gas, naphtha, gas_oil, coke : float or array
        Parts by mass; they are divided by their sum.

    Examples
    --------
    >>> average_coker(10.0, 14.0, 50.0, 26.0)
    CokerYields(gas=0.1, naphtha=0.14, gas_oil=0.5, coke=0.26)
    """
    total = gas + naphtha + gas_oil + coke
    return CokerYields(gas / total, naphtha / total, gas_oil / total, coke / total)


def closing_factor(feed: FloatOrArray, known: FloatOrArray, nominal: FloatOrArray) -> FloatOrArray:
    """Return the factor on densities of products by volume that closes a unit's mass [1].

    Cracker yields are published by volume, with densities for one feed; a heavier feed makes
    heavier products.

    Parameters
    ----------
    feed : float or array
        Mass of the feed [kg].
    known : float or array
        Mass of the products whose yields are by mass [kg].
    nominal : float or array
        Mass of the other products at their published densities [kg].

    Examples
    --------
    >>> round(closing_factor(941.0, 101.9, 811.4), 3)
    1.034
    """
    return (feed - known) / nominal


def fuel_oil_usd_bbl(high: FloatOrArray, low: FloatOrArray, sulphur: FloatOrArray) -> FloatOrArray:
    """Return the price of a fuel oil between two quotations by its sulphur [USD/bbl].

    Parameters
    ----------
    high, low : float or array
        Quotations of fuel oil of 3.5 % and of 1.0 % sulphur by mass [USD/bbl].
    sulphur : float or array
        Of the fuel oil, by mass [1]. Beyond either quotation its price is that quotation's.

    Examples
    --------
    >>> [round(fuel_oil_usd_bbl(58.66, 62.28, sulphur), 2) for sulphur in (0.005, 0.0225, 0.04)]
    [62.28, 60.47, 58.66]
    """
    sour = (sulphur - LOW_SULPHUR) / (HIGH_SULPHUR - LOW_SULPHUR)
    return low + (high - low) * minimum(maximum(sour, 0.0), 1.0)


def running_cost_usd_bbl(
    fuel: FloatOrArray,
    power: FloatOrArray,
    catalyst: FloatOrArray,
    gas_price: FloatOrArray,
    power_price: FloatOrArray,
) -> FloatOrArray:
    """Return a refinery's variable running cost [USD/bbl of crude].

    Parameters
    ----------
    fuel : float or array
        Fuel, and gas that hydrogen is made from [MMBtu/bbl].
    power : float or array
        Electricity [kWh/bbl].
    catalyst : float or array
        Catalysts and chemicals [USD/bbl].
    gas_price, power_price : float or array
        Natural gas [USD/MMBtu] and electricity [USD/kWh].

    Examples
    --------
    >>> round(running_cost_usd_bbl(0.49, 13.0, 0.40, 3.79, 0.0844), 2)
    3.35
    """
    return fuel * gas_price + power * power_price + catalyst


def above_limit(
    share: FloatOrArray, crude: FloatOrArray, marker: FloatOrArray, limit: FloatOrArray
) -> FloatOrArray:
    """Return the residue that a barrel of a crude brings above a coker's limit [bbl/bbl].

    Parameters
    ----------
    share : float or array
        Share of the crude in the plant's diet, of which its marker is the rest [1].
    crude, marker : float or array
        Residue of each by volume [bbl/bbl].
    limit : float or array
        Residue that the coker takes [bbl/bbl of crude run].

    Returns
    -------
    float or array
        Residue without room, by the barrel of the crude; below zero where the crude relieves a
        coker that its marker overfills.

    Examples
    --------
    >>> [round(above_limit(share, 0.55, 0.40, 0.42), 3) for share in (0.05, 0.2, 0.5)]
    [0.0, 0.05, 0.11]
    """
    diet = share * crude + (1.0 - share) * marker
    before = (1.0 - share) * maximum(marker - limit, 0.0)
    return (maximum(diet - limit, 0.0) - before) / share


def residue_rent_usd_bbl(
    heavy_margin: FloatOrArray,
    light_margin: FloatOrArray,
    heavy_residue: FloatOrArray,
    light_residue: FloatOrArray,
) -> FloatOrArray:
    """Return what the market pays for room in a coker [USD/bbl of residue].

    Parameters
    ----------
    heavy_margin, light_margin : float or array
        Worth less running cost and delivered price of a heavy and of a light marker [USD/bbl].
    heavy_residue, light_residue : float or array
        Residue of each by volume [bbl/bbl].

    Returns
    -------
    float or array
        Difference of margins by the barrel of residue, never below zero: a limit that nobody pays
        for is none.

    Examples
    --------
    >>> round(residue_rent_usd_bbl(73.85 - 56.39, 76.56 - 60.06, 0.360, 0.131), 1)
    4.2
    """
    return maximum((heavy_margin - light_margin) / (heavy_residue - light_residue), 0.0)


def parity_usd_bbl(
    marker_price: FloatOrArray,
    value: FloatOrArray,
    marker_value: FloatOrArray,
    lost: FloatOrArray = 0.0,
) -> FloatOrArray:
    """Return the delivered price at which a refiner is indifferent to a marker [USD/bbl].

    Parameters
    ----------
    marker_price : float or array
        Delivered price of the marker [USD/bbl].
    value, marker_value : float or array
        Worth less running cost of the crude and of the marker in one refinery [USD/bbl]; the
        refiner's own margin cancels.
    lost : float or array
        Loss where a unit is full [USD/bbl].

    Examples
    --------
    >>> round(parity_usd_bbl(56.39, 77.6, 76.8), 2)
    57.19
    """
    return marker_price + (value - marker_value) - lost
