"""From values to lines: the one way every figure is computed.

The model is a pure function from a scenario's `values`, a plain tree of floats or arrays and of
names, to each route's terms. Whatever varies an input (a block of a large array, a draw, a corner,
a solver's trial) only puts other leaves into that tree with `replace_leaves`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from oilecon.core import blending, finance, quality, voyage
from oilecon.core import netback as fold
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.core.viscosity import RULES
from oilecon.errors import InputError, PathError, UnknownName, did_you_mean, quote
from oilecon.results import BASES, SUBTOTALS, Comparison, Line, Netback, Terms
from oilecon.scenarios import Scenario
from oilecon.units import Raw, first_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["BLOCK", "blocks", "compare", "cut", "evaluate", "replace_leaves", "spread"]

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
            "diluent_delivered": 0.0,
        }
    target = supply["target_api"]
    share = blending.diluent_share(heavy, light["api"], target)
    if supply["target_viscosity"] is not None:
        share = maximum(share, supply_viscosity_share(supply))
        densities = quality.specific_gravity(heavy), quality.specific_gravity(light["api"])
        # Where viscosity binds, the blend is lighter than its target gravity.
        target = quality.api_gravity(blending.weighted_mean((1.0 - share, share), densities))
    shrinkage = blending.shrinkage_share(share, heavy, light["api"])
    delivered = delivered_diluent(light, market)
    left = 1.0 - shrinkage
    return {
        "barrels_per_tonne": quality.barrels_per_tonne(target),
        "diluent_share": share,
        "shrinkage": shrinkage,
        "shrunk_api": blending.shrunk_api(target, shrinkage),
        "production": (1.0 - share) * supply["production_cost"] / left,
        "diluent": share * delivered / left,
        "diluent_delivered": delivered,
    }


def supply_viscosity_share(supply: Values) -> Raw:
    """Return the share of diluent that a supply's target viscosity takes [1]."""
    rule = supply["viscosity_rule"]
    names = ("heavy_viscosity", "diluent_viscosity", "target_viscosity")
    for name in names:
        check_rule(rule, supply[name], f"supply.{name}")
    thick, thin, target = (supply[name] for name in names)
    apis = supply["heavy"]["api"], supply["diluent"]["api"]
    return viscosity_share(thick, thin, target, *apis, rule, supply["viscosity_basis"])


def viscosity_share(
    heavy_cst: Raw,
    diluent_cst: Raw,
    target_cst: Raw,
    heavy_api: Raw,
    diluent_api: Raw,
    rule: str,
    basis: str,
) -> Raw:
    """Return the diluent's share of the summed volumes that meets a target viscosity [1].

    None is taken by a crude that is thin enough already.
    """
    spec = RULES[rule]
    share = blending.share_for_number(
        spec.number(heavy_cst),
        spec.number(diluent_cst),
        spec.number(minimum(target_cst, heavy_cst)),
    )
    if basis == "volume":
        return share
    densities = quality.specific_gravity(heavy_api), quality.specific_gravity(diluent_api)
    return blending.volume_share(share, *densities)


def check_rule(rule: str, viscosity_cst: Raw, whose: str) -> None:
    """Refuse a viscosity outside what a mixing rule holds for.

    Raises
    ------
    InputError
        Naming the limits of this rule and of the others.
    """
    bad = RULES[rule].outside(viscosity_cst)
    if np.any(bad):
        others = [
            f"{other!r} holds {spec.range()}" for other, spec in RULES.items() if other != rule
        ]
        msg = (
            f"viscosity rule {rule!r} holds {RULES[rule].range()}, and {whose} has "
            f"{spread(viscosity_cst, bad)} cSt; {', '.join(others)}"
        )
        raise InputError(msg)


def delivered_diluent(light: Values, market: Values) -> Raw:
    """Return what a barrel of diluent costs at the blending plant [USD/bbl]."""
    if light["price"] is not None:
        fob: Raw = light["price"]
    elif light["price_per_tonne"] is not None:
        fob = light["price_per_tonne"] / quality.barrels_per_tonne(light["api"])
    else:
        fob = market["brent"] + light["differential"]
    delivered: Raw = fob + light["freight"]
    if light["voyage"] is not None:
        tonne = quality.barrels_per_tonne(light["api"])
        lines, _ = voyage_lines("diluent", light["voyage"], market, tonne)
        delivered = delivered + fold.fold(amount for _, _, amount in lines)
    return delivered


