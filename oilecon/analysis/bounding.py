"""The interval that an outcome takes while inputs go through their ranges."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, overload

import numpy as np

from oilecon.analysis.corners import check_corners
from oilecon.analysis.coverage import MOVED, NOTHING_COVERED, Covered, cover, warn_unmoved
from oilecon.analysis.input_ranges import check_order, read_limits, read_ranges
from oilecon.analysis.outcomes import read_outcome, undefined_loss
from oilecon.errors import InputError, UnitError, quote
from oilecon.inputs.route import ships
from oilecon.scenario_tree import Scenario
from oilecon.units import PURE, Q, to_magnitude, to_quantity, unit_text

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.analysis.coverage import Coverage
    from oilecon.analysis.input_ranges import InputRange, RangesLike
    from oilecon.analysis.outcomes import OneOutcome, OutcomeQuery
    from oilecon.units import FloatArray, Quantity, Raw

__all__ = ["Bounds", "bounds"]


_LEVELS = 5  # points on each line along which an outcome is checked to rise or fall
_INSIDE = 16  # points inside the box through which such lines go
_VERTICES = 64  # corners through which they go
_MAX_VERTICES = 65_536  # corners that are checked where directions depend on the other inputs
_NOISE = 1e-12  # of the outcome's size: the rounding error on a flat line

Rows: TypeAlias = "Callable[[FloatArray], FloatArray]"


class Bounds(Covered):
    """The interval that an outcome can take.

    Attributes
    ----------
    low, high : Quantity
        Lowest and highest outcome.
    exact : bool
        True if every range is one of bounds and the outcome rises or falls along every line that
        was checked, so that its extremes lie at corners of the ranges. Else the interval may be too
        narrow: an estimate from within, or between quantiles or quotes, beyond which inputs may
        lie.
    at_low, at_high : dict of str to Quantity
        The inputs at either extreme.
    directions : dict of str to str
        For each input: 'rises', 'falls', 'flat', 'depends' on the other inputs, 'turns', or
        'jumps', as with a cargo that decides how often a ship sails.
    """

    def __init__(
        self,
        low: Quantity,
        high: Quantity,
        at: tuple[dict[str, Quantity], dict[str, Quantity]],
        directions: dict[str, str],
        coverage: Coverage,
        *,
        at_corners: bool,
    ) -> None:
        self.coverage = coverage
        self._at_corners = at_corners
        self.low = low
        self.high = high
        self.at_low, self.at_high = at
        self.directions = directions
        self.exact = at_corners and not coverage.no_bounds

    def to_frame(self) -> pd.DataFrame:
        """Return the inputs at either extreme.

        Returns
        -------
        pandas.DataFrame
            By path or pattern: unit, direction of the outcome, the input's values at low and high,
            and what the ends of its range are (empty for a pair of yours).
        """
        import pandas as pd

        ranges = {each.name: each.range for each in self.coverage.varied}
        rows = {
            name: {
                "unit": f"{quantity.units:~P}" or PURE,
                "outcome": self.directions[name],
                "at low": quantity.magnitude,
                "at high": self.at_high[name].magnitude,
                "range": ranges.get(name, ""),
            }
            for name, quantity in self.at_low.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("input")

    def __str__(self) -> str:
        """Return the interval in words, and what was moved and held fixed."""
        return "\n".join((self._interval(), *self.coverage.sentences))

    def _interval(self) -> str:
        interval = f"{self.low.magnitude:.2f} to {self.high.magnitude:.2f} {self.low.units:~P}"
        if self.exact:
            return f"{interval} (exact: it rises or falls along every input)"
        no_bounds = self.coverage.no_bounds
        if no_bounds:
            interval = f"{interval}, not bounds: {no_bounds}"
        if self._at_corners:
            return f"{interval} (it rises or falls along every input)"
        reasons = []
        for verb in ("turns", "jumps"):
            names = ", ".join(name for name, moves in self.directions.items() if moves == verb)
            if names:
                reasons.append(f"it {verb} within the range of {names}")
        reason = " and ".join(reasons) or "too many corners"
        return f"{interval} (an estimate, may be too narrow: {reason})"

    def __repr__(self) -> str:
        """Describe the result in one line."""
        covered = f"; {self.coverage.short}" if self.coverage.varied else ""
        return f"<Bounds {self._interval()}{covered}>"


@overload
def bounds(
    scenario: Scenario,
    ranges: RangesLike | None = None,
    *,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
) -> Bounds: ...


@overload
def bounds(scenario: Callable[..., Quantity], ranges: RangesLike) -> Bounds: ...


def bounds(
    scenario: Scenario | Callable[..., Quantity],
    ranges: RangesLike | None = None,
    *,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
) -> Bounds:
    """Return the interval that an outcome takes while inputs go through their ranges.

    Parameters
    ----------
    scenario : Scenario or callable
        One case, or a function of keyword quantities that returns a quantity.
    ranges : mapping of str to (low, high)
        By path or pattern; for a function, by keyword. A single quantity stays fixed. For a
        scenario, None as a pair takes the range that the input has; without `ranges`, every input
        that has a range goes through it. The rest are held fixed, and `held` lists them.
    outcome : str or callable
        For a scenario: as in `sweep`.
    routes : sequence of str, optional
        As in `sweep`.

    Returns
    -------
    Bounds
        Exact where the outcome rises or falls with each input. That is checked on lines of 5
        points along every input, through corners of the ranges and points inside. Else `exact` is
        False, and the interval spans the outcomes at the points that were checked. Over ranges of
        quantiles or quotes the interval is none of bounds, as it says when printed.

    Raises
    ------
    UnitError, InputError
        If a range does not fit, or the outcome is not defined everywhere in it.
    PathError
        If there is no such path or outcome.

    Examples
    --------
    The margin of a trading house in January 2026, bought at Brent - 15 and sold delivered:

    >>> margin = bounds(
    ...     lambda fob, delivered, freight: delivered - freight - fob,
    ...     {
    ...         "fob": "-15 USD/bbl",
    ...         "delivered": ("-9.5 USD/bbl", "-8.5 USD/bbl"),
    ...         "freight": ("2.5 USD/bbl", "3.5 USD/bbl"),
    ...     },
    ... )
    >>> print(margin.low, margin.high)
    2.0 USD/bbl 4.0 USD/bbl
    """
    if not isinstance(scenario, Scenario):
        return _of_function(*_read_function(scenario, ranges))
    query = read_outcome(scenario, outcome, routes)
    inputs = read_ranges(scenario, ranges)
    check_corners(scenario, inputs)
    result = _of_scenario(query, inputs)
    extremes = float(result.low.magnitude), float(result.high.magnitude)
    warn_unmoved(query.names[0], extremes, result.coverage, inputs)
    return result


def _of_scenario(query: OutcomeQuery, inputs: Sequence[InputRange]) -> Bounds:
    def rows(points: FloatArray) -> FloatArray:
        leaves: dict[Any, Raw] = {}
        for ranged, line in zip(inputs, points, strict=True):
            leaves |= ranged.input.leaves(line)
        raw = np.broadcast_to(query.answers(leaves)[0], points.shape[1:])
        undefined = int(np.isnan(raw).sum())
        if undefined:
            raise undefined_loss(
                query.names[0],
                f"at {undefined} of {raw.size} points of the ranges",
                ", or narrow the ranges",
            )
        return raw

    units = {ranged.name: ranged.input.field.unit for ranged in inputs}
    steps = _steps(query.scenario, _routes_read(query))
    jumping = [not steps.isdisjoint(ranged.input.paths) for ranged in inputs]
    limits = [(ranged.low, ranged.high) for ranged in inputs]
    coverage = cover(query.scenario, query.routes, inputs, MOVED)
    return _within(rows, limits, units, query.to_quantity, coverage, jumping)


def _routes_read(query: OutcomeQuery) -> set[str]:
    """Return the routes that an outcome may read: all of them where it is a function."""
    (outcome,) = query.requested.values()
    if callable(outcome):
        return {*query.scenario.routes}
    return {*query.routes, str(outcome).partition(".")[0]} & {*query.scenario.routes}


def _steps(scenario: Scenario, routes: Iterable[str]) -> set[str]:
    """Return the paths of the cargoes that set the number of trips: outcomes jump there."""
    paths = set()
    for name in routes:
        route = scenario.routes[name]
        several = len(ships(route)) > 1 or route.values["parcel"] is not None
        if several and route.trips == "whole":
            paths |= {f"{name}.{leg}.cargo" for leg in ships(route)} | {f"{name}.parcel"}
    return paths


def _within(
    rows: Rows,
    limits: Any,
    units: Mapping[str, str],
    show: Any,
    coverage: Coverage,
    jumping: Sequence[bool] = (),
) -> Bounds:
    (low, high), points, directions, at_corners = _search(rows, limits, jumping)
    at_low, at_high = (
        {
            name: to_quantity(float(x), unit)
            for x, (name, unit) in zip(point, units.items(), strict=True)
        }
        for point in points
    )
    by_input = dict(zip(units, directions, strict=True))
    extremes = show(low), show(high), (at_low, at_high)
    return Bounds(*extremes, by_input, coverage, at_corners=at_corners)


class _Function(NamedTuple):
    """A function of keyword quantities, with the ranges of its keywords as plain numbers."""

    function: Callable[..., Any]
    units: dict[str, str]  # by keyword
    limits: list[tuple[float, float]]


def _read_function(function: object, ranges: object) -> _Function:
    """Return a function and the ranges of its keywords, each in the unit of its low end."""
    if not callable(function):
        msg = f"scenario: expected a Scenario or a function, got {type(function).__name__}"
        raise InputError(msg)
    if not isinstance(ranges, Mapping) or not ranges:
        msg = "ranges: expected a mapping of the function's keywords to (low, high)"
        raise InputError(msg)
    try:
        inspect.signature(function).bind(**dict.fromkeys(map(str, ranges)))
    except (TypeError, ValueError) as error:  # a ValueError of what has no signature
        msg = f"ranges: they do not fit the function: {error}"
        raise InputError(msg) from error
    units: dict[str, str] = {}
    limits = []
    for name, given in ranges.items():
        low, high = _keyword_range(given, str(name))
        check_order(low.magnitude, high.magnitude, str(name))
        units[str(name)] = unit_text(low)
        limits.append((low.magnitude, high.magnitude))
    return _Function(function, units, limits)


def _of_function(
    function: Callable[..., Any], units: dict[str, str], limits: list[tuple[float, float]]
) -> Bounds:
    unit: list[str] = []

    def rows(points: FloatArray) -> FloatArray:
        values = []
        for point in points.reshape(len(units), -1).T:
            keywords = zip(units.items(), point, strict=True)
            answer = function(**{name: to_quantity(float(x), u) for (name, u), x in keywords})
            if not unit:
                unit.append(unit_text(answer))
            values.append(_answer(answer, unit[0]))
        return np.array(values).reshape(points.shape[1:])

    return _within(rows, limits, units, lambda raw: to_quantity(raw, unit[0]), NOTHING_COVERED)


def _keyword_range(given: Any, name: str) -> tuple[Any, Any]:
    try:
        low, high = (Q(limit) for limit in read_limits(given, name))
        return low, Q(high, unit_text(low))
    except UnitError as error:
        msg = f"{name}: {error}"
        raise UnitError(msg) from error


def _answer(answer: Any, unit: str) -> float:
    """Return the function's answer as a float: a user's function may return anything."""
    try:
        raw = to_magnitude(answer, unit)
    except UnitError as error:
        msg = f"the function's answer: {error}"
        raise UnitError(msg) from error
    if not isinstance(raw, float) or not np.isfinite(raw):
        msg = f"the function's answer: expected one finite quantity, got {quote(answer)}"
        raise InputError(msg)
    return raw


def _search(rows: Rows, limits: Sequence[tuple[float, float]], jumping: Sequence[bool] = ()) -> Any:
    """Return the extremes of the answer, their places, and how the answer moves by input."""
    low, high = (np.array(side) for side in zip(*limits, strict=True))
    moving = np.flatnonzero(high > low)
    points, starts = _lines(low, high, moving)
    answers = rows(points.reshape(len(limits), -1))
    lines = answers[starts:].reshape(len(moving), -1, _LEVELS) if len(moving) else answers
    noise = _NOISE * float(np.abs(answers).max())
    directions = ["flat"] * len(limits)
    for k, input_lines in zip(moving, lines, strict=False):
        directions[k] = _direction(np.diff(input_lines, axis=1), noise)
    # Between two points that are checked, an answer that jumps may have risen and fallen again.
    for k in np.flatnonzero(np.array(jumping, dtype=bool) & (high > low) if jumping else []):
        directions[k] = "jumps"
    corners = _corners(low, high, moving, directions)
    exact = not {"turns", "jumps"} & set(directions) and corners is not None
    if corners is not None:
        corner_answers = rows(corners)
        exact = exact and bool(
            corner_answers.min() <= answers.min() + noise
            and corner_answers.max() >= answers.max() - noise
        )
        points = corners if exact else np.concatenate([points, corners], axis=1)
        answers = corner_answers if exact else np.concatenate([answers, corner_answers])
    lowest, highest = int(np.argmin(answers)), int(np.argmax(answers))
    at = points[:, lowest], points[:, highest]
    return (float(answers[lowest]), float(answers[highest])), at, directions, exact


def _corners(
    low: FloatArray, high: FloatArray, moving: Any, directions: Sequence[str]
) -> FloatArray | None:
    """Return the corners at which an answer that never turns is extreme; None if too many.

    An input along which the answer always rises, or always falls, stands at one end of its range
    for the lowest answer and at the other for the highest. One whose direction depends on the
    others is taken at both ends.
    """
    open_ = [k for k in moving if directions[k] in {"depends", "turns", "jumps"}]
    if 2 ** len(open_) > _MAX_VERTICES:
        return None
    down = np.array([how == "falls" for how in directions])
    sides = []
    for lowest in (np.where(down, high, low), np.where(down, low, high)):
        side = _vertices(low, high, np.array(open_, dtype=int), _MAX_VERTICES)
        fixed = np.setdiff1d(np.arange(len(low)), open_)
        side[fixed] = lowest[fixed, None]
        sides.append(side)
    return np.concatenate(sides, axis=1)


def _direction(steps: FloatArray, noise: float) -> str:
    """Return the direction in which an answer moves along an input's lines."""
    rises, falls = (steps > noise).any(axis=1), (steps < -noise).any(axis=1)
    if (rises & falls).any():
        return "turns"
    if rises.any() and falls.any():
        return "depends"
    return "rises" if rises.any() else "falls" if falls.any() else "flat"


