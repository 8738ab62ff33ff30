"""Scenarios and evidence: names of routes, what is the user's, duty, files, tables, arguments."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import PathError
from oilecon.evidence import Row
from tests.samples import SANCTIONED, refusal

ARTICLE = oe.scenario("article")
DESK = oe.Source("desk", title="House view", publisher="Desk", date="2026-11-02")
BRENT = oe.Sourced(
    "64 USD/bbl",
    low="55 USD/bbl",
    high="80 USD/bbl",
    range="p10-p90",
    kind="estimate",
    as_of="2026-11",
    source=DESK,
    note="House view.",
)

# -- names of routes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names", [{"asia": "china"}, {"gulf": "asia", "asia": "gulf"}, {"gulf": "houston", "asia": "x"}]
)
def test_no_name_of_a_route_makes_a_number_yours_or_moves_a_draw(names: dict[str, str]) -> None:
    renamed = SANCTIONED.rename(names)
    assert list(renamed.routes) == [names.get(name, name) for name in SANCTIONED.routes]
    assert renamed.overrides() == {}
    assert "you" not in set(renamed.inputs()["kind"])
    assert renamed.rename({new: old for old, new in names.items()}) == SANCTIONED
    assert renamed == SANCTIONED.evolve(
        routes={names.get(name, name): route for name, route in SANCTIONED.routes.items()}
    )

    before, after = (oe.simulate(case, n=500, seed=7) for case in (SANCTIONED, renamed))
    np.testing.assert_array_equal(
        after.to_frame().to_numpy(), before.to_frame().to_numpy(), strict=True
    )


def test_a_route_that_was_renamed_and_changed_is_yours_where_it_changed() -> None:
    changed = SANCTIONED.rename({"asia": "china"}).vary({"china.sea.charter.hire": "80 kUSD/day"})
    assert list(changed.overrides()) == ["china.sea.charter.hire"]
    ship = SANCTIONED.vary({"asia.sea.vessel.knots_laden": "12 knot"})
    assert list(ship.overrides()) == ["asia.sea.vessel.knots_laden"]


def test_a_route_that_was_removed_is_listed_unless_another_has_its_name() -> None:
    alone = SANCTIONED.evolve(routes={"china": SANCTIONED.asia})
    gone = alone.overrides()
    assert set(gone.values()) == {None}
    assert {path.partition(".")[0] for path in gone} == {"gulf"}
    moved = SANCTIONED.evolve(routes={"asia": SANCTIONED.gulf})
    assert moved.overrides() == {}
    assert moved.vary({"asia.sea.cargo": "71000 t"}).overrides().keys() == {"asia.sea.cargo"}


@pytest.mark.parametrize(
    ("names", "kind", "text"),
    [
        ({"asai": "china"}, PathError, "names: no route 'asai'; did you mean 'asia'?"),
        ({"asia": "gulf"}, oe.InputError, "names: two routes would be 'gulf'; write another name"),
        (
            {"asia": ["china"]},
            oe.InputError,
            "names: expected a name as text, got ['china']; write for example 'china'",
        ),
        (
            {"asia": "China"},
            oe.InputError,
            (
                "Scenario.routes: expected names of at most 40 small letters, digits and "
                "underscores, got 'China'; write for example 'asia'"
            ),
        ),
        (
            "asia",
            oe.InputError,
            "names: expected a mapping of names of routes and streams to new names, got str",
        ),
    ],
)
def test_names_that_do_not_fit_are_refused(names: Any, kind: Any, text: str) -> None:
    assert refusal(lambda: SANCTIONED.rename(names), kind).startswith(text)


# -- what is the user's ----------------------------------------------------------------------------


def test_evidence_that_the_user_wrote_is_the_users() -> None:
    own = ARTICLE.vary({"market.brent": BRENT, "market.mgo": oe.Sourced("720 USD/t", row="a:b")})
    assert set(own.overrides()) == {"market.brent", "market.mgo"}
    line = own.inputs().loc["market.brent"]
    assert line.to_dict() == {
        "value": 64.0,
        "unit": "USD/bbl",
        "low": 55.0,
        "high": 80.0,
        "range": "p10-p90",
        "kind": "estimate",
        "as_of": "2026-11",
        "source": "desk",
        "pattern": "market.brent",
        "note": "House view.",
    }
    taken = ARTICLE.vary({"market.mgo": own.row("market.brent") and ARTICLE.row("market.mgo")})
    assert taken == ARTICLE


def test_an_end_that_nobody_gave_is_the_value_in_the_table() -> None:
    line = (
        ARTICLE.vary({"market.brent": oe.Sourced("64 USD/bbl", low="60 USD/bbl")})
        .inputs()
        .loc["market.brent"]
    )
    assert (line["low"], line["high"], line["range"]) == (60.0, 64.0, "bounds")
    assert (line["kind"], line["source"]) == ("you", "you")
    without = ARTICLE.vary({"market.brent": oe.Sourced("64 USD/bbl", as_of="2026")}).inputs()
    assert without.loc["market.brent", "range"] == ""


def test_numbers_of_one_row_show_a_pattern_or_all_their_paths() -> None:
    weather = oe.Sourced("5 %", low="3 %", row="storms")
    both = SANCTIONED.vary({"gulf.sea.weather": weather, "asia.sea.weather": weather}).inputs()
    assert both.loc["asia.sea.weather", "pattern"] == "*.sea.weather"
    loss = oe.Sourced("5 %", low="3 %", row="loss")
    apart = SANCTIONED.vary({"gulf.sea.weather": loss, "asia.sale.nonpayment": loss}).inputs()
    assert apart.loc["gulf.sea.weather", "pattern"] == "gulf.sea.weather,asia.sale.nonpayment"
    third = SANCTIONED.evolve(routes={**SANCTIONED.routes, "third": SANCTIONED.gulf})
    two = third.vary({"gulf.sea.weather": weather, "asia.sea.weather": weather}).inputs()
    assert two.loc["gulf.sea.weather", "pattern"] == "gulf.sea.weather,asia.sea.weather"


def test_sources_are_listed_in_the_order_of_the_numbers() -> None:
    own = SANCTIONED.vary({"*.sea.weather": oe.Sourced("5 %", source=["wire", DESK])})
    own = own.vary({"market.brent": oe.Sourced("64 USD/bbl", source="desk eia-brent-monthly")})
    table = own.sources()
    assert list(table.index[:2]) == ["desk", "eia-brent-monthly"]
    assert list(table.columns) == [
        *("numbers", "title", "publisher", "date", "retrieved", "locator", "confidence", "note"),
    ]
    assert table.loc["desk"].to_dict() == {
        "numbers": 3,
        "title": "House view",
        "publisher": "Desk",
        "date": "2026-11-02",
        **dict.fromkeys(("retrieved", "locator", "confidence", "note"), ""),
    }
    assert table.loc["wire", "numbers"] == 2
    assert table.loc["wire", "title"] == ""
    assert table.loc["eia-brent-monthly", "title"]


# -- duty ------------------------------------------------------------------------------------------

CHARGES = oe.ImportCharges(duty="8 %")
DDP = {"asia.sale.terms": "DDP", "asia.charges": CHARGES}


@pytest.mark.parametrize(
    ("price", "text"),
    [
        (
            None,
            (
                "-14.5 USD/bbl is an observed quotation of 2025-12-10 for oil whose import charges "
                "the buyer pays, and already reflects them; under DDP write your own price with "
                "duty paid"
            ),
        ),
        (
            {"kind": "published", "as_of": "2025-11"},
            (
                "-9 USD/bbl is a published price of 2025-11 that does not say whether it covers "
                "the import charges of DDP; write basis='duty paid' or basis='duty unpaid' beside "
                "it"
            ),
        ),
        (
            {"basis": "duty unpaid"},
            (
                "-9 USD/bbl is an observed quotation for oil whose import charges the buyer pays, "
                "and already reflects them; under DDP write your own price with duty paid"
            ),
        ),
        (
            {"value": oe.Q([-9.0, -8.0], "USD/bbl"), "kind": "published"},
            (
                "-9 to -8 USD/bbl is a published price that does not say whether it covers the "
                "import charges of DDP; write basis='duty paid' or basis='duty unpaid' beside it"
            ),
        ),
    ],
)
def test_duty_is_refused_on_a_price_that_may_not_cover_it(price: Any, text: str) -> None:
    own = {} if price is None else {"value": "-9 USD/bbl", "source": "desk"} | price
    changes = {"asia.sale.differential": oe.Sourced(**own)} if own else {}
    said = refusal(lambda: SANCTIONED.vary(DDP | changes))
    assert said == f"Scenario.asia.sale.differential: {text}"


@pytest.mark.parametrize(
    "price",
    [
        "-14.5 USD/bbl",
        oe.Sourced("-14.5 USD/bbl", kind="estimate", low="-16 USD/bbl"),
        oe.Sourced("-9 USD/bbl", kind="published", source="desk", basis="duty paid"),
        oe.Sourced(oe.Q([-9.0, -8.0], "USD/bbl"), basis="duty paid"),
    ],
)
def test_duty_is_taken_on_a_price_of_ones_own(price: Any) -> None:
    paid = SANCTIONED.vary(DDP | {"asia.sale.differential": price})
    assert oe.Scenario.from_toml(paid.to_toml()) == paid


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", oe.scenarios().index)
def test_a_shipped_scenario_is_saved_with_all_its_evidence(name: str) -> None:
    shipped = oe.scenario(name)
    for again in (
        oe.Scenario.from_toml(shipped.to_toml()),
        oe.Scenario.from_dict(shipped.to_dict()),
        oe.Scenario.from_toml(shipped.evolve(reference="").to_toml()).evolve(reference=name),
    ):
        assert again == shipped
        assert list(again.evidence()) == list(shipped.evidence())
        assert again.overrides() == {}


def test_a_file_of_the_first_format_has_the_evidence_of_the_rows_that_its_numbers_are() -> None:
    text = SANCTIONED.to_toml()
    plain = oe.Scenario.from_dict(_plain(SANCTIONED.to_dict())).to_toml()
    assert oe.Scenario.from_toml(plain).market.row("brent") is None
    first = plain.replace("format = 2", "format = 1")
    assert oe.Scenario.from_toml(first) == SANCTIONED
    assert oe.Scenario.from_toml(text) == SANCTIONED
    changed = first.replace('brent = "63.8 USD/bbl"', 'brent = "64 USD/bbl"')
    assert list(oe.Scenario.from_toml(changed).overrides()) == ["market.brent"]
    apart = oe.Scenario.from_toml(first.replace('"article-sanctioned"', '""'))
    assert next(apart.evidence(), None) is None  # a ship called vlcc is no shipped one


def _plain(tree: Any) -> Any:
    """Return a plain tree without evidence."""
    if not isinstance(tree, dict):
        return tree
    if "kind" in tree and "value" in tree:
        return tree["value"]
    return {name: _plain(each) for name, each in tree.items()}


@pytest.mark.parametrize(
    ("sources", "cited", "text"),
    [
        (
            {},
            ["desk"],
            (
                "market.brent.source: no source 'desk' in the file or in the shipped bibliography; "
                "write [sources.desk] with its title"
            ),
        ),
        (
            {"desks": {}},
            ["desk"],
            (
                "market.brent.source: no source 'desk' in the file or in the shipped bibliography; "
                "did you mean 'desks'?; write [sources.desk] with its title"
            ),
        ),
        (
            {"desk": {"titel": "x"}},
            [],
            "sources.desk: unknown key 'titel'; did you mean 'title'?",
        ),
        ({"desk": "x"}, [], "sources.desk: expected a table, got 'x'; write [sources.desk]"),
        (
            {"eia-brent-monthly": {"title": "x"}},
            [],
            (
                "sources.eia-brent-monthly: the shipped bibliography has this source; leave it "
                "out, or write another key"
            ),
        ),
    ],
)
def test_a_bibliography_that_does_not_fit_is_refused(sources: Any, cited: Any, text: str) -> None:
    data = copy.deepcopy(ARTICLE.to_dict())
    data["market"]["brent"] = {"value": "64 USD/bbl", "source": cited}
    said = refusal(lambda: oe.Scenario.from_dict(data | {"sources": sources}))
    assert said == text


def test_an_entry_beside_a_number_and_one_of_the_file_are_both_kept() -> None:
    data = copy.deepcopy(ARTICLE.to_dict())
    inline = {"key": "desk", **DESK.entry()}
    data["market"]["brent"] = {"value": "64 USD/bbl", "source": [inline, "wire"]}
    case = oe.Scenario.from_dict(data | {"sources": {"wire": {"title": "Wire"}, "unused": {}}})
    row = case.row("market.brent")
    assert row is not None
    assert set(row.evidence.entries) == {DESK, oe.Source("wire", title="Wire")}
    assert set(case.to_dict()["sources"]) == {"desk", "wire", "unused"}
    data["market"]["mgo"] = {"value": "700 USD/t", "source": ["desk"]}
    other = {"desk": {"title": "Other"}, "wire": {}}
    assert refusal(lambda: oe.Scenario.from_dict(data | {"sources": other})).startswith(
        "Scenario: the source 'desk' is of market.brent and of market.mgo, which differ; "
    )


# -- shelves ---------------------------------------------------------------------------------------


def shelves() -> list[Any]:
    """Return a shipped group of each name."""
    ships = [oe.Vessel.shipped(name) for name in oe.Vessel.catalogue().index]
    crudes = [oe.Crude.shipped(name, sample=s) for name, s in oe.Crude.catalogue().index]
    loans = []
    for kind, own in ((oe.Loan, {"rate": "6 %/year"}), (oe.Loan, {}), (oe.OilRepayment, {})):
        for name in kind.catalogue().index:
            try:
                loans.append(kind.shipped(name, **own))
            except oe.InputError:  # a term is not published, or there are two
                continue
    charges = [oe.ImportCharges.shipped("2709", on=day) for day in ("2021-06-12", "2021-07-14")]
    return [*ships, *crudes, *loans, *charges]


def test_each_figure_of_a_shipped_group_is_a_row_of_its_own() -> None:
    for group in shelves():
        rows = [each.row for _, each in group.evidence()]
        assert rows, group
        assert len(set(rows)) == len(rows), group
        assert all(row.startswith(f"{type(group).__name__}:") for row in rows), group
        again = type(group).from_dict(group.to_dict())
        assert again == group
        assert list(again.evidence()) == list(group.evidence())


def test_a_shipped_crude_takes_the_range_and_source_of_each_figure_along() -> None:
    crude = oe.Crude.shipped("Castilla")
    case = SANCTIONED.vary({"supply.heavy": crude, "supply.target_api": "22 degAPI"})
    line = case.inputs().loc["supply.heavy.api"]
    figure = oe.Crude.figures("Castilla").loc["api"]
    for column in ("value", "low", "high", "kind", "as_of", "source"):
        assert line[column] == figure[column]
    thin = SANCTIONED.vary({"supply.heavy": oe.Crude.shipped("Merey", sample="AD02257")})
    lines = thin.inputs().filter(like="supply.heavy.", axis=0)
    assert {"supply.heavy.at_38c.temperature", "supply.heavy.at_38c.kinematic"} < set(lines.index)
    assert set(lines["source"]) == {"noaa-adios jokuty-1999"}
    assert {path for path in case.overrides() if ".heavy." in path} == {"supply.heavy.name"}
    assert oe.Scenario.from_toml(case.to_toml()) == case


# -- arguments of functions ------------------------------------------------------------------------


PRICES: list[Any] = [oe.Sourced("55 USD/bbl", source="desk"), "55 USD/bbl"]


def test_functions_take_the_value_of_a_number_with_evidence() -> None:
    heavy, light = oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha")
    api = oe.Sourced("16 degAPI", low="15 degAPI", source="desk")
    row = Row("api", "", 16.0, "degAPI", ARTICLE.supply._evidence["target_api"])
    calls: list[Any] = [
        lambda api: oe.dilute(heavy, light, api=api).share,
        lambda api: oe.estimate(ARTICLE.asia.sea, ARTICLE.market, api=api),
        lambda api: (
            oe.blending.blend_balance(
                heavy, [(light, "54 kb/day")], api=api, output="630 kb/day"
            ).blend
        ),
    ]
    for call in calls:
        assert repr(call(api)) == repr(call(row)) == repr(call("16 degAPI"))
    ledger = [
        oe.repay(
            oe.Loan("100 MUSD", "5 year", rate="5 %/year"),
            oe.OilRepayment(volume="10 kb/day", sweep="100 %"),
            price=price,
        ).payoff()
        for price in PRICES
    ]
    assert repr(ledger[0]) == repr(ledger[1])
