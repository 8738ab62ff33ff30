"""Lines, days and barrels of a leg over land."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from oilecon.core import overland
from oilecon.netback.lines import paid_to

if TYPE_CHECKING:
    from oilecon.netback.lines import Line
    from oilecon.units import Raw

__all__ = ["CARRIERS", "kept", "overland_lines", "overland_time", "price_shares", "shipped"]

Values: TypeAlias = Mapping[str, Any]

CARRIERS = {"pipeline": "pipelines", "rail": "railways", "truck": "hauliers"}
"""Who is paid for carriage, by mode."""

_TO_LOST = paid_to("line_loss")
_TO_FILL = paid_to("line_fill")


def shipped(leg: Values) -> Raw | None:
    """Return what is shipped of the nomination [bbl/day]; None without one."""
    nomination = leg["nomination"]
    if nomination is None:
        return None
    commitment = 0.0 if leg["commitment"] is None else leg["commitment"]
    cut = 0.0 if leg["apportionment"] is None else leg["apportionment"]
    return overland.shipped_bbl_day(nomination, commitment, cut, leg["capacity"])


def kept(leg: Values) -> Raw | None:
    """Return the barrels that come out for each that goes in [1]; None where all do."""
    if leg["loss"] is None and leg["fuel_share"] is None:
        return None
    out: Raw = 1.0
    for name in ("loss", "fuel_share"):
        if leg[name] is not None:
            out = out - leg[name]
    return out


def overland_lines(
    name: str, leg: Values, _market: Values, barrels_per_tonne: Raw, _terms: str
) -> tuple[list[Line], tuple[Raw, Raw]]:
    """Return the tariff's lines [USD/bbl that goes in], and the leg's days."""
    lines: list[Line] = []
    if leg["tariff"] is not None:
        carrier = CARRIERS[leg["mode"]]
        rate = leg["tariff"].get("exchange_rate")  # of another currency than the dollar
        charged = kept(leg) if leg["charged_on"] == "delivered" else None
        for line, amount in _amounts(leg, barrels_per_tonne).items():
            usd = amount if rate is None else amount / rate
            lines.append((f"{name}.{line}", carrier, usd if charged is None else usd * charged))
    return lines, overland_time(leg)


def _amounts(leg: Values, barrels_per_tonne: Raw) -> dict[str, Raw]:
    """Return the tariff's amounts on a barrel charged, in its currency."""
    tariff = leg["tariff"]
    toll = _toll(leg, barrels_per_tonne)
    amounts: dict[str, Raw] = {}
    if toll is not None:
        amounts["toll"] = toll
        volume: Any = shipped(leg)
        spot = leg["spot_share"]
        if leg["commitment"] is not None:
            spot = overland.spot_share(volume, leg["commitment"])
        if spot is not None and tariff["spot_toll"] is not None:
            amounts["toll"] = overland.average_toll(toll, tariff["spot_toll"], spot)
        if leg["commitment"] is not None:
            unused = overland.unused_bbl_day(leg["nomination"], leg["commitment"])
            paid = toll if tariff["deficiency"] is None else tariff["deficiency"]
            amounts["deficiency"] = paid * (unused / volume)
    if tariff["power"] is not None:
        amounts["power"] = tariff["power"]
    if tariff["terminal_fee"] is not None:
        amounts["terminal"] = tariff["terminal_fee"]
    return amounts


def _toll(leg: Values, barrels_per_tonne: Raw) -> Raw | None:
    """Return the toll on a barrel, in the tariff's currency; None where it has none."""
    tariff = leg["tariff"]
    toll: Raw | None = tariff["toll"]
    for field, times in (("toll_per_tonne", None), ("toll_per_tonne_km", leg["distance"])):
        by_tonne = tariff[field]
        if by_tonne is not None:
            by_tonne = by_tonne if times is None else by_tonne * times
            more = by_tonne / barrels_per_tonne
            toll = more if toll is None else toll + more
    return toll


def price_shares(name: str, leg: Values, market: Values) -> list[Line]:
    """Return the lines that are shares of the price of each barrel that goes in [1].

    Oil lost, oil kept as fuel, and interest on the line fill.
    """
    lines: list[Line] = []
    if leg["loss"] is not None:
        lines.append((f"{name}.line_loss", _TO_LOST, leg["loss"]))
    if leg["fuel_share"] is not None:
        lines.append((f"{name}.line_fuel", CARRIERS[leg["mode"]], leg["fuel_share"]))
    volume = shipped(leg)
    if leg["line_fill"] is not None and volume is not None:
        days = overland.fill_days(leg["line_fill"], volume, leg["days"])
        share = overland.held_share(market["finance_rate"], days)
        lines.append((f"{name}.line_fill", _TO_FILL, share))
    return lines


def overland_time(leg: Values) -> tuple[Raw, Raw]:
    """Return the days that the oil is in transit, and then in tanks [day]."""
    return leg["days"], leg["days_wait"]
