"""Voyages: what must hold for any input, what is refused and how, and what stays unchanged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, OilEconError, PathError, UnknownName
from oilecon.shipping import best_speed, largest_cargo, speeds, transshipment

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))
CHARTERS = [
    oe.TimeCharterEquivalent("60000 USD/day", "3.75 %"),
    oe.TimeCharter("60000 USD/day", "1.25 %"),
    oe.Worldscale(75.0, "22.18 USD/t", "0.27 USD/t", "3.75 %"),
    oe.LumpSum("8000000 USD", "3.75 %"),
    oe.PerTonne("36 USD/t", "3.75 %"),
    oe.PerBarrel("5.5 USD/bbl", "3.75 %"),
]
FULL = SEA.evolve(
    canal_days_ballast="1 day",
    canal_dues_ballast="562243 USD",
    heating_fuel="50 t",
    other_costs="20000 USD",
    demurrage="30000 USD/day",
    demurrage_days="2 day",
)
KINDS = [type(charter).__name__ for charter in CHARTERS]


def cell(table: Any, row: Any, column: str) -> float:
    return float(table[column][row])


def freight(leg: oe.Voyage, market: oe.Market = MARKET) -> Any:
    return oe.estimate(leg, market, api="16 degAPI").freight.magnitude


# -- what must hold ----------------------------------------------------------------------------


@given(st.floats(-20_000, 200_000), st.sampled_from(CHARTERS))
def test_the_freight_for_an_equivalent_earns_it(tce: float, charter: Any) -> None:
    wanted = oe.Q(tce, "USD/day")
    found = oe.estimate(FULL.evolve(charter=charter), MARKET, api="16 degAPI").freight_for(wanted)
    share = "0 %" if isinstance(charter, oe.TimeCharter) else charter.commission
    if found.magnitude >= 0:
        paid = FULL.evolve(charter=oe.LumpSum(found, share))
        assert oe.estimate(paid, MARKET, api="16 degAPI").tce.magnitude == pytest.approx(
            tce, rel=1e-9, abs=1e-6
        )


@given(st.floats(1000, 200_000))
def test_the_points_and_the_bunker_price_for_an_equivalent_earn_it(tce: float) -> None:
    wanted = oe.Q(tce, "USD/day")
    flat = oe.Worldscale(75.0, "22.18 USD/t", "0.27 USD/t", "3.75 %")
    points = oe.estimate(FULL.evolve(charter=flat), MARKET, api="16 degAPI").points_for(wanted)
    paid = oe.estimate(FULL.evolve(charter=flat.evolve(points=points)), MARKET, api="16 degAPI")
    assert paid.tce.magnitude == pytest.approx(tce, rel=1e-9)
    lump = FULL.evolve(charter=oe.LumpSum("40000000 USD", "3.75 %"))
    price = oe.estimate(lump, MARKET, api="16 degAPI").bunker_price_for(wanted)
    spread = MARKET.mgo - MARKET.vlsfo
    market = MARKET.evolve(vlsfo=price, mgo=price + spread)
    assert oe.estimate(lump, market, api="16 degAPI").tce.magnitude == pytest.approx(tce, rel=1e-6)


@given(st.floats(0.05, 0.95))
def test_splitting_a_leg_at_a_waypoint_changes_nothing(share: float) -> None:
    whole = SEA.evolve(days_load="0 day", days_discharge="0 day", days_wait="0 day")
    whole = whole.evolve(port_cost_load="0 USD", port_cost_discharge="0 USD")
    names = ("distance", "eca_distance")
    halves = [
        whole.evolve(**{name: getattr(whole, name) * part for name in names})
        for part in (share, 1.0 - share)
    ]
    assert sum(freight(leg) for leg in halves) == pytest.approx(freight(whole))


@pytest.mark.parametrize("charter", CHARTERS, ids=KINDS)
def test_arrays_are_their_elements_and_nothing_is_mutated(charter: Any) -> None:
    miles = np.linspace(2000.0, 14_000.0, 40_000)
    kept = miles.copy()
    many = oe.estimate(
        FULL.evolve(charter=charter, distance=oe.Q(miles, "nmi"), ballast_distance="9000 nmi"),
        MARKET,
        api="16 degAPI",
    )
    for name in ("tce", "freight_per_barrel", "days"):
        found = many[name].magnitude
        assert np.isfinite(found).all()
        for k in (0, 17_000, 39_999):
            leg = FULL.evolve(charter=charter, distance=oe.Q(miles[k], "nmi"))
            one = oe.estimate(leg.evolve(ballast_distance="9000 nmi"), MARKET, api="16 degAPI")
            assert one[name].magnitude == np.broadcast_to(found, miles.shape)[k]
    assert (miles == kept).all()


@pytest.mark.parametrize("charter", CHARTERS, ids=KINDS)
def test_an_estimate_and_a_netback_are_one_computation(charter: Any) -> None:
    scenario = ARTICLE.vary({"asia.sea": FULL.evolve(charter=charter)})
    netback = oe.evaluate(scenario, "asia")
    found = oe.estimate(scenario.asia.sea, MARKET, api="16 degAPI")
    assert netback["freight"].magnitude == found.freight_per_barrel.magnitude
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
    lines = set(netback.waterfall().index)
    assert ("sea.freight" in lines) != ("sea.hire" in lines)
    assert "sea.demurrage" in lines


def test_the_table_adds_up_and_names_who_is_paid() -> None:
    table = oe.estimate(FULL.evolve(carbon_price="75 USD/t"), MARKET, api="16 degAPI").to_frame()
    assert list(table.index) == [
        *("hire", "fuel", "ports", "canal", "other", "carbon", "commission"),
        *("demurrage", "total"),
    ]
    assert table["[USD]"].iloc[:-1].sum() == pytest.approx(table.loc["total", "[USD]"])


# -- the sea -----------------------------------------------------------------------------------


def test_the_legs_add_up_to_the_estimate() -> None:
    leg = FULL.evolve(heating_fuel="120 t", heating="mgo", port_mgo="4 t", canal_days_laden="1 day")
    found = oe.estimate(leg, MARKET, api="16 degAPI")
    legs = found.legs()
    assert legs["days [day]"].sum() == pytest.approx(found.days.magnitude)
    burnt = legs.groupby("fuel")["fuel [t]"].sum()
    for kind in ("vlsfo", "mgo"):
        assert burnt[kind] == pytest.approx(found[kind].magnitude)
    assert cell(legs, "heating", "fuel [t]") == 120.0


# -- laytime, speed, size ----------------------------------------------------------------------


def test_carbon_is_paid_on_the_fuel_burnt() -> None:
    found = oe.estimate(
        SEA.evolve(carbon_price="100 USD/t", carbon_share="50 %"), MARKET, api="16 degAPI"
    )
    tonnes = found["vlsfo"].magnitude * 3.114 + found["mgo"].magnitude * 3.206
    assert found.co2.magnitude == pytest.approx(tonnes)
    assert found["carbon"].magnitude == pytest.approx(50.0 * tonnes)


def test_an_owners_commission_is_taken_out_of_the_hire() -> None:
    found = oe.estimate(SEA.evolve(charter=oe.LumpSum("9 MUSD")), MARKET, api="16 degAPI")
    tce = found.tce.magnitude
    assert found.breakeven_hire("5 %").magnitude == pytest.approx(tce / 0.95)
    beside = found.breakeven_hire("5 %", paid_by="charterer")
    assert beside.magnitude == pytest.approx(tce / 1.05)
    hired = oe.estimate(SEA.evolve(charter=oe.TimeCharter(beside, "5 %")), MARKET, api="16 degAPI")
    assert hired.freight.magnitude == pytest.approx(9e6)
    assert found.breakeven_hire() == found.tce
    with pytest.raises(InputError) as refused:
        found.breakeven_hire("5 %", paid_by="broker")
    assert str(refused.value) == (
        "breakeven_hire: paid_by: expected 'owner' or 'charterer', got 'broker'; write "
        "paid_by='owner'"
    )


def test_barrels_a_tonne_do_as_well_as_a_gravity() -> None:
    density = oe.blending.barrels_per_tonne(oe.Crude("30 degAPI"))
    given: dict[str, Any] = {"barrels_per_tonne": density}
    by_gravity = oe.estimate(SEA, MARKET, api="30 degAPI")
    assert oe.estimate(SEA, MARKET, **given).freight_per_barrel == by_gravity.freight_per_barrel
    one, other = (
        transshipment({"sea": SEA}, MARKET, **how).cost_per_barrel
        for how in ({"api": "30 degAPI"}, given)
    )
    assert one == other
    one, other = (
        largest_cargo(VLCC, "Puerto La Cruz", **how) for how in ({"api": "30 degAPI"}, given)
    )
    assert one == other
    one, other = (
        best_speed(SEA, MARKET, "60000 USD/day", cargo_price="50 USD/bbl", **how)
        for how in ({"api": "30 degAPI"}, given)
    )
    assert one == other
    tables = [
        speeds(SEA, MARKET, [12.0], cargo_price="50 USD/bbl", **how)
        for how in ({"api": "30 degAPI"}, given)
    ]
    assert tables[0].equals(tables[1])
    for call in (
        lambda: oe.estimate(SEA, MARKET, api="30 degAPI", **given),
        lambda: transshipment({"sea": SEA}, MARKET, api="30 degAPI", **given),
    ):
        with pytest.raises(InputError) as refused:
            call()
        assert str(refused.value) == (
            "estimate: expected the cargo's api or its barrels_per_tonne, got both; write one"
        )
    with pytest.raises(InputError) as refused:
        oe.estimate(SEA, MARKET, barrels_per_tonne="40 bbl/t")
    assert str(refused.value) == (
        "estimate: barrels_per_tonne: expected at least 4 and at most 15 bbl/t, got 40; write for "
        "example '7.33 bbl/t'"
    )
    arrays = SEA.evolve(cargo=oe.Q([250_000.0, 260_000.0, 270_000.0], "t"))
    with pytest.raises(InputError) as refused:
        oe.estimate(arrays, MARKET, barrels_per_tonne=oe.Q([7.0, 7.3], "bbl/t"))
    assert "barrels_per_tonne (2,)" in str(refused.value)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (
            lambda two, three: oe.estimate(
                SEA.evolve(vessel=two, load_port="José", discharge_port="Ningbo"),
                MARKET,
                api=three / oe.Q("1 knot") * oe.Q("1 degAPI"),
            ),
            "vessel.fuel_laden (2,), api (3,)",
        ),
    ],
)
def test_arrays_that_do_not_broadcast_are_refused_by_name(call: Any, named: str) -> None:
    two = VLCC.evolve(fuel_laden=oe.Q([60.0, 70.0], "t/day"))
    with pytest.raises(InputError) as refused:
        call(two, oe.Q([11.0, 12.0, 13.0], "knot"))
    assert f"expected arrays that broadcast together, got {named}" in str(refused.value)


# -- the tables --------------------------------------------------------------------------------


def test_a_large_ship_may_be_emptied_by_small_ones() -> None:
    scenario = oe.scenario("article")
    sea, market = scenario.asia.sea, scenario.market
    lighter = scenario.gulf.sea.evolve(cargo="67500 t")
    chain = oe.shipping.transshipment({"sea": sea, "lighter": lighter}, market, api="16 degAPI")
    assert [chain.trips(leg).magnitude for leg in ("sea", "lighter")] == [1.0, 4.0]
    alone = oe.estimate(sea, market, api="16 degAPI").freight_per_barrel.magnitude
    small = oe.estimate(lighter, market, api="16 degAPI").freight_per_barrel.magnitude
    assert chain.freight_per_barrel.magnitude == pytest.approx(alone + small, rel=1e-12)


BY_PANAMA = SEA.evolve(
    vessel=SUEZMAX.evolve(panama_tonnage=70_000.0),
    load_port="José",
    discharge_port="Ningbo",
    cargo="100000 t",
)


# -- names -------------------------------------------------------------------------------------


def test_a_voyage_to_a_port_that_is_not_shipped_takes_its_miles() -> None:
    alone = SEA.evolve(load_port="", discharge_port="", distance="1900 nmi")
    assert oe.estimate(alone, MARKET, api="16 degAPI").voyage.distance == oe.Q("1900 nmi")


# -- drafts ------------------------------------------------------------------------------------


def test_an_unknown_draft_is_announced() -> None:
    found = oe.estimate(
        SEA.evolve(vessel=VLCC, load_port="José", discharge_port="LOOP"), MARKET, api="16 degAPI"
    )
    assert found.notes == ("the draft at LOOP was not checked: none is published",)
    assert repr(found).endswith("not every draft was checked, see .notes>")
    bare = oe.estimate(SEA.evolve(load_port="José", discharge_port=""), MARKET, api="16 degAPI")
    assert bare.notes == (
        "the draft at José was not checked: the ship has no dwt, draft_laden, length, beam",
        "the draft at José in ballast was not checked: the ship has none",
    )
    nowhere = SEA.evolve(load_port="", discharge_port="")
    assert oe.estimate(nowhere, MARKET, api="16 degAPI").notes == ()


# -- inverses ----------------------------------------------------------------------------------


def test_inverses_take_arrays_beside_arrays() -> None:
    rows = 30_000  # more than a block
    flats, wanted = np.linspace(10.0, 30.0, rows), np.linspace(20_000.0, 90_000.0, rows)
    leg = SEA.evolve(charter=oe.Worldscale(75.0, oe.Q(flats, "USD/t"), "0.27 USD/t", "3.75 %"))
    many = oe.estimate(leg, MARKET, api="16 degAPI")
    points = many.points_for(oe.Q(wanted, "USD/day")).magnitude
    freight = many.freight_for(oe.Q(wanted, "USD/day")).magnitude
    for k in (0, 17_000, rows - 1):
        one = oe.estimate(
            leg.vary({"charter.flat": oe.Q(flats[k], "USD/t")}), MARKET, api="16 degAPI"
        )
        assert one.points_for(oe.Q(wanted[k], "USD/day")).magnitude == points[k]
        assert one.freight_for(oe.Q(wanted[k], "USD/day")).magnitude == freight[k]


# -- refusals ----------------------------------------------------------------------------------

LUMP = oe.estimate(SEA.evolve(charter=oe.LumpSum("1000000 USD")), MARKET, api="16 degAPI")


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: oe.estimate(SEA.evolve(vessel=VLCC, cargo="310000 t"), MARKET, api="16 degAPI"),
            InputError,
            (
                "Voyage.cargo: expected at most the 300000 t of the ship's dwt, got 310000 t; "
                "write less,"
                " or a larger ship"
            ),
        ),
        (
            lambda: oe.estimate(SEA.evolve(load_port="Puerto La Cruz"), MARKET, api="16 degAPI"),
            InputError,
            (
                "Voyage.cargo: expected at most 76184 t at Puerto La Cruz by its limit of 500 kb, "
                "got "
                "270000 t; write cargo='76184 t', or smaller ships by transshipment"
            ),
        ),
        (
            lambda: oe.estimate(
                ARTICLE.gulf.sea.evolve(vessel=AFRAMAX, cargo="110000 t", load_port="Amuay"),
                MARKET,
                api="16 degAPI",
            ),
            InputError,
            (
                "Voyage.cargo: expected at most 103927 t at Amuay by its draft of 13.7 m, got "
                "110000 t; "
                "write cargo='103927 t', or smaller ships by transshipment"
            ),
        ),
        (
            lambda: oe.estimate(SEA, MARKET, api="16 degAPI")["tces"],
            PathError,
            "no figure 'tces'; did you mean 'tce'?",
        ),
        (
            lambda: oe.estimate(SEA, MARKET, api="16 degAPI").bunker_price_for("1 USD/day"),
            InputError,
            (
                "bunker_price_for: expected a charter with a freight, such as LumpSum('5000000 "
                "USD'), got"
                " TimeCharterEquivalent, whose freight follows the fuel"
            ),
        ),
        (
            lambda: oe.best_route(BY_PANAMA, MARKET, on="2025-13-01", api="16 degAPI"),
            OilEconError,
            "best_route: on: expected a day, got '2025-13-01'; write for example '2025-06-01'",
        ),
        (
            lambda: oe.estimate(SEA, MARKET),
            InputError,
            (
                "estimate: the cargo's gravity is required to convert its tonnes to barrels; write "
                "api='32 degAPI' or barrels_per_tonne='7.33 bbl/t'"
            ),
        ),
        (
            lambda: oe.best_route(
                SEA.evolve(discharge_port=""), MARKET, on="2025-06-01", api="16 degAPI"
            ),
            OilEconError,
            (
                "best_route: compares routes between two ports; write "
                "Voyage(load_port='Ras Tanura', discharge_port='Ningbo', ...)"
            ),
        ),
        (
            lambda: oe.best_route(
                BY_PANAMA.evolve(cargo=["60000 t", "70000 t"]),
                MARKET,
                on="2025-06-01",
                api="16 degAPI",
            ),
            OilEconError,
            "best_route: takes one case, and this voyage holds (2,)",
        ),
        (
            lambda: oe.estimate(
                SEA.evolve(vessel=VLCC, discharge_port="Havana"), MARKET, api="16 degAPI"
            ),
            OilEconError,
            (
                "Voyage.vessel.draft_ballast: expected at most the 9.75 m of Havana, got "
                "10 m; the ship "
                "is too deep there even without cargo: write a smaller one"
            ),
        ),
        (
            lambda: oe.estimate(
                ARTICLE.gulf.sea.evolve(
                    vessel=AFRAMAX, cargo=oe.Q([80_000, 110_000], "t"), load_port="Amuay"
                ),
                MARKET,
                api="16 degAPI",
            ),
            OilEconError,
            (
                "Voyage.cargo: expected at most 103927 t at Amuay by its draft of 13.7 "
                "m, got 110000 t "
                "at index 1 (1 of 2); write cargo='103927 t', or smaller ships by transshipment"
            ),
        ),
        (
            lambda: LUMP.bunker_price_for("60000 USD/day"),
            OilEconError,
            (
                "bunker_price_for: only -883.865 USD/t would earn that, which is below zero; write "
                "another equivalent"
            ),
        ),
        (
            lambda: LUMP.points_for("60000 USD/day", flat="0 USD/t"),
            OilEconError,
            "points_for: would divide by zero: fuel burnt, or a flat rate, is 0",
        ),
        (
            lambda: LUMP["commision"],
            OilEconError,
            "no figure 'commision'; did you mean 'commission'?",
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message


# -- calls and parcels -----------------------------------------------------------------------------

PARCELS = {
    "boscan": oe.Parcel("60000 t", "10.7 degAPI"),
    "more": oe.Parcel("30000 t"),
}
TWO_GRADES = SEA.evolve(
    vessel=VLCC,
    cargo="180000 t",
    parcels=PARCELS,
    calls={
        "amuay": oe.Call("load", parcel="boscan", days="1 day", port_cost="90000 USD"),
        "qingdao": oe.Call(
            "discharge", share="50 %", days="1.5 day", port_cost="150000 USD", port="Qingdao"
        ),
    },
    demurrage="30000 USD/day",
    demurrage_days="2 day",
    transfer_fee="215000 USD",
    transfer_cost="0.1 USD/bbl",
    shadow_addition="0.5 USD/bbl",
)


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda one: type(one).__name__)
def test_parcels_add_up_to_the_voyage(charter: Any) -> None:
    found = oe.estimate(TWO_GRADES.evolve(charter=charter), MARKET, api="16 degAPI")
    table = found.parcels()
    assert list(table.index) == ["cargo", "boscan", "more", "voyage"]
    assert table["cargo [t]"].tolist() == [180_000, 60_000, 30_000, 270_000]
    for column, figure in {"freight [USD]": "freight", "total [USD]": "total"}.items():
        assert table[column]["voyage"] == pytest.approx(found[figure].magnitude, abs=0.005)
        assert table[column].drop("voyage").sum() == pytest.approx(
            found[figure].magnitude, abs=0.005
        )
    assert table["cargo [bbl]"]["voyage"] == found["cargo_barrels"].magnitude
    # One gravity, one price by the barrel; by weight alone, one price by the tonne.
    assert table["total [USD/bbl]"]["more"] == pytest.approx(table["total [USD/bbl]"]["cargo"])
    for name in ("cargo", "boscan", "more"):
        alone = found.of_parcel(name)
        assert alone.freight_per_barrel.magnitude == pytest.approx(
            table["freight [USD/bbl]"][name], rel=1e-14
        )
        assert alone["total_per_barrel"].magnitude == pytest.approx(
            table["total [USD/bbl]"][name], rel=1e-14
        )


def test_the_parcel_for_which_a_ship_calls_pays_the_port() -> None:
    fixed = TWO_GRADES.evolve(charter=oe.TimeCharter("60000 USD/day"), transfer_cost="0 USD/bbl")
    fixed = fixed.evolve(shadow_addition=None)
    found = oe.estimate(fixed, MARKET, api="16 degAPI")
    table = found.parcels()
    shared = found["total"].magnitude - 90_000
    assert table["total [USD]"]["cargo"] == pytest.approx(shared * 180 / 270)
    assert table["total [USD]"]["boscan"] == pytest.approx(shared * 60 / 270 + 90_000)
    assert table["total [USD]"]["more"] == pytest.approx(shared * 30 / 270)


def test_an_estimate_of_parcels_takes_arrays() -> None:
    tonnes = np.array([20_000.0, 60_000.0])
    many = TWO_GRADES.evolve(
        parcels={**PARCELS, "boscan": PARCELS["boscan"].evolve(cargo=oe.Q(tonnes, "t"))}
    )
    found = oe.estimate(many, MARKET, api="16 degAPI")
    for k, each in enumerate(tonnes):
        single = TWO_GRADES.evolve(
            parcels={**PARCELS, "boscan": PARCELS["boscan"].evolve(cargo=oe.Q(each, "t"))}
        )
        alone = oe.estimate(single, MARKET, api="16 degAPI")
        for name in ("cargo", "boscan"):
            freight = found.of_parcel(name).freight_per_barrel.magnitude[k]
            assert freight == alone.of_parcel(name).freight_per_barrel.magnitude
    for table in (found.parcels, found.calls):
        with pytest.raises(InputError, match="shows one case, and this estimate holds"):
            table()


def test_the_ports_of_a_rotation_say_what_is_on_board() -> None:
    table = oe.estimate(TWO_GRADES, MARKET, api="16 degAPI").calls()
    assert list(table.index) == ["load_port", "amuay", "qingdao", "discharge_port"]
    assert table["port"].tolist() == ["José", "", "Qingdao", "Ningbo"]
    assert table["operation"].tolist() == ["load", "load", "discharge", "discharge"]
    assert table["cargo [t]"].tolist() == [210_000, 60_000, 135_000, 135_000]
    assert table["on board [t]"].tolist() == [210_000, 270_000, 270_000, 135_000]
    drafts = table["draft [m]"]
    assert drafts["amuay"] == drafts["qingdao"] > drafts["load_port"] > drafts["discharge_port"]
    single = oe.estimate(SEA, MARKET, api="16 degAPI").calls()  # of a ship whose size is not known
    assert single["cargo [t]"].tolist() == [270_000, 270_000]
    assert single["draft [m]"].isna().all()


def test_each_port_limits_what_is_on_board_there() -> None:
    suezmax = ARTICLE.gulf.sea.evolve(vessel=SUEZMAX, cargo="135000 t")
    most = largest_cargo(SUEZMAX, "Houston").magnitude
    second = oe.Call("discharge", share="40 %")
    fits = suezmax.evolve(calls={"loop": second})
    found = oe.estimate(fits, MARKET, api="16 degAPI")
    assert found.calls()["allowed [t]"]["discharge_port"] == pytest.approx(most)
    assert found.intake.magnitude == pytest.approx(min(most / 0.6, SUEZMAX.dwt.magnitude))
    assert oe.estimate(suezmax.evolve(cargo="100000 t"), MARKET, api="16 degAPI").intake == (
        largest_cargo(SUEZMAX, "Houston")
    )
    with pytest.raises(InputError) as caught:
        oe.estimate(
            suezmax.evolve(calls={"loop": second.evolve(share="5 %")}), MARKET, api="16 degAPI"
        )
    assert str(caught.value) == (
        f"Voyage.cargo: expected at most {int(most)} t on board at Houston by its draft of 13.7 m, "
        "got 128250 t; write a smaller cargo, or move more of it at other calls"
    )
    # She loads at the second load port what draft the first does not allow.
    shallow = suezmax.evolve(load_port="Punta Cardón", discharge_port="", calls={})
    with pytest.raises(InputError, match="at Punta Cardón by its draft"):
        oe.estimate(shallow, MARKET, api="16 degAPI")
    topped = shallow.evolve(calls={"jose": oe.Call("load", share="30 %", port="José")})
    assert oe.estimate(topped, MARKET, api="16 degAPI").calls()["on board [t]"].tolist() == [
        94_500,
        135_000,
        135_000,
    ]
    within = oe.estimate(topped, MARKET, api="16 degAPI").intake.magnitude
    assert within == pytest.approx(
        min(largest_cargo(SUEZMAX, "Punta Cardón").magnitude / 0.7, SUEZMAX.dwt.magnitude)
    )


def test_a_call_may_be_at_a_port_of_your_own() -> None:
    roads = oe.Port("Offshore roads", latitude=28.5, longitude=-94.5, draft="12 m")
    call = oe.Call("discharge", share="10 %", port=roads)
    deep = ARTICLE.gulf.sea.evolve(
        vessel=SUEZMAX, cargo="120000 t", discharge_port="", calls={"roads": call}
    )
    with pytest.raises(InputError, match="on board at Offshore roads by its draft of 12 m"):
        oe.estimate(deep, MARKET, api="16 degAPI")
    light = oe.estimate(deep.evolve(cargo="90000 t"), MARKET, api="16 degAPI")
    assert light.calls()["port"]["roads"] == "Offshore roads"


def test_what_parcels_are_refused_says_what_fits() -> None:
    found = oe.estimate(TWO_GRADES, MARKET, api="16 degAPI")
    with pytest.raises(UnknownName) as unknown:
        found.of_parcel("bosca")
    assert str(unknown.value) == "no parcel 'bosca'; did you mean 'boscan'?"
    with pytest.raises(InputError) as sizeless:
        oe.estimate(SEA, MARKET, api="16 degAPI").intake  # noqa: B018  a property
    assert str(sizeless.value) == (
        "intake: Vessel.dwt: the ship's deadweight is required; write vessel.evolve(dwt='300000 t')"
    )
