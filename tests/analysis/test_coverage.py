"""What was varied and what was held fixed: listed, counted and said by every result."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.analysis import default_distributions, elasticities, morris
from oilecon.errors import InputError, UnmovedWarning
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

mpl.use("Agg")

ARTICLE = oe.scenario("article")
NUMBERS: dict[str, Any] = {
    path: field.show(raw) for path, field, raw in ARTICLE.leaves() if raw is not None
}
PLAIN = ARTICLE.vary(NUMBERS)
"""A case of the user's own: the same numbers, of which nothing more is known."""
BRENT, COST, WEATHER = "market.brent", "supply.production_cost", "*.sea.weather"
SOURCED = {
    BRENT: oe.Sourced(
        "64 USD/bbl",
        low="55 USD/bbl",
        high="80 USD/bbl",
        range="p10-p90",
        kind="estimate",
        as_of="2026-11",
        source="desk-2026-11",
    ),
    COST: oe.Sourced(
        "17 USD/bbl",
        low="15 USD/bbl",
        high="25 USD/bbl",
        kind="assumption",
        as_of="2020",
        note="As the fields of the belt before the sanctions.",
    ),
    WEATHER: oe.Sourced("5 %", low="3 %", high="8 %", range="quotes"),
}
OWN = PLAIN.vary(SOURCED)

ANALYSES: dict[str, Callable[..., Any]] = {
    "simulate": lambda s, **more: oe.simulate(s, outcomes="asia.netback", n=64, **more),
    "sobol": lambda s, **more: oe.sobol(s, outcomes="asia.netback", n=16, **more),
    "morris": lambda s, **more: morris(s, outcome="asia.netback", trajectories=4, **more),
    "tornado": lambda s, **more: oe.tornado(s, outcome="asia.netback", **more),
    "bounds": lambda s, **more: oe.bounds(s, outcome="asia.netback", **more),
}
VERBS = dict.fromkeys(ANALYSES, "drawn") | {"tornado": "ranked", "bounds": "moved"}


# -- nothing drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*ANALYSES, "elasticities", "default_distributions"])
def test_a_case_without_a_range_is_told_what_to_write(name: str) -> None:
    """A spread of 0.0 is no answer."""
    others = {"elasticities": elasticities, "default_distributions": default_distributions}
    analysis: Any = {**ANALYSES, **others}[name]
    said = refusal(lambda: analysis(PLAIN))
    wanted = (
        "no input has a range; write s.vary({'market.brent': oe.Sourced('63.8 USD/bbl', "
        "low='54.0 USD/bbl', high='73.0 USD/bbl')}), or "
    )
    begin, _, rest = said.partition("inputs=" if "inputs=" in said else "ranges=")
    assert begin == wanted
    # Both are code: what the message says is what works.
    sourced = eval(begin.partition("write s.vary(")[2].rpartition("), or ")[0], {"oe": oe})  # noqa: S307
    assert ANALYSES["tornado"](PLAIN.vary(sourced)).to_frame().index.tolist() == [BRENT]
    given = eval(rest, {"oe": oe})  # noqa: S307
    again = oe.simulate if "inputs=" in said else oe.tornado
    assert again(PLAIN, given, routes=("gulf", "asia")).held().shape[0] > 40


def test_ranges_that_nothing_is_drawn_from_are_told() -> None:
    class_ = oe.Sourced("700 USD/t", low="600 USD/t", spread="class", note="Of all ships.")
    flat = oe.Sourced("64 USD/bbl", low="64 USD/bbl", high="64 USD/bbl", range="quotes")
    case = PLAIN.vary({"market.mgo": class_, BRENT: flat})
    for analysis in ANALYSES.values():
        said = refusal(lambda analysis=analysis: analysis(case))
        assert said.startswith(
            "no input has a range besides 1 of a class of ships and 1 of no width; write "
        )


