"""Ledgers: what they are asked for, and which days they answer for."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from benchmarks import debt as race
from benchmarks.racing import peak
from oilecon.errors import InputError, UndefinedWarning
from tests.samples import LOAN, OIL

# -- what single contracts do ------------------------------------------------------------------


def test_payoff_says_when_or_why_not() -> None:
    payoff = oe.repay(LOAN, OIL).payoff()
    assert (payoff.date, payoff.share) == ("2014-11-27", 1.0)
    assert str(payoff).startswith("paid off in period 11, which ends on 2014-11-27, with 9,6")
    assert float(payoff.barrels.magnitude) < float(payoff.delivered.magnitude)
    with pytest.warns(UndefinedWarning, match="1 of 1 paths are not paid off in 24 periods"):
        never = oe.repay(LOAN, OIL, price="3 USD/bbl").payoff()
    assert math.isnan(float(never.years.magnitude))
    assert never.why.endswith("the interest is more than what is paid, so the debt grows")
    with pytest.warns(UndefinedWarning):
        slow = oe.repay(LOAN, OIL, price="10 USD/bbl").payoff()
    assert slow.why.endswith("more periods would pay it off")
    with pytest.warns(UndefinedWarning, match="1 of 2 paths"):
        both = oe.repay(LOAN, OIL, price=oe.Q([[3.0, 55.0]], "USD/bbl")).payoff()
    assert (both.share, str(both)) == (0.5, "1 of 2 paths are paid off")


def test_a_ledger_computes_only_what_is_asked_for() -> None:
    prices = oe.Q(np.full((180, 2000), 60.0), "USD/bbl")
    ledger = oe.repay(race.LOAN, race.PLAIN, price=prices)
    assert peak(lambda: ledger["closing"]) < 1.3 * prices.magnitude.nbytes
    assert peak(ledger.payoff) < 0.3 * prices.magnitude.nbytes


def test_frames() -> None:
    frame = oe.repay(LOAN, OIL).to_frame()
    assert isinstance(frame.index, pd.DatetimeIndex)
    assert str(frame.index[0].date()) == "2012-05-27"
    assert frame.loc["2014"].shape[0] == 4  # a year is a slice of days
    assert oe.schedule(oe.Loan(**GOOD)).to_frame().index.name == "period"
    assert "closing [USD]" in frame
    assert "account [USD]" not in frame
    wide = oe.repay(LOAN, OIL, price=oe.Q(np.full((24, 2), 50.0), "USD/bbl")).to_frame("closing")
    assert wide.shape == (48, 1)
    assert wide.index.names == ["end", "path"]


# -- what is refused ---------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}


def test_a_debt_that_cannot_be_kept_to_the_cent_is_named_with_its_period() -> None:
    loan = oe.Loan("1000 MUSD", "2 year", rate="100 %/year", frequency="annual")
    with pytest.raises(
        InputError, match=r"loan1: the ledger cannot balance to the cent: by period \d+ the debt"
    ):
        oe.repay(loan, OIL, price="0 USD/bbl", periods=60)["closing"]


PLAIN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "2 year", "rate": "6 %/year"}


# -- nothing drawn -----------------------------------------------------------------------------


def test_a_debt_of_which_more_is_drawn_after_the_ledger_is_not_paid_off() -> None:
    loan = oe.Loan(**PLAIN, disbursements=oe.Q([50, 0, 50], "MUSD"))
    with pytest.warns(UndefinedWarning, match="1 of 1 paths are not paid off in 2 periods"):
        payoff = oe.repay(loan, OIL.evolve(volume="40 kb/day"), periods=2).payoff()
    assert np.isnan(payoff.years.magnitude)
    assert payoff.share == 0.0
    assert str(payoff).startswith("not paid off in 2 periods: more of the loan is drawn after them")


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
    balances = {day: float(schedule.balance(day).to("MUSD").magnitude) for day in owed}
    assert balances == pytest.approx(owed)
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
