"""Viscosity of mixtures and at other temperatures, by viscosity blending numbers.

A rule turns each component's kinematic viscosity into a number, averages the numbers by volume or
by mass, and turns the average back. Each rule holds between its own limits, given here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.core.elementwise import FloatOrArray, exp, log

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "D341_LEAST_CST",
    "D341_MOST_CST",
    "REFUTAS_LEAST_CST",
    "RULES",
    "WALTHER_LEAST_CST",
    "Rule",
    "d341_cst",
    "d341_number",
    "interpolated_cst",
    "refutas_cst",
    "refutas_number",
    "too_thin",
]

REFUTAS_LEAST_CST = 0.2
"""Refutas' number exists only above it: the inner logarithm must be above zero."""

D341_LEAST_CST = 2.0
"""ASTM D341 adds terms to its constant 0.7 below it, which the kernel here leaves out."""

D341_MOST_CST = 2e7
"""The upper end of the charts of ASTM D341."""

WALTHER_LEAST_CST = 0.3
"""The double logarithm of v + 0.7 exists only above it."""

_REFUTAS_ADDED, _D341_ADDED = 0.8, 0.7

_KELVIN = 273.15


def refutas_number(viscosity_cst: FloatOrArray) -> FloatOrArray:
    """Return the viscosity blending number of Refutas.

    Parameters
    ----------
    viscosity_cst : float or array
        Kinematic viscosity, above 0.2 [cSt].

    Returns
    -------
    float or array
        14.534 ln(ln(v + 0.8)) + 10.975 [1], with natural logarithms. R. Maples, Petroleum Refinery
        Process Economics, 2nd edition (2000), who weights it by mass; others weight it by volume.

    Examples
    --------
    >>> round(refutas_number(2.234), 3)
    12.49
    """
    return 14.534 * log(log(viscosity_cst + _REFUTAS_ADDED)) + 10.975


def refutas_cst(number: FloatOrArray) -> FloatOrArray:
    """Return the kinematic viscosity [cSt] of a blending number of Refutas [1].

    The inverse of `refutas_number`: exp(exp((N - 10.975) / 14.534)) - 0.8.

    Examples
    --------
    >>> round(refutas_cst(0.6 * refutas_number(5.0) + 0.4 * refutas_number(20.0)), 4)
    8.1085
    """
    return exp(exp((number - 10.975) / 14.534)) - _REFUTAS_ADDED


def d341_number(viscosity_cst: FloatOrArray) -> FloatOrArray:
    """Return the double logarithm of a viscosity, the kernel of ASTM D341.

    Parameters
    ----------
    viscosity_cst : float or array
        Kinematic viscosity, from 2 to 2e7 for blending; above 0.3 for it to exist [cSt].

    Returns
    -------
    float or array
        ln(ln(v + 0.7)) [1]. ASTM D7152 blends with a kernel of this form; its own constants are
        not public.

    Examples
    --------
    >>> round(d341_number(100.0), 4)
    1.5287
    """
    return log(log(viscosity_cst + _D341_ADDED))


def d341_cst(number: FloatOrArray) -> FloatOrArray:
    """Return the kinematic viscosity [cSt] of a double logarithm [1], as `d341_number` gives it.

    Examples
    --------
    >>> round(d341_cst(d341_number(100.0)), 9)
    100.0
    """
    return exp(exp(number)) - _D341_ADDED


def too_thin(viscosity_cst: FloatOrArray, added_cst: float = _D341_ADDED) -> Any:
    """Return where a viscosity has no double logarithm.

    Parameters
    ----------
    viscosity_cst : float or array
        Kinematic viscosity [cSt].
    added_cst : float
        The constant that is added to it before the logarithm [cSt].

    Returns
    -------
    bool or array
        Where v plus the constant is not above one. It is added first, as the number adds it: the
        float after 0.3 and 0.7 still sum to one.

    Examples
    --------
    >>> bool(too_thin(0.25)), bool(too_thin(0.30000000000000004)), bool(too_thin(0.36))
    (True, True, False)
    """
    return np.less_equal(np.add(viscosity_cst, added_cst), 1.0)


def interpolated_cst(
    temperature_degc: FloatOrArray,
    cold_degc: FloatOrArray,
    cold_cst: FloatOrArray,
    warm_degc: FloatOrArray,
    warm_cst: FloatOrArray,
) -> FloatOrArray:
    """Return the viscosity at a temperature between two measured ones.

    Parameters
    ----------
    temperature_degc : float or array
        Temperature of the result [degC].
    cold_degc, warm_degc : float or array
        The measured temperatures [degC].
    cold_cst, warm_cst : float or array
        The viscosities there, above 0.3 [cSt].

    Returns
    -------
    float or array
        Kinematic viscosity [cSt] on Walther's line, ln(ln(v + 0.7)) = A - B ln(T) with T in
        kelvin, through both points (ASTM D341).

    Examples
    --------
    >>> round(interpolated_cst(60.0, 38.0, 992.0, 99.0, 39.0), 1)
    227.3
    """
    cold, warm = log(cold_degc + _KELVIN), log(warm_degc + _KELVIN)
    way = (log(temperature_degc + _KELVIN) - cold) / (warm - cold)
    start = d341_number(cold_cst)
    return d341_cst(start + way * (d341_number(warm_cst) - start))


class Rule(NamedTuple):
    """A viscosity mixing rule, and its valid range [cSt]."""

    number: Callable[[FloatOrArray], FloatOrArray]
    viscosity: Callable[[FloatOrArray], FloatOrArray]
    minimum: float
    maximum: float
    open: bool  # whether `minimum` itself is outside, where the number does not exist
    added: float  # before the logarithms [cSt]

    def outside(self, viscosity_cst: FloatOrArray) -> Any:
        """Return where a viscosity is outside the range."""
        low = np.less(viscosity_cst, self.minimum)
        if self.open:
            low = low | too_thin(viscosity_cst, self.added)
        return low | np.greater(viscosity_cst, self.maximum)

    def range(self) -> str:
        """Return the range as text."""
        low = f"above {self.minimum:g}" if self.open else f"from {self.minimum:g}"
        return f"{low} cSt" if np.isinf(self.maximum) else f"{low} to {self.maximum:g} cSt"


RULES = {
    "refutas": Rule(
        refutas_number, refutas_cst, REFUTAS_LEAST_CST, np.inf, open=True, added=_REFUTAS_ADDED
    ),
    "d341": Rule(
        d341_number, d341_cst, D341_LEAST_CST, D341_MOST_CST, open=False, added=_D341_ADDED
    ),
}
"""The rules by name."""
