"""The choice of a month: which outlets take the barrels, and how many.

A stream's barrels come from its tanks, or are made in the month, at a cost. Those made take heavy
crude of the stream and, where a pool is shared, diluent of the pool. The outlets are served in the
order of what a barrel of the shared diluent earns there; limits that lie within one another
like these make that order the optimum (Edmonds 1970, the greedy algorithm on polymatroids), and a
linear program finds nothing better.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.core.elementwise import floor, maximum, minimum, where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from oilecon.units import Raw

__all__ = ["Level", "Lot", "Source", "Split", "best_split", "divided"]

_WHOLE = 1e-9  # of a cargo; less is missing by rounding alone


class Level(NamedTuple):
    """A price at which an outlet buys."""

    value: Raw  # of a barrel sold there [USD/bbl]
    most: Raw  # that it buys at this price or a higher one [bbl]


@dataclass(frozen=True)
class Lot:
    """An outlet in a month.

    Attributes
    ----------
    source : int
        Position of its stream.
    most : float or array
        The most that it takes [bbl].
    levels : tuple of Level
        Its prices, each for all that it buys; one where the price does not fall with the volume.
    cargo : float, array or None
        Barrels of a whole cargo; None where a part of one may go.
    """

    source: int
    most: Raw
    levels: tuple[Level, ...]
    cargo: Raw | None = None


class Source(NamedTuple):
    """A stream's barrels for sale."""

    tank: Raw  # there already [bbl]
    fresh: Raw  # that can be made [bbl]
    cost: Raw  # of a barrel made [USD/bbl]
    pooled: Raw  # barrels of shared diluent in a barrel made; 0 without a pool


class Split(NamedTuple):
    """A split of a month's barrels."""

    sold: list[Raw]  # of each lot [bbl]
    levels: list[Raw | int]  # of each lot, the position of its price
    earned: Raw  # by the objective [USD]


def best_split(lots: Sequence[Lot], sources: Sequence[Source], pool: Raw | None) -> Split:
    """Return the split that earns most.

    Parameters
    ----------
    lots : sequence of Lot
        The outlets; of equal ones the first is served first.
    sources : sequence of Source
        The streams.
    pool : float, array or None
        Barrels of shared diluent; None where none is shared.

    Returns
    -------
    Split
        Where outlets have several prices, of all their combinations the best: all of an outlet's
        barrels have the price of the last one.
    """
    best: Split | None = None
    for levels in itertools.product(*(range(len(lot.levels)) for lot in lots)):
        fixed = [
            replace(lot, most=minimum(lot.most, lot.levels[k].most), levels=(lot.levels[k],))
            for lot, k in zip(lots, levels, strict=True)
        ]
        split = _in_order(fixed, sources, pool)._replace(levels=list(levels))
        best = split if best is None else _better(best, split)
    assert best is not None  # noqa: S101  a product of ranges that are not empty
    return best


def divided(lots: Sequence[Lot], sources: Sequence[Source], pool: Raw | None) -> Split:
    """Return the best split if parts of cargoes could go: it earns at least as much."""
    return best_split([replace(lot, cargo=None) for lot in lots], sources, pool)


def _better(best: Split, other: Split) -> Split:
    """Return the better of two splits, path by path."""
    more: Any = other.earned > best.earned
    if not np.ndim(more):
        return other if more else best
    return Split(
        [where(more, new, old) for new, old in zip(other.sold, best.sold, strict=True)],
        [where(more, new, old) for new, old in zip(other.levels, best.levels, strict=True)],
        where(more, other.earned, best.earned),
    )


def _in_order(lots: Sequence[Lot], sources: Sequence[Source], pool: Raw | None) -> Split:
    """Return the best split of lots with one price each."""
    keys: list[Raw] = []
    for lot in lots:
        source, value = sources[lot.source], lot.levels[0].value
        key = value - source.cost
        if pool is not None:  # what needs none of it is served apart, in any order
            key = where(source.pooled > 0.0, key / maximum(source.pooled, 1e-300), key)
        keys.append(key)
    order = _order_of(keys)
    if order is not None:
        return _served(order, lots, sources, pool)
    return _by_order(keys, lots, sources, pool)


