"""A figure's derivation is the model's own arithmetic, complete and to the last bit."""

from __future__ import annotations

import copy
import cProfile
import math
import pickle
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, PathError
from oilecon.evaluation import Evaluator
from oilecon.formulas.javascript import javascript
from tests.samples import YOURS, full_route

if TYPE_CHECKING:
    from oilecon.formulas.derivation import Derivation


NAMES = ["article", "article-discount", "article-sanctioned"]
OUTCOMES = ["loss", "loss.net", "asia.netback", "asia.net", "gulf.freight", "asia.diluent_value"]
OUTCOMES += ["supply.diluent_share", "supply.shrunk_api", "asia.brent", "gulf.finance_carry"]
FUNCTIONS: dict[str, Any] = {
    name: getattr(np, name)
    for name in ("maximum", "minimum", "where", "power", "log", "exp", "expm1", "log1p")
} | {"nan": math.nan, "rint": np.rint, "floor": np.floor, "ceil": np.ceil}


NAME = r"[\w.]+"  # of an input or a step; a number too, which nothing is called


def explained(scenario: oe.Scenario, outcome: str) -> Derivation:
    return oe.compare(scenario, "gulf", "asia").explain(outcome)


def computed(formula: str, known: dict[str, float]) -> float:
    """Return what a formula comes to; one pass over it puts a Python name for each known one."""
    used = [name for name in dict.fromkeys(re.findall(NAME, formula)) if name in known]
    standing = {name: f"v{at}" for at, name in enumerate(used)}
    text = re.sub(NAME, lambda match: standing.get(match.group(), match.group()), formula)
    held = {standing[name]: known[name] for name in used}
    return float(eval(text, {}, FUNCTIONS | held))  # noqa: S307  our own text


def recomputed(derivation: Derivation) -> float:
    """Return the figure computed from the printed formulas and the printed inputs alone."""
    known: dict[str, Any] = {}
    for step in derivation.steps:
        known[step.name] = computed(step.formula, known) if step.formula else step.value
    return float(known[derivation.steps[-1].name])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_printed_formulas_compute_the_figure_to_the_last_bit(name: str, outcome: str) -> None:
    derivation = explained(oe.scenario(name), outcome)
    comparison = oe.compare(oe.scenario(name), "gulf", "asia")
    scale = 100.0 if outcome.startswith("loss") else 1.0
    assert recomputed(derivation) == derivation.value
    assert derivation.value * scale == comparison[outcome].magnitude


def test_a_viscosity_that_decides_the_diluent_is_derived_too() -> None:
    thick = oe.scenario("article").vary(
        {"supply.heavy_viscosity": "235000 cSt", "supply.diluent_viscosity": "0.9 cSt"}
        | {"supply.target_viscosity": "350 cSt", "supply.viscosity_rule": "refutas"}
        | {"supply.viscosity_basis": "mass"}
    )
    derivation = explained(thick, "loss")
    assert recomputed(derivation) == derivation.value
    assert "supply.target_viscosity" in {step.name for step in derivation.steps}


@given(data=st.data())
def test_so_do_those_of_any_inputs_in_their_ranges(data: st.DataObject) -> None:
    scenario = oe.scenario("article-sanctioned")
    inputs = scenario.inputs()
    ranged = inputs[inputs["low"] < inputs["high"]]
    changes = {
        str(path): data.draw(st.floats(row["low"], row["high"]), label=str(path))
        for path, row in ranged.iterrows()
    }
    units = {
        path: "fraction" if row["unit"] == "1" else row["unit"] for path, row in ranged.iterrows()
    }
    varied = scenario.vary(
        {
            path: value if units[path] == "fraction" else oe.Q(value, units[path])
            for path, value in changes.items()
        }
    )
    derivation = explained(varied, "asia.net")
    assert recomputed(derivation) == derivation.value
    assert derivation.value == oe.evaluate(varied, "asia").net.magnitude


def _every_route() -> list[tuple[oe.Scenario, str]]:
    """Return every route that is shipped, and one with every line under each term of sale."""
    shipped = [oe.scenario(name) for name in oe.scenarios().index]
    whole = [full_route(terms) for terms in ("FOB", "CFR", "CIF", "DAP", "DDP")]
    return [(scenario, route) for scenario in (*shipped, *whole) for route in scenario.routes]


