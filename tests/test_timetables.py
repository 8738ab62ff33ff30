"""Series of any frequency by month: by a named rule, with nothing filled."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import UndefinedWarning
from tests.samples import refusal

BRENT, HIRE, FUEL = "market.brent", "asia.sea.charter.hire", "market.vlsfo"
DAYS = pd.date_range("2024-01-01", "2024-03-29", freq="B")
DAILY = pd.Series(np.arange(len(DAYS), dtype=float), DAYS, name=f"{BRENT} [USD/bbl]")
MONTHLY = pd.Series(
    [5e4, 6e4, 7e4], pd.period_range("2023-12", periods=3, freq="M"), name=f"{HIRE} [USD/day]"
)
QUARTERLY = pd.Series(
    [500.0, 520.0], pd.period_range("2024Q1", periods=2, freq="Q"), name=f"{FUEL} [USD/t]"
)


def months(series: pd.Series[Any] | pd.DataFrame) -> list[str]:
    """Return the months of a table as text."""
    return [str(month) for month in series.index]


@pytest.mark.parametrize(
    ("rule", "figures"),
    [("mean", [11.0, 33.0, 54.0]), ("last", [22.0, 43.0, 64.0]), ("first", [0.0, 23.0, 44.0])],
)
def test_a_daily_series_by_month(rule: str, figures: list[float]) -> None:
    table = oe.join(DAILY, rule=rule)
    assert months(table) == ["2024-01", "2024-02", "2024-03"]
    assert table.iloc[:, 0].tolist() == figures
    assert table.equals(oe.join(DAILY, rule={BRENT: rule}))
    assert table.equals(oe.join(DAILY.set_axis(DAYS.to_period("D")), rule={str(DAILY.name): rule}))


def test_a_quarter_s_figure_is_that_of_each_month_by_name_alone() -> None:
    table = oe.join(QUARTERLY, rule="repeat")
    assert months(table) == [f"2024-{k:02}" for k in range(1, 7)]
    assert table.iloc[:, 0].tolist() == [500.0] * 3 + [520.0] * 3
    for dates in (["2024-01-01", "2024-04-01"], ["2024-03-31", "2024-06-30"]):
        dated = QUARTERLY.set_axis(pd.DatetimeIndex(dates))
        assert oe.join(dated, rule="repeat").equals(table)
    fiscal = QUARTERLY.set_axis(pd.period_range("2024Q1", periods=2, freq="Q-JAN"))
    assert months(oe.join(fiscal, rule="repeat"))[:3] == ["2023-02", "2023-03", "2023-04"]
    years = QUARTERLY.set_axis(pd.DatetimeIndex(["2023-12-31", "2024-12-31"]))
    assert len(oe.join(years, rule="repeat")) == 24


def test_nothing_is_filled() -> None:
    table = oe.join(DAILY, MONTHLY, QUARTERLY, rule={BRENT: "mean", FUEL: "repeat"})
    assert months(table)[0] == "2023-12"
    assert months(table)[-1] == "2024-06"
    assert table.isna().sum().tolist() == [4, 4, 1]
    s = oe.scenario("article").vary(table)
    assert list(s.holes()) == [BRENT, FUEL, HIRE]
    assert {path: int(mask.sum()) for path, mask in s.holes().items()} == {
        BRENT: 4,
        FUEL: 1,
        HIRE: 4,
    }


def test_a_month_of_which_too_little_is_known_is_missing_and_named() -> None:
    part = DAILY[: len(DAILY) - 10]
    with pytest.warns(UndefinedWarning) as caught:
        table = oe.join(part, rule="mean")
    assert str(caught[0].message) == (
        "join: market.brent [USD/bbl]: 2024-03 has 11 of 21 weekdays, less than coverage=0.75; "
        "missing in the table"
    )
    assert caught[0].filename == __file__
    assert table.iloc[:, 0].isna().tolist() == [False, False, True]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert oe.join(part, rule="mean", coverage=0.5).iloc[2, 0] == 49.0
    weeks = pd.Series(1.0, pd.date_range("2024-01-05", periods=9, freq="W-FRI"), name="dues")
    with pytest.warns(UndefinedWarning, match="dues: 2024-03 has 1 of 4 weeks"):
        assert oe.join(weeks, rule="mean")["dues"].isna().tolist() == [False, False, True]


def test_a_shift_moves_one_event_s_months_to_another_s() -> None:
    table = oe.join(
        DAILY,
        MONTHLY,
        rule="mean",
        month={BRENT: "loading", HIRE: "trade"},
        shift={HIRE: 1},
    )
    assert months(table) == ["2024-01", "2024-02", "2024-03"]
    assert table.iloc[:, 1].tolist() == [5e4, 6e4, 7e4]
    assert table.attrs == {"month": "loading"}
    by_fixing = MONTHLY.rename("*.sea.charter.hire [USD/day]")
    assert "by month of loading" in refusal(
        lambda: oe.join(table, by_fixing, month={str(by_fixing.name): "trade"})
    )
    for part in (table, table[[DAILY.name]], table[DAILY.name]):
        s = oe.scenario("article").vary(part)
        assert s == oe.scenario("article").vary(part, month="loading")
    assert s == oe.scenario("article").vary({BRENT: table[DAILY.name]})
    assert oe.join(MONTHLY, shift={HIRE: -1}).index[0] == pd.Period("2023-11", "M")


def test_a_table_of_another_name_than_paths_is_joined_for_further_work() -> None:
    rate = pd.Series(
        [1.30, 1.40], pd.period_range("2024-01", periods=2, freq="M"), name="CAD per USD"
    )
    cad = pd.Series([-26.0, -28.0], rate.index, name="discount in CAD")
    table = oe.join(rate, cad)
    assert (table["discount in CAD"] / table["CAD per USD"]).tolist() == [-20.0, -20.0]


NO_TABLE: Any = 3
WRONG: dict[str, tuple[Any, str]] = {
    "no rule": (
        lambda: oe.join(DAILY),
        (
            "join: rule: 'market.brent [USD/bbl]' has one row a day: expected 'mean' or 'last' or "
            "'first', got none; write rule={'market.brent': 'mean'}"
        ),
    ),
    "a rule of days for a quarter": (
        lambda: oe.join(DAILY, QUARTERLY, rule="mean"),
        (
            "join: rule: 'market.vlsfo [USD/t]' has one row a quarter: expected 'repeat', got "
            "'mean'; "
            "write rule={'market.vlsfo': 'repeat'}"
        ),
    ),
    "dates a quarter apart": (
        lambda: oe.join(QUARTERLY.set_axis(pd.DatetimeIndex(["2024-01-01", "2024-04-01"]))),
        (
            "join: rule: 'market.vlsfo [USD/t]' has one row a quarter: expected 'repeat', got "
            "none; "
            "write rule={'market.vlsfo': 'repeat'}; if its rows are months, give it a monthly "
            "period "
            "index"
        ),
    ),
    "a rule for months": (
        lambda: oe.join(MONTHLY, rule={HIRE: "mean"}),
        "join: rule: 'asia.sea.charter.hire [USD/day]' is monthly and takes none, got 'mean'",
    ),
    "no such rule": (
        lambda: oe.join(DAILY, rule="average"),
        (
            "join: rule: expected one of 'mean', 'last', 'first', 'repeat' for 'market.brent "
            "[USD/bbl]', got 'average'"
        ),
    ),
    "a rule of no column": (
        lambda: oe.join(DAILY, rule={"market.brant": "mean"}),
        "join: rule: no column 'market.brant'; did you mean 'market.brent'?",
    ),
    "twice": (
        lambda: oe.join(MONTHLY, MONTHLY),
        "join: the column 'asia.sea.charter.hire [USD/day]' is given twice; leave one out",
    ),
    "nothing": (oe.join, "join: expected at least one frame or series, got none"),
    "no table": (lambda: oe.join(NO_TABLE), "join: expected frames or series, got int"),
    "no dates": (
        lambda: oe.join(MONTHLY.reset_index(drop=True)),
        (
            "join: 'asia.sea.charter.hire [USD/day]': expected an index of dates or periods, got "
            "integer; write frame.index = pandas.to_datetime(frame.index)"
        ),
    ),
    "two events": (
        lambda: oe.join(DAILY, MONTHLY, rule="mean", month={BRENT: "landing", HIRE: "loading"}),
        (
            "month: 'market.brent [USD/bbl]' is by month of landing, 'asia.sea.charter.hire "
            "[USD/day]' "
            "by month of loading; shift one by the months between, 1 into the next and -1 into the "
            "one before: "
            "oilecon.join(..., month={...}, shift={'asia.sea.charter.hire': 1})"
        ),
    ),
    "a later event": (
        lambda: oe.join(DAILY, MONTHLY, rule="mean", month={BRENT: "trade", HIRE: "landing"}),
        (
            "month: 'market.brent [USD/bbl]' is by month of trade, 'asia.sea.charter.hire "
            "[USD/day]' by month of landing; shift one by the months between, 1 into the next and "
            "-1 into the one before: oilecon.join(..., month={...}, "
            "shift={'asia.sea.charter.hire': -1})"
        ),
    ),
    "no event": (
        lambda: oe.join(MONTHLY, month="arrival"),
        (
            "month: expected one of 'trade', 'loading', 'pricing', 'landing', got 'arrival'; write "
            "month='loading'"
        ),
    ),
    "a shift of all": (
        lambda: oe.join(MONTHLY, shift=1),  # type: ignore[arg-type]
        "join: shift: expected a mapping of columns to months, got 1",
    ),
    "half a month": (
        lambda: oe.join(MONTHLY, shift={HIRE: 0.5}),  # type: ignore[dict-item]
        (
            "join: shift: expected a whole number of months for 'asia.sea.charter.hire [USD/day]', "
            "got "
            "0.5"
        ),
    ),
    "coverage": (
        lambda: oe.join(DAILY, rule="mean", coverage=75),
        "join: coverage: expected a share from 0 to 1, got 75",
    ),
    "out of order": (
        lambda: oe.join(DAILY[::-1], rule="mean"),
        "index: dates out of order: 2024-03-28 comes after 2024-03-29; write frame.sort_index()",
    ),
    "text": (
        lambda: oe.join(pd.Series(["n/a", 1.0], MONTHLY.index[:2], name="dues")),
        (
            "join: 'dues': row 2023-12: expected a number, got 'n/a'; write numbers, with their "
            "unit in the heading"
        ),
    ),
}


@pytest.mark.parametrize(("make", "text"), WRONG.values(), ids=WRONG)
def test_what_is_not_joined(make: Any, text: str) -> None:
    assert refusal(make) == text


@given(st.lists(st.floats(1.0, 200.0) | st.none(), min_size=23, max_size=23))
def test_a_month_s_mean_is_that_of_its_days_or_missing(days: list[float | None]) -> None:
    prices = [float("nan") if day is None else day for day in days]
    known = [day for day in days if day is not None]
    series = pd.Series(prices, DAYS[:23], name="price")
    if not known:
        assert "every row is missing" in refusal(lambda: oe.join(series, rule="mean"))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        mean = float(oe.join(series, rule="mean")["price"].iloc[0])
    if len(known) < 0.75 * 23:
        assert math.isnan(mean)
    else:
        assert mean == pytest.approx(sum(known) / len(known), rel=1e-12)


def test_a_shift_is_of_some_months() -> None:
    assert refusal(lambda: oe.join(MONTHLY, shift={HIRE: 10**9})) == (
        "join: shift: expected a whole number of months, at most 120 for "
        "'asia.sea.charter.hire [USD/day]', got 1000000000"
    )
