"""Labels of a dimension: which index is one, how a file has it, and how a case is asked for."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import PathError, UndefinedWarning
from oilecon.labels import Axis, axis_of, month_of
from tests.samples import refusal

ARTICLE: oe.Scenario = oe.scenario("article")
FIRSTS = pd.date_range("2024-01-01", periods=3, freq="MS")
INDEXES = {
    "month starts": FIRSTS,
    "month ends": pd.date_range("2024-01-31", periods=3, freq="ME"),
    "uneven days": pd.DatetimeIndex(["2024-01-03", "2024-01-09", "2024-03-01"], name="day"),
    "hours": pd.DatetimeIndex(["2024-01-03T06:00", "2024-01-03T12:30", "2024-01-04"]),
    "nanoseconds": FIRSTS.as_unit("ns"),
    "months": pd.period_range("2024-01", periods=3, freq="M"),
    "quarters": pd.period_range("2024Q1", periods=3, freq="Q"),
    "fiscal quarters": pd.period_range("2024Q1", periods=3, freq="Q-JAN"),
    "years": pd.period_range("2024", periods=3, freq="Y"),
    "days": pd.period_range("2024-02-28", periods=3, freq="D"),
    "texts": pd.Index(["a", "b c", 'd"é'], name="Name of a ship"),
    "integers": pd.Index([3, 1, 2]),
    "range": pd.RangeIndex(3),
    "numbers": pd.Index([0.5, 2.5, -1.0], name="scale"),
}


def of_index(index: Any, *prices: float) -> oe.Scenario:
    """Return the article's case with a Brent of each label."""
    given = prices or range(80, 80 + len(index))
    return ARTICLE.vary(pd.Series(given, index=index, name="market.brent [USD/bbl]", dtype=float))


@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
def test_an_index_goes_in_and_comes_out(index: pd.Index[Any]) -> None:
    s = of_index(index)
    dated = isinstance(index, pd.DatetimeIndex | pd.PeriodIndex)
    name = ("time" if dated else "case") if index.name is None else index.name
    assert list(s.index) == [name]
    result = oe.compare(s, "gulf", "asia")
    tables = [
        result.losses(),
        result.to_frame(),
        result.waterfall("asia"),
        result.recipients().to_frame(),
    ]
    tables += [oe.annual_revenue(result, "100 kb/day", year=2024).to_frame()]
    for again in (
        s,
        oe.Scenario.from_dict(s.to_dict()),
        again_from(pickle.dumps(s)),
        copy.deepcopy(s),
    ):
        assert again == s
        assert again.same_figures(s)
        assert hash(again) == hash(s)
        tables.append(oe.evaluate(again, "gulf").to_frame())
    for table in tables:
        assert table.index.equals(index)
        assert table.index.name == name
        assert type(table.index) is type(index) or isinstance(index, pd.RangeIndex)
        if dated:
            assert getattr(table.index, "freq", None) == getattr(index, "freq", None)


def again_from(pickled: bytes) -> oe.Scenario:
    """Return a scenario from its pickle."""
    scenario: oe.Scenario = pickle.loads(pickled)  # noqa: S301  of our own
    return scenario


def test_labels_are_a_part_of_equality() -> None:
    s = of_index(FIRSTS)
    assert s != of_index(FIRSTS.rename("month"))
    assert s != of_index(FIRSTS.shift(1))
    assert s != of_index(FIRSTS.to_period("M"))
    assert s != ARTICLE.vary({"market.brent": oe.Q([80.0, 81.0, 82.0], "USD/bbl")})
    series = pd.Series([80.0, 81.0, 82.0], FIRSTS, name="market.brent [USD/bbl]")
    assert s == ARTICLE.vary(series)
    assert s != ARTICLE.vary(series, month="loading")


