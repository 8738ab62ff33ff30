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

from oilecon.core.elementwise import ceiling, floor, maximum, minimum, where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from oilecon.units import Raw

__all__ = [
    "Level",
    "Lot",
    "Source",
    "Split",
    "Tier",
    "best_split",
    "divided",
    "is_zero",
    "quotient",
]

_WHOLE = 1e-9  # of a cargo; less is missing by rounding alone
_NO_LIMIT = float("inf")


class Level(NamedTuple):
    """A price at which an outlet buys."""

    value: Raw  # of a barrel sold there [USD/bbl]
    most: Raw  # that it buys at this price or a higher one [bbl]


@dataclass(frozen=True)
class Lot:
    """An outlet in a month.

    Attributes
    ----------
    source : int or array
        Position of its stream.
    most : float or array
        The most that it takes [bbl].
    levels : tuple of Level
        Its prices, each for all that it buys; one where the price does not fall with the volume.
    cargo : float, array or None
        Barrels of a whole cargo; None, or 0 on a path, where a part of one may go.
    least : float or array
        The least that it takes if it takes any [bbl].
    before : float or array
        Barrels of a term contract that it has already, at the same price [bbl].
    """

    source: Any
    most: Raw
    levels: tuple[Level, ...]
    cargo: Raw | None = None
    least: Raw = 0.0
    before: Raw = 0.0


class Tier(NamedTuple):
    """Shared diluent of one source."""

    left: Raw  # [bbl]
    extra: Raw  # of its price, above that of the stream's own diluent [USD/bbl]


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


def best_split(lots: Sequence[Lot], sources: Sequence[Source], pool: Sequence[Tier]) -> Split:
    """Return the split that earns most.

    Parameters
    ----------
    lots : sequence of Lot
        The outlets; of equal ones the first is served first.
    sources : sequence of Source
        The streams.
    pool : sequence of Tier
        Shared diluent, the cheapest first; empty where none is shared.

    Returns
    -------
    Split
        Where outlets have several prices, of all their combinations the best: all of an outlet's
        barrels have the price of the last one.
    """
    best: Split | None = None
    for choice in itertools.product(*map(_choices, lots)):
        fixed = [_fixed(lot, *each) for lot, each in zip(lots, choice, strict=True)]
        split = _in_order(fixed, sources, pool)
        earned = split.earned
        for lot, (level, _) in zip(lots, choice, strict=True):
            if not is_zero(lot.before):
                earned = earned + _of_term(lot, level)
        split = split._replace(levels=[level for level, _ in choice], earned=earned)
        best = split if best is None else _better(best, split)
    assert best is not None  # noqa: S101  a product of ranges that are not empty
    return best


def _choices(lot: Lot) -> list[tuple[int, bool]]:
    """Return the levels of a lot, and whether it takes more than its term volume.

    Nothing more comes first, at each price that the term volume may have.
    """
    levels = range(len(lot.levels))
    without = [] if is_zero(lot.least) else levels[:1] if is_zero(lot.before) else levels
    return [*((level, False) for level in without), *((level, True) for level in levels)]


def _fixed(lot: Lot, level: int, more: bool) -> Lot:  # noqa: FBT001  of a pair
    """Return a lot with one price, or one that takes nothing more."""
    chosen = lot.levels[level]
    if not more:
        return replace(lot, most=0.0, levels=(chosen,), least=0.0)
    most = chosen.most
    if not is_zero(lot.before):
        most = maximum(most - lot.before, 0.0)
    return replace(lot, most=minimum(lot.most, most), levels=(chosen,))


def _of_term(lot: Lot, level: int) -> Raw:
    """Return what the term volume earns at a price: all of an outlet's barrels have one [USD].

    The price of a lot that is less than the term volume is none; beyond all, it has the last.
    """
    earned: Raw = lot.before * lot.levels[level].value
    if level == len(lot.levels) - 1:
        return earned
    over = lot.before > lot.levels[level].most * (1.0 + _WHOLE)
    return where(over, -np.inf, earned)


def divided(lots: Sequence[Lot], sources: Sequence[Source], pool: Sequence[Tier]) -> Split:
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


def _in_order(lots: Sequence[Lot], sources: Sequence[Source], pool: Sequence[Tier]) -> Split:
    """Return the best split of lots with one price each."""
    keys: list[Raw] = []
    for lot in lots:
        source, value = sources[lot.source], lot.levels[0].value
        key = value - source.cost
        if pool:  # what needs none of it is served apart, in any order
            key = quotient(key, source.pooled, key)
        keys.append(key)
    plain = all(lot.cargo is None and is_zero(lot.least) for lot in lots)
    if plain and not pool:  # whatever the order: a path's bits depend on no other path
        return _side_by_side(keys, lots, sources)
    order = _order_of(keys)
    if order is not None:
        return _served(order, lots, sources, pool)
    return _by_order(keys, lots, sources, pool)


