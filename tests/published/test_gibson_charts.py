"""Gibson, weekly tanker report: earnings and Worldscale by route, month means."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("name", "month", "mean", "low", "high", "kind"),
    [
        ("TD22 earnings", "2025-11", 92324, 88617, 95727, "published"),
        ("TD22 earnings", "2026-02", 98617, 91955, 121503, "published"),
        ("TD3C earnings", "2025-11", 119162, 89434, 141365, "published"),
        ("TD3C Worldscale", "2025-11", 122.9, 98, 140, "published"),
        ("TD3C Worldscale", "2024-04", 61.6, 58, 66, "estimate"),
        ("USG-UKC Worldscale", "2025-11", 214.6, 182.5, 227.5, "published"),
        ("USG-UKC Worldscale", "2026-09", 427.5, 222.5, 695, "estimate"),
    ],
)
def test_means_as_printed(
    name: str, month: str, mean: float, low: float, high: float, kind: str
) -> None:
    figure: Any = oe.prices.figures(name).loc[name, month]
    assert tuple(figure[["value", "low", "high"]]) == (mean, low, high)
    assert figure["kind"] == kind  # an estimate where only Wednesdays were read


def test_a_single_day_is_no_month() -> None:
    table: Any = oe.prices.history("TD3C earnings", since="2025-11", until="2025-11")
    assert list(table.iloc[:, 0]) == [119162]
    days: Any = oe.prices.figures("TD3C earnings").loc["TD3C earnings"]
    assert days.loc["2025-11-21", "value"] == 137000  # Bloomberg, in Rigzone
