"""Receivables, credit outstanding, and retained risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import number, same_shape
from oilecon.core import finance, trade
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.trading.quantities import DAYS, MONEY, RATE, SHARE, VOLUME
from oilecon.units import first_shown, to_quantity

if TYPE_CHECKING:
    from oilecon.typing import QuantityLike
    from oilecon.units import Quantity, Raw

__all__ = [
    "Outstanding",
    "Receivables",
    "RetainedRisk",
    "outstanding",
    "receivables",
    "retained_risk",
]


@dataclass(frozen=True, slots=True)
class Receivables:
    """Shares of invoices that were collected, are owed, and were written off.

    Attributes
    ----------
    collected, owed, nonpayment : pint.Quantity
        Shares of the invoices: collected, not collected (written off or not), and written off.
        `Sale.nonpayment` takes either of the last two, as the uncollected share [percent].
    """

    collected: Quantity
    owed: Quantity
    nonpayment: Quantity


def receivables(
    *, invoiced: QuantityLike, collected: QuantityLike, written_off: QuantityLike
) -> Receivables:
    """Return the shares of invoices that were collected, are owed, and were written off.

    Parameters
    ----------
    invoiced, collected, written_off : str or pint.Quantity
        Amounts of one period [USD]; the amount written off is part of that not collected.

    Returns
    -------
    Receivables
        The shares.

    Raises
    ------
    InputError, UnitError
        If more was collected and written off than invoiced.

    Examples
    --------
    >>> shares = receivables(
    ...     invoiced="25270 MUSD", collected="4080 MUSD", written_off="3600 MUSD"
    ... )
    >>> print(f"{shares.collected:.1f} collected, {shares.nonpayment:.1f} written off")
    16.1 % collected, 14.2 % written off
    """
    given = {"invoiced": invoiced, "collected": collected, "written_off": written_off}
    bills, cash, lost = (
        number(MONEY, value, f"receivables: {name}") for name, value in given.items()
    )
    same_shape(invoiced=bills, collected=cash, written_off=lost)
    nothing = np.less_equal(bills, 0.0)
    if np.any(nothing):
        msg = (
            "receivables: invoiced: expected above 0 USD, got "
            f"{first_shown(bills, nothing, '{:.6g} USD'.format)}"
        )
        raise InputError(msg)
    bad = np.greater(np.add(cash, lost), bills)
    if np.any(bad):
        msg = (
            "receivables: expected at most the invoiced "
            f"{first_shown(bills, bad, '{:.6g} USD'.format)} collected and written off together, "
            f"got {first_shown(np.add(cash, lost)[()], bad, '{:.6g} USD'.format)}"
        )
        raise InputError(msg)
    return Receivables(
        to_quantity(cash / bills * 100.0, "percent"),
        to_quantity((bills - cash) / bills * 100.0, "percent"),
        to_quantity(lost / bills * 100.0, "percent"),
    )


_PRICE = Number("USD/bbl", "a contract price", low=0, high=1000, typical="'50 USD/bbl'")


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Credit outstanding at a steady volume of sales.

    Attributes
    ----------
    volume : pint.Quantity
        Oil loaded and not yet paid [bbl].
    owed : pint.Quantity
        Its price [USD].
    interest : pint.Quantity
        Interest on the amount owed over a year of 365 days [USD/year].
    """

    volume: Quantity
    owed: Quantity
    interest: Quantity


def outstanding(
    price: QuantityLike,
    volume: QuantityLike,
    days: QuantityLike,
    finance_rate: QuantityLike,
    prepayment: QuantityLike = 0.0,
) -> Outstanding:
    """Return the credit outstanding at a steady volume of sales, and the interest on it.

    Parameters
    ----------
    price : str or pint.Quantity
        Contract price [USD/bbl].
    volume : str or pint.Quantity
        Sales [bbl/day].
    days : str or pint.Quantity
        Days from loading to payment: under DAP with those at sea, waiting and discharging.
    finance_rate : str or pint.Quantity
        Simple interest, actual days over 360 [1/year].
    prepayment : str, float or pint.Quantity
        Share paid at loading.

    Returns
    -------
    Outstanding
        Barrels, amount owed and interest.

    Raises
    ------
    InputError, UnitError
        If a figure does not fit.

    Examples
    --------
    >>> print(outstanding("50 USD/bbl", "100 kb/day", "73 day", "10 %/year").owed.to("MUSD"))
    365.0 MUSD
    """
    contract = number(_PRICE, price, "outstanding: price")
    flow = number(VOLUME, volume, "outstanding: volume")
    wait = number(DAYS, days, "outstanding: days")
    rate = number(RATE, finance_rate, "outstanding: finance_rate")
    share = number(SHARE, prepayment, "outstanding: prepayment")
    same_shape(price=contract, volume=flow, days=wait, finance_rate=rate, prepayment=share)
    barrels = flow * wait
    owed = barrels * contract * (1.0 - share)
    return Outstanding(
        to_quantity(barrels, "bbl"),
        to_quantity(owed, "USD"),
        to_quantity(finance.carry_usd_bbl(owed, rate, finance.YEAR_DAYS), "USD/year"),
    )


