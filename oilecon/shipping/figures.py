"""The figures of a voyage: days, fuel, every cost line, freight and the ship's earnings.

All are read from one account of plain values, which are not checked again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from oilecon.core import quality, voyage
from oilecon.core import waterfall as fold
from oilecon.core.elementwise import maximum
from oilecon.netback.voyage import (
    BY_THE_DAY,
    OWN,
    account,
    all_lines,
    deadfreight,
    demurrage_days,
    market_freight,
    whole_cargo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oilecon.units import Raw

__all__ = ["FIGURES", "Reader", "VoyageCase", "barrels_by_parcel", "mean_density"]


def barrels_by_parcel(leg: Mapping[str, Any], barrels_per_tonne: Raw) -> dict[str, Raw]:
    """Return the barrels of each parcel on a voyage, its own cargo first [bbl]."""
    barrels: dict[str, Raw] = {OWN: leg["cargo"] * barrels_per_tonne}
    for name, parcel in leg["parcels"].items():
        api = parcel["api"]
        dense = barrels_per_tonne if api is None else quality.barrels_per_tonne(api)
        barrels[name] = parcel["cargo"] * dense
    return barrels


def mean_density(leg: Mapping[str, Any], barrels_per_tonne: Raw) -> Raw:
    """Return the barrels in a tonne of all the oil on a voyage [bbl/t]."""
    if not leg["parcels"]:
        return barrels_per_tonne
    mean: Raw = fold.fold(barrels_by_parcel(leg, barrels_per_tonne).values()) / whole_cargo(leg)
    return mean


class VoyageCase:
    """The account and the lines [USD] of one tree of values."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.leg, self.market = values["voyage"], values["market"]
        self.given: Mapping[str, Raw] = values.get("given", {})
        self.barrels = fold.fold(barrels_by_parcel(self.leg, values["barrels_per_tonne"]).values())
        if self.leg["parcels"]:  # the ship's voyage is that of all the oil on board
            self.leg = {**self.leg, "cargo": whole_cargo(self.leg)}
        self.account = account(self.leg, self.market)

    @cached_property
    def lines(self) -> dict[str, Raw]:
        """Every line, of market freight and beside it."""
        lines = all_lines(self.leg, self.account, self.barrels, 1.0)
        return {name: usd for name, _, usd in lines}

    @cached_property
    def freight(self) -> Raw:
        """Market freight, the sum of the netback's lines."""
        return market_freight(self.leg, self.account, self.barrels, 1.0)

    @property
    def freight_per_barrel(self) -> Raw:
        """Market freight a barrel, by the same lines and in the same order as a netback's."""
        return market_freight(self.leg, self.account, self.barrels, self.barrels)

    @property
    def commission(self) -> Raw:
        """Brokers' commission: a line of its own, or a share of the freight."""
        charter = self.leg["charter"]
        if charter["kind"] in BY_THE_DAY:
            return self.lines["commission"]
        share: Raw = charter["commission"]
        return self.freight * share

    @property
    def costs(self) -> Raw:
        """All costs of the voyage except hire and commission."""
        return fold.fold(usd for _, _, usd in self.account.costs())

    @property
    def tce(self) -> Raw:
        """Time-charter equivalent [USD/day]."""
        days = self.account.total_days
        return voyage.tce_usd_day(self.freight, self.commission, self.costs, days)

    def gross_for(self) -> Raw:
        """Return the freight that earns the equivalent given; a time charter has no commission."""
        charter = self.leg["charter"]
        share = 0.0 if charter["kind"] == "TimeCharter" else charter["commission"]
        days = self.account.total_days
        return voyage.gross_for_tce_usd(self.given["tce"], self.costs, days, share)


Reader: TypeAlias = "Callable[[VoyageCase], Raw]"


def _in_state(state: str) -> Reader:
    return lambda case: getattr(case.account.days, state)


FIGURES: dict[str, tuple[str, Reader]] = {
    "days": ("day", lambda case: case.account.total_days),
    "days.laden": ("day", lambda case: case.account.days.laden()),
    "days.ballast": (
        "day",
        lambda case: case.account.days.ballast_open + case.account.days.ballast_eca,
    ),
    **{f"days.{state}": ("day", _in_state(state)) for state in voyage.Days._fields},
    "days.demurrage": (
        "day",
        lambda case: maximum(demurrage_days(case.leg, case.account.days), 0.0),
    ),
    "vlsfo": ("t", lambda case: case.account.fuel.vlsfo),
    "mgo": ("t", lambda case: case.account.fuel.mgo),
    "fuel_cost": ("USD", lambda case: case.account.fuel_usd),
    "port_cost": ("USD", lambda case: case.account.ports_usd),
    "co2": ("t", lambda case: voyage.co2_t(case.account.fuel)),
    "co2e": ("t", lambda case: voyage.co2e_t(case.account.fuel)),
    "cargo_barrels": ("bbl", lambda case: case.barrels),
    "freight": ("USD", lambda case: case.freight),
    "freight_per_tonne": ("USD/t", lambda case: case.freight / case.leg["cargo"]),
    "freight_per_barrel": ("USD/bbl", lambda case: case.freight_per_barrel),
    "deadfreight": ("USD", lambda case: deadfreight(case.leg)),
    "commission": ("USD", lambda case: case.commission),
    "voyage_cost": ("USD", lambda case: case.costs),
    "total": ("USD", lambda case: fold.fold(case.lines.values())),
    "total_per_barrel": ("USD/bbl", lambda case: fold.fold(case.lines.values()) / case.barrels),
    "tce": ("USD/day", lambda case: case.tce),
}
