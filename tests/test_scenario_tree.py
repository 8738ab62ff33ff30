"""Scenarios: their inputs with sources, what of them is the user's, and their arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, OilEconError, PathError, UnitError, UnknownName
from oilecon.reference import vessel_rows
from tests.samples import YOURS, refusal

NAMES = ["article", "article-realised", "article-period", "article-discount", "article-sanctioned"]
ARTICLE = oe.scenario("article")
SANCTIONED = oe.scenario("article-sanctioned")


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
        *("value", "unit", "low", "high", "range", "kind", "as_of", "source", "pattern", "note"),
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
    assert table.loc["asia.sea.vessel.fuel_laden", "pattern"] == "asia.sea.vessel.fuel_laden"
    both = SANCTIONED.vary(
        {"gulf.sea.vessel": SANCTIONED.asia.sea.vessel, "*.sea.cargo": "270000 t"}
    )
    assert both.inputs().loc["asia.sea.vessel.fuel_laden", "pattern"] == "*.sea.vessel.fuel_laden"
    # One number for both routes in the scenario without a discount, one each in the others.
    assert ARTICLE.inputs().loc["asia.sale.differential", "pattern"] == "*.sale.differential"
    assert table.loc["gulf.sale.differential", "pattern"] == "gulf.sale.differential"
    fuel = [oe.Sourced(f"{price} USD/t", low="400 USD/t", row="fuel") for price in (500, 500, 600)]
    one, two = (
        ARTICLE.vary({"market.vlsfo": fuel[0], "market.mgo": mgo}).inputs()["pattern"]
        for mgo in fuel[1:]
    )
    assert one["market.vlsfo"] == one["market.mgo"] == "market.vlsfo,market.mgo"
    assert two["market.vlsfo"] == "market.vlsfo"  # of two values, each is drawn


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
    assert brent["value"] == 70.0
    assert brent[["low", "high"]].isna().all()
    assert brent["note"] == "the benchmark crude"
    days = table.loc["asia.sea.extra_days"]  # no row of this scenario speaks of it
    assert days["note"].startswith("laden days lost on the way")
    assert days["pattern"] == ""
    back = {path: ARTICLE.row(path) or ARTICLE.get(path) for path in MINE}
    assert mine.vary(back) == ARTICLE
    assert mine.vary(back).overrides() == {}


def test_the_same_number_in_another_unit_is_the_same_figure_and_yours() -> None:
    changes = {
        "market.brent": "63800 USD/kb",
        "*.sea.weather": "5 %",
        "gulf.sea.cargo": "70000000 kg",
        "*.sea.charter.commission": "3.75 %",
    }
    same = ARTICLE.vary(changes)
    assert set(same.overrides()) == {path for each in changes for path in ARTICLE.expand(each)}
    assert same.same_figures(ARTICLE)
    assert same != ARTICLE


def test_an_array_is_yours_and_shows_its_range_and_shape() -> None:
    mine = ARTICLE.vary({"market.brent": oe.Q([[60], [50.5]], "USD/bbl")})
    line = mine.inputs().loc["market.brent"]
    assert (line["value"], line["source"]) == ("50.5 to 60, shape (2, 1)", "you")
    assert list(mine.overrides()) == ["market.brent"]
    assert mine.inputs().loc["market.vlsfo", "value"] == 445.0


def test_a_ship_has_the_rows_of_its_numbers_and_none_by_its_name() -> None:
    mine = ARTICLE.vary({"asia.sea.vessel.name": "my ship"})
    assert mine.overrides() == {"asia.sea.vessel.name": "my ship"}
    assert mine.row("asia.sea.vessel.knots_laden") == ARTICLE.row("asia.sea.vessel.knots_laden")
    ship = ARTICLE.asia.sea.vessel
    plain = oe.Vessel(**{name: getattr(ship, name) for name in oe.Vessel._fields})
    named = ARTICLE.vary({"asia.sea.vessel": plain})
    assert named.row("asia.sea.vessel.knots_laden") is None
    assert "asia.sea.vessel.knots_laden" in named.overrides()
    changes = {"asia.sea.vessel": oe.Vessel.shipped("aframax"), "asia.sea.cargo": "70000 t"}
    other = ARTICLE.vary(changes)
    assert set(other.overrides()) == {"asia.sea.vessel.name", "asia.sea.cargo"}


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


def test_without_a_reference_the_rows_stay() -> None:
    mine = ARTICLE.evolve(reference="")
    assert mine.inputs().equals(ARTICLE.inputs())
    assert mine.overrides() == {}
    given = {path: mine.get(path) for path in mine.paths() if mine.get(path) is not None}
    own = mine.vary(given).inputs()
    assert set(own["kind"]) == {"you", "neutral"}
    assert own[["low", "high"]].isna().to_numpy().all()
    assert own["value"].dtype == own["low"].dtype == np.float64
    assert (own[["as_of", "pattern"]] == "").to_numpy().all()


@pytest.mark.parametrize("name", ["vessel", "value", "unit"])
def test_routes_and_voyages_may_bear_any_free_name(name: str) -> None:
    route = ARTICLE.asia.evolve(legs={name: ARTICLE.asia.sea})
    mine = ARTICLE.evolve(routes={name: route, "unit" if name == "value" else "value": route})
    assert mine.inputs().loc[f"{name}.{name}.cargo", "value"] == 270_000.0
    row = mine.row(f"{name}.{name}.vessel.fuel_laden")
    assert row is not None
    assert row.evidence == vessel_rows()["vlcc"][2].evidence
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


# -- frozen ----------------------------------------------------------------------------------------


def test_evolve_shares_what_did_not_change() -> None:
    new = SANCTIONED.evolve(title="mine")
    assert new.title == "mine"
    assert SANCTIONED.title != "mine"
    assert new.market is SANCTIONED.market
    assert new.routes is SANCTIONED.routes
    assert new.evolve(title=SANCTIONED.title) == SANCTIONED


def test_vary_shares_what_did_not_change() -> None:
    new = SANCTIONED.vary({"asia.sea.charter.hire": "80000 USD/day"})
    assert new.gulf is SANCTIONED.gulf
    assert new.supply is SANCTIONED.supply
    assert new.asia.sale is SANCTIONED.asia.sale
    assert new.asia.sea.vessel is SANCTIONED.asia.sea.vessel
    assert new.asia.sea.charter is not SANCTIONED.asia.sea.charter


# -- paths -----------------------------------------------------------------------------------------


def test_get_returns_what_stands_at_a_path() -> None:
    assert str(SANCTIONED.get("asia.sea.charter.hire")) == "92300.0 USD/day"
    assert SANCTIONED.get("asia.sea") is SANCTIONED.asia.sea
    assert SANCTIONED.get("asia") is SANCTIONED.routes["asia"]
    assert SANCTIONED.get("asia.sale.terms") == "DAP"
    assert SANCTIONED.get("title") == "Sanctioned"
    assert SANCTIONED.get("supply.diluent.price") is None
    for path, field, raw in SANCTIONED.leaves():
        quantity = SANCTIONED.get(path)
        if raw is not None:
            assert quantity.magnitude == raw
            assert quantity.units == oe.Q(1, field.unit).units


PATHS = [
    ("marekt.brent", "no path 'marekt.brent'; did you mean 'market'?"),
    ("market.brnt", "no path 'market.brnt': 'market' has no 'brnt'; did you mean 'brent'?"),
    (
        "market.zzz",
        (
            "no path 'market.zzz': 'market' has no 'zzz'; "
            "known: brent, finance_rate, mgo, monthly_structure, vlsfo"
        ),
    ),
    ("asia.see.weather", "no path 'asia.see.weather': 'asia' has no 'see'; did you mean 'sea'?"),
    ("asia.sea.wether", ("no path 'asia.sea.wether': 'asia.sea' has no 'wether'; "
     "did you mean 'weather'?")),
    ("asia.sea.charter.hier", ("no path 'asia.sea.charter.hier': 'asia.sea.charter' has no 'hier'; "
     "did you mean 'hire'?")),
    ("market.brent.x", "no path 'market.brent.x': 'market.brent' has nothing below it"),
    ("title.x", "no path 'title.x': 'title' has nothing below it"),
    ("", "no path ''; known: asia, debt, gulf, index, market, reference, supply, title"),
    ("zzz", "no path 'zzz'; known: asia, debt, gulf, index, market, reference, supply, title"),
    ("routes.asia", "no path 'routes.asia'; did you mean 'asia'?"),
    ("routes.asia.sale.terms", "no path 'routes.asia.sale.terms'; did you mean 'asia.sale.terms'?"),
    (
        "routes",
        "no path 'routes'; known: asia, debt, gulf, index, market, reference, supply, title",
    ),
    ("asia.legs.sea.cargo", ("no path 'asia.legs.sea.cargo': 'asia' has no 'legs'; "
     "did you mean 'asia.sea.cargo'?")),
    ("brent", "no path 'brent'; did you mean 'market.brent'?"),
    ("hire", ("no path 'hire'; did you mean 'gulf.sea.charter.hire' or "
     "'asia.sea.charter.hire'?")),
    ("asia.sea.hire", ("no path 'asia.sea.hire': 'asia.sea' has no 'hire'; "
     "did you mean 'asia.sea.charter.hire'?")),
    ("asia.differential", ("no path 'asia.differential': 'asia' has no 'differential'; "
     "did you mean 'asia.sale.differential'?")),
    ("asia.", ("no path 'asia.': 'asia' has no ''; "
     "known: agent, charges, outlet, parcel, risk, sale, sea, stream, title, trips")),
    ("asia.paths", ("no path 'asia.paths': 'asia' has no 'paths'; "
     "known: agent, charges, outlet, parcel, risk, sale, sea, stream, title, trips")),
    ("a" * 10**6, (f"no path '{'a' * 40}...'; known: asia, debt, gulf, index, market, reference, "
     "supply, title")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "sentence"), PATHS, ids=count())
def test_a_wrong_path_is_refused_where_it_goes_wrong(path: str, sentence: str) -> None:
    assert refusal(lambda: SANCTIONED.get(path), PathError) == sentence
    assert refusal(lambda: SANCTIONED.vary({path: "1 USD/bbl"}), PathError) == sentence
    with pytest.raises(LookupError):
        SANCTIONED.get(path)


def test_the_place_of_a_path_is_the_keys_that_lead_to_its_number() -> None:
    assert SANCTIONED.keys_to("market.brent") == ("market", "brent")
    hire = SANCTIONED.keys_to("asia.sea.charter.hire")
    assert hire == ("routes", "asia", "legs", "sea", "charter", "hire")
    # A sweep asks for every path it varies: the tree is walked for the first alone.
    assert SANCTIONED.keys_to("asia.sea.charter.hire") is hire
    assert refusal(lambda: SANCTIONED.keys_to("asia.sale.terms")) == (
        "asia.sale.terms: holds no number; see .paths() for those that do"
    )
    assert refusal(lambda: SANCTIONED.keys_to("asia.sea")) == (
        "asia.sea: holds no number; see .paths() for those that do"
    )
    assert refusal(lambda: SANCTIONED.keys_to("market.brnt"), PathError) == (
        "no path 'market.brnt': 'market' has no 'brnt'; did you mean 'brent'?"
    )


def test_the_name_of_a_shipped_thing_is_told_how_to_get_it() -> None:
    for make, sentence in (
        (
            lambda: oe.Supply(heavy="Basrah Heavy", production_cost="12 USD/bbl"),  # type: ignore[arg-type]
            (
                "Supply.heavy: expected Crude(...), got str; write oilecon.Crude.shipped('Basrah "
                "Heavy') for "
                "a shipped one"
            ),
        ),
        (
            lambda: ARTICLE.vary({"asia.sea.vessel": "suezmax"}),
            (
                "asia.sea.vessel: expected Vessel(...), got str; write "
                "oilecon.Vessel.shipped('suezmax') for "
                "a shipped one"
            ),
        ),
        (
            lambda: ARTICLE.vary({"asia.sea.vessel": 3}),
            "asia.sea.vessel: expected Vessel(...), got int",
        ),
    ):
        assert refusal(make, InputError) == sentence


def test_a_path_below_what_is_left_out_is_refused() -> None:
    thin = ARTICLE.vary({"supply.diluent": None, "supply.target_api": None})
    assert refusal(lambda: thin.vary({"supply.diluent.price": "50 USD/bbl"}), PathError) == (
        "no path 'supply.diluent.price': 'supply.diluent' is left out (None)"
    )


def test_a_wrong_attribute_is_refused_with_the_nearest() -> None:
    with pytest.raises(AttributeError) as caught:
        ARTICLE.aisa  # noqa: B018
    assert str(caught.value) == "Scenario has no 'aisa'; did you mean 'asia'?"
    with pytest.raises(AttributeError, match=r"^Scenario has no '_repr_html_'$"):
        ARTICLE._repr_html_  # noqa: B018
    assert not hasattr(ARTICLE, "_repr_html_")
    assert not hasattr(object.__new__(oe.Scenario), "asia")  # as while unpickling


# -- vary ------------------------------------------------------------------------------------------


def test_vary_sets_numbers_names_and_groups_at_paths() -> None:
    new = SANCTIONED.vary(
        {
            "market.brent": "75 USD/bbl",
            "asia.sea.charter.hire": oe.Q([1, 2], "kb") / oe.Q("1 kb") * oe.Q("40000 USD/day"),
            "asia.sea.load_fuel": "mgo",
            "asia.sale.terms": "CFR",
            "gulf.risk": oe.Risk(transit_loss="1 %"),
            "supply.diluent.name": "naphtha",
            "title": "mine",
        }
    )
    assert str(new.market.brent) == "75.0 USD/bbl"
    assert new.values["routes"]["asia"]["legs"]["sea"]["charter"]["hire"].tolist() == [4e4, 8e4]
    assert (new.asia.sea.load_fuel, new.asia.sale.terms) == ("mgo", "CFR")
    assert new.gulf.risk == oe.Risk(transit_loss=0.01)
    assert (new.get("supply.diluent.name"), new.title) == ("naphtha", "mine")


def test_vary_sets_every_path_that_a_pattern_covers() -> None:
    new = SANCTIONED.vary({"*.sea.weather": "8 %", "*.*.charter.hire": "1 USD/day"})
    for route in (new.gulf, new.asia):
        assert route.sea.values["weather"] == 0.08
        assert route.sea.charter.values["hire"] == 1.0
    assert SANCTIONED.vary({"*.sea": SANCTIONED.gulf.sea}).asia.sea is SANCTIONED.gulf.sea
    fuels = SANCTIONED.vary({"*.sea.wait_fuel": "mgo"})
    assert {fuels.gulf.sea.wait_fuel, fuels.asia.sea.wait_fuel} == {"mgo"}


def test_vary_sets_a_group_and_what_is_below_it() -> None:
    group = oe.TimeCharterEquivalent("50000 USD/day")
    for order in (1, -1):
        changes = {"asia.sea.charter": group, "asia.sea.charter.commission": "1 %"}
        new = SANCTIONED.vary(dict(list(changes.items())[::order]))
        assert new.asia.sea.charter == group.evolve(commission=0.01)


def test_vary_takes_none_for_what_may_be_absent() -> None:
    priced = ARTICLE.vary(
        {"supply.diluent.differential": None, "supply.diluent.price": "57 USD/bbl"}
    )
    assert priced.get("supply.diluent.differential") is None
    assert str(priced.get("supply.diluent.price")) == "57.0 USD/bbl"
    thin = ARTICLE.vary({"supply.diluent": None, "supply.target_api": None})
    assert thin.supply.diluent is None
    assert "supply.diluent.api" not in thin.paths()
    assert (
        thin.vary(
            {
                "supply.diluent": ARTICLE.supply.diluent,
                "supply.target_api": ARTICLE.row("supply.target_api"),
            }
        )
        == ARTICLE
    )
    assert refusal(lambda: ARTICLE.vary({"market.brent": None}), UnitError) == (
        "market.brent: expected USD/bbl, got nothing (None); write for example '64 USD/bbl'"
    )


def test_vary_never_changes_the_original() -> None:
    before = repr(SANCTIONED)
    SANCTIONED.vary({path: SANCTIONED.get(path) for path in SANCTIONED.paths()})
    SANCTIONED.vary({"market.brent": oe.Q([1, 2], "USD/bbl"), "asia": SANCTIONED.gulf})
    with pytest.raises(OilEconError):
        SANCTIONED.vary({"market.brent": "1 USD/bbl", "asia.sea.weather": "5 bbl"})
    assert repr(SANCTIONED) == before
    assert oe.scenario("article-sanctioned") == SANCTIONED


def test_vary_with_nothing_and_with_the_same_is_equal() -> None:
    assert SANCTIONED.vary({}) == SANCTIONED
    figures = {path: SANCTIONED.get(path) for path in SANCTIONED.paths()}
    assert SANCTIONED.vary(figures).same_figures(SANCTIONED)
    rows = {path: SANCTIONED.row(path) or figure for path, figure in figures.items()}
    assert SANCTIONED.vary(rows) == SANCTIONED


WITHIN = {
    path: field for path, field, raw in SANCTIONED.leaves() if raw is not None and "eca" not in path
}
COUPLED = {"supply.heavy.api", "supply.diluent.api", "supply.target_api", "asia.sea.distance",
           "gulf.sea.distance"}  # fmt: skip


@given(data=st.data(), path=st.sampled_from(sorted(set(WITHIN) - COUPLED)))
def test_any_number_varied_within_its_bounds_can_be_read_and_put_back(
    data: st.DataObject, path: str
) -> None:
    field = WITHIN[path]
    x = data.draw(st.floats(field.low, field.high, exclude_min=field.above))
    new = SANCTIONED.vary({path: f"{x!r} {field.unit}"})
    assert new.get(path).magnitude == x
    assert SANCTIONED.vary({path: new.get(path)}) == new
    others = [other for other in SANCTIONED.paths() if other != path]
    held = {other: raw for other, _, raw in SANCTIONED.leaves()}
    found = {other: raw for other, _, raw in new.leaves()}
    assert all(found[other] == held[other] for other in others)
    group, _, name = path.rpartition(".")
    assert new.get(group) == SANCTIONED.get(group).evolve(**{name: new.get(path)})


def test_vary_refuses_a_pattern_without_a_match() -> None:
    sentence = "no path fits the pattern {}; see .paths() for all of them"
    for pattern in ("*.sea.wether", "*.*.*.*.*.*", "as*.sea.weather", "**"):
        assert refusal(lambda p=pattern: SANCTIONED.vary({p: 1}), PathError) == (
            sentence.format(repr(pattern))
        )
    assert refusal(lambda: SANCTIONED.vary({"*." * 10**5: 1}), PathError) == (
        sentence.format(f"'{'*.' * 20}...'")
    )


def test_vary_refuses_a_path_given_twice() -> None:
    by = "given twice, by {!r} and by another path or pattern"
    for first, second in [
        ("*.sea.weather", "gulf.sea.weather"),
        ("gulf.sea.weather", "*.sea.weather"),
        ("gulf.*.weather", "*.sea.weather"),
    ]:
        changes = {first: "5 %", second: "6 %"}
        assert refusal(lambda c=changes: SANCTIONED.vary(c)) == (
            f"gulf.sea.weather: {by.format(second)}"
        )


def test_vary_reports_several_problems_under_their_paths() -> None:
    with pytest.raises(InputError) as caught:
        SANCTIONED.vary(
            {
                "market.brent": "-3 USD/bbl",
                "supply.target_api": "60 degAPI",
                "gulf.sea": 3,
                "asia.sea.weather": [0.1, 5, 6],
                "asia.sea.load_fuel": "coal",
                "asia.agent": None,
                "asia.sale.payment_days": 30,
            }
        )
    assert str(caught.value) == (
        "7 problems:\n"
        "  market.brent: expected at least 0 and at most 1000 USD/bbl, got -3; "
        "write for example '64 USD/bbl'\n"
        "  supply.diluent.api: expected a gravity at least the target 60 degAPI, "
        "got 56.5 degAPI\n"
        "  gulf.sea: expected Voyage(...) or Overland(...), got int\n"
        "  asia.sale.payment_days: expected day, got the bare number 30; "
        "write '30 day' if that is the unit\n"
        "  asia.sea.weather: expected a share, got the bare number 5 at index 1 (2 of 3); "
        "write '5 %' for percent, or the fraction 0.05\n"
        "  asia.sea.load_fuel: expected one of 'vlsfo', 'mgo', got 'coal'\n"
        "  asia.agent: expected Intermediary(...), got NoneType"
    )
    assert next(where for where, _ in caught.value.problems) == "market.brent"


def test_vary_refuses_what_is_no_mapping() -> None:
    for changes in ([("market.brent", 1)], "market.brent", None, 5):
        came = type(changes).__name__
        assert refusal(lambda c=changes: SANCTIONED.vary(c)) == (
            f"expected a mapping of paths to values, got {came}"
        )


def test_vary_puts_a_number_below_what_is_no_group_nowhere() -> None:
    changes = {"market": 5, "market.brent": "5 USD/bbl"}
    assert refusal(lambda: SANCTIONED.vary(changes)) == "market: expected Market(...), got int"


def test_sources_come_in_the_order_of_the_numbers_whichever_changed_last() -> None:
    cited = " ".join(YOURS.inputs()["source"]).split()
    listed = list(dict.fromkeys(key for key in cited if key != "you"))
    assert listed[0] == "desk-2026-11"
    assert list(YOURS.sources().index) == listed


def test_values_are_plain() -> None:
    values = SANCTIONED.values
    assert values is SANCTIONED.values
    assert values["market"]["brent"] == 63.8
    agent = values["routes"]["asia"]["chain"]["agent"]
    assert {name: leaf for name, leaf in agent.items() if leaf is not None} == {
        "fee": 2.7,
        "paid_by": "seller",
        "role": "intermediaries",
    }
    assert values["routes"]["asia"]["sale"]["terms"] == "DAP"
    kinds = {type(leaf) for leaf in _plain_leaves(values)}
    assert kinds <= {float, str, type(None)}
    asia: Any = values["routes"]["asia"]
    tree: Any
    for tree in (values, values["market"], values["routes"], asia["legs"]["sea"]["charter"]):
        with pytest.raises(TypeError, match="cannot be changed; make a copy"):
            tree["x"] = 1.0


def _plain_leaves(values: Any) -> list[Any]:
    if isinstance(values, Mapping):
        return [leaf for value in values.values() for leaf in _plain_leaves(value)]
    return [values]


@pytest.mark.parametrize("entry", ['titel = "A"', "date = 'soon'", "title = 3"])
def test_a_faulty_source_that_is_cited_is_named(entry: str) -> None:
    cited = oe.Sourced("60 USD/bbl", source=oe.Source("desk", title="House view"))
    text = oe.scenario("article").vary({"market.brent": cited}).to_toml()
    faulty = text.replace('title = "House view"', entry)
    assert faulty != text
    with pytest.raises(InputError, match=r"sources\.desk|Source desk"):
        oe.Scenario.from_toml(faulty)
