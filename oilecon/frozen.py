"""A mapping that nobody can write to, and that leaves the process as any other value does."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

import numpy as np

from oilecon.units import unchanging

__all__ = ["FrozenDict"]

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenDict(dict[Key, Value]):
    """A dictionary that refuses every change; it pickles and copies, arrays in it stay read-only.

    The standard library's read-only view, `types.MappingProxyType`, cannot be pickled, nor what
    holds one.

    Raises
    ------
    TypeError
        By whatever would change it.

    Examples
    --------
    >>> prices = FrozenDict({"brent": 63.8})
    >>> prices["brent"]
    63.8
    >>> prices["brent"] = 0.0
    Traceback (most recent call last):
    TypeError: FrozenDict cannot be changed; make a copy with dict(...)
    """

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        msg = f"{type(self).__name__} cannot be changed; make a copy with dict(...)"
        raise TypeError(msg)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the items: item by item, as of a dictionary, it would refuse its own."""
        return _restored, (dict(self),)


def _restored(items: dict[Any, Any]) -> FrozenDict[Any, Any]:
    for name, value in items.items():
        if isinstance(value, np.ndarray):
            items[name] = unchanging(value)  # pickling forgets it
    return FrozenDict(items)
