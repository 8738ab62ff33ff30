"""Print what the library was checked against: ``python -m proof``, or ``python -m proof fuzz``.

Each group is a module with a function `rows`; ``docs/explanation/verification.md`` explains them.
"""

from __future__ import annotations

import argparse
import platform
import sys

import numpy as np
import pandas as pd

import oilecon as oe
from proof import dense, digits, fuzz, indices, mutants, rates, roots, sea, wheel

GROUPS = {
    "digits": digits,
    "roots": roots,
    "rates": rates,
    "indices": indices,
    "sea": sea,
    "dense": dense,
    "wheel": wheel,
    "fuzz": fuzz,
    "mutants": mutants,
}
LONG = ("dense", "fuzz", "mutants")


def main() -> None:
    """Print one table of each group named, or of all but the long; fail if one does not hold."""
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument(
        "group", nargs="*", help=f"of {', '.join(GROUPS)}; all but {', '.join(LONG)}"
    )
    parser.add_argument("--inputs", type=int, default=100_000, help="of each kind that fuzz tries")
    given = parser.parse_args()
    for name in given.group:
        if name not in GROUPS:
            parser.error(f"no group {name!r}; there are {', '.join(GROUPS)}")
    print(f"oilecon {oe.__version__}, Python {platform.python_version()}, NumPy {np.__version__}\n")
    good = True
    for name in given.group or [name for name in GROUPS if name not in LONG]:
        table_rows = [*fuzz.rows(given.inputs)] if name == "fuzz" else GROUPS[name].rows()
        print(f"{name}: {(GROUPS[name].__doc__ or '').splitlines()[0]}")
        print(pd.DataFrame(table_rows).to_string(index=False), end="\n\n")
        good = good and all(row["holds"] for row in table_rows)
    sys.exit(not good)


if __name__ == "__main__":
    main()
