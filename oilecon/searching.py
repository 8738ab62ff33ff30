"""Points at which a search for the value of an input looks, over the bounds of its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError

if TYPE_CHECKING:
    from oilecon.fields import Number
    from oilecon.units import FloatArray

__all__ = ["EVENLY", "alone", "around"]

EVENLY = 33
"""Points between given bounds."""

_DOUBLINGS = 12  # away from the present value, where no bounds are given
_FINEST = 1.0 / 16.0  # of the present value: the first step away from it


def around(field: Number, middle: float) -> FloatArray:
    """Return points from a field's lower to its upper bound, denser near a present value."""
    first = abs(middle) * _FINEST or (field.high - field.low) / 2.0 ** (_DOUBLINGS + 1)
    steps = first * 2.0 ** np.arange(_DOUBLINGS)
    low = np.nextafter(field.low, np.inf) if field.above else field.low
    points = np.concatenate([[low, field.high, middle], middle - steps, middle + steps])
    # Evenly near the value too: powers of two alone leave a gap from half of it to twice it.
    points = np.concatenate([points, middle + np.arange(-15, 16) * first])
    return np.unique(points[(points >= low) & (points <= field.high)])


def alone(path: str, refusal: InputError) -> InputError:
    """Return the error for an input whose present value is the only one that can stand."""
    msg = f"{path}: no value that was tried but the present one fits the other inputs: {refusal}"
    return InputError(msg)
