"""Simulations: what is drawn, seeds, blocks and summaries."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import reference
from oilecon.analysis import default_distributions, draws
from oilecon.blocks import replace_leaves
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UndefinedWarning,
    UnitError,
    UnmovedWarning,
)

ARTICLE = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"
ONE = {BRENT: oe.Normal("64 USD/bbl", "6 USD/bbl")}
NARROW = {BRENT: oe.Uniform("60 USD/bbl", "70 USD/bbl")}
THREE_BLOCKS = 3 * draws.ROWS - 5


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def simulate(inputs: Any = ONE, **more: Any) -> Any:
    return oe.simulate(ARTICLE, inputs, **({"n": 1000, "seed": 1} | more))


# -- what is drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["article", "india-2026-02"])
def test_inputs_are_drawn_in_the_order_of_the_tree_whatever_that_of_the_rows(name: str) -> None:
    scenario = oe.scenario(name)
    first = [scenario.expand(drawn.split(",")[0])[0] for drawn in default_distributions(scenario)]
    assert first == [path for path in scenario.paths() if path in first]
    rows = [row.name for row in reference.rows(name)]
    assert rows.index("payment_days") > rows.index("weather")
    assert first.index("gulf.sale.payment_days") < first.index("gulf.sea.weather")


@given(st.floats(50, 90), st.floats(2e4, 9e4))
def test_point_masses_are_the_evaluation(brent: float, hire: float) -> None:
    price, rate = oe.Q(brent, "USD/bbl"), oe.Q(hire, "USD/day")
    wanted = oe.compare(ARTICLE.vary({BRENT: price, HIRE: rate}), "gulf", "asia").loss().magnitude
    no_spread = oe.Q(0.0, "USD/bbl")
    for first in (
        oe.Uniform(price, price),
        oe.Triangular(price, price, price),
        oe.PERT(price, price, price),
        oe.Beta(price, price, 2.0, 3.0),
        oe.Normal(price, no_spread),
        oe.LogNormal(price, no_spread),
        oe.Empirical(oe.Q([brent, brent], "USD/bbl")),
    ):
        found = simulate({BRENT: first, HIRE: oe.Empirical(oe.Q([hire], "USD/day"))}, n=5)
        assert found["loss"].magnitude.tolist() == [wanted] * 5


def test_without_distributions_every_sourced_range_is_drawn() -> None:
    found = simulate(None, n=50_000)
    table = found.inputs()
    assert len(table) == 49
    assert set(table["drawn"]) == {"triangular"}
    drawn = found.draws()
    sourced = ARTICLE.inputs()
    for name, row in table.iterrows():
        paths = ARTICLE.expand(str(name))
        assert row["low"] == pytest.approx(sourced.loc[paths[0], "low"])
        one = drawn[[c for c in drawn if c.startswith(f"{name} [")]].to_numpy()
        assert row["low"] <= one.min() <= one.max() <= row["high"]
        mean = (row["low"] + row["value"] + row["high"]) / 3.0
        assert one.mean() == pytest.approx(mean, abs=0.02 * (row["high"] - row["low"]))
    mine = default_distributions(ARTICLE) | {BRENT: oe.Uniform("60 USD/bbl", "70 USD/bbl")}
    assert simulate(mine).inputs().loc[BRENT, "drawn"] == "uniform"


def test_the_ends_listed_are_those_of_the_range_that_is_named() -> None:
    ends = {"low": "60 USD/bbl", "high": "80 USD/bbl"}
    for meaning in ("bounds", "p10-p90", "p5-p95", "quotes"):
        s = ARTICLE.vary({BRENT: oe.Sourced("68 USD/bbl", **ends, range=meaning)})
        table = oe.simulate(s, n=10).inputs()
        listed = table.loc[BRENT, ["low", "value", "high", "range"]]
        assert list(listed) == [60.0, 68.0, 80.0, meaning]
    normal = {BRENT: oe.SplitNormal("60 USD/bbl", "68 USD/bbl", "80 USD/bbl")}
    listed = simulate(normal, n=10).inputs().loc[BRENT, ["low", "high", "range"]]
    assert list(listed) == [0.0, 1000.0, ""]


def test_what_a_pattern_covers_is_drawn_once() -> None:
    outcomes = {"weather": lambda c: c["asia.sea.hire"], "both": lambda c: c["gulf.sea.hire"]}
    found = simulate({"*.sea.weather": oe.Uniform("0 %", "50 %")}, outcomes=outcomes).samples()
    assert found.corr().iloc[0, 1] == pytest.approx(1.0)
    apart = {f"{r}.sea.weather": oe.Uniform("0 %", "50 %") for r in ("asia", "gulf")}
    assert abs(simulate(apart, outcomes=outcomes).samples().corr().iloc[0, 1]) < 0.2
    joined = {"asia.sea.weather,gulf.sea.weather": oe.Uniform("0 %", "50 %")}
    assert simulate(joined, outcomes=outcomes).samples().corr().iloc[0, 1] == pytest.approx(1.0)


# -- one answer, whoever computes it -----------------------------------------------------------


def test_blocks_answer_as_a_scenario_of_arrays_does() -> None:
    found = simulate(None, n=THREE_BLOCKS, outcomes=["loss.net", "asia.netback"])
    drawn = found.draws()
    changes = {}
    for (name, row), column in zip(found.inputs().iterrows(), drawn, strict=True):
        changes[str(name)] = oe.Q(drawn[column].to_numpy(), str(row["unit"]))
    c = oe.compare(ARTICLE.vary(changes), "gulf", "asia")
    for outcome in found.outcomes:
        np.testing.assert_allclose(found[outcome].magnitude, c[outcome].magnitude, rtol=1e-12)


def test_a_threshold_is_a_finite_figure() -> None:
    found = simulate(ONE)
    for bad in (math.nan, math.inf, -math.inf):
        share = bad * oe.Q("1 percent")
        for name in ("above", "below"):
            assert refused(
                InputError,
                lambda name=name, share=share: found.probability("loss", **{name: share}),
            ).startswith(f"{name}: expected a finite figure, got {bad} %; write '15 %'")
        for pair in ((share, "20 %"), ("10 %", share)):
            assert refused(
                InputError, lambda pair=pair: found.probability("loss", between=pair)
            ).startswith("between: expected a finite figure, got ")
    assert refused(InputError, lambda: found.probability("loss", between=("20 %", "10 %"))) == (
        "between: expected low first, got '20 %' and '10 %'"
    )


def test_a_progress_bar_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    found = simulate(ONE, progress=True)
    assert found.n == 1000
    assert not capsys.readouterr().out


# -- summaries ---------------------------------------------------------------------------------


def test_summaries_are_numpys() -> None:
    found = simulate(None, n=THREE_BLOCKS)
    loss = found["loss"].magnitude
    row = found.summary().loc["loss [%]"]
    assert row["mean"] == pytest.approx(loss.mean())
    assert row["sd"] == pytest.approx(loss.std(ddof=1))
    assert row["error of mean"] == pytest.approx(loss.std(ddof=1) / loss.size**0.5)
    assert (row["min"], row["max"]) == (loss.min(), loss.max())
    np.testing.assert_allclose(
        found.quantiles([0.1, 0.9])["loss [%]"], np.quantile(loss, [0.1, 0.9]), rtol=1e-12
    )
    inside = found.probability("loss", between=("10 %", "20 %"))
    assert inside == ((loss >= 10) & (loss <= 20)).mean()
    assert found.probability("loss", above="15 %") == (loss > 15).mean()
    assert found.probability("loss", below="15 %") == (loss < 15).mean()
    assert found.samples().shape == (THREE_BLOCKS, 1)


def test_what_is_not_kept_is_summed_up_within_its_error() -> None:
    kept, summed = (simulate(None, n=THREE_BLOCKS, keep=keep) for keep in (True, False))
    exact = [("mean", 0), ("sd", 0), ("min", 0), ("max", 0)]
    left, right = kept.summary().iloc[0], summed.summary().iloc[0]
    for name, _ in exact:
        assert left[name] == right[name]
    for share in (0.05, 0.5, 0.95):
        a, b = (s.quantiles([share]).iloc[0, 0] for s in (kept, summed))
        assert b == pytest.approx(a, rel=1.1e-3)
    p = [s.probability("loss", between=("10 %", "20 %")) for s in (kept, summed)]
    assert p[1] == pytest.approx(p[0], abs=0.005)
    assert repr(summed).endswith(
        "seed 1, summed up to within 0.1 %; 49 inputs drawn, 0 held fixed>"
    )
    for call in (summed.samples, lambda: summed["loss"]):
        assert refused(InputError, call) == (
            f"the {THREE_BLOCKS} draws were not kept; write simulate(..., keep=True)"
        )


def test_undefined_draws_are_announced_and_left_out() -> None:
    wide = {BRENT: oe.Uniform("20 USD/bbl", "80 USD/bbl")}
    for keep in (True, False):
        with pytest.warns(UndefinedWarning, match=r"loss is not defined in \d+ of 1000 draws"):
            found = simulate(wide, keep=keep)
        assert 0.1 < found.undefined("loss") < 0.6
        assert found.summary()["undefined [%]"].item() == 100 * found.undefined("loss")
        everywhere = found.probability("loss", above="-1000000 %")
        assert everywhere == pytest.approx(1 - found.undefined("loss"))
        assert np.isfinite(found.quantiles().to_numpy()).all()
    poor = {BRENT: oe.Uniform("10 USD/bbl", "20 USD/bbl")}
    for keep in (True, False):
        with pytest.warns(UndefinedWarning, match="in 1000 of 1000"):
            found = simulate(poor, keep=keep)
        assert np.isnan(found.quantiles().to_numpy()).all()
        figures = found.summary().iloc[0].drop(["undefined [%]", "drawn", "held"])
        assert np.isnan(figures.to_numpy(float)).all()


def test_sobol_points_are_evener_than_plain_ones() -> None:
    def error(points: str) -> float:
        means = [simulate(n=1024, seed=k, points=points).summary()["mean"].item() for k in range(8)]
        return float(np.std(means))

    assert error("sobol") < error("random") / 4
    found = simulate(None, n=4096, points="sobol")
    assert found.draws().shape == (4096, 49)


# -- what is refused ---------------------------------------------------------------------------


def test_what_a_simulation_refuses() -> None:
    twice = {
        "*.sea.weather": oe.Uniform("1 %", "2 %"),
        "gulf.sea.weather": oe.Uniform("1 %", "2 %"),
    }
    assert refused(InputError, lambda: simulate(twice)) == (
        "gulf.sea.weather: given twice, by '*.sea.weather' and by 'gulf.sea.weather'"
    )
    for n, shown in ((0, "0"), (-3, "-3"), (1.5, "1.5"), (True, "True")):
        assert refused(InputError, lambda n=n: simulate(n=n)) == (
            f"n: expected a whole number of at least 1, got {shown}; write for example n=100_000"
        )
    for seed, shown in ((-1, "-1"), ("one", "'one'"), (None, "None"), (0.5, "0.5")):
        assert refused(InputError, lambda seed=seed: simulate(seed=seed)) == (
            f"seed: expected a whole number of at least 0, got {shown}; write for example seed=1"
        )
    assert refused(PathError, lambda: simulate(outcomes="asia.nettback")) == (
        "no outcome 'asia.nettback'; did you mean 'asia.netback'?"
    )
    assert refused(PathError, lambda: simulate()["losss"]) == (
        "no outcome 'losss' in the simulation; did you mean 'loss'?"
    )
    assert refused(InputError, lambda: simulate({})) == (
        "inputs: expected a mapping of paths to distributions, got an empty one"
    )
    assert refused(InputError, lambda: simulate({BRENT: "64 USD/bbl"})) == (
        "market.brent: expected a distribution, got '64 USD/bbl'; "
        "write for example Uniform(low, high)"
    )
    assert refused(InputError, lambda: simulate(points="halton")) == (
        "points: expected 'random' or 'sobol', got 'halton'; write points='random'"
    )
    assert refused(InputError, lambda: simulate(points="sobol")) == (
        "n: Sobol' points come as a power of two up to 1048576, got 1000; write n=512, "
        "or leave points out"
    )
    assert refused(InputError, lambda: simulate(executor="threads")) == (
        "executor: expected a concurrent.futures.Executor, got str"
    )
    many = ARTICLE.vary({BRENT: oe.Q([50, 60], "USD/bbl")})
    assert refused(InputError, lambda: oe.simulate(many)) == (
        "a simulation takes one case, and this scenario holds (2,); write .at(index)"
    )
    # A number put in by an analysis keeps the evidence of the one that it replaces.
    other = replace_leaves(ARTICLE.values, {ARTICLE.keys_to(BRENT): 90.0})
    mine = oe.Scenario.of_values(other, ARTICLE)
    assert refused(InputError, lambda: oe.simulate(mine)) == (
        "market.brent: 90 USD/bbl lies outside its range, 62.54 to 63.8 USD/bbl; write a range "
        "that holds it, as s.vary({'market.brent': oe.Sourced('90.0 USD/bbl', low='62.54 USD/bbl', "
        "high='90.0 USD/bbl')}), or name what is drawn, as inputs={'market.brent': "
        "oe.Uniform('62.54 USD/bbl', '90.0 USD/bbl')}"
    )
    rule = {"supply.target_api": oe.Uniform("5 degAPI", "20 degAPI")}
    assert refused(InputError, lambda: simulate(rule)).startswith(
        "the ranges hold cases that break a rule: "
    )


def test_what_summaries_refuse() -> None:
    found = simulate()
    assert refused(InputError, lambda: found.quantiles([50])) == (
        "quantiles: expected shares from 0 to 1, got [50]; write [0.05, 0.95]"
    )
    assert refused(InputError, lambda: found.probability("loss")) == (
        "probability: expected one of between, above and below, got none"
    )
    assert refused(InputError, lambda: found.probability("loss", above="1 %", below="2 %")) == (
        "probability: expected one of between, above and below, got above and below"
    )
    assert refused(InputError, lambda: found.probability("loss", between="1 %")) == (
        "between: expected a pair (low, high), got '1 %'"
    )
    assert refused(UnitError, lambda: found.probability("loss", above="1 USD")).startswith(
        "above: expected a share, got 1 in USD"
    )
    assert refused(PathError, lambda: found.probability("lost", above="1 %")).startswith(
        "no outcome 'lost'"
    )


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setitem(sys.modules, "scipy.special", None)
    assert refused(OilEconError, simulate) == (
        "a normal distribution needs scipy: python -m pip install 'oilecon[analysis]'"
    )
    assert simulate({BRENT: oe.Uniform("60 USD/bbl", "70 USD/bbl")}).n == 1000


# -- at the edges ------------------------------------------------------------------------------


def test_argument_types_never_come_back_raw() -> None:
    found = simulate(NARROW)
    for call in (lambda: found[["loss"]], lambda: found.undefined(["loss"])):
        assert "no outcome ['loss'] in the simulation" in refused(PathError, call)
    with_array: Any = np.array([1.0, 2.0])
    assert "no outcome" in refused(PathError, lambda: found[with_array])
    huge = {BRENT: oe.PERT("50 USD/bbl", "55 USD/bbl", "60 USD/bbl", weight=10**400)}
    assert "expected a pure number above 0" in refused(InputError, lambda: simulate(huge))
    for shares in (10**400, "x", [[0.1, 0.2]], [None]):
        assert "expected shares from 0 to 1" in refused(
            InputError, lambda shares=shares: found.quantiles(shares)
        )
    words = pd.DataFrame([[1, "x"], ["x", 1]], index=[BRENT, HIRE], columns=[BRENT, HIRE])
    two = NARROW | {HIRE: oe.Uniform("4e4 USD/day", "8e4 USD/day")}
    assert "a table of numbers from -1 to 1" in refused(
        InputError, lambda: simulate(two, correlations=words)
    )
    assert simulate(two, correlations={(BRENT, HIRE): np.int64(1)}).correlations


def test_a_shipped_ship_is_drawn_with_its_speeds_but_not_with_another_size() -> None:
    """The range of a class's deadweight is no doubt about the ship that carries the cargo."""
    own = oe.scenario("article").vary({"gulf.sea.vessel": oe.Vessel.shipped("aframax")})
    drawn = oe.analysis.default_distributions(own)
    assert "gulf.sea.vessel.knots_laden" in drawn
    assert not [path for path in drawn if path.endswith((".dwt", ".beam", "tonnage"))]
    assert oe.simulate(own, n=1000, seed=1).quantiles([0.5]).notna().all(axis=None)
    with pytest.warns(
        UnmovedWarning, match=r"^loss does not depend on gulf\.sea\.vessel\.dwt, and"
    ):
        named = oe.tornado(own, ranges=["gulf.sea.vessel.dwt"])  # who names it has it
    assert named.to_frame().index.tolist() == ["gulf.sea.vessel.dwt"]
