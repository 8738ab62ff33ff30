"""Attribution: the difference of two routes, or two scenarios, shared out over what differs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.columns import column, shown
from oilecon.analysis.coverage import (
    DIFFER,
    Coverage,
    Covered,
    HeldInput,
    VariedInput,
    given_numbers,
)
from oilecon.analysis.inputs import one_case
from oilecon.analysis.outcomes import OutcomeQuery, read_outcome, read_outcomes, undefined_loss
from oilecon.arguments import choice
from oilecon.blocks import replace_leaves
from oilecon.core import waterfall as fold
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, path_of
from oilecon.inputs import Route
from oilecon.outcomes import HEAVY
from oilecon.plotting import Plot, Plotted
from oilecon.results import Comparison
from oilecon.scenario_pairs import ScenarioComparison
from oilecon.scenario_tree import Scenario
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from oilecon.analysis.outcomes import OneOutcome
    from oilecon.units import FloatArray, Quantity

__all__ = ["Attribution", "attribute"]

_MAX_PARTS = 20  # differing inputs or groups: a million mixtures
_METHODS = ("shapley", "sequential")


class _Difference(NamedTuple):
    """One leaf, or one part of another shape, that differs."""

    keys: tuple[str, ...]
    before: Any
    after: Any
    home: type[Group]  # below which the keys begin

    @property
    def plain(self) -> bool:
        """True if it is a number on both sides, which an array can carry."""
        return isinstance(self.before, float) and isinstance(self.after, float)

    @property
    def name(self) -> str:
        """Path of the leaf; of members that differ by name, their paths."""
        members = [
            path
            for path in (path_of(self.home, (*self.keys, name)) for name in self._members())
            if path
        ]
        return ", ".join(members) or path_of(self.home, self.keys)

    def _members(self) -> list[str]:
        """Return the names that only one side has; all where the order alone differs."""
        if path_of(self.home, self.keys) != path_of(self.home, self.keys[:-1]):
            return []  # it has a path of its own
        left, right = self.before or {}, self.after or {}
        return [name for name in left | right if name not in left or name not in right] or list(
            left
        )


class Attribution(Plotted, Covered):
    """A difference shared out over what differs.

    Attributes
    ----------
    outcome, method : str
        The outcome that differs, and the method by which it was shared out.
    before, after : Quantity
        The outcome of the first and of the second.
    contributions : dict of str to Quantity
        By input or group, the largest first. An input goes by its path. Members that only one
        side has are exchanged as one, and go by their paths with commas between. The left fold
        ``before + c1 + c2 + ...`` is `after`, to the last bit; where the parts alone cannot reach
        it, a last one is called ``rounding``.
    scenarios : tuple of Scenario
        The first and the second; of a comparison, its scenario twice.
    routes : pair of str, or empty
        Of a comparison, its reference and its alternative.
    """

    plots = FrozenDict(
        bridge=Plot(
            "the bridge from before to after, with what raises and what lowers the outcome",
            {"max_rows": "number of parts with a bar of their own, the largest; 12 if left out"},
        )
    )

    def __init__(
        self,
        outcome: str,
        method: str,
        unit: str,
        totals: tuple[float, float],
        parts: dict[str, Any],
        *,
        coverage: Coverage,
        scenarios: tuple[Scenario, Scenario],
        routes: tuple[str, ...],
    ) -> None:
        self.coverage = coverage
        self.scenarios = scenarios
        self.routes = routes
        self.outcome = outcome
        self.method = method
        self._unit = unit
        self._totals = totals
        self._parts = parts
        self.before: Quantity = to_quantity(totals[0], unit)
        self.after: Quantity = to_quantity(totals[1], unit)
        self.contributions = {name: to_quantity(part, unit) for name, part in parts.items()}

    @property
    def difference(self) -> Quantity:
        """Outcome after less outcome before."""
        return to_quantity(self._totals[1] - self._totals[0], self._unit)

    def to_frame(self) -> pd.DataFrame:
        """Return the contributions as a waterfall from before to after.

        Returns
        -------
        pandas.DataFrame
            By input or group: contribution, running total, and share of the outcome before in
            percent (of a margin that falls, these sum to the loss with its sign turned).
        """
        import pandas as pd

        amounts = [self._totals[0], *self._parts.values()]
        return pd.DataFrame(
            {
                column("contribution", self._unit): amounts[1:],
                column("total", self._unit): fold.cumulate(amounts)[1:],
                "of before [%]": [_share(part, self._totals[0]) for part in amounts[1:]],
            },
            index=pd.Index(list(self._parts), name="input"),
        )

    def __str__(self) -> str:
        """Return the contributions, and what differs and what was held fixed."""
        return self._printed(self.to_frame())

    def __repr__(self) -> str:
        """Describe the result in one line."""
        span = f"{self._totals[0]:.2f} to {self._totals[1]:.2f} {self.before.units:~P}"
        parts = f"{span} by {len(self._parts)} parts; {self.coverage.short}"
        return f"<Attribution of {self.outcome}, {self.method}: {parts}>"


def _share(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else math.nan


def attribute(
    before: Comparison | ScenarioComparison | Scenario,
    after: Scenario | None = None,
    *,
    outcome: OneOutcome | None = None,
    routes: Sequence[str] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    method: str = "shapley",
    order: Sequence[str] = (),
) -> Attribution:
    """Return the contributions of what differs to the difference of two routes or two scenarios.

    Parameters
    ----------
    before : Comparison, ScenarioComparison or Scenario
        A comparison of two routes, or of a route in two scenarios, whose two sides are compared;
        or the first scenario.
    after : Scenario, optional
        The second scenario, with the same routes; `compare` with ``route=`` takes one of them.
    outcome : str or callable, optional
        Of a comparison: a figure of a route, such as ``'netback'``; the operating margin if left
        out. Of scenarios: as in `sweep`, such as ``'asia.netback'``; if left out, the loss, or the
        operating margin of a single route.
    routes : sequence of str, optional
        As in `sweep`.
    groups : mapping of str to sequence of str, optional
        Name to paths or patterns that are exchanged together; a path also stands for all below it.
        Of a comparison, paths begin below the route, such as ``'sea.vessel'``.
    method : {'shapley', 'sequential'}
        Shapley: the effect of each part averaged over all orders in which the parts could be
        exchanged, so that none depends on an order. Sequential: the effect of each in one order.
    order : sequence of str, optional
        For 'sequential': the parts that come first; the rest follow by name.

    Returns
    -------
    Attribution
        Contributions that add up to the difference exactly.

    Raises
    ------
    InputError
        If nothing differs, more than 20 parts differ, an order is given for Shapley, the outcome is
        not defined for a mixture of both, a group covers nothing that differs, or dates of a
        programme differ too.
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
    whole: tuple[Any, ...] = (before, after)
    if isinstance(before, ScenarioComparison):
        outcome = _figure_of(before.route, after, outcome)
        whole = before.scenarios
        before, after = (_alone(each, before.route) for each in before.scenarios)
    query, swap, differences = _sides(before, after, outcome, routes)
    if not differences:
        if isinstance(after, Scenario):
            end = float(np.ravel(query.case({})[0])[0])
            _check_end(query, read_outcomes(after, query.requested, routes), end)
        msg = "nothing differs between the two, so there is nothing to share out"
        raise InputError(msg)
    players = _players(differences, {} if groups is None else groups)
    if len(players) > _MAX_PARTS:
        msg = (
            f"{len(players)} inputs differ, and at most {_MAX_PARTS} are shared out; name groups "
            f"of them, as groups={{'ship': ['sea.vessel']}}. They are {', '.join(players)}"
        )
        raise InputError(msg)
    names = _ordered(players, order)
    if method == "shapley":
        if list(order):
            msg = (
                "order: has no effect under 'shapley', which averages over all orders; leave it "
                "out, or write method='sequential' too"
            )
            raise InputError(msg)
        names = list(players)
        table = _mixtures(query, swap, players)
        parts, totals = _shapley(table), (float(table.flat[0]), float(table.flat[-1]))
    else:
        steps = _steps(query, swap, [players[name] for name in names])
        parts, totals = list(np.diff(steps)), (steps[0], steps[-1])
    if isinstance(after, Scenario):
        _check_end(query, read_outcomes(after, query.requested, routes), totals[1])
    unit = query.units[0]
    scaled = {name: float(shown(part, unit)) for name, part in zip(names, parts, strict=True)}
    before_, after_ = (float(shown(total, unit)) for total in totals)
    largest = dict(sorted(scaled.items(), key=lambda item: -abs(item[1])))
    exact = _add_up(before_, largest, after_)
    sides: dict[str, Any] = {"scenarios": whole, "routes": ()}
    if isinstance(before, Comparison):
        sides = {
            "scenarios": (before.scenario, before.scenario),
            "routes": (before.reference, before.alternative),
        }
    coverage = _cover(before, after, query.routes, differences)
    totals = before_, after_
    return Attribution(query.names[0], method, unit, totals, exact, coverage=coverage, **sides)


