"""The price at which a refiner is indifferent to a marker crude."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from benchmarks import refining as race
from oilecon.netback.parity import AtParity, at_parity, parity_usd_bbl
from tests.samples import ASSAY, COKER, COKING, LIGHTER, PARITY

BRENT = 63.8
LIGHTEST = LIGHTER.evolve(
    cuts={
        **LIGHTER.cuts,
        "distillate": LIGHTER.cuts["distillate"].evolve(volume="46 %"),
        "residue": LIGHTER.cuts["residue"].evolve(volume="8 %"),
    }
)


def limited(capacity: float, share: float, **changed: Any) -> AtParity:
    plant = COKING.evolve(coker=COKER.evolve(capacity=oe.Q(capacity, "1")))
    terms = {"refinery": plant, "share": oe.Q(share, "1"), **changed}
    return at_parity(PARITY.evolve(**terms).values, BRENT)


@given(st.floats(20.0, 120.0), st.floats(1.0, 1.6))
def test_parity_of_a_crude_with_itself_is_its_own_price(price: float, ratio: float) -> None:
    plant = COKING.evolve(coker=COKER.evolve(coke_ratio=ratio))
    own = PARITY.evolve(
        marker=ASSAY,
        refinery=plant,
        marker_price=oe.Q(price, "USD/bbl"),
        marker_differential=None,
    )
    assert at_parity(own.values, None).delivered == pytest.approx(price)


def test_parity_is_the_marker_s_price_and_the_difference_in_value() -> None:
    made = at_parity(PARITY.values, BRENT)
    assert made.marker_price == pytest.approx(56.4)
    assert made.on_worth == pytest.approx(56.4 + made.crude.gross - made.marker.gross)
    assert made.delivered == pytest.approx(56.4 + made.crude.value - made.marker.value)
    assert parity_usd_bbl(PARITY.values, BRENT, 0.0) == pytest.approx(made.delivered - 3.0)


def test_a_larger_share_is_worth_less_where_the_coker_is_full() -> None:
    # residue 0.40 and 0.28, room 0.30: the coker is full from a sixth of the diet on
    small, middle, large = (limited(0.30, share) for share in (0.05, 0.2, 0.5))
    assert small.lost == pytest.approx(0.0, abs=1e-9)
    assert middle.above == pytest.approx((0.2 * 0.40 + 0.8 * 0.28 - 0.30) / 0.2)
    assert large.above == pytest.approx((0.5 * 0.40 + 0.5 * 0.28 - 0.30) / 0.5)
    assert small.delivered > middle.delivered > large.delivered


@given(st.floats(0.05, 1.0), st.floats(0.38, 0.45), st.floats(0.0, 0.1))
def test_a_tighter_coker_never_raises_parity_of_a_heavier_crude(
    share: float, room: float, less: float
) -> None:
    """As far as the marker alone has room: beyond that, carbon residue of each counts too."""
    assert limited(room - less, share).delivered <= limited(room, share).delivered + 1e-9


@given(st.floats(0.05, 1.0), st.floats(0.28, 0.45), st.floats(40.0, 80.0))
def test_a_swap_never_loses_more_than_fuel_oil(share: float, room: float, price: float) -> None:
    swap: Any = {"light": LIGHTEST, "light_price": oe.Q(price, "USD/bbl")}
    assert limited(room, share, **swap).lost <= limited(room, share).lost + 1e-9


@given(st.floats(0.85, 1.0), st.floats(0.28, 0.30))
def test_a_swap_takes_the_place_of_no_more_marker_than_there_is(share: float, room: float) -> None:
    """Residue 0.40 and 0.28, the light crude's 0.08: the rest of the diet makes too little room."""
    swap: Any = {"light": LIGHTEST, "light_price": "60 USD/bbl"}
    swapped = limited(room, share, **swap)
    assert swapped.rent is not None
    least = room - share * 0.40 - (1.0 - share) * 0.08
    assert least < 0.0  # not even the light crude in place of all marker
    assert swapped.lost > swapped.rent * (1.0 - share) * (0.28 - 0.08) / share


def test_nothing_is_left_to_swap_in_a_diet_of_one_crude() -> None:
    swap: Any = {"light": LIGHTEST, "light_price": "60 USD/bbl"}
    swapped, sold = limited(0.30, 1.0, **swap), limited(0.30, 1.0)
    assert swapped.lost == pytest.approx(sold.lost)
    assert sold.lost > 0.0


def test_relief_of_a_full_coker_is_worth_what_the_swap_would_have_cost() -> None:
    """A refiner that could swap already gains no more by a lighter crude than that swap saves."""
    sides: Any = {"crude": LIGHTER, "marker": ASSAY}
    fuel_oil = limited(0.35, 0.2, **sides)
    swap = limited(0.35, 0.2, light=LIGHTEST, light_price="55 USD/bbl", **sides)
    assert swap.rent is not None
    assert fuel_oil.lost < 0.0
    cheap = min(swap.rent * 0.05, -fuel_oil.lost)  # 0.4 - 0.35 above, which all goes
    assert fuel_oil.lost <= swap.lost <= 0.0
    assert -swap.lost <= cheap / 0.2 + 1e-9


def test_a_crude_with_its_diluent_is_their_mixture() -> None:
    diluted = at_parity(PARITY.evolve(diluent=LIGHTER).values, BRENT, 0.3)
    plain, marker = (at_parity(PARITY.values, BRENT).delivered, 56.4)
    assert min(plain, marker) <= diluted.delivered <= max(plain, marker)


def test_the_hand_written_side_of_the_race_gives_the_same_parity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(race, "ROWS", 100)
    monkeypatch.setattr(race, "PAIRS", 3)
    next(race.rows())  # raises if the two differ
