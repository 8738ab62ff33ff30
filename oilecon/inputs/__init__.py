"""Inputs of the model: frozen groups of sourced or own numbers. Nothing here computes."""

from oilecon.inputs.assay import Assay, Cut
from oilecon.inputs.calls import Call, Parcel
from oilecon.inputs.charter import (
    LumpSum,
    PerBarrel,
    PerTonne,
    TimeCharter,
    TimeCharterEquivalent,
    Worldscale,
)
from oilecon.inputs.contract import LoanContract
from oilecon.inputs.crude import Crude, Diluent, Viscosity
from oilecon.inputs.debt import Amendment, CollectionAccount, Debt, Loan, OilRepayment
from oilecon.inputs.fiscal import FiscalTerms, WindfallBand
from oilecon.inputs.market import Market
from oilecon.inputs.outlet import Outlet, PriceStep
from oilecon.inputs.overland import Overland
from oilecon.inputs.parity import Parity
from oilecon.inputs.ports import Port
from oilecon.inputs.product_prices import ProductPrice, ProductPrices
from oilecon.inputs.production import DiluentPool, DiluentSource, Production
from oilecon.inputs.quality import LinearQuality, SulphurDeescalator
from oilecon.inputs.refinery import (
    BitumenUnit,
    Coker,
    Cracker,
    CrudeUnit,
    Hydrotreaters,
    Refinery,
    Reformer,
    VacuumUnit,
)
from oilecon.inputs.route import Route
from oilecon.inputs.sale import ImportCharges, Intermediary, Marker, Risk, Sale
from oilecon.inputs.supply import Supply
from oilecon.inputs.tariff import Tariff
from oilecon.inputs.vessel import Vessel
from oilecon.inputs.voyage import Voyage

__all__ = [
    "Amendment",
    "Assay",
    "BitumenUnit",
    "Call",
    "Coker",
    "CollectionAccount",
    "Cracker",
    "Crude",
    "CrudeUnit",
    "Cut",
    "Debt",
    "Diluent",
    "DiluentPool",
    "DiluentSource",
    "FiscalTerms",
    "Hydrotreaters",
    "ImportCharges",
    "Intermediary",
    "LinearQuality",
    "Loan",
    "LoanContract",
    "LumpSum",
    "Marker",
    "Market",
    "OilRepayment",
    "Outlet",
    "Overland",
    "Parcel",
    "Parity",
    "PerBarrel",
    "PerTonne",
    "Port",
    "PriceStep",
    "ProductPrice",
    "ProductPrices",
    "Production",
    "Refinery",
    "Reformer",
    "Risk",
    "Route",
    "Sale",
    "SulphurDeescalator",
    "Supply",
    "Tariff",
    "TimeCharter",
    "TimeCharterEquivalent",
    "VacuumUnit",
    "Vessel",
    "Viscosity",
    "Voyage",
    "WindfallBand",
    "Worldscale",
]
