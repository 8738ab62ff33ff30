"""Prices under other terms, margins between them, import charges, credit, and annual revenue."""

from oilecon.trading.credits import (
    Outstanding,
    Receivables,
    RetainedRisk,
    outstanding,
    receivables,
    retained_risk,
)
from oilecon.trading.entry import ImportParity, import_parity
from oilecon.trading.quotations import convert, formula_price, margin_taken
from oilecon.trading.regimes import regime_losses, stand_ins
from oilecon.trading.years import AnnualRevenue, annual_revenue, constant_dollars, drop_price_year

__all__ = [
    "AnnualRevenue",
    "ImportParity",
    "Outstanding",
    "Receivables",
    "RetainedRisk",
    "annual_revenue",
    "constant_dollars",
    "convert",
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
