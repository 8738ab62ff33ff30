"""Tables of a result: rows by name, of one case or of each case of arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

__all__ = ["in_words", "table"]

_WORDS = {"lpg": "LPG", "jet": "jet fuel"}


def in_words(name: str) -> str:
    """Return the name of a product, a unit or a stream in words."""
    return _WORDS.get(name, name.replace("_", " "))


def table(
    rows: Mapping[Any, Mapping[str, Any]], shape: tuple[int, ...], levels: Sequence[str]
) -> pd.DataFrame:
    """Return a table of rows by name, or by case and name.

    Parameters
    ----------
    rows : mapping
        By name, or by a tuple of names: column to number, array or text.
    shape : tuple of int
        Of the cases; empty for one.
    levels : sequence of str
        Names of the index.
    """
    import pandas as pd

    size = int(np.prod(shape))
    named = [name if isinstance(name, tuple) else (name,) for name in rows]
    columns = {}
    for column in next(iter(rows.values())):
        each = [np.broadcast_to(row[column], shape).ravel() for row in rows.values()]
        columns[column] = np.stack(each).T.ravel().tolist()
    arrays = [np.tile(np.array(level, dtype=object), size) for level in zip(*named, strict=True)]
    if shape:
        cases = np.repeat(np.arange(size), len(rows))
        index: pd.Index[Any] = pd.MultiIndex.from_arrays([cases, *arrays], names=["case", *levels])
    elif len(levels) > 1:
        index = pd.MultiIndex.from_arrays(arrays, names=list(levels))
    else:
        index = pd.Index(arrays[0], name=levels[0])
    return pd.DataFrame(columns, index=index)
