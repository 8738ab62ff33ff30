"""Vessels."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Self

from oilecon import reference as tables
from oilecon.fields import Number, Text
from oilecon.frozen import FrozenDict
from oilecon.groups import Group
from oilecon.inputs.catalogue import Shipped, ShippedFigure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Vessel", "ship_rows"]


@cache
def ship_rows() -> Mapping[str, tuple[tables.Row, ...]]:
    """Return every row of every shipped vessel."""
    ships = {name: list(rows) for name, rows in tables.vessel_rows().items()}
    for name, more in tables.ship_rows().items():
        ships.setdefault(name, []).extend(more)
    return FrozenDict({name: tuple(map(_of_class, rows)) for name, rows in ships.items()})


def _of_class(row: tables.Row) -> tables.Row:
    """Return a ship's row: ranges of size and tonnage span its class, and are not drawn."""
    if Vessel._fields[row.field].required:
        return row
    return replace(row, evidence=replace(row.evidence, spread="class"))


class Vessel(Shipped, Group):
    """A tanker: speeds, fuel burnt by state, and the dimensions that ports and canals limit.

    Size is needed only for ports, canals and their dues. ``Vessel.shipped(name)``
    returns a shipped one, ``Vessel.catalogue()`` the table of them.
    """

    _noun = "vessel"
    _index = ("vessel",)
    _aliases: ClassVar = FrozenDict({"panamax": "lr1", "shadow vlcc": "vlcc old", "lr2": "aframax"})

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

    @classmethod
    def shipped(cls, name: str, /, **own: object) -> Self:
        """Return a shipped vessel.

        Parameters
        ----------
        name : str
            ``'vlcc'``, ``'suezmax'``, ``'aframax'`` (or LR2), ``'lr1'`` (or Panamax), ``'mr'``, or
            ``'vlcc old'``, which stands for the old ships of the shadow fleet; in any case.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        Vessel
            Speeds, fuel by state, size and tonnages; ``Vessel.figures(name)`` gives each figure's
            range, date and source.

        Raises
        ------
        UnknownName
            If no shipped vessel has that name.

        Examples
        --------
        >>> print(Vessel.shipped("vlcc").knots_laden)
        13.0 knot
        """
        key = cls._key(name)
        fields = {figure.field: figure.given for figure in cls._of(key)}
        return cls(**{**fields, "name": key, **own})

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of every shipped vessel."""
        return {
            (name,): [ShippedFigure(row.field, row.value, row.unit, row.evidence) for row in rows]
            for name, rows in ship_rows().items()
        }
