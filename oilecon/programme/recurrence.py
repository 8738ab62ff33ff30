"""The months of a programme one after the other, for a block of paths.

Arrays have the months on axis 0 and the paths on axis 1; a number that is the same on all paths is
a float. Nothing is checked here: `tree` has done so.
"""

from __future__ import annotations

from collections import abc
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core.elementwise import maximum, minimum, where
from oilecon.core.finance import YEAR_DAYS
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.inputs.route import ships as voyages
from oilecon.netback.legs import LEGS, ships
from oilecon.netback.lines import PRODUCER, paid_to
from oilecon.netback.route import Case, stream_values
from oilecon.netback.voyage import account
from oilecon.programme.debts import ContractPlan, Ledger, inflow, plan_contract, total
from oilecon.programme.recipes import Columns
from oilecon.programme.splits import Level, Lot, best_split, divided, is_zero
from oilecon.programme.states import Fleet, Pool, Stream, of_month

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from oilecon.netback.lines import Waterfall
    from oilecon.programme.months import Months
    from oilecon.programme.tree import Programme
    from oilecon.units import Raw

    Values = Mapping[str, Any]
    Rule = Callable[[str, Mapping[str, Raw], Mapping[str, Raw]], Mapping[str, Raw]]

__all__ = ["Outlet", "Plan", "oil_by_recipient", "plan_of", "walk"]

LENDERS = paid_to("finance_carry")
"""The recipient of interest, and of the service of loans."""

_NO_LIMIT = float("inf")
_ROUNDING = 1e-9  # of a lot, by which barrels may differ from it


@dataclass(frozen=True)
class Plan:
    """The names, dates and choices of a programme, the same on all paths."""

    months: Months
    outlets: tuple[str, ...]  # routes with one, in the order of their names
    routes: tuple[str, ...]  # those, and the routes of contracts
    streams: tuple[str, ...]
    stream_of: Mapping[str, str]
    open: Mapping[str, tuple[float, ...]]  # of each outlet, the share of each month's days
    home: Mapping[str, bool]
    contracts: tuple[ContractPlan, ...]
    objective: str
    shares: bool
    whole: bool
    fleets: frozenset[str]  # outlets with a number of ships
    sailed: frozenset[str]  # outlets with a voyage of the seller's, whose cargoes can be counted
    pooled: bool  # whether streams share diluent
    sources: tuple[str, ...]  # of it, beside the first


def plan_of(programme: Programme) -> Plan:
    """Return the plan of a programme."""
    routes = programme.routes
    months = programme.calendar
    limits = {name: route.outlet for name, route in routes.items() if route.outlet is not None}
    outlets = tuple(sorted(limits))
    contracts = tuple(
        plan_contract(name, contract, months) for name, contract in programme.contracts.items()
    )
    used = dict.fromkeys((*outlets, *(each.route for each in contracts if each.route)))
    streams = tuple(dict.fromkeys(routes[name].stream for name in used))
    return Plan(
        months,
        outlets,
        tuple(used),
        streams,
        {name: routes[name].stream for name in used},
        {
            name: tuple(
                months.open_share(k, outlet.since, outlet.until) for k in range(len(months))
            )
            for name, outlet in limits.items()
        },
        {name: outlet.fleet == "at home" for name, outlet in limits.items()},
        contracts,
        programme.objective,
        programme.split == "shares",
        programme.cargoes == "whole",
        frozenset(name for name, outlet in limits.items() if outlet.values["ships"] is not None),
        frozenset(name for name in outlets if voyages(routes[name])),
        programme.diluent_pool is not None,
        () if programme.diluent_pool is None else tuple(programme.diluent_pool.sources),
    )


