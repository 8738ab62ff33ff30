"""Costs between price and netback besides freight: credit, tax, risk and intermediaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.core.elementwise import expm1, maximum, minimum
from oilecon.core.finance import CREDIT_YEAR_DAYS, YEAR_DAYS

if TYPE_CHECKING:
    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "DELIVERED",
    "MONTHS",
    "credit_event",
    "credit_price_usd_bbl",
    "customs_value_usd_bbl",
    "margin_usd_bbl",
    "prompt_usd_bbl",
    "required_margin_usd_bbl",
    "retained_risk_usd",
    "risk_probability",
    "time_structure_usd_bbl",
]

MONTHS = 12.0
"""Months of a year: a market's time structure is quoted by the month."""

DELIVERED = frozenset({"DAP", "DDP"})
"""Terms under which the seller bears the oil until discharge."""


def credit_event(terms: str, credit_from: str | None) -> str:
    """Return the event that credit runs from: the one agreed, or the usual one of the terms.

    It is "bill of lading" (loading), "notice of readiness" (arrival at the discharge port) or
    "discharge" (its end).

    Examples
    --------
    >>> credit_event("DAP", None), credit_event("DAP", "bill of lading"), credit_event("CIF", None)
    ('discharge', 'bill of lading', 'bill of lading')
    """
    if credit_from is not None:
        return credit_from
    return "discharge" if terms in DELIVERED else "bill of lading"


def prompt_usd_bbl(
    price_usd_bbl: FloatOrArray,
    shares: FloatOrArray,
    rate_per_year: FloatOrArray,
    days: FloatOrArray,
    fixed: FloatOrArray,
) -> FloatOrArray:
    """Return the prompt value at the load port of a price under any terms of sale.

    Parameters
    ----------
    price_usd_bbl : float or array
        Contract price [USD/bbl].
    shares : float or array
        Costs of the seller as shares of the price, such as transit loss and insurance [1].
    rate_per_year : float or array
        Simple interest [1/year].
    days : float or array
        Days from loading to payment [day].
    fixed : float or array
        Costs of the seller per barrel, such as freight [USD/bbl].

    Returns
    -------
    float or array
        price x (1 - shares - rate x days / 360) - fixed [USD/bbl]; shares and interest of a price
        below zero are zero, as in a netback.

    Examples
    --------
    >>> prompt_usd_bbl(50.0, 0.0, 0.10, 72.0, 3.0)
    46.0
    """
    left = 1.0 - shares - rate_per_year * days / CREDIT_YEAR_DAYS
    return maximum(price_usd_bbl, 0.0) * left + minimum(price_usd_bbl, 0.0) - fixed


def credit_price_usd_bbl(
    prompt: FloatOrArray,
    shares: FloatOrArray,
    rate_per_year: FloatOrArray,
    days: FloatOrArray,
    fixed: FloatOrArray,
) -> FloatOrArray:
    """Return the price whose prompt value is `prompt`: inverts `prompt_usd_bbl` [USD/bbl].

    Without shares and fixed costs it is an FOB quotation at that credit, prompt / (1 - rate x days
    / 360).

    Examples
    --------
    >>> credit_price_usd_bbl(46.0, 0.0, 0.10, 72.0, 3.0)
    50.0
    """
    gross = prompt + fixed
    left = 1.0 - shares - rate_per_year * days / CREDIT_YEAR_DAYS
    return maximum(gross, 0.0) / left + minimum(gross, 0.0)


def required_margin_usd_bbl(reaches_usd_bbl: FloatOrArray, margin: FloatOrArray) -> FloatOrArray:
    """Return the amount a party keeps to earn a margin on the amount it passes on [USD/bbl].

    It passes on x and keeps margin x x; the sum of the two is the amount that reaches it.

    Examples
    --------
    >>> required_margin_usd_bbl(50.0, 0.25)
    10.0
    """
    return reaches_usd_bbl - reaches_usd_bbl / (1.0 + margin)


def margin_usd_bbl(
    delivered_usd_bbl: FloatOrArray, fob_usd_bbl: FloatOrArray, costs_usd_bbl: FloatOrArray
) -> FloatOrArray:
    """Return the margin between an FOB purchase and a delivered sale [USD/bbl].

    Both prices may be differentials to one benchmark.

    Examples
    --------
    >>> margin_usd_bbl(-9.0, -15.0, 3.0)
    3.0
    """
    return delivered_usd_bbl - fob_usd_bbl - costs_usd_bbl


def customs_value_usd_bbl(
    price_usd_bbl: FloatOrArray,
    duty: FloatOrArray,
    vat: FloatOrArray,
    harbour: FloatOrArray,
    fixed: FloatOrArray,
) -> FloatOrArray:
    """Return the customs value inside a price for delivery with duty paid.

    Parameters
    ----------
    price_usd_bbl : float or array
        The price, charges included [USD/bbl].
    duty, harbour : float or array
        Duty and harbour fee as shares of the customs value [1].
    vat : float or array
        Value-added tax as a share of value and duty [1].
    fixed : float or array
        Charges per barrel, with the tax on them and less recovered tax [USD/bbl].

    Returns
    -------
    float or array
        Value v of price = v (1 + duty) (1 + vat) + v harbour + fixed, in closed form [USD/bbl].

    Examples
    --------
    >>> customs_value_usd_bbl(70.0, 0.25, 0.10, 0.025, 0.0)
    50.0
    """
    return (price_usd_bbl - fixed) / ((1.0 + duty) * (1.0 + vat) + harbour)


def risk_probability(rate_per_year: FloatOrArray, days: FloatOrArray) -> FloatOrArray:
    """Return the probability of an event of a constant yearly rate within some days [1].

    1 - exp(-rate x days / 365), the waiting time of a Poisson process; never above one.

    Examples
    --------
    >>> risk_probability(0.0, 45.0)
    0.0
    """
    # Not 1 - exp(-x), which loses the digits of a small risk.
    return 0.0 - expm1(0.0 - rate_per_year * days / YEAR_DAYS)


def retained_risk_usd(
    probability: FloatOrArray,
    value_usd: FloatOrArray,
    rate_per_year: FloatOrArray,
    days: FloatOrArray,
) -> tuple[FloatOrArray, FloatOrArray]:
    """Return the cost of retained risk on a voyage without insurance [USD].

    Parameters
    ----------
    probability : float or array
        Probability of the loss on this voyage [1].
    value_usd : float or array
        Value at risk [USD].
    rate_per_year : float or array
        Required return on capital [1/year].
    days : float or array
        Days that the capital is committed [day].

    Returns
    -------
    tuple of (float or array)
        The expected loss, probability x value, and the cost of the capital that covers the rest:
        (value - expected loss) x rate x days / 360. Their sum is the break-even premium, at
        which insured and retained risk cost the same.

    Examples
    --------
    >>> retained_risk_usd(0.5, 100.0, 0.10, 72.0)
    (50.0, 1.0)
    """
    expected = probability * value_usd
    return expected, (value_usd - expected) * rate_per_year * days / CREDIT_YEAR_DAYS


def time_structure_usd_bbl(monthly_usd_bbl: FloatOrArray, days: FloatOrArray) -> FloatOrArray:
    """Return the move of the benchmark along its forward curve over some days [USD/bbl].

    A month is a twelfth of a year of 365 days.

    Examples
    --------
    >>> time_structure_usd_bbl(-0.5, 365.0)
    -6.0
    """
    return monthly_usd_bbl * MONTHS * days / YEAR_DAYS
