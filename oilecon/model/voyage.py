"""One ship's round voyage."""

from __future__ import annotations

import numpy as np

from oilecon.errors import InputError
from oilecon.model.vessel import TimeCharterEquivalent, Vessel
from oilecon.params import Choice, Param, Params, Part

__all__ = ["Voyage"]

_FUELS = ("vlsfo", "mgo")


class Voyage(Params):
    """A round voyage: laden from the load port to the discharge port, and back in ballast.

    At sea the ship burns VLSFO outside emission control areas and MGO inside them.
    """

    vessel: Part = Part(Vessel, doc="the ship")
    charter: Part = Part(TimeCharterEquivalent, doc="how the ship is paid for", named=True)
    distance: Param = Param(
        "nmi",
        "one way, emission control areas included",
        low=0,
        high=50_000,
        above=True,
        typical="'2100 nmi'",
    )
    cargo: Param = Param("t", "oil loaded", low=1, high=1_000_000, typical="'70000 t'")
    eca_distance: Param = Param(
        "nmi",
        "miles of `distance` inside emission control areas",
        low=0,
        high=50_000,
        default=0.0,
        typical="'202 nmi'",
    )
    ballast_distance: Param = Param(
        "nmi",
        "miles back in ballast; as many as laden if left out",
        low=0,
        high=50_000,
        default=None,
        typical="'2100 nmi'",
    )
    ballast_eca_distance: Param = Param(
        "nmi",
        "ballast miles inside emission control areas; as many as laden if left out",
        low=0,
        high=50_000,
        default=None,
        typical="'202 nmi'",
    )
    weather: Param = Param(
        "fraction",
        "share by which weather lengthens the time at sea",
        low=0,
        high=2,
        default=0.0,
        typical="'5 %'",
    )
    days_load: Param = Param("day", "loading", low=0, high=365, default=0.0, typical="'2 day'")
    days_discharge: Param = Param(
        "day", "discharging", low=0, high=365, default=0.0, typical="'2 day'"
    )
    days_wait: Param = Param(
        "day", "waiting at both ports", low=0, high=365, default=0.0, typical="'0.5 day'"
    )
    extra_days: Param = Param(
        "day",
        "laden days lost on the way, as to a covert transfer; they lengthen waiting and carry",
        low=0,
        high=365,
        default=0.0,
        typical="'10 day'",
    )
    port_cost_load: Param = Param(
        "USD", "port charges at loading", low=0, high=1e8, default=0.0, typical="'93728 USD'"
    )
    port_cost_discharge: Param = Param(
        "USD", "port charges at discharge", low=0, high=1e8, default=0.0, typical="'50570 USD'"
    )
    shadow_multiple: Param = Param(
        "1",
        "freight paid over market freight: 2 means twice the market",
        low=0,
        high=100,
        default=1.0,
        typical="2.0",
    )
    transfer_cost: Param = Param(
        "USD/bbl",
        "moving the cargo from ship to ship",
        low=0,
        high=100,
        default=0.0,
        typical="'0.65 USD/bbl'",
    )
    load_fuel: Choice = Choice(_FUELS, "fuel burnt while loading", default="vlsfo")
    discharge_fuel: Choice = Choice(_FUELS, "fuel burnt while discharging", default="vlsfo")
    wait_fuel: Choice = Choice(_FUELS, "fuel burnt while waiting", default="vlsfo")

    def check(self) -> None:
        """Refuse more emission-area miles than miles."""
        raw = self._raw
        back = raw["distance"] if raw["ballast_distance"] is None else raw["ballast_distance"]
        back_eca = raw["ballast_eca_distance"]
        back_eca = raw["eca_distance"] if back_eca is None else back_eca
        for part, whole, name in (
            (raw["eca_distance"], raw["distance"], "eca_distance"),
            (back_eca, back, "ballast_eca_distance"),
        ):
            try:
                spread = np.subtract(whole, part)
            except ValueError as error:
                msg = (
                    f"Voyage.{name}: wanted an array that broadcasts with the distance, got shapes "
                    f"{np.shape(part)} and {np.shape(whole)}"
                )
                raise InputError(msg) from error
            if (spread < 0).any():
                beyond = np.broadcast_to(part, spread.shape)[spread < 0].flat[0]
                miles = np.broadcast_to(whole, spread.shape)[spread < 0].flat[0]
                msg = (
                    f"Voyage.{name}: wanted at most the {miles:g} nmi sailed, got {beyond:g} nmi; "
                    "the distance includes the emission-area miles"
                )
                raise InputError(msg)
