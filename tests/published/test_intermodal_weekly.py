"""Intermodal, weekly market reports: 12-month charters, month means."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("month", "vlcc", "aframax"),
    [("2025-11", 62500, 40000), ("2026-03", 127000, 62083), ("2026-09", 146250, 66500)],
)
def test_means_as_printed(month: str, vlcc: float, aframax: float) -> None:
    names = ["VLCC one-year, Intermodal", "Aframax one-year, Intermodal"]
    table: Any = oe.prices.history(names, since=month, until=month)
    assert list(table.loc[month]) == [vlcc, aframax]
