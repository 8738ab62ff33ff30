"""Outcomes by name: their units, the interface of the model, and warnings."""

from __future__ import annotations

import sys
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from oilecon.errors import UndefinedWarning
from oilecon.frozen import FrozenDict
from oilecon.netback.lines import LEG_OUTCOMES, OUTCOMES, RESERVED_ROUTES, SUPPLY
from oilecon.units import FRACTION, PURE, Raw, first_index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd

    from oilecon.formulas.derivation import Derivation
    from oilecon.netback.lines import OutcomeKind, Waterfall
    from oilecon.scenario_tree import Scenario


__all__ = [
    "BLEND",
    "HEAVY",
    "MEASURES",
    "USD_BBL",
    "Measure",
    "Model",
    "case_index",
    "frames_to_the_caller",
    "frozen",
    "heading",
    "numbered",
    "of_stream",
    "outcome_unit",
    "undefined_in",
    "warn_undefined",
]


USD_BBL = "USD/bbl"


class Measure(NamedTuple):
    """Unit by which an amount of money is counted."""

    unit: str
    heading: str  # the unit as columns and axes show it
    words: str  # the unit as a chart's axis has it
    factor: str = ""  # the outcome of the supply that a barrel of blend is multiplied by


BLEND, HEAVY = "blend", "heavy"
MEASURES: Mapping[str, Measure] = FrozenDict(
    blend=Measure(USD_BBL, USD_BBL, "USD per barrel loaded"),
    heavy=Measure(USD_BBL, "USD/bbl heavy", "USD per barrel of heavy crude", "blend_ratio"),
    tonne=Measure("USD/t", "USD/t", "USD per tonne loaded", "barrels_per_tonne"),
)
"""The measures of an amount: a barrel of blend, of the heavy crude in it, and a tonne of blend."""


class Model(Protocol):
    """Interface of the model behind a result; `evaluation` implements it."""

    routes: tuple[str, ...]
    measure: str  # of `MEASURES`, that amounts are counted by

    @property
    def scenario(self) -> Scenario:
        """Scenario of the outcomes; of two, the one that holds the cases."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Scenario of the outcomes, or both of two that are compared."""

    def figures(self, outcomes: Sequence[str]) -> list[Raw]:
        """Return outcomes by name, each a float or an array of the scenario's shape."""

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's lines; of the first element where the scenario holds arrays."""

    def legs_of(self, route: str) -> list[str]:
        """Return the legs of a route that begin before the oil is the buyer's."""

    def explain(self, outcome: str) -> Derivation:
        """Return the derivation of an outcome."""

    def measured(self, measure: str) -> Model:
        """Return the same model with amounts by another of `MEASURES`."""

    def on(self, part: Callable[[Scenario], Scenario]) -> Model:
        """Return the same model of a part of the scenario's cases."""

    def between(self, routes: tuple[str, ...]) -> Model:
        """Return the same model of some of its routes."""

    def missing(self, outcome: str) -> npt.NDArray[np.bool_] | None:
        """Return where an outcome is NaN since an input that it reads is missing there."""


@lru_cache(maxsize=4096)
def outcome_unit(outcome: str, measure: str = BLEND) -> str:
    """Return the display unit of an outcome, by its name."""
    kind = _kind(outcome)
    return MEASURES[measure].unit if kind is None else kind.unit


def heading(outcome: str, measure: str = BLEND) -> str:
    """Return the unit of an outcome as the heading of a column shows it."""
    kind = _kind(outcome)
    if kind is None:
        return MEASURES[measure].heading
    return {"percent": "%", FRACTION: PURE}.get(kind.unit, kind.unit)


def _kind(outcome: str) -> OutcomeKind | None:
    """Return the definition of an outcome; None for a line and other amounts of a barrel."""
    head, _, rest = outcome.partition(".")
    if rest in _OF_STREAM:
        return OUTCOMES[f"supply.{rest}"]
    kind = OUTCOMES.get(outcome if head in RESERVED_ROUTES else rest)
    if kind is None:
        kind = LEG_OUTCOMES.get(rest.partition(".")[2])
    return None if kind is not None and kind.unit == USD_BBL and kind.of_blend else kind


def of_stream(outcome: str) -> bool:
    """Return whether an outcome is named as those of a stream, whatever the route."""
    return outcome.partition(".")[2] in _OF_STREAM


_OF_STREAM = frozenset(SUPPLY)


def case_index(scenario: Scenario) -> pd.Index[Any]:
    """Return the index of a table with one row a case of a scenario that holds arrays.

    Dimensions without labels are numbered.
    """
    import pandas as pd

    labels = dict(scenario.index)
    if not labels:
        return numbered(scenario.shape)
    if len(scenario.shape) == 1:
        return next(iter(labels.values()))
    bare = scenario.shape[: len(scenario.shape) - len(labels)]
    names = [f"case {k}" for k in range(len(bare))]
    return pd.MultiIndex.from_product(
        [*map(range, bare), *labels.values()], names=[*names, *labels]
    )


def numbered(shape: tuple[int, ...]) -> pd.Index[Any]:
    """Return the index of cases that have no names: their numbers."""
    import pandas as pd

    if len(shape) == 1:
        return pd.RangeIndex(shape[0], name="case")
    return pd.MultiIndex.from_product(
        [range(n) for n in shape], names=[f"case {k}" for k in range(len(shape))]
    )


def frozen(raw: Raw) -> Raw:
    """Return the number, or the array set to read-only."""
    if not isinstance(raw, float):
        raw.flags.writeable = False
    return raw


def undefined_in(raw: Raw, missing: npt.NDArray[np.bool_] | None) -> Any:
    """Return where a loss is not defined, apart from where an input of it is missing."""
    undefined = np.isnan(raw)
    return undefined if missing is None else undefined & ~missing


def warn_undefined(outcome: str, raw: Raw, missing: npt.NDArray[np.bool_] | None = None) -> None:
    """Warn of the elements where a loss is not defined, though its inputs are there."""
    if isinstance(raw, float):
        return
    undefined = undefined_in(raw, missing)
    if undefined.any():
        msg = (
            f"{outcome} is not defined in {int(undefined.sum())} of {raw.size} cases "
            f"(the first at index {first_index(undefined)}): its reference is not above zero; "
            "these are NaN"
        )
        warnings.warn(msg, UndefinedWarning, stacklevel=frames_to_the_caller())


_INSIDE = frozenset(
    {
        __name__,
        "functools",  # which chooses the function that draws a result
        "oilecon.evaluation",
        "oilecon.plotting",
        "oilecon.present.plots",
        "oilecon.recipients",
        "oilecon.results",
        "oilecon.scenario_pairs",
    }
)


def frames_to_the_caller() -> int:
    """Return the stack level of the first caller outside results, for a warning to point at."""
    level, frame = 1, sys._getframe(1)  # noqa: SLF001  what `warnings` itself walks
    while frame.f_back is not None and frame.f_globals.get("__name__") in _INSIDE:
        level, frame = level + 1, frame.f_back
    return level
