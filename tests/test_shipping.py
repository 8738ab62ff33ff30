"""Voyages: what must hold for any input, what is refused and how, and what stays unchanged."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import reference
from oilecon.errors import InputError, OilEconError, PathError, UnitError, UnknownName
from oilecon.reference import sea as tables
from oilecon.shipping import (
    at_speed,
    best_speed,
    canal_dues,
    largest_cargo,
    laytime,
    speeds,
    transshipment,
    vessel_figures,
)

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, AFRAMAX = oe.vessel("vlcc"), oe.vessel("aframax")
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


@pytest.mark.parametrize("charter", CHARTERS, ids=KINDS)
def test_a_chain_of_one_leg_is_that_leg(charter: Any) -> None:
    leg = FULL.evolve(charter=charter)
    found, alone = (
        transshipment({"sea": leg}, MARKET, api="16 degAPI"),
        oe.estimate(leg, MARKET, api="16 degAPI"),
    )
    assert found.freight_per_barrel == alone.freight_per_barrel
    assert found.cost_per_barrel == alone["total_per_barrel"]
    total = cell(found.to_frame(), "total", "chain [USD/bbl]")
    assert total == pytest.approx(alone["total_per_barrel"].magnitude)


def test_a_chain_adds_up_per_barrel_of_the_last_ship() -> None:
    shuttle = ARTICLE.gulf.sea.evolve(distance="60 nmi", eca_distance="0 nmi", cargo="67500 t")
    shuttle = shuttle.evolve(transfer_fee="215000 USD")
    found = transshipment({"shuttle": shuttle, "sea": SEA}, MARKET, api="16 degAPI")
    one, last = (
        oe.estimate(shuttle, MARKET, api="16 degAPI"),
        oe.estimate(SEA, MARKET, api="16 degAPI"),
    )
    barrels = last["cargo_barrels"].magnitude
    assert found.trips("shuttle").magnitude == 4.0
    summed = 4 * one.freight.magnitude + last.freight.magnitude
    assert found.freight_per_barrel.magnitude == pytest.approx(summed / barrels)
    all_in = found.cost_per_barrel.magnitude - found.freight_per_barrel.magnitude
    assert all_in == pytest.approx(4 * 215_000 / barrels)


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


@given(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31)), st.booleans())
def test_dues_are_never_nan_for_any_date(day: dt.date, laden: bool) -> None:  # noqa: FBT001
    for name in ("vlcc", "suezmax", "aframax", "lr1", "mr"):
        for canal in ("panama", "suez"):
            try:
                dues = canal_dues(
                    canal,
                    oe.vessel(name),
                    on=day.isoformat(),
                    laden=laden,
                    cargo="50000 t",
                    sdr="1.4 USD",
                )
            except OilEconError:
                continue
            assert math.isfinite(dues.usd.magnitude)
            assert dues.usd.magnitude > 0


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


def test_a_vlcc_goes_round_the_cape_and_an_aframax_may_take_panama() -> None:
    way = oe.distance("José", "Ningbo", vessel=VLCC)
    assert way.passages == ("good_hope", "malacca")
    assert "panama" in way.refused
    assert way.miles.magnitude == pytest.approx(13_350, rel=0.02)
    assert way.eca_by_area == {"approach of Ningbo": 85.0}
    short = oe.distance("José", "Ningbo", vessel=AFRAMAX, via="Panama Canal")
    assert short.miles.magnitude < 0.8 * way.miles.magnitude
    assert oe.distance("José", "Ningbo", vessel=AFRAMAX).passages == way.passages


@pytest.mark.parametrize(
    ("origin", "destination", "eca", "within"),
    [
        ("Coveñas", "Corpus Christi", 202, 0.01),
        ("Galveston lightering", "Ningbo", 291, 0.5),
        ("Primorsk", "Wilhelmshaven", 1305, 0.1),
        ("Bonny", "Rotterdam", 424, 0.1),
        ("Ras Tanura", "Singapore", 0, 0.0),
    ],
)
def test_emission_area_miles_are_near_the_baltics(
    origin: str, destination: str, eca: float, within: float
) -> None:
    found = oe.distance(origin, destination, published=False).eca.magnitude
    assert found == pytest.approx(eca, rel=within)


def test_every_port_reaches_every_other() -> None:
    names = list(tables.places())
    for name in names[::7]:
        for other in names[::11]:
            if name != other:
                assert math.isfinite(oe.distance(name, other).miles.magnitude)


def test_best_route_compares_cape_and_suez() -> None:
    leg = SEA.evolve(vessel=VLCC, load_port="Ras Tanura", discharge_port="LOOP")
    found = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI")
    suez, cape = ("sea", "suez"), ("sea", "sea")
    assert cell(found.table, suez, "dues [USD]") == 562_243.0
    assert cell(found.table, suez, "days [day]") < cell(found.table, cape, "days [day]") - 2
    assert found.estimate.freight.magnitude == found.table["freight [USD]"].min()
    assert not {route for both in found.table.index for route in both} - {"sea", "suez"}


def test_the_legs_add_up_to_the_estimate() -> None:
    leg = FULL.evolve(heating_fuel="120 t", heating="mgo", port_mgo="4 t", canal_days_laden="1 day")
    found = oe.estimate(leg, MARKET, api="16 degAPI")
    legs = found.legs()
    assert legs["days [day]"].sum() == pytest.approx(found.days.magnitude)
    burnt = legs.groupby("fuel")["fuel [t]"].sum()
    for kind in ("vlsfo", "mgo"):
        assert burnt[kind] == pytest.approx(found[kind].magnitude)
    assert cell(legs, "heating", "fuel [t]") == 120.0


def test_best_route_says_why_a_canal_on_the_way_is_closed() -> None:
    leg = SEA.evolve(vessel=VLCC, load_port="José", discharge_port="Ningbo")
    routes = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI").table
    closed: Any = routes["closed because"]
    assert "beam" in closed["panama", "panama"]


def test_best_route_leaves_out_a_canal_that_is_not_on_the_way() -> None:
    leg = SEA.evolve(vessel=VLCC, load_port="Ras Tanura", discharge_port="Yokohama")
    routes = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI").table
    assert list(routes.index) == [("sea", "sea")]


def test_a_way_through_a_passage_off_the_way_says_how_much_longer_it_is() -> None:
    direct = oe.distance("Ras Tanura", "Yokohama", published=False)
    round_africa = oe.distance("Ras Tanura", "Yokohama", via="suez")
    extra: Any = (round_africa.miles - direct.miles).magnitude
    assert extra > 10_000
    assert round_africa.note.endswith(f"; {extra:.0f} nmi longer than without via")
    assert "longer" not in oe.distance("José", "Ningbo", via="panama").note


@pytest.mark.parametrize("name", ["Jose", "josé terminal", "VE JOT", "JOSE"])
def test_a_port_is_found_without_accents(name: str) -> None:
    assert oe.port(name).name == "José"
    assert oe.port(name).draft == oe.Q("22.9 m")


# -- laytime, speed, size ----------------------------------------------------------------------


def test_laytime_of_worldscale() -> None:
    found = laytime("5 day", "24000 USD/day", interruptions="12 h")
    assert found.over.magnitude == pytest.approx(5 - 2 * 0.25 - 0.5 - 3)
    assert found.demurrage.magnitude == pytest.approx(24_000)
    tiers = [("1 day", "24000 USD/day"), ("", "48000 USD/day")]
    assert laytime("5 day", tiers, turn="0 h").demurrage.magnitude == pytest.approx(72_000)
    half = laytime("5 day", tiers, turn="0 h", pro_rata="50 %")
    assert half.demurrage.magnitude == pytest.approx(36_000)
    assert laytime("2 day", "24000 USD/day").demurrage.magnitude == 0.0


def test_no_speed_costs_less_than_the_best() -> None:
    best = best_speed(SEA, MARKET, "60000 USD/day").magnitude
    assert (
        best_speed(
            SEA, MARKET, "60000 USD/day", cargo_price="50 USD/bbl", api="16 degAPI"
        ).magnitude
        > best
    )

    def cost(knots: float) -> float:
        fuel = at_speed(VLCC, laden=oe.Q(knots, "knot")).fuel_laden.magnitude
        return float((60_000 + fuel * MARKET.vlsfo.magnitude) / knots)

    assert all(cost(best) <= cost(best + step) for step in (-1.0, -0.1, 0.1, 1.0))
    table = speeds(SEA, MARKET, [10.0, 13.0], cargo_price="50 USD/bbl", api="16 degAPI")
    assert cell(table, 10.0, "carry [USD/bbl]") > cell(table, 13.0, "carry [USD/bbl]")
    assert cell(table, 10.0, "fuel [t]") < cell(table, 13.0, "fuel [t]")


def test_part_cargoes_by_draft_and_by_limit() -> None:
    per_tonne = (
        oe.estimate(SEA, MARKET, api="16 degAPI")["cargo_barrels"].magnitude / SEA.cargo.magnitude
    )
    limit = largest_cargo(VLCC, "Puerto La Cruz", api="16 degAPI").magnitude
    assert limit * per_tonne == pytest.approx(500_000)
    assert largest_cargo(VLCC, "José") == oe.Q("300000 t")
    assert largest_cargo(AFRAMAX, "Punta Cardón") < oe.Q("115000 t")


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
        (lambda two, three: at_speed(two, laden=three), "fuel_laden (2,), laden (3,)"),
        (
            lambda two, three: best_speed(
                SEA.evolve(vessel=two), MARKET, three * oe.Q("5000 USD/day/knot")
            ),
            "hire (3,), fuel_laden (2,)",
        ),
        (
            lambda two, three: oe.estimate(
                SEA.evolve(vessel=two, load_port="José", discharge_port="Ningbo"),
                MARKET,
                api=three / oe.Q("1 knot") * oe.Q("1 degAPI"),
            ),
            "vessel.fuel_laden (2,), api (3,)",
        ),
        (
            lambda two, three: largest_cargo(
                VLCC.evolve(dwt=two.fuel_laden * oe.Q("4000 day")),
                "José",
                draft=three * oe.Q("1 m/knot"),
            ),
            "dwt (2,), draft (3,)",
        ),
    ],
)
def test_arrays_that_do_not_broadcast_are_refused_by_name(call: Any, named: str) -> None:
    two = VLCC.evolve(fuel_laden=oe.Q([60.0, 70.0], "t/day"))
    with pytest.raises(InputError) as refused:
        call(two, oe.Q([11.0, 12.0, 13.0], "knot"))
    assert f"expected arrays that broadcast together, got {named}" in str(refused.value)


# -- refusals ----------------------------------------------------------------------------------

PANAMA_DAYS = "2016-04-01 to 2023-01-01; 2025-01-01 to 2026-01-01"


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
                "270000 t; write cargo='76184 t', or a chain of smaller ships"
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
                "write cargo='103927 t', or a chain of smaller ships"
            ),
        ),
        (
            lambda: oe.distance("José", "Ningbo", vessel=VLCC, via="panama"),
            InputError,
            (
                "distance: via 'panama': Panama Canal is closed to this ship: beam 60 m is over "
                "its "
                "51.25 m; draft 21 m is over its 15.24 m; leave it out, or write a smaller ship "
                "or a "
                "lighter draft"
            ),
        ),
        (
            lambda: SEA.evolve(distance="0 nmi"),
            InputError,
            (
                "Voyage.distance: expected above 0 and at most 50000 nmi, got 0; write for example "
                "'2100 nmi'"
            ),
        ),
        (
            lambda: oe.distance("José", "Jose Terminal"),
            InputError,
            "distance: 'José' to itself is no voyage; write two ports",
        ),
        (
            lambda: oe.Worldscale("80 USD/t", "22 USD/t"),
            UnitError,
            (
                "Worldscale.points: expected a pure number, got 80 in USD/t, another kind of "
                "quantity; write for example 75.0 (USD/t is PerTonne)"
            ),
        ),
        (
            lambda: oe.distance("José", "Ningbo", via="panma"),
            UnknownName,
            "no passage 'panma'; did you mean 'panama'?",
        ),
        (
            lambda: canal_dues("panama", AFRAMAX, on="2024-05-01"),
            InputError,
            (
                "canal_dues: no panama tariff for this ship laden on 2024-05-01; shipped: "
                f"{PANAMA_DAYS}; write such a day, or the dues themselves as "
                "Voyage(canal_dues_laden='... USD')"
            ),
        ),
        (
            lambda: canal_dues("panama", AFRAMAX, on="May"),
            InputError,
            ("canal_dues: on: expected a day, got 'May'; write for example '2025-06-01'"),
        ),
        (
            lambda: oe.port("Hoston"),
            UnknownName,
            (
                "no shipped port 'Hoston'; did you mean 'Houston'? For a voyage to another port "
                "leave its name out and write the miles, as Voyage(distance='1900 nmi')"
            ),
        ),
        (
            lambda: oe.port("Freeport"),
            UnknownName,
            "'Freeport' is more than one port; write 'Freeport, Bahamas' or 'Freeport, Texas'",
        ),
        (
            lambda: oe.distance("Basrah", "Ningbo", avoid="hormuz"),
            InputError,
            (
                "distance: no way from Basrah to Ningbo is left (closed: hormuz); name a canal "
                "in via, "
                "or avoid less"
            ),
        ),
        (
            lambda: oe.estimate(SEA, MARKET, api="16 degAPI")["tces"],
            PathError,
            "no figure 'tces'; did you mean 'tce'?",
        ),
        (
            lambda: SEA.evolve(charter=CHARTERS[2].evolve(premium_per_grt="1.3 USD")),
            InputError,
            (
                "Voyage.charter.premium_per_grt: the ship's gross tonnage is required with it; "
                "write vessel.evolve(gross_tonnage=82000.0)"
            ),
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
            lambda: transshipment({}, MARKET, api="16 degAPI"),
            InputError,
            (
                "transshipment: expected at least one voyage by name, got none; "
                "write {'sea': Voyage(...)}"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message


# -- the tables --------------------------------------------------------------------------------


def test_every_table_of_the_sea_is_sourced_and_hangs_together() -> None:
    known = set(oe.sources().index)
    points = tables.waypoints()
    assert {end for start, end, _ in tables.sea_edges() for end in (start, end)} == set(points)
    assert {label for *_, label in points.values()} - {""} <= set(tables.passages())
    rows: list[Any] = [*tables.places().values(), *tables.passages().values(), *tables.published()]
    for row in rows:
        assert row.source
        assert set(row.source) <= known
    for place in tables.places().values():
        assert place.approach in points
        assert place.as_of
    for figure in tables.published():
        assert {figure.origin, figure.destination} <= set(tables.places())
    for entry in (*tables.canals()["tariff"], *tables.canals()["all_in"]):
        assert entry["source"] in known
        assert entry["since"] < entry["until"]


def test_every_ship_is_sourced_and_ordered() -> None:
    known = set(oe.sources().index)
    for rows in reference.ship_rows().values():
        for row in rows:
            assert row.low <= row.value <= row.high
            assert row.kind in {"published", "estimate", "assumption"}
            assert set(row.source) <= known
            assert row.note
    figures = vessel_figures("VLCC old")
    assert figures.loc["fuel_laden", "value"] == 100.0
    assert figures.loc["dwt", "unit"] == "t"


def test_a_large_ship_may_be_emptied_by_small_ones() -> None:
    scenario = oe.scenario("article")
    sea, market = scenario.asia.sea, scenario.market
    lighter = scenario.gulf.sea.evolve(cargo="67500 t")
    chain = oe.shipping.transshipment({"sea": sea, "lighter": lighter}, market, api="16 degAPI")
    assert [chain.trips(leg).magnitude for leg in ("sea", "lighter")] == [1.0, 4.0]
    alone = oe.estimate(sea, market, api="16 degAPI").freight_per_barrel.magnitude
    small = oe.estimate(lighter, market, api="16 degAPI").freight_per_barrel.magnitude
    assert chain.freight_per_barrel.magnitude == pytest.approx(alone + small, rel=1e-12)


def test_emission_area_miles_that_do_not_broadcast_with_the_distance_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        SEA.evolve(distance=oe.Q([9000, 9500], "nmi"), eca_distance=oe.Q([1, 2, 3], "nmi"))
    assert str(refused.value) == (
        "Voyage.eca_distance: expected an array that broadcasts with the distance, got shapes (3,) "
        "and (2,)"
    )


def test_ports_are_listed_and_each_is_found_by_what_the_table_calls_it() -> None:
    table = oe.port()
    assert table.loc["José", "draft [m]"] == 22.9
    assert table["country"].is_monotonic_increasing
    assert [oe.port(str(name)).name for name in table.index] == list(table.index)


@pytest.mark.parametrize("beam", ["27.7368 m", "0.0277368 km"])
def test_a_beam_of_exactly_91_feet_pays_as_one_of_91_feet_or_more(beam: str) -> None:
    # 91 ft are 27.7368 m, which as a product of floats is a rounding above that.
    ship = oe.vessel("mr").evolve(panama_tonnage=24000.0)
    at, above, below = (
        canal_dues("panama", ship.evolve(beam=each), on="2025-06-01", cargo="38000 t").usd
        for each in (beam, "27.74 m", "27.73 m")
    )
    assert at == above
    assert at.magnitude == 226_000.0
    assert below < at


@pytest.mark.parametrize("beam", ["32.31 m", "0.03231 km"])
def test_a_beam_of_exactly_the_panamax_locks_takes_them(beam: str) -> None:
    ship = oe.vessel("mr").evolve(panama_tonnage=24000.0, beam=beam)
    assert canal_dues("panama", ship, on="2025-06-01", cargo="38000 t").locks == "panamax"
