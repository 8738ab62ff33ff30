"""Checks that inputs can go through their ranges without breaking a rule between them."""

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
    """Raise if an end of a range breaks a rule with the other inputs as they are."""
    for ranged in ranges:
        for end in (ranged.low, ranged.high):
            quantity = to_quantity(end, ranged.input.field.unit)
            scenario.vary(dict.fromkeys(ranged.input.paths, quantity))


def check_corners(scenario: Scenario, ranges: Sequence[InputRange]) -> None:
    """Raise if the inputs could break a rule between them at a corner of their ranges.

    Rules order inputs, such as the distance in an emission area and the whole distance. If an order
    can break, it breaks at a corner.

    Raises
    ------
    InputError
        If a rule is broken at a corner; of more than 1024 corners, that many are taken at random.
    """
    rng = np.random.default_rng(0)
    count = len(ranges)
    few = count <= 10  # noqa: PLR2004  1024 corners
    choice = np.array(list(product((0, 1), repeat=count))).T if few else None
    picked = rng.integers(0, 2, (count, 1024)) if choice is None else choice
    try:
        _sure_of_trips(scenario).vary_cases(
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

    A scenario with ships nearly alike is an error without a parcel; in a draw they sail one trip
    each.
    """
    routes = dict(scenario.routes)
    for name, route in routes.items():
        if len(ships(route)) > 1 and route.values["parcel"] is None and route.trips == "whole":
            routes[name] = route.evolve(parcel=to_quantity(1.0, "t"))
    return scenario.evolve(routes=routes)
