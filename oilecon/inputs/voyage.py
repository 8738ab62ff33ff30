"""Round voyages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, did_you_mean, quote
from oilecon.fields import Choice, Number
from oilecon.groups import Group, Members, Subgroup
from oilecon.holes import with_nan
from oilecon.inputs.calls import Call, Parcel
from oilecon.inputs.charter import (
    LumpSum,
    PerBarrel,
    PerTonne,
    TimeCharter,
    TimeCharterEquivalent,
    Worldscale,
)
from oilecon.inputs.ports import Port, PortField
from oilecon.inputs.sale import percent
from oilecon.inputs.vessel import Vessel
from oilecon.netback.voyage import ALIKE, OWN, rotation, whole_cargo
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.units import Raw

__all__ = ["Voyage", "check_trips"]

_FUELS = ("vlsfo", "mgo")


_ROUNDING = 1e-9  # of a trip, as `core.voyage.whole_trips` allows


class Voyage(Group):
    """A round voyage: laden from the load port to the discharge port, and back in ballast.

    At sea the ship burns VLSFO outside emission control areas and MGO inside them.
    """

    vessel: Subgroup[Vessel] = Subgroup(Vessel, doc="the ship")
    charter: Subgroup[
        TimeCharterEquivalent | TimeCharter | Worldscale | LumpSum | PerTonne | PerBarrel
    ] = Subgroup(
        TimeCharterEquivalent,
        TimeCharter,
        Worldscale,
        LumpSum,
        PerTonne,
        PerBarrel,
        doc="the charter of the ship",
        named=True,
    )
    distance: Number = Number(
        "nmi",
        "one way, emission control areas included",
        low=0,
        high=50_000,
        above=True,
        typical="'2100 nmi'",
    )
    cargo: Number = Number("t", "oil loaded", low=1, high=1_000_000, typical="'70000 t'")
    eca_distance: Number = Number(
        "nmi",
        "distance inside emission control areas, of `distance`",
        low=0,
        high=50_000,
        default=0.0,
        typical="'202 nmi'",
    )
    ballast_distance: Number = Number(
        "nmi",
        "distance in ballast; as laden if left out",
        low=0,
        high=50_000,
        default=None,
        typical="'2100 nmi'",
    )
    ballast_eca_distance: Number = Number(
        "nmi",
        "ballast distance inside emission control areas; as laden if left out",
        low=0,
        high=50_000,
        default=None,
        typical="'202 nmi'",
    )
    weather: Number = Number(
        "fraction",
        "share by which weather lengthens the time at sea",
        low=0,
        high=2,
        default=0.0,
        typical="'5 %'",
    )
    days_load: Number = Number("day", "loading", low=0, high=365, default=0.0, typical="'2 day'")
    days_discharge: Number = Number(
        "day", "discharging", low=0, high=365, default=0.0, typical="'2 day'"
    )
    days_wait: Number = Number(
        "day", "waiting at both ports", low=0, high=365, default=0.0, typical="'0.5 day'"
    )
    extra_days: Number = Number(
        "day",
        "laden days lost on the way, as to a covert transfer; they lengthen waiting and carry",
        low=0,
        high=365,
        default=0.0,
        typical="'10 day'",
    )
    port_cost_load: Number = Number(
        "USD", "port charges at loading", low=0, high=1e8, default=0.0, typical="'93728 USD'"
    )
    port_cost_discharge: Number = Number(
        "USD", "port charges at discharge", low=0, high=1e8, default=0.0, typical="'50570 USD'"
    )
    shadow_multiple: Number = Number(
        "1",
        "freight paid over market freight: 2 means twice the market",
        low=0,
        high=20,
        default=1.0,
        typical="2.0",
    )
    transfer_cost: Number = Number(
        "USD/bbl",
        "moving the cargo from ship to ship",
        low=0,
        high=100,
        default=0.0,
        typical="'0.65 USD/bbl'",
    )
    transfer_fee: Number = Number(
        "USD",
        "a ship-to-ship transfer's price as a whole",
        low=0,
        high=1e8,
        default=None,
        typical="'215000 USD'",
    )
    canal_days_laden: Number = Number(
        "day",
        "canal or straits transit and its wait, laden; burns VLSFO as at sea",
        low=0,
        high=365,
        default=None,
        typical="'1 day'",
    )
    canal_days_ballast: Number = Number(
        "day",
        "canal or straits transit and its wait, in ballast; burns VLSFO as at sea",
        low=0,
        high=365,
        default=None,
        typical="'1 day'",
    )
    canal_dues_laden: Number = Number(
        "USD", "dues of the laden transit", low=0, high=1e8, default=None, typical="'300000 USD'"
    )
    canal_dues_ballast: Number = Number(
        "USD",
        "dues of the transit in ballast",
        low=0,
        high=1e8,
        default=None,
        typical="'562243 USD'",
    )
    other_costs: Number = Number(
        "USD",
        "other voyage costs than fuel, ports and canals",
        low=0,
        high=1e8,
        default=None,
        typical="'20000 USD'",
    )
    heating_fuel: Number = Number(
        "t",
        "fuel for heating the cargo over the voyage",
        low=0,
        high=100_000,
        default=None,
        typical="'290 t'",
    )
    port_mgo: Number = Number(
        "t",
        "gasoil for auxiliaries in port, beside the fuel of `Vessel`",
        low=0,
        high=100_000,
        default=None,
        typical="'4 t'",
    )
    demurrage: Number = Number(
        "USD/day",
        "demurrage rate; its line is left out with it",
        low=0,
        high=1_000_000,
        default=None,
        typical="'30000 USD/day'",
    )
    demurrage_days: Number = Number(
        "day",
        "expected days on demurrage, over laytime; the time itself stands in `days_wait`",
        low=0,
        high=365,
        default=None,
        typical="'3 day'",
    )
    demurrage_days_discharge: Number = Number(
        "day",
        "of `demurrage_days`, those at discharge: a seller bears them under DAP and DDP alone",
        low=0,
        high=365,
        default=None,
        typical="'1 day'",
    )
    laytime: Number = Number(
        "day",
        "laytime for all ports, 72 hours by Worldscale; in place of `demurrage_days`: time "
        "on demurrage is waiting, loading and discharge, less six hours at each port and this",
        low=0,
        high=365,
        default=None,
        typical="'72 h'",
    )
    carbon_price: Number = Number(
        "USD/t",
        "price of a tonne of CO2, or of `carbon_gases`; left out where none is paid",
        low=0,
        high=10_000,
        default=None,
        typical="'75 USD/t'",
    )
    carbon_share: Number = Number(
        "fraction",
        "share of the voyage's emissions that is paid for; all of them if left out",
        low=0,
        high=1,
        default=None,
        typical="'50 %'",
    )
    shadow_addition: Number = Number(
        "USD/bbl",
        "paid over market freight by the barrel, beside or in place of the multiple",
        low=0,
        high=100,
        default=None,
        typical="'2 USD/bbl'",
    )
    shuttles: Number = Number(
        "1",
        "ships that take turns on this leg of several; the largest ship waits for each lift after "
        "the first that fills her, a round voyage of this leg over `shuttles`",
        low=1,
        high=100,
        default=None,
        typical="2",
    )
    load_fuel: Choice = Choice(_FUELS, "fuel burnt while loading", default="vlsfo")
    discharge_fuel: Choice = Choice(_FUELS, "fuel burnt while discharging", default="vlsfo")
    wait_fuel: Choice = Choice(_FUELS, "fuel burnt while waiting", default="vlsfo")
    heating: Choice = Choice(_FUELS, "fuel that heats the cargo", default="vlsfo")
    carbon_gases: Choice = Choice(
        ("co2", "co2e"),
        "emissions paid for: CO2 alone, or with methane and nitrous oxide, as in the EU from 2026",
        default="co2",
    )
    load_port: PortField = PortField(
        "a shipped port by its name, or a `Port` of your own; its limits then apply"
    )
    discharge_port: PortField = PortField(
        "a shipped port by its name, or a `Port` of your own; its limits then apply"
    )
    calls: Members[Call] = Members(
        Call, doc="further ports between load port and discharge port, in order", default={}
    )
    parcels: Members[Parcel] = Members(
        Parcel, doc="other cargoes on board, which pay their share by weight", default={}
    )

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a call or a parcel by its name."""

    def check(self) -> None:
        """Raise an error if parts exceed their whole, or a field lacks one it depends on."""
        raw = self._raw
        if raw["carbon_gases"] != "co2" and raw["carbon_price"] is None:
            msg = (
                "Voyage.carbon_gases: has no effect without carbon_price; write "
                "carbon_price='75 USD/t' too"
            )
            raise InputError(msg)
        back = raw["distance"] if raw["ballast_distance"] is None else raw["ballast_distance"]
        back_eca = raw["ballast_eca_distance"]
        back_eca = raw["eca_distance"] if back_eca is None else back_eca
        sailed = ("the distance", "nmi sailed", "the distance includes the emission-area miles")
        _at_most("eca_distance", raw["eca_distance"], raw["distance"], "nmi", sailed)
        _at_most("ballast_eca_distance", back_eca, back, "nmi", sailed)
        ship, charter = raw["vessel"].unfilled, raw["charter"].filled
        if ship["dwt"] is not None:
            words = ("the ship's dwt", "t of the ship's dwt", "write less, or a larger ship")
            _at_most("cargo", whole_cargo(self.unfilled), ship["dwt"], "t", words)
        self._check_calls()
        for name, needed in (
            ("demurrage_days", "demurrage"),
            ("laytime", "demurrage"),
            ("demurrage_days_discharge", "demurrage_days"),
            ("carbon_share", "carbon_price"),
        ):
            if raw[name] is not None and raw[needed] is None:
                example = type(self)._fields[needed].example()
                msg = f"Voyage.{name}: has no effect without {needed}; write {needed}={example} too"
                raise InputError(msg)
        days = [name for name in ("demurrage_days", "laytime") if raw[name] is not None]
        if len(days) != (raw["demurrage"] is not None):
            both = "the time over laytime is computed, and the days on demurrage are given; write "
            msg = (
                f"Voyage.laytime: {both}one or the other"
                if days
                else "Voyage.demurrage: has no effect without demurrage_days or laytime; write "
                "demurrage_days='3 day' or laytime='72 h' too"
            )
            raise InputError(msg)
        if raw["demurrage_days_discharge"] is not None:
            words = ("all days on demurrage", "day in all", "those at discharge are among them")
            later = raw["demurrage_days_discharge"]
            _at_most("demurrage_days_discharge", later, raw["demurrage_days"], "day", words)
        if np.any(charter.get("premium_per_grt", 0.0)) and ship["gross_tonnage"] is None:
            msg = (
                "Voyage.charter.premium_per_grt: the ship's gross tonnage is required with it; "
                "write vessel.evolve(gross_tonnage=82000.0)"
            )
            raise InputError(msg)

    def _check_calls(self) -> None:
        """Raise an error if further calls do not fit the cargo, or one another."""
        calls, discharging, met = self._raw["calls"], "", set()
        for name, call in calls.items():
            where, parcel = f"Voyage.calls.{name}", call.parcel
            if call.operation == "discharge":
                discharging = name
            elif discharging:
                msg = (
                    f"{where}: expected every load port before the discharge ports, got it after "
                    f"{discharging!r}; write the calls in the order in which the ship makes them"
                )
                raise InputError(msg)
            if not parcel:
                continue
            aboard = (OWN, *self._raw["parcels"])
            if parcel not in aboard:
                msg = (
                    f"{where}.parcel: expected a parcel on board, {' or '.join(map(repr, aboard))},"
                    f" got {quote(parcel)}{did_you_mean(parcel, aboard)}"
                )
                raise InputError(msg)
            if (call.operation, parcel) in met:
                msg = (
                    f"{where}.parcel: two calls {call.operation} the whole of {parcel!r}; write "
                    "the share of each"
                )
                raise InputError(msg)
            met.add((call.operation, parcel))
        if not calls:
            return
        first, *_, last = rotation(self.unfilled)
        carried = whole_cargo(self.unfilled)
        for port in (first, last):
            moved = (carried - port.cargo) / carried
            over = np.asarray(np.greater(moved, 1.0 + _ROUNDING))
            if over.any():
                msg = (
                    f"Voyage.calls: expected at most 100 % of the oil to {port.operation} at "
                    f"further calls, got {first_shown(moved, over, percent)}; {port.field} "
                    f"{port.operation}s what they leave"
                )
                raise InputError(msg)

    @property
    def ports(self) -> tuple[str | Port, ...]:
        """Ports that are given, whose limits apply."""
        ports: tuple[str | Port, ...] | None = self._cache.get("ports")
        if ports is None:
            ports = self._cache["ports"] = tuple(filter(None, self.port_names.values()))
        return ports

    @property
    def port_names(self) -> dict[str, str | Port]:
        """The port of every call in order, '' where none is given."""
        further = {name: call.port for name, call in self._raw["calls"].items()}
        return {"load_port": self.load_port, **further, "discharge_port": self.discharge_port}


