"""What every question shares: which inputs change, and which outcomes are asked for.

A question holds a scenario and reads outcomes off it for any other leaves under its paths. Nothing
is validated again and nothing is modelled here: `evaluation` names the outcomes, `terms` computes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

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
from oilecon.units import FRACTION, PURE, to_magnitude, to_quantity, unit_text

if TYPE_CHECKING:
    from oilecon.fields import Number
    from oilecon.formulas.derivation import Derivation
    from oilecon.netback.lines import Waterfall
    from oilecon.units import Quantity, Raw

__all__ = [
    "PERCENT",
    "UNDEFINED",
    "Ask",
    "AskedOutcomes",
    "Input",
    "OutcomeQuery",
    "column",
    "no_arrays",
    "numbers",
    "read",
    "shown",
    "single",
    "warn_undefined",
]

Keys: TypeAlias = tuple[str, ...]
Ask: TypeAlias = "str | Callable[[Any], Any]"

PERCENT = "percent"
UNDEFINED = "its reference is not above zero there"


class Input(NamedTuple):
    """A number that is varied: one path, or all that a pattern covers, as one.

    Attributes
    ----------
    name : str
        The path or pattern.
    paths : tuple of str
        What it covers.
    places : tuple of tuple of str
        The keys of each in the tree of values.
    field : oilecon.fields.Number
        Unit and bounds.
    value : float or array
        What stands at the first of the paths.
    """

    name: str
    paths: tuple[str, ...]
    places: tuple[Keys, ...]
    field: Any
    value: Any

    def leaves(self, raw: Raw) -> dict[Keys, Raw]:
        """Return the raw at every place."""
        return dict.fromkeys(self.places, raw)


def numbers(scenario: Scenario, names: Sequence[str], *, absent: bool = False) -> list[Input]:
    """Return the inputs behind paths and patterns; several with commas between are one input.

    A number that is left out is refused unless `absent`: with it a route may have other lines, and
    only a scenario that was made with it knows them.

    Raises
    ------
    PathError
        If there is no such path.
    InputError
        If a path is given twice, holds no number, or one that is left out.
    """
    known = {path: (field, raw) for path, field, raw in scenario.leaves()}
    owner: dict[str, str] = {}
    found = []
    for name in names:
        parts = [part.strip() for part in str(name).split(",")]
        paths = tuple(path for part in parts for path in scenario.expand(part))
        for path in paths:
            if path in owner:
                msg = f"{path}: given twice, by {quote(owner[path])} and by {quote(name)}"
                raise InputError(msg)
            owner[path] = name
        places = tuple(map(scenario.place, paths))
        field = known[paths[0]][0]
        for path in paths:
            if known[path][0].unit != field.unit:
                msg = (
                    f"{name}: {paths[0]} is in {unit_shown(field.unit)} and {path} in "
                    f"{unit_shown(known[path][0].unit)}; what moves as one has one unit"
                )
                raise InputError(msg)
            if known[path][1] is None and not absent:
                msg = f"{path}: is left out here; put a number there first, with scenario.vary"
                raise InputError(msg)
        found.append(Input(str(name), paths, places, *known[paths[0]]))
    return found


def read(field: Number, value: Any, where: str) -> Raw:
    """Return a value as its field would read it, or refuse it by its path.

    Raises
    ------
    UnitError, InputError
        If it does not fit.
    """
    try:
        raw = field.read(value)
    except (UnitError, InputError) as error:
        msg = f"{where}: {error}"
        raise type(error)(msg) from error
    if raw is None:
        msg = f"{where}: expected {field.expected}, got None; write for example {field.example()}"
        raise InputError(msg)
    return raw


def unit_shown(unit: str) -> str:
    """Return a canonical unit as column names have it."""
    return PURE if unit == FRACTION else unit


def column(name: str, unit: str) -> str:
    """Return a column's name with its unit."""
    return f"{name} [{'%' if unit == PERCENT else unit_shown(unit)}]"


def shown(raw: Any, unit: str) -> Any:
    """Return plain numbers as tables show them: a loss in percent."""
    return raw * 100.0 if unit == PERCENT else raw


def is_scenario(scenario: Any) -> None:
    """Refuse what is no scenario.

    Raises
    ------
    InputError
        If it is none.
    """
    if not isinstance(scenario, Scenario):
        kind = type(scenario).__name__
        msg = f"expected a Scenario, got {kind}; write oilecon.scenario('article')"
        raise InputError(msg)


