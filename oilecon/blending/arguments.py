"""How the functions of blending read what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from oilecon.errors import InputError, OilEconError, UnitError
from oilecon.model import Crude
from oilecon.params import Param

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.units import Raw

__all__ = ["Read", "choice", "number", "same_shape"]


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
    field = Param(unit, name, low=low, high=high, above=above, typical=typical)
    try:
        raw = field.read(value)
    except OilEconError as error:
        kind = UnitError if isinstance(error, UnitError) else InputError
        msg = f"{name}: {error}"
        raise kind(msg) from error
    return cast("Raw", raw)  # only a field with a default may be None


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
    came = "nothing came" if value is None else f"got {value!r}"
    msg = f"{name}: wanted {listed}, {came}; write {name}={known[0]!r}"
    raise InputError(msg)


def same_shape(**named: Raw | None) -> tuple[int, ...]:
    """Return the shape that all arguments broadcast to.

    Raises
    ------
    InputError
        If they do not.
    """
    shapes = {name: np.shape(raw) for name, raw in named.items() if raw is not None}
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items() if shape)
        msg = (
            f"wanted arrays that broadcast together, got {listed}; "
            "give each its own dimension, as with array[:, None]"
        )
        raise InputError(msg) from error


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
                f"{what}: wanted a Crude, got {type(crude).__name__}; write crude('Merey 16') for "
                "a shipped one, or Crude('16 degAPI') for your own"
            )
            raise InputError(msg)
        self.crude = crude
        self.values: Mapping[str, Any] = crude.values
        self.api: Raw = self.values["api"]
        self.name = repr(crude.name) if crude.name else f"the {what}"
