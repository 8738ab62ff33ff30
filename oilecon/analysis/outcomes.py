"""What every analysis shares: which outcomes are asked for, and what reads them.

`read_outcomes` is the door: it refuses what is no outcome and finds a reader for each. What it
returns holds plain values; nothing is validated again and nothing is modelled here. `evaluation`
names the outcomes, `netback` computes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon.analysis.columns import PERCENT, shown
from oilecon.analysis.inputs import Keys, read_scenario
from oilecon.blocks import array_leaves, in_blocks, replace_leaves
from oilecon.errors import (
    InputError,
    NegativePriceWarning,
    UndefinedWarning,
    UnitError,
    UnknownName,
    did_you_mean,
    quote,
)
from oilecon.evaluation import Evaluator, check_finite
from oilecon.netback.route import Case
from oilecon.outcomes import outcome_unit
from oilecon.results import Comparison, Netback
from oilecon.scenario_tree import Scenario
from oilecon.units import FRACTION, to_magnitude, to_quantity, unit_text

if TYPE_CHECKING:
    from oilecon.formulas.derivation import Derivation
    from oilecon.netback.lines import Waterfall
    from oilecon.typing import OutcomeLike
    from oilecon.units import Quantity, Raw

    OneOutcome: TypeAlias = OutcomeLike | Mapping[str, OutcomeLike]  # of one entry: with a name
    OutcomesLike: TypeAlias = OutcomeLike | Sequence[OutcomeLike] | Mapping[str, OutcomeLike]

__all__ = [
    "UNDEFINED",
    "AskedOutcomes",
    "OutcomeQuery",
    "read_outcome",
    "read_outcomes",
    "warn_undefined",
]

Reader: TypeAlias = "Callable[[Case], Raw]"

UNDEFINED = "its reference is not above zero there"


@dataclass(frozen=True)
class AskedOutcomes:
    """What was asked, without what answers it: how figures of it are read and shown.

    Attributes
    ----------
    scenario : Scenario
        Of which.
    names, units : tuple of str
        The outcomes.
    """

    scenario: Scenario
    names: tuple[str, ...]
    units: tuple[str, ...]

    def without_answers(self) -> AskedOutcomes:
        """Return what holds no function of anybody's, and so can leave the process."""
        return AskedOutcomes(self.scenario, self.names, self.units)

    def read_figure(self, value: Any, where: str, position: int = 0) -> float:
        """Return a figure that is compared with an outcome, without its unit.

        Raises
        ------
        UnitError
            If the unit does not fit.
        InputError
            If it is not finite, or an array.
        """
        unit = self.units[position]
        try:
            raw = to_magnitude(value, FRACTION if unit == PERCENT else unit)
        except UnitError as error:
            msg = f"{where}: {error}"
            raise UnitError(msg) from error
        if not np.isfinite(raw).all():
            example = "15 %" if unit == PERCENT else f"20 {unit}"
            msg = f"{where}: expected a finite figure, got {quote(value)}; write {example!r}"
            raise InputError(msg)
        if not isinstance(raw, float):
            msg = f"{where}: expected one figure, got an array of shape {raw.shape}"
            raise InputError(msg)
        return raw

    def to_quantity(self, raw: Raw, position: int = 0) -> Quantity:
        """Return an outcome as a Quantity."""
        unit = self.units[position]
        return to_quantity(shown(raw, unit), unit)


