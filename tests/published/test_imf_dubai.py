"""IMF, by FRED: Dubai crude, series POILDUBUSDM, by month."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("month", "printed"),
    [("2013-01", 108.19), ("2020-04", 26.19), ("2025-11", 64.36), ("2026-03", 126.71)],
)
def test_dubai_as_printed(month: str, printed: float) -> None:
    table: Any = oe.prices.history("Dubai", since=month, until=month)
    assert table.loc[month, "Dubai [USD/bbl]"] == printed
