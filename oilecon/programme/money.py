"""The money of a programme: when it is earned, paid and released, and who has it then.

All is in dollars by month. Money does not steer the barrels, so it follows them in one pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.programme.states import of_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.programme.recurrence import Columns, Outlet, Plan, Values
    from oilecon.units import Raw

__all__ = ["add_money"]

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
_OF_OUTLETS = ("earned", "due", "uncollected", "released", "receivable", "fund")
_OF_CONTRACTS = ("service", "cash_service", "drawn", "debt", "arrears", "short")


def add_money(plan: Plan, values: Values, columns: Columns, outlets: Mapping[str, Outlet]) -> None:
    """Add the columns of money, and the totals, to those of barrels."""
    count = len(plan.months)
    for name, outlet in outlets.items():
        _add_outlet(plan, outlet, name, columns)
    for column in _OF_STREAMS:
        columns[column] = _sum(count, (columns[f"{name}.{column}"] for name in plan.streams))
    contracts = [each.name for each in plan.contracts]
    names = (*plan.outlets, *contracts)
    for column in ("earned", "released", "fund"):
        columns[column] = _sum(count, (columns[f"{name}.{column}"] for name in names))
    for column in ("due", "uncollected", "receivable"):
        columns[column] = _sum(count, (columns[f"{name}.{column}"] for name in plan.outlets))
    for column in _OF_CONTRACTS:
        columns[column] = _sum(count, (columns[f"{name}.{column}"] for name in contracts))
    columns["sold"] = _sum(count, (columns[f"{name}.barrels"] for name in plan.outlets))
    columns["delivered"] = _sum(count, (columns[f"{name}.barrels"] for name in contracts))
    columns["exported"] = _sum(count, (columns["sold"], columns["delivered"]))
    columns["take"] = _sum(
        count,
        (
            *(_product(columns[f"{n}.barrels"], columns[f"{n}.take"]) for n in plan.outlets),
            *(columns[f"{name}.take"] for name in contracts),
        ),
    )
    for name in plan.sailed:
        columns[f"{name}.afloat"] = _afloat(plan, outlets[name], columns[f"{name}.loaded"])
    _add_cash(plan, values, columns)
    _add_objective(plan, columns, outlets)


def _add_outlet(plan: Plan, outlet: Outlet, name: str, columns: Columns) -> None:
    """Add when the money of an outlet is earned, falls due, is paid and may be used."""
    months, terms = plan.months, outlet.values
    count = len(months)
    lag, held = (of_month(terms[each], 0) for each in ("lag", "held"))
    earned = _product(columns[f"{name}.barrels"], columns[f"{name}.netback"])
    kept = [1.0 - of_month(terms["unpaid"], k) for k in range(count)]
    owed, fund = of_month(terms["receivable"], 0), of_month(terms["fund"], 0)

    # Whether a dollar is ever paid depends on the month in which it was earned.
    due: list[Raw] = [0.0] * count
    paid: list[Raw] = [0.0] * count
    usable: list[Raw] = [0.0] * count
    for k, into, share in months.spread(lag):
        if into < 0:  # paid before the first month: owed to buyers then
            owed = owed - earned[k] * share
            fund = fund + earned[k] * share * kept[k]
        else:
            due[into] = due[into] + earned[k] * share
            paid[into] = paid[into] + earned[k] * share * kept[k]
    for k, into, share in months.spread(lag + held):
        if into < 0:
            fund = fund - earned[k] * share * kept[k]
        else:
            usable[into] = usable[into] + earned[k] * share * kept[k]
    receivable, first = of_month(terms["receivable"], 0), kept[0]
    for _, into, share in months.window(0.0, lag):
        due[into] = due[into] + receivable * share
        paid[into] = paid[into] + receivable * share * first
    for _, into, share in months.window(held, lag):
        usable[into] = usable[into] + receivable * share * first
    opening = of_month(terms["fund"], 0)
    for _, into, share in months.window(0.0, held):
        usable[into] = usable[into] + opening * share

    columns[f"{name}.earned"] = earned
    columns[f"{name}.due"] = due
    columns[f"{name}.uncollected"] = [a - b for a, b in zip(due, paid, strict=True)]
    columns[f"{name}.released"] = usable
    columns[f"{name}.receivable"] = _balance(owed, earned, due)
    columns[f"{name}.fund"] = _balance(fund, paid, usable)


def _afloat(plan: Plan, outlet: Outlet, loaded: list[Raw]) -> list[Raw]:
    """Return the barrels at sea at the end of each month [bbl]."""
    months = plan.months
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


def _add_cash(plan: Plan, values: Values, columns: Columns) -> None:
    """Add cash, and what of it partners and the state have."""
    count = len(plan.months)
    cash: list[Raw] = [0.0] * count
    partners: list[Raw] = [0.0] * count
    for stream in plan.streams:
        own = _sum(count, (columns[f"{stream}.domestic_sales"],))
        taken: list[Raw] = [0.0] * count
        for name in plan.outlets:
            if plan.stream_of[name] == stream:
                own = _sum(count, (own, columns[f"{name}.released"]))
                more = _product(columns[f"{name}.barrels"], columns[f"{name}.take"])
                taken = _sum(count, (taken, more))
        for each in plan.contracts:
            if each.route and plan.stream_of[each.route] == stream:
                own = _sum(count, (own, columns[f"{each.name}.released"]))
                taken = _sum(count, (taken, columns[f"{each.name}.take"]))
        for cost in ("production_cost", "diluent_cost", "investment"):
            own = [a - b for a, b in zip(own, columns[f"{stream}.{cost}"], strict=True)]
        cash = _sum(count, (cash, own))
        share = _partners(values, stream)
        if not (isinstance(share, float) and share == 0.0):
            part = [(a - b) * share for a, b in zip(own, taken, strict=True)]
            partners = _sum(count, (partners, part))
    for each in plan.contracts:
        cash = [
            a + b - c
            for a, b, c in zip(
                cash,
                columns[f"{each.name}.drawn"],
                columns[f"{each.name}.cash_service"],
                strict=True,
            )
        ]
        if not each.route:
            continue
    columns["cash"] = cash
    columns["partners"] = partners
    columns["state"] = [a - b for a, b in zip(cash, partners, strict=True)]


def _partners(values: Values, stream: str) -> Raw:
    supply = values["supply"] if stream == "supply" else values["streams"][stream]
    wells = supply["production"]
    return 0.0 if wells is None else of_month(wells["partner_share"], 0)


def _add_objective(plan: Plan, columns: Columns, outlets: Mapping[str, Outlet]) -> None:
    """Add what the split is to earn most of: all sales at their worth, less all that is made."""
    count = len(plan.months)
    total: list[Raw] = [0.0] * count
    for name, outlet in outlets.items():
        for k in range(count):
            worth = columns[f"{name}.netback"][k] * outlet.discount
            if plan.objective == "net":
                worth = worth - columns[f"{name}.take"][k]
            total[k] = total[k] + columns[f"{name}.barrels"][k] * worth
    if plan.objective != "netback":
        for cost in ("production_cost", "diluent_cost"):
            total = [a - b for a, b in zip(total, columns[cost], strict=True)]
    columns["objective"] = total


def _product(left: list[Raw], right: list[Raw]) -> list[Raw]:
    return [a * b for a, b in zip(left, right, strict=True)]


def _sum(count: int, columns: Iterable[list[Raw]]) -> list[Raw]:
    total: list[Raw] = [0.0] * count
    for column in columns:
        total = [a + b for a, b in zip(total, column, strict=True)]
    return total
