"""Vary anything: sweep, solve, attribute, simulate, allocate."""

from oilecon.analysis.ranges import Bounds, Elasticities, Tornado, bounds, elasticities, tornado
from oilecon.analysis.sweeps import Sweep, sweep

__all__ = [
    "Bounds",
    "Elasticities",
    "Sweep",
    "Tornado",
    "bounds",
    "elasticities",
    "sweep",
    "tornado",
]
