"""Federal Reserve: Canadian dollars and yuan for one US dollar, monthly means."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("month", "canadian", "yuan"),
    [
        ("2013-01", 0.9921, 6.2215),
        ("2022-10", 1.3689, 7.1902),
        ("2025-11", 1.4056, 7.1069),
        ("2026-06", 1.4034, 6.7758),
    ],
)
def test_rates_as_printed(month: str, canadian: float, yuan: float) -> None:
    table: Any = oe.prices.history(["CAD per USD", "CNY per USD"], since=month, until=month)
    assert list(table.loc[month]) == [canadian, yuan]


def test_the_unit_is_that_of_an_exchange_rate() -> None:
    heading = oe.prices.history("CNY per USD").columns[0]
    assert heading == "CNY per USD [CNY/USD]"
    paid = oe.Q(7.1069, "CNY/USD") * oe.Q("10 USD")
    assert paid.to("CNY").magnitude == pytest.approx(71.069)
