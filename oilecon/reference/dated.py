"""Tables that go by date: import charges by customs code, and the US consumer price index."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import sourced, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.reference.tables import Row

__all__ = ["consumer_prices", "tariffs"]


@cache
def tariffs() -> Mapping[str, tuple[Row, ...]]:
    """Return the charges by customs code, the older first; each holds from its date on."""
    rows: dict[str, list[Row]] = {}
    for record in table("charges.csv"):
        code = record["code"]
        charge = sourced(record, f"{code} {record['field']}", f"{code}:{record['field']}")
        rows.setdefault(code, []).append(charge)
    return FrozenDict({code: tuple(charges) for code, charges in rows.items()})


@cache
def consumer_prices() -> Mapping[str, float]:
    """Return the US consumer price index of all urban consumers by month, 1982-84 = 100."""
    rows = table("us_cpi.csv")
    return FrozenDict({row["month"]: row.number("cpi_u_1982_84_100") for row in rows})
