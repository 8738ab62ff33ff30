"""Round the Cape, by Suez or by Panama: the ways a ship may go, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.errors import InputError
from oilecon.netback.voyage import BY_THE_DAY
from oilecon.shipping.canals import TRANSIT_DAYS, canal_dues
from oilecon.shipping.distances import distance
from oilecon.shipping.estimates import Estimate
from oilecon.shipping.limits import draft_with
from oilecon.shipping.ports import place
from oilecon.shipping.reading import day
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import datetime as dt

    from oilecon.inputs import Market, Voyage
    from oilecon.units import Raw

__all__ = ["cheapest"]

_UNKNOWN = float("nan")  # of a way that is closed or has no price, which its row says


class _Leg(NamedTuple):
    """One way of one leg: what it gives the voyage's fields, or why it is not taken."""

    fields: dict[str, Any]
    closed: str = ""
    no_price: str = ""


def _legs(voyage: Voyage, on: str, *, laden: bool) -> dict[str, _Leg]:
    ends = voyage.load_port, voyage.discharge_port
    ways = ("", *(canal for canal in TRANSIT_DAYS if _shortens(canal, *ends)))
    return {canal: _leg(voyage, canal, on, laden=laden) for canal in ways}


def _shortens(canal: str, one: str, other: str) -> bool:
    """Return whether a canal lies on the way between two ports, for a ship that fits it."""
    try:
        through = distance(one, other, via=canal)
    except InputError:  # as of a port in the canal itself
        return False
    return bool(through.miles < distance(one, other).miles)


def _leg(voyage: Voyage, canal: str, on: str, *, laden: bool) -> _Leg:
    """Return a leg by a canal or by sea, at the draft of the cargo aboard."""
    ship, ends = voyage.vessel, (voyage.load_port, voyage.discharge_port)
    state, miles, eca = ("ballast", "ballast_distance", "ballast_eca_distance")
    depth = None
    if laden:
        state, miles, eca = ("laden", "distance", "eca_distance")
        depth = draft_with(ship, voyage.values["cargo"])
    draft = None if depth is None else to_quantity(depth, "m")
    try:
        way = distance(
            *(ends if laden else ends[::-1]),
            vessel=ship,
            laden=laden,
            draft=draft,
            via=canal or (),
            on=on,
        )
    except InputError as error:
        return _Leg({}, closed=str(error))
    fields: dict[str, Any] = {miles: way.miles, eca: way.eca}
    fields |= {f"canal_days_{state}": None, f"canal_dues_{state}": None}
    if not canal:
        return _Leg(fields)
    fields[f"canal_days_{state}"] = to_quantity(TRANSIT_DAYS[canal], "day")
    cargo = voyage.cargo if laden else None
    try:
        dues = canal_dues(canal, ship, on=on, laden=laden, cargo=cargo)
    except InputError as error:
        return _Leg(fields, no_price=str(error))
    return _Leg(fields | {f"canal_dues_{state}": dues.usd})


def cheapest(
    voyage: Voyage, market: Market, barrels_per_tonne: Raw, on: str | dt.date | None
) -> Estimate:
    """Return the estimate of the way that costs least, with all ways compared in `ways`.

    Parameters
    ----------
    voyage : Voyage
        With its two ports; miles, emission-area miles and canals are put in for each way. The
        laden leg is judged at the draft of its cargo.
    market : Market
        Fuel prices.
    barrels_per_tonne : float or array
        Of the cargo [bbl/t].
    on : str or datetime.date
        The day of the canal tariffs.

    Returns
    -------
    Estimate
        Of least freight for a charter by the day, else of the highest time-charter equivalent. In
        `ways`, a way that is closed to the ship, or open but without a tariff, says why, and its
        unknown figures are NaN. A canal through which it is no shorter is not among them.

    Raises
    ------
    InputError
        If a port or the day is missing, the voyage holds arrays, or no way is open and priced.
    """
    if not (voyage.load_port and voyage.discharge_port and on is not None):
        msg = (
            "estimate: best_route compares ways between two ports on a day; write "
            "Voyage(load_port='José', discharge_port='Ningbo', ...) and on='2023-06-01'"
        )
        raise InputError(msg)
    if Estimate(voyage, market, barrels_per_tonne).shape:
        msg = "estimate: best_route compares one case, and this voyage holds arrays"
        raise InputError(msg)
    on = day(on, "estimate")
    if place(voyage.load_port) is place(voyage.discharge_port):
        distance(voyage.load_port, voyage.discharge_port)  # which says that this is no voyage
    laden, ballast = (_legs(voyage, on, laden=state) for state in (True, False))
    rows, priced = [], []
    for out, there in laden.items():
        for back, here in ballast.items():
            row: dict[str, Any] = {"laden by": out or "sea", "ballast by": back or "sea"}
            row |= {"closed because": there.closed or here.closed}
            row |= {"not priced because": there.no_price or here.no_price}
            if row["closed because"]:
                row["not priced because"] = ""
                rows.append(row | dict.fromkeys(_FIGURES, _UNKNOWN))
                continue
            way = Estimate(voyage.evolve(**there.fields, **here.fields), market, barrels_per_tonne)
            if row["not priced because"]:
                rows.append(row | _shown(way) | dict.fromkeys(_FIGURES[2:], _UNKNOWN))
                continue
            rows.append(row | _shown(way))
            priced.append(way)
    if not priced:
        whys = [row["closed because"] or row["not priced because"] for row in rows]
        msg = f"estimate: no way is open and priced: {whys[0]}"
        raise InputError(msg)
    by_day = type(voyage.charter).__name__ in BY_THE_DAY
    best = min(priced, key=lambda way: way.freight.magnitude if by_day else -way.tce.magnitude)
    best.ways = _table(rows, by_day=by_day)
    return best


_FIGURES = (
    *("miles [nmi]", "days [day]", "dues [USD]"),
    *("freight [USD]", "freight [USD/bbl]", "tce [USD/day]"),
)


def _shown(way: Estimate) -> dict[str, Any]:
    leg = way.voyage.values
    dues = [leg["canal_dues_laden"], leg["canal_dues_ballast"]]
    figures = (
        leg["distance"] + leg["ballast_distance"],
        way.days.magnitude,
        sum(one for one in dues if one is not None),
        way.freight.magnitude,
        way.freight_per_barrel.magnitude,
        way.tce.magnitude,
    )
    return dict(zip(_FIGURES, figures, strict=True))


def _table(rows: list[dict[str, Any]], *, by_day: bool) -> Any:
    import pandas as pd

    frame = pd.DataFrame(rows).set_index(["laden by", "ballast by"])
    frame = frame[[*_FIGURES, "closed because", "not priced because"]]
    order = "freight [USD]" if by_day else "tce [USD/day]"
    return frame.sort_values(order, ascending=by_day, na_position="last")
