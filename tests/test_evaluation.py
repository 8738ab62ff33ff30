"""The model against the same arithmetic written by hand, and what must hold for any input."""

from __future__ import annotations

import math
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
from oilecon.netback.lines import BASES, SUBTOTALS
from oilecon.netback.route import Case

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


@given(scenarios())
def test_what_the_recipients_get_is_the_price(scenario: oe.Scenario) -> None:
    for route in ("gulf", "asia"):
        waterfall = oe.evaluate(scenario, route).waterfall()
        paid = waterfall[waterfall["recipient"] != ""]["amount [USD/bbl]"]
        producer = waterfall["total [USD/bbl]"].iloc[-1]
        price = waterfall.loc["differential", "total [USD/bbl]"]
        assert math.fsum([producer, *(-paid)]) == pytest.approx(price, abs=1e-12)


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


@pytest.mark.parametrize("shape", [(7,), (3, 5), (2, 1, 4), (1,), (40,)])
@pytest.mark.parametrize("block", [1, 2, 3, 7, 16])
def test_the_block_size_does_not_show(
    shape: tuple[int, ...], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(1)
    last = random.uniform(50, 80, shape[-1:])
    scenario = FULL.vary(
        {
            "market.brent": oe.Q(random.uniform(50, 80, shape), "USD/bbl"),
            "asia.sea.charter.hire": oe.Q(last * 1000, "USD/day"),
            "supply.target_api": oe.Q(
                random.uniform(15, 17, (shape[0],) + (1,) * (len(shape) - 1)), "degAPI"
            ),
        }
    )
    whole = oe.compare(scenario, "gulf", "asia")
    wanted = [whole.loss(basis).magnitude for basis in BASES]
    monkeypatch.setattr(blocks, "BLOCK", block)
    cut = oe.compare(scenario, "gulf", "asia")
    for basis, loss in zip(BASES, wanted, strict=True):
        assert loss.shape == shape
        assert np.array_equal(cut.loss(basis).magnitude, loss)


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


def test_a_result_s_array_is_read_only() -> None:
    scenario = FULL.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    with pytest.raises(ValueError, match="read-only"):
        oe.compare(scenario, "gulf", "asia")["asia.netback"].magnitude[0] = 1.0


def test_a_figure_of_floats_is_a_float() -> None:
    comparison = oe.compare(FULL, "gulf", "asia")
    for outcome in ("loss", "asia.netback", "asia.freight", "asia.royalty", "supply.shrunk_api"):
        assert type(comparison[outcome].magnitude) is float


# -- sale terms --------------------------------------------------------------------------------


BORNE = {
    "FOB": set(),
    "CFR": {"freight"},
    "CIF": {"freight", "cargo_insurance"},
    "DAP": {"freight", "cargo_insurance", "transit_loss"},
}


@pytest.mark.parametrize("terms", BORNE)
def test_the_terms_decide_what_the_seller_bears(terms: str) -> None:
    result = oe.evaluate(FULL.vary({"asia.sale.terms": terms}), "asia")
    lines = set(result.waterfall().index)
    for line in ("cargo_insurance", "transit_loss"):
        assert (line in lines) == (line in BORNE[terms])
    assert (result["freight"].magnitude > 0) == ("freight" in BORNE[terms])
    assert "agent" in lines  # a fee is the seller's under any terms


def test_carry_counts_the_laden_days_only_where_the_seller_waits_for_discharge() -> None:
    open_sale = FULL.vary({"asia.sale.prepayment": None})
    leg = open_sale.asia.sea
    knots = leg.vessel.knots_laden.magnitude
    laden = leg.distance.magnitude * 1.05 / (24 * knots) + leg.extra_days.magnitude
    price, rate, credit = 63.8 - 14.5, 0.10, 30.0
    until = laden + leg.days_wait.magnitude + leg.days_discharge.magnitude + credit
    for terms, days in (("DAP", until), ("CIF", credit), ("CFR", credit), ("FOB", credit)):
        result = oe.evaluate(open_sale.vary({"asia.sale.terms": terms}), "asia")
        carry = result["finance_carry"].magnitude
        assert carry == pytest.approx(price * rate * days / 360, rel=1e-12)


def test_every_charge_is_on_the_contract_price_whatever_stands_before_it() -> None:
    dear = FULL.vary({"asia.agent.fee": "20 USD/bbl"})
    for line in ("transit_loss", "cargo_insurance", "finance_carry"):
        before, after = (oe.evaluate(s, "asia")[line].magnitude for s in (FULL, dear))
        assert after == before


def test_a_second_voyage_adds_its_own_lines_and_days() -> None:
    sea = FULL.asia.voyages["sea"]
    shuttle = sea.evolve(distance="100 nmi", eca_distance="0 nmi", cargo="67500 t")
    asia = FULL.asia.evolve(voyages={"shuttle": shuttle, "sea": sea})
    chain = FULL.evolve(routes={"gulf": FULL.gulf, "asia": asia})
    one, two = oe.evaluate(FULL, "asia"), oe.evaluate(chain, "asia")
    alone = FULL.evolve(
        routes={"gulf": FULL.gulf, "asia": FULL.asia.evolve(voyages={"shuttle": shuttle})}
    )
    shuttled = oe.evaluate(alone, "asia")
    assert two["shuttle.hire"] == shuttled["shuttle.hire"]
    assert two["sea.hire"] == one["sea.hire"]
    total = one["freight"].magnitude + shuttled["freight"].magnitude
    assert two["freight"].magnitude == pytest.approx(total, rel=1e-12)
    lines = list(two.waterfall().index)
    assert lines.index("shuttle.transfer") < lines.index("sea.hire")


def test_ballast_miles_may_differ_from_laden_ones() -> None:
    same = FULL.vary(
        {"asia.sea.ballast_distance": "13350 nmi", "asia.sea.ballast_eca_distance": "85 nmi"}
    )
    assert oe.evaluate(same, "asia").netback == oe.evaluate(FULL, "asia").netback
    shorter = FULL.vary({"asia.sea.ballast_distance": "11000 nmi"})
    saved = 2350 * 1.05 / (24 * 12.5)
    before, after = (oe.evaluate(s, "asia")["hire"].magnitude for s in (FULL, shorter))
    barrels = 270_000 * oe.core.quality.barrels_per_tonne(16.0)
    assert before - after == pytest.approx(92_300 * saved / barrels, rel=1e-9)


def test_a_crude_sold_as_it_is_needs_no_diluent() -> None:
    supply = oe.Supply(
        heavy=oe.Crude(api="21.5 degAPI"), production_cost="20 USD/bbl", royalty="10 %"
    )
    plain = FULL.evolve(supply=supply)
    result = oe.evaluate(plain, "asia")
    lines = set(result.waterfall().index)
    assert "diluent" not in lines
    assert result["production"].magnitude == 20.0
    assert result["royalty"].magnitude == pytest.approx(0.1 * result.netback.magnitude, rel=1e-15)
    comparison = oe.compare(plain, "gulf", "asia")
    assert comparison["supply.shrunk_api"].magnitude == 21.5
    assert comparison["supply.barrels_per_tonne"].magnitude == pytest.approx(
        1000 / (141.5 / 153 * 999.016 * 0.158987294928), rel=1e-15
    )


def test_a_priced_diluent_does_not_move_with_brent() -> None:
    fixed = FULL.vary({"supply.diluent.price": "57.4 USD/bbl", "supply.diluent.differential": None})
    dearer = fixed.vary({"market.brent": "90 USD/bbl"})
    assert oe.evaluate(fixed, "gulf")["diluent"] == oe.evaluate(dearer, "gulf")["diluent"]
    moving = FULL.vary({"market.brent": "90 USD/bbl"})
    assert oe.evaluate(moving, "gulf")["diluent"] > oe.evaluate(FULL, "gulf")["diluent"]


def test_royalty_is_never_below_zero() -> None:
    poor = FULL.vary({"market.brent": "20 USD/bbl"})
    result = oe.evaluate(poor, "asia")
    assert result.netback.magnitude < result["diluent"].magnitude
    assert result["royalty"].magnitude == 0.0
    assert result.net == result.operating


# -- what is not defined, or not there ---------------------------------------------------------


def test_a_loss_of_nothing_is_refused_for_one_case() -> None:
    poor = FULL.vary({"supply.production_cost": "70 USD/bbl"})
    comparison = oe.compare(poor, "gulf", "asia")
    with pytest.raises(InputError) as refused:
        comparison.loss()
    assert str(refused.value) == (
        "loss on 'operating': the operating margin of the reference 'gulf' is -17.55 USD/bbl, and "
        "a share of it is defined only above zero; compare the difference in .to_frame(), or "
        "write another basis"
    )
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
        ("asia.loss", math.nan, ""),
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


@pytest.mark.parametrize("outcome", ["loss", "loss.net"])
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


def test_what_is_no_scenario_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        oe.compare("article", "gulf", "asia")  # type: ignore[arg-type]
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
            " - asia.sea.shadow_premium - asia.sea.transfer - asia.finance_carry"
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


def test_a_waterfall_of_many_cases_is_refused() -> None:
    many = FULL.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    with pytest.raises(InputError) as refused:
        oe.compare(many, "gulf", "asia").waterfall("asia")
    assert str(refused.value) == (
        "a waterfall shows one case, and this result holds (2,); evaluate scenario.at(index), or "
        "ask for .to_frame()"
    )


# -- tables ------------------------------------------------------------------------------------


def test_the_side_by_side_table_adds_up() -> None:
    frame = oe.compare(FULL, "gulf", "asia").to_frame()
    lines = frame[frame["kind"] == "line"]
    for column in ("gulf [USD/bbl]", "asia [USD/bbl]", "difference [USD/bbl]"):
        assert lines[column].sum() == pytest.approx(frame.loc["net", column], abs=1e-12)
    assert frame.index.tolist() == [
        *("brent", "differential", "price", "agent", "transit_loss", "cargo_insurance"),
        *("sea.hire", "sea.fuel", "sea.ports", "sea.commission", "sea.shadow_premium"),
        *("sea.transfer", "finance_carry", "netback", "production", "diluent", "operating"),
        *("royalty", "net"),
    ]


def test_routes_of_different_lines_are_aligned_in_order() -> None:
    asia = FULL.asia.evolve(chain={"trader": FULL.asia.agent, "agent": FULL.asia.agent})
    gulf = FULL.gulf.evolve(chain={"agent": FULL.gulf.agent})
    frame = oe.compare(
        FULL.evolve(routes={"gulf": gulf, "asia": asia}).vary({"gulf.sale.terms": "FOB"}),
        "gulf",
        "asia",
    ).to_frame()
    order = frame.index.tolist()
    assert order[:5] == ["brent", "differential", "price", "trader", "agent"]
    assert order.index("sea.transfer") < order.index("finance_carry") < order.index("netback")
    assert frame.loc["sea.hire", "gulf [USD/bbl]"] == 0.0
    assert not frame.isna().to_numpy().any()


def test_many_cases_come_as_one_row_each() -> None:
    many = FULL.vary(
        {
            "market.brent": oe.Q([[50], [60], [70]], "USD/bbl"),
            "supply.royalty": np.array([0.2, 0.3]),
        }
    )
    frame = oe.compare(many, "gulf", "asia").to_frame()
    assert len(frame) == 6
    assert frame.index.names == ["case 0", "case 1"]
    assert frame["market.brent [USD/bbl]"].tolist() == [50, 50, 60, 60, 70, 70]
    assert frame["supply.royalty [1]"].tolist() == [0.2, 0.3] * 3
    one = oe.compare(many.at(2, 1), "gulf", "asia")
    assert frame.loc[(2, 1), "loss.net [%]"] == one.loss("net").magnitude
    single = oe.evaluate(many, "asia").to_frame()
    assert single.loc[(2, 1), "asia.netback [USD/bbl]"] == one["asia.netback"].magnitude


def test_a_result_says_which_inputs_are_the_user_s() -> None:
    scenario = FULL.vary({"market.brent": "75 USD/bbl", "*.sea.weather": "8 %"})
    comparison = oe.compare(scenario, "gulf", "asia")
    assert {path: str(value) for path, value in comparison.overrides().items()} == {
        "market.brent": "75.0 USD/bbl",
        "gulf.sea.weather": "0.08",
        "asia.sea.weather": "0.08",
    }
    sources = comparison.inputs()["source"]
    assert sources[sources == "you"].index.tolist() == list(comparison.overrides())
    assert oe.compare(FULL, "gulf", "asia").overrides() == {}


def test_a_choice_is_the_user_s_too() -> None:
    scenario = FULL.vary(
        {
            "asia.sale.terms": "FOB",
            "gulf.sea.discharge_fuel": "vlsfo",
            "asia.sea.vessel": oe.vessel("aframax"),
            "asia.sea.cargo": "70000 t",
            "supply.diluent": None,
            "supply.target_api": None,
        }
    )
    overrides = oe.compare(scenario, "gulf", "asia").overrides()
    assert str(overrides.pop("asia.sea.cargo")) == "70000.0 t"
    assert overrides == {
        "gulf.sea.discharge_fuel": "vlsfo",
        "asia.sale.terms": "FOB",
        "asia.sea.vessel.name": "aframax",
        "supply.target_api": None,
        "supply.diluent.api": None,
        "supply.diluent.differential": None,
        "supply.diluent.freight": None,
    }


def test_results_say_what_they_are() -> None:
    assert repr(oe.compare(oe.scenario("article"), "gulf", "asia")) == (
        "<Comparison of 'asia' against 'gulf': netback 46.35 against 50.62, operating margin "
        "19.84 against 24.12 USD/bbl>"
    )
    assert repr(oe.evaluate(oe.scenario("article"), "gulf")) == (
        "<Netback of 'gulf': price 54.80, netback 50.62, operating 24.12, net 11.45 USD/bbl>"
    )
    many = FULL.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    assert repr(oe.evaluate(many, "gulf")) == "<Netback of 'gulf', (2,) cases>"
    assert (
        repr(oe.compare(many, "gulf", "asia"))
        == "<Comparison of 'asia' against 'gulf', (2,) cases>"
    )
