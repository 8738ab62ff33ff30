"""The kinds of legs that a route may have: for each, the functions of its lines and its days.

A new kind is a row of `LEGS` here, its lines in `netback.lines`, and its group in `inputs.legs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from oilecon.netback.voyage import voyage_lines, voyage_time

if TYPE_CHECKING:
    from oilecon.netback.lines import Line
    from oilecon.units import Raw

__all__ = ["LEGS", "LegKind", "ships"]

Values: TypeAlias = Mapping[str, Any]


class LegKind(NamedTuple):
    """The functions that compute a kind of leg."""

    lines: Callable[[str, Values, Values, Raw, str], tuple[list[Line], tuple[Raw, Raw]]]
    """Its lines [USD/bbl] and its days, as `time`, from the leg's name and values, the market, the
    barrels of a tonne and the terms of sale."""
    time: Callable[[Values], tuple[Raw, Raw]]
    """The days that the cargo is under way, and those that it then waits and discharges [day]."""
    sails: bool = False
    """Whether a ship carries it, in as many trips as her cargo takes."""


LEGS: Mapping[str, LegKind] = {
    "Voyage": LegKind(voyage_lines, voyage_time, sails=True),
}
"""By the name of its group."""


def ships(legs: Mapping[str, Values]) -> dict[str, Values]:
    """Return the legs that a ship carries."""
    return {name: leg for name, leg in legs.items() if LEGS[leg["kind"]].sails}
