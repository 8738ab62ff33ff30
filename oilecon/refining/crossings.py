"""The value of an input at which a figure of a refinery equals a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import choice, one_number, pair
from oilecon.errors import InputError, PathError, figure
from oilecon.fields import Number
from oilecon.searching import EVENLY, alone, around
from oilecon.units import FRACTION, PURE, to_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from oilecon.groups import Group
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity, Raw

__all__ = ["FIGURES", "crossing"]

FIGURES = ("margin", "value", "gross")
"""Figures that a target may be of."""

_TARGET = Number("USD/bbl", "a target", low=-1000, high=1000, typical="'0 USD/bbl'")
_PASSES = 16  # each narrows a bracket to a 32nd: nothing then lies between its ends
_ROUNDING = 1e-12  # of a figure: two that differ by less are the same


def crossing(
    inputs: Group,
    path: str,
    target: QuantityLike,
    of: str,
    between: Sequence[QuantityLike] | None,
    figure_of: Callable[[Any], Raw],
) -> Quantity:
    """Return the value of an input at which a figure equals a target, nearest to the present one.

    Parameters
    ----------
    inputs : Group
        One case.
    path : str
        The input.
    target : quantity
        Of the figure [USD/bbl].
    of : str
        The figure's name, one of `FIGURES`.
    between : pair of quantities, optional
        Bounds of the search; the field's own if left out.
    figure_of : callable
        Takes such inputs, with an array at the path, and returns the figure [USD/bbl].

    Raises
    ------
    PathError, UnitError, InputError
        As `Refined.breakeven`.
    """
    choice(of, FIGURES, "breakeven: of")
    goal = one_number(_TARGET, target, "breakeven: target")
    figure_of(inputs)  # whose error for a margin without a price is clearer than those below
    if inputs.shapes:
        held = ", ".join(f"{name} {shape}" for name, shape in inputs.shapes.items())
        msg = f"breakeven takes one case, and this result holds arrays: {held}"
        raise InputError(msg)
    field, present = _number_at(inputs, path)
    refused: list[InputError] = []

    def missed(points: FloatArray) -> FloatArray:
        try:
            tried = float(points[0]) if len(points) == 1 else points
            made = figure_of(inputs.vary({path: to_quantity(tried, field.unit)}))
        except InputError as error:
            if len(points) == 1:
                refused.append(error)
                return np.array([np.nan])
            return np.concatenate([missed(points[k : k + 1]) for k in range(len(points))])
        return np.broadcast_to(np.asarray(made) - goal, points.shape)

    if between is None:
        points = around(field, present)
    else:
        low, high = (one_number(field, each, path) for each in pair(between, "between"))
        if not low < high:
            msg = f"between: expected low below high, got {figure(low)} and {figure(high)}"
            raise InputError(msg)
        points = np.linspace(low, high, EVENLY)
    misses = missed(points)
    kept = ~np.isnan(misses)
    points, misses = points[kept], misses[kept]
    if not len(points):
        raise refused[-1]
    if len(points) == 1:  # the present value: nothing is known of what another would do
        raise alone(path, refused[-1])
    crossed = np.flatnonzero(np.sign(misses[:-1]) * np.sign(misses[1:]) < 0.0)
    roots = [_narrowed(missed, points[k], points[k + 1]) for k in crossed]
    roots += [*points[misses == 0.0]]
    unmoved = np.ptp(misses) <= _ROUNDING * max(1.0, float(np.abs(misses + goal).max()))
    if unmoved or not roots:
        raise _no_crossing(path, of, field, points, misses, goal, unmoved=bool(unmoved))
    nearest = min(roots, key=lambda root: abs(root - present))
    return to_quantity(float(nearest), field.unit)


def _number_at(inputs: Group, path: object) -> tuple[Number, float]:
    """Return the field of a path, and its present value.

    Raises
    ------
    PathError, InputError
        If there is no such path, or no number there.
    """
    if not isinstance(path, str):
        msg = f"path: expected one path as text, got {type(path).__name__}"
        raise PathError(msg)
    inputs.keys_to(path)
    field, raw = next((field, raw) for each, field, raw in inputs.leaves() if each == path)
    if not isinstance(raw, float):
        msg = f"{path}: is left out; put a number there first, with vary"
        raise InputError(msg)
    return field, raw


def _narrowed(missed: Callable[[FloatArray], FloatArray], low: float, high: float) -> float:
    """Return where a figure crosses its target between two points on either side of it."""
    for _ in range(_PASSES):
        points = np.linspace(low, high, EVENLY)
        signs = np.sign(missed(points))
        k = int(np.argmax(signs != signs[0]))  # the first beyond, or on the target
        low, high = float(points[k - 1]), float(points[k])
        if signs[k] == 0.0:
            return high
    return high


def _no_crossing(
    path: str,
    of: str,
    field: Number,
    points: FloatArray,
    misses: FloatArray,
    goal: float,
    *,
    unmoved: bool,
) -> InputError:
    """Return the error for a target that a figure never equals."""
    unit = "" if field.unit in {FRACTION, PURE} else f" {field.unit}"
    span = f"no crossing in [{figure(points[0])}, {figure(points[-1])}]{unit}"
    if unmoved:
        shown = f"{misses[0] + goal:.4g} USD/bbl"
        return InputError(f"{span}: {of} is {shown} throughout; {path} does not move it")
    ends = " and ".join(
        f"{'is ' if k == 0 else ''}{misses[k] + goal:.4g} USD/bbl at {figure(points[k])}"
        for k in (0, -1)
    )
    msg = f"{span}: {of} {ends}, and never {goal:.4g} USD/bbl between; "
    return InputError(f"{msg}{path} alone does not bring it there")
