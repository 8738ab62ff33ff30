"""Whatever comes for an argument of the functions of shipping."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import OilEconError
from oilecon.shipping import (
    at_speed,
    best_speed,
    canal_dues,
    largest_cargo,
    laytime,
    passage_restrictions,
    speeds,
    transshipment,
)

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))
BY_PANAMA = SEA.evolve(
    vessel=SUEZMAX.evolve(panama_tonnage=70_000.0),
    load_port="José",
    discharge_port="Ningbo",
    cargo="100000 t",
)


# -- refusals ----------------------------------------------------------------------------------

LUMP = oe.estimate(SEA.evolve(charter=oe.LumpSum("1000000 USD")), MARKET, api="16 degAPI")
ODD: list[Any] = [
    *(None, 3, -1, 0.5, "x", "", [], {}, [1, 2], ["x"], float("nan"), 1e308, b"x", object()),
    *("5 knot", "-1 t", "1e300 t", "2023-13-01", "200 %", "1 USD", "José", {1, 2}, SEA, VLCC),
    *(np.array([]), np.array("x"), np.array([1.0, 2.0]), oe.Q([1, 2, 3], "t"), oe.Q(5, "m")),
]
CALLS: dict[str, tuple[Any, dict[str, Any]]] = {
    "port": (oe.Port.shipped, {"name": "José"}),
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
    "vessel": (lambda name: oe.Vessel.shipped(name), {"name": "vlcc"}),  # noqa: PLW0108  by name
    "figures": (oe.Vessel.figures, {"name": "vlcc"}),
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
