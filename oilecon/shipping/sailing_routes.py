"""The sailing route that pays best: round the Cape, by Suez or by Panama."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.arguments import day
from oilecon.errors import InputError
from oilecon.netback.voyage import BY_THE_DAY
from oilecon.shipping.berths import place
from oilecon.shipping.canals import TRANSIT_DAYS, canal_dues
from oilecon.shipping.distances import distance
from oilecon.shipping.estimates import Estimate, VoyagePlan, read_voyage
from oilecon.shipping.limits import draft_with
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.inputs import Market, Port, Voyage
    from oilecon.typing import DateLike, QuantityLike

__all__ = ["BestRoute", "best_route"]

_UNKNOWN = float("nan")  # of a route that is closed or has no price, as its row states


class _Leg(NamedTuple):
    """One route of one leg: the voyage's fields, or the reason why it is not taken."""

    fields: dict[str, Any]
    closed: str = ""
    no_price: str = ""


def _legs(voyage: Voyage, on: str, *, laden: bool) -> dict[str, _Leg]:
    ends = voyage.load_port, voyage.discharge_port
    canals = [canal for canal in TRANSIT_DAYS if _shortens(canal, *ends)]
    legs = {"sea": _leg(voyage, "", on, laden=laden)}
    return legs | {canal: _leg(voyage, canal, on, laden=laden) for canal in canals}


def _shortens(canal: str, start: str | Port, end: str | Port) -> bool:
    """Return whether a canal shortens the route between two ports, for a ship that fits it."""
    try:
        through = distance(start, end, via=canal)
    except InputError:  # as of a port in the canal itself
        return False
    return bool(through.miles < distance(start, end).miles)


def _leg(voyage: Voyage, canal: str, on: str, *, laden: bool) -> _Leg:
    """Return a leg by a canal or by sea, at the draft of the cargo aboard."""
    ship, ends = voyage.vessel, (voyage.load_port, voyage.discharge_port)
    state, whole, eca = ("ballast", "ballast_distance", "ballast_eca_distance")
    depth = None
    if laden:
        state, whole, eca = ("laden", "distance", "eca_distance")
        depth = draft_with(ship, voyage.values["cargo"])
    draft = None if depth is None else to_quantity(depth, "m")
    try:
        sailed = distance(
            *(ends if laden else ends[::-1]),
            vessel=ship,
            laden=laden,
            draft=draft,
            via=canal or (),
            on=on,
        )
    except InputError as error:
        return _Leg({}, closed=str(error))
    fields: dict[str, Any] = {whole: sailed.miles, eca: sailed.eca}
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


