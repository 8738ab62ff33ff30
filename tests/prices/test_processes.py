"""Processes of one factor: their laws, their exact steps, and what they refuse."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, UnitError
from oilecon.prices.months import Months
from oilecon.prices.noise import Noise
from oilecon.prices.processes import _NODES, kernels, start_in_mean
from tests.samples import refusal

if TYPE_CHECKING:
    from oilecon.prices.processes import Diffusion

P: Any = oe.prices
BRENT: Any = P.MeanReverting("65 USD/bbl", "0.8/year", "70 USD/bbl", "40 %")
WALK: Any = P.GeometricBrownian("65 USD/bbl", "40 %", "2 %/year")
DIFFERENTIAL: Any = P.OrnsteinUhlenbeck("-16.29 USD/bbl", "2/year", "-9 USD/bbl", "4 USD/bbl")
ALL = [BRENT, WALK, DIFFERENTIAL]
MANY = 200_000


@pytest.mark.parametrize("process", ALL, ids=["reverting", "walk", "differential"])
@pytest.mark.parametrize("month", ["step", "mean"])
def test_the_paths_have_the_moments(process: Diffusion, month: str) -> None:
    process = process.evolve(month=month)
    values = process.simulate(14, n=MANY, seed=1).values.magnitude
    known = process.moments(14)
    spread = known["sd [USD/bbl]"].to_numpy()
    error = 4.5 / MANY**0.5
    assert (np.abs(values.mean(axis=1) - known["mean [USD/bbl]"]) < error * spread).all()
    np.testing.assert_allclose(values.std(axis=1), spread, rtol=0.02)


speeds = st.floats(0.01, 20.0)
sigmas = st.floats(0.01, 1.5)


@given(speeds, sigmas, st.floats(10.0, 150.0))
def test_twelve_months_have_the_law_of_one_year(kappa: float, sigma: float, level: float) -> None:
    process = P.MeanReverting(
        "65 USD/bbl", oe.Q(kappa, "1/year"), oe.Q(level, "USD/bbl"), oe.Q(sigma, "fraction")
    )
    # The step of a month, taken twelve times without noise, and with the noise of each month.
    still = process.evolve(sigma=0.0).simulate(12, n=1).values.magnitude[-1, 0]
    yearly = np.exp(process.evolve(sigma=0.0).moments_of_x(np.array(1.0))[0])
    assert still == pytest.approx(yearly, rel=1e-12)
    (kernel,) = process.kernels
    one = float((kernel * kernel) @ _weights())
    keep = np.exp(-2.0 * kappa / 12.0)
    twelve = sum(one * keep**k for k in range(12))
    assert twelve == pytest.approx(process.moments_of_x(np.array(1.0))[1], rel=1e-12)
    # A step of Euler's would have another variance.
    euler = sum(sigma**2 / 12.0 * (1.0 - kappa / 12.0) ** (2 * k) for k in range(12))
    if kappa > 0.1:
        assert euler != pytest.approx(twelve, rel=1e-3)


def _weights() -> Any:
    from oilecon.prices.processes import _WEIGHTS

    return _WEIGHTS


@given(speeds)
def test_a_months_mean_is_that_of_21_quotations(speed: float) -> None:
    at_end, in_mean = kernels(speed)
    times = np.arange(1, 22) / 21.0 / 12.0
    assert start_in_mean(speed) == pytest.approx(np.exp(-speed * times).mean(), rel=1e-13)
    # Covariances of quotations of a process from zero: E x_s x_t, by the closed form.
    early, late = np.minimum.outer(times, times), np.maximum.outer(times, times)
    both = np.exp(-speed * (late - early)) * -np.expm1(-2.0 * speed * early) / (2.0 * speed)
    assert float((in_mean * in_mean) @ _weights()) == pytest.approx(both.mean(), rel=1e-10)
    assert float((in_mean * at_end) @ _weights()) == pytest.approx(both[-1].mean(), rel=1e-10)
    assert (_NODES > 0.0).all()
    assert (_NODES < 1.0 / 12.0).all()


def test_changes_of_month_means_are_correlated_as_working_says() -> None:
    walk = WALK.evolve(month="mean", drift="0/year", sigma="20 %")
    changes = np.diff(np.log(walk.simulate(500, n=400, seed=2).values.magnitude), axis=0)
    before, after = changes[:-1].ravel(), changes[1:].ravel()
    days = 21
    assert np.corrcoef(before, after)[0, 1] == pytest.approx(
        (days**2 - 1) / (2 * (2 * days**2 + 1)), abs=0.006
    )
    of_ends = 0.2 / 12**0.5
    assert changes.std() / of_ends == pytest.approx(0.817, abs=0.003)


@settings(deadline=None)
@given(st.integers(0, 80), st.integers(1, 40), st.integers(1, 6))
def test_a_path_depends_on_no_block_and_no_later_month(first: int, count: int, months: int) -> None:
    for process in ALL:
        whole = process.draw(Months(6), Noise(3, 0, 120))
        part = process.draw(Months(months), Noise(3, first, count))
        np.testing.assert_array_equal(part, whole[:months, first : first + count])


def test_many_paths_are_drawn_in_blocks_of_which_none_shows(monkeypatch: Any) -> None:
    whole = BRENT.simulate(7, n=1000, seed=5).values.magnitude
    monkeypatch.setattr("oilecon.prices.processes._BLOCK", 700)
    np.testing.assert_array_equal(BRENT.simulate(7, n=1000, seed=5).values.magnitude, whole)
    np.testing.assert_array_equal(BRENT.simulate(7, n=100, seed=5).values.magnitude, whole[:, :100])


def test_another_seed_is_another_path() -> None:
    one, other = (BRENT.simulate(3, n=5, seed=seed).values.magnitude for seed in (0, 1))
    assert not (one == other).any()


@given(st.sampled_from(["USD/bbl", "USD/t", "USc/USgal", "kUSD/day", "EUR/bbl", "1"]))
def test_the_paths_come_in_the_units_of_the_start(unit: str) -> None:
    process = P.GeometricBrownian(oe.Q(50.0, unit), "30 %")
    values = process.simulate(2, n=3, seed=1).values
    assert values.units == oe.Q(1.0, unit).units
    scaled = P.GeometricBrownian(oe.Q(1.0, unit), "30 %").simulate(2, n=3, seed=1).values
    np.testing.assert_allclose(values.magnitude, 50.0 * scaled.magnitude, rtol=1e-13)


def test_other_units_of_one_process_are_the_same_process() -> None:
    cents = P.MeanReverting("6500 USc/bbl", "80 %/year", "0.07 kUSD/bbl", 0.4)
    mine = cents.simulate(5, n=4, seed=9).values.to("USD/bbl").magnitude
    np.testing.assert_allclose(mine, BRENT.simulate(5, n=4, seed=9).values.magnitude, rtol=1e-12)
    assert cents.mean("1 year").to("USD/bbl").magnitude == pytest.approx(
        BRENT.mean("1 year").magnitude
    )


def test_without_volatility_there_is_one_path() -> None:
    for process in (BRENT.evolve(sigma=0.0), DIFFERENTIAL.evolve(sigma="0 USD/bbl")):
        values = process.simulate(24, n=3).values.magnitude
        assert (values == values[:, :1]).all()
        np.testing.assert_allclose(values[:, 0], process.moments(24)["mean [USD/bbl]"])
        assert (process.moments(24)["sd [USD/bbl]"] == 0.0).all()


def test_the_long_run_is_where_the_moments_go() -> None:
    for process in (BRENT, DIFFERENTIAL):
        assert process.mean("500 year").magnitude == pytest.approx(
            process.stationary_mean.magnitude
        )
        assert process.sd("500 year").magnitude == pytest.approx(process.stationary_sd.magnitude)
        half = process.half_life
        gone = process.evolve(sigma=process.sigma * 0.0)
        expected = (gone.start.magnitude * gone.level.magnitude) ** 0.5
        if process is DIFFERENTIAL:
            expected = (gone.start.magnitude + gone.level.magnitude) / 2.0
        assert gone.mean(half).magnitude == pytest.approx(expected)


def test_a_logarithm_of_the_level_is_of_the_starts_unit() -> None:
    process = P.MeanReverting.schwartz("20 USD/bbl", kappa="0.5/year", alpha=3.0, sigma=0.3)
    assert process.level.magnitude == pytest.approx(np.exp(3.0))
    assert process.alpha == pytest.approx(3.0)
    assert process.mu == pytest.approx(3.0 + 0.09)
    again = P.MeanReverting.schwartz("20 USD/bbl", kappa="0.5/year", mu=process.mu, sigma=0.3)
    assert again.level.magnitude == pytest.approx(process.level.magnitude)


def test_without_a_price_of_risk_the_forward_is_the_mean() -> None:
    assert BRENT.forward("18 months") == BRENT.mean("18 months")
    dear = BRENT.evolve(market_price_of_risk=0.3)
    assert dear.forward("18 months") < dear.mean("18 months")
    assert dear.risk_neutral().market_price_of_risk.magnitude == 0.0


@pytest.mark.parametrize("process", ALL, ids=["reverting", "walk", "differential"])
def test_a_process_is_a_value(process: Any) -> None:
    assert pickle.loads(pickle.dumps(process)) == process  # noqa: S301  our own
    assert type(process).from_dict(process.to_dict()) == process
    assert eval(repr(process), vars(P)) == process  # noqa: S307  our own
    assert hash(process) == hash(process.evolve())
    assert process.vary({"start": "50 USD/bbl"}) != process
    assert process.vary({"start": "50 USD/bbl"}).start == oe.Q("50 USD/bbl")
    with pytest.raises(AttributeError, match="never changes"):
        process.start = "50 USD/bbl"


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (
            lambda: BRENT.evolve(start=65.0),
            UnitError,
            (
                "MeanReverting.start: expected a unit, got the bare number 65; write for example "
                "Q(65, 'USD/bbl'), or Q(65, '1') for a pure number"
            ),
        ),
        (
            lambda: BRENT.evolve(start="0 USD/bbl"),
            InputError,
            (
                "MeanReverting.start: expected a number above 0, got 0 USD/bbl; write for example "
                "'65 USD/bbl'"
            ),
        ),
        (
            lambda: WALK.evolve(start="-65 USD/bbl"),
            InputError,
            (
                "GeometricBrownian.start: expected a number above 0, got -65 USD/bbl; write for "
                "example "
                "'65 USD/bbl'"
            ),
        ),
        (
            lambda: BRENT.evolve(start=oe.Q([65.0, 66.0], "USD/bbl")),
            InputError,
            (
                "MeanReverting.start: expected one number, got an array of shape (2,); write "
                "'65 USD/bbl'"
            ),
        ),
        (
            lambda: BRENT.evolve(level="70 USD/t"),
            UnitError,
            (
                "MeanReverting.level: expected USD/bbl, the unit of start, got USD/t; write for "
                "example "
                "'70 USD/bbl'"
            ),
        ),
        (
            lambda: DIFFERENTIAL.evolve(sigma="4 EUR/bbl"),
            UnitError,
            (
                "OrnsteinUhlenbeck.sigma: expected USD/bbl, the unit of start, got EUR/bbl; "
                "write for "
                "example '4 USD/bbl'"
            ),
        ),
        (
            lambda: DIFFERENTIAL.evolve(sigma="-4 USD/bbl"),
            InputError,
            (
                "OrnsteinUhlenbeck.sigma: expected at least 0, got -4 USD/bbl; write for example "
                "'4 USD/bbl'"
            ),
        ),
        (
            lambda: BRENT.evolve(kappa="0/year"),
            InputError,
            (
                "MeanReverting.kappa: expected above 0 and at most 1000 1/year, got 0; write for "
                "example "
                "'0.8/year'"
            ),
        ),
        (
            lambda: BRENT.evolve(month="end"),
            InputError,
            "MeanReverting.month: expected one of 'step', 'mean', got 'end'",
        ),
        (
            lambda: P.MeanReverting.schwartz("20 USD/bbl", kappa="1/year", sigma=0.3),
            InputError,
            (
                "MeanReverting.schwartz: expected either mu or alpha, got none; write for example "
                "mu=3.093"
            ),
        ),
        (
            lambda: P.MeanReverting.schwartz(
                "20 USD/bbl", kappa="1/year", sigma=0.3, mu=3, alpha=3
            ),
            InputError,
            (
                "MeanReverting.schwartz: expected either mu or alpha, got both; write for example "
                "mu=3.093"
            ),
        ),
        (
            lambda: BRENT.simulate(12, n=0),
            InputError,
            (
                "MeanReverting.simulate: n: expected a whole number of at least 1, got 0; write "
                "for "
                "example n=1000"
            ),
        ),
        (
            lambda: BRENT.simulate(12, seed=-1),
            InputError,
            (
                "MeanReverting.simulate: seed: expected a whole number of at least 0, got -1; "
                "write for "
                "example seed=1"
            ),
        ),
        (
            lambda: BRENT.mean("-1 year"),
            InputError,
            (
                "MeanReverting.mean: time: expected at least 0 and at most 1000 year, got -1; "
                "write for "
                "example '6 year' or '72 months'"
            ),
        ),
        (
            lambda: WALK.evolve(drift="1000 %/year").simulate(1200, n=1),
            InputError,
            "GeometricBrownian: expected prices that a number can hold, got exp(",
        ),
        (
            lambda: WALK.evolve(sigma="1000 %").sd("100 year"),
            InputError,
            "GeometricBrownian: expected prices that a number can hold, got exp(1e+04)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, kind: type[oe.OilEconError], text: str) -> None:
    assert refusal(make, kind).startswith(text)
