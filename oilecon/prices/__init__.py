"""Prices, freight, exchange rates and indices by date, and processes that simulate them."""

from oilecon.prices.bootstraps import BlockBootstrap
from oilecon.prices.correlated import Correlated
from oilecon.prices.decks import PriceDeck
from oilecon.prices.fits import ProcessFit, fit
from oilecon.prices.histories import figures, history, series
from oilecon.prices.layers import ForwardConsistent, Seasonal
from oilecon.prices.paths import PricePaths
from oilecon.prices.processes import GeometricBrownian, MeanReverting, OrnsteinUhlenbeck
from oilecon.prices.statistics import statistics

__all__ = [
    "BlockBootstrap",
    "Correlated",
    "ForwardConsistent",
    "GeometricBrownian",
    "MeanReverting",
    "OrnsteinUhlenbeck",
    "PriceDeck",
    "PricePaths",
    "ProcessFit",
    "Seasonal",
    "figures",
    "fit",
    "history",
    "series",
    "statistics",
]
