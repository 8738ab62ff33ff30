"""The plan of a simulation's draws, which a worker gets, and the figures that it returns."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.outcomes import OutcomeQuery, RequestedOutcomes, read_outcomes
from oilecon.analysis.sketches import Sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.analysis.correlations import Copula
    from oilecon.analysis.distributions import Drawn
    from oilecon.analysis.inputs import Input
    from oilecon.units import FloatArray


__all__ = ["ROWS", "DrawPlan", "Figures", "run"]


ROWS = 32_768
"""Draws in a block. With fewer, two threads wait for the interpreter's lock between short array
operations; with more, a block no longer fits the cache. Another size would give other draws."""


class Figures(NamedTuple):
    """Figures of one outcome over a block, or several: enough for all summaries."""

    defined: int
    mean: float
    squares: float  # sum of squared distances from the mean
    low: float
    high: float
    undefined: int
    sketch: Sketch | None
    values: FloatArray | None

    @classmethod
    def of(cls, raw: FloatArray, *, keep: bool) -> Figures:
        """Return the figures of one block."""
        undefined = int(np.isnan(raw).sum())
        defined = raw[~np.isnan(raw)] if undefined else raw
        if not defined.size:
            sketch = None if keep else Sketch()
            values = raw if keep else None
            return cls(0, 0.0, 0.0, np.inf, -np.inf, undefined, sketch, values)
        mean = float(defined.mean())
        distances = defined - mean
        return cls(
            defined.size,
            mean,
            float((distances * distances).sum()),
            float(defined.min()),
            float(defined.max()),
            undefined,
            None if keep else Sketch.of(defined),
            raw if keep else None,
        )

    def merged(self, other: Figures) -> Figures:
        """Return the figures of both, without values: Chan, Golub, LeVeque (1979)."""
        count = self.defined + other.defined
        shift = other.mean - self.mean
        mean = self.mean + shift * other.defined / count if count else 0.0
        squares = self.squares + other.squares
        if count:
            squares += shift * shift * self.defined * other.defined / count
        sketch = self.sketch
        if sketch is not None and other.sketch is not None:
            sketch = sketch.merged(other.sketch)
        bounds = min(self.low, other.low), max(self.high, other.high)
        undefined = self.undefined + other.undefined
        return Figures(count, mean, squares, *bounds, undefined, sketch, None)


@dataclass(frozen=True)
class DrawPlan:
    """The plan of a simulation: draws and requested outcomes; sent to processes whole.

    Attributes
    ----------
    query : RequestedOutcomes
        The requested outcomes; of a simulation that is done, without their readers.
    inputs : tuple of Input
        The inputs that are drawn.
    drawn : tuple of Drawn
        Their distributions.
    mix : Copula or None
        The correlations of the inputs.
    seed, n : int
        Seed and number of the draws.
    keep : bool
        True if the outcome of every draw is held.
    points : str
        'random' or 'sobol'.
    """

    query: RequestedOutcomes
    inputs: tuple[Input, ...]
    drawn: tuple[Drawn, ...]
    mix: Copula | None
    seed: int
    n: int
    keep: bool
    points: str

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return -(-self.n // ROWS)

    def rows(self, block: int) -> int:
        """Return the number of draws in a block."""
        return min(ROWS, self.n - block * ROWS)

    def draw(self, block: int, points: FloatArray | None = None) -> FloatArray:
        """Return a block's draws, one row an input; valid until this thread draws again."""
        rows = self.rows(block)
        buffer = _buffer(len(self.inputs) + 1, rows)
        draws, spare = buffer[:-1], buffer[-1]
        if points is None:
            stream = np.random.SeedSequence(self.seed, spawn_key=(block,))
            np.random.Generator(np.random.PCG64DXSM(stream)).random(out=draws)
        else:
            draws[...] = points
        if self.mix is not None:
            self.mix.mix(draws)
        for drawn, row in zip(self.drawn, draws, strict=True):
            drawn.fill(row, spare)
        return draws

    def outcomes(self, block: int, points: FloatArray | None = None) -> list[FloatArray]:
        """Return a block's outcomes."""
        leaves: dict[Any, Any] = {}
        for varied, row in zip(self.inputs, self.draw(block, points), strict=True):
            leaves |= varied.leaves(row)
        rows = self.rows(block)
        assert isinstance(self.query, OutcomeQuery)  # noqa: S101  a plan that is done has no readers
        # Copied: an outcome may be an input's own row, or one number for all.
        return [np.array(np.broadcast_to(raw, (rows,))) for raw in self.query.case(leaves)]

    def without_readers(self) -> DrawPlan:
        """Return the plan of a simulation that is done: it can draw again, and not evaluate."""
        return replace(self, query=self.query.without_readers())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the parts of the plan; the outcomes are read anew where it is loaded."""
        query: Any = self.query
        if isinstance(query, OutcomeQuery):
            query = (query.scenario, query.requested, query.routes)
        rest = self.inputs, self.drawn, self.mix, self.seed, self.n, self.keep, self.points
        return _restored, (query, *rest)


def _restored(query: Any, *rest: Any) -> DrawPlan:
    query = query if isinstance(query, RequestedOutcomes) else read_outcomes(*query)
    return DrawPlan(query, *rest)


_OWN = threading.local()


def _buffer(*shape: int) -> FloatArray:
    """Return this thread's buffer: fresh memory for every block would cost as much as drawing."""
    buffer: FloatArray | None = getattr(_OWN, "buffer", None)
    if buffer is None or buffer.shape != shape:
        buffer = _OWN.buffer = np.empty(shape)
    return buffer


def run(plan: DrawPlan, first: int, points: Sequence[FloatArray | None]) -> list[list[Figures]]:
    """Return the figures of some blocks, one list of outcomes each: a task for a worker.

    `points` holds the points of each block from the first on, None where a block draws its own.
    """
    return [
        [Figures.of(raw, keep=plan.keep) for raw in plan.outcomes(block, block_points)]
        for block, block_points in enumerate(points, first)
    ]
