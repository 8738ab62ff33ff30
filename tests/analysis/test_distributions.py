"""Distributions: drawn as SciPy's are, and refused where they are none."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction
from multiprocessing import get_context
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import oilecon as oe
from oilecon.analysis import draws
from oilecon.analysis.distributions import distribution_over, drawn_over
from oilecon.analysis.inputs import read_inputs
from oilecon.errors import InputError, OilEconError, UnitError

if TYPE_CHECKING:
    from oilecon.analysis import Simulation

ARTICLE = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"
ONE = {BRENT: oe.Normal("64 USD/bbl", "6 USD/bbl")}


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def simulate(inputs: Any = ONE, **more: Any) -> Any:
    return oe.simulate(ARTICLE, inputs, **({"n": 1000, "seed": 1} | more))


# -- what is drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distribution", "reference"),
    [
        (oe.Uniform("50 USD/bbl", "80 USD/bbl"), stats.uniform(50, 30)),
        (oe.Triangular("50 USD/bbl", "60 USD/bbl", "80 USD/bbl"), stats.triang(1 / 3, 50, 30)),
        (oe.Triangular("50 USD/bbl", "50 USD/bbl", "80 USD/bbl"), stats.triang(0, 50, 30)),
        (oe.Triangular("50 USD/bbl", "80 USD/bbl", "80 USD/bbl"), stats.triang(1, 50, 30)),
        (oe.Normal("64 USD/bbl", "6 USD/bbl"), stats.norm(64, 6)),
        (
            oe.LogNormal("64 USD/bbl", "20 USD/bbl"),
            stats.lognorm(np.log1p((20 / 64) ** 2) ** 0.5, 0, 64 / (1 + (20 / 64) ** 2) ** 0.5),
        ),
        (oe.PERT("50 USD/bbl", "60 USD/bbl", "80 USD/bbl"), stats.beta(7 / 3, 11 / 3, 50, 30)),
        (oe.Beta("50 USD/bbl", "80 USD/bbl", 2.0, 5.0), stats.beta(2, 5, 50, 30)),
        # Cut at the input's bound: a normal distribution above zero.
        (oe.Normal("3 USD/bbl", "6 USD/bbl"), stats.truncnorm(-0.5, 1000, 3, 6)),
    ],
    ids=["uniform", "triangular", "left", "right", "normal", "log", "pert", "beta", "cut"],
)
def test_draws_follow_scipys_distributions(distribution: Any, reference: Any) -> None:
    found = simulate({BRENT: distribution}, n=20_000, outcomes="gulf.price")
    drawn = found.draws().iloc[:, 0].to_numpy()
    assert stats.kstest(drawn, reference.cdf).pvalue > 0.001
    assert drawn.min() >= 0.0


def test_observed_values_are_drawn_alike() -> None:
    found = simulate({BRENT: oe.Empirical(["70 USD/bbl", "60 USD/bbl"])}, n=10_000)
    values, counts = np.unique(found.draws().to_numpy(), return_counts=True)
    assert values.tolist() == [60.0, 70.0]
    assert abs(counts[0] - 5000) < 250


# -- quantiles ---------------------------------------------------------------------------------


def drawn(distribution: Any, path: str = BRENT) -> Any:
    """Return a distribution as plain numbers in the unit of an input."""
    return distribution.drawn(read_inputs(ARTICLE, [path])[0])


@given(
    st.floats(100.0, 300.0),
    st.floats(0.0, 5.0),
    st.floats(0.0, 5.0),
    st.sampled_from([0.5, 0.8, 0.9, 0.98]),
)
def test_a_split_normal_has_its_three_quantiles(
    median: float, below: float, above: float, mass: float
) -> None:
    low, high = median - below, median + above
    least, middle, most = (oe.Q(x, "USD/bbl") for x in (low, median, high))
    tail = (1.0 - mass) / 2.0
    quantiles = drawn(oe.SplitNormal(least, middle, most, mass)).ppf([tail, 0.5, 1.0 - tail])
    np.testing.assert_allclose(quantiles, [low, median, high], rtol=1e-9)


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(0.0, 1.0, exclude_max=True))
def test_a_split_normal_rises_with_its_share_and_stays_finite(first: float, second: float) -> None:
    split = drawn(oe.SplitNormal("50 USD/bbl", "60 USD/bbl", "85 USD/bbl"))
    less, more = split.ppf(sorted((first, second)))
    assert np.isfinite([less, more]).all()
    assert less <= more


def test_a_split_normal_of_equal_halves_is_a_normal_one() -> None:
    score = NormalDist().inv_cdf(0.9)  # of P90, not by SciPy
    split = drawn(oe.SplitNormal("57 USD/bbl", "64 USD/bbl", "71 USD/bbl", "80 %"))
    shares = np.linspace(0.001, 0.999, 41)
    wanted = stats.norm(64.0, 7.0 / score).ppf(shares)
    np.testing.assert_allclose(split.ppf(shares), wanted, rtol=1e-9)


def test_a_half_of_no_width_is_a_point() -> None:
    split = drawn(oe.SplitNormal("60 USD/bbl", "60 USD/bbl", "70 USD/bbl"))
    np.testing.assert_allclose(split.ppf([0.0, 0.3, 0.5, 0.9]), [60.0, 60.0, 60.0, 70.0])
    assert drawn(oe.SplitNormal(*["60 USD/bbl"] * 3)).ppf([0.01, 0.99]).tolist() == [60.0, 60.0]


def test_a_share_beside_one_is_drawn_finite() -> None:
    """A copula may round a share up to one, whose normal score is infinite."""
    for each in (oe.SplitNormal("50 USD/bbl", "60 USD/bbl", "85 USD/bbl"), ONE[BRENT]):
        highest = drawn(each).ppf([1.0, 1.0 - 2.0**-53])
        assert highest[0] == highest[1] < 1000.0


def test_a_split_normal_is_cut_at_the_inputs_bounds() -> None:
    path = "asia.risk.transit_loss"
    split = drawn(oe.SplitNormal("0.1 %", "0.2 %", "0.8 %"), path)
    assert (split.low, split.high) == (0.0, 1.0)
    score = NormalDist().inv_cdf(0.9)
    outside = NormalDist().cdf(-2.0 * score)
    assert split.cut == pytest.approx(outside, rel=1e-6)
    assert split.ppf([0.0]).tolist() == [0.0]


@pytest.mark.parametrize(
    ("meaning", "width"),
    [
        # Of the distance from low to high: a triangle with its mode in the middle, a normal
        # distribution between its P10 and P90 or its P5 and P95, a uniform one.
        ("bounds", 24.0**-0.5),
        ("p10-p90", 0.5 / NormalDist().inv_cdf(0.9)),
        ("p5-p95", 0.5 / NormalDist().inv_cdf(0.95)),
        ("quotes", 12.0**-0.5),
    ],
)
def test_a_width_is_drawn_as_wide_as_it_means(meaning: str, width: float) -> None:
    """The same width is 1.9 times as wide between P10 and P90 as between bounds."""
    low, value, high = (oe.Q(x, "USD/bbl") for x in (54.0, 64.0, 74.0))
    shares = (np.arange(200_000) + 0.5) / 200_000
    drawn_values = drawn(distribution_over(low, value, high, meaning)).ppf(shares)
    assert drawn_values.std() == pytest.approx(20.0 * width, rel=1e-4)
    assert drawn_values.mean() == pytest.approx(64.0, rel=1e-9)
    varied = read_inputs(ARTICLE.vary({BRENT: "64 USD/bbl"}), [BRENT])[0]
    np.testing.assert_array_equal(drawn_over(varied, 54.0, 74.0, meaning).ppf(shares), drawn_values)


def test_quantiles_are_drawn_with_correlations_and_with_sobol_points() -> None:
    two = {
        BRENT: oe.SplitNormal("55 USD/bbl", "64 USD/bbl", "80 USD/bbl"),
        HIRE: oe.SplitNormal("70000 USD/day", "92300 USD/day", "99000 USD/day", "90 %"),
    }
    found = simulate(
        two, n=2**15, points="sobol", outcomes="asia.netback", correlations={(BRENT, HIRE): 0.6}
    )
    brent, hire = found.draws().to_numpy().T
    np.testing.assert_allclose(np.quantile(brent, [0.1, 0.5, 0.9]), [55, 64, 80], rtol=2e-3)
    np.testing.assert_allclose(np.quantile(hire, [0.05, 0.5, 0.95]), [7e4, 92300, 99000], rtol=2e-3)
    assert stats.spearmanr(brent, hire).statistic == pytest.approx(0.6, abs=0.01)
    assert found.inputs()["drawn"].tolist() == ["split normal"] * 2


def test_quantiles_are_drawn_alike_in_other_processes() -> None:
    one = {BRENT: oe.SplitNormal("55 USD/bbl", "64 USD/bbl", "80 USD/bbl")}
    n = 2 * draws.ROWS
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = simulate(one, n=n, executor=pool)
    assert (there["loss"] == simulate(one, n=n)["loss"]).all()
    again = pickle.loads(pickle.dumps(one))  # noqa: S301  its own
    assert (simulate(again)["loss"] == simulate(one)["loss"]).all()


# -- what is refused ---------------------------------------------------------------------------


def test_what_distributions_refuse() -> None:
    def said(distribution: Any, path: str = BRENT, kind: type[OilEconError] = InputError) -> str:
        return refused(kind, lambda: simulate({path: distribution}))

    assert said(oe.Uniform("-5 USD/bbl", "5 USD/bbl")) == (
        "market.brent: Uniform.low: expected at least 0 and at most 1000 USD/bbl, got -5; "
        "write for example '64 USD/bbl'"
    )
    assert said(oe.Uniform("5 USD/bbl", "4 USD/bbl")) == (
        "market.brent: expected low, high in ascending order, got 5, 4"
    )
    assert said(oe.Triangular("5 USD/bbl", "9 USD/bbl", "8 USD/bbl")) == (
        "market.brent: expected low, mode, high in ascending order, got 5, 9, 8"
    )
    assert said(oe.Normal("64 USD/bbl", "6 USD"), kind=UnitError) == (
        "market.brent: Normal.sd: expected USD/bbl, got 6 in USD, another kind of quantity"
    )
    assert said(oe.Normal("64 USD/bbl", "-6 USD/bbl")) == (
        "market.brent: Normal.sd: expected a spread of at least 0, got -6"
    )
    assert said(oe.Normal(64, "6 USD/bbl"), kind=UnitError).startswith(
        "market.brent: Normal.mean: expected USD/bbl, got the bare number 64"
    )
    far = oe.Normal("100 %", "200 %")
    assert said(far, "asia.risk.transit_loss").startswith(
        "asia.risk.transit_loss: only 19.1 % of the distribution around 1 lies within the input's "
        "bounds, 0 to 1"
    )
    assert said(oe.LogNormal("0 USD/bbl", "1 USD/bbl")) == (
        "market.brent: LogNormal.mean: expected a mean above 0, got 0; a Normal may lie below"
    )
    assert said(oe.Beta("50 USD/bbl", "60 USD/bbl", 0, 1)) == (
        "market.brent: Beta.a: expected a pure number above 0, got 0"
    )
    assert said(oe.PERT("50 USD/bbl", "55 USD/bbl", "60 USD/bbl", weight=-1.0)) == (
        "market.brent: PERT.weight: expected a pure number above 0, got -1.0"
    )
    assert said(oe.SplitNormal("5 USD/bbl", "9 USD/bbl", "8 USD/bbl")) == (
        "market.brent: expected low, median, high in ascending order, got 5, 9, 8"
    )
    assert said(oe.SplitNormal("5 USD/bbl", "7 USD/bbl", "8 USD/bbl", "100 %")) == (
        "market.brent: SplitNormal.mass: expected a share above 0 and below 1, got '100 %'; "
        "write '80 %' between P10 and P90"
    )
    assert said(oe.SplitNormal("5 USD/bbl", "7 USD/bbl", "8 USD/bbl", 80), kind=UnitError) == (
        "market.brent: SplitNormal.mass: expected a share, got the bare number 80; "
        "write '80 %' for percent, or the fraction 0.8"
    )
    assert said(
        oe.SplitNormal("0 %", "0.1 %", "100 %", "30 %"), "asia.risk.transit_loss"
    ).startswith("asia.risk.transit_loss: only 30 % of the distribution around 0.001 lies within")
    two = oe.Uniform(oe.Q([50, 51], "USD/bbl"), "60 USD/bbl")
    assert said(two) == "market.brent: Uniform.low: expected one number, got an array of shape (2,)"
    assert said(oe.Empirical([]), kind=UnitError).startswith("market.brent: Empirical.values: ")


# -- at the edges ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Decimal, Fraction])
def test_a_parameter_is_a_number_of_any_kind(kind: Any) -> None:
    """A Decimal was no number to a weight, a shape or a correlation."""
    scenario, ends = oe.scenario("article"), ("50 USD/bbl", "70 USD/bbl")
    other = ("2 USD/bbl", "4 USD/bbl")

    def run(number: Any) -> Simulation:
        inputs = {
            "market.brent": oe.PERT(ends[0], "60 USD/bbl", ends[1], weight=number(4)),
            "asia.sale.differential": oe.Beta(*other, a=number(2), b=number(3)),
        }
        pair = ("market.brent", "asia.sale.differential")
        return oe.simulate(scenario, inputs, n=64, correlations={pair: number(1) / 2})

    np.testing.assert_array_equal(run(kind)["loss"].magnitude, run(float)["loss"].magnitude)
    bad: Any
    for bad in (kind(-1), Decimal("NaN"), Decimal("sNaN"), np.timedelta64(4), True, "4"):
        with pytest.raises(oe.InputError, match="expected a pure number above 0"):
            oe.simulate(scenario, {"market.brent": oe.Beta(*ends, a=bad, b=2)}, n=64)
