"""Days, fuel, costs and lines of a voyage, for netbacks and estimates alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from oilecon.core import voyage
from oilecon.core import waterfall as fold
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.netback.lines import LEG_LINES, LINES, TERMS, paid_to

if TYPE_CHECKING:
    from oilecon.netback.lines import Line
    from oilecon.units import Raw

__all__ = [
    "ALIKE",
    "BY_THE_DAY",
    "OWN",
    "Account",
    "Lifted",
    "PortCall",
    "account",
    "all_lines",
    "borne_by",
    "carbon_usd",
    "deadfreight",
    "demurrage_days",
    "freight_lines",
    "freight_tonnes",
    "lifted",
    "market_freight",
    "rotation",
    "time_laden",
    "voyage_lines",
    "voyage_time",
    "whole_cargo",
]

ALIKE = 1.1
"""Cargoes of two legs within this ratio count as one trip, as 270 and 260 kt do."""

Values: TypeAlias = Mapping[str, Any]

BY_THE_DAY = frozenset({"TimeCharterEquivalent", "TimeCharter"})
"""Charters whose freight follows from hire and costs; the others agree the freight."""

# Recipients of lines, looked up once.
_TO_HIRE = paid_to("hire")
_TO_FUEL = paid_to("fuel")
_TO_PORTS = paid_to("ports")
_TO_CANAL = paid_to("canal")
_TO_OTHER = paid_to("other")
_TO_CARBON = paid_to("carbon")
_TO_COMMISSION = paid_to("commission")
_TO_FREIGHT = paid_to("freight")
_TO_PREMIUM = paid_to("shadow_premium")
_TO_TRANSFER = paid_to("transfer")
_TO_DEMURRAGE = paid_to("demurrage")

_DEMURRAGE_PARTLY = LINES["demurrage"].partly_under  # the buyer's at discharge
_BUYERS = {
    terms: frozenset(name for name in LEG_LINES if terms not in LINES[name].borne_under)
    for terms in TERMS
}
"""The lines of a leg that the buyer bears, by terms of delivery."""


class Account(NamedTuple):
    """Days, fuel and costs of a round voyage, before they are split by terms [day, t, USD]."""

    days: voyage.Days
    total_days: Raw
    fuel: voyage.Fuel
    prices: voyage.Fuel  # USD/t of each kind
    ports_usd: Raw
    canal_usd: Raw | None
    other_usd: Raw | None
    carbon_usd: Raw | None

    @property
    def fuel_usd(self) -> Raw:
        """Return the cost of all fuel [USD]."""
        return self._fuel(1.0)

    def _fuel(self, share: Raw) -> Raw:
        # Tonnes first: they stay a single number where only a price varies.
        fuel, prices = self.fuel, self.prices
        return (fuel.vlsfo * share) * prices.vlsfo + (fuel.mgo * share) * prices.mgo

    def costs(self, share: Raw = 1.0) -> list[Line]:
        """Return the lines of voyage costs times `share`, without hire and commission.

        The share is 1.0 for USD, and one over the barrels for USD/bbl.
        """
        lines: list[Line] = [
            ("fuel", _TO_FUEL, self._fuel(share)),
            ("ports", _TO_PORTS, self.ports_usd * share),
        ]
        if self.canal_usd is not None:
            lines.append(("canal", _TO_CANAL, self.canal_usd * share))
        if self.other_usd is not None:
            lines.append(("other", _TO_OTHER, self.other_usd * share))
        if self.carbon_usd is not None:
            lines.append(("carbon", _TO_CARBON, self.carbon_usd * share))
        return lines


def _given(leaf: Raw | None, neutral: float = 0.0) -> Raw:
    """Return a leaf, or a neutral value where it is absent."""
    return neutral if leaf is None else leaf


# -- ports of call and parcels ---------------------------------------------------------------------

OWN = "cargo"
"""Name of a voyage's own cargo among its parcels."""


def whole_cargo(leg: Values) -> Raw:
    """Return all the oil that a ship carries on a voyage, other parcels included [t]."""
    carried: Raw = leg["cargo"]
    for parcel in leg["parcels"].values():
        carried = carried + parcel["cargo"]
    return carried


