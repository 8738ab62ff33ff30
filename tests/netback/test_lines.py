"""The table of lines says of every line what the model does, and every line is in the table."""

from __future__ import annotations

import re
from ast import literal_eval
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.evaluation import Evaluator
from oilecon.inputs.legs import LEGS
from oilecon.inputs.sale import Intermediary
from oilecon.netback.lines import (
    BASES,
    COMPARED,
    FREIGHT,
    LEG_LINES,
    LINES,
    OUTCOMES,
    PRODUCER,
    RESERVED,
    RESERVED_ROUTES,
    SUBTOTALS,
    SUPPLY,
    TERMS,
    LineKind,
    Waterfall,
)
from oilecon.netback.overland import CARRIERS
from oilecon.outcomes import outcome_unit
from oilecon.present.words import lines_in_words
from tests.samples import PARITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oilecon.groups import Group

SHIPPED = tuple(oe.scenarios().index)
CHARGES = oe.ImportCharges(
    duty="8 %", vat="13 %", harbour_fee="0.1 %", duty_per_barrel="0.05 USD/bbl"
)
KINDS: Sequence[type[Group]] = LEGS
WITHOUT_CURVE: dict[str, Any] = {"market.monthly_structure": None}


def least(kind: type[Group]) -> Group:
    """A group of a kind with the examples of what it cannot do without."""
    required = {name: field for name, field in kind._fields.items() if field.required}
    return kind(**{name: literal_eval(field.example()) for name, field in required.items()})


def with_lines_of_examples(scenario: oe.Scenario) -> oe.Scenario:
    """Give a scenario the example of every number that brings a line which it has not."""
    rows = rows_of(scenario)
    for path, field, raw in scenario.leaves():
        if raw is not None:
            continue
        with suppress(oe.OilEconError):  # what excludes another input that is given
            more = scenario.vary({path: literal_eval(field.example())})
            if rows < rows_of(more):
                scenario, rows = more, rows_of(more)
    return scenario


@cache
def complete(terms: str = "DAP") -> oe.Scenario:
    """A scenario whose routes have every line that there is under some terms of sale.

    Given are the inputs that go together; a line that one number brings needs nothing here.
    """
    base = oe.scenario("article-sanctioned").evolve(reference="")
    asia = base.routes["asia"]
    sea = asia.legs["sea"].evolve(
        demurrage="30000 USD/day",
        demurrage_days="3 day",
        demurrage_days_discharge="1 day",
        shadow_addition="1 USD/bbl",
    )
    feeder = (
        base.routes["gulf"]
        .legs["sea"]
        .evolve(charter=oe.LumpSum("900000 USD"), transfer_cost="0.3 USD/bbl", shadow_multiple=1.2)
    )
    sale = asia.sale.evolve(
        terms=terms,
        differential="-5 USD/bbl",
        prepayment="40 %",
        quality=oe.LinearQuality("15 degAPI", api_value="0.3 USD/bbl/degAPI"),
    )
    at_parity = sale.evolve(differential="-25 USD/bbl", parity=PARITY)
    risk = oe.Risk(
        transit_loss="0.3 %",
        cargo_insurance="0.1 %",
        hull_value="39.1 MUSD",
        hull_war_risk="0.5 %",
        seizure="2 %",
        casualty="0.1 %",
        hull_borne="50 %",
        hull_risk_in_freight="separate",
    )
    chain = {
        "agent": Intermediary(fee="2.7 USD/bbl"),
        "broker": Intermediary(fee="0.5 USD/bbl", paid_by="buyer", role="others"),
    }
    charges = CHARGES if terms == "DDP" else None
    others = {f"by_{kind.__name__.lower()}": least(kind) for kind in KINDS if kind is not oe.Voyage}
    tariff = oe.Tariff(toll="9 USD/bbl")
    others["by_overland"] = oe.Overland(tariff=tariff, nomination="90 kb/day", distance="900 km")
    legs: dict[str, Any] = {**others, "feeder": feeder, "sea": sea}
    whole = asia.evolve(sale=at_parity, legs=legs, risk=risk, chain=chain, charges=charges)
    markers = {
        "wti": oe.Marker("65 %", "-3.7 USD/bbl"),
        "brent": oe.Marker("35 %", "0 USD/bbl"),
    }
    basket = whole.evolve(sale=sale.evolve(markers=markers))
    supply = base.supply.evolve(
        production_cost="5 USD/bbl",
        take=oe.FiscalTerms(
            severance_tax="1 %",
            gross_revenue_tax="2 %",
            income_tax="5 %",
            windfall={"band": oe.WindfallBand("40 USD/bbl", "5 %")},
        ),
        output="600 kb/day",
        diluent_supply="100 kb/day",
        heavy=base.supply.heavy.evolve(sulphur="3.5 %"),
        diluent=base.get("supply.diluent").evolve(sulphur="0.1 %"),
    )
    routes = {"asia": whole, "basket": basket}
    return with_lines_of_examples(base.evolve(supply=supply, routes=routes))


