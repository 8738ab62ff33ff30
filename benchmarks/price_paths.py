"""Paths of a mean-reverting price, against time-first NumPy written by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks.racing import Goal, clocked, megabytes, peak, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

START, KAPPA, LEVEL, SIGMA = 65.0, 0.8, 70.0, 0.4


def by_hand(months: int, n: int) -> Any:
    """Return the paths as an analyst would: one row a month, one generator for all."""
    keep = math.exp(-KAPPA / 12.0)
    sd = SIGMA * math.sqrt((1.0 - keep * keep) / (2.0 * KAPPA))
    alpha = math.log(LEVEL)
    x = np.random.default_rng(0).standard_normal((months, n))
    x *= sd
    before: Any = math.log(START)
    for k in range(months):
        x[k] += alpha + keep * (before - alpha)
        before = x[k]
    return np.exp(x, out=x)


def rows() -> Iterator[Row]:
    """Yield the times, after both sides have given paths of one law.

    Raises
    ------
    AssertionError
        If their means and standard deviations differ by more than chance.
    """
    process: Any = oe.prices.MeanReverting(
        oe.Q(START, "USD/bbl"), oe.Q(KAPPA, "1/year"), oe.Q(LEVEL, "USD/bbl"), SIGMA
    )
    for months, n, goal in ((12, 10_000, Goal(1.3)), (180, 100_000, Goal(1.3))):

        def ours(months: int = months, n: int = n) -> Any:
            return process.simulate(months, n=n).values.magnitude

        def other(months: int = months, n: int = n) -> Any:
            return by_hand(months, n)

        both = [np.log(side()[-1]) for side in (ours, other)]
        spread = both[0].std()
        np.testing.assert_allclose(both[0].mean(), both[1].mean(), atol=7.0 * spread / n**0.5)
        np.testing.assert_allclose(spread, both[1].std(), rtol=5.0 / n**0.5)
        name = f"{months} months x {n:,} paths of a price"
        yield race(clocked(ours), clocked(other)).row(name, goal)
        if n > 10_000:  # noqa: PLR2004  what matters of the larger
            yield megabytes(f"{name}: peak", peak(ours), peak(other), Goal(1.3))
