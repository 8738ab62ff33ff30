"""The shipped crudes, and what follows from a crude's own properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from oilecon.blending.arguments import Read, number
from oilecon.core import quality, viscosity
from oilecon.core.elementwise import where
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.inputs import Crude, Viscosity
from oilecon.netback.blend import spread
from oilecon.reference.oils import oils
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.reference.oils import Oil

__all__ = [
    "barrels_per_tonne",
    "crude",
    "density",
    "gravity",
    "kinematic_at",
    "viscosity_at",
]


@overload
def crude(name: None = None, *, sample: None = None) -> pd.DataFrame: ...
@overload
def crude(name: str, *, sample: str | None = None) -> Crude: ...
def crude(name: str | None = None, *, sample: str | None = None) -> Any:
    """Return a shipped crude or diluent, or the table of all.

    Parameters
    ----------
    name : str, optional
        The grade, such as ``'Merey 16'``, in any case. Without it, the table.
    sample : str, optional
        Which sample of it, by record id; needed where there are several.

    Returns
    -------
    Crude or pandas.DataFrame
        The crude, with what was published of it; or one row a sample: gravity, density, barrels
        per tonne, sulphur, acid number, vanadium, viscosity points, ranges, date, kind, source.

    Raises
    ------
    UnknownName
        If no grade or sample has that name.
    InputError
        If there are several samples and none was named.

    Examples
    --------
    >>> print(crude("Merey 16").api)
    16.0 degAPI
    >>> print(f"{crude('Merey', sample='AD02257').sulphur.to('percent'):.2f~P}")
    2.74 %
    """
    if name is None:
        if sample is not None:
            msg = f"expected the grade with its sample; write crude('...', sample={quote(sample)})"
            raise InputError(msg)
        return _table()
    grades = {oil.grade.casefold(): oil.grade for oil in oils()}
    grade = grades.get(str(name).strip().casefold())
    if grade is None:
        near = did_you_mean(str(name), grades.values())
        msg = f"no shipped crude {quote(name)}{near}"
        raise UnknownName(msg)
    found = {oil.sample: oil for oil in oils() if oil.grade == grade}
    if sample is None and len(found) > 1:
        listed = "; ".join(
            f"{oil.sample} ({oil.as_of}, {oil.api[0]:g} degAPI)" for oil in found.values()
        )
        msg = (
            f"{grade!r} has {len(found)} samples: {listed}; "
            f"write crude({grade!r}, sample={next(iter(found))!r}) for one of them"
        )
        raise InputError(msg)
    if sample is not None and sample not in found:
        msg = f"{grade!r} has no sample {quote(sample)}{did_you_mean(str(sample), found)}"
        raise UnknownName(msg)
    return _crude(found[sample or next(iter(found))])


def _crude(oil: Oil) -> Crude:
    points = {at: Viscosity(f"{at!r} degC", dynamic=f"{value!r} cP") for at, value in oil.dynamic}
    # Where both were published at one temperature, the kinematic one needs no density.
    points |= {at: Viscosity(f"{at!r} degC", f"{value!r} cSt") for at, value in oil.kinematic}
    sulphur, vanadium = oil.sulphur[0], oil.vanadium[0]
    acid = oil.acid_number
    return Crude(
        api=f"{oil.api[0]!r} degAPI",
        name=oil.grade,
        sulphur=None if sulphur is None else f"{sulphur!r} %",
        acid_number=None if acid is None else f"{acid!r} mgKOH/g",
        vanadium=None if vanadium is None else f"{vanadium!r} mg/kg",
        viscosities={f"at_{at:g}c": point for at, point in sorted(points.items())},
        sample=oil.sample,
        as_of=oil.as_of,
        source=" ".join(oil.source),
    )


def _table() -> pd.DataFrame:
    import pandas as pd

    records = []
    for oil in oils():
        api, low, high = oil.api
        sulphur, sulphur_low, sulphur_high = oil.sulphur
        vanadium, _, _ = oil.vanadium
        records.append(
            {
                "grade": oil.grade,
                "sample": oil.sample,
                "location": oil.location,
                "api [degAPI]": api,
                "api low [degAPI]": low,
                "api high [degAPI]": high,
                "density [kg/m3]": quality.density_kg_m3(api),
                "barrels per tonne [bbl/t]": quality.barrels_per_tonne(api),
                "sulphur [%]": sulphur,
                "sulphur low [%]": sulphur_low,
                "sulphur high [%]": sulphur_high,
                "acid number [mgKOH/g]": oil.acid_number,
                "vanadium [mg/kg]": vanadium,
                "viscosity": "; ".join(
                    f"{value:g} {unit} at {at:g} degC"
                    for points, unit in ((oil.kinematic, "cSt"), (oil.dynamic, "cP"))
                    for at, value in points
                ),
                "kind": oil.kind,
                "as_of": oil.as_of,
                "source": " ".join(oil.source),
                "note": oil.note,
            }
        )
    frame = pd.DataFrame(records).set_index(["grade", "sample"])
    numbers = [name for name in frame if str(name).endswith("]")]
    return frame.astype(dict.fromkeys(numbers, np.float64))


def gravity(density: Any) -> Quantity:
    """Return the API gravity of a density at 60 °F.

    Parameters
    ----------
    density : quantity
        Such as ``'958.4 kg/m3'``, above 610 and at most 1075.3 kg/m3; or an array.

    Returns
    -------
    pint.Quantity
        API gravity [degAPI]. A density at 15 °C is heavier by about 0.04 %, which is 0.06 degAPI.

    Raises
    ------
    UnitError, InputError
        If it is no density, or that of no crude.

    Examples
    --------
    >>> f"{gravity('1000 kg/m3').magnitude:.2f}"
    '9.86'
    """
    # The two ends are 100 and 0 degAPI.
    raw = number(density, "density", "kg/m3", low=610.7, high=1075.1, typical="'958.4 kg/m3'")
    return to_quantity(quality.api_gravity(raw / quality.WATER_KG_M3), "degAPI")


def density(crude: Crude) -> Quantity:
    """Return a crude's density at 60 °F [kg/m3].

    Examples
    --------
    >>> f"{density(Crude('16 degAPI')).magnitude:.1f}"
    '958.4'
    """
    return to_quantity(quality.density_kg_m3(Read(crude).api), "kg/m3")


def barrels_per_tonne(crude: Crude) -> Quantity:
    """Return how many barrels of a crude weigh a tonne [bbl/t], masses in vacuum.

    Examples
    --------
    >>> f"{barrels_per_tonne(Crude('16 degAPI')).magnitude:.3f}"
    '6.563'
    """
    return to_quantity(quality.barrels_per_tonne(Read(crude).api), "bbl/t")


def viscosity_at(crude: Crude, temperature: Any) -> Quantity:
    """Return a crude's kinematic viscosity at a temperature.

    Parameters
    ----------
    crude : Crude
        With a viscosity measured there, or on both sides of it.
    temperature : quantity
        Such as ``'15 degC'``; or an array.

    Returns
    -------
    pint.Quantity
        Measured, or between the two nearest measured temperatures on Walther's line [cSt]. A
        dynamic viscosity is divided by the density at 60 °F, whatever its temperature: at 50 °C
        that understates the kinematic viscosity by about 2 %.

    Raises
    ------
    InputError
        If the temperature lies outside the measured ones: nothing is extrapolated.

    Examples
    --------
    >>> print(f"{viscosity_at(crude('Merey', sample='AD02257'), '60 degC'):.0f~P}")
    227 cSt
    """
    at = number(temperature, "temperature", "degC", low=-50, high=300, typical="'15 degC'")
    return to_quantity(kinematic_at(crude, at), "cSt")


def kinematic_at(crude: Crude, temperature: Raw) -> Raw:
    """Return a crude's kinematic viscosity [cSt] at a checked temperature [degC]."""
    read = Read(crude)
    points = _measured(read)
    if not points:
        msg = (
            f"viscosity of {read.name}: no measurement is known, and none is made up; write "
            ".evolve(viscosities={'at_15c': Viscosity('15 degC', '... cSt')}) if you have one"
        )
        raise InputError(msg)
    _within(read.name, temperature, points)
    cold = points[0]
    found = cold[1] + 0.0 * temperature
    for warm in points[1:]:
        _check_order(read.name, cold[0], warm[0])
        between = viscosity.interpolated_cst(temperature, *cold, *warm)
        found = where(np.greater(temperature, cold[0]), between, found)
        found = where(np.equal(temperature, warm[0]), warm[1], found)  # as measured, to the bit
        cold = warm
    return found


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
    if np.any(np.greater_equal(cold, warm)):
        msg = (
            f"viscosity of {name}: expected points in one order of temperature in every case; "
            "arrays of temperatures may not cross"
        )
        raise InputError(msg)


def _within(name: str, temperature: Raw, points: list[tuple[Raw, Raw]]) -> None:
    coldest, warmest = points[0][0], points[-1][0]
    bad = np.less(temperature, coldest) | np.greater(temperature, warmest)
    if np.any(bad):
        ends = f"{np.min(coldest):g}", f"{np.max(warmest):g}"
        range_ = f"{ends[0]} degC" if len(points) == 1 else f"{ends[0]} to {ends[1]} degC"
        msg = (
            f"temperature: viscosity of {name} was measured at {range_}, "
            f"got {spread(temperature, bad)} degC; nothing is extrapolated, write one of these "
            "temperatures or add a measured point"
        )
        raise InputError(msg)
