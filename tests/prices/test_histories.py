"""One table by month, in which nothing is filled in, and the evidence of what stands in it."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, UnknownName
from oilecon.evidence import KINDS
from oilecon.reference.series import FREQUENCIES, MEANINGS, QUOTES
from tests.samples import refusal

SERIES: Any = oe.prices.series()
FIGURES: Any = oe.prices.figures()
MONTHLY = list(SERIES.index[SERIES["every"] == "month"])
WHOLE: Any = oe.prices.history()
HEADING = re.compile(r"(?P<name>.+) \[(?P<unit>.+)\]")


def heading(name: str) -> str:
    return f"{name} [{SERIES.loc[name, 'unit']}]"


def test_a_column_a_series_by_the_month_headed_by_its_unit() -> None:
    assert list(WHOLE.columns) == [heading(name) for name in MONTHLY]
    for column in WHOLE.columns:
        matched = HEADING.fullmatch(column)
        assert matched is not None
        oe.Q(1.0, matched["unit"])


def test_the_index_holds_each_month_once_in_order() -> None:
    assert isinstance(WHOLE.index, pd.PeriodIndex)
    assert WHOLE.index.name == "month"
    assert WHOLE.index.freqstr == "M"
    assert list(WHOLE.index) == list(pd.period_range(WHOLE.index[0], WHOLE.index[-1], freq="M"))
    assert (WHOLE.dtypes == np.float64).all()


def test_what_the_table_holds_is_what_the_figures_of_whole_months_are() -> None:
    listed = {
        (heading(name), as_of): value
        for (name, as_of), value in FIGURES["value"].items()
        if SERIES.loc[name, "every"] == "month" and re.fullmatch(r"\d{4}-\d{2}", as_of)
    }
    held = {
        (column, str(month)): value
        for column in WHOLE.columns
        for month, value in WHOLE[column].dropna().items()
    }
    assert held == listed


@given(st.lists(st.sampled_from(MONTHLY), min_size=1, unique=True))
def test_some_series_are_columns_of_the_whole(names: list[str]) -> None:
    some: Any = oe.prices.history(names)
    columns = [heading(name) for name in names]
    assert list(some.columns) == columns
    pd.testing.assert_frame_equal(some, WHOLE.loc[some.index, columns])
    outside = WHOLE.loc[~WHOLE.index.isin(some.index), columns]
    assert outside.isna().all(axis=None)
    assert not some.iloc[[0, -1]].isna().all(axis=1).any()


MONTHS = st.sampled_from(list(WHOLE.index.strftime("%Y-%m")))


@given(MONTHS, MONTHS)
def test_since_and_until_cut_and_change_nothing_else(one_end: str, other_end: str) -> None:
    since, until = sorted((one_end, other_end))
    part: Any = oe.prices.history(since=since, until=until)
    assert list(part.columns) == list(WHOLE.columns)
    pd.testing.assert_frame_equal(part, WHOLE.loc[since:until])


def test_one_name_may_stand_by_itself_and_dates_may_be_of_any_kind() -> None:
    month: Any = oe.prices.history(
        "Brent", since=dt.date(2025, 11, 3), until=pd.Period("2025-11", "M")
    )
    assert month.to_dict("list") == {"Brent [USD/bbl]": [63.8]}
    months = np.datetime64("2025-10"), pd.Timestamp("2025-11-30")
    assert len(oe.prices.history("Brent", since=months[0], until=months[1])) == 2


def test_a_hole_stays_one() -> None:
    merey: Any = oe.prices.history("Merey")["Merey [USD/bbl]"]
    assert math.isnan(merey["2026-02"])
    assert (merey["2026-01"], merey["2026-03"]) == (43.21, 85.92)
    prices: Any = oe.prices.history("US consumer prices", since="2025-09", until="2025-11").iloc[
        :, 0
    ]
    assert list(prices.isna()) == [False, True, False]


def test_the_table_is_the_caller_s_own() -> None:
    table: Any = oe.prices.history("Brent")
    table.iloc[0, 0] = -1.0
    assert oe.prices.history("Brent").iloc[0, 0] == 112.96


# -- the series --------------------------------------------------------------------------------


def test_every_series_says_what_it_is() -> None:
    assert SERIES.index.is_unique
    assert set(SERIES["quote"]) == set(QUOTES)
    assert set(SERIES["every"]) == set(FREQUENCIES)
    assert set(SERIES["month"]) <= set(MEANINGS)
    assert (SERIES["title"] != "").all()
    assert (SERIES["figures"] >= SERIES["months"]).all()
    assert int(SERIES["figures"].sum()) == len(FIGURES)
    assert ((SERIES["months"] > 0) == (SERIES["every"] == "month")).all()
    assert int(SERIES["months"].sum()) == int(WHOLE.count().sum())


def test_what_a_month_means_differs_between_series() -> None:
    means = SERIES["month"]
    assert means["Brent"] == means["TD22 earnings"] == "trade"
    assert means["Maya landed"] == "landing"
    assert means["CNY per USD"] == means["US consumer prices"] == "calendar"


def test_months_of_landing_and_of_trade_join_by_a_shift_alone() -> None:
    brent, maya = "Brent [USD/bbl]", "Maya landed [USD/bbl]"
    table: Any = oe.prices.history(["Brent", "Maya landed", "CNY per USD"], since="2018-01")
    assert table.attrs == {"month": {brent: "trade", maya: "landing"}}
    for parts in ([table], [table[brent], table[maya]], [table[[brent]], table[[maya]]]):
        assert "by month of landing" in refusal(lambda parts=parts: oe.join(*parts))
    joined = oe.join(table, shift={maya: -1})
    assert joined.attrs == {"month": "trade"}
    assert joined.loc["2018-01", maya] == table.loc["2018-02", maya]
    assert joined.loc["2018-01", brent] == table.loc["2018-01", brent]
    both = {"market.brent": table[brent].dropna(), "gulf.sale.differential": table[maya].dropna()}
    assert "by month of landing" in refusal(lambda: oe.scenario("article").vary(both))


def test_spot_period_and_realised_freight_are_different_series() -> None:
    ships = SERIES[SERIES["unit"] == "USD/day"]
    assert set(ships["quote"]) == {"spot", "period", "realised", "booked"}
    realised = ships.index[ships["quote"].isin(["realised", "booked"])]
    assert set(SERIES.loc[realised, "every"]) == {"quarter"}
    assert not set(realised) & set(MONTHLY)


# -- the figures -------------------------------------------------------------------------------


def test_every_figure_has_its_evidence() -> None:
    assert FIGURES.index.is_unique
    assert set(FIGURES["kind"]) <= set(KINDS)
    known = set(oe.sources().index)
    for keys in FIGURES["source"]:
        assert keys.split()
        assert set(keys.split()) <= known
    assert FIGURES["value"].notna().all()
    ranged = FIGURES[FIGURES["low"].notna()]
    assert (ranged["low"] <= ranged["value"]).all()
    assert (ranged["value"] <= ranged["high"]).all()
    assert len(ranged) > 300
    assert FIGURES["number"].dropna().ge(1).all()


def test_a_month_of_which_one_quotation_is_at_hand_is_an_estimate() -> None:
    weekly = FIGURES.loc[[name for name in MONTHLY if name in SERIES.index]].reset_index()
    months = weekly[weekly["as_of"].str.fullmatch("[0-9]{4}-[0-9]{2}") & weekly["number"].eq(1)]
    assert len(months) == 2
    assert set(months["kind"]) == {"estimate"}


def test_the_figures_of_a_series_go_by_date() -> None:
    for name in SERIES.index:
        dates = list(FIGURES.loc[name].index)
        assert dates == sorted(dates), name
        assert (dates[0], dates[-1]) == tuple(SERIES.loc[name, ["first", "last"]])


def test_what_is_no_month_s_stands_among_the_figures_alone() -> None:
    days: Any = oe.prices.figures("VLSFO three ports")
    assert list(days.index.get_level_values("as_of")) == [
        *("2025-09", "2025-11"),
        *("2026-08-24 to 2026-08-28", "2026-09-01 to 2026-09-04"),
    ]
    table: Any = oe.prices.history("VLSFO three ports").iloc[:, 0].dropna()
    assert {str(month): value for month, value in table.items()} == {
        "2025-09": 479.6,
        "2025-11": 444.9,
    }


def test_the_figures_of_some_series_are_rows_of_all() -> None:
    names = ["TD3C earnings", "DHT VLCC"]
    pd.testing.assert_frame_equal(oe.prices.figures(names), FIGURES.loc[names])


# -- what is refused ---------------------------------------------------------------------------


BOTH = pytest.mark.parametrize("ask", [oe.prices.history, oe.prices.figures])


@BOTH
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Brnt",
            "series: no series 'Brnt'; did you mean 'Brent'? prices.series() lists all",
        ),
        ("merey", "series: no series 'merey'; did you mean 'Merey'? prices.series() lists all"),
    ],
)
def test_an_unknown_series_is_named_with_those_that_are_like_it(
    ask: Any, name: str, text: str
) -> None:
    for names in (name, ["WTI", name]):
        assert refusal(partial(ask, names), UnknownName) == f"{ask.__name__}: {text}"


@BOTH
@pytest.mark.parametrize(
    ("names", "text"),
    [
        (
            [],
            "expected a name or a list of names, got []; write for example ['Brent', 'WTI']",
        ),
        (5, "expected a name or a list of names, got 5; write for example ['Brent', 'WTI']"),
        ([5], "expected names, got 5; write for example 'Brent'"),
        (["Brent", "WTI", "Brent"], "'Brent' stands twice; leave one out"),
    ],
)
def test_what_is_no_name_is_refused(ask: Any, names: Any, text: str) -> None:
    assert refusal(lambda: ask(names)) == f"{ask.__name__}: series: {text}"


def test_a_series_that_does_not_go_by_month_is_not_in_the_table() -> None:
    assert refusal(lambda: oe.prices.history(["Brent", "DHT VLCC"])) == (
        "history: series: 'DHT VLCC' has figures by the quarter, not by the month; "
        "write figures('DHT VLCC')"
    )


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (
            {"since": "2025"},
            "history: since: expected a month, got '2025'; write for example '2025-01'",
        ),
        (
            {"until": 2025},
            "history: until: expected a month, got 2025; write for example '2025-12'",
        ),
        (
            {"since": "2025-13"},
            "history: since: expected a month, got '2025-13'; write for example '2025-01'",
        ),
        (
            {"since": "2025-03", "until": "2025-02"},
            "history: until: expected 2025-03, the first month, or later, got 2025-02",
        ),
        (
            {"since": "2027-01"},
            "history: expected months from 2013-01 to 2026-07, got none of them since 2027-01",
        ),
        (
            {"since": "1990-01", "until": "1990-12"},
            (
                "history: expected months from 2013-01 to 2026-07, got none of them since 1990-01 "
                "until 1990-12"
            ),
        ),
    ],
)
def test_a_date_that_is_none_or_without_a_figure_is_refused(
    span: dict[str, Any], text: str
) -> None:
    assert refusal(lambda: oe.prices.history(["Brent", "Merey"], **span), InputError) == text
