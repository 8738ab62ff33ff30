"""The model against the same arithmetic written by hand, and what must hold for any input."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from benchmarks import handwritten
from oilecon import blocks, evaluation, results, testing
from oilecon.errors import (
    InputError,
    NegativePriceWarning,
    PathError,
    UndefinedWarning,
    UnknownName,
)
from oilecon.netback.lines import BASES, SUBTOTALS, in_money
from oilecon.netback.route import Case
from oilecon.outcomes import MEASURES
from tests.samples import refusal

if TYPE_CHECKING:
    from oilecon.results import Comparison


READINGS = {
    "transport only": "article",
    "discount only": "article-discount",
    "sanctioned": "article-sanctioned",
}
FULL = oe.scenario("article-sanctioned")  # every input of the base case has a path here
FIELDS = {path: field for path, field, raw in FULL.leaves() if raw is not None}
RANGES = {
    path: (row.low, row.high) for path in FIELDS if (row := FULL.row(path)) and row.low < row.high
}


def scenarios() -> st.SearchStrategy[oe.Scenario]:
    """Scenarios with every ranged input anywhere in its sourced range."""
    return testing.scenarios("article-sanctioned")


def by_hand(scenario: oe.Scenario) -> dict[str, Any]:
    """The scenario's inputs as the hand-written model takes them."""
    inputs: dict[str, Any] = {path: raw for path, _, raw in scenario.leaves()}
    for route in handwritten.ROUTES:
        inputs.setdefault(f"{route}.agent.fee", 0.0)
        if inputs[f"{route}.sale.prepayment"] is None:
            inputs[f"{route}.sale.prepayment"] = 0.0
    return inputs


def assert_as_by_hand(scenario: oe.Scenario) -> None:
    wanted = handwritten.margins(by_hand(scenario))
    comparison = oe.compare(scenario, "gulf", "asia")
    for route, figures in wanted.items():
        for name, figure in zip(SUBTOTALS, figures, strict=True):
            # The two add in another order: a few units in the last place of the price.
            assert comparison[f"{route}.{name}"].magnitude == pytest.approx(figure, abs=1e-11)


@pytest.mark.parametrize("reading", READINGS)
def test_the_base_case_is_the_model_written_by_hand(reading: str) -> None:
    scenario = oe.scenario(READINGS[reading])
    written = handwritten.article_inputs(reading)
    assert {k: v for k, v in by_hand(scenario).items() if v is not None} == written
    assert_as_by_hand(scenario)


@given(scenarios())
def test_any_case_in_range_is_the_model_written_by_hand(scenario: oe.Scenario) -> None:
    assert_as_by_hand(scenario)


def test_the_article_s_figures() -> None:
    # tests/published/test_article_by_hand.py works them out; here they stand to be read.
    table = oe.article.readings()
    assert table.round(2).to_numpy().tolist() == [
        [7.80, 8.44, 17.72, 24.89],
        [6.71, 7.19, 14.90, 20.73],
        [5.67, 6.06, 12.54, 17.41],
        [17.58, 19.03, 39.94, 56.09],
        [33.15, 35.89, 75.34, 105.80],
    ]


@given(scenarios())
def test_lines_add_up_to_every_subtotal_exactly(scenario: oe.Scenario) -> None:
    comparison = oe.compare(scenario, "gulf", "asia")
    for route in ("gulf", "asia"):
        waterfall = comparison.waterfall(route)
        amounts = waterfall["amount [USD/bbl]"].tolist()
        totals = waterfall["total [USD/bbl]"].tolist()
        running = amounts[0]
        assert totals[0] == running
        for amount, total in zip(amounts[1:], totals[1:], strict=True):
            running = running + amount
            assert total == running
        ends = {
            "price": "differential",
            "netback": "finance_carry",
            "operating": "diluent",
            "net": "royalty",
        }
        for subtotal, line in ends.items():
            total = waterfall.loc[line, "total [USD/bbl]"]
            assert total == comparison[f"{route}.{subtotal}"].magnitude


@given(st.lists(scenarios(), min_size=2, max_size=4))
def test_an_array_element_is_its_scalar_to_the_last_bit(cases: list[oe.Scenario]) -> None:
    leaves = [{path: raw for path, _, raw in case.leaves()} for case in cases]
    stacked = FULL.vary(
        {path: field_show(path, np.array([leaf[path] for leaf in leaves])) for path in RANGES}
    )
    together = oe.compare(stacked, "gulf", "asia")
    outcomes = [f"{r}.{o}" for r in ("gulf", "asia") for o in (*SUBTOTALS, "freight", "sea.fuel")]
    for outcome in (*outcomes, "supply.shrinkage", "supply.shrunk_api"):
        column = together[outcome].magnitude
        for k, case in enumerate(cases):
            assert column[k] == oe.compare(case, "gulf", "asia")[outcome].magnitude
    for basis in BASES:
        column = together.loss(basis).magnitude
        for k, case in enumerate(cases):
            assert column[k] == oe.compare(case, "gulf", "asia").loss(basis).magnitude