def no_arrays(scenario: Scenario, what: str) -> None:
    """Refuse a scenario that holds arrays, or what is no scenario.

    Raises
    ------
    InputError
        If it does.
    """
    is_scenario(scenario)
    if scenario.shape:
        msg = f"{what} takes one case, and this scenario holds {scenario.shape}; write .at(index)"
        raise InputError(msg)


def warn_undefined(name: str, raw: Any) -> int:
    """Warn of the cases in which an outcome is not defined, and return how many they are."""
    count = int(np.isnan(raw).sum())
    if count:
        of = f"{count} of {np.size(raw)} cases"
        msg = f"{name} is not defined in {of}: {UNDEFINED}; these are NaN"
        warnings.warn(msg, UndefinedWarning, stacklevel=3)  # who asked the question
    return count


def single(scenario: Any, outcome: Any, routes: Sequence[str] | None = None) -> OutcomeQuery:
    """Return the question of one outcome, for answers that are about one.

    Raises
    ------
    PathError, UnknownName, InputError
        As `OutcomeQuery`; also if several outcomes are asked for.
    """
    question = OutcomeQuery(scenario, outcome, routes)
    if len(question.names) > 1:
        listed = ", ".join(question.names)
        msg = f"outcome: expected one, got {len(question.names)}: {listed}; ask for one at a time"
        raise InputError(msg)
    return question


