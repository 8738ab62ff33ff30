"""Streams of a scenario: their names, paths, files, and what of them is the user's."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given, settings

import oilecon as oe
from oilecon import testing
from oilecon.errors import InputError, PathError
from oilecon.scenario_tree import left_out
from tests.samples import refusal
from tests.test_evaluation_streams import ARTICLE, BOSCAN, TWO

FEW = settings(max_examples=30)  # each goes through several scenarios

# -- names -----------------------------------------------------------------------------------------


def test_a_route_sells_the_supply_unless_it_says_otherwise() -> None:
    assert ARTICLE.asia.stream == "supply"
    assert TWO.asia.stream == "boscan"
    assert ARTICLE.asia.evolve(stream="") == ARTICLE.asia.evolve(stream="supply") == ARTICLE.asia
    by_name: object = TWO.boscan
    assert by_name is TWO.streams["boscan"]


@pytest.mark.parametrize(
    ("stream", "near"),
    [("boscon", "did you mean 'boscan'?"), ("x", "known: boscan, supply")],
)
def test_a_route_of_a_stream_that_there_is_not_is_refused(stream: str, near: str) -> None:
    text = f"Scenario.asia.stream: no stream {stream!r} in the scenario; {near}"
    assert refusal(lambda: TWO.vary({"asia.stream": stream}), InputError) == text
    assert refusal(lambda: TWO.evolve(streams={}), InputError).startswith("Scenario.asia.stream: ")
    written = TWO.to_toml().replace('stream = "boscan"', f'stream = "{stream}"')
    assert refusal(lambda: oe.Scenario.from_toml(written, "my.toml")) == f"my.toml: {text}"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("asia", "is that of one of the routes; write another"),
        ("supply", "is reserved or taken; write another than asia, debt, difference"),
        ("loss", "is reserved or taken; write another than asia, debt, difference"),
        ("difference", "is reserved or taken; write another than asia, debt, difference"),
        ("vary", "is that of a method or property of Scenario; write another"),
    ],
)
def test_routes_and_streams_share_their_names(name: str, why: str) -> None:
    text = refusal(lambda: ARTICLE.evolve(streams={name: BOSCAN}))
    assert text.startswith(f"Scenario.streams: the name {name!r} {why}")


@pytest.mark.parametrize("name", ["shrunk_api", "diluent_share", "blend_rate"])
def test_no_party_or_leg_is_called_as_an_outcome_of_a_stream(name: str) -> None:
    for field in ("legs", "chain"):
        member = ARTICLE.asia.sea if field == "legs" else oe.Intermediary(fee="1 USD/bbl")
        text = refusal(lambda f=field, m=member: ARTICLE.asia.evolve(**{f: {name: m}}))
        assert text.startswith(f"Route.{field}: the name {name!r} is reserved or taken")


@given(testing.scenarios("article", streams=2))
@FEW
def test_renaming_moves_no_figure(scenario: oe.Scenario) -> None:
    names = {name: f"{name}_too" for name in (*scenario.streams, "asia")}
    renamed = scenario.rename(names)
    assert list(renamed.streams) == [names[name] for name in scenario.streams]
    for route in scenario.routes:
        left = oe.evaluate(scenario, route)
        right = oe.evaluate(renamed, names.get(route, route))
        assert left.to_frame().iloc[:, 1].to_list() == right.to_frame().iloc[:, 1].to_list()
        assert left.net == right.net
    assert renamed.rename({new: old for old, new in names.items()}) == scenario


def test_a_new_name_that_does_not_fit_is_refused() -> None:
    assert refusal(lambda: TWO.rename({"bosca": "b"}), PathError) == (
        "names: no route or stream 'bosca'; did you mean 'boscan'?"
    )
    assert refusal(lambda: TWO.rename({"boscan": "asia"})) == (
        "names: two routes or streams would be 'asia'; write another name"
    )
    swapped = TWO.rename({"boscan": "asia", "asia": "boscan"})
    assert swapped.routes["boscan"].stream == "asia"


# -- paths -----------------------------------------------------------------------------------------


def test_a_star_stands_for_the_supply_and_every_stream() -> None:
    assert TWO.expand("*.production_cost") == ["supply.production_cost", "boscan.production_cost"]
    assert ARTICLE.expand("*.production_cost") == ["supply.production_cost"]
    cheap = TWO.vary({"*.production_cost": "9 USD/bbl"})
    assert cheap.supply.production_cost == cheap.boscan.production_cost == oe.Q(9, "USD/bbl")
    assert cheap.get("boscan.heavy.api") == BOSCAN.heavy.api
    assert refusal(lambda: TWO.get("boscan.hevy.api"), PathError) == (
        "no path 'boscan.hevy.api': 'boscan' has no 'hevy'; did you mean 'heavy'?"
    )
    assert refusal(lambda: TWO.get("streams.boscan.heavy.api"), PathError) == (
        "no path 'streams.boscan.heavy.api'; did you mean 'boscan.heavy.api'?"
    )


def test_numbers_of_streams_stand_behind_those_of_the_supply_and_routes() -> None:
    """Draws go by position, so that a stream which nobody sells must not move another's."""
    paths = TWO.paths()
    assert paths[: len(ARTICLE.paths())] == ARTICLE.paths()
    assert {path.partition(".")[0] for path in paths[len(ARTICLE.paths()) :]} == {"boscan"}


def test_inputs_and_overrides_have_the_streams() -> None:
    inputs = TWO.inputs()
    assert inputs.loc["boscan.production_cost", "source"] == "you"
    assert inputs.loc["supply.diluent.api", "pattern"] == "*.diluent.api"
    overrides = TWO.overrides()
    assert overrides["asia.stream"] == "boscan"
    assert overrides["boscan.production_cost"] == oe.Q(12, "USD/bbl")
    assert "supply.production_cost" not in overrides
    assert "boscan.diluent.api" not in overrides  # of a sourced row
    assert set(TWO.sources().index) >= set(ARTICLE.sources().index)


def test_what_no_route_sells_is_left_out() -> None:
    assert left_out(TWO, ("gulf", "asia")) == set()
    assert left_out(TWO, ("asia",)) == {"gulf", "supply"}
    assert left_out(TWO, ("gulf",)) == {"asia", "boscan"}


# -- files and other forms -------------------------------------------------------------------------


@given(testing.scenarios("article", streams=2))
@FEW
def test_every_form_of_a_scenario_of_streams_is_equal_to_it(scenario: oe.Scenario) -> None:
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
    assert oe.Scenario.from_dict(scenario.to_dict()) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301  our own
    assert copy.deepcopy(scenario) == scenario
    assert oe.Scenario.of_values(scenario.values, scenario) == scenario
    assert hash(scenario) == hash(copy.deepcopy(scenario))


def test_code_rebuilds_the_figures() -> None:
    names = {name: getattr(oe, name) for name in dir(oe)}
    again = eval(repr(TWO), names)  # noqa: S307  our own
    assert again.same_figures(TWO)


def test_a_file_of_one_stream_does_not_name_it() -> None:
    assert "stream" not in ARTICLE.to_toml()
    text = TWO.to_toml()
    assert 'stream = "boscan"' in text
    assert "[streams.boscan.heavy]" in text
    assert text.count("stream =") == 1


def test_a_comment_beside_a_stream_stays() -> None:
    text = TWO.to_toml().replace("[streams.boscan]", "[streams.boscan]  # of the west")
    scenario = oe.Scenario.from_toml(text).vary({"boscan.production_cost": "11 USD/bbl"})
    assert "[streams.boscan]  # of the west" in scenario.to_toml()
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
