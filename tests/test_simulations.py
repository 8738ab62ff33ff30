"""Simulations: distributions, correlations, seeds, blocks, executors, summaries."""

from __future__ import annotations

import itertools
import math
import pickle
import sys
import warnings
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ddsketch import DDSketch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import oilecon as oe
from oilecon.analysis import Simulation, default_distributions, draws, scheduling, sketches
from oilecon.errors import (
    ExecutorError,
    InputError,
    InterruptedWarning,
    OilEconError,
    PathError,
    UndefinedWarning,
    UnitError,
    UnknownName,
)
from oilecon.reference.correlations import correlations

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


def test_what_a_pattern_covers_is_drawn_once() -> None:
    outcomes = {"weather": lambda c: c["asia.sea.hire"], "both": lambda c: c["gulf.sea.hire"]}
    found = simulate({"*.sea.weather": oe.Uniform("0 %", "50 %")}, outcomes=outcomes).samples()
    assert found.corr().iloc[0, 1] == pytest.approx(1.0)
    apart = {f"{r}.sea.weather": oe.Uniform("0 %", "50 %") for r in ("asia", "gulf")}
    assert abs(simulate(apart, outcomes=outcomes).samples().corr().iloc[0, 1]) < 0.2
    joined = {"asia.sea.weather,gulf.sea.weather": oe.Uniform("0 %", "50 %")}
    assert simulate(joined, outcomes=outcomes).samples().corr().iloc[0, 1] == pytest.approx(1.0)


# -- correlations ------------------------------------------------------------------------------


def test_the_shipped_set_is_reached_in_ranks() -> None:
    found = simulate(None, n=60_000, correlations="article")
    assert len(found.correlations) == 6
    drawn = found.draws()
    drawn.columns = [name.partition(" [")[0] for name in drawn]
    for (left, right), rho in found.correlations.items():
        got = stats.spearmanr(drawn[left], drawn[right]).statistic
        assert got == pytest.approx(rho, abs=0.015)
    assert stats.spearmanr(drawn[HIRE], drawn[BRENT]).statistic == pytest.approx(0, abs=0.015)
    # Each by itself is drawn as before.
    alone = simulate(None, n=60_000).draws()
    assert stats.ks_2samp(alone.iloc[:, 0], drawn.iloc[:, 0]).pvalue > 0.001
    for one in correlations():
        assert one.low <= one.value <= one.high
        assert one.kind == "assumption"
        assert one.note.endswith(".")


def test_correlations_come_as_pairs_or_as_a_table() -> None:
    import pandas as pd

    two = ONE | {HIRE: oe.Uniform("40000 USD/day", "90000 USD/day")}
    table = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], index=[BRENT, HIRE], columns=[BRENT, HIRE])
    by_table, by_pair = (
        simulate(two, correlations=given) for given in (table, {(BRENT, HIRE): 0.5})
    )
    assert (by_table["loss"] == by_pair["loss"]).all()
    whole = simulate(two, correlations={(BRENT, HIRE): 1.0}).draws()
    assert stats.spearmanr(*whole.to_numpy().T).statistic == pytest.approx(1.0)


