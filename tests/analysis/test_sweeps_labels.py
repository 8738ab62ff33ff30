"""Sweeps of a scenario with labels: its dimensions come last, under their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import UndefinedWarning
from tests.samples import refusal

if TYPE_CHECKING:
    from oilecon.results import Comparison
    from oilecon.units import Quantity

MONTHS = pd.date_range("2024-01-01", periods=3, freq="MS")
TABLE = pd.DataFrame(
    {
        "market.brent [USD/bbl]": [80.0, 60.0, 82.0],
        "asia.sea.charter.hire [USD/day]": [5e4, np.nan, 7e4],
    },
    index=MONTHS,
)
WHOLE: oe.Scenario = oe.scenario("article").vary(TABLE.iloc[:, 0])
HOLED: oe.Scenario = oe.scenario("article").vary(TABLE)
RATES = {"market.finance_rate": ["5 %/year", "10 %/year"]}
TERMS = {"asia.sale.terms": ["CFR", "DAP"]}


@pytest.mark.parametrize("paired", [False, True])
def test_every_case_is_that_of_its_label(paired: bool) -> None:  # noqa: FBT001  a parameter
    swept = oe.sweep(WHOLE, RATES | TERMS, outcomes=["loss", "asia.net"], paired=paired)
    assert swept.shape == ((2, 3) if paired else (2, 2, 3))
    table = swept.cube()
    assert table.index.names[-1] == "time"
    for keys, row in table.iterrows():
        month: Any
        rate, terms, month = cast("tuple[float, str, Any]", keys)
        case = WHOLE.sel(month).vary(
            {"market.finance_rate": f"{rate!r} 1/year", "asia.sale.terms": terms}
        )
        result = oe.compare(case, "gulf", "asia")
        assert row["loss [%]"] == result.loss().magnitude
        assert row["asia.net [USD/bbl]"] == result["asia.net"].magnitude


def test_a_cube_has_the_labels_as_its_last_dimension() -> None:
    cube = oe.sweep(WHOLE, RATES).to_xarray()
    assert dict(cube.sizes) == {"market.finance_rate": 2, "time": 3}
    assert cube["loss"].dims == ("market.finance_rate", "time")
    assert cube["time"].to_index().equals(MONTHS)
    losses = oe.compare(WHOLE, "gulf", "asia").loss().magnitude
    base = oe.sweep(WHOLE, {"market.finance_rate": ["10 %/year"]}).to_xarray()
    assert base["loss"].to_numpy().tolist() == [losses.tolist()]


def test_a_hole_stays_one_and_is_said_once() -> None:
    def dearer(result: Comparison) -> Quantity:
        more: Quantity = result["asia.freight"] - result["gulf.freight"]
        return more

    with pytest.warns(UndefinedWarning) as caught:
        swept = oe.sweep(HOLED, RATES | TERMS, outcomes=["loss", "asia.price", dearer])
    assert [str(each.message) for each in caught] == [
        (
            "missing: asia.sea.charter.hire in 1 of 3 rows (2024-02); outcomes that read them are "
            "NaN "
            "there"
        )
    ]
    assert caught[0].filename == __file__
    hole = [False, True, False]
    assert np.isnan(swept["loss"].magnitude).tolist() == [[hole, hole], [hole, hole]]
    assert np.isnan(swept["dearer"].magnitude).tolist() == [[hole, hole], [hole, hole]]
    assert not np.isnan(swept["asia.price"].magnitude).any()
    assert swept.undefined("loss") == 0


def test_a_sweep_over_the_column_itself_replaces_it() -> None:
    swept = oe.sweep(WHOLE, {"market.brent": ["60 USD/bbl", "70 USD/bbl"]}, outcomes="gulf.net")
    single = oe.sweep(
        oe.scenario("article"), {"market.brent": ["60 USD/bbl", "70 USD/bbl"]}, outcomes="gulf.net"
    )
    assert swept["gulf.net"].magnitude.tolist() == [
        [each] * 3 for each in single["gulf.net"].magnitude.tolist()
    ]


def test_arrays_without_labels_are_still_no_case() -> None:
    bare = oe.scenario("article").vary({"market.brent": oe.Q([60.0, 70.0], "USD/bbl")})
    assert refusal(lambda: oe.sweep(bare, RATES)) == (
        "a sweep takes one case, and this scenario holds (2,); write .at(index)"
    )


def test_a_chart_has_a_line_over_the_labels_for_each_value() -> None:
    ax = oe.sweep(WHOLE, RATES).plot(mark="15 %")
    lines = {line.get_label(): line for line in ax.get_lines()}
    assert list(lines) == ["0.05 1/year", "0.1 1/year", "marked: 15"]
    assert len(lines["0.1 1/year"].get_ydata()) == 3  # type: ignore[arg-type]
    assert ax.get_ylim()[1] > 15.0
    assert ax.get_title(loc="left") == "Loss of the operating margin over time, by finance rate"
    assert [text.get_text() for text in oe.sweep(WHOLE, TERMS).plot().get_legend().texts] == [  # type: ignore[union-attr]
        "CFR",
        "DAP",
    ]
    both = oe.sweep(WHOLE, RATES | TERMS)
    assert refusal(both.plot) == (
        "a chart shows a sweep of one input over one dimension of labels, and this one has the "
        "shape (2, 2, 3); sweep scenario.sel('2024-01'), or plot .to_frame()"
    )


def test_labels_named_as_the_sweeps_own_cases_stand_beside_them() -> None:
    cases = oe.scenario("article").vary(
        pd.Series([60.0, 80.0], ["a", "b"], name="market.brent [USD/bbl]")
    )
    pairs = {"market.vlsfo": ["400 USD/t", "500 USD/t"], "market.mgo": ["700 USD/t", "800 USD/t"]}
    table = oe.sweep(cases, pairs, paired=True)
    assert table.to_frame().index.name == "row"
    assert table.to_frame()["case"].tolist() == ["a", "b", "a", "b"]
    assert dict(table.to_xarray().sizes) == {"row": 2, "case": 2}


@pytest.mark.parametrize("name", ["market.vlsfo", "market.vlsfo [USD/t]", "loss"])
def test_labels_named_as_what_is_swept_are_refused(name: str) -> None:
    prices = pd.Series([60.0, 80.0], pd.Index([1, 2], name=name), name="market.brent [USD/bbl]")
    text = refusal(
        lambda: oe.sweep(oe.scenario("article").vary(prices), {"market.vlsfo": ["400 USD/t"]})
    )
    assert text.startswith(f"sweep: the index {name!r} has the name of a swept input or of an ")


def test_a_breakeven_by_label_has_the_labels() -> None:
    months = pd.period_range("2024-01", periods=2, freq="M", name="time")
    prices = pd.Series([60.0, 80.0], months, name="market.brent [USD/bbl]")
    crossing = oe.breakeven(
        oe.scenario("article").vary(prices), "asia.sale.differential", target="10 %"
    )
    assert crossing.to_frame().index.equals(months)
    assert crossing.to_frame().index.name == "time"
