"""Statistics of a history, and of simulated paths, that a process should share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import choice
from oilecon.errors import InputError, figure
from oilecon.frames import columns_of
from oilecon.prices.amounts import read_column

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import TableLike
    from oilecon.units import FloatArray

__all__ = ["FEWEST", "statistics", "statistics_of"]

FEWEST = 3
"""Months that there must be, for a change after a change."""


def statistics_of(values: FloatArray, unit: str, *, logs: bool) -> dict[str, FloatArray]:
    """Return the statistics of some paths, months by paths: an array of each."""
    x = np.log(values) if logs else values
    changes = np.diff(x, axis=0)
    of = "log" if logs else unit
    return {
        f"mean [{unit}]": values.mean(axis=0),
        f"sd [{unit}]": values.std(axis=0, ddof=1),
        "correlation with the month before [1]": _lagged(x),
        f"sd of a month's change [{of}]": changes.std(axis=0, ddof=1),
        "correlation of changes one month apart [1]": _lagged(changes),
    }


def _lagged(x: FloatArray) -> FloatArray:
    """Return the correlation with the row before; NaN where nothing moves."""
    before, after = x[:-1] - x[:-1].mean(axis=0), x[1:] - x[1:].mean(axis=0)
    spread = np.sqrt((before * before).sum(axis=0) * (after * after).sum(axis=0))
    products = (before * after).sum(axis=0)
    lagged: FloatArray = np.full_like(spread, np.nan)
    np.divide(products, spread, out=lagged, where=spread > 0.0)
    return lagged


def statistics(series: TableLike, *, changes: str = "log") -> pd.DataFrame:
    """Return statistics of monthly series, to hold those of simulated paths against.

    Parameters
    ----------
    series : pandas.Series or pandas.DataFrame
        By month, each without a gap; headings say the unit, as ``'Brent [USD/bbl]'``.
    changes : {'log', 'plain'}
        Changes of the logarithm, for prices; or of the value itself.

    Returns
    -------
    pandas.DataFrame
        By statistic, a column a series: mean and sd, the correlation of a month with the one
        before (of the logarithm, with ``'log'``), the sd of a month's change, and the correlation
        of changes one month apart, which of month means is some 0.25 for averaging alone.

    Raises
    ------
    UnitError, InputError
        If a series is not by month, has a gap or fewer than three months, or a value is not above
        zero where logarithms are taken.

    Examples
    --------
    >>> import oilecon as oe
    >>> brent = oe.prices.history("Brent", since="2013-01", until="2026-07")
    >>> print(oe.prices.statistics(brent).round(3).to_string())
                                                Brent
    statistic
    mean [USD/bbl]                             72.986
    sd [USD/bbl]                               22.426
    correlation with the month before [1]       0.939
    sd of a month's change [log]                0.116
    correlation of changes one month apart [1]  0.270
    """
    import pandas as pd

    logs = choice(changes, ("log", "plain"), "statistics: changes") == "log"
    given = columns_of(series)
    if given is None:
        msg = f"statistics: series: expected a pandas Series, got {type(series).__name__}"
        raise InputError(msg)
    columns = {}
    for heading, column in given.items():
        name, amount = read_column(heading, column, "statistics: ")
        numbers = np.asarray(amount.magnitude)
        if len(numbers) < FEWEST:
            msg = f"statistics: {name}: expected at least {FEWEST} months, got {len(numbers)}"
            raise InputError(msg)
        if logs and (numbers <= 0.0).any():
            msg = (
                f"statistics: {name}: expected values above 0 for logarithms, got "
                f"{figure(numbers[numbers <= 0.0][0])} {amount.unit}; write changes='plain'"
            )
            raise InputError(msg)
        rows = statistics_of(numbers[:, None], amount.unit, logs=logs)
        columns[name] = {row: float(each[0]) for row, each in rows.items()}
    return pd.DataFrame(columns).rename_axis("statistic")
