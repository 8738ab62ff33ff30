"""The inputs that are drawn: read from distributions, or from the ranges of sourced rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from oilecon.analysis.corners import check_corners
from oilecon.analysis.distributions import Distribution, Drawn, Triangular, triangle
from oilecon.analysis.input_ranges import InputRange, read_ranges
from oilecon.analysis.inputs import Input, one_case, read_inputs
from oilecon.arguments import mapping
from oilecon.errors import InputError, figure, quote
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.scenario_tree import Scenario

__all__ = ["DrawnInputs", "default_distributions", "read_drawn_inputs"]

_TAIL = 1e-6  # a share of draws in each tail, between which rules between inputs must hold


class DrawnInputs(NamedTuple):
    """Inputs and their distributions, without units."""

    inputs: tuple[Input, ...]
    drawn: tuple[Drawn, ...]

    @property
    def names(self) -> list[str]:
        """Paths and patterns of the inputs."""
        return [varied.name for varied in self.inputs]


def default_distributions(scenario: Scenario) -> dict[str, Distribution]:
    """Return the distributions that `simulate` draws from by default: each over a sourced range.

    Parameters
    ----------
    scenario : Scenario
        One case.

    Returns
    -------
    dict of str to Triangular
        By path or pattern: triangular over low, value and high, with the mode at the value. Replace
        them by your own with ``default_distributions(s) | {path: Normal(...)}``.

    Raises
    ------
    InputError
        If an input of yours lies outside its sourced range.
    """
    return {
        varied.name: Triangular(
            *(to_quantity(x, varied.field.unit) for x in (low, varied.value, high))
        )
        for varied, low, high in _sourced(scenario)
    }


def _sourced(scenario: Scenario) -> Sequence[InputRange]:
    ranges = read_ranges(scenario)
    for varied, low, high in ranges:
        if not low <= varied.value <= high:
            msg = (
                f"{varied.name}: {figure(varied.value)} lies outside its sourced range, "
                f"{figure(low)} to {figure(high)}; give it a distribution, as in simulate(s, "
                "default_distributions(s.vary(...)) | {path: ...}), or name what is drawn"
            )
            raise InputError(msg)
    return ranges


def read_drawn_inputs(scenario: Scenario, inputs: Mapping[str, Distribution] | None) -> DrawnInputs:
    """Return the inputs that are drawn and their distributions.

    Raises
    ------
    PathError, UnitError, InputError
        If an input does not exist or is given twice, a distribution does not fit it, or draws could
        break a rule between inputs, such as an order of gravities.
    """
    one_case(scenario, "a simulation")
    if inputs is None:
        ranges = _sourced(scenario)
        drawn = [triangle(low, varied.value, high) for varied, low, high in ranges]
        drawn_inputs = DrawnInputs(tuple(varied for varied, *_ in ranges), tuple(drawn))
    else:
        given = mapping(inputs, "inputs", "paths to distributions")
        varied_inputs = read_inputs(scenario, list(given))
        pairs = zip(varied_inputs, given.values(), strict=True)
        drawn_inputs = DrawnInputs(tuple(varied_inputs), tuple(_drawn(*pair) for pair in pairs))
    _check_rules(scenario, drawn_inputs)
    return drawn_inputs


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
