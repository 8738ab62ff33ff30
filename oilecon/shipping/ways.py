"""Round the Cape, by Suez or by Panama: the ways a ship may go, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError
from oilecon.shipping.canals import TRANSIT_DAYS, canal_dues
from oilecon.shipping.estimates import Estimate
from oilecon.shipping.routes import Distance, distance
from oilecon.units import put_on

if TYPE_CHECKING:
    from oilecon.model import Market, Voyage
    from oilecon.units import Raw

__all__ = ["cheapest"]

_WAYS = ("", *TRANSIT_DAYS)
_BY_THE_DAY = {"TimeCharterEquivalent", "TimeCharter"}


def _legs(voyage: Voyage, on: str, *, laden: bool) -> dict[str, dict[str, Any] | str]:
    """Return what each way gives the voyage's fields on one leg, or why it is closed."""
    ends = (voyage.load_port, voyage.discharge_port)
    state = "laden" if laden else "ballast"
    miles, eca = (
        ("distance", "eca_distance") if laden else ("ballast_distance", "ballast_eca_distance")
    )
    found: dict[str, dict[str, Any] | str] = {}
    for canal in _WAYS:
        try:
            way = distance(
                *(ends if laden else ends[::-1]),
                vessel=voyage.vessel,
                laden=laden,
                via=canal or (),
                on=on,
            )
            fields: dict[str, Any] = {miles: way.miles, eca: way.eca}
            fields |= _transit(voyage, canal, on, state, way)
        except InputError as error:
            found[canal] = str(error)
        else:
            found[canal] = fields
    return found


def _transit(voyage: Voyage, canal: str, on: str, state: str, way: Distance) -> dict[str, Any]:
    if not canal:
        return {f"canal_days_{state}": None, f"canal_dues_{state}": None}
    if canal not in way.passages:
        msg = f"{canal} is not on the way"
        raise InputError(msg)
    laden = state == "laden"
    cargo = voyage.cargo if laden else None
    dues = canal_dues(canal, voyage.vessel, on=on, laden=laden, cargo=cargo)
    days = put_on(TRANSIT_DAYS[canal], "day")
    return {f"canal_days_{state}": days, f"canal_dues_{state}": dues.usd}


def cheapest(voyage: Voyage, market: Market, api: Raw, on: str | None) -> Estimate:
    """Return the estimate of the way that costs least, with all ways compared in `ways`.

    Parameters
    ----------
    voyage : Voyage
        With its two ports; miles, emission-area miles and canals are put in for each way.
    market : Market
        Fuel prices.
    api : float or array
        Gravity of the cargo [degAPI].
    on : str
        The day of the canal tariffs.

    Returns
    -------
    Estimate
        Of least freight for a charter by the day, else of the highest time-charter equivalent.

    Raises
    ------
    InputError
        If a port or the day is missing, the voyage holds arrays, or every way is closed.
    """
    if not (voyage.load_port and voyage.discharge_port and on):
        msg = (
            "estimate: best_route compares ways between two ports on a day; write "
            "Voyage(load_port='José', discharge_port='Ningbo', ...) and on='2023-06-01'"
        )
        raise InputError(msg)
    if Estimate(voyage, market, api).shape:
        msg = "estimate: best_route compares one case, and this voyage holds arrays"
        raise InputError(msg)
    laden, ballast = (_legs(voyage, on, laden=state) for state in (True, False))
    rows, open_ways = [], []
    for out, there in laden.items():
        for back, here in ballast.items():
            row: dict[str, Any] = {"laden by": out or "sea", "ballast by": back or "sea"}
            closed = there if isinstance(there, str) else here
            if isinstance(there, str) or isinstance(here, str):
                rows.append(row | {"closed because": closed})
                continue
            way = Estimate(voyage.evolve(**there, **here), market, api)
            rows.append(row | _shown(way))
            open_ways.append(way)
    if not open_ways:
        msg = f"estimate: every way is closed: {rows[0]['closed because']}"
        raise InputError(msg)
    by_day = type(voyage.charter).__name__ in _BY_THE_DAY
    best = min(open_ways, key=lambda way: way.freight.magnitude if by_day else -way.tce.magnitude)
    best.ways = _table(rows, by_day=by_day)
    return best


def _shown(way: Estimate) -> dict[str, Any]:
    leg = way.voyage.values
    dues = [leg["canal_dues_laden"], leg["canal_dues_ballast"]]
    return {
        "miles [nmi]": leg["distance"] + leg["ballast_distance"],
        "days [day]": way.days.magnitude,
        "dues [USD]": sum(one for one in dues if one is not None),
        "freight [USD]": way.freight.magnitude,
        "freight [USD/bbl]": way.freight_per_barrel.magnitude,
        "tce [USD/day]": way.tce.magnitude,
        "closed because": "",
    }


def _table(rows: list[dict[str, Any]], *, by_day: bool) -> Any:
    import pandas as pd

    frame = pd.DataFrame(rows).set_index(["laden by", "ballast by"])
    order = "freight [USD]" if by_day else "tce [USD/day]"
    return frame.sort_values(order, ascending=by_day, na_position="last")
