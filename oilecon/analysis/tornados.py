"""Sensitivity of an outcome to its inputs, one at a time: over its range, or by a small step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.columns import column, shown, shown_unit
from oilecon.analysis.corners import check_each
from oilecon.analysis.coverage import RANKED, Covered, cover, warn_unmoved
from oilecon.analysis.input_ranges import InputRange, read_ranges
from oilecon.analysis.outcomes import OutcomeQuery, read_outcome, warn_undefined
from oilecon.errors import InputError
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from oilecon.analysis.input_ranges import RangesLike
    from oilecon.analysis.outcomes import OneOutcome
    from oilecon.scenario_tree import Scenario
    from oilecon.units import FloatArray, Raw

__all__ = ["Elasticities", "Tornado", "elasticities", "tornado"]


# -- one input at a time -----------------------------------------------------------------------


class Tornado(Plotted, Covered):
    """The effect on an outcome of each input over its own range, the others as they are.

    Attributes
    ----------
    outcome : str
        The outcome that moves.
    base : Quantity
        The outcome with every input as it is.
    """

    plots = FrozenDict(
        tornado=Plot(
            "the inputs of the widest swing",
            {"max_rows": "number of inputs shown; 12 if left out"},
        )
    )

    def __init__(
        self, query: OutcomeQuery, base: float, ranges: Sequence[InputRange], extremes: FloatArray
    ) -> None:
        self.coverage = cover(query.scenario, query.routes, ranges, RANKED)
        self.outcome = query.names[0]
        self.scenario = query.scenario
        self.base = query.to_quantity(base)
        self._unit = query.units[0]
        self._ranges = tuple(each._replace(evidence=None) for each in ranges)
        self._values = [each.input.value if _alike(query, each) else math.nan for each in ranges]
        self._extremes = extremes  # of shape (inputs, 2)

    def to_frame(self) -> pd.DataFrame:
        """Return one row an input, the widest swing first.

        Returns
        -------
        pandas.DataFrame
            By path or pattern: unit, low, value, high of the input (no value where a pattern
            covers inputs of several); the outcome at low and at high; the swing, their distance;
            and what low and high are, such as bounds or P10 and P90 (empty for a pair of yours).
            Inputs whose swing is not defined come last.
        """
        import pandas as pd

        extremes = shown(self._extremes, self._unit)
        frame = pd.DataFrame(
            {
                "unit": [shown_unit(each.input.field.unit) for each in self._ranges],
                "low": [each.low for each in self._ranges],
                "value": self._values,
                "high": [each.high for each in self._ranges],
                column(f"{self.outcome} at low", self._unit): extremes[:, 0],
                column(f"{self.outcome} at high", self._unit): extremes[:, 1],
                column("swing", self._unit): np.abs(extremes[:, 1] - extremes[:, 0]),
                "range": [each.range for each in self.coverage.varied],
            },
            index=pd.Index([each.name for each in self._ranges], name="input"),
        )
        return frame.sort_values(column("swing", self._unit), ascending=False, kind="stable")

    def __str__(self) -> str:
        """Return the widest swings, and what was ranked and held fixed."""
        frame = self.to_frame()
        heading = f"The {_PRINTED} widest swings:\n" if len(frame) > _PRINTED else ""
        return heading + self._printed(frame.head(_PRINTED))

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<Tornado of {self.outcome}: {self.coverage.short}>"


_PRINTED = 12  # inputs, as in a chart


def _alike(query: OutcomeQuery, ranged: InputRange) -> bool:
    """Return whether all inputs of a pattern have one value."""
    values = [query.value(place) for place in ranged.input.places]
    return not any(map(np.ndim, values)) and len(set(values)) == 1


def tornado(
    scenario: Scenario,
    ranges: RangesLike | None = None,
    *,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
) -> Tornado:
    """Return the effect of each input on an outcome, from its low to its high, one at a time.

    Parameters
    ----------
    scenario : Scenario
        One case.
    ranges : mapping of str to (low, high), or sequence of str, optional
        As in `bounds`; every input that has a range if left out. The rest are held fixed, and
        `held` lists them.
    outcome : str or callable
        As in `sweep`.
    routes : sequence of str, optional
        As in `sweep`.

    Returns
    -------
    Tornado
        Sorted by the swing of the outcome.

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
    query = read_outcome(scenario, outcome, routes)
    inputs = read_ranges(scenario, ranges)
    if ranges is not None:
        check_each(scenario, inputs)
    base, extremes = _one_by_one(query, inputs, [(each.low, each.high) for each in inputs])
    warn_undefined(query.names[0], extremes)
    result = Tornado(query, base, inputs, extremes)
    both = min(base, float(extremes.min())), max(base, float(extremes.max()))
    warn_unmoved(result.outcome, both, result.coverage, inputs)
    return result


