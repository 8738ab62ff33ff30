"""At what value of an input an outcome hits a target, and the line of such values over another."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.columns import column, shown
from oilecon.analysis.extras import load
from oilecon.analysis.input_ranges import read_ranges
from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.analysis.outcomes import OutcomeQuery, read_outcome
from oilecon.arguments import number, one_number, pair
from oilecon.blocks import array_leaves
from oilecon.errors import InputError, OilEconError, UndefinedWarning, figure, quote
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted
from oilecon.units import PURE, to_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from oilecon.analysis.outcomes import OneOutcome
    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Breakeven", "Contour", "breakeven", "contour"]

_POINTS = 33  # at which an outcome is looked at for crossings, within given ends
_DOUBLINGS = 12  # away from the present value, where no ends are given
_FINEST = 1.0 / 16.0  # of the present value: the first step away from it
_ROUNDING = 1e-12  # of the target: what an outcome may miss it by and lie on it
_HALVINGS = 200  # until nothing lies between two numbers
_JUMP = 1e-6  # of the outcome's change between two points: what a crossing may miss its target by


class Breakeven:
    """At what value of an input an outcome hits a target.

    Attributes
    ----------
    path, outcome : str
        The input that was solved for, and what was to hit the target.
    target : Quantity
        The target.
    value : Quantity
        The crossing nearest to the input's present value; for arrays, of each case, NaN where
        there is none.
    values : tuple of Quantity
        Every crossing of a single case, ascending; empty for arrays. Of a stretch on which the
        outcome stays at the target, the edges at which it leaves it.
    flat : tuple of pairs of Quantity
        Every such stretch of a single case; empty for arrays.
    count : int or array
        How many crossings there are.
    jumps : tuple of Quantity, or array of int
        Where the outcome of a single case passes the target without being it, as where a ship
        sails once more; for arrays, how many such places each case has.
    between : tuple of Quantity
        The ends within which they were looked for.
    evaluations : int
        How often the model was asked.
    """

    def __init__(
        self,
        found: _Search,
        value: Any,
        values: Sequence[float],
        count: Any,
        evaluations: int,
        *,
        jumps: Any,
        by_case: FloatArray | None = None,
        flat: Sequence[tuple[float, float]] = (),
    ) -> None:
        unit = found.input.field.unit
        self.path = found.input.name
        self.outcome = found.query.names[0]
        self.target = found.query.to_quantity(found.target)
        self.value: Quantity = to_quantity(value, unit)
        self.values: tuple[Quantity, ...] = tuple(to_quantity(one, unit) for one in values)
        self.flat = tuple((to_quantity(a, unit), to_quantity(b, unit)) for a, b in flat)
        self.count = count
        self.jumps: Any = (
            tuple(to_quantity(one, unit) for one in jumps) if by_case is None else jumps
        )
        self.between = tuple(to_quantity(float(end), unit) for end in found.grid[[0, -1]])
        self.evaluations = evaluations
        self._by_case = by_case  # of arrays: every crossing, case by case, ascending in each

    def to_frame(self) -> pd.DataFrame:
        """Return every crossing of a single case; of arrays, one row a case with their number."""
        import pandas as pd

        name = column(self.path, f"{self.value.units:~P}" or PURE)
        if self.values:
            return pd.DataFrame({name: [one.magnitude for one in self.values]})
        columns = {name: np.ravel(self.value.magnitude), "crossings": np.ravel(self.count)}
        return pd.DataFrame(columns).rename_axis("case")

    def __str__(self) -> str:
        """Return the answer in words."""
        target = f"{self.outcome} is {self.target:.4g}"
        if not self.values:
            none = int(np.sum(self.count == 0))
            return f"{target} at {self.path} by case, in {np.size(self.count) - none} cases"
        listed = " and ".join(f"{one:.6g}" for one in self.values)
        more = "" if len(self.values) == 1 else f", {len(self.values)} crossings"
        flat = "".join(f", and throughout from {low:.6g} to {high:.6g}" for low, high in self.flat)
        if self.jumps:
            flat += f"; {self.outcome} jumps over it at " + " and at ".join(
                f"{one:.6g}" for one in self.jumps
            )
        return f"{target} at {self.path} = {listed}{more}{flat}"

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        return f"<Breakeven: {self}>"


class _Search:
    """What is solved: an input, a question, a target, and points at which it is looked at."""

    def __init__(
        self, query: OutcomeQuery, varied: Input, target: float, grid: FloatArray, *, given: bool
    ) -> None:
        self.query = query
        self.input = varied
        self.target = target
        self.grid = self._allowed(grid, given=given)

    def _allowed(self, grid: FloatArray, *, given: bool) -> FloatArray:
        """Return the points that the scenario takes; where ends were given, it must take all."""
        scenario, field = self.query.scenario, self.input.field

        def vary(points: FloatArray) -> None:
            wide = points.reshape(-1, *(1,) * len(scenario.shape))
            scenario.vary(dict.fromkeys(self.input.paths, to_quantity(wide, field.unit)))

        try:
            vary(grid)
        except InputError as error:
            if given:
                raise
            refused = error
        else:
            return grid
        kept = []
        for point in grid:
            try:
                vary(np.array([point]))
            except InputError:
                continue
            kept.append(point)
        if not kept:
            raise refused
        return np.array(kept)

    def missed(self, raw: Any) -> Any:
        """Return by how much an outcome misses the target at a value of the input."""
        return self.query.answers(self.input.leaves(raw))[0] - self.target

    def over_grid(self) -> FloatArray:
        """Return the misses of a single case at every point; NaN where the model refuses one."""
        try:
            return np.broadcast_to(self.missed(self.grid), self.grid.shape)
        except OilEconError:
            return np.array([self._tried(float(point)) for point in self.grid])

    def _tried(self, point: float) -> float:
        try:
            return float(self.missed(point))
        except OilEconError:
            return np.nan


def breakeven(
    scenario: Scenario,
    path: str,
    *,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
    target: QuantityLike = "0 %",
    between: Sequence[QuantityLike] | None = None,
) -> Breakeven:
    """Return the value of an input at which an outcome hits a target.

    Parameters
    ----------
    scenario : Scenario
        One case, or arrays of them.
    path : str
        The input to solve for, by path or pattern.
    outcome : str or callable
        As in `sweep`.
    routes : pair of str, optional
        As in `sweep`.
    target : quantity
        In the outcome's unit; percent for a loss, of which none is where two routes are even.
    between : pair of quantities, optional
        The ends to look within; the input's own bounds if left out, near its present value first.

    Returns
    -------
    Breakeven
        All crossings, found between points at which the outcome passes the target: 33 evenly
        between given ends; else ever farther apart from the present value to the bounds. Two
        crossings between the same two points are not seen. Where the outcome stays on the target
        for a stretch, as a royalty at nothing, only the edge at which it leaves it is a crossing.
        Where it jumps over the target, `jumps` says so.

    Raises
    ------
    PathError, UnitError
        If there is no such path or outcome, or the target does not fit it.
    InputError
        If a single case has no crossing; the message gives the outcome at both ends. Also if the
        input does not move the outcome off the target.
    OilEconError
        If SciPy is not installed.

    Examples
    --------
    >>> import oilecon as oe
    >>> print(oe.breakeven(oe.scenario("article"), "market.brent", target="15 %"))
    loss is 15 % at market.brent = 70.0246 USD/bbl
    """
    query = read_outcome(scenario, outcome, routes)
    (varied,) = read_inputs(scenario, [path])
    goal = query.read_figure(target, "target")
    if between is None:
        search = _Search(query, varied, goal, _around(varied), given=False)
    else:
        grid = np.linspace(*_read_ends(varied, between), _POINTS)
        search = _Search(query, varied, goal, grid, given=True)
    return _of_arrays(search) if scenario.shape else _of_one(search)


def _read_ends(varied: Input, between: object) -> tuple[float, float]:
    """Return the ends to look within, read by the input's field."""
    low, high = (
        one_number(varied.field, end, varied.name, siblings=True)
        for end in pair(between, "between")
    )
    if not low < high:
        msg = f"between: expected low below high, got {figure(low)} and {figure(high)}"
        raise InputError(msg)
    return low, high