def _at_most(field: str, part: Raw, whole: Raw, unit: str, words: tuple[str, str, str]) -> None:
    """Raise an error if a part exceeds its whole in any element."""
    other, shown, why = words
    part, whole = with_nan(part), with_nan(whole)
    try:
        spread = np.subtract(whole, part)
    except ValueError as error:
        msg = (
            f"Voyage.{field}: expected an array that broadcasts with {other}, got shapes "
            f"{np.shape(part)} and {np.shape(whole)}"
        )
        raise InputError(msg) from error
    if (spread < 0).any():
        beyond = np.broadcast_to(part, spread.shape)[spread < 0].flat[0]
        limit = np.broadcast_to(whole, spread.shape)[spread < 0].flat[0]
        msg = (
            f"Voyage.{field}: expected at most the {limit:g} {shown}, got {beyond:g} {unit}; {why}"
        )
        raise InputError(msg)


def check_trips(
    legs: Mapping[str, Mapping[str, Any]], parcel: Raw | None, trips: str, where: str
) -> None:
    """Raise an error if it is unclear whether cargoes take one trip or two.

    Parameters
    ----------
    legs : mapping of str to mapping
        The voyages' values, by name.
    parcel : float, array or None
        Cargo that all of them carry [t].
    trips : {'whole', 'part'}
        'whole' if smaller ships sail whole trips only.
    where : str
        Name of the group or function in messages.

    Raises
    ------
    InputError
        If the largest cargo is up to a tenth above another and no parcel is given, or a leg has
        `shuttles` and no other leg waits for them.
    """
    for name, leg in legs.items():
        if leg["shuttles"] is not None and (len(legs) == 1 or trips == "part"):
            needs = "another leg" if len(legs) == 1 else "whole trips"
            msg = f"{where}: {name}.shuttles: has no effect without {needs}; leave it out"
            raise InputError(msg)
    if len(legs) < 2 or parcel is not None or trips == "part":  # noqa: PLR2004  one leg, one cargo
        return
    largest: Any = 0.0
    try:
        for leg in legs.values():
            largest = np.maximum(largest, leg["cargo"])
        ratios = {name: largest / leg["cargo"] for name, leg in legs.items()}
    except ValueError:
        return  # arrays that do not broadcast are the caller's to report
    for name, ratio in ratios.items():
        close = np.asarray((ratio > 1.0 + _ROUNDING) & (ratio < ALIKE))
        if close.any():
            top, cargo = (
                float(np.broadcast_to(raw, close.shape)[close].flat[0])
                for raw in (largest, legs[name]["cargo"])
            )
            msg = (
                f"{where}: {name}.cargo: {cargo:.6g} t is less than the largest cargo, "
                f"{top:.6g} t, by under a tenth: one trip with less, or two? Write the cargo that "
                f"all legs carry, parcel='{cargo:.6g} t' for one trip or parcel='{top:.6g} t' for "
                "two, or trips='part' for a share of a trip"
            )
            raise InputError(msg)
