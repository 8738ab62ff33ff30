"""EIA, landed cost of imports by selected crude streams: Maya, by the month of landing.

In December 2018 crude that landed had been priced before the fall: 53.87, when Brent of the month
was 57.36.
"""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("month", "printed"),
    [
        ("2018-01", 59.9),
        ("2018-12", 53.87),
        ("2020-04", 13.84),
        ("2025-11", 56.39),
        ("2026-02", 57.99),
    ],
)
def test_maya_as_printed(month: str, printed: float) -> None:
    table: Any = oe.prices.history("Maya landed", since=month, until=month)
    assert table.loc[month, "Maya landed [USD/bbl]"] == printed


def test_it_goes_by_the_month_of_landing() -> None:
    assert oe.prices.series().loc["Maya landed", "month"] == "landing"
