"""Crudes in arguments of blending functions, single or in pairs with an amount."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from oilecon.arguments import instance
from oilecon.errors import InputError
from oilecon.inputs import Crude

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.units import Raw

__all__ = ["Read", "pairs"]

_CRUDE = "Crude.shipped('Merey 16') for a shipped one, or Crude('16 degAPI') for your own"


def pairs(given: object, where: str, example: str) -> list[tuple[object, object]]:
    """Return pairs of a crude and its amount.

    A mapping is an error: equal crudes are one key of it, and all but the last of their amounts
    would be lost without notice.

    Raises
    ------
    InputError
        If the argument is a mapping, empty, or holds other items than pairs.
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
    items = list(given)
    if not items:
        msg = f"{where}: expected pairs of a crude and an amount, got none; write {example}"
        raise InputError(msg)
    for at, item in enumerate(items):
        if not isinstance(item, (tuple, list)) or len(item) != 2:  # noqa: PLR2004  a pair
            kind = type(item).__name__
            if isinstance(item, (tuple, list)):
                kind = f"{kind} of {len(item)}"
            msg = (
                f"{where}: expected pairs of a crude and an amount, got {kind} at {at}; "
                f"write {example}"
            )
            raise InputError(msg)
    return [(crude, amount) for crude, amount in items]


class Read:
    """A crude's plain values, and its name in messages.

    Raises
    ------
    InputError
        If the argument is not a crude.
    """

    __slots__ = ("api", "crude", "name", "values")

    def __getstate__(self) -> dict[str, Any]:
        """Return the slots, which pickle's oldest protocols do not find by themselves."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the slots."""
        for name, value in state.items():
            setattr(self, name, value)

    def __init__(self, crude: object, what: str = "crude") -> None:
        self.crude = instance(Crude, crude, what, _CRUDE)
        self.values: Mapping[str, Any] = self.crude.values
        self.api: Raw = self.values["api"]
        self.name = repr(self.crude.name) if self.crude.name else f"the {what}"
