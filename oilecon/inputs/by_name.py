"""Vessels, crudes, refineries and prices given by name in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from oilecon.errors import InputError, UnknownName, as_step, quote
from oilecon.inputs.assay import Assay
from oilecon.inputs.product_prices import ProductPrices
from oilecon.inputs.refinery import Refinery
from oilecon.inputs.vessel import Vessel

__all__ = ["name_shipped"]


def name_shipped(data: Any) -> None:
    """Replace names of shipped things in a file's data by their numbers.

    A leg may name its vessel; a parity its crudes and refinery, and its prices by place and month:
    ``prices = { place = "US Gulf Coast", on = "2025-11" }``.
    """
    for route_name, route in _members(data, "routes"):
        where = f"routes.{as_step(route_name)}"
        for leg_name, leg in _members(route, "legs"):
            _replace(leg, "vessel", _for_netback, f"{where}.legs.{as_step(leg_name)}")
        sale = route.get("sale")
        parity = sale.get("parity") if isinstance(sale, dict) else None
        if isinstance(parity, dict):
            for name in ("crude", "marker", "light", "diluent"):
                _replace(parity, name, Assay.shipped, f"{where}.sale.parity")
            _replace(parity, "refinery", Refinery.shipped, f"{where}.sale.parity")
            _name_prices(parity, f"{where}.sale.parity.prices")


def _replace(
    holder: dict[str, Any], name: str, shipped: Callable[[str], object], where: str
) -> None:
    """Replace a name by the shipped thing that it is of."""
    if isinstance(holder.get(name), str):
        try:
            holder[name] = shipped(holder[name])
        except UnknownName as error:
            msg = f"{where}.{name}: {error}"
            raise UnknownName(msg) from error


def _name_prices(parity: dict[str, Any], where: str) -> None:
    """Replace a place and a month by the shipped prices there; numbers beside them stay."""
    prices = parity.get("prices")
    if isinstance(prices, str):
        msg = (
            f"{where}: expected a place with a month, got {quote(prices)}; write "
            f"{{ place = {quote(prices)}, on = '2025-11' }}"
        )
        raise InputError(msg)
    if not isinstance(prices, Mapping) or "on" not in prices:
        return
    own = {name: value for name, value in prices.items() if name not in {"place", "on"}}
    try:
        of_place = ProductPrices.shipped(prices.get("place", ""), on=prices["on"])
    except (InputError, UnknownName) as error:
        raise type(error)(f"{where}: {error}") from error
    parity["prices"] = {**of_place.to_dict(), **own} if own else of_place


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