def blend_sulphur(supply: Values, share: Raw) -> Raw | None:
    """Return the blend's sulphur by mass [1]; None where either oil's is not known."""
    heavy, light = supply["heavy"], supply["diluent"]
    if light is None or heavy["sulphur"] is None or light["sulphur"] is None:
        return heavy["sulphur"] if light is None else None
    densities = [quality.specific_gravity(oil["api"]) for oil in (heavy, light)]
    masses = blending.mass_shares((1.0 - share, share), densities)
    return blending.weighted_mean(masses, (heavy["sulphur"], light["sulphur"]))


_LEAST_SHARE = 1e-300  # a blend without diluent is limited by none of it


def flows(supply: Values, blend: Mapping[str, Raw]) -> dict[str, Raw]:
    """Return what leaves and what is shut in [bbl/day], for the output and diluent there is."""
    output, share = supply["output"], blend["diluent_share"]
    blended = output
    if supply["diluent"] is not None:
        there = maximum(share, _LEAST_SHARE)
        blended = minimum(output, blending.heavy_let_out(supply["diluent_supply"], there))
    found: dict[str, Raw] = {
        "heavy_blended": blended,
        "heavy_left": output - blended,
        "blend_rate": blended * (1.0 - blend["shrinkage"]) / (1.0 - share),
    }
    return found


def quality_usd_bbl(rule: Values, api: Raw, sulphur: Raw | None) -> Raw:
    """Return what quality adds to the price by a rule [USD/bbl]; where it holds is checked apart.

    A sulphur that is not known counts as the reference's; `check_quality` has refused it where the
    rule prices sulphur.
    """
    if "rate" in rule:
        return 0.0 - quality.deescalator_usd_bbl(sulphur, rule["threshold"], rule["rate"])  # type: ignore[arg-type]
    reference = rule["reference_sulphur"]
    line: Raw = quality.linear_differential_usd_bbl(
        api,
        reference if sulphur is None else sulphur,
        rule["reference_api"],
        reference,
        rule["api_value"],
        rule["sulphur_value"],
    )
    heavier: Raw = quality.density_kg_m3(api) - quality.density_kg_m3(rule["reference_api"])
    by_density: Raw = rule["density_value"] * heavier * quality.BARREL_M3
    return line + by_density


def check_quality(rule: Values, api: Raw, sulphur: Raw | None, whose: str) -> None:
    """Refuse to price a quality outside the range that a rule holds for, or one that is not known.

    Raises
    ------
    InputError
        Naming the range and what came.
    """
    prices_sulphur = "rate" in rule or np.any(np.not_equal(rule["sulphur_value"], 0.0))
    if sulphur is None and prices_sulphur:
        msg = (
            f"{whose}: the rule prices sulphur, and it is not known of every oil in the blend; "
            "give the crude and the diluent one, or a rule without sulphur"
        )
        raise InputError(msg)
    found = {"api": (api, "degAPI", 1.0), "sulphur": (sulphur, "%", 100.0)}
    for name, (raw, unit, scale) in found.items():
        for end, beyond in (("low", np.less), ("high", np.greater)):
            limit = rule.get(f"{name}_{end}")
            if raw is None or limit is None:
                continue
            bad = beyond(raw, limit)
            if np.any(bad):
                came = float(np.broadcast_to(raw, np.shape(bad))[bad].flat[0]) * scale
                bound = float(np.broadcast_to(limit, np.shape(bad))[bad].flat[0]) * scale
                at = "at least" if end == "low" else "at most"
                msg = (
                    f"{whose}: the rule holds for {name} of {at} {bound:g} {unit}, got {came:g} "
                    f"{unit}; set the rule's {name}_{end} to None to go beyond it knowingly"
                )
                raise InputError(msg)


@lru_cache(maxsize=256)
def _voyage_names(name: str) -> tuple[str, ...]:
    lines = ("hire", "fuel", "ports", "commission", "shadow_premium", "transfer")
    return tuple(f"{name}.{line}" for line in lines)


FREIGHT = ("hire", "fuel", "ports", "commission")
"""The lines of market freight; what stands beside it is kept apart."""

_SUMS = (*FREIGHT, "shadow_premium", "transfer", "freight")


