"""Mixing at its edges: shrinkage, and the share that reaches a target."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.core import blending, quality

# -- what is refused ---------------------------------------------------------------------------


def test_the_kernel_s_shrinkage_ignores_an_empty_part() -> None:
    full = blending.shrinkage_of_all((0.75, 0.25), (8.5, 55.0))
    for api in (2.0, 30.0, 90.0):
        assert blending.shrinkage_of_all((0.75, 0.0, 0.25), (8.5, api, 55.0)) == pytest.approx(
            full, rel=1e-12
        )
    assert full == pytest.approx(blending.shrinkage_share(0.25, 8.5, 55.0), rel=1e-12)


def test_the_kernel_adds_each_oil_to_what_is_mixed_with_its_own_volume_and_mass() -> None:
    """Half of 10 API and 0.3 of 30 API, and 0.2 of 60 API in what is left of these."""
    lost = 0.8 * blending.shrinkage_share(0.3 / 0.8, 10.0, 30.0)
    volume = 0.8 - lost
    mixed = quality.api_gravity(
        (0.5 * quality.specific_gravity(10.0) + 0.3 * quality.specific_gravity(30.0)) / volume
    )
    total = volume + 0.2
    lost += total * blending.shrinkage_share(0.2 / total, mixed, 60.0)
    found = blending.shrinkage_of_all((0.3, 0.2, 0.5), (30.0, 60.0, 10.0))
    assert found == pytest.approx(lost, rel=1e-13)


def test_the_kernel_takes_oils_of_one_gravity_as_one_oil() -> None:
    whole = blending.shrinkage_of_all((0.5, 0.5), (10.0, 30.0))
    for parts in ((0.2, 0.5, 0.3), (0.3, 0.5, 0.2)):
        found = blending.shrinkage_of_all(parts, (30.0, 10.0, 30.0))
        assert found == pytest.approx(whole, rel=1e-14)
    halves = blending.shrinkage_of_all((0.25, 0.25, 0.5), (10.0, 10.0, 30.0))
    assert halves == pytest.approx(whole, rel=1e-14)
    apis = np.array([20.0, 30.0, 40.0])  # only in the middle are two the same
    found = blending.shrinkage_of_all((0.2, 0.3, 0.5), (apis, 30.0, 10.0))
    for at, api in enumerate(apis.tolist()):
        alone = blending.shrinkage_of_all((0.2, 0.3, 0.5), (api, 30.0, 10.0))
        assert np.asarray(found)[at] == alone


def test_the_kernel_takes_as_many_gravities_densities_and_values_as_shares() -> None:
    for shares, figures in (((0.5, 0.5), (10.0, 20.0, 30.0)), ((0.2, 0.3, 0.5), (10.0, 20.0))):
        for take in (blending.shrinkage_of_all, blending.mass_shares, blending.weighted_mean):
            with pytest.raises(ValueError, match=r"argument 2 is (longer|shorter)"):
                take(shares, figures)


def test_the_kernel_reaches_a_target_next_to_pure_diluent() -> None:
    """There, a share of diluent and the gravity that it makes once shrunk agree."""
    heavy, light = quality.specific_gravity(8.5), quality.specific_gravity(55.0)
    for target in (54.0, 54.9, 54.99, 54.999, 55.0):
        share = blending.physical_diluent_share(8.5, 55.0, target)
        assert 0.97 < share <= 1.0
        volume = 1.0 - blending.shrinkage_share(share, 8.5, 55.0)
        made = quality.api_gravity((heavy - (heavy - light) * share) / volume)
        assert made == pytest.approx(target, rel=1e-9)


@given(heavy=st.floats(0, 40), wide=st.floats(10, 60), way=st.floats(0.0, 1.0))
def test_the_kernel_s_steps_are_enough(heavy: float, wide: float, way: float) -> None:
    """The mass of both oils over the shrunk volume is the target's, wherever it lies."""
    light, target = heavy + wide, heavy + wide * way
    share = blending.physical_diluent_share(heavy, light, target)
    assert 0.0 <= share <= 1.0
    thick, thin, aim = map(quality.specific_gravity, (heavy, light, target))
    mass = thick * (1.0 - share) + thin * share
    volume = 1.0 - blending.shrinkage_share(share, heavy, light)
    assert mass / volume == pytest.approx(aim, rel=1e-12)
