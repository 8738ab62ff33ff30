"""Interest on unpaid cargoes, and present value, yield and average life of cash flows.

Flows have time on axis 0, and their times are in years. Rates are effective annual rates: a flow
at t years is worth 1 / (1 + rate)^t. With t in days / 365 that is the convention of XIRR and XNPV.
Simple interest on dollars is the money market's: actual days over 360.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from oilecon.core.elementwise import exp, expm1, log1p, where

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "CREDIT_YEAR_DAYS",
    "YEAR_DAYS",
    "annuity_usd",
    "average_life_years",
    "carry_usd_bbl",
    "discount_factor",
    "grant_element",
    "irr",
    "npv_usd",
]

YEAR_DAYS = 365.0
"""Days of a calendar year: flows a year, discounting, and rates of events."""

CREDIT_YEAR_DAYS = 360.0
"""Days that a year of simple interest on dollars is divided by: actual/360, the day count of US
dollar credit (2006 ISDA Definitions, section 4.16(e); Federal Reserve Bank of New York, SOFR
averages)."""

_ROUNDS = 100  # of the root search; a bracket of 5 needs 52 halvings for the last bit
_LOWEST, _HIGHEST = -3.0, 4.0  # logarithms of 1 + rate: -95 % to 5,360 % a year
_FIRST = 0.05  # logarithm of the first guess
_CLOSE = 1e-14  # of that logarithm
_TRIALS = 1401  # trial rates of the search for several roots, 0.5 % apart
_NOISE = 1e-9  # of the largest flow; sums below it count as zero
_LONG = 200.0  # years; over more, e to the lowest force of interest overflows


def carry_usd_bbl(
    price_usd_bbl: FloatOrArray, rate_per_year: FloatOrArray, days: FloatOrArray
) -> FloatOrArray:
    """Return the finance carry of a cargo: interest on its price until payment.

    Parameters
    ----------
    price_usd_bbl : float or array
        Contract price [USD/bbl].
    rate_per_year : float or array
        Simple interest [1/year].
    days : float or array
        Days from loading to payment [day].

    Returns
    -------
    float or array
        price x rate x days / 360 [USD/bbl].

    Examples
    --------
    >>> carry_usd_bbl(50.0, 0.10, 72.0)
    1.0
    """
    return price_usd_bbl * rate_per_year * days / CREDIT_YEAR_DAYS


def discount_factor(rate: FloatOrArray, years: FloatOrArray) -> FloatOrArray:
    """Return the present value of a dollar due some years ahead.

    Parameters
    ----------
    rate : float or array
        Effective annual rate, as a fraction.
    years : float or array
        Time until it is due [year].

    Returns
    -------
    float or array
        (1 + rate)^-years.

    Examples
    --------
    >>> round(discount_factor(0.05, 2.0), 6)
    0.907029
    """
    return exp(log1p(rate) * -years)


def annuity_usd(principal_usd: FloatOrArray, rate: FloatOrArray, payments: int) -> FloatOrArray:
    """Return the level payment that repays a principal with interest.

    Parameters
    ----------
    principal_usd : float or array
        Principal outstanding one period before the first payment [USD].
    rate : float or array
        Interest of one period, as a fraction.
    payments : int
        Number of payments.

    Returns
    -------
    float or array
        principal x rate / (1 - (1 + rate)^-n), and principal / n at a rate of zero [USD].

    Examples
    --------
    >>> round(annuity_usd(100.0, 0.01, 23), 4)
    4.8886
    """
    some = where(rate == 0.0, 1.0, rate)
    level = some / (0.0 - expm1(log1p(some) * -payments))
    return principal_usd * where(rate == 0.0, 1.0 / payments, level)


def npv_usd(
    flows_usd: npt.NDArray[np.float64], years: npt.NDArray[np.float64], rate: FloatOrArray
) -> FloatOrArray:
    """Return the net present value of cash flows at time zero.

    Parameters
    ----------
    flows_usd : array
        Time on axis 0 [USD].
    years : array
        Time of each flow [year].
    rate : float or array
        Effective annual rate; an array broadcasts with the paths.

    Returns
    -------
    float or array
        The sum of flow / (1 + rate)^years [USD].
    """
    return _value(flows_usd, years, log1p(rate))


def _value(
    flows: npt.NDArray[np.float64],
    years: npt.NDArray[np.float64],
    force: FloatOrArray,
    since: FloatOrArray = 0.0,
) -> FloatOrArray:
    """Return the value at a time, at a force of interest, added in the order of time."""
    total: FloatOrArray = 0.0
    for flow, when in zip(flows, years.tolist(), strict=True):
        total = total + flow * exp(force * (since - when))
    return float(total) if np.ndim(total) == 0 else total


def _since(years: npt.NDArray[np.float64], force: FloatOrArray) -> FloatOrArray:
    """Return a valuation time at which nothing overflows and the sign is that of present value.

    At rates below zero the last flows weigh most, so that it is then the last time.
    """
    return where(np.less(force, 0.0), float(years[-1]), 0.0) if years[-1] > _LONG else 0.0


def irr(flows_usd: npt.NDArray[np.float64], years: npt.NDArray[np.float64]) -> FloatOrArray:
    """Return the internal rate of return: the effective annual rate of zero net present value.

    Parameters
    ----------
    flows_usd : array
        Time on axis 0 [USD].
    years : array
        Time of each flow, ascending [year].

    Returns
    -------
    float or array
        The rate as a fraction, by Newton's method kept inside a bracket that is halved where a step
        would leave it or is more than half the step before; NaN where the flows never change their
        sign, where the rate lies outside -95 % to 5,360 %, or where there are several.
    """
    paths = flows_usd.reshape(len(flows_usd), -1)
    rates = _root(paths, years)
    rates[_ambiguous(paths, years, rates)] = np.nan
    shaped = rates.reshape(flows_usd.shape[1:])
    return float(shaped) if shaped.ndim == 0 else cast("FloatOrArray", shaped)


def _root(
    flows: npt.NDArray[np.float64], years: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return a rate within the bounds at which the value changes sign; else NaN."""
    paths = flows.shape[1]
    low, high = np.full(paths, _LOWEST), np.full(paths, _HIGHEST)
    root, at = np.full(paths, np.nan), np.full(paths, _FIRST)
    moved = high - low
    sign = np.sign(_value(flows, years, low, _since(years, low)))
    left = np.flatnonzero(sign * np.sign(_value(flows, years, high)) < 0.0)
    for _ in range(_ROUNDS):
        if not left.size:
            break
        guess = at[left]
        value, slope = _value_and_slope(flows[:, left], years, guess)
        below = np.sign(value) == sign[left]
        low[left], high[left] = (
            np.where(below, guess, low[left]),
            np.where(below, high[left], guess),
        )
        with np.errstate(over="ignore"):  # on a flat curve the step leaves the bracket
            step = guess - value / np.where(slope == 0.0, np.nan, slope)
        far = np.abs(step - guess)
        goes = (step > low[left]) & (step < high[left]) & (far < moved[left] / 2.0)
        # The guess is now a bound of the bracket: next to the root, a step may reach or pass it.
        next_ = np.where(goes | (far <= _CLOSE), step, (low[left] + high[left]) / 2.0)
        at[left] = root[left] = next_
        moved[left] = np.abs(at[left] - guess)
        left = left[moved[left] > _CLOSE]
    rates: npt.NDArray[np.float64] = np.expm1(root)
    return rates


