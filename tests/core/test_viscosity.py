"""The rules that mix viscosities, at their ends."""

from __future__ import annotations

import numpy as np

from oilecon.core import viscosity


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- the end of the double logarithm -----------------------------------------------------------


def test_every_number_of_a_rule_that_holds_is_finite() -> None:
    for spec in viscosity.RULES.values():
        near = np.array([next_up(spec.least, steps) for steps in range(6)])
        holds = ~spec.outside(near)
        assert holds.any()
        assert np.isfinite(spec.number(near[holds])).all()
