"""Composition and cost of a barrel of blend, and the barrels that can be evacuated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import blending, quality
from oilecon.core import waterfall as fold
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.core.viscosity import RULES
from oilecon.errors import InputError
from oilecon.netback.lines import ALL_IN
from oilecon.netback.voyage import voyage_lines
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = [
    "LEAST_SHARE",
    "barrel",
    "blend_sulphur",
    "check_rule",
    "flows",
    "spread",
    "viscosity_share",
]


def barrel(supply: Values, market: Values, stream: str = "supply") -> dict[str, Raw]:
    """Return the composition and cost of a barrel of blend, the same for every route of a stream.

    Errors name the `stream`.
    """
    heavy, light = supply["heavy"]["api"], supply["diluent"]
    if light is None:
        return {
            "barrels_per_tonne": quality.barrels_per_tonne(heavy),
            "diluent_share": 0.0,
            "shrinkage": 0.0,
            "shrunk_api": heavy,
            "production": supply["production_cost"],
            "diluent": 0.0,
            "diluent_delivered": 0.0,
        }
    loaded = supply["target_api"]  # of the blend as exported, after shrinkage
    share = blending.physical_diluent_share(heavy, light["api"], loaded)
    if supply["target_viscosity"] is not None:
        share = maximum(share, supply_viscosity_share(supply, stream))
    shrinkage = blending.shrinkage_share(share, heavy, light["api"])
    if supply["target_viscosity"] is not None:
        densities = quality.specific_gravity(heavy), quality.specific_gravity(light["api"])
        # Where viscosity binds, the blend is lighter than its target gravity.
        mixed = quality.api_gravity(blending.weighted_mean((1.0 - share, share), densities))
        loaded = blending.shrunk_api(mixed, shrinkage)
    delivered = delivered_diluent(light, market)
    left = 1.0 - shrinkage
    return {
        "barrels_per_tonne": quality.barrels_per_tonne(loaded),
        "diluent_share": share,
        "shrinkage": shrinkage,
        "shrunk_api": loaded,
        "production": (1.0 - share) * supply["production_cost"] / left,
        "diluent": share * delivered / left,
        "diluent_delivered": delivered,
    }


def supply_viscosity_share(supply: Values, stream: str) -> Raw:
    """Return the share of diluent that meets a supply's target viscosity [1]."""
    rule = supply["viscosity_rule"]
    names = ("heavy_viscosity", "diluent_viscosity", "target_viscosity")
    for name in names:
        check_rule(rule, supply[name], f"{stream}.{name}")
    thick, thin, target = (supply[name] for name in names)
    apis = supply["heavy"]["api"], supply["diluent"]["api"]
    return viscosity_share(thick, thin, target, *apis, rule, supply["viscosity_basis"])


def viscosity_share(
    heavy_cst: Raw,
    diluent_cst: Raw,
    target_cst: Raw,
    heavy_api: Raw,
    diluent_api: Raw,
    rule: str,
    basis: str,
) -> Raw:
    """Return the diluent's share of the summed volumes that meets a target viscosity [1].

    It is zero for a crude that meets the target already.
    """
    spec = RULES[rule]
    share = blending.share_for_number(
        spec.number(heavy_cst),
        spec.number(diluent_cst),
        spec.number(minimum(target_cst, heavy_cst)),
    )
    if basis == "volume":
        return share
    densities = quality.specific_gravity(heavy_api), quality.specific_gravity(diluent_api)
    return blending.volume_share(share, *densities)


def check_rule(rule: str, viscosity_cst: Raw, whose: str) -> None:
    """Raise an error if a viscosity is outside the range of a mixing rule.

    Raises
    ------
    InputError
        With the limits of this rule and of the others.
    """
    bad = RULES[rule].outside(viscosity_cst)
    if np.any(bad):
        others = [
            f"{other!r} holds {spec.range()}" for other, spec in RULES.items() if other != rule
        ]
        msg = (
            f"viscosity rule {rule!r} holds {RULES[rule].range()}, and {whose} has "
            f"{spread(viscosity_cst, bad)} cSt; {', '.join(others)}"
        )
        raise InputError(msg)


def delivered_diluent(light: Values, market: Values) -> Raw:
    """Return the cost of diluent delivered to the blending plant [USD/bbl]."""
    if light["price"] is not None:
        fob: Raw = light["price"]
    elif light["price_per_tonne"] is not None:
        fob = light["price_per_tonne"] / quality.barrels_per_tonne(light["api"])
    else:
        fob = market["brent"] + light["differential"]
    delivered: Raw = fob + light["freight"]
    if light["voyage"] is not None:
        tonne = quality.barrels_per_tonne(light["api"])
        lines, _ = voyage_lines("diluent", light["voyage"], market, tonne, ALL_IN)
        delivered = delivered + fold.fold(amount for _, _, amount in lines)
    return delivered


def blend_sulphur(supply: Values, share: Raw) -> Raw | None:
    """Return the blend's sulphur by mass [1]; None where either oil's is not known."""
    heavy, light = supply["heavy"], supply["diluent"]
    if light is None or heavy["sulphur"] is None or light["sulphur"] is None:
        return heavy["sulphur"] if light is None else None
    densities = [quality.specific_gravity(oil["api"]) for oil in (heavy, light)]
    masses = blending.mass_shares((1.0 - share, share), densities)
    return blending.weighted_mean(masses, (heavy["sulphur"], light["sulphur"]))


LEAST_SHARE = 1e-300
"""In place of a share of zero: the supply of diluent does not limit a blend without it."""


def flows(supply: Values, blend: Mapping[str, Raw]) -> dict[str, Raw]:
    """Return the crude blended, the crude shut in, and the blend exported [bbl/day]."""
    output, share = supply["output"], blend["diluent_share"]
    blended = output
    if supply["diluent"] is not None:
        positive = maximum(share, LEAST_SHARE)
        blended = minimum(output, blending.heavy_evacuated(supply["diluent_supply"], positive))
    # NaN where the blend is all diluent, since its rate then does not follow from heavy crude.
    rest = where(np.less(share, 1.0), 1.0 - share, np.nan)
    rates: dict[str, Raw] = {
        "heavy_blended": blended,
        "heavy_shut_in": output - blended,
        "blend_rate": blended * (1.0 - blend["shrinkage"]) / rest,
    }
    return rates


def spread(raw: Raw, bad: Any) -> str:
    """Return the first bad element as text, with its index and the number of bad ones."""
    return first_shown(raw, bad, "{:g}".format)  # the last digits of computed numbers mean nothing
