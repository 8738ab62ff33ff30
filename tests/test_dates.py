"""Days: what is one, however it is written, and the same in every function that asks for one."""

from __future__ import annotations

import csv
import datetime as dt
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import reference
from oilecon.dates import day, month, span, when, year
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.date(2025, 6, 1)
UTC = dt.UTC
WRITTEN: list[Any] = [
    "2025-06-01",
    "20250601",
    "2025-W22-7",
    "2025-06-01T23:59",
    "2025-06-01 10:00:00+02:00",
    np.str_("2025-06-01"),
    dt.date(2025, 6, 1),
    dt.datetime(2025, 6, 1, 23, 59),  # noqa: DTZ001  what users have
    dt.datetime(2025, 6, 1, 1, tzinfo=UTC),
    pd.Timestamp("2025-06-01 18:00"),
    pd.Timestamp("2025-06-01", tz="Asia/Shanghai"),
    np.datetime64("2025-06-01"),
    np.datetime64("2025-06-01T18", "h"),
    np.datetime64("2025-06-01T18:00:00.000000001", "ns"),
    np.array("2025-06-01", dtype="datetime64[D]"),
    pd.Period("2025-06-01", "D"),
    pd.Period("2025-06-01 10:00", "h"),
]
NONE_SUCH: list[tuple[Any, str]] = [
    (None, "nothing (None)"),
    (pd.NaT, "NaT, which is none"),
    (np.datetime64("NaT"), "NaT, which is none"),
    (np.datetime64("NaT", "D"), "NaT, which is none"),
    (math.nan, "nan"),
    (np.float64("nan"), "nan"),
    ("NaT", "'NaT'"),
    ("nan", "'nan'"),
    ("2025-06", "'2025-06'"),
    ("2025-02-30", "'2025-02-30'"),
    ("01/06/2025", "'01/06/2025'"),
    (2025, "2025"),
    (20250601, "20250601"),
    (True, "True"),
    (b"2025-06-01", "b'2025-06-01'"),
    (np.datetime64("2025-06"), "the month 2025-06"),
    (np.datetime64("2025"), "the year 2025"),
    (np.datetime64("9999999-06-01"), "'9999999-06-01'"),
    (pd.Period("2025-06", "M"), "2025-06, a period of several days"),
    (pd.Period("2025Q2", "Q"), "2025Q2, a period of several days"),
    (pd.Period("2025", "Y"), "2025, a period of several days"),
    (dt.timedelta(days=3), "3 days, 0:00:00"),
    (["2025-06-01"], "list, where one day is due"),
    (pd.DatetimeIndex(["2025-06-01"]), "DatetimeIndex, where one day is due"),
    (np.array(["2025-06-01"]), "ndarray, where one day is due"),
    (dt.time(3), "03:00:00"),
]

LOAN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "5 year", "rate": "5 %/year"}
LEDGER = oe.schedule(oe.Loan(**LOAN, start="2022-06-01"))
SHIP = oe.Vessel.shipped("mr").evolve(panama_tonnage=24000.0)

# Every function and field that asks for a day, with one that takes the first of June 2025.
READERS: dict[str, Callable[[Any], Any]] = {
    "Loan.start": lambda on: oe.Loan(**LOAN, start=on).start,
    "Amendment.on": lambda on: oe.Amendment(on, "write-down", share="20 %").on,
    "Amendment.until": lambda on: oe.Amendment("2020-01-01", "holiday", until=on).until,
    "evolve": lambda on: oe.Loan(**LOAN).evolve(start=on).start,
    "from_dict": lambda on: oe.Loan.from_dict({**LOAN, "start": on}).start,
    "balance": lambda on: LEDGER.balance(on).magnitude,
    "petrocaribe": lambda on: oe.lending.petrocaribe("100 USD/bbl", on=on).share.magnitude,
    "scenario": lambda on: _covered(lambda: oe.scenario("article", on=on)),
    "scenarios": lambda on: oe.scenarios(on=on).shape,
    "import_charges": lambda on: oe.ImportCharges.shipped("2709", on=on),
    "annual start": lambda on: (
        oe.annual_revenue("1 USD/bbl", "1 kb/day", start=on, end="2026-01-01").days
    ),
    "annual end": lambda on: (
        oe.annual_revenue("1 USD/bbl", "1 kb/day", start="2020-01-01", end=on).days
    ),
    "canal_dues": lambda on: (
        oe.shipping.canal_dues("panama", SHIP, on=on, cargo="38000 t").usd.magnitude
    ),
    "distance": lambda on: oe.distance("José", "Houston", on=on).miles.magnitude,
}
OPTIONAL = {"distance", "scenario", "scenarios"}  # where None says that no day is meant


