"""Petrobras, conversion tables: Arabian Light of 33.5 degAPI has 7.33 barrels to the tonne.

Held to 0.2 %. At the 60 degF of gravities a cubic metre of water weighs 999.0 kg, which makes 7.34.
The printed figure comes out, to half its last digit, where it weighs 1,000.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_barrels_of_arabian_light_to_the_tonne() -> None:
    crude = oe.Crude("33.5 degAPI")
    found = oe.blending.barrels_per_tonne(crude).magnitude
    assert found == pytest.approx(7.33, rel=0.002)
    assert found == pytest.approx(7.34, abs=0.005)
    density = oe.blending.density(crude).magnitude * 1000.0 / 999.016
    assert 1e6 / density / 158.987294928 == pytest.approx(7.33, abs=0.005)
