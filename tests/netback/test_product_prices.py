"""What a barrel of a product is worth, in each of the ways in which it is quoted."""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe
from oilecon.netback.product_prices import product_usd_bbl


@pytest.mark.parametrize(
    ("given", "worth"),
    [
        ({"price": "76.8 USD/bbl"}, 76.8),
        ({"crack": "12 USD/bbl"}, 75.8),
        ({"crack": "-7 USD/bbl", "quality_discount": "10 %"}, 0.9 * 56.8),
        ({"price_per_tonne": "640 USD/t", "barrels_per_tonne": "8 bbl/t"}, 80.0),
        (
            {"price": "100 USD/bbl", "quality_discount": "4.5 %"},
            95.5,
        ),
        (
            {
                "price_per_tonne": "5650 CNY/t",
                "barrels_per_tonne": "8 bbl/t",
                "vat": "13 %",
                "tax_per_tonne": "1218 CNY/t",
                "exchange_rate": "7 CNY/USD",
                "quality_discount": "10 %",
            },
            0.9 * 67.535714,
        ),
    ],
)
def test_a_price_is_by_the_barrel_free_of_taxes(given: dict[str, str], worth: float) -> None:
    assert product_usd_bbl(oe.ProductPrice(**given).values, 63.8) == pytest.approx(worth)


def test_a_crack_spread_follows_each_price_of_the_benchmark() -> None:
    values = oe.ProductPrice(crack=["10 USD/bbl", "12 USD/bbl"]).values
    assert list(np.asarray(product_usd_bbl(values, np.array([60.0, 70.0])))) == [70.0, 82.0]
