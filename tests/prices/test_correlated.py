"""Several series: the correlation that is meant, and paths that belong together."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.prices.correlated import block, together
from oilecon.prices.months import Months
from tests.samples import refusal

P: Any = oe.prices
BRENT: Any = P.MeanReverting("65 USD/bbl", "0.829/year", "67 USD/bbl", "41 %")
SLOW: Any = P.GeometricBrownian("60 USD/bbl", "30 %")
FAST: Any = P.OrnsteinUhlenbeck("-9 USD/bbl", "3/year", "-9 USD/bbl", "4 USD/bbl")
PAIR = ("market.brent", "us.sale.differential")
BOTH: Any = P.Correlated(dict(zip(PAIR, (BRENT, FAST), strict=True)), {PAIR: 0.5})
HISTORY: Any = P.history("TD22 earnings", since="2024-01", until="2025-12")
FOUR: Any = P.Correlated(
    {
        "market.brent": P.Seasonal(BRENT, factors=[1.0] * 11 + [0.9]),
        "wti": SLOW.evolve(month="mean"),
        "freight": P.OrnsteinUhlenbeck(
            "40000 USD/day", "3/year", "35000 USD/day", "60000 USD/day", "mean"
        ),
        "deck": P.PriceDeck("500 USD/t"),
    },
    {("market.brent", "wti"): 0.9, ("wti", "freight"): -0.3},
)


def test_which_correlation_is_meant() -> None:
    row = BOTH.correlation_table().loc[PAIR]
    assert row["shocks"] == 0.5
    assert row["monthly steps"] == pytest.approx(0.499322, abs=5e-7)
    assert row["long run"] == pytest.approx(0.411863, abs=5e-7)
    walk = P.Correlated({"a": SLOW, "b": FAST}, {("a", "b"): 0.5}).correlation_table()
    assert np.isnan(walk["long run"].iloc[0])
    same = P.Correlated({"a": SLOW, "b": SLOW}, {("a", "b"): 0.5}).correlation_table()
    assert same["monthly steps"].iloc[0] == pytest.approx(0.5)


def test_the_paths_are_correlated_as_the_table_says() -> None:
    drawn = BOTH.simulate(240, n=5000, seed=1)
    x = np.log(drawn[PAIR[0]].values.magnitude)
    y = drawn[PAIR[1]].values.magnitude
    late = slice(120, None)
    long_run = np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(x[late], y[late], strict=True)])
    assert long_run == pytest.approx(0.411863, abs=0.006)
    steps = [each[1:] - np.exp(-kappa / 12.0) * each[:-1] for each, kappa in ((x, 0.829), (y, 3.0))]
    assert np.corrcoef(steps[0].ravel(), steps[1].ravel())[0, 1] == pytest.approx(
        0.499322, abs=0.003
    )


def test_month_means_are_correlated_as_the_days_are() -> None:
    of_means = P.Correlated(
        {"a": SLOW.evolve(month="mean"), "b": SLOW.evolve(month="mean", sigma="50 %")},
        {("a", "b"): 0.7},
    ).simulate(100, n=2000, seed=3)
    changes = [np.diff(np.log(of_means[name].values.magnitude), axis=0).ravel() for name in "ab"]
    assert np.corrcoef(*changes)[0, 1] == pytest.approx(0.7, abs=0.005)


def test_series_that_move_as_one_do() -> None:
    drawn = P.Correlated({"a": SLOW, "b": SLOW}, {("a", "b"): 1.0}).simulate(12, n=4, seed=1)
    np.testing.assert_allclose(drawn["a"].values.magnitude, drawn["b"].values.magnitude)
    drawn = P.Correlated(
        {"a": FAST, "b": FAST.evolve(start="9 USD/bbl", level="9 USD/bbl")}, {("a", "b"): -1.0}
    ).simulate(12, n=4, seed=1)
    np.testing.assert_allclose(drawn["a"].values.magnitude, -drawn["b"].values.magnitude)


def test_a_series_beside_leaves_an_uncorrelated_one_as_it_is() -> None:
    alone = P.Correlated({"a": SLOW}).simulate(6, n=5, seed=2)["a"].values.magnitude
    beside = P.Correlated({"b": FAST, "a": SLOW, "c": BRENT}, {("b", "c"): 0.4})
    np.testing.assert_array_equal(beside.simulate(6, n=5, seed=2)["a"].values.magnitude, alone)


MONTHS = Months(9, 12 * 2026)
WHOLE: Any = block(FOUR, MONTHS, 0, 300, 11)


@settings(deadline=None)
@given(st.integers(0, 250), st.integers(1, 50))
def test_a_block_is_a_part_of_the_whole(first: int, count: int) -> None:
    part = block(FOUR, MONTHS, first, count, 11)
    assert list(part) == list(WHOLE)
    for name, values in part.items():
        assert values.units == WHOLE[name].units
        np.testing.assert_array_equal(
            values.magnitude, WHOLE[name].magnitude[:, first : first + count]
        )


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_threads_and_processes_draw_the_same_bits(pool: Any) -> None:
    with pool(2) as workers:
        task = partial(block, FOUR, MONTHS, count=100, seed=11)
        parts = list(workers.map(task, range(0, 300, 100)))
    for name, whole in WHOLE.items():
        np.testing.assert_array_equal(
            np.concatenate([part[name].magnitude for part in parts], axis=1), whole.magnitude
        )


def test_a_dask_cluster_draws_the_same_bits() -> None:
    dask: Any = import_module("distributed")
    with (
        dask.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        task = partial(block, FOUR, MONTHS, count=150, seed=11)
        parts = list(client.get_executor().map(task, [0, 150]))
    for name, whole in WHOLE.items():
        np.testing.assert_array_equal(
            np.concatenate([part[name].magnitude for part in parts], axis=1), whole.magnitude
        )


def test_the_paths_are_those_of_the_blocks() -> None:
    drawn = FOUR.simulate("2026-01/2026-09", n=300, seed=11)
    for name, paths in drawn.items():
        np.testing.assert_array_equal(paths.values.magnitude, WHOLE[name].magnitude)
        assert (paths.name, paths.unit) == (name, FOUR.units[name])
        assert str(paths.months[0]) == "2026-01"


def test_processes_by_name_are_series_without_correlations() -> None:
    assert together({"a": SLOW}, "prices") == P.Correlated({"a": SLOW})
    assert together(BOTH, "prices") is BOTH
    assert refusal(lambda: together({"a": "65 USD/bbl"}, "prices")) == (
        "prices: a: expected a process, got '65 USD/bbl'; write {'market.brent': "
        "MeanReverting(...)}"
    )
    assert refusal(lambda: together(SLOW, "prices")) == (
        "prices: expected each process at its path, got a GeometricBrownian alone; write "
        "{'market.brent': GeometricBrownian(...)}"
    )


def test_correlations_come_from_a_table_too() -> None:
    table = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], index=list(PAIR), columns=list(PAIR))
    assert BOTH.evolve(correlations=table) == BOTH
    assert (
        BOTH.evolve(correlations={PAIR[::-1]: 0.5, PAIR: 0.5}).correlation_table().iloc[0, 0] == 0.5
    )


def made(*pairs: tuple[Any, Any, Any], **processes: Any) -> Any:
    known = {"a": SLOW, "b": FAST, "c": BRENT} | processes
    return P.Correlated(known, [*pairs])


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: made(("a", "d", 0.5)), "there is no series 'd'; known: a, b, c"),
        (lambda: made(("a", "a", 0.5)), "a with itself is always 1; leave it out"),
        (lambda: made(("a", "b", 1.5)), "a with b: expected a number from -1 to 1, got 1.5"),
        (lambda: made(("a", "b", "half")), "a with b: expected a number from -1 to 1, got 'half'"),
        (lambda: made(("a", "b", 0.5), ("b", "a", 0.4)), "a with b: given twice, with two values"),
        (
            lambda: made(("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)),
            (
                "these cannot hold together (smallest eigenvalue -0.8, which must not be below "
                "0); bring "
                "some nearer to 0: a with b 0.9, b with c 0.9, a with c -0.9"
            ),
        ),
        (
            lambda: made(("a", "d", 0.5), d=P.PriceDeck("65 USD/bbl")),
            "d is a PriceDeck, which has no Gaussian shocks to correlate; leave the pair out",
        ),
        (lambda: P.Correlated({"a": SLOW}, {"a": 0.5}), "expected a pair of names, got 'a'; write"),
        (
            lambda: P.Correlated({"a": SLOW}, 0.5),
            "expected correlations by pairs of names, got float",
        ),
        (lambda: P.Correlated({"a": SLOW}, [("a", 0.5)]), "expected two names and a correlation"),
        (
            lambda: P.Correlated(
                {"a": SLOW, "b": FAST},
                pd.DataFrame([[1.0, 0.5], [0.4, 1.0]], index=["a", "b"], columns=["a", "b"]),
            ),
            "expected a symmetric table with ones in its diagonal",
        ),
        (
            lambda: P.Correlated(
                {"a": SLOW, "b": FAST},
                pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], index=["b", "a"], columns=["a", "b"]),
            ),
            "expected a table with the same names in rows and columns",
        ),
    ],
)
def test_correlations_that_cannot_be_are_refused(make: Any, text: str) -> None:
    assert refusal(make).startswith(f"Correlated.correlations: {text}")


@pytest.mark.parametrize(
    ("processes", "text"),
    [
        ({}, "expected a mapping of names to processes, got an empty one; write"),
        ([SLOW], "expected a mapping of names to processes, got list; write"),
        ({1: SLOW}, "expected names as text, got 1; write"),
        ({"a": 65.0}, "a: expected a process, got float; write"),
    ],
    ids=["empty", "list", "number", "price"],
)
def test_what_is_no_series_is_refused(processes: Any, text: str) -> None:
    assert refusal(lambda: P.Correlated(processes)).startswith(f"Correlated.processes: {text}")


def test_a_series_without_these_months_is_named() -> None:
    short = P.Correlated({"brent": SLOW, "deck": P.PriceDeck(oe.Q([1.0, 2.0], "USD/bbl"))})
    assert refusal(lambda: short.simulate(3, n=2)).startswith(
        "deck: PriceDeck: expected 3 months, got 2"
    )


@pytest.mark.parametrize("series", [BOTH, FOUR], ids=["two", "four"])
def test_series_are_a_value(series: Any) -> None:
    assert pickle.loads(pickle.dumps(series)) == series  # noqa: S301  our own
    assert P.Correlated.from_dict(series.to_dict()) == series
    assert eval(repr(series), vars(P) | {"Q": oe.Q}) == series  # noqa: S307  our own
    assert hash(series) == hash(series.evolve())
    assert series.evolve(correlations={}) != series
