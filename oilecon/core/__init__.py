"""The arithmetic: NumPy only, float or array in and the same out, names that carry their unit.

Every function takes floats or arrays that broadcast, and returns a float when all its arguments
are floats. Nothing here checks its input, branches on it, or knows of units: the groups above
have done that.
"""

from oilecon.core import (
    blending,
    canal,
    debt,
    finance,
    quality,
    sea,
    trade,
    viscosity,
    volume,
    voyage,
    waterfall,
)

__all__ = [
    "blending",
    "canal",
    "debt",
    "finance",
    "quality",
    "sea",
    "trade",
    "viscosity",
    "volume",
    "voyage",
    "waterfall",
]
