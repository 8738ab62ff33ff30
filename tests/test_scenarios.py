"""Scenarios: the shipped ones, files of them, and what of them is the user's."""

from __future__ import annotations

import math
import re
import time
import tomllib
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import scenario_files as module
from oilecon.errors import InputError, OilEconError, PathError, UnitError, UnknownName
from oilecon.reference import rows, scenario_plan, ship_rows, vessel_rows

NAMES = ["article", "article-realised", "article-period", "article-discount", "article-sanctioned"]
ARTICLE = oe.scenario("article")
SANCTIONED = oe.scenario("article-sanctioned")
TOML = ARTICLE.to_toml()


def refusal(make: Any, kind: type[OilEconError] = InputError) -> str:
    """Return the text with which `make` refuses."""
    with pytest.raises(kind) as caught:
        make()
    assert type(caught.value) is kind
    return str(caught.value)


def loaded(old: str, new: str) -> oe.Scenario:
    """Load the article's file with `old`, which it must hold, replaced once."""
    assert old in TOML
    return oe.Scenario.from_toml(TOML.replace(old, new, 1), "my.toml")


# -- the shipped ones ------------------------------------------------------------------------------


LISTED = ", ".join(sorted(oe.scenarios().index)[:12]) + ", ..."


def test_the_table_of_scenarios_names_them_all() -> None:
    table = oe.scenarios()
    assert list(table.index)[: len(NAMES)] == NAMES
    assert len(table) > len(NAMES)  # the dated regimes follow
    assert table.index.name == "scenario"
    assert list(table.columns) == ["title", "as_of", "summary"]
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
    assert refusal(lambda: oe.vessel("vlc"), UnknownName) == (
        "no shipped vessel 'vlc'; did you mean 'vlcc'?"
    )
    assert refusal(lambda: oe.vessel("x"), UnknownName) == (
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
            assert scenario.row(path) == row


SIZE = (
    *("dwt", "length", "beam", "draft_laden", "draft_ballast"),
    *("gross_tonnage", "suez_tonnage", "panama_tonnage"),
)


@pytest.mark.parametrize("name", ["aframax", "vlcc"])
def test_a_shipped_vessel_holds_its_rows(name: str) -> None:
    ship = oe.vessel(name)
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
        assert ship == oe.vessel(name).evolve(**dict.fromkeys(SIZE))  # a netback needs no size
    assert ARTICLE.gulf.sale == ARTICLE.asia.sale
    assert not ARTICLE.asia.chain
    assert str(SANCTIONED.asia.agent.fee) == "2.7 USD/bbl"
    assert str(SANCTIONED.gulf.agent.fee) == "0.0 USD/bbl"


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
    changes = {"asia.sea.vessel": oe.vessel("aframax"), "asia.sea.cargo": "70000 t"}
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


# -- cross checks of the groups --------------------------------------------------------------------

HEAVY = oe.Crude("8.5 degAPI")
LIGHT = oe.Diluent("56.5 degAPI", price="57 USD/bbl")


def supply(**changes: Any) -> oe.Supply:
    given: dict[str, Any] = {
        "heavy": HEAVY,
        "production_cost": "17.5 USD/bbl",
        "diluent": LIGHT,
        "target_api": "16 degAPI",
    }
    return oe.Supply(**(given | changes))


TOGETHER = (
    "Supply: diluent and target_api go together, and {} is missing; "
    "write both, or neither for a crude sold as it is"
)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"target_api": None}, TOGETHER.format("target_api")),
        ({"diluent": None}, TOGETHER.format("diluent")),
        (
            {"target_api": "8 degAPI"},
            (
                "Supply.target_api: expected a gravity at least the heavy crude's 8.5 degAPI, "
                "got 8 degAPI"
            ),
        ),
        (
            {"target_api": "57 degAPI"},
            "Supply.diluent.api: expected a gravity at least the target 57 degAPI, got 56.5 degAPI",
        ),
        (
            {"target_api": "8.5 degAPI", "diluent": oe.Diluent("8.5 degAPI", price="1 USD/bbl")},
            (
                "Supply.diluent.api: expected a gravity above the heavy crude's 8.5 degAPI, "
                "got 8.5 degAPI"
            ),
        ),
        (
            {"target_api": oe.Q([9, 10, 60], "degAPI")},
            "Supply.diluent.api: expected a gravity at least the target 60 degAPI, got 56.5 degAPI",
        ),
        (
            {"target_api": oe.Q([10, 8], "degAPI")},
            (
                "Supply.target_api: expected a gravity at least the heavy crude's 8.5 degAPI, "
                "got 8 degAPI"
            ),
        ),
        (
            {"heavy": oe.Crude(oe.Q([8, 9], "degAPI")), "target_api": oe.Q([9, 9, 9], "degAPI")},
            (
                "Supply.target_api: expected arrays that broadcast together, got the heavy crude's "
                "(2,), its own (3,); give each its own dimension, as with array[:, None]"
            ),
        ),
    ],
    ids=count(),
)
def test_a_supply_that_cannot_be_blended_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(lambda: supply(**changes)) == sentence
    paths = {f"supply.{name}": value for name, value in changes.items()}
    base = ARTICLE.evolve(supply=supply())
    # Under vary, the path stands in the place of the class.
    assert refusal(lambda: base.vary(paths)) == sentence.replace("Supply", "supply", 1)


