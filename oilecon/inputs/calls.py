"""Further ports at which a voyage calls, and further parcels on board."""

from __future__ import annotations

from oilecon.errors import InputError
from oilecon.fields import Choice, Key, Number
from oilecon.groups import Group
from oilecon.inputs.ports import PortField

__all__ = ["Call", "Parcel"]


class Call(Group):
    """A further port of a voyage, between its load port and its discharge port.

    The voyage's `distance` is that of the whole rotation, and so is the flat rate of `Worldscale`.
    While loading or discharging the ship burns the fuel that the voyage says. A call of a parcel is
    for that parcel alone, which bears its port charges; those of all other calls are shared by
    weight.
    """

    operation: Choice = Choice(("load", "discharge"), "what the ship does there")
    share: Number = Number(
        "fraction",
        "of all the oil carried, what is loaded or discharged there",
        low=0,
        high=1,
        default=None,
        typical="'50 %'",
    )
    parcel: Key = Key(
        "in place of a share, the parcel that is loaded or discharged there, all of it: 'cargo' "
        "for the voyage's own, or the name of one in `Voyage.parcels`",
        default="",
    )
    days: Number = Number(
        "day",
        "in port, with shifting between berths",
        low=0,
        high=365,
        default=0.0,
        typical="'1.5 day'",
    )
    port_cost: Number = Number(
        "USD", "port charges", low=0, high=1e8, default=0.0, typical="'50570 USD'"
    )
    port: PortField = PortField(
        "a shipped port by its name, or a `Port` of your own; its limits then apply"
    )

    def check(self) -> None:
        """Raise an error unless exactly one of share and parcel is given."""
        given = self._raw["share"] is not None, bool(self._raw["parcel"])
        if given[0] == given[1]:
            count = "both" if given[0] else "neither"
            msg = f"Call: expected a share of the oil or a parcel, got {count}; write share='50 %'"
            raise InputError(msg)


class Parcel(Group):
    """Another cargo on board, under a bill of lading of its own.

    Freight, hire, fuel and ports are shared by weight, so that each parcel pays its share.
    """

    cargo: Number = Number("t", "oil loaded", low=1, high=1_000_000, typical="'30000 t'")
    api: Number = Number(
        "degAPI",
        "gravity; that of the voyage's own cargo if left out",
        low=0,
        high=100,
        default=None,
        typical="'10.7 degAPI'",
    )
