"""Random numbers by series, month and path, the same however the paths are cut into blocks."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from oilecon.units import FloatArray

__all__ = ["TILE", "Noise"]

TILE = 512
"""Paths that share a stream, which is drawn whole, month after month, where one of them is wanted.
With fewer, setting up the streams takes longer than drawing; another number would give other
draws."""

_JUMP = 0x9E3779B97F4A7C15F39CC0605CEDC835
"""Distance between the streams of two tiles: 2^128 over the golden ratio, by which NumPy's own
`jumped` separates streams of this generator."""

_PERIOD = 2**128


@dataclass(frozen=True)
class Noise:
    """The random numbers of some paths.

    They depend on seed, series, month and path alone: not on the number of paths or months, not on
    the cut into blocks, not on other series.

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
        return self._drawn(name, row, months, lambda generator, tile: generator.random(out=tile))

    def normal(self, name: str, row: int, months: int) -> FloatArray:
        """Return standard normal numbers, months by paths; see `uniform`."""
        return self._drawn(
            name, row, months, lambda generator, tile: generator.standard_normal(out=tile)
        )

    def _drawn(
        self,
        name: str,
        row: int,
        months: int,
        fill: Callable[[np.random.Generator, FloatArray], object],
    ) -> FloatArray:
        digest = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "little")
        seeds = np.random.SeedSequence(self.seed, spawn_key=(digest, row))
        bits = np.random.PCG64DXSM(seeds)
        generator, start = np.random.Generator(bits), bits.state
        drawn, tile = np.empty((months, self.count)), np.empty((months, TILE))
        end = self.first + self.count
        for at in range(self.first // TILE, -(-end // TILE)):
            bits.state = start
            bits.advance(_JUMP * at % _PERIOD)
            fill(generator, tile)
            low, high = max(self.first, at * TILE), min(end, (at + 1) * TILE)
            part = tile[:, low - at * TILE : high - at * TILE]
            drawn[:, low - self.first : high - self.first] = part
        return drawn
