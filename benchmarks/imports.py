"""Loading the library, against loading what it stands on.

Every timing is a fresh interpreter, timed inside it from the import's begin to its end, so that
starting Python, the same on both sides, does not flatter the ratio. Both sides find their bytecode
ready, as they do once installed, even where the environment forbids writing it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.racing import Goal, Row, race

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["rows"]

OURS = "import oilecon"
OTHER = "import numpy, pint"
HEAVY = ("pandas", "scipy", "matplotlib")

TIMED = """
from time import perf_counter
start = perf_counter()
{statement}
print(perf_counter() - start)
"""
LOADED = """
import sys
{statement}
print(*sys.modules)
"""


def rows() -> Iterator[Row]:
    """Yield the race of the imports, and how many modules of the heavy libraries ours adds."""
    with TemporaryDirectory() as bytecode:  # the first, unseen run of each fills it
        timed = race(partial(_seconds, OURS, bytecode), partial(_seconds, OTHER, bytecode))
        added = _heavy(OURS, bytecode) - _heavy(OTHER, bytecode)
    yield timed.row(OURS, Goal(1.2), of_medians=True)
    name = f"modules of {', '.join(HEAVY)} that it adds"
    yield Row(name, str(len(added)), "", len(added), None, Goal(0))


def _seconds(statement: str, bytecode: str) -> float:
    return float(_printed(TIMED.format(statement=statement), bytecode))


def _heavy(statement: str, bytecode: str) -> set[str]:
    names = _printed(LOADED.format(statement=statement), bytecode).split()
    return {name for name in names if name.partition(".")[0] in HEAVY}


def _printed(code: str, bytecode: str) -> str:
    """Return what a fresh interpreter prints that keeps its bytecode in a folder."""
    environment = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment | {"PYTHONPYCACHEPREFIX": bytecode},
    )
    return done.stdout
