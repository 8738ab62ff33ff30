"""Columns that nobody asks for cost no arithmetic."""

from __future__ import annotations

import pytest

from oilecon.programme.recipes import Columns


def test_a_recipe_is_followed_once_and_only_when_asked_for() -> None:
    columns, asked = Columns(), []

    def doubled() -> list[float]:
        asked.append("doubled")
        return [2.0 * float(figure) for figure in columns["barrels"]]

    columns.follow("doubled", doubled)
    columns.follow("sum", lambda: [a + b for a, b in zip(columns["doubled"], columns["barrels"])])
    for figure in (1.0, 2.0):
        columns.add("barrels", figure)
    assert asked == []
    assert columns["sum"] == [3.0, 6.0]
    assert columns["doubled"] == [2.0, 4.0]
    assert asked == ["doubled"]


def test_a_column_without_a_recipe_is_an_error() -> None:
    with pytest.raises(KeyError, match="cash"):
        Columns()["cash"]
