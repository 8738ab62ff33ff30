"""Crude quality, blending and diluent: mixtures, their cost, and the crude they evacuate."""

from oilecon.blending.balances import Balance, blend_balance
from oilecon.blending.barters import Barter, barter
from oilecon.blending.cargoes import Cargo, cargo_unlocks
from oilecon.blending.costs import diluent_costs
from oilecon.blending.crudes import (
    barrels_per_tonne,
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
from oilecon.blending.months import diluent_balance

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
