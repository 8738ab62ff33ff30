"""Sales routes: terms, legs, intermediaries and risks."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, OilEconError
from oilecon.fields import Choice, Name, Number, Text
from oilecon.groups import Group, Members, Subgroup
from oilecon.inputs.legs import LEGS, Leg
from oilecon.inputs.outlet import Outlet
from oilecon.inputs.sale import (
    WHOLE,
    ImportCharges,
    Intermediary,
    Risk,
    Sale,
    _together,
    percent,
)
from oilecon.inputs.voyage import Voyage, check_trips
from oilecon.netback.lines import LINES, RESERVED
from oilecon.netback.sale import PERILS
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Route", "ships"]


class Route(Group):
    """One sales route, from the load port to a buyer.

    Voyages and intermediaries are addressed by name: ``route.sea``, ``route.agent``.
    """

    sale: Subgroup[Sale] = Subgroup(Sale, doc="the contract")
    legs: Members[Leg] = Members(*LEGS, doc="the legs, in order", default={}, named=True)
    chain: Members[Intermediary] = Members(
        Intermediary, doc="the intermediaries, in order", default={}
    )
    risk: Subgroup[Risk] = Subgroup(Risk, doc="losses and risks on the way", default=Risk())
    title: Text = Text("title of the route in tables", default="")
    charges: Subgroup[ImportCharges | None] = Subgroup(
        ImportCharges, doc="duty and tax on import, for a sale under DDP alone", default=None
    )
    parcel: Number = Number(
        "t",
        "cargo that all legs carry, on as many sailings of the largest ship as needed; the "
        "largest cargo among the voyages if left out",
        low=1,
        high=1_000_000,
        default=None,
        typical="'270000 t'",
    )
    trips: Choice = Choice(
        ("whole", "part"),
        "whether a smaller ship sails whole trips, or also a part of one: its cargo's share",
        default="whole",
    )

    stream: Name = Name("which of the scenario's streams it sells", default="supply")
    outlet: Subgroup[Outlet | None] = Subgroup(
        Outlet,
        doc="what its buyers take in a month, and when they pay: of a programme",
        default=None,
    )

    _reserved = RESERVED

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a leg or an intermediary by its name."""

    @classmethod
    def _unknown(cls, name: object) -> OilEconError | None:
        """Return the error for a name that no field has; the first edition's name of the legs."""
        if name == "voyages":
            return InputError("a route's voyages are among its legs; write legs={...}")
        return super()._unknown(name)

    def check(self) -> None:
        """Raise an error if sale, legs, chain, risk and charges do not fit one another."""
        self._check_trips()
        self._check_charges()
        self._check_credit()
        self._check_chain()
        self._check_risk()

    def _check_trips(self) -> None:
        legs = ships(self)
        if self._raw["parcel"] is not None and not legs:
            msg = "Route.parcel: has no effect without a voyage; write legs={...}"
            raise InputError(msg)
        check_trips(
            {name: leg.unfilled for name, leg in legs.items()},
            self._raw["parcel"],
            self._raw["trips"],
            "Route",
        )

    def _check_charges(self) -> None:
        terms = self._raw["sale"].terms
        paid = terms in LINES["import_duty"].borne_under
        if self._raw["charges"] is not None and not paid:
            msg = (
                f"Route.charges: a price under {terms} is for oil whose import charges the buyer "
                "pays, and an observed quotation already reflects them; they are deducted only "
                "from a price under DDP. For a parity sum write oilecon.trading.import_parity(...)"
            )
            raise InputError(msg)
        if self._raw["charges"] is None and paid:
            msg = (
                "Route.charges: under DDP the seller pays import duty and tax, and none are given; "
                "write charges=ImportCharges(...), or terms='DAP'"
            )
            raise InputError(msg)

    def _check_credit(self) -> None:
        self._check_terms()
        event = self._raw["sale"].credit_from
        if event in {"notice of readiness", "discharge"} and not self._raw["legs"]:
            msg = (
                f"Route.sale.credit_from: {event!r} needs a leg whose days count; write "
                "legs={...}, or credit_from='bill of lading' with all the days in payment_days"
            )
            raise InputError(msg)

    def _check_terms(self) -> None:
        """Raise an error for terms of sale at sea where the oil goes over land alone."""
        terms = self._raw["sale"].terms
        if terms in _BY_SEA and self._raw["legs"] and not ships(self):
            msg = (
                f"Route.sale.terms: {terms} is for carriage by sea, and no leg is a voyage; write "
                "terms='DAP' for oil delivered at the end of the legs, or 'FOB' for oil that the "
                "buyer loads there"
            )
            raise InputError(msg)

    def _check_chain(self) -> None:
        parties = self._raw["chain"]
        both = set(parties) & set(self._raw["sale"].markers)
        if both:
            msg = f"Route: {min(both)!r} is the name of a marker and of a party; write another"
            raise InputError(msg)
        left: Any = 1.0  # of a price of one
        for name, party in parties.items():
            try:
                left = left - _relative(party.unfilled, left)
            except ValueError:
                return  # arrays that do not broadcast are the scenario's to report
            if np.any(left < -WHOLE):
                msg = (
                    f"Route.chain: the shares down to {name!r} take "
                    f"{first_shown(1.0 - left, np.asarray(left) < -WHOLE, percent)} of the "
                    "price; expected at most 100 % in all"
                )
                raise InputError(msg)
        advances = (party.unfilled["advance"] for party in parties.values())
        early = chain((self._raw["sale"].unfilled["prepayment"],), advances)
        total = _together(share for share in early if share is not None)
        if total is not None and np.any(total > 1.0 + WHOLE):
            bad = np.asarray(total) > 1.0 + WHOLE
            msg = (
                "Route: prepayment and advances are of the price, and come to "
                f"{first_shown(total, bad, percent)} of it; expected at most 100 % in all"
            )
            raise InputError(msg)

    def _check_risk(self) -> None:
        risk, legs = self._raw["risk"].filled, ships(self)
        at_sea = [name for name in _AT_SEA if risk[name] is not None]
        if at_sea and not legs:
            msg = f"Route.risk.{at_sea[0]}: needs a voyage to be borne on; write legs={{...}}"
            raise InputError(msg)
        premiums = self._shadow_premiums()
        self._check_hull(premiums)
        if self._raw["sale"].risk_in_price != "included":
            return
        doubled = [f"risk.{name}" for name in (*_AT_SEA, *PERILS) if risk[name] is not None]
        doubled += premiums
        if doubled:
            msg = (
                "Route: the quotation already reflects risk (sale.risk_in_price is 'included'), "
                f"and {' and '.join(dict.fromkeys(doubled))} would deduct it again; write one or "
                "the other, never both"
            )
            raise InputError(msg)

    def _shadow_premiums(self) -> list[str]:
        """Return the fields of shadow premiums above market freight, leg by leg."""
        premiums = []
        for name, leg in ships(self).items():
            values = leg.filled
            if np.any(np.not_equal(values["shadow_multiple"], 1.0)):
                premiums.append(f"{name}.shadow_multiple")
            if values["shadow_addition"] is not None:
                premiums.append(f"{name}.shadow_addition")
        return premiums

    def _check_hull(self, premiums: list[str]) -> None:
        """Raise an error if the hull's risk may already be paid for by a shadow premium."""
        risk = self._raw["risk"]
        hull = [f"risk.{name}" for name in _HULL if risk.filled[name] is not None]
        covers = risk.hull_risk_in_freight
        if not hull or not premiums or covers == "separate":
            return
        lines, paid = " and ".join(hull), " and ".join(premiums)
        if covers == "included":
            msg = (
                f"Route: the shadow premium pays for the hull's risk (risk.hull_risk_in_freight is "
                f"'included'), and {lines} would deduct it again beside {paid}; write one or the "
                "other, never both"
            )
        else:
            msg = (
                f"Route.risk.hull_risk_in_freight: required where {lines} stands beside {paid}, "
                "since a shadow premium often pays the owner for a hull that may be seized or "
                f"lost; leave out {lines}, or write hull_risk_in_freight='separate' if the premium "
                "is for tonnage alone"
            )
        raise InputError(msg)


def ships(route: Route) -> dict[str, Voyage]:
    """Return the legs of a route that a ship carries."""
    legs: Mapping[str, Group] = route.legs  # of any kind that a route may have
    return {name: leg for name, leg in legs.items() if isinstance(leg, Voyage)}


_BY_SEA = ("CFR", "CIF")
_HULL = ("hull_war_risk", "hull_borne")
_AT_SEA = ("hull_war_risk", "seizure_rate", "casualty_rate", "hull_borne")


def _relative(party: Any, left: Any) -> Any:
    """Return a party's share of a price of one, where `left` of it reaches the party."""
    taken: Any = 0.0
    if party["price_share"] is not None:
        taken = taken + party["price_share"]
    if party["share"] is not None:
        taken = taken + party["share"] * left
    if party["required_margin"] is not None:
        taken = taken + left - left / (1.0 + party["required_margin"])
    return taken
