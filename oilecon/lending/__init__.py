"""Debt for oil, prepayment and subsidised sales."""

from oilecon.lending.ledger import Flows, Ledger, Payoff
from oilecon.lending.repayments import repay, schedule

__all__ = ["Flows", "Ledger", "Payoff", "repay", "schedule"]