# -- what differs ------------------------------------------------------------------------------


def _sides(before: Any, after: Any, outcome: Any, routes: Any) -> tuple[OutcomeQuery, Any, Any]:
    """Return the query, the keys above what is exchanged, and what differs."""
    if isinstance(before, Comparison):
        one_case(before.scenario, "an attribution")
        reference, alternative = before.reference, before.alternative
        outcome = _figure_of(reference, after, outcome)
        query = read_outcome(before.scenario, outcome, (reference, alternative), before.measure)
        both = before.scenario.values["routes"]
        differences = list(_differences(both[reference], both[alternative], Route))
        return query, ("routes", reference), differences
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
    if outcome is None:
        outcome = "loss" if len(before.routes) > 1 else "operating"
    second = read_outcomes(after, outcome, routes)  # an error if only the first has the outcome
    differences = list(_differences(before.values, after.values, Scenario))
    query = read_outcome(before, outcome, routes)
    if second.measure != query.measure:  # in one of the two the routes sell different streams
        query = replace(query, measure=HEAVY).of(query.values)
    return query, (), differences


def _check_end(query: OutcomeQuery, own: OutcomeQuery, total: float) -> None:
    """Raise an error if what is not exchanged, such as a date, makes a difference too."""
    if own.measure != query.measure:
        return
    end = float(np.ravel(own.case({})[0])[0])
    if not math.isclose(end, total, rel_tol=1e-9, abs_tol=1e-9):
        msg = (
            "the two differ in dates too, which are not exchanged; write the same dates in both, "
            "and a licence of '0 kb/day' in the months in which an outlet is closed"
        )
        raise InputError(msg)