def test_a_supply_at_its_limits_is_taken() -> None:
    assert supply(target_api="8.5 degAPI").values["target_api"] == 8.5
    assert supply(target_api="56.5 degAPI").values["target_api"] == 56.5
    plain = supply(diluent=None, target_api=None)
    given = [path for path, _, raw in plain.leaves() if raw is not None]
    assert given == ["heavy.api", "production_cost", "royalty"]
    grid = supply(
        heavy=oe.Crude(oe.Q([[8], [9]], "degAPI")), target_api=oe.Q([10, 16, 20], "degAPI")
    )
    assert ARTICLE.evolve(supply=grid).shape == (2, 3)


@pytest.mark.parametrize(
    ("given", "came"),
    [
        ({}, "neither"),
        ({"price": "57 USD/bbl", "differential": "-6.4 USD/bbl"}, "both"),
    ],
)
def test_a_diluent_has_one_price(given: dict[str, Any], came: str) -> None:
    assert refusal(lambda: oe.Diluent("56.5 degAPI", **given)) == (
        f"Diluent: expected a differential to Brent or a price, got {came}; "
        "write one and set the other to None"
    )


MILES = "the distance includes the emission-area miles"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"eca_distance": "40000 nmi"},
            f"Voyage.eca_distance: expected at most the 13350 nmi sailed, got 40000 nmi; {MILES}",
        ),
        (
            {"ballast_distance": "50 nmi"},
            f"Voyage.ballast_eca_distance: expected at most the 50 nmi sailed, got 85 nmi; {MILES}",
        ),
        (
            {"ballast_eca_distance": "14000 nmi"},
            (
                "Voyage.ballast_eca_distance: expected at most the 13350 nmi sailed, "
                f"got 14000 nmi; {MILES}"
            ),
        ),
        (
            {"distance": oe.Q([100, 50, 20], "nmi")},
            f"Voyage.eca_distance: expected at most the 50 nmi sailed, got 85 nmi; {MILES}",
        ),
        (
            {"eca_distance": oe.Q([1, 2, 3], "nmi"), "distance": oe.Q([100, 500], "nmi")},
            (
                "Voyage.eca_distance: expected an array that broadcasts with the distance, "
                "got shapes (3,) and (2,)"
            ),
        ),
        (
            {
                "ballast_eca_distance": oe.Q([1, 2, 3], "nmi"),
                "ballast_distance": oe.Q([100, 500], "nmi"),
            },
            (
                "Voyage.ballast_eca_distance: expected an array that broadcasts with the distance, "
                "got shapes (3,) and (2,)"
            ),
        ),
    ],
    ids=count(),
)
def test_a_voyage_with_more_emission_area_miles_than_miles_is_refused(
    changes: dict[str, Any], sentence: str
) -> None:
    assert refusal(lambda: ARTICLE.asia.sea.evolve(**changes)) == sentence
    paths = {f"asia.sea.{name}": value for name, value in changes.items()}
    assert refusal(lambda: ARTICLE.vary(paths)) == sentence.replace("Voyage", "asia.sea", 1)


