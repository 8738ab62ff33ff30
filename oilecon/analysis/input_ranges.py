"""The range of each input: sourced, or given by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pint

from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.arguments import one_number, pair
from oilecon.errors import InputError, PathError, figure, quote
from oilecon.evidence import RANGES

if TYPE_CHECKING:
    from typing import TypeAlias

    from oilecon.evidence import Evidence, Row
    from oilecon.fields import Number
    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike

    RangesLike: TypeAlias = (
        Mapping[str, QuantityLike | Sequence[QuantityLike] | None] | Sequence[str]
    )

__all__ = ["InputRange", "check_order", "range_of", "read_limits", "read_ranges"]


class InputRange(NamedTuple):
    """A varied input with its range, in its canonical unit.

    Attributes
    ----------
    input : Input
        The input.
    low, high : float
        The ends of its range.
    evidence : Evidence or None
        The evidence that the range stands in; None for the user's own pair.
    """

    input: Input
    low: float
    high: float
    evidence: Evidence | None = None

    @property
    def name(self) -> str:
        """Path or pattern of the input."""
        return self.input.name

    @property
    def meaning(self) -> str:
        """Meaning of the range, one of `oilecon.evidence.RANGES`: a user's pair is of bounds."""
        return RANGES[0] if self.evidence is None else self.evidence.range


def read_ranges(
    scenario: Scenario,
    ranges: RangesLike | None = None,
    *,
    argument: str = "ranges",
    required: bool = True,
) -> list[InputRange]:
    """Return inputs with their ranges.

    Parameters
    ----------
    scenario : Scenario
        One case.
    ranges : mapping of str to pair, or sequence of str, optional
        Path or pattern to (low, high); None as a pair, or only the paths, takes the range that the
        input has. Without it: every input that has a range, except where it spans a class of ships
        rather than the uncertainty of one. Inputs of one row, such as ``*.sea.weather``, are one
        input while they have one value.
    argument : str
        The argument that names inputs, in the message if none has a range: 'ranges' or 'inputs'.
    required : bool
        False if an input that is named needs no range: its value is both ends.

    Raises
    ------
    PathError
        If there is no such path, or no range is known of it.
    UnitError, InputError
        If low or high does not fit, low is above high, or no input has a range.
    """
    one_case(scenario, "a range")
    if ranges is None:
        return _with_evidence(scenario) or _nothing(scenario, argument)
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
            ranged.append(_own_range(scenario, varied, required=required))
            continue
        low, high = (
            one_number(varied.field, limit, varied.name, siblings=True)
            for limit in read_limits(limits, varied.name)
        )
        check_order(low, high, varied.name)
        ranged.append(InputRange(varied, low, high))
    return ranged


def _own_range(scenario: Scenario, varied: Input, *, required: bool) -> InputRange:
    """Return an input with the range of its evidence, which all its paths have.

    Raises
    ------
    PathError
        If a path has no range.
    InputError
        If two paths have different ones.
    """
    ranges: dict[str, InputRange] = {}
    for path in varied.paths:
        row = scenario.row(path)
        if row is None or not row.evidence.ranged:
            if not required:
                return InputRange(varied, varied.value, varied.value)
            other = "" if path == varied.name else f" of {path}"
            low, high = _example(varied.field, varied.value) or ("low", "high")
            pair = f"{{{varied.name!r}: ({low}, {high})}}"
            msg = f"{varied.name}: no range is known{other}; write ranges={pair}"
            raise PathError(msg)
        ranges[path] = range_of(varied, row)
    if len({(each.low, each.high, each.meaning) for each in ranges.values()}) > 1:
        msg = (
            f"{varied.name}: covers inputs of several ranges; write (low, high), or name them one "
            f"by one: {', '.join(varied.paths)}"
        )
        raise InputError(msg)
    return ranges[varied.paths[0]]


def range_of(varied: Input, row: Row) -> InputRange:
    """Return an input with the range of a row."""
    return InputRange(varied, row.low, row.high, row.evidence)


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


def _with_evidence(scenario: Scenario) -> list[InputRange]:
    """Return every input whose evidence has a range, in the order of the scenario.

    Numbers of one row are one input where all of them are alike: row, evidence, value and unit.
    """
    rows: dict[Any, list[tuple[str, Number, float, Evidence]]] = {}
    for path, field, raw, evidence in scenario.sourced_leaves():
        if evidence is None or evidence.spread or not isinstance(raw, float):
            continue
        low, high = evidence.ends(raw)
        if low < high:
            alike = (evidence, raw, field.unit) if evidence.row else path
            rows.setdefault(alike, []).append((path, field, raw, evidence))
    ranged = []
    for members in rows.values():
        paths = tuple(path for path, *_ in members)
        _, field, value, evidence = members[0]
        name, places = scenario.pattern(paths), tuple(map(scenario.keys_to, paths))
        varied = Input(name, paths, places, field, value)
        ranged.append(InputRange(varied, *evidence.ends(value), evidence))
    return ranged


_AROUND = 0.15  # of a value, to either side, in a range that a message suggests


def _nothing(scenario: Scenario, argument: str) -> list[InputRange]:
    """Raise the error of a scenario in which no input has a range, with what to write."""
    path, field, raw, ends = next(
        (path, field, raw, ends)
        for path, field, raw in scenario.leaves()
        if (ends := _example(field, raw))
    )
    low, high = ends
    pair = f"oe.Uniform({low}, {high})" if argument == "inputs" else f"({low}, {high})"
    msg = (
        f"no input has a range{_besides(scenario)}; write "
        f"s.vary({{{path!r}: oe.Sourced({field.code(raw)}, "
        f"low={low}, high={high})}}), or {argument}={{{path!r}: {pair}}}"
    )
    raise InputError(msg)


def _besides(scenario: Scenario) -> str:
    """Return the ranges that nothing is drawn from, as text; empty without any."""
    ranges = [
        evidence
        for _, _, raw, evidence in scenario.sourced_leaves()
        if evidence is not None and evidence.ranged and isinstance(raw, float)
    ]
    classes = sum(bool(evidence.spread) for evidence in ranges)
    counts = {"of a class of ships": classes, "of no width": len(ranges) - classes}
    listed = " and ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    return f" besides {listed}" if listed else ""


def _example(field: Number, raw: Any) -> tuple[str, str] | None:
    """Return a range around a number as code; None around zero, or where there is no number."""
    if not isinstance(raw, float) or not raw:
        return None
    ends = sorted(float(f"{raw * k:.2g}") for k in (1.0 - _AROUND, 1.0 + _AROUND))
    return field.code(max(ends[0], field.low)), field.code(min(ends[1], field.high))
