"""Fits: the optimum, its errors, and what a fit says that it cannot tell."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

import oilecon as oe
from oilecon.prices import fits
from tests.samples import refusal

P: Any = oe.prices
BRENT: Any = P.history("Brent", since="2013-01", until="2026-07")
EARNINGS: Any = P.history("TD22 earnings")
KINDS = ("mean reverting", "geometric brownian", "ornstein uhlenbeck")


def series(values: Any, name: str = "x [USD/bbl]") -> Any:
    return pd.Series(values, pd.period_range("2000-01", periods=len(values), freq="M"), name=name)


@pytest.mark.parametrize("averaged", [False, True])
def test_scipy_sees_no_higher_likelihood(averaged: bool) -> None:  # noqa: FBT001
    recent = BRENT.iloc[-60:]
    fitted = P.fit(recent, averaged=averaged)
    process = fitted.process
    x = np.log(recent.to_numpy().ravel())
    likelihood = fits._all_months if averaged else fits._steps

    def height(at: Any) -> float:
        kappa, sigma = np.exp(at[0]), np.exp(at[2])
        return -likelihood(x, kappa, at[1], sigma, averaged=averaged)

    own = np.array(
        [np.log(process.kappa.magnitude), process.alpha, np.log(process.sigma.magnitude)]
    )
    peak = optimize.minimize(height, own + 0.05, method="Nelder-Mead", options={"fatol": 1e-10})
    assert -height(own) == pytest.approx(fitted.log_likelihood, abs=1e-9)
    assert -peak.fun <= fitted.log_likelihood + 1e-7
    np.testing.assert_allclose(peak.x, own, atol=2e-4)


@pytest.mark.parametrize("process", KINDS)
@pytest.mark.parametrize("averaged", [False, True])
def test_the_truth_lies_within_the_errors(process: str, averaged: bool) -> None:  # noqa: FBT001
    month = "mean" if averaged else "step"
    truth: Any = {
        "mean reverting": P.MeanReverting("60 USD/bbl", "3/year", "70 USD/bbl", "35 %", 0.0, month),
        "geometric brownian": P.GeometricBrownian("60 USD/bbl", "35 %", "5 %/year", month),
        "ornstein uhlenbeck": P.OrnsteinUhlenbeck(
            "-5 USD/bbl", "3/year", "-9 USD/bbl", "4 USD/bbl", month
        ),
    }[process]
    path = truth.simulate("1990-01/2029-12", n=1, seed=6).path(0)
    fitted = P.fit(path, process, averaged=averaged)
    table = fitted.to_frame()
    for name in ("kappa", "level", "sigma", "drift"):
        for label in [row for row in table.index if str(row).startswith(f"{name} [")]:
            off = table.loc[label, "estimate"] - getattr(truth, name).magnitude
            assert abs(off) < 3.0 * table.loc[label, "standard error"], label
    assert fitted.process.averaged is averaged


def test_averages_taken_for_prices_show_too_little_volatility() -> None:
    truth = P.GeometricBrownian("60 USD/bbl", "30 %", month="mean")
    path = truth.simulate("1930-01/2029-12", n=1, seed=2).path(0)
    plain, knowing = (
        P.fit(path, "geometric brownian", averaged=averaged) for averaged in (False, True)
    )
    assert plain.process.sigma.magnitude == pytest.approx(0.30 * 0.817, rel=0.05)
    assert knowing.process.sigma.magnitude == pytest.approx(0.30, rel=0.05)
    assert knowing.log_likelihood > plain.log_likelihood + 10.0


@pytest.mark.parametrize("process", KINDS)
def test_the_fitted_process_starts_where_the_series_ends(process: str) -> None:
    fitted = P.fit(BRENT, process)
    assert fitted.process.start.magnitude == pytest.approx(BRENT.iloc[-1, 0])
    averaged = P.fit(BRENT, process, averaged=True).process.start.magnitude
    assert averaged == pytest.approx(BRENT.iloc[-1, 0], rel=0.03)
    assert averaged != BRENT.iloc[-1, 0]


TRUTHS: dict[str, Any] = {
    "reverting": fits._Reversion(3.0, -9.0, 4.0, 0.0, 0.0),
    "walk": fits._Walk(2.0, 4.0, 0.0),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_the_end_of_the_last_month_is_the_expected_one(name: str) -> None:
    truth = TRUTHS[name]
    if name == "walk":  # of logarithms
        step = P.GeometricBrownian("1 USD/bbl", "400 %", oe.Q(2.0 + 8.0, "1/year"))
    else:
        step = P.OrnsteinUhlenbeck("-9 USD/bbl", "3/year", "-9 USD/bbl", "4 USD/bbl")
    at_end, means = (
        each.simulate(40, n=1500, seed=1).values.magnitude
        for each in (step, step.evolve(month="mean"))
    )
    if name == "walk":
        at_end, means = np.log(at_end), np.log(means)
    estimated = np.array([fits._last(path, truth) for path in means.T])
    off = estimated - at_end[-1]
    assert abs(off.mean()) < 4.0 * off.std() / len(off) ** 0.5
    assert off.std() < 0.97 * (means[-1] - at_end[-1]).std()
    # Nothing of the past is left in the error: the estimate is the best linear one.
    for month in means[-4:]:
        assert abs(np.corrcoef(off, month)[0, 1]) < 0.11


@pytest.mark.parametrize("process", KINDS)
@pytest.mark.parametrize("averaged", [False, True])
def test_shocks_are_standard_and_follow_no_other(process: str, averaged: bool) -> None:  # noqa: FBT001
    shocks = P.fit(BRENT, process, averaged=averaged).shocks()
    assert list(shocks.index) == list(BRENT.index[1:])
    assert shocks.std() == pytest.approx(1.0, abs=0.03)
    assert abs(shocks.mean()) < 0.25
    lagged = np.corrcoef(shocks[1:], shocks[:-1])[0, 1]
    assert abs(lagged) < (0.2 if averaged else 0.3)


def test_the_printed_fit_says_what_it_cannot_tell() -> None:
    text = str(P.fit(BRENT))
    for part in (
        "MeanReverting fitted to Brent, 2013-01 to 2026-07, 162 steps: log likelihood 122.549.",
        "averaged=True allows for it",
        (
            "t = -2.48, and 5 % of random walks lie below -2.88 (Dickey and Fuller): it is not "
            "rejected."
        ),
        "half show a kappa above 0.3, one in twenty above 1.1.",
        "Kappa is overestimated by about 0.31 on the average; less that, it is 0.52.",
        (
            "Beside it a GeometricBrownian: drift 0.05815 a year, sigma 0.4008; log "
            "likelihood of the "
            "steps 119.538, here 122.549."
        ),
    ):
        assert part in text
    averaged = str(P.fit(BRENT, averaged=True))
    assert "Without regard to averaging within the month 121.684." in averaged
    assert "21 daily quotations" in averaged
    walk = str(P.fit(BRENT, "geometric brownian"))
    assert "Dickey" not in walk
    assert "a random walk: drift -2.163 USD/bbl a year" in str(P.fit(BRENT, "ornstein uhlenbeck"))


def test_a_rejected_walk_is_said_to_be() -> None:
    truth = P.OrnsteinUhlenbeck("-9 USD/bbl", "6/year", "-9 USD/bbl", "4 USD/bbl")
    path = truth.simulate("2000-01/2019-12", n=1, seed=1).path(0)
    fitted = P.fit(path, "ornstein uhlenbeck")
    assert fitted.t_statistic < fitted.critical_value
    assert "(Dickey and Fuller): it is rejected." in str(fitted)


def test_statistics_stand_beside_those_of_the_paths() -> None:
    table = P.fit(BRENT, averaged=True).statistics(seed=1)
    assert list(table.columns) == ["Brent", "5 %", "50 %", "95 %"]
    pd.testing.assert_series_equal(table["Brent"], P.statistics(BRENT)["Brent"], check_names=False)
    inside = (table["5 %"] < table["Brent"]) & (table["Brent"] < table["95 %"])
    assert inside.all()
    plain = P.fit(BRENT).statistics(seed=1).loc["correlation of changes one month apart [1]"]
    assert plain["Brent"] > plain["95 %"]  # which the fit without averaging does not have


def test_a_fit_is_the_same_in_another_unit() -> None:
    cents = (100.0 * BRENT).rename(columns={"Brent [USD/bbl]": "Brent [USc/bbl]"})
    mine, other = P.fit(BRENT), P.fit(cents)
    assert other.process.kappa.magnitude == pytest.approx(mine.process.kappa.magnitude)
    assert other.process.level.to("USD/bbl").magnitude == pytest.approx(
        mine.process.level.magnitude
    )


def test_a_fit_leaves_the_process() -> None:
    fitted = P.fit(BRENT, averaged=True)
    again = pickle.loads(pickle.dumps(fitted))  # noqa: S301  our own
    assert str(again) == str(fitted)
    assert repr(fitted).startswith("<ProcessFit of Brent, 2013-01 to 2026-07: MeanReverting(")


GAP = BRENT.drop(BRENT.index[5])
RISING = series(np.exp(np.arange(40) / 20.0))
TURNING = series([60.0 + 5.0 * (-1.0) ** k + k % 7 for k in range(40)])


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: P.fit(EARNINGS.dropna().iloc[:3]), "fit: TD22 earnings: expected at least 24"),
        (
            lambda: P.fit(GAP),
            "fit: Brent: expected 2013-06 after 2013-05, got 2013-07; write every",
        ),
        (
            lambda: P.fit(BRENT.where(BRENT.iloc[3, 0] != BRENT)),
            "fit: Brent: expected a number in every month, got nan in 2013-04 (1 of 163); write",
        ),
        (lambda: P.fit(BRENT.iloc[:23]), "fit: Brent: expected at least 24 months, got 23"),
        (
            lambda: P.fit(series([60.0] * 30)),
            "fit: x: expected a series that moves, got 60 every month",
        ),
        (
            lambda: P.fit(series([*range(1, 30), -20_053], "TD22 earnings [USD/day]")),
            (
                "fit: TD22 earnings: expected values above 0 for a process of logarithms, got "
                "-20053 "
                "USD/day in 2002-06; write process='ornstein uhlenbeck'"
            ),
        ),
        (
            lambda: P.fit(series([0.0, *range(1, 30)]), "geometric brownian"),
            "fit: x: expected values above 0 for a process of logarithms, got 0 USD/bbl in 2000-01",
        ),
        (lambda: P.fit(RISING), "fit: x: the series does not revert (phi 1.0"),
        (lambda: P.fit(series(60.0 * 1.05 ** np.arange(24))), "fit: x: the series does not revert"),
        (
            lambda: P.fit(TURNING),
            "fit: x: the series turns about its level within the month (phi -",
        ),
        (lambda: P.fit(TURNING, averaged=True), "fit: x: the series turns about its level within"),
        (
            lambda: P.fit(BRENT, "brownian"),
            (
                "fit: process: expected 'mean reverting' or 'geometric brownian' or 'ornstein "
                "uhlenbeck', "
                "got 'brownian'; write process='mean reverting'"
            ),
        ),
        (lambda: P.fit(BRENT, averaged="yes"), "fit: averaged: expected True or False, got 'yes'"),
        (lambda: P.fit([60.0, 61.0]), "fit: expected a series by month, got list; write a pandas"),
        (lambda: P.fit(BRENT).kappa_if("-1/year"), "ProcessFit.kappa_if: kappa: expected at least"),
    ],
)
def test_what_cannot_be_fitted_is_refused(make: Any, text: str) -> None:
    assert refusal(make).startswith(text)
