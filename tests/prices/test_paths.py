"""Simulated paths: labels, quantiles, one of them as a series, and the fan."""

from __future__ import annotations

import pickle
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from tests.samples import refusal

mpl.use("Agg")

P: Any = oe.prices
PATHS: Any = P.MeanReverting("65 USD/bbl", "0.8/year", "70 USD/bbl", "40 %").simulate(
    "2026-01/2027-06", n=400, seed=1
)


def test_months_and_unit_stand_with_the_values() -> None:
    assert PATHS.values.shape == (18, 400)
    assert str(PATHS.values.units) == "USD / bbl"
    assert not PATHS.values.magnitude.flags.writeable
    assert PATHS.to_frame().shape == (18, 400)
    assert [str(PATHS.months[k]) for k in (0, -1)] == ["2026-01", "2027-06"]
    assert PATHS.months.name == "month"
    assert repr(PATHS) == "<400 paths, 2026-01 to 2027-06, USD/bbl: MeanReverting, seed 1>"
    numbered = PATHS.process.simulate(3, n=2)
    assert repr(numbered) == "<2 paths, month 1 to month 3, USD/bbl: MeanReverting, seed 0>"
    assert numbered.months.tolist() == [1, 2, 3]


def test_quantiles_are_numpys_over_the_paths() -> None:
    table = PATHS.quantiles([0.25, 0.5])
    np.testing.assert_array_equal(
        table.to_numpy(), np.quantile(PATHS.values.magnitude, [0.25, 0.5], axis=1).T
    )
    assert list(table.columns) == [0.25, 0.5]
    assert refusal(lambda: PATHS.quantiles([5.0])) == (
        "quantiles: expected shares from 0 to 1, got [5.0]; write [0.1, 0.9]"
    )


def test_a_path_is_a_series_that_a_scenario_takes() -> None:
    named = P.Correlated({"market.brent": PATHS.process}).simulate("2026-01/2026-03", n=2, seed=1)
    path = named["market.brent"].path(1)
    assert path.name == "market.brent [USD/bbl]"
    scenario = oe.scenario("article").vary(path)
    np.testing.assert_allclose(scenario.market.brent.magnitude, path.to_numpy())
    assert refusal(lambda: PATHS.path(400)) == (
        "path: position: expected at most 399, the last path, got 400"
    )


def test_statistics_of_the_paths() -> None:
    table = PATHS.statistics([0.5])
    changes = np.diff(np.log(PATHS.values.magnitude), axis=0).std(axis=0, ddof=1)
    assert table.loc["sd of a month's change [log]", 0.5] == pytest.approx(np.median(changes))
    assert refusal(PATHS.process.simulate(2, n=2).statistics) == (
        "statistics: expected at least 3 months, got 2"
    )


def test_paths_leave_the_process() -> None:
    again = pickle.loads(pickle.dumps(PATHS))  # noqa: S301  our own
    np.testing.assert_array_equal(again.values.magnitude, PATHS.values.magnitude)
    assert repr(again) == repr(PATHS)


def test_the_fan_shows_the_quantiles_and_one_path() -> None:
    ax = PATHS.plot(path=7, mark="5000 USc/bbl")
    legend: Any = ax.get_legend()
    labels = [text.get_text() for text in legend.get_texts()]
    assert labels == ["5 % to 95 %", "25 % to 75 %", "median", "path 7", "marked: 50"]
    lines = {line.get_label(): np.asarray(line.get_ydata()) for line in ax.get_lines()}
    np.testing.assert_array_equal(lines["path 7"], PATHS.path(7))
    np.testing.assert_allclose(lines["median"], PATHS.quantiles([0.5])[0.5])
    assert ax.get_ylabel() == "value, USD/bbl"
    assert ax.get_xlabel() == "month"
    assert "MeanReverting; 400 paths, seed 1." in [text.get_text() for text in ax.texts]
    with pytest.raises(oe.UnitError, match=r"^mark: "):
        PATHS.plot(mark="50 USD/t")


def test_the_fan_of_a_named_series_has_its_name() -> None:
    named = P.Correlated({"market.brent": PATHS.process}).simulate(4, n=5)["market.brent"]
    ax = named.plot()
    assert ax.get_title(loc="left") == "Simulated paths: market.brent"
    assert isinstance(named.months, pd.RangeIndex)