def test_dates_of_python_are_dates() -> None:
    days = [dt.date(2024, 1, 1), dt.date(2024, 2, 1)]
    assert of_index(pd.Index(days)).index["time"].equals(pd.DatetimeIndex(days))
    assert (
        of_index(pd.Index(FIRSTS.to_period("M"), dtype=object)).index["time"].dtype == "period[M]"
    )
    assert of_index(pd.CategoricalIndex(["b", "a"])).index["case"].tolist() == ["b", "a"]


TWICE = "write one row a label, as with frame.groupby(level=0).mean()"
WRONG: dict[str, tuple[Any, str]] = {
    "levels": (
        pd.MultiIndex.from_product([["a"], [1, 2]], names=["ship", None]),
        (
            "index: expected one level, got 2 ('ship', None); give each level its own table, or "
            "write "
            "frame.reset_index(drop=True)"
        ),
    ),
    "twice": (FIRSTS[[0, 0]], f"index: the label 2024-01-01 is given twice; {TWICE}"),
    "text twice": (pd.Index(["a", "a"]), f"index: the label a is given twice; {TWICE}"),
    "order": (
        FIRSTS[::-1],
        "index: dates out of order: 2024-02-01 comes after 2024-03-01; write frame.sort_index()",
    ),
    "order of periods": (
        FIRSTS.to_period("M")[::-1],
        "index: dates out of order: 2024-02 comes after 2024-03; write frame.sort_index()",
    ),
    "NaT": (
        pd.DatetimeIndex(["2024-01-01", pd.NaT]),
        (
            "index: NaT at row 1; write frame.index = ... with one label a row, or write "
            "frame[frame.index.notna()]"
        ),
    ),
    "NaN": (
        pd.Index(["a", None]),
        (
            "index: a missing label at row 1; write frame.index = ... with one label a row, or "
            "write "
            "frame[frame.index.notna()]"
        ),
    ),
    "zone": (
        FIRSTS.tz_localize("Asia/Shanghai"),
        (
            "index: expected dates without a time zone, got Asia/Shanghai; write "
            "index.tz_localize(None)"
        ),
    ),
    "truth": (
        pd.Index([True, False]),
        (
            "index: expected dates, periods, texts or numbers, got boolean; write for example "
            "frame.index = frame.index.astype(str)"
        ),
    ),
    "mixed": (
        pd.Index(["a", 1]),
        (
            "index: expected dates, periods, texts or numbers, got mixed-integer; write for "
            "example "
            "frame.index = frame.index.astype(str)"
        ),
    ),
    "infinite": (
        pd.Index([1.0, np.inf]),
        (
            "index: expected dates, periods, texts or numbers, got floating; write for example "
            "frame.index = frame.index.astype(str)"
        ),
    ),
    "intervals": (
        pd.interval_range(0, 2),
        (
            "index: expected dates, periods, texts or numbers, got interval; write for example "
            "frame.index = frame.index.astype(str)"
        ),
    ),
    "empty": (FIRSTS[:0], "index: expected at least one row, got an empty table"),
    "name": (
        FIRSTS.rename("x" * 41),
        (
            f"index: expected a name of at most 40 characters, got '{'x' * 40}...'; write "
            "frame.rename_axis('time')"
        ),
    ),
}


@pytest.mark.parametrize(("index", "text"), WRONG.values(), ids=WRONG)
def test_what_is_no_index(index: Any, text: str) -> None:
    assert refusal(lambda: axis_of(index)) == text
    assert refusal(lambda: of_index(index)) == text


@pytest.mark.parametrize(
    ("texts", "index"),
    [
        (["2024-01", "2024-02"], pd.period_range("2024-01", periods=2, freq="M")),
        (["2024Q1", "2024Q2"], pd.period_range("2024Q1", periods=2, freq="Q")),
        (["2024-Q1", "2024-Q2"], pd.period_range("2024Q1", periods=2, freq="Q")),
        (["2024-01-02", "2024-01-03"], pd.DatetimeIndex(["2024-01-02", "2024-01-03"])),
    ],
)
def test_texts_that_are_all_dates_are_dates(texts: list[str], index: Any) -> None:
    axis = axis_of(pd.Index(texts))
    assert axis == axis_of(index)
    assert axis.name == "time"
    assert "dates out of order" in refusal(lambda: axis_of(pd.Index(texts[::-1])))


