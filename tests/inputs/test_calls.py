"""Further calls and parcels of a voyage as inputs: what is refused, files, paths and evidence."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from tests.samples import refusal

S = oe.scenario("article")
SEA = S.asia.sea.evolve(vessel=oe.Vessel.shipped("vlcc"))
SECOND = oe.Call("discharge", share="40 %", days="1.5 day", port_cost="150000 USD")
BOSCAN = oe.Parcel("30000 t", "10.7 degAPI")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: oe.Call("load"),
            "Call: expected a share of the oil or a parcel, got neither; write share='50 %'",
        ),
        (
            lambda: oe.Call("load", share="50 %", parcel="boscan"),
            "Call: expected a share of the oil or a parcel, got both; write share='50 %'",
        ),
        (
            lambda: SEA.evolve(calls={"dalian": SECOND, "amuay": oe.Call("load", share="10 %")}),
            (
                "Voyage.calls.amuay: expected every load port before the discharge ports, got it "
                "after 'dalian'; write the calls in the order in which the ship makes them"
            ),
        ),
        (
            lambda: SEA.evolve(
                calls={"amuay": oe.Call("load", parcel="bosca")}, parcels={"boscan": BOSCAN}
            ),
            (
                "Voyage.calls.amuay.parcel: expected a parcel on board, 'cargo' or 'boscan', got "
                "'bosca'; did you mean 'boscan'?"
            ),
        ),
        (
            lambda: SEA.evolve(
                calls={
                    "one": oe.Call("load", parcel="boscan"),
                    "two": oe.Call("load", parcel="boscan"),
                },
                parcels={"boscan": BOSCAN},
            ),
            (
                "Voyage.calls.two.parcel: two calls load the whole of 'boscan'; write the share "
                "of each"
            ),
        ),
        (
            lambda: SEA.evolve(calls={"one": SECOND, "two": SECOND.evolve(share="70 %")}),
            (
                "Voyage.calls: expected at most 100 % of the oil to discharge at further calls, "
                "got 110 %; discharge_port discharges what they leave"
            ),
        ),
        (
            lambda: SEA.evolve(parcels={"boscan": BOSCAN.evolve(cargo="30001 t")}),
            (
                "Voyage.cargo: expected at most the 300000 t of the ship's dwt, got 300001 t; "
                "write less, or a larger ship"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    assert refusal(call) == message


def test_a_route_with_calls_and_parcels_goes_through_a_file_and_a_path() -> None:
    sea = SEA.evolve(
        calls={"dalian": SECOND, "yard": oe.Call("discharge", parcel="boscan")},
        parcels={"boscan": BOSCAN},
    )
    whole = S.evolve(routes={"gulf": S.gulf, "asia": S.asia.evolve(legs={"sea": sea})})
    again = oe.Scenario.from_toml(whole.to_toml())
    assert again == whole
    assert again.asia.sea.yard.parcel == "boscan"
    assert oe.evaluate(again, "asia").netback == oe.evaluate(whole, "asia").netback
    sourced = oe.Sourced("2 day", low="1 day", high="4 day", kind="assumption", note="two berths")
    dearer = whole.vary({"asia.sea.dalian.days": sourced})
    row = dearer.row("asia.sea.dalian.days")
    assert row is not None
    assert row.high == 4.0
    assert dearer.asia.sea.dalian.days == oe.Q("2 day")
    assert oe.evaluate(dearer, "asia").netback < oe.evaluate(whole, "asia").netback
    heavier = whole.vary({"asia.sea.boscan.cargo": ["20000 t", "30000 t"]})
    netbacks = oe.evaluate(heavier, "asia").netback.magnitude
    assert netbacks[1] == oe.evaluate(whole, "asia").netback.magnitude
    assert netbacks[0] != netbacks[1]
