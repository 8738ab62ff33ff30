"""Published assays: crudes by boiling range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import evidence, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.evidence import Evidence
    from oilecon.reference.tables import Record

__all__ = ["UNITS", "WHOLE", "CutRow", "assay_samples", "cut_row"]

WHOLE = "whole"
"""Name of the row of the whole crude."""

UNITS: Mapping[str, str] = FrozenDict(
    {
        "boils_from": "degC",
        "boils_to": "degC",
        "volume": "%",
        "mass": "%",
        "density": "kg/m3",
        "sulphur": "%",
        "carbon_residue": "%",
    }
)
"""Units of the table's columns."""


@dataclass(frozen=True, slots=True)
class CutRow:
    """A cut of a sample, or the whole crude.

    Attributes
    ----------
    crude, sample, cut : str
        The grade, the name of the sample, and that of the cut.
    values : mapping of str to float
        What is published of it, by field, in `UNITS`: where it boils, its shares of the crude, its
        density, and its sulphur and carbon residue by mass.
    evidence : Evidence
        Its date is that of the sample.
    """

    crude: str
    sample: str
    cut: str
    values: Mapping[str, float]
    evidence: Evidence


def cut_row(record: Record) -> CutRow:
    """Return a row of the table of assays.

    Raises
    ------
    InputError
        If a cell that requires a number holds none.
    """
    numbers = {name: record.number_or_none(name) for name in UNITS}
    return CutRow(
        crude=record["crude"],
        sample=record["sample"],
        cut=record["cut"],
        values=FrozenDict({name: each for name, each in numbers.items() if each is not None}),
        evidence=evidence(record),
    )


@cache
def assay_samples() -> Mapping[tuple[str, str], tuple[CutRow, ...]]:
    """Return the rows of each sample, by crude and sample: the whole crude, then its cuts.

    Of a crude with several samples the first is that of one series in the same cuts, PRELIM's, by
    which crudes compare.
    """
    samples: dict[tuple[str, str], list[CutRow]] = {}
    for row in map(cut_row, table("assays.csv")):
        samples.setdefault((row.crude, row.sample), []).append(row)
    return FrozenDict({name: tuple(rows) for name, rows in samples.items()})