def field_show(path: str, raw: Any) -> Any:
    return FIELDS[path].show(raw)


def test_an_array_gives_every_figure_its_full_shape() -> None:
    scenario = FULL.vary({"asia.sea.charter.hire": oe.Q([[4e4], [9e4]], "USD/day")})
    comparison = oe.compare(scenario, "gulf", "asia")
    # The Gulf's netback does not depend on it, and is there for each case all the same.
    assert comparison["gulf.netback"].magnitude.shape == (2, 1)
    assert len(set(comparison["gulf.netback"].magnitude.ravel())) == 1


@given(scenarios())
def test_twice_the_cargo_at_twice_the_cost_is_the_same_freight(scenario: oe.Scenario) -> None:
    paths = ["cargo", "charter.hire", "port_cost_load", "port_cost_discharge"]
    paths += [f"vessel.fuel_{state}" for state in ("laden", "ballast", "load", "discharge", "wait")]
    doubled = scenario.vary({f"asia.sea.{p}": scenario.get(f"asia.sea.{p}") * 2 for p in paths})
    before, after = (oe.evaluate(s, "asia")["freight"].magnitude for s in (scenario, doubled))
    assert after == pytest.approx(before, rel=1e-12)


@given(scenarios())
def test_nothing_is_mutated(scenario: oe.Scenario) -> None:
    text = scenario.to_toml()
    comparison = oe.compare(scenario, "gulf", "asia")
    comparison.to_frame()
    comparison.losses()
    scenario.inputs()
    scenario.vary({"market.brent": "1 USD/bbl"})
    assert scenario.to_toml() == text


# -- losses in money ---------------------------------------------------------------------------


@given(scenarios())
def test_a_loss_in_money_is_the_reference_less_the_alternative_to_the_last_bit(
    scenario: oe.Scenario,
) -> None:
    comparison = oe.compare(scenario, "gulf", "asia")
    for measure in MEASURES:
        counted = comparison.per(measure)
        for basis in BASES:
            reference, alternative = (counted[f"{route}.{basis}"] for route in ("gulf", "asia"))
            assert counted[f"lost.{basis}"] == reference - alternative
        assert counted["lost"] == counted["lost.operating"]
        amounts = [counted[f"lost.{basis}"].magnitude for basis in BASES]
        assert counted.losses(money=True).tolist() == amounts


def test_a_loss_in_money_is_of_arrays_what_it_is_of_each_case() -> None:
    many = FULL.vary({"supply.production_cost": oe.Q([17.5, 70, 80], "USD/bbl")})
    comparison = oe.compare(many, "gulf", "asia")
    for basis in BASES:
        each = [oe.compare(many.at(k), "gulf", "asia")[f"lost.{basis}"].magnitude for k in range(3)]
        assert comparison[f"lost.{basis}"].magnitude.tolist() == each


def test_a_share_of_a_loss_divides_the_loss_in_money() -> None:
    comparison = oe.compare(FULL, "gulf", "asia")
    for basis in BASES:
        lost = comparison[in_money(f"loss.{basis}")] / comparison[f"gulf.{basis}"]
        assert comparison.loss(basis).magnitude == pytest.approx(100.0 * lost.magnitude, rel=1e-14)
    assert [in_money(name) for name in ("loss", "loss.price", "loss.net", "asia.net")] == [
        *("lost", "lost.netback", "lost.net", "lost")
    ]


def test_one_route_loses_nothing_in_money_either() -> None:
    with pytest.raises(PathError, match="no outcome 'lost'"):
        oe.evaluate(FULL, "asia")["lost"]


# -- what is not defined, or not there ---------------------------------------------------------


