"""Run the benchmarks: ``python -m benchmarks``, or only some: ``python -m benchmarks scalar``.

Each group is a module with a function `rows`; a new one is added to GROUPS. Each runs in its own
process: the allocator keeps or returns memory by the size of the arrays freed before, so that the
ratios of a group would otherwise depend on earlier groups. Both sides of a race share a process.
"""

from __future__ import annotations

import argparse
import os
import platform
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

import oilecon as oe
from benchmarks import (
    analysis,
    analysis_long,
    debt,
    dilution,
    evidence,
    imports,
    million_rows,
    monthly,
    packs,
    price_paths,
    programme,
    refining,
    scalar,
    voyages,
)
from benchmarks.racing import rows_of, table

GROUPS = {
    "scalar": scalar,
    "evidence": evidence,
    "million_rows": million_rows,
    "monthly": monthly,
    "dilution": dilution,
    "voyages": voyages,
    "refining": refining,
    "analysis": analysis,
    "debt": debt,
    "packs": packs,
    "price_paths": price_paths,
    "programme": programme,
    "imports": imports,
}
ON_REQUEST = {"analysis_long": analysis_long}
"""Groups that run only when named, since they take minutes."""


EVERY = GROUPS | ON_REQUEST


def main() -> None:
    """Print one table of the groups named on the command line, or of all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "group", nargs="*", help=f"of {', '.join(EVERY)}; default: {', '.join(GROUPS)}"
    )
    names = parser.parse_args().group or list(GROUPS)
    if unknown := sorted(set(names) - set(EVERY)):
        parser.error(f"no group {', '.join(unknown)}; there are {', '.join(EVERY)}")
    versions = (
        f"oilecon {oe.__version__}, NumPy {np.__version__}, Python {platform.python_version()}"
    )
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"{versions}; {machine}; takes some minutes", flush=True)
    modules = [EVERY[name].__name__ for name in names]
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        print(table(row for rows in pool.map(rows_of, modules) for row in rows))


if __name__ == "__main__":
    main()
