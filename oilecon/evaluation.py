"""From values to lines: the one way every figure is computed.

The model is a pure function from a scenario's `values`, a plain tree of floats or arrays and of
names, to each route's terms. Whatever varies an input (a block of a large array, a draw, a corner,
a solver's trial) only puts other leaves into that tree with `replace_leaves`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from oilecon.core import blending, finance, quality, voyage
from oilecon.core import netback as fold
from oilecon.errors import InputError, PathError, UnknownName, did_you_mean, quote
from oilecon.results import BASES, SUBTOTALS, Comparison, Line, Netback, Terms
from oilecon.scenarios import Scenario
from oilecon.units import Raw, first_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = [
    "BLOCK",
    "Account",
    "account",
    "all_lines",
    "array_leaves",
    "check_finite",
    "compare",
    "evaluate",
    "freight_lines",
    "in_blocks",
    "replace_leaves",
]

BLOCK = 12_288
"""Rows computed at once. A temporary of 96 KiB stays in the cache and below the 128 KiB from which
the common allocator asks the system for fresh pages each time. The bits of an answer do not depend
on it."""

Values: TypeAlias = "Mapping[str, Any]"
Keys: TypeAlias = tuple[str, ...]

_CFR = frozenset({"CFR", "CIF", "DAP"})  # the seller pays freight
_CIF = frozenset({"CIF", "DAP"})  # and cargo insurance
_DAP = frozenset({"DAP"})  # and bears what is lost and the wait until discharge


# -- the model ---------------------------------------------------------------------------------


def barrel(supply: Values, market: Values) -> dict[str, Raw]:
    """Return what a barrel of blend is made of and costs, the same for every route."""
    heavy, light = supply["heavy"]["api"], supply["diluent"]
    if light is None:
        return {
            "barrels_per_tonne": quality.barrels_per_tonne(heavy),
            "diluent_share": 0.0,
            "shrinkage": 0.0,
            "shrunk_api": heavy,
            "production": supply["production_cost"],
            "diluent": 0.0,
        }
    target = supply["target_api"]
    share = blending.diluent_share(heavy, light["api"], target)
    shrinkage = blending.shrinkage_share(share, heavy, light["api"])
    fob = light["price"]
    if fob is None:
        fob = market["brent"] + light["differential"]
    left = 1.0 - shrinkage
    return {
        "barrels_per_tonne": quality.barrels_per_tonne(target),
        "diluent_share": share,
        "shrinkage": shrinkage,
        "shrunk_api": blending.shrunk_api(target, shrinkage),
        "production": (1.0 - share) * supply["production_cost"] / left,
        "diluent": share * (fob + light["freight"]) / left,
    }


FREIGHT = ("hire", "fuel", "ports", "canal", "other", "carbon", "commission", "freight")
"""The lines of market freight; what stands beside it is kept apart."""

_SUMS = (*FREIGHT, "shadow_premium", "transfer", "demurrage")


class Account(NamedTuple):
    """What a round voyage takes and costs, whoever pays: days, tonnes and USD."""

    days: voyage.Days
    total_days: Raw
    fuel: voyage.Fuel
    fuel_usd: Raw
    ports_usd: Raw
    canal_usd: Raw | None
    other_usd: Raw | None
    carbon_usd: Raw | None

    def costs(self) -> list[Line]:
        """Return the voyage costs beside hire and commission; a cost that is absent has no line."""
        lines: list[Line] = [
            ("fuel", "fuel suppliers", self.fuel_usd),
            ("ports", "ports", self.ports_usd),
        ]
        if self.canal_usd is not None:
            lines.append(("canal", "canals", self.canal_usd))
        if self.other_usd is not None:
            lines.append(("other", "others", self.other_usd))
        if self.carbon_usd is not None:
            lines.append(("carbon", "carbon market", self.carbon_usd))
        return lines


def _given(leaf: Raw | None, neutral: float = 0.0) -> Raw:
    """Return a leaf, or what leaves the voyage as it is where the leaf is absent."""
    return neutral if leaf is None else leaf


def voyage_days(leg: Values) -> voyage.Days:
    """Return a voyage's days by leg and state [day]."""
    ship, eca = leg["vessel"], leg["eca_distance"]
    back, back_eca = leg["ballast_distance"], leg["ballast_eca_distance"]
    if back_eca is None:
        back_eca = eca
    back_open = (leg["distance"] if back is None else back) - back_eca
    laden = voyage.sea_days(1.0, leg["weather"], ship["knots_laden"])  # days a mile
    ballast = voyage.sea_days(1.0, leg["weather"], ship["knots_ballast"])
    return voyage.Days(  # in the order of its fields: naming them costs time that shows
        (leg["distance"] - eca) * laden,
        eca * laden,
        back_open * ballast,
        back_eca * ballast,
        leg["days_load"],
        leg["days_discharge"],
        leg["days_wait"] + leg["extra_days"],
        _given(leg["canal_days_laden"]),
        _given(leg["canal_days_ballast"]),
    )


