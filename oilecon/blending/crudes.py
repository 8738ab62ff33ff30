"""Density, volume and viscosity of a crude, at any temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import number, same_shape
from oilecon.blending.parts import Read
from oilecon.blending.quantities import DENSITY, TEMPERATURE, VISCOSITY_TEMPERATURE, VOLUME
from oilecon.core import quality, viscosity
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.core.volume import base_density_kg_m3, density_at_kg_m3
from oilecon.core.volume import volume_correction_factor as factor_at
from oilecon.errors import InputError, caution
from oilecon.fields import Number
from oilecon.inputs.crude import ALIKE_DEGC
from oilecon.netback.blend import spread
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    import numpy.typing as npt

    from oilecon.inputs import Crude
    from oilecon.typing import QuantityLike

__all__ = [
    "barrels_per_tonne",
    "density",
    "density_at",
    "gravity",
    "kinematic_at",
    "viscosity_at",
    "volume_at",
    "volume_correction_factor",
]


_LIGHTEST, _HEAVIEST = 610.6, 1075.1  # kg/m3 at 60 °F, just beyond 100 and 0 degAPI
_AT_60F = Number("kg/m3", "density", low=_LIGHTEST, high=_HEAVIEST, typical="'958.4 kg/m3'")


def gravity(density: QuantityLike, *, temperature: QuantityLike | None = None) -> Quantity:
    """Return the API gravity of a density.

    Parameters
    ----------
    density : quantity
        Density, such as ``'958.4 kg/m3'``, at 60 °F from 610.6 to 1075.1 kg/m3; or an array.
    temperature : quantity, optional
        Temperature of the measurement, from -50 to 150 degC (-58 to 302 degF); 60 °F if left out.

    Returns
    -------
    pint.Quantity
        API gravity at 60 °F [degAPI]. At 15 °C a crude of 16 degAPI is 0.037 % heavier, which is
        0.055 degAPI: write ``temperature='15 degC'`` for a density at 15 °C. The density at 60 °F
        follows from API MPMS 11.1, as in `density_at`; correct a hydrometer's reading for its glass
        first.

    Raises
    ------
    UnitError, InputError
        If the density is invalid or not that of a crude, or the temperature is out of range.

    Examples
    --------
    >>> f"{gravity('1000 kg/m3').magnitude:.2f}"
    '9.86'
    >>> f"{gravity('936.2 kg/m3', temperature='50 degC').magnitude:.2f}"
    '15.99'
    """
    if temperature is None:
        raw = number(_AT_60F, density, "density")
        return to_quantity(quality.api_gravity(raw / quality.WATER_KG_M3), "degAPI")
    raw = number(DENSITY, density, "density")
    at = _degc(temperature, "temperature")
    shape = same_shape(density=raw, temperature=at)
    base = base_density_kg_m3(raw, at)
    bad = np.less(base, _LIGHTEST) | np.greater(base, _HEAVIEST)
    if np.any(bad):
        bad = np.broadcast_to(bad, shape)
        msg = (
            f"density: expected that of a crude, from {_LIGHTEST:g} to {_HEAVIEST:g} kg/m3 at "
            f"60 degF, got {spread(raw, bad)} kg/m3 at {spread(at, bad)} degC, which is "
            f"{spread(base, bad)} kg/m3 at 60 degF; check which temperature it was measured at"
        )
        raise InputError(msg)
    return to_quantity(quality.api_gravity(base / quality.WATER_KG_M3), "degAPI")


def density(crude: Crude) -> Quantity:
    """Return a crude's density at 60 °F [kg/m3]; `density_at` has it at other temperatures.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> f"{density(Crude('16 degAPI')).magnitude:.1f}"
    '958.4'
    """
    return to_quantity(quality.density_kg_m3(Read(crude).api), "kg/m3")


def barrels_per_tonne(crude: Crude) -> Quantity:
    """Return the barrels of a crude in a tonne [bbl/t], at 60 °F and with masses in vacuum.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> f"{barrels_per_tonne(Crude('16 degAPI')).magnitude:.3f}"
    '6.563'
    """
    return to_quantity(quality.barrels_per_tonne(Read(crude).api), "bbl/t")


def _degc(temperature: object, name: str) -> Raw:
    """Return a temperature in the range of API MPMS 11.1 [degC]."""
    return number(TEMPERATURE, temperature, name)


def volume_correction_factor(crude: Crude, temperature: QuantityLike) -> Quantity:
    """Return the volume correction factor of a crude, from a temperature to 60 °F.

    Parameters
    ----------
    crude : Crude
        Crude of any gravity, 0 to 100 degAPI.
    temperature : quantity
        Temperature, such as ``'40 degC'`` or ``'104 degF'``, from -50 to 150 degC (-58 to 302
        degF); or an array.

    Returns
    -------
    pint.Quantity
        Factor, below one for a crude warmer than 60 °F [1]. API MPMS 11.1 (2004) for generalised
        crude oil (its CTL, also called VCF), with the temperature scales of 1968 and 1990 kept
        apart as there, at atmospheric pressure: there is no correction for pressure. The standard
        rounds the factor to five decimals; nothing is rounded here.

    Raises
    ------
    UnitError, InputError
        If the temperature is invalid or out of range.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> print(f"{volume_correction_factor(Crude('16 degAPI'), '50 degC'):.5f~P}")
    0.97682
    """
    read, at = Read(crude), _degc(temperature, "temperature")
    same_shape(api=read.api, temperature=at)
    factor = factor_at(quality.density_kg_m3(read.api), at)
    return to_quantity(factor, "1")


def density_at(crude: Crude, temperature: QuantityLike) -> Quantity:
    """Return a crude's density at a temperature [kg/m3].

    Parameters
    ----------
    crude, temperature
        As `volume_correction_factor`.

    Returns
    -------
    pint.Quantity
        The density at 60 °F times the factor of `volume_correction_factor` [kg/m3].

    Raises
    ------
    UnitError, InputError
        As `volume_correction_factor`.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> print(f"{density_at(Crude('16 degAPI'), '50 degC'):.1f~P}")
    936.2 kg/m³
    """
    read, at = Read(crude), _degc(temperature, "temperature")
    same_shape(api=read.api, temperature=at)
    return to_quantity(density_at_kg_m3(quality.density_kg_m3(read.api), at), "kg/m3")


def volume_at(
    crude: Crude,
    volume: QuantityLike,
    temperature: QuantityLike,
    *,
    measured_at: QuantityLike = "60 degF",
) -> Quantity:
    """Return a volume of crude at another temperature.

    Parameters
    ----------
    crude : Crude
        Crude of the volume.
    volume : quantity
        Volume, such as ``'500 kb'``; or an array.
    temperature : quantity
        Temperature of the result, from -50 to 150 degC (-58 to 302 degF).
    measured_at : quantity
        Temperature of the given volume. Barrels in trade, and all other barrels in this library,
        are at 60 °F.

    Returns
    -------
    pint.Quantity
        Volume of the same mass [bbl], by the factors of `volume_correction_factor`.

    Raises
    ------
    UnitError, InputError
        If the volume is invalid or below zero, or as `volume_correction_factor`.

    Examples
    --------
    A cargo loaded at 50 degC has fewer barrels at 60 °F than were pumped:

    >>> from oilecon.inputs import Crude
    >>> heavy = Crude("16 degAPI")
    >>> print(f"{volume_at(heavy, '500 kb', '60 degF', measured_at='50 degC').to('kb'):.1f~P}")
    488.4 kb
    """
    read = Read(crude)
    barrels = number(VOLUME, volume, "volume")
    final, initial = _degc(temperature, "temperature"), _degc(measured_at, "measured_at")
    same_shape(api=read.api, volume=barrels, temperature=final, measured_at=initial)
    base = quality.density_kg_m3(read.api)
    return to_quantity(barrels * (factor_at(base, initial) / factor_at(base, final)), "bbl")


def viscosity_at(crude: Crude, temperature: QuantityLike) -> Quantity:
    """Return a crude's kinematic viscosity at a temperature.

    Parameters
    ----------
    crude : Crude
        Crude with a viscosity measured at the temperature, or on both sides of it.
    temperature : quantity
        Temperature, such as ``'15 degC'``; or an array.

    Returns
    -------
    pint.Quantity
        Measured, or interpolated between the two nearest measured temperatures on Walther's line
        [cSt]. A dynamic viscosity is divided by the density at 60 °F at any temperature: at 50 °C
        that understates the kinematic viscosity by about 2 %.

        Against the shipped assays that have a third measurement between two, the line is

        - within 1 % where both measurements are at 10 °C or above and at most 33 °C apart (3
          assays; in 9 more the three points were computed on such a line, so they prove nothing);
        - 4 % low to 32 % high where a measurement at 0 to 5 °C is one of the two (7 assays): crude
          near its pour point thickens faster than the line;
        - up to three and a half times too high where they are further apart (2 assays of bitumen,
          one combined from two laboratories).

    Warns
    -----
    AccuracyWarning
        If the result is interpolated between measurements of which one is below 10 °C, or that
        are more than 33 °C apart. A measured viscosity never warns.

    Raises
    ------
    InputError
        If the temperature is outside the measured ones, as nothing is extrapolated. If a viscosity
        on the line is not above 0.3 cSt, where Walther's double logarithm ends.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> print(f"{viscosity_at(Crude.shipped('Mars', sample='AD02251'), '50 degC'):.1f~P}")
    8.0 cSt
    """
    at = number(VISCOSITY_TEMPERATURE, temperature, "temperature")
    return to_quantity(kinematic_at(crude, at), "cSt")


def kinematic_at(crude: Crude, temperature: Raw) -> Raw:
    """Return a crude's kinematic viscosity [cSt] at a checked temperature [degC]."""
    read = Read(crude)
    points = _measured(read)
    if not points:
        msg = (
            f"viscosity of {read.name}: expected a measurement, got none, and none is assumed; "
            "write .evolve(viscosities={'at_15c': Viscosity('15 degC', '... cSt')}) if you have one"
        )
        raise InputError(msg)
    each = (number for point in points for number in point)
    same_shape(temperature=temperature, **{f"measured {at}": raw for at, raw in enumerate(each)})
    _within(read.name, temperature, points)
    cold = points[0]
    kinematic = cold[1] + 0.0 * temperature
    for warm in points[1:]:
        _check_order(read.name, cold[0], warm[0])
        inside = np.greater(temperature, cold[0]) & np.less(temperature, warm[0])
        if np.any(inside):
            _check_line(read.name, inside, cold, warm)
            _check_accuracy(read.name, inside, cold, warm)
        # Elements outside get a dummy line between ones, whose logarithms exist; it is discarded.
        at = minimum(maximum(temperature, cold[0]), warm[0])
        points_cst = [where(inside, cst, 1.0) for cst in (cold[1], warm[1])]
        between = viscosity.interpolated_cst(at, cold[0], points_cst[0], warm[0], points_cst[1])
        kinematic = where(inside, between, kinematic)
        kinematic = where(
            np.equal(temperature, warm[0]), warm[1], kinematic
        )  # as measured, to the bit
        cold = warm
    return kinematic


