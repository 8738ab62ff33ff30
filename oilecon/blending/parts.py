"""Crudes as the functions of blending take them: one by one, or in pairs with an amount."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from oilecon.arguments import instance
from oilecon.errors import AccuracyWarning, InputError
from oilecon.inputs import Crude

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.units import Raw

__all__ = ["Read", "caution", "pairs"]

_CRUDE = "Crude.shipped('Merey 16') for a shipped one, or Crude('16 degAPI') for your own"


def pairs(given: Any, where: str, example: str) -> list[tuple[Any, Any]]:
    """Return pairs of a crude and what goes with it.

    A mapping is refused: crudes that are equal are one key of it, and what the first of them was
    given is gone before anybody could miss it.

    Raises
    ------
    InputError
        If it is a mapping, holds nothing, or anything but pairs.
    """
    if hasattr(given, "items"):
        msg = (
            f"{where}: expected pairs of a crude and an amount, got {type(given).__name__}, in "
            "which equal crudes are one key and all but the last amount of them is lost; write "
            f"pairs, {example}"
        )
        raise InputError(msg)
    if isinstance(given, (str, bytes, Crude)) or not isinstance(given, Iterable):
        msg = (
            f"{where}: expected pairs of a crude and an amount, got {type(given).__name__}; "
            f"write {example}"
        )
        raise InputError(msg)
    found = list(given)
    if not found:
        msg = f"{where}: expected pairs of a crude and an amount, got none; write {example}"
        raise InputError(msg)
    for at, one in enumerate(found):
        if not isinstance(one, (tuple, list)) or len(one) != 2:  # noqa: PLR2004  a pair
            came = type(one).__name__
            if isinstance(one, (tuple, list)):
                came = f"{came} of {len(one)}"
            msg = (
                f"{where}: expected pairs of a crude and an amount, got {came} at {at}; "
                f"write {example}"
            )
            raise InputError(msg)
    return [tuple(one) for one in found]


def caution(text: str) -> None:
    """Warn at the caller of oilecon that a figure is less accurate than it looks."""
    level, frame = 1, sys._getframe(0)  # noqa: SLF001  what `warnings` itself walks
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).startswith("oilecon."):
        level, frame = level + 1, frame.f_back
    warnings.warn(text, AccuracyWarning, stacklevel=level)


class Read:
    """A crude's plain values, and what messages call it.

    Raises
    ------
    InputError
        If it is no crude.
    """

    __slots__ = ("api", "crude", "name", "values")

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept: pickle's oldest protocols find no slots by themselves."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take it up again."""
        for name, value in state.items():
            setattr(self, name, value)

    def __init__(self, crude: Any, what: str = "crude") -> None:
        self.crude = instance(Crude, crude, what, _CRUDE)
        self.values: Mapping[str, Any] = self.crude.values
        self.api: Raw = self.values["api"]
        self.name = repr(crude.name) if crude.name else f"the {what}"