def voyage_lines(
    name: str, leg: Values, market: Values, barrels_per_tonne: Raw
) -> tuple[tuple[Line, ...], Raw]:
    """Return a voyage's lines per barrel loaded [USD/bbl], and its laden days with the extra."""
    ship, charter = leg["vessel"], leg["charter"]
    eca = leg["eca_distance"]
    sea = leg["distance"] - eca
    back, back_eca = leg["ballast_distance"], leg["ballast_eca_distance"]
    if back_eca is None:
        back_eca = eca
    back_sea = (leg["distance"] if back is None else back) - back_eca

    laden = voyage.sea_days(1.0, leg["weather"], ship["knots_laden"])  # days a mile
    ballast = voyage.sea_days(1.0, leg["weather"], ship["knots_ballast"])
    laden_sea, laden_eca = sea * laden, eca * laden
    ballast_sea, ballast_eca = back_sea * ballast, back_eca * ballast
    at_sea = laden_sea + laden_eca
    extra = leg["extra_days"]
    load, discharge, wait = leg["days_load"], leg["days_discharge"], leg["days_wait"] + extra
    days = at_sea + ballast_sea + ballast_eca + load + discharge + wait

    burnt = {
        "vlsfo": voyage.fuel_t(laden_sea, ship["fuel_laden"], ballast_sea, ship["fuel_ballast"]),
        "mgo": voyage.fuel_t(laden_eca, ship["fuel_laden"], ballast_eca, ship["fuel_ballast"]),
    }
    burnt[leg["load_fuel"]] = burnt[leg["load_fuel"]] + load * ship["fuel_load"]
    burnt[leg["discharge_fuel"]] = burnt[leg["discharge_fuel"]] + discharge * ship["fuel_discharge"]
    burnt[leg["wait_fuel"]] = burnt[leg["wait_fuel"]] + wait * ship["fuel_wait"]

    barrels = leg["cargo"] * barrels_per_tonne
    hire = charter["hire"] * days / barrels
    fuel = (burnt["vlsfo"] * market["vlsfo"] + burnt["mgo"] * market["mgo"]) / barrels
    ports = (leg["port_cost_load"] + leg["port_cost_discharge"]) / barrels
    commission = voyage.broker_commission_usd(hire + fuel + ports, charter["commission"])
    freight = fold.fold((hire, fuel, ports, commission))
    names = _voyage_names(name)
    lines = (
        (names[0], "shipowner", hire),
        (names[1], "fuel suppliers", fuel),
        (names[2], "ports", ports),
        (names[3], "brokers", commission),
        (names[4], "shipowner", (leg["shadow_multiple"] - 1.0) * freight),
        (names[5], "STS operators", leg["transfer_cost"]),
    )
    return lines, at_sea + extra


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
    if sale["quality"] is not None:
        sulphur = blend_sulphur(supply, blend["diluent_share"])
        worth = quality_usd_bbl(sale["quality"], blend["shrunk_api"], sulphur)
        gains = (*gains, ("quality", "", worth))
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


def spread(raw: Raw, bad: Any) -> str:
    """Return the first bad element as text, with its index and how many there are."""
    if isinstance(raw, float):
        return f"{raw:g}"
    full = np.broadcast_to(raw, np.shape(bad))
    return f"{full[bad].flat[0]:g} at index {first_index(bad)} ({int(bad.sum())} of {bad.size})"


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
            if leg["sale"]["quality"] is not None:
                supply, api = values["supply"], self.blend["shrunk_api"]
                sulphur = blend_sulphur(supply, self.blend["diluent_share"])
                check_quality(leg["sale"]["quality"], api, sulphur, f"{route}.sale.quality")
            terms = route_terms(leg, values["market"], values["supply"], self.blend)
            self._terms[route] = terms
        return terms

    def supply(self, name: str) -> Raw:
        """Return an outcome of the barrel or of what leaves, by name."""
        supply, share = self._values["supply"], self.blend["diluent_share"]
        if name == "diluent_ratio":  # not a number where the blend is all diluent
            return share / where(np.less(share, 1.0), 1.0 - share, np.nan)
        if name == "blend_sulphur":
            return cast("Raw", blend_sulphur(supply, share))  # asked for only where it is known
        return flows(supply, self.blend)[name] if name in _FLOWS else self.blend[name]

    def diluent_value(self, route: str) -> Raw:
        """Return what one more barrel of diluent would earn by this route [USD/bbl].

        Nothing where heavy crude runs out first; before royalty and before its own cost.
        """
        supply, blend = self._values["supply"], self.blend
        worth = blending.diluent_value_usd_bbl(
            self.terms(route).netback,
            supply["production_cost"],
            maximum(blend["diluent_share"], _LEAST_SHARE),
            blend["shrinkage"],
        )
        if supply["output"] is None or supply["diluent_supply"] is None:
            return worth
        spare = np.greater(flows(supply, blend)["heavy_left"], 0.0)
        return where(spare, worth, 0.0)


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


