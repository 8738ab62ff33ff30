"""The cheapest of the ways that canals leave open."""

from __future__ import annotations

from typing import Any

import numpy as np

import oilecon as oe

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


def cell(table: Any, row: Any, column: str) -> float:
    return float(table[column][row])


# -- the sea -----------------------------------------------------------------------------------


def test_best_route_compares_cape_and_suez() -> None:
    leg = SEA.evolve(vessel=VLCC, load_port="Ras Tanura", discharge_port="LOOP")
    found = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI")
    suez, cape = ("sea", "suez"), ("sea", "sea")
    assert cell(found.table, suez, "dues [USD]") == 562_243.0
    assert cell(found.table, suez, "days [day]") < cell(found.table, cape, "days [day]") - 2
    assert found.estimate.freight.magnitude == found.table["freight [USD]"].min()
    assert not {route for both in found.table.index for route in both} - {"sea", "suez"}


def test_best_route_says_why_a_canal_on_the_way_is_closed() -> None:
    leg = SEA.evolve(vessel=VLCC, load_port="José", discharge_port="Ningbo")
    routes = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI").table
    closed: Any = routes["closed because"]
    assert "beam" in closed["panama", "panama"]


def test_best_route_leaves_out_a_canal_that_is_not_on_the_way() -> None:
    leg = SEA.evolve(vessel=VLCC, load_port="Ras Tanura", discharge_port="Yokohama")
    routes = oe.best_route(leg, MARKET, on="2023-06-01", api="16 degAPI").table
    assert list(routes.index) == [("sea", "sea")]


BY_PANAMA = SEA.evolve(
    vessel=SUEZMAX.evolve(panama_tonnage=70_000.0),
    load_port="José",
    discharge_port="Ningbo",
    cargo="100000 t",
)


# -- canals ------------------------------------------------------------------------------------


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