def _around(varied: Input) -> FloatArray:
    """Return points from an input's lower to its upper bound, denser near its present value."""
    field = varied.field
    middle = float(np.mean(varied.value))
    first = abs(middle) * _FINEST or (field.high - field.low) / 2.0 ** (_DOUBLINGS + 1)
    steps = first * 2.0 ** np.arange(_DOUBLINGS)
    low = np.nextafter(field.low, np.inf) if field.above else field.low
    points = np.concatenate([[low, field.high, middle], middle - steps, middle + steps])
    # Evenly near the value too: powers of two alone leave a gap from half of it to twice it.
    points = np.concatenate([points, middle + np.arange(-15, 16) * first])
    return np.unique(points[(points >= low) & (points <= field.high)])


# -- one case ----------------------------------------------------------------------------------


def _of_one(found: _Search) -> Breakeven:
    optimize = load("scipy.optimize", "analysis", "a break-even search")
    misses = found.over_grid()
    count = len(misses)

    def miss(value: float) -> float:
        nonlocal count
        count += 1
        return float(found.missed(value))

    misses, flat = _flat(found, misses, miss)
    if len(flat) == 1 and flat[0] == (0, len(misses) - 1):
        raise _no_crossing(found, misses, (), everywhere=True)
    inside = {k for low, high in flat for k in range(low, high + 1)}
    zero = np.flatnonzero(misses == 0.0)
    roots = [float(found.grid[k]) for k in zero if k not in inside]
    jumps: list[float] = []
    signs = np.sign(misses)
    for k in np.flatnonzero(signs[:-1] * signs[1:] < 0.0):
        low, high = found.grid[k], found.grid[k + 1]
        try:
            root = optimize.brentq(miss, low, high, xtol=1e-300, rtol=1e-15, maxiter=200)
        except OilEconError:  # the model refuses a value between the two
            continue
        hit = abs(miss(root)) <= _JUMP * abs(misses[k + 1] - misses[k])
        (roots if hit else jumps).append(float(root))
    stretches = []
    for first, last in flat:
        ends = []
        for at, beyond in ((first, first - 1), (last, last + 1)):
            end = float(found.grid[at])
            if 0 <= beyond < len(misses) and not np.isnan(misses[beyond]):
                end = _edge(found, miss, end, float(found.grid[beyond]))
                roots.append(end)
            ends.append(end)
        stretches.append((ends[0], ends[1]))
    if not roots:
        raise _no_crossing(found, misses, jumps, everywhere=bool(flat))
    roots.sort()
    present = found.input.value
    near = min(roots, key=lambda root: abs(root - present))
    return Breakeven(found, near, roots, len(roots), count, jumps=jumps, flat=stretches)


