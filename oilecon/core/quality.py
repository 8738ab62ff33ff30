"""API gravity, density and barrels per tonne."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oilecon.core.elementwise import Number

__all__ = [
    "BARREL_M3",
    "WATER_KG_M3",
    "api_gravity",
    "barrels_per_tonne",
    "density_kg_m3",
    "specific_gravity",
]

BARREL_M3 = 0.158987294928
"""Cubic metres in a barrel of 42 US gallons, exact by the definition of the inch."""

WATER_KG_M3 = 999.016
"""Density of water at 60 °F in kg/m3, the reference of specific gravity (API MPMS 11)."""


def specific_gravity(api_degapi: Number) -> Number:
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


def api_gravity(specific_gravity_60f: Number) -> Number:
    """Return the API gravity [degAPI] of a specific gravity at 60 °F [1].

    The inverse of `specific_gravity`: API = 141.5 / SG - 131.5.

    Examples
    --------
    >>> api_gravity(1.0)
    10.0
    """
    return 141.5 / specific_gravity_60f - 131.5


def density_kg_m3(api_degapi: Number) -> Number:
    """Return the density at 60 °F [kg/m3] of a crude of the given API gravity [degAPI].

    Examples
    --------
    >>> round(density_kg_m3(16.0), 1)
    958.4
    """
    return specific_gravity(api_degapi) * WATER_KG_M3


def barrels_per_tonne(api_degapi: Number) -> Number:
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
