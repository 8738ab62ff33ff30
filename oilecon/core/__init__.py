"""The arithmetic: NumPy functions of floats or arrays, with the unit in each name.

Every function takes floats or arrays that broadcast, and returns a float when all its arguments
are floats. Nothing here checks its input, branches on it, or handles units: the groups of
`oilecon.inputs` have done that.
"""

from oilecon.core import (
    blending,
    canal,
    debt,
    finance,
    linear,
    overland,
    product_prices,
    quality,
    refining,
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
    "linear",
    "overland",
    "product_prices",
    "quality",
    "refining",
    "sea",
    "trade",
    "viscosity",
    "volume",
    "voyage",
    "waterfall",
]
