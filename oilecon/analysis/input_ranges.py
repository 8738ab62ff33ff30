"""The range of each input: sourced, or given by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pint

from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.arguments import one_number, pair
from oilecon.errors import InputError, PathError, figure, quote
from oilecon.fields import Number
from oilecon.inputs import Vessel
from oilecon.units import PURE, to_magnitude, to_quantity

if TYPE_CHECKING:
    from typing import TypeAlias

    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike

    RangesLike: TypeAlias = (
        Mapping[str, QuantityLike | Sequence[QuantityLike] | None] | Sequence[str]
    )

__all__ = ["InputRange", "check_order", "read_limits", "read_ranges"]


class InputRange(NamedTuple):
    """A varied input with its range, in its canonical unit."""

    input: Input
    low: float
    high: float

    @property
    def name(self) -> str:
        """Path or pattern of the input."""
        return self.input.name


def read_ranges(scenario: Scenario, ranges: RangesLike | None = None) -> list[InputRange]:
    """Return inputs with their ranges.

    Parameters
    ----------
    scenario : Scenario
        One case.
    ranges : mapping of str to pair, or sequence of str, optional
        Path or pattern to (low, high); None as a pair, or only the paths, takes the range of the
        sourced row. Without it: every input that has a sourced range, except a ship's size and
        tonnages, whose ranges span a class of ships. The inputs of one row, such as
        ``*.sea.weather``, are one input while they have one value.

    Raises
    ------
    PathError
        If there is no such path, or no range is known of it.
    UnitError, InputError
        If low or high does not fit, or low is above high.
    """
    one_case(scenario, "a range")
    if ranges is None:
        return _sourced(scenario)
    if isinstance(ranges, str) or not isinstance(ranges, (Mapping, Sequence)):
        msg = f"ranges: expected a mapping of paths to (low, high), got {quote(ranges)}"
        raise InputError(msg)
    given = ranges if isinstance(ranges, Mapping) else dict.fromkeys(map(str, ranges))
    if not given:
        msg = "ranges: expected at least one, got none; write {'market.brent': (low, high)}"
        raise InputError(msg)
    ranged = []
    for varied, limits in zip(read_inputs(scenario, list(given)), given.values(), strict=True):
        if limits is None:
            row = scenario.row(varied.paths[0])
            if row is None:
                msg = f"{varied.name}: no range is known of it; write (low, high)"
                raise PathError(msg)
            unit = varied.field.unit
            low, high = (_in_unit(unit, limit, row.unit) for limit in (row.low, row.high))
        else:
            low, high = (
                one_number(varied.field, limit, varied.name, siblings=True)
                for limit in read_limits(limits, varied.name)
            )
        check_order(low, high, varied.name)
        ranged.append(InputRange(varied, low, high))
    return ranged


@lru_cache(maxsize=1024)
def _in_unit(canonical: str, value: float, unit: str) -> float:
    """Return a row's number in the canonical unit of its field, as a scenario reads it."""
    return float(to_magnitude(value if unit == PURE else to_quantity(value, unit), canonical))


def read_limits(limits: Any, name: str) -> tuple[Any, Any]:
    """Return low and high of a range; a single quantity is both."""
    single = isinstance(limits, (str, pint.Quantity))
    if single and np.ndim(getattr(limits, "magnitude", 0.0)) == 0:
        return limits, limits
    return pair(limits, name, "a range (low, high)")


def check_order(low: float, high: float, name: str) -> None:
    """Raise if the low end of a range is above its high end."""
    if low > high:
        msg = f"{name}: the low end {figure(low)} is above the high end {figure(high)}; swap them"
        raise InputError(msg)


_OF_A_CLASS = tuple(
    field for field in Vessel._fields.values() if isinstance(field, Number) and not field.required
)
"""A ship's size and tonnages: their ranges span a class of ships, not the uncertainty of one."""


def _sourced(scenario: Scenario) -> list[InputRange]:
    groups: dict[tuple[Any, float], list[tuple[str, Any]]] = {}
    splits: dict[Any, int] = {}  # inputs of each row: one where all that it covers is alike
    for path, field, raw in scenario.leaves():
        row = scenario.row(path)
        if row is None or not row.low < row.high or field in _OF_A_CLASS:
            continue
        if not isinstance(raw, float):
            splits[row] = splits.get(row, 0) + 1
            continue
        if (row, raw) not in groups:
            splits[row] = splits.get(row, 0) + 1
        groups.setdefault((row, raw), []).append((path, field))
    ranged = []
    for (row, value), members in groups.items():
        paths = tuple(path for path, _ in members)
        whole = "*" in row.path and splits[row] == 1
        name = row.path if whole else ",".join(paths)
        field = members[0][1]
        varied = Input(name, paths, tuple(map(scenario.place, paths)), field, value)
        low, high = (_in_unit(field.unit, limit, row.unit) for limit in (row.low, row.high))
        ranged.append(InputRange(varied, low, high))
    if not ranged:
        msg = "no input of the scenario has a sourced range; write ranges={path: (low, high)}"
        raise InputError(msg)
    return ranged
