"""Days given to measures and ledgers: what is read, what is refused, and what falls on one day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, UnitError
from oilecon.lending import petrocaribe

LOAN = oe.Loan.shipped("CDB 2012 equipment")
AMOUNTS = oe.Q([-60, -40, 50, 60], "MUSD")
TEXTS = ["2024-01-01", "2024-01-01", "2024-12-31", "2025-12-31"]  # 365 days apart
SAME_DAYS: dict[str, Any] = {
    "texts": TEXTS,
    "dates": [dt.date.fromisoformat(text) for text in TEXTS],
    "datetimes": [dt.datetime.fromisoformat(text + "T18:30") for text in TEXTS],
    "timestamps": [pd.Timestamp(text) for text in TEXTS],
    "datetime64": np.array(TEXTS, dtype="datetime64[ns]"),
    "days": np.array(TEXTS, dtype="datetime64[D]"),
    "index": pd.DatetimeIndex(TEXTS),
    "with a zone": pd.DatetimeIndex(TEXTS, tz="America/Caracas"),
    "periods": pd.PeriodIndex(TEXTS, freq="D"),
    "series": pd.Series(pd.to_datetime(TEXTS)),
    "array of texts": np.array(TEXTS),
    "objects": np.array([pd.Timestamp(text) for text in TEXTS], dtype=object),
}


def test_two_flows_on_one_day_are_one() -> None:
    for times in (oe.Q([0, 0, 1, 2], "year"), TEXTS):
        assert float(oe.irr(AMOUNTS, times).magnitude) == pytest.approx(6.394, abs=5e-4)
    whole = oe.irr(oe.Q([-100, 50, 60], "MUSD"))
    assert oe.irr(AMOUNTS, oe.Q([0, 0, 1, 2], "year")).magnitude == whole.magnitude
    assert oe.npv(AMOUNTS, "6 %/year", TEXTS).magnitude == pytest.approx(
        oe.npv(oe.Q([-100, 50, 60], "MUSD"), "6 %/year").magnitude
    )


def test_what_comes_and_goes_on_one_day_changes_no_sign() -> None:
    """Lent 100, of which 30 come back at once; then 40 and 45: one rate, not several."""
    rate = oe.irr(oe.Q([-100, 30, -20, 60, 45], "MUSD"), oe.Q([0, 0, 1, 1, 2], "year"))
    assert float(rate.magnitude) == pytest.approx(
        float(oe.irr(oe.Q([-70, 40, 45], "USD")).magnitude)
    )


@pytest.mark.parametrize("kind", SAME_DAYS)
def test_every_kind_of_day_is_read(kind: str) -> None:
    assert float(oe.irr(AMOUNTS, SAME_DAYS[kind]).magnitude) == pytest.approx(6.394103, abs=1e-6)


FLOWS = st.lists(
    st.tuples(st.floats(1.0, 1000.0), st.dates(dt.date(2000, 1, 2), dt.date(2040, 1, 1))),
    min_size=1,
    max_size=12,
)


@given(FLOWS, st.floats(0.3, 0.99), st.floats(0.0, 0.5))
def test_pyxirr_finds_the_same_on_any_days(
    paid: list[tuple[float, dt.date]], lent: float, discount: float
) -> None:
    later = sorted(paid, key=lambda flow: flow[1])
    amounts = [-lent * sum(amount for amount, _ in later), *(amount for amount, _ in later)]
    days = [dt.date(2000, 1, 1), *(day for _, day in later)]
    worth = float(oe.npv(oe.Q(amounts, "USD"), oe.Q(discount, "1/year"), days).magnitude)
    theirs: Any = pyxirr.xnpv(discount, days, amounts)
    assert worth == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    try:
        ours = float(oe.irr(oe.Q(amounts, "USD"), [day.isoformat() for day in days]).magnitude)
    except InputError:  # all comes back within days
        return
    theirs = pyxirr.xirr(days, amounts)
    if theirs is not None:
        assert ours / 100.0 == pytest.approx(theirs, rel=1e-6, abs=1e-8)


def test_paths_on_days() -> None:
    paths = oe.Q(np.array([[-60.0, -50.0], [-40.0, -50.0], [50.0, 60.0], [60.0, 50.0]]), "MUSD")
    found = oe.irr(paths, TEXTS).magnitude
    assert found == pytest.approx([6.394103, 6.394103 + (found[1] - found[0])])
    assert found[1] == pytest.approx(float(oe.irr(oe.Q([-100, 60, 50], "USD")).magnitude))


@pytest.mark.parametrize(
    ("times", "says"),
    [
        (
            ["2024-01-01", None, *TEXTS[2:]],
            r"irr: years\[1\]: expected a day, got nothing \(None\); write",
        ),
        ([*TEXTS[:3], pd.NaT], r"irr: years\[3\]: expected a day, got NaT, which is none; write"),
        ([*TEXTS[:3], float("nan")], r"irr: years\[3\]: expected a day, got nan"),
        (pd.DatetimeIndex([pd.NaT] * 4), r"irr: years\[0\]: expected a day, got NaT"),
        (np.array(["NaT"] * 4, dtype="datetime64[D]"), r"irr: years\[0\]: expected a day, got NaT"),
        ([*TEXTS[:3], "2025-13-01"], r"irr: years\[3\]: expected a day, got '2025-13-01'"),
        (
            pd.PeriodIndex(["2024-01"] * 4, freq="M"),
            r"irr: years\[0\]: expected a day, got 2024-01, a period of several days",
        ),
        (
            np.array(["2024-01"] * 4, "datetime64[M]"),
            r"irr: years\[0\]: expected a day, got the month 2024-01",
        ),
        (TEXTS[::-1], r"irr: years: expected times in order, got \[1\] before \[0\]; sort times"),
        (TEXTS[:3], "irr: years: expected one time for each of the 4 amounts, got 3"),
        ("2024-01-01", "irr: years: expected days one after another, got a single one; write a li"),
        (dt.date(2024, 1, 1), "irr: years: expected days one after another, got a single one"),
        ([0, 0, 1, 2], "irr: years: expected year, got the bare number 0; write '0 year'"),
        ("1 year", r"irr: years: expected times one after another, got a single one; write Q\("),
    ],
)
def test_what_is_no_row_of_days_is_refused(times: Any, says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.irr(AMOUNTS, times)


# -- balances ----------------------------------------------------------------------------------


def test_a_balance_is_the_principal_on_its_first_day_and_nothing_after_the_last() -> None:
    schedule = oe.schedule(LOAN)
    owed = {
        "2012-02-27": 495.0,  # the day it is drawn
        "2012-03-15": 495.0,
        "2014-11-26": 495.0,
        "2014-11-27": 495.0 * 13 / 14,
        "2018-02-26": 495.0 / 14,
        "2018-02-27": 0.0,
        "2040-01-01": 0.0,
    }
    found = {day: float(schedule.balance(day).to("MUSD").magnitude) for day in owed}
    assert found == pytest.approx(owed)
    for nothing in ("2012-02-26", "1999-01-01"):
        with pytest.raises(InputError, match="expected a day from 2012-02-27 on, the first disb"):
            schedule.balance(nothing)


def test_a_disbursement_counts_from_its_own_day_and_a_write_down_too() -> None:
    cut = oe.Amendment("2020-07-31", "write-down", share="10 %")
    loan = oe.Loan(
        "100 MUSD",
        "1 year",
        rate="0 %/year",
        profile="bullet",
        disbursements=oe.Q([0, 40, 60], "MUSD"),
        start="2020-01-31",
        amendments={"cut": cut},
    )
    schedule = oe.schedule(loan)
    with pytest.raises(InputError, match="expected a day from 2020-04-30 on"):
        schedule.balance("2020-04-29")
    days = ("2020-04-30", "2020-07-30", "2020-07-31", "2021-01-30", "2021-01-31")
    owed = [float(schedule.balance(day).to("MUSD").magnitude) for day in days]
    assert owed == pytest.approx([40.0, 40.0, 96.0, 96.0, 0.0])


def test_after_a_ledger_that_ends_before_the_debt_nobody_knows() -> None:
    oil = oe.OilRepayment(volume="1 kb/day", sweep="100 %")
    ledger = oe.repay(LOAN, oil, price="55 USD/bbl", periods=4)
    assert float(ledger.balance("2013-02-27").magnitude) > 0.0
    with pytest.raises(
        InputError, match="to 2013-02-27, at which this ledger ends before the debt"
    ):
        ledger.balance("2013-02-28")
    drawn_later = oe.Loan(
        "10 MUSD",
        "1 year",
        rate="0 %/year",
        disbursements=oe.Q([5, 5], "MUSD"),
        start="2020-01-31",
    )
    ledger = oe.repay(drawn_later, oil.evolve(volume="90 kb/day"), price="55 USD/bbl", periods=1)
    with pytest.raises(InputError, match="ends before the debt does, got 2020-04-30; give repay"):
        ledger.balance("2020-04-30")  # the day of the second disbursement
    paths = oe.repay(LOAN, oil, price=oe.Q([[1.0, 900.0]], "USD/bbl"), periods=24)
    with pytest.raises(InputError, match="ends before the debt does"):
        paths.balance("2018-02-28")
    assert paths.balance("2012-02-27").to("MUSD").magnitude == pytest.approx(495.0)
    assert paths.balance("2018-02-27").shape == (2,)


@given(st.dates(dt.date(2012, 2, 27), dt.date(2020, 1, 1)))
def test_a_balance_never_rises_but_by_what_is_drawn(day: dt.date) -> None:
    schedule = oe.schedule(LOAN)
    today, tomorrow = schedule.balance(day), schedule.balance(day + dt.timedelta(1))
    assert tomorrow.magnitude <= today.magnitude


DAYS: list[Any] = [
    "2015-12-31",
    dt.date(2015, 12, 31),
    dt.datetime(2015, 12, 31, 23, 59),  # noqa: DTZ001  a day has no zone
    pd.Timestamp("2015-12-31"),
    pd.Timestamp("2015-12-31 10:00", tz="Asia/Shanghai"),
    np.datetime64("2015-12-31"),
    np.datetime64("2015-12-31T10:00:00.000000001"),
    pd.Period("2015-12-31", "D"),
]
NO_DAYS: list[Any] = [
    pd.NaT,
    None,
    float("nan"),
    np.datetime64("NaT"),
    np.datetime64("2015-12"),
    pd.Period("2015-12", "M"),
    "",
    "2015",
    "31.12.2015",
    20151231,
    ["2015-12-31"],
    pd.DatetimeIndex(["2015-12-31"]),
]


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_each_kind_of_day_is_one_day(day: Any) -> None:
    assert float(oe.schedule(LOAN).balance(day).to("MUSD").magnitude) == pytest.approx(
        318.2, abs=0.1
    )
    assert petrocaribe("100 USD/bbl", on=day).share == petrocaribe("100 USD/bbl").share


@pytest.mark.parametrize("day", NO_DAYS, ids=repr)
def test_what_is_no_day_is_refused_at_the_door(day: Any) -> None:
    with pytest.raises(
        InputError, match=r"petrocaribe: on: expected a day, got .*; write for exam"
    ):
        petrocaribe("100 USD/bbl", on=day)
    with pytest.raises(InputError, match=r"balance: on: expected a day, got .*; write for example"):
        oe.schedule(LOAN).balance(day)


# -- tables ------------------------------------------------------------------------------------


def test_tables_have_days_that_pandas_knows() -> None:
    oil = oe.OilRepayment(volume="10 kb/day", price="55 USD/bbl", sweep="100 %")
    ledger = oe.repay(LOAN, oil)
    split = oe.lending.cash_and_debt(ledger, "600 kb/day", "50 USD/bbl").to_frame()
    for frame in (ledger.to_frame(), oe.schedule(LOAN).to_frame(), split):
        assert isinstance(frame.index, pd.DatetimeIndex)
        assert frame.index.name == "end"
        assert frame.index[0] == pd.Timestamp("2012-05-27")
        assert len(frame.loc["2013"]) == 4
    yearly = ledger.to_frame("paid").resample("YE").sum()
    assert yearly.sum().iloc[0] == pytest.approx(float(ledger["paid"].sum().magnitude))
    paths = oe.repay(LOAN, oil, price=oe.Q([[50, 60]], "USD/bbl")).to_frame("paid")
    assert isinstance(paths.index, pd.MultiIndex)
    assert isinstance(paths.index.levels[0], pd.DatetimeIndex)
    undated = oe.schedule(LOAN.evolve(start="")).to_frame().index
    assert list(undated) == list(range(1, 25))


def test_a_table_reaches_beyond_what_nanoseconds_hold() -> None:
    far = oe.Loan("1 MUSD", "60 year", rate="5 %/year", frequency="annual", start="2240-01-31")
    assert oe.schedule(far).to_frame().index[-1].year == 2300