@pytest.mark.parametrize("odd", ["base", "2024-13", "2024-02-30", "01/2024", "2024", ""])
def test_texts_of_which_one_is_no_date_stay_texts(odd: str) -> None:
    for first in ("2024-01", "2024-01-02"):
        for texts in ([first, odd], [odd, first]):
            assert axis_of(pd.Index(texts)).labels.tolist() == texts


# -- one label -------------------------------------------------------------------------------------


def test_a_label_is_one_case_and_a_position_another() -> None:
    s = of_index(FIRSTS)
    case = ARTICLE.vary({"market.brent": "81 USD/bbl"})
    for label in (
        "2024-02",
        "2024-02-01",
        dt.date(2024, 2, 1),
        FIRSTS[1],
        FIRSTS.to_period("M")[1],
    ):
        assert s.sel(label) == s.sel(time=label) == s.at(1) == s.at(-2) == case
    result = oe.compare(s, "gulf", "asia")
    assert (
        result.sel("2024-02").loss()
        == result.at(1).loss()
        == oe.compare(case, "gulf", "asia").loss()
    )
    assert result.per("tonne").sel("2024-02").measure == "tonne"
    months = of_index(FIRSTS.to_period("M"))
    for label in ("2024-02", dt.date(2024, 2, 17), "2024-02-17", FIRSTS.to_period("M")[1]):
        assert months.sel(label) == case
    assert of_index(pd.Index(["a", "b"])).sel("b") == case
    assert of_index(pd.Index([3, 1])).sel(1) == case


def test_a_span_is_a_shorter_series() -> None:
    s = of_index(pd.date_range("2023-11-01", periods=4, freq="MS"))
    for part in (
        s.sel("2024"),
        s.sel(time=slice("2024-01", None)),
        s.sel(time=slice("2024", "2024-02")),
    ):
        assert part.shape == (2,)
        assert part.index["time"].equals(s.index["time"][2:])
        assert part.market.brent.magnitude.tolist() == [82.0, 83.0]
    assert s.sel(time=slice(None, "2023")).shape == (2,)
    assert s.sel(slice("2023-12", "2023-12")).shape == (1,)


def test_what_is_no_label() -> None:
    s = of_index(FIRSTS)
    two = s.vary(pd.Series([1.0], pd.Index(["a"], name="ship"), name="*.sea.extra_days [day]"))
    asked = {
        "sel: no label 2024-05 in 'time', which has 3 labels from 2024-01 to 2024-03; the nearest: "
        "2024-03": lambda: s.sel("2024-05"),
        "sel: no label 2024-01-15 in 'time', which has 3 labels from 2024-01 to 2024-03; the "
        "nearest: 2024-01 and 2024-02": lambda: s.sel(dt.date(2024, 1, 15)),
        "sel: no label 1 in 'time', which has 3 labels from 2024-01 to 2024-03; write for example "
        "sel(time='2024-01')": lambda: s.sel(1),
        "sel: no label alpha in 'case', which has 2 labels from aleph to beth; did you mean "
        "'aleph'?": lambda: of_index(pd.Index(["aleph", "beth"])).sel("alpha"),
        "sel: no label 7 in 'case', which has only 3; the nearest: 3": lambda: of_index(
            pd.Index([3])
        ).sel(7),
        "sel: time: 2024-03 comes after 2024-01; nothing is between": lambda: s.sel(
            slice("2024-03", "2024-01")
        ),
        "sel: time: expected slice(first, last), got a step of 2": lambda: s.sel(
            slice(None, None, 2)
        ),
        "sel: time: expected one label or a slice of them, got several; write slice(first, last)": (
            lambda: s.sel(cast("Any", ["2024-01", "2024-02"]))
        ),
        "sel: no dimension 'tim'; did you mean 'time'?": lambda: s.sel(tim="2024-01"),
        "sel: expected a label for each dimension by name; write sel(time=...)": s.sel,
        "sel: expected a label for each dimension by name; write sel(ship=..., time=...)": lambda: (
            two.sel("a")
        ),
        "sel: the scenario has no labels; write .at(index), or vary it by a table first": lambda: (
            ARTICLE.sel("2024-01")
        ),
    }
    for text, make in asked.items():
        assert refusal(make, PathError) == text


