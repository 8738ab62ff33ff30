"""Sweeps: outcomes over values of one or more inputs, as a full grid or paired."""

from __future__ import annotations

import warnings
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.columns import column, shown, unit_in
from oilecon.analysis.inputs import one_case, read_inputs
from oilecon.analysis.outcomes import (
    OutcomeQuery,
    answers_of_rows,
    read_outcomes,
    warn_undefined,
)
from oilecon.arguments import flag, mapping, number
from oilecon.errors import InputError, PathError, UndefinedWarning, did_you_mean, quote
from oilecon.extras import load
from oilecon.frozen import FrozenDict
from oilecon.groups import Group
from oilecon.outcomes import undefined_in
from oilecon.plotting import Plot, Plotted
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd
    import xarray as xr

    from oilecon.analysis.outcomes import OutcomesLike
    from oilecon.scenario_tree import Scenario
    from oilecon.units import FloatArray, Quantity

__all__ = ["Sweep", "sweep"]


class Axis(NamedTuple):
    """The values of one path or pattern in turn: numbers with a unit, or choices."""

    name: str
    unit: str | None
    values: Any  # an array of numbers, or a list of choices

    @property
    def labels(self) -> Any:
        """Labels of the values in tables."""
        return self.values if self.unit is not None else [_label(value) for value in self.values]

    @property
    def column(self) -> str:
        """Name of the axis's column in tables."""
        return self.name if self.unit is None else column(self.name, self.unit)

    def changed(self, values: Any, shape: tuple[int, ...]) -> Any:
        """Return some of the numbers in a shape, as `Scenario.vary` takes them."""
        return to_quantity(np.reshape(values, shape), str(self.unit))


def _label(value: Any) -> str:
    if isinstance(value, Group):
        return getattr(value, "name", "") or type(value).__name__
    return str(value)


class Sweep(Plotted):
    """Outcomes over the values of some inputs.

    Attributes
    ----------
    axes : tuple of str
        The paths that were swept, in order: the dimensions of a grid.
    shape : tuple of int
        One dimension for each axis, or a single one where the axes are paired; then those of the
        scenario's labels, if it has any.
    outcomes : tuple of str
        The requested outcomes.
    """

    plots = FrozenDict(
        sweep=Plot(
            "a line over one input, or shades over two with a contour",
            {
                "outcome": "the outcome drawn; the first that was requested if left out",
                "mark": (
                    "the figure whose line or contour is drawn, with its unit, such as '15 %'; "
                    "'article' is 15 % on losses; none if left out"
                ),
            },
        )
    )

    def __init__(
        self,
        axes: Sequence[Axis],
        query: OutcomeQuery,
        raws: list[FloatArray],
        missing: list[npt.NDArray[np.bool_] | None],
        *,
        paired: bool,
    ) -> None:
        self._axes = tuple(axes)
        self._raws = dict(zip(query.names, raws, strict=True))
        self._units = dict(zip(query.names, query.units, strict=True))
        self.axes = tuple(axis.name for axis in axes)
        self.outcomes = query.names
        self.scenario = query.scenario
        self.shape: tuple[int, ...] = raws[0].shape
        self.paired = paired
        self._missing = dict(zip(query.names, missing, strict=True))

    def __getitem__(self, outcome: str) -> Quantity:
        """Return an outcome in the sweep's shape.

        Raises
        ------
        PathError
            If it was not requested.
        """
        if str(outcome) not in self.outcomes:
            msg = (
                f"no outcome {quote(outcome)} in the sweep{did_you_mean(str(outcome), self._raws)}"
            )
            raise PathError(msg)
        unit = self._units[outcome]
        return to_quantity(shown(self._raws[outcome].copy(), unit), unit)

    def undefined(self, outcome: str) -> int:
        """Return the number of cases in which an outcome is not defined, though no input lacks."""
        return int(undefined_in(self[outcome].magnitude, self._missing[outcome]).sum())

    @property
    def _labels(self) -> dict[str, pd.Index[Any]]:
        """Labels of the last dimensions."""
        return dict(self.scenario.index)

    @property
    def _own(self) -> str:
        """Name of the sweep's own cases, which no label has."""
        return "row" if "case" in self._labels else "case"

    def unit(self, outcome: str) -> str:
        """Return the unit of a requested outcome, as headings show it."""
        return unit_in(column(outcome, self._units[outcome]))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a case: the swept inputs, then the outcomes, as plain columns."""
        import pandas as pd

        columns: dict[str, Any] = {}
        for k, axis in enumerate(self._axes):
            labels = np.asarray(axis.labels, dtype=object if axis.unit is None else float)
            columns[axis.column] = labels[self._places(0 if self.paired else k)]
        for k, (name, index) in enumerate(self._labels.items()):
            columns[name] = index[self._places(len(self.shape) - len(self._labels) + k)]
        frame = pd.DataFrame(columns).rename_axis(self._own)
        for outcome, raw in self._raws.items():
            unit = self._units[outcome]
            frame[column(outcome, unit)] = shown(raw.ravel(), unit)
        return frame

    def _places(self, dimension: int) -> npt.NDArray[np.intp]:
        """Return each case's place along a dimension."""
        wide = [1] * len(self.shape)
        wide[dimension] = -1
        along = np.arange(self.shape[dimension]).reshape(wide)
        return np.broadcast_to(along, self.shape).ravel()

    def cube(self) -> pd.DataFrame:
        """Return the outcomes with one index level for each swept path, then for each label.

        ``.cube().unstack()`` lays the last level out in columns.
        """
        return self.to_frame().set_index([*(axis.column for axis in self._axes), *self._labels])

    def to_xarray(self) -> xr.Dataset:
        """Return an `xarray.Dataset` with one dimension for each path; needs the extra `xarray`.

        Units stand in the attributes. A paired sweep has the one dimension ``case`` in place of
        those, or ``row`` where labels have that name. The scenario's labels are the last
        dimensions, under their names.
        """
        xarray = load("xarray", "xarray", "a labelled cube")
        dims = (*((self._own,) if self.paired else self.axes), *self._labels)
        coordinates = {
            axis.name: (dims[:1] if self.paired else (axis.name,), axis.labels, _attributes(axis))
            for axis in self._axes
        } | {name: ((name,), index) for name, index in self._labels.items()}
        outcomes = {
            name: (dims, self[name].magnitude, {"units": self._units[name]}) for name in self._raws
        }
        cube: xr.Dataset = xarray.Dataset(outcomes, coords=coordinates)
        return cube

    def __repr__(self) -> str:
        """Describe the result in one line."""
        over = " x ".join(f"{axis.name} ({len(axis.values)})" for axis in self._axes)
        return f"<Sweep of {', '.join(self.outcomes)} over {over}{', paired' * self.paired}>"