def _vertices(low: FloatArray, high: FloatArray, moving: Any, max_count: int) -> FloatArray:
    """Return corners of the box, one a column: all, or as many at random."""
    if 2 ** len(moving) <= max_count:
        at = np.array(list(product((False, True), repeat=len(moving)))).T
    else:
        at = np.random.default_rng(0).integers(0, 2, (len(moving), max_count)).astype(bool)
    points = np.repeat(low[:, None], at.shape[1] if len(moving) else 1, axis=1)
    if len(moving):
        points[moving] = np.where(at, high[moving, None], low[moving, None])
    return points


def _lines(low: FloatArray, high: FloatArray, moving: Any) -> tuple[FloatArray, int]:
    """Return corners and inside points, then lines through them along each input in turn."""
    inside = np.random.default_rng(0).random((len(low), _INSIDE))
    inside[:, 0] = 0.5
    centres = np.concatenate(
        [_vertices(low, high, moving, _VERTICES), low[:, None] + inside * (high - low)[:, None]],
        axis=1,
    )
    parts = [centres]
    levels = np.linspace(0.0, 1.0, _LEVELS)
    for k in moving:
        line = np.repeat(centres, _LEVELS, axis=1)
        # Both ends exactly: low + 1.0 * (high - low) may end beside high.
        at = np.where(levels == 1.0, high[k], low[k] + levels * (high[k] - low[k]))
        line[k] = np.tile(at, centres.shape[1])
        parts.append(line)
    return np.concatenate(parts, axis=1), centres.shape[1]
