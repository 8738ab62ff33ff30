"""Prices by the barrel from quotations by the tonne, and of a refinery's LPG."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.core.product_prices import lpg_usd_bbl, quotation_usd_bbl

PRICES = st.floats(50.0, 5000.0)
FACTORS = st.floats(5.0, 13.0)
SHARES = st.floats(0.0, 1.0)


def test_the_value_added_tax_goes_before_the_consumption_tax() -> None:
    # 5,650 CNY/t less 13 % is 5,000; less 1,218 CNY/t is 3,782; at 7 CNY/USD 540.286, by 8 bbl/t
    assert quotation_usd_bbl(5650.0, 8.0, 0.13, 1218.0, 7.0) == pytest.approx(67.5357, abs=1e-4)


@pytest.mark.parametrize(
    ("quoted", "low", "high"),
    [(3150.0, 64.9, 64.9), (3620.0, 74.6, 74.6), (3385.0, 69.74, 69.74)],
)
def test_bitumen_of_shandong_in_november_2025(quoted: float, low: float, high: float) -> None:
    digits = 2 if quoted == 3385.0 else 1
    price = float(quotation_usd_bbl(quoted, 6.05, vat=0.13, exchange_rate=7.1))
    assert low <= round(price, digits) <= high


@given(PRICES, FACTORS, SHARES, st.floats(1.0, 200.0))
def test_taxes_put_back_give_the_quotation(
    price: float, factor: float, vat: float, rate: float
) -> None:
    tax = 0.2 * price
    net = quotation_usd_bbl(price, factor, vat, tax, rate)
    assert (net * factor * rate + tax) * (1.0 + vat) == pytest.approx(price)


@given(PRICES, PRICES, SHARES, SHARES)
def test_lpg_lies_between_propane_and_butane(
    propane: float, gasoline: float, share: float, ratio: float
) -> None:
    butane = ratio * gasoline
    price = lpg_usd_bbl(propane, gasoline, share, ratio)
    low, high = min(propane, butane), max(propane, butane)
    assert low * (1 - 1e-12) <= price <= high * (1 + 1e-12)


def test_an_array_has_the_prices_of_its_elements() -> None:
    quoted = np.array([3150.0, 3620.0])
    prices = quotation_usd_bbl(quoted, 6.05, 0.13, None, 7.1)
    assert list(np.asarray(prices)) == [
        quotation_usd_bbl(float(each), 6.05, 0.13, None, 7.1) for each in quoted
    ]