def _flat(
    found: _Search, misses: FloatArray, miss: Callable[[float], float]
) -> tuple[FloatArray, list[tuple[int, int]]]:
    """Return the misses, and the first and last point of each stretch that lies on the target.

    On such a stretch every point is a hit, and rounding would make crossings of it.
    """
    near = np.abs(misses) <= _ROUNDING * abs(found.target)
    stretches: list[tuple[int, int]] = []
    for k in np.flatnonzero(near[:-1] & near[1:]).tolist():
        middle = (found.grid[k] + found.grid[k + 1]) / 2.0
        try:
            level = abs(miss(float(middle))) <= _ROUNDING * abs(found.target)
        except OilEconError:
            level = False
        if level and stretches and stretches[-1][1] == k:
            stretches[-1] = (stretches[-1][0], k + 1)
        elif level:
            stretches.append((k, k + 1))
    levelled = misses.copy()
    for first, last in stretches:
        levelled[first : last + 1] = 0.0
    return levelled, stretches


def _edge(found: _Search, miss: Callable[[float], float], on: float, off: float) -> float:
    """Return how far from a point on the target towards one off it the outcome stays there."""
    for _ in range(_HALVINGS):
        middle = (on + off) / 2.0
        if middle in (on, off):
            break
        try:
            level = abs(miss(middle)) <= _ROUNDING * abs(found.target)
        except OilEconError:
            level = False
        on, off = (middle, off) if level else (on, middle)
    return on


