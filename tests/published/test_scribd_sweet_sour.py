"""scribd.com 322528227, "Sweet and sour crude": 7.2 barrels to the tonne at 30 degAPI.

Tolerance: half the last digit.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_barrels_to_the_tonne_at_30_degrees() -> None:
    found = oe.blending.barrels_per_tonne(oe.Crude("30 degAPI")).magnitude
    assert found == pytest.approx(7.2, abs=0.05)