_CHECKED_FROM, _CHECKED_APART = 10.0, 33.0  # degC; confirmed by assays, see `viscosity_at`


def _check_line(
    name: str,
    inside: npt.NDArray[np.bool_] | np.bool_,
    cold: tuple[Raw, Raw],
    warm: tuple[Raw, Raw],
) -> None:
    """Raise an error if a viscosity on the line has no double logarithm."""
    for at, kinematic in (cold, warm):
        bad = inside & viscosity.too_thin(kinematic)
        if np.any(bad):
            msg = (
                f"viscosity of {name}: expected measurements above {viscosity.WALTHER_LEAST_CST:g} "
                f"cSt to draw Walther's line between, got {spread(kinematic, bad)} cSt at "
                f"{spread(at, bad)} degC, where its double logarithm has ended; write one of the "
                "measured temperatures, or add a measured point on either side"
            )
            raise InputError(msg)


def _check_accuracy(
    name: str,
    inside: npt.NDArray[np.bool_] | np.bool_,
    cold: tuple[Raw, Raw],
    warm: tuple[Raw, Raw],
) -> None:
    """Warn where no assay confirms the line."""
    apart = np.subtract(warm[0], cold[0])
    chilled = inside & np.less(cold[0], _CHECKED_FROM)
    wide = inside & np.greater(apart, _CHECKED_APART)
    span = "viscosity of {} between its measurements at {} and {} degC"
    if np.any(chilled):
        where_ = span.format(name, spread(cold[0], chilled), spread(warm[0], chilled))
        caution(
            f"{where_}: Walther's line was 4 % low to 32 % high of assays measured at 0 to 5 degC; "
            f"add a measured point nearer, or measure from {_CHECKED_FROM:g} degC up"
        )
    elif np.any(wide):
        where_ = span.format(name, spread(cold[0], wide), spread(warm[0], wide))
        caution(
            f"{where_}: no sound assay confirms Walther's line over more than "
            f"{_CHECKED_APART:g} degC; add a measured point nearer"
        )


