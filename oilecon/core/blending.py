"""Diluent for a target gravity, shrinkage, heavy crude evacuated, and the value of diluent."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from oilecon.core.elementwise import FloatOrArray, maximum, minimum, power, where
from oilecon.core.quality import api_gravity, specific_gravity

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "diluent_net_cost_usd_bbl",
    "diluent_share",
    "diluent_stock",
    "diluent_value_usd_bbl",
    "heavy_evacuated",
    "mass_shares",
    "physical_diluent_share",
    "share_for_number",
    "shrinkage_of_all",
    "shrinkage_share",
    "shrunk_api",
    "volume_share",
    "weighted_mean",
]


def diluent_share(
    heavy_api_degapi: FloatOrArray,
    diluent_api_degapi: FloatOrArray,
    target_api_degapi: FloatOrArray,
) -> FloatOrArray:
    """Return the share of diluent in the summed volumes that brings a heavy crude to a gravity.

    Parameters
    ----------
    heavy_api_degapi, diluent_api_degapi, target_api_degapi : float or array
        API gravities [degAPI]; the target lies between the two.

    Returns
    -------
    float or array
        Volume of diluent over the sum of both volumes before shrinkage [1]. Densities, not API
        degrees, are averaged by volume: f = (SG_h - SG_t) / (SG_h - SG_d).

    Examples
    --------
    >>> round(diluent_share(8.5, 55.0, 16.0), 3)
    0.204
    """
    heavy = specific_gravity(heavy_api_degapi)
    return (heavy - specific_gravity(target_api_degapi)) / (
        heavy - specific_gravity(diluent_api_degapi)
    )


def shrinkage_share(
    diluent_share_of_sum: FloatOrArray,
    heavy_api_degapi: FloatOrArray,
    diluent_api_degapi: FloatOrArray,
) -> FloatOrArray:
    """Return the share of the summed volumes that is lost when a light and a heavy oil mix.

    Parameters
    ----------
    diluent_share_of_sum : float or array
        Share of the light oil in the summed volumes [1].
    heavy_api_degapi, diluent_api_degapi : float or array
        API gravities of the two [degAPI].

    Returns
    -------
    float or array
        Shrinkage over the summed volumes [1]: 4.86e-8 C (100 - C)^0.819 G^2.28 percent, with C the
        volume percent of the light oil and G the difference of the gravities. API MPMS 12.3
        (1996), equation 2 in US units, stated for C of 1 to 99 and G of 10 to 100.

    Examples
    --------
    >>> round(100 * shrinkage_share(0.25, 8.5, 55.0), 4)
    0.2643
    """
    percent = 100.0 * diluent_share_of_sum
    spread = power(diluent_api_degapi - heavy_api_degapi, 2.28)
    return 4.86e-8 * percent * power(100.0 - percent, 0.819) * spread / 100.0


def shrunk_api(target_api_degapi: FloatOrArray, shrinkage: FloatOrArray) -> FloatOrArray:
    """Return the gravity of the physical blend [degAPI].

    Parameters
    ----------
    target_api_degapi : float or array
        Gravity that the volumes average to before shrinkage [degAPI].
    shrinkage : float or array
        Share of the summed volumes that is lost [1].

    Returns
    -------
    float or array
        The same mass in less volume is denser: API gravity of SG / (1 - shrinkage) [degAPI].

    Examples
    --------
    >>> round(shrunk_api(16.0, 0.0025), 2)
    15.63
    """
    return api_gravity(specific_gravity(target_api_degapi) / (1.0 - shrinkage))


_STEPS = 2  # Halley's: each triples the digits, and the first guess has two
_LEAST_REST = 1e-12  # where the blend is nearly all diluent and the slope grows without limit


def physical_diluent_share(
    heavy_api_degapi: FloatOrArray,
    diluent_api_degapi: FloatOrArray,
    target_api_degapi: FloatOrArray,
) -> FloatOrArray:
    """Return the share of diluent in the summed volumes that brings the shrunk blend to a gravity.

    Parameters
    ----------
    heavy_api_degapi, diluent_api_degapi, target_api_degapi : float or array
        API gravities [degAPI]; the target, of the blend after shrinkage, lies between the two.

    Returns
    -------
    float or array
        The f at which the mass balance over the shrunk volume meets the target's specific gravity,
        (SG_h (1 - f) + SG_d f) / (1 - S(f)) = SG_t, with S of `shrinkage_share` [1]. Two steps of
        Halley's method from `diluent_share`, which between 0 and 100 degAPI leave nothing above
        1e-13.

    Examples
    --------
    >>> round(diluent_share(8.5, 56.5, 16.0), 4), round(physical_diluent_share(8.5, 56.5, 16.0), 4)
    (0.1992, 0.2084)
    """
    heavy, target = specific_gravity(heavy_api_degapi), specific_gravity(target_api_degapi)
    span = heavy - specific_gravity(diluent_api_degapi)
    # S = scale f (1 - f)^0.819, with f in place of the percentages of the standard.
    scale = 4.86e-8 * 100.0**0.819 * power(diluent_api_degapi - heavy_api_degapi, 2.28)
    share = (heavy - target) / span
    for _ in range(_STEPS):
        share = _nearer(share, heavy, span, target, scale)
    return share


def _nearer(
    trial_share: FloatOrArray,
    heavy: FloatOrArray,
    span: FloatOrArray,
    target: FloatOrArray,
    scale: FloatOrArray,
) -> FloatOrArray:
    """Return a share whose blend is nearer to the target: one step of Halley's method."""
    heavy_share = maximum(1.0 - trial_share, _LEAST_REST)
    ratio = trial_share / heavy_share
    lost = target * scale * power(heavy_share, 0.819)  # by the share of diluent
    excess = heavy - target - trial_share * (span - lost)
    slope = span - lost * (1.0 - 0.819 * ratio)
    bend = lost * 0.819 * (2.0 + 0.181 * ratio) / heavy_share
    step = excess / slope
    return minimum(trial_share + step / (1.0 + 0.5 * step * bend / slope), 1.0)


