"""A path's random numbers: by seed, series, month and position, and by nothing else."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oilecon.prices.noise import Noise

MONTHS = 5


def drawn(first: int, count: int, seed: int = 7, name: str = "brent") -> Any:
    return Noise(seed, first, count).normal(name, 0, MONTHS)


WHOLE = drawn(0, 1000)


@given(st.integers(0, 900), st.integers(1, 100))
def test_a_block_is_a_part_of_the_whole(first: int, count: int) -> None:
    np.testing.assert_array_equal(drawn(first, count), WHOLE[:, first : first + count])


def test_more_months_leave_the_first_ones_as_they_are() -> None:
    longer = Noise(7, 0, 1000).normal("brent", 0, 3 * MONTHS)
    np.testing.assert_array_equal(longer[:MONTHS], WHOLE)


@pytest.mark.parametrize(
    "other",
    [
        drawn(0, 1000, seed=8),
        drawn(0, 1000, name="wti"),
        Noise(7, 0, 1000).normal("brent", 1, MONTHS),
    ],
)
def test_another_seed_name_or_row_is_another_number(other: Any) -> None:
    assert not (other == WHOLE).any()
    assert abs(np.corrcoef(other.ravel(), WHOLE.ravel())[0, 1]) < 0.05


def test_months_and_neighbours_are_independent_and_normal() -> None:
    scores = Noise(3, 0, 100_000).normal("brent", 0, 3)
    np.testing.assert_allclose(scores.mean(axis=1), 0.0, atol=0.015)
    np.testing.assert_allclose(scores.std(axis=1), 1.0, atol=0.01)
    np.testing.assert_allclose(np.corrcoef(scores) - np.eye(3), 0.0, atol=0.015)
    assert abs(np.corrcoef(scores[0, 1:], scores[0, :-1])[0, 1]) < 0.015


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**64))
def test_any_seed_will_do(seed: int) -> None:
    assert np.isfinite(Noise(seed, 0, 10).normal("", 0, 2)).all()


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_threads_and_processes_draw_the_same_bits(pool: Any) -> None:
    with pool(2) as workers:
        parts = list(workers.map(partial(drawn, count=250), range(0, 1000, 250)))
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), WHOLE)
    assert pickle.loads(pickle.dumps(Noise(1, 2, 3))) == Noise(1, 2, 3)  # noqa: S301  our own
