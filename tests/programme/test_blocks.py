"""Blocks of paths: the cut, the seed and the executor change no bit."""

from __future__ import annotations

import gc
import tracemalloc
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.programme.blocks import Task, months_first
from tests.samples import refusal

S = oe.scenario("article").vary({"supply.output": "630 kb/day"})
P = oe.Programme.of(
    S,
    "2026-01/2026-04",
    outlets={"gulf": oe.Outlet(capacity="200 kb/day"), "asia": oe.Outlet(lag="45 day")},
)
BRENT = oe.prices.MeanReverting(
    start="63.8 USD/bbl", kappa="0.83 1/year", level="67 USD/bbl", sigma="41 %"
)
PRICES = {"market.brent": BRENT}


N = 2 * Task(P, None, 0, None).size + 77  # three blocks
COLUMNS = ("cash", "stock", "gulf.barrels")


def columns(executor: Any = None, n: int = N) -> dict[str, Any]:
    run = oe.run(P, PRICES, n=n, seed=5, executor=executor)
    return {name: column.magnitude for name, column in run.columns(*COLUMNS).items()}


ALONE = columns()


def test_the_first_of_many_paths_are_those_of_few() -> None:
    for name, few in columns(n=100).items():
        assert (ALONE[name][:, :100] == few).all()


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_changes_no_bit(pool: type[ThreadPoolExecutor | ProcessPoolExecutor]) -> None:
    with pool(2) as executor:
        shared = columns(executor)
    for name, column in ALONE.items():
        assert (column == shared[name]).all()


def test_a_dask_cluster_of_two_processes_changes_no_bit() -> None:
    dask: Any = import_module("distributed")
    with (
        dask.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        shared = columns(client.get_executor())
    for name, column in ALONE.items():
        assert (column == shared[name]).all()


class Counting(Executor):
    """Answers in its own time, and counts the answers that are waiting."""

    def __init__(self, fails: dict[int, BaseException]) -> None:
        self.fails, self.submitted, self.asked, self.most = fails, 0, 0, 0
        self.cancelled = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        executor, number = self, self.submitted

        class Answer(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                del timeout
                executor.asked += 1
                if number in executor.fails:
                    raise executor.fails[number]
                return fn(*args, **kwargs)

            def cancel(self) -> bool:
                executor.cancelled += 1
                return True

        self.submitted += 1
        self.most = max(self.most, self.submitted - self.asked)
        return Answer()


LONG = 12 * Task(P, None, 0, None).size


def test_few_blocks_wait_at_a_time() -> None:
    pool = Counting({})
    columns(pool, n=LONG)
    assert (pool.submitted, pool.asked, pool.most) == (12, 12, 8)
    assert pool.cancelled == 0


def test_an_executor_that_fails_is_named_and_what_waits_is_cancelled() -> None:
    pool = Counting({1: RuntimeError("workers are gone")})
    assert refusal(lambda: columns(pool, n=LONG), oe.errors.ExecutorError) == (
        "run: the executor failed: RuntimeError: workers are gone"
    )
    assert pool.cancelled == 7


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), oe.InputError("china: the oil is worth less than nothing")]
)
def test_an_interruption_and_an_error_of_the_model_pass_unchanged(error: BaseException) -> None:
    pool = Counting({1: error})
    with pytest.raises(type(error)) as caught:
        columns(pool, n=LONG)
    assert caught.value is error
    assert pool.cancelled == 7


def test_the_paths_are_those_of_the_processes() -> None:
    months = oe.run(P, PRICES, n=50, seed=2)
    series = oe.prices.Correlated(PRICES).simulate("2026-01/2026-04", n=50, seed=2)
    drawn = series["market.brent"].values
    differential = P.gulf.sale.differential
    np.testing.assert_allclose(
        months["gulf.price"].to("USD/bbl").magnitude, (drawn + differential).magnitude
    )


def test_prices_come_in_any_unit_of_their_kind() -> None:
    cents = oe.prices.PriceDeck(oe.Q([150.0, 160.0, 155.0, 152.0], "USD/bbl") / 2.0)
    months = oe.run(P, {"market.brent": cents}, n=1)
    alone = oe.run(P.vary({"market.brent": oe.Q([75.0, 80.0, 77.5, 76.0], "USD/bbl")}))
    assert (months["cash"].magnitude[:, 0] == alone["cash"].magnitude).all()


def test_a_price_of_another_unit_or_beyond_bounds_is_refused() -> None:
    days = oe.prices.PriceDeck(oe.Q([1.0, 2.0, 3.0, 4.0], "day"))
    assert refusal(lambda: oe.run(P, {"market.brent": days}), oe.UnitError).startswith(
        "run: prices: market.brent: expected USD/bbl, got"
    )
    high = oe.prices.PriceDeck(oe.Q([1e6, 2.0, 3.0, 4.0], "USD/bbl"))
    assert refusal(lambda: oe.run(P, {"market.brent": high})).startswith(
        "run: prices: market.brent: expected at least"
    )
    assert refusal(lambda: oe.run(P, {"market.brant": high}), oe.PathError) == (
        "run: prices: no path 'market.brant'; did you mean 'market.brent'?"
    )


def test_arrays_have_the_months_first_and_cases_in_a_row() -> None:
    tree = {"a": np.array([1.0, 2.0]), "b": {"c": np.array([[[1.0]], [[2.0]], [[3.0]]])}, "d": 4.0}
    turned = months_first(tree, (3, 2))
    assert turned["a"].shape == (2, 1)
    assert turned["b"]["c"].tolist() == [[1.0, 1.0, 2.0, 2.0, 3.0, 3.0]]
    assert turned["d"] == 4.0


def test_a_block_holds_fewer_paths_of_more_months() -> None:
    longer = P.evolve(months="2026-01/2040-12")
    assert Task(longer, None, 0, None).size * 180 < Task(P, None, 0, None).size * 4 + 180


def test_a_block_leaves_nothing_behind() -> None:
    contract = oe.LoanContract(
        {"fund": oe.Loan("100 MUSD", "2 year", rate="5 %/year", frequency="monthly")},
        oe.OilRepayment(volume="20 kb/day", sweep="0 %"),
        "asia",
    )
    task = Task(P.evolve(contracts={"china": contract}), oe.prices.Correlated(PRICES), 1, None)
    task.columns(("cash",), 0, 1000)
    gc.collect()
    gc.disable()  # what stays in a cycle would stay until it is collected
    tracemalloc.start()
    try:
        for first in (0, 10_000, 20_000):
            task.columns(("cash", "debt"), first, 10_000)
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert left < 8 * 10_000  # bytes: less than one month of one column
