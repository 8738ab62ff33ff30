"""From a tree of values to a route's waterfall: its lines in their order and their subtotals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from oilecon.core import blending, finance, trade
from oilecon.core import waterfall as fold
from oilecon.core.elementwise import maximum, where
from oilecon.netback.blend import LEAST_SHARE, barrel, blend_sulphur, flows
from oilecon.netback.legs import LEGS, ships
from oilecon.netback.lines import (
    FLOWS,
    FREIGHT,
    LINES,
    Line,
    Waterfall,
    borne_under,
    paid_to,
)
from oilecon.netback.parity import parity_usd_bbl
from oilecon.netback.quality import check_quality, quality_usd_bbl
from oilecon.netback.sale import (
    chain_lines,
    charge_lines,
    check_charges,
    customs_value,
    marker_lines,
    on_top_lines,
    peril_lines,
    prefinanced_share,
    settlement_lines,
    take_lines,
    war_risk_line,
)
from oilecon.netback.voyage import lifted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.netback.legs import LegKind
    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = ["Case", "legs_to_sale", "route_waterfall", "stream_values"]

# Recipients of lines, and the terms under which the seller bears them, looked up once.
_TO_LOST = paid_to("transit_loss")
_TO_INSURERS = paid_to("cargo_insurance")
_TO_CARRY = paid_to("finance_carry")
_TO_PRODUCTION = paid_to("production")
_TO_DILUENT = paid_to("diluent")
_TO_ROYALTY = paid_to("royalty")
_STRUCTURE = LINES["time_structure"].borne_under
_FREIGHT = borne_under(*FREIGHT)
_TRANSIT_LOSS = LINES["transit_loss"].borne_under
_INSURANCE = LINES["cargo_insurance"].borne_under
_WAR_RISK = LINES["hull_war_risk"].borne_under


def _less(total: Raw, costs: Sequence[Line]) -> Raw:
    """Return a total less the costs below it, in order; x - c is x + (-c) to the last bit."""
    for _, _, amount in costs:
        total = total - amount
    return total


def _price_components(
    route: Values, market: Values, supply: Values, blend: Mapping[str, Raw], laden: Raw
) -> tuple[Line, ...]:
    """Return the lines of the contract price [USD/bbl]."""
    sale = route["sale"]
    differential = ("differential", "", sale["differential"])
    price_components: tuple[Line, ...]
    if sale["markers"]:
        price_components = (*marker_lines(sale["markers"], market["brent"]), differential)
    else:
        price_components = (("brent", "", market["brent"]), differential)
    if sale["parity"] is not None:
        value = parity_usd_bbl(sale["parity"], market["brent"], blend["diluent_share"])
        price_components = (*price_components, ("parity", "", value - market["brent"]))
    if sale["quality"] is not None:
        sulphur = blend_sulphur(supply, blend["diluent_share"])
        value = quality_usd_bbl(sale["quality"], blend["shrunk_api"], sulphur)
        price_components = (*price_components, ("quality", "", value))
    if market["monthly_structure"] is not None and sale["terms"] in _STRUCTURE:
        moved = trade.time_structure_usd_bbl(market["monthly_structure"], laden)
        price_components = (*price_components, ("time_structure", "", moved))
    if route["chain"]:
        price_components = (
            *price_components,
            *on_top_lines(route["chain"], blend["barrels_per_tonne"]),
        )
    return price_components


class _Carried(NamedTuple):
    """Lines, days and barrels of the legs, by the barrel that goes into the first of them."""

    lines: list[Line]  # USD/bbl
    shares: list[tuple[int, Line]]  # of the price, each with its place among the lines [1]
    laden: Raw  # days under way
    at_sea: Raw  # of these, days on ships
    carry_days: Raw  # days to payment
    unloaded_days: Raw | None  # of these, days before the first ship loads; None where none are
    aboard: Raw | None  # barrels loaded on the first ship; None where all are
    sold: Raw | None  # barrels sold, before any transit loss at sea; None where all are
    barrels: dict[str, tuple[Raw, Raw]]  # that go into a leg and come out of it, where not all do


def _carried(route: Values, market: Values, tonne: Raw) -> _Carried:
    """Return the lines of the legs that the seller pays for, and the days that it waits.

    Interest runs from the first loading to the event that credit runs from, the bill of lading of
    the first ship, the last leg's arrival or the end of its discharge, and then for the days of
    credit. A later ship loads while the one before discharges, so those days count once.
    """
    legs, sale = route["legs"], route["sale"]
    terms, event = sale["terms"], trade.credit_event(sale["terms"], sale["credit_from"])
    freight: list[Line] = []
    laden: Raw = 0.0
    arrived: Raw = 0.0
    discharged: Raw = 0.0
    borne = terms in _FREIGHT
    for name, leg in legs.items():
        kind = LEGS[leg["kind"]]
        if not kind.sails:
            return _over_land(route, market, tonne)
        if borne:
            lines, (under_way, in_port) = kind.lines(name, leg, market, tonne, terms)
            freight += lines
        elif event != "bill of lading":
            under_way, in_port = kind.time(leg)
        else:
            continue
        laden = laden + under_way
        arrived = discharged + under_way
        discharged = arrived + in_port
    carry_days = sale["payment_days"]
    if event != "bill of lading":
        carry_days = (discharged if event == "discharge" else arrived) + carry_days
    return _Carried(freight, [], laden, laden, carry_days, None, None, None, {})


def _over_land(route: Values, market: Values, tonne: Raw) -> _Carried:
    """Return the same of a route with legs over land, through which not every barrel comes."""
    legs, sale = route["legs"], route["sale"]
    terms, event = sale["terms"], trade.credit_event(sale["terms"], sale["credit_from"])
    first, end = _reach([LEGS[leg["kind"]] for leg in legs.values()], terms, event)
    lines: list[Line] = []
    shares: list[tuple[int, Line]] = []
    passed: dict[str, tuple[Raw, Raw]] = {}
    laden: Raw = 0.0
    at_sea: Raw = 0.0
    arrived: Raw = 0.0
    discharged: Raw = 0.0
    barrels: Raw | None = None  # that go into a leg; None where all do
    unloaded_days: Raw | None = None
    aboard: Raw | None = None
    for k, (name, leg) in enumerate(legs.items()):
        if k == first:
            unloaded_days, aboard = (discharged if k else None), barrels
            passed[name] = _of(1.0, barrels), _of(1.0, barrels)  # also where the buyer's ship loads
        if k == end:
            break
        kind = LEGS[leg["kind"]]
        if terms not in _FREIGHT and k >= first:  # the buyer's: only its days count
            under_way, in_port = kind.time(leg)
        else:
            going_in = barrels
            if k > first and not kind.sails:  # what is lost at sea goes into no later leg
                going_in = _of(1.0 - route["risk"]["transit_loss"], barrels)
            own, (under_way, in_port) = kind.lines(name, leg, market, tonne, terms)
            lines += _each(own, going_in)
            of_price = [] if kind.shares is None else kind.shares(name, leg, market)
            shares += ((len(lines), line) for line in _each(of_price, going_in))
            out = None if kind.kept is None else kind.kept(leg)
            passed[name] = _of(1.0, going_in), _of(1.0 if out is None else out, going_in)
            barrels = barrels if out is None else _of(out, barrels)
        laden = laden + under_way
        at_sea = at_sea + under_way if kind.sails else at_sea
        arrived = discharged + under_way
        discharged = arrived + in_port
    if first == len(legs):  # by no ship
        unloaded_days, aboard = (None if terms in _FREIGHT else discharged), barrels
    waited: Raw | None = discharged if event == "discharge" else arrived
    if event == "bill of lading":
        waited = unloaded_days
    carry_days = sale["payment_days"] if waited is None else waited + sale["payment_days"]
    return _Carried(
        lines, shares, laden, at_sea, carry_days, unloaded_days, aboard, barrels, passed
    )


def _reach(kinds: Sequence[LegKind], terms: str, event: str) -> tuple[int, int]:
    """Return the place of the first ship among the legs, and of the first leg that counts no more.

    A seller who does not deliver is done with the last ship, and one who does not pay her freight
    with the first, unless credit runs from her arrival.
    """
    first = last = -1
    for k, kind in enumerate(kinds):
        if kind.sails:
            first, last = (k if first < 0 else first), k
    if first < 0:
        return len(kinds), len(kinds)
    if terms in _TRANSIT_LOSS:
        return first, len(kinds)
    if terms not in _FREIGHT and event == "bill of lading":
        return first, first
    return first, last + 1


def _of(share: Raw, barrels: Raw | None) -> Raw:
    """Return a share of the barrels; of one barrel where all are there."""
    return share if barrels is None else barrels * share


def _each(lines: Sequence[Line], barrels: Raw | None) -> list[Line]:
    """Return lines by the barrel that goes into the first leg, of lines by one that is there."""
    if barrels is None:
        return list(lines)
    return [(name, to, amount * barrels) for name, to, amount in lines]


def route_waterfall(
    route: Values, market: Values, supply: Values, blend: Mapping[str, Raw]
) -> Waterfall:
    """Return a route's lines in their order and their subtotals [USD/bbl].

    They are by the barrel that goes into the first leg. Percentages are of the contract price,
    whatever their place in the order, and zero where the price is below zero, since a transit loss
    is never a gain.
    """
    tonne = blend["barrels_per_tonne"]
    route = _by_trip(route)
    carried = _carried(route, market, tonne)
    price_components = _price_components(route, market, supply, blend, carried.laden)
    price = fold.fold([amount for _, _, amount in price_components])
    costs = _costs(route, market, tonne, price, carried)
    counts = [len(price_components), len(price_components) + len(costs)]
    netback = _less(price, costs)

    below: list[Line] = [("production", _TO_PRODUCTION, blend["production"])]
    if supply["diluent"] is not None:
        below.append(("diluent", _TO_DILUENT, blend["diluent"]))
    operating = _less(netback, below)
    taken = _taken(supply, market, price, netback, operating, blend["diluent"])
    counts += [counts[-1] + len(below), counts[-1] + len(below) + len(taken)]
    every = (*costs, *below, *taken)
    # Positional, in the order of the fields: keywords slow a single case measurably.
    return Waterfall(
        price_components, every, tuple(counts), price, netback, operating, _less(operating, taken)
    )


def _costs(route: Values, market: Values, tonne: Raw, price: Raw, carried: _Carried) -> list[Line]:
    """Return the lines between the price and the netback [USD/bbl]."""
    sale, sold = route["sale"], carried.sold
    cargo_value = maximum(price, 0.0)
    credit = cargo_value
    costs: list[Line] = []
    unloaded_days = carried.unloaded_days
    if route["chain"]:
        loaded_days = carried.carry_days
        if unloaded_days is not None:
            loaded_days = loaded_days - unloaded_days
        costs = chain_lines(route["chain"], price, cargo_value, tonne, loaded_days)
        credit = cargo_value * (1.0 - prefinanced_share(route["chain"]))
    if route["charges"] is not None:
        charges = route["charges"]
        costs += charge_lines(charges, customs_value(charges, price, tonne), tonne)
    if sold is not None:
        costs = _each(costs, sold)
    costs += _carriage(route, cargo_value, tonne, carried)
    before = len(costs)
    if sale["prepayment"] is not None:
        credit = credit - cargo_value * sale["prepayment"]
    carry = finance.carry_usd_bbl(credit, market["finance_rate"], carried.carry_days)
    if unloaded_days is not None and credit is not cargo_value:  # what is paid at loading
        paid = cargo_value - credit
        carry = carry + finance.carry_usd_bbl(paid, market["finance_rate"], unloaded_days)
    costs.append(("finance_carry", _TO_CARRY, carry))
    if sale["conversion_cost"] is not None or sale["nonpayment"] is not None:
        costs += settlement_lines(sale, cargo_value)
    if sold is not None:
        costs[before:] = _each(costs[before:], sold)
    return costs


class Point(NamedTuple):
    """A point on the way, where a leg begins."""

    netback: Raw  # by the barrel there [USD/bbl]
    barrels_in: Raw  # that go into the leg, of each that goes into the first [1]
    barrels_out: Raw  # that come out of it [1]


def legs_to_sale(route: Values) -> list[str]:
    """Return the legs that begin before the oil is the buyer's, and the ship that is to load it."""
    legs = route["legs"]
    kinds = [LEGS[leg["kind"]] for leg in legs.values()]
    first, end = _reach(kinds, route["sale"]["terms"], "bill of lading")
    return list(legs)[: end + (end == first)]


