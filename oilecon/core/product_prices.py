"""Prices of oil products by the barrel, from quotations by the tonne and with taxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oilecon.core.elementwise import FloatOrArray

__all__ = ["lpg_usd_bbl", "quotation_usd_bbl"]


def quotation_usd_bbl(
    price_per_tonne: FloatOrArray,
    barrels_per_tonne: FloatOrArray,
    vat: FloatOrArray | None = None,
    tax_per_tonne: FloatOrArray | None = None,
    exchange_rate: FloatOrArray | None = None,
) -> FloatOrArray:
    """Return the price of a barrel, free of taxes, from a quotation by the tonne.

    Value-added tax is on the price with the consumption tax, so that it is taken off first:
    ``price / (1 + vat) - tax``.

    Parameters
    ----------
    price_per_tonne : float or array
        The quotation, with the taxes that it contains, in its currency [currency/t].
    barrels_per_tonne : float or array
        The factor of the quotation [bbl/t], which is not the density of the product sold.
    vat : float or array, optional
        Value-added tax contained in the quotation, as a share of the price without it [1].
    tax_per_tonne : float or array, optional
        Consumption tax contained in the quotation [currency/t].
    exchange_rate : float or array, optional
        Units of the currency for a dollar; left out for dollars.

    Returns
    -------
    float or array
        Price [USD/bbl].

    Examples
    --------
    Bitumen in Shandong on 2025-11-03, 3,385 CNY/t with 13 % of value-added tax:

    >>> round(quotation_usd_bbl(3385.0, 6.05, vat=0.13, exchange_rate=7.1), 2)
    69.74
    """
    net = price_per_tonne if vat is None else price_per_tonne / (1.0 + vat)
    if tax_per_tonne is not None:
        net = net - tax_per_tonne
    if exchange_rate is not None:
        net = net / exchange_rate
    return net / barrels_per_tonne


def lpg_usd_bbl(
    propane: FloatOrArray,
    gasoline: FloatOrArray,
    lpg_propane: FloatOrArray,
    lpg_gasoline: FloatOrArray,
) -> FloatOrArray:
    """Return the price of a refinery's LPG, of which butane is priced by gasoline.

    Parameters
    ----------
    propane, gasoline : float or array
        Their prices [USD/bbl].
    lpg_propane : float or array
        Share of propane in the LPG by volume [1].
    lpg_gasoline : float or array
        Price of the rest, as a share of that of gasoline [1].

    Returns
    -------
    float or array
        Price [USD/bbl].

    Examples
    --------
    >>> round(lpg_usd_bbl(25.4, 76.8, 0.35, 0.85), 3)
    51.322
    """
    return lpg_propane * propane + (1.0 - lpg_propane) * (lpg_gasoline * gasoline)