def borne_by(leg: Values, parcel: str = OWN) -> Values:
    """Return a voyage as one of its parcels pays for it, by the tonne and by the barrel.

    Freight and costs are shared by weight: by the tonne of a parcel, they are what they are by the
    tonne of all the oil. A call for one parcel is a cost of that parcel alone. The voyage returned
    carries all the oil as if it were this parcel's.
    """
    if not leg["parcels"]:
        return leg
    carried = whole_cargo(leg)
    own = leg["cargo"] if parcel == OWN else leg["parcels"][parcel]["cargo"]
    calls = {}
    for name, call in leg["calls"].items():
        port_cost = call["port_cost"]
        if call["parcel"]:
            port_cost = port_cost * (carried / own) if call["parcel"] == parcel else 0.0
        calls[name] = {**call, "port_cost": port_cost}
    return {**leg, "cargo": carried, "parcels": {}, "calls": calls}


class PortCall(NamedTuple):
    """One port of a voyage's rotation."""

    field: str
    """`load_port`, `discharge_port`, or the name of a further call."""
    operation: str
    cargo: Raw
    """Oil loaded or discharged there [t]."""
    on_board: Raw
    """The most that is on board there: on leaving a load port, on arrival at another [t]."""


def rotation(leg: Values) -> list[PortCall]:
    """Return the ports of a voyage in order, the first and the last taking what others leave."""
    carried = whole_cargo(leg)
    tonnes: dict[str, Raw] = {}
    rest = {"load": carried, "discharge": carried}
    for name, call in leg["calls"].items():
        if call["parcel"]:
            moved = (
                leg["cargo"] if call["parcel"] == OWN else leg["parcels"][call["parcel"]]["cargo"]
            )
        else:
            moved = carried * call["share"]
        tonnes[name] = moved
        rest[call["operation"]] = rest[call["operation"]] - moved
    ports = [PortCall("load_port", "load", rest["load"], rest["load"])]
    aboard = rest["load"]
    for name, moved in tonnes.items():
        operation = leg["calls"][name]["operation"]
        most = aboard = aboard + moved if operation == "load" else aboard
        if operation == "discharge":
            aboard = aboard - moved
        ports.append(PortCall(name, operation, moved, most))
    return [*ports, PortCall("discharge_port", "discharge", rest["discharge"], aboard)]


def _called(leg: Values, operation: str) -> Raw:
    """Return the days of further calls for one operation [day]."""
    days: Raw = 0.0
    for call in leg["calls"].values():
        if call["operation"] == operation:
            days = days + call["days"]
    return days


# -- days, fuel and costs --------------------------------------------------------------------------


def voyage_days(leg: Values) -> voyage.Days:
    """Return a voyage's days by leg and state [day]."""
    ship, eca = leg["vessel"], leg["eca_distance"]
    back, back_eca = leg["ballast_distance"], leg["ballast_eca_distance"]
    if back_eca is None:
        back_eca = eca
    laden_canal, ballast_canal = leg["canal_days_laden"], leg["canal_days_ballast"]
    back_open = (leg["distance"] if back is None else back) - back_eca
    laden_mile = voyage.sea_days(1.0, leg["weather"], ship["knots_laden"])  # days a mile
    ballast_mile = voyage.sea_days(1.0, leg["weather"], ship["knots_ballast"])
    load, discharge = leg["days_load"], leg["days_discharge"]
    if leg["calls"]:
        load, discharge = load + _called(leg, "load"), discharge + _called(leg, "discharge")
    return voyage.Days(  # positional: keywords slow a single case measurably
        (leg["distance"] - eca) * laden_mile,
        eca * laden_mile,
        back_open * ballast_mile,
        back_eca * ballast_mile,
        load,
        discharge,
        leg["days_wait"] + leg["extra_days"],
        0.0 if laden_canal is None else laden_canal,
        0.0 if ballast_canal is None else ballast_canal,
    )


def voyage_fuel(leg: Values, days: voyage.Days) -> voyage.Fuel:
    """Return the fuel burnt on a voyage by kind [t]."""
    ship = leg["vessel"]
    laden, ballast = ship["fuel_laden"], ship["fuel_ballast"]
    burnt = {
        "vlsfo": voyage.fuel_t(
            days.laden_open + days.canal_laden,
            laden,
            days.ballast_open + days.canal_ballast,
            ballast,
        ),
        "mgo": voyage.fuel_t(days.laden_eca, laden, days.ballast_eca, ballast),
    }
    load, discharge, wait = leg["load_fuel"], leg["discharge_fuel"], leg["wait_fuel"]
    burnt[load] = burnt[load] + days.load * ship["fuel_load"]
    burnt[discharge] = burnt[discharge] + days.discharge * ship["fuel_discharge"]
    burnt[wait] = burnt[wait] + days.wait * ship["fuel_wait"]
    if leg["heating_fuel"] is not None:
        burnt[leg["heating"]] = burnt[leg["heating"]] + leg["heating_fuel"]
    if leg["port_mgo"] is not None:
        burnt["mgo"] = burnt["mgo"] + leg["port_mgo"]
    return voyage.Fuel(burnt["vlsfo"], burnt["mgo"])


