"""Columns that nobody asks for cost no arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oilecon.programme.recipes import Columns

if TYPE_CHECKING:
    from oilecon.units import Raw


def test_a_recipe_is_followed_once_and_only_when_asked_for() -> None:
    columns = Columns()
    asked: list[str] = []

    def doubled(columns: Columns) -> list[Raw]:
        asked.append("doubled")
        return [2.0 * figure for figure in columns["barrels"]]

    def sums(columns: Columns) -> list[Raw]:
        return [a + b for a, b in zip(columns["doubled"], columns["barrels"], strict=True)]

    columns.follow("doubled", doubled)
    columns.follow("sum", sums)
    for figure in (1.0, 2.0):
        columns.add("barrels", figure)
    assert asked == []
    assert columns["sum"] == [3.0, 6.0]
    assert columns["doubled"] == [2.0, 4.0]
    assert asked == ["doubled"]


def test_a_column_without_a_recipe_is_an_error() -> None:
    with pytest.raises(KeyError, match="cash"):
        Columns()["cash"]
