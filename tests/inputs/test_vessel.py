"""Shipped ships."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon import reference
from oilecon.errors import OilEconError

# -- the tables --------------------------------------------------------------------------------


def test_every_ship_is_sourced_and_ordered() -> None:
    known = set(oe.sources().index)
    for rows in reference.ship_rows().values():
        for row in rows:
            assert row.low <= row.value <= row.high
            assert row.evidence.kind in {"published", "estimate", "assumption"}
            assert set(row.evidence.source) <= known
            assert row.evidence.note
    figures = oe.Vessel.figures("VLCC old")
    assert figures.loc["fuel_laden", "value"] == 100.0
    assert figures.loc["dwt", "unit"] == "t"


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: oe.Vessel.shipped(""),
            (
                "no shipped vessel ''; known: aframax, lr1, lr2, mr, panamax, shadow vlcc, "
                "suezmax, vlcc, vlcc old"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    with pytest.raises(OilEconError) as caught:
        call()
    assert str(caught.value) == message
