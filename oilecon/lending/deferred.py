"""Sales on soft credit: PetroCaribe's scale, and debts bought back below face value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon import dates
from oilecon.arguments import instance, number, same_shape
from oilecon.core import finance
from oilecon.core.elementwise import minimum, where
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.inputs import Loan
from oilecon.lending.measures import PERCENT_A_YEAR, grant_share, irr
from oilecon.lending.readouts import Readout
from oilecon.lending.repayments import schedule
from oilecon.reference import loans as tables
from oilecon.units import Q, Quantity, Raw, first_shown, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import DateLike

__all__ = [
    "BuyBack",
    "DeferredSale",
    "buy_back",
    "buy_backs",
    "cuba",
    "deferred_sale",
    "petrocaribe",
]

_PRICE = Number("USD/bbl", "price", low=0, high=1000, typical="'60 USD/bbl'")
_SHARE = Number("fraction", "share financed", low=0, high=1, typical="'40 %'")
_RATE = Number("1/year", "rate", low=-0.5, high=10, typical="'5 %/year'")
_DAYS = Number("day", "days", low=0, high=3650, typical="'90 day'")
_BANK_DAYS = 360.0  # a year, for interest on the cash part
_MONEY = Number("USD", "amount", low=0, above=True, high=1e12, typical="'1930 MUSD'")


@dataclass(frozen=True, slots=True)
class DeferredSale(Readout):
    """A barrel sold partly for cash and partly on long credit.

    Attributes
    ----------
    price : pint.Quantity
        Invoice price [USD/bbl].
    share : pint.Quantity
        Share of the invoice that is financed [percent].
    rate, tenor : pint.Quantity
        Rate of the credit, and its length, grace included [%/year, year].
    effective_price : pint.Quantity
        Present value of all payments on the day of the invoice [USD/bbl].
    subsidy : pint.Quantity
        Price less effective price [USD/bbl].
    grant_element : pint.Quantity
        Grant element of the credit, as a share of the amount financed [percent].
    """

    price: Quantity
    share: Quantity
    rate: Quantity
    tenor: Quantity
    effective_price: Quantity
    subsidy: Quantity
    grant_element: Quantity


def deferred_sale(
    price: str | Quantity,
    share: str | Quantity,
    credit: Loan,
    *,
    discount: str | Quantity = "5 %/year",
    cash_days: str | Quantity = "30 day",
    free_days: str | Quantity = "30 day",
    cash_rate: str | Quantity = "0 %/year",
) -> DeferredSale:
    """Return the effective price, subsidy and grant element of a sale on soft credit.

    Parameters
    ----------
    price : str or pint.Quantity
        Invoice price of the barrel [USD/bbl].
    share : str or pint.Quantity
        Share of the invoice that is financed.
    credit : Loan
        The credit, of any principal: only its rate, tenor, grace and profile matter.
    discount : str or pint.Quantity
        Effective annual rate at which the buyer could borrow; grant elements use 5 %.
    cash_days, free_days : str or pint.Quantity
        Days from invoice to payment of the cash part, and days of these free of interest.
    cash_rate : str or pint.Quantity
        Simple interest on the cash part after the free days, on 360 days a year.

    Returns
    -------
    DeferredSale
        Effective price, subsidy, and grant element of the credit. The cash part is assumed to be
        paid on the cheaper of the two days.

    Raises
    ------
    UnitError, InputError
        If figures do not fit.
    """
    place = "deferred_sale"
    rate = number(_RATE, discount, f"{place}: discount")
    days, free = (
        number(_DAYS, value, f"{place}: {name}")
        for name, value in (("cash_days", cash_days), ("free_days", free_days))
    )
    same_shape(place, cash_days=days, free_days=free)
    if np.any(np.asarray(days) < np.asarray(free)):
        msg = f"{place}: free_days: expected at most cash_days, the days until the rest is due"
        raise InputError(msg)
    extra = number(_RATE, cash_rate, f"{place}: cash_rate")
    invoiced = number(_PRICE, price, f"{place}: price")
    financed = number(_SHARE, share, f"{place}: share")
    interest = instance(Loan, credit, f"{place}: credit").values["rate"]
    if interest is None:
        msg = f"{place}: credit: its rate floats; expected a fixed one, as rate='1 %/year'"
        raise InputError(msg)
    flows = schedule(credit).flows()
    terms = {"discount": rate, "cash_rate": extra, "cash_days": days, "free_days": free}
    same_shape(place, price=invoiced, share=financed, credit=flows.lent.magnitude[0], **terms)
    cash = _value_of_cash(days, free, extra, rate)
    contract = (interest, credit.values["tenor"])
    return _sale(invoiced, financed, contract, 1.0 - grant_share(flows, rate), cash)


def petrocaribe(
    price: str | Quantity,
    *,
    on: DateLike = "2008-07-13",
    discount: str | Quantity = "5 %/year",
) -> DeferredSale:
    """Return the effective price, subsidy and grant element of a barrel under PetroCaribe.

    Parameters
    ----------
    price : str or pint.Quantity
        FOB spot price of the product, which the scale applies to [USD/bbl].
    on : str, datetime.date or another date of one day
        The day of the sale, which sets the scale: that of 29 June 2005, of which only the steps
        from 40 USD/bbl up are known, or that of 13 July 2008.
    discount : str or pint.Quantity
        Effective annual rate at which the buyer could borrow.

    Returns
    -------
    DeferredSale
        Share, terms, effective price, subsidy and grant element.

    Raises
    ------
    InputError
        If the date is invalid or before the agreement, or a price is below the known part of the
        scale.

    Examples
    --------
    >>> sale = petrocaribe("100 USD/bbl")
    >>> print(sale.share, sale.tenor, f"{sale.subsidy:.2f}")
    60.0 % 25.0 year 23.74 USD/bbl
    """
    invoiced = number(_PRICE, price, "petrocaribe: price")
    rate = number(_RATE, discount, "petrocaribe: discount")
    same_shape("petrocaribe", price=invoiced, discount=rate)
    financed = _scale(invoiced, on)
    figures = {name: _figure(term) for name, term in tables.petrocaribe_terms().items()}
    values, terms = [], []
    for suffix in ("", "_above"):
        credit = _credit(figures[f"rate{suffix}"], figures[f"tenor{suffix}"])
        terms.append((credit.values["rate"], credit.values["tenor"]))
        values.append(_value(credit, rate))
    above = invoiced > figures["switch"]
    days, free, extra = (figures[name] for name in ("cash_days", "free_days", "cash_rate"))
    contract = tuple(where(above, high, low) for low, high in zip(*terms, strict=True))
    cash = _value_of_cash(days, free, extra / 100.0, rate)
    return _sale(invoiced, financed, contract, where(above, values[1], values[0]), cash)


def _figure(term: tables.Term) -> Any:
    return float(term.value) if term.unit else term.value


def _credit(rate: float, tenor: float) -> Loan:
    """Return PetroCaribe's credit of a dollar."""
    figures = tables.petrocaribe_terms()
    return Loan(
        "1 USD",
        f"{tenor} year",
        rate=f"{rate} %/year",
        grace=f"{figures['grace'].value} year",
        grace_on=figures["grace_on"].value,
        frequency=figures["frequency"].value,
        profile="annuity",
    )


