"""`evaluate` and `compare`: from a scenario to a result, outcome by outcome.

The arithmetic is in `oilecon.netback`. Here an outcome's name is resolved to its reader, and arrays
are computed in blocks.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from oilecon.arguments import instance
from oilecon.blocks import array_leaves, in_blocks, replace_leaves
from oilecon.core import waterfall as fold
from oilecon.errors import (
    InputError,
    NegativePriceWarning,
    PathError,
    UndefinedWarning,
    UnknownName,
    did_you_mean,
    quote,
)
from oilecon.formulas.derivation import Derivation, traced_leaves
from oilecon.holes import first_valid
from oilecon.netback.blend import blend_sulphur
from oilecon.netback.legs import LEGS
from oilecon.netback.lines import (
    BASES,
    COMPARED,
    FLOWS,
    FREIGHT,
    LEG_LINES,
    LEG_OUTCOMES,
    LINES,
    ROUTE_OUTCOMES,
    SUBTOTALS,
    SUPPLY,
    Waterfall,
    compared,
    divided,
)
from oilecon.netback.route import Case, legs_to_sale, stream_values
from oilecon.outcomes import (
    BLEND,
    HEAVY,
    MEASURES,
    frames_to_the_caller,
    of_stream,
    outcome_unit,
)
from oilecon.results import Comparison, Netback
from oilecon.scenario_pairs import ScenarioComparison, ScenarioPair, two_names
from oilecon.scenario_tree import Scenario
from oilecon.tracing import Traced, leaf_names, named_from_functions
from oilecon.units import Raw, first_index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

__all__ = ["Evaluator", "check_finite", "compare", "evaluate", "tree_in_blocks"]

Reader: TypeAlias = "Callable[[Any], Raw]"


def tree_in_blocks(
    values: Mapping[str, Any], make: Callable[[Any], Any], readers: Mapping[str, Reader]
) -> list[Raw]:
    """Return outcomes of a tree that holds arrays, computed block by block.

    Parameters
    ----------
    values : mapping
        The tree.
    make : callable
        Function that makes a case of a tree.
    readers : mapping of str to callable
        Reader of each outcome from a case.

    Returns
    -------
    list of numpy.ndarray
        Each outcome, in the shape that the tree's arrays broadcast to.

    Raises
    ------
    InputError
        If an outcome is not finite.
    """
    arrays = dict(array_leaves(values))

    def block(*parts: Any) -> list[Raw]:
        case = make(replace_leaves(values, dict(zip(arrays, parts, strict=True))))
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # refused by name here
            return [check_finite(outcome, reader(case)) for outcome, reader in readers.items()]

    return in_blocks(block, *arrays.values())


class Evaluator:
    """Evaluator of the outcomes of one scenario, in blocks where its arrays are large."""

    def __init__(self, scenario: Scenario, routes: tuple[str, ...], measure: str = "") -> None:
        self.scenario = scenario
        self.routes = routes
        self.streams = _sold(scenario.filled, routes)
        self.measure = measure or (BLEND if len(self.streams) == 1 else HEAVY)
        if len(self.streams) > 1 and self.measure != HEAVY:
            raise self._no_measure(self.measure)
        self._factor = MEASURES[self.measure].factor
        self._first: Case | None = None
        self._below: dict[str, float] = {}
        self._said: set[str] = set()
        self._read: dict[str, frozenset[str]] = {}  # paths with holes that an outcome reads

    def measured(self, measure: str) -> Evaluator:
        """Return the same evaluator with amounts by another of `MEASURES`.

        Raises
        ------
        InputError
            If a factor is not a finite number; or if the routes sell several streams, whose amounts
            compare per barrel of heavy crude alone.
        """
        other = Evaluator(self.scenario, self.routes, measure)
        if factor := MEASURES[measure].factor:
            self.figures([f"{stream}.{factor}" for stream in self.streams])  # refuses NaN
        return other

    def _no_measure(self, measure: str) -> InputError:
        """Return the error for a measure by which amounts of several streams do not compare."""
        sold = self.scenario.filled["routes"]
        listed = ", ".join(f"{route} sells {sold[route]['stream']!r}" for route in self.routes)
        msg = (
            f"per: {listed}, and a barrel or a tonne of one blend holds less heavy crude than of "
            f"the other; expected 'heavy', got {measure!r}; write .per('heavy'), or for one route "
            f"alone oilecon.evaluate(scenario, {self.routes[0]!r}).per({measure!r})"
        )
        return InputError(msg)

    def on(self, part: Callable[[Scenario], Scenario]) -> Evaluator:
        """Return the same evaluator of a part of the scenario's cases."""
        return Evaluator(part(self.scenario), self.routes, self.measure)

    def between(self, routes: tuple[str, ...]) -> Evaluator:
        """Return the same evaluator of some of its routes."""
        return Evaluator(self.scenario, routes, self.measure)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Scenario of the outcomes."""
        return (self.scenario,)

    def figures(self, outcomes: Sequence[str]) -> list[Raw]:
        """Return outcomes by name, each a float or an array of the scenario's shape."""
        readers = {outcome: self.reader(outcome) for outcome in outcomes}
        if self.scenario.shape:
            figures = self._of_rows(readers)
        else:
            case = self.first_case()
            figures = [check_finite(outcome, reader(case)) for outcome, reader in readers.items()]
        if self._below:
            self._warn_of_negative_prices()
        if self.scenario.holed:
            figures = self._with_holes(outcomes, figures)
        return figures

    def _of_rows(self, readers: Mapping[str, Reader]) -> list[Raw]:
        """Return the outcomes of a scenario with arrays, with a number in each hole."""
        values = self.scenario.filled
        try:
            return tree_in_blocks(values, lambda tree: Case(tree, self._below), readers)
        except InputError:
            if not self.scenario.holed:
                raise
        # A number in a hole may break a rule together with the others of its row, which nobody
        # gave: computed again as outcome by outcome the rows are that lack nothing of it.
        return [self._of_whole_rows(outcome, reader) for outcome, reader in readers.items()]

    def _of_whole_rows(self, outcome: str, reader: Reader) -> Raw:
        """Return an outcome, in rows where it is missing that of the first in which it is not."""
        values, shape = self.scenario.filled, self.scenario.shape
        mask = self.missing(outcome)
        if mask is not None and mask.all():
            return np.full(shape, np.nan)
        if mask is not None:
            arrays = ((keys, np.broadcast_to(raw, shape)) for keys, raw in array_leaves(values))
            whole = {keys: first_valid(array, mask) for keys, array in arrays}
            values = replace_leaves(values, whole)
        return tree_in_blocks(values, Case, {outcome: reader})[0]

    def missing(self, outcome: str) -> npt.NDArray[np.bool_] | None:
        """Return where an outcome is NaN since an input that it reads is missing there."""
        masks = [self.scenario.holes()[path] for path in sorted(self._holed_inputs(outcome))]
        if not masks:
            return None
        read = np.logical_or.reduce(np.broadcast_arrays(*masks))
        return np.broadcast_to(read, self.scenario.shape)

    def _with_holes(self, outcomes: Sequence[str], figures: list[Raw]) -> list[Raw]:
        """Return the outcomes with NaN where an input that they read is missing, and warn once."""
        for outcome, figure in zip(outcomes, figures, strict=True):
            mask = self.missing(outcome)
            if mask is not None:
                assert isinstance(figure, np.ndarray)  # noqa: S101  a scenario with holes has rows
                figure[mask] = np.nan
        read = {path for outcome in outcomes for path in self._holed_inputs(outcome)}
        if fresh := sorted(read - self._said):
            self._said.update(fresh)
            msg = f"{self.scenario.describe_holes(fresh)}; outcomes that read them are NaN there"
            warnings.warn(msg, UndefinedWarning, stacklevel=frames_to_the_caller())
        return figures

    def _holed_inputs(self, outcome: str) -> frozenset[str]:
        """Return the paths with holes that an outcome reads, by tracing its formula.

        A formula is the same in every row, so one case tells which inputs are in it.
        """
        scenario = self.scenario
        if not scenario.holed:
            return frozenset()
        if outcome not in self._read:
            reader = self.reader(outcome)
            reader(self.first_case())  # what it refuses, it names by numbers
            figure: Any = reader(self._traced_case())
            self._read[outcome] = leaf_names(figure) if isinstance(figure, Traced) else frozenset()
        return self._read[outcome]

    def _traced_case(self) -> Case:
        """Return the first case, with the inputs that have holes as traced numbers."""
        scenario = self.scenario
        leaves: dict[tuple[str, ...], Any] = self._first_leaves()
        for path in scenario.holes():
            place = scenario.keys_to(path)
            leaves[place] = Traced("leaf", (), leaves[place], path)
        return Case(replace_leaves(scenario.filled, leaves))

    def _first_leaves(self) -> dict[tuple[str, ...], float]:
        """Return the numbers of the first case in which none is missing, if there is one."""
        scenario, at = self.scenario, 0
        if scenario.holed:
            masks = np.broadcast_arrays(*scenario.holes().values(), np.zeros(scenario.shape, bool))
            at = int(np.argmin(np.logical_or.reduce(masks)))
        return {
            keys: float(np.broadcast_to(array, scenario.shape).flat[at])
            for keys, array in array_leaves(scenario.filled)
        }

    def _warn_of_negative_prices(self) -> None:
        """Warn of contract prices below zero, once for each result and route."""
        for route, least in tuple(self._below.items()):  # another thread may add one
            if self.scenario.holed:  # the price may be that of a row which lacks a part of it
                least = self._lowest_price(route)  # noqa: PLW2901
            if route not in self._said and least < 0.0:
                self._said.add(route)
                msg = (
                    f"{route}.price is {least:.2f} USD/bbl, below zero: does the differential hold "
                    "at this Brent? Shares of the price are taken as nothing there"
                )
                warnings.warn(msg, NegativePriceWarning, stacklevel=frames_to_the_caller())

    def _lowest_price(self, route: str) -> float:
        """Return the lowest contract price of the rows in which none of its parts is missing."""
        evaluator, outcome = Evaluator(self.scenario, (route,)), f"{route}.price"
        prices = evaluator._of_whole_rows(outcome, evaluator.reader(outcome))
        return float(np.min(prices))

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's lines; of the first element where the scenario holds arrays."""
        _check_route(self.scenario, route)
        waterfall = self.lines(self.first_case(), route)
        if self._below and not self.scenario.shape:
            self._warn_of_negative_prices()
        return waterfall

    def trace(self, *outcomes: str) -> list[Traced | float]:
        """Return outcomes of one case as formulas, traced through the model's own code.

        Raises
        ------
        InputError
            If the scenario holds arrays.
        """
        scenario = self.scenario
        if scenario.shape:
            msg = (
                f"a derivation shows one case, and the scenario holds {scenario.shape}; "
                f"evaluate scenario{scenario.one_row}"
            )
            raise InputError(msg)
        readers = [self.reader(outcome) for outcome in outcomes]
        for route in self.routes:  # what a rule of the case refuses, it names by numbers
            self.lines(self.first_case(), route)

        def traced() -> list[Any]:
            case = Case(replace_leaves(scenario.filled, traced_leaves(scenario)))
            for route in self.routes:
                _label(route, case.stream(route), self.lines(case, route))
            return [reader(case) for reader in readers]

        figures: list[Any] = named_from_functions(traced, "oilecon.core.", "oilecon.netback.")
        for outcome, figure in zip(outcomes, figures, strict=True):
            if isinstance(figure, Traced):
                figure.label(outcome)
        return figures

    def explain(self, outcome: str) -> Derivation:
        """Return the derivation of an outcome; see `Comparison.explain`."""
        figure = self.trace(outcome)[0]
        if not isinstance(figure, Traced):
            msg = f"{outcome}: {figure!r}, which no input changes here; there is nothing to explain"
            raise InputError(msg)
        unit = outcome_unit(outcome, self.measure)
        return Derivation(figure, outcome, unit, self.scenario)

    def lines(self, case: Case, route: str) -> Waterfall:
        """Return the waterfall of a route in the evaluator's measure."""
        return case.scaled(route, self._factor) if self._factor else case.waterfall(route)

    def first_case(self) -> Case:
        """Return the case of a scalar scenario, or of the first element of one with arrays."""
        if self._first is None:
            values = self.scenario.filled
            if self.scenario.shape:  # of whose prices `figures` names the lowest
                self._first = Case(replace_leaves(values, self._first_leaves()))
            else:
                self._first = Case(values, self._below)
        return self._first

    # -- outcomes by name ----------------------------------------------------------------------

    def reader(self, outcome: str) -> Reader:
        """Return the reader of an outcome from a case.

        Raises
        ------
        PathError
            If there is no such outcome.
        """
        outcome = str(outcome)
        head, _, rest = outcome.partition(".")
        if compared(outcome) and len(self.routes) > 1:
            return self._compared(outcome)
        if of_stream(outcome) and head in ("supply", *self.scenario.filled["streams"]):
            return self._supply(head, rest)
        if head in self.scenario.routes and rest:
            leg, _, name = rest.partition(".")
            if name in LEG_OUTCOMES and leg in self.scenario.routes[head].legs:
                return self._of_leg(head, leg, name, outcome)
            return self._line(head, rest, outcome)
        raise self._no_outcome(outcome)

    def _no_outcome(self, outcome: str) -> PathError:
        """Return the error for an unknown outcome, with names as the result has them."""
        streams = ("supply", *self.scenario.filled["streams"])
        known = [f"{stream}.{name}" for stream in streams for name in SUPPLY]
        if len(self.routes) > 1:
            pairs = [f"{head}.{basis}" for head in sorted(COMPARED) for basis in BASES]
            several = self.routes[1:] if len(self.routes) > 2 else ()  # noqa: PLR2004
            known += [f"{route}.{pair}" for route in several for pair in pairs] or pairs
            known += [f"{route}.{name}" for route in self.routes for name in self._known(route)]
        else:
            outcome = outcome.removeprefix(f"{self.routes[0]}.")
            known += self._known(self.routes[0])
        return PathError(f"no outcome {quote(outcome)}{did_you_mean(outcome, known)}")

    def _supply(self, stream: str, name: str) -> Reader:
        """Return the reader of an outcome of a stream; some need optional inputs."""
        supply = stream_values(self.scenario.filled, stream)
        if name == "blend_sulphur" and blend_sulphur(supply, 0.0) is None:
            msg = f"{stream}.blend_sulphur: not known of every oil; write {stream}.heavy.sulphur"
            msg += "" if supply["diluent"] is None else f" and {stream}.diluent.sulphur"
            raise InputError(msg)
        needed = ["output"] + ["diluent_supply"] * (supply["diluent"] is not None)
        if name in FLOWS and any(supply[field] is None for field in needed):
            lacking = " and ".join(f"{stream}.{field}" for field in needed if supply[field] is None)
            msg = f"{stream}.{name}: needs {lacking}; write for example '630 kb/day'"
            raise InputError(msg)
        return lambda case: case.supply(stream, name)

    def _compared(self, outcome: str) -> Reader:
        """Return the reader of a loss: as a share, or in money, which is defined everywhere."""
        reference, alternative, *more = self.routes
        pair = compared(outcome)
        head, dot, basis = pair.partition(".")
        basis = basis if dot else "operating"
        if outcome != pair:
            alternative = outcome.removesuffix(pair).removesuffix(".")
        known = alternative in self.scenario.filled["routes"] and alternative != reference
        if basis not in BASES or not known:
            raise self._no_outcome(outcome)
        if more and outcome == pair:
            msg = f"{outcome}: of which route against {quote(reference)}? write "
            raise InputError(msg + " or ".join(f"{name}.{outcome}" for name in self.routes[1:]))
        if head == "lost":
            return self._money_lost(reference, alternative, basis)
        line = divided(basis)
        sold = self.streams if not more else _sold(self.scenario.filled, (reference, alternative))
        across = len(sold) > 1

        def share(case: Case) -> Raw:
            if across:  # of what a barrel of heavy crude brings
                left, right = self.lines(case, reference), self.lines(case, alternative)
            else:
                left, right = case.waterfall(reference), case.waterfall(alternative)
            return fold.share_lost(getattr(left, line), getattr(right, line), getattr(left, basis))

        return share

    def _money_lost(self, reference: str, alternative: str, basis: str) -> Reader:
        """Return the reader of a loss in money."""

        def money(case: Case) -> Raw:
            left, right = self.lines(case, reference), self.lines(case, alternative)
            lost: Raw = getattr(left, basis) - getattr(right, basis)
            return lost

        return money

    def _line(self, route: str, name: str, outcome: str) -> Reader:
        if name in SUBTOTALS:
            return lambda case: getattr(self.lines(case, route), name)
        if name.startswith("to."):
            return self._recipient(route, name.removeprefix("to."), outcome)
        if name == "diluent_value":
            stream = self.scenario.filled["routes"][route]["stream"]
            if stream_values(self.scenario.filled, stream)["diluent"] is None:
                msg = f"{outcome}: the crude is sold as it is, without diluent"
                raise InputError(msg)
            return lambda case: case.diluent_value(route)
        if name in LEG_LINES:
            lines = FREIGHT if name == "freight" else (name,)
            return lambda case: _summed(self.lines(case, route), lines)
        waterfall = self.waterfall(route)
        names = [line for line, _, _ in (*waterfall.price_components, *waterfall.costs)]
        if name not in names:
            raise self._no_outcome(outcome)
        at = names.index(name)
        first_cost = len(waterfall.price_components)
        if at < first_cost:
            return lambda case: self.lines(case, route).price_components[at][2]
        return lambda case: self.lines(case, route).costs[at - first_cost][2]

    def legs_of(self, route: str) -> list[str]:
        """Return the legs of a route that begin before the oil is the buyer's."""
        return legs_to_sale(self.scenario.filled["routes"][route])

    def _of_leg(self, route: str, leg: str, name: str, outcome: str) -> Reader:
        """Return the reader of an outcome of a leg that is no line."""
        values = self.scenario.filled["routes"][route]["legs"][leg]
        if name == "shipped":
            volume: Any = LEGS[values["kind"]].shipped
            if volume is None:
                msg = (
                    f"{outcome}: expected a leg over land, got a {values['kind'].lower()}; write "
                    f"'{route}.{leg}.barrels_in' for what goes into it"
                )
                raise InputError(msg)
            if volume(values) is None:
                msg = f"{outcome}: needs {route}.{leg}.nomination; write for example '100 kb/day'"
                raise InputError(msg)
            return lambda case: volume(case.values["routes"][route]["legs"][leg])
        if leg not in self.legs_of(route):
            terms = self.scenario.routes[route].sale.terms
            msg = f"{outcome}: under {terms} the oil is the buyer's before this leg begins"
            raise InputError(msg)
        factor = self._factor if name == "netback" else ""

        def reader(case: Case) -> Raw:
            figure: Raw = getattr(case.point(route, leg), name)
            return figure * case.supply(case.stream(route), factor) if factor else figure

        return reader

    def _recipient(self, route: str, to: str, outcome: str) -> Reader:
        """Return the reader of a recipient's total; the producer's is the residual of the price."""
        if to not in self.waterfall(route).recipients():
            raise self._no_outcome(outcome)
        return lambda case: self.lines(case, route).paid(to)

    def _known(self, route: str) -> list[str]:
        waterfall = self.waterfall(route)
        return [
            *(name for name in ROUTE_OUTCOMES if "." not in name),
            *LEG_LINES,
            *(f"{leg}.{name}" for leg in self.scenario.routes[route].legs for name in LEG_OUTCOMES),
            *(line for line, _, _ in (*waterfall.price_components, *waterfall.costs)),
            *(f"to.{name}" for name in waterfall.recipients()),
        ]