def is_zero(figure: Any) -> bool:
    """Return whether a figure is zero on every path, as what is left out is."""
    return isinstance(figure, float) and figure == 0.0


def _side_by_side(keys: Sequence[Raw], lots: Sequence[Lot], sources: Sequence[Source]) -> Split:
    """Return the split of plain lots: each has what those before it on a path leave of its stream.

    Nobody is served in turn, so that no path is sorted.
    """
    sold: list[Raw] = []
    earned: Raw = 0.0
    ready = [source.tank + source.fresh for source in sources]
    most = [minimum(lot.most, ready[lot.source]) for lot in lots]
    before: list[Raw] = [0.0] * len(lots)
    for first, second in itertools.combinations(range(len(lots)), 2):
        if lots[first].source == lots[second].source:
            overtaken: Any = keys[second] > keys[first]
            before[first] = before[first] + where(overtaken, most[second], 0.0)
            before[second] = before[second] + where(overtaken, 0.0, most[first])
    for lot, limit, taken in zip(lots, most, before, strict=True):
        source, value = sources[lot.source], lot.levels[0].value
        total = minimum(maximum(ready[lot.source] - taken, 0.0), limit)
        from_tank: Raw = 0.0
        if not is_zero(source.tank):
            from_tank = minimum(maximum(source.tank - taken, 0.0), limit)
        made = where(value > source.cost, total - from_tank, 0.0)
        from_tank = where(value > 0.0, from_tank, 0.0)
        sold.append(from_tank + made)
        earned = earned + sold[-1] * value - made * source.cost
    return Split(sold, [0] * len(lots), earned)


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
    keys: Sequence[Raw], lots: Sequence[Lot], sources: Sequence[Source], pool: Sequence[Tier]
) -> Split:
    """Return the split where paths have several orders: rank by rank, over all paths."""
    places = _places(keys)
    order = np.empty_like(places)
    np.put_along_axis(order, places, np.arange(len(lots))[:, None], axis=0)
    split = _served(range(len(lots)), _ranked(lots, order), sources, pool)
    sold = np.stack(np.broadcast_arrays(*split.sold))
    return split._replace(sold=[*np.take_along_axis(sold, places, axis=0)])


def _places(keys: Sequence[Raw]) -> Any:
    """Return the place of each key on each path, the highest first; of equal ones the first."""
    places = np.zeros((len(keys), *np.broadcast_shapes(*map(np.shape, keys))), dtype=np.intp)
    for before, after in itertools.combinations(range(len(keys)), 2):
        overtaken = keys[after] > keys[before]
        places[before] += overtaken
        places[after] += np.logical_not(overtaken)
    return places


def _ranked(lots: Sequence[Lot], order: Any) -> list[Lot]:
    """Return lots by their place: on each path, the one that has it there."""
    paths = np.arange(order.shape[1])
    places = order * paths.size + paths

    def chosen(figures: Sequence[Any]) -> Any:
        """Return the figures of each place."""
        if not any(map(np.ndim, figures)):
            alike = all(each == figures[0] for each in figures)
            return figures if alike else np.array(figures)[order]
        rows = np.empty((len(figures), paths.size))
        for row, figure in zip(rows, figures, strict=True):
            row[...] = figure
        return rows.reshape(-1)[places]

    whole = any(lot.cargo is not None for lot in lots)
    fields = (
        [lot.source for lot in lots],
        [lot.most for lot in lots],
        [lot.levels[0].value for lot in lots],
        [0.0 if whole and lot.cargo is None else lot.cargo for lot in lots],
        [lot.least for lot in lots],
    )
    return [
        Lot(source, most, (Level(value, _NO_LIMIT),), cargo, least)
        for source, most, value, cargo, least in zip(*map(chosen, fields), strict=True)
    ]


def _served(
    order: Sequence[int], lots: Sequence[Lot], sources: Sequence[Source], pool: Sequence[Tier]
) -> Split:
    """Return the split of lots that are served in an order, after the least that each takes."""
    ready = _Ready(sources, pool)
    sold: list[Raw] = [0.0] * len(lots)
    lots = list(lots)
    for k in order:
        lot = lots[k]
        if is_zero(lot.least):
            continue
        least = lot.least
        if lot.cargo is not None:
            least = _cargoes(ceiling, least, lot.cargo, -_WHOLE)
        sold[k] = ready.take(lot, minimum(least, lot.most), at_any_price=True)
        short = sold[k] < least * (1.0 - _WHOLE)
        ready.earned = where(short, -np.inf, ready.earned)
        lots[k] = replace(lot, most=maximum(lot.most - sold[k], 0.0))
    for k in order:
        sold[k] = sold[k] + ready.take(lots[k], lots[k].most)
    return Split(sold, [0] * len(lots), ready.earned)


