"""Prices, freight, exchange rates and indices by date."""

from oilecon.prices.histories import figures, history, series

__all__ = ["figures", "history", "series"]