def carbon_usd(leg: Values, fuel: voyage.Fuel) -> Raw:
    """Return what a voyage that has a carbon price pays for burning this fuel [USD]."""
    emitted = voyage.co2_t(fuel) if leg["carbon_gases"] == "co2" else voyage.co2e_t(fuel)
    carbon: Raw = emitted * leg["carbon_price"] * _given(leg["carbon_share"], 1.0)
    return carbon


def account(leg: Values, market: Values) -> Account:
    """Return the days, fuel and costs of a round voyage, for netbacks and estimates alike."""
    days = voyage_days(leg)
    fuel = voyage_fuel(leg, days)
    laden_dues, ballast_dues = leg["canal_dues_laden"], leg["canal_dues_ballast"]
    canal = None
    if laden_dues is not None or ballast_dues is not None:
        canal = _given(laden_dues) + _given(ballast_dues)
    carbon = leg["carbon_price"]
    if carbon is not None:
        carbon = carbon_usd(leg, fuel)
    ports_usd = leg["port_cost_load"] + leg["port_cost_discharge"]
    if leg["calls"]:
        for call in leg["calls"].values():
            ports_usd = ports_usd + call["port_cost"]
    return Account(
        days,
        days.total(),
        fuel,
        voyage.Fuel(market["vlsfo"], market["mgo"]),
        ports_usd,
        canal,
        leg["other_costs"],
        carbon,
    )


def freight_lines(leg: Values, totals: Account, barrels: Raw, per: Raw) -> tuple[Line, ...]:
    """Return the lines of market freight, each divided by `per`.

    Parameters
    ----------
    leg : mapping
        The voyage's values.
    totals : Account
        Days, fuel and costs of the voyage.
    barrels : float or array
        Barrels loaded [bbl].
    per : float or array
        1.0 for lines in USD, `barrels` for lines in USD/bbl.

    Returns
    -------
    tuple of (str, str, float or array)
        Hire, costs and commission where the charter is by the day; else one freight line.
    """
    if leg["charter"]["kind"] in BY_THE_DAY:
        return _by_the_day(leg["charter"], totals, per)[0]
    return (("freight", _TO_FREIGHT, _agreed(leg, barrels) / per),)


def market_freight(leg: Values, totals: Account, barrels: Raw, per: Raw) -> Raw:
    """Return the sum of `freight_lines`, equal to the last bit, without building the lines."""
    if leg["charter"]["kind"] in BY_THE_DAY:
        return _by_the_day(leg["charter"], totals, per)[1]
    return _agreed(leg, barrels) / per


def _by_the_day(charter: Values, totals: Account, per: Raw) -> tuple[tuple[Line, ...], Raw]:
    """Return the lines of a charter by the day, and their sum from left to right."""
    # Products of single numbers come first, and one division serves all lines: the cost of a
    # large array is its number of passes.
    per_barrel = 1.0 / per
    spent = hire = charter["hire"] * (totals.total_days * per_barrel)
    costs = totals.costs(per_barrel)
    for _, _, usd in costs:
        spent = spent + usd
    if charter["kind"] == "TimeCharter":
        commission = hire * charter["commission"]
    else:
        commission = voyage.broker_commission_usd(spent, charter["commission"])
    lines = (("hire", _TO_HIRE, hire), *costs, ("commission", _TO_COMMISSION, commission))
    return lines, spent + commission


def _agreed(leg: Values, barrels: Raw) -> Raw:
    """Return the freight of a charter at an agreed rate, premium included [USD]."""
    charter, tonnage = leg["charter"], leg["vessel"]["gross_tonnage"]
    gross = _GROSS[charter["kind"]](charter, leg["cargo"], barrels)
    return gross if tonnage is None else gross + tonnage * charter["premium_per_grt"]


_USUAL_OVERAGE = 0.5  # of the rate, on cargo above a minimum, as in most charter parties


def freight_tonnes(charter: Values, cargo: Raw) -> tuple[Raw, Raw]:
    """Return the tonnes that pay the full rate, and those that pay a differential [t]."""
    if charter.get("minimum") is None:
        return cargo, cargo
    overage = _given(charter["overage"], _USUAL_OVERAGE)
    full = voyage.freight_tonnes_t(cargo, charter["minimum"], overage)
    return full, maximum(cargo, charter["minimum"])


