"""From a tree of values to a route's waterfall: its lines in their order and their subtotals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from oilecon.core import blending, finance, trade
from oilecon.core import waterfall as fold
from oilecon.core.elementwise import maximum, where
from oilecon.netback.blend import LEAST_SHARE, barrel, blend_sulphur, flows
from oilecon.netback.legs import LEGS, ships
from oilecon.netback.lines import (
    FLOWS,
    LEG_LINES,
    LINES,
    Line,
    Waterfall,
    borne_under,
    paid_to,
)
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

    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = ["Case", "route_waterfall"]

# Recipients of lines, and the terms under which the seller bears them, looked up once.
_TO_LOST = paid_to("transit_loss")
_TO_INSURERS = paid_to("cargo_insurance")
_TO_CARRY = paid_to("finance_carry")
_TO_PRODUCTION = paid_to("production")
_TO_DILUENT = paid_to("diluent")
_TO_ROYALTY = paid_to("royalty")
_STRUCTURE = LINES["time_structure"].borne_under
_LEGS = borne_under(*LEG_LINES)
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


def _at_sea(route: Values, market: Values, tonne: Raw) -> tuple[list[Line], Raw, Raw]:
    """Return the lines of freight [USD/bbl], the days under way, and those to payment [day].

    Interest runs from the first loading to the event that credit runs from, the last ship's notice
    of readiness or the end of her discharge, and then for the days of credit. A later ship loads
    while the one before discharges, so those days count once.
    """
    sale = route["sale"]
    terms, event = sale["terms"], trade.credit_event(sale["terms"], sale["credit_from"])
    freight: list[Line] = []
    laden: Raw = 0.0
    arrived: Raw = 0.0
    discharged: Raw = 0.0
    borne = terms in _LEGS
    if borne or event != "bill of lading":
        for name, leg in route["legs"].items():
            kind = LEGS[leg["kind"]]
            if borne:
                lines, (under_way, in_port) = kind.lines(name, leg, market, tonne, terms)
                freight += lines
            else:
                under_way, in_port = kind.time(leg)
            laden = laden + under_way
            arrived = discharged + under_way
            discharged = arrived + in_port
    if event == "bill of lading":
        return freight, laden, sale["payment_days"]
    waited = discharged if event == "discharge" else arrived
    return freight, laden, waited + sale["payment_days"]


def route_waterfall(
    route: Values, market: Values, supply: Values, blend: Mapping[str, Raw]
) -> Waterfall:
    """Return a route's lines in their order and their subtotals [USD/bbl].

    Percentages are of the contract price, whatever their place in the order, and zero where the
    price is below zero, since a transit loss is never a gain.
    """
    sale, tonne = route["sale"], blend["barrels_per_tonne"]
    terms = sale["terms"]
    route = _by_trip(route)
    freight, laden, carry_days = _at_sea(route, market, tonne)
    price_components = _price_components(route, market, supply, blend, laden)
    price = fold.fold([amount for _, _, amount in price_components])
    cargo_value = maximum(price, 0.0)
    credit = cargo_value
    costs: list[Line] = []
    if route["chain"]:
        costs = chain_lines(route["chain"], price, cargo_value, tonne, carry_days)
        credit = cargo_value * (1.0 - prefinanced_share(route["chain"]))
    if route["charges"] is not None:
        charges = route["charges"]
        costs += charge_lines(charges, customs_value(charges, price, tonne), tonne)
    costs += _carriage(route, terms, cargo_value, tonne, freight, laden)
    if sale["prepayment"] is not None:
        credit = credit - cargo_value * sale["prepayment"]
    carry = finance.carry_usd_bbl(credit, market["finance_rate"], carry_days)
    costs.append(("finance_carry", _TO_CARRY, carry))
    if sale["conversion_cost"] is not None or sale["nonpayment"] is not None:
        costs += settlement_lines(sale, cargo_value)
    counts = [len(price_components), len(price_components) + len(costs)]
    netback = _less(price, costs)

    below: list[Line] = [("production", _TO_PRODUCTION, blend["production"])]
    if supply["diluent"] is not None:
        below.append(("diluent", _TO_DILUENT, blend["diluent"]))
    operating = _less(netback, below)
    taken = _taken(supply, market, netback, operating, blend["diluent"])
    counts += [counts[-1] + len(below), counts[-1] + len(below) + len(taken)]
    every = (*costs, *below, *taken)
    # Positional, in the order of the fields: keywords slow a single case measurably.
    return Waterfall(
        price_components, every, tuple(counts), price, netback, operating, _less(operating, taken)
    )


def _by_trip(route: Values) -> Values:
    """Return a route with the cargo of one trip of each ship; of a single ship, unchanged."""
    legs, parcel = route["legs"], route["parcel"]
    if len(legs) < 2 and parcel is None:  # noqa: PLR2004  one ship, one cargo
        return route
    sailed = ships(legs)
    if len(sailed) < 2 and parcel is None:  # noqa: PLR2004  the same
        return route
    return {**route, "legs": {**legs, **lifted(sailed, parcel, route["trips"]).legs}}


def _carriage(
    route: Values, terms: str, cargo_value: Raw, tonne: Raw, freight: list[Line], laden: Raw
) -> list[Line]:
    """Return the seller's lines of carriage and its risks [USD/bbl]."""
    risk = route["risk"]
    costs: list[Line] = []
    if terms in _TRANSIT_LOSS:
        costs.append(("transit_loss", _TO_LOST, cargo_value * risk["transit_loss"]))
    if terms in _INSURANCE:
        costs.append(("cargo_insurance", _TO_INSURERS, cargo_value * risk["cargo_insurance"]))
    if risk["hull_war_risk"] is not None and terms in _WAR_RISK:
        costs.append(war_risk_line(route, tonne))
    costs += freight
    if (
        risk["seizure"] is not None
        or risk["seizure_rate"] is not None
        or risk["casualty"] is not None
        or risk["casualty_rate"] is not None
    ):
        costs += peril_lines(route, cargo_value, tonne, laden, terms)
    return costs


