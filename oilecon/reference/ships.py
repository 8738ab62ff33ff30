"""Rows of ships: those that netbacks use, and other ships and all dimensions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import sourced, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.evidence import Row

__all__ = ["ship_rows", "vessel_rows"]


@cache
def vessel_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the ships' rows by vessel; a row's path is ``vessel:field``, shared by name."""
    return _by_vessel("vessels.csv")


@cache
def ship_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the rows of the ships that no shipped scenario uses, and the dimensions of all."""
    return _by_vessel("ships.csv")


def _by_vessel(name: str) -> Mapping[str, tuple[Row, ...]]:
    ships: dict[str, list[Row]] = {}
    for record in table(name):
        path = f"{record['vessel']}:{record['field']}"
        ships.setdefault(record["vessel"], []).append(sourced(record, record["name"], path))
    return FrozenDict({vessel: tuple(rows) for vessel, rows in ships.items()})
