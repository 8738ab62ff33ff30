"""One price under other terms of sale, price formulas, and what stands between two prices."""

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

_ENTRY = LINES["import_duty"].borne_under  # a price with duty paid is another sum
_TERMS = ("prompt", *(terms for terms in TERMS if terms not in _ENTRY))
_FREIGHT = LINES["hire"].borne_under
_INSURANCE = LINES["cargo_insurance"].borne_under
_LOSS = LINES["transit_loss"].borne_under


class _Costs(NamedTuple):
    """What a seller may bear: by the barrel, as shares, and in days."""

    freight: Raw
    insurance: Raw
    loss: Raw
    rate: Raw
    payment: Raw
    laden: Raw
    settlement: Raw  # what changing money and bad debt take under any terms
    credit: Raw  # the part of the price that is not paid at loading

    def under(self, terms: str, credit_from: str | None) -> tuple[Raw, Raw, Raw, Raw]:
        """Return shares, interest, days and costs by the barrel that the seller bears."""
        shares = self.settlement
        days = self.payment if terms != "prompt" else 0.0
        if terms in _INSURANCE:
            shares = shares + self.insurance
        if terms in _LOSS:
            shares = shares + self.loss
        if terms != "prompt" and trade.credit_event(terms, credit_from) != "bill of lading":
            days = days + self.laden
        rate = self.rate * self.credit
        taken = np.add(shares, rate * days / CREDIT_YEAR_DAYS)
        bad = np.greater_equal(taken, 1.0)
        if np.any(bad):
            msg = (
                f"convert: under {terms} shares and interest take "
                f"{first_shown(taken * 100.0, bad, '{:.6g} %'.format)} of the price; expected less "
                "than 100 %"
            )
            raise InputError(msg)
        return shares, rate, days, self.freight if terms in _FREIGHT else 0.0


def _terms(value: Any, where: str) -> str:
    if value in _TERMS:
        return str(value)
    if value in _ENTRY:
        msg = (
            f"convert: {where}: a price with duty paid holds import charges; take them off first "
            "with oilecon.trading.import_parity, or sell under DDP in a route with charges"
        )
        raise InputError(msg)
    came = "got nothing" if value is None else f"got {quote(value)}"
    near = did_you_mean(str(value), _TERMS) if value is not None else ""
    msg = f"convert: {where}: expected one of {', '.join(map(repr, _TERMS))}, {came}{near}"
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
    """Return the price under other terms of sale that is worth as much to the seller.

    Parameters
    ----------
    price : Sale, str or pint.Quantity
        A contract, with its prepayment, conversion cost and non-payment; or a price [USD/bbl]. A
        differential is no price, since insurance, loss and interest are shares of the whole.
    to : {'FOB', 'CFR', 'CIF', 'DAP', 'prompt'}
        The wanted terms; 'prompt' is the netback: paid at once at the load port.
    terms : same, optional
        Of the price; a Sale has its own.
    brent : str or pint.Quantity, optional
        What a Sale's differential is to; without a Sale nothing needs it.
    freight : str or pint.Quantity, optional
        All that carriage costs, war risk and premiums too [USD/bbl, or USD/t with a density];
        needed between terms with freight and terms without.
    barrels_per_tonne : str or pint.Quantity, optional
        Density of the oil, for a freight by the tonne.
    cargo_insurance, transit_loss : str, float or pint.Quantity
        Shares of the price.
    payment_days : str or pint.Quantity, optional
        Credit, the same under both terms: from discharge under DAP, else from the bill of lading,
        unless a Sale names another event. A Sale has its own.
    laden_days : str or pint.Quantity
        Days from loading to the event that credit runs from: to the end of discharge, waiting
        included, or to the notice of readiness.
    finance_rate : str or pint.Quantity, optional
        Simple interest, actual days over 360; needed with days.

    Returns
    -------
    Sale or pint.Quantity
        As it came, under the wanted terms; arrays broadcast.

    Raises
    ------
    InputError, UnitError
        If terms are unknown or with duty paid, a cost that is needed did not come, one came that a
        Sale has itself, or shares and interest take the whole price.

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
        msg = "convert: to: a Sale has terms; write 'FOB', or give a price to get the netback"
        raise InputError(msg)
    if (start in _FREIGHT) != (end in _FREIGHT) and freight is None:
        msg = f"convert: from {start} to {end} a freight is needed; write freight='3 USD/bbl'"
        raise InputError(msg)
    _check_own(sale, terms, payment_days, brent)
    days = sale.payment_days if sale else payment_days
    costs = _Costs(
        0.0 if freight is None else by_barrel(freight, barrels_per_tonne, "convert: freight"),
        number(SHARE, cargo_insurance, "convert: cargo_insurance"),
        number(SHARE, transit_loss, "convert: transit_loss"),
        0.0 if finance_rate is None else number(RATE, finance_rate, "convert: finance_rate"),
        0.0 if days is None else number(DAYS, days, "convert: payment_days"),
        number(DAYS, laden_days, "convert: laden_days"),
        *_settled(sale),
    )
    if finance_rate is None and bool(_any(costs.payment) or _any(costs.laden)):
        msg = "convert: finance_rate: days cost interest, and no rate came; write '10 %/year'"
        raise InputError(msg)
    benchmark = _benchmark(sale, brent)
    worth = number(PRICE, price, "convert: price") if sale is None else _price(sale, benchmark)
    same_shape(price=worth, **costs._asdict())
    event = sale.credit_from if sale else None
    found = trade.credit_price_usd_bbl(
        trade.prompt_usd_bbl(worth, *costs.under(start, event)), *costs.under(end, event)
    )
    if sale is None:
        return to_quantity(found, "USD/bbl")
    return sale.evolve(differential=to_quantity(found - benchmark, "USD/bbl"), terms=end)


def _check_own(sale: Sale | None, terms: Any, payment_days: Any, brent: Any) -> None:
    """Refuse what a Sale says itself, and what only a Sale needs."""
    if sale is None and brent is not None:
        msg = "convert: brent: a price is whole without it; leave it out, or give a Sale"
        raise InputError(msg)
    for name, value in (("terms", terms), ("payment_days", payment_days)):
        if sale is not None and value is not None:
            msg = (
                f"convert: {name}: a Sale has its own; leave it out, or write "
                f"sale.evolve({name}=...)"
            )
            raise InputError(msg)


def _settled(sale: Sale | None) -> tuple[Raw, Raw]:
    """Return the share of a Sale's price lost in settlement, and the share sold on credit."""
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
        msg = "convert: a Sale with a quality line needs its blend; convert the price instead"
        raise InputError(msg)
    if brent is None:
        msg = (
            "convert: brent: shares and interest are of the whole price, and only the "
            "differential came; write brent='63.8 USD/bbl'"
        )
        raise InputError(msg)
    at: Raw = number(PRICE, brent, "convert: brent")
    markers = sale.values["markers"]
    same_shape(
        brent=at,
        differential=sale.values["differential"],
        **{f"{name}.{leaf}": raw for name, one in markers.items() for leaf, raw in one.items()},
    )
    return fold.fold([_marked(one, at) for one in markers.values()]) if markers else at


