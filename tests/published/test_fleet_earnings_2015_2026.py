"""Quarterly spot earnings that owners reported: Frontline, DHT, Okeanis, Teekay.

From their releases and calls, and Tanker Operator, TradeWinds and Shipping Herald on them.
"""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("name", "quarter", "printed"),
    [
        ("Frontline VLCC", "2015-Q2", 53600),
        ("Frontline VLCC", "2019-Q1", 35700),
        ("Frontline VLCC", "2025-Q4", 74200),
        ("Frontline Aframax", "2025-Q4", 33500),
        ("Frontline Suezmax", "2025-Q4", 53800),
        ("DHT VLCC", "2026-Q1", 91700),
        ("Okeanis VLCC", "2024-Q3", 43100),
        ("Teekay Aframax", "2025-Q4", 43600),
        ("Frontline VLCC booked", "2026-Q1", 107100),
    ],
)
def test_earnings_as_printed(name: str, quarter: str, printed: float) -> None:
    figure: Any = oe.prices.figures(name).loc[name, quarter]
    assert (figure["value"], figure["unit"]) == (printed, "USD/day")
    assert oe.prices.series().loc[name, "quote"] == ("booked" if "booked" in name else "realised")
