"""The states carried from month to month: wells, tanks, shared diluent and ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core.elementwise import maximum, minimum
from oilecon.programme.splits import Source, Tier, quotient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.programme.months import Months
    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = ["Fleet", "Pool", "Stream", "of_month"]

_NO_WELLS: dict[str, Raw | None] = {
    "decline": 0.0,
    "investment": 0.0,
    "capital_cost": None,
    "lag": 0.0,
    "shut_in": 0.0,
    "reopening": 1.0,
    "domestic": 0.0,
    "domestic_price": 0.0,
    "partner_share": 0.0,
    "storage": 0.0,
    "stock": 0.0,
}


def of_month(raw: Any, month: int) -> Any:
    """Return a number of a month, with the paths on axis 0 if it differs between them."""
    if not isinstance(raw, np.ndarray):
        return raw
    row = raw[month if len(raw) > 1 else 0]
    return float(row[0]) if row.size == 1 else row


class Pool:
    """Diluent that all streams share: the stock and what is bought, the cheapest first."""

    def __init__(self, values: Values, months: Months) -> None:
        self.values, self.months = values, months
        self.stock: Raw = of_month(values["stock"], 0)
        self.sources = tuple(values["sources"])
        self.left: list[Raw] = []
        self.extras: list[Raw] = []

    def open(self, month: int) -> None:
        """Begin a month: what is in stock, and what may be bought."""
        days, further = self.months.days[month], self.values["sources"].values()
        self.opened = self.stock
        volumes = [self.values["volume"], *(source["volume"] for source in further)]
        self.offered = [of_month(volume, month) * days for volume in volumes]
        self.left = [self.stock + self.offered[0], *self.offered[1:]]
        self.extras = [0.0, *(of_month(source["change"], month) for source in further)]

    @property
    def tiers(self) -> list[Tier]:
        """Diluent left, by source."""
        return [Tier(*each) for each in zip(self.left, self.extras, strict=True)]

    def most(self, pooled: Raw) -> Raw:
        """Return the barrels that what is left suffices for."""
        left = self.left[0]
        for more in self.left[1:]:
            left = left + more
        return quotient(left, pooled)

    def use(self, barrels: Raw) -> Raw:
        """Use barrels of diluent, and return what they cost beyond the streams' own price [USD]."""
        extra: Raw = 0.0
        for k, left in enumerate(self.left):
            used = minimum(barrels, left)
            self.left[k] = left - used
            barrels = maximum(barrels - used, 0.0)
            if k:
                extra = extra + used * self.extras[k]
        return extra

    def close(self, month: int) -> list[Raw]:
        """End a month, and return the barrels bought by source: used, and what fits the stock."""
        left = self.left[0]
        self.stock = minimum(left, of_month(self.values["storage"], month))
        # Stock that was there stays, even where the storage is less than it.
        self.stock = maximum(self.stock, minimum(left - self.offered[0], self.opened))
        first: Raw = self.offered[0] + self.opened - left + self.stock - self.opened
        further = zip(self.offered[1:], self.left[1:], strict=True)
        return [first, *(offered - rest for offered, rest in further)]


