"""Frozen mappings: no change, and arrays that are read only."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Callable


def pickled(result: Any) -> Any:
    return pickle.loads(pickle.dumps(result))  # noqa: S301  our own bytes


def test_a_frozen_mapping_refuses_every_change_and_keeps_its_arrays_read_only() -> None:
    frozen = FrozenDict[str, Any]({"a": 1.0, "b": np.arange(3.0)})
    frozen["b"].flags.writeable = False
    changes: list[Callable[[Any], Any]] = [
        lambda one: one.update(a=2.0),
        lambda one: one.setdefault("c", 1.0),
        lambda one: one.pop("a"),
        lambda one: one.popitem(),
        lambda one: one.clear(),
        lambda one: one.__setitem__("a", 2.0),
        lambda one: one.__delitem__("a"),
        lambda one: one.__ior__({"a": 2.0}),
    ]
    for again in (frozen, pickled(frozen), copy.deepcopy(frozen), copy.copy(frozen)):
        assert type(again) is FrozenDict
        for change in changes:
            with pytest.raises(TypeError, match="cannot be changed; make a copy with dict"):
                change(again)
        assert list(again) == ["a", "b"]
        with pytest.raises(ValueError, match="read-only"):
            again["b"][0] = 9.0
    assert type(frozen | {"c": 2.0}) is dict
