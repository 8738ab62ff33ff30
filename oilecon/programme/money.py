"""The money of a programme: when it is earned, paid and released, and who has it then.

All is in dollars by month. Money does not steer the barrels, so it follows them in one pass.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from oilecon.programme.states import of_month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.programme.recipes import Columns
    from oilecon.programme.recurrence import Outlet, Plan, Values
    from oilecon.units import Raw

__all__ = ["Sales", "add_money"]

_OF_STREAMS = (
    "potential",
    "produced",
    "shut_in",
    "domestic",
    "made",
    "bartered",
    "stock",
    "diluent",
    "diluent_short",
    "production_cost",
    "diluent_cost",
    "domestic_sales",
    "investment",
)
_OF_CONTRACTS = ("service", "cash_service", "drawn", "debt", "arrears", "short")


def add_money(plan: Plan, values: Values, columns: Columns, outlets: Mapping[str, Outlet]) -> None:
    """Add the columns of money, and the totals, to those of barrels."""
    for name, outlet in outlets.items():
        _add_outlet(Sales(plan, outlet), columns)
        if name in plan.sailed:
            columns.follow(f"{name}.afloat", partial(_afloat, plan, outlet))
    contracts = tuple(each.name for each in plan.contracts)

    def add(total: str, names: Sequence[str], column: str = "") -> None:
        parts = [f"{name}.{column or total}" for name in names]
        columns.follow(total, lambda columns: _sum(plan, *(columns[part] for part in parts)))

    for column in _OF_STREAMS:
        add(column, plan.streams)
    for column in ("earned", "released", "fund"):
        add(column, (*plan.outlets, *contracts))
    for column in ("due", "uncollected", "receivable"):
        add(column, plan.outlets)
    for column in _OF_CONTRACTS:
        add(column, contracts)
    add("sold", plan.outlets, "barrels")
    add("delivered", contracts, "barrels")
    columns.follow("exported", lambda all_: _sum(plan, all_["sold"], all_["delivered"]))
    columns.follow("take", partial(_all_taken, plan))
    columns.follow("cash", partial(_cash, plan))
    columns.follow("partners", partial(_of_partners, plan, values))
    columns.follow("state", lambda all_: _less(all_["cash"], all_["partners"]))
    columns.follow("objective", partial(_objective, plan, outlets))


def _add_outlet(sales: Sales, columns: Columns) -> None:
    """Add when the money of an outlet is earned, falls due, is paid and may be used."""
    recipes = {
        "earned": sales.earned,
        "collected": sales.collected,
        "due": sales.due,
        "paid": sales.paid,
        "uncollected": sales.uncollected,
        "released": sales.released,
        "receivable": sales.receivable,
        "fund": sales.fund,
    }
    for column, recipe in recipes.items():
        columns.follow(f"{sales.name}.{column}", recipe)


class Sales:
    """The money of an outlet's sales, by month [USD]."""

    def __init__(self, plan: Plan, outlet: Outlet) -> None:
        self.name, self.months = outlet.name, plan.months
        terms = outlet.values
        self.lag, self.held = (of_month(terms[each], 0) for each in ("lag", "held"))
        self.owed, self.opening = (of_month(terms[each], 0) for each in ("receivable", "fund"))
        # Whether a dollar is ever paid depends on the month in which it was earned.
        self.kept = [1.0 - of_month(terms["unpaid"], month) for month in range(len(plan.months))]
        self.all_paid = all(isinstance(share, float) and share == 1.0 for share in self.kept)

    def earned(self, columns: Columns) -> list[Raw]:
        """Return the netback of what is sold."""
        return _product(columns[f"{self.name}.barrels"], columns[f"{self.name}.netback"])

    def collected(self, columns: Columns) -> list[Raw]:
        """Return what is ever paid of what each month earned."""
        earned = columns[f"{self.name}.earned"]
        return earned if self.all_paid else _product(earned, self.kept)

    def due(self, columns: Columns) -> list[Raw]:
        """Return what falls due."""
        earned = columns[f"{self.name}.earned"]
        return self._later(earned, self.lag, self.owed, (0.0, self.lag))

    def paid(self, columns: Columns) -> list[Raw]:
        """Return what is paid of what falls due."""
        if self.all_paid:
            return columns[f"{self.name}.due"]
        collected, owed = columns[f"{self.name}.collected"], self.owed * self.kept[0]
        return self._later(collected, self.lag, owed, (0.0, self.lag))

    def uncollected(self, columns: Columns) -> list[Raw]:
        """Return what is never paid of what falls due."""
        return _less(columns[f"{self.name}.due"], columns[f"{self.name}.paid"])

    def released(self, columns: Columns) -> list[Raw]:
        """Return what may be used of what is paid."""
        collected, owed = columns[f"{self.name}.collected"], self.owed * self.kept[0]
        usable = self._later(collected, self.lag + self.held, owed, (self.held, self.lag))
        self._spread(usable, self.opening, (0.0, self.held))
        return usable

    def receivable(self, columns: Columns) -> list[Raw]:
        """Return what is owed by buyers at the end."""
        earned = columns[f"{self.name}.earned"]
        owed = self.owed - self.before_first(earned, self.lag)
        return _balance(owed, earned, columns[f"{self.name}.due"])

    def fund(self, columns: Columns) -> list[Raw]:
        """Return what is paid and may not be used yet at the end."""
        collected = columns[f"{self.name}.collected"]
        early = self.before_first(collected, self.lag) - self.before_first(
            collected, self.lag + self.held
        )
        paid, released = (columns[f"{self.name}.{each}"] for each in ("paid", "released"))
        return _balance(self.opening + early, paid, released)

    def _later(
        self, amounts: list[Raw], lag: Raw, opening: Raw, window: tuple[Raw, Raw]
    ) -> list[Raw]:
        """Return amounts in the months into which they fall, with an opening one over a window."""
        into_months: list[Raw] = [0.0] * len(self.months)
        for k, into, share in self.months.spread(lag):
            if into >= 0:
                into_months[into] = into_months[into] + amounts[k] * share
        self._spread(into_months, opening, window)
        return into_months

    def _spread(self, into_months: list[Raw], amount: Raw, window: tuple[Raw, Raw]) -> None:
        """Add an amount that falls evenly into the days of a window."""
        if isinstance(amount, float) and amount == 0.0:
            return
        for _, into, share in self.months.window(*window):
            into_months[into] = into_months[into] + amount * share

    def before_first(self, amounts: list[Raw], lag: Raw) -> Raw:
        """Return what of amounts is paid before the first month."""
        early: Raw = 0.0
        for k, into, share in self.months.spread(lag):
            if into < 0:
                early = early + amounts[k] * share
        return early


