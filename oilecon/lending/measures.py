"""Measures of money over time: free functions over a ledger, its flows, or plain amounts.

Flows are the lender's: negative for disbursements less the fees withheld, positive for payments.
Rates are effective annual rates.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon.arguments import days, number, same_shape
from oilecon.core import finance
from oilecon.errors import InputError, UndefinedWarning, figure
from oilecon.fields import Number
from oilecon.lending.ledger import Flows, Ledger
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from oilecon.units import FloatArray

__all__ = ["PERCENT_A_YEAR", "average_life", "grant_element", "grant_share", "irr", "npv"]

Money: TypeAlias = "Ledger | Flows | Quantity"
Times: TypeAlias = "Quantity | Sequence[str | dt.date | np.datetime64] | Any"

_AMOUNT = Number("USD", "amounts", low=-1e15, high=1e15, typical="Q([-100, 60, 60], 'MUSD')")
_RATE = Number("1/year", "discount rate", low=-0.95, high=50, typical="'5 %/year'")
_TIMES = Number("year", "times", low=0, high=1000, typical="Q([0, 1, 2], 'year')")
_UNPAID = 0.005  # USD
PERCENT_A_YEAR = "percent/year"


def npv(money: Money, rate: str | Quantity, years: Times | None = None) -> Quantity:
    """Return the net present value of flows at time zero, a ledger's first day [USD].

    Parameters
    ----------
    money : Ledger, Flows or pint.Quantity
        A ledger, whose flows are the lender's; or amounts with time on axis 0.
    rate : str or pint.Quantity
        Effective annual discount rate.
    years : pint.Quantity or sequence of days, optional
        Time of each amount, in order, where several may share one: times from zero, or days (ISO
        text, date, Timestamp, datetime64; a list or an index of them), counted from the first as
        days / 365. A year apart, from zero on, if left out.

    Returns
    -------
    pint.Quantity
        One present value for each path.

    Raises
    ------
    UnitError, InputError
        If figures do not fit, or the present value is more than a float can hold.

    Examples
    --------
    >>> import oilecon as oe
    >>> print(f"{npv(oe.Q([-100, 60, 60], 'USD'), '10 %/year'):.3f}")
    4.132 USD
    """
    flows, when = _net(money, years, "npv")
    discount = number(_RATE, rate, "npv: rate")
    same_shape("npv", paths=flows[0], rate=discount)
    with np.errstate(over="ignore", invalid="ignore"):
        value = finance.npv_usd(flows, when, discount)
    over = ~np.isfinite(value)
    if np.any(over):
        lowest = figure(100.0 * float(np.min(discount)))
        msg = (
            f"npv: rate: at {lowest} %/year, the present value of flows up to "
            f"{figure(float(when[-1]))} years ahead is more than a number can hold; write a higher "
            "rate, or fewer years"
        )
        raise InputError(msg)
    return to_quantity(value, "USD")


def irr(money: Money, years: Times | None = None) -> Quantity:
    """Return the internal rate of return of flows, at which their present value is zero [%/year].

    Parameters
    ----------
    money, years
        As for `npv`.

    Returns
    -------
    pint.Quantity
        Effective annual rate, as XIRR gives it, one for each path.

    Raises
    ------
    InputError
        If a single row of flows has no rate, or several.

    Warns
    -----
    UndefinedWarning
        If some of several paths have no rate or several; these are NaN.

    Examples
    --------
    >>> import oilecon as oe
    >>> print(f"{irr(oe.Q([-100, 60, 60], 'USD')):.2f}")
    13.07 %/year
    >>> days = ["2024-01-01", "2024-01-01", "2024-12-31", "2025-12-31"]
    >>> print(f"{irr(oe.Q([-60, -40, 50, 60], 'USD'), days):.3f}")
    6.394 %/year
    """
    flows, when = _net(money, years, "irr")
    rate = finance.irr(flows, when)
    undefined = np.isnan(rate)
    if np.any(undefined):
        why = (
            "the flows keep one sign, several rates fit, or the one that does lies outside -95 to "
            "5360 %/year"
        )
        if np.ndim(rate) == 0:
            msg = f"irr: no unique rate: {why}; look at npv at the rates of interest"
            raise InputError(msg)
        msg = f"irr: {int(np.sum(undefined))} of {np.size(rate)} paths have no unique rate: {why}"
        warnings.warn(msg, UndefinedWarning, stacklevel=2)
    return to_quantity(rate * 100.0, PERCENT_A_YEAR)


def grant_element(loan: Ledger | Flows, rate: str | Quantity = "5 %/year") -> Quantity:
    """Return the grant element of a loan, in percent of the amount lent.

    Parameters
    ----------
    loan : Ledger or Flows
        A `schedule`, or the ledger of actual payments.
    rate : str or pint.Quantity
        Effective annual discount rate. 5 % is that of the IMF and the World Bank since October
        2013; the OECD's used to be 10 %.

    Returns
    -------
    pint.Quantity
        1 - present value of all service and of the fees withheld / present value of the
        disbursements [percent].

    Examples
    --------
    >>> import oilecon as oe
    >>> soft = oe.Loan("1 MUSD", "25 year", rate="1 %/year", grace="2 year", frequency="annual")
    >>> print(f"{grant_element(oe.schedule(soft)):.1f}")
    37.4 %
    """
    flows = _flows(loan, "grant_element")
    _check_drawn(flows, "grant_element")
    discount = number(_RATE, rate, "grant_element: rate")
    same_shape("grant_element", paths=flows.lent.magnitude[0], rate=discount)
    return to_quantity(100.0 * grant_share(flows, discount), "percent")


def grant_share(flows: Flows, discount: Raw) -> Raw:
    """Return the grant element at an effective annual rate, both as fractions."""
    withheld = flows.withheld.magnitude
    lent, paid = flows.lent.magnitude + withheld, flows.paid.magnitude + withheld
    return finance.grant_element(lent, paid, flows.years, discount)


def average_life(loan: Ledger | Flows) -> Quantity:
    """Return the mean time that a dollar of principal is outstanding [year].

    Capitalised interest is principal from then on, lent on the day it would have been due.

    Parameters
    ----------
    loan : Ledger or Flows
        Paid off within its periods.

    Raises
    ------
    InputError
        If debt is outstanding at the end.

    Examples
    --------
    >>> import oilecon as oe
    >>> level = oe.Loan("14 MUSD", "72 months", rate="5 %/year", grace="30 months")
    >>> print(average_life(oe.schedule(level)))
    4.375 year
    """
    flows = _flows(loan, "average_life")
    _check_drawn(flows, "average_life")
    lent: Any = (flows.lent + flows.withheld).magnitude
    repaid: Any = flows.repaid.magnitude
    # Interest that a period capitalises stands in the flows as a negative repayment.
    lent, repaid = lent + np.maximum(-repaid, 0.0), np.maximum(repaid, 0.0)
    unpaid = lent.sum(axis=0) - repaid.sum(axis=0)
    if np.any(unpaid > _UNPAID + 1e-9 * lent.sum(axis=0)):
        msg = (
            f"average_life: {int(np.sum(unpaid > _UNPAID))} of {np.size(unpaid)} paths still owe "
            "principal at the end; give repay more periods"
        )
        raise InputError(msg)
    return to_quantity(finance.average_life_years(lent, repaid, flows.years), "year")


def _check_drawn(flows: Flows, where: str) -> None:
    """Raise an error if nothing is lent, as a share or a mean of zero is undefined."""
    lent = (flows.lent.magnitude + flows.withheld.magnitude).sum(axis=0)
    bad = int(np.sum(lent <= 0.0))
    if bad:
        some = f" on {bad} of {np.size(lent)} paths" if np.ndim(lent) else ""
        msg = (
            f"{where}: expected a disbursement, got none{some} in {len(flows.years) - 1} periods; "
            "write more periods in repay, or leave them out"
        )
        raise InputError(msg)


def _flows(money: object, where: str) -> Flows:
    if isinstance(money, Ledger):
        return money.flows()
    if isinstance(money, Flows):
        return money
    msg = f"{where}: expected a Ledger or its flows, got {type(money).__name__}"
    raise InputError(msg)


def _net(money: Any, years: Any, where: str) -> tuple[FloatArray, FloatArray]:
    """Return amounts with time on axis 0, and their times."""
    if isinstance(money, Ledger | Flows):
        if years is not None:
            msg = f"{where}: years: a ledger has its own times; leave them out"
            raise InputError(msg)
        flows = _flows(money, where)
        return flows.net.magnitude, flows.years
    amounts = _array(number(_AMOUNT, money, f"{where}: amounts"), where)
    if years is None:
        return amounts, np.arange(float(len(amounts)))
    when = _times(years, where)
    if when.shape != amounts.shape[:1]:
        size = when.size if when.ndim == 1 else f"an array of shape {when.shape}"
        msg = (
            f"{where}: years: expected one time for each of the {len(amounts)} amounts, got {size}"
        )
        raise InputError(msg)
    steps = np.diff(when)
    if np.any(steps < 0.0):
        at = int(np.argmax(steps < 0.0)) + 1
        msg = (
            f"{where}: years: expected times in order, got [{at}] before [{at - 1}]; sort times "
            "and amounts together"
        )
        raise InputError(msg)
    # Amounts of one time count as their sum, so that opposite flows of one day change no sign.
    starts = np.flatnonzero(np.concatenate([[True], steps > 0.0]))
    if len(starts) < len(when):
        amounts, when = np.add.reduceat(amounts, starts, axis=0), when[starts]
    return amounts, when


def _times(years: Any, where: str) -> FloatArray:
    """Return times in years: as given, or days / 365 from the first of several days."""
    dates = days(years, f"{where}: years")
    if dates is None:
        return _array(number(_TIMES, years, f"{where}: years"), f"{where}: years", "times")
    return np.array([(day - dates[0]).days / finance.YEAR_DAYS for day in dates])


def _array(raw: Raw, where: str, what: str = "amounts") -> FloatArray:
    if isinstance(raw, float):
        example = "Q([...], 'USD')" if what == "amounts" else "Q([0, 1, 2], 'year')"
        msg = f"{where}: expected {what} one after another, got a single one; write {example}"
        raise InputError(msg)
    return raw
