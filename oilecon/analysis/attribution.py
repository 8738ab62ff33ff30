"""Why two routes, or two scenarios, differ: the difference shared out over what differs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.columns import column, shown
from oilecon.analysis.inputs import one_case
from oilecon.analysis.outcomes import OutcomeQuery, read_outcome, read_outcomes
from oilecon.arguments import choice
from oilecon.blocks import replace_leaves
from oilecon.core import waterfall as fold
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, path_of
from oilecon.inputs import Route
from oilecon.plotting import Plot, Plotted
from oilecon.results import Comparison
from oilecon.scenario_tree import Scenario
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from oilecon.analysis.outcomes import OneOutcome
    from oilecon.units import FloatArray, Quantity

__all__ = ["Attribution", "attribute"]

_MOST = 20  # differing inputs or groups: a million mixtures
_METHODS = ("shapley", "sequential")


class _Difference(NamedTuple):
    """One leaf, or one part of another shape, that differs."""

    keys: tuple[str, ...]
    before: Any
    after: Any
    home: type[Group]  # below which the keys begin

    @property
    def plain(self) -> bool:
        """Whether it is a number on both sides, which an array can carry."""
        return isinstance(self.before, float) and isinstance(self.after, float)

    @property
    def name(self) -> str:
        """Its path; of members of which one side has others, the paths of those."""
        members = [
            path
            for path in (path_of(self.home, (*self.keys, name)) for name in self._members())
            if path
        ]
        return ", ".join(members) or path_of(self.home, self.keys)

    def _members(self) -> list[str]:
        """Return the names that differ or that only one side has; all where their order does."""
        if path_of(self.home, self.keys) != path_of(self.home, self.keys[:-1]):
            return []  # it has a path of its own
        left, right = self.before or {}, self.after or {}
        return [name for name in left | right if name not in left or name not in right] or list(
            left
        )


class Attribution(Plotted):
    """A difference shared out over what differs.

    Attributes
    ----------
    outcome, method : str
        What differs, and how it was shared out.
    before, after : Quantity
        The outcome of the first and of the second.
    contributions : dict of str to Quantity
        By input or group, the largest first. An input is called by its path; members that only one
        side has are exchanged as one, and called by theirs with commas between. The left fold
        ``before + c1 + c2 + ...`` is `after`, to the last bit; where the parts alone cannot reach
        it, a last one is called ``rounding``.
    scenarios : tuple of Scenario
        The first and the second; of a comparison twice the same.
    routes : pair of str, or empty
        Of a comparison, its reference and its alternative.
    """

    plots = FrozenDict(
        bridge=Plot(
            "the bridge from before to after, with what adds and what takes away",
            {"most": "how many parts have a bar of their own, the largest first; 12 if left out"},
        )
    )

    def __init__(
        self,
        outcome: str,
        method: str,
        unit: str,
        ends: tuple[float, float],
        parts: dict[str, Any],
        *,
        scenarios: tuple[Scenario, Scenario],
        routes: tuple[str, ...],
    ) -> None:
        self.scenarios = scenarios
        self.routes = routes
        self.outcome = outcome
        self.method = method
        self._unit = unit
        self._ends = ends
        self._parts = parts
        self.before: Quantity = to_quantity(ends[0], unit)
        self.after: Quantity = to_quantity(ends[1], unit)
        self.contributions = {name: to_quantity(part, unit) for name, part in parts.items()}

    @property
    def difference(self) -> Quantity:
        """After less before."""
        return to_quantity(self._ends[1] - self._ends[0], self._unit)

    def to_frame(self) -> pd.DataFrame:
        """Return the contributions as a waterfall from before to after.

        Returns
        -------
        pandas.DataFrame
            By input or group: contribution, running total, and share of the outcome before in
            percent (of a margin that falls, these sum to the loss with its sign turned).
        """
        import pandas as pd

        amounts = [self._ends[0], *self._parts.values()]
        return pd.DataFrame(
            {
                column("contribution", self._unit): amounts[1:],
                column("total", self._unit): fold.cumulate(amounts)[1:],
                "of before [%]": [_share(part, self._ends[0]) for part in amounts[1:]],
            },
            index=pd.Index(list(self._parts), name="input"),
        )

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        ends = f"{self._ends[0]:.2f} to {self._ends[1]:.2f} {self.before.units:~P}"
        return f"<Attribution of {self.outcome}, {self.method}: {ends} by {len(self._parts)} parts>"


def _share(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else math.nan


def attribute(
    before: Comparison | Scenario,
    after: Scenario | None = None,
    *,
    outcome: OneOutcome = "operating",
    routes: Sequence[str] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    method: str = "shapley",
    order: Sequence[str] = (),
) -> Attribution:
    """Return why two routes, or two scenarios, differ.

    Parameters
    ----------
    before : Comparison or Scenario
        A comparison: why its alternative's outcome is not its reference's. Or the first scenario.
    after : Scenario, optional
        The second scenario, with the same routes.
    outcome : str or callable
        Of a comparison: a figure of one route, such as ``'netback'``. Of scenarios: as in `sweep`,
        such as ``'loss'`` or ``'asia.netback'``.
    routes : pair of str, optional
        As in `sweep`.
    groups : mapping of str to sequence of str, optional
        Name to paths or patterns that are exchanged together; a path also stands for all below it.
        Of a comparison, paths begin below the route, such as ``'sea.vessel'``.
    method : {'shapley', 'sequential'}
        Shapley: each part's effect averaged over all orders in which the parts could be exchanged,
        so that none depends on an order. Sequential: the effect of each in one order.
    order : sequence of str, optional
        For 'sequential': which parts come first; the rest follow by name.

    Returns
    -------
    Attribution
        Contributions that add up to the difference exactly.

    Raises
    ------
    InputError
        If nothing differs, more than 20 parts differ, the outcome is not defined for a mixture of
        both, or a group covers nothing that differs.
    PathError
        If there is no such outcome.

    Notes
    -----
    Shapley, L. S. (1953), A value for n-person games: the average of marginal effects over all
    orders, here by its weights s! (n - 1 - s)! / n! over all 2^n mixtures.

    Examples
    --------
    >>> import oilecon as oe
    >>> c = oe.compare(oe.scenario("article"), "gulf", "asia")
    >>> parts = oe.attribute(c, groups={"ship and voyage": ["sea"]})
    >>> print(f"{parts.contributions['ship and voyage']:.2f}")
    -4.27 USD/bbl
    """
    method = choice(method, _METHODS, "method")
    query, swap, found = _sides(before, after, outcome, routes)
    if not found:
        msg = "nothing differs between the two, so there is nothing to share out"
        raise InputError(msg)
    players = _players(found, {} if groups is None else groups)
    if len(players) > _MOST:
        msg = (
            f"{len(players)} inputs differ, and at most {_MOST} are shared out; name groups of "
            f"them, as groups={{'ship': ['sea.vessel']}}. They are {', '.join(players)}"
        )
        raise InputError(msg)
    if method == "shapley":
        names = list(players)
        table = _mixtures(query, swap, players)
        parts, ends = _shapley(table), (float(table.flat[0]), float(table.flat[-1]))
    else:
        names = _ordered(players, order)
        steps = _steps(query, swap, [players[name] for name in names])
        parts, ends = list(np.diff(steps)), (steps[0], steps[-1])
    unit = query.units[0]
    scaled = {name: float(shown(part, unit)) for name, part in zip(names, parts, strict=True)}
    before_, after_ = (float(shown(end, unit)) for end in ends)
    largest = dict(sorted(scaled.items(), key=lambda item: -abs(item[1])))
    settled = _settled(before_, largest, after_)
    told: dict[str, Any] = {"scenarios": (before, after), "routes": ()}
    if isinstance(before, Comparison):
        told = {
            "scenarios": (before.scenario, before.scenario),
            "routes": (before.reference, before.alternative),
        }
    return Attribution(query.names[0], method, unit, (before_, after_), settled, **told)


# -- what differs ------------------------------------------------------------------------------


def _sides(before: Any, after: Any, outcome: Any, routes: Any) -> tuple[OutcomeQuery, Any, Any]:
    """Return the query, the keys above what is exchanged, and what differs."""
    if isinstance(before, Comparison):
        one_case(before.scenario, "an attribution")
        if after is not None or callable(outcome):
            msg = "a comparison holds both sides; write attribute(comparison, outcome='netback')"
            raise InputError(msg)
        reference, alternative = before.reference, before.alternative
        outcome = f"{reference}.{str(outcome).removeprefix(f'{reference}.')}"
        query = read_outcome(before.scenario, outcome, (reference, alternative))
        both = before.scenario.values["routes"]
        found = list(_differences(both[reference], both[alternative], Route))
        return query, ("routes", reference), found
    if not (isinstance(before, Scenario) and isinstance(after, Scenario)):
        kinds = f"{type(before).__name__} and {type(after).__name__}"
        msg = f"expected a Comparison, or two Scenarios, got {kinds}"
        raise InputError(msg)
    one_case(before, "an attribution")
    one_case(after, "an attribution")
    if list(before.routes) != list(after.routes):
        names = f"{', '.join(before.routes)} and {', '.join(after.routes)}"
        msg = f"expected two scenarios with the same routes, got {names}"
        raise InputError(msg)
    read_outcomes(after, outcome, routes)  # refuse an outcome that only the first has
    found = list(_differences(before.values, after.values, Scenario))
    return read_outcome(before, outcome, routes), (), found


def _differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    home: type[Group],
    above: tuple[str, ...] = (),
) -> Iterator[_Difference]:
    """Yield what differs, as deep as both sides have the same shape."""
    for key, left in before.items():
        right, keys = after[key], (*above, key)
        if isinstance(left, Mapping) and isinstance(right, Mapping):
            if list(left) == list(right) and left.get("kind") == right.get("kind"):
                yield from _differences(left, right, home, keys)
            else:
                yield _Difference(keys, left, right, home)
        elif left != right:
            yield _Difference(keys, left, right, home)


def _players(found: Sequence[_Difference], groups: Any) -> dict[str, list[_Difference]]:
    """Return what is exchanged together, by group or by path; ordered by name."""
    players: dict[str, list[_Difference]] = {}
    rest = list(found)
    if not isinstance(groups, Mapping):
        msg = f"groups: expected a mapping of names to paths, got {quote(groups)}"
        raise InputError(msg)
    for group, patterns in groups.items():
        try:
            listed = [patterns] if isinstance(patterns, str) else list(patterns)
        except TypeError as error:
            msg = f"groups: {quote(group)}: expected a list of paths, got {quote(patterns)}"
            raise InputError(msg) from error
        inside = [one for one in rest if any(_covers(pattern, one.name) for pattern in listed)]
        if not inside:
            names = [one.name for one in rest]
            near = did_you_mean(str(listed[0]) if listed else "", names)
            left = " and is in no other group" if len(rest) < len(found) else ""
            msg = f"groups: {quote(group)} covers nothing that differs{left}{near}"
            raise InputError(msg)
        players[str(group)] = inside
        rest = [one for one in rest if one not in inside]
    for one in rest:
        if one.name in players:
            msg = f"groups: {quote(one.name)} is an input outside that group; name it otherwise"
            raise InputError(msg)
        players[one.name] = [one]
    return dict(sorted(players.items()))


def _covers(pattern: str, paths: str) -> bool:
    return any(_covers_one(pattern, path) for path in paths.split(", "))


def _covers_one(pattern: str, path: str) -> bool:
    steps, parts = str(pattern).split("."), path.split(".")
    return len(steps) <= len(parts) and all(
        step in ("*", part) for step, part in zip(steps, parts, strict=False)
    )


def _ordered(players: Mapping[str, Any], order: Sequence[str]) -> list[str]:
    try:
        first = [order] if isinstance(order, str) else list(order)
    except TypeError as error:
        msg = f"order: expected a list of inputs or groups, got {quote(order)}"
        raise InputError(msg) from error
    for name in first:
        if name not in tuple(players):
            msg = f"order: no part {quote(name)} differs{did_you_mean(str(name), players)}"
            raise InputError(msg)
    if len(set(first)) < len(first):
        msg = "order: a part stands twice"
        raise InputError(msg)
    return first + [name for name in players if name not in first]


# -- mixtures of both --------------------------------------------------------------------------


def _mixtures(
    query: OutcomeQuery, swap: tuple[str, ...], players: Mapping[str, list[_Difference]]
) -> FloatArray:
    """Return the outcome of every mixture: a dimension of two for each part, before and after."""
    count = len(players)
    each = list(players.values())
    shaped = [k for k, parts in enumerate(each) if not all(one.plain for one in parts)]
    plain = [k for k in range(count) if k not in shaped]
    # One long dimension for all numbers: NumPy is slow on many short ones.
    bits = np.indices((2,) * len(plain)).reshape(len(plain), 2 ** len(plain)).astype(bool)
    leaves = {
        (*swap, *one.keys): np.where(bit, one.after, one.before)
        for k, bit in zip(plain, bits, strict=True)
        for one in each[k]
    }
    table = np.empty((2,) * count)
    for sides in product((0, 1), repeat=len(shaped)):
        index: list[Any] = [slice(None)] * count
        other: dict[Any, Any] = {}
        for k, side in zip(shaped, sides, strict=True):
            index[k] = side
            other |= {(*swap, *one.keys): one[1 + side] for one in each[k]}
        here = query.of(replace_leaves(query.values, other)) if other else query
        raw = np.broadcast_to(here.answers(leaves)[0], (2 ** len(plain),))
        table[tuple(index)] = raw.reshape((2,) * len(plain))
    _all_defined(query, table)
    return table


def _steps(query: OutcomeQuery, swap: tuple[str, ...], each: Sequence[Any]) -> list[float]:
    """Return the outcome before, and after each exchange in turn."""
    found: list[float] = []
    leaves: dict[Any, Any] = {}
    for parts in ([], *each):
        leaves |= {(*swap, *one.keys): one.after for one in parts}
        here = query.of(replace_leaves(query.values, leaves))
        found.append(float(here.answers({})[0]))
    _all_defined(query, np.array(found))
    return found


def _all_defined(query: OutcomeQuery, table: FloatArray) -> None:
    undefined = int(np.isnan(table).sum())
    if undefined:
        msg = (
            f"{query.names[0]} is not defined for {undefined} of {table.size} mixtures of the "
            "two: its reference is not above zero there; ask for a margin in USD/bbl instead"
        )
        raise InputError(msg)


def _shapley(table: FloatArray) -> list[float]:
    """Return each part's effect, averaged over all orders."""
    count = table.ndim
    weights = [
        math.factorial(size) * math.factorial(count - 1 - size) / math.factorial(count)
        for size in range(count)
    ]
    others = np.array(weights)[np.indices((2,) * (count - 1)).sum(axis=0).ravel()]
    parts = []
    for k in range(count):
        effect = np.diff(table.reshape(2**k, 2, -1), axis=1).ravel()
        parts.append(float((others * effect).sum()))
    return parts


def _settled(before: float, parts: Mapping[str, float], after: float) -> dict[str, float]:
    """Return the parts so that the left fold of before and all of them is `after`.

    Rounding leaves the fold a few last bits away; the largest part that can take them does.
    """
    names, amounts = list(parts), [before, *parts.values()]
    for k in range(1, len(amounts)):
        trial = amounts.copy()
        for _ in range(4):
            rest = after - float(fold.fold(trial))
            if rest == 0.0:
                return dict(zip(names, trial[1:], strict=True))
            trial[k] += rest
    return dict(zip(names, amounts[1:], strict=True)) | {
        "rounding": after - float(fold.fold(amounts))
    }
