"""How the blocks of a simulation are handed to threads, processes or a cluster, and gathered."""

from __future__ import annotations

import os
import sys
import warnings
from collections import deque
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.analysis import draws
from oilecon.analysis.draws import DrawPlan, Figures, run
from oilecon.analysis.extras import load
from oilecon.errors import (
    ExecutorError,
    InputError,
    InterruptedWarning,
    OilEconError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from oilecon.analysis.simulations import Simulation
    from oilecon.units import FloatArray


__all__ = ["gather"]

_LONG = 5_000_000  # draws from which a progress bar is shown on a terminal
_AHEAD = 32  # tasks that wait or run at once
_TOGETHER = 8  # blocks a task on another executor than threads: a task takes its inputs along


def _points(plan: DrawPlan, points: str) -> Iterator[FloatArray | None]:
    """Yield the points of each block in turn; None where the block draws its own."""
    if points == "random":
        while True:
            yield None
    qmc = load("scipy.stats.qmc", "analysis", "Sobol' points")
    engine = qmc.Sobol(len(plan.inputs), rng=np.random.default_rng(plan.seed))
    for block in range(plan.blocks):
        yield np.ascontiguousarray(engine.random(plan.rows(block)).T)


@contextmanager
def _executor(given: Executor | None, plan: DrawPlan) -> Iterator[tuple[Executor | None, int]]:
    """Yield where tasks run, None for here, and how many blocks one takes."""
    if given is not None:
        if not callable(getattr(given, "submit", None)):
            kind = type(given).__name__
            msg = f"executor: expected a concurrent.futures.Executor, got {kind}"
            raise InputError(msg)
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
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _bar(n: int, progress: Any) -> Iterator[Callable[[int], None]]:
    """Yield what moves a progress bar on, if there is to be one."""
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
    stream: Iterator[FloatArray | None],
    pool: Executor | None,
    together: int,
    advance: Callable[[int], None],
    answer: Callable[[int, Sequence[Figures]], Simulation],
) -> Simulation:
    """Return the figures of all blocks, merged in their order; of those done if it ends early."""
    merged: list[Figures] = []
    values = [np.empty(plan.n) for _ in plan.question.names] if plan.keep else []
    done = 0

    def so_far() -> Simulation | None:
        if not merged:
            return None
        every = [
            figures._replace(values=values[k][:done]) if values else figures
            for k, figures in enumerate(merged)
        ]
        return answer(done, every)

    try:
        for block, found in _tasks(plan, stream, pool, together):
            for each, part in zip(values, found, strict=False):
                each[done : done + plan.rows(block)] = part.values
            if block:
                merged = [a.merged(b) for a, b in zip(merged, found, strict=True)]
            else:
                merged = [part._replace(values=None) for part in found]
            done += plan.rows(block)
            advance(plan.rows(block))
    except KeyboardInterrupt:
        finished = so_far()
        if finished is None:
            raise
        msg = f"interrupted: {done} of {plan.n} draws were finished, and the answer is of these"
        warnings.warn(msg, InterruptedWarning, stacklevel=3)
        return finished
    except ExecutorError as error:
        error.finished = so_far()
        raise
    whole = so_far()
    assert whole is not None  # noqa: S101  there is a block, since n is above zero
    return whole


def _tasks(
    plan: DrawPlan, stream: Iterator[FloatArray | None], pool: Executor | None, together: int
) -> Iterator[tuple[int, list[Figures]]]:
    """Yield the figures of each block in order, with a few tasks ahead of them.

    Raises
    ------
    ExecutorError
        If the executor fails, rather than the model.
    """
    if pool is None:
        for block in range(plan.blocks):
            yield block, run(plan, block, [next(stream)])[0]
        return
    together = together if plan.blocks > together else 1
    starts = iter(range(0, plan.blocks, together))
    waiting: deque[tuple[int, Any]] = deque()
    try:
        while True:
            for first in starts:
                last = min(first + together, plan.blocks)
                waiting.append((first, _submit(pool, plan, first, last, stream)))
                if len(waiting) >= _AHEAD:
                    break
            if not waiting:
                return
            first, task = waiting.popleft()
            for offset, found in enumerate(_result(task, plan, first)):
                yield first + offset, found
    finally:
        for _, task in waiting:
            task.cancel()


def _submit(
    pool: Executor, plan: DrawPlan, first: int, last: int, stream: Iterator[FloatArray | None]
) -> Any:
    points = [next(stream) for _ in range(first, last)]
    try:
        return pool.submit(run, plan, first, points)
    except Exception as error:
        raise _failed(error, plan, first) from error


def _result(task: Any, plan: DrawPlan, first: int) -> Any:
    try:
        return task.result()
    except OilEconError:
        raise
    except Exception as error:
        raise _failed(error, plan, first) from error


def _failed(error: Exception, plan: DrawPlan, first: int) -> ExecutorError:
    done = min(first * draws.ROWS, plan.n)
    kept = f"the first {done} are kept in this error's .finished" if done else "none is kept"
    return ExecutorError(
        f"the executor failed before all draws were done: {type(error).__name__}: {error}; "
        f"{kept}, the other {plan.n - done} of {plan.n} are lost"
    )
