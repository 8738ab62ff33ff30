"""Debt for oil, prepayment and subsidised sales."""

from oilecon.lending.barrels import (
    BarrelDiscount,
    Split,
    barrel_discount,
    cash_and_debt,
    extra_barrels,
    true_rate,
)
from oilecon.lending.deferred import (
    BuyBack,
    DeferredSale,
    buy_back,
    buy_backs,
    cuba,
    deferred_sale,
    petrocaribe,
)
from oilecon.lending.ledger import Flows, Ledger, Payoff
from oilecon.lending.measures import average_life, grant_element, irr, npv
from oilecon.lending.repayments import repay, schedule

__all__ = [
    "BarrelDiscount",
    "BuyBack",
    "DeferredSale",
    "Flows",
    "Ledger",
    "Payoff",
    "Split",
    "average_life",
    "barrel_discount",
    "buy_back",
    "buy_backs",
    "cash_and_debt",
    "cuba",
    "deferred_sale",
    "extra_barrels",
    "grant_element",
    "irr",
    "npv",
    "petrocaribe",
    "repay",
    "schedule",
    "true_rate",
]