def _no_crossing(
    found: _Search, misses: FloatArray, jumps: Sequence[float], *, everywhere: bool = False
) -> InputError:
    name, unit = found.query.names[0], found.query.units[0]
    shown_unit = "%" if unit == "percent" else unit

    field = found.input.field
    beyond = field.above and found.grid[0] == np.nextafter(field.low, np.inf)
    least = figure(field.low if beyond else found.grid[0])

    def end(k: int) -> str:
        raw = shown(float(misses[k]) + found.target, unit)
        said = "is not defined" if np.isnan(raw) else f"is {raw:.4g} {shown_unit}"
        where = figure(found.grid[k]) if k else f"{'just above ' * bool(beyond)}{least}"
        return f"{said} at {where}"

    field_unit = "" if field.unit in {"fraction", "1"} else field.unit
    ends = f"{'(' if beyond else '['}{least}, {figure(found.grid[-1])}] {field_unit}".rstrip()
    goal = f"{shown(found.target, unit):.4g} {shown_unit}"
    if everywhere:
        msg = f"no crossing in {ends}: {name} is {goal} throughout; {found.input.name} does not"
        return InputError(f"{msg} move it")
    msg = f"no crossing in {ends}: {name} {end(0)} and {end(-1)}, and never {goal} between; "
    if jumps:
        at = " and at ".join(f"{one:.6g} {field_unit}".rstrip() for one in jumps)
        return InputError(f"{msg}it jumps over it where {found.input.name} passes {at}")
    return InputError(f"{msg}{found.input.name} alone does not bring it there")


# -- arrays of cases ---------------------------------------------------------------------------


def _of_arrays(found: _Search) -> Breakeven:
    """Return the crossing of every case: brackets point by point, then all roots together."""
    elementwise = load("scipy.optimize.elementwise", "analysis", "a break-even search")
    shape = found.query.scenario.shape
    seen = _brackets(found, shape)
    case, low, high, apart = seen.crossings
    leaves = {
        keys: np.broadcast_to(array, shape).ravel()
        for keys, array in array_leaves(found.query.values)
    }
    asked = len(found.grid)

    def miss(value: FloatArray, case: FloatArray) -> FloatArray:
        nonlocal asked
        asked += 1
        index = case.astype(int)
        parts = {keys: array[index] for keys, array in leaves.items()}
        parts |= found.input.leaves(value)
        raw = found.query.replaced(parts)[0]
        return np.broadcast_to(raw - found.target, value.shape).copy()

    root, good = low.copy(), low == high  # a hit at a point needs no solving
    between = np.flatnonzero(~good)
    if len(between):
        solved = elementwise.find_root(
            miss,
            (low[between], high[between]),
            args=(case[between].astype(float),),
            tolerances={"xrtol": 1e-15, "frtol": 0.0, "fatol": 0.0, "xatol": 0.0},
        )
        root[between] = solved.x
        good[between] = np.abs(solved.f_x) <= _JUMP * apart[between]
    jumps = np.bincount(case[~good], minlength=int(np.prod(shape)))
    edge_case, edge = _edges(found, miss, seen.edges)
    case, root = np.concatenate([case[good], edge_case]), np.concatenate([root[good], edge])
    value, count = _nearest(found, shape, case, root)
    _warn_none(found, count, jumps, seen.throughout)
    every = root[np.lexsort((root, case))]
    value, by_case = value.reshape(shape), count.reshape(shape)
    return Breakeven(found, value, (), by_case, asked, jumps=jumps.reshape(shape), by_case=every)


