"""Crudes and diluents, rules that price quality, and swaps of heavy crude for diluent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.errors import InputError, quote
from oilecon.evidence import Row
from oilecon.reference.tables import evidence, table

if TYPE_CHECKING:
    from oilecon.evidence import Evidence
    from oilecon.reference.tables import Record

__all__ = ["Oil", "QualityRow", "Swap", "oil", "oils", "quality_rows", "swaps"]


@dataclass(frozen=True, slots=True)
class Oil:
    """One published sample of a crude or a diluent; unpublished properties are None.

    Attributes
    ----------
    grade, sample : str
        The grade, and the record id or other name of the sample.
    location : str
        Place of origin.
    api, sulphur, acid_number, vanadium : tuple of (float or None)
        Value, low and high [degAPI, percent by mass, mgKOH/g, mg/kg]; low and high only where a
        range was published.
    kinematic, dynamic : tuple of (float, float)
        Measured points: temperature [degC] and viscosity [cSt, cP].
    evidence : Evidence
        Its date is that of the sample where known, else of the record.
    """

    grade: str
    sample: str
    location: str
    api: tuple[float, float | None, float | None]
    sulphur: tuple[float | None, float | None, float | None]
    acid_number: float | None
    vanadium: tuple[float | None, float | None, float | None]
    kinematic: tuple[tuple[float, float], ...]
    dynamic: tuple[tuple[float, float], ...]
    evidence: Evidence


def _ranged(record: Record, name: str) -> tuple[float | None, float | None, float | None]:
    return record.ranged(name, f"{name}_low", f"{name}_high")


def _points(record: Record, column: str) -> tuple[tuple[float, float], ...]:
    """Return (temperature, viscosity) pairs of text such as '992@38;39@99', coldest first."""
    try:
        pairs = [map(float, point.split("@")) for point in record[column].split(";") if point]
        points = sorted((at, value) for value, at in pairs)
    except ValueError:
        points = [(math.nan, math.nan)]
    if not all(math.isfinite(number) for point in points for number in point):
        msg = (
            f"{record.where}: {column}: expected pairs of viscosity and temperature such as "
            f"'992@38;39@99', got {quote(record[column])}"
        )
        raise InputError(msg)
    return tuple(points)


def oil(record: Record) -> Oil:
    """Return the sample in a row of the table of crudes.

    Raises
    ------
    InputError
        If a cell that requires a number holds none.
    """
    return Oil(
        grade=record["grade"],
        sample=record["sample"],
        location=record["location"],
        api=(record.number("api"), *_ranged(record, "api")[1:]),
        sulphur=_ranged(record, "sulphur"),
        acid_number=record.number_or_none("acid_number"),
        vanadium=_ranged(record, "vanadium"),
        kinematic=_points(record, "kinematic"),
        dynamic=_points(record, "dynamic"),
        evidence=evidence(record),
    )


@cache
def oils() -> tuple[Oil, ...]:
    """Return all samples, in order of grade and sample."""
    return tuple(oil(record) for record in table("crudes.csv"))


@dataclass(frozen=True, slots=True)
class QualityRow(Row):
    """One coefficient of a quality rule, and the months that it applies to ('' if any)."""

    rule: str
    coefficient: str
    start: str
    end: str


@cache
def quality_rows() -> tuple[QualityRow, ...]:
    """Return the coefficients of all rules."""
    return tuple(
        QualityRow(
            f"{record['rule']} {record['coefficient']}",
            "",
            record.number("value"),
            record["unit"],
            evidence(record),
            rule=record["rule"],
            coefficient=record["coefficient"],
            start=record["from"],
            end=record["to"],
        )
        for record in table("quality_rules.csv")
    )


@dataclass(frozen=True, slots=True)
class Swap:
    """One published swap: volumes [Mb], and the cash payment [USD], None if unknown."""

    name: str
    heavy: float
    diluent: float
    cash: float | None
    evidence: Evidence


@cache
def swaps() -> tuple[Swap, ...]:
    """Return the published swaps."""
    return tuple(
        Swap(
            name=record["name"],
            heavy=record.number("heavy"),
            diluent=record.number("diluent"),
            cash=record.number_or_none("cash"),
            evidence=evidence(record),
        )
        for record in table("barters.csv")
    )
