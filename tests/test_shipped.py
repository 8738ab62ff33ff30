"""What is shipped: scenarios and ships that hold their rows."""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.errors import UnknownName
from oilecon.reference import rows, scenario_plan, ship_rows, vessel_rows
from oilecon.reference.packs import packs
from tests.samples import refusal

NAMES = ["article", "article-realised", "article-period", "article-discount", "article-sanctioned"]
ARTICLE = oe.scenario("article")
SANCTIONED = oe.scenario("article-sanctioned")


# -- the shipped ones ------------------------------------------------------------------------------

LISTED = ", ".join(sorted(oe.scenarios().index)[:12]) + ", ..."


def test_the_table_of_scenarios_names_them_all() -> None:
    table = oe.scenarios()
    first = table.index[table["case"] == table.loc[NAMES[0], "case"]]
    assert list(first)[: len(NAMES)] == NAMES
    assert len(first) > len(NAMES)  # the dated regimes follow
    assert set(table["case"]) == {pack.name for pack in packs().values()}
    assert table.index.name == "scenario"
    assert list(table.columns) == ["case", "title", "as_of", "summary"]
    assert table.loc["article", "title"] == "Transport only"
    assert not table.isna().to_numpy().any()
    for name, title in table["title"].items():
        shipped = oe.scenario(str(name))
        assert (shipped.title, shipped.reference) == (title, name)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    assert refusal(lambda: oe.scenario("articel"), UnknownName) == (
        "no shipped scenario 'articel'; did you mean 'article'?"
    )
    assert refusal(lambda: oe.scenario("zzz"), UnknownName) == (
        f"no shipped scenario 'zzz'; known: {LISTED}"
    )
    assert refusal(lambda: oe.Vessel.shipped("vlc"), UnknownName) == (
        "no shipped vessel 'vlc'; did you mean 'vlcc' or 'vlcc old'? Vessel.catalogue() lists all"
    )
    assert refusal(lambda: oe.Vessel.shipped("x"), UnknownName) == (
        "no shipped vessel 'x'; known: aframax, lr1, lr2, mr, panamax, shadow vlcc, suezmax, vlcc, "
        "vlcc old"
    )
    with pytest.raises(LookupError):
        oe.scenario("zzz")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_holds_its_rows_and_nothing_of_the_users(name: str) -> None:
    scenario = oe.scenario(name)
    assert scenario.overrides() == {}
    assert scenario.shape == ()
    for row in rows(name):
        paths = [path for path in scenario.paths() if row.covers(path)]
        assert paths
        for path in paths:
            assert scenario.get(path).to("1" if row.unit == "1" else row.unit).magnitude == (
                pytest.approx(row.value, rel=1e-15)
            )
            taken = scenario.row(path)
            assert taken is not None
            assert (taken.name, taken.evidence.row) == (row.name, row.evidence.row)
            assert taken.evidence.source == row.evidence.source
            if row.unit == taken.unit:
                assert taken.evidence == row.evidence


SIZE = (
    *("dwt", "length", "beam", "draft_laden", "draft_ballast"),
    *("gross_tonnage", "suez_tonnage", "panama_tonnage"),
)


@pytest.mark.parametrize("name", ["aframax", "vlcc"])
def test_a_shipped_vessel_holds_its_rows(name: str) -> None:
    ship = oe.Vessel.shipped(name)
    assert ship.name == name
    rows = (*vessel_rows()[name], *ship_rows()[name])
    held = {row.path.partition(":")[2]: row for row in rows}
    assert set(held) == {path for path in ship.paths() if ship.get(path) is not None}
    for field, row in held.items():
        assert str(ship.get(field)) == f"{row.value} {row.unit}".removesuffix(" 1")


def test_the_two_routes_differ_where_the_plan_says() -> None:
    assert set(scenario_plan("article")["tree"]["routes"]) == set(ARTICLE.routes)
    for route, name in (("gulf", "aframax"), ("asia", "vlcc")):
        ship = ARTICLE.routes[route].sea.vessel
        assert ship.name == name
        # A netback needs no size.
        assert ship == oe.Vessel.shipped(name).evolve(**dict.fromkeys(SIZE))
    assert ARTICLE.gulf.sale == ARTICLE.asia.sale
    assert not ARTICLE.asia.chain
    assert str(SANCTIONED.asia.agent.fee) == "2.7 USD/bbl"
    assert str(SANCTIONED.gulf.agent.fee) == "0.0 USD/bbl"
