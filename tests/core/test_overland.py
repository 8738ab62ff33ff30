"""Carriage over land: what is shipped, what it costs, and what fills the line."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oilecon.core import overland

volumes = st.floats(1.0, 1e6)


def test_apportionment_falls_on_what_has_no_commitment() -> None:
    nominated = np.array([50e3, 80e3, 120e3])
    assert np.asarray(overland.shipped_bbl_day(nominated, 80e3, 0.5)).tolist() == [
        50e3,
        80e3,
        100e3,
    ]
    assert overland.shipped_bbl_day(120e3, 80e3, 0.5, 90e3) == 90e3
    assert overland.shipped_bbl_day(120e3, 0.0, 0.25) == 90e3


@given(volumes, volumes, st.floats(0.0, 1.0))
def test_used_and_unused_space_make_up_the_commitment(
    nomination: float, commitment: float, cut: float
) -> None:
    shipped = overland.shipped_bbl_day(nomination, commitment, cut)
    assert shipped <= nomination * (1.0 + 1e-15)
    used = min(shipped, commitment)
    unused = overland.unused_bbl_day(nomination, commitment)
    assert np.isclose(used + unused, commitment, rtol=1e-12)
    share = overland.spot_share(shipped, commitment)
    assert np.isclose(shipped * (1.0 - share), used, rtol=1e-9)


@given(st.floats(0.0, 50.0), st.floats(0.0, 50.0), st.floats(0.0, 1.0))
def test_an_average_toll_lies_between_the_two(toll: float, spot: float, share: float) -> None:
    average = overland.average_toll(toll, spot, share)
    assert min(toll, spot) - 1e-12 <= average <= max(toll, spot) + 1e-12


@given(st.floats(0.0, 1e7), volumes, st.floats(0.0, 100.0))
def test_what_flows_fills_the_line_first(fill: float, shipped: float, days: float) -> None:
    beyond = overland.fill_days(fill, shipped, days)
    assert beyond >= 0.0
    assert np.isclose(max(fill - shipped * days, 0.0), beyond * shipped, rtol=1e-9, atol=1e-6)
    assert overland.held_share(0.10, 36.0) == 0.01
