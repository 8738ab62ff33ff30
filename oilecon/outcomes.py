"""Outcomes by name: their units, the interface of the model, and warnings."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Protocol

import numpy as np

from oilecon.errors import UndefinedWarning
from oilecon.netback.lines import OUTCOMES, RESERVED_ROUTES, ROUTE_OUTCOMES
from oilecon.units import Raw, first_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.formulas.derivation import Derivation
    from oilecon.netback.lines import Waterfall
    from oilecon.scenario_tree import Scenario


__all__ = ["USD_BBL", "Model", "frames_to_the_caller", "frozen", "outcome_unit", "warn_undefined"]


USD_BBL = "USD/bbl"


class Model(Protocol):
    """Interface of the model behind a result; `evaluation` implements it."""

    routes: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """Scenario of the outcomes."""

    def figures(self, outcomes: Sequence[str]) -> list[Raw]:
        """Return outcomes by name, each a float or an array of the scenario's shape."""

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's lines; of the first element where the scenario holds arrays."""

    def explain(self, outcome: str) -> Derivation:
        """Return the derivation of an outcome."""


def outcome_unit(outcome: str) -> str:
    """Return the display unit of an outcome, by its name."""
    head, _, rest = outcome.partition(".")
    kind = OUTCOMES.get(outcome) if head in RESERVED_ROUTES else ROUTE_OUTCOMES.get(rest)
    return USD_BBL if kind is None else kind.unit  # a line's


def frozen(raw: Raw) -> Raw:
    """Return the number, or the array set to read-only."""
    if not isinstance(raw, float):
        raw.flags.writeable = False
    return raw


def warn_undefined(outcome: str, raw: Raw) -> None:
    """Warn of the elements where a loss is not defined."""
    if isinstance(raw, float):
        return
    undefined = np.isnan(raw)
    if undefined.any():
        msg = (
            f"{outcome} is not defined in {int(undefined.sum())} of {raw.size} cases "
            f"(the first at index {first_index(undefined)}): its reference is not above zero; "
            "these are NaN"
        )
        warnings.warn(msg, UndefinedWarning, stacklevel=frames_to_the_caller())


_INSIDE = frozenset({__name__, "oilecon.evaluation", "oilecon.recipients", "oilecon.results"})


def frames_to_the_caller() -> int:
    """Return the stack level of the first caller outside results, for a warning to point at."""
    level, frame = 1, sys._getframe(1)  # noqa: SLF001  what `warnings` itself walks
    while frame.f_back is not None and frame.f_globals.get("__name__") in _INSIDE:
        level, frame = level + 1, frame.f_back
    return level