def voyage_fuel(leg: Values, days: voyage.Days) -> voyage.Fuel:
    """Return the fuel that a voyage burns by kind [t]."""
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
    for kind, tonnes in (
        (leg["load_fuel"], days.load * ship["fuel_load"]),
        (leg["discharge_fuel"], days.discharge * ship["fuel_discharge"]),
        (leg["wait_fuel"], days.wait * ship["fuel_wait"]),
    ):
        burnt[kind] = burnt[kind] + tonnes
    if leg["heating_fuel"] is not None:
        burnt[leg["heating"]] = burnt[leg["heating"]] + leg["heating_fuel"]
    if leg["port_mgo"] is not None:
        burnt["mgo"] = burnt["mgo"] + leg["port_mgo"]
    return voyage.Fuel(burnt["vlsfo"], burnt["mgo"])


def account(leg: Values, market: Values) -> Account:
    """Return what a round voyage takes and costs; netbacks and estimates both rest on it."""
    days = voyage_days(leg)
    fuel = voyage_fuel(leg, days)
    laden_dues, ballast_dues = leg["canal_dues_laden"], leg["canal_dues_ballast"]
    canal = None
    if laden_dues is not None or ballast_dues is not None:
        canal = _given(laden_dues) + _given(ballast_dues)
    carbon = leg["carbon_price"]
    if carbon is not None:
        carbon = voyage.co2_t(fuel) * carbon * _given(leg["carbon_share"], 1.0)
    return Account(
        days,
        days.total(),
        fuel,
        fuel.vlsfo * market["vlsfo"] + fuel.mgo * market["mgo"],
        leg["port_cost_load"] + leg["port_cost_discharge"],
        canal,
        leg["other_costs"],
        carbon,
    )


def freight_lines(leg: Values, found: Account, barrels: Raw, per: Raw) -> tuple[Line, ...]:
    """Return the lines of market freight, each divided by `per`.

    Parameters
    ----------
    leg : mapping
        The voyage's values.
    found : Account
        What the voyage costs.
    barrels : float or array
        Barrels loaded [bbl].
    per : float or array
        1.0 for lines in USD, `barrels` for lines in USD/bbl.

    Returns
    -------
    tuple of (str, str, float or array)
        Hire, costs and commission where the charter is by the day; else one freight line.
    """
    charter = leg["charter"]
    if charter["kind"] in _BY_THE_DAY:
        spent = hire = charter["hire"] * found.total_days / per
        costs: list[Line] = []
        for name, to, usd in found.costs():
            costs.append((name, to, usd / per))
            spent = spent + costs[-1][2]
        if charter["kind"] == "TimeCharter":
            commission = hire * charter["commission"]
        else:
            commission = voyage.broker_commission_usd(spent, charter["commission"])
        return (("hire", "shipowner", hire), *costs, ("commission", "brokers", commission))
    gross = _GROSS[charter["kind"]](charter, leg["cargo"], barrels)
    tonnage = leg["vessel"]["gross_tonnage"]
    if tonnage is not None:
        gross = gross + tonnage * charter["premium_per_grt"]
    return (("freight", "shipowner", gross / per),)


_BY_THE_DAY = frozenset({"TimeCharterEquivalent", "TimeCharter"})
_GROSS: Mapping[str, Callable[[Values, Raw, Raw], Raw]] = {
    "Worldscale": lambda charter, cargo, _: voyage.worldscale_usd(
        charter["points"], charter["flat"], charter["fixed_differential"], cargo
    ),
    "LumpSum": lambda charter, _, __: charter["amount"],
    "PerTonne": lambda charter, cargo, _: charter["rate"] * cargo,
    "PerBarrel": lambda charter, _, barrels: charter["rate"] * barrels,
}


