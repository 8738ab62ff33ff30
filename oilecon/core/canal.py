"""Canal tariffs: rates per ton by band of tonnage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.core.elementwise import maximum, minimum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.core.elementwise import FloatOrArray

__all__ = ["banded"]


def banded(tons: FloatOrArray, widths: Sequence[float], rates: Sequence[float]) -> FloatOrArray:
    """Return the dues under a tariff that charges each band of tons at its own rate.

    Parameters
    ----------
    tons : float or array
        Tonnage charged: canal net tons, or tonnes of cargo.
    widths : sequence of float
        Tons in each band but the last, which is open.
    rates : sequence of float
        Money per ton in each band; one more than `widths`.

    Returns
    -------
    float or array
        Sum of rate x tons within the band, in the rates' money. The form of the Panama Canal's
        tolls of 2016 and of the Suez Canal's dues.

    Examples
    --------
    >>> round(banded(46136.0, [10e3, 10e3, 15e3, 10e3], [5.58, 5.40, 5.51, 4.32, 3.51]), 2)
    239637.36
    """
    total: FloatOrArray = 0.0
    left = tons
    for width, rate in zip(widths, rates, strict=False):
        total = total + minimum(left, width) * rate
        left = maximum(left - width, 0.0)
    return total + left * rates[-1]