def _worldscale(charter: Values, cargo: Raw) -> Raw:
    points, flat, fixed = charter["points"], charter["flat"], charter["fixed_differential"]
    if charter["minimum"] is None:
        return voyage.worldscale_usd(points, flat, fixed, cargo)
    full, paid = freight_tonnes(charter, cargo)
    gross: Raw = voyage.worldscale_usd(points, flat, 0.0, full) + paid * fixed
    return gross


def _lump_sum(charter: Values, cargo: Raw) -> Raw:
    amount: Raw = charter["amount"]
    fixed = charter["fixed_differential"]
    return amount if fixed is None else amount + cargo * fixed


def _per_tonne(charter: Values, cargo: Raw) -> Raw:
    full, paid = freight_tonnes(charter, cargo)
    gross: Raw = charter["rate"] * full
    fixed = charter["fixed_differential"]
    return gross if fixed is None else gross + paid * fixed


_GROSS: Mapping[str, Callable[[Values, Raw, Raw], Raw]] = {
    "Worldscale": lambda charter, cargo, _: _worldscale(charter, cargo),
    "LumpSum": lambda charter, cargo, _: _lump_sum(charter, cargo),
    "PerTonne": lambda charter, cargo, _: _per_tonne(charter, cargo),
    "PerBarrel": lambda charter, _, barrels: charter["rate"] * barrels,
}


def deadfreight(leg: Values) -> Raw:
    """Return the deadfreight within the freight, paid for minimum cargo not loaded [USD]."""
    charter, cargo = leg["charter"], leg["cargo"]
    if charter.get("minimum") is None:
        return 0.0
    rate = charter.get("rate")
    if rate is None:
        rate = charter["points"] * charter["flat"] / 100.0
    lacking = maximum(charter["minimum"] - cargo, 0.0)
    unloaded: Raw = lacking * (rate + _given(charter["fixed_differential"]))
    return unloaded


class Lifted(NamedTuple):
    """The voyages of a route or a transshipment, each with the cargo of one of its trips."""

    legs: dict[str, Values]
    trips: dict[str, Raw]


def lifted(legs: Mapping[str, Values], parcel: Raw | None, trips: str) -> Lifted:
    """Return several voyages for one cargo as the trips that each of them takes.

    Parameters
    ----------
    legs : mapping of str to mapping
        The voyages' values, in order.
    parcel : float, array or None
        Cargo that all of them carry [t]; the largest cargo if left out.
    trips : {'whole', 'part'}
        With 'whole', the parcel is split evenly over whole trips of the largest ship, and the cargo
        of each of these evenly over whole trips of a smaller ship. With 'part', each trip is full,
        and the fraction of the last is paid for.

    Returns
    -------
    Lifted
        The cost of a leg per barrel of its own trip is its cost per barrel delivered. The days of
        the largest ship include her waiting for `shuttles`, on each trip for the lifts that fill
        her on that trip.
    """
    largest: Raw = 0.0
    for leg in legs.values():
        largest = maximum(largest, leg["cargo"])
    total = largest if parcel is None else parcel
    if trips == "part":
        return Lifted(dict(legs), {name: total / leg["cargo"] for name, leg in legs.items()})
    mothers: Raw = 1.0
    if parcel is not None:
        mothers = voyage.whole_trips(parcel, largest)
        total = parcel / mothers
    carried: dict[str, Values] = {}
    lifts: dict[str, Raw] = {}  # for each sailing of the largest ship
    for name, leg in legs.items():
        lifts[name], cargo = _split(total, leg["cargo"], given=parcel is not None)
        carried[name] = {**leg, "cargo": cargo}
    counts = lifts
    if parcel is not None:
        counts = {name: mothers * each for name, each in lifts.items()}
    return Lifted(_waiting(legs, carried, lifts, largest), counts)


def _split(total: Raw, intake: Raw, *, given: bool) -> tuple[Raw, Raw]:
    """Return a leg's trips, and the cargo of each [t]; `given` is true where a parcel is set."""
    trips = voyage.whole_trips(total, intake)
    if given:
        return trips, total / trips
    trips = where(total < ALIKE * intake, 1.0, trips)  # ships of about one size sail once each
    cargo = minimum(total / trips, intake)  # and carry no more than they load
    return trips, cargo


