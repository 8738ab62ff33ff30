"""The normal quantiles against SciPy's, and the factor of a matrix of correlations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from oilecon.core.normal import normal_scores, triangular_factor


def test_the_scores_are_scipys() -> None:
    inside = np.linspace(0.0, 1.0, 100_001)[1:-1]
    tails = 10.0 ** np.linspace(-16.0, -1.0, 1001)
    shares = np.concatenate([inside, tails, 1.0 - tails[tails > 1e-15]])
    np.testing.assert_allclose(normal_scores(shares), special.ndtri(shares), rtol=4e-15, atol=1e-15)


def test_a_share_of_nothing_is_half_of_the_smallest_step() -> None:
    low, high = normal_scores(np.array([0.0, 1.0 - 2.0**-53]))
    assert low == pytest.approx(special.ndtri(2.0**-54), rel=1e-14)
    assert high == pytest.approx(-special.ndtri(2.0**-53), rel=1e-14)


@given(st.lists(st.floats(0.0, 0.5), min_size=1, max_size=20))
def test_the_scores_are_symmetric(shares: list[float]) -> None:
    below = np.array(shares)
    mirrored = 1.0 - below
    exact = (below > 0.0) & (1.0 - mirrored == below)
    np.testing.assert_array_equal(normal_scores(below)[exact], -normal_scores(mirrored)[exact])


@given(st.integers(1, 6), st.integers(0, 10**6))
def test_the_factor_times_itself_is_the_matrix(size: int, seed: int) -> None:
    loads = np.random.default_rng(seed).normal(size=(size, max(size - 1, 1)))  # of lower rank
    matrix = loads @ loads.T
    factor = triangular_factor(matrix)
    assert (np.triu(factor, 1) == 0.0).all()
    scale = np.abs(matrix).max() + 1.0
    np.testing.assert_allclose(factor @ factor.T / scale, matrix / scale, atol=1e-6)
