"""The inputs that are drawn: read from distributions, or from the ranges of their evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from oilecon.analysis.columns import shown_unit
from oilecon.analysis.corners import check_corners
from oilecon.analysis.distributions import Distribution, Drawn, distribution_over, drawn_over
from oilecon.analysis.input_ranges import InputRange, range_of, read_ranges
from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.arguments import mapping
from oilecon.errors import InputError, figure, quote
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.evidence import Evidence
    from oilecon.scenario_tree import Scenario

__all__ = ["DrawnInputs", "default_distributions", "read_drawn_inputs"]

_TAIL = 1e-6  # a share of draws in each tail, between which rules between inputs must hold


class DrawnInputs(NamedTuple):
    """Inputs and their distributions, without units.

    Attributes
    ----------
    inputs : tuple of Input
        The inputs.
    drawn : tuple of Drawn
        Their distributions.
    evidence : tuple of Evidence or None
        The evidence behind each distribution; None for the user's own.
    """

    inputs: tuple[Input, ...]
    drawn: tuple[Drawn, ...]
    evidence: tuple[Evidence | None, ...]

    @property
    def names(self) -> list[str]:
        """Paths and patterns of the inputs."""
        return [varied.name for varied in self.inputs]

    @property
    def ranges(self) -> list[InputRange]:
        """Inputs with the lowest and highest value that is drawn, and the evidence."""
        each = zip(self.inputs, self.drawn, self.evidence, strict=True)
        return [
            InputRange(varied, drawn.low, drawn.high, evidence) for varied, drawn, evidence in each
        ]


def default_distributions(scenario: Scenario) -> dict[str, Distribution]:
    """Return the distributions that `simulate` draws from by default, one over each range.

    Parameters
    ----------
    scenario : Scenario
        One case.

    Returns
    -------
    dict of str to Distribution
        By path or pattern, by what the range means: `Triangular` between bounds, with the mode at
        the value; `SplitNormal` between P10 and P90, or P5 and P95, with the median at the value;
        `Uniform` between quotes. Replace them by your own with
        ``default_distributions(s) | {path: Normal(...)}``.

    Raises
    ------
    InputError
        If an input lies outside its range, or none has a range.
    """
    distributions = {}
    for each in _with_evidence(scenario):
        low, value, high = (
            to_quantity(end, each.input.field.unit)
            for end in (each.low, each.input.value, each.high)
        )
        distributions[each.name] = distribution_over(low, value, high, each.meaning)
    return distributions


def _with_evidence(scenario: Scenario) -> Sequence[InputRange]:
    """Return every input that has a range, which must hold its value."""
    ranges = read_ranges(scenario, argument="inputs")
    for varied, low, high, _ in ranges:
        if not low <= varied.value <= high:
            path, unit = varied.name, f" {shown_unit(varied.field.unit)}".removesuffix(" 1")
            value, least, most = map(
                varied.field.code, (varied.value, min(low, varied.value), max(high, varied.value))
            )
            msg = (
                f"{path}: {figure(varied.value)}{unit} lies outside its range, {figure(low)} to "
                f"{figure(high)}{unit}; write a range that holds it, as s.vary({{{path!r}: "
                f"oe.Sourced({value}, low={least}, high={most})}}), or name what is drawn, as "
                f"inputs={{{path!r}: oe.Uniform({least}, {most})}}"
            )
            raise InputError(msg)
    return ranges


def read_drawn_inputs(scenario: Scenario, inputs: Mapping[str, Distribution] | None) -> DrawnInputs:
    """Return the inputs that are drawn and their distributions.

    Raises
    ------
    PathError, UnitError, InputError
        If an input does not exist or is given twice, a distribution does not fit it, draws could
        break a rule between inputs, such as an order of gravities, or no input has a range.
    """
    one_case(scenario, "a simulation")
    if inputs is None:
        ranges = _with_evidence(scenario)
        drawn_inputs = DrawnInputs(
            tuple(each.input for each in ranges),
            tuple(drawn_over(*each[:3], each.meaning) for each in ranges),
            tuple(each.evidence for each in ranges),
        )
    else:
        given = mapping(inputs, "inputs", "paths to distributions")
        varied_inputs = tuple(read_inputs(scenario, list(given)))
        pairs = zip(varied_inputs, given.values(), strict=True)
        drawn = tuple(_drawn(*pair) for pair in pairs)
        evidence = tuple(map(partial(_evidence, scenario), varied_inputs, drawn))
        drawn_inputs = DrawnInputs(varied_inputs, drawn, evidence)
    _check_rules(scenario, drawn_inputs)
    return drawn_inputs


def _evidence(scenario: Scenario, varied: Input, drawn: Drawn) -> Evidence | None:
    """Return the evidence of a distribution that is the default one of its input."""
    row = scenario.row(varied.paths[0])
    if row is None or not row.evidence.ranged or not isinstance(varied.value, float):
        return None
    ranged = range_of(varied, row)
    same = drawn_over(*ranged[:3], row.evidence.range) == drawn
    return row.evidence if same else None


def _drawn(varied: Input, distribution: object) -> Drawn:
    if not isinstance(distribution, Distribution):
        msg = (
            f"{varied.name}: expected a distribution, got {quote(distribution)}; write for example "
            f"Uniform(low, high)"
        )
        raise InputError(msg)
    return distribution.drawn(varied)


def _check_rules(scenario: Scenario, drawn_inputs: DrawnInputs) -> None:
    shares = np.array([_TAIL, 1.0 - _TAIL])
    quantiles = [drawn.ppf(shares) for drawn in drawn_inputs.drawn]
    check_corners(
        scenario,
        [
            InputRange(varied, float(low), float(high))
            for varied, (low, high) in zip(drawn_inputs.inputs, quantiles, strict=True)
        ],
    )
