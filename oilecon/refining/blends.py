"""Blends of assays: several crudes, or a heavy crude and its diluent, as one crude."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import instance, number, pair, same_shape, text
from oilecon.core.elementwise import where
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.inputs import Assay, Cut
from oilecon.netback.assays import (
    FRACTIONS,
    Fraction,
    density_kg_m3,
    fractions,
    mixed_all,
    total,
)
from oilecon.refining.worth import AN_ASSAY
from oilecon.units import first_shown, to_quantity

if TYPE_CHECKING:
    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["blend_assays"]

_SHARE = Number("fraction", "share of a blend by volume", low=0, high=1, typical="'30 %'")
_CLOSED = 1e-9  # tolerance of the sum of shares
_EXAMPLE = "blend_assays([(heavy, '70 %'), (diluent, '30 %')])"


def blend_assays(parts: Iterable[tuple[Assay, QuantityLike]], *, name: str = "") -> Assay:
    """Return the assay of a blend, as a refinery distils it.

    Parameters
    ----------
    parts : iterable of (Assay, share)
        Pairs; shares by volume sum to one. Single ones or arrays.
    name : str
        Name of the blend.

    Returns
    -------
    Assay
        With the eight fractions that a refinery distils as its cuts. Volumes and masses add up, so
        that density, sulphur and carbon residue of each lie between those of the parts; a property
        is left out where a part lacks it. Shrinkage is neglected.

    Raises
    ------
    InputError, UnitError
        If the parts are not pairs of an assay and a share, shares do not sum to one, or the blend's
        density falls with the boiling point.

    Examples
    --------
    >>> import oilecon as oe
    >>> half = [(oe.Assay.shipped(name), "50 %") for name in ("Maya", "WTI")]
    >>> blend = blend_assays(half, name="half WTI")
    >>> print(f"{blend.density:.0f~P}")
    871 kg/m³
    """
    text(name, "a name of the blend", "DCO")
    if (
        hasattr(parts, "items")
        or isinstance(parts, (str, Assay))
        or not isinstance(parts, Iterable)
    ):
        msg = (
            f"blend_assays: expected pairs of an assay and a share, got {type(parts).__name__}; "
            f"write {_EXAMPLE}"
        )
        raise InputError(msg)
    given = [pair(each, "blend_assays", "pairs (assay, share)") for each in parts]
    if not given:
        msg = f"blend_assays: expected pairs of an assay and a share, got none; write {_EXAMPLE}"
        raise InputError(msg)
    assays = [instance(Assay, assay, "blend_assays", AN_ASSAY) for assay, _ in given]
    shares = [
        number(_SHARE, share, f"blend_assays: share {k}") for k, (_, share) in enumerate(given)
    ]
    same_shape("blend_assays", **{f"share {k}": share for k, share in enumerate(shares)})
    whole = total(shares)
    bad = np.greater(np.abs(np.subtract(whole, 1.0)), _CLOSED)
    if np.any(bad):
        msg = (
            f"blend_assays: expected shares that sum to 1, got {first_shown(whole, bad)}; "
            f"write {_EXAMPLE}"
        )
        raise InputError(msg)
    mixed = mixed_all(
        [(fractions(assay.values), share) for assay, share in zip(assays, shares, strict=True)]
    )
    return _assay(mixed, name)


def _assay(of: dict[str, Fraction], name: str) -> Assay:
    """Return the assay of fractions."""
    volume = total(part.volume for part in of.values())
    kg_bbl = total(part.mass_kg_bbl for part in of.values())
    whole: dict[str, Any] = {
        "density": to_quantity(density_kg_m3(Fraction(volume, kg_bbl, None, None)), "kg/m3")
    }
    for field, at in (("sulphur", 2), ("carbon_residue", 3)):
        amounts = [part[at] for part in of.values()]
        if all(amount is not None for amount in amounts):
            whole[field] = to_quantity(total(amounts) / kg_bbl, "fraction")
    return Assay(_cuts(of), name=name, **whole)


def _cuts(of: dict[str, Fraction]) -> dict[str, Cut]:
    """Return fractions as cuts, without those at either end of which there is nothing."""
    names = [name for name, part in of.items() if np.any(part.volume)]
    ordered = list(FRACTIONS)
    kept = ordered[ordered.index(names[0]) : ordered.index(names[-1]) + 1]
    cuts: dict[str, Cut] = {}
    before: Raw = density_kg_m3(of[names[0]])
    for name in kept:
        part, (low, high) = of[name], FRACTIONS[name]
        empty = np.equal(part.volume, 0.0)
        density = (
            where(empty, before, density_kg_m3(part)) if np.any(empty) else density_kg_m3(part)
        )
        kg_bbl = where(empty, 1.0, part.mass_kg_bbl)
        own = {
            field: None if amount is None else to_quantity(amount / kg_bbl, "fraction")
            for field, amount in (
                ("sulphur", part.sulphur_kg_bbl),
                ("carbon_residue", part.carbon_kg_bbl),
            )
        }
        cuts[name] = Cut(
            None if np.isinf(low) else to_quantity(low, "degC"),
            None if np.isinf(high) else to_quantity(high, "degC"),
            volume=to_quantity(part.volume, "fraction"),
            density=to_quantity(density, "kg/m3"),
            **own,
        )
        before = density
    return cuts
