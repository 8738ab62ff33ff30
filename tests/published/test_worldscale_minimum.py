"""Minimum cargo, overage and deadfreight, as tanker charter parties have them.

150,000 t at the least, WS 120 of a flat rate of 20 USD/t, overage at half: 160,000 t pay 3.72
million USD (shipping practice; 3.84 without overage), and 140,000 t pay for 150,000. To the dollar:
they are products.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError

S = oe.scenario("article")
FIXTURE = oe.Worldscale(120.0, "20 USD/t", minimum="150000 t", overage="50 %")


def estimate(charter: object, cargo: float) -> oe.shipping.Estimate:
    return oe.estimate(
        S.asia.sea.evolve(charter=charter, cargo=oe.Q(cargo, "t")), S.market, api="16 degAPI"
    )


@pytest.mark.parametrize(
    ("cargo", "freight", "dead"),
    [(160_000.0, 3.72e6, 0.0), (150_000.0, 3.6e6, 0.0), (140_000.0, 3.6e6, 0.24e6)],
)
def test_minimum_overage_and_deadfreight(cargo: float, freight: float, dead: float) -> None:
    found = estimate(FIXTURE, cargo)
    assert found.freight.magnitude == pytest.approx(freight, abs=0.5)
    assert found["deadfreight"].magnitude == pytest.approx(dead, abs=0.5)
    by_the_tonne = oe.PerTonne("24 USD/t", minimum="150000 t", overage="50 %")
    assert estimate(by_the_tonne, cargo).freight.magnitude == pytest.approx(freight, abs=0.5)
    half = estimate(oe.Worldscale(120.0, "20 USD/t", minimum="150000 t"), cargo)
    assert half.freight == found.freight  # a half is usual


def test_a_differential_is_paid_in_full_on_what_is_paid_for() -> None:
    fixture = FIXTURE.evolve(fixed_differential="1 USD/t")
    assert estimate(fixture, 160_000.0).freight.magnitude == pytest.approx(3.72e6 + 160_000.0)
    assert estimate(fixture, 140_000.0).freight.magnitude == pytest.approx(3.6e6 + 150_000.0)
    assert estimate(fixture, 140_000.0)["deadfreight"].magnitude == pytest.approx(250_000.0)
    by_the_tonne = oe.PerTonne("24 USD/t", fixed_differential="1 USD/t")
    assert estimate(by_the_tonne, 160_000.0).freight.magnitude == pytest.approx(4.0e6)
    lump = oe.LumpSum("4 MUSD", fixed_differential="0.27 USD/t")
    assert estimate(lump, 160_000.0).freight.magnitude == pytest.approx(4_043_200.0)


@given(st.floats(60_000.0, 250_000.0), st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_the_points_for_what_a_fixture_earns_are_its_own(
    cargo: float, overage: float, fixed: float
) -> None:
    fixture = FIXTURE.evolve(overage=overage, fixed_differential=oe.Q(fixed, "USD/t"))
    found = estimate(fixture, cargo)
    assert found.points_for(found.tce).magnitude == pytest.approx(120.0, rel=1e-9)


def test_overage_without_a_minimum_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        oe.Worldscale(120.0, "20 USD/t", overage="50 %")
    assert str(refused.value) == (
        "Worldscale.overage: has no effect without minimum; write minimum='70000 t' too"
    )
