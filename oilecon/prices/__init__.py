"""Prices, freight, exchange rates and indices by date, and processes that simulate them."""

from oilecon.prices.correlated import Correlated
from oilecon.prices.histories import figures, history, series
from oilecon.prices.paths import PricePaths
from oilecon.prices.processes import GeometricBrownian, MeanReverting, OrnsteinUhlenbeck

__all__ = [
    "Correlated",
    "GeometricBrownian",
    "MeanReverting",
    "OrnsteinUhlenbeck",
    "PricePaths",
    "figures",
    "history",
    "series",
]
