"""Tables by date: import charges, consumer prices, and Brent and WTI by month."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from oilecon.evidence import Row
from oilecon.frozen import FrozenDict
from oilecon.reference.tables import sourced, table, whole_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["benchmarks", "brent", "consumer_prices", "tariffs"]


@cache
def tariffs() -> Mapping[str, tuple[Row, ...]]:
    """Return the import charges by customs code, oldest first; each applies from its date on."""
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


@cache
def benchmarks() -> Mapping[str, tuple[float, float]]:
    """Return Brent and WTI by month [USD/bbl]: means of spot prices."""
    rows = table("benchmarks.csv")
    return FrozenDict(
        {row["month"]: (row.number("brent_usd_bbl"), row.number("wti_usd_bbl")) for row in rows}
    )


def brent(first: str, last: str) -> Row:
    """Return Brent's mean over some months [USD/bbl], with the lowest and the highest month."""
    prices = [price for month, (price, _) in benchmarks().items() if first <= month <= last]
    behind = replace(
        whole_tables()["benchmarks.csv"],
        as_of=first if first == last else f"{first} to {last}",
        low=min(prices),
        high=max(prices),
        note=""
        if first == last
        else "Mean of monthly means; low and high: the lowest and the highest of them.",
    )
    return Row("Brent", "", sum(prices) / len(prices), "USD/bbl", behind)
