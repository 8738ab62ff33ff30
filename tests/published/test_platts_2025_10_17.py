"""Platts, 17 October 2025: US Gulf to China on a VLCC, 46.67 USD/t, which is 12.6 million USD.

On the 270,000 t of the route. Tolerance: half the last digit of the millions.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_rate_by_the_tonne_makes_the_lump_sum() -> None:
    scenario = oe.scenario("article")
    sea = scenario.asia.sea.evolve(cargo="270000 t", charter=oe.PerTonne("46.67 USD/t"))
    freight = oe.estimate(sea, scenario.market, api="16 degAPI").freight.to("MUSD").magnitude
    assert freight == pytest.approx(12.6, abs=0.05)