def _taken(
    supply: Values, market: Values, netback: Raw, operating: Raw, diluent: Raw
) -> list[Line]:
    """Return the fiscal lines [USD/bbl]."""
    rate = supply["royalty"]
    if supply["take"] is None:
        return [("royalty", _TO_ROYALTY, fold.royalty_usd_bbl(netback, diluent, rate))]
    return take_lines(supply["take"], market, rate, netback, operating, diluent)


class Case:
    """The waterfalls of one tree of values, each route's computed once."""

    __slots__ = ("_below", "_values", "_waterfalls", "blend")

    def __init__(self, values: Values, below: dict[str, float] | None = None) -> None:
        self._values = values
        self._below = below  # lowest price below zero by route, filled in as routes are computed
        self.blend = barrel(values["supply"], values["market"])
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

    def waterfall(self, route: str) -> Waterfall:
        """Return a route's waterfall."""
        terms = self._waterfalls.get(route)
        if terms is None:
            values = self._values
            leg = values["routes"][route]
            if leg["sale"]["quality"] is not None:
                supply, api = values["supply"], self.blend["shrunk_api"]
                sulphur = blend_sulphur(supply, self.blend["diluent_share"])
                check_quality(leg["sale"]["quality"], api, sulphur, f"{route}.sale.quality")
            terms = route_waterfall(leg, values["market"], values["supply"], self.blend)
            if leg["charges"] is not None:
                tonne = self.blend["barrels_per_tonne"]
                check_charges(leg["charges"], terms.price, tonne, route)
            self._waterfalls[route] = terms
            if self._below is not None:
                lowest = terms.price if isinstance(terms.price, float) else float(terms.price.min())
                if lowest < 0.0:
                    self._below[route] = min(lowest, self._below.get(route, lowest))
        return terms

    def scaled(self, route: str, factor: str) -> Waterfall:
        """Return a route's waterfall times an outcome of the barrel."""
        key = f"{route} {factor}"  # no route's: a name has no space
        if key not in self._waterfalls:
            self._waterfalls[key] = self.waterfall(route).scaled(self.supply(factor))
        return self._waterfalls[key]

    def supply(self, name: str) -> Raw:
        """Return an outcome of the barrel or of the supply, by name."""
        supply, share = self._values["supply"], self.blend["diluent_share"]
        if name == "diluent_ratio":  # NaN where the blend is all diluent
            return share / where(np.less(share, 1.0), 1.0 - share, np.nan)
        if name == "blend_ratio":  # NaN where the blend is all diluent
            rest = where(np.less(share, 1.0), 1.0 - share, np.nan)
            blend_ratio: Raw = (1.0 - self.blend["shrinkage"]) / rest
            return blend_ratio
        if name == "blend_sulphur":
            return cast("Raw", blend_sulphur(supply, share))  # never None: checked
        return flows(supply, self.blend)[name] if name in FLOWS else self.blend[name]

    def diluent_value(self, route: str) -> Raw:
        """Return the marginal value of diluent by this route [USD/bbl].

        Zero where heavy crude runs out first; before royalty and before the diluent's own cost.
        """
        supply, blend = self._values["supply"], self.blend
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
