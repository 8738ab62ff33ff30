"""From the values of an assay to the fractions that a refinery distils it into."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from oilecon.core import quality
from oilecon.core.elementwise import where
from oilecon.core.quality import BARREL_M3
from oilecon.errors import InputError
from oilecon.tracing import untraced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = [
    "FRACTIONS",
    "SNAP_DEGC",
    "Fraction",
    "api_kg_m3",
    "boiling",
    "density_kg_m3",
    "fractions",
    "mass_kg_bbl",
    "mixed",
    "mixed_all",
    "parts",
    "total",
]

FRACTIONS: Mapping[str, tuple[float, float]] = {
    "light_naphtha": (-math.inf, 80.0),
    "naphtha": (80.0, 180.0),
    "kerosene": (180.0, 290.0),
    "diesel": (290.0, 340.0),
    "atmospheric_gas_oil": (340.0, 400.0),
    "light_vacuum_gas_oil": (400.0, 450.0),
    "heavy_vacuum_gas_oil": (450.0, 525.0),
    "residue": (525.0, math.inf),
}
"""Boiling range of each fraction [degC], as PRELIM v1.6 cuts its assays."""

SNAP_DEGC = 5.0
"""Cuts whose ends lie closer than this to a fraction's count as that fraction's [degC]."""

_START_DEGC = 15.0  # where a cut from the initial boiling point begins, for its division


class Fraction(NamedTuple):
    """A part of a barrel of crude within a boiling range."""

    volume: Raw  # bbl/bbl of crude
    mass_kg_bbl: Raw  # of crude
    sulphur_kg_bbl: Raw | None  # None where it is not known
    carbon_kg_bbl: Raw | None  # carbon residue, likewise


def parts(assay: Values) -> dict[str, Fraction]:
    """Return the volume and mass of each cut, by the barrel of crude.

    A mass share counts at the whole crude's density, which follows from the cuts where it is not
    given.
    """
    cuts = assay["cuts"]
    density = assay["density"]
    if density is None and any(cut["volume"] is None for cut in cuts.values()):
        density = 1.0 / total(cut["mass"] / cut["density"] for cut in cuts.values())
    return {name: _part(cut, density) for name, cut in cuts.items()}


def _part(cut: Values, density: Raw | None) -> Fraction:
    """Return the volume and mass of a cut of a crude of a density [kg/m3]."""
    volume = cut["volume"]
    if cut["density"] is not None and volume is not None:
        cut_kg_bbl = volume * mass_kg_bbl(cut["density"])
    else:
        cut_kg_bbl = cut["mass"] * mass_kg_bbl(cast("Raw", density))  # the assay checks it
        if volume is None:
            volume = cut_kg_bbl / mass_kg_bbl(cut["density"])
    sulphur_kg_bbl, carbon_kg_bbl = (
        None if cut[each] is None else cut_kg_bbl * cut[each]
        for each in ("sulphur", "carbon_residue")
    )
    return Fraction(volume, cut_kg_bbl, sulphur_kg_bbl, carbon_kg_bbl)


def mass_kg_bbl(density: Raw) -> Raw:
    """Return the mass of a barrel [kg] of a density [kg/m3]."""
    return density * BARREL_M3


def api_kg_m3(api_degapi: Raw) -> Raw:
    """Return the density [kg/m3] of a gravity [degAPI]."""
    return quality.density_kg_m3(api_degapi)


def density_kg_m3(part: Fraction) -> Raw:
    """Return the density of a part [kg/m3]; NaN where there is none of it."""
    volume = where(np.equal(part.volume, 0.0), np.nan, part.volume)
    return part.mass_kg_bbl / (volume * BARREL_M3)


def boiling(cut: Values) -> tuple[float, float]:
    """Return the boiling range of a cut [degC], its ends at those of a fraction near them."""
    low, high = (untraced(cut[end]) for end in ("boils_from", "boils_to"))
    return (
        -math.inf if low is None else _snapped(low),
        math.inf if high is None else _snapped(high),
    )


def _snapped(at: float) -> float:
    """Return the end of a fraction where one is near, else the temperature itself."""
    if np.ndim(at):  # as an analysis gives it, past the checks of a cut
        msg = (
            "boils_from and boils_to of a cut: expected one temperature, got an array of shape "
            f"{np.shape(at)}; write an assay for each"
        )
        raise InputError(msg)
    edges = [low for low, _ in FRACTIONS.values()]
    return next((edge for edge in edges if abs(edge - at) <= SNAP_DEGC), at)


def fractions(assay: Values) -> dict[str, Fraction]:
    """Return the fractions of a barrel of crude.

    A cut across the end of a fraction is divided in proportion to its degrees; density, sulphur
    and carbon residue of its parts are the cut's.
    """
    of: dict[str, list[Fraction]] = {name: [] for name in FRACTIONS}
    for (name, part), cut in zip(parts(assay).items(), assay["cuts"].values(), strict=True):
        del name
        for reached, share in _divided(*boiling(cut)).items():
            of[reached].append(part if share == 1.0 else _scaled(part, share))
    return {name: _joined(each) for name, each in of.items()}


def _divided(low: float, high: float) -> dict[str, float]:
    """Return the share of a cut in each fraction that it reaches."""
    start = min(_START_DEGC, high) if math.isinf(low) else low
    reached = {
        name: min(high, to) - max(start, begin)
        for name, (begin, to) in FRACTIONS.items()
        if (min(high, to) > max(start, begin)) or (begin < high <= to and start == high)
    }
    if len(reached) == 1 or math.isinf(high):  # an open cut lies in the residue: the assay checks
        return {list(reached)[-1]: 1.0}
    span = sum(reached.values())
    return {name: degrees / span for name, degrees in reached.items()}


def _scaled(part: Fraction, share: Raw) -> Fraction:
    """Return a share of a part."""
    return Fraction(*(None if each is None else each * share for each in part))  # type: ignore[arg-type]


def _joined(each: list[Fraction]) -> Fraction:
    """Return parts together; a property is unknown where any part of them lacks it."""
    if len(each) == 1:
        return each[0]
    if not each:
        return Fraction(0.0, 0.0, 0.0, 0.0)
    columns = zip(*each, strict=True)
    return Fraction(*(None if any(x is None for x in col) else total(col) for col in columns))  # type: ignore[arg-type]


def mixed(
    first: Mapping[str, Fraction], second: Mapping[str, Fraction], share: Raw
) -> dict[str, Fraction]:
    """Return the fractions of a mixture, of which a share by volume is the second."""
    return mixed_all([(first, 1.0 - share), (second, share)])


def mixed_all(crudes: Sequence[tuple[Mapping[str, Fraction], Raw]]) -> dict[str, Fraction]:
    """Return the fractions of a mixture of crudes, each with its share by volume."""
    return {
        name: _joined([_scaled(of[name], share) for of, share in crudes]) for name in crudes[0][0]
    }


def total(each: Iterable[Any]) -> Any:
    """Return a sum in order, without the zero that `sum` begins with."""
    amounts = iter(each)
    _sum = next(amounts)  # underlined, so that a derivation names it as its caller does
    for _amount in amounts:
        _sum = _sum + _amount
    return _sum