def _attributes(axis: Axis) -> dict[str, str]:
    return {} if axis.unit is None else {"units": axis.unit}


def sweep(
    scenario: Scenario,
    over: Mapping[str, object],
    *,
    outcomes: OutcomesLike = "loss",
    routes: Sequence[str] | None = None,
    paired: bool = False,
) -> Sweep:
    """Return outcomes over values of one or more inputs.

    Parameters
    ----------
    scenario : Scenario
        One case, or one for each label of a table.
    over : mapping of str to values
        Path or pattern to its values in turn: an array Quantity or a list of texts; for a choice or
        a group, a list of values that `Scenario.vary` takes there.
    outcomes : str, callable, or a sequence or mapping of them
        Names such as ``'loss'``, ``'loss.net'``, ``'asia.netback'``, ``'gulf.freight'``, or
        functions of the comparison that return a quantity.
    routes : sequence of str, optional
        Reference and alternatives; needed where the scenario has more than two routes. A loss of
        one of several alternatives begins with its name, as ``'asia.loss.net'``.
    paired : bool
        Take the first values together, then the second; else every combination.

    Returns
    -------
    Sweep
        Arrays with one dimension for each path, or a single one if paired, and then those of the
        scenario's labels. Where a loss is not defined, or an input is missing, there is NaN, and a
        warning says how often.

    Raises
    ------
    PathError
        If there is no such path or outcome.
    UnitError, InputError
        If a value does not fit, or paired values differ in number.

    Examples
    --------
    >>> import oilecon as oe
    >>> prices = {"market.brent": ["50 USD/bbl", "70 USD/bbl"]}
    >>> print(oe.sweep(oe.scenario("article"), prices)["loss"].round(1))
    [30.8 15.0] %
    """
    paired = flag(paired, "paired")
    query = read_outcomes(scenario, outcomes, routes, holes=True)
    if len(scenario.cases) != len(scenario.index):
        one_case(scenario, "a sweep")
    axes = _axes(scenario, over)
    if paired:
        _same_length(axes)
    taken = {*query.names, *(axis.name for axis in axes), *(axis.column for axis in axes)}
    for name in scenario.index:
        if name in taken:
            msg = (
                f"sweep: the index {name!r} has the name of a swept input or of an outcome; write "
                "frame.rename_axis('time') before scenario.vary(frame)"
            )
            raise InputError(msg)
    raws, masks = _answers(query, axes, paired=paired)
    if any(mask is not None for mask in masks):
        msg = f"{scenario.describe_holes(list(scenario.holes()))}; outcomes that read them are NaN"
        warnings.warn(f"{msg} there", UndefinedWarning, stacklevel=2)
    for name, raw, mask in zip(query.names, raws, masks, strict=True):
        warn_undefined(name, raw, mask)
    return Sweep(axes, query, raws, masks, paired=paired)