def point(
    leg: str, route: Values, market: Values, supply: Values, blend: Mapping[str, Raw]
) -> Point:
    """Return the point where one of the legs to the sale begins.

    The netback there is the price less all that is deducted from there on: the waterfall of a
    route that begins with this leg, at the same contract price.
    """
    tonne = blend["barrels_per_tonne"]
    route = _by_trip(route)
    legs = route["legs"]
    at = list(legs).index(leg)
    carried = _carried(route, market, tonne)
    price_components = _price_components(route, market, supply, blend, carried.laden)
    price = fold.fold([amount for _, _, amount in price_components])
    rest = {**route, "legs": dict(list(legs.items())[at:])}
    if not ships(rest["legs"]) and ships(legs):  # the risks at sea are behind
        rest["risk"] = dict.fromkeys(route["risk"]) | {"transit_loss": 0.0, "cargo_insurance": 0.0}
    netback = _less(price, _costs(rest, market, tonne, price, _carried(rest, market, tonne)))
    barrels_in, barrels_out = carried.barrels.get(leg, (1.0, 1.0))
    return Point(netback, barrels_in, barrels_out)


def _by_trip(route: Values) -> Values:
    """Return a route with the cargo of one trip of each ship; of a single ship, unchanged."""
    legs, parcel = route["legs"], route["parcel"]
    if len(legs) < 2 and parcel is None:  # noqa: PLR2004  one ship, one cargo
        return route
    sailed = ships(legs)
    if len(sailed) < 2 and parcel is None:  # noqa: PLR2004  the same
        return route
    return {**route, "legs": {**legs, **lifted(sailed, parcel, route["trips"]).legs}}


