"""Columns by month that are worked out when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from oilecon.units import Raw

__all__ = ["Columns"]


class Columns(dict[str, "list[Raw]"]):
    """Columns by name, one figure a month; most follow from others by a recipe.

    A column that nobody asks for, and that no other needs, costs no arithmetic.
    """

    def __init__(self) -> None:
        super().__init__()
        self._recipes: dict[str, Callable[[Columns], list[Raw]]] = {}

    def __missing__(self, name: str) -> list[Raw]:
        """Return a column by its recipe, and keep it."""
        column = self[name] = self._recipes[name](self)
        return column

    def add(self, name: str, figure: Raw) -> None:
        """Add the figure of a month to a column."""
        self.setdefault(name, []).append(figure)

    def follow(self, name: str, recipe: Callable[[Columns], list[Raw]]) -> None:
        """Give the recipe of a column, a function of all columns.

        It holds none of them itself: a block's arrays would then stay until cycles are collected.
        """
        self._recipes[name] = recipe
