"""Quantiles of more numbers than are kept, by counts in bins of a constant relative width.

DDSketch: Masson, C., Rim, J. E., Lee, H. K. (2019), DDSketch: a fast and fully-mergeable quantile
sketch with relative-error guarantees, PVLDB 12(12). Counts add up to the same, in whatever order
and over however many workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from oilecon.units import FloatArray

    Counts = npt.NDArray[np.int64]

__all__ = ["ERROR", "ZERO_BELOW", "Sketch"]

ERROR = 0.001
"""Relative error of a quantile."""

ZERO_BELOW = 1e-9
"""A value of smaller size counts as zero."""

_GAMMA = (1.0 + ERROR) / (1.0 - ERROR)
_SCALE = 1.0 / np.log(_GAMMA)
_FIRST = int(np.floor(np.log(ZERO_BELOW) * _SCALE))


class Sketch:
    """Counts of values by bin, from the lowest to the highest; picklable and mergeable."""

    __slots__ = ("above", "below", "zeros")

    def __init__(self) -> None:
        self.below: Counts = np.zeros(0, dtype=np.int64)  # of values under zero, by their size
        self.above: Counts = np.zeros(0, dtype=np.int64)
        self.zeros = 0

    @classmethod
    def of(cls, values: FloatArray) -> Sketch:
        """Return the sketch of some values, all finite."""
        sketch = cls()
        sizes = np.abs(values)
        counted = sizes >= ZERO_BELOW
        sketch.zeros = int(values.size - np.count_nonzero(counted))
        sketch.above = _counts(sizes[counted & (values > 0.0)])
        sketch.below = _counts(sizes[counted & (values < 0.0)])
        return sketch

    def merged(self, other: Sketch) -> Sketch:
        """Return the counts of both in a new sketch, so that an interrupt leaves both whole."""
        sketch = Sketch()
        sketch.zeros = self.zeros + other.zeros
        sketch.above = _sum(self.above, other.above)
        sketch.below = _sum(self.below, other.below)
        return sketch

    def _by_value(self) -> tuple[FloatArray, Counts]:
        """Return one value for each bin, ascending, and the number of values at or below it."""
        below, above = (np.flatnonzero(counts) for counts in (self.below, self.above))
        values = np.concatenate([-_middle(below)[::-1], [0.0], _middle(above)])
        counts = np.concatenate([self.below[below][::-1], [self.zeros], self.above[above]])
        return values, np.cumsum(counts)

    def quantiles(self, shares: FloatArray) -> FloatArray:
        """Return quantiles, each within `ERROR` of the value at its rank; NaN if empty."""
        values, reached = self._by_value()
        if not reached[-1]:
            return np.full(shares.shape, np.nan)
        ranks = np.floor(shares * (reached[-1] - 1))
        return np.asarray(values[np.searchsorted(reached, ranks, side="right")])

    def at_most(self, value: float) -> int:
        """Return the number of values at or below a value, which is resolved to `ERROR`."""
        values, reached = self._by_value()
        position = int(np.searchsorted(values, value, side="right"))
        return int(reached[position - 1]) if position else 0


def _counts(sizes: FloatArray) -> Counts:
    bins = np.ceil(np.log(sizes) * _SCALE).astype(np.int64) - _FIRST
    return np.bincount(bins).astype(np.int64)


def _middle(bins: npt.NDArray[np.intp]) -> FloatArray:
    """Return the value that is within `ERROR` of all others in its bin."""
    return np.asarray(np.exp((bins + _FIRST) / _SCALE) * (2.0 / (1.0 + _GAMMA)))


def _sum(left: Counts, right: Counts) -> Counts:
    longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total