def _value_and_slope(
    flows: npt.NDArray[np.float64],
    years: npt.NDArray[np.float64],
    force: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the values at forces of interest, and their derivatives."""
    value, slope = np.zeros_like(force), np.zeros_like(force)
    since = _since(years, force)
    for flow, when in zip(flows, years.tolist(), strict=True):
        now = flow * np.exp(force * (since - when))
        value, slope = value + now, slope + now * (since - when)
    return value, slope


def _ambiguous(
    flows: npt.NDArray[np.float64],
    years: npt.NDArray[np.float64],
    rate: npt.NDArray[np.float64],
) -> npt.NDArray[np.bool_]:
    """Return where several rates fit: only where flows change sign more than once.

    At a root, the cumulative values are the coefficients of the polynomial with the root divided
    out. Their changes of sign bound the number of other roots (Descartes' rule; Norstrom's
    criterion, Journal of Financial and Quantitative Analysis 7, 1972). Where they allow more,
    trial rates are tested.
    """
    several = _changes(flows) > 1
    force = np.log1p(rate[several])
    now = flows[:, several] * np.exp(force * (_since(years, force) - years[:, None]))
    sums = np.cumsum(now, axis=0)[:-1]
    noise = _NOISE * np.abs(now).max(axis=0)
    room = _changes(np.where(np.abs(sums) > noise, sums, 0.0)) > 0
    several[several] = room
    if several.any():
        several[several] = _roots(flows[:, several], years) > 1
    return several


def _changes(figures: Iterable[FloatOrArray]) -> npt.NDArray[np.int64]:
    """Return the number of changes of sign from one figure to the next, ignoring zeros."""
    count, last = np.array(0), np.array(0.0)
    for sign in map(np.sign, figures):
        count = count + (sign * last < 0.0)
        last = np.where(sign == 0.0, last, sign)
    return count


def _roots(flows: npt.NDArray[np.float64], years: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return the number of roots that are more than one trial rate apart."""
    trials = np.linspace(_LOWEST, _HIGHEST, _TRIALS).tolist()
    return _changes(_value(flows, years, force, _since(years, force)) for force in trials)


def grant_element(
    lent_usd: npt.NDArray[np.float64],
    paid_usd: npt.NDArray[np.float64],
    years: npt.NDArray[np.float64],
    rate: FloatOrArray,
) -> FloatOrArray:
    """Return the grant element of a loan, as a share of the amount lent.

    Parameters
    ----------
    lent_usd, paid_usd : array
        Disbursements, and all debt service with fees; time on axis 0 [USD].
    years : array
        Time of each flow [year].
    rate : float or array
        Effective annual discount rate: 5 % for the IMF and the World Bank since October 2013.

    Returns
    -------
    float or array
        1 - present value of the service / present value of the disbursements.
    """
    return 1.0 - npv_usd(paid_usd, years, rate) / npv_usd(lent_usd, years, rate)


def average_life_years(
    lent_usd: npt.NDArray[np.float64],
    repaid_usd: npt.NDArray[np.float64],
    years: npt.NDArray[np.float64],
) -> FloatOrArray:
    """Return the average life of a loan: mean time that principal is outstanding [year].

    Parameters
    ----------
    lent_usd, repaid_usd : array
        Disbursements and repayments of principal, of equal sums; time on axis 0 [USD].
    years : array
        Time of each flow [year].

    Returns
    -------
    float or array
        Mean time of the repayments less mean time of the disbursements, weighted by amount.
    """
    when = years.reshape((-1,) + (1,) * (lent_usd.ndim - 1))
    back = (repaid_usd * when).sum(axis=0) / repaid_usd.sum(axis=0)
    out = (lent_usd * when).sum(axis=0) / lent_usd.sum(axis=0)
    life = back - out
    return float(life) if np.ndim(life) == 0 else cast("FloatOrArray", life)
