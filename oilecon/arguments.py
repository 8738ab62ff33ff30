"""What is given to a function, read as a group's field reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from oilecon.errors import InputError, UnitError
from oilecon.units import same_shape

if TYPE_CHECKING:
    from oilecon.fields import Number
    from oilecon.units import Raw

__all__ = ["number", "same_shape"]


def number(field: Number, value: object, where: str) -> Raw:
    """Return a value in a field's canonical unit.

    Parameters
    ----------
    field : Number
        Its unit and bounds.
    value : object
        What the caller gave; nothing (None) is refused even where the field may be absent.
    where : str
        What messages call it, such as 'best_speed: hire'.

    Returns
    -------
    float or numpy.ndarray
        The number without its unit.

    Raises
    ------
    UnitError, InputError
        As the field, under that name.
    """
    if value is None:
        msg = f"{where}: expected {field.expected}, got nothing (None); write {field.example()}"
        raise InputError(msg)
    try:
        return cast("Raw", field.read(value, siblings=False))
    except (UnitError, InputError) as error:
        msg = f"{where}: {error}"
        raise type(error)(msg) from error
