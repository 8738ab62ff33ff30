"""The kinds of legs that a route may have: for each, the functions of its lines and its days.

A new kind is a row of `LEGS` here, its lines in `netback.lines`, and its group in `inputs.legs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from oilecon.netback.overland import kept, overland_lines, overland_time, price_shares, shipped
from oilecon.netback.voyage import voyage_lines, voyage_time

if TYPE_CHECKING:
    from oilecon.netback.lines import Line
    from oilecon.units import Raw

__all__ = ["LEGS", "LegKind", "ships"]

Values: TypeAlias = Mapping[str, Any]


class LegKind(NamedTuple):
    """The functions that compute a kind of leg."""

    lines: Callable[[str, Values, Values, Raw, str], tuple[list[Line], tuple[Raw, Raw]]]
    """Its lines [USD/bbl that goes in] and its days, as `time`, from the leg's name and values, the
    market, the barrels of a tonne and the terms of sale."""
    time: Callable[[Values], tuple[Raw, Raw]]
    """The days that the cargo is under way, and those that it then waits and discharges [day]."""
    sails: bool = False
    """Whether a ship carries it, in as many trips as her cargo takes."""
    shares: Callable[[str, Values, Values], list[Line]] | None = None
    """Its lines that are shares of the price of a barrel that goes in [1], such as oil lost."""
    kept: Callable[[Values], Raw | None] | None = None
    """The barrels that come out for each that goes in [1]; None where all do."""
    shipped: Callable[[Values], Raw | None] | None = None
    """What it carries of the shipper [bbl/day]; None where nobody says."""


LEGS: Mapping[str, LegKind] = {
    "Voyage": LegKind(voyage_lines, voyage_time, sails=True),
    "Overland": LegKind(
        overland_lines, overland_time, shares=price_shares, kept=kept, shipped=shipped
    ),
}
"""By the name of its group."""


def ships(legs: Mapping[str, Values]) -> dict[str, Values]:
    """Return the legs that a ship carries."""
    return {name: leg for name, leg in legs.items() if LEGS[leg["kind"]].sails}
