"""Sweeps: outcomes over values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.analysis import elasticities
from oilecon.errors import InputError, OilEconError, PathError, UndefinedWarning, UnitError

ARTICLE = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- sweep -------------------------------------------------------------------------------------


@pytest.mark.parametrize("paired", [False, True])
def test_values_that_a_swept_group_cannot_take_are_named(paired: bool) -> None:  # noqa: FBT001
    charters = [ARTICLE.asia.sea.charter, oe.LumpSum(amount="12 MUSD")]
    over = {"asia.sea.charter": charters, HIRE: ["50 kUSD/day", "60 kUSD/day"]}
    text = refused(InputError, lambda: oe.sweep(ARTICLE, over, paired=paired))
    assert text.startswith(f"{HIRE}: the LumpSum given in the same call has no 'hire'")


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
        "asia.sea.vessel": [oe.Vessel.shipped("vlcc"), oe.Vessel.shipped("vlcc old")],
    }
    grid = oe.sweep(ARTICLE, over, outcomes="asia.netback")
    assert grid.shape == (2, 2, 2)
    changed: dict[str, Any] = {"asia.sale.terms": "FOB", BRENT: "70 USD/bbl"}
    changed |= {"asia.sea.vessel": oe.Vessel.shipped("vlcc old")}
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


# -- at the edges ------------------------------------------------------------------------------


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
    assert "it has no small step" in refused(
        InputError, lambda: elasticities(still, ranges=nothing)
    )
