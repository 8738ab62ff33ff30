"""Vessels given by name in a file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from oilecon.errors import UnknownName, as_step
from oilecon.inputs.vessel import Vessel

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["name_vessels"]


def name_vessels(data: Any) -> None:
    """Replace the name of a shipped vessel in a file's data by its numbers."""
    for route_name, route in _members(data, "routes"):
        for voyage_name, voyage in _members(route, "legs"):
            if isinstance(voyage.get("vessel"), str):
                try:
                    voyage["vessel"] = _for_netback(voyage["vessel"])
                except UnknownName as error:
                    where = f"routes.{as_step(route_name)}.legs.{as_step(voyage_name)}.vessel"
                    msg = f"{where}: {error}"
                    raise UnknownName(msg) from error


@cache
def _for_netback(name: str) -> Vessel:
    """Return a shipped vessel with what a netback needs, without port and canal limits."""
    limits = {name: None for name, field in Vessel._fields.items() if field.default is None}
    return Vessel.shipped(name, **limits)


def _members(data: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    members = data.get(name)
    if not isinstance(members, dict):
        return []
    return [(key, member) for key, member in members.items() if isinstance(member, dict)]