def _axes(scenario: Scenario, over: object) -> list[Axis]:
    given = mapping(over, "over", "paths to values")
    known = {path: field for path, field, _ in scenario.leaves()}
    axes, swept = [], set[str]()
    for name, values in given.items():
        paths = scenario.expand(str(name))
        for path in paths:
            if path in swept:
                msg = f"{path}: given twice, by {quote(name)} and by another path or pattern"
                raise InputError(msg)
            swept.add(path)
        if paths[0] in known:
            (varied,) = read_inputs(scenario, [str(name)], absent=True)
            array = np.atleast_1d(number(varied.field, values, varied.name, siblings=True))
            if array.ndim > 1:
                msg = f"{name}: expected a list of values, got an array of shape {array.shape}"
                raise InputError(msg)
            axes.append(Axis(varied.name, varied.field.unit, array))
        elif isinstance(values, (list, tuple)) and values:
            axes.append(Axis(str(name), None, list(values)))
            _no_arrays_in(axes[-1], scenario)
        else:
            msg = f"{name}: expected a list of choices, got {quote(values)}; write [...]"
            raise InputError(msg)
    return axes


def _same_length(axes: Sequence[Axis]) -> None:
    if len({len(axis.values) for axis in axes}) > 1:
        listed = ", ".join(f"{axis.name} {len(axis.values)}" for axis in axes)
        msg = f"paired values come in equal numbers, got {listed}; leave out paired for a full grid"
        raise InputError(msg)


def _answers(
    query: OutcomeQuery, axes: Sequence[Axis], *, paired: bool
) -> tuple[list[FloatArray], list[npt.NDArray[np.bool_] | None]]:
    """Return the outcomes over the axes, and where an input that they read is missing."""
    labels = query.scenario.cases
    shape = (
        (len(axes[0].values),) if paired else tuple(len(axis.values) for axis in axes)
    ) + labels
    raws = [np.empty(shape) for _ in query.names]
    masks = [np.zeros(shape, dtype=bool) for _ in query.names]
    parts = (_paired if paired else _grid)(axes, len(labels))
    for index, changes in parts:
        changed = query.scenario.vary_cases(changes)
        for raw, mask, (answer, missing) in zip(
            raws, masks, answers_of_rows(query, changed), strict=True
        ):
            raw[index] = answer
            if missing is not None:
                mask[index] = missing
    return raws, [mask if mask.any() else None for mask in masks]


def _no_arrays_in(axis: Axis, scenario: Scenario) -> None:
    """Raise if a choice or group holds arrays: each is one case."""
    for value in axis.values:
        shape = scenario.vary({axis.name: value}).cases
        if shape not in {(), scenario.cases}:
            msg = (
                f"{axis.name}: expected one case in each choice, got {_label(value)} with "
                f"arrays of shape {shape}; sweep the path of the array itself"
            )
            raise InputError(msg)


def _grid(axes: Sequence[Axis], labels: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield parts of the grid with their changes; numbers go as arrays, choices one by one."""
    dims = [k for k, axis in enumerate(axes) if axis.unit is not None]
    changes = {
        axes[k].name: axes[k].changed(
            axes[k].values, (*(-1 if other == k else 1 for other in dims), *(1,) * labels)
        )
        for k in dims
    }
    turns: list[Any] = [
        range(len(axis.values)) if axis.unit is None else [slice(None)] for axis in axes
    ]
    for index in product(*turns):
        chosen = {
            axis.name: axis.values[at]
            for axis, at in zip(axes, index, strict=True)
            if axis.unit is None
        }
        yield index, changes | chosen


def _paired(axes: Sequence[Axis], labels: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the cases that have the same choices, as one array, with their changes."""
    chosen = [axis for axis in axes if axis.unit is None]
    alike: dict[tuple[int, ...], list[int]] = {}
    for k in range(len(axes[0].values)):
        first = tuple(axis.values.index(axis.values[k]) for axis in chosen)
        alike.setdefault(first, []).append(k)
    for firsts, cases in alike.items():
        changes = {axis.name: axis.values[k] for axis, k in zip(chosen, firsts, strict=True)}
        yield (
            cases,
            changes
            | {
                axis.name: axis.changed(axis.values[cases], (-1, *(1,) * labels))
                for axis in axes
                if axis.unit is not None
            },
        )