def test_an_input_named_without_a_range_is_told_what_to_write() -> None:
    assert refusal(lambda: oe.tornado(PLAIN, [BRENT]), oe.PathError) == (
        "market.brent: no range is known; write ranges={'market.brent': ('54.0 USD/bbl', "
        "'73.0 USD/bbl')}"
    )
    half = OWN.vary({"asia.sea.weather": "5 %"})
    assert refusal(lambda: oe.tornado(half, [WEATHER]), oe.PathError) == (
        "*.sea.weather: no range is known of asia.sea.weather; write ranges={'*.sea.weather': "
        "(0.043, 0.057)}"
    )
    hires = "*.sea.charter.hire"
    assert refusal(lambda: oe.tornado(ARTICLE, [hires])) == (
        "*.sea.charter.hire: covers inputs of several ranges; write (low, high), or name them one "
        "by one: gulf.sea.charter.hire, asia.sea.charter.hire"
    )


# -- what is held ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ANALYSES)
def test_every_result_lists_what_it_held_fixed(name: str) -> None:
    found = ANALYSES[name](OWN)
    held = found.held()
    assert held.columns.tolist() == ["value", "unit", "why"]
    assert held.index.name == "path"
    assert held.loc["market.vlsfo"].tolist() == [445.0, "USD/t", "no range"]
    assert set(held["why"]) == {"no range"}
    drawn = {BRENT, COST, "gulf.sea.weather", "asia.sea.weather"}
    assert not drawn & set(held.index)
    counts = f"3 inputs {VERBS[name]}, {len(held)} held fixed"
    assert repr(found).endswith(f"{counts}>")
    assert f"\n{counts}: without a range; " in str(found)
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  its own
    assert again.held().equals(held)
    assert str(again) == str(found)


@given(st.sets(st.sampled_from([path for path in NUMBERS if not path.startswith("supply")])))
def test_a_number_is_varied_held_or_neutral(ranged: set[str]) -> None:
    own = PLAIN.vary(
        {
            path: oe.Sourced(NUMBERS[path], high=1.01 * NUMBERS[path])
            for path in {*ranged, BRENT}
            if NUMBERS[path].magnitude > 0
        }
    )
    coverage = oe.tornado(own, outcome="asia.netback").coverage
    varied = {each.name for each in coverage.varied}
    held = {each.path for each in coverage.held}
    assert not varied & held
    assert varied <= set(NUMBERS)
    assert len(varied) + len(held) + coverage.neutral == len(NUMBERS)


def test_the_reason_is_that_of_each_number() -> None:
    ship = PLAIN.vary({"gulf.sea.vessel": oe.Vessel.shipped("aframax")})
    exact = ship.vary({COST: oe.Sourced("17 USD/bbl", low="17 USD/bbl", high="17 USD/bbl")})
    held = oe.tornado(exact, outcome="gulf.netback").held()["why"]
    assert held["gulf.sea.vessel.dwt"] == "its range is of a class of ships"
    assert held[COST] == "a range of no width"
    assert held[BRENT] == "no range"
    assert "gulf.sea.vessel.knots_laden" not in held
    named = oe.tornado(OWN, [BRENT], outcome="gulf.netback").held()["why"]
    assert named[COST] == "not named"
    assert named["gulf.sea.weather"] == "not named"
    assert named["market.vlsfo"] == "no range"


def test_numbers_of_other_routes_are_not_listed() -> None:
    both = oe.tornado(OWN, outcome="loss").held()
    asia = oe.tornado(OWN, outcome="asia.netback", routes=("asia",)).held()
    assert [path for path in both.index if path.startswith("gulf.")]
    assert not [path for path in asia.index if path.startswith("gulf.")]


def test_a_ranking_of_few_says_so() -> None:
    """Ship speed came first because nothing else had a range."""
    ship = PLAIN.vary({"asia.sea.vessel": oe.Vessel.shipped("vlcc")})
    lines = str(oe.tornado(ship)).splitlines()
    assert lines[2].startswith("asia.sea.vessel.knots_laden ")
    assert lines[-1] == (
        "7 inputs ranked, 55 held fixed (48 without a range, 7 with a range of a class of ships); "
        "6 neutral zeros or ones aside."
    )