def _waiting(
    legs: Mapping[str, Values], carried: dict[str, Values], lifts: Mapping[str, Raw], largest: Raw
) -> dict[str, Values]:
    """Return the trips with the largest ship's waiting for the shuttles that fill her."""
    wait: Raw = 0.0
    for name, leg in legs.items():
        if leg["shuttles"] is not None:
            cycle = voyage_days(carried[name]).total()
            wait = wait + voyage.filling_wait_days(cycle, lifts[name], leg["shuttles"])
    if isinstance(wait, float) and wait == 0.0:
        return carried
    unassigned: Raw = 1.0
    for name, leg in legs.items():  # the first leg of the largest cargo waits
        share = where(leg["cargo"] >= largest, unassigned, 0.0)
        unassigned = unassigned - share
        carried[name] = {**carried[name], "days_wait": carried[name]["days_wait"] + wait * share}
    return carried


def all_lines(leg: Values, totals: Account, barrels: Raw, per: Raw) -> tuple[Line, ...]:
    """Return a voyage's lines, each divided by `per`: market freight, then the other lines."""
    lines = freight_lines(leg, totals, barrels, per)
    multiple = leg["shadow_multiple"]
    premium: Raw = 0.0
    if type(multiple) is not float or multiple != 1.0:  # what is absent costs no time
        freight = fold.fold([usd for _, _, usd in lines])
        premium = (multiple - 1.0) * freight
    share = None if per is barrels else barrels / per  # by the barrel, an amount is as it stands
    transfer = _times(leg["transfer_cost"], share)
    if leg["transfer_fee"] is not None:
        transfer = transfer + leg["transfer_fee"] / per
    if leg["shadow_addition"] is not None:
        premium = premium + _times(leg["shadow_addition"], share)
    lines += (
        ("shadow_premium", _TO_PREMIUM, premium),
        ("transfer", _TO_TRANSFER, transfer),
    )
    if leg["demurrage"] is None:
        return lines
    over = demurrage_days(leg, totals.days)
    demurrage = voyage.demurrage_usd(over, leg["demurrage"]) / per
    return (*lines, ("demurrage", _TO_DEMURRAGE, demurrage))


def _times(amount: Raw, share: Raw | None) -> Raw:
    return amount if share is None else amount * share


_NOTICE = 0.25
"""Time after notice of readiness that does not count, at each port [day]: ASBATANKVOY, clause 6."""


def demurrage_days(leg: Values, days: voyage.Days) -> Raw:
    """Return the days on demurrage, as given or over the laytime; below zero if time is saved."""
    if leg["laytime"] is None:
        return _given(leg["demurrage_days"])
    ports = 2.0 + len(leg["calls"])
    in_port = leg["days_wait"] + days.load + days.discharge
    over: Raw = voyage.laytime_used_days(in_port, _NOTICE * ports, 0.0) - leg["laytime"]
    return over


def voyage_lines(
    name: str, leg: Values, market: Values, barrels_per_tonne: Raw, terms: str
) -> tuple[list[Line], tuple[Raw, Raw]]:
    """Return the lines of a voyage that a seller bears [USD/bbl loaded], and `time_laden`.

    A seller who pays freight but does not deliver (CFR, CIF) bears no demurrage at discharge.
    """
    if leg["parcels"]:
        leg = borne_by(leg)
    if leg["demurrage_days_discharge"] is not None and terms in _DEMURRAGE_PARTLY:
        loading = leg["demurrage_days"] - leg["demurrage_days_discharge"]
        leg = {**leg, "demurrage_days": loading}
    totals = account(leg, market)
    barrels = leg["cargo"] * barrels_per_tonne
    prefix = name + "."
    lines = [(prefix + line, to, usd) for line, to, usd in all_lines(leg, totals, barrels, barrels)]
    if buyers := _BUYERS[terms]:
        lines = [line for line in lines if line[0].removeprefix(prefix) not in buyers]
    return lines, time_laden(leg, totals.days)


def voyage_time(leg: Values) -> tuple[Raw, Raw]:
    """Return the days of a voyage with the cargo on board, as `time_laden` does [day]."""
    return time_laden(leg, voyage_days(leg))


def time_laden(leg: Values, days: voyage.Days) -> tuple[Raw, Raw]:
    """Return the days that a cargo is under way, and those of waiting and discharge [day].

    Days under way are those at sea, in a canal, and the extra days of a covert voyage. Waiting at
    either port counts as waiting with the cargo on board. From the first bill of lading to the last
    discharge all the oil counts as under way, so further load ports lie within.
    """
    under_way = days.laden() + days.canal_laden + leg["extra_days"]
    if leg["calls"]:
        under_way = under_way + _called(leg, "load")
    return under_way, leg["days_wait"] + days.discharge