def _afloat(plan: Plan, outlet: Outlet, columns: Columns) -> list[Raw]:
    """Return the barrels at sea at the end of each month [bbl]."""
    months, loaded = plan.months, columns[f"{outlet.name}.loaded"]
    arrived: list[Raw] = [0.0] * len(months)
    for month, barrels in enumerate(loaded):
        begins = months.starts[month] + of_month(outlet.at_sea, month)
        days = months.days[month]
        for into, part in months.parts(begins, begins + days):
            if into < len(months):
                arrived[into] = arrived[into] + barrels * (part / days)
    opening = of_month(outlet.values["afloat"], 0)
    for _, into, share in months.window(0.0, of_month(outlet.at_sea, 0)):
        arrived[into] = arrived[into] + opening * share
    return _balance(opening, loaded, arrived)


def _balance(opening: Raw, more: list[Raw], less: list[Raw]) -> list[Raw]:
    """Return a balance at the end of each month."""
    balances: list[Raw] = []
    for into, out in zip(more, less, strict=True):
        opening = opening + into - out
        balances.append(opening)
    return balances


def _taken(plan: Plan, columns: Columns, stream: str) -> list[Raw]:
    """Return royalty and taxes of what is exported of a stream [USD]."""
    sold = [name for name in plan.outlets if plan.stream_of[name] == stream]
    return _sum(
        plan,
        *(_product(columns[f"{name}.barrels"], columns[f"{name}.take"]) for name in sold),
        *(columns[f"{name}.take"] for name in _contracts_of(plan, stream)),
    )


