"""Results: side by side, as tables, and what of them is the user's."""

from __future__ import annotations

from contextlib import suppress
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given

import oilecon as oe
from oilecon.errors import InputError, UndefinedWarning
from oilecon.netback.lines import BASES, SUBTOTALS
from oilecon.testing import scenarios
from tests.samples import BRENT, DESK, YOURS, refusal

FULL = oe.scenario("article-sanctioned")  # every input of the base case has a path here


def test_a_result_s_array_is_read_only() -> None:
    scenario = FULL.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    with pytest.raises(ValueError, match="read-only"):
        oe.compare(scenario, "gulf", "asia")["asia.netback"].magnitude[0] = 1.0


def test_a_figure_of_floats_is_a_float() -> None:
    comparison = oe.compare(FULL, "gulf", "asia")
    for outcome in ("loss", "asia.netback", "asia.freight", "asia.royalty", "supply.shrunk_api"):
        assert type(comparison[outcome].magnitude) is float


# -- many cases --------------------------------------------------------------------------------


def test_a_waterfall_of_many_cases_has_a_row_a_case_and_adds_up_to_the_last_bit() -> None:
    many = FULL.vary(
        {"market.brent": oe.Q([[50], [60], [70]], "USD/bbl"), "supply.royalty": [0, 1]}
    )
    frame = oe.compare(many, "gulf", "asia").waterfall("asia")
    assert frame.equals(oe.evaluate(many, "asia").waterfall())
    assert frame.index.equals(oe.evaluate(many, "asia").to_frame().index)
    for at in np.ndindex(3, 2):
        one = oe.evaluate(many.at(*at), "asia")
        assert frame.loc[at].tolist() == one.to_frame()["asia [USD/bbl]"].tolist()
    names = list(frame.columns)
    subtotals = [f"{subtotal} [USD/bbl]" for subtotal in SUBTOTALS]
    for subtotal in subtotals:
        above = [name for name in names[: names.index(subtotal)] if name not in subtotals]
        total = reduce(add, (frame[name].to_numpy() for name in above))
        assert total.tolist() == frame[subtotal].tolist()


def test_losses_of_many_cases_have_a_row_a_case_and_count_what_is_not_defined_once() -> None:
    many = FULL.vary({"supply.production_cost": oe.Q([17.5, 70, 45], "USD/bbl")})
    comparison = oe.compare(many, "gulf", "asia")
    with pytest.warns(UndefinedWarning) as warned:
        frame = comparison.losses()
    assert [str(one.message) for one in warned] == [
        (
            "the loss on operating (in 1 of 3 cases) and net (in 2 of 3 cases) is not defined: "
            "the reference 'gulf' is not above zero there; NaN"
        )
    ]
    assert warned[0].filename == __file__
    assert list(frame.columns) == [f"{basis} [%]" for basis in BASES]
    assert frame.index.equals(comparison.waterfall("asia").index)
    assert frame.isna().sum().tolist() == [0, 0, 1, 2]
    first = oe.compare(many.at(0), "gulf", "asia")
    assert frame.loc[0].tolist() == first.losses().tolist()
    amounts = comparison.losses(money=True)
    assert list(amounts.columns) == [f"{basis} [USD/bbl]" for basis in BASES]
    assert amounts.notna().to_numpy().all()
    assert amounts.loc[0].tolist() == first.losses(money=True).tolist()
    assert first.losses(money=True).name == "lost [USD/bbl]"


def test_losses_are_in_money_or_not() -> None:
    comparison = oe.compare(FULL, "gulf", "asia")
    asked: Any = "USD"
    assert refusal(lambda: comparison.losses(money=asked)) == (
        "losses: money: expected True or False, got 'USD'"
    )


# -- by another measure ------------------------------------------------------------------------


BARRELS = {"heavy": "supply.blend_ratio", "tonne": "supply.barrels_per_tonne"}
UNITS = {"blend": "USD/bbl", "heavy": "USD/bbl heavy", "tonne": "USD/t"}


@pytest.mark.parametrize("measure", BARRELS)
@given(scenario=scenarios("article-sanctioned"))
def test_every_line_is_scaled_and_the_sums_are_of_what_is_shown(
    measure: str, scenario: oe.Scenario
) -> None:
    blend = oe.compare(scenario, "gulf", "asia")
    counted = blend.per(measure)
    barrels = blend[BARRELS[measure]].magnitude
    before, after = (result.waterfall("asia").iloc[:, 1:] for result in (blend, counted))
    assert after.iloc[:, 0].tolist() == (before.iloc[:, 0] * barrels).tolist()
    assert after.iloc[-1, 1] == counted["asia.net"].magnitude
    frame = counted.to_frame()
    amounts = frame[f"asia [{UNITS[measure]}]"]
    lines = amounts[frame["kind"] == "line"]
    for subtotal in SUBTOTALS:
        above = lines.iloc[: (frame["kind"].loc[:subtotal] == "line").sum()]
        assert reduce(add, above) == amounts[subtotal] == counted[f"asia.{subtotal}"].magnitude
        assert amounts[subtotal] == pytest.approx(
            blend[f"asia.{subtotal}"].magnitude * barrels, rel=1e-9, abs=1e-9
        )
    for name in (*(f"loss.{basis}" for basis in BASES), "supply.shrinkage", "supply.blend_ratio"):
        with suppress(InputError):  # a loss that is not defined
            assert counted[name] == blend[name]
    for name in ("supply.diluent_delivered", "asia.diluent_value"):
        assert counted[name] == blend[name]  # of a barrel of diluent
    shared = counted.recipients()
    assert shared.residual.magnitude == 0.0
    assert shared["producer"].magnitude == pytest.approx(-counted["lost.net"].magnitude, abs=1e-9)
    assert list(shared.to_frame().columns) == [
        f"{name} [{UNITS[measure]}]" for name in ("gulf", "asia", "difference")
    ]


