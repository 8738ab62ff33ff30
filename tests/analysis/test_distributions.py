"""Distributions: drawn as SciPy's are, and refused where they are none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

import oilecon as oe
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
