"""Voyages at their edges, where an example in a docstring does not stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core import voyage
from oilecon.core.voyage import cargo_at_draft_t, draft_of_cargo_m


def test_laytime_used_is_never_below_nothing() -> None:
    assert voyage.laytime_used_days(1.0, 0.5, 1.0) == 0.0
    assert voyage.laytime_used_days(1.0, 0.25, 0.25) == 0.5


def test_water_too_shallow_for_the_empty_ship_carries_nothing() -> None:
    assert voyage.cargo_at_draft_t(115_000.0, 14.9, 2.0, 248.0, 44.0) == 0.0


VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


# -- drafts ------------------------------------------------------------------------------------


@given(st.floats(50_000, 115_000))
def test_a_draft_and_its_cargo_are_inverses(cargo: float) -> None:
    ship = AFRAMAX.values
    size = (ship["length"], ship["beam"])
    draft = draft_of_cargo_m(ship["dwt"], ship["draft_laden"], 0.0, cargo, *size)
    back = cargo_at_draft_t(ship["dwt"], ship["draft_laden"], draft, *size)
    assert back == pytest.approx(cargo, rel=1e-12)