@dataclass(frozen=True)
class BestRoute:
    """The sailing route that pays best, among those that a ship may take.

    Attributes
    ----------
    laden, ballast : str
        The route out and the route back: 'sea', 'suez' or 'panama'.
    estimate : Estimate
        Of the voyage by that route.
    table : pandas.DataFrame
        Every route compared, by its laden and its ballast leg, the best first. One that is closed
        to the ship, or open but without a tariff, has the reason, and its unknown figures are NaN.
        Canals that do not shorten the route are left out.
    """

    laden: str
    ballast: str
    estimate: Estimate
    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return the table."""
        return self.table

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<BestRoute laden by {self.laden}, ballast by {self.ballast}: {self.estimate!r}>"


def best_route(
    voyage: Voyage,
    market: Market,
    *,
    on: DateLike,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
) -> BestRoute:
    """Return the sailing route that pays best between a voyage's two ports.

    Parameters
    ----------
    voyage : Voyage
        With its two ports; distances, canal days and dues are set for each route. The laden leg is
        checked at the draft of its cargo.
    market : Market
        Fuel prices.
    on : str or datetime.date
        The day of the canal tariffs, as '2023-06-01'.
    api : str or pint.Quantity
        Gravity of the cargo, which converts tonnes to barrels; it or `barrels_per_tonne` is
        required.
    barrels_per_tonne : str or pint.Quantity
        In place of the gravity, as '7.33 bbl/t'.

    Returns
    -------
    BestRoute
        The lowest freight for a charter by the day, else the highest time-charter equivalent, with
        all routes compared.

    Raises
    ------
    InputError
        As `estimate`; also if a port is missing, `on` is no day, the voyage holds arrays, or no
        route is open and priced.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article")
    >>> best_route(s.asia.sea, s.market, on="2023-06-01", api="16 degAPI").laden
    'sea'
    """
    plan = read_voyage(voyage, market, api, barrels_per_tonne, "best_route")
    if not (voyage.load_port and voyage.discharge_port):
        msg = (
            "best_route: compares routes between two ports; write "
            "Voyage(load_port='Ras Tanura', discharge_port='Ningbo', ...)"
        )
        raise InputError(msg)
    if plan.shape:
        msg = f"best_route: takes one case, and this voyage holds {plan.shape}"
        raise InputError(msg)
    on_day = day(on, "best_route")
    if place(voyage.load_port) == place(voyage.discharge_port):
        distance(voyage.load_port, voyage.discharge_port)  # raises: this is no voyage
    return _best(plan, on_day)


def _best(plan: VoyagePlan, on: str) -> BestRoute:
    """Return the best of all routes out and back."""
    laden, ballast = (_legs(plan.voyage, on, laden=state) for state in (True, False))
    rows: list[dict[str, Any]] = []
    priced: list[tuple[str, str, Estimate]] = []
    for (out, laden_leg), (back, ballast_leg) in product(laden.items(), ballast.items()):
        row: dict[str, Any] = {"laden by": out, "ballast by": back}
        row |= {"closed because": laden_leg.closed or ballast_leg.closed}
        row |= {"not priced because": laden_leg.no_price or ballast_leg.no_price}
        if row["closed because"]:
            row["not priced because"] = ""
            rows.append(row | dict.fromkeys(_FIGURES, _UNKNOWN))
            continue
        sailed = plan.voyage.evolve(**laden_leg.fields, **ballast_leg.fields)
        route = Estimate(
            plan._replace(voyage=sailed, values={**plan.values, "voyage": sailed.values})
        )
        if row["not priced because"]:
            rows.append(row | _shown(route) | dict.fromkeys(_FIGURES[2:], _UNKNOWN))
            continue
        rows.append(row | _shown(route))
        priced.append((out, back, route))
    if not priced:
        reasons = [row["closed because"] or row["not priced because"] for row in rows]
        msg = f"best_route: no route is open and priced: {reasons[0]}"
        raise InputError(msg)
    by_day = type(plan.voyage.charter).__name__ in BY_THE_DAY

    def cost(choice: tuple[str, str, Estimate]) -> float:
        route = choice[2]
        return float(route.freight.magnitude if by_day else -route.tce.magnitude)

    return BestRoute(*min(priced, key=cost), _table(rows, by_day=by_day))


_FIGURES = (
    *("distance [nmi]", "days [day]", "dues [USD]"),
    *("freight [USD]", "freight [USD/bbl]", "tce [USD/day]"),
)


def _shown(route: Estimate) -> dict[str, Any]:
    leg = route.voyage.values
    dues = [leg["canal_dues_laden"], leg["canal_dues_ballast"]]
    figures = (
        leg["distance"] + leg["ballast_distance"],
        route.days.magnitude,
        sum(paid for paid in dues if paid is not None),
        route.freight.magnitude,
        route.freight_per_barrel.magnitude,
        route.tce.magnitude,
    )
    return dict(zip(_FIGURES, figures, strict=True))


def _table(rows: list[dict[str, Any]], *, by_day: bool) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows).set_index(["laden by", "ballast by"])
    frame = frame[[*_FIGURES, "closed because", "not priced because"]]
    order = "freight [USD]" if by_day else "tce [USD/day]"
    return frame.sort_values(order, ascending=by_day, na_position="last")
