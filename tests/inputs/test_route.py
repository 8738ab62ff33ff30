"""Routes as inputs: the names that their results take."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError
from tests.samples import refusal

ARTICLE = oe.scenario("article")
SANCTIONED = oe.scenario("article-sanctioned")


TAKEN = "is reserved or taken; write another than"


@pytest.mark.parametrize("name", ["loss", "lost", "debt", "market", "routes", "title"])
def test_reserved_names_of_routes_are_refused(name: str) -> None:
    assert refusal(lambda: ARTICLE.evolve(routes={name: ARTICLE.asia})) == (
        f"Scenario.routes: the name {name!r} {TAKEN} "
        "debt, difference, index, loss, lost, market, reference, routes, streams, supply, title"
    )


def test_no_line_of_a_result_can_be_a_member_of_a_route() -> None:
    """`asia.fuel` must always be the sum over voyages, never a voyage called fuel."""
    outcomes = set()
    for name in ("gulf", "asia"):
        route = SANCTIONED.routes[name]
        for path in oe.evaluate(SANCTIONED, name).to_frame().index:
            outcomes |= set(path.split(".")) - set(route.legs) - set(route.chain)
    assert outcomes >= {"price", "brent", "hire", "fuel", "netback", "operating", "royalty", "net"}
    for outcome in outcomes:
        with pytest.raises(InputError, match=f"the name '{outcome}' is reserved or taken"):
            SANCTIONED.asia.evolve(legs={outcome: SANCTIONED.asia.sea})


def test_the_first_edition_s_name_of_the_legs_is_answered_with_theirs() -> None:
    old: dict[str, Any] = {"voyages": {"sea": SANCTIONED.asia.sea}}
    with pytest.raises(
        oe.InputError, match=r"Route\.voyages: a route's voyages are among its legs"
    ):
        oe.Route(SANCTIONED.asia.sale, **old)