def test_what_is_no_correlation_is_refused() -> None:
    import pandas as pd

    names = [BRENT, HIRE, "market.vlsfo"]
    three = {name: default_distributions(ARTICLE)[name] for name in names}

    def said(given: Any, kind: type[OilEconError] = InputError) -> str:
        return refused(kind, lambda: simulate(three, correlations=given))

    impossible = {(BRENT, HIRE): 0.9, (HIRE, "market.vlsfo"): 0.9, (BRENT, "market.vlsfo"): -0.9}
    assert said(impossible).startswith(
        "correlations: these cannot hold together (least eigenvalue -0.8"
    )
    assert said({(BRENT, HIRE): 1.5}) == (
        "correlations: market.brent with asia.sea.charter.hire: expected a number from -1 to 1, "
        "got 1.5"
    )
    assert said({(BRENT, "market.mgo"): 0.5}, PathError).startswith(
        "correlations: 'market.mgo' is not drawn under that name"
    )
    assert said({(BRENT, BRENT): 0.5}) == (
        "correlations: market.brent with itself is always 1; leave it out"
    )
    assert said({BRENT: 0.5}).startswith(
        "correlations: expected a pair of paths, got 'market.brent'"
    )
    assert said({(BRENT, HIRE): 0.5, (HIRE, BRENT): 0.4}) == (
        "correlations: asia.sea.charter.hire with market.brent: given twice, with two values"
    )
    assert (
        said(0.5) == "correlations: expected {(path, path): 0.5}, a table or a set's name, "
        "got float"
    )
    assert said("articel", UnknownName) == (
        "no set of correlations 'articel'; did you mean 'article'?"
    )
    table = pd.DataFrame(np.eye(2), index=[BRENT, HIRE], columns=[BRENT, HIRE])
    table.iloc[0, 1] = 0.3
    assert said(table) == (
        "correlations: expected a symmetric table, got 0.3 for market.brent with "
        "asia.sea.charter.hire and 0 the other way"
    )
    table.iloc[0, 0] = 0.9
    assert said(table) == "correlations: market.brent with itself is 1, got 0.9"
    assert said(table.iloc[:, :1]).startswith("correlations: expected a table with the same paths")


# -- one answer, whoever computes it -----------------------------------------------------------


def test_one_thread_two_threads_processes_and_none_give_the_same_bits() -> None:
    context = get_context("forkserver")
    with ProcessPoolExecutor(2, mp_context=context) as processes:
        answers = [
            simulate(None, n=THREE_BLOCKS, executor=pool, correlations="article")
            for pool in (None, ThreadPoolExecutor(1), ThreadPoolExecutor(2), processes)
        ]
    first = answers[0]
    assert first.n == THREE_BLOCKS
    for other in answers[1:]:
        assert np.array_equal(other["loss"].magnitude, first["loss"].magnitude)
        assert other.summary().equals(first.summary())
    assert not (simulate(None, seed=2)["loss"] == simulate(None)["loss"]).any()


