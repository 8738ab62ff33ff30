"""A route in two scenarios, such as those of two dates, side by side."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import waterfall as fold
from oilecon.errors import InputError, PathError, UnknownName, did_you_mean, quote
from oilecon.netback.lines import BASES, COMPARED, RESERVED_ROUTES, divided
from oilecon.outcomes import of_stream
from oilecon.results import Compared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from oilecon.formulas.derivation import Derivation
    from oilecon.netback.lines import Waterfall
    from oilecon.outcomes import Model
    from oilecon.scenario_tree import Scenario
    from oilecon.units import Raw

__all__ = ["ScenarioComparison", "ScenarioPair", "two_names"]

_TAKEN = RESERVED_ROUTES | {"difference", "kind", "recipient"}
_APART = frozenset(".[]")  # a point ends a name in outcomes, and a bracket begins a unit


def two_names(names: object) -> tuple[str, str]:
    """Return the names of two scenarios.

    Raises
    ------
    InputError
        If they are not two different texts that can stand in outcomes and headings.
    """
    listed: Any = names if isinstance(names, tuple | list) else ()
    right = all(
        isinstance(name, str) and name.strip() and name not in _TAKEN and not _APART & {*name}
        for name in listed
    )
    if not right or len(listed) != 2 or listed[0] == listed[1]:  # noqa: PLR2004  a pair
        msg = (
            "names: expected two different names without points and brackets, "
            f"got {quote(names)}; write for example names=('2024', '2025')"
        )
        raise InputError(msg)
    first, second = map(str, listed)
    return first, second


class ScenarioPair:
    """The model behind a comparison of two scenarios: a model of each, under its name.

    Parameters
    ----------
    sides : pair of Model
        Of one route each.
    names : pair of str
        Their names, which stand where a comparison of routes has the routes.
    """

    def __init__(self, sides: tuple[Model, Model], names: tuple[str, str]) -> None:
        self._sides = dict(zip(names, sides, strict=True))
        self.routes: tuple[str, ...] = names
        self.measure = sides[0].measure
        self.route = sides[0].routes[0]
        first, second = self.scenarios
        shaped = [each for each in self.scenarios if each.shape]
        self._cases = shaped[0] if shaped else first
        if len(shaped) > 1 and (first.shape != second.shape or not _same_labels(first, second)):
            raise _other_cases(names, self.scenarios)

    @property
    def scenario(self) -> Scenario:
        """Scenario that holds the cases, or the first."""
        return self._cases

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Both scenarios."""
        return tuple(side.scenario for side in self._sides.values())

    def measured(self, measure: str) -> ScenarioPair:
        """Return the same model with amounts by another measure."""
        return self._of(lambda side: side.measured(measure))

    def on(self, part: Callable[[Scenario], Scenario]) -> ScenarioPair:
        """Return the same model of a part of the cases; a scenario of one case is in each."""
        part(self._cases)  # refused if there are none
        return self._of(lambda side: side.on(part) if side.scenario.shape else side)

    def between(self, routes: tuple[str, ...]) -> ScenarioPair:
        """Return the same model: it has no other pair."""
        del routes
        return self

    def _of(self, change: Callable[[Model], Model]) -> ScenarioPair:
        first, second = map(change, self._sides.values())
        return ScenarioPair((first, second), (self.routes[0], self.routes[1]))

    def figures(self, outcomes: Sequence[str]) -> list[Raw]:
        """Return outcomes by name, each a float or an array of the cases' shape."""
        parts = [self._parts(outcome) for outcome in outcomes]
        raws: dict[tuple[str, str], Raw] = {}
        for name, side in self._sides.items():  # each is evaluated once
            own = [part for part in dict.fromkeys(chain(*parts)) if part[0] == name]
            raws |= zip(own, side.figures([outcome for _, outcome in own]), strict=True)
        return [
            self._whole(outcome, [raws[part] for part in each])
            for outcome, each in zip(outcomes, parts, strict=True)
        ]

    def _whole(self, outcome: str, raws: list[Raw]) -> Raw:
        """Return an outcome of the figures that it is of, for every case."""
        if len(raws) == 1:
            raw = raws[0]
        elif outcome.partition(".")[0] == "loss":
            raw = fold.share_lost(*raws)
        else:
            raw = raws[0] - raws[1]
        shape = self._cases.shape
        return raw if not shape else np.broadcast_to(raw, shape).copy()

    def _parts(self, outcome: str) -> list[tuple[str, str]]:
        """Return the figures that an outcome is of: the name of a side, and the outcome there."""
        first, second = self.routes
        head, dot, rest = outcome.partition(".")
        if head in COMPARED:
            basis = rest if dot else "operating"
            if basis not in BASES:
                raise self._no_outcome(outcome)
            line = f"{self.route}.{divided(basis) if head == 'loss' else basis}"
            base = [(first, f"{self.route}.{basis}")] if head == "loss" else []
            return [(first, line), (second, line), *base]
        if head not in self._sides or not rest:
            raise self._no_outcome(outcome)
        return [(head, rest if of_stream(rest) else f"{self.route}.{rest}")]

    def _no_outcome(self, outcome: str) -> PathError:
        """Return the error for an unknown outcome, with names as the result has them."""
        if outcome.partition(".")[0] in COMPARED:
            known = [f"{head}.{basis}" for head in sorted(COMPARED) for basis in BASES]
            return PathError(f"no outcome {quote(outcome)}{did_you_mean(outcome, known)}")
        examples = " or ".join(f"{name}.netback" for name in self.routes)
        return PathError(f"no outcome {quote(outcome)}; write for example {examples}, or loss")

    def waterfall(self, route: str) -> Waterfall:
        """Return the lines of a side; of the first element where it holds arrays."""
        if route not in self._sides:
            msg = f"no scenario {quote(route)}{did_you_mean(str(route), self._sides)}"
            raise UnknownName(msg)
        return self._sides[route].waterfall(self.route)

    def legs_of(self, route: str) -> list[str]:
        """Return the legs of the route in a side that begin before the oil is the buyer's."""
        return self._sides[route].legs_of(self.route)

    def explain(self, outcome: str) -> Derivation:
        """Return the derivation of an outcome of a side."""
        parts = self._parts(outcome)
        if len(parts) > 1:
            own = f"{parts[0][0]}.{parts[0][1].removeprefix(f'{self.route}.')}"
            msg = f"{outcome}: is of two scenarios; explain one of them, as {own}"
            raise InputError(msg)
        ((name, own),) = parts
        return self._sides[name].explain(own)

    def missing(self, outcome: str) -> npt.NDArray[np.bool_] | None:
        """Return where an outcome is NaN since an input that it reads is missing there."""
        masks = [self._sides[name].missing(own) for name, own in self._parts(outcome)]
        known = [mask for mask in masks if mask is not None]
        return np.logical_or.reduce(known) if known else None


