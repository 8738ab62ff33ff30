"""The range of each input: sourced, or given by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pint

from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.arguments import one_number, pair
from oilecon.errors import InputError, PathError, figure, quote

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
            low, high = row.low, row.high
        else:
            low, high = (
                one_number(varied.field, limit, varied.name, siblings=True)
                for limit in read_limits(limits, varied.name)
            )
        check_order(low, high, varied.name)
        ranged.append(InputRange(varied, low, high))
    return ranged


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


def _sourced(scenario: Scenario) -> list[InputRange]:
    groups: dict[Any, list[tuple[str, Any]]] = {}
    for path, field, raw, evidence in scenario.sourced_leaves():
        if evidence is not None and evidence.ranged and isinstance(raw, float):
            low, high = (raw if end is None else end for end in (evidence.low, evidence.high))
            if low < high and evidence.spread != "class":
                alone = "" if evidence.row else path
                groups.setdefault((evidence, raw, field.unit, alone), []).append((path, field))
    ranged = []
    for (evidence, value, *_), members in groups.items():
        paths = tuple(path for path, _ in members)
        field = members[0][1]
        name = scenario.pattern(paths)
        varied = Input(name, paths, tuple(map(scenario.place, paths)), field, value)
        low, high = (value if end is None else end for end in (evidence.low, evidence.high))
        ranged.append(InputRange(varied, low, high))
    if not ranged:
        msg = "no input of the scenario has a sourced range; write ranges={path: (low, high)}"
        raise InputError(msg)
    return ranged
