"""Crude quality, blending and diluent: what is mixed, what it costs, and what it lets out."""

from oilecon.blending.crudes import (
    barrels_per_tonne,
    crude,
    density,
    density_at,
    gravity,
    viscosity_at,
    volume_at,
    volume_correction_factor,
)
from oilecon.blending.differentials import (
    BestTarget,
    best_target,
    quality_differential,
    quality_rule,
    quality_rules,
)
from oilecon.blending.mixing import Dilution, blend, dilute
from oilecon.blending.supplies import (
    Balance,
    Barter,
    Cargo,
    barter,
    blend_balance,
    cargo_unlocks,
    diluent_balance,
    diluent_costs,
)

__all__ = [
    "Balance",
    "Barter",
    "BestTarget",
    "Cargo",
    "Dilution",
    "barrels_per_tonne",
    "barter",
    "best_target",
    "blend",
    "blend_balance",
    "cargo_unlocks",
    "crude",
    "density",
    "density_at",
    "diluent_balance",
    "diluent_costs",
    "dilute",
    "gravity",
    "quality_differential",
    "quality_rule",
    "quality_rules",
    "viscosity_at",
    "volume_at",
    "volume_correction_factor",
]
