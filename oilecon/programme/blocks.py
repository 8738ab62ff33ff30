"""A programme's columns for a block of paths: a task for a worker."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.blocks import array_leaves, replace_leaves
from oilecon.errors import ExecutorError, OilEconError
from oilecon.prices.months import read_months
from oilecon.prices.noise import Noise
from oilecon.programme.columns import names_of
from oilecon.programme.money import add_money
from oilecon.programme.recurrence import Plan, plan_of, walk
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from oilecon.prices.correlated import Correlated
    from oilecon.programme.columns import Column
    from oilecon.programme.recipes import Columns
    from oilecon.programme.recurrence import Outlet, Rule
    from oilecon.programme.tree import Programme
    from oilecon.units import FloatArray, Raw

__all__ = ["Task", "in_blocks", "months_first", "stacked"]

_CELLS = 65_536
"""Months times paths of a block: its arrays stay in the cache."""
_AHEAD = 8  # blocks submitted at a time: the results of those wait in memory


def months_first(values: Mapping[str, Any], cases: tuple[int, ...] = ()) -> Mapping[str, Any]:
    """Return a tree whose arrays have the months on axis 0, and the cases on axis 1.

    Parameters
    ----------
    values : mapping
        Values whose arrays have the months on the last axis.
    cases : tuple of int
        Shape of the cases, which are put in a row.
    """

    def turned(array: FloatArray) -> FloatArray:
        if array.ndim == 1:
            return array[:, None]
        whole = np.broadcast_to(array, (*cases, array.shape[-1]))
        return whole.reshape(-1, array.shape[-1]).T

    leaves = {keys: turned(array) for keys, array in array_leaves(values)}
    return replace_leaves(values, leaves) if leaves else values


@dataclass(frozen=True)
class Task:
    """A worker's share of a run: all that it needs to compute columns of some paths.

    Attributes
    ----------
    programme : Programme
        The programme.
    prices : Correlated or None
        Processes of its numbers by path; None for one path of the programme's own numbers.
    seed : int
        Seed of the paths.
    rule : callable or None
        The user's own split.
    """

    programme: Programme
    prices: Correlated | None
    seed: int
    rule: Rule | None

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave out what a worker works out itself."""
        return Task, (self.programme, self.prices, self.seed, self.rule)

    @cached_property
    def plan(self) -> Plan:
        """Names, dates and choices."""
        return plan_of(self.programme)

    @cached_property
    def about(self) -> Mapping[str, Column]:
        """The columns of a run, by name."""
        return names_of(self.plan)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The programme's values, with the months on axis 0."""
        return months_first(self.programme.values)

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """The programme's fields of numbers, by path."""
        return {path: field for path, field, _ in self.programme.leaves()}

    @property
    def size(self) -> int:
        """Number of paths in a block."""
        return max(_CELLS // len(self.plan.months), 64)

    def walk(self, first: int, count: int) -> tuple[Columns, list[Outlet]]:
        """Return every column of some paths, and the outlets with their waterfalls."""
        return self.walked(self.values_of(first, count))

    def values_of(self, first: int, count: int) -> Mapping[str, Any]:
        """Return the values of some paths, with their prices."""
        if self.prices is None:
            return self.values
        return replace_leaves(self.values, self.drawn(first, count))

    def walked(self, values: Mapping[str, Any]) -> tuple[Columns, list[Outlet]]:
        """Return the same of values with the months on axis 0 and the paths on axis 1."""
        columns, outlets = walk(self.plan, values, self.rule)
        add_money(self.plan, values, columns, {outlet.name: outlet for outlet in outlets})
        return columns, outlets

    def drawn(self, first: int, count: int) -> dict[tuple[str, ...], Any]:
        """Return the drawn prices, by the keys that lead to them, within the fields' bounds."""
        assert self.prices is not None  # noqa: S101  for type checkers
        months = read_months(self.programme.months, "run")
        drawn = self.prices.draw(months, Noise(self.seed, first, count))
        leaves: dict[tuple[str, ...], Any] = {}
        for path, numbers in drawn.items():
            try:
                raw = self.fields[path].read(to_quantity(numbers, self.prices.units[path]))
            except OilEconError as error:
                msg = f"run: prices: {path}: {error}"
                raise type(error)(msg) from error
            leaves[self.programme.keys_to(path)] = raw
        return leaves

    def columns(self, names: Iterable[str], first: int, count: int) -> dict[str, FloatArray]:
        """Return some columns of some paths, months by paths."""
        columns, _ = self.walk(first, count)
        return {name: stacked(columns[name], count) for name in names}


def stacked(column: list[Raw], count: int) -> FloatArray:
    """Return a column as an array, months by paths."""
    whole = np.empty((len(column), count))
    for row, figure in zip(whole, column, strict=True):
        row[...] = figure
    return whole


def in_blocks(
    task: Task, names: Sequence[str], count: int, executor: Executor | None
) -> Iterator[tuple[slice, Mapping[str, Iterable[Raw]]]]:
    """Yield some columns of each block of paths in order, month by month.

    An executor has a few blocks ahead of them.

    Raises
    ------
    ExecutorError
        If the executor fails, rather than the model.
    """
    sizes = {first: min(task.size, count - first) for first in range(0, count, task.size)}
    starts = iter(sizes)
    if executor is None or len(sizes) == 1:
        for first, more in sizes.items():
            columns, _ = task.walk(first, more)
            yield slice(first, first + more), {name: columns[name] for name in names}
        return
    waiting: deque[tuple[int, Any]] = deque()
    try:
        while True:
            while len(waiting) < _AHEAD and (first := next(starts, -1)) >= 0:
                job = _asked(executor.submit, task.columns, tuple(names), first, sizes[first])
                waiting.append((first, job))
            if not waiting:
                return
            first, job = waiting.popleft()
            part = _asked(job.result)
            del job  # which holds the result
            yield slice(first, first + sizes[first]), part
    finally:  # also after an error, or an interruption
        for _, job in waiting:
            job.cancel()


def _asked(call: Any, *arguments: Any) -> Any:
    """Return what an executor answers.

    Raises
    ------
    ExecutorError
        If it fails, rather than the model.
    """
    try:
        return call(*arguments)
    except OilEconError:
        raise
    except Exception as error:
        msg = f"run: the executor failed: {type(error).__name__}: {error}"
        raise ExecutorError(msg) from error
