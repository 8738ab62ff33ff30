"""When loans fall due: stub periods, rolls and day counts, against schedules made by pandas."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError
from oilecon.lending.grids import thirty_360

MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12}
BULLET: dict[str, Any] = {
    "principal": "360 MUSD",
    "rate": "10 %/year",
    "profile": "bullet",
    "day_count": "ACT/360",
}  # a day's interest is 0.1 MUSD


def days(ledger: oe.lending.Ledger) -> list[str]:
    return [day.isoformat() for day in ledger.ends]


# -- rolls -------------------------------------------------------------------------------------


def test_a_loan_of_the_31st_is_due_on_the_last_day_of_shorter_months() -> None:
    loan = oe.Loan(**BULLET, tenor="4 months", frequency="monthly", start="2023-01-31")
    assert days(oe.schedule(loan)) == ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]


def test_at_the_end_of_the_month_february_is_followed_by_31_march() -> None:
    loan = oe.Loan(**BULLET, tenor="3 months", frequency="monthly", start="2024-02-29")
    assert days(oe.schedule(loan)) == ["2024-03-29", "2024-04-29", "2024-05-29"]
    ends = oe.schedule(loan.evolve(roll="end of month"))
    assert days(ends) == ["2024-03-31", "2024-04-30", "2024-05-31"]
    assert ends["interest"].to("MUSD").magnitude == pytest.approx([3.1, 3.0, 3.1])


def test_a_leap_year_moves_the_end_of_february() -> None:
    terms = {**BULLET, "tenor": "2 year", "frequency": "annual", "start": "2023-02-28"}
    assert days(oe.schedule(oe.Loan(**terms, roll="end of month"))) == ["2024-02-29", "2025-02-28"]
    assert days(oe.schedule(oe.Loan(**terms))) == ["2024-02-28", "2025-02-28"]


# -- stubs -------------------------------------------------------------------------------------


def test_a_short_stub_bears_interest_for_its_own_days() -> None:
    loan = oe.Loan(
        **BULLET,
        tenor="1 year",
        start="2024-02-10",
        first_payment="2024-03-31",
        roll="end of month",
    )
    ledger = oe.schedule(loan)
    assert days(ledger) == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]
    assert ledger["interest"].to("MUSD").magnitude == pytest.approx([5.0, 9.1, 9.2, 9.2])
    assert ledger["drawn"].to("MUSD").magnitude == pytest.approx([360.0, 0.0, 0.0, 0.0])
    assert ledger["closing"].to("MUSD").magnitude == pytest.approx([360.0, 360.0, 360.0, 0.0])


def test_a_long_stub_does_too() -> None:
    loan = oe.Loan(**BULLET, tenor="1 year", start="2024-01-15", first_payment="2024-06-30")
    ledger = oe.schedule(loan)
    assert days(ledger) == ["2024-06-30", "2024-09-30", "2024-12-30", "2025-03-30"]
    assert ledger["interest"].to("MUSD").magnitude == pytest.approx([16.7, 9.2, 9.1, 9.0])


def test_at_thirty_days_a_month_a_stub_has_its_own_and_the_others_ninety() -> None:
    loan = oe.Loan(
        **{**BULLET, "day_count": "30/360"},
        tenor="9 months",
        start="2024-02-10",
        first_payment="2024-03-31",
        roll="end of month",
    )
    # From the 10th to the 31st of the next month: 30 + 31 - 10, as the first day is no 30th.
    interest = oe.schedule(loan)["interest"].to("MUSD").magnitude
    assert interest == pytest.approx([5.1, 9.0, 9.0], rel=1e-12)


def test_a_first_payment_on_its_usual_day_changes_nothing() -> None:
    terms = {**BULLET, "tenor": "2 year", "start": "2012-02-27", "grace": "6 months"}
    usual = oe.schedule(oe.Loan(**terms)).to_frame()
    explicit = oe.schedule(oe.Loan(**terms, first_payment="2012-05-27")).to_frame()
    pd.testing.assert_frame_equal(usual, explicit, check_exact=True)


def test_a_stub_counts_as_a_whole_period_of_grace_tenor_and_disbursements() -> None:
    loan = oe.Loan(
        "120 MUSD",
        "1 year",
        rate="0 %/year",
        grace="3 months",
        start="2024-02-10",
        first_payment="2024-03-31",
        disbursements=oe.Q([100, 20], "MUSD"),
    )
    ledger = oe.schedule(loan)
    assert ledger["drawn"].to("MUSD").magnitude == pytest.approx([100.0, 20.0, 0.0, 0.0])
    assert ledger["paid"].to("MUSD").magnitude == pytest.approx([0.0, 40.0, 40.0, 40.0])
    assert ledger.balance("2024-02-10").to("MUSD").magnitude == pytest.approx(100.0)
    assert ledger.balance("2024-03-31").to("MUSD").magnitude == pytest.approx(120.0)


@pytest.mark.parametrize("first", ["2024-03-31", "2024-06-30"])  # a short stub and a long one
@pytest.mark.parametrize("count", ["30/360", "ACT/360", "ACT/365"])
def test_a_ledger_by_month_has_the_money_of_one_by_quarter(first: str, count: str) -> None:
    loan = oe.Loan(
        "360 MUSD",
        "2 year",
        rate="10 %/year",
        grace="6 months",
        start="2024-02-10",
        first_payment=first,
        disbursements=oe.Q([300, 60], "MUSD"),
        commitment_fee="1 %/year",
        day_count=count,
    )
    quarters, months = oe.schedule(loan), oe.schedule(loan, every="monthly")
    assert set(days(quarters)) < set(days(months))
    kept = np.isin(days(months), days(quarters))
    for name in ("paid", "closing", "fees"):
        by_month = months[name].magnitude
        assert by_month[kept] == pytest.approx(quarters[name].magnitude, rel=1e-12, abs=1e-3), name
        if name != "closing":
            assert (by_month[~kept] == 0.0).all()
    for name in ("interest", "drawn"):
        sums = months[name].magnitude.sum(), quarters[name].magnitude.sum()
        assert sums[0] == pytest.approx(sums[1], rel=1e-12)


def test_amendments_count_from_the_first_payment_of_a_stub() -> None:
    base = oe.Loan(
        "120 MUSD", "1 year", rate="0 %/year", start="2024-02-10", first_payment="2024-03-31"
    )
    longer = oe.Amendment("2024-04-01", "re-profile", tenor="15 months")
    ledger = oe.schedule(base.evolve(amendments={"longer": longer}))
    assert days(ledger)[-1] == "2025-03-31"
    assert ledger["paid"].to("MUSD").magnitude == pytest.approx([30.0, *[22.5] * 4])
    cut = oe.Amendment("2024-03-31", "write-down", share="50 %")
    forgiven = oe.schedule(base.evolve(amendments={"cut": cut}))
    assert forgiven["written_off"].to("MUSD").magnitude == pytest.approx([0.0, 45.0, 0.0, 0.0])
    assert forgiven.balance("2024-03-31").to("MUSD").magnitude == pytest.approx(45.0)


def test_a_second_loan_may_lie_on_the_days_of_one_with_a_stub() -> None:
    terms: dict[str, Any] = {"tenor": "1 year", "rate": "0 %/year", "roll": "end of month"}
    first = oe.Loan("100 MUSD", **terms, start="2024-02-10", first_payment="2024-03-31")
    second = oe.Loan("60 MUSD", **terms, frequency="semiannual", start="2024-06-30", name="second")
    ledger = oe.schedule([first, second])
    assert days(ledger)[0] == "2024-03-31"
    assert days(ledger)[-1] == "2025-06-30"
    owed = ledger["second.closing"].to("MUSD").magnitude
    assert owed == pytest.approx([0.0, 0.0, 60.0, 30.0, 30.0, 0.0])
    together = oe.schedule([first, first.evolve(name="twin")])
    assert (together["twin.paid"].magnitude == together["loan1.paid"].magnitude).all()


# -- against pandas and pyxirr -----------------------------------------------------------------


@st.composite
def dated(draw: Any) -> oe.Loan:
    """Any loan with a stub or without, of either roll and any day count."""
    frequency = draw(st.sampled_from([*MONTHS]))
    step, payments = MONTHS[frequency], draw(st.integers(1, 10))
    start = draw(st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31)))
    roll = draw(st.sampled_from(["same day", "end of month"]))
    first = draw(st.none() | st.integers(1, 2 * 28 * step).map(lambda n: start + dt.timedelta(n)))
    if roll == "end of month":
        start = (pd.Timestamp(start) + pd.offsets.MonthEnd(0)).date()
        first = None if first is None else (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date()
        assume(first is None or (first > start and (first - start).days <= 2 * 28 * step))
    return oe.Loan(
        "1000 MUSD",
        f"{payments * step} months",
        rate="8 %/year",
        frequency=frequency,
        start=start,
        first_payment=first or "",
        roll=roll,
        day_count=draw(st.sampled_from(["ACT/360", "ACT/365"])),
    )


def by_pandas(loan: oe.Loan) -> list[pd.Timestamp]:
    """Return the start and the payment days."""
    start, step = pd.Timestamp(loan.start), loan.payment_months
    anchor = pd.Timestamp(loan.first_payment or start)
    number = range(loan.tenor_months // step)
    ahead = 0 if loan.first_payment else step
    due = [anchor + pd.DateOffset(months=k * step + ahead) for k in number]
    if loan.roll == "end of month":
        due = [day + pd.offsets.MonthEnd(0) for day in due]
    return [start, *due]


@given(dated())
def test_any_schedule_is_that_of_pandas_days(loan: oe.Loan) -> None:
    ledger, wanted = oe.schedule(loan), by_pandas(loan)
    assert [pd.Timestamp(day) for day in ledger.ends] == wanted[1:]
    year = 360.0 if loan.day_count == "ACT/360" else 365.0
    left, count, paid = 1000.0, len(wanted) - 1, []
    for before, after in pairwise(wanted):
        interest = left * 0.08 * (after - before).days / year
        paid.append(interest + 1000.0 / count)
        left -= 1000.0 / count
    assert ledger["paid"].to("MUSD").magnitude == pytest.approx(paid, rel=1e-9)
    theirs: Any = pyxirr.xirr([day.date() for day in wanted], [-1000.0, *paid])
    if theirs is not None and abs(theirs) < 1.0:  # over a day or two it gives up
        assert float(oe.irr(ledger).magnitude) / 100.0 == pytest.approx(theirs, rel=1e-6)
    again = oe.Loan.from_dict(loan.to_dict())
    assert again == loan
    assert (oe.schedule(again)["paid"].magnitude == ledger["paid"].magnitude).all()


@given(st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 400))
def test_thirty_days_a_month_are_near_the_days_and_add_up(first: dt.date, more: int) -> None:
    last = first + dt.timedelta(more)
    count = thirty_360(first, last, end_of_month=False)
    assert abs(count - more) <= 2 + more / 60
    assert thirty_360(first, last.replace(day=1), end_of_month=False) <= count


@pytest.mark.parametrize(
    ("first", "last", "ends", "days_"),
    [  # by Excel's DAYS360, but for February at the end of the month
        ("2024-02-10", "2024-03-31", False, 51),
        ("2024-01-31", "2024-03-31", False, 60),
        ("2024-01-30", "2024-03-31", False, 60),
        ("2024-01-31", "2024-02-29", False, 29),
        ("2024-01-15", "2024-06-30", False, 165),
        ("2024-01-31", "2024-02-29", True, 30),
        ("2024-02-29", "2024-03-31", True, 30),
    ],
)
def test_days_at_thirty_a_month(first: str, last: str, ends: Any, days_: int) -> None:
    count = thirty_360(dt.date.fromisoformat(first), dt.date.fromisoformat(last), end_of_month=ends)
    assert count == days_


# -- day counts --------------------------------------------------------------------------------


def test_a_loan_over_a_base_counts_days_unless_it_says_otherwise() -> None:
    fixed = oe.Loan("360 MUSD", "1 year", rate="10 %/year", start="2024-01-31")
    floating = oe.Loan("360 MUSD", "1 year", base="10 %/year", start="2024-01-31")
    assert fixed.day_count == "30/360"
    assert floating.day_count == "ACT/360"
    assert floating.evolve(day_count="30/360").day_count == "30/360"
    assert floating.evolve(base=None, rate="10 %/year") == fixed  # what was not said stays so
    interest = oe.schedule(floating)["interest"].to("MUSD").magnitude
    assert interest[0] == pytest.approx(360.0 * 0.10 * 90 / 360)  # 31 January to 30 April: 90
    assert interest[1] == pytest.approx(270.0 * 0.10 * 92 / 360)
    assert "day_count" not in floating.to_dict()
    assert "day_count" not in repr(floating)


def test_the_loan_of_2012_counts_days() -> None:
    ledger = oe.schedule(oe.Loan.shipped("CDB 2012 equipment"))
    assert float(oe.irr(ledger).magnitude) == pytest.approx(4.84, abs=0.005)
    assert float(oe.grant_element(ledger).magnitude) == pytest.approx(0.60, abs=0.005)


# -- what is refused ---------------------------------------------------------------------------

TERMS: dict[str, Any] = {"principal": "1 MUSD", "tenor": "1 year", "rate": "5 %/year"}


def test_loans_whose_days_do_not_meet_are_refused() -> None:
    stub = oe.Loan(**TERMS, start="2024-02-10", first_payment="2024-03-31")
    plain = oe.Loan(**TERMS, start="2024-02-10", name="plain")
    with pytest.raises(
        InputError, match=r"schedule: plain\.first_payment: expected a payment day of"
    ):
        oe.schedule([stub, plain])
    with pytest.raises(
        InputError, match=r"schedule: late\.start: expected the day of the month of"
    ):
        oe.schedule([stub, plain.evolve(start="2024-05-10", name="late")])
    ends = oe.Loan(**TERMS, start="2024-01-31", roll="end of month", name="ends")
    with pytest.raises(InputError, match=r"schedule: ends\.roll: expected that of the first loan"):
        oe.schedule([plain.evolve(start="2024-01-31"), ends])


# -- what single contracts do ------------------------------------------------------------------


def test_day_counts() -> None:
    loan = oe.Loan(
        "360 USD", "1 year", rate="10 %/year", frequency="semiannual", start="2011-08-31"
    )
    interest = {
        count: oe.schedule(loan.evolve(day_count=count, profile="bullet"))["interest"].magnitude
        for count in ("30/360", "ACT/360", "ACT/365")
    }
    assert interest["30/360"] == pytest.approx([18.0, 18.0])
    assert interest["ACT/360"] == pytest.approx([18.2, 18.4])  # to 29 February, then to 31 August
    assert interest["ACT/365"] == pytest.approx([36 * 182 / 365, 36 * 184 / 365])
