"""Simulated paths of one series, with unit and months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import shares as read_shares
from oilecon.arguments import whole_number
from oilecon.errors import InputError
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted
from oilecon.prices.statistics import FEWEST, statistics_of
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from oilecon.prices.months import Months
    from oilecon.prices.processes import Process
    from oilecon.units import FloatArray, Quantity

__all__ = ["PricePaths"]


class PricePaths(Plotted):
    """Paths of one series, month by month.

    Attributes
    ----------
    process : Process
        What they were simulated by.
    name : str
        Name of the series; empty for a process simulated alone.
    unit : str
        Unit of the values.
    months : pandas.PeriodIndex or pandas.RangeIndex
        Label of each month; its number from 1 on where the calendar was not given.
    n : int
        Number of paths.
    seed : int
        Seed of the paths.
    """

    plots = FrozenDict(
        fan=Plot(
            "quantiles over the paths by month, and one path",
            {
                "path": "position of the path that is drawn, from 0; the first if left out",
                "mark": "a value to mark with its unit, such as '50 USD/bbl'; none if left out",
            },
        )
    )

    def __init__(
        self, values: FloatArray, months: Months, seed: int, process: Process, name: str = ""
    ) -> None:
        values.flags.writeable = False  # figures of all paths are read from it, without a copy
        self._values = values
        self._months = months
        self.process = process
        self.name = name
        self.unit = process.unit
        self.seed = seed
        self.n = values.shape[1]

    @property
    def values(self) -> Quantity:
        """The values, months by paths, read-only."""
        return to_quantity(self._values, self.unit)

    @property
    def months(self) -> pd.PeriodIndex | pd.RangeIndex:
        """Label of each month."""
        index: pd.PeriodIndex | pd.RangeIndex = self._months.index
        return index

    def __repr__(self) -> str:
        """Describe the paths in one line."""
        first, last = self._months.label(0), self._months.label(self._months.count - 1)
        name = f" of {self.name}" if self.name else ""
        kind = type(self.process).__name__
        return f"<{self.n} paths{name}, {first} to {last}, {self.unit}: {kind}, seed {self.seed}>"

    def path(self, position: int = 0) -> pd.Series[float]:
        """Return one path as a series by month, whose name says the unit.

        Parameters
        ----------
        position : int
            From 0 on.

        Raises
        ------
        InputError
            If there is no such path.
        """
        import pandas as pd

        at = whole_number(position, "path: position", least=0, example="0")
        if at >= self.n:
            msg = f"path: position: expected at most {self.n - 1}, the last path, got {at}"
            raise InputError(msg)
        heading = f"{self.name or 'price'} [{self.unit}]"
        return pd.Series(self._values[:, at].copy(), index=self.months, name=heading)

    def statistics(self, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> pd.DataFrame:
        """Return quantiles, over the paths, of the statistics of `oilecon.prices.statistics`.

        Parameters
        ----------
        shares : sequence of float
            From 0 to 1.

        Returns
        -------
        pandas.DataFrame
            By statistic: a column a share.

        Raises
        ------
        InputError
            If a share is not from 0 to 1, or there are fewer than three months.
        """
        import pandas as pd

        at = read_shares(shares, "statistics", "[0.1, 0.9]")
        if self._months.count < FEWEST:
            msg = f"statistics: expected at least {FEWEST} months, got {self._months.count}"
            raise InputError(msg)
        logs = self.process.logs
        rows = {
            name: np.quantile(of_paths, at)
            for name, of_paths in statistics_of(self._values, self.unit, logs=logs).items()
        }
        columns = pd.Index(at, name="share of paths")
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return table.rename_axis("statistic")

    def to_frame(self) -> pd.DataFrame:
        """Return the values in the unit: a row a month, a column a path."""
        import pandas as pd

        columns = pd.RangeIndex(self.n, name="path")
        return pd.DataFrame(self._values.copy(), index=self.months, columns=columns)

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

        at = read_shares(shares, "quantiles", "[0.1, 0.9]")
        columns = pd.Index(at, name="share of paths")
        return pd.DataFrame(np.quantile(self._values, at, axis=1).T, self.months, columns)
