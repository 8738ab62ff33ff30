"""Break-even values of an input for a target, and the line of such values over another input."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.columns import column, shown
from oilecon.analysis.input_ranges import read_ranges
from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.analysis.outcomes import OutcomeQuery, read_outcome
from oilecon.arguments import number, one_number, pair
from oilecon.errors import InputError, OilEconError, UndefinedWarning, figure, quote
from oilecon.extras import load
from oilecon.frozen import FrozenDict
from oilecon.outcomes import case_index
from oilecon.plotting import Plot, Plotted
from oilecon.searching import EVENLY, alone, around
from oilecon.units import PURE, to_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from oilecon.analysis.outcomes import OneOutcome
    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Breakeven", "Contour", "breakeven", "contour"]

_ROUNDING = 1e-12  # of the target: an outcome that misses it by less lies on it
_HALVINGS = 200  # until nothing lies between two numbers
_JUMP = 1e-6  # of the outcome's change between two points: the largest miss of a crossing


class Breakeven:
    """The values of an input at which an outcome hits a target.

    Attributes
    ----------
    path, outcome : str
        The input that was solved for, and the outcome that hits the target.
    target : Quantity
        The target.
    value : Quantity
        The crossing nearest to the input's present value; for arrays, of each case, NaN where
        there is none.
    values : tuple of Quantity
        Every crossing of a single case, ascending; empty for arrays. Of a stretch on which the
        outcome stays at the target, they hold the edges.
    flat : tuple of pairs of Quantity
        Every such stretch of a single case; empty for arrays.
    count : int or array
        Number of crossings.
    jumps : tuple of Quantity, or array of int
        The places where the outcome of a single case jumps over the target, as where a ship sails
        once more; for arrays, the number of such places in each case.
    between : tuple of Quantity
        The bounds of the search.
    evaluations : int
        Number of evaluations of the model.
    """

    def __init__(
        self,
        search: _Search,
        value: Any,
        values: Sequence[float],
        count: Any,
        evaluations: int,
        *,
        jumps: Any,
        by_case: FloatArray | None = None,
        flat: Sequence[tuple[float, float]] = (),
    ) -> None:
        unit = search.input.field.unit
        self.path = search.input.name
        self.outcome = search.query.names[0]
        self.target = search.query.to_quantity(search.target)
        self.value: Quantity = to_quantity(value, unit)
        self.values: tuple[Quantity, ...] = tuple(to_quantity(root, unit) for root in values)
        self.flat = tuple((to_quantity(a, unit), to_quantity(b, unit)) for a, b in flat)
        self.count = count
        self.jumps: Any = (
            tuple(to_quantity(jump, unit) for jump in jumps) if by_case is None else jumps
        )
        self.between = tuple(to_quantity(float(bound), unit) for bound in search.grid[[0, -1]])
        self.evaluations = evaluations
        self._scenario = search.query.scenario
        self._by_case = by_case  # of arrays: every crossing, case by case, ascending in each

    def to_frame(self) -> pd.DataFrame:
        """Return every crossing of a single case; of arrays, their number by case or label."""
        import pandas as pd

        name = column(self.path, f"{self.value.units:~P}" or PURE)
        if self.values:
            return pd.DataFrame({name: [crossing.magnitude for crossing in self.values]})
        columns = {name: np.ravel(self.value.magnitude), "crossings": np.ravel(self.count)}
        return pd.DataFrame(columns, index=case_index(self._scenario))

    def __str__(self) -> str:
        """Return the answer in words."""
        target = f"{self.outcome} is {self.target:.4g}"
        if not self.values:
            none = int(np.sum(self.count == 0))
            by = " and ".join(self._scenario.index) or "case"
            return f"{target} at {self.path} by {by}, in {np.size(self.count) - none} cases"
        listed = " and ".join(f"{crossing:.6g}" for crossing in self.values)
        more = "" if len(self.values) == 1 else f", {len(self.values)} crossings"
        flat = "".join(f", and throughout from {low:.6g} to {high:.6g}" for low, high in self.flat)
        if self.jumps:
            flat += f"; {self.outcome} jumps over it at " + " and at ".join(
                f"{jump:.6g}" for jump in self.jumps
            )
        return f"{target} at {self.path} = {listed}{more}{flat}"

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<Breakeven: {self}>"


class _Search:
    """A search for crossings: an input, a query, a target, and points of evaluation."""

    def __init__(
        self, query: OutcomeQuery, varied: Input, target: float, grid: FloatArray, *, given: bool
    ) -> None:
        self.query = query
        self.input = varied
        self.target = target
        self.rejection: InputError | None = None  # of the last point that the scenario didn't take
        self.grid = self._allowed(grid, given=given)

    def _allowed(self, grid: FloatArray, *, given: bool) -> FloatArray:
        """Return the points that the scenario takes; where bounds were given, it must take all."""
        scenario, field = self.query.scenario, self.input.field

        def vary(points: FloatArray | float) -> None:
            wide = points
            if isinstance(points, np.ndarray):
                wide = points.reshape(-1, *(1,) * len(scenario.cases))
            scenario.vary_cases(dict.fromkeys(self.input.paths, to_quantity(wide, field.unit)))

        try:
            vary(grid)
        except InputError as error:
            if given:
                raise
            rejection = error
        else:
            return grid
        kept = []
        for point in grid:
            try:
                vary(float(point))
            except InputError as error:
                rejection = error
                continue
            kept.append(point)
        if not kept:
            raise rejection
        self.rejection = rejection
        return np.array(kept)

    def missed(self, raw: Any) -> Any:
        """Return the outcome less the target at a value of the input.

        Next to a bound of zero, as of a rate that amounts are divided by, it may be infinite.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return self.query.answers(self.input.leaves(raw))[0] - self.target

    def over_grid(self) -> FloatArray:
        """Return the misses of a single case at every point; NaN where the model raises."""
        try:
            return np.broadcast_to(self.missed(self.grid), self.grid.shape)
        except OilEconError:
            return np.array([self._missed_or_nan(float(point)) for point in self.grid])

    def _missed_or_nan(self, point: float) -> float:
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
    routes : sequence of str, optional
        As in `sweep`.
    target : quantity
        In the outcome's unit; percent for a loss, which is 0 where two routes are even.
    between : pair of quantities, optional
        The bounds of the search; the input's own bounds if left out, near its present value first.

    Returns
    -------
    Breakeven
        All crossings between neighbouring points on either side of the target. There are 33 points
        evenly between given bounds; else points ever farther apart from the present value to the
        input's bounds. Two crossings between the same two points are not seen. Where the outcome
        stays on the target for a stretch, as a royalty at zero, only the edges of the stretch are
        crossings. Places where it jumps over the target are in `jumps`.

    Raises
    ------
    PathError, UnitError
        If there is no such path or outcome, or the target does not fit it.
    InputError
        If a single case has no crossing; the message gives the outcome at both bounds. Also if the
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
        search = _Search(
            query, varied, goal, around(varied.field, float(np.mean(varied.value))), given=False
        )
    else:
        grid = np.linspace(*_read_bounds(varied, between), EVENLY)
        search = _Search(query, varied, goal, grid, given=True)
    return _of_arrays(search) if scenario.cases else _of_one(search)