def test_what_takes_one_case_says_which_label_to_ask_for() -> None:
    s = of_index(FIRSTS)
    for what, make in {
        "a simulation": lambda: oe.simulate(s),
        "a range": lambda: oe.tornado(s),
    }.items():
        assert refusal(make).startswith(f"{what} takes one case")
        assert refusal(make).endswith("and this scenario holds (3,); write .sel('2024-01')")
    assert refusal(lambda: oe.compare(s, "gulf", "asia").explain("loss")) == (
        "a derivation shows one case, and the scenario holds (3,); evaluate scenario.sel('2024-01')"
    )


# -- the field -------------------------------------------------------------------------------------


def test_labels_go_with_the_arrays_along_them() -> None:
    s = of_index(FIRSTS)
    assert s.vary({"market.brent": "60 USD/bbl"}) == ARTICLE.vary({"market.brent": "60 USD/bbl"})
    assert s.evolve(market=ARTICLE.market) == ARTICLE
    assert list(s.rename({"asia": "china"}).index) == ["time"]
    plain = s.vary({"index": None})
    assert (plain.shape, dict(plain.index)) == ((3,), {})
    assert (
        oe.Scenario(market=s.market, supply=s.supply, routes=s.routes, index={"time": FIRSTS})
        .index["time"]
        .equals(FIRSTS)
    )


def test_a_route_moved_out_takes_no_labels() -> None:
    s = of_index(FIRSTS).vary(
        pd.Series([3e4, np.nan, 4e4], FIRSTS, name="asia.sea.charter.hire [USD/day]")
    )
    moved = oe.Scenario(market=ARTICLE.market, supply=ARTICLE.supply, routes={"asia": s.asia})
    assert dict(moved.index) == {}
    assert moved.shape == (3,)
    with pytest.warns(UndefinedWarning, match=r"asia.sea.charter.hire in 1 of 3 rows \(1\)"):
        netback = oe.evaluate(moved, "asia").netback
    assert np.isnan(netback.magnitude).tolist() == [False, True, False]


def test_what_is_no_field_of_labels() -> None:
    make = oe.Scenario
    parts = {name: getattr(ARTICLE, name) for name in ("market", "supply", "routes")}
    assert refusal(lambda: make(**parts, index=FIRSTS)) == (
        "Scenario.index: expected labels by the names of dimensions, got DatetimeIndex; write "
        "index={'time': pandas.period_range('2024-01', periods=12, freq='M')}, or "
        "scenario.vary(frame)"
    )
    s = of_index(FIRSTS)
    assert refusal(lambda: s.evolve(index={"time": FIRSTS[:2]})) == (
        "Scenario: expected arrays that broadcast together, got market.brent (3,), index 'time' "
        "(2,); give each its own dimension, as with array[:, None]"
    )
    one = of_index(FIRSTS[:1])
    assert refusal(lambda: one.vary({"market.vlsfo": oe.Q([500.0, 600.0], "USD/t")})) == (
        "Scenario: expected arrays of one row a label, got market.brent (1,), market.vlsfo (2,), "
        "and labels 'time' 1"
    )


