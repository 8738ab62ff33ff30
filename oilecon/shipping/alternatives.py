"""Ships that could carry one parcel: freight, deadfreight, drafts, and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import instance, one_number
from oilecon.core.voyage import whole_trips
from oilecon.errors import InputError, as_step
from oilecon.inputs import Market, Voyage
from oilecon.netback.voyage import rotation
from oilecon.shipping.cargo import cargo_density
from oilecon.shipping.estimates import estimate, named_voyages
from oilecon.shipping.figures import mean_density
from oilecon.shipping.limits import draft_with, intakes
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.typing import QuantityLike

__all__ = ["alternatives"]


def alternatives(
    voyages: Mapping[str, Voyage],
    market: Market,
    *,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
    parcel: QuantityLike | None = None,
) -> pd.DataFrame:
    """Compare the ships that could carry one parcel.

    Parameters
    ----------
    voyages : mapping of str to Voyage
        By name, each with its own ship and charter, and calls if she loads or discharges at two
        ports; one case each, without arrays.
    market : Market
        Fuel prices.
    api : str or pint.Quantity
        Gravity of the parcel; it or `barrels_per_tonne` is required.
    barrels_per_tonne : str or pint.Quantity
        In place of the gravity, as '7.33 bbl/t'.
    parcel : str or pint.Quantity, optional
        The parcel that all of them carry: in even parts, on as many voyages as the ship's intake
        requires. Left out, each carries the cargo of its voyage.

    Returns
    -------
    pandas.DataFrame
        By name: voyages, the cargo of each, the ship's intake and what limits it, her deepest draft
        in port, days, freight and deadfreight by the barrel, the total of all lines, and the
        time-charter equivalent. A ship that does not fit has NaN, and `why not` says why; so an
        intake is NaN where neither deadweight nor drafts are known.

    Raises
    ------
    InputError
        If there is no voyage, one holds arrays, or not one of gravity and barrels a tonne is given.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article")
    >>> sea = s.gulf.sea
    >>> suezmax = sea.evolve(vessel=oe.Vessel.shipped("suezmax"), cargo="120000 t")
    >>> table = alternatives({"aframax": sea, "suezmax": suezmax}, s.market, api="16 degAPI")
    >>> table["freight [USD/bbl]"].round(2).to_dict()
    {'aframax': 3.36, 'suezmax': 2.07}
    """
    import pandas as pd

    density = cargo_density(api, barrels_per_tonne, "alternatives")
    instance(Market, market, "alternatives", "oilecon.Market(...)")
    tonnes = None if parcel is None else one_number(Voyage.cargo, parcel, "alternatives: parcel")
    rows = {}
    for name, voyage in named_voyages(voyages, "alternatives", "aframax").items():
        where = f"alternatives: {as_step(name)}"
        if voyage.shapes or market.shapes or np.ndim(density.barrels_per_tonne):
            msg = (
                f"{where}: compares single cases, and the voyage, the market or the gravity holds "
                "arrays"
            )
            raise InputError(msg)
        rows[name] = _row(voyage, market, tonnes, density.barrels_per_tonne)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("alternative")


def _row(voyage: Voyage, market: Market, parcel: float | None, per_tonne: Any) -> dict[str, Any]:
    """Return the figures of one ship, or why she does not fit."""
    limits = intakes(voyage, mean_density(voyage.values, per_tonne))
    limited = min(limits, key=lambda name: float(limits[name]), default="")
    intake = float(limits[limited]) if limits else np.nan
    row: dict[str, Any] = {
        "voyages": np.nan,
        "cargo [t]": np.nan,
        "intake [t]": intake,
        "limited by": limited,
        **dict.fromkeys(_FIGURES, np.nan),
        "draft [m]": np.nan,
        "why not": "",
    }
    trips: Any = 1.0
    try:
        if parcel is not None:
            if intake < Voyage.cargo.low:
                row["why not"] = f"nothing can be loaded at {limited}"
                return row
            trips = whole_trips(parcel, intake if limits else voyage.values["cargo"])
            voyage = voyage.evolve(cargo=to_quantity(parcel / trips, "t"))
        ship = estimate(voyage, market, barrels_per_tonne=to_quantity(per_tonne, "bbl/t"))
    except InputError as error:
        row["why not"] = str(error)
        return row
    own = ship.of_parcel()
    row |= {name: read(ship, own) for name, read in _FIGURES.items()}
    drafts = [draft_with(voyage.vessel, call.on_board) for call in rotation(voyage.values)]
    known = [draft for draft in drafts if draft is not None]
    return row | {
        "voyages": trips,
        "cargo [t]": voyage.values["cargo"],
        "draft [m]": max(known, default=np.nan),
    }


_FIGURES: dict[str, Any] = {
    "days [day]": lambda ship, _: ship["days"].magnitude,
    "freight [USD/bbl]": lambda _, own: own["freight_per_barrel"].magnitude,
    "deadfreight [USD/bbl]": lambda _, own: (
        own["deadfreight"].magnitude / own["cargo_barrels"].magnitude
    ),
    "total [USD/bbl]": lambda _, own: own["total_per_barrel"].magnitude,
    "tce [USD/day]": lambda ship, _: ship["tce"].magnitude,
}
"""Readers of the columns, from the ship's estimate and that of the parcel."""