def _read_bounds(varied: Input, between: object) -> tuple[float, float]:
    """Return the bounds of the search, read by the input's field."""
    low, high = (
        one_number(varied.field, bound, varied.name, siblings=True)
        for bound in pair(between, "between")
    )
    if not low < high:
        msg = f"between: expected low below high, got {figure(low)} and {figure(high)}"
        raise InputError(msg)
    return low, high


# -- one case ----------------------------------------------------------------------------------


def _of_one(search: _Search) -> Breakeven:
    optimize = load("scipy.optimize", "analysis", "a break-even search")
    misses = search.over_grid()
    count = len(misses)

    def miss(value: float) -> float:
        nonlocal count
        count += 1
        return float(search.missed(value))

    misses, flat = _flat(search, misses, miss)
    if len(flat) == 1 and flat[0] == (0, len(misses) - 1):
        raise _no_crossing(search, misses, (), everywhere=True)
    inside = {k for low, high in flat for k in range(low, high + 1)}
    zero = np.flatnonzero(misses == 0.0)
    roots = [float(search.grid[k]) for k in zero if k not in inside]
    jumps: list[float] = []
    signs = np.sign(misses)
    for k in np.flatnonzero(signs[:-1] * signs[1:] < 0.0):
        low, high = search.grid[k], search.grid[k + 1]
        try:
            root = optimize.brentq(miss, low, high, xtol=1e-300, rtol=1e-15, maxiter=200)
        except OilEconError:  # the model raises for a value between the two
            continue
        hit = abs(miss(root)) <= _JUMP * abs(misses[k + 1] - misses[k])
        (roots if hit else jumps).append(float(root))
    stretches = []
    for first, last in flat:
        edges = []
        for at, beyond in ((first, first - 1), (last, last + 1)):
            edge = float(search.grid[at])
            if 0 <= beyond < len(misses) and not np.isnan(misses[beyond]):
                edge = _edge(search, miss, edge, float(search.grid[beyond]))
                roots.append(edge)
            edges.append(edge)
        stretches.append((edges[0], edges[1]))
    if not roots:
        raise _no_crossing(search, misses, jumps, everywhere=bool(flat))
    roots.sort()
    present = search.input.value
    near = min(roots, key=lambda root: abs(root - present))
    return Breakeven(search, near, roots, len(roots), count, jumps=jumps, flat=stretches)


