"""Legs over land: by pipeline, by rail, by truck."""

from __future__ import annotations

from typing import Any

import numpy as np

from oilecon.errors import InputError
from oilecon.fields import Choice, Number
from oilecon.groups import Group
from oilecon.inputs.ports import PortField
from oilecon.inputs.tariff import Tariff, TariffField
from oilecon.netback.overland import shipped
from oilecon.units import first_shown

__all__ = ["Overland"]


def _volume(doc: str, typical: str) -> Number:
    return Number("bbl/day", doc, low=0, high=1e8, above=True, default=None, typical=typical)


def _part(doc: str, typical: str) -> Number:
    return Number("fraction", doc, low=0, high=1, default=None, typical=typical)


class Overland(Group):
    """A leg over land, by pipeline, rail or truck.

    Barrels go in at its beginning and come out at its end, less those lost or kept in kind. Tolls
    are on the one or the other, as `charged_on` says. Days in transit bear interest as days at sea
    do, and oil that fills the line costs interest only beyond the flow of those days.
    """

    tariff: TariffField = TariffField("the carrier's charges, in the currency of its contract")
    mode: Choice = Choice(
        ("pipeline", "rail", "truck"), "how the oil is carried, and who is paid", default="pipeline"
    )
    distance: Number = Number(
        "km", "length of the leg", low=0, high=20_000, default=None, typical="'1150 km'"
    )
    days: Number = Number("day", "in transit", low=0, high=365, default=0.0, typical="'20 day'")
    days_wait: Number = Number(
        "day",
        "in tanks at the leg's end, before the next leg or the sale",
        low=0,
        high=365,
        default=0.0,
        typical="'3 day'",
    )
    loss: Number = _part(
        "share of the barrels that go in which is lost, or kept as a loss allowance", "'0.2 %'"
    )
    fuel_share: Number = _part(
        "share of the barrels that go in which the carrier keeps as fuel", "'0.5 %'"
    )
    charged_on: Choice = Choice(
        ("tendered", "delivered"),
        "the barrels that the tariff is on: those that go in, or those that come out",
        default="tendered",
    )
    nomination: Number = _volume("what the shipper offers to the carrier", "'100 kb/day'")
    commitment: Number = _volume(
        "what it has contracted to ship, or to pay for; needs `nomination`", "'80 kb/day'"
    )
    apportionment: Number = _part(
        "share by which the carrier cuts the nomination above the commitment", "'25 %'"
    )
    capacity: Number = _volume(
        "the most that the carrier takes of the shipper; needs `nomination`", "'120 kb/day'"
    )
    spot_share: Number = _part(
        "share of the barrels that pays the spot toll; it follows from `nomination` and "
        "`commitment` where these are given",
        "'20 %'",
    )
    line_fill: Number = Number(
        "bbl",
        "oil that the shipper keeps in the line and its tanks; needs `nomination`",
        low=0,
        high=1e9,
        default=None,
        typical="'500 kb'",
    )

    origin: PortField = PortField(
        "where it begins: a shipped port by its name, or a `Port` of your own; for maps alone"
    )
    destination: PortField = PortField(
        "where it ends: a shipped port by its name, or a `Port` of your own; for maps alone"
    )

    def check(self) -> None:
        """Raise an error if a field lacks one that it depends on, or parts exceed their whole."""
        raw = self._raw
        for name in ("commitment", "apportionment", "capacity", "line_fill"):
            if raw[name] is not None and raw["nomination"] is None:
                self._refuse(name, "nomination")
        self._check_tariff()
        shares = (self.unfilled[name] for name in ("loss", "fuel_share"))
        if np.any(np.greater_equal(sum(share for share in shares if share is not None), 1.0)):
            msg = (
                "Overland: loss and fuel_share take all of the barrels that go in; expected less "
                "than 100 % in all"
            )
            raise InputError(msg)
        volume = shipped(self.unfilled)
        if volume is not None and np.any(np.less_equal(volume, 0.0)):
            msg = (
                "Overland.apportionment: all of the nomination is cut, and nothing is shipped; "
                "write less than 100 %, or a commitment"
            )
            raise InputError(msg)
        firm, most = self.unfilled["commitment"], self.unfilled["capacity"]
        if firm is not None and most is not None and np.any(np.greater(firm, most)):
            bad = np.greater(firm, most)
            msg = (
                f"Overland.commitment: expected at most the capacity, "
                f"{first_shown(most, bad, '{:.6g} bbl/day'.format)}, got "
                f"{first_shown(firm, bad, '{:.6g} bbl/day'.format)}"
            )
            raise InputError(msg)

    def _check_tariff(self) -> None:
        """Raise an error for a tariff that lacks the leg's length, or a share of spot barrels."""
        raw = self._raw
        tariff: Any = {} if raw["tariff"] is None else raw["tariff"].filled
        by_length = tariff.get("toll_per_tonne_km") is not None
        if by_length and raw["distance"] is None:
            self._refuse("tariff.toll_per_tonne_km", "distance")
        if raw["spot_share"] is not None and raw["commitment"] is not None:
            msg = (
                "Overland.spot_share: follows from nomination and commitment; leave it out, or "
                "leave these out"
            )
            raise InputError(msg)
        if raw["spot_share"] is not None and tariff.get("spot_toll") is None:
            self._refuse("spot_share", "tariff.spot_toll")
        unshared = raw["spot_share"] is None and raw["commitment"] is None
        if tariff.get("spot_toll") is not None and unshared:
            self._refuse("tariff.spot_toll", "spot_share")
        if tariff.get("deficiency") is not None and raw["commitment"] is None:
            self._refuse("tariff.deficiency", "commitment")

    def _refuse(self, name: str, needed: str) -> None:
        """Raise an error for a field without one that it needs."""
        *above, last = needed.split(".")
        kind: type[Group] = (
            type(self._raw["tariff"] or Tariff(toll="0 USD/bbl")) if above else type(self)
        )
        example: Any = kind._fields[last].example()
        advice = f"{last}={example} in the tariff" if above else f"{last}={example}"
        msg = f"Overland.{name}: has no effect without {needed}; write {advice} too"
        raise InputError(msg)
