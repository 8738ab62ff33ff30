"""What a worker of a simulation gets and gives back: the plan of the draws, and their figures."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.outcomes import AskedOutcomes, OutcomeQuery, read_outcomes
from oilecon.analysis.sketches import Sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.analysis.correlations import Copula
    from oilecon.analysis.distributions import Drawn
    from oilecon.analysis.inputs import Input
    from oilecon.units import FloatArray


__all__ = ["ROWS", "DrawPlan", "Figures", "run"]


ROWS = 32_768
"""Draws in a block. Fewer keep two threads waiting for the interpreter's lock between short array
operations; of more, a block no longer fits the cache. Another size would be other draws."""


class Figures(NamedTuple):
    """What a block, or several, says of one outcome: enough for all summaries."""

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
        good = raw[~np.isnan(raw)] if undefined else raw
        if not good.size:
            sketch = None if keep else Sketch()
            nothing = raw if keep else None
            return cls(0, 0.0, 0.0, np.inf, -np.inf, undefined, sketch, nothing)
        mean = float(good.mean())
        away = good - mean
        return cls(
            good.size,
            mean,
            float((away * away).sum()),
            float(good.min()),
            float(good.max()),
            undefined,
            None if keep else Sketch.of(good),
            raw if keep else None,
        )

    def merged(self, other: Figures) -> Figures:
        """Return the figures of both, without values: Chan, Golub, LeVeque (1979)."""
        count = self.defined + other.defined
        apart = other.mean - self.mean
        mean = self.mean + apart * other.defined / count if count else 0.0
        squares = self.squares + other.squares
        if count:
            squares += apart * apart * self.defined * other.defined / count
        sketch = self.sketch
        if sketch is not None and other.sketch is not None:
            sketch = sketch.merged(other.sketch)
        ends = min(self.low, other.low), max(self.high, other.high)
        undefined = self.undefined + other.undefined
        return Figures(count, mean, squares, *ends, undefined, sketch, None)


@dataclass(frozen=True)
class DrawPlan:
    """What a simulation is: what is drawn and asked. It is sent to processes whole.

    Attributes
    ----------
    query : AskedOutcomes
        What is asked; of a simulation that is done, without what answers it.
    inputs : tuple of Input
        What is varied.
    drawn : tuple of Drawn
        What each is drawn from.
    mix : Copula or None
        What makes inputs move together.
    seed, n : int
        Which draws, and how many.
    keep : bool
        Whether every outcome is held.
    points : str
        'random' or 'sobol'.
    """

    query: AskedOutcomes
    inputs: tuple[Input, ...]
    drawn: tuple[Drawn, ...]
    mix: Copula | None
    seed: int
    n: int
    keep: bool
    points: str

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.n // ROWS)

    def rows(self, block: int) -> int:
        """Return how many draws a block holds."""
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
        assert isinstance(self.query, OutcomeQuery)  # noqa: S101  of a plan that is done, no
        # Copied: an outcome may be an input's own row, or one number for all.
        return [np.array(np.broadcast_to(raw, (rows,))) for raw in self.query.case(leaves)]

    def without_answers(self) -> DrawPlan:
        """Return the plan of a simulation that is done: it draws again, and answers no more."""
        return replace(self, query=self.query.without_answers())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the plan is made of; the outcomes are read anew where it is loaded."""
        query: Any = self.query
        if isinstance(query, OutcomeQuery):
            query = (query.scenario, query.asked, query.routes)
        rest = self.inputs, self.drawn, self.mix, self.seed, self.n, self.keep, self.points
        return _restored, (query, *rest)


def _restored(asked: Any, *rest: Any) -> DrawPlan:
    query = asked if isinstance(asked, AskedOutcomes) else read_outcomes(*asked)
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

    `points` holds those of each block from the first on, None where a block draws its own.
    """
    return [
        [Figures.of(raw, keep=plan.keep) for raw in plan.outcomes(block, own)]
        for block, own in enumerate(points, first)
    ]