def _flat(
    search: _Search, misses: FloatArray, miss: Callable[[float], float]
) -> tuple[FloatArray, list[tuple[int, int]]]:
    """Return the misses, and the first and last point of each stretch that lies on the target.

    On such a stretch every point lies on the target, and rounding would make crossings of it.
    """
    near = np.abs(misses) <= _ROUNDING * abs(search.target)
    stretches: list[tuple[int, int]] = []
    for k in np.flatnonzero(near[:-1] & near[1:]).tolist():
        middle = (search.grid[k] + search.grid[k + 1]) / 2.0
        try:
            level = abs(miss(float(middle))) <= _ROUNDING * abs(search.target)
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


def _edge(search: _Search, miss: Callable[[float], float], on: float, off: float) -> float:
    """Return the last value from `on`, on the target, towards `off` at which it stays there."""
    for _ in range(_HALVINGS):
        middle = (on + off) / 2.0
        if middle in (on, off):
            break
        try:
            level = abs(miss(middle)) <= _ROUNDING * abs(search.target)
        except OilEconError:
            level = False
        on, off = (middle, off) if level else (on, middle)
    return on


def _no_crossing(
    search: _Search, misses: FloatArray, jumps: Sequence[float], *, everywhere: bool = False
) -> InputError:
    if search.rejection and len(search.grid) == 1:
        return alone(search.input.name, search.rejection)
    name, unit = search.query.names[0], search.query.units[0]
    shown_unit = "%" if unit == "percent" else unit

    field = search.input.field
    beyond = field.above and search.grid[0] == np.nextafter(field.low, np.inf)
    lowest = figure(field.low if beyond else search.grid[0])

    def outcome_at(k: int) -> str:
        raw = shown(float(misses[k]) + search.target, unit)
        value = "is not defined" if np.isnan(raw) else f"is {raw:.4g} {shown_unit}"
        where = figure(search.grid[k]) if k else f"{'just above ' * bool(beyond)}{lowest}"
        return f"{value} at {where}"

    field_unit = "" if field.unit in {"fraction", "1"} else field.unit
    interval = f"{'(' if beyond else '['}{lowest}, {figure(search.grid[-1])}] {field_unit}".rstrip()
    goal = f"{shown(search.target, unit):.4g} {shown_unit}"
    if everywhere:
        msg = (
            f"no crossing in {interval}: {name} is {goal} throughout; {search.input.name} does not"
        )
        return InputError(f"{msg} move it")
    msg = (
        f"no crossing in {interval}: {name} {outcome_at(0)} and {outcome_at(-1)}, and never {goal} "
        "between; "
    )
    if jumps:
        at = " and at ".join(f"{jump:.6g} {field_unit}".rstrip() for jump in jumps)
        return InputError(f"{msg}it jumps over it where {search.input.name} passes {at}")
    return InputError(f"{msg}{search.input.name} alone does not bring it there")