def test_a_voyage_wholly_in_emission_areas_is_taken() -> None:
    whole = ARTICLE.asia.sea.evolve(eca_distance="13350 nmi", ballast_distance="20000 nmi")
    assert whole.values["eca_distance"] == whole.values["distance"]


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_survives_its_file(name: str, tmp_path: Path) -> None:
    scenario = oe.scenario(name)
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
    path = tmp_path / "my scenario.toml"
    assert scenario.save(path) == path
    again = oe.Scenario.load(path)
    assert again == scenario
    assert oe.Scenario.load(str(path)) == scenario
    assert list(again.routes) == list(scenario.routes)
    assert path.read_text(encoding="utf-8") == again.to_toml() == scenario.to_toml()


def test_a_file_reads_as_a_person_would_write_it() -> None:
    assert TOML.startswith(
        'format = 1\ntitle = "Transport only"\nreference = "article"\n\n'
        '[market]\nbrent = "63.8 USD/bbl"\nvlsfo = "445.0 USD/t"\nmgo = "720.0 USD/t"\n'
        'finance_rate = "0.1 1/year"\n\n[supply]\n'
    )
    assert "[routes.asia.voyages.sea.vessel]\n" in TOML
    assert "royalty = 0.3333\n" in TOML
    data = tomllib.loads(TOML)
    assert data["routes"]["asia"]["voyages"]["sea"]["charter"] == {
        "kind": "TimeCharterEquivalent",
        "hire": "92300.0 USD/day",
        "commission": 0.0375,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"market.brent": oe.Q([[50], [1 / 3]], "USD/bbl"), "asia.sea.weather": [0.1, 0.7]},
        {"*.sea.weather": [[[1.5, 5e-324]]] * oe.Q("1 1")},
        {"asia.sea.shadow_multiple": [1, 1.1, 20.0]},
        {"market.finance_rate": ["7 %/year", "0.1 1/year"]},
        {"gulf.sale.differential": oe.Q([-1e-5, 1e2, -0.0], "USD/bbl")},
    ],
    ids=count(),
)
def test_arrays_survive_a_file(changes: dict[str, Any]) -> None:
    mine = ARTICLE.vary(changes)
    again = oe.Scenario.from_toml(mine.to_toml())
    assert again == mine
    assert again.shape == mine.shape
    assert again.to_toml() == mine.to_toml()


LEAVES = {path: field for path, field, raw in SANCTIONED.leaves() if raw is not None}
# Alone, these reach beyond what other fields allow.
NARROWER = {
    "supply.heavy.api": (0.0, 16.0),
    "supply.target_api": (8.5, 56.5),
    "supply.diluent.api": (16.0, 100.0),
    "gulf.sea.distance": (202.0, 50_000.0),
    "asia.sea.distance": (85.0, 50_000.0),
    "gulf.sea.eca_distance": (0.0, 2100.0),
    "asia.sea.eca_distance": (0.0, 13_350.0),
}


@given(data=st.data(), path=st.sampled_from(sorted(LEAVES)))
def test_any_number_within_its_bounds_survives_a_file(data: st.DataObject, path: str) -> None:
    field = LEAVES[path]
    low, high = NARROWER.get(path, (field.low, field.high))
    x = data.draw(st.floats(low, high, exclude_min=field.above))
    mine = SANCTIONED.vary({path: field.show(x)})
    again = oe.Scenario.from_toml(mine.to_toml())
    assert again == mine
    assert again.get(path).magnitude == x


@given(
    st.lists(st.floats(0, 2), min_size=1, max_size=4),
    st.lists(st.floats(-300, 300), min_size=1, max_size=4),
)
def test_any_arrays_survive_a_file(weather: list[float], differential: list[float]) -> None:
    mine = ARTICLE.vary(
        {
            "*.sea.weather": oe.Q(weather, "1"),
            "asia.sale.differential": oe.Q(np.array(differential)[:, None], "USD/bbl"),
        }
    )
    again = oe.Scenario.from_toml(mine.to_toml())
    assert again == mine
    assert again.at(-1, -1) == mine.at(-1, -1)


ODD = "\"'\\\n\r\t\b\f\0\x1f\x7f\x80\x85\u2028\ufeff#[]{}=. é \U0001f6a2"
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(ODD))


TEXTS = [*ODD, ODD, ODD[::-1], '"""', "'''", "\\u0041", "x" * 2000]


