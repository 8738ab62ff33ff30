"""Analyses of a scenario: sweep, solve, attribute, simulate, allocate.

Every function takes its arguments in one order: by position the scenario (for `attribute` the two
that are compared), then what is varied; the rest by keyword, first `outcome` (`outcomes` where
several may be asked at once, each by a name such as ``'loss'`` or by a function of the comparison)
and `routes`, then what is particular to the question. No default is of one country's case.
"""

from oilecon.analysis.allocations import Allocation, allocate
from oilecon.analysis.attribution import Attribution, attribute
from oilecon.analysis.bounding import Bounds, bounds
from oilecon.analysis.discounts import DiscountSplit, discount_split
from oilecon.analysis.distributions import (
    PERT,
    Beta,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    SplitNormal,
    Triangular,
    Uniform,
)
from oilecon.analysis.drawn_inputs import default_distributions
from oilecon.analysis.indices import Indices, Screening, morris, sobol
from oilecon.analysis.simulations import Simulation, simulate
from oilecon.analysis.solving import Breakeven, Contour, breakeven, contour
from oilecon.analysis.sweeps import Sweep, sweep
from oilecon.analysis.tornados import Elasticities, Tornado, elasticities, tornado

__all__ = [
    "PERT",
    "Allocation",
    "Attribution",
    "Beta",
    "Bounds",
    "Breakeven",
    "Contour",
    "DiscountSplit",
    "Distribution",
    "Elasticities",
    "Empirical",
    "Indices",
    "LogNormal",
    "Normal",
    "Screening",
    "Simulation",
    "SplitNormal",
    "Sweep",
    "Tornado",
    "Triangular",
    "Uniform",
    "allocate",
    "attribute",
    "bounds",
    "breakeven",
    "contour",
    "default_distributions",
    "discount_split",
    "elasticities",
    "morris",
    "simulate",
    "sobol",
    "sweep",
    "tornado",
]