def test_a_loss_of_nothing_is_refused_for_one_case() -> None:
    poor = FULL.vary({"supply.production_cost": "70 USD/bbl"})
    comparison = oe.compare(poor, "gulf", "asia")
    with pytest.raises(InputError) as refused:
        comparison.loss()
    assert str(refused.value) == (
        "loss on 'operating': the operating margin of the reference 'gulf' is -17.55 USD/bbl, and "
        "a share of it is defined only above zero; write ['lost.operating'] for the loss in "
        "USD/bbl, or another basis"
    )
    assert comparison["lost"] == comparison["gulf.operating"] - comparison["asia.operating"]
    assert comparison.loss("netback").magnitude > 0
    assert comparison.undefined() == 1
    assert comparison.undefined("netback") == 0
    with pytest.warns(UndefinedWarning, match="the loss on operating and net is not defined"):
        assert math.isnan(comparison.losses()["operating"])


def test_a_loss_of_nothing_is_announced_in_an_array() -> None:
    mixed = FULL.vary({"supply.production_cost": oe.Q([17.5, 70, 80], "USD/bbl")})
    comparison = oe.compare(mixed, "gulf", "asia")
    with pytest.warns(UndefinedWarning) as warned:
        loss = comparison.loss()
    assert str(warned[0].message) == (
        "loss.operating is not defined in 2 of 3 cases (the first at index 1): its reference is "
        "not above zero; these are NaN"
    )
    assert len(warned) == 1
    assert np.isnan(loss.magnitude).tolist() == [False, True, True]
    assert comparison.undefined() == 2
    for ask in (lambda: comparison["loss"], comparison.to_frame):
        with pytest.warns(UndefinedWarning) as warned:
            ask()
        assert {w.filename for w in warned} == {__file__}  # it points at who asked


def test_a_figure_that_is_not_finite_is_never_handed_out() -> None:
    broken = evaluation.Evaluator(FULL, ("gulf", "asia"))
    values = blocks.replace_leaves(FULL.values, {("market", "brent"): math.inf})
    broken._first = Case(values)
    with pytest.raises(InputError) as refused:
        broken.figures(["asia.netback"])
    assert str(refused.value) == (
        "asia.netback is not a finite number; an input is far outside its range"
    )


@pytest.mark.parametrize(
    ("outcome", "raw", "where"),
    [
        ("asia.net", math.nan, ""),
        ("asia.net", np.array([1.0, -math.inf, math.nan]), ", first at index 1 of a block"),
        ("asia.net", np.array([[1.0, 2], [math.nan, 3]]), ", first at index (1, 0) of a block"),
        ("loss.net", -math.inf, ""),
        ("loss.net", np.array([math.nan, 0.5, math.inf]), ", first at index 2 of a block"),
        ("asia.losses", math.nan, ""),
    ],
)
def test_a_figure_that_is_not_finite_is_refused_with_its_place(
    outcome: str, raw: Any, where: str
) -> None:
    with pytest.raises(InputError) as refused:
        evaluation.check_finite(outcome, raw)
    assert str(refused.value) == (
        f"{outcome} is not a finite number{where}; an input is far outside its range"
    )


@pytest.mark.parametrize("outcome", ["loss", "loss.net", "asia.loss", "asia.loss.net"])
def test_a_loss_that_is_not_defined_goes_through_to_be_announced(outcome: str) -> None:
    for raw in (math.nan, np.array([0.5, math.nan])):
        assert evaluation.check_finite(outcome, raw) is raw


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        ("loss.nett", "no outcome 'loss.nett'; did you mean 'loss.net'?"),
        ("asia.freigth", "no outcome 'asia.freigth'; did you mean 'asia.freight'?"),
        ("asai.netback", "no outcome 'asai.netback'; did you mean 'asia.netback'?"),
        ("supply.shrinkag", "no outcome 'supply.shrinkag'; did you mean 'supply.shrinkage'?"),
        (
            "asia.diluent_valu",
            "no outcome 'asia.diluent_valu'; did you mean 'asia.diluent_value'?",
        ),
        ("asia.to.lendes", "no outcome 'asia.to.lendes'; did you mean 'asia.to.lenders'?"),
    ],
)
def test_an_outcome_that_does_not_exist_is_named(outcome: str, text: str) -> None:
    with pytest.raises(PathError) as refused:
        oe.compare(FULL, "gulf", "asia")[outcome]
    assert str(refused.value) == text


@pytest.mark.parametrize("stem", ["loss", "loss.net", "gulf", "gulf.freight", "gulf.to", "supply"])
def test_a_dot_without_a_name_after_it_is_no_outcome(stem: str) -> None:
    outcome = f"{stem}."
    comparison = oe.compare(FULL, "gulf", "asia")
    for ask in (
        lambda: comparison[outcome],
        lambda: comparison.explain(outcome),
        lambda: oe.sweep(FULL, {"market.brent": ["64 USD/bbl"]}, outcomes=["loss", outcome]),
    ):
        with pytest.raises(PathError, match=re.escape(f"no outcome {outcome!r}")):
            ask()


