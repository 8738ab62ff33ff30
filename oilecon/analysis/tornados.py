"""Which inputs move an outcome most: one at a time over its range, or by a small step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.input_ranges import InputRange, input_ranges
from oilecon.analysis.outcomes import (
    OutcomeQuery,
    column,
    shown,
    single,
    warn_undefined,
)
from oilecon.errors import InputError
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted
from oilecon.units import PURE, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.scenario_tree import Scenario
    from oilecon.units import FloatArray, Raw


__all__ = ["Elasticities", "Tornado", "elasticities", "tornado"]


# -- one input at a time -----------------------------------------------------------------------


class Tornado(Plotted):
    """What each input does to an outcome over its own range, the others as they are.

    Attributes
    ----------
    outcome : str
        What moves.
    base : Quantity
        Its value with every input as it is.
    """

    plots = FrozenDict(
        tornado=Plot(
            "the inputs of the widest swing",
            {"max_rows": "how many inputs; 12 if left out"},
        )
    )

    def __init__(
        self, question: OutcomeQuery, base: float, found: Sequence[InputRange], ends: Any
    ) -> None:
        self.outcome = question.names[0]
        self.scenario = question.scenario
        self.base = question.to_quantity(base)
        self._unit = question.units[0]
        self._spans = tuple(found)
        self._values = [span.input.value if _alike(question, span) else math.nan for span in found]
        self._ends = ends  # of shape (inputs, 2)

    def to_frame(self) -> pd.DataFrame:
        """Return one row an input, the widest swing first.

        Returns
        -------
        pandas.DataFrame
            By path or pattern: unit, low, value, high of the input (no value where a pattern
            covers inputs of several); the outcome at low and at high; and the swing, their
            distance. Inputs whose swing is not defined come last.
        """
        import pandas as pd

        ends = shown(self._ends, self._unit)
        frame = pd.DataFrame(
            {
                "unit": [_shown_unit(span) for span in self._spans],
                "low": [span.low for span in self._spans],
                "value": self._values,
                "high": [span.high for span in self._spans],
                column(f"{self.outcome} at low", self._unit): ends[:, 0],
                column(f"{self.outcome} at high", self._unit): ends[:, 1],
                column("swing", self._unit): np.abs(ends[:, 1] - ends[:, 0]),
            },
            index=pd.Index([span.name for span in self._spans], name="input"),
        )
        return frame.sort_values(column("swing", self._unit), ascending=False, kind="stable")

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Tornado of {self.outcome} over {len(self._spans)} inputs>"


def _alike(question: OutcomeQuery, span: InputRange) -> bool:
    """Return whether all that a pattern covers has one value."""
    return len({question.value(place) for place in span.input.places}) == 1


def _shown_unit(span: InputRange) -> str:
    unit = span.input.field.unit
    return PURE if unit == "fraction" else unit


def tornado(
    scenario: Scenario,
    outcome: Any = "loss",
    ranges: Mapping[str, Any] | Sequence[str] | None = None,
    *,
    routes: Sequence[str] | None = None,
) -> Tornado:
    """Return what each input does to an outcome, from its low to its high, one at a time.

    Parameters
    ----------
    scenario : Scenario
        One case.
    outcome : str or callable
        As in `sweep`.
    ranges : mapping of str to (low, high), or sequence of str, optional
        As in `bounds`; every input that has a sourced range if left out.
    routes : pair of str, optional
        As in `sweep`.

    Returns
    -------
    Tornado
        Sorted by how far the outcome swings.

    Raises
    ------
    PathError, UnitError, InputError
        As `bounds`.

    Examples
    --------
    >>> import oilecon as oe
    >>> oe.tornado(oe.scenario("article")).to_frame().index[:2].tolist()
    ['asia.sea.charter.hire', 'supply.production_cost']
    """
    question = single(scenario, outcome, routes)
    found = input_ranges(scenario, ranges)
    if ranges is not None:
        check_each(scenario, found)
    base, raw = _one_by_one(question, found, [(span.low, span.high) for span in found])
    warn_undefined(question.names[0], raw)
    return Tornado(question, base, found, raw)


def check_each(scenario: Scenario, found: Sequence[InputRange]) -> None:
    """Refuse ranges whose ends break a rule with the other inputs as they are."""
    for span in found:
        for end in (span.low, span.high):
            quantity = to_quantity(end, span.input.field.unit)
            scenario.vary(dict.fromkeys(span.input.paths, quantity))


def _one_by_one(
    question: OutcomeQuery, found: Sequence[InputRange], trials: Sequence[Sequence[float]]
) -> tuple[float, FloatArray]:
    """Return the outcome as it is, and with each input in turn at each of its trials."""
    each = len(trials[0])
    rows = len(found) * each + 1
    leaves: dict[Any, Raw] = {}
    for k, (span, values) in enumerate(zip(found, trials, strict=True)):
        for place in span.input.places:  # each its own, where a pattern covers unlike ones
            line = np.full(rows, question.value(place))
            line[k * each : (k + 1) * each] = values
            leaves[place] = line
    raw = np.broadcast_to(question.answers(leaves)[0], (rows,))
    return float(raw[-1]), raw[:-1].reshape(len(found), each)


class Elasticities(NamedTuple):
    """By how many percent an outcome moves for one percent of each input.

    Attributes
    ----------
    outcome : str
        What moves.
    table : pandas.DataFrame
        By path or pattern: unit and value of the input, slope (the outcome's unit for one of the
        input's) and elasticity.
    """

    outcome: str
    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return the table, the largest elasticity first."""
        return self.table


_STEP = 0.01  # of the input's value; of its range where that is zero


def elasticities(
    scenario: Scenario,
    outcome: Any = "loss",
    ranges: Mapping[str, Any] | Sequence[str] | None = None,
    *,
    routes: Sequence[str] | None = None,
) -> Elasticities:
    """Return how strongly an outcome answers to a small change of each input.

    Parameters
    ----------
    scenario, outcome, ranges, routes
        As in `tornado`; of a range only which inputs are meant counts.

    Returns
    -------
    Elasticities
        Central differences over 1 % of each input to either side (of its range where the input is
        zero), one-sided at a bound of the input. Slope x input / outcome is the elasticity.

    Raises
    ------
    InputError
        If the outcome is zero or not defined, of which nothing is a share, or an input is of no
        one value: a pattern that covers several, or zero with a range of zero.
    """
    import pandas as pd

    question = single(scenario, outcome, routes)
    found = input_ranges(scenario, ranges)
    for span in found:
        if not _alike(question, span):
            msg = f"{span.name}: covers inputs of several values; name them one by one"
            raise InputError(msg)
    trials = [_small_step(span) for span in found]
    base, raw = _one_by_one(question, found, trials)
    if not base or np.isnan(base):
        msg = f"{question.names[0]} is {base:g} here, and an elasticity is a share of it"
        raise InputError(msg)
    warn_undefined(question.names[0], raw)
    unit = question.units[0]
    steps = np.array([high - low for low, high in trials])
    slopes = (raw[:, 1] - raw[:, 0]) / steps
    values = np.array([span.input.value for span in found])
    frame = pd.DataFrame(
        {
            "unit": [_shown_unit(span) for span in found],
            "value": values,
            f"slope [{column('', unit)[2:-1]} per unit]": shown(slopes, unit),
            "elasticity": slopes * values / base,
        },
        index=pd.Index([span.name for span in found], name="input"),
    )
    frame = frame.sort_values("elasticity", key=np.abs, ascending=False, kind="stable")
    return Elasticities(question.names[0], frame)


def _small_step(span: InputRange) -> tuple[float, float]:
    value, field = span.input.value, span.input.field
    step = _STEP * (abs(value) or span.high - span.low)
    if not step:
        msg = f"{span.name}: is 0, and so is its range, of which nothing is a small step"
        raise InputError(msg)
    low = value if field.above and value - step <= field.low else max(value - step, field.low)
    return low, min(value + step, field.high)
