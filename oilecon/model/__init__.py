"""What a user fills in: frozen groups of sourced or own numbers. Nothing here computes."""

from oilecon.model.charter import (
    LumpSum,
    PerBarrel,
    PerTonne,
    TimeCharter,
    TimeCharterEquivalent,
    Worldscale,
)
from oilecon.model.crude import Crude, Diluent
from oilecon.model.market import Market
from oilecon.model.route import Intermediary, Risk, Route, Sale
from oilecon.model.supply import Supply
from oilecon.model.vessel import Vessel
from oilecon.model.voyage import Voyage

__all__ = [
    "Crude",
    "Diluent",
    "Intermediary",
    "LumpSum",
    "Market",
    "PerBarrel",
    "PerTonne",
    "Risk",
    "Route",
    "Sale",
    "Supply",
    "TimeCharter",
    "TimeCharterEquivalent",
    "Vessel",
    "Voyage",
    "Worldscale",
]
