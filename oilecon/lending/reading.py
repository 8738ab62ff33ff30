"""Figures given to a function, read as a group's field reads them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from oilecon.errors import InputError, UnitError

if TYPE_CHECKING:
    from oilecon.params import Param
    from oilecon.units import Raw

__all__ = ["Readout", "fitting", "instance", "number"]

Kind = TypeVar("Kind")


class Readout:
    """A result of several quantities that prints as a table, one a line."""

    __slots__ = ()

    def __str__(self) -> str:
        """Show each quantity under its name, to two decimals."""
        found = {
            field.name.replace("_", " "): getattr(self, field.name)
            for field in fields(cast("Any", self))
        }
        wide = max(map(len, found))
        shown = (",.2f" if np.ndim(one.magnitude) == 0 else ".2f" for one in found.values())
        each = zip(found.items(), shown, strict=True)
        return "\n".join(f"{name:{wide}}  {one:{spec}}" for (name, one), spec in each)


def instance(kind: type[Kind], value: object, where: str) -> Kind:
    """Return a value of a class.

    Raises
    ------
    InputError
        If it is of another, under the name `where`.
    """
    if isinstance(value, kind):
        return value
    msg = f"{where}: wanted {kind.__name__}(...), got {type(value).__name__}"
    raise InputError(msg)


def number(field: Param, value: object, where: str) -> Raw:
    """Return a value in a field's canonical unit.

    Raises
    ------
    UnitError, InputError
        As the field, under the name `where`.
    """
    try:
        return cast("Raw", field.read(value))
    except (UnitError, InputError) as error:
        msg = f"{where}: {error}"
        raise type(error)(msg) from error


def fitting(where: str, **raws: Raw) -> None:
    """Refuse figures whose arrays do not broadcast together.

    Raises
    ------
    InputError
        With the shape of each, under the name `where`.
    """
    shapes = {name: np.shape(raw) for name, raw in raws.items()}
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items() if shape)
        msg = (
            f"{where}: wanted arrays that broadcast together, got {listed}; give each its own "
            "dimension, as with array[:, None]"
        )
        raise InputError(msg) from error
