"""The columns of a run: their units, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oilecon.errors import PathError, did_you_mean, quote
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.programme.recurrence import Plan

__all__ = ["END", "LARGE", "MEAN", "SUM", "Column", "column_of", "names_of"]

_BBL, _USD, _USD_BBL = "bbl", "USD", "USD/bbl"
SUM, END, MEAN = "sum", "end", "mean"
"""What a column is over several months: the sum, the value at the end of the last, or the mean."""


class Column(NamedTuple):
    """A column of a run.

    Attributes
    ----------
    unit : str
        Its unit.
    over_months : str
        What it is over several months, one of `SUM`, `END` and `MEAN`.
    doc : str
        What it is.
    """

    unit: str
    over_months: str
    doc: str


_STREAMS: Mapping[str, Column] = FrozenDict(
    potential=Column(_BBL, SUM, "heavy crude that the wells could produce"),
    produced=Column(_BBL, SUM, "heavy crude produced"),
    shut_in=Column(_BBL, SUM, "heavy crude not produced, of the potential"),
    domestic=Column(_BBL, SUM, "heavy crude used at home"),
    made=Column(_BBL, SUM, "blend made"),
    bartered=Column(_BBL, SUM, "blend given for diluent"),
    stock=Column(_BBL, END, "blend in storage at the end"),
    diluent=Column(_BBL, SUM, "diluent blended"),
    diluent_short=Column(_BBL, SUM, "diluent lacking, to blend all that the wells could produce"),
    production_cost=Column(_USD, SUM, "cost of production"),
    diluent_cost=Column(_USD, SUM, "cost of diluent paid in cash"),
    domestic_sales=Column(_USD, SUM, "received for what is used at home"),
    investment=Column(_USD, SUM, "spent on restoring output"),
)
_POOL: Mapping[str, Column] = FrozenDict(
    diluent_bought=Column(_BBL, SUM, "shared diluent bought"),
    diluent_stock=Column(_BBL, END, "shared diluent in stock at the end"),
)
_BOUGHT = Column(_BBL, SUM, "shared diluent bought there")
_WHOLE: Mapping[str, Column] = FrozenDict(
    cargo_gap=Column(_USD, SUM, "what whole cargoes cost, of what parts of them would earn"),
)
_OUTLETS: Mapping[str, Column] = FrozenDict(
    barrels=Column(_BBL, SUM, "sold for cash"),
    loaded=Column(_BBL, SUM, "loaded for its buyers and for lenders"),
    price=Column(_USD_BBL, MEAN, "contract price"),
    netback=Column(_USD_BBL, MEAN, "netback"),
    take=Column(_USD_BBL, MEAN, "royalty and taxes of a barrel"),
    earned=Column(_USD, SUM, "netback of what is sold, as it is loaded"),
    due=Column(_USD, SUM, "of that, what falls due"),
    uncollected=Column(_USD, SUM, "of what falls due, what is never paid"),
    released=Column(_USD, SUM, "paid, and free to use"),
    receivable=Column(_USD, END, "earned and not yet due, at the end"),
    fund=Column(_USD, END, "paid and not yet free to use, at the end"),
)
_SAILED: Mapping[str, Column] = FrozenDict(
    cargoes=Column("1", SUM, "cargoes loaded, of the route's largest ship"),
    afloat=Column(_BBL, END, "loaded and not yet discharged at the end"),
)
_FLEETS: Mapping[str, Column] = FrozenDict(
    ships_away=Column("1", END, "ships away at the end"),
)
_CONTRACTS: Mapping[str, Column] = FrozenDict(
    barrels=Column(_BBL, SUM, "delivered to lenders"),
    short=Column(_BBL, SUM, "contracted and not delivered"),
    price=Column(_USD_BBL, MEAN, "price of the route, before what a barrel counts for the debt"),
    earned=Column(_USD, SUM, "value of what is delivered, less the costs of the way"),
    costs=Column(_USD, SUM, "costs of the way, which the producer bears"),
    take=Column(_USD, SUM, "royalty and taxes"),
    service=Column(_USD, SUM, "paid to lenders out of the oil"),
    cash_service=Column(_USD, SUM, "paid to lenders in cash"),
    released=Column(_USD, SUM, "left for the producer, less the costs of the way"),
    fund=Column(_USD, END, "in the account and held, at the end"),
    drawn=Column(_USD, SUM, "drawn of new loans"),
    due=Column(_USD, SUM, "owed in the month: what falls due, and what was overdue"),
    debt=Column(_USD, END, "owed at the end"),
    arrears=Column(_USD, END, "of that, what is overdue"),
)
_TOTALS: Mapping[str, Column] = FrozenDict(
    sold=Column(_BBL, SUM, "blend sold for cash"),
    delivered=Column(_BBL, SUM, "blend delivered to lenders"),
    exported=Column(_BBL, SUM, "both"),
    earned=Column(_USD, SUM, "netback of all that is exported, as it is loaded"),
    due=Column(_USD, SUM, "of cash sales, what falls due"),
    uncollected=Column(_USD, SUM, "of what falls due, what is never paid"),
    receivable=Column(_USD, END, "earned and not yet due, at the end"),
    service=Column(_USD, SUM, "paid to lenders out of the oil"),
    fund=Column(_USD, END, "paid and not yet free to use, at the end"),
    released=Column(
        _USD,
        SUM,
        "earned, less the rise of receivables and funds, what is never paid, and what lenders keep",
    ),
    cash_service=Column(_USD, SUM, "paid to lenders in cash"),
    drawn=Column(_USD, SUM, "drawn of new loans"),
    cash=Column(_USD, SUM, "released and received at home, less costs, investment and service"),
    partners=Column(_USD, SUM, "of the cash after royalty and taxes, the partners' share"),
    state=Column(_USD, SUM, "the rest: royalty, taxes and the state's share"),
    take=Column(_USD, SUM, "royalty and taxes of what is exported"),
    debt=Column(_USD, END, "owed to lenders at the end"),
    arrears=Column(_USD, END, "of that, what is overdue"),
    short=Column(_BBL, SUM, "contracted for lenders and not delivered"),
    objective=Column(_USD, SUM, "what the split earns most of"),
)


LARGE: Mapping[str, tuple[str, float]] = FrozenDict(
    {_BBL: ("Mb", 1e6), _USD: ("MUSD", 1e6), _USD_BBL: (_USD_BBL, 1.0), "1": ("1", 1.0)}
)
"""The unit in which tables and analyses show a column, and how many of its own make one."""


def names_of(plan: Plan) -> dict[str, Column]:
    """Return the columns of a run by name: totals, streams, outlets and contracts."""
    columns = dict(_TOTALS) | dict(_STREAMS)
    if plan.pooled:
        columns |= _POOL
        columns |= dict.fromkeys((f"{name}.bought" for name in plan.sources), _BOUGHT)
    if plan.whole:
        columns |= _WHOLE
    for name in plan.streams:
        columns |= {f"{name}.{column}": each for column, each in _STREAMS.items()}
    for name in plan.outlets:
        columns |= {f"{name}.{column}": each for column, each in _OUTLETS.items()}
        if name in plan.sailed:
            columns |= {f"{name}.{column}": each for column, each in _SAILED.items()}
        if name in plan.fleets:
            columns |= {f"{name}.{column}": each for column, each in _FLEETS.items()}
    for each in plan.contracts:
        columns |= {f"{each.name}.{column}": about for column, about in _CONTRACTS.items()}
    return columns


def column_of(name: object, columns: Mapping[str, Column]) -> Column:
    """Return a column of a run.

    Raises
    ------
    PathError
        If there is none of that name.
    """
    if not isinstance(name, str) or name not in columns:
        msg = f"no column {quote(name)} in the run{did_you_mean(str(name), columns)}"
        raise PathError(msg)
    return columns[name]
