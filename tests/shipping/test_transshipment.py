"""A cargo that changes ships: what each leg costs a barrel of the last, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError
from oilecon.shipping import transshipment

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
SHUTTLE = ARTICLE.gulf.sea.evolve(cargo="70000 t")


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


# -- refusals ----------------------------------------------------------------------------------

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


# -- what must hold ----------------------------------------------------------------------------


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


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: transshipment({}, MARKET, api="16 degAPI"),
            InputError,
            (
                "transshipment: expected at least one voyage by name, got none; "
                "write {'sea': Voyage(...)}"
            ),
        ),
        (
            lambda: transshipment({"sea": 3}, MARKET, api="16 degAPI"),  # type: ignore[dict-item]
            OilEconError,
            "transshipment: sea: expected a Voyage, got 3; write oilecon.Voyage(...)",
        ),
        (
            lambda: transshipment([3], MARKET, api="16 degAPI"),  # type: ignore[arg-type]
            OilEconError,
            (
                "transshipment: expected at least one voyage by name, got [3]; "
                "write {'sea': Voyage(...)}"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
