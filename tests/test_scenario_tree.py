"""Scenarios: their inputs with sources, what of them is the user's, and their arrays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError, PathError, UnknownName
from oilecon.reference import vessel_rows

NAMES = ["article", "article-realised", "article-period", "article-discount", "article-sanctioned"]
ARTICLE = oe.scenario("article")
SANCTIONED = oe.scenario("article-sanctioned")


def refusal(make: Any, kind: type[OilEconError] = InputError) -> str:
    """Return the text with which `make` refuses."""
    with pytest.raises(kind) as caught:
        make()
    assert type(caught.value) is kind
    return str(caught.value)


# -- the shipped ones ------------------------------------------------------------------------------

LISTED = ", ".join(sorted(oe.scenarios().index)[:12]) + ", ..."
SIZE = (
    *("dwt", "length", "beam", "draft_laden", "draft_ballast"),
    *("gross_tonnage", "suez_tonnage", "panama_tonnage"),
)


# -- what is the user's ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_inputs_list_every_number_with_its_source(name: str) -> None:
    scenario = oe.scenario(name)
    table = scenario.inputs()
    given = {path: (field, raw) for path, field, raw in scenario.leaves() if raw is not None}
    assert list(table.index) == list(given)
    assert table.index.name == "path"
    assert list(table.columns) == [
        *("value", "unit", "low", "high", "kind", "as_of", "source", "pattern", "note"),
    ]
    assert table["value"].dtype == np.float64
    assert set(table["kind"]) == {"published", "estimate", "assumption", "neutral"}
    bibliography = set(oe.sources().index)
    for path, line in table.iterrows():
        field, raw = given[str(path)]
        assert line["value"] == raw
        assert line["unit"] == (field.unit if field.unit != "fraction" else "1")
        assert line["note"]
        if line["kind"] == "neutral":
            assert raw in {0.0, 1.0}
            assert line["source"] == line["pattern"] == line["as_of"] == ""
            assert math.isnan(line["low"])
        else:
            assert set(line["source"].split()) <= bibliography
            assert line["low"] <= line["value"] <= line["high"]
            assert line["as_of"]


def test_inputs_show_the_pattern_that_a_row_owns() -> None:
    table = SANCTIONED.inputs()
    for route in ("gulf", "asia"):
        assert table.loc[f"{route}.sea.weather", "pattern"] == "*.sea.weather"
        assert table.loc[f"{route}.sale.payment_days", "pattern"] == "*.sale.payment_days"
    assert table.loc["asia.sea.distance", "pattern"] == "asia.sea.distance"
    assert table.loc["asia.sea.vessel.fuel_laden", "pattern"] == "vlcc:fuel_laden"
    assert table.loc["gulf.sea.vessel.fuel_laden", "pattern"] == "aframax:fuel_laden"
    # One number for both routes in the scenario without a discount, one each in the others.
    assert ARTICLE.inputs().loc["asia.sale.differential", "pattern"] == "*.sale.differential"
    assert table.loc["gulf.sale.differential", "pattern"] == "gulf.sale.differential"


MINE = {
    "market.brent": "70 USD/bbl",
    "asia.sea.vessel.knots_laden": "14 knot",
    "asia.sea.extra_days": "3 day",
    "gulf.sea.weather": "6 %",
    "supply.royalty": 0,
}


def test_what_differs_from_its_row_is_yours() -> None:
    mine = ARTICLE.vary(MINE)
    assert set(mine.overrides()) == set(MINE)
    assert str(mine.overrides()["asia.sea.extra_days"]) == "3.0 day"
    table = mine.inputs()
    for path in MINE:
        assert set(table.loc[path, ["source", "kind"]]) == {"you"}
        assert table.loc[path, "as_of"] == ""
    assert list(table.index[table["source"] == "you"]) == [p for p in table.index if p in MINE]
    brent = table.loc["market.brent"]
    assert (brent["value"], brent["low"], brent["high"]) == (70.0, 62.54, 63.8)
    assert brent["note"] == "the benchmark crude; the row says 63.8"
    assert brent["pattern"] == "market.brent"
    days = table.loc["asia.sea.extra_days"]  # no row of this scenario speaks of it
    assert days["note"].startswith("laden days lost on the way")
    assert days["pattern"] == ""
    assert mine.vary({path: ARTICLE.get(path) for path in MINE}).overrides() == {}


def test_the_same_number_in_another_unit_is_not_yours() -> None:
    same = ARTICLE.vary(
        {
            "market.brent": "63800 USD/kb",
            "*.sea.weather": "5 %",
            "gulf.sea.cargo": "70000000 kg",
            "*.sea.charter.commission": "3.75 %",
        }
    )
    assert same.overrides() == {}
    assert same == ARTICLE


def test_an_array_is_yours_and_shows_its_range_and_shape() -> None:
    mine = ARTICLE.vary({"market.brent": oe.Q([[60], [50.5]], "USD/bbl")})
    line = mine.inputs().loc["market.brent"]
    assert (line["value"], line["source"]) == ("50.5 to 60, shape (2, 1)", "you")
    assert list(mine.overrides()) == ["market.brent"]
    assert mine.inputs().loc["market.vlsfo", "value"] == 445.0


def test_a_vessel_of_another_name_has_no_rows() -> None:
    mine = ARTICLE.vary({"asia.sea.vessel.name": "my ship"})
    numbers = {p for p in mine.paths() if "asia.sea.vessel." in p and mine.get(p) is not None}
    assert set(mine.overrides()) == numbers | {"asia.sea.vessel.name"}
    assert mine.overrides()["asia.sea.vessel.name"] == "my ship"
    assert mine.row("asia.sea.vessel.knots_laden") is None
    changes = {"asia.sea.vessel": oe.Vessel.shipped("aframax"), "asia.sea.cargo": "70000 t"}
    other = ARTICLE.vary(changes)
    size = {f"asia.sea.vessel.{field}" for field in SIZE}
    assert set(other.overrides()) <= {"asia.sea.vessel.name", "asia.sea.cargo"} | size
    assert other.inputs().loc["asia.sea.vessel.fuel_laden", "pattern"] == "aframax:fuel_laden"


def test_choices_that_differ_and_what_is_left_out_are_yours() -> None:
    mine = ARTICLE.vary(
        {
            "asia.sale.terms": "CFR",
            "*.sea.load_fuel": "mgo",
            "gulf.sea.discharge_fuel": "mgo",  # as shipped
            "supply.diluent": None,
            "supply.target_api": None,
            "title": "mine",
        }
    )
    assert mine.overrides() == {
        "asia.sale.terms": "CFR",
        "gulf.sea.load_fuel": "mgo",
        "asia.sea.load_fuel": "mgo",
        "supply.diluent.api": None,
        "supply.diluent.differential": None,
        "supply.diluent.freight": None,
        "supply.target_api": None,
    }


def test_without_a_reference_only_ships_have_rows() -> None:
    mine = ARTICLE.evolve(reference="")
    table = mine.inputs()
    sourced = table.index[~table["kind"].isin(["you", "neutral"])]
    ships = {path for path in mine.paths() if ".vessel." in path}
    assert set(sourced) == {path for path in ships if mine.get(path) is not None}
    assert "market.brent" in mine.overrides()
    own = mine.vary({"*.sea.vessel.name": ""}).inputs()
    assert set(own["kind"]) == {"you", "neutral"}
    assert own[["low", "high"]].isna().to_numpy().all()
    assert own["value"].dtype == own["low"].dtype == np.float64
    assert (own[["as_of", "pattern"]] == "").to_numpy().all()


@pytest.mark.parametrize("name", ["vessel", "value", "unit"])
def test_routes_and_voyages_may_bear_any_free_name(name: str) -> None:
    route = ARTICLE.asia.evolve(voyages={name: ARTICLE.asia.sea})
    mine = ARTICLE.evolve(routes={name: route, "unit" if name == "value" else "value": route})
    assert mine.inputs().loc[f"{name}.{name}.cargo", "value"] == 270_000.0
    assert mine.row(f"{name}.{name}.vessel.fuel_laden") == vessel_rows()["vlcc"][2]
    assert oe.Scenario.from_toml(mine.to_toml()) == mine


def test_the_row_of_a_wrong_path_is_refused() -> None:
    assert refusal(lambda: ARTICLE.row("market.brnt"), PathError) == (
        "no path 'market.brnt': 'market' has no 'brnt'; did you mean 'brent'?"
    )
    assert ARTICLE.row("market.brent") is not None
    assert ARTICLE.row("asia.sea.extra_days") is None
    assert ARTICLE.row("title") is None


# -- arrays ----------------------------------------------------------------------------------------


def test_arrays_broadcast_to_one_shape() -> None:
    mine = ARTICLE.vary(
        {
            "market.brent": oe.Q([[50.0], [60.0]], "USD/bbl"),
            "asia.sea.weather": [0.1, 0.2, 0.3],
            "gulf.sea.charter.hire": oe.Q([20_000], "USD/day"),
        }
    )
    assert mine.shape == (2, 3)


def test_arrays_that_do_not_fit_are_refused_with_paths_and_shapes() -> None:
    changes = {"market.brent": oe.Q([50, 60], "USD/bbl"), "asia.sea.weather": [0.1, 0.2, 0.3]}
    sentence = (
        "Scenario: expected arrays that broadcast together, got market.brent (2,), "
        "asia.sea.weather (3,); give each its own dimension, as with array[:, None]"
    )
    assert refusal(lambda: ARTICLE.vary(changes)) == sentence
    one = ARTICLE.vary({"market.brent": changes["market.brent"]})
    asia = ARTICLE.vary({"asia.sea.weather": changes["asia.sea.weather"]}).asia
    assert refusal(lambda: one.evolve(routes={"asia": asia})) == sentence
    data = one.to_dict()
    data["routes"]["asia"] = asia
    assert refusal(lambda: oe.Scenario.from_dict(data)) == sentence


def test_at_takes_one_element() -> None:
    mine = ARTICLE.vary(
        {
            "market.brent": oe.Q([[50.0], [60.0]], "USD/bbl"),
            "asia.sea.weather": [0.1, 1.5, 0.3] * oe.Q("1 1"),
        }
    )
    for i, brent in enumerate((50.0, 60.0)):
        for j, weather in enumerate((0.1, 1.5, 0.3)):
            one = mine.at(i, j)
            assert one.shape == ()
            assert one == ARTICLE.vary(
                {"market.brent": f"{brent} USD/bbl", "asia.sea.weather": f"{weather} fraction"}
            )
    assert mine.at(-1, np.int64(-2)) == mine.at(1, 1)
    assert ARTICLE.at() == ARTICLE


@pytest.mark.parametrize(
    "index",
    [(), (0,), (0, 0, 0), (2, 0), (0, 3), (-3, 0), (0.0, 1), (None, 0), (slice(None), 0), (..., 0)],
)
def test_at_refuses_an_index_that_does_not_fit(index: tuple[Any, ...]) -> None:
    mine = ARTICLE.vary(
        {"market.brent": oe.Q([[50], [60]], "USD/bbl"), "asia.sea.weather": [0.1, 0.2, 0.3]}
    )
    assert refusal(lambda: mine.at(*index), PathError) == (
        f"no element {index} in a scenario of shape (2, 3); write one index for each dimension"
    )


def test_at_refuses_an_index_into_a_scenario_without_arrays() -> None:
    assert refusal(lambda: ARTICLE.at(0), PathError) == (
        "no element (0,) in a scenario of shape (); write one index for each dimension"
    )
    single = ARTICLE.vary({"market.brent": oe.Q([[50.0]], "USD/bbl")})
    assert refusal(lambda: single.at(0), PathError) == (
        "no element (0,) in a scenario of shape (1, 1); write one index for each dimension"
    )


# -- the whole -------------------------------------------------------------------------------------


def test_a_scenario_is_refused_without_routes_and_with_an_unknown_reference() -> None:
    assert refusal(lambda: ARTICLE.evolve(routes={})) == (
        "Scenario.routes: expected at least 1 Route, got 0"
    )
    sentence = "Scenario.reference: no shipped scenario 'mine'; known: " + LISTED
    assert refusal(lambda: ARTICLE.evolve(reference="mine"), UnknownName) == sentence
    assert refusal(lambda: ARTICLE.vary({"reference": "mine"}), UnknownName) == sentence
    assert refusal(lambda: ARTICLE.evolve(market=ARTICLE.supply, supply=ARTICLE.market)) == (
        "2 problems:\n"
        "  Scenario.market: expected Market(...), got Supply\n"
        "  Scenario.supply: expected Supply(...), got Market"
    )
