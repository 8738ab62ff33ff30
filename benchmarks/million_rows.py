"""A million rows of the article's loss of the operating margin, against whole-array NumPy.

Two inputs vary, or all with a range in the reference tables, each drawn uniformly within it. The
evaluation is timed from the scenario on one side and from the arrays on the other, and its memory
is its peak beyond them. What `vary` adds, a checked copy of every array, is shown separately.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import oilecon as oe
from benchmarks import handwritten
from benchmarks.racing import Goal, clocked, megabytes, peak, race

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.racing import Row

__all__ = ["rows"]

ROWS = 1_000_000
PAIRS = 15
TWO = ("market.brent", "asia.sea.charter.hire")


class Inputs(NamedTuple):
    """The same inputs for both sides, by path."""

    quantities: dict[str, Any]
    plain: dict[str, Any]


def draw(scenario: oe.Scenario, paths: Sequence[str] | None = None) -> Inputs:
    """Return a million draws between low and high of these inputs, or of all that have a range.

    What one row of the reference tables covers shares one array.
    """
    known = scenario.inputs().dropna(subset=["low", "high"])
    if paths is not None:
        known = known.loc[list(paths)]
    rng = np.random.default_rng(1)
    quantities: dict[str, Any] = {}
    plain: dict[str, Any] = dict(handwritten.article_inputs())
    for _, covered in known.groupby("pattern", sort=False):
        first = covered.iloc[0]
        quantity = oe.Q(rng.uniform(first["low"], first["high"], ROWS), first["unit"])
        for path in covered.index:
            quantities[path] = quantity
            plain[path] = quantity.magnitude
    return Inputs(quantities, plain)


def rows() -> Iterator[Row]:
    """Yield time and memory of a million rows, after both sides have given the same losses.

    Raises
    ------
    AssertionError
        If they have not, to 1e-12 of the margin they are a share of.
    """
    scenario = oe.scenario("article")
    yield from _races(scenario, "2 inputs vary", draw(scenario, TWO))
    inputs = draw(scenario)
    yield from _races(scenario, f"{len(inputs.quantities)} inputs vary", inputs)


def _races(scenario: oe.Scenario, name: str, inputs: Inputs) -> Iterator[Row]:
    varied = scenario.vary(inputs.quantities)

    def ours() -> Any:
        return oe.compare(varied, "gulf", "asia").loss("operating").magnitude

    def ours_with_vary() -> Any:
        fresh = scenario.vary(inputs.quantities)
        return oe.compare(fresh, "gulf", "asia").loss("operating").magnitude

    def other() -> Any:
        return handwritten.operating_loss(inputs.plain, maximum=np.maximum, power=np.power)

    # A loss is a small difference of large margins; it is held to the precision of those.
    np.testing.assert_allclose(ours() / 100.0, other(), rtol=1e-12, atol=1e-12)

    name = f"a million rows, {name}"
    yield race(clocked(ours), clocked(other), PAIRS).row(f"{name}: time", Goal(1))
    yield race(clocked(ours_with_vary), clocked(other), PAIRS).row(f"{name}: time with vary")
    other_peak = peak(other)
    yield megabytes(f"{name}: memory", peak(ours), other_peak, Goal(0.25))
    yield megabytes(f"{name}: memory with vary", peak(ours_with_vary), other_peak)