@dataclass(frozen=True, slots=True)
class RetainedRisk:
    """Cost of the risk that a seller without insurance retains on a voyage.

    Attributes
    ----------
    probability : pint.Quantity
        Probability of the loss on this voyage [percent].
    expected, capital, total : pint.Quantity
        Expected loss, cost of the capital that covers the rest, and their sum [USD].
    premium : pint.Quantity
        Total as a share of the value at risk: insurance at a lower premium is cheaper [percent].
    """

    probability: Quantity
    expected: Quantity
    capital: Quantity
    total: Quantity
    premium: Quantity

    def per_barrel(self, cargo: QuantityLike) -> Quantity:
        """Return the total per barrel of a cargo [USD/bbl]."""
        field = Number("bbl", "a cargo", low=1, high=1e8, typical="'1900 kb'")
        total: Raw = self.total.magnitude
        barrels = number(field, cargo, "per_barrel: cargo")
        same_shape(total=total, cargo=barrels)
        return to_quantity(total / barrels, "USD/bbl")


def retained_risk(
    value: QuantityLike,
    *,
    days: QuantityLike,
    capital_rate: QuantityLike,
    probability: QuantityLike | None = None,
    rate: QuantityLike | None = None,
) -> RetainedRisk:
    """Return the cost of retained risk on a voyage without insurance.

    Parameters
    ----------
    value : str or pint.Quantity
        Value at risk, cargo and hull [USD].
    days : str or pint.Quantity
        Days at risk.
    capital_rate : str or pint.Quantity
        Required return on the capital that covers the loss, simple, actual days over 360
        [1/year].
    probability : str, float or pint.Quantity, optional
        Probability of the loss on a voyage.
    rate : str or pint.Quantity, optional
        Losses a year, instead of a probability [1/year].

    Returns
    -------
    RetainedRisk
        Expected loss, cost of capital, and the premium at which insurance costs the same.

    Raises
    ------
    InputError, UnitError
        If both or neither of probability and rate are given, or a figure does not fit.

    Examples
    --------
    >>> risk = retained_risk(
    ...     "100 MUSD", probability="2 %", days="72 day", capital_rate="10 %/year"
    ... )
    >>> print(f"{risk.total.to('MUSD'):.2f}")
    3.96 MUSD
    """
    if (probability is None) == (rate is None):
        count = "both" if rate is not None else "neither"
        msg = (
            "retained_risk: expected a probability on the voyage or a rate a year, got "
            f"{count}; write probability='2 %' or rate='9 %/year'"
        )
        raise InputError(msg)
    at_risk = number(MONEY, value, "retained_risk: value")
    wait = number(DAYS, days, "retained_risk: days")
    earns = number(RATE, capital_rate, "retained_risk: capital_rate")
    if rate is None:
        chance = number(SHARE, probability, "retained_risk: probability")
        same_shape(value=at_risk, days=wait, capital_rate=earns, probability=chance)
    else:
        yearly = Number("1/year", "losses a year", low=0, high=100, typical="'9 %/year'")
        losses = number(yearly, rate, "retained_risk: rate")
        same_shape(value=at_risk, days=wait, capital_rate=earns, rate=losses)
        chance = trade.risk_probability(losses, wait)
    expected, capital = trade.retained_risk_usd(chance, at_risk, earns, wait)
    # Per dollar at risk, which avoids 0 / 0 where nothing is at risk.
    premium = chance + finance.carry_usd_bbl(1.0 - chance, earns, wait)
    return RetainedRisk(
        to_quantity(chance * 100.0, "percent"),
        to_quantity(expected, "USD"),
        to_quantity(capital, "USD"),
        to_quantity(expected + capital, "USD"),
        to_quantity(premium * 100.0, "percent"),
    )
