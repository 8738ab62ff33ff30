"""From the values of a parity to the delivered price at which a refiner is indifferent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from oilecon.core import refining
from oilecon.core.elementwise import maximum, minimum
from oilecon.netback.assays import fractions, mixed, mixed_all
from oilecon.netback.refinery import limits, lost_in_diet, priced, unlimited, valued

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.netback.assays import Fraction
    from oilecon.netback.refinery import Valued
    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = ["AtParity", "at_parity", "margins_usd_bbl", "parity_usd_bbl"]


class AtParity(NamedTuple):
    """A crude against its marker in one refinery."""

    crude: Valued
    marker: Valued
    marker_price: Raw  # delivered [USD/bbl]
    lost: Raw  # where a unit is full, by the barrel of the crude [USD/bbl]
    above: Raw  # residue that the coker has no room for, by the barrel of the crude [bbl/bbl]
    rent: Raw | None  # of room in the coker, by the market [USD/bbl of residue]
    on_worth: Raw  # parity before running costs and limits [USD/bbl]
    delivered: Raw  # parity [USD/bbl]


def at_parity(parity: Values, brent: Raw | None, diluent_share: Raw | None = None) -> AtParity:
    """Return a crude against its marker in one refinery.

    Parameters
    ----------
    parity : mapping
        Values of a parity.
    brent : float or array, optional
        Price of Brent [USD/bbl], which differentials and crack spreads are over.
    diluent_share : float or array, optional
        Share of the parity's diluent in the blend by volume; without one, the crude is the blend.
    """
    plant, prices = parity["refinery"], priced(parity["prices"], brent)
    free = unlimited(plant)
    crude, marker = fractions(parity["crude"]), fractions(parity["marker"])
    if parity["diluent"] is not None:
        share = cast("Raw", diluent_share)  # of a stream, which has a diluent
        crude = mixed(crude, fractions(parity["diluent"]), share)
    of_crude, of_marker = valued(crude, free, prices), valued(marker, free, prices)
    price = _price(parity, "marker", brent)
    lost: Raw = 0.0
    above: Raw = 0.0
    rent: Raw | None = None
    if limits(plant):
        lost, above, rent = _lost(parity, crude, marker, (of_crude, of_marker), prices, brent)
    return AtParity(
        of_crude,
        of_marker,
        price,
        lost,
        above,
        rent,
        refining.parity_usd_bbl(price, of_crude.gross, of_marker.gross),
        refining.parity_usd_bbl(price, of_crude.value, of_marker.value, lost),
    )


def _price(parity: Values, which: str, brent: Raw | None) -> Raw:
    """Return the delivered price of a crude that the refiner can buy [USD/bbl]."""
    price: Raw | None = parity[f"{which}_price"]
    return brent + parity[f"{which}_differential"] if price is None else price


def _lost(
    parity: Values,
    crude: Mapping[str, Fraction],
    marker: Mapping[str, Fraction],
    free: tuple[Valued, Valued],
    prices: Values,
    brent: Raw | None,
) -> tuple[Raw, Raw, Raw | None]:
    """Return the loss where units are full, the residue without room, and the rent of room.

    The diet is a share of the crude and its marker for the rest. Oil above a limit is sold as fuel
    oil; of residue, crude is swapped for the light one instead where that loses less, in a diet
    of the marker alone too.
    """
    plant, share = parity["refinery"], parity["share"]
    before = free[1].value - valued(marker, plant, prices).value
    lost = lost_in_diet(crude, marker, share, plant, prices, before) - before
    if "coker" not in limits(plant):
        return lost, 0.0, None
    heavy, room = marker["residue"].volume, plant["coker"]["capacity"]
    full = maximum(heavy - room, 0.0)
    above = refining.above_limit(share, crude["residue"].volume, heavy, room) - full
    if parity["light"] is None:
        return lost, above, None
    light = fractions(parity["light"])
    rent = refining.residue_rent_usd_bbl(
        free[1].value - _price(parity, "marker", brent),
        valued(light, unlimited(plant), prices).value - _price(parity, "light", brent),
        heavy,
        light["residue"].volume,
    )
    short = lost * share + before  # of the diet, by the barrel of it
    swap = _Swap(marker, light, rent, plant, prices)
    of_diet = minimum(short, _swapped(swap, crude, share, above * share + full))
    of_marker = minimum(before, _swapped(swap, crude, 0.0, full))
    return (of_diet - of_marker) / share, above, rent


def margins_usd_bbl(parity: Values, brent: Raw | None) -> tuple[Raw, Raw]:
    """Return a refiner's margins on the marker and on the light crude, with room for both."""
    plant, prices = unlimited(parity["refinery"]), priced(parity["prices"], brent)
    marker, light = (
        valued(fractions(parity[which]), plant, prices).value - _price(parity, which, brent)
        for which in ("marker", "light")
    )
    return marker, light


class _Swap(NamedTuple):
    """A light crude in place of the marker in a refinery."""

    marker: Mapping[str, Fraction]
    light: Mapping[str, Fraction]
    rent: Raw
    plant: Values
    prices: Values


def _swapped(swap: _Swap, crude: Mapping[str, Fraction], share: Raw, excess: Raw) -> Raw:
    """Return what a diet loses by the barrel where the light crude takes the marker's place.

    It can take no more than the marker's part of the diet; residue that is above the limit even
    then is sold as fuel oil.
    """
    less = swap.marker["residue"].volume - swap.light["residue"].volume  # by the barrel swapped
    part = minimum(excess / less, 1.0 - share)
    rest = 1.0 - share - part
    diet = mixed_all([(crude, share), (swap.marker, rest), (swap.light, part)])
    short = valued(diet, unlimited(swap.plant), swap.prices).value
    short = short - valued(diet, swap.plant, swap.prices).value
    return swap.rent * part * less + short


def parity_usd_bbl(parity: Values, brent: Raw, diluent_share: Raw) -> Raw:
    """Return what parity prices a sale at, at its point of sale [USD/bbl]."""
    delivered = at_parity(parity, brent, diluent_share).delivered
    return delivered if parity["delivery"] is None else delivered - parity["delivery"]
