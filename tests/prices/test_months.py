"""Months in a row: from a number, a text, or periods."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.prices.months import Months, read_months
from tests.samples import refusal

FIRST = 12 * 2026


@pytest.mark.parametrize(
    ("given_months", "months"),
    [
        (12, Months(12)),
        ("2026-01/2026-12", Months(12, FIRST)),
        ("2026-03 / 2026-03", Months(1, FIRST + 2)),
        (pd.period_range("2026-01", periods=14, freq="M"), Months(14, FIRST)),
        (Months(3, 5), Months(3, 5)),
    ],
)
def test_months_are_read(given_months: Any, months: Months) -> None:
    assert read_months(given_months, "f") == months


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        (
            0,
            (
                "f: months: expected a whole number of at least 1, got 0; write for example 12, or "
                "'2026-01/2026-12'"
            ),
        ),
        (
            1.5,
            (
                "f: months: expected a whole number of at least 1, got 1.5; write for example "
                "12, or "
                "'2026-01/2026-12'"
            ),
        ),
        (
            "2026-01",
            (
                "f: months: expected a first and a last month, got '2026-01'; write months=12, "
                "or months='2026-01/2026-12'"
            ),
        ),
        (
            "2026-02/2026-01",
            (
                "f: months: expected the last month not before the first, got "
                "'2026-02/2026-01'; write months=12, or months='2026-01/2026-12'"
            ),
        ),
        (
            pd.period_range("2026", periods=3, freq="Y"),
            "f: months: expected periods of a month, got a PeriodIndex; write index.to_period('M')",
        ),
        (
            pd.date_range("2026", periods=3, freq="D"),
            (
                "f: months: expected periods of a month, got a DatetimeIndex; write "
                "index.to_period('M')"
            ),
        ),
        (
            pd.PeriodIndex(["2026-01", "2026-03"], freq="M"),
            (
                "f: months: expected 2026-02 after 2026-01, got 2026-03; write every month once, "
                "in order"
            ),
        ),
        (
            pd.PeriodIndex(["2026-01", "2026-01"], freq="M"),
            (
                "f: months: expected 2026-02 after 2026-01, got 2026-01; write every month once, "
                "in order"
            ),
        ),
        (
            pd.PeriodIndex([], freq="M"),
            (
                "f: months: expected at least one month, got none; write months=12, or "
                "months='2026-01/2026-12'"
            ),
        ),
    ],
)
def test_what_is_no_months_is_refused(wrong: Any, text: str) -> None:
    assert refusal(lambda: read_months(wrong, "f")) == text


@given(st.integers(1, 500), st.integers(12 * 1900, 12 * 2100))
def test_the_labels_are_the_calendars(count: int, first: int) -> None:
    months = Months(count, first)
    assert read_months(months.index, "f") == months
    assert [str(label) for label in months.index] == [months.label(k) for k in range(count)]
    assert months.of_year().tolist() == [label.month - 1 for label in months.index]


def test_months_without_a_calendar_are_numbers() -> None:
    assert Months(3).index.tolist() == [1, 2, 3]
    assert Months(3).label(0) == "month 1"
