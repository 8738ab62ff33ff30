"""NumPy's functions for floats and arrays alike, so that one formula serves both.

A float in gives a float out, made by the same loop that serves arrays: a scalar case and an array
element agree XX
"""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

__all__ = [
    "Number",
    "arcsine",
    "ceiling",
    "cosine",
    "maximum",
    "minimum",
    "power",
    "sine",
    "where",
]

Number: TypeAlias = "float | npt.NDArray[np.float64]"


def _same_kind(result: Any) -> Number:
    """Return a float for what NumPy made of floats, and anything else as it is."""
    return float(result) if isinstance(result, np.generic) else cast("Number", result)


def power(base: Number, exponent: float) -> Number:
    """Return `base` to the power `exponent`, elementwise."""
    return _same_kind(np.power(base, exponent))


def maximum(left: Number, right: Number) -> Number:
    """Return the larger of two, elementwise; NaN where either is."""
    return _same_kind(np.maximum(left, right))


def minimum(left: Number, right: Number) -> Number:
    """Return the smaller of two, elementwise; NaN where either is."""
    return _same_kind(np.minimum(left, right))


def where(condition: Any, left: Number, right: Number) -> Number:
    """Return `left` where `condition` holds and `right` elsewhere."""
    return _same_kind(np.where(condition, left, right)[()])


def sine(angle_rad: Number) -> Number:
    """Return the sine of an angle [rad], elementwise."""
    return _same_kind(np.sin(angle_rad))


def cosine(angle_rad: Number) -> Number:
    """Return the cosine of an angle [rad], elementwise."""
    return _same_kind(np.cos(angle_rad))


def arcsine(ratio: Number) -> Number:
    """Return the angle [rad] that has this sine, elementwise."""
    return _same_kind(np.arcsin(ratio))


def ceiling(value: Number) -> Number:
    """Return the smallest whole number not below `value`, elementwise."""
    return _same_kind(np.ceil(value))
