"""Prices of products by the barrel, from their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from oilecon.core.product_prices import lpg_usd_bbl, quotation_usd_bbl

if TYPE_CHECKING:
    from oilecon.units import Raw

__all__ = ["lpg_usd_bbl", "product_usd_bbl"]

Values: TypeAlias = Mapping[str, Any]


def product_usd_bbl(price_values: Values, benchmark: Raw | None = None) -> Raw:
    """Return what a barrel is worth [USD/bbl], free of taxes and less its quality discount.

    Parameters
    ----------
    price_values : mapping
        Values of an `oilecon.ProductPrice`.
    benchmark : float or array, optional
        Price of the benchmark crude [USD/bbl], which a price as a crack spread needs.
    """
    price: Any
    if price_values["crack"] is not None:
        price = benchmark + price_values["crack"]
    elif price_values["price"] is not None:
        price = price_values["price"]
    else:
        price = quotation_usd_bbl(
            price_values["price_per_tonne"],
            price_values["barrels_per_tonne"],
            price_values["vat"],
            price_values["tax_per_tonne"],
            price_values.get("exchange_rate"),  # of another currency than the dollar
        )
    worth: Raw = price * (1.0 - price_values["quality_discount"])
    return worth
