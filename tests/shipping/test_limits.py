"""What ports and canals let in, and what cargo that leaves."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError
from oilecon.shipping import largest_cargo

ARTICLE = oe.scenario("article")
SEA, MARKET = ARTICLE.asia.sea, ARTICLE.market
VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


# -- drafts ------------------------------------------------------------------------------------


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


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: largest_cargo(VLCC, "LOOP"),
            (
                "largest_cargo: no draft is published for LOOP, so the cargo at its draft is not "
                "known; write the draft allowed, for example draft='13.7 m'"
            ),
        ),
        (
            lambda: largest_cargo("vlcc", "José"),  # type: ignore[arg-type]
            "largest_cargo: expected a Vessel, got 'vlcc'; write oilecon.Vessel.shipped('aframax')",
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, message: str) -> None:
    with pytest.raises(OilEconError) as caught:
        call()
    assert str(caught.value) == message


# -- laytime, speed, size ----------------------------------------------------------------------


def test_part_cargoes_by_draft_and_by_limit() -> None:
    per_tonne = (
        oe.estimate(SEA, MARKET, api="16 degAPI")["cargo_barrels"].magnitude / SEA.cargo.magnitude
    )
    limit = largest_cargo(VLCC, "Puerto La Cruz", api="16 degAPI").magnitude
    assert limit * per_tonne == pytest.approx(500_000)
    assert largest_cargo(VLCC, "José") == oe.Q("300000 t")
    assert largest_cargo(AFRAMAX, "Punta Cardón") < oe.Q("115000 t")


@pytest.mark.parametrize(
    ("call", "named"),
    [
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