@given(title=TEXT, ship=TEXT)
def test_any_text_survives_a_file(title: str, ship: str, tmp_path_factory: Any) -> None:
    mine = ARTICLE.vary({"title": title, "gulf.title": title[::-1], "asia.sea.vessel.name": ship})
    path = tmp_path_factory.getbasetemp() / "odd.toml"
    mine.save(path)
    again = oe.Scenario.load(path)
    assert again == mine
    assert (again.title, again.gulf.title, again.asia.sea.vessel.name) == (title, title[::-1], ship)


@pytest.mark.parametrize("text", TEXTS, ids=count())
def test_odd_text_survives_a_file(text: str, tmp_path: Path) -> None:
    mine = ARTICLE.evolve(title=text)
    assert oe.Scenario.from_toml(mine.to_toml()).title == text
    assert oe.Scenario.load(mine.save(tmp_path / "odd.toml")).title == text


def test_text_that_no_file_can_hold_is_refused_before() -> None:
    assert refusal(lambda: ARTICLE.evolve(title="\ud800")) == (
        r"Scenario.title: expected text that UTF-8 can hold, got '\ud800'"
    )


VESSEL_TABLE = re.compile(r"\[routes\.(\w+)\.voyages\.sea\.vessel\]\n(?:.+\n)+")
BY_NAME = VESSEL_TABLE.sub("", TOML)
for _route, _ship in (("gulf", "aframax"), ("asia", "vlcc")):
    _head = f"[routes.{_route}.voyages.sea]\n"
    BY_NAME = BY_NAME.replace(_head, f'{_head}vessel = "{_ship}"\n')


def test_a_file_may_name_a_shipped_vessel() -> None:
    assert BY_NAME.count("vessel") == 2
    assert oe.Scenario.from_toml(BY_NAME) == ARTICLE
    wrong = BY_NAME.replace('"vlcc"', '"vlc"')
    assert refusal(lambda: oe.Scenario.from_toml(wrong, "my.toml"), UnknownName) == (
        "my.toml: routes.asia.voyages.sea.vessel: no shipped vessel 'vlc'; did you mean 'vlcc'?"
    )
    number = BY_NAME.replace('"vlcc"', "5")
    assert refusal(lambda: oe.Scenario.from_toml(number, "my.toml")) == (
        "my.toml: routes.asia.voyages.sea.vessel: expected a table, got 5"
    )


def test_a_file_may_give_numbers_in_other_units_and_shapes() -> None:
    assert loaded('"63.8 USD/bbl"', '"63800 USD/kb"') == ARTICLE
    assert loaded('"63.8 USD/bbl"', '{ value = 63.8, unit = "USD/bbl" }') == ARTICLE
    assert loaded("royalty = 0.3333", 'royalty = "33.33 %"') == ARTICLE
    listed = loaded('"63.8 USD/bbl"', '["50 USD/bbl", "0.06 USD/L"]')
    tabled = loaded('"63.8 USD/bbl"', '{ value = [0.05, 60], unit = "USD/kb" }')
    assert listed.shape == tabled.shape == (2,)
    assert tabled.values["market"]["brent"].tolist() == pytest.approx([5e-5, 0.06])
    assert refusal(lambda: loaded('"63.8 USD/bbl"', "[50, 60]"), UnitError) == (
        "my.toml: market.brent: expected USD/bbl, got the bare number 50; "
        "write '50 USD/bbl' if that is the unit"
    )


WANTED_FORMAT = "my.toml: format: expected 1, {}; write format = 1 at the top"


@pytest.mark.parametrize(
    ("line", "came"),
    [
        ("format = 2", "got 2"),
        ('format = "1"', "got '1'"),
        ("format = 1.0", "got 1.0"),
        ("format = true", "got True"),
        ("format = [1]", "got [1]"),
    ],
)
def test_another_format_is_refused(line: str, came: str) -> None:
    assert refusal(lambda: loaded("format = 1", line)) == WANTED_FORMAT.format(came)
    for text in ("", TOML.replace("format = 1", "")):
        assert refusal(lambda text=text: oe.Scenario.from_toml(text, "my.toml")) == (
            "my.toml: format: 1 is required; write format = 1 at the top"
        )


