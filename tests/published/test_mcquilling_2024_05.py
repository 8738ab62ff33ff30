"""McQuilling, May 2024: what it costs to fill a VLCC from Aframaxes that load at Trans Mountain.

Four lifts of 500 kb from Westridge to the Pacific Area Lightering come to 4.05 million USD, 2.0
USD/bbl, with an Aframax at 65,000 USD/day. The days, the fuel and the distance are not published:
here the distance is an estimate, 1,173 nmi (1,160 to 1,235), speeds, fuel and port time are the
Baltic's for its Aframax, and the price of fuel is the year's mean of the twenty ports of Ship &
Bunker, 626 USD/t. Hire and fuel alone make 2.13 USD/bbl. Port charges and pilotage are not in
it: with Westridge's own, 0.52 CAD/bbl of a full cargo, it would be a fifth more.

The lifts are exactly four, so this does not test that trips are whole. The tolerance is 0.4
USD/bbl.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import transshipment

MARKET = oe.Market("80 USD/bbl", "626 USD/t", "812 USD/t", "8 %/year")
TOLERANCE = 0.4  # USD/bbl


def filled(nmi: int, port_cost: str = "0 USD") -> float:
    """Return what the lifts cost by the barrel."""
    tonnes = oe.Q("500 kb") / oe.blending.barrels_per_tonne(oe.Crude("20.8 degAPI"))
    lift = oe.Voyage(
        vessel=oe.Vessel.shipped("aframax"),
        charter=oe.TimeCharter("65000 USD/day"),
        distance=oe.Q(nmi, "nmi"),
        cargo=tonnes,
        weather="5 %",
        days_load="2 day",
        days_discharge="2 day",
        port_cost_load=port_cost,
    )
    ocean = lift.evolve(
        vessel=oe.Vessel.shipped("vlcc"), charter=oe.LumpSum("0 USD"), cargo=4 * tonnes
    )
    chain = transshipment({"lift": lift, "ocean": ocean}, MARKET, api="20.8 degAPI")
    assert chain.trips("lift").magnitude == 4
    return float(chain.freight_per_barrel.magnitude)


@pytest.mark.parametrize("nmi", [1160, 1173, 1235])
def test_four_lifts_of_hire_and_fuel_are_two_dollars_a_barrel(nmi: int) -> None:
    assert filled(nmi) == pytest.approx(2.0, abs=TOLERANCE)


def test_port_charges_are_not_in_the_published_sum() -> None:
    westridge = "210000 USD"  # 288,111 CAD a call, Conference Board of Canada, at 1.37 CAD/USD
    assert filled(1173, westridge) > 2.0 + TOLERANCE