@pytest.mark.parametrize(("scenario", "route"), _every_route())
def test_every_sum_adds_like_with_like_and_comes_to_the_figure(
    scenario: oe.Scenario, route: str
) -> None:
    found = oe.evaluate(scenario, route)
    for outcome in ("net", "to.producer"):
        derivation = found.explain(outcome)
        assert [step.formula for step in derivation.steps if not step.unit] == []
        assert recomputed(derivation) == derivation.value == found[outcome].magnitude


def test_each_input_comes_with_its_source_and_a_changed_one_is_yours() -> None:
    scenario = oe.scenario("article").vary({"market.brent": "75 USD/bbl"})
    sources = {step.name: step.source for step in explained(scenario, "asia.netback").steps}
    assert sources["market.brent"] == "yours, without a source"
    assert sources["asia.sea.shadow_multiple"] == "left as it is"
    assert sources["asia.sea.cargo"] == "260000 to 280000; published; 2023; baltic-tce-2023"
    assert sources["asia.netback"] == ""


def test_a_sourced_figure_of_yours_has_its_evidence_in_every_form() -> None:
    derivation = explained(YOURS, "asia.price")
    line = "55 to 80, P10 to P90; yours, estimate; 2026-11; desk-2026-11"
    assert {step.name: step.source for step in derivation.steps}["market.brent"] == line
    assert f"market.brent = 64 USD/bbl  [{line}]" in derivation.to_text()
    assert f"- `market.brent` = 64 USD/bbl; {line}" in derivation.to_markdown()
    assert derivation.to_latex().endswith(
        f"\\end{{align*}}\n% market.brent = 64 USD/bbl  [{line}]\n% asia.sale.differential = -9 "
        "USD/bbl  [-9.5 to -6; published; 2026-01-21; reuters-2026-01-21]"
    )


def test_no_key_of_a_source_is_markup_in_a_list() -> None:
    odd = oe.scenario("article").vary(
        {"market.brent": oe.Sourced("64 USD/bbl", source="<b>*x*</b>[y](z)")}
    )
    text = explained(odd, "asia.price").to_markdown()
    assert r"yours; \<b\>\*x\*\</b\>\[y\](z)" in text


def test_an_input_is_printed_as_itself() -> None:
    assert str(explained(oe.scenario("article"), "asia.brent")) == (
        "asia.brent = 63.8 USD/bbl  [62.54 to 63.8; published; 2025-11; eia-brent-monthly]"
    )


def test_depth_cuts_the_tree() -> None:
    derivation = explained(oe.scenario("article"), "asia.price")
    assert derivation.to_text(depth=0) == (
        "asia.price = 54.8 USD/bbl\n   = market.brent + asia.sale.differential\n   = 63.8 + (-9)"
    )
    assert derivation.to_text(depth=1) == derivation.to_text()
    assert "as above" in explained(oe.scenario("article"), "asia.netback").to_text()


@pytest.mark.parametrize("depth", [-1, 1.5, "2", True])
def test_a_depth_that_is_none_is_refused(depth: Any) -> None:
    with pytest.raises(InputError, match=r"depth: expected a whole number from 0 on, or None"):
        explained(oe.scenario("article"), "asia.price").to_text(depth)


def test_markdown_is_a_nested_list() -> None:
    lines = explained(oe.scenario("article"), "asia.price").to_markdown().splitlines()
    assert lines[0] == (
        "- `asia.price` = 54.8 USD/bbl = `market.brent + asia.sale.differential` = `63.8 + (-9)`"
    )
    assert lines[1].startswith("  - `market.brent` = 63.8 USD/bbl; 62.54 to 63.8; published")


def test_latex_holds_every_formula_once() -> None:
    derivation = explained(oe.scenario("article"), "gulf.finance_carry")
    text = derivation.to_latex()
    formulas = [step for step in derivation.steps if step.formula]
    assert text.startswith("\\begin{align*}\n\\text{gulf finance carry} &= \\frac{")
    assert text.count("&=") == len(formulas)
    assert text.count("{") == text.count("}")


