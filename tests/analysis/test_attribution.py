"""Attributions: by how much each input moves an outcome."""

from __future__ import annotations

from contextlib import suppress
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.analysis import attribution
from oilecon.core import waterfall as fold
from oilecon.errors import InputError, OilEconError, PathError
from tests.samples import PROGRAMME, refusal

ARTICLE = oe.scenario("article")
FULL = oe.scenario("article-sanctioned")
C = oe.compare(ARTICLE, "gulf", "asia")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- attribute ---------------------------------------------------------------------------------

PATHS = [BRENT, "market.vlsfo", HIRE, "asia.sea.distance", "gulf.sea.charter.hire"]


@given(
    st.lists(st.floats(0.9, 1.1), min_size=5, max_size=5).filter(lambda f: set(f) != {1.0}),
    st.sampled_from(["loss", "asia.operating", "gulf.net", "loss.net"]),
    st.sampled_from(["shapley", "sequential"]),
)
def test_the_parts_fold_to_the_difference_exactly(
    factors: list[float], outcome: str, method: str
) -> None:
    other = FULL.vary({path: FULL.get(path) * f for path, f in zip(PATHS, factors, strict=True)})
    found = oe.attribute(FULL, other, outcome=outcome, method=method)
    parts = [part.magnitude for part in found.contributions.values()]
    before, after = (oe.compare(s, "gulf", "asia")[outcome].magnitude for s in (FULL, other))
    assert found.before.magnitude == before
    assert fold.fold([before, *parts]) == after == found.after.magnitude
    assert found.to_frame().iloc[-1, 1] == after


def test_shapley_is_the_average_over_all_orders() -> None:
    other = ARTICLE.vary(
        {BRENT: "75 USD/bbl", HIRE: "90000 USD/day", "asia.sea.distance": "9000 nmi"}
    )
    found = oe.attribute(ARTICLE, other, outcome="loss").contributions
    orders = list(permutations(found))
    for name in found:
        each = [
            oe.attribute(
                ARTICLE, other, outcome="loss", method="sequential", order=order
            ).contributions[name]
            for order in orders
        ]
        average = sum(part.magnitude for part in each) / len(orders)
        assert found[name].magnitude == pytest.approx(average, rel=1e-9)
    assert oe.attribute(ARTICLE, other).contributions == found  # the loss, if left out
    alone = (each.evolve(routes={"asia": each.asia}) for each in (ARTICLE, other))
    assert oe.attribute(*alone).outcome == "operating"
    backwards = oe.attribute(other, ARTICLE, outcome="loss").contributions
    assert backwards[BRENT].magnitude == pytest.approx(-found[BRENT].magnitude, rel=1e-9)


def test_two_routes_differ_by_what_their_inputs_say() -> None:
    miles = ["sea.distance", "sea.eca_distance"]
    found = oe.attribute(C, groups={"ship": ["sea.vessel", "sea.cargo"], "miles": miles})
    assert set(found.contributions) == {
        "ship",
        "miles",
        "sea.charter.hire",
        "sea.days_wait",
        "sea.port_cost_discharge",
    }
    assert found.before == C["gulf.operating"]
    assert found.after == C["asia.operating"]
    share = found.to_frame()["of before [%]"].sum()
    assert share == pytest.approx(-C.loss().magnitude)


def test_chains_terms_and_ships_are_exchanged_whole() -> None:
    fob = ARTICLE.vary({"asia.sale.terms": "FOB", BRENT: "70 USD/bbl"})
    found = oe.attribute(ARTICLE, fob, outcome="asia.operating")
    assert set(found.contributions) == {BRENT, "asia.sale.terms"}
    agent = oe.Intermediary("2 USD/bbl")
    chained = ARTICLE.evolve(
        routes={"gulf": ARTICLE.gulf, "asia": ARTICLE.asia.evolve(chain={"trader": agent})}
    )
    found = oe.attribute(oe.compare(chained, "gulf", "asia"), outcome="netback")
    assert found.contributions["trader"].magnitude == pytest.approx(-2.0)
    assert found.after == oe.compare(chained, "gulf", "asia")["asia.netback"]


