"""Months: labels and days, spans as text, and what falls into a month some days later."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError
from oilecon.programme.months import MonthsField, months_of
from tests.samples import PROGRAMME, refusal

YEAR = months_of("2026-01/2026-12")


# -- labels and days -----------------------------------------------------------------------------


@given(
    first=st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    count=st.integers(min_value=1, max_value=40),
)
def test_months_have_the_calendar_s_days(first: dt.date, count: int) -> None:
    index = pd.period_range(first, periods=count, freq="M")
    months = months_of(f"{index[0]}/{index[-1]}")
    assert months.labels == tuple(index.astype(str))
    assert list(months.days) == [float(days) for days in index.days_in_month]
    assert list(months.starts) == [0.0, *np.cumsum(months.days)]
    assert months.first == dt.date(first.year, first.month, 1)
    assert months.index().equals(index.rename("month"))


def test_leap_years_count() -> None:
    assert months_of("2024-02/2024-02").days == (float(calendar.monthrange(2024, 2)[1]),) == (29.0,)
    assert months_of("2100-02/2100-02").days == (28.0,)


def test_a_month_s_position() -> None:
    assert YEAR.position("2026-04") == 3
    assert YEAR.position("2027-01") is None


# -- spans ---------------------------------------------------------------------------------------

SPAN = MonthsField("a span")


@pytest.mark.parametrize(
    "given",
    [
        "2026-01/2026-03",
        pd.period_range("2026-01", periods=3, freq="M"),
    ],
)
def test_a_span_is_text_or_an_index_of_months(given: Any) -> None:
    assert SPAN.read(given) == "2026-01/2026-03"


SPANS = [
    ("", "a span of months is required; write months='2026-01/2026-12'"),
    (["2026-01"], "expected a first and a last month, got ['2026-01']; write '2026-01/2026-12'"),
    (12, "expected a first and a last month, got 12; write '2026-01/2026-12'"),
    ("1900-01/2026-12", "expected at most 1200 months, got 1524"),
]


@pytest.mark.parametrize(("given", "sentence"), SPANS)
def test_a_faulty_span_is_refused(given: Any, sentence: str) -> None:
    assert refusal(lambda: SPAN.read(given)) == sentence
    whole = refusal(lambda: PROGRAMME.evolve(months=given))
    assert whole == f"Programme.months: {sentence}"


@pytest.mark.parametrize("given", ["2026-13/2027-01", "2026-05/2026-01", "soon", None, [], 1.5])
def test_what_is_no_span_is_refused(given: Any) -> None:
    with pytest.raises(InputError, match=r"^Programme\.months: "):
        PROGRAMME.evolve(months=given)


def test_a_programme_needs_months() -> None:
    tree = PROGRAMME.to_dict()
    del tree["months"]
    sentence = "Programme.months: a span of months is required; write months='2026-01/2026-12'"
    assert refusal(lambda: oe.Programme.from_dict(tree)) == sentence


# -- shares of a month ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "shares"),
    [
        ("", "", [1.0, 1.0, 1.0]),
        ("2026-02-15", "", [0.0, 14 / 28, 1.0]),
        ("", "2026-02-14", [1.0, 14 / 28, 0.0]),
        ("2026-02-03", "2026-02-03", [0.0, 1 / 28, 0.0]),
        ("2025-01-01", "2025-12-31", [0.0, 0.0, 0.0]),
        ("2026-04-01", "", [0.0, 0.0, 0.0]),
    ],
)
def test_a_licence_is_open_for_its_days_of_a_month(
    since: str, until: str, shares: list[float]
) -> None:
    assert [YEAR.open_share(k, since, until) for k in range(3)] == pytest.approx(shares)


@given(lag=st.floats(-200.0, 400.0))
def test_all_that_is_loaded_falls_into_some_month_or_after_the_last(lag: float) -> None:
    shares = np.zeros((12, 13))
    for of, into, share in YEAR.spread(lag):
        shares[of, into] += share  # -1, before the first, is the last column
    assert (shares >= 0.0).all()
    within = shares.sum(axis=1)
    assert (within <= 1.0 + 1e-12).all()
    for of in range(12):
        last = YEAR.starts[of + 1] + lag
        if last <= YEAR.starts[-1]:
            assert within[of] == pytest.approx(1.0)


def test_a_lag_of_whole_months_is_the_month_after() -> None:
    assert YEAR.spread(0.0) == [(k, k, 1.0) for k in range(12)]
    january = {into: share for of, into, share in YEAR.spread(31.0) if of == 0}
    assert january == pytest.approx({1: 28 / 31, 2: 3 / 31})
    before = {into: share for of, into, share in YEAR.spread(-10.0) if of == 0}
    assert before == pytest.approx({-1: 10 / 31, 0: 21 / 31})


@given(begins=st.floats(0.0, 300.0), length=st.floats(0.0, 300.0))
def test_a_payment_over_some_days_is_whole_within_the_months(begins: float, length: float) -> None:
    total = sum(share for _, _, share in YEAR.window(begins, length))
    end = min(begins + length, YEAR.starts[-1])
    expected = 1.0 if length < 1e-9 else (end - begins) / length
    assert total <= 1.0 + 1e-12
    assert total == pytest.approx(expected, abs=1e-6)


@given(begins=st.floats(0.0, 364.0))
def test_a_payment_at_once_is_whole_in_one_month(begins: float) -> None:
    """A part of a thousandth of a cent is missing where the length is divided by."""
    shares = [share for _, _, share in YEAR.window(begins, 0.0)]
    assert sum(shares) == pytest.approx(1.0, rel=1e-12)


def test_one_month_is_no_span_and_a_number_is_not_offered() -> None:
    text = refusal(lambda: PROGRAMME.evolve(months="2026"))
    assert text.endswith("got '2026'; write months='2026-01/2026-12'")