def test_arrays_and_unknown_figures_are_refused() -> None:
    wide = oe.scenario("article").vary({"market.brent": oe.Q([60, 70], "USD/bbl")})
    with pytest.raises(InputError, match=r"one case, and the scenario holds \(2,\); evaluate scen"):
        explained(wide, "loss")
    with pytest.raises(PathError, match=r"did you mean 'asia\.netback'"):
        explained(oe.scenario("article"), "asia.netbak")


def test_tracing_leaves_the_result_and_the_profiler_as_they_were() -> None:
    import sys

    scenario = oe.scenario("article")
    before = oe.evaluate(scenario, "asia").netback
    calls: list[str] = []

    def mine(*event: Any) -> None:
        calls.append(event[1])

    sys.setprofile(mine)
    try:
        explained(scenario, "asia.netback")
        assert sys.getprofile() is mine
    finally:
        sys.setprofile(None)
    assert oe.evaluate(scenario, "asia").netback == before


# -- names -------------------------------------------------------------------------------------


def rich(terms: str) -> oe.Scenario:
    """Return a route with every line, carbon and demurrage of every kind, and what moves them."""
    scenario = full_route(terms)
    route = next(iter(scenario.routes))
    dear = scenario.routes[route].sea.evolve(
        carbon_share="100 %", carbon_price="80 USD/t", days_wait="4 day"
    )
    return scenario.evolve(routes={route: scenario.routes[route].evolve(legs={"sea": dear})})


def named(derivation: Derivation) -> list[str]:
    return [step.name for step in derivation.steps]


@pytest.mark.parametrize("terms", ["FOB", "CFR", "CIF", "DAP", "DDP"])
def test_no_figure_is_defined_by_itself_and_no_two_share_a_name(terms: str) -> None:
    scenario = rich(terms)
    (route,) = scenario.routes
    result = oe.evaluate(scenario, route)
    lines = [name for name in result.to_frame().index if name not in ("brent", "differential")]
    sums = ["freight", "hire", "fuel", "ports", "carbon", "demurrage", "canal", "other"]
    for outcome in (*lines, *sums, "supply.diluent_share", "supply.barrels_per_tonne"):
        try:
            derivation = result.explain(outcome)
        except (InputError, PathError):  # nothing there to explain under these terms
            continue
        names = named(derivation)
        assert len(set(names)) == len(names), outcome
        assert not [name for name in names if "<" in name or not name], outcome
        for step in derivation.steps:
            inside = rf"(?<![\w.]){re.escape(step.name)}(?![\w.])"
            assert not re.search(inside, step.formula), f"{step.name} = {step.formula}"


def test_a_line_with_the_name_of_an_input_has_its_formula_and_not_the_inputs_source() -> None:
    fill = oe.Sourced("900 kb", low="800 kb", high="1000 kb", kind="estimate", note="a ledger")
    pipe = oe.Overland(days="3 day", nomination="100 kb/day", line_fill=fill)
    sea = oe.scenario("article").asia.sea.evolve(demurrage="50000 USD/day", demurrage_days="3 day")
    scenario = full_route("DAP").evolve(
        routes={"route": full_route("DAP").route.evolve(legs={"pipe": pipe, "sea": sea})}
    )
    for line in ("pipe.line_fill", "sea.demurrage"):
        derivation = oe.evaluate(scenario, "route").explain(line)
        last = derivation.steps[-1]
        assert (last.name, last.source) == (f"route.{line}_line", "")
        assert last.formula in derivation.to_text()
        assert last.formula in derivation.to_markdown()
        for step in derivation.steps:
            assert bool(step.formula) != bool(step.source), step


def test_the_carbon_of_a_voyage_is_not_its_own_factor() -> None:
    scenario = rich("DAP")
    (route,) = scenario.routes
    # The rate of demurrage is the input sea.demurrage, and the line is called after it.
    names = {"sea.demurrage": "sea.demurrage_line"}
    for outcome in ("sea.carbon", "sea.demurrage", "carbon", "demurrage"):
        last = oe.evaluate(scenario, route).explain(outcome).steps[-1]
        assert last.name == f"{route}.{names.get(outcome, outcome)}"
        assert last.name not in last.formula.split()


# -- how deep, and who else is watching --------------------------------------------------------