def other(scenario: Any) -> Any:
    """Change something in every kind of place that a scenario has."""
    agents = {"agent": scenario.asia.chain["agent"].evolve(fee="3 USD/bbl")}
    markers = {"wti": oe.Marker("40 %", "-4 USD/bbl"), "brent": oe.Marker("60 %", "0 USD/bbl")}
    asia = scenario.asia.evolve(
        sale=scenario.asia.sale.evolve(markers=markers),
        chain=agents | {"trader": oe.Intermediary("1 USD/bbl")},
    )
    charter = oe.LumpSum("5 MUSD")
    gulf = scenario.gulf.evolve(legs={"sea": scenario.gulf.sea.evolve(charter=charter)})
    debt = oe.Debt(
        oe.Loan("100 MUSD", "5 year", rate="5 %/year"),
        oe.OilRepayment(volume="10 kb/day"),
    )
    return scenario.evolve(routes={"gulf": gulf, "asia": asia}, debt=debt)


def described(before: Any, after: Any = None) -> list[str]:
    """Return the name of everything that differs."""
    outcome = "netback" if after is None else f"{next(iter(before.routes))}.netback"
    return [one.name for one in attribution._sides(before, after, outcome, None)[2]]


def test_every_name_of_an_attribution_is_a_path_of_one_of_both() -> None:
    sanctioned = oe.scenario("article-sanctioned")
    marked = other(sanctioned)
    moved = marked.vary({"asia.sale.wti.differential": "-5 USD/bbl"})
    assert described(marked, moved) == ["asia.sale.wti.differential"]
    pairs = [(sanctioned, marked), (marked, sanctioned), (marked, moved)]
    shipped = [oe.scenario(str(name)) for name in oe.scenarios().index]
    pairs += [(a, b) for a in shipped for b in shipped if list(a.routes) == list(b.routes)]
    for before, after in pairs:
        for name in described(before, after):
            for path in name.split(", "):
                found = []
                for side in (before, after):
                    with suppress(PathError):
                        found.append(side.get(path))
                assert found, path
    for scenario in (*shipped, marked):
        if len(scenario.routes) == 1:
            continue
        first, second = list(scenario.routes)[:2]
        below = scenario.routes[first], scenario.routes[second]
        for name in described(oe.compare(scenario, first, second)):
            for path in name.split(", "):
                assert path
                found = []
                for side in below:
                    with suppress(PathError):
                        found.append(side.get(path))
                assert found, path


