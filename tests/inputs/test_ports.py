"""Ports: found by what the trade calls them, and only by that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.errors import OilEconError, UnknownName
from oilecon.shipping import largest_cargo, transshipment

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
        "oilecon.Port('Balao', latitude=1.0, longitude=-79.7)"
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
                "oilecon.Port('Balao', latitude=1.0, longitude=-79.7)"
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
