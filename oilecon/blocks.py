"""Computation of large arrays block by block, and replacement of leaves in trees of values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from oilecon.units import Raw

__all__ = ["BLOCK", "array_leaves", "in_blocks", "replace_leaves"]

BLOCK = 12_288
"""Rows computed at once. A temporary of 96 KiB stays in the cache and below the 128 KiB from which
the common allocator asks the system for fresh pages each time. The bits of an answer do not depend
on it."""

_PIECES = 16
"""Minimum number of blocks of an array. Blocks of a large array, whose freed memory the allocator
keeps, are larger, so that there are fewer of them and less overhead."""

_LARGEST = 65_536
"""Maximum number of rows computed at once: half a megabyte a temporary, of which the cache holds a
few."""

Keys: TypeAlias = tuple[str, ...]


def replace_leaves(values: Mapping[str, Any], leaves: Mapping[Keys, Any]) -> dict[str, Any]:
    """Return the tree with other leaves, unchecked; branches without any of them are shared."""
    tree = dict(values)
    copied: dict[Keys, dict[str, Any]] = {(): tree}
    for keys, leaf in leaves.items():
        branch = tree
        for depth in range(1, len(keys)):
            place = keys[:depth]
            if place not in copied:
                copied[place] = branch[place[-1]] = dict(branch[place[-1]])
            branch = copied[place]
        branch[keys[-1]] = leaf
    return tree


def array_leaves(values: Mapping[str, Any], above: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yield every array of a tree with the keys that lead to it."""
    for name, leaf in values.items():
        if isinstance(leaf, dict):
            yield from array_leaves(leaf, (*above, name))
        elif isinstance(leaf, np.ndarray):
            yield (*above, name), leaf


def in_blocks(function: Callable[..., Sequence[Raw]], *raws: Raw) -> list[Raw]:
    """Return the results of an elementwise function, computed block by block.

    Parameters
    ----------
    function : callable
        Function of the raws, or of a block of each, that returns its results.
    *raws : float or array
        They broadcast together.

    Returns
    -------
    list of float or array
        Each result, in the full shape of the raws where these hold an array.
    """
    shape = np.broadcast_shapes(*map(np.shape, raws))
    if not shape:
        return list(function(*raws))
    wide = [np.reshape(raw, (1,) * (len(shape) - np.ndim(raw)) + np.shape(raw)) for raw in raws]
    answers: list[Any] = []
    for block in _blocks(shape):
        results = function(*(_cut(array, block, shape) for array in wide))
        answers = answers or [np.empty(shape) for _ in results]
        for answer, part in zip(answers, results, strict=True):
            answer[block] = part
    return answers


def _cut(array: Any, block: tuple[slice, ...], shape: tuple[int, ...]) -> Any:
    """Return an array's part in a block; a dimension of one stays as it is."""
    if array.shape == shape:
        return array[block]
    sizes = zip(array.shape, block, strict=True)
    return array[tuple(slice(None) if size == 1 else part for size, part in sizes)]


def _blocks(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Yield the slices that cut a shape into pieces, in order."""
    most = min(max(BLOCK, math.prod(shape) // _PIECES), _LARGEST)
    inner, axis = 1, len(shape)
    while axis and inner * shape[axis - 1] <= most:
        axis -= 1
        inner *= shape[axis]
    whole = (slice(None),) * (len(shape) - axis)
    if not axis:
        yield whole
        return
    step = most // inner
    for lead in np.ndindex(shape[: axis - 1]):
        for start in range(0, shape[axis - 1], step):
            yield (*(slice(k, k + 1) for k in lead), slice(start, start + step), *whole)
