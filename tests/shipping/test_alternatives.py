"""Ships compared for one parcel: the table by own arithmetic, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.shipping import alternatives, largest_cargo
from tests.samples import refusal

S = oe.scenario("article")
MARKET = S.market
AFRAMAX = S.gulf.sea.evolve(
    vessel=oe.Vessel.shipped("aframax"),
    cargo="70000 t",
    charter=oe.Worldscale(150.0, "7 USD/t", minimum="70000 t"),
)
SUEZMAX = AFRAMAX.evolve(
    vessel=oe.Vessel.shipped("suezmax"),
    charter=oe.Worldscale(120.0, "7 USD/t", minimum="130000 t"),
)
TWO_PORTS = SUEZMAX.evolve(
    cargo="135000 t",
    calls={"loop": oe.Call("discharge", share="40 %", days="1.5 day", port_cost="60000 USD")},
    charter=oe.Worldscale(120.0, "8 USD/t", minimum="130000 t"),
)
SHIPS = {"aframax": AFRAMAX, "suezmax": SUEZMAX, "two_ports": TWO_PORTS}


def test_each_ship_carries_the_cargo_of_her_voyage() -> None:
    table = alternatives(SHIPS, MARKET, barrels_per_tonne="6.5 bbl/t")
    assert list(table.index) == list(SHIPS)
    assert table["freight [USD/bbl]"]["aframax"] == pytest.approx(7 * 1.5 / 6.5)
    # 60,000 t short of the minimum: all 130,000 t are paid for, by the barrels of 70,000.
    assert table["freight [USD/bbl]"]["suezmax"] == pytest.approx(7 * 1.2 * 130 / 70 / 6.5)
    assert table["deadfreight [USD/bbl]"]["suezmax"] == pytest.approx(7 * 1.2 * 60 / 70 / 6.5)
    # The flat is that of the rotation; 5,000 t above the minimum pay half.
    assert table["freight [USD/bbl]"]["two_ports"] == pytest.approx(8 * 1.2 * 132.5 / 135 / 6.5)
    assert table["deadfreight [USD/bbl]"].drop("suezmax").tolist() == [0.0, 0.0]
    assert (table["voyages"] == 1.0).all()
    assert (table["why not"] == "").all()


def test_a_second_port_lets_a_deeper_ship_in() -> None:
    most = largest_cargo(SUEZMAX.vessel, "Houston").magnitude
    table = alternatives(SHIPS, MARKET, barrels_per_tonne="6.5 bbl/t")
    assert table["intake [t]"]["suezmax"] == pytest.approx(most)
    assert table["limited by"]["suezmax"] == "Houston by its draft of 13.7 m"
    dwt = SUEZMAX.vessel.dwt.magnitude
    assert table["intake [t]"]["two_ports"] == pytest.approx(min(dwt, most / 0.6))
    assert table["limited by"]["two_ports"] == "dwt"
    deep = alternatives(
        {"suezmax": SUEZMAX.evolve(cargo="135000 t")}, MARKET, barrels_per_tonne="6.5 bbl/t"
    ).loc["suezmax"]
    assert np.isnan(deep["freight [USD/bbl]"])
    assert np.isnan(deep["voyages"])
    assert deep["why not"] == (
        f"Voyage.cargo: expected at most {int(most)} t at Houston by its draft of 13.7 m, got "
        f"135000 t; write cargo='{int(most)} t', or smaller ships by transshipment"
    )


def test_one_parcel_takes_as_many_voyages_as_the_intake_requires() -> None:
    table = alternatives(SHIPS, MARKET, barrels_per_tonne="6.5 bbl/t", parcel="140000 t")
    assert table["voyages"].tolist() == [2.0, 2.0, 1.0]
    assert table["cargo [t]"].tolist() == [70_000.0, 70_000.0, 140_000.0]
    for name, voyage in SHIPS.items():
        cargo = oe.Q(table["cargo [t]"][name], "t")
        alone = oe.estimate(voyage.evolve(cargo=cargo), MARKET, barrels_per_tonne="6.5 bbl/t")
        assert table["total [USD/bbl]"][name] == alone["total_per_barrel"].magnitude
        assert table["tce [USD/day]"][name] == alone.tce.magnitude
        assert table["days [day]"][name] == alone.days.magnitude


def test_another_parcel_on_board_takes_room_and_shares_the_freight() -> None:
    # A VLCC's part cargo: 90,000 t of hers, and the rest of a full cargo.
    vlcc = S.asia.sea.evolve(
        vessel=oe.Vessel.shipped("vlcc"),
        cargo="90000 t",
        charter=oe.LumpSum("8100000 USD"),
        parcels={"other": oe.Parcel("180000 t")},
    )
    row = alternatives({"vlcc": vlcc}, MARKET, barrels_per_tonne="6.5 bbl/t").loc["vlcc"]
    assert row["freight [USD/bbl]"] == pytest.approx(30 / 6.5)
    assert row["intake [t]"] == vlcc.vessel.dwt.magnitude - 180_000
    assert row["limited by"] == "dwt"


def test_a_ship_of_unknown_size_keeps_her_cargo() -> None:
    unknown = S.gulf.sea
    row = alternatives({"her": unknown}, MARKET, api="16 degAPI", parcel="100000 t").loc["her"]
    assert row["voyages"] == 2.0
    assert np.isnan(row["intake [t]"])
    assert row["limited by"] == ""


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: alternatives({}, MARKET, api="16 degAPI"),
            (
                "alternatives: expected at least one voyage by name, got none; write "
                "{'aframax': Voyage(...)}"
            ),
        ),
        (
            lambda: alternatives({"aframax": "ship"}, MARKET, api="16 degAPI"),  # type: ignore[dict-item]
            "alternatives: aframax: expected a Voyage, got 'ship'; write oilecon.Voyage(...)",
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    assert refusal(call) == message


@pytest.mark.parametrize("array", ["voyage", "market", "gravity"])
def test_arrays_are_refused(array: str) -> None:
    ship, market, api = AFRAMAX, MARKET, oe.Q(16.0, "degAPI")
    if array == "voyage":
        ship = AFRAMAX.evolve(cargo=["60000 t", "70000 t"])
    elif array == "market":
        market = MARKET.evolve(vlsfo=["500 USD/t", "600 USD/t"])
    else:
        api = oe.Q([16.0, 18.0], "degAPI")
    assert refusal(lambda: alternatives({"aframax": ship}, market, api=api)) == (
        "alternatives: aframax: compares single cases, and the voyage, the market or the gravity "
        "holds arrays"
    )