def _covered(make: Callable[[], Any]) -> str:
    """Return a refusal that the day is not covered, which shows how it was read."""
    try:
        make()
    except InputError as error:
        if "was asked for" not in str(error):
            raise
        return str(error)
    return ""


@pytest.mark.parametrize("written", WRITTEN, ids=repr)
def test_a_day_is_read_however_it_is_written(written: Any) -> None:
    assert day(written) == DAY
    assert type(day(written)) is dt.date


@pytest.mark.parametrize(("value", "came"), NONE_SUCH, ids=repr)
def test_what_is_no_day_is_refused_with_what_came(value: Any, came: str) -> None:
    with pytest.raises(InputError) as refused:
        day(value, "balance: on", example="'2015-12-31'")
    assert str(refused.value) == (
        f"balance: on: expected a day, got {came}; write for example '2015-12-31'"
    )


@pytest.mark.parametrize("written", WRITTEN, ids=repr)
@pytest.mark.parametrize("name", READERS)
def test_every_reader_takes_a_day_alike(name: str, written: Any) -> None:
    """Nine readers took nine sets of them: `Ledger.balance(pd.Timestamp(...))` was a TypeError."""
    assert READERS[name](written) == READERS[name]("2025-06-01")


@pytest.mark.parametrize(("value", "came"), NONE_SUCH, ids=repr)
@pytest.mark.parametrize("name", READERS)
def test_every_reader_refuses_what_is_no_day(name: str, value: Any, came: str) -> None:
    """`Loan(start=pd.NaT)` was taken as the day 'NaT'; `petrocaribe(on=pd.NaT)` answered."""
    if value is None and name in OPTIONAL:
        READERS[name](value)
        return
    if value is None and name.startswith("annual"):
        came = "InputError"
    with pytest.raises(InputError) as refused:
        READERS[name](value)
    assert came in str(refused.value) or came == "InputError"
    assert "expected" in str(refused.value)
    assert "NaT" not in str(refused.value) or "NaT" in came


@pytest.mark.parametrize("name", READERS)
def test_every_example_of_a_day_is_one(name: str) -> None:
    with pytest.raises(InputError) as refused:
        READERS[name](pd.NaT)
    example = str(refused.value).rpartition("write for example ")[2].strip("'")
    assert day(example).isoformat() == example


@given(st.dates())
def test_every_day_is_read_back_from_each_of_its_forms(on: dt.date) -> None:
    assert day(on) == day(on.isoformat()) == day(np.datetime64(on)) == on
    assert day(dt.datetime(on.year, on.month, on.day, 12)) == on  # noqa: DTZ001
    if 1678 <= on.year <= 2261:  # what pandas counts in nanoseconds
        assert day(pd.Timestamp(on)) == day(pd.Period(pd.Timestamp(on), "D")) == on


@given(st.text() | st.binary() | st.floats() | st.integers() | st.times() | st.timedeltas())
def test_whatever_comes_is_a_day_or_refused(value: Any) -> None:
    found, refused = None, ""
    try:
        found = day(value)
    except InputError as error:
        refused = str(error)
    assert (type(found) is dt.date) != bool(refused)
    assert len(refused) < 200


# -- months and years ------------------------------------------------------------------------------

MONTH: list[Any] = [*WRITTEN, "2025-06", np.datetime64("2025-06"), pd.Period("2025-06", "M")]
NO_MONTH: list[Any] = [
    *(202506, True, 2025.5, None, pd.NaT, math.nan, np.datetime64("NaT"), "", "2025", "2025-13"),
    *("Oct 2022", "2025-02-30", "25-06", np.datetime64("2025"), pd.Period("2025", "Y"), [], {}),
    *(pd.Period("2025Q2"), np.datetime64(2**62, "s"), ["2025-06"], b"2025-06"),
]
HEAVY, LIGHT = oe.Crude("8 degAPI"), oe.Crude("50 degAPI")


def _balance(start: Any) -> str:
    rates = {"one": oe.Q([5, 6], "kb/day")}
    frame = oe.blending.diluent_balance(
        HEAVY, LIGHT, rates, start=start, api="16 degAPI", output="10 kb/day"
    )
    return str(frame.index[0])


def _rule(date: Any) -> str:
    oe.blending.quality_rule("forties", on=date, extrapolate=True)
    return month(date)


@pytest.mark.parametrize("written", MONTH, ids=repr)
@pytest.mark.parametrize("reader", [_balance, _rule, month])
def test_a_month_is_read_however_it_is_written(reader: Callable[[Any], str], written: Any) -> None:
    """`quality_rule` took text alone, and `diluent_balance` whatever pandas takes."""
    assert reader(written) == "2025-06"