class Stream:
    """A stream's wells and tanks."""

    def __init__(
        self, name: str, supply: Values, blend: Mapping[str, Raw], months: Months, pool: Pool | None
    ) -> None:
        self.name, self.supply, self.blend = name, supply, blend
        self.months, self.pool = months, pool
        self.wells: Mapping[str, Any] = supply["production"] or _NO_WELLS
        self.by_month = isinstance(supply["output"], np.ndarray) and len(supply["output"]) > 1
        self.base: Raw = of_month(supply["output"], 0)
        self.restored: Raw = 0.0
        self.spent: list[Raw] = []
        self.tank: Raw = of_month(self.wells["stock"], 0)
        self.kept: Raw = (1.0 - of_month(self.wells["decline"], 0)) ** (1.0 / 12.0)
        self.idle: Raw = of_month(self.wells["shut_in"], 0)  # of the potential [bbl/day]
        self.shut: list[Raw] = [self.idle]  # newly, by month, the one before the first included
        self.mixed = supply["diluent"] is not None
        self.made: Raw = 0.0

    # -- a month --------------------------------------------------------------------------------

    def open(self, month: int, barter: Raw, in_cash: Raw) -> None:
        """Begin a month: what its wells can make, and the blend of it.

        Parameters
        ----------
        month : int
            The month.
        barter : float or array
            Part of each barrel made that is given for its diluent.
        in_cash : float or array
            Part of the diluent's cost that is paid in cash.
        """
        days, wells, supply = self.months.days[month], self.wells, self.supply
        if self.by_month:
            self.base = of_month(supply["output"], month)
        self._restore(month, days)
        self.potential = self.base + self.restored
        closed = int(wells["reopening"]) - 1
        available = self.potential
        if closed > 0:
            for newly in self.shut[-closed:]:
                available = available - newly
            available = maximum(available, 0.0)
        self.domestic = minimum(of_month(wells["domestic"], month), available)
        share = of_month(self.blend["diluent_share"], month)
        left = 1.0 - of_month(self.blend["shrinkage"], month)
        self.heavy, self.light = (1.0 - share) / left, share / left
        self.barter = barter
        # By the barrel for sale: of each made, a part is given for diluent.
        sold = 1.0 - barter
        fresh = quotient((available - self.domestic) * days, self.heavy)
        self.wanted_light = fresh * self.light
        if self.mixed and supply["diluent_supply"] is not None:
            own = of_month(supply["diluent_supply"], month) * days
            fresh = minimum(fresh, quotient(own, self.light))
        self.fresh: Raw = fresh * sold
        self.pooled: Raw = self.light / sold if self.pool is not None and self.mixed else 0.0
        self.production = of_month(self.blend["production"], month) / sold
        self.diluent = of_month(self.blend["diluent"], month) * in_cash / sold
        self.extra: Raw = 0.0  # cost of dearer diluent [USD]
        self.offered = self.fresh
        self.days = days

    def _restore(self, month: int, days: float) -> None:
        """Add the output restored by what was spent some months before."""
        wells = self.wells
        if wells["capital_cost"] is None:
            return
        spending = of_month(wells["investment"], month) * days
        self.spent.append(spending / of_month(wells["capital_cost"], month))
        lag = int(wells["lag"])
        if len(self.spent) > lag:
            self.restored = self.restored + self.spent[len(self.spent) - 1 - lag]

    @property
    def cost(self) -> Raw:
        """Cost of a barrel made for sale, with the part of its diluent that is paid in cash."""
        cost: Raw = self.production + self.diluent
        return cost

    @property
    def room(self) -> Raw:
        """Blend that can still be made for sale in the month."""
        if self.pool is None or not self.mixed:
            return self.fresh
        return minimum(self.fresh, self.pool.most(self.pooled))

    @property
    def source(self) -> Source:
        """The stream's barrels for sale."""
        return Source(self.tank, self.fresh, self.cost, self.pooled)

    def take(self, barrels: Raw) -> Raw:
        """Take barrels from the tanks, then from those to be made, and return those taken."""
        from_tank = minimum(barrels, self.tank)
        made = minimum(barrels - from_tank, self.room)
        self.tank = self.tank - from_tank
        self._make(made)
        return from_tank + made

    def _make(self, barrels: Raw) -> None:
        self.fresh = self.fresh - barrels
        if self.pool is not None and self.mixed:
            self.extra = self.extra + self.pool.use(barrels * self.pooled)

    def close(self, month: int) -> None:
        """End a month: fill the tanks, and shut in what is left."""
        room = maximum(of_month(self.wells["storage"], month) - self.tank, 0.0)
        more = minimum(room, self.room)
        self._make(more)
        self.tank = self.tank + more
        self.for_sale = self.offered - self.fresh  # made, but for what is given for diluent
        self.made = self.for_sale / (1.0 - self.barter)
        produced = self.made * self.heavy / self.days + self.domestic  # a day
        self.produced = minimum(produced, self.potential)
        self.idled = self.potential - self.produced
        self.shut.append(maximum(self.idled - self.idle, 0.0))
        self.idle = self.idled
        lost = 1.0 - self.kept
        if not (isinstance(lost, float) and lost == 0.0):
            # Wells that are shut in do not decline.
            use = 1.0 - lost * quotient(self.produced, self.potential, 0.0)
            self.base, self.restored = self.base * use, self.restored * use


class Fleet:
    """The ships of an outlet: at home, or away for a round voyage."""

    def __init__(self, number: Any, days: Any, cargo: Any, months: Months, *, home: bool) -> None:
        self.number, self.days, self.cargo, self.months = number, days, cargo, months
        count = of_month(number, 0)
        self.home: Raw = count if home else 0.0
        self.before: Raw = count
        self.returns: list[Raw] = [0.0] * len(months)
        if not home:
            for _, into, share in months.window(0.0, of_month(days, 0)):
                self.returns[into] = self.returns[into] + count * share

    def open(self, month: int) -> Raw:
        """Begin a month, and return the barrels that the ships can load."""
        count = of_month(self.number, month)
        self.home = self.home + self.returns[month] + (count - self.before)
        self.before = count
        trip = of_month(self.days, month)
        begins, length = self.months.starts[month], self.months.days[month]
        self.parts = [
            (into, share / length)
            for into, share in self.months.parts(begins + trip, begins + length + trip)
        ]
        self.again: Raw = sum(share for into, share in self.parts if into == month)
        loads = maximum(self.home, 0.0) / (1.0 - self.again)
        barrels: Raw = loads * of_month(self.cargo, month)
        return barrels

    def close(self, month: int, barrels: Raw) -> Raw:
        """End a month in which barrels were loaded, and return the ships that are away."""
        loads = barrels / of_month(self.cargo, month)
        self.home = self.home - loads * (1.0 - self.again)
        for into, share in self.parts:
            if month < into < len(self.months):
                self.returns[into] = self.returns[into] + loads * share
        away: Raw = self.before - self.home
        return away
