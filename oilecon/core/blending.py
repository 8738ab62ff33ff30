"""Diluent for a target gravity, and the volume that blending loses."""

from __future__ import annotations

from oilecon.core.elementwise import Number, power
from oilecon.core.quality import api_gravity, specific_gravity

__all__ = ["diluent_share", "shrinkage_share", "shrunk_api"]


def diluent_share(
    heavy_api_degapi: Number, diluent_api_degapi: Number, target_api_degapi: Number
) -> Number:
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
    diluent_share_of_sum: Number, heavy_api_degapi: Number, diluent_api_degapi: Number
) -> Number:
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


def shrunk_api(target_api_degapi: Number, shrinkage: Number) -> Number:
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