class Outlet:
    """An outlet over the months."""

    def __init__(self, name: str, plan: Plan, values: Values, case: Case) -> None:
        self.name, self.plan = name, plan
        route = values["routes"][name]
        self.values: Values = route["outlet"]
        self.source = plan.streams.index(plan.stream_of[name])
        steps = self.values["steps"]
        changes = [each["change"] for each in steps.values()] or [0.0]
        self.waterfalls: list[Waterfall] = [
            case.waterfall(name) if is_zero(change) else _moved(values, name, change)
            for change in changes
        ]
        self.volumes = [each["volume"] for each in steps.values()]
        lag = of_month(self.values["lag"], 0) + of_month(self.values["held"], 0)
        rate = of_month(values["discount"], 0)
        self.discount: Raw = (1.0 + rate) ** (-lag / YEAR_DAYS)
        self.cargo: Any = None
        self.fleet: Fleet | None = None
        sailed = list(ships(route["legs"]).values())
        if sailed:
            self.cargo = _sent(case, name, _largest_cargo(sailed))
            self.at_sea = _days_at_sea(sailed)
        if self.values["ships"] is not None:
            days = account(sailed[-1], values["market"]).total_days
            self.fleet = Fleet(
                self.values["ships"], days, self.cargo, plan.months, home=plan.home[name]
            )

    def open(self, month: int) -> None:
        """Begin a month: the most that can go there."""
        days, share = self.plan.months.days[month], self.plan.open[self.name][month]
        most: Raw = _NO_LIMIT
        for limit in ("capacity", "licence"):
            if self.values[limit] is not None:
                most = minimum(most, of_month(self.values[limit], month) * days)
        most = most * share if share else 0.0
        if self.fleet is not None:
            most = minimum(most, self.fleet.open(month))
        self.left: Raw = most
        self.term = of_month(self.values["term"], month) * days * share
        self.loaded: Raw = 0.0
        self.sold_by_term: Raw = 0.0

    def load(self, barrels: Raw) -> None:
        """Count barrels that leave."""
        self.left = maximum(self.left - barrels, 0.0)
        self.loaded = self.loaded + barrels

    def lot(self, month: int) -> Lot:
        """Return the outlet's part in the choice of a month."""
        days = self.plan.months.days[month]
        levels = []
        most: Raw = 0.0
        for k, waterfall in enumerate(self.waterfalls):
            value = of_month(waterfall.netback, month)
            if self.plan.objective == "netback":
                worth = value * self.discount
            else:
                worth = value * self.discount
                if self.plan.objective == "net":
                    worth = worth - _taken(waterfall, month)
            most = most + of_month(self.volumes[k], month) * days if self.volumes else _NO_LIMIT
            levels.append(Level(worth, most))
        cargo = of_month(self.cargo, month) if self.plan.whole else None
        least = of_month(self.values["minimum"], month)
        before = self.sold_by_term if self.volumes else 0.0
        return Lot(self.source, self.left, tuple(levels), cargo, least, before)

    def by_recipient(self, barrels: Sequence[Raw], levels: Sequence[Any]) -> dict[str, list[Raw]]:
        """Return who has the price of barrels sold, by month [USD]."""
        by_month = list(enumerate(zip(barrels, levels, strict=True)))
        columns = {}
        for to in self.waterfalls[0].recipients():
            paid = [each.paid(to) for each in self.waterfalls]
            columns[to] = [
                sold * _chosen([of_month(figure, month) for figure in paid], level)
                for month, (sold, level) in by_month
            ]
        return columns

    def at_levels(self, name: str, levels: Sequence[Any]) -> list[Raw]:
        """Return a figure of a barrel by month, at the price that was chosen [USD/bbl]."""
        figure = _FIGURES[name]
        return [
            _chosen([figure(each, month) for each in self.waterfalls], level)
            for month, level in enumerate(levels)
        ]


def oil_by_recipient(plan: ContractPlan, case: Case, columns: Columns) -> dict[str, list[Raw]]:
    """Return who has what a contract's oil counts, by month [USD].

    The costs of the barrel are paid as of any that goes that way; lenders have the service that
    they keep, and the producer the rest, what the account holds included.
    """
    waterfall, name = case.waterfall(plan.route), plan.name
    delivered, kept = columns[f"{name}.barrels"], columns[f"{name}.service"]
    paid: dict[str, list[Raw]] = {
        to: [
            barrels * of_month(waterfall.paid(to), month) for month, barrels in enumerate(delivered)
        ]
        for to in waterfall.recipients()
        if to != PRODUCER
    }
    before = paid.get(LENDERS, [0.0] * len(kept))
    paid[LENDERS] = [a + b for a, b in zip(before, kept, strict=True)]
    earned, costs = columns[f"{name}.earned"], columns[f"{name}.costs"]
    rest = [a + b for a, b in zip(earned, costs, strict=True)]
    for rows in paid.values():
        rest = [a - b for a, b in zip(rest, rows, strict=True)]
    return {**paid, PRODUCER: rest}


