"""The rules that mix viscosities, at their ends."""

from __future__ import annotations

import numpy as np
import pytest

from oilecon.core import viscosity


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- the end of the double logarithm -----------------------------------------------------------


def test_every_number_of_a_rule_that_holds_is_finite() -> None:
    for spec in viscosity.RULES.values():
        near = np.array([next_up(spec.minimum, steps) for steps in range(6)])
        holds = ~spec.outside(near)
        assert holds.any()
        assert np.isfinite(spec.number(near[holds])).all()


def test_the_least_viscosity_of_a_rule_is_inside_where_the_rule_says_so() -> None:
    for rule, inside in ((viscosity.RULES["refutas"], False), (viscosity.RULES["d341"], True)):
        assert bool(rule.outside(rule.minimum)) is not inside
        assert not rule.outside(rule.minimum * 1.001)
        assert rule.outside(rule.minimum * 0.999)
    thickest = viscosity.RULES["d341"].maximum
    assert not viscosity.RULES["d341"].outside(thickest)
    assert viscosity.RULES["d341"].outside(thickest * 1.001)


@pytest.mark.parametrize("cst", [0.3, 2.0, 163.6, 2e5, 2e7])
def test_both_rules_have_their_inverse(cst: float) -> None:
    assert viscosity.refutas_cst(viscosity.refutas_number(cst)) == pytest.approx(cst, rel=1e-11)
    assert viscosity.d341_cst(viscosity.d341_number(cst + 0.1)) == pytest.approx(
        cst + 0.1, rel=1e-11
    )