def test_a_barrel_of_heavy_crude_costs_what_the_field_says() -> None:
    heavy = oe.evaluate(FULL, "gulf").per("heavy")
    assert heavy["production"].magnitude == pytest.approx(17.5, rel=1e-14)
    supply = {"diluent": None, "target_api": None}
    straight = oe.evaluate(FULL.vary({f"supply.{name}": to for name, to in supply.items()}), "gulf")
    assert straight["supply.blend_ratio"].magnitude == 1.0
    assert straight.per("heavy").netback == straight.netback
    assert straight.per("heavy").measure == "heavy"


def test_a_measure_is_of_arrays_what_it_is_of_each_case() -> None:
    many = FULL.vary({"market.brent": oe.Q([50, 60], "USD/bbl"), "supply.target_api": "17 degAPI"})
    for measure, unit in UNITS.items():
        counted = oe.compare(many, "gulf", "asia").per(measure)
        for at in range(2):
            one = oe.compare(many.at(at), "gulf", "asia").per(measure)
            row: Any = counted.waterfall("asia").loc[at]
            assert row.to_list() == one.to_frame()[f"asia [{unit}]"].to_list()
            assert counted.losses(money=True).loc[at].tolist() == one.losses(money=True).tolist()
            assert counted.to_frame().loc[at, f"lost.net [{unit}]"] == one["lost.net"].magnitude
            assert counted["asia.freight"].magnitude[at] == one["asia.freight"].magnitude
        assert {"loss.net [%]", f"asia.net [{unit}]"} <= {*counted.to_frame().columns}


def test_a_measure_shows_in_every_heading_and_unit() -> None:
    blend = oe.evaluate(oe.scenario("article"), "gulf")
    assert [f"{blend.per(name).netback:.2f}" for name in UNITS] == [
        *("50.62 USD/bbl", "63.78 USD/bbl", "332.22 USD/t")
    ]
    assert repr(blend.per("heavy")) == (
        "<Netback of 'gulf': price 69.05, netback 63.78, operating 30.39, net 14.43 USD/bbl heavy>"
    )
    assert list(blend.per("heavy").waterfall().columns) == [
        *("recipient", "amount [USD/bbl heavy]", "total [USD/bbl heavy]")
    ]
    assert blend.per("tonne").per("blend").to_frame().equals(blend.to_frame())
    shown = str(blend.per("tonne").explain("netback"))
    assert shown.startswith("gulf.netback = 332.215 USD/t")


def test_another_word_for_a_measure_is_refused() -> None:
    assert refusal(lambda: oe.evaluate(FULL, "gulf").per("barrel")) == (
        "per: measure: expected 'blend' or 'heavy' or 'tonne', got 'barrel'; write measure='blend'"
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


def test_lines_of_one_route_alone_stand_in_the_order_of_the_routes() -> None:
    fee = FULL.asia.agent
    routes = {
        "gulf": FULL.gulf.evolve(chain={"first": fee, "both": fee}),
        "asia": FULL.asia.evolve(chain={"second": fee, "both": fee, "last": fee}),
    }
    order = oe.compare(FULL.evolve(routes=routes), "gulf", "asia").to_frame().index.tolist()
    assert order[2:8] == ["price", "first", "second", "both", "last", "transit_loss"]


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


def test_a_result_has_the_sources_of_its_scenario() -> None:
    for result in (oe.evaluate(YOURS, "asia"), oe.compare(YOURS, "gulf", "asia")):
        assert result.sources().equals(YOURS.sources())
        assert result.inputs().equals(YOURS.inputs())
        assert result.sources().loc["desk-2026-11", "title"] == "House view, November"


def test_a_notebook_shows_what_a_terminal_does() -> None:
    for shown in (BRENT, DESK, YOURS, oe.evaluate(YOURS, "asia"), YOURS.row("market.brent")):
        assert not hasattr(shown, "_repr_html_")
        assert str(shown) == repr(shown)
    assert repr(oe.compare(YOURS, "gulf", "asia")).startswith("<Comparison of 'asia' against")
    assert str(BRENT).startswith(
        "Sourced('64 USD/bbl', low='55 USD/bbl', high='80 USD/bbl', range="
    )


def test_a_choice_is_the_user_s_too() -> None:
    scenario = FULL.vary(
        {
            "asia.sale.terms": "FOB",
            "gulf.sea.discharge_fuel": "vlsfo",
            "asia.sea.vessel": oe.Vessel.shipped("aframax"),
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
