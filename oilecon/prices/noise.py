"""Random numbers by series, month and path, the same however the paths are cut into blocks."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from oilecon.core.normal import normal_scores

if TYPE_CHECKING:
    from oilecon.units import FloatArray

__all__ = ["Noise"]

_JUMP = 0x9E3779B97F4A7C15F39CC0605CEDC835
"""Distance between the streams of two months: 2^128 over the golden ratio, by which NumPy's own
`jumped` separates streams of this generator."""

_PERIOD = 2**128


@dataclass(frozen=True)
class Noise:
    """The random numbers of some paths.

    The numbers of a series and a month are a stream of their own, and a path's number stands in it
    at the path's position. So they depend on seed, series, month and path alone: not on the number
    of paths or months, not on the cut into blocks, not on other series.

    Attributes
    ----------
    seed : int
        Seed of all paths.
    first, count : int
        The first path, from 0, and their number.
    """

    seed: int
    first: int
    count: int

    def uniform(self, name: str, row: int, months: int) -> FloatArray:
        """Return uniform numbers from 0 to below 1, months by paths.

        Parameters
        ----------
        name : str
            Name of the series.
        row : int
            Which of the numbers that the series takes for each month.
        months : int
            Number of months.
        """
        digest = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "little")
        seeds = np.random.SeedSequence(self.seed, spawn_key=(digest, row))
        bits = np.random.PCG64DXSM(seeds)
        generator = np.random.Generator(bits)
        shares = np.empty((months, self.count))
        bits.advance(self.first)
        for month in shares:
            generator.random(out=month)
            bits.advance((_JUMP - self.count) % _PERIOD)
        return shares

    def normal(self, name: str, row: int, months: int) -> FloatArray:
        """Return standard normal numbers, months by paths; see `uniform`."""
        shares = self.uniform(name, row, months)
        for month in shares:  # one at a time stays in the cache
            month[...] = normal_scores(month)
        return shares
