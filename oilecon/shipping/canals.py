"""Dues of the Panama and Suez Canals: dated tariffs, and a refusal where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oilecon.core.canal import banded
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.params import Param
from oilecon.reference import sea as tables
from oilecon.shipping.reading import day, number
from oilecon.shipping.routes import refusals
from oilecon.units import Quantity, put_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.model import Vessel
    from oilecon.units import Raw

__all__ = ["ABSENT", "TRANSIT_DAYS", "Dues", "canal_dues"]

ABSENT = ("booking", "auction", "tugs and pilots", "surcharges and rebates")
"""What a tariff's dues do not hold."""

TRANSIT_DAYS = {"panama": 1.0, "suez": 1.25}
"""Worldscale's allowance for a transit: 24 and 30 hours."""

_PANAMAX_M = {"length": 294.13, "beam": 32.31, "draft": 12.04}
"""The largest ship of the Panamax locks; a larger one takes the Neopanamax locks."""

_SDR = Param("USD", "dollars for one special drawing right", low=0.1, high=10, typical="'1.44 USD'")
_CARGO = Param("t", "cargo aboard", low=0, high=1_000_000, typical="'60000 t'")


@dataclass(frozen=True, slots=True)
class Dues:
    """What one transit costs.

    Attributes
    ----------
    canal : str
        panama or suez.
    usd : pint.Quantity
        The dues [USD].
    since, until : str
        The days between which the tariff holds.
    absent : tuple of str
        What is not in them.
    source, note : str
        Where the tariff is from, and what it stands for.
    """

    canal: str
    usd: Quantity
    since: str
    until: str
    absent: tuple[str, ...]
    source: str
    note: str


def canal_dues(
    canal: str,
    vessel: Vessel,
    *,
    on: str,
    laden: bool = True,
    cargo: str | Quantity | None = None,
    sdr: str | Quantity | None = None,
) -> Dues:
    """Return what a transit of a canal costs on a day.

    Parameters
    ----------
    canal : {'panama', 'suez'}
        The canal.
    vessel : Vessel
        With ``panama_tonnage`` or ``suez_tonnage``; where Suez has no table, a shipped class.
    on : str
        The day, as '2025-06-01'.
    laden : bool
        Whether laden or in ballast.
    cargo : str or pint.Quantity, optional
        Cargo aboard; Panama's Neopanamax tariff of 2016 charges it.
    sdr : str or pint.Quantity, optional
        Dollars for one special drawing right; Suez tables are in these.

    Returns
    -------
    Dues
        Dues in USD, the days the tariff holds, and what it leaves out.

    Raises
    ------
    UnknownName
        If there is no such canal.
    InputError
        If no tariff holds on that day, the ship is too large, or a figure it needs is missing.
    """
    if canal not in TRANSIT_DAYS:
        msg = f"no canal {quote(canal)}{did_you_mean(str(canal), TRANSIT_DAYS)}"
        raise UnknownName(msg)
    why = refusals(vessel, laden=laden and canal == "suez").get(canal)
    if why:
        msg = f"{tables.passages()[canal].title}: the ship does not fit: {why}"
        raise InputError(msg)
    when, state = day(on, "canal_dues: on"), "laden" if laden else "ballast"
    figure = _all_in(canal, vessel, when, state)
    if figure is not None:
        return figure
    tariff = _tariff(canal, vessel, when, state)
    usd = _charge(tariff[state], _tonnage(canal, vessel), cargo)
    if tariff.get("currency") == "SDR":
        if sdr is None:
            msg = (
                f"canal_dues: the Suez tariff of {tariff['since']} is in special drawing rights, "
                "and no rate came; write for example sdr='1.44 USD'"
            )
            raise InputError(msg)
        usd = usd * number(_SDR, sdr, "canal_dues: sdr")
    return _dues(canal, usd, tariff, ABSENT)


def _dues(canal: str, usd: Raw, entry: Mapping[str, Any], absent: tuple[str, ...]) -> Dues:
    return Dues(
        canal=canal,
        usd=put_on(usd, "USD"),
        since=entry["since"],
        until=entry["until"],
        absent=absent,
        source=entry["source"],
        note=entry["note"],
    )


def _holds(entry: Mapping[str, Any], canal: str, day: str) -> bool:
    return bool(entry["canal"] == canal and entry["since"] <= day < entry["until"])


def _all_in(canal: str, vessel: Vessel, day: str, state: str) -> Dues | None:
    """Return a published all-in figure; one for both ways is halved."""
    for entry in tables.canals()["all_in"]:
        if not _holds(entry, canal, day):
            continue
        figures = entry["figures"]
        one = figures.get(f"{vessel.name} {state}")
        both = figures.get(f"{vessel.name} both")
        if one is not None:
            return _dues(canal, float(one), entry, ())
        if both is not None:
            return _dues(canal, float(both) / 2.0, entry, ())
    return None


def _tariff(canal: str, vessel: Vessel, day: str, state: str) -> Mapping[str, Any]:
    entries = [e for e in tables.canals()["tariff"] if e["canal"] == canal and state in e]
    if canal == "panama":
        entries = [e for e in entries if e["locks"] == _locks(vessel, state)]
    for entry in entries:
        if _holds(entry, canal, day):
            return dict(entry)
    spans = [f"{e['since']} to {e['until']}" for e in entries]
    spans += [
        f"{e['since']} to {e['until']} (all in, {', '.join(e['figures'])})"
        for e in tables.canals()["all_in"]
        if e["canal"] == canal
    ]
    msg = (
        f"canal_dues: no {canal} tariff for this ship {state} on {day}; shipped: "
        f"{_listed(spans)}; write such a day, or the dues themselves as "
        f"Voyage(canal_dues_{state}='... USD')"
    )
    raise InputError(msg)


def _listed(spans: Iterable[str]) -> str:
    return "; ".join(spans) or "none"


def _locks(vessel: Vessel, state: str) -> str:
    size = {
        "length": vessel.length,
        "beam": vessel.beam,
        "draft": getattr(vessel, f"draft_{state}"),
    }
    small = all(has is None or has.magnitude <= _PANAMAX_M[name] for name, has in size.items())
    return "panamax" if small else "neopanamax"


def _tonnage(canal: str, vessel: Vessel) -> Raw:
    tons: Raw | None = vessel.values[f"{canal}_tonnage"]
    if tons is None:
        msg = (
            f"canal_dues: Vessel.{canal}_tonnage: wanted the ship's tonnage, nothing came; "
            f"write vessel.evolve({canal}_tonnage=46136.0)"
        )
        raise InputError(msg)
    return tons


def _charge(rates: Mapping[str, Any], tons: Raw, cargo: str | Quantity | None) -> Raw:
    usd: Raw = float(rates.get("fixed", 0.0)) + banded(tons, rates["widths"], rates["rates"])
    if "cargo_rates" not in rates:
        return usd
    if cargo is None:
        msg = "canal_dues: this tariff also charges the cargo; write for example cargo='60000 t'"
        raise InputError(msg)
    tonnes = number(_CARGO, cargo, "canal_dues: cargo")
    return usd + banded(tonnes, rates["cargo_widths"], rates["cargo_rates"])
