"""Charters: six kinds of payment for a ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, UnitError
from oilecon.fields import Number
from oilecon.groups import Group
from oilecon.units import unit_of

if TYPE_CHECKING:
    from oilecon.units import Raw

__all__ = [
    "LumpSum",
    "PerBarrel",
    "PerTonne",
    "TimeCharter",
    "TimeCharterEquivalent",
    "Worldscale",
]


class Rate(Number):
    """A freight rate, whose error for a wrong unit names the charter in that unit."""

    def read(self, value: Any, *, siblings: bool = True) -> Raw | None:
        """Return `value` as float64 in the canonical unit."""
        try:
            return super().read(value, siblings=siblings)
        except UnitError as error:
            fits = {
                unit: charter
                for unit, charter in _CHARTERS.items()
                if unit_of(unit).dimensionality == error.dimension
            }
            if not fits:
                raise
            msg = f"{error} ({' or '.join(f'{unit} is {each}' for unit, each in fits.items())})"
            raise UnitError(msg) from error


_CHARTERS = {
    "1": "the points of Worldscale",
    "USD": "a LumpSum",
    "USD/t": "PerTonne",
    "USD/bbl": "PerBarrel",
    "USD/day": "TimeCharter or TimeCharterEquivalent",
}


def _on_freight() -> Number:
    return Number(
        "fraction",
        "brokers' share of the gross freight",
        low=0,
        high=0.5,
        default=0.0,
        typical="'3.75 %'",
    )


def _premium() -> Number:
    return Number(
        "USD",
        "premium paid to the owner on each ton of the ship's gross tonnage",
        low=-1000,
        high=1000,
        default=0.0,
        typical="'1.36 USD'",
    )


def _fixed_differential() -> Number:
    return Number(
        "USD/t",
        "added in full by the tonne, beside the freight",
        low=-1000,
        high=1000,
        default=None,
        typical="'0.27 USD/t'",
    )


def _minimum() -> Number:
    return Number(
        "t",
        "cargo paid for whether loaded or not; the shortfall is deadfreight at the full rate",
        low=1,
        high=1_000_000,
        default=None,
        typical="'70000 t'",
    )


def _overage() -> Number:
    return Number(
        "fraction",
        "share of the rate paid on cargo above the minimum; a half, as is usual, if left out",
        low=0,
        high=1,
        default=None,
        typical="'50 %'",
    )


class _ByTheTonne(Group):
    """Base of charters by the tonne: a minimum cargo, and a rate on cargo above it."""

    def check(self) -> None:
        """Raise an error if overage is given without a minimum cargo."""
        raw = self._raw
        if raw["overage"] is not None and raw["minimum"] is None:
            msg = (
                f"{type(self).__name__}.overage: has no effect without minimum; write "
                "minimum='70000 t' too"
            )
            raise InputError(msg)


class TimeCharterEquivalent(Group):
    """Freight at which the owner earns a given rate per day of the round voyage.

    The commission is on the freight, so freight = (hire x days + fuel + ports) / (1 - commission).
    """

    hire: Number = Rate(
        "USD/day",
        "earnings of the owner per day after fuel, ports and commission",
        low=-1_000_000,
        high=10_000_000,
        typical="'60000 USD/day'",
    )
    commission: Number = _on_freight()


class TimeCharter(Group):
    """A ship hired by the day, whose charterer pays fuel, ports and canals.

    The commission is on the hire, and paid in addition; leave it out where the owner bears it.
    """

    hire: Number = Rate(
        "USD/day", "paid to the owner", low=0, high=10_000_000, typical="'60000 USD/day'"
    )
    commission: Number = Number(
        "fraction",
        "brokers' share of the hire, paid beside it",
        low=0,
        high=0.5,
        default=0.0,
        typical="'1.25 %'",
    )


class Worldscale(_ByTheTonne):
    """Freight in points of a route's flat rate.

    Freight = cargo x (flat x points / 100 + fixed differential) + gross tonnage x premium. With a
    `minimum`, flat x points / 100 is paid on the minimum, and at the share `overage` on cargo
    above it; the fixed differential is paid on the greater of minimum and cargo.
    """

    points: Number = Rate(
        "1", "100 pays the flat rate", low=5, high=10_000, typical="75.0", percent="points"
    )
    flat: Number = Rate(
        "USD/t", "the route's flat rate of that year", low=0, high=1000, typical="'22.18 USD/t'"
    )
    fixed_differential: Number = Number(
        "USD/t",
        "added in full, whatever the points",
        low=-1000,
        high=1000,
        default=0.0,
        typical="'0.27 USD/t'",
    )
    commission: Number = _on_freight()
    premium_per_grt: Number = _premium()
    minimum: Number = _minimum()
    overage: Number = _overage()


class LumpSum(Group):
    """A lump sum for the voyage, whatever the cargo, and a differential by the tonne if given."""

    amount: Number = Rate(
        "USD", "freight for the voyage", low=0, high=1e9, typical="'12500000 USD'"
    )
    commission: Number = _on_freight()
    premium_per_grt: Number = _premium()
    fixed_differential: Number = _fixed_differential()


class PerTonne(_ByTheTonne):
    """Freight by the tonne loaded, or by the tonne of a minimum cargo as in `Worldscale`."""

    rate: Number = Rate("USD/t", "freight", low=0, high=10_000, typical="'27 USD/t'")
    commission: Number = _on_freight()
    premium_per_grt: Number = _premium()
    fixed_differential: Number = _fixed_differential()
    minimum: Number = _minimum()
    overage: Number = _overage()


class PerBarrel(Group):
    """Freight by the barrel loaded."""

    rate: Number = Rate("USD/bbl", "freight", low=0, high=1000, typical="'3 USD/bbl'")
    commission: Number = _on_freight()
    premium_per_grt: Number = _premium()