def _scale(price: Raw, on: DateLike) -> Raw:
    """Return the share financed at a price, by the scale in force on a day."""
    day = dates.day(on, "petrocaribe: on", example="'2008-07-13'").isoformat()
    scales = tables.petrocaribe_steps()
    since = [first for first in scales if first <= day]
    if not since:
        msg = f"petrocaribe: on: expected a day from the agreement of {min(scales)} on, got {day}"
        raise InputError(msg)
    steps = scales[since[-1]]
    unknown = np.asarray(price) < steps[0].price
    if since[-1] == min(scales) and unknown.any():
        msg = (
            f"petrocaribe: price: expected at least {steps[0].price:g} USD/bbl, as the lower steps "
            f"of the scale of {since[-1]} are not known, got {first_shown(price, unknown)} USD/bbl"
        )
        raise InputError(msg)
    share: Raw = 0.0
    for step in steps:
        share = where(price >= step.price, step.share / 100.0, share)
    return share


def _value(credit: Loan, discount: Raw) -> Raw:
    """Return the present value of a credit's service, as a share of its principal."""
    return 1.0 - grant_share(schedule(credit).flows(), discount)


def _value_of_cash(days: Raw, free_days: Raw, rate: Raw, discount: Raw) -> Raw:
    """Return the present value of the cash part as a share of it, paid on the cheaper day."""
    year = finance.YEAR_DAYS
    early = finance.discount_factor(discount, free_days / year)
    grown = 1.0 + rate * (days - free_days) / _BANK_DAYS
    return minimum(early, grown * finance.discount_factor(discount, days / year))


