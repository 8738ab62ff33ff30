"""Where a tanker may sail: land from a mask of 30 arc seconds, and shoals drawn by hand.

Needs ``global-land-mask``. Used by the scripts beside it only; the package has no use for it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from oilecon.core import sea

HERE = Path(__file__).parent
ROWS, COLUMNS = 10_800, 21_600
"""The mask is kept at one arc minute."""
HARBOUR_NMI = 15.0
"""This near to a waypoint a way may pass close to land."""
STANDOFF = 5
"""Elsewhere it keeps so many minutes of arc off any land."""
BERTH_NMI = 3.0
"""And this near, over what the mask takes for land."""

LONGEST_NMI = 9000.0
Point = tuple[float, float]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def shoals() -> dict[str, list[tuple[float, float]]]:
    """Return the corners of what is water on the mask and yet closed to tankers.

    What each stands for is said beside it. All were drawn by hand after general knowledge of the
    waters, not after a chart: they keep ways off banks, and are no aid to navigation.
    """
    with (HERE / "shoals.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: [
                (float(latitude), float(longitude))
                for latitude, longitude in (corner.split() for corner in row["corners"].split("; "))
            ]
            for row in csv.DictReader(file)
        }


def cell(points: Any) -> tuple[Any, Any]:
    """Return the mask's row and column of latitudes and longitudes (n, 2)."""
    row = np.clip(((90.0 - points[:, 0]) * 60.0).astype(int), 0, ROWS - 1)
    return row, ((points[:, 1] + 180.0) * 60.0).astype(int) % COLUMNS


@cache
def masks() -> tuple[Mask, Mask]:
    """Return cells with any water, and those well off any land; both without the shoals."""
    spec = find_spec("global_land_mask")
    if spec is None or spec.origin is None:
        msg = "python -m pip install global-land-mask"
        raise SystemExit(msg)
    file = Path(spec.origin).parent / "globe_combined_mask_compressed.npz"
    fine = np.load(file)["mask"]
    water = fine[::2, ::2] | fine[1::2, ::2] | fine[::2, 1::2] | fine[1::2, 1::2]
    off = fine[::2, ::2] & fine[1::2, ::2] & fine[::2, 1::2] & fine[1::2, 1::2]
    for _ in range(STANDOFF):
        near = off.copy()
        near[1:] &= off[:-1]
        near[:-1] &= off[1:]
        off = near & np.roll(near, 1, axis=1) & np.roll(near, -1, axis=1)
    for corners in shoals().values():
        north, south = (f(c[0] for c in corners) for f in (max, min))
        west, east = (f(c[1] for c in corners) for f in (min, max))
        rows = np.arange(int((90 - north) * 60), min(int((90 - south) * 60) + 1, ROWS))
        columns = np.arange(int((west + 180) * 60), min(int((east + 180) * 60) + 1, COLUMNS))
        latitudes, longitudes = 90 - (rows + 0.5) / 60, (columns + 0.5) / 60 - 180
        grid = np.stack(np.meshgrid(latitudes, longitudes, indexing="ij"), -1)
        shut = sea.inside(grid.reshape(-1, 2), corners).reshape(len(rows), len(columns))
        window = np.ix_(rows, columns)
        water[window] &= ~shut
        off[window] &= ~shut
    return water, off


def clear(here: Point, there: Point, near_nmi: tuple[float, float] = (HARBOUR_NMI,) * 2) -> bool:
    """Return whether the great circle between two points is clear of land and shoals.

    Within `near_nmi` of its two ends it need not keep off the land.
    """
    water, off = masks()
    miles = float(sea.great_circle_nmi(*here, *there))
    if miles > LONGEST_NMI:
        return False
    for step in (max(miles / 40.0, 1.0), 1.0):  # most that fail do so at a glance
        points = sea.track(here, there, step)
        along = (np.arange(len(points)) + 0.5) * miles / len(points)
        middle = (along > near_nmi[0]) & (along < miles - near_nmi[1])
        if not off[cell(points[middle])].all():
            return False
    # a berth and its roads may stand on the mask's land
    near = ~middle & (along > BERTH_NMI) & (along < miles - BERTH_NMI)
    return bool(water[cell(points[near])].all())
