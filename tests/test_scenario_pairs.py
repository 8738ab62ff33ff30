"""A route in two scenarios: the same tables as of two routes, under the names of the two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import oilecon as oe
from oilecon.errors import InputError, PathError, UndefinedWarning, UnknownName
from oilecon.netback.lines import BASES, SUBTOTALS
from oilecon.outcomes import MEASURES
from oilecon.testing import scenarios
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from oilecon.scenario_pairs import ScenarioComparison

FEW = settings(max_examples=30)  # each goes through several scenarios

BEFORE, AFTER = oe.scenario("article"), oe.scenario("article-sanctioned")
BRENT = [50, 60, 70]
MONTHS = pd.period_range("2025-01", periods=3, freq="M", name="month")
TABLE = pd.DataFrame({"market.brent [USD/bbl]": BRENT}, index=MONTHS)


def asia(first: oe.Scenario = BEFORE, second: oe.Scenario = AFTER) -> ScenarioComparison:
    return oe.compare(first, second, route="asia")


def test_the_table_has_a_column_a_scenario_and_the_difference() -> None:
    frame = asia().to_frame()
    assert list(frame.columns) == [
        *("kind", "recipient", "first [USD/bbl]", "second [USD/bbl]", "difference [USD/bbl]")
    ]
    for name, scenario in (("first", BEFORE), ("second", AFTER)):
        own = oe.evaluate(scenario, "asia").to_frame()["asia [USD/bbl]"]
        column = frame[f"{name} [USD/bbl]"]
        assert column[own.index].tolist() == own.tolist()
        assert (column.drop(own.index) == 0.0).all()
        assert asia().waterfall(name).equals(oe.evaluate(scenario, "asia").waterfall())
    assert frame.loc["agent", "first [USD/bbl]"] == 0.0


@given(scenario=scenarios("article-sanctioned"))
@FEW
def test_a_loss_is_of_the_first_less_the_second_in_every_measure(scenario: oe.Scenario) -> None:
    for measure in MEASURES:
        found = asia(AFTER, scenario).per(measure)
        sides = [oe.evaluate(each, "asia").per(measure) for each in (AFTER, scenario)]
        for basis in BASES:
            left, right = (side[basis] for side in sides)
            assert found[f"first.{basis}"] == left
            assert found[f"lost.{basis}"] == left - right
            if left.magnitude > 0.0 and basis != "price":
                share = ((left - right) / left).magnitude * 100.0
                assert found[f"loss.{basis}"].magnitude == share
        netbacks = (sides[0]["netback"] - sides[1]["netback"]) / sides[0]["price"]
        assert found.loss("price").magnitude == netbacks.magnitude * 100.0
        assert found["lost"] == found["lost.operating"]
        assert found.losses(money=True).tolist() == [
            found[f"lost.{basis}"].magnitude for basis in BASES
        ]
        shared = found.recipients()
        assert shared.residual.magnitude == 0.0
        assert shared["producer"].magnitude == pytest.approx(-found["lost.net"].magnitude, abs=1e-9)


@given(scenario=scenarios("article-sanctioned"))
@FEW
def test_two_scenarios_are_as_two_routes_of_one(scenario: oe.Scenario) -> None:
    """Where the barrel and the market are the same, a change of a route is another route."""
    changed = scenario.vary({"asia.sea.distance": "9000 nmi"})
    both = scenario.evolve(routes={"asia": scenario.asia, "short": changed.asia})
    two = oe.compare(both, "asia", "short")
    found = asia(scenario, changed)
    assert found.to_frame().iloc[:, 2:].to_numpy().tolist() == (
        two.to_frame().iloc[:, 2:].to_numpy().tolist()
    )
    assert found.losses(money=True).equals(two.losses(money=True))
    assert found.undefined() == two.undefined()


def test_a_scenario_with_itself_differs_in_nothing() -> None:
    frame = asia(AFTER, AFTER).to_frame()
    assert (frame["difference [USD/bbl]"] == 0.0).all()
    assert frame["first [USD/bbl]"].equals(frame["second [USD/bbl]"].rename("first [USD/bbl]"))


# -- many cases ------------------------------------------------------------------------------------


@pytest.mark.parametrize("labelled", [True, False], ids=["labelled", "numbered"])
def test_of_many_cases_each_is_as_of_one(*, labelled: bool) -> None:
    varied = TABLE if labelled else {"market.brent": oe.Q(BRENT, "USD/bbl")}
    first, second = BEFORE.vary(varied), AFTER.vary(varied)
    many = asia(first, second)
    frame, losses = many.to_frame(), many.losses(money=True)
    paid, lines = many.recipients().to_frame(), many.waterfall("second")
    for at in range(3):
        one = asia(first.at(at), second.at(at))
        assert many.at(at).to_frame().equals(one.to_frame())
        assert losses.iloc[at].tolist() == one.losses(money=True).tolist()
        for name in ("first.net", "second.netback", "loss.operating", "lost.net"):
            (column,) = frame.filter(regex=rf"^{re.escape(name)} ")
            assert frame[column].iloc[at] == one[name].magnitude
        assert paid["producer [USD/bbl]"].iloc[at] == one.recipients()["producer"].magnitude
        assert lines["sea.hire [USD/bbl]"].iloc[at] == 0.0 - one["second.sea.hire"].magnitude
    assert list(frame.columns)[:2] == [
        *("first.market.brent [USD/bbl]", "second.market.brent [USD/bbl]")
    ]
    assert many.shape == (3,)
    if labelled:
        assert all(table.index.equals(MONTHS) for table in (frame, losses, paid, lines))
        assert many.sel("2025-02").to_frame().equals(many.at(1).to_frame())


def test_a_scenario_of_one_case_is_compared_with_each_of_many() -> None:
    many = asia(BEFORE, BEFORE.vary(TABLE))
    for at in range(3):
        assert many.at(at).to_frame().equals(asia(BEFORE, BEFORE.vary(TABLE).at(at)).to_frame())
    other = asia(BEFORE.vary(TABLE), BEFORE)
    assert other["lost"].magnitude.tolist() == (-many["lost"].magnitude).tolist()
    assert np.ptp(many["first.netback"].magnitude) == 0.0
    assert many.to_frame().index.equals(MONTHS)
    with pytest.raises(ValueError, match="read-only"):
        many["first.netback"].magnitude[0] = 1.0
    assert "no element (3,)" in refusal(lambda: many.at(3), PathError)


def test_what_is_not_defined_is_counted_and_what_is_missing_apart() -> None:
    low = pd.DataFrame({"asia.sale.differential [USD/bbl]": [-62, np.nan, -9]}, index=MONTHS)
    with pytest.warns(UndefinedWarning) as warned:
        frame = asia(BEFORE.vary(low), AFTER).losses()
    texts = [str(each.message) for each in warned]
    assert [text for text in texts if "not defined" in text] == [
        (
            "the loss on netback (in 1 of 3 cases) and operating (in 1 of 3 cases) and net (in 1 "
            "of 3 cases) is not defined: the reference 'first' is not above zero there; NaN"
        )
    ]
    assert any("asia.sale.differential" in text for text in texts)
    assert frame["netback [%]"].isna().tolist() == [True, True, False]
    with pytest.warns(UndefinedWarning):
        assert asia(BEFORE.vary(low), AFTER).undefined("netback") == 1


OTHER = pd.period_range("2026-01", periods=3, freq="M", name="month")


@pytest.mark.parametrize(
    ("second", "held"),
    [
        (TABLE.iloc[:2], "(3,) in first and (2,) in second"),
        (TABLE.set_axis(OTHER), "(3,) in first and (3,) in second with other labels"),
        ({"market.brent": oe.Q(BRENT, "USD/bbl")}, "in second with other labels"),
    ],
    ids=["fewer", "later", "without"],
)
def test_other_cases_are_refused(second: Any, held: str) -> None:
    text = refusal(lambda: asia(BEFORE.vary(TABLE), AFTER.vary(second)))
    assert text.startswith("compare: expected two scenarios with the same cases, got ")
    assert held in text
    assert text.endswith("take equal ones by scenario.at(...) or scenario.sel(...)")


# -- names, and what is refused --------------------------------------------------------------------


def test_names_head_columns_and_outcomes() -> None:
    found = oe.compare(BEFORE, AFTER, route="asia", names=("2024", "2025"))
    assert found.names == ("2024", "2025")
    assert (found.reference, found.alternative) == found.names
    assert {"2024 [USD/bbl]", "2025 [USD/bbl]"} <= {*found.to_frame().columns}
    assert found["2025.netback"] == oe.evaluate(AFTER, "asia").netback
    assert found["2024.supply.diluent_share"] == oe.evaluate(BEFORE, "asia")["supply.diluent_share"]
    assert found["2024.supply.diluent_share"].units == oe.Q(1.0, "1").units
    assert found.explain("2025.sea.hire").to_text(1) == (
        oe.evaluate(AFTER, "asia").explain("sea.hire").to_text(1)
    )
    assert found["2025.sea.netback"] == oe.evaluate(AFTER, "asia")["sea.netback"]
    assert found.route == "asia"
    assert found.scenarios == (BEFORE, AFTER)
    assert repr(found) == (
        "<ScenarioComparison of 'asia', '2025' against '2024': netback 32.45 against 46.35, "
        "operating margin 5.95 against 19.84 USD/bbl>"
    )
    assert repr(asia(BEFORE, AFTER.vary(TABLE))) == (
        "<ScenarioComparison of 'asia', 'second' against 'first', (3,) cases>"
    )
    revenue = oe.annual_revenue(found, "100 kb/day", year=2025)
    assert revenue["net"].magnitude == pytest.approx(-found["lost.net"].magnitude * 36.5)


WORSE = AFTER.vary({"supply.production_cost": "70 USD/bbl"})
REFUSED: dict[str, tuple[type[Exception], Callable[[], Any]]] = {
    "compare: two scenarios are compared on one route; write compare(first, second, "
    "route='gulf')": (InputError, lambda: oe.compare(BEFORE, AFTER)),  # type: ignore[call-overload]
    "compare: two scenarios are compared on one route; write compare(first, second, "
    "route='asia')": (
        InputError,
        lambda: oe.compare(BEFORE, AFTER, "asia"),  # type: ignore[call-overload]
    ),
    "no route 'asai' in the first scenario; did you mean 'asia'?": (
        UnknownName,
        lambda: oe.compare(BEFORE, AFTER, route="asai"),
    ),
    "no route 'asia' in the after scenario; known: gulf": (
        UnknownName,
        lambda: oe.compare(
            BEFORE,
            AFTER.evolve(routes={"gulf": AFTER.gulf}),
            route="asia",
            names=("before", "after"),
        ),
    ),
    "expected a Scenario, got 'article'; write oilecon.scenario('article')": (
        InputError,
        lambda: oe.compare("article", AFTER, route="asia"),  # type: ignore[call-overload]
    ),
    "no outcome 'nettback'; did you mean 'netback'?": (
        PathError,
        lambda: asia()["first.nettback"],
    ),
    "no outcome 'loss.nett'; did you mean 'loss.net'?": (
        PathError,
        lambda: asia()["loss.nett"],
    ),
    "no outcome 'asia.netback'; write for example first.netback or second.netback, or loss": (
        PathError,
        lambda: asia()["asia.netback"],
    ),
    "no scenario 'asia'; known: first, second": (UnknownName, lambda: asia().waterfall("asia")),
    "loss.net: is of two scenarios; explain one of them, as first.net": (
        InputError,
        lambda: asia().explain("loss.net"),
    ),
    "loss on 'operating': the operating margin of the reference 'first' is -35.72 USD/bbl, and a "
    "share of it is defined only above zero; write ['lost.operating'] for the loss in USD/bbl, or "
    "another basis": (InputError, lambda: asia(WORSE).loss()),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_says_what_to_write(text: str) -> None:
    kind, ask = REFUSED[text]
    with pytest.raises(kind) as refused:
        ask()
    assert str(refused.value) == text


@pytest.mark.parametrize(
    "names",
    [("one",), ("one", "one"), ("a.b", "c"), ("a [x]", "c"), ("loss", "c"), ("", "c"), "ab", 3],
    ids=str,
)
def test_names_that_cannot_head_a_column_are_refused(names: Any) -> None:
    assert refusal(lambda: oe.compare(BEFORE, AFTER, route="asia", names=names)) == (
        "names: expected two different names without points and brackets, got "
        f"{names!r}; write for example names=('2024', '2025')"
    )


# -- what the difference is made of ----------------------------------------------------------------


@pytest.mark.parametrize("outcome", SUBTOTALS)
def test_the_difference_is_shared_out_over_what_differs(outcome: str) -> None:
    found = asia()
    parts = oe.attribute(found, outcome=outcome)
    assert parts.outcome == f"asia.{outcome}"
    assert parts.before == found[f"first.{outcome}"]
    assert parts.after == found[f"second.{outcome}"]
    assert -parts.difference == found[f"lost.{outcome}"]
    assert parts.scenarios == (BEFORE, AFTER)
    assert all(not name.startswith("gulf.") for name in parts.contributions)
    whole = oe.attribute(BEFORE, AFTER, outcome=f"asia.{outcome}")
    for name, part in parts.contributions.items():
        assert part.magnitude == pytest.approx(whole.contributions[name].magnitude, abs=1e-9)


def test_routes_that_only_one_scenario_has_are_left_out() -> None:
    alone = AFTER.evolve(routes={"asia": AFTER.asia})
    assert oe.attribute(asia(BEFORE, alone)).contributions == oe.attribute(asia()).contributions
    text = refusal(lambda: oe.attribute(asia(), AFTER))
    assert text == "a comparison holds both sides; write attribute(comparison, outcome='netback')"
    assert "nothing differs" in refusal(lambda: oe.attribute(asia(AFTER, AFTER)))