def test_what_an_attribution_refuses() -> None:
    assert refused(InputError, lambda: oe.attribute(ARTICLE, ARTICLE, outcome="loss")) == (
        "nothing differs between the two, so there is nothing to share out"
    )
    assert refused(InputError, lambda: oe.attribute(C, method="owen")) == (
        "method: expected 'shapley' or 'sequential', got 'owen'; write method='shapley'"
    )
    assert refused(InputError, lambda: oe.attribute(ARTICLE)) == (
        "expected a Comparison, or two Scenarios, got Scenario and NoneType"
    )
    assert refused(InputError, lambda: oe.attribute(C, outcome=lambda c: c.loss())) == (
        "a comparison holds both sides; write attribute(comparison, outcome='netback')"
    )
    assert refused(InputError, lambda: oe.attribute(C, groups={"ship": ["sea.vesel"]})) == (
        "groups: 'ship' covers nothing that differs; did you mean 'sea.vessel.fuel_wait' or "
        "'sea.vessel.fuel_load' or 'sea.vessel.fuel_laden'?"
    )
    assert refused(PathError, lambda: oe.attribute(C, outcome="nettback")).startswith("no outcome")
    order = ["sea.cargo", "sea.cargo"]
    assert refused(InputError, lambda: oe.attribute(C, method="sequential", order=order)) == (
        "order: a part stands twice"
    )
    poor = ARTICLE.vary({BRENT: "20 USD/bbl"})
    said = refused(InputError, lambda: oe.attribute(ARTICLE, poor, outcome="loss"))
    assert said == (
        "loss is not defined for 1 of 2 mixtures of the two: its reference is not above zero "
        "there; write 'lost', the loss in USD/bbl"
    )
    assert (
        oe.attribute(ARTICLE, poor, outcome="lost").after
        == oe.compare(poor, "gulf", "asia")["lost"]
    )
    one = ARTICLE.evolve(routes={"gulf": ARTICLE.gulf})
    assert refused(InputError, lambda: oe.attribute(ARTICLE, one, outcome="gulf.net")) == (
        "expected two scenarios with the same routes, got gulf, asia and gulf"
    )
    numbers = [
        p for p in ARTICLE.paths() if ARTICLE.get(p) is not None and ARTICLE.get(p).magnitude
    ]
    other = ARTICLE.vary(
        {p: ARTICLE.get(p) * 1.001 for p in numbers if "sea." in p or "market" in p}
    )
    said = refused(InputError, lambda: oe.attribute(ARTICLE, other, outcome="loss"))
    assert "inputs differ, and at most 20 are shared out; name groups of them" in said
    assert set(
        oe.attribute(ARTICLE, other, outcome="loss", groups={"all": ["*"]}).contributions
    ) == {"all"}


# -- at the edges ------------------------------------------------------------------------------


def test_a_group_may_not_bear_the_name_of_an_input_outside_it() -> None:
    said = refused(InputError, lambda: oe.attribute(C, groups={"sea.cargo": ["sea.vessel"]}))
    assert said == "groups: 'sea.cargo' is an input outside that group; give the group another name"
    own = oe.attribute(C, groups={"sea.cargo": ["sea.vessel", "sea.cargo"]})
    assert own.after.magnitude == C["asia.operating"].magnitude


def test_argument_types_of_an_attribution_never_come_back_raw() -> None:
    for groups, said in (
        (5, "groups: expected a mapping of names to paths, got 5"),
        ({"a": 5}, "groups: 'a': expected a list of paths, got 5"),
        (
            {"a": ["sea"], "b": ["sea.cargo"]},
            "groups: 'b' covers nothing that differs and is in no other group; there is none",
        ),
    ):
        assert said in refused(InputError, lambda groups=groups: oe.attribute(C, groups=groups))
    assert "method: expected 'shapley' or 'sequential'" in refused(
        InputError,
        lambda: oe.attribute(C, method=np.array([1.0, 2.0])),  # type: ignore[arg-type]
    )
    for order, said in (
        (5, "order: expected a list of inputs or groups, got 5"),
        ([["sea.cargo"]], "order: no part ['sea.cargo'] differs"),
    ):
        assert said in refused(
            InputError, lambda order=order: oe.attribute(C, method="sequential", order=order)
        )
    first = oe.attribute(C, method="sequential", order="sea.cargo").contributions
    assert first == oe.attribute(C, method="sequential", order=["sea.cargo"]).contributions
    later = ARTICLE.vary({BRENT: "70 USD/bbl"})
    two: Any = ["loss", "asia.netback"]
    assert "expected one, got 2" in refused(
        InputError, lambda: oe.attribute(ARTICLE, later, outcome=two)
    )


def test_an_order_is_refused_where_all_are_averaged() -> None:
    for order in (["sea.cargo"], "sea.cargo"):
        assert refused(InputError, lambda order=order: oe.attribute(C, order=order)) == (
            "order: has no effect under 'shapley', which averages over all orders; leave it out, "
            "or write method='sequential' too"
        )
    assert refused(InputError, lambda: oe.attribute(C, order=["zz"])).startswith(
        "order: no part 'zz' differs"
    )


# -- what depends on each other --------------------------------------------------------------------

