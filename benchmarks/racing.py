"""Two calls timed in turns, their peaks of memory, and the table of results.

A shared machine is never quiet, so no absolute time passes or fails. The two calls run in turns,
A B A B ..., each pair gives a ratio, and the table shows the median of the ratios with their
quartiles. Noise that affects both calls cancels out.
"""

from __future__ import annotations

import gc
import statistics
import timeit
import tracemalloc
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Goal", "Race", "Row", "clocked", "megabytes", "peak", "race", "rows_of", "table"]

LEAST_SECONDS = 0.02
"""Minimum duration of one timing; a faster call is repeated within it."""

PAIRS = 25


class Goal(NamedTuple):
    """Target of a ratio: a maximum, or a minimum."""

    limit: float
    at_least: bool = False

    def met(self, ratio: float) -> bool:
        """Return whether a ratio meets the target."""
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}"


class Row(NamedTuple):
    """One row of the table, with or without a goal."""

    name: str
    ours: str
    other: str
    ratio: float
    spread: tuple[float, float] | None = None
    goal: Goal | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the row as text."""
        low_high = "" if self.spread is None else " to ".join(f"{end:.3g}" for end in self.spread)
        target, met = "", ""
        if self.goal is not None:
            target, met = str(self.goal), "met" if self.goal.met(self.ratio) else "NOT MET"
        return self.name, self.ours, self.other, f"{self.ratio:.3g}", low_high, target, met


class Race(NamedTuple):
    """Seconds per call of both sides, pair by pair."""

    ours: tuple[float, ...]
    other: tuple[float, ...]

    def row(self, name: str, goal: Goal | None = None, *, of_medians: bool = False) -> Row:
        """Return the row for the table.

        Parameters
        ----------
        name : str
            Name of the race.
        goal : Goal, optional
            With `at_least`, the ratio is the other's time over ours, else ours over the other's.
        of_medians : bool
            Whether to show the ratio of the two medians rather than the median of the ratios.
        """
        flipped = goal is not None and goal.at_least
        above, below = (self.other, self.ours) if flipped else (self.ours, self.other)
        ratios = [a / b for a, b in zip(above, below, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        if of_medians:
            middle = statistics.median(above) / statistics.median(below)
        ours, other = (_shown(statistics.median(side)) for side in self)
        return Row(name, ours, other, middle, (low, high), goal)


def race(ours: Callable[[], float], other: Callable[[], float], pairs: int = PAIRS) -> Race:
    """Run two stopwatches in turns: once each to warm up, then in pairs.

    Parameters
    ----------
    ours, other : callable
        Stopwatches that return the seconds of one call; see `clocked`.
    pairs : int
        Number of pairs.
    """
    ours()
    other()
    times = [(ours(), other()) for _ in range(pairs)]
    return Race(tuple(left for left, _ in times), tuple(right for _, right in times))


def clocked(call: Callable[[], object]) -> Callable[[], float]:
    """Return a stopwatch that repeats a call long enough to be measured; it returns seconds each.

    The garbage collector is off meanwhile, as in timeit. The first calls of a process are not
    timed: without that, a race of a call with itself gave ratios from 0.5 to 1.4.
    """
    timer = timeit.Timer(call)
    spent = 0.0
    while spent < LEAST_SECONDS:
        spent += timer.timeit(1)
    number = 1
    while timer.timeit(number) < LEAST_SECONDS:
        number *= 2
    return lambda: timer.timeit(number) / number


def peak(call: Callable[[], object]) -> int:
    """Return the peak of bytes that a call allocates, its result included."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        answer = call()
        _, highest = tracemalloc.get_traced_memory()
        del answer
    finally:
        tracemalloc.stop()
    return highest - before


def megabytes(name: str, ours: int, other: int, goal: Goal | None = None) -> Row:
    """Return the row for two peaks of memory."""
    return Row(name, f"{ours / 1e6:.0f} MB", f"{other / 1e6:.0f} MB", ours / other, None, goal)


def rows_of(module: str) -> list[Row]:
    """Return the rows of a group's module; another process finds it by its name."""
    return list(import_module(module).rows())


def table(rows: Iterable[Row]) -> str:
    """Return the rows as text in columns."""
    heads = ("", "ours", "other", "ratio", "half of the pairs", "target", "met")
    cells = [heads, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for first, *rest in cells:
        columns = [first.ljust(widths[0])]
        columns += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join(columns).rstrip())
    return "\n".join(lines)


def _shown(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"