def weighted_mean(shares: Sequence[FloatOrArray], values: Sequence[FloatOrArray]) -> FloatOrArray:
    """Return the sum of share times value.

    With shares of volume it averages densities and, in the volume basis, viscosity numbers; with
    shares of mass it averages sulphur, acid number, metals and viscosity numbers in that basis.

    Examples
    --------
    >>> weighted_mean((0.75, 0.25), (1.0, 0.5))
    0.875
    """
    return reduce(add, (share * value for share, value in zip(shares, values, strict=True)))


def mass_shares(
    volume_shares: Sequence[FloatOrArray], densities: Sequence[FloatOrArray]
) -> list[FloatOrArray]:
    """Return shares of mass [1] from shares of volume [1] and densities in any one unit.

    Examples
    --------
    >>> mass_shares((0.5, 0.5), (1.0, 0.6))
    [0.625, 0.37499999999999994]
    """
    masses = [share * density for share, density in zip(volume_shares, densities, strict=True)]
    total = reduce(add, masses)
    return [mass / total for mass in masses]


def volume_share(
    mass_share: FloatOrArray, heavy_density: FloatOrArray, diluent_density: FloatOrArray
) -> FloatOrArray:
    """Return the diluent's share of the summed volumes [1] from its share of the mass [1].

    Examples
    --------
    >>> volume_share(0.375, 1.0, 0.6)
    0.5
    """
    light = mass_share * heavy_density
    return light / (light + (1.0 - mass_share) * diluent_density)


def share_for_number(
    heavy_number: FloatOrArray, diluent_number: FloatOrArray, target_number: FloatOrArray
) -> FloatOrArray:
    """Return the diluent's share, in the basis of the numbers, at which they average to a target.

    Examples
    --------
    >>> share_for_number(40.0, 10.0, 25.0)
    0.5
    """
    return (heavy_number - target_number) / (heavy_number - diluent_number)


_NOTHING = 1e-300  # avoids division by an empty volume; too small to change any other


def shrinkage_of_all(
    volume_shares: Sequence[FloatOrArray], apis_degapi: Sequence[FloatOrArray]
) -> FloatOrArray:
    """Return the share of the summed volumes that is lost when several oils mix.

    Parameters
    ----------
    volume_shares : sequence of float or array
        Shares of the summed volumes [1].
    apis_degapi : sequence of float or array
        API gravities [degAPI].

    Returns
    -------
    float or array
        Shrinkage over the summed volumes [1]. API MPMS 12.3 is for two oils; of more, each is
        added as the light oil to what is already mixed, the heaviest first and equals together, so
        that the answer depends neither on the order in which they are given nor on whether one is
        given in parts.

    Examples
    --------
    >>> round(100 * shrinkage_of_all((0.25, 0.75), (55.0, 8.5)), 4)
    0.2643
    """
    ordered = _heaviest_first(volume_shares, apis_degapi)
    volume, api = ordered[0]
    mass, lost = volume * specific_gravity(api), volume * 0.0
    for share, light_api in ordered[1:]:
        light = specific_gravity(light_api)
        heavy_api = api_gravity((mass + _NOTHING * light) / (volume + _NOTHING))
        total = volume + share
        # Rounding may put an oil just below the mix of oils of the same gravity.
        light_api = maximum(light_api, heavy_api)  # noqa: PLW2901
        gone = total * shrinkage_share(share / (total + _NOTHING), heavy_api, light_api)
        volume, mass, lost = total - gone, mass + share * light, lost + gone
    return lost


