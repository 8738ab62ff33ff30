"""McQuilling, May 2024: what it costs to fill a VLCC from Aframaxes in the Gulf of Mexico.

Four lighterings of 500 kb come to 4.05 million USD, 2.0 USD/bbl, with an Aframax at 65,000 USD/day.
Days, fuel and ports are not published apart, so each lightering is a lump sum of a quarter. The
tolerance is half the last digit: the parts make 2.025.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import transshipment

MARKET = oe.Market("80 USD/bbl", "600 USD/t", "800 USD/t", "8 %/year")


@pytest.mark.parametrize("api", ["30 degAPI", "40 degAPI"])
def test_four_lighterings_are_two_dollars_a_barrel(api: str) -> None:
    tonnes = oe.Q("500 kb") / oe.blending.barrels_per_tonne(oe.Crude(api))
    lightering = oe.Voyage(
        vessel=oe.Vessel.shipped("aframax"),
        charter=oe.LumpSum(oe.Q("4050000 USD") / 4),
        distance="60 nmi",
        cargo=tonnes,
    )
    ocean = lightering.evolve(
        vessel=oe.Vessel.shipped("vlcc"), charter=oe.LumpSum("0 USD"), cargo=4 * tonnes
    )
    filled = transshipment({"lightering": lightering, "ocean": ocean}, MARKET, api=api)
    assert filled.trips("lightering").magnitude == 4
    assert filled.freight_per_barrel.magnitude == pytest.approx(2.0, abs=0.05)