def test_text_that_is_no_toml_is_refused_with_the_line() -> None:
    for old, new, line in [
        ("[market]", "[market", 5),
        ('vlsfo = "445.0 USD/t"', "vlsfo = 445.0 USD/t", 7),
        ('vlsfo = "445.0 USD/t"', 'brent = "1 USD/bbl"', 7),
    ]:
        text = refusal(lambda old=old, new=new: loaded(old, new))
        assert text.startswith("my.toml: not valid TOML: ")
        assert f"(at line {line}, column " in text
    assert refusal(lambda: loaded('"63.8 USD/bbl"', "[" * 9999)) == (
        "my.toml: line 6: more than 100 tables and arrays in one another; no scenario is as deep"
    )
    assert refusal(lambda: oe.Scenario.from_toml("format = 1\nformat = 1\n")).startswith(
        "scenario: not valid TOML: "
    )


BRENT = '"63.8 USD/bbl"'


EXAMPLE = "; write for example '64 USD/bbl'"


@pytest.mark.parametrize(
    ("old", "new", "kind", "sentence"),
    [
        (
            BRENT,
            '"63.8 USD/t"',
            UnitError,
            (
                "market.brent: expected USD/bbl, got 63.8 in USD/t, another kind of quantity "
                "(a tonne has oilecon.blending.barrels_per_tonne(crude)); "
                "write for example '64 USD/bbl'"
            ),
        ),
        (
            BRENT,
            '"63.8 $/bbl"',
            UnitError,
            "market.brent: '$' does not say whose dollar; write '63.8 USD/bbl'",
        ),
        (
            BRENT,
            "63.8",
            UnitError,
            (
                "market.brent: expected USD/bbl, got the bare number 63.8; "
                "write '63.8 USD/bbl' if that is the unit"
            ),
        ),
        (
            BRENT,
            '"-5 USD/bbl"',
            InputError,
            (
                "market.brent: expected at least 0 and at most 1000 USD/bbl, got -5; "
                "write for example '64 USD/bbl'"
            ),
        ),
        (
            BRENT,
            "true",
            UnitError,
            f"market.brent: expected USD/bbl, got True; a truth value is no quantity{EXAMPLE}",
        ),
        (
            BRENT,
            "inf",
            UnitError,
            f"market.brent: expected USD/bbl, got inf, which is no finite number{EXAMPLE}",
        ),
        (
            BRENT,
            "nan",
            UnitError,
            f"market.brent: expected USD/bbl, got nan, which is no finite number{EXAMPLE}",
        ),
        (
            BRENT,
            "2026-01-31",
            UnitError,
            f"market.brent: expected USD/bbl, got date, which is no number{EXAMPLE}",
        ),
        (
            BRENT,
            "[]",
            UnitError,
            (
                "market.brent: expected USD/bbl, got an empty array; give at least one "
                f"element{EXAMPLE}"
            ),
        ),
        (
            BRENT,
            "[" * 60 + "1" + "]" * 60,
            UnitError,
            f"market.brent: expected USD/bbl, got lists nested 32 deep or more{EXAMPLE}",
        ),
        (
            BRENT,
            "[" * 60 + '"1 USD/bbl"' + "]" * 60,
            UnitError,
            f"market.brent: expected USD/bbl, got lists nested 32 deep or more{EXAMPLE}",
        ),
        (
            BRENT,
            "1" + "0" * 400,
            UnitError,
            (
                f"market.brent: expected USD/bbl, got 1{'0' * 39}..., which is no finite "
                f"number{EXAMPLE}"
            ),
        ),
        (
            BRENT,
            '{ value = [1, 2], unit = "kt" }',
            UnitError,
            (
                "market.brent: 'kt' is a knot to one and a thousand tonnes to another; "
                "write 'knot' or '1000 t'"
            ),
        ),
        (
            BRENT,
            '{ value = [1, [2]], unit = "USD/bbl" }',
            UnitError,
            (
                "market.brent: expected a pure number, got a ragged list; "
                "every row needs the same length"
            ),
        ),
        (
            BRENT,
            '{ value = [nan], unit = "USD/bbl" }',
            InputError,
            (
                "market.brent: expected USD/bbl, got nan at index 0 (1 of 1), which is no "
                f"finite number{EXAMPLE}"
            ),
        ),
        (
            BRENT,
            "{ value = [1, 2] }",
            UnitError,
            f"market.brent: expected USD/bbl, got dict, which is no number{EXAMPLE}",
        ),
        (
            'terms = "DAP"',
            'terms = "DAPP"',
            InputError,
            "routes.gulf.sale.terms: expected one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP', got 'DAPP'",
        ),
        (
            'terms = "DAP"',
            "terms = 1" + "0" * 4000,
            InputError,
            (
                "routes.gulf.sale.terms: expected one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP', "
                f"got 1{'0' * 39}..."
            ),
        ),
        (
            'terms = "DAP"\n',
            "",
            InputError,
            (
                "routes.gulf.sale.terms: one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP' is required; "
                "write terms='FOB'"
            ),
        ),
        (
            'title = "US Gulf Coast"',
            "title = 5",
            InputError,
            "routes.gulf.title: expected text, got int",
        ),
        (
            'kind = "TimeCharterEquivalent"',
            'kind = "TCE"',
            InputError,
            (
                "routes.gulf.voyages.sea.charter: expected kind = one of 'TimeCharterEquivalent', "
                "'TimeCharter', 'Worldscale', 'LumpSum', 'PerTonne', 'PerBarrel', "
                "got 'TCE'"
            ),
        ),
        (
            'kind = "TimeCharterEquivalent"',
            'kind = ["TimeCharterEquivalent"]',
            InputError,
            (
                "routes.gulf.voyages.sea.charter: expected kind = one of 'TimeCharterEquivalent', "
                "'TimeCharter', 'Worldscale', 'LumpSum', 'PerTonne', 'PerBarrel', "
                "got ['TimeCharterEquivalent']"
            ),
        ),
        (
            'kind = "TimeCharterEquivalent"\n',
            "",
            InputError,
            (
                "routes.gulf.voyages.sea.charter: expected kind = one of 'TimeCharterEquivalent', "
                "'TimeCharter', 'Worldscale', 'LumpSum', 'PerTonne', 'PerBarrel', "
                "got nothing"
            ),
        ),
        (
            'reference = "article"',
            'reference = "articel"',
            UnknownName,
            "Scenario.reference: no shipped scenario 'articel'; did you mean 'article'?",
        ),
        (
            'target_api = "16.0 degAPI"',
            'target_api = "60 degAPI"',
            InputError,
            (
                "supply.diluent.api: expected a gravity at least the target 60 degAPI, got "
                "56.5 degAPI"
            ),
        ),
        (
            "[routes.gulf.sale]",
            "[routes.gulf.sail]",
            InputError,
            (
                "2 problems:\n"
                "  routes.gulf.sail: there is no such field; did you mean 'sale'?\n"
                "  routes.gulf.sale: a table is required; write [routes.gulf.sale]"
            ),
        ),
        (
            "brent =",
            "brnt =",
            InputError,
            (
                "2 problems:\n"
                "  market.brnt: there is no such field; did you mean 'brent'?\n"
                "  market.brent: USD/bbl is required; write brent='64 USD/bbl'"
            ),
        ),
    ],
    ids=count(),
)
def test_a_wrong_value_is_refused_with_its_key(
    old: str, new: str, kind: type[OilEconError], sentence: str
) -> None:
    assert refusal(lambda: loaded(old, new), kind) == f"my.toml: {sentence}"