PIPE = oe.Overland(oe.Tariff("8 USD/bbl"))


def with_legs(tariff: oe.Tariff) -> oe.Scenario:
    base = oe.scenario("article")
    legs = {"pipe": PIPE.evolve(tariff=tariff), "sea": base.asia.sea}
    return base.evolve(routes={"gulf": base.gulf, "asia": base.asia.evolve(legs=legs)})


@pytest.mark.parametrize(
    ("changes", "rule", "together"),
    [
        (
            {"legs": {"pipe": PIPE}, "parcel": None},
            "Route.parcel: has no effect without a voyage",
            "['asia.parcel', 'asia.sea', 'asia.pipe']",
        ),
        (
            {"risk": oe.Risk(hull_war_risk="1 %", hull_value="30 MUSD")},
            "Risk.hull_war_risk: has no effect without hull_value",
            "['asia.parcel', 'asia.risk.hull_value', 'asia.risk.hull_war_risk']",
        ),
    ],
)
def test_parts_that_depend_on_each_other_are_exchanged_together(
    changes: dict[str, Any], rule: str, together: str
) -> None:
    base = oe.scenario("article")
    asia = base.asia.evolve(sale=base.asia.sale.evolve(terms="DAP"))
    before = base.evolve(routes={"gulf": base.gulf, "asia": asia.evolve(parcel="300000 t")})
    after = base.evolve(routes={"gulf": base.gulf, "asia": asia.evolve(**changes)})
    given: dict[str, Any] = {"outcome": "asia.netback"}
    text = refusal(lambda: oe.attribute(before, after, **given))
    groups = f"{{'both': {together}}}"
    assert text == (
        f"a mixture of what differs breaks a rule: {rule}; exchange together what depends on each "
        f"other, as groups={groups}"
    )
    parts = oe.attribute(before, after, groups=eval(groups), **given)  # noqa: S307  our own text
    nets = [oe.evaluate(each, "asia").netback for each in (before, after)]
    assert parts.difference.magnitude == pytest.approx((nets[1] - nets[0]).magnitude, rel=1e-12)


def test_a_function_sees_the_tariff_of_each_currency() -> None:
    """A tariff in another currency derives from one in dollars, and neither takes the other's."""
    dollars = with_legs(oe.Tariff("8 USD/bbl"))
    euros = with_legs(oe.Tariff("9 EUR/bbl", exchange_rate="0.9 EUR/USD"))
    for before, after in ((euros, dollars), (dollars, euros)):
        seen: set[str] = set()

        def netback(result: Any, seen: set[str] = seen) -> Any:
            seen.add(repr(result.scenario.asia.pipe.tariff))
            return result["asia.netback"]

        parts = oe.attribute(before, after, outcome=netback, routes=["gulf", "asia"])
        assert seen == {repr(each.asia.pipe.tariff) for each in (before, after)}
        nets = [oe.evaluate(each, "asia").netback.magnitude for each in (before, after)]
        assert parts.difference.magnitude == pytest.approx(nets[1] - nets[0], rel=1e-12)


def test_dates_that_make_a_difference_are_refused() -> None:
    # They are no part of what is exchanged: without them the end would not be the second's own.
    closed = {"asia.outlet.until": "2026-01-31"}
    for changes in ({"market.brent": "80 USD/bbl", **closed}, closed):
        second = PROGRAMME.vary(changes)
        assert refusal(lambda second=second: oe.attribute(PROGRAMME, second, outcome="earned")) == (
            "the two differ in dates too, which are not exchanged; write the same dates in both, "
            "and a licence of '0 kb/day' in the months in which an outlet is closed"
        )
    brent = PROGRAMME.vary({"market.brent": "80 USD/bbl"})
    parts = oe.attribute(PROGRAMME, brent, outcome="earned")
    end = oe.run(brent).total("earned")
    assert parts.after.to("MUSD").magnitude == pytest.approx(end.to("MUSD").magnitude)