def every() -> Iterator[tuple[oe.Scenario, str]]:
    """Every route of the shipped scenarios, and of the complete one under all terms."""
    for scenario in (*map(oe.scenario, SHIPPED), *map(complete, TERMS)):
        for route in scenario.routes:
            yield scenario, route


def computed(scenario: oe.Scenario, route: str) -> Waterfall:
    return Evaluator(scenario, (route,)).waterfall(route)


def lines_of(scenario: oe.Scenario, name: str) -> list[tuple[str, str]]:
    """Every computed line of a route with its recipient."""
    found = computed(scenario, name)
    return [(line, recipient) for line, recipient, _ in (*found.price_components, *found.costs)]


def row_of(line: str, route: oe.Route) -> str:
    """The name under which a computed line stands in the table."""
    head, _, name = line.rpartition(".")
    if head in route.legs:
        return name
    if head in route.chain:
        return f"<intermediary>.{name}"
    if line in route.chain:
        return "<intermediary>"
    return "<marker>" if line in route.sale.markers else line


def rows_of(scenario: oe.Scenario) -> set[str]:
    """The rows of the table that some route of a scenario has."""
    return {
        row_of(line, scenario.routes[name])
        for name in scenario.routes
        for line, _ in lines_of(scenario, name)
    }


def test_every_line_that_is_computed_is_in_the_table_with_its_recipient() -> None:
    for scenario, name in every():
        route = scenario.routes[name]
        for line, recipient in lines_of(scenario, name):
            row = row_of(line, route)
            kind = LINES[row]
            assert kind.per_leg is (line.partition(".")[0] in route.legs), line
            paid = route.chain[line].role if row == "<intermediary>" else kind.recipient
            if paid == "carriers":
                leg: Any = route.legs[line.partition(".")[0]]
                paid = CARRIERS[leg.mode]
            assert recipient == paid, line


def test_every_row_of_the_table_is_computed_by_some_scenario() -> None:
    lacking = set(LINES).difference(*(rows_of(scenario) for scenario, _ in every()))
    assert not lacking, f"no scenario has {lacking}: give `complete` what brings it"


def test_lines_are_added_in_the_order_of_the_table_leg_by_leg() -> None:
    order = list(LINES)
    for scenario, name in every():
        route = scenario.routes[name]
        legs = list(route.legs)
        places = {}
        for line, _ in lines_of(scenario, name):
            row, leg = row_of(line, route), line.partition(".")[0]
            first = order.index(LEG_LINES[0]) if row in LEG_LINES else order.index(row)
            places[line] = first, legs.index(leg) if leg in legs else 0, order.index(row)
        for line, after in pairwise(places):
            assert places[line] <= places[after], f"{line} is added before {after}"


