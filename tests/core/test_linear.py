"""The factor of a matrix of correlations."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oilecon.core.linear import triangular_factor


@given(st.integers(1, 6), st.integers(0, 10**6))
def test_the_factor_times_itself_is_the_matrix(size: int, seed: int) -> None:
    loads = np.random.default_rng(seed).normal(size=(size, max(size - 1, 1)))  # of lower rank
    matrix = loads @ loads.T
    factor = triangular_factor(matrix)
    assert (np.triu(factor, 1) == 0.0).all()
    scale = np.abs(matrix).max() + 1.0
    np.testing.assert_allclose(factor @ factor.T / scale, matrix / scale, atol=1e-6)
