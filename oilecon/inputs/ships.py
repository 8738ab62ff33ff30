"""Vessels given by name in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.errors import UnknownName, as_step
from oilecon.inputs.vessel import Vessel

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["name_vessels"]


def name_vessels(data: Any) -> None:
    """Replace the name of a shipped vessel in a file's data by its numbers."""
    for route_name, route in _members(data, "routes"):
        for voyage_name, voyage in _members(route, "voyages"):
            if isinstance(voyage.get("vessel"), str):
                try:
                    voyage["vessel"] = _netback_fields(Vessel.shipped(voyage["vessel"]))
                except UnknownName as error:
                    where = f"routes.{as_step(route_name)}.voyages.{as_step(voyage_name)}.vessel"
                    msg = f"{where}: {error}"
                    raise UnknownName(msg) from error


def _netback_fields(ship: Vessel) -> dict[str, Any]:
    """Return the fields of a ship that a netback needs, without those of port and canal limits."""
    fields = Vessel._fields
    return {
        name: v for name, v in ship.to_dict().items() if fields[name].required or name == "name"
    }


def _members(data: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    members = data.get(name)
    if not isinstance(members, dict):
        return []
    return [(key, member) for key, member in members.items() if isinstance(member, dict)]
