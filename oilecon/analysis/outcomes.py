"""The requested outcomes of an analysis, and their readers, which every analysis shares.

`read_outcomes` is the only way in: it raises for an unknown outcome and finds a reader for each.
The query that it returns holds plain values, which are not validated again. Nothing is modelled in
this module: `evaluation` names the outcomes, `netback` computes them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

import numpy as np

from oilecon.analysis.columns import PERCENT, Counted, shown
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
from oilecon.netback.lines import RESERVED_ROUTES, compared, in_money
from oilecon.netback.route import Case
from oilecon.outcomes import (
    BLEND,
    HEAVY,
    MEASURES,
    heading,
    of_stream,
    outcome_unit,
    undefined_in,
)
from oilecon.results import Comparison, Netback
from oilecon.scenario_tree import Scenario
from oilecon.units import FRACTION, to_magnitude, to_quantity, unit_text

if TYPE_CHECKING:
    import numpy.typing as npt

    from oilecon.formulas.derivation import Derivation
    from oilecon.netback.lines import Waterfall
    from oilecon.typing import OutcomeLike
    from oilecon.units import FloatArray, Quantity, Raw

    OneOutcome: TypeAlias = OutcomeLike | Mapping[str, OutcomeLike]  # of one entry: with a name
    OutcomesLike: TypeAlias = OutcomeLike | Sequence[OutcomeLike] | Mapping[str, OutcomeLike]

__all__ = [
    "UNDEFINED",
    "OutcomeQuery",
    "RequestedOutcomes",
    "answers_of_rows",
    "read_outcome",
    "read_outcomes",
    "undefined_loss",
    "warn_undefined",
]

Reader: TypeAlias = "Callable[[Case], Raw]"

UNDEFINED = "its reference is not above zero there"


def undefined_loss(outcome: str, cases: str, instead: str = "") -> InputError:
    """Return the error for an outcome that is not defined everywhere, which a method needs.

    Parameters
    ----------
    outcome : str
        Its name.
    cases : str
        Where it is not, such as 'for 3 of 100 draws'.
    instead : str
        Another remedy than the loss in money.
    """
    msg = f"{outcome} is not defined {cases}: {UNDEFINED}; write {quote(in_money(outcome))}, "
    return InputError(f"{msg}the loss in USD/bbl{instead}")


@runtime_checkable
class OwnOutcomes(Protocol):
    """A scenario with outcomes of its own, such as the months of a programme."""

    def query_outcomes(self, requested: Mapping[str, OutcomeLike]) -> OutcomeQuery:
        """Return the query of its outcomes."""


@dataclass(frozen=True)
class RequestedOutcomes:
    """The requested outcomes without their readers: names and units, to read and show figures.

    Attributes
    ----------
    scenario : Scenario
        The scenario of the outcomes.
    names, units : tuple of str
        The outcomes.
    """

    scenario: Scenario
    names: tuple[str, ...]
    units: tuple[str, ...]

    def without_readers(self) -> RequestedOutcomes:
        """Return the outcomes without a user's functions, which cannot leave the process."""
        return RequestedOutcomes(self.scenario, self.names, self.units)

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
class OutcomeQuery(RequestedOutcomes):
    """Outcomes of a scenario, evaluated with other leaves.

    Attributes
    ----------
    requested : dict of str to str or callable
        Each outcome as the user wrote it, by its name.
    routes : tuple of str
        Reference and alternative, or the one route.
    values : mapping
        The tree whose leaves are replaced; its arrays broadcast with them.
    readers : tuple of callable
        The reader of each outcome, which takes a case of the tree.
    measure : str
        The measure of what is compared.
    within : bool
        True if amounts of one route are by that measure too; else they are as `evaluate` has them.
    """

    requested: Mapping[str, OutcomeLike]
    routes: tuple[str, ...]
    values: Mapping[str, Any]
    readers: tuple[Reader, ...]
    measure: str
    within: bool

    def of(self, values: Mapping[str, Any]) -> OutcomeQuery:
        """Return the same query of another tree, which may have other lines."""
        return _query(
            self.scenario, self.requested, self.routes, values, (), self.pinned, within=self.within
        )

    @property
    def pinned(self) -> str:
        """Measure that other trees are read by too; '' for that of their routes."""
        return self.measure if self.within or self.measure == HEAVY else ""

    def value(self, place: Keys) -> Any:
        """Return the value at a place of the tree."""
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

    def by_case(self) -> dict[Keys, FloatArray]:
        """Return every array of the tree that differs between cases, one number a case."""
        shape = self.scenario.cases
        return {keys: np.broadcast_to(raw, shape).ravel() for keys, raw in self._arrays.items()}

    def replaced(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return every outcome where the leaves also replace all arrays of the scenario."""

        def block(*parts: Raw) -> list[Raw]:
            return self.case(dict(zip(leaves, parts, strict=True)))

        return in_blocks(block, *leaves.values())


# -- reading the request -----------------------------------------------------------------------


def read_outcomes(
    scenario: object,
    outcomes: object,
    routes: Sequence[str] | None = None,
    *,
    holes: bool = False,
) -> OutcomeQuery:
    """Return the query of the requested outcomes of a scenario.

    Parameters
    ----------
    scenario : Scenario
        It may hold arrays.
    outcomes : str, callable, or a sequence or mapping of them
        Names as a `Comparison` knows them, or functions of the comparison (of the netback, where
        the scenario has one route) that return a quantity. The model is evaluated once, for the
        lines that there are and the unit that a function returns.
    routes : sequence of str, optional
        Reference and alternatives; the scenario's two routes, if it has no more.
    holes : bool
        True if the caller keeps account of missing rows, which are an error otherwise.

    Raises
    ------
    PathError, UnknownName
        If there is no such outcome or route.
    InputError
        If none is requested, rows are missing, or it is not clear which routes a loss is between.
    """
    tree = read_scenario(scenario)
    requested = _named(outcomes)
    if isinstance(tree, OwnOutcomes):
        return tree.query_outcomes(requested)
    between = _routes(tree, routes, requested.values())
    return _query(tree, requested, between, tree.filled if holes else tree.values, tree.shape)


def read_outcome(
    scenario: object,
    outcome: object,
    routes: Sequence[str] | None = None,
    measure: str = "",
) -> OutcomeQuery:
    """Return the query of a single outcome; see `read_outcomes`.

    With a `measure` all its amounts are by it.

    Raises
    ------
    PathError, UnknownName, InputError
        As `read_outcomes`; also if several outcomes are requested.
    """
    query = read_outcomes(scenario, outcome, routes)
    if len(query.names) > 1:
        listed = ", ".join(query.names)
        msg = f"outcome: expected one, got {len(query.names)}: {listed}; ask for one at a time"
        raise InputError(msg)
    if measure in {"", BLEND}:
        return query
    return replace(query, measure=measure, within=True).of(query.values)


def _query(
    scenario: Scenario,
    requested: Mapping[str, OutcomeLike],
    routes: tuple[str, ...],
    values: Mapping[str, Any],
    shape: tuple[int, ...],
    measure: str = "",
    *,
    within: bool = False,
) -> OutcomeQuery:
    """Return the query of outcomes of a tree, with a reader for each."""
    # An evaluator needs no more of a scenario than this.
    facts = {"shape": shape, "routes": scenario.routes, "holed": False}
    tree: Any = SimpleNamespace(filled=values, **facts)
    evaluator = Evaluator(tree, routes, measure)
    units, readers = [], []
    for name, outcome in requested.items():
        if isinstance(outcome, str):
            unit, reader = _of_name(evaluator, outcome, within=within)
        else:
            unit, reader = _of_function(evaluator, outcome, name, scenario)
        units.append(unit)
        readers.append(reader)
    names, readers_ = tuple(requested), tuple(readers)
    return OutcomeQuery(
        scenario,
        names,
        tuple(units),
        requested,
        routes,
        values,
        readers_,
        evaluator.measure,
        within,
    )


def _of_name(evaluator: Evaluator, outcome: str, *, within: bool) -> tuple[str, Reader]:
    """Return unit and reader of an outcome by its name; one route needs no prefix."""
    outcome = _full_name(evaluator, outcome)
    evaluator = evaluator if within else _as_evaluated(evaluator, outcome)
    reader, unit = evaluator.reader(outcome), outcome_unit(outcome, evaluator.measure)
    if evaluator.measure != BLEND and unit == MEASURES[evaluator.measure].unit:
        unit = Counted(unit, heading(outcome, evaluator.measure))
    return unit, lambda case: check_finite(outcome, reader(case))


def _as_evaluated(evaluator: Evaluator, outcome: str) -> Evaluator:
    """Return the evaluator of an outcome: of one route's amounts, that of the route alone.

    Its amounts are per barrel of blend, whichever stream another route of the analysis sells.
    """
    route = outcome.partition(".")[0]
    own = route in evaluator.routes and not compared(outcome) and not of_stream(outcome)
    if evaluator.measure == BLEND or not own:
        return evaluator
    return Evaluator(evaluator.scenario, (route,))


def _full_name(evaluator: Evaluator, outcome: str) -> str:
    """Return the name of an outcome with its route, which may be left out where there is one."""
    routes = evaluator.routes
    head = outcome.partition(".")[0]
    whole = of_stream(outcome) or head in {*routes, *RESERVED_ROUTES}
    bare = len(routes) == 1 and not whole
    return f"{routes[0]}.{outcome}" if bare else outcome


def _of_function(
    evaluator: Evaluator, function: Callable[[Any], Any], name: str, scenario: Scenario
) -> tuple[str, Reader]:
    """Return unit and reader of a function of the comparison; the first case tells the unit."""
    make = Comparison if len(evaluator.routes) > 1 else Netback

    def answer(case: Case) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)  # the caller warns once
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
        requested: dict[str, Any] = {str(name): outcome for name, outcome in outcomes.items()}
    else:
        single = isinstance(outcomes, str | bytes) or callable(outcomes)
        try:
            listed = [outcomes] if single else list(outcomes)
        except TypeError as error:
            msg = f"outcome: expected a name or a function, got {type(outcomes).__name__}"
            raise InputError(msg) from error
        requested = {}
        for outcome in listed:
            name = _name_of(outcome)
            if name in requested:
                msg = f"outcome: two are called {name!r}; name them in a mapping"
                raise InputError(msg)
            requested[name] = outcome
    for outcome in requested.values():
        if not (isinstance(outcome, str) or callable(outcome)):
            msg = f"outcome: expected a name or a function, got {quote(outcome)}; write 'loss'"
            raise InputError(msg)
    if not requested:
        msg = "outcome: expected at least one, got none; write for example 'loss'"
        raise InputError(msg)
    return requested


def _name_of(outcome: Any) -> str:
    return outcome if isinstance(outcome, str) else getattr(outcome, "__name__", quote(outcome))


def _routes(scenario: Scenario, routes: Sequence[str] | None, outcomes: Any) -> tuple[str, ...]:
    names = tuple(scenario.routes)
    if routes is None:
        unclear = any(map(_is_compared, outcomes))
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
    if not given or len(set(given)) < len(given):
        listed = ", ".join(map(quote, given)) or "none"
        msg = f"routes: expected a reference and other routes, each once, got {listed}"
        raise InputError(msg)
    for name in given:
        if name not in names:
            msg = f"no route {quote(name)} in the scenario{did_you_mean(str(name), names)}"
            raise UnknownName(msg)
    return given


def _is_compared(outcome: OutcomeLike) -> bool:
    """Return whether an outcome is of two routes, or may be."""
    return callable(outcome) or bool(compared(outcome))


def answers_of_rows(
    query: OutcomeQuery, scenario: Scenario
) -> list[tuple[Raw, npt.NDArray[np.bool_] | None]]:
    """Return a query's outcomes of another scenario, each with the rows that are missing there."""
    if not scenario.holed:
        again = _query_on(scenario, query)
        _refuse_other_measure(query, again.measure)
        return [(raw, None) for raw in again.answers({})]
    evaluator = Evaluator(scenario, query.routes, query.pinned)
    _refuse_other_measure(query, evaluator.measure)
    make: Any = Comparison if len(query.routes) > 1 else Netback
    anywhere = np.logical_or.reduce(np.broadcast_arrays(*scenario.holes().values()))
    answers: list[tuple[Raw, npt.NDArray[np.bool_] | None]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)  # the caller warns once
        for outcome, unit in zip(query.requested.values(), query.units, strict=True):
            if isinstance(outcome, str):
                name = _full_name(evaluator, outcome)
                reading = _as_evaluated(evaluator, name)
                answers.append((reading.figures((name,))[0], reading.missing(name)))
            else:
                raw = to_magnitude(outcome(make(evaluator)), FRACTION if unit == PERCENT else unit)
                answers.append((raw, np.broadcast_to(anywhere, scenario.cases) & np.isnan(raw)))
    return answers


def _query_on(scenario: Scenario, query: OutcomeQuery) -> OutcomeQuery:
    """Return a query of another scenario."""
    if isinstance(scenario, OwnOutcomes):
        return scenario.query_outcomes(query.requested)
    values, shape = scenario.values, scenario.cases
    return _query(scenario, query.requested, query.routes, values, shape, query.pinned)


def _refuse_other_measure(query: OutcomeQuery, measure: str) -> None:
    """Raise an error if rows of a comparison would be by several measures."""
    if measure == query.measure or not any(map(_is_compared, query.requested.values())):
        return
    msg = (
        f"{' and '.join(query.routes)} sell one stream in the scenario and different ones in some "
        "rows, whose losses are per barrel of blend and of heavy crude; begin with a scenario "
        "whose routes sell different streams, so that all are per barrel of heavy crude"
    )
    raise InputError(msg)


# -- answers -----------------------------------------------------------------------------------


def warn_undefined(name: str, raw: Any, missing: Any = None) -> int:
    """Warn of the cases in which an outcome is not defined, and return their number."""
    count = int(undefined_in(raw, missing).sum())
    if count:
        cases = f"{count} of {np.size(raw)} cases"
        msg = f"{name} is not defined in {cases}: {UNDEFINED}; these are NaN"
        warnings.warn(msg, UndefinedWarning, stacklevel=3)  # the caller of the analysis
    return count


class TrialResult:
    """The evaluation behind a comparison of replaced leaves.

    Parameters
    ----------
    evaluator : Evaluator
        Reads outcomes of a case.
    case : Case
        The case of the tree with the replaced leaves.
    before : Scenario
        The scenario before its leaves were replaced.
    """

    def __init__(self, evaluator: Evaluator, case: Case, before: Scenario) -> None:
        self.routes = evaluator.routes
        self.measure = evaluator.measure
        self._evaluator = evaluator
        self._case = case
        self._before = before

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with the replaced leaves: of many cases at once, it holds arrays."""
        values = {**self._case.values, "index": ()}  # a block is a part of the rows
        return Scenario.of_values(values, self._before)

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
        # Copied: the result writes into it, which a broadcast view does not allow.
        return [
            raw if np.shape(raw) == shape else np.broadcast_to(raw, shape).copy() for raw in figures
        ]

    def legs_of(self, route: str) -> list[str]:
        """Return the legs of a route that begin before the oil is the buyer's."""
        return self._evaluator.legs_of(route)

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's lines."""
        return self._evaluator.lines(self._case, route)

    def measured(self, measure: str) -> TrialResult:
        """Return the same evaluation with amounts by another measure."""
        evaluator = self._evaluator.measured(measure)
        if factor := MEASURES[measure].factor:  # refuses one that is not a finite number
            self.figures([f"{stream}.{factor}" for stream in evaluator.streams])
        return TrialResult(evaluator, self._case, self._before)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario with the replaced leaves."""
        return (self.scenario,)

    def between(self, routes: tuple[str, ...]) -> TrialResult:
        """Return the same evaluation of some of its routes."""
        return TrialResult(self._evaluator.between(routes), self._case, self._before)

    def on(self, part: Callable[[Scenario], Scenario]) -> TrialResult:
        """Raise: a trial is one of many."""
        del part
        msg = "an outcome is a figure; take one case of the scenario first, not of its results"
        raise InputError(msg)

    def missing(self, outcome: str) -> None:
        """Return that no row is missing, since trials replace whole rows."""

    def explain(self, outcome: str) -> Derivation:
        """Raise: a trial is one of many."""
        msg = f"explain({outcome!r}): an outcome is a figure; explain one case of the scenario"
        raise InputError(msg)
