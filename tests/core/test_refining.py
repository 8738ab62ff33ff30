"""Refining by hand: a coker's yields, costs, limits and parity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.core import refining

CARBON = st.floats(0.0, 0.3)


@given(CARBON, st.floats(0.8, 1.6))
def test_every_model_of_a_coker_closes_in_mass(carbon: float, ratio: float) -> None:
    for made in (
        refining.coker_by_carbon(carbon, ratio, 10.0, 14.0, 50.0),
        refining.linear_coker(carbon),
        refining.average_coker(10.0, 14.0, 50.0, 27.0),
    ):
        assert sum(made) == pytest.approx(1.0)
        assert min(made) >= 0.0


def test_a_coker_by_carbon_residue_by_hand() -> None:
    made = refining.coker_by_carbon(0.25, 1.2, 10.0, 14.0, 46.0)  # coke 30 %, the rest 70 of 70
    assert made == pytest.approx((0.10, 0.14, 0.46, 0.30))


def test_the_linear_coker_has_no_naphtha_at_its_top() -> None:
    assert refining.linear_coker(refining.LINEAR_TOP).naphtha == pytest.approx(0.0)


def test_the_factor_closes_the_mass_of_a_unit() -> None:
    factor = refining.closing_factor(900.0, 100.0, 780.0)
    assert 100.0 + factor * 780.0 == pytest.approx(900.0)


def test_running_cost_by_hand() -> None:
    # 0.5 x 4 + 10 x 0.08 + 0.4
    assert refining.running_cost_usd_bbl(0.5, 10.0, 0.4, 4.0, 0.08) == pytest.approx(3.2)


def test_residue_above_a_limit_by_hand() -> None:
    # at 20 %: 0.2 x 0.6 + 0.8 x 0.4 = 0.44, which is 0.02 above, by a fifth of a barrel
    assert refining.above_limit(0.2, 0.6, 0.4, 0.42) == pytest.approx(0.1)
    # a marker that is 0.08 above alone: 0.46 - 0.42 - 0.8 x 0.08 = -0.024
    assert refining.above_limit(0.2, 0.3, 0.5, 0.42) == pytest.approx(-0.12)


def test_the_rent_of_room_is_never_below_zero() -> None:
    assert refining.residue_rent_usd_bbl(20.0, 18.0, 0.4, 0.2) == pytest.approx(10.0)
    assert refining.residue_rent_usd_bbl(18.0, 20.0, 0.4, 0.2) == 0.0


def test_parity_by_hand_and_of_arrays() -> None:
    assert refining.parity_usd_bbl(56.0, 78.0, 77.0, 0.25) == pytest.approx(56.75)
    many = refining.parity_usd_bbl(np.array([56.0, 57.0]), 78.0, 77.0)
    assert list(np.asarray(many)) == [57.0, 58.0]
