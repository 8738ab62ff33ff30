"""Statistics of a history, as those of paths are taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.prices.statistics import statistics_of
from tests.samples import refusal

P: Any = oe.prices
HISTORY: Any = P.history(["Brent", "WTI"], since="2013-01", until="2026-07")


def test_the_statistics_are_numpys() -> None:
    table = P.statistics(HISTORY)
    assert list(table.columns) == ["Brent", "WTI"]
    x = HISTORY["WTI [USD/bbl]"].to_numpy()
    changes = np.diff(np.log(x))
    known = {
        "mean [USD/bbl]": x.mean(),
        "sd [USD/bbl]": x.std(ddof=1),
        "correlation with the month before [1]": np.corrcoef(np.log(x[1:]), np.log(x[:-1]))[0, 1],
        "sd of a month's change [log]": changes.std(ddof=1),
        "correlation of changes one month apart [1]": np.corrcoef(changes[1:], changes[:-1])[0, 1],
    }
    for name, value in known.items():
        assert table.loc[name, "WTI"] == pytest.approx(value)


def test_plain_changes_take_either_sign() -> None:
    months = pd.period_range("2024-01", periods=4, freq="M")
    earnings = pd.Series([10.0, -20.0, 5.0, 3.0], months, name="TD22 [USD/day]")
    table = P.statistics(earnings, changes="plain")["TD22"]
    assert table["sd of a month's change [USD/day]"] == pytest.approx(np.diff(earnings).std(ddof=1))
    assert refusal(lambda: P.statistics(earnings)) == (
        "statistics: TD22: expected values above 0 for logarithms, got -20 USD/day; write "
        "changes='plain'"
    )


def test_what_does_not_move_has_no_correlation() -> None:
    rows = statistics_of(np.full((5, 2), 60.0), "USD/bbl", logs=True)
    assert np.isnan(rows["correlation of changes one month apart [1]"]).all()
    assert (rows["sd of a month's change [log]"] == 0.0).all()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: P.statistics(HISTORY.iloc[:2]), "statistics: Brent: expected at least 3 months"),
        (lambda: P.statistics(3.0), "statistics: series: expected a pandas Series, got float"),
        (
            lambda: P.statistics(HISTORY, changes="logs"),
            "statistics: changes: expected 'log' or 'plain', got 'logs'; write changes='log'",
        ),
        (
            lambda: P.statistics(P.history("Merey")),
            "statistics: Merey: expected a number in every month, got nan in",
        ),
    ],
)
def test_what_has_no_statistics_is_refused(make: Any, text: str) -> None:
    assert refusal(make).startswith(text)