def _sale(
    price: Raw, share: Raw, contract: tuple[Raw, ...], credit: Raw, cash: Raw
) -> DeferredSale:
    rate, tenor = contract
    effective = price * ((1.0 - share) * cash + share * credit)
    return DeferredSale(
        price=to_quantity(price, "USD/bbl"),
        share=to_quantity(share * 100.0, "percent"),
        rate=to_quantity(rate * 100.0, PERCENT_A_YEAR),
        tenor=to_quantity(tenor, "year"),
        effective_price=to_quantity(effective, "USD/bbl"),
        subsidy=to_quantity(price - effective, "USD/bbl"),
        grant_element=to_quantity(100.0 * (1.0 - credit), "percent"),
    )


# -- bought back -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BuyBack(Readout):
    """A debt bought back below its face value.

    Attributes
    ----------
    discount : pint.Quantity
        1 - paid / face [percent].
    implied_rate : pint.Quantity
        Rate at which the present value of the remaining service is the price paid: the discount
        rate of the creditor [%/year].
    value, gain : pint.Quantity
        Present value of the remaining service at the debtor's discount rate, and that value less
        the price paid [USD].
    """

    discount: Quantity
    implied_rate: Quantity
    value: Quantity
    gain: Quantity


def buy_back(loan: Loan, paid: str | Quantity, *, discount: str | Quantity) -> BuyBack:
    """Return the discount, implied rate and gain of a buy-back of debt below face value.

    Parameters
    ----------
    loan : Loan
        The remaining debt: its principal is the face value, its start the day of the buy-back.
    paid : str or pint.Quantity
        Price paid for all of it [USD].
    discount : str or pint.Quantity
        Effective annual rate at which the debtor borrows the price.

    Raises
    ------
    UnitError, InputError
        If figures do not fit.

    Examples
    --------
    >>> left = Loan("3000 MUSD", "23 year", rate="1 %/year", frequency="annual", profile="annuity")
    >>> deal = buy_back(left, "1500 MUSD", discount="7 %/year")
    >>> print(f"{deal.discount:.0f} {deal.implied_rate:.2f} {deal.gain.to('MUSD'):.0f}")
    50 % 8.17 %/year 153 MUSD
    """
    price = number(_MONEY, paid, "buy_back: paid")
    rate = number(_RATE, discount, "buy_back: discount")
    if instance(Loan, loan, "buy_back: loan").shapes or not (
        isinstance(price, float) and isinstance(rate, float)
    ):
        msg = "buy_back: expected one case, got arrays; write a single loan, price and rate"
        raise InputError(msg)
    flows = schedule(loan).flows()
    service = flows.paid.magnitude
    value = float(finance.npv_usd(service, flows.years, rate))
    deal = service.copy()
    deal[0] -= price
    return BuyBack(
        discount=to_quantity(100.0 * (1.0 - price / loan.values["principal"]), "percent"),
        implied_rate=irr(Q(deal, "USD"), Q(flows.years, "year")),
        value=to_quantity(value, "USD"),
        gain=to_quantity(value - price, "USD"),
    )


def buy_backs() -> pd.DataFrame:
    """Return published buy-backs: face value and price [MUSD], discount [%], date and source."""
    import pandas as pd

    records = {
        deal.name: {
            "face [MUSD]": deal.face,
            "paid [MUSD]": deal.paid,
            "discount [%]": 100.0 * (1.0 - deal.paid / deal.face),
            "kind": deal.evidence.kind,
            "as_of": deal.evidence.as_of,
            "source": " ".join(deal.evidence.source),
            "note": deal.evidence.note,
        }
        for deal in tables.buy_backs()
    }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("deal")


def cuba() -> pd.DataFrame:
    """Return deliveries to Cuba on deferred terms by period [kb/d], with date and source."""
    import pandas as pd

    records = {
        row.name: {
            "delivered [kb/d]": row.value,
            "as_of": row.evidence.as_of,
            "source": " ".join(row.evidence.source),
            "note": row.evidence.note,
        }
        for row in tables.cuba()
    }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("period")