def _chosen(figures: Sequence[Any], level: Any) -> Raw:
    """Return the figure at the price that was chosen."""
    chosen: Raw = figures[0]
    for k, figure in enumerate(figures[1:], 1):
        chosen = where(level == k, figure, chosen)
    return chosen


def _taken(waterfall: Waterfall, month: int) -> Raw:
    taken: Raw = of_month(waterfall.operating, month) - of_month(waterfall.net, month)
    return taken


_FIGURES: Mapping[str, Callable[[Waterfall, int], Raw]] = {
    "price": lambda waterfall, month: of_month(waterfall.price, month),
    "netback": lambda waterfall, month: of_month(waterfall.netback, month),
    "take": _taken,
}


def _moved(values: Values, route: str, change: Any) -> Waterfall:
    """Return a route's waterfall with a change of its differential."""
    of_route = values["routes"][route]
    sale = {**of_route["sale"], "differential": of_route["sale"]["differential"] + change}
    routes = {**values["routes"], route: {**of_route, "sale": sale}}
    return Case({**values, "routes": routes}).waterfall(route)


def _largest_cargo(sailed: Sequence[Values]) -> Any:
    """Return the largest cargo among the ships of a route [t]."""
    largest: Any = sailed[0]["cargo"]
    for leg in sailed[1:]:
        largest = maximum(largest, leg["cargo"])
    return largest


def _sent(case: Case, route: str, tonnes: Any) -> Any:
    """Return the barrels that go into the first leg for a cargo, some of them lost by land."""
    legs = case.values["routes"][route]["legs"]
    first = next(iter(ships(legs)))
    barrels = tonnes * case.blend(case.stream(route))["barrels_per_tonne"]
    by_land = first != next(iter(legs))
    return barrels / case.point(route, first).barrels_in if by_land else barrels


def _days_at_sea(sailed: Sequence[Values]) -> Any:
    """Return the days from loading to the end of discharge at the last port."""
    at_sea: Any = 0.0
    for leg in sailed:
        under_way, in_port = LEGS[leg["kind"]].time(leg)
        at_sea = at_sea + under_way + in_port
    return at_sea


def _barter(case: Case, plan: Plan, pool: Values | None, stream: str) -> Any:
    """Return the part of each barrel made that is given for its diluent [1].

    Raises
    ------
    InputError
        If the blend is worth less than the diluent that it is to pay.
    """
    if pool is None or is_zero(pool["bartered"]):
        return 0.0
    sold = [route for route in plan.routes if plan.stream_of[route] == stream]
    route = pool["valued_by"] if pool["valued_by"] in sold else sold[0]
    netback, owed = case.waterfall(route).netback, case.blend(stream)["diluent"] * pool["bartered"]
    if np.any(np.less_equal(netback, owed)):
        msg = (
            f"Programme.diluent_pool.bartered: a barrel of blend of {stream!r} is worth "
            f"{float(np.min(netback)):.2f} USD/bbl by {route!r}, not more than the diluent in it "
            f"that it is to pay, {float(np.max(owed)):.2f}; write a smaller share"
        )
        raise InputError(msg)
    return owed / netback


