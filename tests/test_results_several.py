"""Several routes in one comparison: each alternative is as in a comparison of two."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import oilecon as oe
from oilecon.errors import InputError, PathError, UndefinedWarning, UnknownName
from oilecon.netback.lines import BASES, OUTCOMES, SUBTOTALS
from oilecon.outcomes import MEASURES
from oilecon.testing import scenarios
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

FEW = settings(max_examples=30)  # each goes through several scenarios

FULL = oe.scenario("article-sanctioned")
ROUTES = ("gulf", "asia", "far")
MONTHS = pd.period_range("2025-01", periods=3, freq="M", name="month")


def with_far(scenario: oe.Scenario) -> oe.Scenario:
    """Return the scenario with a third route, which has lines that no other has."""
    far = scenario.asia.evolve(
        title="Far", chain={**scenario.asia.chain, "trader": oe.Intermediary(fee="0.4 USD/bbl")}
    )
    three = scenario.evolve(routes={**scenario.routes, "far": far})
    return three.vary({"far.sea.distance": "14000 nmi"})


THREE = with_far(FULL)
MANY = THREE.vary({"market.brent": oe.Q([30, 50, 70], "USD/bbl")})
LABELLED = THREE.vary(pd.DataFrame({"market.brent [USD/bbl]": [30, 50, 70]}, index=MONTHS))


def test_the_table_has_a_column_a_route_and_a_difference_an_alternative() -> None:
    frame = oe.compare(THREE, *ROUTES).to_frame()
    assert list(frame.columns) == [
        *("kind", "recipient", "gulf [USD/bbl]", "asia [USD/bbl]", "far [USD/bbl]"),
        *("asia less gulf [USD/bbl]", "far less gulf [USD/bbl]"),
    ]
    lines = frame[frame["kind"] == "line"].drop(columns=["kind", "recipient"])
    net = frame.drop(columns=["kind", "recipient"]).T["net"]
    assert lines.sum().tolist() == pytest.approx(net.tolist(), abs=1e-12)
    assert frame.T["trader"].tolist() == ["line", "intermediaries", 0.0, 0.0, -0.4, 0.0, -0.4]


def test_the_lines_of_each_route_keep_their_order() -> None:
    s = oe.scenario("article")
    up, down = (oe.Overland(tariff=oe.Tariff(toll=toll)) for toll in ("1 USD/bbl", "2 USD/bbl"))
    routes = {
        "far": s.asia.evolve(legs={"up": up, "sea": s.asia.sea}),
        "at_port": s.asia.evolve(sale=s.asia.sale.evolve(terms="FOB"), legs={"down": down}),
        "near": s.asia.evolve(legs={"down": down, "sea": s.asia.sea}),
    }
    c = oe.compare(s.evolve(routes=routes), *routes)
    merged = list(c.to_frame().index)
    assert merged.index("up.toll") < merged.index("down.toll") < merged.index("sea.hire")
    for route in routes:
        own = list(oe.evaluate(c.scenario, route).to_frame().index)
        assert [line for line in merged if line in own] == own


def test_where_two_routes_order_their_legs_otherwise_the_first_decides() -> None:
    s = oe.scenario("article")
    legs = {name: oe.Overland(tariff=oe.Tariff(toll="1 USD/bbl")) for name in ("one", "two")}
    routes = {
        "to": s.asia.evolve(legs=legs),
        "fro": s.asia.evolve(legs=dict(reversed(legs.items()))),
    }
    merged = list(oe.compare(s.evolve(routes=routes), *routes).to_frame().index)
    assert merged.index("one.toll") < merged.index("two.toll")
    assert len(set(merged)) == len(merged)


@given(scenario=scenarios("article-sanctioned"))
@FEW
def test_several_routes_are_as_many_comparisons_of_two_to_the_last_bit(
    scenario: oe.Scenario,
) -> None:
    three = with_far(scenario)
    several = oe.compare(three, *ROUTES)
    for measure in MEASURES:
        counted = several.per(measure)
        shares, amounts = counted.losses(), counted.losses(money=True)
        paid, lines = counted.recipients().to_frame(), counted.to_frame()
        for name in several.alternatives:
            two = oe.compare(three, "gulf", name).per(measure)
            unit = MEASURES[measure].heading
            assert counted.pair(name).to_frame().equals(two.to_frame())
            assert shares[f"{name} [%]"].tolist() == two.losses().tolist()
            assert amounts[f"{name} [{unit}]"].tolist() == two.losses(money=True).tolist()
            both = two.to_frame()
            own = lines.loc[both.index].rename(
                columns={f"{name} less gulf [{unit}]": f"difference [{unit}]"}
            )
            assert own[list(both.columns)].equals(both)
            shared = two.recipients().to_frame().reindex(paid.index, fill_value=0.0)
            assert paid[f"{name} less gulf [{unit}]"].tolist() == shared.iloc[:, -1].tolist()
            assert counted.pair(name).recipients().residual.magnitude == 0.0
            for basis in BASES:
                assert counted[f"{name}.lost.{basis}"] == two[f"lost.{basis}"]
                assert counted[f"{name}.{basis}"] == two[f"{name}.{basis}"]


@pytest.mark.parametrize("many", [MANY, LABELLED], ids=["numbered", "labelled"])
def test_of_many_cases_too(many: oe.Scenario) -> None:
    several = oe.compare(many, *ROUTES)
    amounts = several.losses(money=True)
    with pytest.warns(UndefinedWarning, match=r"(asia|far)\.loss\.(net|operating) is not defined"):
        frame = several.to_frame()
    with pytest.warns(UndefinedWarning) as warned:
        shares = several.losses()
    assert [str(each.message) for each in warned] == [
        (
            "the loss on operating (in 1 of 3 cases) and net (in 1 of 3 cases) is not defined: the "
            "reference 'gulf' is not above zero there; NaN"
        )
    ]
    paid = several.recipients().to_frame()
    for name in several.alternatives:
        two = oe.compare(many, "gulf", name)
        assert several.waterfall(name).equals(two.waterfall(name))
        with pytest.warns(UndefinedWarning):
            of_two = two.losses()
        own = shares[[f"{name}.{column}" for column in of_two]]
        assert own.set_axis(of_two.columns, axis="columns").equals(of_two)
        for basis in BASES:
            lost = two[f"lost.{basis}"].magnitude.tolist()
            assert frame[f"{name}.lost.{basis} [USD/bbl]"].tolist() == lost
            assert amounts[f"{name}.{basis} [USD/bbl]"].tolist() == lost
        shared = two.recipients()
        for column in shared.to_frame():
            own = paid[f"{name} less gulf: {column}"]
            assert own.tolist() == shared.to_frame()[column].tolist()
    assert several.undefined() == several.undefined("net") == 1
    assert several.undefined("netback") == 0
    for table in (frame, shares, paid):
        assert table.index.equals(frame.index)
    assert list(frame.columns)[:6] == [
        "market.brent [USD/bbl]",
        *(f"gulf.{name} [USD/bbl]" for name in SUBTOTALS),
        "asia.price [USD/bbl]",
    ]


def test_a_hole_is_a_hole_of_every_alternative_that_reads_it() -> None:
    table = pd.DataFrame({"far.sale.differential [USD/bbl]": [-9, np.nan, -8]}, index=MONTHS)
    several = oe.compare(THREE.vary(table), *ROUTES)
    with pytest.warns(UndefinedWarning, match=r"far\.sale\.differential"):
        frame = several.losses()
    assert frame["asia.net [%]"].notna().all()
    assert frame["far.net [%]"].isna().tolist() == [False, True, False]
    assert several.undefined() == 0  # missing, which is announced apart


def test_a_case_and_a_label_are_picked_of_all_routes() -> None:
    several = oe.compare(LABELLED, *ROUTES)
    one = oe.compare(LABELLED.at(2), *ROUTES)
    assert several.at(2).to_frame().equals(one.to_frame())
    assert several.sel("2025-03").losses().equals(one.losses())


def test_a_loss_has_the_name_of_its_route() -> None:
    several = oe.compare(THREE, *ROUTES)
    two = oe.compare(THREE, "gulf", "far")
    for basis in BASES:
        assert several[f"far.loss.{basis}"] == two[f"loss.{basis}"] == two[f"far.loss.{basis}"]
        step = several.explain(f"far.loss.{basis}").steps[0]
        assert step.formula == two.explain(f"loss.{basis}").steps[0].formula
    assert several["far.loss"] == two["loss"] == two["far.loss"] == two.loss()
    assert several["far.lost"] == two["lost"]


def test_a_loss_in_every_measure_has_the_unit_of_its_basis() -> None:
    several = oe.compare(THREE, *ROUTES).per("tonne")
    for outcome in OUTCOMES:
        head = outcome.partition(".")[0]
        if head in {"loss", "lost"}:
            unit = {"loss": "percent", "lost": "USD/t"}[head]
            assert several[f"asia.{outcome}"].units == oe.Q(1.0, unit).units


SEVERAL = oe.compare(THREE, *ROUTES)
REFUSED: dict[str, tuple[type[Exception], Callable[[], object]]] = {
    "loss.net: of which route against 'gulf'? write asia.loss.net or far.loss.net": (
        InputError,
        lambda: SEVERAL["loss.net"],
    ),
    "lost: of which route against 'gulf'? write asia.lost or far.lost": (
        InputError,
        lambda: SEVERAL["lost"],
    ),
    "loss.operating: of which route against 'gulf'? write asia.loss.operating or "
    "far.loss.operating": (InputError, SEVERAL.loss),
    "alternative: there are several against 'gulf'; write pair('asia') or pair('far') first": (
        InputError,
        lambda: SEVERAL.alternative,
    ),
    "no outcome 'far.loss.nett'; did you mean 'far.loss.net' or 'far.lost.net'?": (
        PathError,
        lambda: SEVERAL["far.loss.nett"],
    ),
    "pair: no alternative 'gulf' to 'gulf'; known: asia, far": (
        UnknownName,
        lambda: SEVERAL.pair("gulf"),
    ),
    "pair: no alternative 'fra' to 'gulf'; did you mean 'far'?": (
        UnknownName,
        lambda: SEVERAL.pair("fra"),
    ),
    "recipients: 2 routes differ from 'gulf'; write comparison.pair('asia') or "
    "comparison.pair('far') first": (InputError, lambda: SEVERAL.recipients().residual),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_needs_two_routes_says_how_to_write_them(text: str) -> None:
    kind, ask = REFUSED[text]
    with pytest.raises(kind) as refused:
        ask()
    assert str(refused.value) == text


OF_A_PAIR: dict[str, Callable[[], object]] = {
    "price": lambda: SEVERAL.recipients().price,
    "recipient": lambda: SEVERAL.recipients()["state"],
    "attribution": lambda: oe.attribute(SEVERAL),
    "revenue": lambda: oe.annual_revenue(SEVERAL, "100 kb/day", year=2024),
    "shares": lambda: oe.annual_revenue(SEVERAL.recipients(), "100 kb/day", year=2024),
}


@pytest.mark.parametrize("name", OF_A_PAIR)
def test_what_is_of_a_difference_asks_for_a_pair(name: str) -> None:
    assert "pair('asia')" in refusal(OF_A_PAIR[name])


def test_the_reference_loses_nothing_against_itself() -> None:
    with pytest.raises(PathError, match=r"no outcome 'gulf\.loss"):
        SEVERAL["gulf.loss"]


def test_recipients_are_paid_out_of_each_difference() -> None:
    shared = SEVERAL.recipients()
    frame = shared.to_frame()
    assert shared.differences == ("asia less gulf", "far less gulf")
    assert frame["far less gulf [USD/bbl]"].is_monotonic_decreasing
    for name in shared.differences:
        route = name.partition(" ")[0]
        lost = -SEVERAL[f"{route}.lost.price"].magnitude
        paid = frame[f"{name} [USD/bbl]"]
        order = [paid[payee] for payee in shared.names if payee != "producer"]
        assert paid["producer"] == reduce(add, [lost, *(0.0 - amount for amount in order)])
    assert repr(shared) == (
        "<Recipients of 'asia less gulf' and 'far less gulf': -5.50 and -5.50 USD/bbl among 13>"
    )
    many = repr(oe.compare(MANY, *ROUTES).recipients())
    assert many == "<Recipients of 'asia less gulf' and 'far less gulf': 13, many cases>"


def test_several_say_what_they_are() -> None:
    assert SEVERAL.reference == "gulf"
    assert SEVERAL.alternatives == ("asia", "far")
    assert SEVERAL.routes == ROUTES
    assert oe.compare(THREE, "gulf", "far").alternatives == ("far",)
    left, asia, far = (oe.evaluate(THREE, name) for name in ROUTES)
    assert repr(SEVERAL) == (
        f"<Comparison of 'asia' and 'far' against 'gulf': netback {asia.netback.magnitude:.2f} and "
        f"{far.netback.magnitude:.2f} against {left.netback.magnitude:.2f}, operating margin "
        f"{asia.operating.magnitude:.2f} and {far.operating.magnitude:.2f} against "
        f"{left.operating.magnitude:.2f} USD/bbl>"
    )
    many = repr(oe.compare(MANY, *ROUTES))
    assert many == "<Comparison of 'asia' and 'far' against 'gulf', (3,) cases>"


def test_an_analysis_takes_several_routes_too() -> None:
    values = {"market.brent": ["50 USD/bbl", "60 USD/bbl"]}
    outcomes = ["asia.loss.netback", "far.loss.netback"]
    swept = oe.sweep(THREE, values, outcomes=outcomes, routes=ROUTES)
    several = oe.compare(THREE.vary({"market.brent": oe.Q([50, 60], "USD/bbl")}), *ROUTES)
    for outcome in outcomes:
        assert swept[outcome].magnitude.tolist() == several[outcome].magnitude.tolist()
    assert refusal(lambda: oe.sweep(THREE, values, outcomes="far.loss")) == (
        "routes: the scenario has 'gulf', 'asia', 'far'; write routes=('gulf', 'asia')"
    )
    assert refusal(lambda: oe.sweep(THREE, values, routes=("gulf", "far", "gulf"))) == (
        "routes: expected a reference and other routes, each once, got 'gulf', 'far', 'gulf'"
    )
    assert refusal(lambda: oe.sweep(THREE, values, routes=())) == (
        "routes: expected a reference and other routes, each once, got none"
    )
