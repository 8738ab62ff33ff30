"""Prices under other terms, who takes what between them, tax on entry, and money of a year."""

from oilecon.trading.credits import (
    Outstanding,
    Receivables,
    SelfInsurance,
    outstanding,
    receivables,
    self_insured,
)
from oilecon.trading.entry import Parity, import_charges, parity
from oilecon.trading.quotations import convert, formula_price, margin_taken
from oilecon.trading.regimes import regime_losses, stand_ins
from oilecon.trading.years import Annual, annual, real, undated

__all__ = [
    "Annual",
    "Outstanding",
    "Parity",
    "Receivables",
    "SelfInsurance",
    "annual",
    "convert",
    "formula_price",
    "import_charges",
    "margin_taken",
    "outstanding",
    "parity",
    "real",
    "receivables",
    "regime_losses",
    "self_insured",
    "stand_ins",
    "undated",
]
