"""Outlets: what a route's buyers take, by when they pay, and the ships that serve them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from oilecon.errors import InputError, figure
from oilecon.fields import Choice, Date, Number
from oilecon.groups import Group, Members

__all__ = ["Outlet", "PriceStep"]


def _volume(what: str, typical: str = "'200 kb/day'", default: float | None = None) -> Number:
    return Number("bbl/day", what, low=0, high=1e8, default=default, typical=typical)


class PriceStep(Group):
    """A lot that buyers take at a lower price than the lot before."""

    volume: Number = Number("bbl/day", "of the lot", low=0, high=1e8, typical="'150 kb/day'")
    change: Number = Number(
        "USD/bbl", "of the differential", low=-300, high=300, typical="'-2 USD/bbl'"
    )


class Outlet(Group):
    """The limits on the sale by one route, and when its buyers pay; one left out does not apply.

    Limits are of a month's mean day, single or by month.
    """

    capacity: Number = _volume("the most that its buyers take")
    licence: Number = _volume("the most that sanctions allow; 0 closes the route")
    since: Date = Date("first day on which it may be sold to", default="")
    until: Date = Date("last day on which it may be sold to", default="")
    term: Number = _volume(
        "sold there before any other sale: of a term contract", "'100 kb/day'", 0.0
    )
    minimum: Number = Number(
        "bbl",
        "the least for cash that its buyers take in a month if they take any, such as a cargo",
        low=0,
        high=1e9,
        default=0.0,
        typical="'500 kb'",
    )
    share: Number = Number(
        "fraction",
        "of the stream's barrels for sale that goes there, where the split is by fixed shares",
        low=0,
        high=1,
        default=0.0,
        typical="'60 %'",
    )
    steps: Members[PriceStep] = Members(
        PriceStep,
        doc="lots in order, each at a lower price than the one before; no more than all is sold",
        default={},
    )
    ships: Number = Number(
        "1",
        "number of ships of the route's last voyage; each is away for a round voyage",
        low=0,
        high=1e6,
        default=None,
        typical="12.0",
    )
    fleet: Choice = Choice(
        ("under way", "at home"),
        "where the ships are when the first month begins: spread evenly over their round voyage, "
        "or all at the load port",
        default="under way",
    )
    lag: Number = Number(
        "day",
        "from loading to payment, beyond the days that the route bears interest for; below zero "
        "where buyers pay before",
        low=-730,
        high=3650,
        default=0.0,
        typical="'60 day'",
    )
    held: Number = Number(
        "day",
        "from payment into an account or a fund until the money may be used",
        low=0,
        high=3650,
        default=0.0,
        typical="'30 day'",
    )
    unpaid: Number = Number(
        "fraction",
        "of what falls due, never paid",
        low=0,
        high=1,
        default=0.0,
        typical="'2 %'",
    )
    receivable: Number = Number(
        "USD",
        "owed by buyers when the first month begins, paid over the days of `lag`",
        low=0,
        high=1e13,
        default=0.0,
        typical="'300 MUSD'",
    )
    fund: Number = Number(
        "USD",
        "held for the seller when the first month begins, set free over the days of `held`",
        low=0,
        high=1e13,
        default=0.0,
        typical="'200 MUSD'",
    )

    afloat: Number = Number(
        "bbl",
        "at sea for its buyers when the first month begins, paid for with what is receivable",
        low=0,
        high=1e9,
        default=0.0,
        typical="'10 Mb'",
    )

    def check(self) -> None:
        """Raise an error for steps that do not fall, or an end before the beginning."""
        for (before, first), (after, second) in pairwise(self._raw["steps"].items()):
            high, low = first.unfilled["change"], second.unfilled["change"]
            if np.any(np.greater_equal(low, high)):
                shown = (figure(float(np.max(each))) for each in (high, low))
                msg = (
                    "Outlet.steps: expected each change of price below the one before, got "
                    f"{' and then '.join(shown)} USD/bbl, of {before!r} and {after!r}"
                )
                raise InputError(msg)
        since, until = self._raw["since"], self._raw["until"]
        if since and until and until < since:
            msg = f"Outlet.until: expected {since}, the first day, or later, got {until}"
            raise InputError(msg)