def test_what_is_no_label_in_a_file() -> None:
    plain = of_index(FIRSTS.to_period("M")).to_dict()
    assert plain["index"] == {
        "time": {"kind": "periods", "frequency": "M", "labels": ["2024-01", "2024-02", "2024-03"]}
    }

    def changed(**axis: Any) -> Any:
        table = {**plain["index"]["time"], **axis}
        return lambda: oe.Scenario.from_dict({**plain, "index": {"time": table}})

    assert refusal(changed(kind="period")) == (
        "index.time: kind: expected one of 'dates', 'periods', 'text', 'integers', 'numbers', got "
        "'period'"
    )
    assert refusal(changed(labels=[])) == "index.time: labels: expected a list of them, got []"
    assert refusal(changed(labels=["2024-01", "2024-02", "2024-02"])) == (
        f"index.time: index: the label 2024-02 is given twice; {TWICE}"
    )
    assert refusal(changed(labels=["2024-01", "2024-13", "2024-14"])).startswith(
        "index.time: labels: expected periods of one frequency, got some that are not: "
    )
    assert refusal(changed(kind="integers")).startswith(
        "index.time: labels: expected integers of one frequency, got some that are not: "
    )
    assert refusal(changed(label=[1])) == (
        "index.time: unknown key 'label'; did you mean 'labels'?"
    )
    assert refusal(changed(month="lading")) == (
        "index.time: month: expected one of 'trade', 'loading', 'pricing', 'landing', got 'lading';"
        " write month='loading'"
    )
    assert refusal(lambda: oe.Scenario.from_dict({**plain, "index": []})) == (
        "index: expected a table, got []"
    )
    assert refusal(lambda: oe.Scenario.from_dict({**plain, "index": {"time": 3}})) == (
        "index.time: expected a table, got 3"
    )


def test_axes_are_values() -> None:
    axis = axis_of(FIRSTS, month_of("loading"))
    assert axis == Axis("time", FIRSTS.rename("time"), "loading")
    assert hash(axis) == hash(axis_of(FIRSTS))
    assert axis != axis_of(FIRSTS)
    assert axis != "time"
    assert len(axis) == 3


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(pd.array([3, 1, 2], dtype="Int64")),
        pd.Index(pd.array([3.5, 1.0, 2.0], dtype="Float64")),
        pd.Index([3, 1, 2], dtype="uint64"),
        pd.Index(pd.array(["c", "a", "b"], dtype="string")),
        pd.Index([np.datetime64("2024-01-01"), np.datetime64("2024-02-01"), pd.Timestamp("2025")]),
        pd.Index([*FIRSTS.to_numpy()], dtype=object),
    ],
)
def test_labels_of_any_type_come_back_from_a_file(index: pd.Index[Any]) -> None:
    series = of_index(index, 60.0, 70.0, 80.0)
    assert oe.Scenario.from_toml(series.to_toml()) == series
    assert series.sel(index[1]).market.brent == oe.Q("70 USD/bbl")


def test_a_label_beyond_64_bits_and_dates_of_several_zones_are_refused() -> None:
    for big in (pd.Index([1, 2, 2**63], dtype="uint64"), pd.Index([1, 2, 10**30], dtype=object)):
        text = refusal(lambda index=big: of_index(index, 60.0, 70.0, 80.0))
        assert text.startswith("index: expected integers of 64 bits, got ")
    zones = ("UTC", "Asia/Tokyo", None)
    mixed = pd.Index([pd.Timestamp(2024, 1, k + 1, tz=zone) for k, zone in enumerate(zones)])
    text = refusal(lambda: of_index(mixed, 60.0, 70.0, 80.0))
    assert text.startswith("index: expected dates of one kind, without a time zone: ")


def test_a_renamed_index_of_a_table_is_not_the_scenarios() -> None:
    series = of_index(FIRSTS, 60.0, 70.0, 80.0)
    series.index["time"].name = "month"
    table = oe.compare(series, "gulf", "asia").to_frame()
    table.index.name = "month"
    assert series.index["time"].name == "time"
    assert oe.compare(series, "gulf", "asia").to_frame().index.name == "time"


@pytest.mark.parametrize("labels", [5, "abc", np.zeros((3, 2))])
def test_what_holds_no_labels(labels: Any) -> None:
    series = of_index(FIRSTS, 60.0, 70.0, 80.0)
    assert refusal(lambda: series.evolve(index={"t": labels})).startswith(
        "Scenario.index: t: expected labels, got "
    )
