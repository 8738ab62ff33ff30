"""Arrays with holes: what is computed from them, copied, pickled, or read by other code."""

from __future__ import annotations

import copy
import pickle
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import InputError, NegativePriceWarning, UndefinedWarning
from oilecon.holes import Holed, filled, first_valid, holes, with_nan
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

HIRE, BRENT = "asia.sea.charter.hire", "market.brent"
MONTHS = pd.period_range("2024-01", periods=4, freq="M")
TABLE = pd.DataFrame(
    {f"{BRENT} [USD/bbl]": [80.0, 81.0, 82.0, 83.0], f"{HIRE} [USD/day]": [5e4, np.nan, 6e4, 7e4]},
    index=MONTHS,
)
SERIES: oe.Scenario = oe.scenario("article").vary(TABLE)


def test_a_hole_holds_the_first_number_and_shows_as_nan() -> None:
    raw = {path: raw for path, _, raw in SERIES.leaves()}[HIRE]
    assert isinstance(raw, Holed)
    assert filled(raw).tolist() == [5e4, 5e4, 6e4, 7e4]
    assert SERIES.holes()[HIRE].tolist() == [False, True, False, False]
    assert np.array_equal(SERIES.get(HIRE).magnitude, with_nan(raw), equal_nan=True)
    assert SERIES.inputs().loc[HIRE, "value"] == "50000 to 70000, shape (4,), 1 missing"
    assert first_valid(np.array([1.0, 2.0]), np.array([True, False])).tolist() == [2.0, 2.0]


def test_what_is_computed_from_holes_is_a_plain_array() -> None:
    raw = Holed(np.array([1.0, 2.0]), np.array([False, True]))
    for plain in (raw + 1.0, raw[:1], raw.reshape(2, 1), raw.copy(), np.maximum(raw, 1.5)):
        assert holes(plain) is None
    assert type(raw + 1.0) is np.ndarray
    assert filled(raw.reshape(2, 1)).tolist() == [[1.0], [2.0]]
    with pytest.raises(ValueError, match="read-only"):
        raw[0] = 3.0


@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))],  # noqa: S301  our own
)
def test_holes_are_copied_and_pickled(again: Callable[[oe.Scenario], oe.Scenario]) -> None:
    other = again(SERIES)
    assert other == SERIES
    assert list(other.holes()) == [HIRE]


def test_scenarios_differ_by_a_hole_alone() -> None:
    whole = SERIES.vary({HIRE: oe.Q([5e4, 5e4, 6e4, 7e4], "USD/day")})
    assert whole != SERIES
    assert not whole.same_figures(SERIES)


def test_what_needs_every_number_refuses_a_hole_by_its_label() -> None:
    assert refusal(lambda: oe.breakeven(SERIES, "market.vlsfo", target="15 %")) == (
        f"missing: {HIRE} in 1 of 4 rows (2024-02): only evaluate, compare and sweep take missing "
        f"rows; write .sel('2024-01'), or give the path a value first: .vary({{'{HIRE}': ...}})"
    )
    assert refusal(lambda: SERIES.asia.sea.values) == (
        "missing: charter.hire in 1 of 4 rows (index 1): only evaluate, compare and sweep take "
        "missing rows; write .at(0), or give the path a value first: .vary({'charter.hire': ...})"
    )
    for row in (lambda: SERIES.at(1), lambda: SERIES.sel("2024-02")):
        assert refusal(row) == (
            f"{HIRE} is missing at time 2024-02; write .sel('2024-01'), or give the path a value "
            f"first: .vary({{'{HIRE}': ...}})"
        )


def test_a_number_in_its_place_closes_a_hole() -> None:
    assert SERIES.vary({HIRE: "60000 USD/day"}).holes() == {}
    route = SERIES.asia.evolve(title="elsewhere")
    assert list(SERIES.evolve(routes={"gulf": SERIES.gulf, "china": route}).holes()) == [
        "china.sea.charter.hire"
    ]
    assert SERIES.rename({"asia": "china"}).holes().keys() == {"china.sea.charter.hire"}


def test_an_outcome_is_missing_where_an_input_that_it_reads_is() -> None:
    result = oe.compare(SERIES, "gulf", "asia")
    with pytest.warns(UndefinedWarning) as caught:
        frame = result.to_frame()
    loss = result.loss()
    assert [str(each.message) for each in caught] == [
        f"missing: {HIRE} in 1 of 4 rows (2024-02); outcomes that read them are NaN there"
    ]
    assert caught[0].filename == __file__
    holed = [str(name) for name in frame if frame[name].isna().any()]
    reads = [f"asia.{name} [USD/bbl]" for name in ("netback", "operating", "net")]
    reads += [f"loss.{basis} [%]" for basis in ("price", "netback", "operating", "net")]
    reads += [f"lost.{basis} [USD/bbl]" for basis in ("netback", "operating", "net")]
    assert {f"{HIRE} [USD/day]", *reads} <= set(holed)
    assert not {"asia.price [USD/bbl]", "gulf.net [USD/bbl]", f"{BRENT} [USD/bbl]"} & set(holed)
    assert frame[holed].isna().sum().tolist() == [1] * len(holed)
    assert np.isnan(loss.magnitude).tolist() == [False, True, False, False]
    assert result.undefined() == 0


