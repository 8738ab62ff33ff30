"""Write ``published_ways.csv`` anew: the computed way of every pair of ports with a published one.

    python -m pip install 'oilecon[sea]'
    python tools/write_published_ways.py

Run it after a row of distances.csv, the waypoints or their edges have changed. The package reads
a published distance from these ways without a search: which passages it crosses, the miles in
emission control areas, and whether the figure is too short to be one over water.
"""

from __future__ import annotations

import csv
from pathlib import Path

from oilecon.reference import sea as tables
from oilecon.reference.tables import DATA
from oilecon.shipping import distances

__all__ = ["FILE", "ways", "write"]

FILE = Path(str(DATA / "published_ways.csv"))


def ways() -> list[tuple[str, str, str, str]]:
    """Return origin, destination, passage named and waypoints, one row a pair and passage."""
    places, named = tables.places(), {n for n, row in tables.passages().items() if row.named}
    rows: dict[tuple[frozenset[str], str], tuple[str, str, str, str]] = {}
    for figure in tables.published():
        for via in ("", figure.via):
            key = frozenset((figure.origin, figure.destination)), via
            if key in rows:
                continue
            through = (via,) if via else ()
            stops = distances._stops(  # noqa: SLF001  the search itself, which the ways stand in for
                places[figure.origin].approach,
                places[figure.destination].approach,
                through,
                frozenset(named - set(through)),
            )
            if stops is not None:
                rows[key] = figure.origin, figure.destination, via, " ".join(stops)
    return sorted(rows.values())


def write(file: Path = FILE) -> None:
    """Write the file."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("origin", "destination", "via", "way"))
        writer.writerows(ways())


if __name__ == "__main__":
    write()