class AskedOutcomes:
    """What was asked, without what answers it: how figures of it are read and shown.

    Attributes
    ----------
    scenario : Scenario
        Of which.
    names, units : tuple of str
        The outcomes.
    """

    scenario: Any
    names: tuple[str, ...]
    units: tuple[str, ...]

    def without_answers(self) -> AskedOutcomes:
        """Return what holds no function of anybody's, and so can leave the process."""
        asked = AskedOutcomes()
        asked.scenario, asked.names, asked.units = self.scenario, self.names, self.units
        return asked

    def to_magnitude(self, value: Any, where: str, position: int = 0) -> Raw:
        """Return a figure that is compared with an outcome, without its unit.

        Raises
        ------
        UnitError
            If the unit does not fit.
        InputError
            If it is not finite.
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
        return raw

    def to_quantity(self, raw: Raw, position: int = 0) -> Quantity:
        """Return an outcome as a Quantity."""
        unit = self.units[position]
        return to_quantity(shown(raw, unit), unit)


class OutcomeQuery(AskedOutcomes):
    """Outcomes of a scenario, for any other leaves.

    Parameters
    ----------
    scenario : Scenario
        It may hold arrays, which broadcast with what is put in.
    outcomes : str, callable, or a sequence or mapping of them
        Names as a `Comparison` knows them, or functions of the comparison (of the netback, where
        the scenario has one route) that return a quantity.
    routes : pair of str, optional
        Reference and alternative; the scenario's two routes, if it has no more.

    Raises
    ------
    PathError, UnknownName
        If there is no such outcome or route.
    InputError
        If none is asked for, or it is not clear which routes a loss is between.
    """

    def __init__(self, scenario: Any, outcomes: Any, routes: Sequence[str] | None = None) -> None:
        is_scenario(scenario)
        self.scenario = scenario
        self.asked = _named(outcomes)
        self.routes = _routes(scenario, routes, self.asked.values())
        self.names = tuple(self.asked)
        self._ask(scenario.values, scenario.shape)

    def of(self, values: Mapping[str, Any]) -> OutcomeQuery:
        """Return the same question of another tree, which may have other lines."""
        question = object.__new__(OutcomeQuery)
        vars(question).update(vars(self))
        question._ask(values, ())
        return question

    def _ask(self, values: Mapping[str, Any], shape: tuple[int, ...]) -> None:
        """Find what reads each outcome off a case of a tree."""
        self.values = values
        # An engine asks no more of a scenario than this.
        tree: Any = SimpleNamespace(values=values, shape=shape, routes=self.scenario.routes)
        self.engine = Evaluator(tree, self.routes)
        self.units = ()
        self.readers: tuple[Callable[[Case], Raw], ...] = ()
        for name, ask in self.asked.items():
            unit, reader = self._function(ask, name) if callable(ask) else self._named(ask)
            self.units += (unit,)
            self.readers += (reader,)
        self._arrays = dict(array_leaves(values))

    def _named(self, outcome: str) -> tuple[str, Callable[[Case], Raw]]:
        head = outcome.partition(".")[0]
        if len(self.routes) == 1 and head not in {*self.routes, "supply", "loss"}:
            outcome = f"{self.routes[0]}.{outcome}"
        reader = self.engine.reader(outcome)
        return outcome_unit(outcome), lambda case: check_finite(outcome, reader(case))

    def _function(
        self, function: Callable[[Any], Any], name: str
    ) -> tuple[str, Callable[[Case], Raw]]:
        make = Comparison if len(self.routes) > 1 else Netback
        scenario = self.scenario

        def answer(case: Case) -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UndefinedWarning)  # it is said of the whole
                warnings.simplefilter("ignore", NegativePriceWarning)  # as of outcomes by name
                return function(make(TrialResult(self.engine, case, scenario)))

        first = answer(self.engine.first_case())
        unit = unit_text(first)
        take = FRACTION if unit == PERCENT else unit

        def reader(case: Case) -> Raw:
            try:
                raw = to_magnitude(answer(case), take)
            except UnitError as error:
                msg = f"outcome {name}: {error}"
                raise UnitError(msg) from error
            return check_finite("loss" if np.isnan(raw).any() else name, raw)

        return unit, reader

    def value(self, place: Keys) -> Raw:
        """Return what stands at a place of the tree."""
        here: Any = self.values
        for key in place:
            here = here[key]
        return here  # type: ignore[no-any-return]

    def case(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return every outcome with these leaves, all rows at once."""
        case = Case(replace_leaves(self.values, leaves))
        return [reader(case) for reader in self.readers]

    def answers(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return every outcome with these leaves, block by block where they are large.

        Each is a float, or an array of the shape to which all leaves broadcast.
        """
        return self.replaced({**self._arrays, **leaves})

    def replaced(self, leaves: Mapping[Keys, Raw]) -> list[Raw]:
        """Return the same where the leaves also take the place of all arrays of the scenario."""

        def block(*parts: Raw) -> list[Raw]:
            return self.case(dict(zip(leaves, parts, strict=True)))

        return in_blocks(block, *leaves.values())


class TrialResult:
    """What a comparison of replaced leaves asks.

    Parameters
    ----------
    engine : Evaluator
        Which reads outcomes.
    case : Case
        Of the tree with the leaves that are tried.
    before : Scenario
        The scenario whose tree it was.
    """

    def __init__(self, engine: Evaluator, case: Case, before: Scenario) -> None:
        self.routes = engine.routes
        self._engine = engine
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
        found = [check_finite(name, self._engine.reader(name)(self._case)) for name in outcomes]
        shape = self._shape
        # Copied: the result writes to it, and lets nobody else.
        return [
            raw if np.shape(raw) == shape else np.broadcast_to(raw, shape).copy() for raw in found
        ]

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's lines."""
        return self._case.waterfall(route)

    def explain(self, outcome: str) -> Derivation:
        """Refuse: a trial is one of many."""
        msg = f"explain({outcome!r}): an outcome is a figure; explain one case of the scenario"
        raise InputError(msg)


def _named(outcomes: Any) -> dict[str, Ask]:
    """Return the outcomes by name."""
    if isinstance(outcomes, Mapping):
        found: dict[str, Any] = {str(name): ask for name, ask in outcomes.items()}
    else:
        single = isinstance(outcomes, str) or callable(outcomes)
        every = [outcomes] if single else outcomes
        try:
            every = list(every)
        except TypeError as error:
            msg = f"outcome: expected a name or a function, got {type(outcomes).__name__}"
            raise InputError(msg) from error
        found = {}
        for ask in every:
            if _called(ask) in found:
                msg = f"outcome: two are called {_called(ask)!r}; name them in a mapping"
                raise InputError(msg)
            found[_called(ask)] = ask
    for ask in found.values():
        if not (isinstance(ask, str) or callable(ask)):
            msg = f"outcome: expected a name or a function, got {quote(ask)}; write 'loss'"
            raise InputError(msg)
    if not found:
        msg = "outcome: expected at least one, got none; write for example 'loss'"
        raise InputError(msg)
    return found


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