def _carriage(route: Values, cargo_value: Raw, tonne: Raw, carried: _Carried) -> list[Line]:
    """Return the seller's lines of carriage and its risks [USD/bbl]."""
    risk, terms = route["risk"], route["sale"]["terms"]
    costs: list[Line] = []
    if terms in _TRANSIT_LOSS:
        costs.append(("transit_loss", _TO_LOST, cargo_value * risk["transit_loss"]))
    if terms in _INSURANCE:
        costs.append(("cargo_insurance", _TO_INSURERS, cargo_value * risk["cargo_insurance"]))
    if risk["hull_war_risk"] is not None and terms in _WAR_RISK:
        costs.append(war_risk_line(route, tonne))
    if carried.aboard is not None:
        costs = _each(costs, carried.aboard)
    before = len(costs)
    costs += carried.lines
    if carried.shares:
        for k, (name, to, share) in reversed(carried.shares):
            costs.insert(before + k, (name, to, cargo_value * share))
    if (
        risk["seizure"] is not None
        or risk["seizure_rate"] is not None
        or risk["casualty"] is not None
        or risk["casualty_rate"] is not None
    ):
        perils = peril_lines(route, cargo_value, tonne, carried.at_sea, terms)
        costs += _each(perils, carried.aboard)
    return costs


