"""What the ranges of inputs do to an outcome: bounds, one input at a time, elasticities."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pint

from oilecon.analysis.outcomes import (
    Input,
    OutcomeQuery,
    column,
    no_arrays,
    numbers,
    read,
    shown,
    single,
    warn_undefined,
)
from oilecon.errors import InputError, PathError, UnitError, figure, quote
from oilecon.fields import Number
from oilecon.inputs import Vessel
from oilecon.scenario_tree import Scenario
from oilecon.units import PURE, Q, to_magnitude, to_quantity, unit_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from oilecon.units import FloatArray, Quantity, Raw

__all__ = [
    "Bounds",
    "Elasticities",
    "InputRange",
    "Tornado",
    "bounds",
    "elasticities",
    "input_ranges",
    "tornado",
]


class InputRange(NamedTuple):
    """A varied input with the ends of its range, in its canonical unit."""

    input: Input
    low: float
    high: float

    @property
    def name(self) -> str:
        """The input's path or pattern."""
        return self.input.name


def input_ranges(
    scenario: Scenario, ranges: Mapping[str, Any] | Sequence[str] | None = None
) -> list[InputRange]:
    """Return inputs with their ranges.

    Parameters
    ----------
    scenario : Scenario
        One case.
    ranges : mapping of str to pair, or sequence of str, optional
        Path or pattern to (low, high); None as a pair, or only the paths, takes the range of the
        sourced row. Without it: every input that has a sourced range, but for a ship's size and
        tonnages, whose ranges span a class of ships. What one row covers, such as
        ``*.sea.weather``, is one input as long as it has one value.

    Raises
    ------
    PathError
        If there is no such path, or no range is known of it.
    UnitError, InputError
        If the ends do not fit, or are in the wrong order.
    """
    no_arrays(scenario, "a range")
    if ranges is None:
        return _sourced(scenario)
    if isinstance(ranges, str) or not isinstance(ranges, (Mapping, Sequence)):
        msg = f"ranges: expected a mapping of paths to (low, high), got {quote(ranges)}"
        raise InputError(msg)
    given = ranges if isinstance(ranges, Mapping) else dict.fromkeys(map(str, ranges))
    if not given:
        msg = "ranges: expected at least one, got none; write {'market.brent': (low, high)}"
        raise InputError(msg)
    found = []
    for one, ends in zip(numbers(scenario, list(given)), given.values(), strict=True):
        if ends is None:
            row = scenario.row(one.paths[0])
            if row is None:
                msg = f"{one.name}: no range is known of it; write (low, high)"
                raise PathError(msg)
            low, high = (_in_unit(one.field.unit, end, row.unit) for end in (row.low, row.high))
        else:
            low, high = (_end(one, end) for end in _pair(ends, one.name))
        _ordered(low, high, one.name)
        found.append(InputRange(one, low, high))
    return found


@lru_cache(maxsize=1024)
def _in_unit(wanted: str, value: float, unit: str) -> float:
    """Return a row's number in the canonical unit of its field, as a scenario reads it."""
    return float(to_magnitude(value if unit == PURE else to_quantity(value, unit), wanted))


def _end(one: Input, end: Any) -> float:
    raw = read(one.field, end, one.name)
    if not isinstance(raw, float):
        msg = f"{one.name}: expected one number at an end, got an array of shape {raw.shape}"
        raise InputError(msg)
    return raw


def _pair(ends: Any, name: str) -> tuple[Any, Any]:
    if isinstance(ends, (str, pint.Quantity)) and np.ndim(getattr(ends, "magnitude", 0.0)) == 0:
        return ends, ends
    try:
        low, high = ends
    except (TypeError, ValueError) as error:
        msg = f"{name}: expected a range (low, high), got {quote(ends)}"
        raise InputError(msg) from error
    return low, high


def _ordered(low: float, high: float, name: str) -> None:
    if low > high:
        msg = f"{name}: the low end {figure(low)} is above the high end {figure(high)}; swap them"
        raise InputError(msg)


_OF_A_CLASS = tuple(
    field for field in Vessel._fields.values() if isinstance(field, Number) and not field.required
)
"""A ship's size and tonnages: their ranges span a class of ships, not what is unknown of one."""