def _all_taken(plan: Plan, columns: Columns) -> list[Raw]:
    """Return royalty and taxes of what is exported [USD]."""
    return _sum(plan, *(_taken(plan, columns, stream) for stream in plan.streams))


def _contracts_of(plan: Plan, stream: str) -> list[str]:
    """Return the contracts whose oil is of a stream."""
    return [
        each.name for each in plan.contracts if each.route and plan.stream_of[each.route] == stream
    ]


def _own(plan: Plan, columns: Columns, stream: str) -> list[Raw]:
    """Return what is received for a stream, less its costs [USD]."""
    sold = [name for name in plan.outlets if plan.stream_of[name] == stream]
    names = (*sold, *_contracts_of(plan, stream))
    received = _sum(
        plan,
        columns[f"{stream}.domestic_sales"],
        *(columns[f"{name}.released"] for name in names),
    )
    costs = (columns[f"{stream}.{cost}"] for cost in ("production_cost", "diluent_cost"))
    return _less(received, *costs, columns[f"{stream}.investment"])


def _cash(plan: Plan, columns: Columns) -> list[Raw]:
    """Return the cash of all streams and loans [USD]."""
    cash = _sum(plan, *(_own(plan, columns, stream) for stream in plan.streams))
    for each in plan.contracts:
        drawn, paid = (columns[f"{each.name}.{column}"] for column in ("drawn", "cash_service"))
        cash = _less(_sum(plan, cash, drawn), paid)
    return cash


def _of_partners(plan: Plan, values: Values, columns: Columns) -> list[Raw]:
    """Return the partners' share of the cash of streams, after royalty and taxes [USD]."""
    parts = []
    for stream in plan.streams:
        share = _partners(values, stream)
        if not (isinstance(share, float) and share == 0.0):
            left = _less(_own(plan, columns, stream), _taken(plan, columns, stream))
            parts.append([amount * share for amount in left])
    return _sum(plan, *parts)


def _partners(values: Values, stream: str) -> Raw:
    supply = values["supply"] if stream == "supply" else values["streams"][stream]
    wells = supply["production"]
    return 0.0 if wells is None else of_month(wells["partner_share"], 0)


def _objective(plan: Plan, outlets: Mapping[str, Outlet], columns: Columns) -> list[Raw]:
    """Return what the split is to earn most of: all sales at their worth, less all that is made."""
    parts = []
    for name, outlet in outlets.items():
        worth = [netback * outlet.discount for netback in columns[f"{name}.netback"]]
        if plan.objective == "net":
            worth = _less(worth, columns[f"{name}.take"])
        parts.append(_product(columns[f"{name}.barrels"], worth))
    total = _sum(plan, *parts)
    if plan.objective == "netback":
        return total
    return _less(total, columns["production_cost"], columns["diluent_cost"])


def _product(left: list[Raw], right: list[Raw]) -> list[Raw]:
    return [a * b for a, b in zip(left, right, strict=True)]


def _less(amounts: list[Raw], *more: list[Raw]) -> list[Raw]:
    for each in more:
        amounts = [a - b for a, b in zip(amounts, each, strict=True)]
    return amounts


def _sum(plan: Plan, *columns: list[Raw]) -> list[Raw]:
    if not columns:
        return [0.0] * len(plan.months)
    total = columns[0]
    for column in columns[1:]:
        total = [a + b for a, b in zip(total, column, strict=True)]
    return total
