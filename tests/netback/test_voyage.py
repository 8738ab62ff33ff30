"""Whole trips: one arithmetic for a route and for a chain of ships, and where it jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, UndefinedWarning
from oilecon.shipping import transshipment

if TYPE_CHECKING:
    from oilecon.results import Netback

S = oe.scenario("article")
VLCC, AFRAMAX = oe.Vessel.shipped("vlcc"), oe.Vessel.shipped("aframax")
SEA = S.asia.sea.evolve(vessel=VLCC)
SHUTTLE = S.gulf.sea.evolve(
    vessel=AFRAMAX,
    distance="60 nmi",
    eca_distance="0 nmi",
    cargo="70000 t",
    load_port="",
    discharge_port="",
    transfer_fee="215000 USD",
    transfer_cost="0.1 USD/bbl",
)
CHARTERS = [
    oe.TimeCharterEquivalent("33275 USD/day", "3.75 %"),
    oe.TimeCharter("33275 USD/day", "1.25 %"),
    oe.Worldscale(150.0, "7 USD/t", minimum="70000 t", overage="50 %"),
    oe.LumpSum("400000 USD"),
    oe.PerTonne("6 USD/t", minimum="70000 t"),
    oe.PerBarrel("1 USD/bbl"),
]


def legs(shuttle: Any = SHUTTLE, sea: Any = SEA) -> dict[str, oe.Voyage]:
    return {"shuttle": shuttle, "sea": sea}


def route(voyages: dict[str, oe.Voyage], **more: Any) -> Netback:
    return oe.evaluate(S.evolve(routes={"asia": S.asia.evolve(legs=voyages, **more)}), "asia")


def at_sea(found: Netback) -> float:
    lines = ("freight", "shadow_premium", "transfer", "demurrage")
    return float(sum(found[line].magnitude for line in lines))


@pytest.mark.parametrize(
    ("intake", "mother", "lifts"),
    [(82_000, 275_000, 4), (70_000, 270_000, 4), (67_500, 270_000, 4), (67_499, 270_000, 5)],
)
def test_a_route_counts_whole_trips_as_a_chain_does(intake: int, mother: int, lifts: int) -> None:
    voyages = legs(SHUTTLE.evolve(cargo=f"{intake} t"), SEA.evolve(cargo=f"{mother} t"))
    found = transshipment(voyages, S.market, api="16 degAPI")
    assert found.trips("shuttle").magnitude == lifts
    assert at_sea(route(voyages)) == pytest.approx(found.cost_per_barrel.magnitude, rel=1e-13)
    even = SHUTTLE.evolve(cargo=oe.Q(mother / lifts, "t"))
    once = oe.estimate(even, S.market, api="16 degAPI")["total_per_barrel"].magnitude
    alone = oe.estimate(voyages["sea"], S.market, api="16 degAPI")["total_per_barrel"].magnitude
    assert found.cost_per_barrel.magnitude == pytest.approx(once + alone, rel=1e-13)


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda one: type(one).__name__)
@given(
    intake=st.floats(20_000.0, 110_000.0),
    mother=st.floats(130_000.0, 300_000.0),
    shuttles=st.sampled_from([None, 1.0, 3.0]),
    lighter=st.booleans(),
    trips=st.sampled_from(["whole", "part"]),
)
@settings(max_examples=25, deadline=None)
def test_route_and_chain_are_one_arithmetic(
    charter: Any, intake: float, mother: float, shuttles: Any, *, lighter: bool, trips: str
) -> None:
    small = SHUTTLE.evolve(cargo=oe.Q(intake, "t"), charter=charter)
    if trips == "whole":
        small = small.evolve(shuttles=shuttles)
    voyages = legs(small, SEA.evolve(cargo=oe.Q(mother, "t")))
    if lighter:
        voyages["lighter"] = SHUTTLE.evolve(cargo="50000 t")
    found = transshipment(voyages, S.market, trips=trips, api="16 degAPI")
    cost = found.cost_per_barrel.magnitude
    assert at_sea(route(voyages, trips=trips)) == pytest.approx(cost, rel=1e-12)
    assert found.to_frame()["chain [USD/bbl]"]["total"] == pytest.approx(cost, rel=1e-12)
    lifts = found.trips("shuttle").magnitude
    exact = mother / intake
    if trips == "part":
        assert lifts == pytest.approx(exact)
    else:
        assert exact - 1e-6 <= lifts < exact + 1.0


def test_three_lifts_above_a_minimum_cost_less_than_part_trips_at_the_full_rate() -> None:
    fixture = oe.PerTonne("6 USD/t", minimum="70000 t", overage="50 %")

    def tonnes(intake: str) -> float:
        voyages = legs(SHUTTLE.evolve(cargo=intake, charter=fixture), SEA.evolve(cargo="275000 t"))
        found = route(voyages)["shuttle.freight"].magnitude / 6.0
        return float(
            found
            * oe.estimate(voyages["sea"], S.market, api="16 degAPI")["cargo_barrels"].magnitude
        )

    assert tonnes("92000 t") / 275_000 == pytest.approx(0.882, abs=0.0005)  # three of 91,667 t
    assert tonnes("82000 t") / 275_000 == pytest.approx(1.018, abs=0.0005)  # four of 68,750 t


def test_the_large_ship_waits_in_her_own_time() -> None:
    turns = SHUTTLE.evolve(shuttles=2)
    cycle = oe.estimate(SHUTTLE, S.market, api="16 degAPI").days.magnitude
    waits = SEA.evolve(days_wait=SEA.days_wait + oe.Q(cycle * 3 / 2, "day"))
    found, same = (
        transshipment(one, S.market, api="16 degAPI") for one in (legs(turns), legs(sea=waits))
    )
    cost = same.cost_per_barrel.magnitude
    assert found.cost_per_barrel.magnitude == pytest.approx(cost, rel=1e-13)
    assert at_sea(route(legs(turns))) == pytest.approx(cost, rel=1e-13)
    assert at_sea(route(legs())) < cost


def test_a_call_bears_its_premium_and_its_hull() -> None:
    risk = {"hull_value": "39.1 MUSD", "hull_war_risk": "0.5 %"}
    perils = {"seizure": "2 %", "hull_borne": "100 %", "cargo_cover": "100 %"}
    found = route(legs(), risk=oe.Risk(**risk, **perils))
    barrels = oe.estimate(SEA, S.market, api="16 degAPI")["cargo_barrels"].magnitude
    premium = found["hull_war_risk"].magnitude * barrels
    assert premium == pytest.approx(4 * 0.005 * 39.1e6)
    assert found["seizure"].magnitude * barrels == pytest.approx(4 * 0.02 * 39.1e6)


def test_interest_runs_over_one_voyage_of_each_leg() -> None:
    half = SHUTTLE.evolve(cargo="90000 t")
    assert route(legs())["finance_carry"] == route(legs(half))["finance_carry"]


def test_a_parcel_is_what_all_legs_carry() -> None:
    alike = legs(SEA.evolve(cargo="260000 t"), SEA)
    found = route(alike, parcel="260000 t")
    one, full = (
        oe.estimate(SEA.evolve(cargo=t), S.market, api="16 degAPI")
        for t in ("260000 t", "270000 t")
    )
    each = one["total_per_barrel"].magnitude
    assert at_sea(found) == pytest.approx(2 * each, rel=1e-12)
    two = route(alike, parcel="270000 t")["shuttle.hire"].magnitude
    half = oe.estimate(SEA.evolve(cargo="135000 t"), S.market, api="16 degAPI")
    assert two == pytest.approx(half["hire"].magnitude / half["cargo_barrels"].magnitude)
    assert full.freight_per_barrel < one.freight_per_barrel


@pytest.mark.parametrize(
    ("parcel", "mothers", "lifts"),
    [(275_000, 1, 4), (550_000, 2, 8), (825_000, 3, 12), (276_000, 2, 4), (100_000, 1, 2)],
)
def test_each_sailing_of_the_largest_ship_is_filled_by_itself(
    parcel: int, mothers: int, lifts: int
) -> None:
    voyages = legs(SHUTTLE.evolve(cargo="82000 t"), SEA.evolve(cargo="275000 t"))
    found = transshipment(voyages, S.market, parcel=f"{parcel} t", api="16 degAPI")
    assert found.trips("sea").magnitude == mothers
    assert found.trips("shuttle").magnitude == lifts
    cost = found.cost_per_barrel.magnitude
    assert at_sea(route(voyages, parcel=f"{parcel} t")) == pytest.approx(cost, rel=1e-13)


def test_she_waits_only_for_the_lifts_that_fill_her() -> None:
    turns = legs(SHUTTLE.evolve(cargo="100000 t", shuttles=1))
    one, two = (
        transshipment(turns, S.market, parcel=t, api="16 degAPI") for t in ("270000 t", "540000 t")
    )
    assert two.cost_per_barrel.magnitude == pytest.approx(one.cost_per_barrel.magnitude, rel=1e-13)
    cycle = oe.estimate(SHUTTLE, S.market, api="16 degAPI").days.magnitude
    waits = SEA.evolve(days_wait=SEA.days_wait + oe.Q(2 * cycle, "day"))
    same = transshipment(legs(SHUTTLE.evolve(cargo="100000 t"), waits), S.market, api="16 degAPI")
    assert two.cost_per_barrel.magnitude == pytest.approx(same.cost_per_barrel.magnitude, rel=1e-13)


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda one: type(one).__name__)
@given(
    intakes=st.lists(st.floats(20_000.0, 290_000.0), min_size=1, max_size=3),
    mother=st.floats(130_000.0, 300_000.0),
    load=st.floats(0.7, 1.0),  # less than two thirds of three would be one sailing less
    mothers=st.integers(2, 3),
    shuttles=st.sampled_from([None, 1.0, 3.0]),
)
@settings(max_examples=25, deadline=None)
def test_several_full_sailings_cost_a_barrel_what_one_does(
    charter: Any, intakes: list[float], mother: float, load: float, mothers: int, shuttles: Any
) -> None:
    voyages = {"sea": SEA.evolve(cargo=oe.Q(mother, "t"))}
    for k, intake in enumerate(intakes):
        ship = VLCC if intake > 100_000.0 else AFRAMAX
        small = SHUTTLE.evolve(cargo=oe.Q(intake, "t"), charter=charter, vessel=ship)
        voyages[f"small{k}"] = small.evolve(shuttles=shuttles)
    share = load * max(mother, *intakes)
    once, often = (oe.Q(share * n, "t") for n in (1, mothers))
    found, many = (
        transshipment(voyages, S.market, parcel=t, api="16 degAPI") for t in (once, often)
    )
    cost = found.cost_per_barrel.magnitude
    assert many.cost_per_barrel.magnitude == pytest.approx(cost, rel=1e-12)
    assert at_sea(route(voyages, parcel=often)) == pytest.approx(cost, rel=1e-12)
    for leg in voyages:
        assert many.trips(leg).magnitude == mothers * found.trips(leg).magnitude


def test_an_array_of_parcels_and_of_cargoes_is_its_elements() -> None:
    parcels, mothers = [200_000.0, 275_000.0, 550_000.0, 600_000.0], [250_000.0, 275_000.0]
    shuttle = SHUTTLE.evolve(cargo="82000 t", shuttles=2)
    sea = SEA.evolve(cargo=oe.Q(np.array(mothers)[:, None], "t"))
    many = transshipment(legs(shuttle, sea), S.market, parcel=oe.Q(parcels, "t"), api="16 degAPI")
    way = route(legs(shuttle, sea), parcel=oe.Q(parcels, "t"))["net"].magnitude
    for i, mother in enumerate(mothers):
        for k, parcel in enumerate(parcels):
            voyages = legs(shuttle, SEA.evolve(cargo=oe.Q(mother, "t")))
            one = transshipment(voyages, S.market, parcel=oe.Q(parcel, "t"), api="16 degAPI")
            assert many.cost_per_barrel.magnitude[i, k] == one.cost_per_barrel.magnitude
            assert many.trips("shuttle").magnitude[i, k] == one.trips("shuttle").magnitude
            assert way[i, k] == route(voyages, parcel=oe.Q(parcel, "t"))["net"].magnitude


def test_explain_shows_the_sailings_and_the_lifts_of_each() -> None:
    voyages = legs(SHUTTLE.evolve(cargo="82000 t"), SEA.evolve(cargo="275000 t"))
    asia = S.asia.evolve(legs=voyages, parcel="550000 t")
    found = oe.evaluate(S.evolve(routes={"asia": asia}), "asia").explain("netback")
    steps = {step.name: step for step in found.steps}
    assert steps["asia.mothers"].value == 2.0
    assert steps["asia.trips"].value == 4.0


def test_part_trips_of_a_parcel_are_its_quotients() -> None:
    voyages = legs(SHUTTLE.evolve(cargo="82000 t"), SEA.evolve(cargo="275000 t"))
    found = transshipment(voyages, S.market, parcel="550000 t", trips="part", api="16 degAPI")
    assert found.trips("shuttle").magnitude == pytest.approx(550 / 82)
    assert found.trips("sea").magnitude == pytest.approx(2.0)


def test_ships_alike_are_one_trip_each_in_draws_and_refused_where_written() -> None:
    with pytest.raises(InputError) as refused:
        S.asia.evolve(legs=legs(SEA.evolve(cargo="260000 t"), SEA))
    assert str(refused.value) == (
        "Route: shuttle.cargo: 260000 t is less than the largest cargo, 270000 t, by under a tenth:"
        " one trip with less, or two? Write the cargo that all legs carry, parcel='260000 t' for "
        "one trip or parcel='270000 t' for two, or trips='part' for a share of a trip"
    )
    with pytest.raises(InputError, match=r"^transshipment: shuttle\.cargo: 260000 t"):
        transshipment(legs(SEA.evolve(cargo="260000 t"), SEA), S.market, api="16 degAPI")
    same = S.evolve(routes={"asia": S.asia.evolve(legs=legs(SEA, SEA))})
    cargo = {"asia.shuttle.cargo": oe.Triangular("250000 t", "260000 t", "270000 t")}
    drawn = oe.simulate(same, cargo, outcomes=["asia.shuttle.hire"], n=200, seed=1)
    least, most = drawn.quantiles([0.0, 1.0])["asia.shuttle.hire [USD/bbl]"]
    assert least < most < 1.2 * least


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"legs": {"sea": SEA.evolve(shuttles=2)}},
            "Route: sea.shuttles: has no effect without another leg; leave it out",
        ),
        (
            {"legs": legs(SHUTTLE.evolve(shuttles=2)), "trips": "part"},
            "Route: shuttle.shuttles: has no effect without whole trips; leave it out",
        ),
        (
            {"legs": {}, "parcel": "1000 t"},
            "Route.parcel: has no effect without a voyage; write legs={...}",
        ),
    ],
)
def test_what_has_no_effect_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        S.asia.evolve(**change)
    assert str(refused.value) == message


def test_legs_whose_arrays_do_not_broadcast_are_refused_by_name() -> None:
    two = SHUTTLE.evolve(cargo=oe.Q([60_000.0, 70_000.0], "t"))
    three = SEA.evolve(cargo=oe.Q([250_000.0, 260_000.0, 270_000.0], "t"))
    with pytest.raises(InputError) as refused:
        transshipment(legs(two, three), S.market, api="16 degAPI")
    assert str(refused.value) == (
        "transshipment: expected arrays that broadcast together, got shuttle (2,), sea (3,); "
        "give each its own dimension, as with array[:, None]"
    )


def test_one_voyage_is_as_it_was_to_the_last_bit() -> None:
    alone = route({"sea": SEA})
    with_parcel = route({"sea": SEA}, parcel="270000 t")
    assert alone["net"] == with_parcel["net"]


def test_arrays_are_their_elements() -> None:
    cargoes = [60_000.0, 67_500.0, 90_000.0]
    many = route(legs(SHUTTLE.evolve(cargo=oe.Q(cargoes, "t"), shuttles=2)))["net"].magnitude
    for k, cargo in enumerate(cargoes):
        one = route(legs(SHUTTLE.evolve(cargo=oe.Q(cargo, "t"), shuttles=2)))["net"].magnitude
        assert many[k] == one


# -- where it jumps ----------------------------------------------------------------------------

CHAINED = S.evolve(routes={"gulf": S.gulf, "asia": S.asia.evolve(legs=legs())})
ENDS = ("60000 t", "90000 t")


def test_explain_shows_the_trips() -> None:
    steps = {step.name: step for step in oe.evaluate(CHAINED, "asia").explain("netback").steps}
    assert steps["asia.trips"].value == 4.0
    assert "ceil" in steps["asia.whole_trips"].formula


def test_a_target_that_is_jumped_over_is_reported() -> None:
    at = [
        oe.evaluate(CHAINED.vary({"asia.shuttle.cargo": cargo}), "asia")["shuttle.hire"].magnitude
        for cargo in ("67000 t", "68000 t")
    ]
    middle = oe.Q(float(np.mean(at)), "USD/bbl")
    with pytest.raises(InputError, match=r"it jumps over it where .* passes 67500 t$"):
        oe.breakeven(
            CHAINED, "asia.shuttle.cargo", outcome="asia.shuttle.hire", target=middle, between=ENDS
        )
    with pytest.warns(UndefinedWarning, match="and jumps over it in 2 of them; these are NaN"):
        line = oe.contour(
            CHAINED,
            "asia.shuttle.cargo",
            along={"asia.sea.weather": ["4 %", "5 %"]},
            outcome="asia.shuttle.hire",
            target=middle,
            between=ENDS,
        )
    assert line.breakeven.jumps.tolist() == [1, 1]


def test_a_break_even_without_jumps_has_none() -> None:
    found = oe.breakeven(S, "market.brent", target="15 %")
    assert found.jumps == ()
    assert "jumps" not in str(found)


def test_bounds_are_exact_where_another_routes_ship_may_sail_once_more() -> None:
    more = CHAINED.evolve(routes={**CHAINED.routes, "far": CHAINED.asia})
    ranges = {"far.shuttle.cargo": ENDS, "market.brent": ("60 USD/bbl", "70 USD/bbl")}
    asia = oe.bounds(more, ranges, outcome="lost.netback", routes=["gulf", "asia"])
    assert asia.exact
    assert not oe.bounds(more, ranges, outcome="far.netback", routes=["gulf", "asia"]).exact
    assert not oe.bounds(more, ranges, outcome="lost.netback", routes=["gulf", "far"]).exact


def test_bounds_are_not_exact_where_a_ship_may_sail_once_more() -> None:
    ranges = {"asia.shuttle.cargo": ENDS, "market.vlsfo": ("400 USD/t", "600 USD/t")}
    found = oe.bounds(CHAINED, ranges, outcome="asia.netback")
    assert not found.exact
    assert found.directions == {"asia.shuttle.cargo": "jumps", "market.vlsfo": "falls"}
    assert (
        str(found)
        .splitlines()[0]
        .endswith(
            "(an estimate, may be too narrow: it jumps within the range of asia.shuttle.cargo)"
        )
    )
    part = CHAINED.evolve(routes={"gulf": S.gulf, "asia": S.asia.evolve(legs=legs(), trips="part")})
    assert oe.bounds(part, ranges, outcome="asia.netback").exact


# -- part trips ------------------------------------------------------------------------------------


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda one: type(one).__name__)
@given(
    intake=st.floats(20_000.0, 110_000.0),
    mother=st.floats(130_000.0, 300_000.0),
    parcel=st.floats(1_000.0, 900_000.0),
    fee=st.floats(0.0, 500_000.0),
)
@settings(max_examples=40, deadline=None)
def test_whole_trips_never_cost_less_than_part_trips(
    charter: Any, intake: float, mother: float, parcel: float, fee: float
) -> None:
    small = SHUTTLE.evolve(cargo=oe.Q(intake, "t"), charter=charter, transfer_fee=oe.Q(fee, "USD"))
    voyages = legs(small, SEA.evolve(cargo=oe.Q(mother, "t")))
    costs = {
        trips: transshipment(
            voyages, S.market, trips=trips, parcel=oe.Q(parcel, "t"), api="16 degAPI"
        ).cost_per_barrel.magnitude
        for trips in ("whole", "part")
    }
    assert costs["whole"] >= costs["part"] * (1.0 - 1e-12)
    whole, part = (
        route(voyages, trips=trips, parcel=oe.Q(parcel, "t")).netback.magnitude
        for trips in ("whole", "part")
    )
    assert whole <= part + 1e-9
    full = round(mother / intake) * intake  # trips that are all full are whole and part alike
    same = [
        transshipment(
            {"shuttle": small}, S.market, trips=trips, parcel=oe.Q(full, "t"), api="16 degAPI"
        ).cost_per_barrel.magnitude
        for trips in ("whole", "part")
    ]
    assert same[0] == pytest.approx(same[1], rel=1e-12)


# -- calls and parcels -----------------------------------------------------------------------------

CALLS = {
    "amuay": oe.Call("load", share="30 %", days="1.25 day", port_cost="40000 USD"),
    "dalian": oe.Call("discharge", share="45 %", days="1.5 day", port_cost="150000 USD"),
}


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda one: type(one).__name__)
def test_a_rotation_adds_the_days_fuel_and_charges_of_its_calls(charter: Any) -> None:
    once = SEA.evolve(charter=charter)
    two = once.evolve(calls=CALLS)
    same = once.evolve(  # by hand, the calls' days and charges in those of the ends
        days_load=once.days_load + oe.Q("1.25 day"),
        days_discharge=once.days_discharge + oe.Q("1.5 day"),
        port_cost_load=once.port_cost_load + oe.Q("40000 USD"),
        port_cost_discharge=once.port_cost_discharge + oe.Q("150000 USD"),
    )
    found, by_hand = (oe.estimate(one, S.market, api="16 degAPI") for one in (two, same))
    for figure in ("days", "vlsfo", "mgo", "port_cost", "freight", "tce", "total"):
        assert found[figure].magnitude == pytest.approx(by_hand[figure].magnitude, rel=1e-13)
    ship = two.vessel
    assert (found["days"] - oe.estimate(once, S.market, api="16 degAPI")["days"]).magnitude == (
        pytest.approx(2.75)
    )
    more = (
        found["mgo"] - oe.estimate(once, S.market, api="16 degAPI")["mgo"]
    )  # she discharges on it
    assert more.magnitude == pytest.approx(1.5 * ship.fuel_discharge.magnitude)


def one_ship(sea: oe.Voyage) -> Netback:
    return route({"sea": sea})


def test_all_the_oil_bears_interest_from_the_first_bill_of_lading_to_the_last_discharge() -> None:
    plain, called = one_ship(SEA), one_ship(SEA.evolve(calls=CALLS))
    a_day = plain["price"].magnitude * S.market.finance_rate.magnitude / 360.0
    more = called["finance_carry"].magnitude - plain["finance_carry"].magnitude
    assert more == pytest.approx(a_day * (1.25 + 1.5))


BOSCAN = oe.Parcel("90000 t", "10.7 degAPI")
SHARED = SEA.evolve(cargo="180000 t", parcels={"boscan": BOSCAN})


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda one: type(one).__name__)
def test_a_shared_ship_costs_by_the_tonne_what_she_costs_full(charter: Any) -> None:
    risk = {"hull_value": "39.1 MUSD", "hull_war_risk": "0.5 %"}
    found, alone = (
        route({"sea": sea.evolve(charter=charter)}, risk=S.asia.risk.evolve(**risk))
        for sea in (SHARED, SEA.evolve(cargo="270000 t"))
    )
    assert found.netback.magnitude == pytest.approx(alone.netback.magnitude, rel=1e-14)
    assert found["hull_war_risk"] == alone["hull_war_risk"]


@pytest.mark.parametrize(
    ("parcel", "own"),
    [("boscan", 0.0), ("cargo", 120_000.0 / 180_000.0), ("", 120_000.0 / 270_000)],
)
def test_a_call_for_one_parcel_is_paid_by_that_parcel(parcel: str, own: float) -> None:
    call = oe.Call(
        "discharge",
        port_cost="120000 USD",
        **({"parcel": parcel} if parcel else {"share": "40 %"}),
    )
    fixed = SHARED.evolve(charter=oe.TimeCharter("60000 USD/day"))
    more = (
        one_ship(fixed.evolve(calls={"dalian": call}))["sea.ports"] - one_ship(fixed)["sea.ports"]
    )
    assert more.magnitude * per_tonne() == pytest.approx(own)


def per_tonne() -> float:
    """Return the barrels in a tonne of the article's blend, from a lump sum over its freight."""
    lump = one_ship(SEA.evolve(charter=oe.LumpSum("270000 USD"), cargo="270000 t"))
    return 1.0 / float(lump["sea.freight"].magnitude)