def _order_of(keys: Sequence[Raw]) -> list[int] | None:
    """Return the order, highest first, if it is the same on all paths."""
    firsts = [key if isinstance(key, float) else float(key[0]) for key in keys]
    order = sorted(range(len(keys)), key=lambda k: -firsts[k])
    alike = all(  # equal ones stand in their own order on every path
        np.all(keys[before] >= keys[after] if before < after else keys[before] > keys[after])
        for before, after in itertools.pairwise(order)
    )
    return order if alike else None


def _by_order(
    keys: Sequence[Raw], lots: Sequence[Lot], sources: Sequence[Source], pool: Raw | None
) -> Split:
    """Return the split where paths have several orders: each group of paths by its own."""
    matrix = np.stack(np.broadcast_arrays(*keys))
    order = np.argsort(-matrix, axis=0, kind="stable")
    size = np.broadcast_shapes(
        matrix.shape[1:],
        *(np.shape(lot.most) for lot in lots),
        *(np.shape(each) for source in sources for each in source),
        np.shape(0.0 if pool is None else pool),
    )
    code = np.zeros(order.shape[1:], dtype=np.int64)
    for row in order:
        code = code * len(lots) + row
    code = np.broadcast_to(code, size)
    sold = [np.empty(size) for _ in lots]
    earned = np.empty(size)
    for each in np.unique(code):
        at = np.flatnonzero(code == each)

        def cut(raw: Any, at: Any = at) -> Any:
            return raw[at] if isinstance(raw, np.ndarray) and raw.shape == size else raw

        part = _served(
            (order[:, at[0]] if order.shape[1:] == size else order[:, 0]).tolist(),
            [_lot_of(lot, cut) for lot in lots],
            [Source(*map(cut, source)) for source in sources],
            cut(pool),
        )
        for whole, some in zip(sold, part.sold, strict=True):
            whole[at] = some
        earned[at] = part.earned
    return Split([*sold], [0] * len(lots), earned)


def _lot_of(lot: Lot, cut: Callable[[Any], Any]) -> Lot:
    """Return a lot on some of the paths."""
    levels = tuple(Level(*map(cut, level)) for level in lot.levels)
    return replace(lot, most=cut(lot.most), levels=levels, cargo=cut(lot.cargo))


def _served(
    order: Sequence[int], lots: Sequence[Lot], sources: Sequence[Source], pool: Raw | None
) -> Split:
    """Return the split of lots that are served in an order."""
    tanks = [source.tank for source in sources]
    fresh = [source.fresh for source in sources]
    sold: list[Raw] = [0.0] * len(lots)
    earned: Raw = 0.0
    for k in order:
        lot, at = lots[k], lots[k].source
        source, value = sources[at], lot.levels[0].value
        room = fresh[at]
        if pool is not None:
            room = minimum(room, _divided(pool, source.pooled))
        from_tank = minimum(lot.most, tanks[at])
        made = minimum(lot.most - from_tank, room)
        if lot.cargo is not None:
            loaded = floor((from_tank + made) / lot.cargo + _WHOLE) * lot.cargo
            of_tank = minimum(floor(from_tank / lot.cargo + _WHOLE) * lot.cargo, from_tank)
            loaded = where(value > source.cost, loaded, of_tank)
            from_tank = minimum(from_tank, loaded)
            made = loaded - from_tank
        from_tank = where(value > 0.0, from_tank, 0.0)
        made = where(value > source.cost, made, 0.0)
        tanks[at] = tanks[at] - from_tank
        fresh[at] = fresh[at] - made
        if pool is not None:
            pool = maximum(pool - made * source.pooled, 0.0)
        sold[k] = from_tank + made
        earned = earned + sold[k] * value - made * source.cost
    return Split(sold, [0] * len(lots), earned)


def _divided(pool: Raw, pooled: Raw) -> Raw:
    """Return the barrels that a pool's diluent suffices for; no limit where they need none."""
    return where(pooled > 0.0, pool / maximum(pooled, 1e-300), np.inf)