def walk(plan: Plan, values: Values, rule: Rule | None = None) -> tuple[Columns, list[Outlet]]:
    """Return the barrels, prices and ledgers of every month.

    Parameters
    ----------
    plan : Plan
        Names, dates and choices.
    values : mapping
        The programme's values, with arrays of months and paths.
    rule : callable, optional
        The user's own split.

    Returns
    -------
    dict of str to list of float or array, and list
        By column, one entry a month; and the outlets with their waterfalls.
    """
    parts = _Parts(plan, values)
    columns = parts.columns
    wells: list[list[Stream]] = [[] for _ in parts.streams]
    ledgers: dict[str, list[Any]] = {name: [] for name in parts.ledgers}
    for month in range(len(plan.months)):
        parts.open(month)
        rows = parts.deliver(month, first=True)
        sold = _sell(parts, month, rule)
        rows |= parts.deliver(month, first=False)
        for name, row in rows.items():
            ledgers[name].append(row)
        for stream, by_month in zip(parts.streams, wells, strict=True):
            stream.close(month)
            by_month.append(copy(stream))
        _record(parts, month, sold)
    for by_month in wells:
        _add_stream(by_month, columns)
    for outlet in parts.outlets.values():
        _add_outlet(outlet, columns)
    for name, ledger in parts.ledgers.items():
        _add_contract(ledger, ledgers[name], parts.case, columns)
    return columns, list(parts.outlets.values())


def _record(parts: _Parts, month: int, sold: Sequence[tuple[Raw, Any]]) -> None:
    """Add what was bought and sold in a month, which other columns follow from."""
    columns = parts.columns
    if parts.pool is not None:
        bought = parts.pool.close(month)
        columns.add("diluent_bought", sum(bought))
        for name, barrels in zip(parts.pool.sources, bought[1:], strict=True):
            columns.add(f"{name}.bought", barrels)
        columns.add("diluent_stock", parts.pool.stock)
    for outlet, (barrels, level) in zip(parts.outlets.values(), sold, strict=True):
        columns.add(f"{outlet.name}.barrels", barrels)
        columns.add(f"{outlet.name}.loaded", outlet.loaded)
        columns.add(f"{outlet.name}.level", level)
        if outlet.fleet is not None:
            columns.add(f"{outlet.name}.ships_away", outlet.fleet.close(month, outlet.loaded))


class _Parts:
    """The parts of a programme, which remember what happened in earlier months."""

    def __init__(self, plan: Plan, values: Values) -> None:
        months, case, shared = plan.months, Case(values), values["diluent_pool"]
        self.plan, self.case = plan, case
        self.columns = Columns()
        self.pool = None if shared is None else Pool(shared, months)
        self.streams = [
            Stream(name, stream_values(values, name), case.blend(name), months, self.pool)
            for name in plan.streams
        ]
        self.barter = [_barter(case, plan, shared, name) for name in plan.streams]
        self.outlets = {name: Outlet(name, plan, values, case) for name in plan.outlets}
        self.ledgers = {
            each.name: Ledger(each, values["contracts"][each.name], _price(each, values, case))
            for each in plan.contracts
        }

    def open(self, month: int) -> None:
        """Begin a month."""
        in_cash: Raw = 1.0
        if self.pool is not None:
            self.pool.open(month)
            in_cash = 1.0 - of_month(self.pool.values["bartered"], month)
        for stream, given in zip(self.streams, self.barter, strict=True):
            stream.open(month, of_month(given, month), in_cash)
        for outlet in self.outlets.values():
            outlet.open(month)

    def deliver(self, month: int, *, first: bool) -> dict[str, Any]:
        """Deliver the oil of the contracts before, or after, the cash sales; return their rows."""
        return {
            name: self._delivered(ledger, month)
            for name, ledger in self.ledgers.items()
            if ledger.plan.first is first
        }

    def _delivered(self, ledger: Ledger, month: int) -> Any:
        """Deliver a contract's oil of a month, and return the ledger's row."""
        plan, route = self.plan, ledger.plan.route
        if not route:
            return ledger.month(month, 0.0)
        stream = self.streams[plan.streams.index(plan.stream_of[route])]
        room = stream.tank + stream.room
        outlet = self.outlets.get(route)
        if outlet is not None:
            room = minimum(room, outlet.left)
        row = ledger.month(month, room / plan.months.days[month])
        if row is not None:
            delivered = stream.take(row.barrels)
            if outlet is not None:
                outlet.load(delivered)
        return row


def _light(stream: Stream) -> Raw:
    return stream.made * stream.light if stream.mixed else 0.0


def _short_of_light(stream: Stream) -> Raw:
    return maximum(stream.wanted_light - _light(stream), 0.0) if stream.mixed else 0.0


def _at_home(stream: Stream) -> Raw:
    return stream.domestic * stream.days