def _alone(scenario: Scenario, route: str) -> Scenario:
    """Return a scenario without its other routes, none of which an outcome of this one reads."""
    return scenario.evolve(routes={route: scenario.routes[route]})


def _figure_of(route: str, after: Any, outcome: Any) -> str:
    """Return the outcome of a comparison by its full name."""
    if after is not None or callable(outcome):
        msg = "a comparison holds both sides; write attribute(comparison, outcome='netback')"
        raise InputError(msg)
    outcome = "operating" if outcome is None else str(outcome)
    return f"{route}.{outcome.removeprefix(f'{route}.')}"


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
        elif not _same(left, right):
            yield _Difference(keys, left, right, home)


def _same(left: Any, right: Any) -> bool:
    """Return whether two leaves are equal; the months of a programme are arrays."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return np.array_equal(left, right)
    return bool(left == right)


def _cover(
    before: Comparison | Scenario,
    after: Scenario | None,
    routes: Sequence[str],
    differences: Sequence[_Difference],
) -> Coverage:
    """Return the inputs that differ, and those that are the same on both sides."""
    reference, alternative = "", ""
    if isinstance(before, Comparison):
        reference, alternative = before.reference, before.alternative
    first = before.scenario if isinstance(before, Comparison) else before
    second = first if after is None else after
    other = {each.path: each.raw for each in given_numbers(second, routes)}
    held, neutrals = [], 0
    for path, unit, raw, _, neutral in given_numbers(first, routes):
        head, _, below = path.partition(".")
        own = bool(reference) and head == reference  # else both routes share it
        partner = f"{alternative}.{below}" if own else path
        if (reference and head == alternative) or other.get(partner) != raw:
            continue
        why = "common to both routes" if reference and not own else "the same on both sides"
        neutrals += neutral
        if not neutral:
            held.append(HeldInput(below if own else path, raw, unit, why))
    varied = tuple(VariedInput(each.name) for each in differences)
    return Coverage(DIFFER, varied, tuple(held), neutrals)


def _players(differences: Sequence[_Difference], groups: Any) -> dict[str, list[_Difference]]:
    """Return the differences that are exchanged together, by group or path; ordered by name."""
    players: dict[str, list[_Difference]] = {}
    rest = list(differences)
    if not isinstance(groups, Mapping):
        msg = f"groups: expected a mapping of names to paths, got {quote(groups)}"
        raise InputError(msg)
    for group, patterns in groups.items():
        try:
            listed = [patterns] if isinstance(patterns, str) else list(patterns)
        except TypeError as error:
            msg = f"groups: {quote(group)}: expected a list of paths, got {quote(patterns)}"
            raise InputError(msg) from error
        inside = [each for each in rest if any(_covers(pattern, each.name) for pattern in listed)]
        if not inside:
            names = [each.name for each in rest]
            near = did_you_mean(str(listed[0]) if listed else "", names)
            other = " and is in no other group" if len(rest) < len(differences) else ""
            msg = f"groups: {quote(group)} covers nothing that differs{other}{near}"
            raise InputError(msg)
        players[str(group)] = inside
        rest = [each for each in rest if each not in inside]
    for difference in rest:
        if difference.name in players:
            msg = (
                f"groups: {quote(difference.name)} is an input outside that group; give the group "
                "another name"
            )
            raise InputError(msg)
        players[difference.name] = [difference]
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
    groups = list(players.values())
    shaped = [k for k, parts in enumerate(groups) if not all(part.plain for part in parts)]
    plain = [k for k in range(count) if k not in shaped]
    # One long dimension for all numbers: NumPy is slow on many short ones.
    bits = np.indices((2,) * len(plain)).reshape(len(plain), 2 ** len(plain)).astype(bool)
    leaves = {
        (*swap, *part.keys): np.where(bit, part.after, part.before)
        for k, bit in zip(plain, bits, strict=True)
        for part in groups[k]
    }
    table = np.empty((2,) * count)
    for sides in product((0, 1), repeat=len(shaped)):
        index: list[Any] = [slice(None)] * count
        other: dict[Any, Any] = {}
        for k, side in zip(shaped, sides, strict=True):
            index[k] = side
            other |= {(*swap, *part.keys): part[1 + side] for part in groups[k]}
        raw = np.broadcast_to(_answer(query, other, leaves, groups), (2 ** len(plain),))
        table[tuple(index)] = raw.reshape((2,) * len(plain))
    _all_defined(query, table)
    return table


def _answer(
    query: OutcomeQuery,
    other: Mapping[Any, Any],
    leaves: Mapping[Any, Any],
    groups: Sequence[Sequence[_Difference]],
) -> Any:
    """Return the outcome of a mixture: with parts of another shape, and with other numbers.

    Raises
    ------
    InputError
        If it cannot be computed since an input lacks another, which the other side alone has.
    """
    values = replace_leaves(query.values, other) if other else query.values
    try:
        return (query.of(values) if other else query).answers(leaves)[0]
    except (ArithmeticError, LookupError, StopIteration, TypeError) as error:
        try:
            Scenario.of_values(values, query.scenario)
        except InputError as why:
            parts = (part for parts in groups for part in parts if not part.plain)
            listed = [path for part in parts for path in part.name.split(", ")]
            rule = str(why).partition("; ")[0]
            msg = (
                f"a mixture of what differs breaks a rule: {rule}; exchange together what depends "
                f"on each other, as groups={{'both': {listed}}}"
            )
            raise InputError(msg) from error
        raise


def _steps(query: OutcomeQuery, swap: tuple[str, ...], groups: Sequence[Any]) -> list[float]:
    """Return the outcome before, and after each exchange in turn."""
    outcomes: list[float] = []
    leaves: dict[Any, Any] = {}
    for parts in ([], *groups):
        leaves |= {(*swap, *part.keys): part.after for part in parts}
        outcomes.append(float(_answer(query, leaves, {}, groups)))
    _all_defined(query, np.array(outcomes))
    return outcomes


def _all_defined(query: OutcomeQuery, table: FloatArray) -> None:
    undefined = int(np.isnan(table).sum())
    if undefined:
        raise undefined_loss(query.names[0], f"for {undefined} of {table.size} mixtures of the two")


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


def _add_up(before: float, parts: Mapping[str, float], after: float) -> dict[str, float]:
    """Return the parts so that the left fold of `before` and all of them is `after`.

    Rounding leaves the fold a few last bits away; the largest part that can absorb them does.
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