def all_lines(leg: Values, found: Account, barrels: Raw, per: Raw) -> tuple[Line, ...]:
    """Return a voyage's lines, each divided by `per`: market freight, then what stands beside."""
    lines = freight_lines(leg, found, barrels, per)
    freight = fold.fold(usd for _, _, usd in lines)
    transfer = leg["transfer_cost"] * (barrels / per) + _given(leg["transfer_fee"]) / per
    lines += (
        ("shadow_premium", "shipowner", (leg["shadow_multiple"] - 1.0) * freight),
        ("transfer", "STS operators", transfer),
    )
    if leg["demurrage"] is None:
        return lines
    demurrage = voyage.demurrage_usd(_given(leg["demurrage_days"]), leg["demurrage"]) / per
    return (*lines, ("demurrage", "shipowner", demurrage))


def voyage_lines(
    name: str, leg: Values, market: Values, barrels_per_tonne: Raw
) -> tuple[tuple[Line, ...], Raw]:
    """Return a voyage's lines per barrel loaded [USD/bbl], and its laden days with the extra."""
    found = account(leg, market)
    barrels = leg["cargo"] * barrels_per_tonne
    lines = tuple(
        (f"{name}.{line}", to, usd) for line, to, usd in all_lines(leg, found, barrels, barrels)
    )
    return lines, found.days.laden() + leg["extra_days"]


def _less(total: Raw, costs: Sequence[Line]) -> Raw:
    """Return the fold of a total and the costs below it; x - c is x + (-c) to the last bit."""
    for _, _, amount in costs:
        total = total - amount
    return total


def route_terms(route: Values, market: Values, supply: Values, blend: Mapping[str, Raw]) -> Terms:
    """Return a route's lines in their order and what they come to [USD/bbl].

    Percentages are of the contract price, whatever stands before them in the order.
    """
    sale, risk = route["sale"], route["risk"]
    terms = sale["terms"]
    gains: tuple[Line, ...] = (
        ("brent", "", market["brent"]),
        ("differential", "", sale["differential"]),
    )
    price = fold.fold(amount for _, _, amount in gains)
    costs: list[Line] = [
        (name, "intermediaries", party["fee"]) for name, party in route["chain"].items()
    ]
    if terms in _DAP:
        costs.append(("transit_loss", "lost", price * risk["transit_loss"]))
    if terms in _CIF:
        costs.append(("cargo_insurance", "insurers", price * risk["cargo_insurance"]))
    carry_days = sale["payment_days"]
    if terms in _CFR:
        for name, leg in route["voyages"].items():
            lines, laden_days = voyage_lines(name, leg, market, blend["barrels_per_tonne"])
            costs += lines
            if terms in _DAP:
                carry_days = carry_days + laden_days
    carry = finance.carry_usd_bbl(price, market["finance_rate"], carry_days)
    costs.append(("finance_carry", "lenders", carry))
    counts = [len(gains), len(gains) + len(costs)]
    netback = _less(price, costs)

    below: list[Line] = [("production", "oilfield", blend["production"])]
    if supply["diluent"] is not None:
        below.append(("diluent", "diluent sellers", blend["diluent"]))
    operating = _less(netback, below)
    counts += [counts[-1] + len(below), counts[-1] + len(below) + 1]
    royalty = fold.royalty_usd_bbl(netback, blend["diluent"], supply["royalty"])
    return Terms(
        gains=gains,
        costs=(*costs, *below, ("royalty", "state", royalty)),
        counts=tuple(counts),
        price=price,
        netback=netback,
        operating=operating,
        net=operating - royalty,
    )


class Case:
    """The terms of one tree of values, each route's computed once."""

    __slots__ = ("_terms", "_values", "blend")

    def __init__(self, values: Values) -> None:
        self._values = values
        self.blend = barrel(values["supply"], values["market"])
        self._terms: dict[str, Terms] = {}

    def terms(self, route: str) -> Terms:
        """Return a route's terms."""
        terms = self._terms.get(route)
        if terms is None:
            values = self._values
            leg = values["routes"][route]
            terms = route_terms(leg, values["market"], values["supply"], self.blend)
            self._terms[route] = terms
        return terms


# -- other leaves, and blocks of them ----------------------------------------------------------


def replace_leaves(values: Values, leaves: Mapping[Keys, Any]) -> dict[str, Any]:
    """Return the tree with other leaves; what is not on their way is shared, nothing is checked."""
    tree = dict(values)
    copied: dict[Keys, dict[str, Any]] = {(): tree}
    for keys, leaf in leaves.items():
        here = tree
        for depth in range(1, len(keys)):
            place = keys[:depth]
            if place not in copied:
                copied[place] = here[place[-1]] = dict(here[place[-1]])
            here = copied[place]
        here[keys[-1]] = leaf
    return tree


