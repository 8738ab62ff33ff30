"""Tables that go by date: import charges by customs code, and the US consumer price index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CPI_SOURCE", "TariffRow", "consumer_prices", "tariffs"]

CPI_SOURCE = "bls-cpi-u"


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One charge of a customs code, from a date on."""

    code: str
    field: str
    value: float
    unit: str
    start: str
    kind: str
    source: tuple[str, ...]
    note: str


@cache
def tariffs() -> Mapping[str, tuple[TariffRow, ...]]:
    """Return the charges by customs code, the older first."""
    found: dict[str, list[TariffRow]] = {}
    for record in table("charges.csv"):
        row = TariffRow(
            code=record["code"],
            field=record["field"],
            value=record.number("value"),
            unit=record["unit"],
            start=record["start"],
            kind=record["kind"],
            source=tuple(record["source"].split()),
            note=record["note"],
        )
        found.setdefault(row.code, []).append(row)
    return FrozenDict({code: tuple(rows) for code, rows in found.items()})


@cache
def consumer_prices() -> Mapping[str, float]:
    """Return the US consumer price index of all urban consumers by month, 1982-84 = 100."""
    rows = table("us_cpi.csv")
    return FrozenDict({row["month"]: row.number("cpi_u_1982_84_100") for row in rows})