def test_an_attribution_holds_what_is_the_same_on_both_sides() -> None:
    comparison = oe.compare(ARTICLE, "gulf", "asia")
    found = oe.attribute(comparison, groups={"ship and voyage": ["sea"]})
    held = found.held()
    assert held.loc["sale.differential", "why"] == "the same on both sides"
    assert held.loc[BRENT, "why"] == "common to both routes"
    assert "sea.charter.hire" not in held.index
    assert "sea.cargo" not in held.index
    two = oe.attribute(ARTICLE, ARTICLE.vary({BRENT: "70 USD/bbl"}), outcome="loss")
    assert BRENT not in two.held().index
    assert set(two.held()["why"]) == {"the same on both sides"}
    assert repr(two).endswith("by 1 parts; 1 input differing, 54 held fixed>")
    assert "1 input differing, 54 held fixed: the same on both sides; " in str(two)


def test_a_function_of_quantities_holds_nothing() -> None:
    found = oe.bounds(lambda fob: fob, {"fob": ("1 USD/bbl", "2 USD/bbl")})
    assert found.held().empty
    assert str(found) == "1.00 to 2.00 USD/bbl (exact: it rises or falls along every input)"


# -- sentences ---------------------------------------------------------------------------------


def test_kind_and_date_change_a_sentence() -> None:
    def sentence(**more: Any) -> str:
        brent = oe.Sourced("64 USD/bbl", low="55 USD/bbl", high="80 USD/bbl", **more)
        two = PLAIN.vary({BRENT: brent, COST: SOURCED[COST]})
        return oe.tornado(two).coverage.sentences[1]

    own = {"source": "desk-2026-11", "as_of": "2020"}
    assert sentence(kind="published", **own) == "Of those ranked: 1 assumption."
    assert sentence(kind="estimate", **own) == "Of those ranked: 1 assumption, 1 estimate."
    assert sentence(kind="assumption", note="A guess.") == "Of those ranked: 2 assumptions."
    assert sentence() == "Of those ranked: 1 assumption, 1 without a source."
    own["as_of"] = "2025-Q4"
    assert sentence(kind="published", **own) == (
        "Of those ranked: 1 assumption; figures of 2020 to 2025-Q4."
    )


def test_quantiles_and_quotes_are_no_bounds() -> None:
    found = oe.bounds(OWN)
    assert not found.exact
    assert "exact" not in str(found)
    assert str(found).partition("\n")[0].partition(", ")[2] == (
        "not bounds: P10 to P90 of market.brent; quotes of *.sea.weather (it rises or falls along "
        "every input)"
    )
    assert found.to_frame()["range"].tolist() == ["p10-p90", "bounds", "quotes"]
    pairs = {BRENT: ("55 USD/bbl", "80 USD/bbl"), COST: None}
    assert oe.bounds(OWN, pairs).exact
    table = oe.tornado(OWN)
    assert table.coverage.sentences[-1] == (
        "Ranges that are no bounds: P10 to P90 of market.brent; quotes of *.sea.weather."
    )
    assert table.to_frame().loc[BRENT, "range"] == "p10-p90"
    assert str(table).endswith(table.coverage.sentences[-1])


def test_a_picture_says_what_was_held_fixed() -> None:
    counts = f"3 inputs drawn, {len(oe.simulate(OWN, n=64).held())} held fixed: without a range"
    for found, wanted in (
        (oe.simulate(OWN, n=640, outcomes="asia.netback"), counts),
        (
            oe.tornado(OWN),
            counts.replace("drawn", "ranked") + "; ranges that are no bounds: P10 to P90",
        ),
        (oe.attribute(OWN, OWN.vary({BRENT: "70 USD/bbl"}), outcome="loss"), "1 input differing"),
    ):
        texts = [text.get_text() for text in found.plot().figure.findobj(mpl.text.Text)]
        assert wanted in " ".join(" ".join(texts).split())


def test_the_inputs_of_a_simulation_say_what_they_are_drawn_from() -> None:
    table = oe.simulate(OWN, n=64, outcomes="asia.netback").inputs()
    assert table["drawn"].to_dict() == {
        BRENT: "split normal",
        COST: "triangular",
        WEATHER: "uniform",
    }
    assert table["range"].tolist() == ["p10-p90", "bounds", "quotes"]
    assert table["kind"].tolist() == ["estimate", "assumption", "you"]
    assert table["as_of"].tolist() == ["2026-11", "2020", ""]
    mixed = default_distributions(OWN) | {BRENT: oe.Uniform("60 USD/bbl", "70 USD/bbl")}
    again = oe.simulate(OWN, mixed, n=64, outcomes="asia.netback")
    assert again.inputs()["kind"].tolist() == ["", "assumption", "you"]  # the rest is as it was
    summary = again.summary().loc["asia.netback [USD/bbl]"]
    assert (summary["drawn"], summary["held"]) == (3, len(again.held()))