def test_a_dask_cluster_of_two_processes_gives_the_same_bits() -> None:
    dask: Any = import_module("distributed")
    with (
        dask.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        pool = client.get_executor()
        n = 20 * draws.ROWS
        far = simulate(None, n=n, executor=pool, outcomes=["loss", "asia.net"])
        summed = simulate(None, n=n, executor=pool, outcomes="loss", keep=False)
        assert len(client.nthreads()) == 2
    near = simulate(None, n=n, outcomes=["loss", "asia.net"])
    for outcome in near.outcomes:
        assert np.array_equal(far[outcome].magnitude, near[outcome].magnitude)
    here = simulate(None, n=n, outcomes="loss", keep=False)
    assert summed.summary().equals(here.summary())


def test_blocks_answer_as_a_scenario_of_arrays_does() -> None:
    found = simulate(None, n=THREE_BLOCKS, outcomes=["loss.net", "asia.netback"])
    drawn = found.draws()
    changes = {}
    for (name, row), column in zip(found.inputs().iterrows(), drawn, strict=True):
        changes[str(name)] = oe.Q(drawn[column].to_numpy(), str(row["unit"]))
    c = oe.compare(ARTICLE.vary(changes), "gulf", "asia")
    for outcome in found.outcomes:
        np.testing.assert_allclose(found[outcome].magnitude, c[outcome].magnitude, rtol=1e-12)


class Dying(Executor):
    """Fails after some tasks, as a pool does whose workers are gone."""

    def __init__(self, lives: int, error: BaseException) -> None:
        self.lives, self.error = lives, error

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.lives -= 1
        if self.lives < 0:
            future.set_exception(self.error)
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_an_executor_that_dies_leaves_what_was_finished() -> None:
    pool = Dying(2, RuntimeError("workers are gone"))
    n = 20 * draws.ROWS
    with pytest.raises(ExecutorError) as caught:
        simulate(NARROW, n=n, executor=pool)
    done = 16 * draws.ROWS  # two tasks of eight blocks
    assert str(caught.value) == (
        "the executor failed before all draws were done: RuntimeError: workers are gone; the first "
        f"{done} are kept in this error's .finished, the other {n - done} of {n} are lost"
    )
    finished = caught.value.finished
    assert finished.n == done
    whole = simulate(NARROW, n=n)["loss"].magnitude
    assert np.array_equal(finished["loss"].magnitude, whole[:done])
    with pytest.raises(ExecutorError, match="none is kept") as caught:
        simulate(NARROW, n=n, executor=Dying(0, RuntimeError("gone")))
    assert caught.value.finished is None


def test_an_error_of_the_model_is_not_the_executors() -> None:
    pool = Dying(1, InputError("asia.netback is not a finite number"))
    with pytest.raises(InputError, match="not a finite number"):
        simulate(NARROW, n=20 * draws.ROWS, executor=pool)


def test_an_interruption_answers_with_what_was_finished() -> None:
    n = 40 * draws.ROWS
    with pytest.warns(InterruptedWarning, match=r"interrupted: 262144 of 1310720 draws"):
        found = simulate(NARROW, n=n, executor=Dying(1, KeyboardInterrupt()), keep=False)
    assert found.n == 8 * draws.ROWS
    assert found.summary().shape == (1, 9)
    with pytest.raises(KeyboardInterrupt):
        simulate(NARROW, n=n, executor=Dying(0, KeyboardInterrupt()))


class Closing(ThreadPoolExecutor):
    """Takes so many tasks and is then shut down, as from another thread."""

    def __init__(self, takes: int, *, cancel: bool) -> None:
        super().__init__(1)
        self.takes, self.cancel = takes, cancel

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.takes -= 1
        if self.takes < 0:
            self.shutdown(wait=False, cancel_futures=self.cancel)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("cancel", [False, True])
@pytest.mark.parametrize("takes", [0, 1, 3, 31, 33])
def test_what_an_executor_took_before_it_was_shut_down_is_kept(
    cancel: bool,  # noqa: FBT001
    takes: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draws, "ROWS", 50)
    n = 50 * 50
    with pytest.raises(ExecutorError) as caught:
        simulate(NARROW, n=n, executor=Closing(takes, cancel=cancel))
    finished = caught.value.finished
    done = 0 if finished is None else finished.n
    assert done == takes * 50 if not cancel else done <= takes * 50
    kept = f"the first {done} are kept in this error's .finished" if done else "none is kept"
    assert str(caught.value).endswith(f"; {kept}, the other {n - done} of {n} are lost")
    if done:
        assert finished["loss"].magnitude.size == done
        assert finished.probability("loss", above="-1000000 %") == 1.0


def interrupted_at(steps: list[int], where: tuple[Any, ...]) -> Any:
    """Return what traces functions, and interrupts once so many of their instructions were done."""

    def local(_: Any, event: str, __: Any) -> Any:
        if event == "opcode":
            steps[0] -= 1
            if not steps[0]:
                raise KeyboardInterrupt
        return local

    def trace(frame: Any, event: str, _: Any) -> Any:
        if event == "call" and frame.f_code in where:
            frame.f_trace_opcodes = True
            return local
        return None

    return trace


@pytest.mark.parametrize("keep", [True, False])
def test_an_interrupt_at_any_instruction_counts_what_was_done(
    keep: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draws, "ROWS", 20)
    plan = simulate(NARROW, n=70, keep=keep)._plan
    where = (
        scheduling.gather.__code__,
        scheduling._here.__code__,
        draws.Figures.merged.__code__,
        sketches.Sketch.merged.__code__,
    )

    def answer(done: int, figures: Any) -> Any:
        return Simulation(replace(plan, n=done), figures, {})

    before, ends = sys.gettrace(), set()
    for step in itertools.count(1):
        left = [step]
        sys.settrace(interrupted_at(left, where))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", InterruptedWarning)
                found: Any = scheduling.gather(plan, None, 1, lambda _: None, answer)
        except KeyboardInterrupt:
            found = None
        finally:
            sys.settrace(before)
        if found is not None:
            ends.add(found.n)
            (figures,) = found._figures.values()
            assert figures.defined + figures.undefined == found.n
            assert found.probability("loss", above="-1000000 %") == 1.0
            assert found.probability("loss", above="0 %") <= 1.0
        if left[0] > 0:  # there were not as many instructions
            break
    assert ends == {20, 40, 60, 70}


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


def test_plans_go_to_workers_without_their_closures() -> None:
    plan = simulate()._plan
    again = pickle.loads(pickle.dumps(plan))  # noqa: S301  our own
    assert np.array_equal(again.outcomes(0)[0], plan.outcomes(0)[0])


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


@given(st.lists(st.one_of(st.floats(-1e6, -1e-6), st.floats(1e-6, 1e6), st.just(0.0)), min_size=1))
def test_a_sketch_is_within_its_error_and_agrees_with_ddsketch(values: list[float]) -> None:
    half = len(values) // 2
    sketch = sketches.Sketch.of(np.array(values[:half]))
    sketch = sketch.merged(sketches.Sketch.of(np.array(values[half:])))
    theirs = DDSketch(sketches.ERROR)
    for value in values:
        theirs.add(value)
    ordered = np.sort(values)
    for share in (0.0, 0.25, 0.5, 0.99, 1.0):
        (got,) = sketch.quantiles(np.array([share]))
        exact = ordered[int(share * (len(values) - 1))]
        assert abs(got - exact) <= sketches.ERROR * abs(exact) * (1 + 1e-9)
        assert got == pytest.approx(theirs.get_quantile_value(share), rel=2.1e-3, abs=1e-12)
    assert sketch.at_most(2e6) == len(values)
    assert sketch.at_most(-2e6) == 0


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
    assert repr(summed).endswith("seed 1, summed up to within 0.1 %>")
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
        assert np.isnan(found.summary().iloc[0].drop("undefined [%]").to_numpy(float)).all()


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
    mine = ARTICLE.vary({BRENT: "90 USD/bbl"})
    assert refused(InputError, lambda: oe.simulate(mine)).startswith(
        "market.brent: 90 lies outside its sourced range, 62.54 to 63.8; give it a distribution"
    )
    rule = {"supply.target_api": oe.Uniform("5 degAPI", "20 degAPI")}
    assert refused(InputError, lambda: simulate(rule)).startswith(
        "the ranges hold cases that break a rule: "
    )


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
    import sys

    monkeypatch.setitem(sys.modules, "scipy.special", None)
    assert refused(OilEconError, simulate) == (
        "a normal distribution needs scipy: python -m pip install 'oilecon[analysis]'"
    )
    assert simulate({BRENT: oe.Uniform("60 USD/bbl", "70 USD/bbl")}).n == 1000


# -- at the edges ------------------------------------------------------------------------------


class Eager(Executor):
    """Computes at once, and is no thread pool: tasks hold several blocks."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_sobol_points_are_the_same_bits_where_a_task_holds_several_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draws, "ROWS", 64)
    few = {"points": "sobol", "n": 1024}  # 16 blocks, 8 a task
    alone, sent = simulate(NARROW, **few), simulate(NARROW, **few, executor=Eager())
    assert sent["loss"].magnitude.tolist() == alone["loss"].magnitude.tolist()


def test_what_was_drawn_from_sobol_points_is_told_after_an_executor_died(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draws, "ROWS", 64)
    few = {"points": "sobol", "n": 2048}  # 4 tasks
    with pytest.raises(ExecutorError) as caught:
        simulate(NARROW, **few, executor=Dying(3, OSError()))
    finished: Any = caught.value.finished
    assert finished.draws().equals(simulate(NARROW, **few).draws().head(finished.n))


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
    own = oe.scenario("article").vary({"gulf.sea.vessel": oe.vessel("aframax")})
    drawn = oe.analysis.default_distributions(own)
    assert "gulf.sea.vessel.knots_laden" in drawn
    assert not [path for path in drawn if path.endswith((".dwt", ".beam", "tonnage"))]
    assert oe.simulate(own, n=1000, seed=1).quantiles([0.5]).notna().all(axis=None)
    named = oe.tornado(own, ranges=["gulf.sea.vessel.dwt"])  # who names it has it
    assert named.to_frame().index.tolist() == ["gulf.sea.vessel.dwt"]


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
