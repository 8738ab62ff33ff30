"""Interest on what is not yet paid for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oilecon.core.elementwise import Number

__all__ = ["YEAR_DAYS", "carry_usd_bbl"]

YEAR_DAYS = 365.0
"""Days of a year of money."""


def carry_usd_bbl(price_usd_bbl: Number, rate_per_year: Number, days: Number) -> Number:
    """Return the interest on a cargo's price while it is not paid.

    Parameters
    ----------
    price_usd_bbl : float or array
        Contract price [USD/bbl].
    rate_per_year : float or array
        Simple interest [1/year].
    days : float or array
        Days from loading to payment that the seller waits [day].

    Returns
    -------
    float or array
        price x rate x days / 365 [USD/bbl].

    Examples
    --------
    >>> carry_usd_bbl(50.0, 0.10, 73.0)
    1.0
    """
    return price_usd_bbl * rate_per_year * days / YEAR_DAYS
