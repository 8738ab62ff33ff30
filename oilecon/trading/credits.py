"""Money that is owed, and risk that is borne without insurance."""

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
    """What became of what was invoiced.

    Attributes
    ----------
    collected, owed, nonpayment : pint.Quantity
        Shares of what was invoiced: collected, not collected (written off or not), and written
        off; `Sale.nonpayment` takes either of the last two, as the uncollected share [percent].
    """

    collected: Quantity
    owed: Quantity
    nonpayment: Quantity


def receivables(
    *, invoiced: QuantityLike, collected: QuantityLike, written_off: QuantityLike
) -> Receivables:
    """Return the shares of invoices that were collected, are owed, and are given up.

    Parameters
    ----------
    invoiced, collected, written_off : str or pint.Quantity
        Of one period [USD]; what is written off is part of what was not collected.

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
    >>> found = receivables(
    ...     invoiced="25270 MUSD", collected="4080 MUSD", written_off="3600 MUSD"
    ... )
    >>> print(f"{found.collected:.1f} collected, {found.nonpayment:.1f} given up")
    16.1 % collected, 14.2 % given up
    """
    given = {"invoiced": invoiced, "collected": collected, "written_off": written_off}
    bills, cash, lost = (number(MONEY, v, f"receivables: {k}") for k, v in given.items())
    same_shape(invoiced=bills, collected=cash, written_off=lost)
    nothing = np.less_equal(bills, 0.0)
    if np.any(nothing):
        msg = (
            "receivables: invoiced: expected more than nothing, got "
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
    """What buyers owe at any time while oil is sold on credit.

    Attributes
    ----------
    volume : pint.Quantity
        Oil that is loaded and not paid [bbl].
    owed : pint.Quantity
        What it comes to [USD].
    interest : pint.Quantity
        What carrying it costs over a year of 365 days [USD/year].
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
    """Return what is owed at a steady volume, and the interest on all of it.

    Parameters
    ----------
    price : str or pint.Quantity
        Contract price [USD/bbl].
    volume : str or pint.Quantity
        Sales [bbl/day].
    days : str or pint.Quantity
        From loading to payment: under DAP also the days at sea, waiting and discharging.
    finance_rate : str or pint.Quantity
        Simple interest, actual days over 360 [1/year].
    prepayment : str, float or pint.Quantity
        Share that is paid at loading.

    Returns
    -------
    Outstanding
        Barrels, money and interest.

    Raises
    ------
    InputError, UnitError
        If a figure does not fit.

    Examples
    --------
    >>> print(outstanding("50 USD/bbl", "100 kb/day", "73 day", "10 %/year").owed.to("MUSD"))
    365.0 MUSD
    """
    at = number(_PRICE, price, "outstanding: price")
    flow = number(VOLUME, volume, "outstanding: volume")
    wait = number(DAYS, days, "outstanding: days")
    rate = number(RATE, finance_rate, "outstanding: finance_rate")
    share = number(SHARE, prepayment, "outstanding: prepayment")
    same_shape(price=at, volume=flow, days=wait, finance_rate=rate, prepayment=share)
    barrels = flow * wait
    owed = barrels * at * (1.0 - share)
    return Outstanding(
        to_quantity(barrels, "bbl"),
        to_quantity(owed, "USD"),
        to_quantity(finance.carry_usd_bbl(owed, rate, finance.YEAR_DAYS), "USD/year"),
    )


@dataclass(frozen=True, slots=True)
class RetainedRisk:
    """What a seller who insures himself should set aside on a voyage.

    Attributes
    ----------
    probability : pint.Quantity
        Of the loss, on this voyage [percent].
    expected, capital, total : pint.Quantity
        The expected loss, the cost of capital behind the rest, and both [USD].
    premium : pint.Quantity
        The total as a share of what is at risk: cover at a lower premium is the cheaper
        [percent].
    """

    probability: Quantity
    expected: Quantity
    capital: Quantity
    total: Quantity
    premium: Quantity

    def per_barrel(self, cargo: QuantityLike) -> Quantity:
        """Return the total by the barrel of a cargo [USD/bbl]."""
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
    """Return what an uninsured seller should charge himself for a voyage.

    Parameters
    ----------
    value : str or pint.Quantity
        What would be lost, cargo and hull [USD].
    days : str or pint.Quantity
        How long it is at risk.
    capital_rate : str or pint.Quantity
        What the capital that would bear the loss must earn, simple, actual days over 360
        [1/year].
    probability : str, float or pint.Quantity, optional
        Of the loss on a voyage.
    rate : str or pint.Quantity, optional
        Losses a year, in place of a probability [1/year].

    Returns
    -------
    RetainedRisk
        Expected loss, cost of capital, and the premium at which insurance would cost the same.

    Raises
    ------
    InputError, UnitError
        If both or neither of probability and rate come, or a figure does not fit.

    Examples
    --------
    >>> found = retained_risk(
    ...     "100 MUSD", probability="2 %", days="72 day", capital_rate="10 %/year"
    ... )
    >>> print(f"{found.total.to('MUSD'):.2f}")
    3.96 MUSD
    """
    if (probability is None) == (rate is None):
        came = "both" if rate is not None else "neither"
        msg = (
            "retained_risk: expected a probability on the voyage or a rate a year, got "
            f"{came}; write probability='2 %' or rate='9 %/year'"
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
        often = number(yearly, rate, "retained_risk: rate")
        same_shape(value=at_risk, days=wait, capital_rate=earns, rate=often)
        chance = trade.risk_probability(often, wait)
    expected, capital = trade.retained_risk_usd(chance, at_risk, earns, wait)
    # Per dollar at risk, so that nothing at risk is no 0 / 0.
    premium = chance + finance.carry_usd_bbl(1.0 - chance, earns, wait)
    return RetainedRisk(
        to_quantity(chance * 100.0, "percent"),
        to_quantity(expected, "USD"),
        to_quantity(capital, "USD"),
        to_quantity(expected + capital, "USD"),
        to_quantity(premium * 100.0, "percent"),
    )
