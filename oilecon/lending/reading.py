"""Groups given to a function."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar, cast

import numpy as np

from oilecon.errors import InputError

__all__ = ["Readout", "instance"]

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
    msg = f"{where}: expected {kind.__name__}(...), got {type(value).__name__}"
    raise InputError(msg)
