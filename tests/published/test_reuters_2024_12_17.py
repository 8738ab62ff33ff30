"""Reuters, 17 December 2024: Urals FOB Primorsk at 60.3 USD/bbl with Dated Brent at 73.18.

The tolerance of 0.6 is the rounding of "about 5 million" of freight and "about 2" of other
costs.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_urals_to_india_is_worth_its_fob_quotation() -> None:
    regime = oe.scenario("urals-india-2024-12")
    fob = oe.evaluate(regime, "fob")
    assert fob.price.magnitude == pytest.approx(60.3)
    netback = oe.evaluate(regime, "india").netback.magnitude
    assert netback == pytest.approx(fob.netback.magnitude, abs=0.6)
