"""What is lost of a price, at its edges, and a levy on what of it is above thresholds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.core import waterfall

if TYPE_CHECKING:
    from collections.abc import Sequence

    Bands = Sequence[tuple[float, float]]


def test_a_share_is_lost_of_anything_above_zero_and_of_nothing_else() -> None:
    assert waterfall.share_lost(0.5, 0.25, 0.5) == 0.5
    assert math.isnan(waterfall.share_lost(1.0, 0.5, 0.0))


# -- the windfall levy -----------------------------------------------------------------------------

PRICES = st.floats(-50.0, 300.0)


@st.composite
def bands(draw: Any, *, rising: bool = False) -> Bands:
    """Up to five bands of ascending thresholds; of ascending rates too where `rising`."""
    above = sorted(draw(st.lists(st.floats(0.0, 200.0), min_size=1, max_size=5, unique=True)))
    rates = draw(st.lists(st.floats(0.0, 0.99), min_size=len(above), max_size=len(above)))
    return list(zip(above, sorted(rates) if rising else rates, strict=True))


def levy(price: float, of: Bands) -> float:
    return float(waterfall.windfall_levy_usd_bbl(price, of))


@given(price=PRICES, of=bands())
def test_a_levy_is_none_below_its_first_band_and_never_the_whole_excess(
    price: float, of: Bands
) -> None:
    excess = max(price - of[0][0], 0.0)
    assert 0.0 <= levy(price, of) <= excess * max(rate for _, rate in of) + 1e-12
    if price <= of[0][0]:
        assert levy(price, of) == 0.0


@given(price=PRICES, more=st.floats(1e-6, 50.0), of=bands())
def test_a_dollar_more_of_price_is_never_all_levied_and_no_threshold_is_a_jump(
    price: float, more: float, of: Bands
) -> None:
    taken = levy(price + more, of) - levy(price, of)
    assert -1e-12 <= taken <= more * max(rate for _, rate in of) + 1e-12


@given(low=PRICES, high=PRICES, weight=st.floats(0.0, 1.0), of=bands(rising=True))
def test_the_levy_on_a_mean_is_at_most_the_mean_of_the_levies(
    low: float, high: float, weight: float, of: Bands
) -> None:
    mean = levy(weight * low + (1 - weight) * high, of)
    assert mean <= weight * levy(low, of) + (1 - weight) * levy(high, of) + 1e-9


@given(price=PRICES, of=bands(), cut=st.floats(0.01, 0.99))
def test_a_band_cut_in_two_of_one_rate_is_levied_alike(price: float, of: Bands, cut: float) -> None:
    (above, rate), *rest = of
    middle = above + cut * ((rest[0][0] if rest else above + 50.0) - above)
    if above < middle and (not rest or middle < rest[0][0]):
        assert levy(price, [(above, rate), (middle, rate), *rest]) == pytest.approx(
            levy(price, of), abs=1e-9
        )


def test_months_on_either_side_of_a_threshold_pay_what_their_mean_does_not() -> None:
    months = waterfall.windfall_levy_usd_bbl(np.array([60.0, 100.0]), [(80.0, 0.5)])
    assert np.mean(months) == 5.0
    assert levy(80.0, [(80.0, 0.5)]) == 0.0
