"""Laytime and demurrage."""

from __future__ import annotations

from typing import Any

import pytest

from oilecon.errors import OilEconError
from oilecon.shipping import laytime

# -- laytime, speed, size ----------------------------------------------------------------------


def test_laytime_of_worldscale() -> None:
    found = laytime("5 day", "24000 USD/day", interruptions="12 h")
    assert found.over.magnitude == pytest.approx(5 - 2 * 0.25 - 0.5 - 3)
    assert found.demurrage.magnitude == pytest.approx(24_000)
    tiers = [("1 day", "24000 USD/day"), ("", "48000 USD/day")]
    assert laytime("5 day", tiers, turn="0 h").demurrage.magnitude == pytest.approx(72_000)
    half = laytime("5 day", tiers, turn="0 h", pro_rata="50 %")
    assert half.demurrage.magnitude == pytest.approx(36_000)
    assert laytime("2 day", "24000 USD/day").demurrage.magnitude == 0.0


# -- refusals ----------------------------------------------------------------------------------

TIERS = "[('5 day', '30000 USD/day'), ('', '45000 USD/day')]"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: laytime("5 day", [("1 day", "24000 USD/day"), ("3 day", "48000 USD/day")]),
            (
                "laytime: rate: expected a last tier without an end, got one of '3 day', "
                "after which no "
                f"rate would hold; write '' in its place, for example {TIERS}"
            ),
        ),
        (
            lambda: laytime("5 day", "24000 USD/day", interruptions="6 day"),
            (
                "laytime: interruptions: expected no more than the time in port, got 6 "
                "day; write only "
                "what fell within it"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    with pytest.raises(OilEconError) as caught:
        call()
    assert str(caught.value) == message
