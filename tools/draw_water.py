"""Draw ``water.npz`` anew: cells of two minutes of arc with water that a waypoint reaches.

    python -m pip install global-land-mask scipy
    python tools/draw_water.py

The package joins a port of the user's own to the sea over these cells. One of them is water where
any of the mask's cells of one minute in it is, shoals and ice excepted, and where a ship can reach
it from a waypoint: lakes, ponds and the Caspian are land. The file holds one bit a cell, from the
North Pole down and from 180 W on.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy import ndimage

from oilecon.reference import sea as tables
from oilecon.reference.tables import DATA

sys.path.insert(0, str(Path(__file__).parent.parent))
from tools import water

__all__ = ["FILE", "cells", "write"]

FILE = Path(str(DATA / "water.npz"))


def cells() -> water.Mask:
    """Return the cells of water that a ship can reach, shape (5400, 10800)."""
    fine, _ = water.masks()
    coarse = fine[::2, ::2] | fine[1::2, ::2] | fine[::2, 1::2] | fine[1::2, 1::2]
    names, _ = ndimage.label(coarse)
    seam = np.stack([names[:, 0], names[:, -1]])  # the mask goes on round the 180th meridian
    ends = np.array([row[:2] for row in tables.waypoints().values()])
    row, column = water.cell(ends)
    reached = set(names[row // 2, column // 2].tolist())
    for west, east in seam[:, (seam > 0).all(axis=0)].T.tolist():
        if {west, east} & reached:
            reached |= {west, east}
    kept: water.Mask = np.isin(names, sorted(reached - {0}))
    return kept


def write(file: Path = FILE) -> None:
    """Write the file."""
    np.savez_compressed(file, water=np.packbits(cells(), axis=1))


if __name__ == "__main__":
    write()
