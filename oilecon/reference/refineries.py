"""Plants, and the yields, energy and costs of a refinery's units that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.reference.tables import evidence, table

if TYPE_CHECKING:
    from oilecon.evidence import Evidence

__all__ = ["Plant", "UnitFigure", "plants", "unit_figures"]


@dataclass(frozen=True, slots=True)
class Plant:
    """A refinery where it stands.

    Attributes
    ----------
    name, place, configuration : str
        Its name, where it stands, and what its units make it.
    parts : tuple of str
        The units that it has.
    evidence : Evidence
        Of its having these units.
    """

    name: str
    place: str
    configuration: str
    parts: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A figure of a unit, the same in every plant.

    Attributes
    ----------
    part, field : str
        The unit, empty for the plant as a whole, and the field of its group.
    configuration : str
        That for which it holds; empty for all.
    value : float or None
        The figure in `unit`; None if not published.
    unit : str
        Its unit of measurement.
    evidence : Evidence
        Its kind may also be ``'not published'``.
    """

    part: str
    field: str
    configuration: str
    value: float | None
    unit: str
    evidence: Evidence

    @property
    def path(self) -> str:
        """Path of the figure in a refinery."""
        return ".".join(filter(None, (self.part, self.field)))


@cache
def plants() -> tuple[Plant, ...]:
    """Return the plants, in order of their names."""
    return tuple(
        Plant(
            name=record["name"],
            place=record["place"],
            configuration=record["configuration"],
            parts=tuple(record["parts"].split()),
            evidence=evidence(record),
        )
        for record in table("refineries.csv")
    )


@cache
def unit_figures() -> tuple[UnitFigure, ...]:
    """Return the figures of all units, and those of a plant as a whole."""
    return tuple(
        UnitFigure(
            part=record["part"],
            field=record["field"],
            configuration=record["configuration"],
            value=record.number_or_none("value"),
            unit=record.unit("unit"),
            evidence=evidence(record),
        )
        for record in table("refinery_units.csv")
    )
