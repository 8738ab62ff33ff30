"""Blocks of paths: the cut, the seed and the executor change no bit."""

from __future__ import annotations

import gc
import tracemalloc
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

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


def test_the_first_of_many_paths_are_those_of_few() -> None:
    many = oe.run(P, PRICES, n=30_000, seed=5)["cash"].magnitude
    few = oe.run(P, PRICES, n=100, seed=5)["cash"].magnitude
    assert (many[:, :100] == few).all()


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_changes_no_bit(pool: type[ThreadPoolExecutor | ProcessPoolExecutor]) -> None:
    alone = oe.run(P, PRICES, n=15_000, seed=5)["cash"].magnitude
    with pool(2) as executor:
        shared = oe.run(P, PRICES, n=15_000, seed=5, executor=executor)["cash"].magnitude
    assert (alone == shared).all()


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