def _heaviest_first(
    shares: Sequence[FloatOrArray], apis: Sequence[FloatOrArray]
) -> list[tuple[FloatOrArray, FloatOrArray]]:
    """Return pairs in order of gravity, element by element of arrays.

    Oils of the same gravity count as one: the last of their pairs has the whole share.
    """
    pairs = list(zip(shares, apis, strict=True))
    for last in range(len(pairs) - 1, 0, -1):
        for at in range(last):
            (left, left_api), (right, right_api) = pairs[at], pairs[at + 1]
            swap = left_api > right_api
            pairs[at] = where(swap, right, left), where(swap, right_api, left_api)
            pairs[at + 1] = where(swap, left, right), where(swap, left_api, right_api)
    for at in range(len(pairs) - 1):
        (left, left_api), (right, right_api) = pairs[at], pairs[at + 1]
        same = left_api == right_api
        pairs[at] = where(same, 0.0, left), left_api
        pairs[at + 1] = where(same, left + right, right), right_api
    return pairs


def heavy_evacuated(diluent: FloatOrArray, diluent_share_of_sum: FloatOrArray) -> FloatOrArray:
    """Return the heavy crude that a volume of diluent evacuates, in the diluent's unit.

    Examples
    --------
    >>> heavy_evacuated(10.0, 0.2)
    40.0
    """
    return diluent * (1.0 - diluent_share_of_sum) / diluent_share_of_sum


def diluent_value_usd_bbl(
    blend_usd_bbl: FloatOrArray,
    heavy_usd_bbl: FloatOrArray,
    diluent_share_of_sum: FloatOrArray,
    shrinkage: FloatOrArray,
) -> FloatOrArray:
    """Return the marginal value of diluent where more of it evacuates more heavy crude.

    Parameters
    ----------
    blend_usd_bbl : float or array
        Netback of a barrel of blend [USD/bbl].
    heavy_usd_bbl : float or array
        Production cost of a barrel of heavy crude that would otherwise be shut in [USD/bbl].
    diluent_share_of_sum, shrinkage : float or array
        Shares of the summed volumes [1].

    Returns
    -------
    float or array
        ((1 - S) blend - (1 - f) heavy) / f: a barrel makes (1 - S) / f of blend out of itself and
        (1 - f) / f of heavy crude [USD per barrel of diluent].

    Examples
    --------
    >>> diluent_value_usd_bbl(50.0, 20.0, 0.2, 0.0)
    170.0
    """
    earned = (1.0 - shrinkage) * blend_usd_bbl - (1.0 - diluent_share_of_sum) * heavy_usd_bbl
    return earned / diluent_share_of_sum


def diluent_net_cost_usd_bbl(
    diluent_usd_bbl: FloatOrArray,
    blend_usd_bbl: FloatOrArray,
    diluent_share_of_sum: FloatOrArray,
    shrinkage: FloatOrArray,
) -> FloatOrArray:
    """Return the cost of diluent in a barrel of blend, net of its sale within the blend.

    Parameters
    ----------
    diluent_usd_bbl, blend_usd_bbl : float or array
        Delivered price of diluent, and netback of blend [USD/bbl].
    diluent_share_of_sum, shrinkage : float or array
        Shares of the summed volumes [1].

    Returns
    -------
    float or array
        (f diluent - (f - S) blend) / (1 - S): f barrels are bought, and they add f - S barrels to
        sales [USD per barrel of blend].

    Examples
    --------
    >>> diluent_net_cost_usd_bbl(60.0, 50.0, 0.2, 0.0)
    2.0
    """
    paid = diluent_share_of_sum * diluent_usd_bbl
    sold = (diluent_share_of_sum - shrinkage) * blend_usd_bbl
    return (paid - sold) / (1.0 - shrinkage)


def diluent_stock(
    heavy_bbl: FloatOrArray,
    arrivals_bbl: FloatOrArray,
    opening_bbl: FloatOrArray,
    capacity_bbl: FloatOrArray,
    diluent_share_of_sum: FloatOrArray,
) -> tuple[FloatOrArray, FloatOrArray, FloatOrArray, FloatOrArray]:
    """Return one period's diluent used, short, rejected and left in stock [bbl].

    Parameters
    ----------
    heavy_bbl : float or array
        Heavy crude that could be blended in the period [bbl].
    arrivals_bbl, opening_bbl, capacity_bbl : float or array
        Diluent arriving, opening stock, and storage capacity [bbl].
    diluent_share_of_sum : float or array
        Share of diluent in the blend [1].

    Returns
    -------
    tuple of (float or array)
        Used, short of blending all the crude, rejected above capacity, closing stock [bbl].

    Examples
    --------
    >>> diluent_stock(400.0, 80.0, 50.0, 20.0, 0.2)
    (100.0, 0.0, 10.0, 20.0)
    """
    there = opening_bbl + arrivals_bbl
    wanted = heavy_bbl * diluent_share_of_sum / (1.0 - diluent_share_of_sum)
    used = minimum(wanted, there)
    left = minimum(there - used, capacity_bbl)
    return used, wanted - used, there - used - left, left