def test_a_route_s_own_outcomes_are_named_without_the_route() -> None:
    result = oe.evaluate(FULL, "asia")
    with pytest.raises(PathError) as refused:
        result["freigth"]
    assert str(refused.value) == "no outcome 'freigth'; did you mean 'freight'?"
    with pytest.raises(PathError) as refused:
        result["supply.shrinkag"]
    assert str(refused.value) == ("no outcome 'supply.shrinkag'; did you mean 'supply.shrinkage'?")
    with pytest.raises(PathError, match="no outcome 'loss'"):
        result["loss"]
    with pytest.raises(PathError, match="no outcome 'loss'"):  # a loss is against another route
        evaluation.Evaluator(FULL, ("asia",)).figures(["loss"])
    assert result["supply.shrinkage"] == oe.compare(FULL, "gulf", "asia")["supply.shrinkage"]


def test_a_route_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownName) as refused:
        oe.compare(FULL, "gulf", "aisa")
    assert str(refused.value) == "no route 'aisa' in the scenario; did you mean 'asia'?"
    with pytest.raises(UnknownName):
        oe.evaluate(FULL, "gulv")
    with pytest.raises(UnknownName):
        oe.compare(FULL, "gulf", "asia").waterfall("china")


@pytest.mark.parametrize(
    ("routes", "text"),
    [
        (("gulf",), "compare: 'gulf' with which routes? write compare(scenario, 'gulf', 'asia')"),
        (("gulf", "gulf"), "compare: expected different routes, got 'gulf' twice; leave one out"),
        (
            ("gulf", "asia", "asia"),
            "compare: expected different routes, got 'asia' twice; leave one out",
        ),
    ],
)
def test_routes_to_compare_are_different_ones(routes: tuple[str, ...], text: str) -> None:
    assert refusal(lambda: oe.compare(FULL, *routes)) == text


def test_a_route_beside_a_route_is_refused() -> None:
    mixed: Any = oe.compare
    assert refusal(lambda: mixed(FULL, "gulf", "asia", route="asia")) == (
        "route: is for two scenarios; write compare(scenario, 'gulf', 'asia')"
    )
    assert refusal(lambda: oe.compare(FULL, "gulf", "asia", "china"), UnknownName) == (
        "no route 'china' in the scenario; known: asia, gulf"
    )


def test_what_is_no_scenario_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        oe.compare("article", "gulf", "asia")  # type: ignore[call-overload]
    assert (
        str(refused.value)
        == "expected a Scenario, got 'article'; write oilecon.scenario('article')"
    )


@pytest.mark.parametrize("diluted", [True, False])
def test_sulphur_is_asked_of_every_oil_there_is(*, diluted: bool) -> None:
    plain = oe.Supply(
        heavy=oe.Crude(api="21.5 degAPI"), production_cost="20 USD/bbl", royalty="10 %"
    )
    with pytest.raises(InputError) as refused:
        oe.evaluate(FULL if diluted else FULL.evolve(supply=plain), "asia")["supply.blend_sulphur"]
    assert str(refused.value) == (
        "supply.blend_sulphur: not known of every oil; write supply.heavy.sulphur"
        + (" and supply.diluent.sulphur" if diluted else "")
    )


# -- a price below zero ------------------------------------------------------------------------


def below_zero(route: str, price: str) -> str:
    return (
        f"{route}.price is {price} USD/bbl, below zero: does the differential hold at this Brent? "
        "Shares of the price are taken as nothing there"
    )


def said(warned: list[Any]) -> list[str]:
    # They point past the library, at who asked.
    assert {one.filename for one in warned}.isdisjoint({evaluation.__file__, results.__file__})
    return [str(one.message) for one in warned]


def ask_twice(comparison: Comparison, outcome: str) -> None:
    for route in ("gulf", "asia") * 2:
        comparison[f"{route}.{outcome}"]


@pytest.mark.parametrize("outcome", ["netback", "agent", "freight", "to.lenders"])
def test_a_price_below_zero_is_announced_once_for_each_route(outcome: str) -> None:
    comparison = oe.compare(FULL.vary({"market.brent": "5 USD/bbl"}), "gulf", "asia")
    with pytest.warns(NegativePriceWarning) as warned:
        ask_twice(comparison, outcome)
    assert said(list(warned)) == [below_zero("gulf", "-4.00"), below_zero("asia", "-9.50")]


