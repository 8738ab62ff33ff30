"""Threads, processes and clusters: the same bits, and what is kept when one stops."""

from __future__ import annotations

import itertools
import pickle
import sys
import warnings
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.analysis import Simulation, draws, scheduling, sketches
from oilecon.errors import ExecutorError, InputError, InterruptedWarning

ARTICLE = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"
ONE = {BRENT: oe.Normal("64 USD/bbl", "6 USD/bbl")}
NARROW = {BRENT: oe.Uniform("60 USD/bbl", "70 USD/bbl")}
THREE_BLOCKS = 3 * draws.ROWS - 5


def simulate(inputs: Any = ONE, **more: Any) -> Any:
    return oe.simulate(ARTICLE, inputs, **({"n": 1000, "seed": 1} | more))


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
    assert found.summary().shape == (1, 11)
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
    whole = simulate(NARROW, n=70, keep=keep)
    plan = whole._plan
    where = (
        scheduling.gather.__code__,
        scheduling._in_this_thread.__code__,
        draws.Figures.merged.__code__,
        sketches.Sketch.merged.__code__,
    )

    def answer(done: int, figures: Any) -> Any:
        return Simulation(replace(plan, n=done), figures, {}, whole.coverage)

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


def test_plans_go_to_workers_without_their_closures() -> None:
    plan = simulate()._plan
    again = pickle.loads(pickle.dumps(plan))  # noqa: S301  our own
    assert np.array_equal(again.outcomes(0)[0], plan.outcomes(0)[0])


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
