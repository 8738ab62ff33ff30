"""Several ships for one cargo: shuttles that fill a larger ship, and transfers on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import choice, number, shape_of_all
from oilecon.core import waterfall as fold
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.inputs import Voyage
from oilecon.inputs.voyage import check_trips
from oilecon.netback.voyage import borne_by, lifted
from oilecon.shipping.estimates import Estimate, estimate, named_voyages
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.inputs import Market
    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["Transshipment", "transshipment"]


class Transshipment:
    """A chain of voyages, per barrel of the cargo that all of them carry.

    The largest ship sails as often as the parcel requires, and a smaller one as often as it takes
    to fill her each time. Each trip carries an even share. It costs a whole trip in hire, fuel,
    ports and lump sums. Charges by the tonne or barrel are for its own tonnes and barrels, or for
    the charter's minimum. A route with the same voyages gives the same figures.

    Attributes
    ----------
    legs : mapping of str to Estimate
        Each leg's own estimate, of one ship's round voyage with the cargo it was given.
    """

    def __init__(
        self, legs: Mapping[str, Estimate], parcel: Raw | None = None, trips: str = "whole"
    ) -> None:
        self.legs = dict(legs)
        lifting = lifted({name: leg.leg for name, leg in self.legs.items()}, parcel, trips)
        self._trips = lifting.trips
        self._each = {
            name: leg.on_trip(borne_by(lifting.legs[name])) for name, leg in self.legs.items()
        }

    def trips(self, leg: str) -> Quantity:
        """Return the number of round voyages in which a leg's ship carries the whole cargo.

        Raises
        ------
        UnknownName
            If there is no such leg.
        """
        if str(leg) not in self.legs:
            msg = f"no leg {quote(leg)}{did_you_mean(str(leg), self.legs)}"
            raise UnknownName(msg)
        return to_quantity(self._trips[str(leg)], "1")

    def _per_barrel(self, figure: str) -> Raw:
        # By the barrel of a trip: one leg alone is then that leg, to the last bit.
        return fold.fold([leg[figure].magnitude for leg in self._each.values()])

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

        if any(leg.shape for leg in self._each.values()):
            msg = "a chain's table shows one case, and a voyage holds arrays"
            raise InputError(msg)
        columns: dict[str, Any] = {
            f"{name} [USD/bbl]": leg.to_frame()["[USD/bbl]"] for name, leg in self._each.items()
        }
        order = list(dict.fromkeys(line for column in columns.values() for line in column.index))
        order.sort(key=lambda line: line == "total")
        frame = pd.DataFrame(columns).reindex(order).fillna(0.0).rename_axis("line")
        frame["chain [USD/bbl]"] = frame.sum(axis=1)
        frame.loc["trips"] = [*(float(np.max(count)) for count in self._trips.values()), np.nan]
        return frame

    def __repr__(self) -> str:
        """Describe the result in one line."""
        legs, cost = ", ".join(self.legs), self.cost_per_barrel.magnitude
        if isinstance(cost, float):
            return f"<Transshipment of {legs}: {cost:.2f} USD/bbl>"
        return f"<Transshipment of {legs}: {np.shape(cost)} cases>"


_TRIPS = ("whole", "part")


def transshipment(
    voyages: Mapping[str, Voyage],
    market: Market,
    *,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
    parcel: QuantityLike | None = None,
    trips: str = "whole",
) -> Transshipment:
    """Return freight and cost of a chain of voyages per barrel delivered.

    Parameters
    ----------
    voyages : mapping of str to Voyage
        The legs in order. A leg with a smaller cargo than the largest sails as often as it takes,
        the cargo split evenly. The cost of a transfer is a field of the voyage after which it
        happens, by the barrel (`transfer_cost`) or by the operation (`transfer_fee`). The wait of
        the large ship is her `days_wait`, or follows from the `shuttles` of the small one.
    market : Market
        Fuel prices.
    api : str or pint.Quantity
        Gravity of the cargo; it or `barrels_per_tonne` is required.
    barrels_per_tonne : str or pint.Quantity
        In place of the gravity, as '7.33 bbl/t'.
    parcel : str or pint.Quantity, optional
        The cargo that all legs carry; the largest of them if left out. One that fills the largest
        ship more than once is split evenly over her sailings, each filled and waited for by
        itself.
    trips : {'whole', 'part'}
        Whole trips only, or also a part of one, as if another cargo shared it.

    Returns
    -------
    Transshipment
        Freight and cost by leg and in all; a chain of one leg is that leg.

    Raises
    ------
    InputError
        If there is no leg, arrays do not broadcast together, a voyage is an error in `estimate`,
        or two cargoes differ by less than a tenth and no parcel tells which is carried.
    """
    legs = named_voyages(voyages, "transshipment", "sea")
    sailed = choice(trips, _TRIPS, "transshipment: trips")
    carried = None if parcel is None else number(Voyage.cargo, parcel, "transshipment: parcel")
    check_trips({name: leg.values for name, leg in legs.items()}, carried, sailed, "transshipment")
    estimates = {
        name: estimate(leg, market, api=api, barrels_per_tonne=barrels_per_tonne)
        for name, leg in legs.items()
    }
    shapes = {name: leg.shape for name, leg in estimates.items()}
    shape_of_all(
        "transshipment", shapes | ({} if carried is None else {"parcel": np.shape(carried)})
    )
    return Transshipment(estimates, carried, sailed)
