"""The columns of a run: their units, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oilecon.errors import UnknownName, did_you_mean, quote
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.programme.recurrence import Plan

__all__ = ["Column", "column_of", "names_of"]

_BBL, _USD, _USD_BBL = "bbl", "USD", "USD/bbl"


class Column(NamedTuple):
    """A column of a run.

    Attributes
    ----------
    unit : str
        Its unit.
    sums : bool
        Whether months add up; a balance or a price does not.
    doc : str
        What it is.
    """

    unit: str
    sums: bool
    doc: str


_STREAMS: Mapping[str, Column] = FrozenDict(
    potential=Column(_BBL, True, "heavy crude that the wells could produce"),
    produced=Column(_BBL, True, "heavy crude produced"),
    shut_in=Column(_BBL, True, "heavy crude not produced, of the potential"),
    domestic=Column(_BBL, True, "heavy crude used at home"),
    made=Column(_BBL, True, "blend made"),
    bartered=Column(_BBL, True, "blend given for diluent"),
    stock=Column(_BBL, False, "blend in storage at the end"),
    diluent=Column(_BBL, True, "diluent blended"),
    diluent_short=Column(_BBL, True, "diluent lacking, to blend all that the wells could produce"),
    production_cost=Column(_USD, True, "cost of production"),
    diluent_cost=Column(_USD, True, "cost of diluent paid in cash"),
    domestic_sales=Column(_USD, True, "received for what is used at home"),
    investment=Column(_USD, True, "spent on restoring output"),
)
_POOL: Mapping[str, Column] = FrozenDict(
    diluent_bought=Column(_BBL, True, "shared diluent bought"),
    diluent_stock=Column(_BBL, False, "shared diluent in stock at the end"),
)
_OUTLETS: Mapping[str, Column] = FrozenDict(
    barrels=Column(_BBL, True, "sold for cash"),
    loaded=Column(_BBL, True, "loaded for its buyers and for lenders"),
    price=Column(_USD_BBL, False, "contract price"),
    netback=Column(_USD_BBL, False, "netback"),
    take=Column(_USD_BBL, False, "royalty and taxes of a barrel"),
    earned=Column(_USD, True, "netback of what is sold, as it is loaded"),
    due=Column(_USD, True, "of that, what falls due"),
    uncollected=Column(_USD, True, "of what falls due, what is never paid"),
    released=Column(_USD, True, "paid, and free to use"),
    receivable=Column(_USD, False, "earned and not yet due, at the end"),
    fund=Column(_USD, False, "paid and not yet free to use, at the end"),
)
_FLEETS: Mapping[str, Column] = FrozenDict(
    ships_away=Column("1", False, "ships away at the end"),
)
_CONTRACTS: Mapping[str, Column] = FrozenDict(
    barrels=Column(_BBL, True, "delivered to lenders"),
    short=Column(_BBL, True, "contracted and not delivered"),
    price=Column(_USD_BBL, False, "price of the route, before what a barrel counts for the debt"),
    earned=Column(_USD, True, "value of what is delivered, less the costs of the way"),
    costs=Column(_USD, True, "costs of the way, which the producer bears"),
    take=Column(_USD, True, "royalty and taxes"),
    service=Column(_USD, True, "paid to lenders out of the oil"),
    cash_service=Column(_USD, True, "paid to lenders in cash"),
    released=Column(_USD, True, "left for the producer, less the costs of the way"),
    fund=Column(_USD, False, "in the account and held, at the end"),
    drawn=Column(_USD, True, "drawn of new loans"),
    due=Column(_USD, True, "owed in the month: what falls due, and what was overdue"),
    debt=Column(_USD, False, "owed at the end"),
    arrears=Column(_USD, False, "of that, what is overdue"),
)
_TOTALS: Mapping[str, Column] = FrozenDict(
    sold=Column(_BBL, True, "blend sold for cash"),
    delivered=Column(_BBL, True, "blend delivered to lenders"),
    exported=Column(_BBL, True, "both"),
    earned=Column(_USD, True, "netback of all that is exported, as it is loaded"),
    due=Column(_USD, True, "of cash sales, what falls due"),
    uncollected=Column(_USD, True, "of what falls due, what is never paid"),
    receivable=Column(_USD, False, "earned and not yet due, at the end"),
    service=Column(_USD, True, "paid to lenders out of the oil"),
    fund=Column(_USD, False, "paid and not yet free to use, at the end"),
    released=Column(
        _USD,
        True,
        "earned, less the rise of receivables and funds, what is never paid, and what lenders keep",
    ),
    cash_service=Column(_USD, True, "paid to lenders in cash"),
    drawn=Column(_USD, True, "drawn of new loans"),
    cash=Column(_USD, True, "released and received at home, less costs, investment and service"),
    partners=Column(_USD, True, "of the cash after royalty and taxes, the partners' share"),
    state=Column(_USD, True, "the rest: royalty, taxes and the state's share"),
    take=Column(_USD, True, "royalty and taxes of what is exported"),
    debt=Column(_USD, False, "owed to lenders at the end"),
    arrears=Column(_USD, False, "of that, what is overdue"),
    short=Column(_BBL, True, "contracted for lenders and not delivered"),
    objective=Column(_USD, True, "what the split earns most of"),
)


def names_of(plan: Plan, fleets: frozenset[str], *, pool: bool) -> dict[str, Column]:
    """Return the columns of a run by name: totals, streams, outlets and contracts."""
    columns = dict(_TOTALS) | dict(_STREAMS)
    if pool:
        columns |= _POOL
    for name in plan.streams:
        columns |= {f"{name}.{column}": each for column, each in _STREAMS.items()}
    for name in plan.outlets:
        columns |= {f"{name}.{column}": each for column, each in _OUTLETS.items()}
        if name in fleets:
            columns |= {f"{name}.{column}": each for column, each in _FLEETS.items()}
    for each in plan.contracts:
        columns |= {f"{each.name}.{column}": one for column, one in _CONTRACTS.items()}
    return columns


def column_of(name: str, columns: Mapping[str, Column]) -> Column:
    """Return a column.

    Raises
    ------
    UnknownName
        If there is none of this name.
    """
    if name not in columns:
        near = did_you_mean(str(name), columns)
        msg = f"no column {quote(name)} in the run{near}"
        raise UnknownName(msg)
    return columns[name]
