"""Fearnleys, weekly reports: spot rates and one-year charters, month means."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("name", "month", "mean", "low", "high", "number"),
    [
        ("Caribs-USG Worldscale", "2018-05", 110.0, 100, 120, 4),
        ("Caribs-USG Worldscale", "2020-01", 333.8, 235, 400, 4),
        ("MEG-Japan Worldscale", "2019-10", 129.4, 92.5, 180, 4),
        ("MEG-Japan Worldscale", "2021-06", 33.0, 31, 35.5, 3),
        ("VLCC one-year, Fearnleys", "2024-04", 49250, 49000, 50000, 4),
        ("VLCC one-year, Fearnleys", "2025-11", 57125, 55000, 60500, 4),
        ("Aframax one-year, Fearnleys", "2026-02", 44250, 44000, 45000, 4),
    ],
)
def test_means_as_printed(
    name: str, month: str, mean: float, low: float, high: float, number: int
) -> None:
    figure: Any = oe.prices.figures(name).loc[name, month]
    assert tuple(figure[["value", "low", "high", "number"]]) == (mean, low, high, number)
