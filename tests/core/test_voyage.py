"""The equations at their edges, where an example in a docstring does not stand."""

from __future__ import annotations

import math

import pytest

from oilecon.core import quality, viscosity, voyage, waterfall


def test_laytime_used_is_never_below_nothing() -> None:
    assert voyage.laytime_used_days(1.0, 0.5, 1.0) == 0.0
    assert voyage.laytime_used_days(1.0, 0.25, 0.25) == 0.5


def test_water_too_shallow_for_the_empty_ship_carries_nothing() -> None:
    assert voyage.cargo_at_draft_t(115_000.0, 14.9, 2.0, 248.0, 44.0) == 0.0


@pytest.mark.parametrize(
    ("sulphur", "threshold", "charge"),
    [
        (0.006294969, 0.006, 0.08),  # 0.62950 % is not reached, so neither is 0.63
        (0.00615, 0.00605497, 0.04),  # nor 0.60550, so that 0.01 % is full
        (0.00601, 0.006, 0.0),
        (0.005, 0.006, 0.0),
    ],
)
def test_sulphur_is_rounded_to_thousandths_of_a_percent_before_it_is_counted(
    sulphur: float, threshold: float, charge: float
) -> None:
    assert quality.deescalator_usd_bbl(sulphur, threshold, 0.40) == pytest.approx(charge)


def test_the_least_viscosity_of_a_rule_is_inside_where_the_rule_says_so() -> None:
    for rule, inside in ((viscosity.RULES["refutas"], False), (viscosity.RULES["d341"], True)):
        assert bool(rule.outside(rule.least)) is not inside
        assert not rule.outside(rule.least * 1.001)
        assert rule.outside(rule.least * 0.999)
    thickest = viscosity.RULES["d341"].most
    assert not viscosity.RULES["d341"].outside(thickest)
    assert viscosity.RULES["d341"].outside(thickest * 1.001)


@pytest.mark.parametrize("cst", [0.3, 2.0, 163.6, 2e5, 2e7])
def test_both_rules_have_their_inverse(cst: float) -> None:
    assert viscosity.refutas_cst(viscosity.refutas_number(cst)) == pytest.approx(cst, rel=1e-11)
    assert viscosity.d341_cst(viscosity.d341_number(cst + 0.1)) == pytest.approx(
        cst + 0.1, rel=1e-11
    )


def test_a_share_is_lost_of_anything_above_zero_and_of_nothing_else() -> None:
    assert waterfall.share_lost(0.5, 0.25, 0.5) == 0.5
    assert math.isnan(waterfall.share_lost(1.0, 0.5, 0.0))
