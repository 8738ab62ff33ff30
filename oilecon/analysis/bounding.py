"""What the ranges of inputs do to an outcome: bounds, one input at a time, elasticities."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon.analysis.input_ranges import InputRange, _pair, input_ranges, ordered
from oilecon.analysis.outcomes import (
    single,
)
from oilecon.errors import InputError, UnitError, quote
from oilecon.inputs.route import ships
from oilecon.scenario_tree import Scenario
from oilecon.units import PURE, Q, to_magnitude, to_quantity, unit_text

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.units import FloatArray, Quantity, Raw


__all__ = ["Bounds", "bounds"]


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
        several = len(ships(route)) > 1 or route.values["parcel"] is not None
        if several and route.trips == "whole":
            found |= {f"{name}.{leg}.cargo" for leg in ships(route)} | {f"{name}.parcel"}
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
        if len(ships(route)) > 1 and route.values["parcel"] is None and route.trips == "whole":
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
        ordered(low.magnitude, high.magnitude, str(name))
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