def _marked(marker: Mapping[str, Any], brent: Raw) -> Raw:
    own: Raw = brent + marker["differential"] if marker["price"] is None else marker["price"]
    return marker["weight"] * own  # type: ignore[no-any-return]


def _price(sale: Sale, benchmark: Raw) -> Raw:
    return benchmark + sale.values["differential"]  # type: ignore[no-any-return]


def formula_price(
    markers: Mapping[str, tuple[QuantityLike, QuantityLike]], constant: QuantityLike
) -> Quantity:
    """Return the price of a formula: a weighted basket of benchmarks plus a constant.

    Parameters
    ----------
    markers : mapping of str to (share, price)
        Each benchmark's weight and its price [USD/bbl]; the weights make 100 %.
    constant : str or pint.Quantity
        What is added [USD/bbl].

    Returns
    -------
    pint.Quantity
        The price [USD/bbl].

    Raises
    ------
    InputError, UnitError
        If weights do not make 100 %, or a figure does not fit.

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
    named = {f"marker{k}": Marker(*_pair(one)) for k, one in enumerate(markers.values())}
    sale = Sale(differential=constant, terms="FOB", markers=named)
    return to_quantity(_price(sale, _benchmark(sale, "0 USD/bbl")), "USD/bbl")


def _pair(one: Any) -> tuple[Any, None, Any]:
    if not isinstance(one, tuple | list) or len(one) != 2:  # noqa: PLR2004  weight and price
        msg = f"formula_price: expected (weight, price), got {quote(one)}"
        raise InputError(msg)
    return one[0], None, one[1]


def margin_taken(
    *,
    delivered: QuantityLike,
    fob: QuantityLike,
    freight: QuantityLike,
    other: QuantityLike = "0 USD/bbl",
    barrels_per_tonne: QuantityLike | None = None,
) -> Quantity:
    """Return what those between an FOB purchase and a delivered sale kept.

    Parameters
    ----------
    delivered, fob : str or pint.Quantity
        The prices at both ends, or both as differentials to one benchmark [USD/bbl].
    freight, other : str or pint.Quantity
        What they paid for carriage, and for anything else [USD/bbl, or USD/t with a density].
    barrels_per_tonne : str or pint.Quantity, optional
        Density of the oil, for costs by the tonne.

    Returns
    -------
    pint.Quantity
        delivered - fob - freight - other; below zero they lost [USD/bbl].

    Raises
    ------
    InputError, UnitError
        If a figure does not fit, or a cost by the tonne comes without a density.

    Examples
    --------
    January 2026 at its middles:

    >>> found = margin_taken(
    ...     delivered="-9 USD/bbl", fob="-15 USD/bbl", freight="3 USD/bbl"
    ... )
    >>> print(found)
    3.0 USD/bbl
    """
    sold = number(PRICE, delivered, "margin_taken: delivered")
    bought = number(PRICE, fob, "margin_taken: fob")
    carried = by_barrel(freight, barrels_per_tonne, "margin_taken: freight")
    spent = by_barrel(other, barrels_per_tonne, "margin_taken: other")
    same_shape(delivered=sold, fob=bought, freight=carried, other=spent)
    return to_quantity(trade.margin_usd_bbl(sold, bought, carried + spent), "USD/bbl")
