"""Simulations, sweeps and evaluations over corners, against the same work by hand.

The hand-written simulation is what an analyst would write: each input drawn whole by NumPy's own
triangular distribution, then `handwritten` on whole arrays. Where a target is in scalar
evaluations, the other side makes that number of them, with `compare` on a prepared scenario. The
group ``analysis_long`` goes on to 100 million draws.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks import handwritten
from benchmarks.racing import Goal, clocked, race

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from benchmarks.racing import Row

__all__ = ["rows"]

N = 1_000_000
PAIRS = 9
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def rows() -> Iterator[Row]:
    """Yield the races, after a check that both sides give the same figures.

    Raises
    ------
    AssertionError
        If they do not.
    """
    scenario = oe.scenario("article")
    yield from _simulations(scenario)
    yield from _corners(scenario)
    yield from _sweep(scenario)
    yield from _indices(scenario)


def by_hand(simulation: oe.analysis.Simulation) -> Callable[[], Any]:
    """Return the same sampling and model in whole-array NumPy."""
    table, scenario = simulation.inputs(), oe.scenario("article")
    plan: list[tuple[Any, ...]] = [
        (tuple(scenario.expand(str(name))), *map(float, row))
        for name, row in zip(table.index, table[["low", "value", "high"]].to_numpy(), strict=True)
    ]

    def call() -> Any:
        rng = np.random.default_rng(1)
        inputs: dict[str, Any] = dict(handwritten.article_inputs())
        for paths, low, mode, high in plan:
            inputs |= dict.fromkeys(paths, rng.triangular(low, mode, high, N))
        return handwritten.operating_loss(inputs, maximum=np.maximum, power=np.power)

    return call


def _simulations(scenario: oe.Scenario) -> Iterator[Row]:
    def ours(executor: Any = None) -> Any:
        return oe.simulate(scenario, n=N, seed=1, executor=executor)

    simulation = ours()
    hand = by_hand(simulation)
    # Other draws of the same distributions: means agree to five standard errors.
    error = 5.0 * float(np.std(hand())) / N**0.5 * 2.0**0.5
    assert abs(float(np.mean(hand())) - simulation.summary()["mean"].item() / 100.0) < error  # noqa: S101
    name = "a million draws"
    yield race(clocked(ours), clocked(hand), PAIRS).row(f"{name}, against NumPy", Goal(0.6))

    plan = simulation._plan  # noqa: SLF001  what is drawn, without the model

    def draws() -> None:
        for block in range(plan.blocks):
            plan.draw(block)

    with ThreadPoolExecutor(1) as alone, ThreadPoolExecutor(2) as pair:
        single, double = clocked(partial(ours, alone)), clocked(partial(ours, pair))
        yield race(single, clocked(draws), PAIRS).row(
            f"{name}, one thread, against drawing alone", Goal(2)
        )
        # The speed-up of two independent threads on this machine; busy cores give 1.
        numbers = [clocked(partial(_numbers, pool)) for pool in (alone, pair)]
        yield race(numbers[0], numbers[1], PAIRS).row(
            "random numbers alone: one thread, against two"
        )
        yield race(double, single, PAIRS).row(
            f"{name}, two threads, times faster than one", Goal(1.6, at_least=True)
        )


def _numbers(pool: Executor) -> None:
    """Draw plain random numbers on a pool, in long calls that hold no lock."""

    def draw(seed: int) -> None:
        rng = np.random.default_rng(seed)
        buffer = np.empty(N)
        for _ in range(10):
            rng.random(out=buffer)

    list(pool.map(draw, range(4)))


def _times(scenario: oe.Scenario, count: int) -> Callable[[], None]:
    """Return a function that makes this number of scalar evaluations."""

    def call() -> None:
        for _ in range(count):
            oe.compare(scenario, "gulf", "asia").loss("operating")

    return call


def _corners(scenario: oe.Scenario) -> Iterator[Row]:
    tornado = partial(oe.tornado, scenario)
    count = 2 * len(tornado().to_frame()) + 1
    yield race(clocked(tornado), clocked(_times(scenario, count)), PAIRS).row(
        f"a tornado, against its {count} evaluations", Goal(1.5)
    )
    breakeven = partial(oe.breakeven, scenario, HIRE, target="15 %")
    count = breakeven().evaluations
    yield race(clocked(breakeven), clocked(_times(scenario, count)), PAIRS).row(
        f"a break-breakeven, against its {count} evaluations", Goal(1.5)
    )
    changed = [BRENT, HIRE, "market.vlsfo", "market.mgo", "asia.sea.distance", "asia.sea.cargo"]
    changed += ["asia.sea.days_wait", "gulf.sea.charter.hire", "supply.production_cost"]
    changed += ["market.finance_rate"]
    other = scenario.vary({path: scenario.get(path) * 1.01 for path in changed})
    shapley = partial(oe.attribute, scenario, other, outcome="loss")
    yield race(clocked(shapley), clocked(_times(scenario, 60)), PAIRS).row(
        "1,024 corners attributed, against 60 evaluations", Goal(1)
    )


def _sweep(scenario: oe.Scenario) -> Iterator[Row]:
    prices, hires = np.linspace(50, 90, 1000), np.linspace(3e4, 9e4, 1000)
    over = {BRENT: oe.Q(prices, "USD/bbl"), HIRE: oe.Q(hires, "USD/day")}
    plain: dict[str, Any] = dict(handwritten.article_inputs())
    plain |= {BRENT: prices[:, None], HIRE: hires[None, :]}

    def ours() -> Any:
        return oe.sweep(scenario, over)

    def other() -> Any:
        return handwritten.operating_loss(plain, maximum=np.maximum, power=np.power)

    losses = ours()["loss"].magnitude / 100.0
    np.testing.assert_allclose(losses, other(), rtol=1e-12, atol=1e-12)
    yield race(clocked(ours), clocked(other), PAIRS).row("a sweep of 1,000 x 1,000", Goal(2))


def _indices(scenario: oe.Scenario) -> Iterator[Row]:
    stats = import_module("scipy.stats")
    inputs = dict(list(oe.analysis.default_distributions(scenario).items())[:20])
    plan = oe.simulate(scenario, inputs, n=2)._plan  # noqa: SLF001  what is drawn
    dists = [
        stats.triang((drawn.value - d.low) / (d.high - d.low), d.low, d.high - d.low)
        for drawn, d in zip(plan.inputs, plan.drawn, strict=True)
    ]
    base = handwritten.article_inputs()

    def model(matrix: Any) -> Any:
        varied: dict[str, Any] = dict(base)
        for drawn, row in zip(plan.inputs, matrix, strict=True):
            varied |= dict.fromkeys(drawn.paths, row)
        return handwritten.operating_loss(varied, maximum=np.maximum, power=np.power)

    def other() -> Any:
        rng = np.random.default_rng(1)
        return stats.sobol_indices(func=model, n=4096, dists=dists, rng=rng)

    def ours() -> Any:
        return oe.sobol(scenario, inputs, n=4096, seed=1)

    np.testing.assert_allclose(ours().total[0], other().total_order, rtol=1e-5, atol=1e-9)
    yield race(clocked(ours), clocked(other), PAIRS).row(
        "Sobol' indices of 20 inputs, against SciPy by hand", Goal(1.5)
    )
