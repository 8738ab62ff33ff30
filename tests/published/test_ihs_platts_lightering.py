"""IHS Markit and Platts, 2018 to 2019 (by way of mfame): reverse lightering by the barrel.

0.50 to 0.80 USD/bbl, and a million USD and more for a VLCC, which takes about 2 Mb. Both are round
figures and agree exactly at the lower end.
"""

from __future__ import annotations

import pytest

import oilecon as oe

MARKET = oe.Market("60 USD/bbl", "400 USD/t", "600 USD/t", "8 %/year")


@pytest.mark.parametrize(("by_barrel", "musd"), [(0.50, 1.0), (0.80, 1.6)])
def test_a_vlcc_is_filled_for_a_million_and_more(by_barrel: float, musd: float) -> None:
    tonnes = oe.Q("2 Mb") / oe.blending.barrels_per_tonne(oe.Crude("40 degAPI"))
    filled = oe.Voyage(
        vessel=oe.Vessel.shipped("vlcc"),
        charter=oe.LumpSum("0 USD"),
        distance="60 nmi",
        cargo=tonnes,
        transfer_cost=oe.Q(by_barrel, "USD/bbl"),
    )
    found = oe.estimate(filled, MARKET, api="40 degAPI")
    assert found["transfer"].to("MUSD").magnitude == pytest.approx(musd)