def _arrays(values: Values, above: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    for name, leaf in values.items():
        if isinstance(leaf, dict):
            yield from _arrays(leaf, (*above, name))
        elif isinstance(leaf, np.ndarray):
            yield (*above, name), leaf


def blocks(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
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


def cut(array: Any, block: tuple[slice, ...]) -> Any:
    """Return an array's part in a block; a dimension of one stays as it is."""
    return array[
        tuple(
            slice(None) if size == 1 else part
            for size, part in zip(array.shape, block, strict=True)
        )
    ]


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
            return self._in_blocks(outcomes, picks, shape)
        case = self._first_case()
        found = [pick(case) for pick in picks]
        for outcome, raw in zip(outcomes, found, strict=True):
            _check(outcome, raw)
        return found

    def _in_blocks(
        self, outcomes: Sequence[str], picks: Sequence[Pick], shape: tuple[int, ...]
    ) -> list[Raw]:
        values = self.scenario.values
        arrays = {
            keys: array.reshape((1,) * (len(shape) - array.ndim) + array.shape)
            for keys, array in _arrays(values)
        }
        answers: list[Any] = [np.empty(shape) for _ in picks]
        for block in blocks(shape):
            leaves = {keys: cut(array, block) for keys, array in arrays.items()}
            case = Case(replace_leaves(values, leaves))
            for outcome, pick, answer in zip(outcomes, picks, answers, strict=True):
                answer[block] = pick(case)
                _check(outcome, answer[block])
        return answers

    def terms(self, route: str) -> Terms:
        """Return a route's lines; of the first element where the scenario holds arrays."""
        _known_route(self.scenario, route)
        return self._first_case().terms(route)

    def _first_case(self) -> Case:
        """Return the case of a scalar scenario, or of the first element of one with arrays."""
        if self._first is None:
            values = self.scenario.values
            if self.scenario.shape:
                firsts = {keys: float(array.flat[0]) for keys, array in _arrays(values)}
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
            return self._supply(rest)
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

    def _supply(self, name: str) -> Pick:
        """Return what reads an outcome of the barrel; some need inputs that may be left out."""
        supply = self.scenario.values["supply"]
        if name == "blend_sulphur" and blend_sulphur(supply, 0.0) is None:
            msg = "supply.blend_sulphur: not known of every oil; write supply.heavy.sulphur"
            msg += "" if supply["diluent"] is None else " and supply.diluent.sulphur"
            raise InputError(msg)
        needed = ["output"] + ["diluent_supply"] * (supply["diluent"] is not None)
        if name in _FLOWS and any(supply[one] is None for one in needed):
            lacking = " and ".join(f"supply.{one}" for one in needed if supply[one] is None)
            msg = f"supply.{name}: needs {lacking}; write for example '630 kb/day'"
            raise InputError(msg)
        return lambda case: case.supply(name)

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
        if name == "diluent_value":
            if self.scenario.values["supply"]["diluent"] is None:
                msg = f"{outcome}: the crude is sold as it is, without diluent"
                raise InputError(msg)
            return lambda case: case.diluent_value(route)
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
        return [
            *SUBTOTALS,
            *_SUMS,
            "diluent_value",
            *(line for line, _, _ in (*terms.gains, *terms.costs)),
        ]


Pick: TypeAlias = "Callable[[Case], Raw]"

_BARREL = ("barrels_per_tonne", "diluent_share", "shrinkage", "shrunk_api", "diluent_delivered")
_FLOWS = ("heavy_blended", "heavy_left", "blend_rate")
_SUPPLY = (*_BARREL, "diluent_ratio", "blend_sulphur", *_FLOWS)


def _summed(terms: Terms, names: tuple[str, ...]) -> Raw:
    """Return the sum of these lines over all voyages; zero where the seller pays none."""
    found = [
        amount
        for line, _, amount in terms.costs
        if "." in line and line.rpartition(".")[2] in names
    ]
    return fold.fold(found) if found else 0.0


def _check(outcome: str, raw: Raw) -> None:
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
