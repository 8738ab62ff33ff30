"""How the functions of blending read what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon import arguments
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.inputs import Crude

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.units import Raw

__all__ = ["Read", "choice", "number"]


def number(
    value: Any,
    name: str,
    unit: str,
    *,
    low: float,
    high: float,
    typical: str,
    above: bool = False,
) -> Raw:
    """Return an argument as float64 in `unit`, or refuse it by name, as a field of a group would.

    Raises
    ------
    UnitError, InputError
        If the unit is missing or of another kind, or the number out of its bounds.
    """
    field = Number(unit, name, low=low, high=high, above=above, typical=typical)
    return arguments.number(field, value, name)


def choice(value: Any, name: str, options: Iterable[str]) -> str:
    """Return one of a few names, or refuse it.

    Raises
    ------
    InputError
        If it is none of them.
    """
    known = tuple(options)
    if isinstance(value, str) and value in known:
        return value
    listed = " or ".join(map(repr, known))
    came = "got nothing" if value is None else f"got {value!r}"
    msg = f"{name}: expected {listed}, {came}; write {name}={known[0]!r}"
    raise InputError(msg)


class Read:
    """A crude's plain values, and what messages call it.

    Raises
    ------
    InputError
        If it is no crude.
    """

    __slots__ = ("api", "crude", "name", "values")

    def __init__(self, crude: Any, what: str = "crude") -> None:
        if not isinstance(crude, Crude):
            msg = (
                f"{what}: expected a Crude, got {type(crude).__name__}; write crude('Merey "
                "16') for "
                "a shipped one, or Crude('16 degAPI') for your own"
            )
            raise InputError(msg)
        self.crude = crude
        self.values: Mapping[str, Any] = crude.values
        self.api: Raw = self.values["api"]
        self.name = repr(crude.name) if crude.name else f"the {what}"