def test_every_line_enters_the_subtotal_that_its_row_names() -> None:
    for scenario, name in every():
        route, found = scenario.routes[name], computed(scenario, name)
        lines = [row_of(line, route) for line, _ in lines_of(scenario, name)]
        before = 0
        for subtotal, count in zip(SUBTOTALS, found.counts, strict=True):
            assert {LINES[line].enters for line in lines[before:count]} == {subtotal}
            before = count


@pytest.mark.parametrize("terms", TERMS)
def test_the_seller_bears_what_the_table_says(terms: str) -> None:
    borne = {name for name, kind in LINES.items() if terms in kind.borne_under}
    rows = rows_of(complete(terms))
    assert not borne - rows, f"under {terms} `complete` has no line {borne - rows}"
    assert not rows - borne, f"under {terms} the seller bears {rows - borne} too"


def amount(terms: str, line: str) -> float:
    """What a line comes to under terms, at one contract price."""
    found = oe.evaluate(complete(terms).vary(WITHOUT_CURVE), "asia")
    return float(found[line].magnitude)


PARTLY = {name: kind for name, kind in LINES.items() if kind.partly_under}
WHOLLY = [
    name
    for name, kind in LINES.items()
    if not kind.partly_under and not name.startswith("<") and kind.enters == "netback"
]


@pytest.mark.parametrize(("line", "kind"), PARTLY.items())
def test_the_buyer_bears_some_of_a_line_where_the_table_says_so(line: str, kind: LineKind) -> None:
    assert kind.part
    assert kind.partly_under < kind.borne_under
    whole = {amount(terms, line) for terms in kind.borne_under - kind.partly_under}
    part = {amount(terms, line) for terms in kind.partly_under}
    assert len(whole) == len(part) == 1
    assert 0.0 < part.pop() < whole.pop()


@pytest.mark.parametrize("line", [name for name in WHOLLY if name != "finance_carry"])
def test_a_line_is_the_same_under_all_terms_that_leave_it_to_the_seller(line: str) -> None:
    terms = LINES[line].borne_under
    assert len({amount(each, line) for each in terms}) == 1


def test_a_leg_whose_lines_fall_on_other_terms_leaves_them_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from oilecon.netback import voyage

    before = computed(complete("CIF"), "asia")
    monkeypatch.setitem(voyage._BUYERS, "CIF", frozenset({"transfer"}))
    after = computed(complete("CIF"), "asia")
    gone = [line for line, _, _ in before.costs if not line.endswith(".transfer")]
    assert [line for line, _, _ in after.costs] == gone


# -- names -----------------------------------------------------------------------------------------


def named(field: str, name: str) -> None:
    """Call a leg, a party or a marker by a name."""
    route = complete().routes["asia"]
    member = {
        "legs": route.legs["sea"],
        "chain": route.chain["agent"],
        "markers": oe.Marker("100 %", "0 USD/bbl"),
    }[field]
    group: Any = complete().routes["basket"].sale if field == "markers" else route
    group.evolve(**{field: {name: member}})


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_leg_party_or_marker_may_be_called_as_an_outcome(name: str) -> None:
    for group, field in (("Route", "legs"), ("Route", "chain"), ("Sale", "markers")):
        if (field, name) == ("markers", "brent"):  # a basket may hold Brent
            named(field, name)
            continue
        text = f"{group}.{field}: the name {name!r} is reserved or taken; write another than "
        with pytest.raises(oe.InputError, match=re.escape(text)):
            named(field, name)


@pytest.mark.parametrize("name", sorted(RESERVED_ROUTES))
def test_no_route_may_be_called_as_what_a_comparison_answers(name: str) -> None:
    scenario = complete()
    text = f"Scenario.routes: the name {name!r} is reserved or taken; write another than "
    with pytest.raises(oe.InputError, match=re.escape(text)):
        scenario.evolve(routes={name: scenario.routes["asia"]})


def test_every_line_subtotal_and_outcome_of_a_route_is_reserved() -> None:
    for scenario, name in every():
        for line, _ in lines_of(scenario, name):
            row = row_of(line, scenario.routes[name])
            assert row.startswith("<") or row in RESERVED
    assert {*LEG_LINES, *SUBTOTALS, "to", "diluent_value", *COMPARED} <= RESERVED