def _same_labels(first: Scenario, second: Scenario) -> bool:
    """Return whether two scenarios have the same labels in the same order."""
    left, right = dict(first.index), dict(second.index)
    return list(left) == list(right) and all(left[name].equals(right[name]) for name in left)


def _other_cases(names: tuple[str, str], scenarios: tuple[Scenario, ...]) -> InputError:
    """Return the error for two scenarios that hold different cases."""
    held = " and ".join(
        f"{scenario.shape} in {name}" for name, scenario in zip(names, scenarios, strict=True)
    )
    first, second = scenarios
    labels = "" if first.shape != second.shape else " with other labels"
    msg = f"compare: expected two scenarios with the same cases, got {held}{labels}; take equal "
    return InputError(f"{msg}ones by scenario.at(...) or scenario.sel(...)")


class ScenarioComparison(Compared):
    """A route in two scenarios: what the second loses against the first.

    Figures are available by name, as ``result["second.freight"]``, under the names of the two; a
    loss is of the first less the second, as ``result["loss.netback"]``, and so is ``lost`` in
    money. Outcomes of the supply are of one of them too, as ``result["first.supply.shrinkage"]``.
    Where the blends differ, shares as well as amounts depend on the measure; see `per`.
    ``oilecon.attribute(result)`` shares the difference out over the inputs that differ.
    """

    _model: ScenarioPair

    @property
    def route(self) -> str:
        """Name of the route."""
        return self._model.route

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the two scenarios."""
        return self._model.routes

    def _names_of_scenarios(self) -> tuple[str, ...]:
        return tuple(f"{name}." for name in self.names)

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<ScenarioComparison of {self.route!r}, {self._described()}>"
