"""Scheduling of a simulation's blocks on threads, processes or a cluster."""

from __future__ import annotations

import os
import sys
import warnings
from collections import deque
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from oilecon.analysis.draws import DrawPlan, Figures, run
from oilecon.errors import (
    ExecutorError,
    InterruptedWarning,
    OilEconError,
)
from oilecon.extras import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from oilecon.units import FloatArray

__all__ = ["block_points", "gather", "progress_bar", "task_pool"]

Answer = TypeVar("Answer")

_LONG = 5_000_000  # draws from which a progress bar is shown on a terminal
_AHEAD = 32  # tasks submitted at a time
_TOGETHER = 8  # blocks a task on another executor than threads, where each task sends the plan


def block_points(plan: DrawPlan) -> Iterator[FloatArray | None]:
    """Yield the points of each block in turn; None where the block draws its own."""
    if plan.points == "random":
        while True:
            yield None
    qmc = load("scipy.stats.qmc", "analysis", "Sobol' points")
    engine = qmc.Sobol(len(plan.inputs), rng=np.random.default_rng(plan.seed))
    for block in range(plan.blocks):
        yield np.ascontiguousarray(engine.random(plan.rows(block)).T)


@contextmanager
def task_pool(given: Executor | None, plan: DrawPlan) -> Iterator[tuple[Executor | None, int]]:
    """Yield the pool of the tasks, None for this thread, and the number of blocks in a task."""
    if given is not None:
        yield given, 1 if isinstance(given, ThreadPoolExecutor) else _TOGETHER
    elif plan.blocks == 1 or _cores() == 1:
        yield None, 1
    else:
        pool = ThreadPoolExecutor(_cores(), thread_name_prefix="oilecon")
        try:
            yield pool, 1
        finally:
            pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def progress_bar(n: int, *, progress: bool | None) -> Iterator[Callable[[int], None]]:
    """Yield the function that advances a progress bar, if one is shown."""
    if progress is None:
        progress = n >= _LONG and sys.stderr.isatty()
    if not progress:
        yield lambda _: None
        return
    rich = load("rich.progress", "cli", "a progress bar")
    console = load("rich.console", "cli", "a progress bar").Console(stderr=True)
    with rich.Progress(console=console, transient=True) as bar:
        task = bar.add_task("draws", total=n)
        yield lambda rows: bar.advance(task, rows)


def gather(
    plan: DrawPlan,
    pool: Executor | None,
    together: int,
    advance: Callable[[int], None],
    answer: Callable[[int, Sequence[Figures]], Answer],
) -> Answer:
    """Return the answer of all blocks' figures, merged in their order.

    Parameters
    ----------
    plan : DrawPlan
        The draws and the requested outcomes.
    pool : concurrent.futures.Executor or None
        The pool of the tasks; None is this thread.
    together : int
        Number of blocks in a task.
    advance : callable
        Called with the draws of each block that is done.
    answer : callable
        Returns the answer from the number of draws that are done and their figures; after an
        interruption, of those that were finished.
    """
    stream = block_points(plan)
    values = [np.empty(plan.n) for _ in plan.query.names] if plan.keep else []
    # The number of draws done and their figures, changed by one assignment: an interrupt may come
    # between two, and the count must fit the figures.
    state: tuple[int, list[Figures]] = (0, [])

    def so_far() -> Answer | None:
        done, merged = state
        if not merged:
            return None
        every = [
            figures._replace(values=values[k][:done]) if values else figures
            for k, figures in enumerate(merged)
        ]
        return answer(done, every)

    try:
        tasks = (
            _in_this_thread(plan, stream) if pool is None else _tasks(plan, stream, pool, together)
        )
        for block, block_figures in tasks:
            done, merged = state
            for each, part in zip(values, block_figures, strict=False):
                each[done : done + plan.rows(block)] = part.values
            state = (
                done + plan.rows(block),
                [a.merged(b) for a, b in zip(merged, block_figures, strict=True)]
                if merged
                else [part._replace(values=None) for part in block_figures],
            )
            advance(plan.rows(block))
    except KeyboardInterrupt:
        finished = so_far()
        if finished is None:
            raise
        msg = f"interrupted: {state[0]} of {plan.n} draws were finished, and the answer is of these"
        warnings.warn(msg, InterruptedWarning, stacklevel=3)
        return finished
    except _ExecutorFailed as failed:
        finished = so_far()
        error = _failed(failed.__cause__, plan, state[0])
        error.finished = finished
        raise error from failed.__cause__
    whole = so_far()
    assert whole is not None  # noqa: S101  there is a block, since n is above zero
    return whole


class _ExecutorFailed(Exception):  # noqa: N818  it carries an executor's error as its cause
    """An executor failed, rather than the model."""


def _in_this_thread(
    plan: DrawPlan, stream: Iterator[FloatArray | None]
) -> Iterator[tuple[int, list[Figures]]]:
    """Yield the figures of each block in order, computed in this thread."""
    for block in range(plan.blocks):
        yield block, run(plan, block, [next(stream)])[0]


def _tasks(
    plan: DrawPlan, stream: Iterator[FloatArray | None], pool: Executor, together: int
) -> Iterator[tuple[int, list[Figures]]]:
    """Yield the figures of each block in order, with a few tasks ahead of them.

    Raises
    ------
    _ExecutorFailed
        If the executor fails, rather than the model, after the tasks that it took before.
    """
    together = together if plan.blocks > together else 1
    starts = iter(range(0, plan.blocks, together))
    waiting: deque[tuple[int, Any]] = deque()
    rejection: Exception | None = None
    try:
        while True:
            while rejection is None and len(waiting) < _AHEAD:
                first = next(starts, None)
                if first is None:
                    break
                points = [next(stream) for _ in range(first, min(first + together, plan.blocks))]
                try:
                    waiting.append((first, pool.submit(run, plan, first, points)))
                except Exception as error:  # noqa: BLE001  an executor may raise anything
                    rejection = error
            if not waiting:
                break
            first, task = waiting.popleft()
            for offset, block_figures in enumerate(_result(task)):
                yield first + offset, block_figures
    finally:
        for _, task in waiting:
            task.cancel()
    if rejection is not None:
        raise _ExecutorFailed from rejection


def _result(task: Any) -> Any:
    try:
        return task.result()
    except OilEconError:
        raise
    except Exception as error:
        raise _ExecutorFailed from error


def _failed(error: BaseException | None, plan: DrawPlan, done: int) -> ExecutorError:
    kept = f"the first {done} are kept in this error's .finished" if done else "none is kept"
    return ExecutorError(
        f"the executor failed before all draws were done: {type(error).__name__}: {error}; "
        f"{kept}, the other {plan.n - done} of {plan.n} are lost"
    )
