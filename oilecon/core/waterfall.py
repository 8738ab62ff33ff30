"""Sums over a route's lines, royalty, windfall levy, and the loss of one route against another."""

from __future__ import annotations

from functools import reduce
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from oilecon.core.elementwise import maximum, minimum, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oilecon.core.elementwise import FloatOrArray

__all__ = ["cumulate", "fold", "royalty_usd_bbl", "share_lost", "windfall_levy_usd_bbl"]


def cumulate(amounts_usd_bbl: Iterable[FloatOrArray]) -> list[FloatOrArray]:
    """Return the running totals of signed amounts, left to right [USD/bbl].

    Examples
    --------
    >>> cumulate([64.0, -9.0, -3.0])
    [64.0, 55.0, 52.0]
    """
    return list(accumulate(amounts_usd_bbl, add))


def fold(amounts_usd_bbl: Iterable[FloatOrArray]) -> FloatOrArray:
    """Return the sum of amounts added left to right [USD/bbl].

    It is the last of `cumulate`, to the last bit: a netback and its waterfall cannot disagree.

    Examples
    --------
    >>> fold([64.0, -9.0, -3.0])
    52.0
    """
    return reduce(add, amounts_usd_bbl)


def royalty_usd_bbl(
    netback_usd_bbl: FloatOrArray, diluent_usd_bbl: FloatOrArray, rate: FloatOrArray
) -> FloatOrArray:
    """Return the royalty on the heavy crude in a barrel of blend.

    Parameters
    ----------
    netback_usd_bbl : float or array
        Value of the barrel at the load port [USD/bbl].
    diluent_usd_bbl : float or array
        Cost of the diluent in it [USD/bbl].
    rate : float or array
        Royalty rate [1].

    Returns
    -------
    float or array
        rate x (netback - diluent), never below zero [USD/bbl].

    Examples
    --------
    >>> royalty_usd_bbl(50.0, 10.0, 0.25)
    10.0
    >>> royalty_usd_bbl(5.0, 10.0, 0.25)
    0.0
    """
    return rate * maximum(netback_usd_bbl - diluent_usd_bbl, 0.0)


def share_lost(
    reference_usd_bbl: FloatOrArray, alternative_usd_bbl: FloatOrArray, base_usd_bbl: FloatOrArray
) -> FloatOrArray:
    """Return the loss of the alternative against the reference, as a share of a base.

    Parameters
    ----------
    reference_usd_bbl, alternative_usd_bbl : float or array
        The line of each route [USD/bbl].
    base_usd_bbl : float or array
        Divisor of the difference [USD/bbl].

    Returns
    -------
    float or array
        (reference - alternative) / base [1]; NaN where the base is not above zero, since a share
        of zero or of a loss has no meaning.

    Examples
    --------
    >>> share_lost(20.0, 17.0, 20.0)
    0.15
    >>> share_lost(-1.0, -2.0, -1.0)
    nan
    """
    return (reference_usd_bbl - alternative_usd_bbl) / where(
        base_usd_bbl > 0.0, base_usd_bbl, np.nan
    )


def windfall_levy_usd_bbl(
    price_usd_bbl: FloatOrArray, bands: Sequence[tuple[FloatOrArray, FloatOrArray]]
) -> FloatOrArray:
    """Return the windfall levy on a month's mean price.

    Parameters
    ----------
    price_usd_bbl : float or array
        Mean price of the month [USD/bbl].
    bands : sequence of (float or array, float or array)
        Threshold [USD/bbl] and rate [1] of each band, in ascending order of thresholds.

    Returns
    -------
    float or array
        The sum of rate x (price - threshold) over the bands, each up to the threshold of the next
        [USD/bbl]; zero below the first.

    Examples
    --------
    >>> windfall_levy_usd_bbl(100.0, [(60.0, 0.25), (80.0, 0.5)])
    15.0
    """
    tops = [minimum(price_usd_bbl, above) for above, _ in bands[1:]]
    return fold(
        rate * maximum(top - above, 0.0)
        for (above, rate), top in zip(bands, [*tops, price_usd_bbl], strict=True)
    )