_STREAM: Mapping[str, Callable[[Stream, int], Raw]] = {
    "potential": lambda stream, _: stream.potential * stream.days,
    "produced": lambda stream, _: stream.produced * stream.days,
    "shut_in": lambda stream, _: stream.idled * stream.days,
    "domestic": lambda stream, _: _at_home(stream),
    "made": lambda stream, _: stream.made,
    "bartered": lambda stream, _: stream.made - stream.for_sale,
    "stock": lambda stream, _: stream.tank,
    "diluent": lambda stream, _: _light(stream),
    "diluent_short": lambda stream, _: _short_of_light(stream),
    "production_cost": lambda stream, month: (
        stream.for_sale * stream.production
        + _at_home(stream) * of_month(stream.supply["production_cost"], month)
    ),
    "diluent_cost": lambda stream, _: stream.for_sale * stream.diluent + stream.extra,
    "domestic_sales": lambda stream, month: (
        _at_home(stream) * of_month(stream.wells["domestic_price"], month)
    ),
    "investment": lambda stream, month: of_month(stream.wells["investment"], month) * stream.days,
    # What explanations need beside the columns of a run.
    "after_decline": lambda stream, _: stream.base,
    "restored_after_decline": lambda stream, _: stream.restored,
    "heavy": lambda stream, _: stream.heavy,
    "light": lambda stream, _: stream.light if stream.mixed else 0.0,
    "given": lambda stream, _: stream.barter,
    "wanted_light": lambda stream, _: stream.wanted_light if stream.mixed else 0.0,
    "dearer_diluent": lambda stream, _: stream.extra,
}


def _add_stream(by_month: Sequence[Stream], columns: Columns) -> None:
    """Add the columns of a stream, from what it was at the end of each month."""
    for column, figure in _STREAM.items():

        def recipe(_: Columns, figure: Callable[[Stream, int], Raw] = figure) -> list[Raw]:
            return [figure(stream, month) for month, stream in enumerate(by_month)]

        columns.follow(f"{by_month[0].name}.{column}", recipe)


def _add_outlet(outlet: Outlet, columns: Columns) -> None:
    """Add the columns that follow from an outlet's barrels, and from the prices chosen."""
    name = outlet.name
    for column in _FIGURES:

        def recipe(columns: Columns, column: str = column) -> list[Raw]:
            return outlet.at_levels(column, columns[f"{name}.level"])

        columns.follow(f"{name}.{column}", recipe)

    def cargoes(columns: Columns) -> list[Raw]:
        loaded = enumerate(columns[f"{name}.loaded"])
        return [barrels / of_month(outlet.cargo, month) for month, barrels in loaded]

    if outlet.cargo is not None:
        columns.follow(f"{name}.cargoes", cargoes)


def _price(plan: ContractPlan, values: Values, case: Case) -> Any:
    """Return the price of a contract's route, by month and path [USD/bbl].

    Raises
    ------
    InputError
        If it falls below zero, and the contract does not say what a barrel counts then.
    """
    if not plan.route:
        return 0.0
    price, terms = case.waterfall(plan.route).price, values["contracts"][plan.name]["repayment"]
    if terms is None:
        return price
    lowest = float(np.min(price * terms["factor"] + terms["differential"]))
    if terms["price"] is None and lowest < 0.0 and terms["negative_prices"] == "refused":
        msg = (
            f"Programme.{plan.name}.repayment: a barrel counts {lowest:.2f} USD/bbl in some month, "
            "below zero; write negative_prices='as zero' if such barrels count nothing"
        )
        raise InputError(msg)
    return price


