"""What is lost of a price, at its edges."""

from __future__ import annotations

import math

from oilecon.core import waterfall


def test_a_share_is_lost_of_anything_above_zero_and_of_nothing_else() -> None:
    assert waterfall.share_lost(0.5, 0.25, 0.5) == 0.5
    assert math.isnan(waterfall.share_lost(1.0, 0.5, 0.0))
