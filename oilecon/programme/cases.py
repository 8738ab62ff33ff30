"""Columns of many cases of a programme, and what a column is over its months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.programme.blocks import stacked
from oilecon.programme.columns import END, SUM, column_of
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.programme.columns import Column
    from oilecon.programme.tree import Programme
    from oilecon.units import FloatArray, Quantity, Raw

__all__ = ["CaseRun", "over_months"]


class CaseRun:
    """Columns of some cases of a programme, as an outcome's function reads them.

    ``run["cash"]`` and ``run.total("cash")`` are as of a `ProgrammeRun` of many paths.
    """

    def __init__(
        self,
        programme: Programme,
        about: Mapping[str, Column],
        columns: Mapping[str, list[Raw]],
        count: int,
    ) -> None:
        self.programme = programme
        self._about, self._columns, self._count = about, columns, count

    def _raw(self, name: str) -> tuple[Column, FloatArray]:
        return column_of(name, self._about), stacked(self._columns[name], self._count)

    def __getitem__(self, name: str) -> Quantity:
        """Return a column, months by cases."""
        column, raw = self._raw(name)
        return to_quantity(raw, column.unit)

    def total(self, name: str) -> Quantity:
        """Return a column over all months, by case."""
        column, raw = self._raw(name)
        return to_quantity(over_months(raw, column), column.unit)


def over_months(raw: FloatArray, column: Column) -> FloatArray:
    """Return a column over all months: its sum, its value at the end, or its mean."""
    if column.over_months == SUM:
        return np.asarray(raw.sum(axis=0))
    return np.asarray(raw[-1] if column.over_months == END else raw.mean(axis=0))
