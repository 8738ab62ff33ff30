"""Numbers by month, from a series: without a gap, with their unit and first month."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, UnitError
from oilecon.prices.amounts import Amount, monthly
from oilecon.prices.months import Months
from tests.samples import refusal

MONTHS = pd.period_range("2026-01", periods=4, freq="M")
SERIES = pd.Series([60.0, 61.0, 62.0, 63.0], MONTHS, name="Brent [USD/bbl]")
FIRST = 12 * 2026


def test_a_series_has_name_unit_and_first_month() -> None:
    name, amount = monthly(SERIES)
    assert (name, amount.unit, amount.first) == ("Brent", "USD/bbl", FIRST)
    assert amount == Amount(np.array([60.0, 61.0, 62.0, 63.0]), "USD/bbl", FIRST)
    assert monthly(SERIES.to_frame())[1] == amount
    assert monthly(SERIES.set_axis(MONTHS.to_timestamp()))[1] == amount
    assert monthly(SERIES.set_axis(MONTHS.astype(str)))[1] == amount


@pytest.mark.parametrize(
    ("wrong", "kind", "text"),
    [
        (
            SERIES.rename("Brent"),
            InputError,
            (
                "f: expected a unit in the series' name, got 'Brent'; write a pandas Series with "
                "an index "
                "of periods and the name 'Brent [USD/bbl]'"
            ),
        ),
        (SERIES.rename("Brent [USD/barrel of oil]"), UnitError, "f: Brent: "),
        (
            SERIES.reset_index(drop=True),
            InputError,
            "f: Brent: expected an index of months, got RangeIndex; write a pandas Series",
        ),
        (SERIES.iloc[:0], InputError, "f: Brent: expected at least one month, got none"),
        (
            SERIES.iloc[[0, 2, 3]],
            InputError,
            (
                "f: Brent: expected 2026-02 after 2026-01, got 2026-03; write every month once, "
                "in order"
            ),
        ),
        (
            SERIES.where(SERIES != 61.0),
            InputError,
            (
                "f: Brent: expected a number in every month, got nan in 2026-02 (1 of 4); write "
                "series.loc[first:last] without a gap, or series.interpolate() if a straight "
                "line will do"
            ),
        ),
        (
            SERIES.replace(62.0, np.inf),
            InputError,
            "f: Brent: expected a number in every month, got inf in 2026-03 (1 of 4)",
        ),
        (
            SERIES.astype(object).replace(62.0, "dear"),
            InputError,
            "f: Brent: expected numbers, got object",
        ),
        (
            pd.concat([SERIES, SERIES.rename("WTI [USD/bbl]")], axis=1),
            InputError,
            "f: expected one series, got 2 columns; write table['Brent [USD/bbl]']",
        ),
        ([60.0], InputError, "f: expected a series by month, got list; write a pandas Series"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_monthly_series_is_refused(wrong: Any, kind: Any, text: str) -> None:
    assert refusal(lambda: monthly(wrong, "f"), kind).startswith(text)


def test_an_amount_is_a_value_that_none_can_change() -> None:
    amount = monthly(SERIES)[1]
    for same in (pickle.loads(pickle.dumps(amount)), copy.deepcopy(amount)):  # noqa: S301  our own
        assert same == amount
        assert hash(same) == hash(amount)
        assert not np.asarray(same.magnitude).flags.writeable
    assert amount != Amount(amount.magnitude, "USD/bbl")
    assert amount != Amount(amount.magnitude, "USD/t", FIRST)
    assert amount != SERIES.name


@given(st.integers(0, 3), st.integers(1, 4))
def test_the_numbers_of_some_months(skipped: int, count: int) -> None:
    amount, months = monthly(SERIES)[1], Months(count, FIRST + skipped)
    if skipped + count > 4:
        text = refusal(lambda: amount.over(months, "f", "USD/bbl"))
        assert text.startswith(f"f: expected numbers from {months.label(0)} to ")
        assert text.endswith("got those from 2026-01 to 2026-04")
    else:
        part = amount.over(months, "f", "USc/bbl")
        np.testing.assert_allclose(part, 100.0 * SERIES.to_numpy()[skipped : skipped + count])


def test_without_a_calendar_there_are_as_many_numbers_as_months() -> None:
    amount = Amount(np.array([1.0, 2.0]), "USD/bbl")
    assert np.array_equal(amount.over(Months(2, FIRST), "f", "USD/bbl"), [1.0, 2.0])
    assert refusal(lambda: amount.over(Months(3, FIRST), "f", "USD/bbl")) == (
        "f: expected 3 months, got 2; write as many, or say what its own months are of the calendar"
    )
    assert refusal(lambda: monthly(SERIES)[1].over(Months(3), "f", "USD/bbl")) == (
        "f: expected 3 months, got 4; write as many, or say what the months of the paths are of "
        "the calendar"
    )
    assert Amount(1.0, "USD/bbl").over(Months(99), "f", "USD/bbl") == 1.0


def test_a_field_of_many_numbers_says_what_it_takes() -> None:
    deck: Any = oe.prices.PriceDeck
    assert refusal(lambda: deck(oe.Q(np.ones((2, 2, 2)), "USD/bbl"))) == (
        "PriceDeck.prices: expected months, or months by paths, got an array of shape (2, 2, 2)"
    )
    assert refusal(deck) == (
        "PriceDeck.prices: a series with a unit is required; write "
        "prices=oe.Q([65, 66, 67], 'USD/bbl')"
    )
    assert deck(SERIES).prices.magnitude.tolist() == SERIES.tolist()


def test_a_number_with_evidence_is_asked_for_without() -> None:
    row: Any = oe.scenario("article").row("market.brent")
    walk: Any = oe.prices.GeometricBrownian
    assert refusal(lambda: walk(row, "30 %")) == (
        "GeometricBrownian.start: expected a quantity alone, got Row(...), and a process keeps no "
        f"evidence of it; write '{row.value} USD/bbl'"
    )
    assert refusal(lambda: walk(oe.Sourced("65 USD/bbl", low="60 USD/bbl"), "30 %")) == (
        "GeometricBrownian.start: expected a quantity alone, got Sourced(...), and a process keeps "
        "no evidence of it; write '65 USD/bbl'"
    )


def test_a_process_is_made_again_of_its_plain_values() -> None:
    process: Any = oe.prices.BlockBootstrap(
        pd.Series(
            np.arange(60.0, 90.0),
            pd.period_range("2024-01", periods=30, freq="M"),
            name="Brent [USD/bbl]",
        ),
        start="7000 USc/bbl",
    )
    kind = type(process)
    assert kind.of_values(dict(process.values), process) == process
    moved = kind.of_values({**process.values, "start": 6500.0}, process)
    assert moved == process.evolve(start="6500 USc/bbl")
