"""Several ships for one cargo: shuttles that fill a larger ship, and transfers on the way."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import netback as fold
from oilecon.core.elementwise import ceiling, maximum
from oilecon.errors import InputError
from oilecon.shipping.estimates import Estimate, estimate
from oilecon.units import Quantity, put_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.model import Market, Voyage
    from oilecon.units import Raw

__all__ = ["Chain", "chain"]


class Chain:
    """A chain of voyages, per barrel of the largest ship's cargo, which all of them carry.

    Attributes
    ----------
    legs : mapping of str to Estimate
        Each leg's own estimate, of one ship's round voyage.
    """

    def __init__(self, legs: Mapping[str, Estimate]) -> None:
        self.legs = dict(legs)
        # The largest ship sails once; smaller ones fill or empty it in as many trips as it takes.
        cargoes = [estimate["cargo_barrels"].magnitude for estimate in self.legs.values()]
        self._cargo: Raw = reduce(maximum, cargoes)

    def trips(self, leg: str) -> Quantity:
        """Return how many round voyages of a leg's ship carry the largest ship's cargo."""
        return put_on(self._trips(leg), "1")

    def _trips(self, leg: str) -> Raw:
        # Rounded down a little first: a parcel that divides the cargo must not need one trip more.
        shares = self._cargo / self.legs[leg]["cargo_barrels"].magnitude
        return maximum(ceiling(shares - 1e-9), 1.0)

    def _per_barrel(self, figure: str) -> Raw:
        parts = [
            self._trips(name) * leg[figure].magnitude / self._cargo
            for name, leg in self.legs.items()
        ]
        return fold.fold(parts)

    @property
    def freight_per_barrel(self) -> Quantity:
        """Market freight of all legs per barrel delivered."""
        return put_on(self._per_barrel("freight"), "USD/bbl")

    @property
    def cost_per_barrel(self) -> Quantity:
        """Freight with shadow premium, transfers and demurrage, per barrel delivered."""
        return put_on(self._per_barrel("total"), "USD/bbl")

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
            scale = self._trips(name) / self._cargo
            columns[f"{name} [USD/bbl]"] = leg.to_frame()["[USD]"] * scale
        order = list(dict.fromkeys(line for column in columns.values() for line in column.index))
        order.sort(key=lambda line: line == "total")
        frame = pd.DataFrame(columns).reindex(order).fillna(0.0).rename_axis("line")
        frame["chain [USD/bbl]"] = frame.sum(axis=1)
        frame.loc["trips"] = [*(float(np.max(self._trips(n))) for n in self.legs), np.nan]
        return frame

    def __repr__(self) -> str:
        """Say what it comes to."""
        return f"<Chain of {', '.join(self.legs)}: {self.cost_per_barrel.magnitude} USD/bbl>"


def chain(
    voyages: Mapping[str, Voyage], market: Market, *, api: str | Quantity = "16 degAPI"
) -> Chain:
    """Return what a chain of voyages costs per barrel delivered.

    Parameters
    ----------
    voyages : mapping of str to Voyage
        The legs in order. A leg with a smaller cargo than the largest sails as often as it takes,
        each time with its full cargo;
        what a transfer costs stands on the voyage after which it happens, by the barrel
        (`transfer_cost`) or by the operation (`transfer_fee`), and the wait in `days_wait`.
    market : Market
        Fuel prices.
    api : str or pint.Quantity
        Gravity of the cargo.

    Returns
    -------
    Chain
        Freight and cost by leg and in all; a chain of one leg is that leg.

    Raises
    ------
    InputError
        If there is no leg, or a voyage is refused by `estimate`.
    """
    if not voyages:
        msg = "chain: wanted at least one voyage, got none; write {'sea': Voyage(...)}"
        raise InputError(msg)
    return Chain({name: estimate(leg, market, api=api) for name, leg in voyages.items()})