def test_a_name_that_no_outcome_has_may_be_taken() -> None:
    for field in ("legs", "chain", "markers"):
        for name in ("losses", "supply", "on_top", "line"):
            named(field, name)


# -- outcomes --------------------------------------------------------------------------------------


def asked(name: str) -> str:
    """A name of the table of outcomes, as it is asked of a comparison."""
    name = name.replace("<recipient>", "shipowner").replace("<leg>", "by_overland")
    return name if name.partition(".")[0] in RESERVED_ROUTES else f"asia.{name}"


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_of_the_table_is_answered_in_its_unit(name: str) -> None:
    found = oe.compare(complete("CIF"), "basket", "asia")[asked(name)]
    unit = OUTCOMES[name].unit
    assert outcome_unit(asked(name)) == unit
    assert found.units == oe.Q(1.0, {"fraction": "1"}.get(unit, unit)).units


def test_a_line_is_in_dollars_a_barrel_whatever_its_party_is_called() -> None:
    route = complete().routes["asia"]
    by_sea = {"sea": route.legs["sea"]}
    chain = {"supply": route.chain["agent"]}
    scenario = complete().evolve(routes={"asia": route.evolve(chain=chain, legs=by_sea)})
    assert outcome_unit("asia.supply") == "USD/bbl"
    assert str(oe.evaluate(scenario, "asia")["supply"]) == "2.7 USD/bbl"


def test_the_sums_add_up_the_lines_of_the_legs() -> None:
    found = oe.evaluate(complete(), "asia")
    lines = {line: usd for line, _, usd in computed(complete(), "asia").costs}
    for name in LEG_LINES:
        parts = FREIGHT if name == "freight" else (name,)
        amounts = [usd for line, usd in lines.items() if line.partition(".")[2] in parts]
        assert amounts
        assert found[name].magnitude == pytest.approx(sum(amounts), rel=1e-12)


def test_a_misspelt_outcome_is_refused_with_the_one_that_is_meant() -> None:
    result = oe.compare(complete(), "basket", "asia")
    names = [*(("supply", name) for name in SUPPLY)]
    names += [(head, basis) for head in sorted(COMPARED) for basis in BASES]
    for head, name in names:
        with pytest.raises(oe.PathError, match=rf"did you mean '{head}\.{name}'"):
            result[f"{head}.{name}x"]
    for name in (*SUBTOTALS, *LEG_LINES, "diluent_value"):
        with pytest.raises(oe.PathError, match=r"did you mean 'asia\."):
            result[f"asia.{name}xx"]


# -- words -----------------------------------------------------------------------------------------


def test_lines_are_called_as_the_table_has_it() -> None:
    labels = {name: kind.label for name, kind in LINES.items() if not name.startswith("<")}
    assert lines_in_words(labels) == labels
    subtotals = {name: OUTCOMES[name].label for name in SUBTOTALS}
    assert lines_in_words(subtotals) == subtotals
    assert lines_in_words(["sea.shadow_premium"]) == {"sea.shadow_premium": "shadow premium"}
    assert len(set(labels.values()) | set(subtotals.values())) == len(labels) + len(subtotals)


def test_every_row_says_what_it_is() -> None:
    for kind in LINES.values():
        assert kind.label
        assert kind.doc
        assert kind.when
        assert (kind.recipient == "") is (kind.enters == "price")
        assert kind.borne_under
        assert kind.enters in SUBTOTALS
    assert PRODUCER not in {kind.recipient for kind in LINES.values()}
    for outcome in OUTCOMES.values():
        assert outcome.doc
        assert outcome.when


def test_a_party_may_only_be_paid_as_somebody_whom_some_line_names() -> None:
    roles = set(Intermediary._fields["role"].options)  # type: ignore[attr-defined]
    assert roles <= {kind.recipient for kind in LINES.values()}
