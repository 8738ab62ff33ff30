"""Reuters, May 2025 (copy: finansavisen.no): Venezuelan crude sold to China as Brazilian bitumen.

2.7 million tonnes from July 2024 to March 2025, 67 kb/d. At the density of Merey these tonnes are
64.7 kb/d: 67 takes 6.80 barrels to the tonne, which is a crude of 21 degAPI. Reuters does not give
its factor, so the two are held to 4 %.
"""

from __future__ import annotations

import pytest

import oilecon as oe

TONNES, DAYS = oe.Q("2700000 t"), oe.Q("274 day")


def test_the_tonnes_make_the_barrels_a_day() -> None:
    found = TONNES * oe.blending.barrels_per_tonne(oe.Crude("16 degAPI")) / DAYS
    assert found.to("kb/day").magnitude == pytest.approx(67, rel=0.04)


def test_its_factor_is_that_of_a_lighter_crude() -> None:
    factor = (oe.Q("67 kb/day") * DAYS / TONNES).to("bbl/t").magnitude
    lighter = oe.blending.barrels_per_tonne(oe.Crude("21 degAPI")).magnitude
    assert factor == pytest.approx(lighter, rel=0.005)
