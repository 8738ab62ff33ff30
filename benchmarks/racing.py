"""Two calls timed in turns, their peaks of memory, and the table of how they fared.

A shared machine is never quiet, so no time here passes or fails alone: ours and the other run in
turns, A B A B ..., each pair gives a ratio, and the table shows the median of the ratios with the
quarter and the three quarters of them. What is noise to both falls out.
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
"""How long one timing lasts at least: what is faster is called more than once in it."""

PAIRS = 25


class Goal(NamedTuple):
    """What a ratio should come to: at most a limit, or at least."""

    limit: float
    at_least: bool = False

    def met(self, ratio: float) -> bool:
        """Return whether a ratio reaches it."""
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}"


class Row(NamedTuple):
    """One line of the table; without a goal it only informs."""

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
    """Seconds a call of both sides, pair by pair."""

    ours: tuple[float, ...]
    other: tuple[float, ...]

    def row(self, name: str, goal: Goal | None = None, *, of_medians: bool = False) -> Row:
        """Return the line for the table.

        Parameters
        ----------
        name : str
            What was raced.
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
    """Run two stopwatches in turns, once each unseen and then in pairs.

    Parameters
    ----------
    ours, other : callable
        Each returns the seconds one call took; see `clocked`.
    pairs : int
        How many pairs.
    """
    ours()
    other()
    times = [(ours(), other()) for _ in range(pairs)]
    return Race(tuple(left for left, _ in times), tuple(right for _, right in times))


def clocked(call: Callable[[], object]) -> Callable[[], float]:
    """Return a stopwatch: it makes the call often enough to be measured and returns seconds each.

    The collector of cycles is off meanwhile, as in timeit.
    """
    timer = timeit.Timer(call)
    number = 1
    while timer.timeit(number) < LEAST_SECONDS:
        number *= 2
    return lambda: timer.timeit(number) / number


def peak(call: Callable[[], object]) -> int:
    """Return the most bytes a call held at once, its answer included, beyond what stood before."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        answer = call()
        _, most = tracemalloc.get_traced_memory()
        del answer
    finally:
        tracemalloc.stop()
    return most - before


def megabytes(name: str, ours: int, other: int, goal: Goal | None = None) -> Row:
    """Return the line for two peaks of memory."""
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
