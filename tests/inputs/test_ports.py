"""Ports: found by what the trade calls them, and only by that."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError, UnitError, UnknownName, quote
from oilecon.inputs.ports import port_of
from oilecon.reference import sea as tables
from oilecon.shipping import largest_cargo, transshipment
from oilecon.shipping.berths import place
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable


# -- the sea -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Jose", "josé terminal", "VE JOT", "JOSE"])
def test_a_port_is_found_without_accents(name: str) -> None:
    assert oe.Port.shipped(name).name == "José"
    assert oe.Port.shipped(name).draft == oe.Q("22.9 m")


# -- the tables --------------------------------------------------------------------------------


def test_ports_are_listed_and_each_is_found_by_what_the_table_calls_it() -> None:
    table = oe.Port.catalogue()
    assert table.loc["José", "draft [m]"] == 22.9
    assert table["country"].is_monotonic_increasing
    assert [oe.Port.shipped(str(name)).name for name in table.index] == list(table.index)


ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


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
    assert oe.Port.shipped(name).name == port


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
        oe.Port.shipped(name)
    assert str(caught.value) == f"{name!r} is more than one port; write {both}"
    for one in both.split(" or "):
        oe.Port.shipped(one.strip("'"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: oe.Port.shipped("Kangan"),
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
        "or a voyage to another port leave its name out and write the distance, as "
        "Voyage(distance='1900 nmi'), or give its place, as "
        "oilecon.Port('Kangan', latitude=1.0, longitude=-79.7)"
    )


# -- drafts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("port", "metres"),
    [("Beaumont", 12.19), ("Lake Charles", 12.19), ("New Orleans", 15.24), ("Havana", 9.75)],
)
def test_ports_of_the_gulf_have_a_draft(port: str, metres: float) -> None:
    assert oe.Port.shipped(port).draft == oe.Q(metres, "m")
    assert set(oe.Port.shipped(port).source) <= set(oe.sources().index)


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: oe.Port.shipped("Hoston"),
            UnknownName,
            (
                "no shipped port 'Hoston'; did you mean 'Houston'? Port.catalogue() lists all; "
                "for a voyage to another port leave its name out and write the distance, as "
                "Voyage(distance='1900 nmi'), or give its place, as "
                "oilecon.Port('Hoston', latitude=1.0, longitude=-79.7)"
            ),
        ),
        (
            lambda: oe.Port.shipped("Freeport"),
            UnknownName,
            "'Freeport' is more than one port; write 'Freeport, Bahamas' or 'Freeport, Texas'",
        ),
        (
            lambda: oe.Port.shipped(3),  # type: ignore[arg-type]
            OilEconError,
            "expected a port's name, got 3; write for example 'Rotterdam'",
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message


# -- a port of one's own -----------------------------------------------------------------------

BALAO = oe.Port(
    "Balao",
    latitude=1.0,
    longitude=-79.7,
    draft="15 m",
    cargo_limit="700 kb",
    country="Ecuador",
    aliases="Puerto Balao",
    as_of="2026",
    source=["a pilot"],
    note="the sea berths",
)


def test_a_port_of_ones_own_keeps_what_it_is_given() -> None:
    assert BALAO.draft == oe.Q("15 m")
    assert BALAO.cargo_limit == oe.Q("700000 bbl")
    assert (BALAO.latitude, BALAO.longitude) == (1.0, -79.7)
    assert (BALAO.aliases, BALAO.source) == (("Puerto Balao",), ("a pilot",))
    bare = oe.Port("Anywhere", latitude=np.float64(-0.5), longitude=180)
    assert (bare.draft, bare.cargo_limit, bare.country, bare.aliases) == (None, None, "", ())


@pytest.mark.parametrize(
    "port", [BALAO, oe.Port.shipped("José"), oe.Port.shipped("Puerto La Cruz")]
)
def test_a_port_is_one_class_shipped_or_not_and_comes_back_from_code_data_and_pickles(
    port: oe.Port,
) -> None:
    assert type(port) is oe.Port
    assert eval(repr(port), {"Port": oe.Port}) == port  # noqa: S307  our own code
    assert oe.Port(**port.to_dict()) == port
    assert pickle.loads(pickle.dumps(port)) == port  # noqa: S301  our own bytes
    assert hash(replace(port)) == hash(port)
    assert replace(port, draft=oe.Q("9 m")) != port


def test_a_shipped_port_unchanged_is_its_name_and_one_changed_is_ones_own() -> None:
    jose = oe.Port.shipped("José")
    assert port_of(jose) == "José"
    assert place(jose) is tables.places()["José"]
    shallow = replace(jose, draft=oe.Q("12 m"))
    assert port_of(shallow) is shallow
    assert place(shallow).draft_m == 12.0
    assert place(shallow).approach == "jose_approach"


def test_coordinates_are_a_port_with_a_name_that_says_them() -> None:
    for given in ((1.0, -79.7), [1.0, -79.7], np.array([1.0, -79.7])):
        assert port_of(given) == oe.Port("1° N, 79.7° W", latitude=1.0, longitude=-79.7)


@pytest.mark.parametrize(
    "given", [[[1, 2], [3]], [[1.0, 2.0], [3.0, 4.0]], (1.0,), np.array(1.0), np.eye(2), {}]
)
def test_what_is_no_pair_of_coordinates_is_refused(given: Any) -> None:
    text = refusal(lambda: oe.Call("load", share="50 %", port=given))
    assert text.startswith(
        (
            "Call.port: expected a port's name, an oilecon.Port or coordinates",
            "Call.port: Port.latitude: expected degrees north",
        )
    )


def test_the_limits_of_a_port_of_ones_own_hold() -> None:
    aframax = ARTICLE.gulf.sea.evolve(vessel=AFRAMAX)
    oe.estimate(aframax.evolve(cargo="80000 t", load_port=BALAO), MARKET, api="16 degAPI")
    small = replace(BALAO, cargo_limit=oe.Q("500 kb"))
    assert refusal(
        lambda: oe.estimate(
            aframax.evolve(cargo="80000 t", load_port=small), MARKET, api="16 degAPI"
        )
    ).startswith(
        "Voyage.cargo: expected at most 76184 t at Balao by its limit of 500 kb, got 80000"
    )
    shallow = replace(BALAO, draft=oe.Q("10 m"), cargo_limit=None)
    assert "at Balao by its draft of 10 m" in refusal(
        lambda: oe.estimate(
            aframax.evolve(cargo="100000 t", discharge_port=shallow), MARKET, api="16 degAPI"
        )
    )
    same = tables.places()["Punta Cardón"]
    twin = oe.Port("Twin", latitude=same.latitude, longitude=same.longitude, draft="14 m")
    assert largest_cargo(AFRAMAX, twin) == largest_cargo(AFRAMAX, "Punta Cardón")


def test_an_unknown_limit_of_ones_own_is_announced() -> None:
    bare = oe.Port("Balao", latitude=1.0, longitude=-79.7)
    estimate = oe.estimate(SEA.evolve(vessel=VLCC, load_port=bare), MARKET, api="16 degAPI")
    assert estimate.notes[0] == "the draft at Balao was not checked: none is given"
    assert refusal(lambda: largest_cargo(VLCC, bare)) == (
        "largest_cargo: no draft is given for Balao, so the cargo at its draft is not known; write "
        "the draft allowed, for example draft='13.7 m'"
    )


def test_best_route_takes_a_port_of_ones_own() -> None:
    leg = SEA.evolve(
        vessel=VLCC, load_port=replace(BALAO, draft=None, cargo_limit=None), discharge_port="Ningbo"
    )
    best = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI")
    assert best.laden == "sea"
    assert best.estimate.voyage.distance == oe.distance(BALAO, "Ningbo").miles


NORTH = "Port.latitude: expected degrees north of the equator, a number from -90 to 90"
HUGE = -(10**400)  # beyond every float
EAST = "Port.longitude: expected degrees east of Greenwich, a number from -180 to 180"


@pytest.mark.parametrize(
    ("changes", "kind", "message"),
    [
        (
            {"latitude": 91},
            InputError,
            (f"{NORTH}, got 91; write for example latitude=1.0 (south is below zero)"),
        ),
        (
            {"latitude": "1.5° S"},
            InputError,
            (f"{NORTH}, got '1.5° S'; write latitude=-1.5 (south is below zero)"),
        ),
        (
            {"latitude": float("nan")},
            InputError,
            (f"{NORTH}, got nan; write for example latitude=1.0 (south is below zero)"),
        ),
        (
            {"longitude": 280.3},
            InputError,
            (f"{EAST}, got 280.3; write longitude=-79.7 (west is below zero)"),
        ),
        (
            {"longitude": None},
            InputError,
            (f"{EAST}, got None; write for example longitude=-79.7 (west is below zero)"),
        ),
        (
            {"longitude": True},
            InputError,
            (f"{EAST}, got True; write for example longitude=-79.7 (west is below zero)"),
        ),
        (
            {"draft": "15 t"},
            UnitError,
            (
                "Port.draft: expected m, got 15 in t, another kind of quantity; write for example "
                "'15 m'"
            ),
        ),
        (
            {"draft": "0 m"},
            InputError,
            "Port.draft: expected above 0 and at most 40 m, got 0; write for example '15 m'",
        ),
        (
            {"cargo_limit": oe.Q([1.0, 2.0], "kb")},
            InputError,
            "Port.cargo_limit: expected one number, got an array of shape (2,)",
        ),
        ({"country": 5}, InputError, "Port.country: expected text, got int"),
        (
            {"name": " "},
            InputError,
            "Port.name: expected a name, got ' '; write for example 'Balao'",
        ),
        (
            {"aliases": 3},
            InputError,
            "Port.aliases: expected a text or several, got 3; write aliases=['...']",
        ),
        (
            {"source": None},
            InputError,
            "Port.source: expected a text or several, got None; write source=['...']",
        ),
        (
            {"source": np.array([])},
            InputError,
            "Port.source: expected a text or several, got []; write source=['...']",
        ),
        (
            {"longitude": HUGE},
            InputError,
            f"{EAST}, got {quote(HUGE)}; write for example longitude=-79.7 (west is below zero)",
        ),
    ],
)
def test_what_is_no_port_is_refused(
    changes: dict[str, Any], kind: type[OilEconError], message: str
) -> None:
    given: dict[str, Any] = {"name": "Balao", "latitude": 1.0, "longitude": -79.7}
    with pytest.raises(kind) as caught:
        oe.Port(**given | changes)
    assert str(caught.value) == message
