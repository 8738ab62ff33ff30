"""Groups given to a function."""

from __future__ import annotations

from typing import TypeVar

from oilecon.errors import InputError

__all__ = ["instance"]

Kind = TypeVar("Kind")


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
