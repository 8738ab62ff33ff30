"""Schwartz's model with his parameters of oil.

Schwartz, E. S. (1997), The stochastic behavior of commodity prices, Journal of Finance 52(3),
tables of the one-factor model for oil: 1985 to 1995 and 1990 to 1995. The parameters are as quoted
from the tables; the moments and futures prices are worked out apart from the library from his
equations 4 to 7, for a price of 20 USD/bbl.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

import oilecon as oe


class Row(NamedTuple):
    """Parameters, and what follows from them."""

    kappa: float
    mu: float
    sigma: float
    lam: float
    half_life: float
    alpha: float
    stationary: float  # standard deviation of the logarithm
    log_mean: float  # in a year
    log_variance: float
    mean: float
    sd: float
    forward: float
    mean_5: float  # in five years
    forward_5: float
    forward_far: float
    month_phi: float
    month_sd: float


ROWS = {
    "1985-1995": Row(
        *(0.301, 3.093, 0.334, -0.242, 2.302815, 2.907691, 0.430475),
        *(2.972848, 0.083812, 20.384088, 6.027107, 21.707456),
        *(20.395720, 24.620930, 25.593682, 0.975229, 0.095221),
    ),
    "1990-1995": Row(
        *(0.428, 2.991, 0.257, 0.002, 1.619503, 2.913840, 0.277777),
        *(2.967218, 0.044378, 19.873900, 4.233533, 19.860065),
        *(19.327345, 19.293269, 19.113979, 0.964962, 0.072886),
    ),
}
SIX = 1.001e-6  # digits behind the point


@pytest.mark.parametrize("years", ROWS)
def test_the_moments_and_futures_of_his_parameters(years: str) -> None:
    row = ROWS[years]
    process: Any = oe.prices.MeanReverting.schwartz(
        "20 USD/bbl",
        kappa=oe.Q(row.kappa, "1/year"),
        mu=row.mu,
        sigma=row.sigma,
        market_price_of_risk=row.lam,
    )
    assert process.half_life.to("year").magnitude == pytest.approx(row.half_life, abs=SIX)
    assert process.alpha == pytest.approx(row.alpha, abs=SIX)
    log_mean, log_variance = process.moments_of_x(np.array(1.0))
    assert float(log_mean) == pytest.approx(row.log_mean, abs=SIX)
    assert float(log_variance) == pytest.approx(row.log_variance, abs=SIX)
    assert float(process.moments_of_x(np.array(1e4))[1]) ** 0.5 == pytest.approx(
        row.stationary, abs=SIX
    )
    assert process.mean("1 year").magnitude == pytest.approx(row.mean, abs=SIX)
    assert process.sd("12 months").magnitude == pytest.approx(row.sd, abs=SIX)
    assert process.forward("1 year").magnitude == pytest.approx(row.forward, abs=SIX)
    assert process.mean("5 year").magnitude == pytest.approx(row.mean_5, abs=SIX)
    assert process.forward("5 year").magnitude == pytest.approx(row.forward_5, abs=SIX)
    far = process.risk_neutral().stationary_mean.magnitude
    assert far == pytest.approx(row.forward_far, abs=SIX)
    assert process.forward("1000 year").magnitude == pytest.approx(far)


@pytest.mark.parametrize("years", ROWS)
def test_a_months_step_of_his_parameters(years: str) -> None:
    row = ROWS[years]
    process: Any = oe.prices.MeanReverting.schwartz(
        "20 USD/bbl", kappa=oe.Q(row.kappa, "1/year"), mu=row.mu, sigma=row.sigma
    )
    x = np.log(process.simulate(40, n=20_000, seed=1).values.magnitude)
    before, after = x[:-1].ravel() - process.alpha, x[1:].ravel() - process.alpha
    phi = (before @ after) / (before @ before)
    assert phi == pytest.approx(row.month_phi, abs=0.0008)
    assert np.std(after - phi * before) == pytest.approx(row.month_sd, rel=0.003)
    log_mean, log_variance = process.moments_of_x(np.array(1.0 / 12.0))
    shift = row.month_phi * np.log(20.0) + (1.0 - row.month_phi) * row.alpha
    assert float(log_mean) == pytest.approx(shift, abs=SIX)
    assert float(log_variance) ** 0.5 == pytest.approx(row.month_sd, abs=SIX)
    yearly = x[11]
    assert yearly.mean() == pytest.approx(
        row.log_mean, abs=4.5 * (row.log_variance / 20_000) ** 0.5
    )
    assert yearly.var() == pytest.approx(row.log_variance, rel=0.04)
