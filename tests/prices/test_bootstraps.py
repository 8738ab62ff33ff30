"""Paths of a history's own changes: blocks, rows in common, no drift."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.prices.months import Months
from oilecon.prices.noise import Noise
from tests.samples import refusal

P: Any = oe.prices
HISTORY: Any = P.history(["Brent", "WTI"], since="2013-01", until="2026-07")
BRENT, WTI = (HISTORY[f"{name} [USD/bbl]"] for name in ("Brent", "WTI"))


def correlation(x: Any) -> float:
    return float(np.corrcoef(x[:-1], x[1:])[0, 1])


@pytest.mark.parametrize(("block", "kept"), [(1, 0.0), (6, 0.225), (12, 0.248)])
def test_a_block_of_b_months_keeps_its_share_of_the_correlation(block: int, kept: float) -> None:
    history = np.diff(np.log(BRENT.to_numpy()))
    assert correlation(history) == pytest.approx(0.270, abs=0.0005)
    path = P.BlockBootstrap(BRENT, block=block).simulate(100_000, n=1, seed=2)
    drawn = np.diff(np.log(path.values.magnitude[:, 0]))
    assert correlation(drawn) == pytest.approx(kept, abs=0.01)


@pytest.mark.parametrize("changes", ["log", "plain"])
def test_the_paths_have_the_moments_and_drift_nowhere(changes: str) -> None:
    process = P.BlockBootstrap(BRENT, block=5, changes=changes)
    values = process.simulate(13, n=200_000, seed=4).values.magnitude
    known = process.moments(13)
    error = 4.5 / 200_000**0.5
    spread = known["sd [USD/bbl]"].to_numpy()
    assert (np.abs(values.mean(axis=1) - known["mean [USD/bbl]"]) < error * spread).all()
    np.testing.assert_allclose(values.std(axis=1), spread, rtol=0.02)
    x = np.log(values) if changes == "log" else values
    start = np.log(BRENT.iloc[-1]) if changes == "log" else BRENT.iloc[-1]
    np.testing.assert_allclose(x.mean(axis=1), start, atol=5.0 * x.std() / 200_000**0.5)


def test_the_changes_are_the_historys_in_its_order() -> None:
    process = P.BlockBootstrap(BRENT, block=4)
    x = np.log(process.simulate(12, n=50, seed=1).values.magnitude)
    history = np.diff(np.log(BRENT.to_numpy()))
    history = history - history.mean()
    start = np.full((1, 50), np.log(BRENT.iloc[-1]))
    steps = np.diff(np.vstack([start, x]), axis=0)
    for path in steps.T:
        for block in path.reshape(3, 4):
            at = int(np.argmin(np.abs(history - block[0])))
            np.testing.assert_allclose(block, np.roll(history, -at)[:4], atol=1e-12)


def test_series_of_the_same_months_draw_the_same_rows() -> None:
    both = P.Correlated({"b": P.BlockBootstrap(BRENT), "w": P.BlockBootstrap(WTI)})
    drawn = both.simulate(60, n=2000, seed=1)
    changes = [np.diff(np.log(drawn[name].values.magnitude), axis=0).ravel() for name in "bw"]
    history = np.diff(np.log(HISTORY.to_numpy()), axis=0)
    together = np.corrcoef(history.T)[0, 1]
    assert together > 0.8
    assert np.corrcoef(*changes)[0, 1] == pytest.approx(together, abs=0.01)
    apart = P.Correlated({"b": P.BlockBootstrap(BRENT), "w": P.BlockBootstrap(WTI.iloc[1:])})
    drawn = apart.simulate(60, n=2000, seed=1)
    changes = [np.diff(np.log(drawn[name].values.magnitude), axis=0).ravel() for name in "bw"]
    assert abs(np.corrcoef(*changes)[0, 1]) < 0.03


@given(st.integers(0, 80), st.integers(1, 40), st.integers(1, 24))
def test_a_path_depends_on_no_block_and_no_later_month(first: int, count: int, months: int) -> None:
    process = P.BlockBootstrap(BRENT, block=7)
    whole = process.draw(Months(24), Noise(3, 0, 120))
    part = process.draw(Months(months), Noise(3, first, count))
    np.testing.assert_array_equal(part, whole[:months, first : first + count])


def test_a_series_that_takes_signs_needs_plain_changes() -> None:
    months = pd.period_range("2020-01", periods=30, freq="M")
    earnings = pd.Series(np.linspace(-20e3, 50e3, 30) ** 3 / 1e9, months, name="TD22 [USD/day]")
    assert refusal(lambda: P.BlockBootstrap(earnings)).startswith(
        "BlockBootstrap.changes: expected values above 0 for changes of the logarithm, got -8000"
    )
    values = P.BlockBootstrap(earnings, changes="plain", start="-5 USD/day").simulate(6).values
    assert values.units == oe.Q(1, "USD/day").units


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: P.BlockBootstrap(BRENT, block=0), "BlockBootstrap.block: expected at least 1"),
        (
            lambda: P.BlockBootstrap(BRENT, block=2.5),
            "BlockBootstrap.block: expected a whole number of months up to 162, got 2.5",
        ),
        (
            lambda: P.BlockBootstrap(BRENT, block=163),
            "BlockBootstrap.block: expected a whole number of months up to 162, got 163",
        ),
        (
            lambda: P.BlockBootstrap(BRENT.iloc[:12], block=1),
            "BlockBootstrap.history: expected at least 13 months, got 12",
        ),
        (
            lambda: P.BlockBootstrap(BRENT, start="-1 USD/bbl"),
            "BlockBootstrap.changes: expected values above 0 for changes of the logarithm, got -1",
        ),
        (
            lambda: P.BlockBootstrap(oe.Q(1.0, "USD/bbl")),
            "BlockBootstrap.block: expected a whole number of months up to 0, got 12",
        ),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, text: str) -> None:
    assert refusal(make).startswith(text)


def test_a_start_in_another_unit_is_refused() -> None:
    assert refusal(lambda: P.BlockBootstrap(BRENT, start="65 USD/t"), oe.UnitError) == (
        "BlockBootstrap.start: expected USD/bbl, the unit of history, got USD/t"
    )


def test_a_bootstrap_is_a_value() -> None:
    process = P.BlockBootstrap(BRENT, block=6)
    assert pickle.loads(pickle.dumps(process)) == process  # noqa: S301  our own
    assert P.BlockBootstrap.from_dict(process.to_dict()) == process
    assert process.evolve(start="65 USD/bbl") != process
    assert process != P.BlockBootstrap(WTI, block=6)
