"""Prices that are given, not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError
from oilecon.prices.amounts import ByMonth
from oilecon.prices.processes import Process

if TYPE_CHECKING:
    from oilecon.prices.amounts import Amount
    from oilecon.prices.months import Months
    from oilecon.prices.noise import Noise
    from oilecon.units import FloatArray

__all__ = ["PriceDeck"]


class PriceDeck(Process):
    """A price deck: one price for all months, one a month, or the user's own paths."""

    prices = ByMonth("one number, one a month, or months by paths", dimensions=2)

    @property
    def _deck(self) -> Amount:
        deck: Amount = self._raw["prices"]
        return deck

    @property
    def unit(self) -> str:
        """Unit of the prices."""
        return self._deck.unit

    def check_drawing(self, months: Months, n: int) -> None:
        """Raise an error if months are missing, or paths; see `Process.check_drawing`."""
        raw = self._deck.over(months, "PriceDeck", self.unit)
        if np.ndim(raw) > 1 and n > np.shape(raw)[1]:
            given = np.shape(raw)[1]
            msg = f"PriceDeck: expected {n} paths, got {given}; write n={given}"
            raise InputError(msg)

    def draw(self, months: Months, noise: Noise, name: str = "") -> FloatArray:
        """Return the prices of some paths, months by paths; see `Process.draw`."""
        del name
        raw: Any = self._deck.over(months, "PriceDeck", self.unit)
        if np.ndim(raw) > 1:
            return np.array(raw[:, noise.first : noise.first + noise.count])
        by_month = np.broadcast_to(np.reshape(raw, (-1, 1)), (months.count, 1))
        return np.repeat(by_month, noise.count, axis=1)

    def mean_and_sd(self, months: Months) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the given paths in each month, without units."""
        raw = self._deck.over(months, "PriceDeck", self.unit)
        if np.ndim(raw) > 1:
            return np.mean(raw, axis=1), np.std(raw, axis=1)
        return np.array(np.broadcast_to(raw, (months.count,))), np.zeros(months.count)
