"""NumPy's functions for floats and arrays alike, so that one formula serves both.

A float in gives a float out, made by the same loop that serves arrays: a scalar case and an array
element agree to the last bit. Operators need no wrapper; these functions do, because NumPy
returns a NumPy scalar for a float, which would slow down all later arithmetic.
"""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

__all__ = [
    "FloatOrArray",
    "arcsine",
    "ceiling",
    "cosine",
    "exp",
    "expm1",
    "floor",
    "log",
    "log1p",
    "maximum",
    "minimum",
    "power",
    "rint",
    "sine",
    "where",
]

FloatOrArray: TypeAlias = "float | npt.NDArray[np.float64]"


def _same_kind(result: Any) -> FloatOrArray:
    """Return a NumPy scalar as a float, and anything else as it is."""
    return float(result) if isinstance(result, np.generic) else cast("FloatOrArray", result)


def power(base: FloatOrArray, exponent: float) -> FloatOrArray:
    """Return `base` to the power `exponent`, elementwise."""
    return _same_kind(np.power(base, exponent))


def log(number: FloatOrArray) -> FloatOrArray:
    """Return the natural logarithm, elementwise."""
    return _same_kind(np.log(number))


def exp(number: FloatOrArray) -> FloatOrArray:
    """Return e to the power `number`, elementwise."""
    return _same_kind(np.exp(number))


def expm1(number: FloatOrArray) -> FloatOrArray:
    """Return e to the power `number` less one, elementwise; exact where that is small."""
    return _same_kind(np.expm1(number))


def log1p(number: FloatOrArray) -> FloatOrArray:
    """Return the natural logarithm of one plus `number`, elementwise; exact where it is small."""
    return _same_kind(np.log1p(number))


def floor(number: FloatOrArray) -> FloatOrArray:
    """Return the whole number at or below `number`, elementwise."""
    return _same_kind(np.floor(number))


def rint(number: FloatOrArray) -> FloatOrArray:
    """Return the whole number nearest to `number`, elementwise; halves go to the even one."""
    return _same_kind(np.rint(number))


def maximum(left: FloatOrArray, right: FloatOrArray) -> FloatOrArray:
    """Return the larger of two, elementwise; NaN where either is."""
    if type(left) is float and type(right) is float:  # as NumPy chooses, and ten times faster
        return left if left > right or left != left else right  # noqa: PLR0124  NaN
    return _same_kind(np.maximum(left, right))


def minimum(left: FloatOrArray, right: FloatOrArray) -> FloatOrArray:
    """Return the smaller of two, elementwise; NaN where either is."""
    if type(left) is float and type(right) is float:  # as NumPy chooses, and ten times faster
        return left if left < right or left != left else right  # noqa: PLR0124  NaN
    return _same_kind(np.minimum(left, right))


def where(condition: Any, left: FloatOrArray, right: FloatOrArray) -> FloatOrArray:
    """Return `left` where `condition` holds and `right` elsewhere."""
    if type(condition) is bool:  # a choice rounds nothing, so floats skip NumPy
        return left if condition else right
    return _same_kind(np.where(condition, left, right)[()])


def sine(angle_rad: FloatOrArray) -> FloatOrArray:
    """Return the sine of an angle [rad], elementwise."""
    return _same_kind(np.sin(angle_rad))


def cosine(angle_rad: FloatOrArray) -> FloatOrArray:
    """Return the cosine of an angle [rad], elementwise."""
    return _same_kind(np.cos(angle_rad))


def arcsine(ratio: FloatOrArray) -> FloatOrArray:
    """Return the angle [rad] that has this sine, elementwise."""
    return _same_kind(np.arcsin(ratio))


def ceiling(value: FloatOrArray) -> FloatOrArray:
    """Return the smallest whole number not below `value`, elementwise."""
    return _same_kind(np.ceil(value))