def _one_by_one(
    query: OutcomeQuery, ranges: Sequence[InputRange], trials: Sequence[Sequence[float]]
) -> tuple[float, FloatArray]:
    """Return the outcome as it is, and with each input in turn at each of its trials."""
    count = len(trials[0])
    # A number that differs between months has no line of its own: it is tried alone.
    alone = {
        k: query.answers(ranged.input.leaves(np.array(values)))[0]
        for k, (ranged, values) in enumerate(zip(ranges, trials, strict=True))
        if any(np.ndim(query.value(place)) for place in ranged.input.places)
    }
    rows = len(ranges) * count + 1
    leaves: dict[Any, Raw] = {}
    for k, (ranged, values) in enumerate(zip(ranges, trials, strict=True)):
        if k in alone:
            continue
        for place in ranged.input.places:  # a pattern may cover inputs of several values
            line = np.full(rows, query.value(place))
            line[k * count : (k + 1) * count] = values
            leaves[place] = line
    raw = np.broadcast_to(query.answers(leaves)[0], (rows,))
    extremes = raw[:-1].reshape(len(ranges), count)
    if alone:
        extremes = extremes.copy()
        for k, answer in alone.items():
            extremes[k] = answer
    return float(raw[-1]), extremes


class Elasticities(NamedTuple):
    """Change of an outcome in percent for one percent of each input.

    Attributes
    ----------
    outcome : str
        The outcome that moves.
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
    ranges: RangesLike | None = None,
    *,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
) -> Elasticities:
    """Return the elasticity of an outcome with regard to each input.

    Parameters
    ----------
    scenario, ranges, outcome, routes
        As in `tornado`; the ranges only name the inputs.

    Returns
    -------
    Elasticities
        Central differences over 1 % of each input to either side (of its range where the input is
        zero), one-sided at a bound of the input. Slope x input / outcome is the elasticity.

    Raises
    ------
    InputError
        If the outcome is zero or not defined, so that it has no elasticity; or if an input is a
        pattern of several values, or zero with a range of zero.
    """
    import pandas as pd

    query = read_outcome(scenario, outcome, routes)
    inputs = read_ranges(scenario, ranges, required=False)
    for ranged in inputs:
        if not _alike(query, ranged):
            msg = f"{ranged.name}: covers inputs of several values; name them one by one"
            raise InputError(msg)
    trials = [_small_step(ranged) for ranged in inputs]
    base, raw = _one_by_one(query, inputs, trials)
    if not base or np.isnan(base):
        msg = f"{query.names[0]} is {base:g}, and an elasticity is a share of it"
        raise InputError(msg)
    warn_undefined(query.names[0], raw)
    unit = query.units[0]
    steps = np.array([high - low for low, high in trials])
    slopes = (raw[:, 1] - raw[:, 0]) / steps
    values = np.array([ranged.input.value for ranged in inputs])
    frame = pd.DataFrame(
        {
            "unit": [shown_unit(ranged.input.field.unit) for ranged in inputs],
            "value": values,
            f"slope [{column('', unit)[2:-1]} per unit]": shown(slopes, unit),
            "elasticity": slopes * values / base,
        },
        index=pd.Index([ranged.name for ranged in inputs], name="input"),
    )
    frame = frame.sort_values("elasticity", key=np.abs, ascending=False, kind="stable")
    return Elasticities(query.names[0], frame)


def _small_step(ranged: InputRange) -> tuple[float, float]:
    value, field = ranged.input.value, ranged.input.field
    step = _STEP * (abs(value) or ranged.high - ranged.low)
    if not step:
        msg = (
            f"{ranged.name}: is 0 without a range, so that it has no small step; write "
            f"{{{ranged.name!r}: (low, high)}}"
        )
        raise InputError(msg)
    low = value if field.above and value - step <= field.low else max(value - step, field.low)
    return low, min(value + step, field.high)
