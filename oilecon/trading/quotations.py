"""Prices under other terms of sale, price formulas, and the margin between two prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from oilecon.arguments import number, same_shape
from oilecon.core import trade
from oilecon.core import waterfall as fold
from oilecon.core.finance import CREDIT_YEAR_DAYS
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.inputs import Marker, Sale
from oilecon.netback.lines import LINES, TERMS
from oilecon.trading.quantities import DAYS, PRICE, RATE, SHARE, by_barrel
from oilecon.units import first_shown, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.typing import QuantityLike
    from oilecon.units import Quantity, Raw

__all__ = ["convert", "formula_price", "margin_taken"]

_ENTRY = LINES["import_duty"].borne_under  # a price with duty paid includes import charges
_TERMS = ("prompt", *(terms for terms in TERMS if terms not in _ENTRY))
_FREIGHT = LINES["hire"].borne_under
_INSURANCE = LINES["cargo_insurance"].borne_under
_LOSS = LINES["transit_loss"].borne_under


class _Costs(NamedTuple):
    """Costs that a seller may bear: per barrel, as shares of the price, and in days."""

    freight: Raw
    insurance: Raw
    loss: Raw
    rate: Raw
    payment: Raw
    laden: Raw
    settlement: Raw  # share lost to conversion and non-payment under any terms
    credit: Raw  # share of the price not paid at loading

    def under(self, terms: str, credit_from: str | None) -> tuple[Raw, Raw, Raw, Raw]:
        """Return the seller's shares, interest rate, days and costs per barrel."""
        shares = self.settlement
        days = self.payment if terms != "prompt" else 0.0
        if terms in _INSURANCE:
            shares = shares + self.insurance
        if terms in _LOSS:
            shares = shares + self.loss
        if terms != "prompt" and trade.credit_event(terms, credit_from) != "bill of lading":
            days = days + self.laden
        rate = self.rate * self.credit
        total = np.add(shares, rate * days / CREDIT_YEAR_DAYS)
        bad = np.greater_equal(total, 1.0)
        if np.any(bad):
            msg = (
                f"convert: under {terms}: expected shares and interest below 100 % of the price, "
                f"got {first_shown(total * 100.0, bad, '{:.6g} %'.format)}"
            )
            raise InputError(msg)
        return shares, rate, days, self.freight if terms in _FREIGHT else 0.0


def _terms(value: Any, where: str) -> str:
    name = value if isinstance(value, str) else ""
    if name in _TERMS:
        return name
    if name in _ENTRY:
        msg = (
            f"convert: {where}: a price with duty paid includes import charges; deduct them first "
            "with oilecon.trading.import_parity, or sell under DDP in a route with charges"
        )
        raise InputError(msg)
    given = "nothing" if value is None else quote(value)
    near = did_you_mean(str(value), _TERMS) if value is not None else ""
    msg = f"convert: {where}: expected one of {', '.join(map(repr, _TERMS))}, got {given}{near}"
    raise InputError(msg)


