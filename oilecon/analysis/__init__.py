"""Vary anything: sweep, solve, attribute, simulate, allocate."""

from oilecon.analysis.allocations import Allocation, Outlet, allocate
from oilecon.analysis.attribution import Attribution, attribute
from oilecon.analysis.bounding import Bounds, bounds
from oilecon.analysis.distributions import (
    PERT,
    Beta,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
)
from oilecon.analysis.indices import Indices, Screening, morris, sobol
from oilecon.analysis.simulations import Simulation, ranged, simulate
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
    "Distribution",
    "Elasticities",
    "Empirical",
    "Indices",
    "LogNormal",
    "Normal",
    "Outlet",
    "Screening",
    "Simulation",
    "Sweep",
    "Tornado",
    "Triangular",
    "Uniform",
    "allocate",
    "attribute",
    "bounds",
    "breakeven",
    "contour",
    "elasticities",
    "morris",
    "ranged",
    "simulate",
    "sobol",
    "sweep",
    "tornado",
]