@dataclass(frozen=True)
class OutcomeQuery(AskedOutcomes):
    """Outcomes of a scenario, read off any other leaves.

    Attributes
    ----------
    asked : dict of str to str or callable
        What each outcome was asked as.
    routes : tuple of str
        Reference and alternative, or the one route.
    values : mapping
        The tree in which leaves are put; its arrays broadcast with them.
    readers : tuple of callable
        What reads each outcome off a case of the tree.
    """

    asked: Mapping[str, OutcomeLike]
    routes: tuple[str, ...]
    values: Mapping[str, Any]
    readers: tuple[Reader, ...]

    def of(self, values: Mapping[str, Any]) -> OutcomeQuery:
        """Return the same query of another tree, which may have other lines."""
        return _query(self.scenario, self.asked, self.routes, values, ())

    def value(self, place: Keys) -> Any:
        """Return what stands at a place of the tree."""
        leaf: Any = self.values
        for key in place:
            leaf = leaf[key]
        return leaf

    def case(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return every outcome with these leaves, all rows at once."""
        case = Case(replace_leaves(self.values, leaves))
        return [reader(case) for reader in self.readers]

    def answers(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return every outcome with these leaves, block by block where they are large.

        Each is a float, or an array of the shape to which all leaves broadcast.
        """
        return self.replaced({**self._arrays, **leaves})

    @cached_property
    def _arrays(self) -> dict[Keys, Raw]:
        return dict(array_leaves(self.values))

    def replaced(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return the same where the leaves also take the place of all arrays of the scenario."""

        def block(*parts: Raw) -> list[Raw]:
            return self.case(dict(zip(leaves, parts, strict=True)))

        return in_blocks(block, *leaves.values())


# -- the door ----------------------------------------------------------------------------------


def read_outcomes(
    scenario: object, outcomes: object, routes: Sequence[str] | None = None
) -> OutcomeQuery:
    """Return what reads outcomes off a scenario.

    Parameters
    ----------
    scenario : Scenario
        It may hold arrays.
    outcomes : str, callable, or a sequence or mapping of them
        Names as a `Comparison` knows them, or functions of the comparison (of the netback, where
        the scenario has one route) that return a quantity. The model is asked once, for the lines
        that there are and the unit that a function returns.
    routes : pair of str, optional
        Reference and alternative; the scenario's two routes, if it has no more.

    Raises
    ------
    PathError, UnknownName
        If there is no such outcome or route.
    InputError
        If none is asked for, or it is not clear which routes a loss is between.
    """
    tree = read_scenario(scenario)
    asked = _named(outcomes)
    between = _routes(tree, routes, asked.values())
    return _query(tree, asked, between, tree.values, tree.shape)


def read_outcome(
    scenario: object, outcome: object, routes: Sequence[str] | None = None
) -> OutcomeQuery:
    """Return the query of one outcome, for answers that are about one; see `read_outcomes`.

    Raises
    ------
    PathError, UnknownName, InputError
        As `read_outcomes`; also if several outcomes are asked for.
    """
    query = read_outcomes(scenario, outcome, routes)
    if len(query.names) > 1:
        listed = ", ".join(query.names)
        msg = f"outcome: expected one, got {len(query.names)}: {listed}; ask for one at a time"
        raise InputError(msg)
    return query


def _query(
    scenario: Scenario,
    asked: Mapping[str, OutcomeLike],
    routes: tuple[str, ...],
    values: Mapping[str, Any],
    shape: tuple[int, ...],
) -> OutcomeQuery:
    """Return what reads each outcome off a case of a tree."""
    # An evaluator asks no more of a scenario than this.
    tree: Any = SimpleNamespace(values=values, shape=shape, routes=scenario.routes)
    evaluator = Evaluator(tree, routes)
    units, readers = [], []
    for name, outcome in asked.items():
        if isinstance(outcome, str):
            unit, reader = _of_name(evaluator, outcome)
        else:
            unit, reader = _of_function(evaluator, outcome, name, scenario)
        units.append(unit)
        readers.append(reader)
    return OutcomeQuery(scenario, tuple(asked), tuple(units), asked, routes, values, tuple(readers))


def _of_name(evaluator: Evaluator, outcome: str) -> tuple[str, Reader]:
    """Return unit and reader of an outcome by its name; of one route, its own names do."""
    routes = evaluator.routes
    head = outcome.partition(".")[0]
    if len(routes) == 1 and head not in {*routes, "supply", "loss"}:
        outcome = f"{routes[0]}.{outcome}"
    reader = evaluator.reader(outcome)
    return outcome_unit(outcome), lambda case: check_finite(outcome, reader(case))


def _of_function(
    evaluator: Evaluator, function: Callable[[Any], Any], name: str, scenario: Scenario
) -> tuple[str, Reader]:
    """Return unit and reader of a function of the comparison; the first case tells the unit."""
    make = Comparison if len(evaluator.routes) > 1 else Netback

    def answer(case: Case) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)  # it is said of the whole
            warnings.simplefilter("ignore", NegativePriceWarning)  # as of outcomes by name
            return function(make(TrialResult(evaluator, case, scenario)))

    unit = unit_text(answer(evaluator.first_case()))
    magnitude_unit = FRACTION if unit == PERCENT else unit

    def reader(case: Case) -> Raw:
        try:
            raw = to_magnitude(answer(case), magnitude_unit)
        except UnitError as error:
            msg = f"outcome {name}: {error}"
            raise UnitError(msg) from error
        return check_finite("loss" if np.isnan(raw).any() else name, raw)

    return unit, reader


def _named(outcomes: Any) -> dict[str, OutcomeLike]:
    """Return the outcomes by name."""
    if isinstance(outcomes, Mapping):
        asked: dict[str, Any] = {str(name): ask for name, ask in outcomes.items()}
    else:
        single = isinstance(outcomes, str) or callable(outcomes)
        every = [outcomes] if single else outcomes
        try:
            every = list(every)
        except TypeError as error:
            msg = f"outcome: expected a name or a function, got {type(outcomes).__name__}"
            raise InputError(msg) from error
        asked = {}
        for ask in every:
            if _called(ask) in asked:
                msg = f"outcome: two are called {_called(ask)!r}; name them in a mapping"
                raise InputError(msg)
            asked[_called(ask)] = ask
    for ask in asked.values():
        if not (isinstance(ask, str) or callable(ask)):
            msg = f"outcome: expected a name or a function, got {quote(ask)}; write 'loss'"
            raise InputError(msg)
    if not asked:
        msg = "outcome: expected at least one, got none; write for example 'loss'"
        raise InputError(msg)
    return asked


def _called(ask: Any) -> str:
    return ask if isinstance(ask, str) else getattr(ask, "__name__", quote(ask))


def _routes(scenario: Scenario, routes: Sequence[str] | None, asked: Any) -> tuple[str, ...]:
    names = tuple(scenario.routes)
    if routes is None:
        unclear = any(callable(ask) or ask.partition(".")[0] == "loss" for ask in asked)
        if len(names) > 2 and unclear:  # noqa: PLR2004  a loss is between two
            listed = ", ".join(map(repr, names))
            msg = f"routes: the scenario has {listed}; write routes={names[:2]!r}"
            raise InputError(msg)
        return names[:2]
    try:
        given = (routes,) if isinstance(routes, str) else tuple(routes)
    except TypeError as error:
        msg = f"routes: expected a reference and an alternative, got {quote(routes)}"
        raise InputError(msg) from error
    if len(given) not in {1, 2}:
        msg = f"routes: expected a reference and an alternative, got {len(given)} names"
        raise InputError(msg)
    for name in given:
        if name not in names:
            msg = f"no route {quote(name)} in the scenario{did_you_mean(str(name), names)}"
            raise UnknownName(msg)
    return given


# -- answers -----------------------------------------------------------------------------------


def warn_undefined(name: str, raw: Any) -> int:
    """Warn of the cases in which an outcome is not defined, and return how many they are."""
    count = int(np.isnan(raw).sum())
    if count:
        of = f"{count} of {np.size(raw)} cases"
        msg = f"{name} is not defined in {of}: {UNDEFINED}; these are NaN"
        warnings.warn(msg, UndefinedWarning, stacklevel=3)  # who asked the question
    return count


class TrialResult:
    """What a comparison of replaced leaves asks.

    Parameters
    ----------
    evaluator : Evaluator
        Which reads outcomes.
    case : Case
        Of the tree with the leaves that are tried.
    before : Scenario
        The scenario whose tree it was.
    """

    def __init__(self, evaluator: Evaluator, case: Case, before: Scenario) -> None:
        self.routes = evaluator.routes
        self._evaluator = evaluator
        self._case = case
        self._before = before

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that is tried: of many cases at once, it holds arrays."""
        return Scenario.of_values(self._case.values, self._before)

    @cached_property
    def _shape(self) -> tuple[int, ...]:
        arrays = (array for _, array in array_leaves(self._case.values))
        return np.broadcast_shapes(*map(np.shape, arrays))

    def figures(self, outcomes: Sequence[str]) -> list[Raw]:
        """Return outcomes by name, each in the scenario's shape."""
        figures = [
            check_finite(name, self._evaluator.reader(name)(self._case)) for name in outcomes
        ]
        shape = self._shape
        # Copied: the result writes to it, and lets nobody else.
        return [
            raw if np.shape(raw) == shape else np.broadcast_to(raw, shape).copy() for raw in figures
        ]

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's lines."""
        return self._case.waterfall(route)

    def explain(self, outcome: str) -> Derivation:
        """Refuse: a trial is one of many."""
        msg = f"explain({outcome!r}): an outcome is a figure; explain one case of the scenario"
        raise InputError(msg)