def _sold(values: Mapping[str, Any], routes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the streams that some routes sell."""
    if not values["streams"]:
        return ("supply",)
    return tuple(dict.fromkeys(values["routes"][route]["stream"] for route in routes))


_SHARED = frozenset(name for name, kind in LINES.items() if kind.shared)


def _label(route: str, stream: str, waterfall: Waterfall) -> None:
    """Name the traced lines and subtotals of a route and its stream as outcomes are named."""
    named: list[tuple[str, Any]]
    named = [(name, amount) for name, _, amount in (*waterfall.price_components, *waterfall.costs)]
    named += [(name, getattr(waterfall, name)) for name in SUBTOTALS]
    for name, amount in named:
        if isinstance(amount, Traced):
            shared = name in _SHARED  # the same barrel goes by every route that sells the stream
            amount.label(f"{stream}.{name}" if shared else f"{route}.{name}")


def _summed(waterfall: Waterfall, names: tuple[str, ...]) -> Raw:
    """Return the sum of these lines over all voyages; zero where the seller bears none."""
    amounts = [
        amount
        for line, _, amount in waterfall.costs
        if line.partition(".")[2] in names  # a voyage's, such as 'sea.hire'
    ]
    return fold.fold(amounts) if amounts else 0.0


def check_finite(outcome: str, raw: Raw) -> Raw:
    """Return a finite outcome, or a loss, which may be NaN and of which the result warns.

    Raises
    ------
    InputError
        If any other outcome is not finite.
    """
    if math.isfinite(raw) if isinstance(raw, float) else np.isfinite(raw).all():
        return raw
    good = np.isfinite(raw)
    if compared(outcome).partition(".")[0] == "loss":
        good = good | np.isnan(raw)
    if not np.all(good):
        bad = ~np.asarray(good)
        where = "" if isinstance(raw, float) else f", first at index {first_index(bad)} of a block"
        msg = f"{outcome} is not a finite number{where}; an input is far outside its range"
        raise InputError(msg)
    return raw


# -- the public functions ----------------------------------------------------------------------


def _known_route(scenario: object, route: str) -> str:
    _check_route(instance(Scenario, scenario, example="oilecon.scenario('article')"), route)
    return route


def _check_route(scenario: Scenario, route: str) -> None:
    if str(route) not in scenario.filled["routes"]:
        msg = f"no route {quote(route)} in the scenario{did_you_mean(str(route), scenario.routes)}"
        raise UnknownName(msg)


def evaluate(scenario: Scenario, route: str) -> Netback:
    """Return the netback of a barrel to its producer on one route.

    Parameters
    ----------
    scenario : Scenario
        Its leaves may be arrays, which broadcast together.
    route : str
        Name of the route.

    Returns
    -------
    Netback
        Lines, subtotals and tables [USD/bbl].

    Raises
    ------
    UnknownName
        If the scenario has no such route.

    Examples
    --------
    >>> import oilecon as oe
    >>> round(oe.evaluate(oe.scenario("article"), "gulf").netback.magnitude, 2)
    50.62
    """
    return Netback(Evaluator(scenario, (_known_route(scenario, route),)))


@overload
def compare(scenario: Scenario, reference: str, *alternatives: str) -> Comparison: ...


@overload
def compare(
    scenario: Scenario,
    reference: Scenario,
    *,
    route: str,
    names: Sequence[str] = ("first", "second"),
) -> ScenarioComparison: ...


def compare(
    scenario: Scenario,
    reference: str | Scenario,
    *alternatives: str,
    route: str | None = None,
    names: Sequence[str] = ("first", "second"),
) -> Comparison | ScenarioComparison:
    """Return the losses of alternative routes against a reference, or of a route between scenarios.

    Parameters
    ----------
    scenario : Scenario
        Its leaves may be arrays, which broadcast together. Of two scenarios, the first.
    reference : str or Scenario
        Name of the route that the others are compared with; or the second scenario.
    *alternatives : str
        Names of the other routes, one or several.
    route : str, optional
        Name of the route that is compared between two scenarios, such as those of two dates.
    names : pair of str
        Names of the two scenarios in tables and outcomes, such as ``('2024', '2025')``.

    Returns
    -------
    Comparison or ScenarioComparison
        Losses, lines side by side, tables.

    Raises
    ------
    UnknownName
        If the scenario, or one of the two, has no such route.
    InputError
        If no alternative is given, or a route twice; or two scenarios hold different cases.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article")
    >>> loss = oe.compare(s, "gulf", "asia").loss("netback")
    >>> f"{loss.magnitude:.1f} %"
    '8.4 %'
    >>> later = s.vary({"market.brent": "75 USD/bbl"})
    >>> print(f"{oe.compare(s, later, route='asia')['lost.netback']:.2f}")
    -10.91 USD/bbl
    """
    if isinstance(reference, Scenario):
        return _compare_scenarios((scenario, reference), alternatives, route, names)
    first = _known_route(scenario, reference)
    if route is not None:
        msg = f"route: is for two scenarios; write compare(scenario, {first!r}, {str(route)!r})"
        raise InputError(msg)
    if not alternatives:
        example = next((name for name in scenario.routes if name != first), "another")
        msg = f"compare: {quote(first)} with which routes? write compare(scenario, {first!r}, "
        raise InputError(f"{msg}{example!r})")
    for name in alternatives:
        _check_route(scenario, name)
    routes = (first, *alternatives)
    if len(set(routes)) < len(routes):
        twice = next(name for at, name in enumerate(routes) if name in routes[:at])
        msg = f"compare: expected different routes, got {quote(twice)} twice; leave one out"
        raise InputError(msg)
    return Comparison(Evaluator(scenario, routes))


def _compare_scenarios(
    scenarios: tuple[Scenario, Scenario],
    rest: tuple[str, ...],
    route: str | None,
    names: Sequence[str],
) -> ScenarioComparison:
    """Return the comparison of a route in two scenarios."""
    if route is None or rest:
        example = str(rest[0] if rest else next(iter(scenarios[1].routes), "asia"))
        msg = "compare: two scenarios are compared on one route; write compare(first, second, "
        raise InputError(f"{msg}route={example!r})")
    columns = two_names(names)
    sides = [instance(Scenario, each, example="oilecon.scenario('article')") for each in scenarios]
    for name, each in zip(columns, sides, strict=True):
        if str(route) not in each.routes:
            near = did_you_mean(str(route), each.routes)
            msg = f"no route {quote(route)} in the {name} scenario{near}"
            raise UnknownName(msg)
    first, second = (Evaluator(each, (str(route),)) for each in sides)
    return ScenarioComparison(ScenarioPair((first, second), columns))