def test_a_file_keeps_a_hole() -> None:
    assert oe.Scenario.from_toml(SERIES.to_toml()) == SERIES
    plain = SERIES.to_dict()
    value = plain["routes"]["asia"]["legs"]["sea"]["charter"]["hire"]["value"]
    assert str(value) == "[50000.0, nan, 60000.0, 70000.0]"
    assert oe.Scenario.from_dict(plain) == SERIES
    plain["routes"]["asia"]["legs"]["sea"]["charter"]["hire"]["value"] = [np.nan] * 4
    with pytest.raises(InputError, match="got nan at index 0"):
        oe.Scenario.from_dict(plain)


@pytest.mark.parametrize(
    ("path", "unit", "beside", "other"),
    [
        ("asia.sea.eca_distance", "nmi", "asia.sea.distance", "nmi"),
        ("asia.sea.distance", "nmi", "asia.sea.ballast_distance", "nmi"),
        ("supply.target_api", "degAPI", "supply.heavy.api", "degAPI"),
    ],
)
def test_a_hole_breaks_no_rule_with_the_other_numbers_of_its_row(
    path: str, unit: str, beside: str, other: str
) -> None:
    if unit == "nmi":
        rows = {path: [4000.0, np.nan, 50.0], beside: [5000.0, 3000.0, 900.0]}
    else:
        rows = {path: [16.0, np.nan, 30.0], beside: [8.0, 20.0, 25.0]}
    units = {path: unit, beside: other}
    if path.endswith("distance"):
        units["asia.sea.eca_distance"] = "nmi"
        rows.setdefault("asia.sea.eca_distance", [1.0, 1.0, 1.0])
    table = pd.DataFrame(rows, index=["a", "b", "c"])
    series = oe.scenario("article").vary(table, units=units)
    with pytest.warns(UndefinedWarning, match=rf"{path} in 1 of 3 rows \(b\)"):
        loss = oe.compare(series, "gulf", "asia").loss()
    assert np.isnan(loss.magnitude).tolist() == [False, True, False]
    assert loss[2] == oe.compare(series.at(2), "gulf", "asia").loss()


def test_weights_of_a_basket_and_shares_of_a_chain_may_have_holes() -> None:
    weights = {
        "a": oe.Marker("40 %", price="60 USD/bbl"),
        "b": oe.Marker("60 %", price="50 USD/bbl"),
    }
    basket = oe.Sale("-9 USD/bbl", terms="DAP", markers=weights)
    scenario = oe.scenario("article").vary({"asia.sale": basket})
    table = pd.DataFrame(
        {"asia.sale.a.weight": [0.4, np.nan, 0.1], "asia.sale.b.weight": [0.6, 0.7, 0.9]}
    )
    series = scenario.vary(table)
    assert list(series.holes()) == ["asia.sale.a.weight"]


def test_no_price_is_below_zero_in_a_row_that_lacks_a_part_of_it() -> None:
    table = pd.DataFrame(
        {
            f"{BRENT} [USD/bbl]": [20.0, np.nan, 80.0],
            "asia.sale.differential [USD/bbl]": [-5, -30, -9],
        }
    )
    series = oe.scenario("article").vary(table)
    with warnings.catch_warnings():
        warnings.simplefilter("error", NegativePriceWarning)
        warnings.simplefilter("ignore", UndefinedWarning)
        oe.compare(series, "gulf", "asia").to_frame()
    table.iloc[0, 1] = -25
    series = oe.scenario("article").vary(table)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        oe.compare(series, "gulf", "asia").loss()
    texts = [str(each.message) for each in told if each.category is NegativePriceWarning]
    assert [text.partition(",")[0] for text in texts] == ["asia.price is -5.00 USD/bbl"]


def test_a_hole_breaks_no_rule_of_a_netback_in_a_row_that_lacks_it() -> None:
    """Taxes by the barrel above the price that stands in the hole: nobody gave that case."""
    ddp = {
        "asia.sale.differential": "-5 USD/bbl",
        "asia.sale.terms": "DDP",
        "asia.charges": oe.ImportCharges(duty_per_barrel="1 USD/bbl"),
    }
    article = oe.scenario("article").vary(ddp)
    duties = "asia.charges.duty_per_barrel"
    table = pd.DataFrame(
        {f"{BRENT} [USD/bbl]": [20.0, np.nan, 90.0], f"{duties} [USD/bbl]": [1.0, 50.0, 50.0]}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        figures = oe.compare(article.vary(table), "gulf", "asia").to_frame()
    nets = figures["asia.netback [USD/bbl]"].tolist()
    assert np.isnan(nets).tolist() == [False, True, False]
    alone = article.vary({BRENT: "90 USD/bbl", duties: "50 USD/bbl"})
    assert nets[2] == oe.evaluate(alone, "asia").netback.magnitude
    dear = table.assign(**{f"{duties} [USD/bbl]": 90.0})
    for wrong in (table.fillna(20.0), dear):
        with pytest.raises(InputError, match="taxes by the barrel leave a customs value"):
            oe.compare(article.vary(wrong), "gulf", "asia").to_frame()
