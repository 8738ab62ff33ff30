"""Several ships for one cargo: shuttles that fill a larger ship, and transfers on the way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import waterfall as fold
from oilecon.core.elementwise import ceiling, maximum
from oilecon.errors import InputError, UnknownName, as_step, did_you_mean, quote
from oilecon.inputs import Voyage
from oilecon.shipping.estimates import Estimate, estimate
from oilecon.shipping.reading import group, text
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.inputs import Market
    from oilecon.units import Raw

__all__ = ["Transshipment", "transshipment"]


class Transshipment:
    """A chain of voyages, per barrel of the largest ship's cargo, which all of them carry.

    A ship with a smaller cargo sails as often as it takes. Its last trip carries what is left: it
    costs a whole trip in hire, fuel, ports and lump sums, but only its own tonnes and barrels where
    these are what is paid for.

    Attributes
    ----------
    legs : mapping of str to Estimate
        Each leg's own estimate, of one ship's round voyage.
    """

    def __init__(self, legs: Mapping[str, Estimate]) -> None:
        self.legs = dict(legs)
        self._tonnes: Raw = reduce(maximum, [leg.cargo_t for leg in self.legs.values()])
        self._cargo: Raw = reduce(
            maximum, [leg["cargo_barrels"].magnitude for leg in self.legs.values()]
        )
        self._last = {
            name: leg.with_cargo(self._tonnes - (self._trips(name) - 1.0) * leg.cargo_t)
            for name, leg in self.legs.items()
        }

    def trips(self, leg: str) -> Quantity:
        """Return how many round voyages of a leg's ship carry the largest ship's cargo.

        Raises
        ------
        UnknownName
            If there is no such leg.
        """
        if str(leg) not in self.legs:
            msg = f"no leg {quote(leg)}{did_you_mean(str(leg), self.legs)}"
            raise UnknownName(msg)
        return to_quantity(self._trips(str(leg)), "1")

    def _trips(self, leg: str) -> Raw:
        # Rounded down a little first: a parcel that divides the cargo must not need one trip more.
        shares = self._tonnes / self.legs[leg].cargo_t
        return maximum(ceiling(shares - 1e-9), 1.0)

    def _per_barrel(self, figure: str) -> Raw:
        # Each figure by its share of the cargo: one leg alone is then that leg, to the last bit.
        parts = []
        for name, leg in self.legs.items():
            last, before = self._last[name], self._trips(name) - 1.0
            full = leg[figure].magnitude * (before * self._share(leg))
            parts.append(full + last[figure].magnitude * self._share(last))
        return fold.fold(parts)

    def _share(self, leg: Estimate) -> Raw:
        share: Raw = leg["cargo_barrels"].magnitude / self._cargo
        return share

    @property
    def freight_per_barrel(self) -> Quantity:
        """Market freight of all legs per barrel delivered."""
        return to_quantity(self._per_barrel("freight_per_barrel"), "USD/bbl")

    @property
    def cost_per_barrel(self) -> Quantity:
        """Freight with shadow premium, transfers and demurrage, per barrel delivered."""
        return to_quantity(self._per_barrel("total_per_barrel"), "USD/bbl")

    def to_frame(self) -> pd.DataFrame:
        """Return every line of every leg per barrel delivered [USD/bbl].

        Raises
        ------
        InputError
            If a voyage holds arrays.
        """
        import pandas as pd

        if any(leg.shape for leg in self.legs.values()):
            msg = "a chain's table shows one case, and a voyage holds arrays"
            raise InputError(msg)
        columns: dict[str, Any] = {}
        for name, leg in self.legs.items():
            full, last = (one.to_frame()["[USD]"] for one in (leg, self._last[name]))
            usd = (self._trips(name) - 1.0) * full + last
            columns[f"{name} [USD/bbl]"] = usd / self._cargo
        order = list(dict.fromkeys(line for column in columns.values() for line in column.index))
        order.sort(key=lambda line: line == "total")
        frame = pd.DataFrame(columns).reindex(order).fillna(0.0).rename_axis("line")
        frame["chain [USD/bbl]"] = frame.sum(axis=1)
        frame.loc["trips"] = [*(float(np.max(self._trips(n))) for n in self.legs), np.nan]
        return frame

    def __repr__(self) -> str:
        """Say what it comes to."""
        legs, cost = ", ".join(self.legs), self.cost_per_barrel.magnitude
        if isinstance(cost, float):
            return f"<Transshipment of {legs}: {cost:.2f} USD/bbl>"
        return f"<Transshipment of {legs}: {np.shape(cost)} cases>"


def transshipment(
    voyages: Mapping[str, Voyage], market: Market, *, api: str | Quantity = "16 degAPI"
) -> Transshipment:
    """Return what a chain of voyages costs per barrel delivered.

    Parameters
    ----------
    voyages : mapping of str to Voyage
        The legs in order. A leg with a smaller cargo than the largest sails as often as it takes,
        the last time with what is left. What a transfer costs stands on the voyage after which it
        happens, by the barrel (`transfer_cost`) or by the operation (`transfer_fee`), and the wait
        in `days_wait`.
    market : Market
        Fuel prices.
    api : str or pint.Quantity
        Gravity of the cargo.

    Returns
    -------
    Transshipment
        Freight and cost by leg and in all; a chain of one leg is that leg.

    Raises
    ------
    InputError
        If there is no leg, or a voyage is refused by `estimate`.
    """
    legs = _named(voyages)
    return Transshipment({name: estimate(leg, market, api=api) for name, leg in legs.items()})


def _named(voyages: object) -> dict[str, Voyage]:
    """Return the voyages by name, or refuse what is none."""
    if not isinstance(voyages, Mapping) or not voyages:
        came = "none" if isinstance(voyages, Mapping) else quote(voyages)
        msg = (
            f"chain: expected at least one voyage by name, got {came}; write {{'sea': Voyage(...)}}"
        )
        raise InputError(msg)
    return {
        text(name, "the name of a voyage of a chain", "sea"): group(
            Voyage, leg, f"chain: {as_step(name)}", "oilecon.Voyage(...)"
        )
        for name, leg in voyages.items()
    }
