"""A sample of `tests/shipping/dense_ways.csv`, drawn anew, and the sea's edges beside it.

Needs global-land-mask: ``python -m pip install global-land-mask``.
"""

from __future__ import annotations

import csv
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from oilecon.reference import sea as tables
from oilecon.shipping import distances

__all__ = ["rows"]

ROOT = Path(__file__).resolve().parents[1]
EVERY = 20
NEIGHBOUR_NMI = 400.0
DRAWN = 0.005  # the file is rounded to miles, and was drawn over the whole earth at once
ALLOWED, FEW_NMI = 0.03, 6.0
"""The tolerance of tests/shipping/test_distances.py."""


def rows() -> list[dict[str, Any]]:
    """Return one row a pair: the distance in the file, drawn anew, and over the edges."""
    sys.path.insert(0, str(ROOT))
    draw = import_module("tools.draw_dense_ways")
    with (ROOT / "tests" / "shipping" / "dense_ways.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        pairs = [(row["start"], row["end"], float(row["miles"])) for row in csv.DictReader(file)]
    table_rows = []
    for start, end, miles in [row for row in pairs if row[2] <= NEIGHBOUR_NMI][::EVERY]:
        drawn, own = draw.nearby_nmi(start, end), _own_nmi(start, end)
        near = abs(own - drawn) <= ALLOWED * drawn + FEW_NMI
        table_rows.append(
            {
                "pair": f"{start} to {end}",
                "in the file [nmi]": miles,
                "drawn anew [nmi]": round(drawn, 1),
                "over the edges [nmi]": round(own, 1),
                "holds": near and abs(drawn - miles) <= DRAWN * miles + 1.0,
            }
        )
    return table_rows


def _own_nmi(start: str, end: str) -> float:
    """Return the distance over the shipped edges, without passages that must be named."""
    shut = frozenset(name for name, row in tables.passages().items() if row.named)
    stops = distances._stops(start, end, (), shut)  # noqa: SLF001  between waypoints, not ports
    return sum(distances._edge_nmi(*leg) for leg in pairwise(stops or ()))  # noqa: SLF001
