"""Results: side by side, as tables, and what of them is the user's."""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError

FULL = oe.scenario("article-sanctioned")  # every input of the base case has a path here


def test_a_result_s_array_is_read_only() -> None:
    scenario = FULL.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    with pytest.raises(ValueError, match="read-only"):
        oe.compare(scenario, "gulf", "asia")["asia.netback"].magnitude[0] = 1.0


def test_a_figure_of_floats_is_a_float() -> None:
    comparison = oe.compare(FULL, "gulf", "asia")
    for outcome in ("loss", "asia.netback", "asia.freight", "asia.royalty", "supply.shrunk_api"):
        assert type(comparison[outcome].magnitude) is float


# -- the first of many cases -------------------------------------------------------------------


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
