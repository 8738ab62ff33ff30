"""API gravity, density, barrels per tonne, and quality differentials."""

from __future__ import annotations

from oilecon.core.elementwise import FloatOrArray, floor, maximum, rint

__all__ = [
    "BARREL_M3",
    "WATER_KG_M3",
    "api_gravity",
    "barrels_per_tonne",
    "deescalator_usd_bbl",
    "density_kg_m3",
    "linear_differential_usd_bbl",
    "specific_gravity",
]

BARREL_M3 = 0.158987294928
"""Cubic metres in a barrel of 42 US gallons, exact by the definition of the inch."""

WATER_KG_M3 = 999.016
"""Density of water at 60 °F in kg/m3, the reference of specific gravity (API MPMS 11)."""


def specific_gravity(api_degapi: FloatOrArray) -> FloatOrArray:
    """Return the specific gravity at 60 °F of a crude.

    Parameters
    ----------
    api_degapi : float or array
        API gravity [degAPI].

    Returns
    -------
    float or array
        Density relative to water at 60 °F [1]: SG = 141.5 / (API + 131.5), the definition of the
        API degree (API MPMS 11.5).

    Examples
    --------
    >>> specific_gravity(10.0)
    1.0
    """
    return 141.5 / (api_degapi + 131.5)


def api_gravity(specific_gravity_60f: FloatOrArray) -> FloatOrArray:
    """Return the API gravity [degAPI] of a specific gravity at 60 °F [1].

    The inverse of `specific_gravity`: API = 141.5 / SG - 131.5.

    Examples
    --------
    >>> api_gravity(1.0)
    10.0
    """
    return 141.5 / specific_gravity_60f - 131.5


def density_kg_m3(api_degapi: FloatOrArray) -> FloatOrArray:
    """Return the density at 60 °F [kg/m3] of a crude of the given API gravity [degAPI].

    Examples
    --------
    >>> round(density_kg_m3(16.0), 1)
    958.4
    """
    return specific_gravity(api_degapi) * WATER_KG_M3


def barrels_per_tonne(api_degapi: FloatOrArray) -> FloatOrArray:
    """Return the barrels in a metric tonne of crude [bbl/t].

    Parameters
    ----------
    api_degapi : float or array
        API gravity [degAPI].

    Returns
    -------
    float or array
        1000 / (density at 60 °F x 0.158987294928 m3/bbl) [bbl/t]; masses in vacuum.

    Examples
    --------
    >>> round(barrels_per_tonne(16.0), 3)
    6.563
    """
    return 1000.0 / (density_kg_m3(api_degapi) * BARREL_M3)


def linear_differential_usd_bbl(
    api_degapi: FloatOrArray,
    sulphur: FloatOrArray,
    reference_api_degapi: FloatOrArray,
    reference_sulphur: FloatOrArray,
    api_usd_bbl_degapi: FloatOrArray,
    sulphur_usd_bbl_percent: FloatOrArray,
) -> FloatOrArray:
    """Return the quality differential to a reference crude, linear in gravity and sulphur.

    Parameters
    ----------
    api_degapi, reference_api_degapi : float or array
        API gravities [degAPI].
    sulphur, reference_sulphur : float or array
        Sulphur by mass, as fractions [1].
    api_usd_bbl_degapi, sulphur_usd_bbl_percent : float or array
        Value of a degree [USD/bbl/degAPI] and of a percent of sulphur [USD/bbl/percent].

    Returns
    -------
    float or array
        a (API - API_ref) + 100 b (S - S_ref) [USD/bbl].

    Examples
    --------
    >>> round(linear_differential_usd_bbl(16.0, 0.025, 40.0, 0.005, 0.15, -0.4), 6)
    -4.4
    """
    return api_usd_bbl_degapi * (
        api_degapi - reference_api_degapi
    ) + sulphur_usd_bbl_percent * 100.0 * (sulphur - reference_sulphur)


def deescalator_usd_bbl(
    sulphur: FloatOrArray, threshold: FloatOrArray, rate_usd_bbl: FloatOrArray
) -> FloatOrArray:
    """Return the Forties sulphur de-escalator, paid by the seller to the buyer.

    Parameters
    ----------
    sulphur, threshold : float or array
        Sulphur by mass, and the threshold of the charge, as fractions [1].
    rate_usd_bbl : float or array
        Charge for each 0.1 % of sulphur above the threshold [USD/bbl].

    Returns
    -------
    float or array
        A tenth of the rate for each full 0.01 % above the threshold [USD/bbl]. Sulphur is first
        rounded to whole thousandths of a percent, and these are counted: 0.71 less 0.60 in floats
        is not quite 0.11. HMRC Oil Taxation Manual OT05328.

    Examples
    --------
    >>> [round(deescalator_usd_bbl(s / 100.0, 0.006, 0.40), 2) for s in (0.6, 0.629, 0.63, 0.71)]
    [0.0, 0.08, 0.12, 0.44]
    """
    over = rint(sulphur * 1e5) - rint(threshold * 1e5)
    return floor(maximum(over, 0.0) / 10.0) * rate_usd_bbl / 10.0
