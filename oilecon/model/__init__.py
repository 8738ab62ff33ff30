"""What a user fills in: frozen groups of sourced or own numbers. Nothing here computes."""

from oilecon.model.charter import (
    LumpSum,
    PerBarrel,
    PerTonne,
    TimeCharter,
    TimeCharterEquivalent,
    Worldscale,
)
from oilecon.model.crude import Crude, Diluent, Viscosity
from oilecon.model.debt import Amendment, CollectionAccount, Debt, Loan, OilRepayment
from oilecon.model.market import Market
from oilecon.model.quality import LinearQuality, SulphurDeescalator
from oilecon.model.route import ImportCharges, Intermediary, Marker, Risk, Route, Sale
from oilecon.model.supply import Supply, Take
from oilecon.model.vessel import Vessel
from oilecon.model.voyage import Voyage

__all__ = [
    "Amendment",
    "CollectionAccount",
    "Crude",
    "Debt",
    "Diluent",
    "ImportCharges",
    "Intermediary",
    "LinearQuality",
    "Loan",
    "LumpSum",
    "Marker",
    "Market",
    "OilRepayment",
    "PerBarrel",
    "PerTonne",
    "Risk",
    "Route",
    "Sale",
    "SulphurDeescalator",
    "Supply",
    "Take",
    "TimeCharter",
    "TimeCharterEquivalent",
    "Vessel",
    "Viscosity",
    "Voyage",
    "Worldscale",
]