def test_all_problems_of_a_file_are_reported_together() -> None:
    text = TOML.replace("nmi", "t").replace(BRENT, '"-3 USD/bbl"')
    with pytest.raises(InputError) as caught:
        oe.Scenario.from_toml(text, "my.toml")
    routes = {"gulf": (2100, 202), "asia": (13350, 85)}
    problems = [
        (
            "market.brent",
            "expected at least 0 and at most 1000 USD/bbl, got -3; write for example '64 USD/bbl'",
        ),
        *(
            (
                f"routes.{route}.voyages.sea.{name}",
                (
                    f"expected nmi, got {miles} in t, another kind of quantity; "
                    f"write for example '{typical} nmi'"
                ),
            )
            for route, both in routes.items()
            for name, miles, typical in zip(
                ("distance", "eca_distance"), both, (2100, 202), strict=True
            )
        ),
    ]
    assert caught.value.problems == tuple(problems)
    assert str(caught.value) == "my.toml: " + "\n  ".join(
        ["5 problems:", *(f"{where}: {text}" for where, text in problems)]
    )
    only_units = TOML.replace("nmi", "t")
    assert refusal(lambda: oe.Scenario.from_toml(only_units), UnitError).startswith(
        "scenario: 4 problems:\n  routes.gulf.voyages.sea.distance: expected nmi, got 2100 in t"
    )