def test_laytime_counts_the_time_in_port_over_it() -> None:
    slow = SHUTTLE.evolve(
        charter=oe.LumpSum("400000 USD"),
        days_load="2 day",
        days_discharge="2 day",
        days_wait="1 day",
        demurrage="30000 USD/day",
        laytime="72 h",
    )
    found = oe.estimate(slow, S.market, api="16 degAPI")
    assert found["days.demurrage"].magnitude == pytest.approx(5.0 - 2 * 0.25 - 3.0)
    assert found["demurrage"].magnitude == pytest.approx(30_000 * 1.5)
    third = oe.Call("discharge", share="50 %", days="1 day")
    later = oe.estimate(slow.evolve(calls={"third": third}), S.market, api="16 degAPI")
    assert later["days.demurrage"].magnitude == pytest.approx(6.0 - 3 * 0.25 - 3.0)
    due = oe.shipping.laytime("6 day", "30000 USD/day", discharge_ports=2.0).demurrage
    assert later["demurrage"].magnitude == pytest.approx(due.magnitude)
    soon = oe.estimate(slow.evolve(laytime="9 day"), S.market, api="16 degAPI")
    assert soon["demurrage"].magnitude == soon["days.demurrage"].magnitude == 0.0


def test_parcels_share_each_lift_of_a_chain() -> None:
    small = SHUTTLE.evolve(
        charter=oe.LumpSum("400000 USD"),
        cargo="40000 t",
        parcels={"boscan": BOSCAN.evolve(cargo="30000 t")},
    )
    voyages = {"shuttle": small}
    found = transshipment(voyages, S.market, api="16 degAPI")
    alone = oe.estimate(small.evolve(cargo="70000 t", parcels={}), S.market, api="16 degAPI")
    cost = found.cost_per_barrel.magnitude
    assert cost == pytest.approx(alone["total_per_barrel"].magnitude, rel=1e-14)
    assert at_sea(route(voyages)) == pytest.approx(cost, rel=1e-13)
