"""Ports, canals, chains and clauses: what binds, what is not known, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core.voyage import cargo_at_draft_t, draft_of_cargo_m
from oilecon.errors import InputError, OilEconError, UnknownName
from oilecon.shipping import (
    at_speed,
    best_speed,
    canal_dues,
    largest_cargo,
    laytime,
    passage_restrictions,
    speeds,
    transshipment,
    vessel_figures,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.vessel, ("vlcc", "suezmax", "aframax"))
MR = oe.vessel("mr").evolve(panama_tonnage=24_000.0)
SHUTTLE = ARTICLE.gulf.sea.evolve(cargo="70000 t")
BY_PANAMA = SEA.evolve(
    vessel=SUEZMAX.evolve(panama_tonnage=70_000.0),
    load_port="José",
    discharge_port="Ningbo",
    cargo="100000 t",
)


# -- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "port"),
    [
        ("Kharg", "Kharg Island"),
        ("Kharg Island Oil Terminal", "Kharg Island"),
        ("Hound Point Terminal", "Hound Point"),
        ("Curaçao", "Bullen Bay"),
        ("Curacao", "Bullen Bay"),
        ("Puerto Jose", "José"),
        ("Bullen Baai", "Bullen Bay"),
        ("Bullenbaai", "Bullen Bay"),
        ("Bur Sa'id", "Port Said"),
        ("Bajo Grande (Maracaibo)", "Bajo Grande"),
        ("GUANTA (next to Puerto La Cruz)", "Guanta"),
        ("St Charles/New Orleans", "New Orleans"),
        ("Cartagena (Colombia)", "Mamonal"),
        ("Cartagena, Spain", "Cartagena, Spain"),
        ("LAGOS (NIGERIA)", "Lagos"),
        ("Port Arthur", "Port Arthur"),
        ("Qingdao Gang", "Qingdao"),
    ],
)
def test_a_port_is_found_by_what_the_trade_calls_it(name: str, port: str) -> None:
    assert oe.port(name).name == port


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("Cartagena", "'Cartagena, Colombia' or 'Cartagena, Spain'"),
        ("Vancouver", "'Vancouver, Canada' or 'Vancouver, Washington'"),
        ("Freeport", "'Freeport, Bahamas' or 'Freeport, Texas'"),
        ("San Nicolas", "'San Nicolás, Argentina' or 'San Nicolás, Peru'"),
        ("Al Ahmadi", "'Al Ahmadi, Kuwait' or 'Al Ahmadi, Yemen'"),
    ],
)
def test_a_name_that_two_ports_bear_is_refused_and_what_is_suggested_is_found(
    name: str, both: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        oe.port(name)
    assert str(caught.value) == f"{name!r} is more than one port; write {both}"
    for one in both.split(" or "):
        oe.port(one.strip("'"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: oe.port("Kangan"),
        lambda: oe.distance("Kangan", "Houston"),
        lambda: oe.distance("Houston", "Kangan"),
        lambda: largest_cargo(VLCC, "Kangan"),
        lambda: oe.estimate(SEA.evolve(load_port="Kangan"), MARKET, api="16 degAPI"),
        lambda: oe.estimate(SEA.evolve(discharge_port="Kangan"), MARKET, api="16 degAPI"),
        lambda: oe.best_route(
            SEA.evolve(load_port="José", discharge_port="Kangan"),
            MARKET,
            on="2023-06-01",
            api="16 degAPI",
        ),
        lambda: transshipment({"sea": SEA.evolve(load_port="Kangan")}, MARKET, api="16 degAPI"),
    ],
    ids=["port", "from", "to", "cargo", "load", "discharge", "best route", "chain"],
)
def test_wherever_an_unknown_port_is_named_the_message_says_that_miles_can_be_written(
    ask: Callable[[], object],
) -> None:
    with pytest.raises(UnknownName) as caught:
        ask()
    assert "no shipped port 'Kangan'; " in str(caught.value)
    assert str(caught.value).endswith(
        "or a voyage to another port leave its name out and write the miles, as "
        "Voyage(distance='1900 nmi')"
    )


def test_a_voyage_to_a_port_that_is_not_shipped_takes_its_miles() -> None:
    alone = SEA.evolve(load_port="", discharge_port="", distance="1900 nmi")
    assert oe.estimate(alone, MARKET, api="16 degAPI").voyage.distance == oe.Q("1900 nmi")


# -- drafts ------------------------------------------------------------------------------------


@given(st.floats(50_000, 115_000))
def test_a_draft_and_its_cargo_are_inverses(cargo: float) -> None:
    ship = AFRAMAX.values
    size = (ship["length"], ship["beam"])
    draft = draft_of_cargo_m(ship["dwt"], ship["draft_laden"], 0.0, cargo, *size)
    back = cargo_at_draft_t(ship["dwt"], ship["draft_laden"], draft, *size)
    assert back == pytest.approx(cargo, rel=1e-12)


@pytest.mark.parametrize(
    ("port", "metres"),
    [("Beaumont", 12.19), ("Lake Charles", 12.19), ("New Orleans", 15.24), ("Havana", 9.75)],
)
def test_ports_of_the_gulf_have_a_draft(port: str, metres: float) -> None:
    assert oe.port(port).draft == oe.Q(metres, "m")
    assert set(oe.port(port).source) <= set(oe.sources().index)


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


def test_limits_are_held_element_by_element() -> None:
    light = oe.Q([70_000, 76_000], "t")
    api = oe.Q([16.0, 16.0], "degAPI")
    oe.estimate(SEA.evolve(cargo=light, load_port="Puerto La Cruz"), MARKET, api=api)
    # 500 kb are more tonnes of a heavier crude: only the second cargo is over its own limit.
    with pytest.raises(InputError) as caught:
        oe.estimate(
            SEA.evolve(cargo=oe.Q([78_000, 70_000], "t"), load_port="Puerto La Cruz"),
            MARKET,
            api=oe.Q([8.0, 40.0], "degAPI"),
        )
    assert "got 70000 t at index 1 (1 of 2)" in str(caught.value)
    deep = AFRAMAX.evolve(draft_laden=oe.Q([14.8, 15.0], "m"))
    most = largest_cargo(deep, "Punta Cardón").magnitude
    for k, draft in enumerate(("14.8 m", "15 m")):
        alone = largest_cargo(AFRAMAX.evolve(draft_laden=draft), "Punta Cardón").magnitude
        assert most[k] == alone


# -- canals ------------------------------------------------------------------------------------


def test_suez_dues_go_by_tonnage_and_not_by_name() -> None:
    own = canal_dues("suez", SUEZMAX, on="2023-06-01").usd.magnitude
    renamed = SUEZMAX.evolve(name="Ark", suez_tonnage=80_000.0)
    larger = canal_dues("Suez Canal", renamed, on="2023-06-01").usd.magnitude
    assert larger == pytest.approx(own * 80_000 / 76_714)
    old = canal_dues("suez", oe.vessel("vlcc old"), on="2023-06-01", laden=False)
    assert old.usd.magnitude == 562_243.0


def test_a_part_laden_ship_fits_where_a_full_one_does_not() -> None:
    ship = SUEZMAX.evolve(panama_tonnage=70_000.0)
    dues = canal_dues("panama", ship, on="2025-06-01", cargo="100000 t")
    assert dues.usd.magnitude == pytest.approx(300_000 + 3.25 * 70_000)
    assert "panama" in passage_restrictions(ship)
    assert "panama" not in passage_restrictions(ship, draft="13 m")


def test_best_route_takes_the_draft_of_the_cargo_aboard() -> None:
    found = oe.best_route(BY_PANAMA, MARKET, on="2025-06-01", api="16 degAPI")
    assert found.estimate.voyage.canal_dues_laden is not None
    full = oe.best_route(
        BY_PANAMA.evolve(cargo="150000 t"), MARKET, on="2025-06-01", api="16 degAPI"
    )
    closed: Any = full.table["closed because"]["panama", "sea"]
    assert "draft 15.7" in closed
    assert full.estimate.voyage.canal_dues_laden is None


def test_a_way_without_a_tariff_is_open_but_not_priced() -> None:
    routes = oe.best_route(BY_PANAMA, MARKET, on="2025-06-01", api="16 degAPI").table
    row: Any = routes.loc[("suez", "suez")]
    assert row["closed because"] == ""
    assert "no suez tariff for this ship laden on 2025-06-01" in row["not priced because"]
    assert row["days [day]"] > 0
    assert np.isnan(row["freight [USD]"])
    unsaid = routes["freight [USD]"].isna() & (
        (routes["closed because"] == "") & (routes["not priced because"] == "")
    )
    assert not unsaid.any()
    tonless = BY_PANAMA.evolve(vessel=SUEZMAX)
    again = oe.best_route(tonless, MARKET, on="2025-06-01", api="16 degAPI").table
    assert again is not None
    assert "panama_tonnage" in again["not priced because"]["panama", "panama"]


# -- chains ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charter", "paid"),
    [
        (oe.LumpSum("400000 USD"), 4 * 400_000),
        (oe.PerTonne("5 USD/t"), 5 * 270_000),
    ],
)
def test_the_last_trip_carries_what_is_left(charter: Any, paid: float) -> None:
    leg = SHUTTLE.evolve(charter=charter, transfer_cost="0.5 USD/bbl", transfer_fee="100000 USD")
    found = transshipment({"shuttle": leg, "sea": SEA}, MARKET, api="16 degAPI")
    alone = oe.estimate(SEA, MARKET, api="16 degAPI")
    barrels = alone["cargo_barrels"].magnitude
    assert found.trips("shuttle").magnitude == 4.0
    freight = found.freight_per_barrel.magnitude - alone.freight_per_barrel.magnitude
    assert freight * barrels == pytest.approx(paid)
    table = found.to_frame()
    assert table["shuttle [USD/bbl]"]["transfer"] * barrels == pytest.approx(
        0.5 * barrels + 4 * 100_000
    )
    assert table["chain [USD/bbl]"]["total"] == pytest.approx(found.cost_per_barrel.magnitude)


def test_a_chain_of_arrays_is_its_elements() -> None:
    cargoes = np.array([67_500.0, 70_000.0, 100_000.0])
    many = transshipment(
        {"shuttle": SHUTTLE.evolve(cargo=oe.Q(cargoes, "t")), "sea": SEA}, MARKET, api="16 degAPI"
    )
    for k, cargo in enumerate(cargoes):
        one = transshipment(
            {"shuttle": SHUTTLE.evolve(cargo=oe.Q(cargo, "t")), "sea": SEA}, MARKET, api="16 degAPI"
        )
        assert many.cost_per_barrel.magnitude[k] == one.cost_per_barrel.magnitude


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


def test_speeds_take_texts_and_quantities() -> None:
    price = "50 USD/bbl"
    table = speeds(SEA, MARKET, [10.0, 12.0], cargo_price=price, api="16 degAPI")
    for knots in (["10 knot", "12 knot"], oe.Q([10, 12], "knot"), (10, 12)):
        assert speeds(SEA, MARKET, knots, cargo_price=price, api="16 degAPI").equals(table)


# -- refusals ----------------------------------------------------------------------------------

TIERS = "[('5 day', '30000 USD/day'), ('', '45000 USD/day')]"
LUMP = oe.estimate(SEA.evolve(charter=oe.LumpSum("1000000 USD")), MARKET, api="16 degAPI")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: oe.best_route(BY_PANAMA, MARKET, on="2025-13-01", api="16 degAPI"),
            ("best_route: on: expected a day, got '2025-13-01'; write for example '2025-06-01'"),
        ),
        (
            lambda: oe.estimate(SEA, MARKET),
            (
                "estimate: the cargo's gravity is required, by which its tonnes are barrels; write "
                "api='32 degAPI' or barrels_per_tonne='7.33 bbl/t'"
            ),
        ),
        (
            lambda: oe.best_route(
                SEA.evolve(discharge_port=""), MARKET, on="2025-06-01", api="16 degAPI"
            ),
            (
                "best_route: compares routes between two ports; write "
                "Voyage(load_port='José', discharge_port='Ningbo', ...)"
            ),
        ),
        (
            lambda: oe.best_route(
                BY_PANAMA.evolve(cargo=["60000 t", "70000 t"]),
                MARKET,
                on="2025-06-01",
                api="16 degAPI",
            ),
            "best_route: takes one case, and this voyage holds (2,)",
        ),
        (
            lambda: oe.estimate(
                SEA.evolve(vessel=VLCC, discharge_port="Havana"), MARKET, api="16 degAPI"
            ),
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
            (
                "Voyage.cargo: expected at most 103927 t at Amuay by its draft of 13.7 "
                "m, got 110000 t "
                "at index 1 (1 of 2); write cargo='103927 t', or a chain of smaller ships"
            ),
        ),
        (
            lambda: largest_cargo(VLCC, "LOOP"),
            (
                "largest_cargo: no draft is published for LOOP, so what floats there is not known; "
                "write the draft allowed, for example draft='13.7 m'"
            ),
        ),
        (
            lambda: largest_cargo("vlcc", "José"),  # type: ignore[arg-type]
            "largest_cargo: expected a Vessel, got 'vlcc'; write oilecon.vessel('aframax')",
        ),
        (
            lambda: canal_dues("panama", SUEZMAX, on="2025-06-01"),
            (
                "canal_dues: Panama Canal: the ship does not fit: draft 16.2 m is over "
                "its 15.24 m; "
                "write the cargo aboard, as cargo='60000 t', or a smaller ship"
            ),
        ),
        (
            lambda: canal_dues("panama", MR, on="2025-06-01", cargo="60000 t"),
            (
                "canal_dues: cargo: expected at most the 50000 t of the ship's dwt, got 60000 t; "
                "write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues("panama", MR, on="2025-06-01", cargo="50001 t", laden=False),
            (
                "canal_dues: cargo: expected at most the 50000 t of the ship's dwt, got 50001 t; "
                "write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues(
                "panama", MR, on="2025-06-01", cargo=oe.Q([38_000.0, 60_000.0, 70_000.0], "t")
            ),
            (
                "canal_dues: cargo: expected at most the 50000 t of the ship's dwt, got 60000 t at "
                "index 1 (2 of 3); write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues(
                "suez",
                SUEZMAX.evolve(dwt=oe.Q([150_000.0, 155_000.0], "t")),
                on="2023-06-01",
                cargo="152000 t",
            ),
            (
                "canal_dues: cargo: expected at most the 150000 t of the ship's dwt, got 152000 t "
                "at index 0 (1 of 2); write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues(
                "suez",
                SUEZMAX.evolve(dwt=oe.Q([150_000.0, 155_000.0], "t")),
                on="2023-06-01",
                cargo=oe.Q([1.0, 2.0, 3.0], "t"),
            ),
            (
                "canal_dues: expected arrays that broadcast together, got cargo (3,), dwt (2,); "
                "give each its own dimension, as with array[:, None]"
            ),
        ),
        (
            lambda: canal_dues("suez", SUEZMAX.evolve(suez_tonnage=45_000.0), on="2023-06-01"),
            (
                "canal_dues: the suez figures of 2023-06-01 laden are for ships within a tenth of "
                "suezmax of 76714 Suez net tons; aframax of 115000 t dwt; lr1 of 74000 t dwt; this "
                "ship has 45000 Suez net tons and 155000 t dwt; write such a ship, or the dues "
                "themselves as Voyage(canal_dues_laden='... USD')"
            ),
        ),
        (
            lambda: oe.distance("José", "Ningbo", via=3),  # type: ignore[arg-type]
            "distance: via: expected names of passages, got 3; write ['panama']",
        ),
        (
            lambda: oe.distance("José", "Ningbo", avoid=None),  # type: ignore[arg-type]
            "distance: avoid: expected names of passages, got None; write ['panama']",
        ),
        (
            lambda: oe.distance("José", "Ningbo", vessel=VLCC, draft=oe.Q([10, 21], "m")),
            "a way is that of one ship, and draft holds 2 values; ask for each ship apart",
        ),
        (
            lambda: oe.port(3),  # type: ignore[call-overload]
            "expected a port's name, got 3; write for example 'José'",
        ),
        (
            lambda: transshipment({"sea": 3}, MARKET, api="16 degAPI"),  # type: ignore[dict-item]
            "transshipment: sea: expected a Voyage, got 3; write oilecon.Voyage(...)",
        ),
        (
            lambda: transshipment([3], MARKET, api="16 degAPI"),  # type: ignore[arg-type]
            (
                "transshipment: expected at least one voyage by name, got [3]; "
                "write {'sea': Voyage(...)}"
            ),
        ),
        (
            lambda: laytime("5 day", [("1 day", "24000 USD/day"), ("3 day", "48000 USD/day")]),
            (
                "laytime: rate: expected a last tier without an end, got one of '3 day', "
                "after which no "
                f"rate would hold; write '' in its place, for example {TIERS}"
            ),
        ),
        (
            lambda: laytime("5 day", "24000 USD/day", interruptions="6 day"),
            (
                "laytime: interruptions: expected no more than the time in port, got 6 "
                "day; write only "
                "what fell within it"
            ),
        ),
        (
            lambda: LUMP.bunker_price_for("60000 USD/day"),
            (
                "bunker_price_for: only -883.865 USD/t would earn that, which is below zero; write "
                "another equivalent"
            ),
        ),
        (
            lambda: LUMP.points_for("60000 USD/day", flat="0 USD/t"),
            "points_for: would divide by zero: fuel burnt, or a flat rate, is nothing",
        ),
        (
            lambda: LUMP["commision"],
            "no figure 'commision'; did you mean 'commission'?",
        ),
        (
            lambda: speeds(SEA, MARKET, "12 knot", cargo_price="50 USD/bbl", api="16 degAPI"),
            "speeds: knots: expected a list of speeds, got '12 knot'; write [10, 12, 14]",
        ),
        (
            lambda: best_speed(SEA, MARKET.evolve(vlsfo="0 USD/t"), "60000 USD/day"),
            (
                "best_speed: Market.vlsfo: expected above 0; where fuel costs nothing, no "
                "speed is best"
            ),
        ),
        (
            oe.vessel,
            (
                "expected the name of a vessel; known: aframax, lr1, lr2, mr, panamax, "
                "shadow vlcc, "
                "suezmax, vlcc, vlcc old"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    with pytest.raises(OilEconError) as caught:
        call()
    assert str(caught.value) == message


ODD: list[Any] = [
    *(None, 3, -1, 0.5, "x", "", [], {}, [1, 2], ["x"], float("nan"), 1e308, b"x", object()),
    *("5 knot", "-1 t", "1e300 t", "2023-13-01", "200 %", "1 USD", "José", {1, 2}, SEA, VLCC),
    *(np.array([]), np.array("x"), np.array([1.0, 2.0]), oe.Q([1, 2, 3], "t"), oe.Q(5, "m")),
]
CALLS: dict[str, tuple[Any, dict[str, Any]]] = {
    "port": (oe.port, {"name": "José"}),
    "distance": (
        oe.distance,
        {
            "a": "José",
            "b": "Ningbo",
            "vessel": AFRAMAX,
            "laden": True,
            "draft": "12 m",
            "via": "panama",
            "avoid": "yucatan",
            "published": True,
        },
    ),
    "passage_restrictions": (
        passage_restrictions,
        {"vessel": AFRAMAX, "laden": True, "draft": "12 m"},
    ),
    "canal_dues": (
        canal_dues,
        {
            "canal": "suez",
            "vessel": SUEZMAX,
            "on": "2006-06-01",
            "laden": True,
            "cargo": "60000 t",
            "sdr": "1.4 USD",
        },
    ),
    "largest_cargo": (
        largest_cargo,
        {"vessel": AFRAMAX, "port": "Amuay", "api": "16 degAPI", "draft": "12 m"},
    ),
    "estimate": (
        oe.estimate,
        {"voyage": BY_PANAMA, "market": MARKET, "api": "16 degAPI"},
    ),
    "best_route": (
        oe.best_route,
        {"voyage": BY_PANAMA, "market": MARKET, "on": "2025-06-01", "api": "16 degAPI"},
    ),
    "transshipment": (
        transshipment,
        {"voyages": {"sea": SEA}, "market": MARKET, "api": "16 degAPI"},
    ),
    "laytime": (
        laytime,
        {
            "in_port": "5 day",
            "rate": "30000 USD/day",
            "allowed": "72 h",
            "turn": "6 h",
            "interruptions": "0 h",
            "pro_rata": "50 %",
        },
    ),
    "at_speed": (at_speed, {"vessel": AFRAMAX, "laden": "12 knot", "ballast": "12 knot"}),
    "best_speed": (
        best_speed,
        {
            "voyage": SEA,
            "market": MARKET,
            "hire": "60000 USD/day",
            "laden": True,
            "cargo_price": "50 USD/bbl",
            "api": "16 degAPI",
        },
    ),
    "speeds": (
        speeds,
        {
            "voyage": SEA,
            "market": MARKET,
            "knots": [10.0],
            "cargo_price": "50 USD/bbl",
            "api": "16 degAPI",
        },
    ),
    "vessel": (oe.vessel, {"name": "vlcc"}),
    "vessel_figures": (vessel_figures, {"name": "vlcc"}),
    "freight_for": (LUMP.freight_for, {"tce": "60000 USD/day"}),
    "points_for": (LUMP.points_for, {"tce": "60000 USD/day", "flat": "20 USD/t"}),
    "bunker_price_for": (LUMP.bunker_price_for, {"tce": "-20000 USD/day"}),
    "breakeven_hire": (LUMP.breakeven_hire, {"commission": "1 %"}),
}


@pytest.mark.parametrize(
    ("name", "argument"), [(name, arg) for name, (_, given) in CALLS.items() for arg in given]
)
def test_an_odd_argument_is_refused_in_our_own_words_or_answered_with_numbers(
    name: str, argument: str
) -> None:
    call, given = CALLS[name]
    for odd in ODD:
        try:
            found = call(**{**given, argument: odd})
        except OilEconError:
            continue
        usd = getattr(found, "usd", getattr(found, "demurrage", found))
        magnitude = getattr(usd, "magnitude", 0.0)
        assert np.isfinite(np.asarray(magnitude, dtype=float)).all()