def _taken(
    supply: Values, market: Values, price: Raw, netback: Raw, operating: Raw, diluent: Raw
) -> list[Line]:
    """Return the fiscal lines [USD/bbl]."""
    rate = supply["royalty"]
    if supply["take"] is None:
        return [("royalty", _TO_ROYALTY, fold.royalty_usd_bbl(netback, diluent, rate))]
    return take_lines(supply["take"], market, rate, price, netback, operating, diluent)


def stream_values(values: Values, stream: str) -> Values:
    """Return the values of a stream in a tree of values."""
    supply: Values = values["supply"] if stream == "supply" else values["streams"][stream]
    return supply


class Case:
    """The waterfalls of one tree of values, each route's computed once, and each stream's blend."""

    __slots__ = ("_below", "_blends", "_values", "_waterfalls")

    def __init__(self, values: Values, below: dict[str, float] | None = None) -> None:
        self._values = values
        self._below = below  # lowest price below zero by route, filled in as routes are computed
        self._blends: dict[str, dict[str, Raw]] = {}
        self._waterfalls: dict[str, Waterfall] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return the slots, which pickle's oldest protocols do not find by themselves."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the slots."""
        for name, value in state.items():
            setattr(self, name, value)

    @property
    def values(self) -> Values:
        """Tree of values."""
        return self._values

    def stream(self, route: str) -> str:
        """Return the name of the stream that a route sells."""
        name: str = self._values["routes"][route]["stream"]
        return name

    def blend(self, stream: str) -> dict[str, Raw]:
        """Return composition and cost of a stream's barrel of blend."""
        blend = self._blends.get(stream)
        if blend is None:
            blend = barrel(stream_values(self._values, stream), self._values["market"], stream)
            self._blends[stream] = blend
        return blend

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's waterfall."""
        terms = self._waterfalls.get(route)
        if terms is None:
            values = self._values
            leg = values["routes"][route]
            supply, blend = stream_values(values, leg["stream"]), self.blend(leg["stream"])
            if leg["sale"]["quality"] is not None:
                api, sulphur = blend["shrunk_api"], blend_sulphur(supply, blend["diluent_share"])
                check_quality(leg["sale"]["quality"], api, sulphur, f"{route}.sale.quality")
            terms = route_waterfall(leg, values["market"], supply, blend)
            if leg["charges"] is not None:
                check_charges(leg["charges"], terms.price, blend["barrels_per_tonne"], route)
            self._waterfalls[route] = terms
            if self._below is not None:
                lowest = terms.price if isinstance(terms.price, float) else float(terms.price.min())
                if lowest < 0.0:
                    self._below[route] = min(lowest, self._below.get(route, lowest))
        return terms

    def point(self, route: str, leg: str) -> Point:
        """Return the point on a route where one of its legs to the sale begins."""
        values, stream = self._values, self.stream(route)
        supply, blend = stream_values(values, stream), self.blend(stream)
        return point(leg, values["routes"][route], values["market"], supply, blend)

    def scaled(self, route: str, factor: str) -> Waterfall:
        """Return a route's waterfall times an outcome of the barrel that it sells."""
        key = f"{route} {factor}"  # no route's: a name has no space
        if key not in self._waterfalls:
            scale = self.supply(self.stream(route), factor)
            self._waterfalls[key] = self.waterfall(route).scaled(scale)
        return self._waterfalls[key]

    def supply(self, stream: str, name: str) -> Raw:
        """Return an outcome of a stream's barrel or of its supply, by name."""
        supply, blend = stream_values(self._values, stream), self.blend(stream)
        share = blend["diluent_share"]
        if name == "diluent_ratio":  # NaN where the blend is all diluent
            return share / where(np.less(share, 1.0), 1.0 - share, np.nan)
        if name == "blend_ratio":  # NaN where the blend is all diluent
            rest = where(np.less(share, 1.0), 1.0 - share, np.nan)
            blend_ratio: Raw = (1.0 - blend["shrinkage"]) / rest
            return blend_ratio
        if name == "blend_sulphur":
            return cast("Raw", blend_sulphur(supply, share))  # never None: checked
        return flows(supply, blend)[name] if name in FLOWS else blend[name]

    def diluent_value(self, route: str) -> Raw:
        """Return the marginal value of diluent by this route [USD/bbl].

        Zero where heavy crude runs out first; before royalty and before the diluent's own cost.
        """
        stream = self.stream(route)
        supply, blend = stream_values(self._values, stream), self.blend(stream)
        value = blending.diluent_value_usd_bbl(
            self.waterfall(route).netback,
            supply["production_cost"],
            maximum(blend["diluent_share"], LEAST_SHARE),
            blend["shrinkage"],
        )
        if supply["output"] is None or supply["diluent_supply"] is None:
            return value
        spare = np.greater(flows(supply, blend)["heavy_shut_in"], 0.0)
        return where(spare, value, 0.0)
