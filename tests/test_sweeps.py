"""Sweeps, bounds, tornadoes, elasticities: outcomes over values and ranges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.analysis import elasticities, input_ranges
from oilecon.errors import InputError, OilEconError, PathError, UndefinedWarning, UnitError

ARTICLE = oe.scenario("article")
FULL = oe.scenario("article-sanctioned")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- sweep -------------------------------------------------------------------------------------


@given(
    st.floats(45, 120), st.floats(1e4, 1e5), st.sampled_from(["loss", "loss.net", "asia.freight"])
)
def test_a_sweep_of_one_point_is_the_evaluation(brent: float, hire: float, outcome: str) -> None:
    over = {BRENT: oe.Q([brent], "USD/bbl"), HIRE: oe.Q([hire], "USD/day")}
    one = ARTICLE.vary({BRENT: oe.Q(brent, "USD/bbl"), HIRE: oe.Q(hire, "USD/day")})
    wanted = oe.compare(one, "gulf", "asia")[outcome].magnitude
    for paired in (False, True):
        found = oe.sweep(ARTICLE, over, outcomes=outcome, paired=paired)[outcome]
        assert found.magnitude.ravel().tolist() == [wanted]


def test_a_grid_has_a_dimension_for_each_path_and_pairs_have_one() -> None:
    over = {BRENT: ["50 USD/bbl", "60 USD/bbl"], HIRE: oe.Q([3e4, 6e4, 9e4], "USD/day")}
    grid = oe.sweep(ARTICLE, over, outcomes=["loss", "asia.netback"])
    assert grid.shape == (2, 3)
    frame = grid.to_frame()
    assert frame.columns.tolist() == [
        "market.brent [USD/bbl]",
        "asia.sea.charter.hire [USD/day]",
        "loss [%]",
        "asia.netback [USD/bbl]",
    ]
    assert len(frame) == 6
    cube = grid.cube().unstack()
    wanted = oe.compare(ARTICLE.vary({BRENT: "60 USD/bbl", HIRE: "90000 USD/day"}), "gulf", "asia")
    assert cube.loc[60.0, ("loss [%]", 90000.0)] == wanted["loss"].magnitude
    assert grid["loss"][1, 2] == wanted["loss"]
    labelled = grid.to_xarray()
    assert labelled["loss"].dims == (BRENT, HIRE)
    assert labelled["loss"].attrs == {"units": "percent"}
    assert labelled[HIRE].attrs == {"units": "USD/day"}
    two = {BRENT: ["50 USD/bbl", "60 USD/bbl"], HIRE: ["30000 USD/day", "60000 USD/day"]}
    assert oe.sweep(ARTICLE, two, paired=True)["loss"].magnitude.tolist() == [
        grid["loss"].magnitude[0, 0],
        grid["loss"].magnitude[1, 1],
    ]


def test_choices_and_ships_are_swept_like_numbers() -> None:
    over = {
        "asia.sale.terms": ["DAP", "FOB"],
        BRENT: ["50 USD/bbl", "70 USD/bbl"],
        "asia.sea.vessel": [oe.vessel("vlcc"), oe.vessel("vlcc old")],
    }
    grid = oe.sweep(ARTICLE, over, outcomes="asia.netback")
    assert grid.shape == (2, 2, 2)
    changed: dict[str, Any] = {"asia.sale.terms": "FOB", BRENT: "70 USD/bbl"}
    changed |= {"asia.sea.vessel": oe.vessel("vlcc old")}
    wanted = oe.evaluate(ARTICLE.vary(changed), "asia").netback
    assert grid["asia.netback"][1, 1, 1] == wanted
    paired = oe.sweep(ARTICLE, over, outcomes="asia.netback", paired=True)
    assert paired["asia.netback"][1] == wanted
    assert paired.to_frame()["asia.sea.vessel"].tolist() == ["vlcc", "vlcc old"]


def test_an_outcome_may_be_a_function_with_its_own_unit() -> None:
    def dearer(result: Any) -> Any:
        return result["asia.freight"] - result["gulf.freight"]

    found = oe.sweep(ARTICLE, {BRENT: ["50 USD/bbl"]}, outcomes={"dearer": dearer, "loss": "loss"})
    c = oe.compare(ARTICLE.vary({BRENT: "50 USD/bbl"}), "gulf", "asia")
    assert found["dearer"].magnitude.tolist() == [(c["asia.freight"] - c["gulf.freight"]).magnitude]
    assert oe.sweep(ARTICLE, {BRENT: ["50 USD/bbl"]}, outcomes=lambda c: c.loss())[
        "<lambda>"
    ].shape == (1,)


def test_a_pattern_moves_all_that_it_covers() -> None:
    found = oe.sweep(ARTICLE, {"*.sea.weather": ["3 %", "8 %"]})
    wanted = oe.compare(ARTICLE.vary({"*.sea.weather": "8 %"}), "gulf", "asia").loss()
    assert found["loss"][1] == wanted


def test_a_scenario_of_one_route_needs_no_route_in_names() -> None:
    one = ARTICLE.evolve(routes={"gulf": ARTICLE.gulf})
    found = oe.sweep(one, {BRENT: ["70 USD/bbl"]}, outcomes=["netback", "gulf.net"])
    wanted = oe.evaluate(one.vary({BRENT: "70 USD/bbl"}), "gulf")
    assert found["netback"].magnitude[0] == wanted.netback.magnitude
    assert found["gulf.net"].magnitude[0] == wanted.net.magnitude


def test_undefined_cases_are_announced_and_counted() -> None:
    over = {BRENT: ["20 USD/bbl", "70 USD/bbl"]}
    with pytest.warns(UndefinedWarning, match=r"loss is not defined in 1 of 2 cases"):
        found = oe.sweep(ARTICLE, over)
    assert found.undefined("loss") == 1


def test_what_a_sweep_refuses() -> None:
    five: Any = 5
    one = {BRENT: ["50 USD/bbl"]}
    assert refused(InputError, lambda: oe.sweep(ARTICLE, {})) == (
        "over: expected a mapping of paths to values, got an empty one"
    )
    assert refused(PathError, lambda: oe.sweep(ARTICLE, {"market.brnt": ["5 USD/bbl"]})) == (
        "no path 'market.brnt': 'market' has no 'brnt'; did you mean 'brent'?"
    )
    twice = {"*.sea.weather": ["5 %"], "asia.sea.weather": ["6 %"]}
    assert refused(InputError, lambda: oe.sweep(ARTICLE, twice)) == (
        "asia.sea.weather: given twice, by 'asia.sea.weather' and by another path or pattern"
    )
    assert refused(InputError, lambda: oe.sweep(ARTICLE, {"asia.sale.terms": "FOB"})) == (
        "asia.sale.terms: expected a list of choices, got 'FOB'; write [...]"
    )
    assert refused(UnitError, lambda: oe.sweep(ARTICLE, {BRENT: [50, 60]})) == (
        "market.brent: expected USD/bbl, got the bare number 50; "
        "write '50 USD/bbl' if that is the unit"
    )
    uneven = {BRENT: ["50 USD/bbl"], HIRE: oe.Q([1, 2], "USD/day")}
    assert refused(InputError, lambda: oe.sweep(ARTICLE, uneven, paired=True)) == (
        "paired values come in equal numbers, got market.brent 1, asia.sea.charter.hire 2; "
        "leave out paired for a full grid"
    )
    square = {BRENT: oe.Q([[50.0, 60.0]], "USD/bbl")}
    assert refused(InputError, lambda: oe.sweep(ARTICLE, square)) == (
        "market.brent: expected a list of values, got an array of shape (1, 2)"
    )
    assert refused(PathError, lambda: oe.sweep(ARTICLE, one, outcomes="asia.nettback")) == (
        "no outcome 'asia.nettback'; did you mean 'asia.netback'?"
    )
    assert refused(PathError, lambda: oe.sweep(ARTICLE, one)["net"]).startswith(
        "no outcome 'net' in the sweep"
    )
    assert refused(InputError, lambda: oe.sweep(ARTICLE, one, outcomes=[])) == (
        "outcome: expected at least one, got none; write for example 'loss'"
    )
    assert refused(InputError, lambda: oe.sweep(ARTICLE, one, outcomes=five)) == (
        "outcome: expected a name or a function, got int"
    )
    assert refused(InputError, lambda: oe.sweep(ARTICLE, one, outcomes=[five])) == (
        "outcome: expected a name or a function, got 5; write 'loss'"
    )
    two = [lambda c: c.loss(), lambda c: c["asia.net"]]
    assert refused(InputError, lambda: oe.sweep(ARTICLE, one, outcomes=two)) == (
        "outcome: two are called '<lambda>'; name them in a mapping"
    )
    many = ARTICLE.vary({BRENT: oe.Q([50, 60], "USD/bbl")})
    assert refused(InputError, lambda: oe.sweep(many, {HIRE: ["1 USD/day"]})) == (
        "a sweep takes one case, and this scenario holds (2,); write .at(index)"
    )
    assert refused(InputError, lambda: oe.sweep("article", one)) == (  # type: ignore[arg-type]
        "expected a Scenario, got 'article'; write oilecon.scenario('article')"
    )
    three = ARTICLE.evolve(routes={**ARTICLE.routes, "india": ARTICLE.asia})
    assert refused(InputError, lambda: oe.sweep(three, one)) == (
        "routes: the scenario has 'gulf', 'asia', 'india'; write routes=('gulf', 'asia')"
    )
    assert oe.sweep(three, one, routes=("gulf", "india"))["loss"].shape == (1,)
    assert refused(LookupError, lambda: oe.sweep(three, one, routes=("gulf", "china"))).startswith(  # type: ignore[arg-type]
        "no route 'china' in the scenario"
    )


# -- bounds ------------------------------------------------------------------------------------


def test_the_trading_house_of_january_2026() -> None:
    found = oe.bounds(
        lambda fob, delivered, freight: delivered - freight - fob,
        {
            "fob": "-15 USD/bbl",
            "delivered": ("-9.50 USD/bbl", "-8.50 USD/bbl"),
            "freight": ("2.50 USD/bbl", "3.50 USD/bbl"),
        },
    )
    assert (found.low.magnitude, found.high.magnitude) == (2.0, 4.0)
    assert found.exact
    assert found.directions == {"fob": "flat", "delivered": "rises", "freight": "falls"}
    assert str(found) == "2.00 to 4.00 USD/bbl (exact: it rises or falls along every input)"
    assert found.at_low["freight"] == oe.Q("3.5 USD/bbl")
    assert found.to_frame().loc["delivered", "at high"] == -8.5


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_no_case_within_the_ranges_lies_outside_exact_bounds(shares: list[float]) -> None:
    paths = [BRENT, HIRE, "gulf.sea.charter.hire"]
    found = oe.bounds(ARTICLE, paths)
    assert found.exact
    inside = {
        each.name: oe.Q(each.low + x * (each.high - each.low), each.input.field.unit)
        for each, x in zip(input_ranges.read_ranges(ARTICLE, paths), shares, strict=True)
    }
    loss = oe.compare(ARTICLE.vary(inside), "gulf", "asia").loss()
    assert found.low.magnitude - 1e-9 <= loss.magnitude <= found.high.magnitude + 1e-9


def test_a_direction_that_depends_on_the_others_is_still_exact() -> None:
    found = oe.bounds(
        lambda a, b: (a - oe.Q("5 t")) * (b - oe.Q("5 t")),
        {"a": ("0 t", "10 t"), "b": ("0 t", "10 t")},
    )
    assert found.directions == {"a": "depends", "b": "depends"}
    assert found.exact
    assert (found.low.magnitude, found.high.magnitude) == (-25.0, 25.0)


def test_what_turns_within_its_range_is_only_estimated() -> None:
    found = oe.bounds(lambda a: (a - oe.Q("4 t")) * (a - oe.Q("4 t")), {"a": ("0 t", "10 t")})
    assert not found.exact
    assert found.high.magnitude == 36.0
    assert 0.0 <= found.low.magnitude < 3.0
    assert "an estimate, may be too narrow: it turns within the range of a" in str(found)


def test_all_sourced_ranges_at_once_hold_the_tornado() -> None:
    every = oe.bounds(FULL, outcome="asia.netback")
    frame = oe.tornado(FULL, outcome="asia.netback").to_frame()
    assert every.exact
    assert every.low.magnitude < frame["asia.netback at low [USD/bbl]"].min()
    assert every.high.magnitude > frame["asia.netback at high [USD/bbl]"].max()


def test_what_bounds_refuse() -> None:
    bounds: Any = oe.bounds
    five: Any = 5

    def f(fob: Any) -> Any:
        return fob

    assert refused(InputError, lambda: oe.bounds(f, {"fbo": ("1 t", "2 t")})) == (
        "ranges: they do not fit the function: missing a required argument: 'fob'"
    )
    assert refused(InputError, lambda: oe.bounds(f, {"fob": ("2 t", "1 t")})) == (
        "fob: the low end 2 is above the high end 1; swap them"
    )
    assert refused(UnitError, lambda: oe.bounds(f, {"fob": ("2 t", "9 USD")})).startswith(
        "fob: expected t, got 9 in USD"
    )
    assert refused(InputError, lambda: oe.bounds(five, {"fob": ("1 t", "2 t")})) == (
        "scenario: expected a Scenario or a function, got int"
    )
    assert refused(InputError, lambda: bounds(f)).startswith("ranges: expected a mapping of")
    assert refused(UnitError, lambda: bounds(lambda fob: [fob], {"fob": ("1 t", "2 t")})) == (
        "the function's answer: expected a pure number, got 1 in t, another kind of quantity"
    )
    assert refused(InputError, lambda: oe.bounds(ARTICLE, {BRENT: (1, 2, 3)})).startswith(
        "market.brent: expected a range (low, high), got"
    )
    assert refused(PathError, lambda: oe.bounds(ARTICLE, ["gulf.sea.extra_days"])) == (
        "gulf.sea.extra_days: no range is known of it; write (low, high)"
    )
    # With demurrage the route has one line more, which this scenario's outcomes do not know.
    late = {"asia.sea.demurrage": ("1 USD/day", "2 USD/day")}
    assert refused(InputError, lambda: oe.bounds(ARTICLE, late)) == (
        "asia.sea.demurrage: is left out here; put a number there first, with scenario.vary"
    )
    found = oe.sweep(
        ARTICLE,
        {"asia.sea.demurrage": ["1000 USD/day"], "asia.sea.demurrage_days": ["2 day"]},
        outcomes="asia.finance_carry",
    )
    assert found["asia.finance_carry"].magnitude.item() == (
        oe.evaluate(ARTICLE, "asia")["finance_carry"].magnitude
    )
    low = {BRENT: ("10 USD/bbl", "80 USD/bbl")}
    assert "loss is not defined at" in refused(InputError, lambda: oe.bounds(ARTICLE, low))
    over = {"supply.target_api": ("10 degAPI", "60 degAPI")}
    assert refused(InputError, lambda: oe.bounds(ARTICLE, over)).startswith(
        "the ranges hold cases that break a rule: "
    )


# -- one input at a time -----------------------------------------------------------------------


def test_a_tornado_is_the_evaluation_at_each_end() -> None:
    frame: Any = oe.tornado(ARTICLE).to_frame()
    swings = frame["swing [%]"].tolist()
    assert swings == sorted(swings, reverse=True)
    assert len(frame) == 49
    for name in (HIRE, "*.sea.weather", "gulf.sea.vessel.fuel_laden"):
        row = frame.loc[name]
        unit = "1" if row["unit"] == "1" else row["unit"]
        for end in ("low", "high"):
            there = ARTICLE.vary({name: oe.Q(row[end], unit)})
            loss = oe.compare(there, "gulf", "asia").loss().magnitude
            assert row[f"loss at {end} [%]"] == pytest.approx(loss, rel=1e-12)


def test_elasticities_are_slopes() -> None:
    frame: Any = elasticities(ARTICLE, [BRENT, "asia.sea.cargo"], outcome="asia.netback").to_frame()
    up, down = (
        oe.evaluate(ARTICLE.vary({BRENT: oe.Q(63.8 * k, "USD/bbl")}), "asia").netback.magnitude
        for k in (1.01, 0.99)
    )
    slope = (up - down) / (0.02 * 63.8)
    assert frame.loc[BRENT, "slope [USD/bbl per unit]"] == pytest.approx(slope, rel=1e-9)
    base = oe.evaluate(ARTICLE, "asia").netback.magnitude
    assert frame.loc[BRENT, "elasticity"] == pytest.approx(slope * 63.8 / base, rel=1e-9)
    assert frame.loc["asia.sea.cargo", "elasticity"] > 0
    # At a bound only one side is left, and of a zero nothing is a share.
    zero = ARTICLE.vary({"gulf.sea.days_wait": "0 day"})
    assert (
        elasticities(zero, ["gulf.sea.days_wait"], outcome="gulf.netback")
        .table["elasticity"]
        .item()
        == 0
    )
    said = refused(InputError, lambda: elasticities(ARTICLE, [BRENT], outcome="gulf.transfer"))
    assert said == "gulf.transfer is 0 here, and an elasticity is a share of it"


# -- at the edges ------------------------------------------------------------------------------


def test_a_pattern_over_unlike_inputs_leaves_the_base_case_as_it_is() -> None:
    hires = {"*.sea.charter.hire": ("30000 USD/day", "60000 USD/day"), BRENT: None}
    table = oe.tornado(ARTICLE, hires, outcome="loss")
    loss = oe.compare(ARTICLE, "gulf", "asia")["loss"].magnitude
    assert table.base.magnitude == loss
    alone = oe.tornado(ARTICLE, [BRENT], outcome="loss").to_frame()
    frame = table.to_frame()
    assert frame.loc[[BRENT]].equals(alone)
    both = ARTICLE.vary({"*.sea.charter.hire": "30000 USD/day"})
    moved = frame.loc["*.sea.charter.hire"]
    assert moved["loss at low [%]"] == oe.compare(both, "gulf", "asia")["loss"].magnitude
    assert np.isnan(moved["value"])
    said = refused(InputError, lambda: elasticities(ARTICLE, ranges=hires))
    assert said == "*.sea.charter.hire: covers inputs of several values; name them one by one"


def test_what_moves_as_one_has_one_unit() -> None:
    unlike = f"{BRENT},{HIRE}"
    said = f"{unlike}: {BRENT} is in USD/bbl and {HIRE} in USD/day; what moves as one has one unit"
    ends = {unlike: ("1 USD/bbl", "2 USD/bbl")}
    for call in (
        lambda: elasticities(ARTICLE, ranges=ends),
        lambda: oe.bounds(ARTICLE, ends),
        lambda: oe.breakeven(ARTICLE, unlike, target="15 %"),
    ):
        assert refused(InputError, call) == said


@pytest.mark.parametrize("ask", [oe.tornado, elasticities, oe.bounds])
def test_an_answer_about_one_outcome_takes_one(ask: Any) -> None:
    said = refused(InputError, lambda: ask(ARTICLE, outcome=["loss", "asia.netback"]))
    assert said == "outcome: expected one, got 2: loss, asia.netback; ask for one at a time"


def test_a_group_with_arrays_is_no_case_of_a_sweep() -> None:
    many = ARTICLE.asia.sea.vary({"cargo": ["200000 t", "250000 t"]})
    said = refused(InputError, lambda: oe.sweep(ARTICLE, {"asia.sea": [many]}))
    assert said == (
        "asia.sea: expected one case in each choice, got Voyage with arrays of shape (2,); "
        "sweep the "
        "path of the array itself"
    )


def test_argument_types_never_come_back_raw() -> None:
    grid = oe.sweep(ARTICLE, {BRENT: ["50 USD/bbl"]})
    names: Any = ["loss"]
    assert "no outcome ['loss']" in refused(PathError, lambda: grid[names])
    five: Any = 5
    assert "routes: expected a reference and an alternative, got 5" in refused(
        InputError, lambda: oe.sweep(ARTICLE, {BRENT: ["50 USD/bbl"]}, routes=five)
    )
    assert "do not fit the function" in refused(
        InputError, lambda: oe.bounds(max, {"x": ("1 USD", "2 USD")})
    )
    nested: Any = [[BRENT]]
    assert "no path" in refused(PathError, lambda: oe.bounds(ARTICLE, nested))
    ends = {BRENT: (oe.Q([50.0, 60.0], "USD/bbl"), "70 USD/bbl")}
    assert refused(InputError, lambda: oe.bounds(ARTICLE, ends)) == (
        "market.brent: expected one number, got an array of shape (2,)"
    )
    nothing = {"supply.royalty": "0 %"}
    still = ARTICLE.vary(nothing)
    assert "nothing is a small step" in refused(
        InputError, lambda: elasticities(still, ranges=nothing)
    )