@pytest.mark.parametrize("value", NO_MONTH, ids=repr)
@pytest.mark.parametrize("reader", [_balance, _rule, month])
def test_what_is_no_month_is_refused(reader: Callable[[Any], str], value: Any) -> None:
    with pytest.raises(InputError, match=r"expected a month, got .*; write for example '20"):
        reader(value)


@pytest.mark.parametrize(
    "written",
    [2006, "2006", np.int64(2006), pd.Period("2006", "Y"), np.datetime64("2006")],
    ids=repr,
)
def test_a_year_is_read_however_it_is_written(written: Any) -> None:
    """`annual` raised a TypeError at a Period, which `constant_dollars` took."""
    assert year(written) == 2006
    assert oe.annual_revenue("1 USD/bbl", "1 kb/day", year=written).days == 365
    expected = oe.constant_dollars("1 USD2024", 2006)
    assert oe.constant_dollars("1 USD2024", written) == expected


@pytest.mark.parametrize(
    "value",
    [0, -1, 10_000, 2006.0, True, "", "06", "x", pd.NaT, dt.date(2006, 1, 1), [2006], {}],
    ids=repr,
)
def test_what_is_no_year_is_refused(value: Any) -> None:
    readers: list[Callable[[Any], Any]] = [
        year,
        lambda one: oe.annual_revenue("1 USD/bbl", "1 kb/day", year=one),
        lambda one: oe.constant_dollars("1 USD2024", one),
    ]
    for reader in readers:
        with pytest.raises(InputError, match="expected a year of four digits, got"):
            reader(value)


# -- when something was measured -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *((one, one) for one in ("", "undated", "1999", "2021-07", "2025-Q4", "2026-01-13")),
        *((one, one) for one in ("2018-01 to 2018-08", "1991 to 1993", "2019 to 2019-06")),
        *((one, one) for one in ("to 1999", "2020-01-02 to 2020-03-04")),
        *((one, "2025-06-01") for one in WRITTEN),
        *((np.datetime64("2025-06"), "2025-06"), (pd.Period("2025-06", "M"), "2025-06")),
        *((pd.Period("2025Q2"), "2025-Q2"), (pd.Period("2025", "Y"), "2025"), (2025, "2025")),
    ],
    ids=repr,
)
def test_a_crude_says_when_it_was_measured(written: Any, read: str) -> None:
    """`as_of` refused a date and took 'NaT'."""
    crude = oe.Crude("16 degAPI", as_of=written)
    assert crude.as_of == read
    assert oe.Crude.from_dict(crude.to_dict()) == crude
    assert oe.Crude("16 degAPI", as_of=crude.as_of) == crude


@pytest.mark.parametrize(
    "value",
    [
        *(
            "NaT",
            "nan",
            "2025-02-30",
            "2025-13-01",
            "2025-13",
            "2025-Q5",
            "x",
            "2019to 2020",
            "to ",
        ),
        *("2020 to 2019", "2019 to x", "0000", 2025.5, True, None, pd.NaT, math.nan, [], 12),
    ],
    ids=repr,
)
def test_a_crude_of_no_date_is_refused(value: Any) -> None:
    with pytest.raises(InputError) as caught:
        oe.Crude("16 degAPI", as_of=value)
    assert "as_of: expected a date or a period, got " in str(caught.value)
    for one in ("2019", "2019-03", "2019 to 2021"):
        assert f"'{one}'" in str(caught.value)
        assert oe.Crude("16 degAPI", as_of=one).as_of == one


def test_every_shipped_date_is_one() -> None:
    seen = 0
    for file in Path(reference.__file__).parent.glob("data/*.csv"):
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            if row.get("as_of"):
                seen += 1
                assert when(row["as_of"]) == row["as_of"]
    assert seen > 500


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["2025-11", "2018 to 2019", "undated", ""], "2018 to 2025-11"),
        (["2025", "2025-11-30"], "2025"),
        (["2025-12", "2025-Q4"], "2025-Q4"),
        (["2025-Q4", "2025-10"], "2025-Q4"),
        (["2025-Q3", "2026-01"], "2025-Q3 to 2026-01"),
        (["to 1999", "2005"], "to 2005"),
        (["2024", "2024"], "2024"),
        (["undated"], ""),
        ([], ""),
    ],
)
def test_a_span_reaches_from_the_earliest_to_the_latest(texts: list[str], whole: str) -> None:
    assert span(texts) == whole


@given(st.lists(st.dates(), min_size=1))
def test_a_span_of_days_is_that_of_the_calendar(days: list[dt.date]) -> None:
    ends = dict.fromkeys((str(min(days)), str(max(days))))
    assert span(map(str, days)) == " to ".join(ends)
