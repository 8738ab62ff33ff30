"""What a user fills in: frozen groups of sourced or own numbers. Nothing here computes."""

from oilecon.model.crude import Crude, Diluent, Viscosity
from oilecon.model.market import Market
from oilecon.model.quality import LinearQuality, SulphurDeescalator
from oilecon.model.route import Intermediary, Risk, Route, Sale
from oilecon.model.supply import Supply
from oilecon.model.vessel import TimeCharterEquivalent, Vessel
from oilecon.model.voyage import Voyage

__all__ = [
    "Crude",
    "Diluent",
    "Intermediary",
    "LinearQuality",
    "Market",
    "Risk",
    "Route",
    "Sale",
    "SulphurDeescalator",
    "Supply",
    "TimeCharterEquivalent",
    "Vessel",
    "Viscosity",
    "Voyage",
]