def parties(count: int) -> oe.Scenario:
    """Return a scenario that sells through so many parties."""
    scenario = oe.scenario("article")
    many = {f"p{k}": oe.Intermediary("0.001 USD/bbl") for k in range(count)}
    asia = scenario.asia.evolve(chain=many)
    return scenario.evolve(routes={"gulf": scenario.gulf, "asia": asia})


@pytest.mark.parametrize("outcome", ["asia.netback", "loss"])
def test_a_sale_through_five_hundred_parties_is_explained(outcome: str) -> None:
    derivation = explained(parties(500), outcome)
    fees = [name for name in named(derivation) if re.fullmatch(r"asia\.p\d+\.fee", name)]
    assert len(fees) == 500
    assert derivation.to_text().count("asia.p499.fee = ") == 1
    assert derivation.to_markdown().count("`asia.p499.fee` = ") == 1
    assert r"\text{asia p499 fee}" in derivation.to_latex()
    for again in (pickle.loads(pickle.dumps(derivation)), copy.deepcopy(derivation)):  # noqa: S301
        assert again.to_text() == derivation.to_text()
        assert again.steps == derivation.steps
        assert again.to_latex() == derivation.to_latex()


def test_the_report_of_five_hundred_parties_has_their_arithmetic() -> None:
    scenario = parties(500)
    traced: Any = Evaluator(scenario, ("gulf", "asia")).trace("loss")
    text = javascript({"loss": traced[0]}, ["asia.p499.fee"])
    assert 'x["asia.p499.fee"]' in text


def watch_in_c() -> Any:
    profiler = cProfile.Profile()
    profiler.enable()

    def stop() -> None:
        profiler.disable()
        names = {row.code.co_name for row in profiler.getstats() if not isinstance(row.code, str)}
        assert "after_it" in names  # it went on

    return stop


def watch_in_python() -> Any:
    seen: list[str] = []

    def mine(frame: Any, event: str, _: Any) -> None:
        seen.append(f"{event} {frame.f_code.co_name}")

    sys.setprofile(mine)
    threading.setprofile(mine)

    def stop() -> None:
        assert sys.getprofile() is mine
        sys.setprofile(None)
        threading.setprofile(None)
        assert "call after_it" in seen

    return stop


def watch_lines() -> Any:
    before = sys.gettrace()
    seen: list[str] = []

    def mine(frame: Any, event: str, _: Any) -> Any:
        seen.append(f"{event} {frame.f_code.co_name}")
        return mine

    sys.settrace(mine)

    def stop() -> None:
        assert sys.gettrace() is mine
        sys.settrace(before)
        assert "call after_it" in seen

    return stop


def after_it() -> None:
    """Do nothing: a profiler must see that it was called."""


@pytest.mark.parametrize("watch", [watch_in_c, watch_in_python, watch_lines])
def test_a_figure_is_explained_alike_under_a_profiler(watch: Any) -> None:
    scenario = oe.scenario("article-sanctioned")
    alone = explained(scenario, "loss").to_text()
    stop = watch()
    try:
        watched = explained(scenario, "loss").to_text()
        after_it()
    finally:
        stop()
    assert watched == alone


def test_threads_explain_at_once() -> None:
    scenario = oe.scenario("article-sanctioned")
    alone = explained(scenario, "loss").to_text()
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: explained(scenario, "loss").to_text(), range(8)))
    assert set(texts) == {alone}


def test_at_least_the_digits_that_are_asked_for_are_written() -> None:
    derivation = explained(oe.scenario("article"), "asia.price")
    for digits, said in ((1, "55 USD"), (17, "54.799999999999997 USD"), (None, "54.8 USD")):
        assert derivation.to_text(0, digits).startswith(f"asia.price = {said}/bbl")


@pytest.mark.parametrize("digits", [-1, 0, 18, 1.5, "2", True])
def test_digits_that_are_none_are_refused(digits: Any) -> None:
    derivation = explained(oe.scenario("article"), "asia.price")
    for text in (derivation.to_text, derivation.to_markdown):
        with pytest.raises(
            InputError, match=r"digits: expected a whole number from 1 to 17, or None for all"
        ):
            text(digits=digits)
