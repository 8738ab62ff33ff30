"""Figures of the claims: published ones, inputs of scenarios, and computed ones with ranges."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from oilecon.analysis import simulate
from oilecon.article import record
from oilecon.article.parts import COMPUTED, Figure, Part, from_row
from oilecon.errors import UndefinedWarning, UnmovedWarning
from oilecon.evaluation import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oilecon.reference import Row
    from oilecon.scenario_tree import Scenario
    from oilecon.units import FloatArray

__all__ = [
    "DRAWN",
    "INPUT_RANGES",
    "MONTH",
    "YEAR",
    "Answer",
    "Draws",
    "amounts_of",
    "computed",
    "draws_of",
    "extremes_of",
    "inputs_of",
    "percent",
    "published",
    "range_of",
    "series",
    "without_repeats",
]

DRAWN = "from 5 to 95 % of draws, and the value"
INPUT_RANGES = "from the ends of its inputs' ranges"

MONTH, YEAR = 30.0, 365.0  # days

_DRAWS, _SEED = 32_768, 1
_TAILS = (0.05, 0.95)

Amounts: TypeAlias = tuple[float, float, float]
"""Value, low and high."""


class Answer(NamedTuple):
    """Everything that is computed of one statement; see `Claim` for the fields."""

    formula: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    used: tuple[Figure, ...]
    why: str


# -- published ---------------------------------------------------------------------------------


def published(name: str, as_of: str, *, dated: bool = False) -> Figure:
    """Return a figure of the record, named after its series, with its date if `dated`."""
    return _of_record(record.record(name, as_of), dated=dated)


def series(name: str, *, dated: bool = False) -> list[Figure]:
    """Return the figures of a series of the record, the older first."""
    return [_of_record(row, dated=dated) for row in record.records(name)]


def _of_record(row: Row, *, dated: bool) -> Figure:
    return from_row(row, f"{row.name}, {row.evidence.as_of}" if dated else "")


def inputs_of(case: Scenario, *paths: str) -> list[Figure]:
    """Return the sourced inputs at some of a scenario's paths; those that it lacks are left out."""
    known = set(case.paths())
    rows = (case.row(path) for path in paths if path in known)
    return [from_row(row) for row in rows if row is not None]


def without_repeats(*figures: Figure) -> tuple[Figure, ...]:
    """Return figures in their order, each once."""
    return tuple(dict.fromkeys(figures))


# -- computed ----------------------------------------------------------------------------------


def computed(
    name: str,
    amounts: float | Iterable[float],
    unit: str,
    note: str = "",
    *,
    kind: str = COMPUTED,
    as_of: str = "",
    source: Iterable[str] = (),
) -> Figure:
    """Return a figure from its amounts: value, low and high, or one number without a range."""
    if isinstance(amounts, float):
        amounts = (amounts, amounts, amounts)
    value, low, high = amounts
    return Figure(name, value, low, high, unit, kind, as_of, tuple(source), note)


def percent(name: str, shares: Iterable[float], note: str = DRAWN) -> Figure:
    """Return shares (value, low and high) as a computed figure in percent."""
    return computed(name, (100.0 * share for share in shares), "%", note)


def amounts_of(figure: Figure | Row) -> Amounts:
    """Return value, low and high of a figure."""
    return figure.value, figure.low, figure.high


def extremes_of(amounts: Any) -> Amounts:
    """Return the first element of an array, which is the value, with its least and greatest."""
    array = np.asarray(amounts, dtype=float)
    return float(array.ravel()[0]), float(array.min()), float(array.max())


def range_of(value: float, figures: Iterable[Figure]) -> Amounts:
    """Return a value with the lowest low and the highest high of several figures."""
    lows, highs = zip(*((figure.low, figure.high) for figure in figures), strict=True)
    return value, min(lows), max(highs)


# -- drawn -------------------------------------------------------------------------------------


class Draws(NamedTuple):
    """Outcomes of one scenario: as it is, and over draws of its inputs."""

    base: Mapping[str, float]
    drawn: Mapping[str, FloatArray]

    def of(self, *outcomes: str, over: str = "", scale: float = 1.0) -> Amounts:
        """Return the sum of outcomes with its range, as a share of another if one is named.

        A value near an end of its inputs' ranges may lie outside 5 to 95 % of the draws; the range
        then reaches to it.
        """

        def total(values: Mapping[str, Any]) -> Any:
            amount = sum(values[name] for name in outcomes) * scale
            return amount / values[over] if over else amount

        return self.spread(total)

    def spread(self, figure: Any) -> Amounts:
        """Return a function of the outcomes with its range, which always includes the value."""
        value = float(figure(self.base))
        low, high = np.nanquantile(figure(self.drawn), _TAILS)
        return value, min(float(low), value), max(float(high), value)


def draws_of(
    case: Scenario, outcomes: Sequence[str], routes: Sequence[str], inputs: Any = None
) -> Draws:
    """Return outcomes as they are, and over draws of every sourced range or of the inputs named."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)  # NaN draws are left out of the range
        warnings.simplefilter("ignore", UnmovedWarning)  # such a figure is shown without a range
        simulation = simulate(
            case, inputs, n=_DRAWS, seed=_SEED, outcomes=list(outcomes), routes=tuple(routes)
        )
    raws = Evaluator(case, tuple(routes)).figures(list(outcomes))
    scale = {name: 100.0 if name.startswith("loss") else 1.0 for name in outcomes}
    return Draws(
        {name: float(raw) * scale[name] for name, raw in zip(outcomes, raws, strict=True)},
        {name: simulation[name].magnitude for name in outcomes},
    )