@pytest.mark.parametrize("outcome", ["netback", "agent", "freight", "to.lenders"])
@pytest.mark.parametrize("prices", [[7, 5, 60], [60, 7, 5]])
def test_of_many_prices_below_zero_the_least_is_announced(
    outcome: str, prices: list[float]
) -> None:
    many = oe.compare(FULL.vary({"market.brent": oe.Q(prices, "USD/bbl")}), "gulf", "asia")
    with pytest.warns(NegativePriceWarning) as warned:
        ask_twice(many, outcome)
    assert said(list(warned)) == [below_zero("gulf", "-4.00"), below_zero("asia", "-9.50")]


def test_the_lines_of_one_case_announce_a_price_below_zero_too() -> None:
    comparison = oe.compare(FULL.vary({"market.brent": "12 USD/bbl"}), "gulf", "asia")
    with pytest.warns(NegativePriceWarning) as warned:
        comparison.waterfall("asia")
    assert said(list(warned)) == [below_zero("asia", "-2.50")]


# -- the derivation of a figure ------------------------------------------------------------------


def formulas(result: Any, outcome: str) -> dict[str, str]:
    return {step.name: step.formula for step in result.explain(outcome).steps}


def test_the_steps_of_an_explanation_are_named_as_outcomes_are() -> None:
    wanted = {
        "loss": (
            "(gulf.operating - asia.operating) / where(gulf.operating > 0.0, gulf.operating, nan)"
        ),
        "gulf.operating": "gulf.netback - supply.production - supply.diluent",
        "asia.operating": "asia.netback - supply.production - supply.diluent",
        "asia.netback": (
            "asia.price - asia.agent.fee - asia.transit_loss - asia.cargo_insurance"
            " - asia.sea.hire - asia.sea.fuel - asia.sea.ports - asia.sea.commission"
            " - asia.sea.shadow_premium - asia.sea.transfer_cost - asia.finance_carry"
        ),
        "asia.price": "market.brent + asia.sale.differential",
        "asia.transit_loss": "asia.cargo_value * asia.risk.transit_loss",
        "asia.sea.hire": "asia.sea.charter.hire * (asia.sea.in_port * asia.sea.per_barrel)",
        "supply.production": "(1.0 - supply.share) * supply.production_cost / supply.left",
        "supply.diluent": "supply.share * supply.delivered / supply.left",
        # A step that is no outcome has the name that the model's code gives it.
        "supply.shrinkage": (
            "4.86e-08 * supply.percent * power(100.0 - supply.percent, 0.819) * supply.spread"
            " / 100.0"
        ),
    }
    found = formulas(oe.compare(FULL, "gulf", "asia"), "loss")
    assert {name: found[name] for name in wanted} == wanted
    assert not [name for name in found if name.startswith(("None", "supply.gulf", "supply.asia"))]


def test_what_no_input_changes_is_not_explained() -> None:
    with pytest.raises(InputError) as refused:
        oe.evaluate(FULL.vary({"asia.sale.terms": "FOB"}), "asia").explain("freight")
    assert str(refused.value) == (
        "asia.freight: 0.0, which no input changes here; there is nothing to explain"
    )


# -- the first of many cases -------------------------------------------------------------------


def test_a_single_case_in_an_array_is_as_good_as_many() -> None:
    one = oe.evaluate(FULL.vary({"market.brent": oe.Q([60], "USD/bbl")}), "asia")
    alone = oe.evaluate(FULL.vary({"market.brent": "60 USD/bbl"}), "asia")
    for outcome in ("agent", "sea.hire", "to.lenders", "finance_carry"):
        assert one[outcome].magnitude.tolist() == [alone[outcome].magnitude]


def test_an_engine_s_lines_of_many_cases_are_those_of_the_first() -> None:
    many = FULL.vary({"market.brent": oe.Q([[60, 70], [80, 90]], "USD/bbl")})
    lines = evaluation.Evaluator(many, ("gulf", "asia")).waterfall("asia")
    assert lines.price == 60 - 14.5


@pytest.mark.parametrize("outcome", ["loss", "asia.netback", "lost.netback"])
def test_what_a_rule_refuses_is_not_explained(outcome: str) -> None:
    dear = oe.scenario("article").vary(
        {
            "asia.sale.differential": "-5 USD/bbl",
            "asia.sale.terms": "DDP",
            "asia.charges": oe.ImportCharges(duty_per_barrel="90 USD/bbl"),
        }
    )
    result = oe.compare(dear, "gulf", "asia")
    with pytest.raises(InputError, match=r"leave a customs value of -31\.20 USD/bbl"):
        result.explain(outcome)
