"""Types of the arguments and results of public functions, for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from oilecon.units import Quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from typing import Any

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from oilecon.evidence import Row, Sourced
    from oilecon.results import Comparison, Netback

__all__ = [
    "DateLike",
    "FigureLike",
    "LabelLike",
    "OutcomeLike",
    "Quantity",
    "QuantityLike",
    "TableLike",
    "ToPandas",
    "YearLike",
]

FigureLike: TypeAlias = (
    "str | float | Quantity | dt.timedelta | np.generic | Sequence[Any] | npt.NDArray[Any]"
)
"""A number with its unit, as ``'64 USD/bbl'`` or ``Q(64, 'USD/bbl')``; bare only where it is pure,
as a share of 0.2. Many cases are a quantity of an array, or a list of any of these."""

QuantityLike: TypeAlias = "FigureLike | Sourced | Row"
"""A number with its unit, or one with its evidence too, `oilecon.Sourced`."""

OutcomeLike: TypeAlias = "str | Callable[[Comparison], Quantity] | Callable[[Netback], Quantity]"
"""A figure's name, as ``'loss.net'``, or a function of the comparison (of the netback, where the
scenario has one route) that returns a quantity."""

DateLike: TypeAlias = "str | dt.date | np.datetime64 | pd.Period"
"""A day, as ``'2024-01-15'``, or a month where one is expected; a datetime and a
``pandas.Timestamp`` are dates."""

YearLike: TypeAlias = "int | np.integer[Any] | DateLike"
"""A year, as ``2025`` or ``'2025'``."""

LabelLike: TypeAlias = "float | DateLike"
"""A label of a case: a text, a number, a date or a period."""


class ToPandas(Protocol):
    """A table of another library that pandas can read, such as one of polars."""

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas one."""


TableLike: TypeAlias = "pd.DataFrame | pd.Series[Any] | ToPandas"
"""A table or a column with an index: pandas', or another library's."""