def _measured(read: Read) -> list[tuple[Raw, Raw]]:
    """Return (temperature, kinematic viscosity) pairs, coldest first."""
    points = []
    for point in read.values["viscosities"].values():
        kinematic = point["kinematic"]
        if kinematic is None:
            # cP over kg/m3 is 1e-6 m2/s over 1e-3, which is 1000 cSt.
            kinematic = 1000.0 * point["dynamic"] / quality.density_kg_m3(read.api)
        points.append((point["temperature"], kinematic))
    return sorted(points, key=lambda point: float(np.min(point[0])))


def _check_order(name: str, cold: Raw, warm: Raw) -> None:
    if np.any(np.less(np.subtract(warm, cold), ALIKE_DEGC)):
        msg = (
            f"viscosity of {name}: expected points in one order of temperature in every case; "
            "arrays of temperatures may not cross"
        )
        raise InputError(msg)


def _within(name: str, temperature: Raw, points: list[tuple[Raw, Raw]]) -> None:
    coldest, warmest = points[0][0], points[-1][0]
    bad = np.less(temperature, coldest) | np.greater(temperature, warmest)
    if np.any(bad):
        low, high = f"{np.min(coldest):g}", f"{np.max(warmest):g}"
        range_ = f"{low} degC" if len(points) == 1 else f"{low} to {high} degC"
        msg = (
            f"temperature: viscosity of {name}: expected {range_}, as measured, "
            f"got {spread(temperature, bad)} degC; nothing is extrapolated, write one of these "
            "temperatures or add a measured point"
        )
        raise InputError(msg)