def _sourced(scenario: Scenario) -> list[InputRange]:
    groups: dict[tuple[Any, float], list[tuple[str, Any]]] = {}
    apart: dict[Any, int] = {}  # in how many inputs a row falls: one where all it covers is alike
    for path, field, raw in scenario.leaves():
        row = scenario.row(path)
        if row is None or not row.low < row.high or field in _OF_A_CLASS:
            continue
        if not isinstance(raw, float):
            apart[row] = apart.get(row, 0) + 1
            continue
        if (row, raw) not in groups:
            apart[row] = apart.get(row, 0) + 1
        groups.setdefault((row, raw), []).append((path, field))
    found = []
    for (row, value), members in groups.items():
        paths = tuple(path for path, _ in members)
        whole = "*" in row.path and apart[row] == 1
        name = row.path if whole else ",".join(paths)
        field = members[0][1]
        one = Input(name, paths, tuple(map(scenario.place, paths)), field, value)
        low, high = (_in_unit(field.unit, end, row.unit) for end in (row.low, row.high))
        found.append(InputRange(one, low, high))
    if not found:
        msg = "no input of the scenario has a sourced range; write ranges={path: (low, high)}"
        raise InputError(msg)
    return found


# -- bounds ------------------------------------------------------------------------------------

_LEVELS = 5  # points on each line along which an outcome is checked to rise or fall
_INSIDE = 16  # points inside the box through which such lines go
_VERTICES = 64  # corners through which they go
_ALL_VERTICES = 65_536  # corners that are tried where directions depend on the other inputs
_NOISE = 1e-12  # of the outcome's size: what rounding may do on a flat line

Rows: TypeAlias = "Callable[[FloatArray], FloatArray]"


