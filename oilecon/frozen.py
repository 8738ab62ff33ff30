"""Read-only mapping that can be pickled."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

import numpy as np

from oilecon.units import unchanging

__all__ = ["FrozenDict", "frozen", "thawed"]

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenDict(dict[Key, Value]):
    """A read-only dictionary that can be pickled and copied; its arrays stay read-only.

    The standard library's read-only view, `types.MappingProxyType`, cannot be pickled, and
    neither can an object that holds one.

    Raises
    ------
    TypeError
        On any attempt to change it.

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
        """Pickle the items at once: item by item, as for a dict, unpickling would fail."""
        return _restored, (dict(self),)


def _restored(items: dict[Any, Any]) -> FrozenDict[Any, Any]:
    for name, value in items.items():
        if isinstance(value, np.ndarray):
            items[name] = unchanging(value)  # unpickled arrays are writable
    return FrozenDict(items)


def frozen(value: Any) -> Any:
    """Return a value with read-only mappings and tuples in place of its dicts and lists."""
    if isinstance(value, dict):
        return FrozenDict({key: frozen(below) for key, below in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def thawed(value: Any) -> Any:
    """Return a copy of a frozen value with dicts and lists that can be changed."""
    if isinstance(value, dict):
        return {key: thawed(below) for key, below in value.items()}
    return [*map(thawed, value)] if isinstance(value, tuple) else value
