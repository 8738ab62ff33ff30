"""Summaries of 100 million draws: peak memory and growth of the time. Takes some minutes.

Each run is a fresh process, which tells the most memory that it held, all libraries included.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.racing import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["rows"]

RUN = """
import resource, sys
from time import perf_counter
import oilecon as oe
n = int(sys.argv[1])
s = oe.scenario("article")
oe.simulate(s, n=100_000, keep=False)
start = perf_counter()
oe.simulate(s, n=n, keep=False).summary()
print(perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def rows() -> Iterator[Row]:
    """Yield the memory of 100 million draws and their time against a hundred times a million's."""
    short = min(_run(1_000_000)[0] for _ in range(5))
    long, kilobytes = _run(100_000_000)
    megabytes = kilobytes / 1024.0
    yield Row(
        "100 million draws summed up: memory of the process",
        f"{megabytes:.0f} MB",
        "500 MB",
        megabytes / 500.0,
        None,
        Goal(1),
    )
    yield Row(
        "100 million draws, against 100 times a million",
        f"{long:.3g} s",
        f"{100.0 * short:.3g} s",
        long / (100.0 * short),
        None,
        Goal(1.1),
    )


def _run(n: int) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(n)], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, kilobytes = map(float, done.stdout.split())
    return seconds, kilobytes
