"""OPEC, Monthly Oil Market Reports: spot tanker rates in Worldscale, month means."""

from __future__ import annotations

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("name", "month", "printed"),
    [
        ("Middle East-East Worldscale", "2016-05", 63),
        ("Middle East-East Worldscale", "2025-01", 58),
        ("Middle East-East Worldscale", "2026-01", 95),
        ("Caribbean-USEC Worldscale", "2017-08", 100),
        ("Caribbean-USEC Worldscale", "2025-05", 135),
    ],
)
def test_rates_as_printed(name: str, month: str, printed: float) -> None:
    points = float(oe.prices.history(name)[f"{name} [1]"][month])
    assert points == printed
    assert oe.Worldscale(points, "22.18 USD/t").points.magnitude == printed
