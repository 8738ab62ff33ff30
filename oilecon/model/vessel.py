"""Ships, and how they are paid for."""

from __future__ import annotations

from oilecon.params import Param, Params, Text

__all__ = ["TimeCharterEquivalent", "Vessel"]


class Vessel(Params):
    """A tanker: speeds, and fuel burnt by state."""

    knots_laden: Param = Param("knot", "speed laden", low=1, high=40, typical="'13 knot'")
    knots_ballast: Param = Param("knot", "speed in ballast", low=1, high=40, typical="'12.5 knot'")
    fuel_laden: Param = Param("t/day", "fuel at sea, laden", low=0, high=1000, typical="'70 t/day'")
    fuel_ballast: Param = Param(
        "t/day", "fuel at sea, in ballast", low=0, high=1000, typical="'53 t/day'"
    )
    fuel_load: Param = Param("t/day", "fuel while loading", low=0, high=1000, typical="'20 t/day'")
    fuel_discharge: Param = Param(
        "t/day", "fuel while discharging", low=0, high=1000, typical="'110 t/day'"
    )
    fuel_wait: Param = Param("t/day", "fuel while waiting", low=0, high=1000, typical="'10 t/day'")
    name: Text = Text("the class or the ship; a shipped name finds its reference rows", default="")


class TimeCharterEquivalent(Params):
    """Freight at which the owner earns a wanted rate per day of the round voyage.

    The commission is on the freight, so freight = (hire x days + fuel + ports) / (1 - commission).
    """

    hire: Param = Param(
        "USD/day",
        "what the owner earns per day after fuel, ports and commission",
        low=-1_000_000,
        high=10_000_000,
        typical="'60000 USD/day'",
    )
    commission: Param = Param(
        "fraction",
        "brokers' share of the gross freight",
        low=0,
        high=0.5,
        default=0.0,
        typical="'3.75 %'",
    )
