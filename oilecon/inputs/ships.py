"""The shipped vessels, and vessels that a file only names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from oilecon import reference as tables
from oilecon.errors import (
    UnknownName,
    as_step,
    did_you_mean,
    quote,
)
from oilecon.inputs.vessel import Vessel
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


__all__ = ["name_vessels", "ship_rows", "vessel", "vessel_figures"]


def name_vessels(data: Any) -> None:
    """Put the shipped numbers where a file only names a vessel."""
    for route_name, route in _members(data, "routes"):
        for voyage_name, voyage in _members(route, "voyages"):
            if isinstance(voyage.get("vessel"), str):
                try:
                    voyage["vessel"] = _netback_fields(vessel(voyage["vessel"]))
                except UnknownName as error:
                    where = f"routes.{as_step(route_name)}.voyages.{as_step(voyage_name)}.vessel"
                    msg = f"{where}: {error}"
                    raise UnknownName(msg) from error


def _netback_fields(ship: Vessel) -> dict[str, Any]:
    """Return what a netback needs of a ship: what decides where it can go is left out."""
    fields = Vessel._fields
    return {
        name: v for name, v in ship.to_dict().items() if fields[name].required or name == "name"
    }


def _members(data: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    members = data.get(name)
    if not isinstance(members, dict):
        return []
    return [(key, member) for key, member in members.items() if isinstance(member, dict)]


# -- the shipped ones --------------------------------------------------------------------------


_SHIP_ALIASES = {"panamax": "lr1", "shadow vlcc": "vlcc old", "lr2": "aframax"}


@cache
def ship_rows() -> Mapping[str, tuple[tables.Row, ...]]:
    """Return every row of every shipped vessel."""
    ships = {name: list(rows) for name, rows in tables.vessel_rows().items()}
    for name, more in tables.ship_rows().items():
        ships.setdefault(name, []).extend(more)
    return {name: tuple(rows) for name, rows in ships.items()}


def vessel(name: str = "") -> Vessel:
    """Return a shipped vessel.

    Parameters
    ----------
    name : str
        ``'vlcc'``, ``'suezmax'``, ``'aframax'`` (or LR2), ``'lr1'`` (or Panamax), ``'mr'``, or
        ``'vlcc old'``, which stands for the old ships of the shadow fleet. Capitals do not matter.
        Without a name, the refusal lists them.

    Returns
    -------
    Vessel
        Speeds, fuel by state, size and tonnages; ``oilecon.shipping.vessel_figures(name)`` gives
        each figure's range, date and source.

    Raises
    ------
    UnknownName
        If no shipped vessel has that name.

    Examples
    --------
    >>> print(vessel("vlcc").knots_laden)
    13.0 knot
    """
    ships = ship_rows()
    key = str(name).lower()
    key = _SHIP_ALIASES.get(key, key)
    if key not in ships:
        known = [*ships, *_SHIP_ALIASES]
        if not str(name):
            msg = f"expected the name of a vessel; known: {', '.join(sorted(known))}"
            raise UnknownName(msg)
        msg = f"no shipped vessel {quote(name)}{did_you_mean(str(name), known)}"
        raise UnknownName(msg)
    fields = {
        row.field: row.value if row.unit == PURE else f"{row.value!r} {row.unit}"
        for row in ships[key]
    }
    return Vessel(**fields, name=key)


def vessel_figures(name: str) -> pd.DataFrame:
    """Return a shipped vessel's figures with range, date and source.

    Parameters
    ----------
    name : str
        As for `vessel`.

    Returns
    -------
    pandas.DataFrame
        By field: value, low, high, unit, kind, as_of, source and note.

    Raises
    ------
    UnknownName
        If no shipped vessel has that name.
    """
    import pandas as pd

    records = {
        row.field: {
            "value": row.value,
            "low": row.low,
            "high": row.high,
            "unit": row.unit,
            "kind": row.evidence.kind,
            "as_of": row.evidence.as_of,
            "source": " ".join(row.evidence.source),
            "note": row.evidence.note,
        }
        for row in ship_rows()[vessel(name).name]
    }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("field")