# -- arrays of cases ---------------------------------------------------------------------------


def _of_arrays(search: _Search) -> Breakeven:
    """Return the crossing of every case: brackets point by point, then all roots together."""
    elementwise = load("scipy.optimize.elementwise", "analysis", "a break-even search")
    shape = search.query.scenario.cases
    brackets = _brackets(search, shape)
    case, low, high, change = brackets.crossings
    leaves = search.query.by_case()
    evaluations = len(search.grid)

    def miss(value: FloatArray, case: FloatArray) -> FloatArray:
        nonlocal evaluations
        evaluations += 1
        index = case.astype(int)
        parts = {keys: array[index] for keys, array in leaves.items()}
        parts |= search.input.leaves(value)
        raw = search.query.replaced(parts)[0]
        return np.broadcast_to(raw - search.target, value.shape).copy()

    root, solved = low.copy(), low == high  # a point on the target needs no solving
    between = np.flatnonzero(~solved)
    if len(between):
        solution = elementwise.find_root(
            miss,
            (low[between], high[between]),
            args=(case[between].astype(float),),
            tolerances={"xrtol": 1e-15, "frtol": 0.0, "fatol": 0.0, "xatol": 0.0},
        )
        root[between] = solution.x
        solved[between] = np.abs(solution.f_x) <= _JUMP * change[between]
    jumps = np.bincount(case[~solved], minlength=int(np.prod(shape)))
    edge_case, edge = _edges(search, miss, brackets.edges)
    case, root = np.concatenate([case[solved], edge_case]), np.concatenate([root[solved], edge])
    value, count = _nearest(search, shape, case, root)
    _warn_none(search, count, jumps, brackets.throughout)
    crossings = root[np.lexsort((root, case))]
    return Breakeven(
        search,
        value.reshape(shape),
        (),
        count.reshape(shape),
        evaluations,
        jumps=jumps.reshape(shape),
        by_case=crossings,
    )


class _Brackets(NamedTuple):
    """Brackets of the crossings of arrays of cases, point by point."""

    crossings: tuple[Any, Any, Any, Any]
    """Case, ends of the bracket, and the outcome's change over it; equal ends are a root."""
    edges: tuple[Any, Any, Any]
    """Case, and a point on and one off the target, of each stretch that lies on it."""
    throughout: Any
    """By case: True if the outcome is on the target everywhere."""


