"""Production: how a stream's output moves over months, and what holds it between field and ship."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError, figure
from oilecon.fields import Key, Number
from oilecon.groups import Group, Members
from oilecon.units import first_shown

if TYPE_CHECKING:
    from oilecon.units import Raw

__all__ = ["DiluentPool", "DiluentSource", "Production"]


class Production(Group):
    """A stream's decline, investment, wells shut in, domestic use and storage.

    The stream's `output` is what its wells can make when the first month begins, or by month.
    """

    decline: Number = Number(
        "1/year",
        "share of the output that is lost in a year, compounded by month; restored output "
        "declines too",
        low=0,
        high=1,
        default=0.0,
        typical="'10 %/year'",
    )
    investment: Number = Number(
        "USD/day",
        "spent on restoring output",
        low=0,
        high=1e10,
        default=0.0,
        typical="'5 MUSD/day'",
    )
    capital_cost: Number = Number(
        "USD*day/bbl",
        "of restoring a barrel a day",
        low=0,
        above=True,
        high=1e6,
        default=None,
        typical="'10000 USD*day/bbl'",
    )
    lag: Number = Number(
        "1",
        "months from spending to output",
        low=0,
        high=120,
        default=0.0,
        typical="6.0",
    )
    shut_in: Number = Number(
        "bbl/day",
        "of the output, shut in when the first month begins",
        low=0,
        high=1e8,
        default=0.0,
        typical="'200 kb/day'",
    )
    reopening: Number = Number(
        "1",
        "months from the shutting of wells to the month in which they can produce again",
        low=0,
        high=120,
        default=1.0,
        typical="2.0",
    )
    domestic: Number = Number(
        "bbl/day",
        "of heavy crude, taken first by refineries at home",
        low=0,
        high=1e8,
        default=0.0,
        typical="'150 kb/day'",
    )
    domestic_price: Number = Number(
        "USD/bbl", "paid at home", low=0, high=1000, default=0.0, typical="'0 USD/bbl'"
    )
    partner_share: Number = Number(
        "fraction",
        "of the cash after royalty and taxes, which partners of the state receive, and of costs",
        low=0,
        high=1,
        default=0.0,
        typical="'40 %'",
    )
    storage: Number = Number(
        "bbl",
        "capacity for blend in tanks and in ships that wait",
        low=0,
        high=1e10,
        default=0.0,
        typical="'15 Mb'",
    )
    stock: Number = Number(
        "bbl",
        "of blend when the first month begins",
        low=0,
        high=1e10,
        default=0.0,
        typical="'8 Mb'",
    )

    def check(self) -> None:
        """Raise an error for investment without a cost, parts of months, or excess stock."""
        raw = self._raw
        if np.any(raw["investment"]) and raw["capital_cost"] is None:
            msg = (
                "Production.capital_cost: required where there is investment; write "
                "capital_cost='10000 USD*day/bbl'"
            )
            raise InputError(msg)
        for name in ("lag", "reopening"):
            months = raw[name]
            if not isinstance(months, float) or not months.is_integer():
                shown = figure(months) if isinstance(months, float) else "an array"
                msg = (
                    f"Production.{name}: expected a whole number of months, got {shown}; write 6.0"
                )
                raise InputError(msg)
        _refuse_excess("Production", raw["stock"], raw["storage"])


class DiluentSource(Group):
    """A further source of shared diluent, at another price."""

    volume: Number = Number(
        "bbl/day", "the most that can be bought", low=0, high=1e8, typical="'50 kb/day'"
    )
    change: Number = Number(
        "USD/bbl",
        "of the price, from that of the diluent of each stream",
        low=0,
        high=300,
        typical="'4 USD/bbl'",
    )


class DiluentPool(Group):
    """Diluent that all streams of a programme share.

    The `volume` and the stock have the price of each stream's own diluent; the further `sources`
    are dearer, and are bought in their order.
    """

    volume: Number = Number(
        "bbl/day",
        "the most that can be bought, of a month's mean day",
        low=0,
        high=1e8,
        typical="'100 kb/day'",
    )
    sources: Members[DiluentSource] = Members(
        DiluentSource, doc="further sources, each at a higher price than the one before", default={}
    )
    stock: Number = Number(
        "bbl", "when the first month begins", low=0, high=1e9, default=0.0, typical="'2 Mb'"
    )
    storage: Number = Number(
        "bbl",
        "capacity for diluent that a month does not use; what is beyond is not bought",
        low=0,
        high=1e9,
        default=0.0,
        typical="'3 Mb'",
    )
    bartered: Number = Number(
        "fraction",
        "of its value, paid in barrels of blend of the same month, in place of cash",
        low=0,
        high=1,
        default=0.0,
        typical="'50 %'",
    )
    valued_by: Key = Key("the route whose netback values the bartered blend", default="")

    def check(self) -> None:
        """Raise an error for a stock beyond the storage, or sources out of order."""
        for (before, first), (after, second) in pairwise(self._raw["sources"].items()):
            low, high = first.unfilled["change"], second.unfilled["change"]
            if np.any(np.less(high, low)):
                msg = (
                    f"DiluentPool.sources: expected {after!r} at no lower price than {before!r}, "
                    f"got changes of {figure(float(np.max(low)))} and then "
                    f"{figure(float(np.min(high)))} USD/bbl"
                )
                raise InputError(msg)
        _refuse_excess("DiluentPool", self._raw["stock"], self._raw["storage"])


def _refuse_excess(kind: str, stock: Raw, storage: Raw) -> None:
    """Raise an error for a stock beyond the storage that there is when the first month begins."""
    most = storage[..., :1] if isinstance(storage, np.ndarray) else storage
    over = np.asarray(np.greater(stock, most))
    if over.any():
        shown = [first_shown(each, over) for each in (most, stock)]
        msg = (
            f"{kind}.stock: expected at most the storage of {shown[0]} bbl, got {shown[1]} bbl; "
            "write a smaller stock, or more storage"
        )
        raise InputError(msg)