class _Brackets(NamedTuple):
    """What was seen of arrays of cases, point by point."""

    crossings: tuple[Any, Any, Any, Any]
    """Case, both ends, and how far apart the outcome is at these; alike ends are a hit."""
    edges: tuple[Any, Any, Any]
    """Case, and a point on and one off the target, of each stretch that lies on it."""
    throughout: Any
    """By case: whether the outcome is on the target everywhere."""


def _brackets(found: _Search, shape: tuple[int, ...]) -> _Brackets:
    """Return every bracket of every case."""
    size, tolerance = int(np.prod(shape)), _ROUNDING * abs(found.target)
    nowhere = np.full(size, np.nan)
    grid = [*map(float, found.grid)]

    def at(k: int) -> FloatArray:
        return np.broadcast_to(found.missed(grid[k]), shape).ravel() if k < len(grid) else nowhere

    crossings, edges = [], []
    throughout = np.ones(size, dtype=bool)
    before, now, signed_before = nowhere, at(0), nowhere
    for k, point in enumerate(grid):
        then = at(k + 1)
        near_before, near, near_then = (np.abs(each) <= tolerance for each in (before, now, then))
        throughout &= near
        # A hit beside a hit is a stretch on the target, of which only the edges are crossings.
        level = near & (near_before | near_then)
        signed = np.where(level, 0.0, now)
        left, right = grid[max(k - 1, 0)], grid[min(k + 1, len(grid) - 1)]
        for crossed, low in (((now == 0.0) & ~level, point), (signed_before * signed < 0.0, left)):
            case = np.flatnonzero(crossed)
            ends = np.full(case.shape, low), np.full(case.shape, point)
            crossings.append((case, *ends, np.abs(now[case] - before[case])))
        for off, beyond in (
            (~near_before & ~np.isnan(before), left),
            (~near_then & ~np.isnan(then), right),
        ):
            case = np.flatnonzero(level & off)
            edges.append((case, np.full(case.shape, point), np.full(case.shape, beyond)))
        before, now, signed_before = now, then, signed

    def joined(parts: Sequence[Any]) -> Any:
        return tuple(np.concatenate(each) for each in zip(*parts, strict=True))

    return _Brackets(joined(crossings), joined(edges), throughout)


def _edges(
    found: _Search, miss: Callable[[FloatArray, FloatArray], FloatArray], edges: Any
) -> tuple[FloatArray, FloatArray]:
    """Return the case of each edge of a stretch on the target, and where it is; see `_edge`."""
    case, on, off = edges
    for _ in range(_HALVINGS if len(case) else 0):
        middle = (on + off) / 2.0
        if ((middle == on) | (middle == off)).all():
            break
        level = np.abs(miss(middle, case.astype(float))) <= _ROUNDING * abs(found.target)
        on, off = np.where(level, middle, on), np.where(level, off, middle)
    return case, on


def _nearest(found: _Search, shape: tuple[int, ...], case: Any, root: Any) -> tuple[Any, Any]:
    """Return for every case the crossing nearest to its present value, and how many it has."""
    size = int(np.prod(shape))
    present = np.broadcast_to(found.input.value, shape).ravel()
    order = np.lexsort((np.abs(root - present[case]), case))
    first, at = np.unique(case[order], return_index=True)
    value = np.full(size, np.nan)
    value[first] = root[order][at]
    return value, np.bincount(case, minlength=size)


