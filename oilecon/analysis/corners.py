"""Whether inputs may go through their ranges together without breaking a rule between them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError, UnitError
from oilecon.inputs.route import ships
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.analysis.input_ranges import InputRange
    from oilecon.scenario_tree import Scenario

__all__ = ["check_corners", "check_each"]


def check_each(scenario: Scenario, ranges: Sequence[InputRange]) -> None:
    """Refuse ranges whose ends break a rule with the other inputs as they are."""
    for ranged in ranges:
        for end in (ranged.low, ranged.high):
            quantity = to_quantity(end, ranged.input.field.unit)
            scenario.vary(dict.fromkeys(ranged.input.paths, quantity))


def check_corners(scenario: Scenario, ranges: Sequence[InputRange]) -> None:
    """Refuse ranges in which inputs could break a rule between them, at one of their corners.

    Rules order inputs, such as the miles in an emission area and all miles; if an order can break,
    it breaks at a corner.

    Raises
    ------
    InputError
        If a rule is broken at one of the corners that were tried: at most 1024, else at random.
    """
    rng = np.random.default_rng(0)
    count = len(ranges)
    few = count <= 10  # noqa: PLR2004  1024 corners
    choice = np.array(list(product((0, 1), repeat=count))).T if few else None
    picked = rng.integers(0, 2, (count, 1024)) if choice is None else choice
    try:
        _sure_of_trips(scenario).vary(
            {
                path: to_quantity(np.where(at, ranged.high, ranged.low), ranged.input.field.unit)
                for ranged, at in zip(ranges, picked, strict=True)
                for path in ranged.input.paths
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
