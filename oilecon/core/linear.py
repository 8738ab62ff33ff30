"""Matrices: the factor that makes independent numbers correlated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["triangular_factor"]

_SLACK = 1e-9  # the rounding error of a pivot that is zero


def triangular_factor(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the lower Cholesky factor of a matrix, also of one with eigenvalues of zero.

    Parameters
    ----------
    matrix : numpy.ndarray
        Symmetric, without eigenvalues below zero.

    Returns
    -------
    numpy.ndarray
        A lower triangle whose product with its transpose is the matrix.

    Examples
    --------
    >>> triangular_factor(np.array([[4.0, 2.0], [2.0, 1.0]]))
    array([[2., 0.],
           [1., 0.]])
    """
    factor = np.zeros_like(matrix)
    for k in range(len(matrix)):
        for j in range(k + 1):
            rest = matrix[k, j] - float(factor[k, :j] @ factor[j, :j])
            if j == k:
                factor[k, k] = np.sqrt(max(rest, 0.0))
            elif factor[j, j] > _SLACK:
                factor[k, j] = rest / factor[j, j]
    return factor
