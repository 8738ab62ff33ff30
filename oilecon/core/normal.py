"""The normal distribution's quantiles, and the factor that makes independent numbers correlated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["normal_scores", "triangular_factor"]

FloatArray = npt.NDArray[np.float64]

# Coefficients of Wichura's PPND16, from the constant upwards: numerator and denominator near the
# median, in the tails, and in the far tails.
_MIDDLE = (
    (
        *(3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3),
        *(1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4),
        *(3.3430575583588128105e4, 2.5090809287301226727e3),
    ),
    (
        *(1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3),
        *(2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4),
        5.2264952788528545610e3,
    ),
)
_TAIL = (
    (
        *(1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550),
        *(3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1),
        *(2.27238449892691845833e-2, 7.74545014278341407640e-4),
    ),
    (
        *(1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1),
        *(1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4),
        1.05075007164441684324e-9,
    ),
)
_FAR = (
    (
        *(6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580),
        *(2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3),
        *(2.71155556874348757815e-5, 2.01033439929228813265e-7),
    ),
    (
        *(1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1),
        *(1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5),
        *(1.42151175831644588870e-7, 2.04426310338993978564e-15),
    ),
)
_CENTRAL = 0.425  # distance from a half within which the quantile is of the middle
_FAR_FROM = 5.0  # of sqrt(-ln share), from which on a tail is far
_SMALLEST = 2.0**-54  # half of the smallest step of a uniform number
_SLACK = 1e-9  # the rounding error of a pivot that is zero


def normal_scores(shares: FloatArray) -> FloatArray:
    """Return the standard normal quantiles of shares.

    Parameters
    ----------
    shares : numpy.ndarray
        From 0 to below 1, of one dimension; 0 counts as half of the smallest step of a uniform
        number.

    Returns
    -------
    numpy.ndarray
        Quantiles, finite.

    Notes
    -----
    Wichura, M. J. (1988), Algorithm AS 241: the percentage points of the normal distribution,
    Applied Statistics 37(3), routine PPND16, of a relative error of about 1e-16.

    Examples
    --------
    >>> normal_scores(np.array([0.5, 0.975])).round(6)
    array([0.      , 1.959964])
    """
    distance = shares - 0.5
    scores = _ratio(_MIDDLE, _CENTRAL**2 - distance * distance)
    scores *= distance
    (outer,) = np.nonzero(np.abs(distance) > _CENTRAL)
    below = np.where(distance[outer] < 0.0, shares[outer], 1.0 - shares[outer])
    depth = np.sqrt(-np.log(np.maximum(below, _SMALLEST)))
    tails = _ratio(_TAIL, depth - 1.6)
    far = depth > _FAR_FROM
    if far.any():
        tails[far] = _ratio(_FAR, depth[far] - _FAR_FROM)
    scores[outer] = np.copysign(tails, distance[outer])
    return scores


def _ratio(
    coefficients: tuple[tuple[float, ...], tuple[float, ...]], argument: FloatArray
) -> FloatArray:
    """Return the ratio of two polynomials of degree seven, by Horner's rule."""
    over, under = (np.full_like(argument, row[-1]) for row in coefficients)
    for numerator, denominator in zip(*(row[-2::-1] for row in coefficients), strict=True):
        over *= argument
        over += numerator
        under *= argument
        under += denominator
    over /= under
    return over


def triangular_factor(matrix: FloatArray) -> FloatArray:
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