@pytest.mark.parametrize("case", [ARTICLE, OWN], ids=["shipped", "own"])
def test_the_default_distributions_are_what_is_drawn(case: oe.Scenario) -> None:
    drawn = oe.simulate(case, n=256, outcomes="asia.netback")
    named = oe.simulate(case, default_distributions(case), n=256, outcomes="asia.netback")
    assert (drawn["asia.netback"] == named["asia.netback"]).all()
    assert named.inputs().equals(drawn.inputs())
    assert str(named) == str(drawn)


def test_a_width_is_1_9_times_as_wide_between_quantiles_as_between_bounds() -> None:
    def sd(meaning: str) -> float:
        ends = {"low": "54 USD/bbl", "high": "74 USD/bbl"}
        own = PLAIN.vary({BRENT: oe.Sourced("64 USD/bbl", **ends, range=meaning)})
        found = oe.simulate(own, n=2**14, points="sobol", outcomes="gulf.netback")
        return float(found.draws().iloc[:, 0].std())

    assert sd("p10-p90") / sd("bounds") == pytest.approx(24**0.5 / 2 / 1.2815515655, rel=2e-3)
    assert 1.90 < sd("p10-p90") / sd("bounds") < 1.92
    assert sd("p5-p95") < sd("p10-p90")
    assert sd("quotes") == pytest.approx(20.0 / 12**0.5, rel=1e-3)


def test_a_result_keeps_little_of_its_inputs() -> None:
    coverage = oe.tornado(OWN).coverage
    assert len(coverage.held) > 40
    assert len(pickle.dumps(coverage)) < 5_000
    # The notes of all rows are left behind.
    assert len(pickle.dumps(oe.bounds(ARTICLE))) < 12_000


# -- nothing moved -----------------------------------------------------------------------------


@pytest.mark.parametrize("analysis", [oe.simulate, oe.tornado, oe.bounds])
def test_an_outcome_that_nothing_moves_is_announced(analysis: Callable[..., Any]) -> None:
    one = {"gulf.sea.vessel.dwt": oe.Sourced("107000 t", low="100000 t", high="115000 t")}
    own = PLAIN.vary(one)
    more: dict[str, Any] = {"n": 64} if analysis is oe.simulate else {}
    said = (
        "loss does not depend on gulf.sea.vessel.dwt, and nothing else was varied: its spread is "
        "unknown, not zero; give a range to an input that it depends on"
    )
    with pytest.warns(UnmovedWarning) as caught:
        analysis(own, routes=("gulf", "asia"), **more)
    assert [str(each.message) for each in caught] == [said]
    assert caught[0].filename == __file__


def test_an_outcome_that_moves_by_rounding_alone_is_announced() -> None:
    """The difference of two prices at fixed differentials moves by last bits with Brent."""
    own = OWN.vary({"asia.sale.differential": "-7.3 USD/bbl"})
    both = {"prices": lambda c: c["gulf.price"] - c["asia.price"]}
    with pytest.warns(UnmovedWarning, match=r"^prices does not depend on market\.brent, "):
        oe.simulate(own, n=512, outcomes=both)


def test_a_line_that_nobody_charges_is_zero_without_a_warning() -> None:
    found = oe.simulate(OWN, n=64, outcomes="gulf.transfer")
    assert not found["gulf.transfer"].magnitude.any()


# -- names -------------------------------------------------------------------------------------

_NAMES = st.sampled_from(["gulf", "asia", "china", "india", "west", "pal", "tmx"])


