"""Simulated paths of one series, with unit and months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError, quote
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plotted
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from oilecon.prices.months import Months
    from oilecon.units import FloatArray, Quantity

__all__ = ["PricePaths"]


class PricePaths(Plotted):
    """Paths of one series, month by month.

    Attributes
    ----------
    unit : str
        Unit of the values.
    months : pandas.PeriodIndex or pandas.RangeIndex
        Label of each month; its number from 1 on where the calendar was not given.
    n : int
        Number of paths.
    seed : int
        Seed of the paths.
    """

    plots = FrozenDict()

    def __init__(self, values: FloatArray, unit: str, months: Months, seed: int) -> None:
        self._values = values
        self._months = months
        self.unit = unit
        self.seed = seed
        self.n = values.shape[1]

    @property
    def values(self) -> Quantity:
        """The values, months by paths."""
        return to_quantity(self._values, self.unit)

    @property
    def months(self) -> pd.PeriodIndex | pd.RangeIndex:
        """Label of each month."""
        index: pd.PeriodIndex | pd.RangeIndex = self._months.index
        return index

    def to_frame(self) -> pd.DataFrame:
        """Return the values in the unit: a row a month, a column a path."""
        import pandas as pd

        columns = pd.RangeIndex(self.n, name="path")
        return pd.DataFrame(self._values, index=self.months, columns=columns)

    def quantiles(self, shares: Sequence[float] = (0.1, 0.5, 0.9)) -> pd.DataFrame:
        """Return quantiles over the paths, month by month.

        Parameters
        ----------
        shares : sequence of float
            From 0 to 1.

        Returns
        -------
        pandas.DataFrame
            By month: a column a share.

        Raises
        ------
        InputError
            If a share is not from 0 to 1.
        """
        import pandas as pd

        try:
            at = np.atleast_1d(np.asarray(shares, dtype=float))
        except (TypeError, ValueError, OverflowError):
            at = np.array([np.nan])
        if at.ndim > 1 or not ((at >= 0.0) & (at <= 1.0)).all():
            msg = f"quantiles: expected shares from 0 to 1, got {quote(shares)}; write [0.1, 0.9]"
            raise InputError(msg)
        columns = pd.Index(at, name="share of paths")
        return pd.DataFrame(np.quantile(self._values, at, axis=1).T, self.months, columns)
