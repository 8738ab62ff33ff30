"""Ships."""

from __future__ import annotations

from oilecon.fields import Number, Text
from oilecon.groups import Group

__all__ = ["Vessel"]


class Vessel(Group):
    """A tanker: speeds, fuel burnt by state, and what decides where it can go.

    Size is needed only for what rests on it: ports, canals and their dues. `oilecon.vessel` returns
    the shipped ones.
    """

    knots_laden: Number = Number("knot", "speed laden", low=1, high=40, typical="'13 knot'")
    knots_ballast: Number = Number(
        "knot", "speed in ballast", low=1, high=40, typical="'12.5 knot'"
    )
    fuel_laden: Number = Number(
        "t/day", "fuel at sea, laden", low=0, high=1000, typical="'70 t/day'"
    )
    fuel_ballast: Number = Number(
        "t/day", "fuel at sea, in ballast", low=0, high=1000, typical="'53 t/day'"
    )
    fuel_load: Number = Number(
        "t/day", "fuel while loading", low=0, high=1000, typical="'20 t/day'"
    )
    fuel_discharge: Number = Number(
        "t/day", "fuel while discharging", low=0, high=1000, typical="'110 t/day'"
    )
    fuel_wait: Number = Number(
        "t/day", "fuel while waiting", low=0, high=1000, typical="'10 t/day'"
    )
    name: Text = Text("the class or the ship; a shipped name finds its reference rows", default="")
    dwt: Number = Number(
        "t",
        "deadweight at the laden draft",
        low=0,
        high=1_000_000,
        above=True,
        default=None,
        typical="'300000 t'",
    )
    length: Number = Number(
        "m", "length overall", low=0, high=600, above=True, default=None, typical="'333 m'"
    )
    beam: Number = Number(
        "m", "breadth", low=0, high=100, above=True, default=None, typical="'60 m'"
    )
    draft_laden: Number = Number(
        "m", "draft fully laden", low=0, high=40, above=True, default=None, typical="'21.5 m'"
    )
    draft_ballast: Number = Number(
        "m", "draft in ballast", low=0, high=40, above=True, default=None, typical="'10 m'"
    )
    gross_tonnage: Number = Number(
        "1", "gross register tonnage", low=0, high=1_000_000, default=None, typical="160000.0"
    )
    suez_tonnage: Number = Number(
        "1", "Suez Canal net tonnage", low=0, high=1_000_000, default=None, typical="155000.0"
    )
    panama_tonnage: Number = Number(
        "1",
        "Panama Canal net tonnage, PC/UMS",
        low=0,
        high=1_000_000,
        default=None,
        typical="46136.0",
    )