@given(st.tuples(_NAMES, _NAMES).filter(lambda names: names[0] != names[1]))
@pytest.mark.parametrize("case", [ARTICLE, OWN], ids=["shipped", "own"])
def test_no_name_of_a_route_changes_a_draw(case: oe.Scenario, names: tuple[str, str]) -> None:
    new = dict(zip(case.routes, names, strict=True))
    renamed = case.rename(new)
    evolved = case.evolve(routes=dict(zip(names, case.routes.values(), strict=True)))
    first = oe.simulate(case, n=64, seed=3, outcomes="loss.netback", correlations=_tied(case))
    for again in (renamed, evolved):
        found = oe.simulate(again, n=64, seed=3, outcomes="loss.netback", correlations=_tied(again))
        np.testing.assert_array_equal(
            found["loss.netback"].magnitude, first["loss.netback"].magnitude
        )
        np.testing.assert_array_equal(found.draws().to_numpy(), first.draws().to_numpy())
        assert len(found.correlations) == len(first.correlations)
        assert found.held()["value"].tolist() == first.held()["value"].tolist()


def test_a_distribution_of_ones_own_keeps_the_correlations_of_its_row() -> None:
    renamed = ARTICLE.rename({"gulf": "asia", "asia": "china"})
    own = oe.PERT("60000 USD/day", "92300 USD/day", "119000 USD/day")
    inputs = default_distributions(renamed) | {"china.sea.charter.hire": own}
    found = oe.simulate(renamed, inputs, n=64, correlations="article")
    assert found.correlations["asia.sea.charter.hire", "china.sea.charter.hire"] == 0.7
    assert len(found.correlations) == 6


def _tied(case: oe.Scenario) -> Any:
    """Return the correlations that are tried: a shipped set, and a pair that has a pattern."""
    return {(BRENT, WEATHER): 0.5} if case.row("market.vlsfo") is None else "article"


def test_a_pattern_is_the_input_that_covers_its_paths() -> None:
    three = PLAIN.vary(SOURCED)
    drawn = list(default_distributions(three))
    assert drawn == [BRENT, COST, WEATHER]
    for name in (
        WEATHER,
        "gulf.sea.weather,asia.sea.weather",
        "asia.sea.weather, gulf.sea.weather",
    ):
        found = oe.simulate(three, n=64, outcomes="asia.netback", correlations={(BRENT, name): 0.5})
        assert found.correlations == {(BRENT, WEATHER): 0.5}
    given_twice = {(BRENT, WEATHER): 0.5, (BRENT, "gulf.sea.weather,asia.sea.weather"): 0.4}
    assert refusal(lambda: oe.simulate(three, n=64, correlations=given_twice)) == (
        "correlations: market.brent with *.sea.weather: given twice, with two values"
    )
    joined = {"asia.sea.weather,gulf.sea.weather": oe.Uniform("3 %", "8 %"), BRENT: _UNIFORM}
    found = oe.simulate(three, joined, n=64, correlations={(WEATHER, BRENT): 0.5})
    assert list(found.correlations) == [("asia.sea.weather,gulf.sea.weather", BRENT)]


_UNIFORM = oe.Uniform("60 USD/bbl", "70 USD/bbl")


def test_numbers_of_one_row_are_one_draw_while_they_are_alike() -> None:
    assert list(default_distributions(OWN)) == [BRENT, COST, WEATHER]
    apart = PLAIN.vary(
        {f"{route}.sea.weather": oe.Sourced("5 %", low="3 %", high="8 %") for route in PLAIN.routes}
    )
    assert list(default_distributions(apart)) == ["gulf.sea.weather", "asia.sea.weather"]
    tied = PLAIN.vary(
        {
            f"{route}.sea.weather": oe.Sourced("5 %", low="3 %", high="8 %", row="weather")
            for route in PLAIN.routes
        }
    )
    assert list(default_distributions(tied)) == [WEATHER]
    third = tied.evolve(routes={**tied.routes, "west": PLAIN.asia})
    assert list(default_distributions(third)) == ["gulf.sea.weather,asia.sea.weather"]


def test_a_set_of_which_nothing_is_drawn_is_refused() -> None:
    one = {BRENT: _UNIFORM}
    said = refusal(lambda: oe.simulate(ARTICLE, one, n=64, correlations="article"))
    assert said.startswith("correlations: none of the pairs of 'article' is drawn: gulf.sea.")
    assert said.endswith("; write your own, as {(path, path): 0.5}")


def test_the_way_out_of_a_value_beyond_its_range_is_named() -> None:
    with pytest.raises(InputError, match=r"in the range that keep_range keeps, .* got 90; write"):
        ARTICLE.vary({BRENT: "90 USD/bbl"}, keep_range=True)
