"""Prices and interest, common to all routes."""

from __future__ import annotations

from oilecon.fields import Number
from oilecon.groups import Group

__all__ = ["Market"]


class Market(Group):
    """Prices and the rate of interest, the same for every route."""

    brent: Number = Number(
        "USD/bbl", "the benchmark crude", low=0, high=1000, typical="'64 USD/bbl'"
    )
    vlsfo: Number = Number(
        "USD/t",
        "very-low-sulphur fuel oil, burnt outside emission control areas",
        low=0,
        high=10_000,
        typical="'535 USD/t'",
    )
    mgo: Number = Number(
        "USD/t",
        "marine gasoil, burnt inside emission control areas",
        low=0,
        high=10_000,
        typical="'754 USD/t'",
    )
    finance_rate: Number = Number(
        "1/year",
        "simple interest on a cargo that is not paid for yet",
        low=0,
        high=5,
        typical="'10 %/year'",
    )
    monthly_structure: Number = Number(
        "USD/bbl",
        "what Brent for delivery a month (365/12 days) later is above the prompt; below zero in "
        "backwardation. A price under DAP or DDP then moves along it over the laden days",
        low=-50,
        high=50,
        default=None,
        typical="'-0.50 USD/bbl'",
    )
