"""Processes fitted to EIA's monthly Brent, against fits worked out apart from the library.

The series is EIA's, Europe Brent spot FOB by month, 2013-01 to 2026-07; the figures were computed
by hand from it, without this library's code.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe

P: Any = oe.prices
BRENT: Any = P.history("Brent", since="2013-01", until="2026-07")
FITTED: Any = P.fit(BRENT)
AVERAGED: Any = P.fit(BRENT, averaged=True)


def test_the_regression_of_each_month_on_the_one_before() -> None:
    table = FITTED.to_frame()
    assert FITTED.steps == 162
    for row, estimate, error in (
        ("phi, of a month [1]", 0.93328, 0.02694),
        ("kappa [1/year]", 0.8286, 0.3463),
        ("alpha [1]", 4.21036, None),
        ("level [USD/bbl]", 67.38, None),
        ("sigma [in a year]", 0.40704, None),
        ("sd of a month's shock [1]", 0.11356, None),
    ):
        digits = 10.0 ** -len(str(estimate).partition(".")[2])
        assert table.loc[row, "estimate"] == pytest.approx(estimate, abs=0.51 * digits)
        if error is not None:
            digits = 10.0 ** -len(str(error).partition(".")[2])
            assert table.loc[row, "standard error"] == pytest.approx(error, abs=0.6 * digits)
    assert FITTED.log_likelihood == pytest.approx(122.549, abs=0.0005)


def test_month_means_known_to_be_means() -> None:
    process = AVERAGED.process
    assert process.kappa.magnitude == pytest.approx(1.069, abs=0.0005)
    assert process.alpha == pytest.approx(4.2792, abs=0.00006)
    assert process.level.magnitude == pytest.approx(72.2, abs=0.05)
    assert process.sigma.magnitude == pytest.approx(0.4933, abs=0.00005)
    assert AVERAGED.log_likelihood == pytest.approx(130.998, abs=0.0005)


def test_the_same_likelihood_without_averaging_is_lower_by_nine() -> None:
    from oilecon.prices.fits import _stationary

    best = _stationary(np.log(BRENT.to_numpy().ravel()), "Brent", averaged=False)
    assert best.kappa == pytest.approx(0.743, abs=0.0005)
    assert best.alpha == pytest.approx(4.2937, abs=0.00006)
    assert best.sigma == pytest.approx(0.4070, abs=0.00005)
    assert best.log_likelihood == pytest.approx(121.684, abs=0.0005)
    assert AVERAGED.log_likelihood - best.log_likelihood == pytest.approx(9.3, abs=0.05)


def test_working_1960_of_21_quotations() -> None:
    """Working, H. (1960), Econometrica 28(4): rho = (m^2 - 1) / 2(2m^2 + 1)."""
    from oilecon.prices.fits import _of_steps

    variance, beside = _of_steps(0.0, averaged=True)
    assert beside / variance == pytest.approx(0.249, abs=0.0005)
    assert (12.0 * variance) ** 0.5 == pytest.approx(0.817, abs=0.0005)
    changes = np.diff(np.log(BRENT.to_numpy().ravel()))
    assert np.corrcoef(changes[1:], changes[:-1])[0, 1] == pytest.approx(0.270, abs=0.0005)


def test_mean_reversion_is_hardly_seen() -> None:
    assert FITTED.t_statistic == pytest.approx(-2.48, abs=0.005)
    assert FITTED.critical_value == pytest.approx(-2.88, abs=0.005)
    walk = FITTED.kappa_if("0/year", n=40_000, seed=1)
    assert walk["50 %"] == pytest.approx(0.32, abs=0.01)
    assert walk["95 %"] == pytest.approx(1.07, abs=0.03)
    assert FITTED.kappa_if("0.5/year", n=40_000, seed=1)["mean"] == pytest.approx(0.85, abs=0.015)
    assert FITTED.kappa_bias == pytest.approx(0.3, abs=0.01)


def test_a_differential_that_reverts() -> None:
    process: Any = P.OrnsteinUhlenbeck("-16.29 USD/bbl", "2/year", "-9 USD/bbl", "4 USD/bbl")
    for time, mean, sd in (
        ("1 month", -15.170852, 1.064835),
        ("6 months", -11.681841, 1.859747),
        ("1 year", -9.986594, 1.981600),
    ):
        assert process.mean(time).magnitude == pytest.approx(mean, abs=1e-6)
        assert process.sd(time).magnitude == pytest.approx(sd, abs=1e-6)
