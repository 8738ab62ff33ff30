"""Which shipped number rests on which source."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from oilecon.reference import (
    dated,
    loans,
    oils,
    record,
    regime_rows,
    rows,
    sea,
    ship_rows,
    vessel_rows,
)
from oilecon.reference.correlations import correlations
from oilecon.reference.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cited"]

_FULL = "article-sanctioned"  # the shipped scenario that uses every row of the base case


def cited() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what every shipped number is called, with the keys of its sources."""
    for row in (*rows(_FULL), *chain(*vessel_rows().values()), *chain(*ship_rows().values())):
        yield row.path, row.source
    yield from _dated()
    for oil in oils.oils():
        yield f"{oil.grade} {oil.sample}", oil.source
    for coefficient in oils.quality_rows():
        yield f"{coefficient.rule} {coefficient.coefficient}", coefficient.source
    yield from ((swap.name, swap.source) for swap in oils.swaps())
    yield from ((pair.name, pair.source) for pair in correlations())
    yield from _at_sea()


def _dated() -> Iterator[tuple[str, tuple[str, ...]]]:
    for regime, own in regime_rows().items():
        for row in own:
            yield f"{regime}: {row.path}", row.source
    for code, charges in dated.tariffs().items():
        for charge in charges:
            yield f"{code} {charge.field}", charge.source
    yield "US consumer prices", (dated.CPI_SOURCE,)


def _at_sea() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, place in sea.places().items():
        yield name, place.source
    for name, passage in sea.passages().items():
        yield name, passage.source
    yield "waypoints and edges of the sea", sea.WAYS_FROM
    for figure in sea.published():
        yield f"{figure.origin} to {figure.destination}", figure.source
    for entry in (*sea.canals()["tariff"], *sea.canals()["all_in"]):
        keys = (entry["source"], *filter(None, [entry.get("ballast_source")]))
        yield f"{entry['canal']} dues since {entry['since']}", keys
    for phase in sea.emissions_trading():
        yield f"EU emissions trading since {phase.since}", phase.source
    for corner in table("emission_areas.csv"):
        yield corner["area"], (corner["source"],)
    yield from loans.citations()
    yield from record.citations()