class Bounds:
    """The interval that an outcome can take.

    Attributes
    ----------
    low, high : Quantity
        Its ends.
    exact : bool
        Whether the outcome was found to rise or fall along every line that was tried, so that its
        ends lie at corners of the ranges; else the interval is an estimate from within and may be
        too narrow.
    at_low, at_high : dict of str to Quantity
        The inputs at either end.
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
        *,
        exact: bool,
    ) -> None:
        self.low = low
        self.high = high
        self.at_low, self.at_high = at
        self.directions = directions
        self.exact = exact

    def to_frame(self) -> pd.DataFrame:
        """Return for each input how the outcome moves with it and where it stands at the ends."""
        import pandas as pd

        rows = {
            name: {
                "unit": f"{quantity.units:~P}" or PURE,
                "outcome": self.directions[name],
                "at low": quantity.magnitude,
                "at high": self.at_high[name].magnitude,
            }
            for name, quantity in self.at_low.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("input")

    def __str__(self) -> str:
        """Return the interval in words."""
        ends = f"{self.low.magnitude:.2f} to {self.high.magnitude:.2f} {self.low.units:~P}"
        if self.exact:
            return f"{ends} (exact: it rises or falls along every input)"
        whys = []
        for how in ("turns", "jumps"):
            names = ", ".join(name for name, found in self.directions.items() if found == how)
            if names:
                whys.append(f"it {how} within the range of {names}")
        why = " and ".join(whys) or "too many corners"
        return f"{ends} (an estimate, may be too narrow: {why})"

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        return f"<Bounds {self}>"


def bounds(
    target: Scenario | Callable[..., Any],
    ranges: Mapping[str, Any] | Sequence[str] | None = None,
    outcome: Any = "loss",
    *,
    routes: Sequence[str] | None = None,
) -> Bounds:
    """Return the interval that an outcome takes while inputs go through their ranges.

    Parameters
    ----------
    target : Scenario or callable
        A scenario, or a function of keyword quantities that returns a quantity.
    ranges : mapping of str to (low, high)
        By path or pattern; for a function, by keyword. A single quantity stays where it is. For a
        scenario, None as a pair takes the sourced range, and without `ranges` all of them go.
    outcome : str or callable
        For a scenario: as in `sweep`.
    routes : pair of str, optional
        As in `sweep`.

    Returns
    -------
    Bounds
        Exact where the outcome rises or falls with each input. That is checked on lines of 5
        points along every input, through corners of the ranges and points inside. Else `exact` is
        False, and the ends are the least and the greatest of what was tried.

    Raises
    ------
    UnitError, InputError
        If a range does not fit, or the outcome is not defined everywhere in it.
    PathError
        If there is no such path or outcome.

    Examples
    --------
    What a trading house kept in January 2026, bought at Brent - 15 and sold delivered:

    >>> kept = bounds(
    ...     lambda fob, delivered, freight: delivered - freight - fob,
    ...     {
    ...         "fob": "-15 USD/bbl",
    ...         "delivered": ("-9.5 USD/bbl", "-8.5 USD/bbl"),
    ...         "freight": ("2.5 USD/bbl", "3.5 USD/bbl"),
    ...     },
    ... )
    >>> print(kept.low, kept.high)
    2.0 USD/bbl 4.0 USD/bbl
    """
    if isinstance(target, Scenario):
        return _bounds_of_scenario(target, ranges, outcome, routes)
    return _bounds_of_function(target, ranges)


def _bounds_of_scenario(
    scenario: Scenario, ranges: Any, outcome: Any, routes: Sequence[str] | None
) -> Bounds:
    question = single(scenario, outcome, routes)
    found = input_ranges(scenario, ranges)
    check_corners(scenario, found)

    def rows(points: FloatArray) -> FloatArray:
        leaves: dict[Any, Raw] = {}
        for span, line in zip(found, points, strict=True):
            leaves |= span.input.leaves(line)
        raw = np.broadcast_to(question.answers(leaves)[0], points.shape[1:])
        undefined = int(np.isnan(raw).sum())
        if undefined:
            name = question.names[0]
            msg = (
                f"{name} is not defined at {undefined} of {raw.size} points of the ranges: its "
                "reference is not above zero there; narrow the ranges or ask for another outcome"
            )
            raise InputError(msg)
        return raw

    units = {span.name: span.input.field.unit for span in found}
    steps = _steps(scenario)
    jumping = [not steps.isdisjoint(span.input.paths) for span in found]
    ends = [(span.low, span.high) for span in found]
    return _found(rows, ends, units, question.to_quantity, jumping)


def _steps(scenario: Scenario) -> set[str]:
    """Return the paths of the cargoes that decide how often a ship sails: outcomes jump there."""
    found = set()
    for name, route in scenario.routes.items():
        several = len(route.voyages) > 1 or route.parcel is not None
        if several and route.trips == "whole":
            found |= {f"{name}.{leg}.cargo" for leg in route.voyages} | {f"{name}.parcel"}
    return found


def _found(
    rows: Rows, ends: Any, units: Mapping[str, str], show: Any, jumping: Sequence[bool] = ()
) -> Bounds:
    (low, high), at, directions, exact = _search(rows, ends, jumping)
    where = [
        {
            name: to_quantity(float(x), unit)
            for x, (name, unit) in zip(end, units.items(), strict=True)
        }
        for end in at
    ]
    how = dict(zip(units, directions, strict=True))
    return Bounds(show(low), show(high), (where[0], where[1]), how, exact=exact)


def check_corners(scenario: Scenario, found: Sequence[InputRange]) -> None:
    """Refuse ranges in which inputs could break a rule between them, at one of their corners.

    Rules order inputs, such as the miles in an emission area and all miles; if an order can break,
    it breaks at a corner.

    Raises
    ------
    InputError
        If a rule is broken at one of the corners that were tried: at most 1024, else at random.
    """
    rng = np.random.default_rng(0)
    count = len(found)
    few = count <= 10  # noqa: PLR2004  1024 corners
    choice = np.array(list(product((0, 1), repeat=count))).T if few else None
    picked = rng.integers(0, 2, (count, 1024)) if choice is None else choice
    try:
        _sure_of_trips(scenario).vary(
            {
                path: to_quantity(np.where(at, span.high, span.low), span.input.field.unit)
                for span, at in zip(found, picked, strict=True)
                for path in span.input.paths
            }
        )
    except (InputError, UnitError) as error:
        msg = f"the ranges hold cases that break a rule: {error}"
        raise InputError(msg) from error


def _sure_of_trips(scenario: Scenario) -> Scenario:
    """Return a scenario whose cargoes may come close to each other, as they may in a draw.

    Written out, ships nearly alike are refused without a parcel; drawn, they sail one trip each.
    """
    routes = dict(scenario.routes)
    for name, route in routes.items():
        if len(route.voyages) > 1 and route.parcel is None and route.trips == "whole":
            routes[name] = route.evolve(parcel=to_quantity(1.0, "t"))
    return scenario.evolve(routes=routes)


def _bounds_of_function(function: Any, ranges: Any) -> Bounds:
    if not callable(function):
        msg = f"target: expected a Scenario or a function, got {type(function).__name__}"
        raise InputError(msg)
    if not isinstance(ranges, Mapping) or not ranges:
        msg = "ranges: expected a mapping of the function's keywords to (low, high)"
        raise InputError(msg)
    units: dict[str, str] = {}
    ends = []
    try:
        inspect.signature(function).bind(**dict.fromkeys(map(str, ranges)))
    except (TypeError, ValueError) as error:  # a ValueError of what has no signature
        msg = f"target: the ranges do not fit the function: {error}"
        raise InputError(msg) from error
    for name, pair in ranges.items():
        low, high = _keyword_range(pair, str(name))
        _ordered(low.magnitude, high.magnitude, str(name))
        units[str(name)] = unit_text(low)
        ends.append((low.magnitude, high.magnitude))
    unit: list[str] = []

    def rows(points: FloatArray) -> FloatArray:
        values = []
        for point in points.reshape(len(units), -1).T:
            every = zip(units.items(), point, strict=True)
            answer = function(**{name: to_quantity(float(x), u) for (name, u), x in every})
            if not unit:
                unit.append(unit_text(answer))
            values.append(_answer(answer, unit[0]))
        return np.array(values).reshape(points.shape[1:])

    return _found(rows, ends, units, lambda raw: to_quantity(raw, unit[0]))


def _keyword_range(pair: Any, name: str) -> tuple[Any, Any]:
    try:
        low, high = (Q(end) for end in _pair(pair, name))
        return low, Q(high, unit_text(low))
    except UnitError as error:
        msg = f"{name}: {error}"
        raise UnitError(msg) from error


def _answer(answer: Any, unit: str) -> float:
    try:
        raw = to_magnitude(answer, unit)
    except UnitError as error:
        msg = f"target: {error}"
        raise UnitError(msg) from error
    if not isinstance(raw, float) or not np.isfinite(raw):
        msg = f"target: expected one finite quantity, got {quote(answer)}"
        raise InputError(msg)
    return raw


def _search(rows: Rows, ends: Sequence[tuple[float, float]], jumping: Sequence[bool] = ()) -> Any:
    """Return the least and greatest answer, where they are, and how the answer moves by input."""
    low, high = (np.array(side) for side in zip(*ends, strict=True))
    moving = np.flatnonzero(high > low)
    points, starts = _lines(low, high, moving)
    answers = rows(points.reshape(len(ends), -1))
    lines = answers[starts:].reshape(len(moving), -1, _LEVELS) if len(moving) else answers
    noise = _NOISE * float(np.abs(answers).max())
    directions = ["flat"] * len(ends)
    for k, input_lines in zip(moving, lines, strict=False):
        directions[k] = _direction(np.diff(input_lines, axis=1), noise)
    # Between two points that are tried, an answer that jumps may have risen and fallen again.
    for k in np.flatnonzero(np.array(jumping, dtype=bool) & (high > low) if jumping else []):
        directions[k] = "jumps"
    corners = _corners(low, high, moving, directions)
    exact = not {"turns", "jumps"} & set(directions) and corners is not None
    if corners is not None:
        found = rows(corners)
        exact = exact and bool(
            found.min() <= answers.min() + noise and found.max() >= answers.max() - noise
        )
        points = corners if exact else np.concatenate([points, corners], axis=1)
        answers = found if exact else np.concatenate([answers, found])
    least, most = int(np.argmin(answers)), int(np.argmax(answers))
    at = points[:, least], points[:, most]
    return (float(answers[least]), float(answers[most])), at, directions, exact


def _corners(
    low: FloatArray, high: FloatArray, moving: Any, directions: Sequence[str]
) -> FloatArray | None:
    """Return the corners at which an answer that never turns has its ends; None if too many.

    An input that always rises or always falls stands where the answer wants it; one whose
    direction depends on the others is tried at both ends.
    """
    open_ = [k for k in moving if directions[k] in {"depends", "turns", "jumps"}]
    if 2 ** len(open_) > _ALL_VERTICES:
        return None
    down = np.array([how == "falls" for how in directions])
    sides = []
    for lowest in (np.where(down, high, low), np.where(down, low, high)):
        side = _vertices(low, high, np.array(open_, dtype=int), _ALL_VERTICES)
        fixed = np.setdiff1d(np.arange(len(low)), open_)
        side[fixed] = lowest[fixed, None]
        sides.append(side)
    return np.concatenate(sides, axis=1)


def _direction(steps: FloatArray, noise: float) -> str:
    """Return how an answer moves along an input's lines."""
    rises, falls = (steps > noise).any(axis=1), (steps < -noise).any(axis=1)
    if (rises & falls).any():
        return "turns"
    if rises.any() and falls.any():
        return "depends"
    return "rises" if rises.any() else "falls" if falls.any() else "flat"


def _vertices(low: FloatArray, high: FloatArray, moving: Any, most: int) -> FloatArray:
    """Return corners of the box, one a column: all, or as many at random."""
    if 2 ** len(moving) <= most:
        at = np.array(list(product((False, True), repeat=len(moving)))).T
    else:
        at = np.random.default_rng(0).integers(0, 2, (len(moving), most)).astype(bool)
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


# -- one input at a time -----------------------------------------------------------------------


class Tornado:
    """What each input does to an outcome over its own range, the others as they are.

    Attributes
    ----------
    outcome : str
        What moves.
    base : Quantity
        Its value with every input as it is.
    """

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

    def plot(self, *, most: int = 12, ax: Axes | None = None) -> Axes:
        """Draw the inputs of the widest swing; needs the extra ``plot``.

        Parameters
        ----------
        most : int
            How many.
        ax : matplotlib.axes.Axes, optional
            Where to; without it, on a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            On which more can be drawn.

        Raises
        ------
        InputError
            If `most` is no whole number above zero.
        OilEconError
            If matplotlib is not installed.
        """
        from oilecon.present.drawings import draw_tornado

        return draw_tornado(self, most, ax)

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
    ['asia.sea.charter.hire', 'gulf.sea.charter.hire']
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
