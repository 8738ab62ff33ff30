"""The quality differential of a blend, and the range in which its rule holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import quality
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = ["check_quality", "quality_usd_bbl"]


def quality_usd_bbl(rule: Values, api: Raw, sulphur: Raw | None) -> Raw:
    """Return the quality differential by a rule [USD/bbl]; `check_quality` checks its range.

    Unknown sulphur counts as the reference's: `check_quality` allows it only where the rule does
    not price sulphur.
    """
    if "rate" in rule:
        return 0.0 - quality.deescalator_usd_bbl(sulphur, rule["threshold"], rule["rate"])  # type: ignore[arg-type]
    reference = rule["reference_sulphur"]
    line: Raw = quality.linear_differential_usd_bbl(
        api,
        reference if sulphur is None else sulphur,
        rule["reference_api"],
        reference,
        rule["api_value"],
        rule["sulphur_value"],
    )
    heavier: Raw = quality.density_kg_m3(api) - quality.density_kg_m3(rule["reference_api"])
    by_density: Raw = rule["density_value"] * heavier * quality.BARREL_M3
    return line + by_density


def check_quality(rule: Values, api: Raw, sulphur: Raw | None, whose: str) -> None:
    """Raise an error if a quality is outside the range of a rule, or unknown.

    Raises
    ------
    InputError
        With the range and the value given.
    """
    prices_sulphur = "rate" in rule or np.any(np.not_equal(rule["sulphur_value"], 0.0))
    if sulphur is None and prices_sulphur:
        msg = (
            f"{whose}: the rule prices sulphur, and it is not known of every oil in the blend; "
            "give the crude and the diluent one, or a rule without sulphur"
        )
        raise InputError(msg)
    properties = {"api": (api, "degAPI", 1.0), "sulphur": (sulphur, "%", 100.0)}
    for name, (raw, unit, scale) in properties.items():
        for end, beyond in (("low", np.less), ("high", np.greater)):
            limit = rule.get(f"{name}_{end}")
            if raw is None or limit is None:
                continue
            bad = beyond(raw, limit)
            if np.any(bad):
                given = float(np.broadcast_to(raw, np.shape(bad))[bad].flat[0]) * scale
                bound = float(np.broadcast_to(limit, np.shape(bad))[bad].flat[0]) * scale
                at = "at least" if end == "low" else "at most"
                msg = (
                    f"{whose}: the rule holds for {name} of {at} {bound:g} {unit}, got {given:g} "
                    f"{unit}; set the rule's {name}_{end} to None to go beyond it knowingly"
                )
                raise InputError(msg)
