"""Bunker Index and Ship & Bunker: fuel oil of 0.5 % sulphur and marine gasoil."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("name", "date", "mean", "low", "high", "number"),
    [
        ("VLSFO three ports", "2025-11", 444.9, 421.67, 458.33, 17),
        ("MGO three ports", "2025-11", 722.4, 683.17, 748, 17),
        ("VLSFO three ports", "2026-09-01 to 2026-09-04", 792.0, 771.17, 800.33, 4),
        ("VLSFO Houston", "2025-11-19 to 2025-11-25", 438.8, 435.5, 441.5, 5),
        ("MGO Singapore", "2023-09-04 to 2023-09-07", 924.9, 913.5, 935.5, 4),
    ],
)
def test_means_as_printed(
    name: str, date: str, mean: float, low: float, high: float, number: int
) -> None:
    figure: Any = oe.prices.figures(name).loc[name, date]
    assert tuple(figure[["value", "low", "high", "number"]]) == (mean, low, high, number)


def test_a_year_s_mean_is_no_month_s() -> None:
    years: Any = oe.prices.figures("VLSFO 20 ports").loc["VLSFO 20 ports", "value"]
    assert years.to_dict() == {"2024": 626, "2025": 535}
    assert "VLSFO 20 ports [USD/t]" not in oe.prices.history().columns
