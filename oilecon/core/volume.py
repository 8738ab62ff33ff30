"""Density and volume of crude at a temperature: API MPMS 11.1 (2004), generalised crude oil.

The standard corrects for temperature and for pressure; this is temperature alone, at atmospheric
pressure. It holds for densities at 60 °F of 610.6 to 1163.5 kg/m3 (API gravities of 100 to -10) and
for temperatures of -50 to 150 degC (-58 to 302 degF). Nothing is rounded: the standard rounds its
factor to five decimals.
"""

from __future__ import annotations

from oilecon.core.elementwise import FloatOrArray, exp, expm1, log

__all__ = [
    "base_density_kg_m3",
    "density_at_kg_m3",
    "expansion_per_degf",
    "ipts68_degf",
    "volume_correction_factor",
]

_CRUDE_K0 = 341.0957  # kg2/m6 per degF: the expansion of generalised crude; its K1 and K2 are zero

# The correlation was fitted in 1980 on the temperature scale of 1968, on which the 60 °F of today's
# scale of 1990 is 60.0068749. The shift is twice the difference, as the standard has it.
_BASE_DEGF_68 = 60.0068749
_SHIFT_DEGF = 0.01374979547

# Of the temperature over 630 degC, from the first power up: degC by which the scales differ.
_SCALES = (
    -0.148759,
    -0.267408,
    1.080760,
    1.269056,
    -4.089591,
    -1.871251,
    7.438081,
    -3.536296,
)


def ipts68_degf(temperature_degc: FloatOrArray) -> FloatOrArray:
    """Return a temperature on the scale of the fitted correlation.

    Parameters
    ----------
    temperature_degc : float or array
        Temperature on today's scale, ITS-90 [degC].

    Returns
    -------
    float or array
        The same on the scale of 1968, IPTS-68 [degF] (API MPMS 11.1.5.3).

    Examples
    --------
    >>> round(ipts68_degf((-27.7 - 32.0) / 1.8), 6)
    -27.712499
    """
    part = temperature_degc / 630.0
    apart = part * 0.0
    for coefficient in reversed(_SCALES):
        apart = (coefficient + apart) * part
    return 1.8 * (temperature_degc - apart) + 32.0


def expansion_per_degf(density_60f_kg_m3: FloatOrArray) -> FloatOrArray:
    """Return the thermal expansion of crude at 60 °F.

    Parameters
    ----------
    density_60f_kg_m3 : float or array
        Density at 60 °F, 610.6 to 1163.5 [kg/m3].

    Returns
    -------
    float or array
        341.0957 / rho^2, with rho the density moved to 60 °F on the scale of 1968 [1/degF]
        (API MPMS 11.1.6.1, steps 4 and 5).

    Examples
    --------
    >>> round(expansion_per_degf(141.5 / (17.785 + 131.5) * 999.016), 9)
    0.000380407
    """
    moved = 0.5 * _SHIFT_DEGF * _CRUDE_K0 / (density_60f_kg_m3 * density_60f_kg_m3)
    lighter = expm1(moved * (1.0 + 0.8 * moved)) / (1.0 + 2.0 * moved * (1.0 + 1.6 * moved))
    density = density_60f_kg_m3 * (1.0 + lighter)
    return _CRUDE_K0 / (density * density)


def _log_factor(expansion: FloatOrArray, warmer_degf: FloatOrArray) -> FloatOrArray:
    return -expansion * warmer_degf * (1.0 + 0.8 * expansion * (warmer_degf + _SHIFT_DEGF))


def volume_correction_factor(
    density_60f_kg_m3: FloatOrArray, temperature_degc: FloatOrArray
) -> FloatOrArray:
    """Return the volume correction factor, from a temperature to 60 °F.

    Parameters
    ----------
    density_60f_kg_m3 : float or array
        Density at 60 °F, 610.6 to 1163.5 [kg/m3].
    temperature_degc : float or array
        Temperature, -50 to 150 [degC].

    Returns
    -------
    float or array
        exp(-a dT (1 + 0.8 a (dT + 0.01374979547))) [1], with a of `expansion_per_degf` and dT the
        degrees Fahrenheit above 60.0068749 on the scale of 1968. The CTL of API MPMS 11.1 (2004),
        also called VCF; it multiplies densities the other way, see `density_at_kg_m3`.

    Examples
    --------
    >>> round(volume_correction_factor(141.5 / (17.785 + 131.5) * 999.016, -59.7 / 1.8), 9)
    1.033011592
    """
    warmer = ipts68_degf(temperature_degc) - _BASE_DEGF_68
    return exp(_log_factor(expansion_per_degf(density_60f_kg_m3), warmer))


def density_at_kg_m3(
    density_60f_kg_m3: FloatOrArray, temperature_degc: FloatOrArray
) -> FloatOrArray:
    """Return the density of crude at a temperature [kg/m3]: that at 60 °F times the factor.

    Examples
    --------
    >>> round(density_at_kg_m3(958.4, 50.0), 1)
    936.2
    """
    return density_60f_kg_m3 * volume_correction_factor(density_60f_kg_m3, temperature_degc)


_ROUNDS = 8  # Newton's; each doubles the digits, and five suffice at the limits of the range


def base_density_kg_m3(density_kg_m3: FloatOrArray, temperature_degc: FloatOrArray) -> FloatOrArray:
    """Return the density at 60 °F of a crude whose density was measured at a temperature.

    Parameters
    ----------
    density_kg_m3 : float or array
        Density as measured [kg/m3].
    temperature_degc : float or array
        At which it was measured, -50 to 150 [degC].

    Returns
    -------
    float or array
        The density at 60 °F [kg/m3] that has the measured one at that temperature. Found by
        Newton's steps on its logarithm (API MPMS 11.1.6.2 iterates too): where a dT is u, the
        logarithm of the density at the temperature rises by 1 + 2 u (1 + 1.6 u) of that at 60 °F.

    Examples
    --------
    >>> round(base_density_kg_m3(density_at_kg_m3(958.4, 50.0), 50.0), 9)
    958.4
    """
    warmer = ipts68_degf(temperature_degc) - _BASE_DEGF_68
    density = density_kg_m3 + 0.0 * warmer
    for _ in range(_ROUNDS):
        expansion = expansion_per_degf(density)
        grown = expansion * warmer
        missed = density_kg_m3 / (density * exp(_log_factor(expansion, warmer)))
        density = density * exp(log(missed) / (1.0 + 2.0 * grown * (1.0 + 1.6 * grown)))
    return density