def array_leaves(values: Values, above: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yield every array of a tree with the keys that lead to it."""
    for name, leaf in values.items():
        if isinstance(leaf, dict):
            yield from array_leaves(leaf, (*above, name))
        elif isinstance(leaf, np.ndarray):
            yield (*above, name), leaf


def _blocks(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Yield the slices that cut a shape into pieces of at most BLOCK elements, in order."""
    inner, axis = 1, len(shape)
    while axis and inner * shape[axis - 1] <= BLOCK:
        axis -= 1
        inner *= shape[axis]
    whole = (slice(None),) * (len(shape) - axis)
    if not axis:
        yield whole
        return
    step = BLOCK // inner
    for lead in np.ndindex(shape[: axis - 1]):
        for start in range(0, shape[axis - 1], step):
            yield (*(slice(k, k + 1) for k in lead), slice(start, start + step), *whole)


def _cut(shape: tuple[int, ...], block: tuple[slice, ...]) -> tuple[slice, ...]:
    """Return the slices of an array that is to broadcast to a block."""
    return tuple(slice(None) if size == 1 else cut for size, cut in zip(shape, block, strict=True))


def in_blocks(
    values: Values,
    shape: tuple[int, ...],
    make: Callable[[Values], Any],
    picks: Mapping[str, Callable[[Any], Raw]],
) -> dict[str, Raw]:
    """Return outcomes of a tree that holds arrays, computed block by block.

    Parameters
    ----------
    values : mapping
        The tree.
    shape : tuple of int
        What its arrays broadcast to.
    make : callable
        Makes a case of a block's tree.
    picks : mapping of str to callable
        What reads each outcome off a case.

    Returns
    -------
    dict of str to numpy.ndarray
        Each outcome in full shape.

    Raises
    ------
    InputError
        If an outcome is not finite.
    """
    arrays = {
        keys: array.reshape((1,) * (len(shape) - array.ndim) + array.shape)
        for keys, array in array_leaves(values)
    }
    answers: dict[str, Any] = {outcome: np.empty(shape) for outcome in picks}
    for block in _blocks(shape):
        leaves = {
            keys: array[block if array.shape == shape else _cut(array.shape, block)]
            for keys, array in arrays.items()
        }
        case = make(replace_leaves(values, leaves))
        for outcome, pick in picks.items():
            answers[outcome][block] = pick(case)
            check_finite(outcome, answers[outcome][block])
    return answers


class Engine:
    """Answers for outcomes of one scenario: at once when small, in blocks when large."""

    def __init__(self, scenario: Scenario, routes: tuple[str, ...]) -> None:
        self.scenario = scenario
        self.routes = routes
        self._first: Case | None = None

    def figures(self, outcomes: Sequence[str]) -> list[Raw]:
        """Return outcomes by name, each a float or an array of the scenario's shape."""
        picks = [self._pick(outcome) for outcome in outcomes]
        shape = self.scenario.shape
        if shape:
            named = dict(zip(outcomes, picks, strict=True))
            return list(in_blocks(self.scenario.values, shape, Case, named).values())
        case = self._first_case()
        found = [pick(case) for pick in picks]
        for outcome, raw in zip(outcomes, found, strict=True):
            check_finite(outcome, raw)
        return found

    def terms(self, route: str) -> Terms:
        """Return a route's lines; of the first element where the scenario holds arrays."""
        _known_route(self.scenario, route)
        return self._first_case().terms(route)

    def _first_case(self) -> Case:
        """Return the case of a scalar scenario, or of the first element of one with arrays."""
        if self._first is None:
            values = self.scenario.values
            if self.scenario.shape:
                firsts = {keys: float(array.flat[0]) for keys, array in array_leaves(values)}
                values = replace_leaves(values, firsts)
            self._first = Case(values)
        return self._first

    # -- outcomes by name ----------------------------------------------------------------------

    def _pick(self, outcome: str) -> Pick:
        """Return what reads an outcome off a case.

        Raises
        ------
        PathError
            If there is no such outcome.
        """
        head, _, rest = outcome.partition(".")
        if head == "loss" and len(self.routes) > 1:
            return self._loss(rest or "operating", outcome)
        if head == "supply" and rest in _SUPPLY:
            return lambda case: case.blend[rest]
        if head in self.scenario.routes and rest:
            return self._line(head, rest, outcome)
        raise self._no_outcome(outcome)

    def _no_outcome(self, outcome: str) -> PathError:
        """Return the refusal, in the names that the asking result takes."""
        known = [f"supply.{name}" for name in _SUPPLY]
        if len(self.routes) > 1:
            known += [f"loss.{basis}" for basis in BASES]
            known += [f"{route}.{name}" for route in self.routes for name in self._known(route)]
        else:
            outcome = outcome.removeprefix(f"{self.routes[0]}.")
            known += self._known(self.routes[0])
        return PathError(f"no outcome {quote(outcome)}{did_you_mean(outcome, known)}")

    def _loss(self, basis: str, outcome: str) -> Pick:
        reference, alternative = self.routes
        if basis not in BASES:
            raise self._no_outcome(outcome)
        line = "netback" if basis == "price" else basis

        def pick(case: Case) -> Raw:
            left, right = case.terms(reference), case.terms(alternative)
            return fold.share_lost(getattr(left, line), getattr(right, line), getattr(left, basis))

        return pick

    def _line(self, route: str, name: str, outcome: str) -> Pick:
        if name in SUBTOTALS:
            return lambda case: getattr(case.terms(route), name)
        if name in _SUMS:
            lines = FREIGHT if name == "freight" else (name,)
            return lambda case: _summed(case.terms(route), lines)
        terms = self.terms(route)
        names = [line for line, _, _ in (*terms.gains, *terms.costs)]
        if name not in names:
            raise self._no_outcome(outcome)
        at = names.index(name)
        first_cost = len(terms.gains)

        def pick(case: Case) -> Raw:
            found = case.terms(route)
            return (found.gains[at] if at < first_cost else found.costs[at - first_cost])[2]

        return pick

    def _known(self, route: str) -> list[str]:
        terms = self.terms(route)
        return [*SUBTOTALS, *_SUMS, *(line for line, _, _ in (*terms.gains, *terms.costs))]


Pick: TypeAlias = "Callable[[Case], Raw]"

_SUPPLY = ("barrels_per_tonne", "diluent_share", "shrinkage", "shrunk_api")


def _summed(terms: Terms, names: tuple[str, ...]) -> Raw:
    """Return the sum of these lines over all voyages; zero where the seller pays none."""
    found = [
        amount
        for line, _, amount in terms.costs
        if "." in line and line.rpartition(".")[2] in names
    ]
    return fold.fold(found) if found else 0.0


def check_finite(outcome: str, raw: Raw) -> None:
    """Refuse to hand out what is not finite; a loss may be NaN, and the result announces it."""
    if math.isfinite(raw) if isinstance(raw, float) else np.isfinite(raw).all():
        return
    good = np.isfinite(raw)
    if outcome.startswith("loss"):
        good = good | np.isnan(raw)
    if not np.all(good):
        bad = ~np.asarray(good)
        where = "" if isinstance(raw, float) else f", first at index {first_index(bad)} of a block"
        msg = f"{outcome} is not a finite number{where}; an input is far outside its range"
        raise InputError(msg)


# -- the public functions ----------------------------------------------------------------------


def _known_route(scenario: object, route: str) -> str:
    if not isinstance(scenario, Scenario):
        msg = f"wanted a Scenario, got {type(scenario).__name__}; write oilecon.scenario('article')"
        raise InputError(msg)
    if route not in scenario.routes:
        msg = f"no route {quote(route)} in the scenario{did_you_mean(str(route), scenario.routes)}"
        raise UnknownName(msg)
    return route


def evaluate(scenario: Scenario, route: str) -> Netback:
    """Return what a barrel earns its producer on one route.

    Parameters
    ----------
    scenario : Scenario
        Its leaves may be arrays, which broadcast together.
    route : str
        The route's name.

    Returns
    -------
    Netback
        Lines, subtotals and tables [USD/bbl].

    Raises
    ------
    UnknownName
        If the scenario has no such route.

    Examples
    --------
    >>> import oilecon as oe
    >>> round(oe.evaluate(oe.scenario("article"), "gulf").netback.magnitude, 2)
    51.34
    """
    return Netback(Engine(scenario, (_known_route(scenario, route),)))


def compare(scenario: Scenario, reference: str, alternative: str) -> Comparison:
    """Return what an alternative route loses against a reference.

    Parameters
    ----------
    scenario : Scenario
        Its leaves may be arrays, which broadcast together.
    reference, alternative : str
        Names of routes.

    Returns
    -------
    Comparison
        Losses, lines side by side, tables.

    Raises
    ------
    UnknownName
        If the scenario has no such route.

    Examples
    --------
    >>> import oilecon as oe
    >>> loss = oe.compare(oe.scenario("article"), "gulf", "asia").loss("netback")
    >>> f"{loss.magnitude:.1f} %"
    '6.6 %'
    """
    routes = (_known_route(scenario, reference), _known_route(scenario, alternative))
    return Comparison(Engine(scenario, routes))