def test_a_file_with_the_wrong_kinds_of_tables_is_refused() -> None:
    text = 'format = 1\nmarket = 3\nsupply = "x"\n[routes]\nasia = []\n"far east" = {}\n'
    assert refusal(lambda: oe.Scenario.from_toml(text)) == (
        "scenario: 4 problems:\n"
        "  market: expected a table, got 3\n"
        "  supply: expected a table, got 'x'\n"
        "  routes.asia: expected a table, got []\n"
        "  routes.'far east'.sale: a table is required; write [routes.'far east'.sale]"
    )
    assert refusal(lambda: oe.Scenario.from_toml("format = 1\n")) == (
        "scenario: 3 problems:\n"
        "  market: a table is required; write [market]\n"
        "  supply: a table is required; write [supply]\n"
        "  routes: a table is required; write [routes.name] for each"
    )
    names = TOML.replace("routes.asia", 'routes."Far East"')
    assert refusal(lambda: oe.Scenario.from_toml(names)) == (
        "scenario: routes: expected names of at most 40 small letters, digits and underscores, "
        "got 'Far East'; write for example 'asia'"
    )
    assert refusal(lambda: loaded("[routes.asia]", "[routes.asia.chain.sea]\nfee = '1 USD/bbl'\n"
                                  "[routes.asia]")).startswith(
        "my.toml: routes.asia.chain: the name 'sea' is reserved or taken; write another"
    )  # fmt: skip


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert refusal(lambda: oe.Scenario.load(missing)).startswith(
        f"{missing}: cannot be read: No such file"
    )
    assert refusal(lambda: oe.Scenario.load(tmp_path)).startswith(f"{tmp_path}: cannot be read: ")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"format = 1\ntitle = '\xff'\n")
    assert refusal(lambda: oe.Scenario.load(binary)).startswith(
        f"{binary}: cannot be read: not text in UTF-8: 'utf-8' codec can't decode byte 0xff"
    )
    assert refusal(lambda: oe.Scenario.load("a\0b")).startswith("a\0b: cannot be read: ")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ARTICLE.save(tmp_path / "large.toml")
    size = path.stat().st_size
    monkeypatch.setattr(module, "_LARGEST_FILE", size)
    assert oe.Scenario.load(path) == ARTICLE
    monkeypatch.setattr(module, "_LARGEST_FILE", size - 1)
    assert refusal(lambda: oe.Scenario.load(path)) == (
        f"{path}: no scenario is larger than {size - 1} bytes"
    )


STEPS = [
    ("bare", ".".join(["a"] * 20_000) + " = 1"),
    ("spaced", " . ".join(["a"] * 17) + " = 1"),
    ("quoted", ".".join(['"a.b c"'] * 17) + " = 1"),
    ("literal", ".".join(["'a'"] * 17) + " = 1"),
    ("header", f"[{'.'.join(['a'] * 20_000)}]"),
    ("after a text", '"""a\n\n"b\\"""" = 1\n' + ".".join(["a"] * 17) + " = 1"),
]


@pytest.mark.parametrize(("how", "line"), STEPS)
def test_a_key_of_more_steps_than_any_scenario_has_is_refused_unparsed(how: str, line: str) -> None:
    started = time.process_time()
    said = refusal(lambda: oe.Scenario.from_toml(f"format = 1\n{line}\n", "mine.toml"))
    assert time.process_time() - started < 0.5
    at = 5 if how == "after a text" else 2
    assert said == (f"mine.toml: line {at}: a key of more than 16 steps; no scenario is as deep")


@pytest.mark.parametrize(
    "value", ["[" * 101 + "]" * 101, "{a = " * 101 + "1" + "}" * 101, "[" * 100_000]
)
def test_tables_and_arrays_deeper_than_any_scenarios_are_refused(value: str) -> None:
    assert refusal(lambda: oe.Scenario.from_toml(f"format = 1\nx = {value}\n")) == (
        "scenario: line 2: more than 100 tables and arrays in one another; no scenario is as deep"
    )


