"""Voyage estimates against the same arithmetic by hand, and repeated miles against searoute."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks.racing import Goal, clocked, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["by_hand", "inputs", "rows", "voyage"]

ROWS = 1_000_000
PAIRS = 15


def by_hand(i: dict[str, Any]) -> Any:
    """Return freight per barrel as an analyst would write it, for floats or arrays."""
    stretch = (1.0 + i["weather"]) / 24.0
    laden, ballast = stretch / i["knots_laden"], stretch / i["knots_ballast"]
    sea = i["distance"] - i["eca_distance"]
    laden_open, laden_eca = sea * laden, i["eca_distance"] * laden
    ballast_open, ballast_eca = sea * ballast, i["eca_distance"] * ballast
    at_sea = laden_open + laden_eca + ballast_open + ballast_eca
    days = at_sea + i["days_load"] + i["days_discharge"] + i["days_wait"]
    vlsfo = laden_open * i["fuel_laden"] + ballast_open * i["fuel_ballast"]
    vlsfo = vlsfo + i["days_load"] * i["fuel_load"] + i["days_wait"] * i["fuel_wait"]
    mgo = laden_eca * i["fuel_laden"] + ballast_eca * i["fuel_ballast"]
    mgo = mgo + i["days_discharge"] * i["fuel_discharge"]
    fuel = vlsfo * i["vlsfo"] + mgo * i["mgo"]
    ports = i["port_cost_load"] + i["port_cost_discharge"]
    freight = (i["hire"] * days + fuel + ports) / (1.0 - i["commission"])
    per_tonne = 1000.0 / (141.5 / (16.0 + 131.5) * 999.016 * 0.158987294928)
    return freight / (i["cargo"] * per_tonne)


def voyage() -> tuple[oe.Voyage, oe.Market]:
    """Return the article's voyage to Asia."""
    scenario = oe.scenario("article")
    return scenario.asia.sea, scenario.market


def inputs(leg: oe.Voyage, market: oe.Market) -> dict[str, Any]:
    """Return the plain numbers of both, by field."""
    groups = (leg, leg.vessel, leg.charter, market)
    return {path: raw for group in groups for path, _, raw in group.leaves() if "." not in path}


def rows() -> Iterator[Row]:
    """Yield the races, after both sides have given the same freight.

    Raises
    ------
    AssertionError
        If they have not, to 1e-12 of it.
    """
    yield from _one()
    yield from _million()
    yield from _miles()


def _one() -> Iterator[Row]:
    leg, market = voyage()
    plain = inputs(leg, market)

    def ours() -> Any:
        return oe.estimate(leg, market, api="16 degAPI").freight_per_barrel

    np.testing.assert_allclose(ours().magnitude, by_hand(plain), rtol=1e-12)
    other = clocked(partial(by_hand, plain))
    yield race(clocked(ours), other).row("one estimate, against floats", Goal(15))


def _million() -> Iterator[Row]:
    leg, market = voyage()
    rng = np.random.default_rng(1)
    hire = oe.Q(rng.uniform(2e4, 1e5, ROWS), "USD/day")
    fuel = oe.Q(rng.uniform(400.0, 700.0, ROWS), "USD/t")
    leg, market = leg.vary({"charter.hire": hire}), market.evolve(vlsfo=fuel)
    plain = inputs(leg, market)

    def ours() -> Any:
        return oe.estimate(leg, market, api="16 degAPI").freight_per_barrel.magnitude

    np.testing.assert_allclose(ours(), by_hand(plain), rtol=1e-12)
    other = clocked(partial(by_hand, plain))
    name = "a million estimates, against NumPy"
    yield race(clocked(ours), other, PAIRS).row(name, Goal(1.3))


def _miles() -> Iterator[Row]:
    searoute = import_module("searoute")
    jose, ningbo = [-64.85, 10.1], [121.55, 29.883]
    closed = ["northwest", "panama", "suez"]
    vlcc = oe.Vessel.shipped("vlcc")

    def ours() -> Any:
        return oe.distance("José", "Ningbo", vessel=vlcc)

    def other() -> Any:
        return searoute.searoute(jose, ningbo, units="naut", restrictions=closed)

    goal = Goal(20, at_least=True)
    name = "a repeated distance, times faster than searoute"
    yield race(clocked(ours), clocked(other), 5).row(name, goal)