@overload
def convert(
    price: Sale,
    to: str,
    *,
    terms: str | None = ...,
    brent: QuantityLike | None = ...,
    freight: QuantityLike | None = ...,
    barrels_per_tonne: QuantityLike | None = ...,
    cargo_insurance: QuantityLike = ...,
    transit_loss: QuantityLike = ...,
    payment_days: QuantityLike | None = ...,
    laden_days: QuantityLike = ...,
    finance_rate: QuantityLike | None = ...,
) -> Sale: ...
@overload
def convert(
    price: QuantityLike,
    to: str,
    *,
    terms: str | None = ...,
    brent: QuantityLike | None = ...,
    freight: QuantityLike | None = ...,
    barrels_per_tonne: QuantityLike | None = ...,
    cargo_insurance: QuantityLike = ...,
    transit_loss: QuantityLike = ...,
    payment_days: QuantityLike | None = ...,
    laden_days: QuantityLike = ...,
    finance_rate: QuantityLike | None = ...,
) -> Quantity: ...
def convert(
    price: Sale | QuantityLike,
    to: str,
    *,
    terms: str | None = None,
    brent: QuantityLike | None = None,
    freight: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
    cargo_insurance: QuantityLike = 0.0,
    transit_loss: QuantityLike = 0.0,
    payment_days: QuantityLike | None = None,
    laden_days: QuantityLike = "0 day",
    finance_rate: QuantityLike | None = None,
) -> Sale | Quantity:
    """Return the price under other terms of sale with the same value to the seller.

    Parameters
    ----------
    price : Sale, str or pint.Quantity
        A contract, with its prepayment, conversion cost and non-payment; or a price [USD/bbl]. A
        differential is not enough, since insurance, loss and interest are shares of the price.
    to : {'FOB', 'CFR', 'CIF', 'DAP', 'prompt'}
        New terms; 'prompt' is the netback: paid at once at the load port.
    terms : same, optional
        Terms of the price; a Sale has its own.
    brent : str or pint.Quantity, optional
        Benchmark of a Sale's differential; only for a Sale.
    freight : str or pint.Quantity, optional
        Total cost of carriage, with war risk and premiums [USD/bbl, or USD/t with a density];
        required between terms with freight and terms without.
    barrels_per_tonne : str or pint.Quantity, optional
        Density of the oil, for a freight per tonne.
    cargo_insurance, transit_loss : str, float or pint.Quantity
        Shares of the price.
    payment_days : str or pint.Quantity, optional
        Days of credit, the same under both terms: from discharge under DAP, else from the bill of
        lading, unless a Sale names another event. A Sale has its own.
    laden_days : str or pint.Quantity
        Days from loading to the event that credit runs from: to the end of discharge, waiting
        included, or to the notice of readiness.
    finance_rate : str or pint.Quantity, optional
        Simple interest, actual days over 360; required with days.

    Returns
    -------
    Sale or pint.Quantity
        Of the type of `price`, under the new terms; arrays broadcast.

    Raises
    ------
    InputError, UnitError
        If terms are unknown or with duty paid, a required cost is missing, an argument repeats a
        Sale's own, or shares and interest come to the whole price.

    Examples
    --------
    >>> costs = {"freight": "3 USD/bbl", "payment_days": "72 day", "finance_rate": "10 %/year"}
    >>> print(convert("50 USD/bbl", "prompt", terms="DAP", **costs))
    46.0 USD/bbl
    """
    sale = price if isinstance(price, Sale) else None
    start = _terms(sale.terms if sale else terms, "terms")
    end = _terms(to, "to")
    if sale and end == "prompt":
        msg = "convert: to: expected terms of a Sale, got 'prompt'; write 'FOB', or give a price"
        raise InputError(msg)
    if (start in _FREIGHT) != (end in _FREIGHT) and freight is None:
        msg = f"convert: freight: required from {start} to {end}; write freight='3 USD/bbl'"
        raise InputError(msg)
    _check_own(sale, terms, payment_days, brent)
    days = sale.payment_days if sale else payment_days
    costs = _Costs(
        by_barrel(
            "0 USD/bbl" if freight is None else freight, barrels_per_tonne, "convert: freight"
        ),
        number(SHARE, cargo_insurance, "convert: cargo_insurance"),
        number(SHARE, transit_loss, "convert: transit_loss"),
        0.0 if finance_rate is None else number(RATE, finance_rate, "convert: finance_rate"),
        0.0 if days is None else number(DAYS, days, "convert: payment_days"),
        number(DAYS, laden_days, "convert: laden_days"),
        *_settled(sale),
    )
    if finance_rate is None and bool(_any(costs.payment) or _any(costs.laden)):
        msg = "convert: finance_rate: required with days of credit; write finance_rate='10 %/year'"
        raise InputError(msg)
    benchmark = _benchmark(sale, brent)
    gross = number(PRICE, price, "convert: price") if sale is None else _price(sale, benchmark)
    same_shape(price=gross, **costs._asdict())
    event = sale.credit_from if sale else None
    converted = trade.credit_price_usd_bbl(
        trade.prompt_usd_bbl(gross, *costs.under(start, event)), *costs.under(end, event)
    )
    if sale is None:
        return to_quantity(converted, "USD/bbl")
    return sale.evolve(differential=to_quantity(converted - benchmark, "USD/bbl"), terms=end)


def _check_own(sale: Sale | None, terms: Any, payment_days: Any, brent: Any) -> None:
    """Raise an error if an argument repeats a Sale's own, or belongs to a Sale alone."""
    if sale is None and brent is not None:
        msg = "convert: brent: expected only with a Sale, got it with a price; leave it out"
        raise InputError(msg)
    for name, value in (("terms", terms), ("payment_days", payment_days)):
        if sale is not None and value is not None:
            msg = (
                f"convert: {name}: a Sale has its own; leave it out, or write "
                f"sale.evolve({name}=...)"
            )
            raise InputError(msg)


def _settled(sale: Sale | None) -> tuple[Raw, Raw]:
    """Return the share of a Sale's price lost in settlement, and the share on credit."""
    if sale is None:
        return 0.0, 1.0
    given = {
        name: 0.0 if sale.values[name] is None else sale.values[name]
        for name in ("conversion_cost", "nonpayment", "prepayment")
    }
    same_shape(**given)
    credit = 1.0 - given["prepayment"]
    return given["conversion_cost"] + given["nonpayment"], credit


def _any(raw: Raw) -> bool:
    return bool(raw != 0.0) if isinstance(raw, float) else bool(raw.any())