def _brackets(search: _Search, shape: tuple[int, ...]) -> _Brackets:
    """Return every bracket of every case."""
    size, tolerance = int(np.prod(shape)), _ROUNDING * abs(search.target)
    nowhere = np.full(size, np.nan)
    grid = [*map(float, search.grid)]

    def at(k: int) -> FloatArray:
        return np.broadcast_to(search.missed(grid[k]), shape).ravel() if k < len(grid) else nowhere

    crossings, edges = [], []
    throughout = np.ones(size, dtype=bool)
    before, now, signed_before = nowhere, at(0), nowhere
    for k, point in enumerate(grid):
        then = at(k + 1)
        near_before, near, near_then = (np.abs(each) <= tolerance for each in (before, now, then))
        throughout &= near
        # Neighbouring points on the target are a stretch, of which only the edges are crossings.
        level = near & (near_before | near_then)
        signed = np.where(level, 0.0, now)
        left, right = grid[max(k - 1, 0)], grid[min(k + 1, len(grid) - 1)]
        for crossed, low in (((now == 0.0) & ~level, point), (signed_before * signed < 0.0, left)):
            case = np.flatnonzero(crossed)
            bracket = np.full(case.shape, low), np.full(case.shape, point)
            crossings.append((case, *bracket, np.abs(now[case] - before[case])))
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
    search: _Search, miss: Callable[[FloatArray, FloatArray], FloatArray], edges: Any
) -> tuple[FloatArray, FloatArray]:
    """Return the case and place of each edge of a stretch on the target; see `_edge`."""
    case, on, off = edges
    for _ in range(_HALVINGS if len(case) else 0):
        middle = (on + off) / 2.0
        if ((middle == on) | (middle == off)).all():
            break
        level = np.abs(miss(middle, case.astype(float))) <= _ROUNDING * abs(search.target)
        on, off = np.where(level, middle, on), np.where(level, off, middle)
    return case, on


def _nearest(search: _Search, shape: tuple[int, ...], case: Any, root: Any) -> tuple[Any, Any]:
    """Return for every case the crossing nearest to its present value, and their number."""
    size = int(np.prod(shape))
    present = np.broadcast_to(search.input.value, shape).ravel()
    order = np.lexsort((np.abs(root - present[case]), case))
    first, at = np.unique(case[order], return_index=True)
    value = np.full(size, np.nan)
    value[first] = root[order][at]
    return value, np.bincount(case, minlength=size)


def _warn_none(search: _Search, count: Any, jumps: Any, throughout: Any) -> None:
    name, moved = search.query.names[0], search.input.name
    bounds = f"between {figure(search.grid[0])} and {figure(search.grid[-1])}"
    flat = int(np.sum(throughout))
    none = int(np.sum(count == 0)) - flat
    over = int(np.sum((count == 0) & (jumps > 0)))
    jumped = f", and jumps over it in {over} of them" if over else ""
    of_all = f"of {count.size} cases"
    for cases, msg in (
        (
            none,
            f"{name} does not hit the target in {none} {of_all} for any {moved} {bounds}{jumped}",
        ),
        (flat, f"{name} is the target in {flat} {of_all} for every {moved} {bounds}"),
    ):
        if cases:
            warnings.warn(f"{msg}; these are NaN", UndefinedWarning, stacklevel=4)


# -- a line over another input -----------------------------------------------------------------


class Contour(Plotted):
    """The line over two inputs on which an outcome is at a target.

    Attributes
    ----------
    along, path : str
        The input whose values are given, and the input that was solved for.
    breakeven : Breakeven
        One case for each value, with the crossing nearest to the present value of `path`.
    scenario : Scenario
        The scenario of the outcome.
    """

    plots = FrozenDict(contour=Plot("the line on which the outcome is at the target"))

    def __init__(
        self, along: Input, values: FloatArray, line: Breakeven, scenario: Scenario
    ) -> None:
        self.scenario = scenario
        self.along = along.name
        self.path = line.path
        self.breakeven = line
        self._along = column(along.name, along.field.unit)
        self._values = values

    def to_frame(self) -> pd.DataFrame:
        """Return both inputs on the line: one row a crossing, with the number at each value.

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
        """Describe the result in one line."""
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
    """Return the line over two inputs on which an outcome is at a target.

    Parameters
    ----------
    scenario : Scenario
        One case.
    path : str
        The input to solve for.
    along : str or mapping of one str to values
        The other input: its path, which takes 21 values over its sourced range, or the path with
        its values.
    target, outcome, routes, between
        As in `breakeven`.

    Returns
    -------
    Contour
        A table of points, all crossings of each value; NaN, with a warning, where there is none.

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
    many = scenario.vary_cases(dict.fromkeys(other.paths, to_quantity(array, other.field.unit)))
    line = breakeven(many, path, outcome=outcome, routes=routes, target=target, between=between)
    return Contour(other, array, line, scenario)