def _sell(parts: _Parts, month: int, rule: Rule | None) -> list[tuple[Raw, Any]]:
    """Return the cash sales of each outlet, and its level: term volumes first, then the split."""
    plan, outlets, streams = parts.plan, list(parts.outlets.values()), parts.streams
    term: list[Raw] = []
    for outlet in outlets:
        if isinstance(outlet.term, float) and outlet.term == 0.0:
            term.append(0.0)
            continue
        stream = streams[outlet.source]
        taken = stream.take(minimum(outlet.term, minimum(outlet.left, stream.tank + stream.room)))
        outlet.load(taken)
        outlet.sold_by_term = taken
        term.append(taken)
    if rule is not None or plan.shares:
        return _by_rule(parts, month, term, rule)
    sources = [stream.source for stream in streams]
    if plan.objective == "netback":
        sources = [source._replace(cost=0.0) for source in sources]
    pool = [] if parts.pool is None else parts.pool.tiers
    lots = [outlet.lot(month) for outlet in outlets]
    split = best_split(lots, sources, pool)
    if plan.whole:
        parts.columns.add("cargo_gap", divided(lots, sources, pool).earned - split.earned)
    sold = []
    for outlet, barrels, level, first in zip(outlets, split.sold, split.levels, term, strict=True):
        taken = streams[outlet.source].take(barrels)
        outlet.load(taken)
        sold.append((first + taken, level))
    return sold


def _by_rule(
    parts: _Parts, month: int, term: Sequence[Raw], rule: Rule | None
) -> list[tuple[Raw, Any]]:
    """Return the cash sales by fixed shares, or by the user's own rule, within the limits."""
    plan, outlets, streams = parts.plan, list(parts.outlets.values()), parts.streams
    ready = [stream.tank + stream.room for stream in streams]
    wanted: dict[str, Raw]
    if rule is None:
        wanted = {
            outlet.name: of_month(outlet.values["share"], month) * ready[outlet.source]
            for outlet in outlets
        }
    else:
        days, label = plan.months.days[month], plan.months.labels[month]
        netbacks = {o.name: _shown(of_month(o.waterfalls[0].netback, month)) for o in outlets}
        by_stream = {name: each / days for name, each in zip(plan.streams, ready, strict=True)}
        shape = np.broadcast_shapes(*map(np.shape, (*by_stream.values(), *netbacks.values())))
        given = _read_rule(rule(label, by_stream, netbacks), label, plan.outlets, shape)
        wanted = {outlet.name: given.get(outlet.name, 0.0) * days for outlet in outlets}
    sold = []
    for outlet, first in zip(outlets, term, strict=True):
        stream, lot = streams[outlet.source], outlet.lot(month)
        of_steps = maximum(lot.levels[-1].most - lot.before, 0.0)
        most = minimum(minimum(lot.most, of_steps), stream.tank + stream.room)
        asked = minimum(maximum(wanted[outlet.name], 0.0), most)
        asked = where(asked < lot.least * (1.0 - _ROUNDING), 0.0, asked)
        taken = stream.take(asked)
        outlet.load(taken)
        level: Any = 0
        for each in lot.levels[:-1]:
            level = level + (lot.before + taken > each.most * (1.0 + _ROUNDING))
        sold.append((first + taken, level))
    return sold


def _shown(figure: Raw) -> Raw:
    """Return a figure for a rule of one's own, which cannot change it."""
    if not isinstance(figure, np.ndarray):
        return figure
    view = figure.view()
    view.flags.writeable = False
    return view


def _read_rule(
    given: object, label: str, outlets: Sequence[str], shape: tuple[int, ...]
) -> dict[str, Raw]:
    """Return what a rule of one's own asks for, by outlet [bbl/day].

    Raises
    ------
    InputError, UnknownName
        If that is no mapping of outlets to numbers, one for all paths or one for each.
    """
    place = f"run: rule: {label}"
    barrels: dict[str, Raw] = {}
    if not isinstance(given, abc.Mapping):
        msg = (
            f"{place}: expected a mapping of outlets to barrels a day, got "
            f"{type(given).__name__}; write return {{{outlets[0]!r}: 200_000.0}}"
        )
        raise InputError(msg)
    for name, asked in given.items():
        if name not in outlets:
            msg = f"{place}: no outlet {quote(name)}{did_you_mean(str(name), outlets)}"
            raise UnknownName(msg)
        plain = isinstance(asked, (int, float, np.ndarray, np.number))
        array = np.asarray(asked) if plain else np.array("")
        if array.dtype.kind not in "iuf" or array.shape not in {(), shape}:
            of_paths = f", or an array of shape {shape}" if shape else ""
            got = f"one of shape {array.shape}" if array.ndim else quote(asked)
            msg = (
                f"{place}: {name}: expected barrels a day as a plain number{of_paths}, got "
                f"{got}; write for example 200_000.0"
            )
            raise InputError(msg)
        if missing := int(np.isnan(array).sum()):
            msg = (
                f"{place}: {name}: expected barrels a day, got nan ({missing} of {array.size}); "
                "write 0.0 where nothing is sold"
            )
            raise InputError(msg)
        barrels[name] = array.astype(float) if array.ndim else float(array)
    return barrels