@pytest.mark.parametrize("line", ["a{} = 1\n", "[a{}]\n", "[[a]]  \n", "[a{}]\nb = 1\n"])
def test_more_keys_than_any_scenario_has_are_refused(line: str) -> None:
    text = "format = 1\n" + "".join(line.format(k) for k in range(20_001))
    assert refusal(lambda: oe.Scenario.from_toml(text)).endswith(
        " keys and tables; no scenario has more than 20000"
    )


def test_a_text_that_is_too_large_is_refused_too() -> None:
    text = "format = 1\n" + "# " + "x" * 5_000_000
    assert refusal(lambda: oe.Scenario.from_toml(text, "mine.toml")) == (
        "mine.toml: no scenario is larger than 5000000 bytes"
    )


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", '"""\n{}\n"""', "'''{}'''"])
def test_prose_and_comments_may_hold_any_signs(quotes: str) -> None:
    signs = ".".join(["a"] * 50) + "[[[[[[[[[[[[[[[[[[[[[" + "=" * 20_001 + "# "
    lines = TOML.splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("title"))
    lines[at] = f'title = {quotes.format("x")}  # {signs} " """ \''
    assert oe.Scenario.from_toml("\n".join(lines)).title.strip() == "x"
    lines[at] = f"title = {quotes.format(signs)}"
    assert "no scenario" not in refusal(lambda: oe.Scenario.from_toml("\n".join(lines)))


def test_a_scenario_of_five_hundred_parties_and_one_of_large_arrays_come_back() -> None:
    parties = {f"p{k}": oe.Intermediary("0.001 USD/bbl") for k in range(500)}
    asia = ARTICLE.asia.evolve(chain=parties)
    brent = oe.Q(np.linspace(50.0, 80.0, 20_000), "USD/bbl")
    for many in (
        ARTICLE.evolve(routes={"gulf": ARTICLE.gulf, "asia": asia}),
        ARTICLE.vary({"market.brent": brent}),
    ):
        assert oe.Scenario.from_toml(many.to_toml()) == many


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no device without end")
def test_a_device_without_end_is_refused() -> None:
    assert refusal(lambda: oe.Scenario.load("/dev/zero")) == (
        "/dev/zero: no scenario is larger than 5000000 bytes"
    )


def test_a_file_names_itself_in_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TOML.replace("format = 1", ""), encoding="utf-8")
    assert refusal(lambda: oe.Scenario.load(path)) == (
        "mine.toml: format: 1 is required; write format = 1 at the top"
    )


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_from_another_editor_is_read(newline: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(mark + TOML.replace("\n", newline).encode())
    assert oe.Scenario.load(path) == ARTICLE


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


def test_a_file_with_the_names_that_fields_had_before_is_read() -> None:
    loan = oe.loan("CDB 2012 equipment")
    amounts = oe.Q([200, 295], "MUSD")
    account = oe.CollectionAccount(debt_service_reserve=1.3)
    take = oe.FiscalTerms(severance_tax="3 %", gross_revenue_tax="1 %")
    scenario = ARTICLE.evolve(
        supply=ARTICLE.supply.evolve(take=take),
        debt=oe.Debt(
            loan.evolve(disbursements=amounts),
            oe.OilRepayment(value="6 MUSD/day", min="50 kb/day", max="90 kb/day", account=account),
        ),
    )
    text = scenario.to_toml()
    for new, old in (
        ('risk_in_price = "separate"', 'risk_priced = "apart"'),
        ("severance_tax", "extraction_levy"),
        ("gross_revenue_tax", "gross_tax"),
        ("disbursements", "drawings"),
        ("\nmin = ", "\nleast = "),
        ("\nmax = ", "\nmost = "),
        ("debt_service_reserve", "cover"),
    ):
        assert new in text
        text = text.replace(new, old)
    assert oe.Scenario.from_toml(text) == scenario
    both = scenario.to_toml().replace("severance_tax", "severance_tax = 0.1\nextraction_levy", 1)
    assert "there is no such field" in refusal(lambda: oe.Scenario.from_toml(both), InputError)