class _ByStream:
    """Figures by the position of their stream: one for all paths, or one for each."""

    def __init__(self, figures: Sequence[Raw]) -> None:
        self.figures = list(figures)

    def __getitem__(self, at: Any) -> Raw:
        if isinstance(at, int):
            return self.figures[at]
        figure = self.figures[0]
        for position, each in enumerate(self.figures[1:], 1):
            figure = where(at == position, each, figure)
        return figure

    def __setitem__(self, at: Any, figure: Raw) -> None:
        if isinstance(at, int):
            self.figures[at] = figure
            return
        for position, each in enumerate(self.figures):
            self.figures[position] = where(at == position, figure, each)


class _Ready:
    """The barrels that are left while lots are served, and what those served earn."""

    def __init__(self, sources: Sequence[Source], pool: Sequence[Tier]) -> None:
        self.tanks, self.fresh, self.costs, self.pooled = (
            _ByStream(figures) for figures in zip(*sources, strict=True)
        )
        self.left = [tier.left for tier in pool]
        self.extras = [tier.extra for tier in pool]
        self.earned: Raw = 0.0

    def take(self, lot: Lot, most: Raw, *, at_any_price: bool = False) -> Raw:
        """Take what a lot pays for, from the tanks and then of what can be made."""
        at, value = lot.source, lot.levels[0].value
        costs, tank = self._costs(at), self.tanks[at]
        from_tank = minimum(most, tank)
        made = self._made(at, most - from_tank)
        if not at_any_price:
            made = [
                where(value > each, amount, 0.0) for each, amount in zip(costs, made, strict=True)
            ]
            if lot.cargo is not None:
                from_tank, made = _whole(lot.cargo, from_tank, made)
            from_tank = where(value > 0.0, from_tank, 0.0)
        total = made[0]
        for amount in made[1:]:
            total = total + amount
        self.tanks[at] = tank - from_tank
        for k, (each, amount) in enumerate(zip(costs, made, strict=True)):
            self.earned = self.earned - amount * each
            if self.left:
                used = amount * self.pooled[at]
                self.left[k] = maximum(self.left[k] - used, 0.0)
        self.fresh[at] = self.fresh[at] - total
        sold = from_tank + total
        self.earned = self.earned + sold * value
        return sold

    def _costs(self, at: Any) -> list[Raw]:
        """Return the cost of a barrel made, by the source of its diluent."""
        if not self.extras:
            return [self.costs[at]]
        return [self.costs[at] + self.pooled[at] * extra for extra in self.extras]

    def _made(self, at: Any, most: Raw) -> list[Raw]:
        """Return the barrels that can be made, by the source of their diluent."""
        room = minimum(most, self.fresh[at])
        if not self.left:
            return [room]
        amounts = []
        for left in self.left:
            amount = minimum(room, quotient(left, self.pooled[at]))
            room = room - amount
            amounts.append(amount)
        return amounts


def _whole(cargo: Raw, from_tank: Raw, made: list[Raw]) -> tuple[Raw, list[Raw]]:
    """Return barrels of whole cargoes, of those from the tanks and those made."""
    total = from_tank
    for amount in made:
        total = total + amount
    rest = _cargoes(floor, total, cargo, _WHOLE)
    from_tank = minimum(from_tank, rest)
    rest = rest - from_tank
    kept = []
    for amount in made:
        kept.append(minimum(amount, rest))
        rest = rest - kept[-1]
    return from_tank, kept


def _cargoes(rounded: Callable[[Raw], Raw], barrels: Raw, cargo: Raw, slack: float) -> Raw:
    """Return barrels in whole cargoes; as they are where parts of cargoes may go."""
    some: Any = cargo > 0.0
    return where(some, rounded(barrels / where(some, cargo, 1.0) + slack) * cargo, barrels)


def quotient(amount: Raw, by: Raw, otherwise: Raw = _NO_LIMIT) -> Raw:
    """Return a quotient; another figure, no limit if none is given, where the divisor is zero."""
    some: Any = by > 0.0
    if isinstance(some, bool):
        return amount / by if some else otherwise
    return where(some, amount / where(some, by, 1.0), otherwise)