def _add_contract(ledger: Ledger, rows: Sequence[Any], case: Case, columns: Columns) -> None:
    """Add the columns of a contract, from its ledger's rows, which begin with its loans."""
    name, route = ledger.plan.name, ledger.plan.route
    way = case.waterfall(route) if route else None

    def of_route(figure: Callable[[Waterfall, int], Raw], month: int) -> Raw:
        return 0.0 if way is None else figure(way, month)

    def on_the_way(waterfall: Waterfall, month: int) -> Raw:
        costs: Raw = of_month(waterfall.price, month) - of_month(waterfall.netback, month)
        return costs

    figures: dict[str, Callable[[int, Any], Raw]] = {
        "barrels": lambda _, row: row.barrels,
        "short": ledger.short,
        "price": lambda month, _: of_route(_FIGURES["price"], month),
        "value": lambda _, row: row.value + row.beyond,
        "service": lambda _, row: total(row, "paid") - _some(row.cash),
        "cash_service": lambda _, row: _some(row.cash),
        "left": lambda _, row: row.surplus + _some(row.released),
        "fund": lambda _, row: _some(row.held) + _some(row.account),
        "drawn": lambda _, row: inflow(ledger.plan, row),
        "due": lambda _, row: total(row, "owed"),
        "debt": lambda _, row: total(row, "closing"),
        "arrears": lambda _, row: total(row, "overdue"),
        # What explanations need beside the columns of a run.
        "interest": lambda _, row: total(row, "interest"),
        "on_overdue": lambda _, row: total(row, "on_overdue"),
        "fees": lambda _, row: _all(row, "fee"),
        "written_off": lambda _, row: _all(row, "written_off"),
        "falls_due": lambda _, row: _all(row, "due"),
        "prepaid": lambda _, row: _all(row, "prepaid"),
        "all_drawn": lambda _, row: _all(row, "drawn"),
        "overdue_before": lambda _, row: _overdue_before(row),
        "contracted": ledger.wanted,
    }
    for column, figure in figures.items():
        before = ledger.opening if column == "fund" else 0.0

        def by_row(
            _: Columns, figure: Callable[[int, Any], Raw] = figure, before: Raw = before
        ) -> list[Raw]:
            return [before if row is None else figure(month, row) for month, row in enumerate(rows)]

        columns.follow(f"{name}.{column}", by_row)
    for column, of_barrel in (("costs", on_the_way), ("take", _taken)):

        def by_barrel(
            columns: Columns, figure: Callable[[Waterfall, int], Raw] = of_barrel
        ) -> list[Raw]:
            barrels = enumerate(columns[f"{name}.barrels"])
            return [delivered * of_route(figure, month) for month, delivered in barrels]

        columns.follow(f"{name}.{column}", by_barrel)
    for column, gross in (("earned", "value"), ("released", "left")):

        def after_costs(columns: Columns, gross: str = gross) -> list[Raw]:
            both = zip(columns[f"{name}.{gross}"], columns[f"{name}.costs"], strict=True)
            return [amount - costs for amount, costs in both]

        columns.follow(f"{name}.{column}", after_costs)


def _some(amount: Raw | None) -> Raw:
    return 0.0 if amount is None else amount


def _all(row: Any, name: str) -> Raw:
    """Return a figure of a row over its loans, of which some may have none [USD]."""
    amount: Raw = 0.0
    for loan in row.loans:
        amount = amount + _some(getattr(loan, name))
    return amount


def _overdue_before(row: Any) -> Raw:
    """Return what was overdue when a month began [USD]."""
    amount: Raw = 0.0
    for loan in row.loans:
        amount = amount + loan.before[-1]
    return amount
