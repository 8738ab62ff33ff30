"""Several streams in one scenario: each route by the blend that it sells, losses by heavy crude."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon import testing
from oilecon.errors import InputError, PathError, UndefinedWarning
from oilecon.netback.lines import BASES, SUBTOTALS, SUPPLY
from tests.samples import refusal

ARTICLE = oe.scenario("article")
BOSCAN = ARTICLE.supply.evolve(
    heavy=oe.Crude.shipped("Boscan", sample="AD01911"),
    production_cost="12 USD/bbl",
    output="100 kb/day",
    diluent_supply="10 kb/day",
)

FEW = settings(max_examples=30)  # each goes through several scenarios
THICK = BOSCAN.evolve(  # beyond the viscosities that the rule holds for
    target_viscosity="300 cSt",
    heavy_viscosity="1e9 cSt",
    diluent_viscosity="0.9 cSt",
    viscosity_rule="d341",
    viscosity_basis="volume",
)
TWO = ARTICLE.evolve(streams={"boscan": BOSCAN}).vary({"asia.stream": "boscan"})
"""The Gulf Coast takes the supply, Asia the other stream."""


def alone(scenario: oe.Scenario, route: str) -> oe.Scenario:
    """Return the scenario of one route whose supply is what the route sells."""
    sold = scenario.routes[route]
    supply = scenario.supply if sold.stream == "supply" else scenario.streams[sold.stream]
    return scenario.evolve(supply=supply, routes={route: sold.evolve(stream="supply")}, streams={})


def with_streams(**how: Any) -> st.SearchStrategy[oe.Scenario]:
    """Draw scenarios whose routes sell up to three streams."""
    return testing.scenarios("article-sanctioned", streams=2, **how)


# -- a route is computed by its own stream ---------------------------------------------------------


@given(with_streams())
@FEW
def test_a_route_is_computed_as_if_its_stream_were_the_supply(scenario: oe.Scenario) -> None:
    for route, sold in scenario.routes.items():
        result, single = (oe.evaluate(each, route) for each in (scenario, alone(scenario, route)))
        for measure in ("blend", "heavy", "tonne"):
            assert result.per(measure).to_frame().equals(single.per(measure).to_frame())
        assert result["diluent_value"] == single["diluent_value"]
        for name in ("diluent_share", "shrunk_api", "barrels_per_tonne", "blend_ratio"):
            assert result[f"{sold.stream}.{name}"] == single[f"supply.{name}"]


@given(with_streams())
@FEW
def test_a_stream_that_no_route_sells_changes_nothing(scenario: oe.Scenario) -> None:
    unsold = scenario.evolve(streams={**scenario.streams, "unsold": scenario.supply})
    unsold = unsold.vary({"unsold.production_cost": "900 USD/bbl", "unsold.royalty": "99 %"})
    for route in scenario.routes:
        left, right = oe.evaluate(scenario, route), oe.evaluate(unsold, route)
        assert left.to_frame().equals(right.to_frame())
    first, second = (oe.compare(each, "gulf", "asia") for each in (scenario, unsold))
    assert first.to_frame().equals(second.to_frame())
    assert first.measure == second.measure


def test_not_even_one_that_cannot_be_blended() -> None:
    unsold = ARTICLE.evolve(streams={"thick": THICK})
    assert oe.evaluate(unsold, "asia").netback == oe.evaluate(ARTICLE, "asia").netback
    text = refusal(lambda: oe.evaluate(unsold.vary({"asia.stream": "thick"}), "asia").netback)
    assert "thick.heavy_viscosity has 1e+09 cSt" in text


@given(with_streams(cases=3))
@FEW
def test_arrays_equal_single_cases(scenario: oe.Scenario) -> None:
    many = oe.compare(scenario, "gulf", "asia")
    for at in range(*scenario.shape):
        single = oe.compare(scenario.at(at), "gulf", "asia")
        assert single.measure == many.measure
        for name in ("gulf.netback", "asia.net", "lost.operating", "supply.diluent_share"):
            assert many[name].magnitude[at] == single[name].magnitude


# -- losses between streams are by the barrel of heavy crude ---------------------------------------


@given(with_streams())
@FEW
def test_losses_are_of_what_a_barrel_of_heavy_crude_brings(scenario: oe.Scenario) -> None:
    comparison = oe.compare(scenario, "gulf", "asia")
    sold = [scenario.routes[name].stream for name in ("gulf", "asia")]
    across = sold[0] != sold[1]
    assert comparison.measure == ("heavy" if across else "blend")
    sides = [oe.evaluate(scenario, name).per(comparison.measure) for name in ("gulf", "asia")]
    for basis in BASES:
        left, right = (side[basis].magnitude for side in sides)
        assert comparison[f"lost.{basis}"].magnitude == left - right
    left, right = (side["netback"].magnitude for side in sides)
    if left > 0.0:
        share = (left - right) / left * 100.0
        assert comparison["loss.netback"].magnitude == pytest.approx(share, rel=1e-12, abs=1e-9)
    for name, side in zip(("gulf", "asia"), sides, strict=True):
        for subtotal in SUBTOTALS:
            assert comparison[f"{name}.{subtotal}"] == side[subtotal]


def test_a_stream_equal_to_the_supply_loses_as_much_per_barrel_of_heavy_crude() -> None:
    same = ARTICLE.evolve(streams={"copy": ARTICLE.supply}).vary({"asia.stream": "copy"})
    across, straight = (oe.compare(each, "gulf", "asia") for each in (same, ARTICLE))
    assert across.to_frame().equals(straight.per("heavy").to_frame())
    assert across.losses().to_list() == pytest.approx(straight.losses().to_list(), rel=1e-12)


def test_all_tables_say_that_they_are_of_heavy_crude() -> None:
    comparison = oe.compare(TWO, "gulf", "asia")
    heavy = "[USD/bbl heavy]"
    assert [name for name in map(str, comparison.to_frame()) if "USD" in name] == [
        f"{name} {heavy}" for name in ("gulf", "asia", "difference")
    ]
    assert comparison.losses(money=True).name == f"lost {heavy}"
    assert all(heavy in name for name in map(str, comparison.recipients().to_frame()))
    assert repr(comparison).endswith("USD/bbl heavy>")
    assert comparison.recipients().residual.magnitude == 0.0
    many = oe.compare(TWO.vary({"market.brent": ["60 USD/bbl", "70 USD/bbl"]}), "gulf", "asia")
    frame = many.to_frame()
    assert f"lost.netback {heavy}" in frame
    assert f"gulf.price {heavy}" in frame
    assert all(heavy in name for name in map(str, many.waterfall("asia")))


@pytest.mark.parametrize("measure", ["blend", "tonne"])
def test_another_measure_is_refused_with_the_reason(measure: str) -> None:
    text = (
        "per: gulf sells 'supply', asia sells 'boscan', and a barrel or a tonne of one blend holds "
        f"less heavy crude than of the other; expected 'heavy', got {measure!r}; write "
        f".per('heavy'), or for one route alone oilecon.evaluate(scenario, 'gulf').per({measure!r})"
    )
    assert refusal(lambda: oe.compare(TWO, "gulf", "asia").per(measure), InputError) == text
    oe.evaluate(TWO, "gulf").per(measure)
    assert oe.compare(TWO, "gulf", "asia").per("heavy").measure == "heavy"


def test_a_blend_without_heavy_crude_is_refused_by_its_stream() -> None:
    pure = BOSCAN.evolve(target_api=BOSCAN.diluent.api)  # type: ignore[union-attr]
    scenario = TWO.evolve(streams={"boscan": pure})
    text = refusal(lambda: oe.compare(scenario, "gulf", "asia")["lost"])
    assert "is not a finite number" in text
    with pytest.raises(InputError, match=r"boscan\.blend_ratio is not a finite number"):
        oe.evaluate(scenario, "asia").per("heavy")


def test_of_several_alternatives_each_loss_is_that_of_its_pair() -> None:
    three = TWO.evolve(routes={**TWO.routes, "far": ARTICLE.asia})
    several = oe.compare(three, "gulf", "asia", "far")
    assert several.measure == "heavy"
    assert all("[USD/bbl heavy]" in name for name in map(str, several.to_frame()) if "USD" in name)
    for other in ("asia", "far"):  # the last sells what the reference does
        pair = oe.compare(three, "gulf", other)
        for basis in BASES:
            assert several[f"{other}.loss.{basis}"] == pair[f"loss.{basis}"]
            heavy = pair.per("heavy")[f"lost.{basis}"]
            assert several[f"{other}.lost.{basis}"] == heavy
    with pytest.raises(InputError, match="gulf sells 'supply', asia sells 'boscan', far sells"):
        several.per("tonne")


def test_a_netback_at_a_point_is_by_heavy_crude_too() -> None:
    inland = TWO.asia.evolve(
        legs={"pipe": oe.Overland(mode="pipeline", loss="1 %", days="5 day"), **TWO.asia.legs}
    )
    comparison = oe.compare(TWO.evolve(routes={**TWO.routes, "asia": inland}), "gulf", "asia")
    single = oe.evaluate(comparison.scenario, "asia")
    for leg in ("pipe", "sea"):
        heavy = comparison[f"asia.{leg}.netback"].magnitude
        assert heavy == single.per("heavy")[f"{leg}.netback"].magnitude
        blend = single[f"{leg}.netback"].magnitude
        assert heavy == pytest.approx(blend * single["boscan.blend_ratio"].magnitude)
    origin = comparison["asia.netback"].magnitude
    assert comparison["asia.pipe.netback"].magnitude == pytest.approx(origin, rel=1e-12)


# -- outcomes by name ------------------------------------------------------------------------------


def test_every_outcome_of_a_stream_goes_by_its_name() -> None:
    units = {}
    for name in SUPPLY:
        if name == "blend_sulphur":
            continue
        figures = [
            result[f"boscan.{name}"]
            for result in (
                oe.compare(TWO, "gulf", "asia"), oe.evaluate(TWO, "asia"), oe.evaluate(TWO, "gulf")
            )
        ]  # fmt: skip
        assert figures[0] == figures[1] == figures[2]
        units[name] = figures[0].units
        assert figures[0] == oe.evaluate(alone(TWO, "asia"), "asia")[f"supply.{name}"]
    assert str(units["blend_rate"]) == "bbl / day"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bosca.diluent_share", "no outcome 'bosca.diluent_share'; did you mean 'boscan."),
        ("boscan.diluent_shar", "no outcome 'boscan.diluent_shar'; did you mean 'boscan."),
        ("gulf.shrunk_api", "no outcome 'gulf.shrunk_api'; did you mean '"),
        ("boscan.netback", "no outcome 'boscan.netback'"),
        ("boscan", "no outcome 'boscan'"),
    ],
)
def test_an_unknown_outcome_suggests_those_of_streams(name: str, text: str) -> None:
    for result in (oe.compare(TWO, "gulf", "asia"), oe.evaluate(TWO, "asia")):
        assert refusal(lambda result=result: result[name], PathError).startswith(text)


def test_what_an_outcome_of_a_stream_needs_is_named_by_the_stream() -> None:
    bare = TWO.vary({"boscan.output": None, "boscan.heavy.sulphur": None})
    result = oe.evaluate(bare, "asia")
    assert refusal(lambda: result["boscan.blend_rate"]) == (
        "boscan.blend_rate: needs boscan.output; write for example '630 kb/day'"
    )
    assert refusal(lambda: result["boscan.blend_sulphur"]) == (
        "boscan.blend_sulphur: not known of every oil; write boscan.heavy.sulphur and "
        "boscan.diluent.sulphur"
    )
    sold_as_it_is = bare.vary({"boscan.diluent": None, "boscan.target_api": None})
    assert refusal(lambda: oe.evaluate(sold_as_it_is, "asia")["diluent_value"]) == (
        "asia.diluent_value: the crude is sold as it is, without diluent"
    )
    oe.evaluate(sold_as_it_is, "gulf")["diluent_value"]


def test_the_value_of_diluent_is_that_of_the_routes_own_stream() -> None:
    short = TWO.vary({"supply.output": "100 kb/day", "supply.diluent_supply": "100 kb/day"})
    assert oe.evaluate(short, "gulf")["diluent_value"].magnitude == 0.0  # heavy crude runs out
    assert oe.evaluate(short, "asia")["diluent_value"].magnitude > 0.0


# -- formulas, files, holes ------------------------------------------------------------------------


def test_a_derivation_names_the_streams_own_lines() -> None:
    comparison = oe.compare(TWO, "gulf", "asia")
    explained = comparison.explain("asia.operating")
    assert explained.steps[-1].value == comparison["asia.operating"].magnitude
    names = {step.name for step in explained.steps}
    assert {"boscan.production_cost", "boscan.diluent", "boscan.blend_ratio"} <= names
    assert not any(name.startswith("supply.") for name in names)
    loss = {step.name for step in comparison.explain("loss").steps}
    assert {"supply.blend_ratio", "boscan.blend_ratio"} <= loss
    single = {step.name for step in oe.evaluate(TWO, "asia").explain("operating").steps}
    assert {"boscan.production", "boscan.diluent", "boscan.share"} <= single


def test_a_price_below_zero_is_warned_of_per_barrel_of_blend() -> None:
    low = TWO.vary({"asia.sale.differential": "-80 USD/bbl"})
    price = oe.evaluate(ARTICLE, "asia")["price"].magnitude - 71.0
    with pytest.warns(oe.errors.NegativePriceWarning, match=rf"asia\.price is {price:.2f} USD/bbl"):
        oe.compare(low, "gulf", "asia")["lost"]


def test_holes_of_a_stream_are_missing_in_what_is_sold_of_it_alone() -> None:
    costs = pd.Series([12.0, np.nan, 14.0], name="boscan.production_cost [USD/bbl]")
    holed = TWO.vary(costs.rename_axis("year"))
    with pytest.warns(UndefinedWarning, match=r"boscan\.production_cost in 1 of 3 rows"):
        operating = oe.evaluate(holed, "asia").operating.magnitude
    assert np.isnan(operating).tolist() == [False, True, False]
    assert np.isfinite(oe.evaluate(holed, "gulf").operating.magnitude).all()
    assert holed.sel(2).boscan.production_cost.magnitude == 14.0
    assert oe.evaluate(holed.at(0), "asia").operating.magnitude == operating[0]


def test_a_result_of_streams_leaves_the_process() -> None:
    comparison = oe.compare(TWO, "gulf", "asia")
    again = pickle.loads(pickle.dumps(comparison))  # noqa: S301  our own
    assert again.to_frame().equals(comparison.to_frame())
    assert again.measure == "heavy"
