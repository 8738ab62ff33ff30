"""Prices under other terms, margins, demand, import charges, credit, and annual revenue."""

from oilecon.trading.credits import (
    Outstanding,
    Receivables,
    RetainedRisk,
    outstanding,
    receivables,
    retained_risk,
)
from oilecon.trading.demand import DemandSchedule, demand_schedule
from oilecon.trading.entry import ImportParity, import_parity
from oilecon.trading.quotations import convert, formula_price, margin_taken
from oilecon.trading.regimes import regime_losses, stand_ins
from oilecon.trading.years import AnnualRevenue, annual_revenue, constant_dollars, drop_price_year

__all__ = [
    "AnnualRevenue",
    "DemandSchedule",
    "ImportParity",
    "Outstanding",
    "Receivables",
    "RetainedRisk",
    "annual_revenue",
    "constant_dollars",
    "convert",
    "demand_schedule",
    "drop_price_year",
    "formula_price",
    "import_parity",
    "margin_taken",
    "outstanding",
    "receivables",
    "regime_losses",
    "retained_risk",
    "stand_ins",
]
