"""OPEC, Monthly Oil Market Report: naphtha, barges FOB Rotterdam.

The reports read do not cover every month: those between are missing, not filled in.
"""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("month", "printed"),
    [("2016-12", 50.9), ("2025-11", 58.43), ("2026-02", 62.18)],
)
def test_naphtha_as_printed(month: str, printed: float) -> None:
    table: Any = oe.prices.history("naphtha Rotterdam", since=month, until=month)
    assert table.loc[month, "naphtha Rotterdam [USD/bbl]"] == printed


def test_a_month_without_a_report_is_missing() -> None:
    table: Any = oe.prices.history("naphtha Rotterdam")["naphtha Rotterdam [USD/bbl]"]
    assert table["2013":].notna().sum() == 74
    assert table[["2017-05", "2018-02", "2020-04"]].isna().all()