def _warn_none(found: _Search, count: Any, jumps: Any, throughout: Any) -> None:
    name, moved = found.query.names[0], found.input.name
    ends = f"between {figure(found.grid[0])} and {figure(found.grid[-1])}"
    flat = int(np.sum(throughout))
    none = int(np.sum(count == 0)) - flat
    over = int(np.sum((count == 0) & (jumps > 0)))
    jumped = f", and jumps over it in {over} of them" if over else ""
    of = f"of {count.size} cases"
    for cases, msg in (
        (none, f"{name} does not hit the target in {none} {of} for any {moved} {ends}{jumped}"),
        (flat, f"{name} is the target in {flat} {of} for every {moved} {ends}"),
    ):
        if cases:
            warnings.warn(f"{msg}; these are NaN", UndefinedWarning, stacklevel=4)


# -- a line over another input -----------------------------------------------------------------


class Contour(Plotted):
    """The line over two inputs on which an outcome is what was asked.

    Attributes
    ----------
    along, path : str
        The input that was given values, and the one that was solved for.
    breakeven : Breakeven
        One case for each value, with the crossing nearest to the present value of `path`.
    scenario : Scenario
        What was asked about.
    """

    plots = FrozenDict(contour=Plot("the line on which the outcome is what was asked"))

    def __init__(
        self, along: Input, values: FloatArray, found: Breakeven, scenario: Scenario
    ) -> None:
        self.scenario = scenario
        self.along = along.name
        self.path = found.path
        self.breakeven = found
        self._along = column(along.name, along.field.unit)
        self._values = values

    def to_frame(self) -> pd.DataFrame:
        """Return both inputs on the line: one row a crossing, and how many each value has.

        A line that bends back, or closes, has several for one value; where there is none, NaN.
        """
        import pandas as pd

        count = np.ravel(self.breakeven.count)
        rows = np.repeat(np.arange(count.size), np.maximum(count, 1))
        crossings = np.full(rows.shape, np.nan)
        crossings[count[rows] > 0] = self.breakeven._by_case  # noqa: SLF001  same file
        columns = {
            self._along: self._values[rows],
            self.breakeven.to_frame().columns[0]: crossings,
            "crossings": count[rows],
        }
        return pd.DataFrame(columns).rename_axis("point")

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Contour of {self.breakeven.outcome} over {self.along} and {self.path}>"


_ALONG = 21


def contour(
    scenario: Scenario,
    path: str,
    *,
    along: str | Mapping[str, QuantityLike],
    target: QuantityLike,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
    between: Sequence[QuantityLike] | None = None,
) -> Contour:
    """Return the line over two inputs on which an outcome is exactly what is asked.

    Parameters
    ----------
    scenario : Scenario
        One case.
    path : str
        The input to solve for.
    along : str or mapping of one str to values
        At which values of another: its path, which takes 21 values over its sourced range, or the
        path with its values.
    target, outcome, routes, between
        As in `breakeven`.

    Returns
    -------
    Contour
        A table of points, all crossings of each value; NaN, with a warning, where no value of
        `path` does it.

    Raises
    ------
    PathError, UnitError, InputError
        As `breakeven`.
    """
    one_case(scenario, "a contour")
    if isinstance(along, Mapping):
        if len(along) != 1:
            msg = f"along: expected one path with its values, got {len(along)}"
            raise InputError(msg)
        ((name, values),) = along.items()
        (other,) = read_inputs(scenario, [name])
        array = np.atleast_1d(number(other.field, values, other.name, siblings=True))
    else:
        (ranged,) = read_ranges(scenario, [along])
        other, array = ranged.input, np.linspace(ranged.low, ranged.high, _ALONG)
    if array.ndim > 1:
        msg = f"{other.name}: expected a list of values, got an array of shape {array.shape}"
        raise InputError(msg)
    (solved,) = read_inputs(scenario, [path])
    if set(solved.paths) & set(other.paths):
        msg = (
            f"path: expected another input than the one along the line, got {quote(path)} for both"
        )
        raise InputError(msg)
    many = scenario.vary(dict.fromkeys(other.paths, to_quantity(array, other.field.unit)))
    line = breakeven(many, path, outcome=outcome, routes=routes, target=target, between=between)
    return Contour(other, array, line, scenario)