def _benchmark(sale: Sale | None, brent: Any) -> Raw:
    if sale is None:
        return 0.0
    if sale.values["quality"] is not None:
        msg = (
            "convert: price: a Sale with a quality line needs its blend; convert its price instead"
        )
        raise InputError(msg)
    if brent is None:
        msg = (
            "convert: brent: required with a Sale, as shares and interest are of the whole price; "
            "write brent='63.8 USD/bbl'"
        )
        raise InputError(msg)
    at: Raw = number(PRICE, brent, "convert: brent")
    markers = sale.values["markers"]
    same_shape(
        brent=at,
        differential=sale.values["differential"],
        **{
            f"{name}.{leaf}": raw
            for name, marker in markers.items()
            for leaf, raw in marker.items()
        },
    )
    return fold.fold([_marked(marker, at) for marker in markers.values()]) if markers else at


def _marked(marker: Mapping[str, Any], brent: Raw) -> Raw:
    own: Raw = brent + marker["differential"] if marker["price"] is None else marker["price"]
    return marker["weight"] * own  # type: ignore[no-any-return]


def _price(sale: Sale, benchmark: Raw) -> Raw:
    return benchmark + sale.values["differential"]  # type: ignore[no-any-return]


def formula_price(
    markers: Mapping[str, tuple[QuantityLike, QuantityLike]], constant: QuantityLike
) -> Quantity:
    """Return a formula price: a weighted basket of benchmarks plus a constant.

    Parameters
    ----------
    markers : mapping of str to (share, price)
        Weight and price of each benchmark [USD/bbl]; the weights sum to 100 %.
    constant : str or pint.Quantity
        Constant added [USD/bbl].

    Returns
    -------
    pint.Quantity
        The price [USD/bbl].

    Raises
    ------
    InputError, UnitError
        If weights do not sum to 100 %, or a figure does not fit.

    Examples
    --------
    Maya for the Americas since December 2019:

    >>> basket = {"WTI Houston": ("65 %", "60 USD/bbl"), "ICE Brent": ("35 %", "64 USD/bbl")}
    >>> print(f"{formula_price(basket, '-2 USD/bbl'):.2f}")
    59.40 USD/bbl
    """
    if not hasattr(markers, "items") or not markers:
        msg = (
            "formula_price: expected a mapping of names to (weight, price), got "
            f"{type(markers).__name__}; write {{'Brent': ('100 %', '64 USD/bbl')}}"
        )
        raise InputError(msg)
    named = {f"marker{k}": Marker(*_pair(pair)) for k, pair in enumerate(markers.values())}
    sale = Sale(differential=constant, terms="FOB", markers=named)
    return to_quantity(_price(sale, _benchmark(sale, "0 USD/bbl")), "USD/bbl")


def _pair(pair: Any) -> tuple[Any, None, Any]:
    if not isinstance(pair, tuple | list) or len(pair) != 2:  # noqa: PLR2004  weight and price
        msg = f"formula_price: expected (weight, price), got {quote(pair)}"
        raise InputError(msg)
    return pair[0], None, pair[1]


def margin_taken(
    *,
    delivered: QuantityLike,
    fob: QuantityLike,
    freight: QuantityLike,
    other: QuantityLike = "0 USD/bbl",
    barrels_per_tonne: QuantityLike | None = None,
) -> Quantity:
    """Return the margin of the parties between an FOB purchase and a delivered sale.

    Parameters
    ----------
    delivered, fob : str or pint.Quantity
        Prices at both ends, or both as differentials to one benchmark [USD/bbl].
    freight, other : str or pint.Quantity
        Their cost of carriage, and their other costs [USD/bbl, or USD/t with a density].
    barrels_per_tonne : str or pint.Quantity, optional
        Density of the oil, for costs per tonne.

    Returns
    -------
    pint.Quantity
        delivered - fob - freight - other; negative for a loss [USD/bbl].

    Raises
    ------
    InputError, UnitError
        If a figure does not fit, or a cost per tonne is given without a density.

    Examples
    --------
    January 2026, at the middle of its ranges:

    >>> print(margin_taken(delivered="-9 USD/bbl", fob="-15 USD/bbl", freight="3 USD/bbl"))
    3.0 USD/bbl
    """
    sold = number(PRICE, delivered, "margin_taken: delivered")
    bought = number(PRICE, fob, "margin_taken: fob")
    carried = by_barrel(freight, barrels_per_tonne, "margin_taken: freight")
    spent = by_barrel(other, barrels_per_tonne, "margin_taken: other")
    same_shape(delivered=sold, fob=bought, freight=carried, other=spent)
    return to_quantity(trade.margin_usd_bbl(sold, bought, carried + spent), "USD/bbl")
