"""Explanations of a run's cells: each figure as the sum of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.blocks import replace_leaves
from oilecon.netback.lines import LINES
from oilecon.netback.route import Case
from oilecon.programme.columns import LARGE
from oilecon.programme.money import Sales
from oilecon.programme.states import of_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from oilecon.netback.lines import Waterfall
    from oilecon.programme.blocks import Task
    from oilecon.programme.recurrence import Outlet

__all__ = ["Explainer", "Explanation", "Term"]

_NONE = 1e-9  # of a figure: a smaller term is left out


@dataclass(frozen=True)
class Term:
    """A part of a figure.

    Attributes
    ----------
    words : str
        What it is: the column, or what a column does not hold.
    amount : float
        Its amount with its sign, in the unit of the figure.
    factors : str
        The product that it is, in figures; empty where it is none.
    cell : tuple of (int, str) or None
        Position of the month and name of the column that it is.
    """

    words: str
    amount: float
    factors: str = ""
    cell: tuple[int, str] | None = None


@dataclass(frozen=True)
class Explanation:
    """A cell of a run as the sum of its terms; printing it shows them.

    Attributes
    ----------
    column, month : str
        The cell.
    value : float
        Its figure in `unit`.
    unit, doc : str
        The unit, and what the column is.
    terms : tuple of Term
        Figures that add up to `value`.
    below : tuple of Explanation
        Those of the terms that are cells themselves, as deep as was asked for.
    """

    column: str
    month: str
    value: float
    unit: str
    doc: str
    terms: tuple[Term, ...]
    below: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        """Return the figure, its terms below it, and then theirs."""
        return "\n".join(self.lines())

    def lines(self, indent: str = "") -> Iterator[str]:
        """Yield the lines of the text."""
        yield f"{indent}{self._headed}"
        for term in self.terms:
            yield f"{indent}  {self._shown(term)}"
        for each in self.below:
            yield from each.lines(f"{indent}    ")

    @property
    def _headed(self) -> str:
        return f"{self.column} of {self.month} = {_figure(self.value, self.unit)} ({self.doc})"

    def _shown(self, term: Term) -> str:
        sign = "-" if term.amount < 0.0 else "+"
        product = f": {term.factors}" if term.factors else ""
        return f"{sign} {_figure(abs(term.amount), self.unit)}  {term.words}{product}"

    def to_markdown(self) -> str:
        """Return the same as a nested list in Markdown."""
        return "\n".join(self.items())

    def items(self, indent: str = "") -> Iterator[str]:
        """Yield the items of the list."""
        yield f"{indent}- **{self._headed}**"
        for term in self.terms:
            yield f"{indent}  - {self._shown(term)}"
        for each in self.below:
            yield from each.items(f"{indent}  ")


def _figure(amount: float, unit: str) -> str:
    shown, scale = LARGE[unit]
    digits = 3 if unit == "bbl" else 2
    text = f"{amount / scale:,.{digits}f}"
    return text if shown == "1" else f"{text} {shown}"


def _line_in_words(line: str) -> str:
    """Return a line of a waterfall in words, with its leg."""
    leg, _, name = line.rpartition(".")
    words = LINES[name].label if name in LINES else name.replace("_", " ")
    return f"{leg}: {words}" if leg else words


def _one(raw: Any) -> float:
    return float(np.ravel(raw)[0])


class Explainer:
    """The cells of one path of a run."""

    def __init__(self, task: Task, path: int) -> None:
        self.plan, values = task.plan, task.values
        if task.prices is not None:
            values = replace_leaves(values, task.drawn(path, 1))
        self.values = values
        self.columns, outlets = task.walked(values)
        self.outlets: dict[str, Outlet] = {outlet.name: outlet for outlet in outlets}
        self.case = Case(values)
        self.about = task.about
        self.contracts = {each.name: each for each in self.plan.contracts}

    def explain(
        self, month: int, column: str, depth: int, above: tuple[tuple[int, str], ...] = ()
    ) -> Explanation:
        """Return the explanation of a cell; cells above it are not explained again."""
        about, value = self.about[column], self.of(column, month)
        small = _NONE * abs(value)
        terms = tuple(each for each in self.terms(month, column) if abs(each.amount) > small)
        above = (*above, (month, column))
        below = () if depth <= 1 else tuple(
            self.explain(*term.cell, depth - 1, above)
            for term in terms
            if term.cell is not None and term.cell not in above
        )  # fmt: skip
        label = self.plan.months.labels[month]
        return Explanation(column, label, value, about.unit, about.doc, terms, below)

    # -- pieces -----------------------------------------------------------------------------------

    def of(self, column: str, month: int) -> float:
        """Return the figure of a cell."""
        return _one(self.columns[column][month])

    def cell(self, column: str, month: int, sign: float = 1.0, words: str = "") -> Term:
        """Return a cell as a term."""
        cell = (month, column) if column in self.about else None
        return Term(words or column, sign * self.of(column, month), cell=cell)

    def before(self, column: str, month: int, opening: float, sign: float = 1.0) -> Term:
        """Return a balance at the end of the month before."""
        if month == 0:
            return Term(f"{column} when the first month begins", sign * opening)
        label = self.plan.months.labels[month - 1]
        return self.cell(column, month - 1, sign, f"{column} at the end of {label}")

    def product(
        self, column: str, month: int, by: float, what: str, unit: str, sign: float = 1.0
    ) -> Term:
        """Return a column times a figure of a barrel."""
        amount = self.of(column, month)
        factors = f"{_figure(amount, 'bbl')} x {by:,.4f} {unit}"
        return Term(f"{column} x {what}", sign * amount * by, factors, (month, column))

    def days(self, month: int) -> float:
        """Return the days of a month."""
        return self.plan.months.days[month]

    def terms(self, month: int, column: str) -> list[Term]:
        """Return the terms of a cell."""
        head, _, last = column.rpartition(".")
        if not head:
            return self.of_total(month, column)
        if head in self.outlets and last in self.about_outlet:
            return self.of_outlet(month, head, last)
        if head in self.contracts:
            return self.of_contract(month, head, last)
        if head in self.plan.streams:
            return self.of_stream(month, head, last)
        return [Term(f"bought of {head}", self.of(column, month))]

    about_outlet = frozenset(
        [
            "barrels",
            "loaded",
            "price",
            "netback",
            "take",
            "earned",
            "due",
            "uncollected",
            "released",
            "receivable",
            "fund",
            "cargoes",
            "afloat",
            "ships_away",
        ]
    )

    # -- totals -----------------------------------------------------------------------------------

    def of_total(self, month: int, column: str) -> list[Term]:
        """Return the terms of a column of the whole programme."""
        plan, costs = self.plan, ("-production_cost", "-diluent_cost")

        def signed(*names: str) -> list[Term]:
            return [
                self.cell(name.lstrip("-"), month, -1.0 if name.startswith("-") else 1.0)
                for name in names
            ]

        def objective() -> list[Term]:
            worth = [self._worth(name, month) for name in plan.outlets]
            return worth if plan.objective == "netback" else [*worth, *signed(*costs)]

        def used(sign: float) -> list[Term]:
            return [self.cell(f"{name}.diluent", month, sign) for name in plan.streams]

        terms: dict[str, Callable[[], list[Term]]] = {
            "released": lambda: [
                *signed("earned", "-uncollected", "-service"),
                *self._fallen(month, "receivable", plan.outlets),
                *self._fallen(month, "fund", (*plan.outlets, *self.contracts)),
            ],
            "cash": lambda: signed(
                "released", "domestic_sales", *costs, "-investment", "drawn", "-cash_service"
            ),
            "state": lambda: signed("cash", "-partners"),
            "exported": lambda: signed("sold", "delivered"),
            "take": lambda: [
                *(self._taken(name, month) for name in plan.outlets),
                *(self.cell(f"{name}.take", month) for name in self.contracts),
            ],
            "partners": lambda: [
                term for name in plan.streams for term in self._of_partners(name, month)
            ],
            "objective": objective,
            "diluent_bought": lambda: [
                *used(1.0),
                self.cell("diluent_stock", month),
                self._pool_before(month, -1.0),
            ],
            "diluent_stock": lambda: [
                self._pool_before(month, 1.0),
                self.cell("diluent_bought", month),
                *used(-1.0),
            ],
            "cargo_gap": lambda: [
                Term("more that parts of cargoes would earn", self.of(column, month))
            ],
        }
        return terms[column]() if column in terms else self._of_parts(month, column)

    def _of_parts(self, month: int, column: str) -> list[Term]:
        """Return the parts of a total: those of streams, of outlets, or of contracts."""
        plan, contracts = self.plan, tuple(self.contracts)
        parts = {
            "sold": plan.outlets,
            "earned": (*plan.outlets, *contracts),
            "fund": (*plan.outlets, *contracts),
            **dict.fromkeys(("due", "uncollected", "receivable"), plan.outlets),
        }
        names = parts.get(column, contracts)
        if f"{plan.streams[0]}.{column}" in self.about:
            names = plan.streams
        of = "barrels" if column in {"sold", "delivered"} else column
        return [self.cell(f"{name}.{of}", month) for name in names]

    def _fallen(self, month: int, name: str, parts: Iterable[str]) -> list[Term]:
        """Return a balance before a month less that at its end."""
        before = sum(self.opened(f"{each}.{name}", month) for each in parts)
        cell = (month - 1, name) if month else None
        return [Term(f"{name} before", before, cell=cell), self.cell(name, month, -1.0)]

    def _pool_before(self, month: int, sign: float) -> Term:
        opening = _one(of_month(self.values["diluent_pool"]["stock"], 0))
        return self.before("diluent_stock", month, opening, sign)

    def _taken(self, outlet: str, month: int, sign: float = 1.0) -> Term:
        by = self.of(f"{outlet}.take", month)
        return self.product(f"{outlet}.barrels", month, by, f"{outlet}.take", "USD/bbl", sign)

    def _worth(self, name: str, month: int) -> Term:
        worth = self.of(f"{name}.netback", month) * _one(self.outlets[name].discount)
        if self.plan.objective == "net":
            worth -= self.of(f"{name}.take", month)
        return self.product(f"{name}.barrels", month, worth, "what a barrel is worth", "USD/bbl")

    def _of_partners(self, stream: str, month: int) -> list[Term]:
        """Return the partners' share of each term of a stream's cash."""
        share = _one(of_month(self.wells(stream).get("partner_share", 0.0), 0))
        if share == 0.0:
            return []
        sold = [name for name in self.outlets if self.plan.stream_of[name] == stream]
        routed = [
            name
            for name, each in self.contracts.items()
            if each.route and self.plan.stream_of[each.route] == stream
        ]
        terms = [
            self.cell(f"{stream}.domestic_sales", month),
            *(self.cell(f"{name}.released", month) for name in (*sold, *routed)),
            *(self.cell(f"{name}.take", month, -1.0) for name in routed),
            *(self._taken(name, month, -1.0) for name in sold),
            *(
                self.cell(f"{stream}.{cost}", month, -1.0)
                for cost in ("production_cost", "diluent_cost", "investment")
            ),
        ]
        return [
            Term(f"{100.0 * share:g} % of {each.words}", share * each.amount, "", each.cell)
            for each in terms
        ]

    # -- streams ----------------------------------------------------------------------------------

    def supply(self, stream: str) -> Any:
        """Return the values of a stream."""
        return self.values["supply"] if stream == "supply" else self.values["streams"][stream]

    def wells(self, stream: str) -> Any:
        """Return the values of a stream's production."""
        return self.supply(stream)["production"] or {}

    def at(self, stream: str, name: str, month: int) -> float:
        """Return a figure of a stream's production; zero where it has none."""
        return _one(of_month(self.wells(stream).get(name, 0.0), month))

    def of_stream(self, month: int, stream: str, column: str) -> list[Term]:
        """Return the terms of a column of a stream."""
        made, light = f"{stream}.made", self.of(f"{stream}.light", month)

        def cell(name: str, sign: float = 1.0) -> Term:
            return self.cell(f"{stream}.{name}", month, sign)

        def times(by: float, what: str, unit: str) -> Term:
            return self.product(made, month, by, what, unit)

        def stored(sign: float, other: str) -> list[Term]:
            gone = [cell("bartered", sign), *self._gone(month, stream, sign)]
            return [self._stock_before(month, stream, -sign), cell(other), *gone]

        terms: dict[str, Callable[[], list[Term]]] = {
            "potential": lambda: self._potential(month, stream),
            "produced": lambda: [
                times(self.of(f"{stream}.heavy", month), "heavy crude in a barrel", "bbl"),
                cell("domestic"),
            ],
            "shut_in": lambda: [cell("potential"), cell("produced", -1.0)],
            "domestic": lambda: self._at_home(month, stream),
            "made": lambda: stored(1.0, "stock"),
            "stock": lambda: stored(-1.0, "made"),
            "bartered": lambda: [
                times(self.of(f"{stream}.given", month), "part given for diluent", "bbl")
            ],
            "diluent": lambda: [times(light, "diluent in a barrel", "bbl")],
            "diluent_short": lambda: self._short_of_diluent(month, stream),
            "investment": lambda: self._spent(month, stream),
        }
        return terms[column]() if column in terms else self._money_of_stream(month, stream, column)

    def _money_of_stream(self, month: int, stream: str, column: str) -> list[Term]:
        """Return the terms of a stream's costs and sales at home."""
        made, domestic, blend = f"{stream}.made", f"{stream}.domestic", self.case.blend(stream)

        def times(name: str, raw: Any, what: str) -> Term:
            return self.product(name, month, _one(of_month(raw, month)), what, "USD/bbl")

        if column == "domestic_sales":
            return [times(domestic, self.at(stream, "domestic_price", month), "price at home")]
        if column == "production_cost":
            at_home = self.supply(stream)["production_cost"]
            return [
                times(made, blend["production"], "cost of production"),
                times(domestic, at_home, "cost of production"),
            ]
        pool = self.values["diluent_pool"]
        cash = 1.0 if pool is None else 1.0 - _one(of_month(pool["bartered"], month))
        diluent = _one(of_month(blend["diluent"], month))
        return [
            times(made, diluent * cash, "diluent paid in cash"),
            Term("more for dearer diluent", self.of(f"{stream}.dearer_diluent", month)),
        ]

    def _at_home(self, month: int, stream: str) -> list[Term]:
        wanted = self.at(stream, "domestic", month) * self.days(month)
        lacking = self.of(f"{stream}.domestic", month) - wanted
        return [Term("wanted at home", wanted), Term("lacking, as wells are shut", lacking)]

    def _short_of_diluent(self, month: int, stream: str) -> list[Term]:
        wanted = self.of(f"{stream}.wanted_light", month)
        used = self.of(f"{stream}.diluent", month)
        return [
            Term("diluent to blend all that the wells could produce", wanted),
            self.cell(f"{stream}.diluent", month, -1.0),
            Term("blended beyond that", max(used - wanted, 0.0)),
        ]

    def _spent(self, month: int, stream: str) -> list[Term]:
        spending, days = self.at(stream, "investment", month), self.days(month)
        return [Term("spent a day x days", spending * days, f"{spending:,.0f} USD x {days:g}")]

    def _gone(self, month: int, stream: str, sign: float, but: str = "") -> list[Term]:
        """Return what of a stream is sold and delivered, but for one column."""
        of = self.plan.stream_of
        names = [name for name in self.outlets if of[name] == stream]
        names += [
            name for name, each in self.contracts.items() if each.route and of[each.route] == stream
        ]
        columns = (f"{name}.barrels" for name in names)
        return [self.cell(each, month, sign) for each in columns if each != but]

    def _stock_before(self, month: int, stream: str, sign: float) -> Term:
        return self.before(f"{stream}.stock", month, self.at(stream, "stock", 0), sign)

    def _left(self, month: int, column: str, stream: str) -> list[Term]:
        """Return the barrels of a column as what its stream has left for it."""
        return [
            self._stock_before(month, stream, 1.0),
            self.cell(f"{stream}.made", month),
            self.cell(f"{stream}.bartered", month, -1.0),
            *self._gone(month, stream, -1.0, column),
            self.cell(f"{stream}.stock", month, -1.0),
        ]

    def _potential(self, month: int, stream: str) -> list[Term]:
        days, output = self.days(month), self.supply(stream)["output"]
        by_month = isinstance(output, np.ndarray) and len(output) > 1
        terms = []
        if by_month or not month:
            terms.append(Term("output of the month", _one(of_month(output, month)) * days))
        elif month:
            left = self.of(f"{stream}.after_decline", month - 1) * days
            terms.append(Term("output after decline, of the month before", left))
        if month:
            left = self.of(f"{stream}.restored_after_decline", month - 1) * days
            terms.append(Term("restored before, after decline", left))
        wells = self.wells(stream)
        if wells and wells["capital_cost"] is not None and month >= int(wells["lag"]):
            spent = month - int(wells["lag"])
            cost = _one(of_month(wells["capital_cost"], spent))
            added = self.of(f"{stream}.investment", spent) / cost * days
            words = f"restored by what was spent in {self.plan.months.labels[spent]}"
            terms.append(Term(words, added, cell=(spent, f"{stream}.investment")))
        return terms

    # -- outlets ----------------------------------------------------------------------------------

    def _lines(self, way: Waterfall, column: str, month: int) -> list[Term]:
        """Return the lines of a waterfall that add up to a figure of a barrel."""
        rows = way.rows()
        price, netback, operating, net = way.counts
        if column == "take":
            part, sign = rows[operating:net], -1.0
        else:
            part, sign = rows[: price if column == "price" else netback], 1.0
        return [
            Term(_line_in_words(name), sign * _one(of_month(amount, month)))
            for name, _, amount in part
        ]

    def of_outlet(self, month: int, name: str, column: str) -> list[Term]:
        """Return the terms of a column of an outlet."""
        outlet, barrels = self.outlets[name], f"{name}.barrels"

        def cell(last: str, sign: float = 1.0) -> Term:
            return self.cell(f"{name}.{last}", month, sign)

        terms: dict[str, Callable[[], list[Term]]] = {
            "barrels": lambda: self._left(month, barrels, self.plan.stream_of[name]),
            "loaded": lambda: [
                cell("barrels"),
                *(
                    self.cell(f"{each.name}.barrels", month)
                    for each in self.plan.contracts
                    if each.route == name
                ),
            ],
            "earned": lambda: [
                self.product(
                    barrels, month, self.of(f"{name}.netback", month), f"{name}.netback", "USD/bbl"
                )
            ],
            "receivable": lambda: [
                self._opened(month, name, column),
                cell("earned"),
                cell("due", -1.0),
            ],
            "fund": lambda: [
                self._opened(month, name, column),
                cell("due"),
                cell("uncollected", -1.0),
                cell("released", -1.0),
            ],
            "cargoes": lambda: self._cargoes(month, name),
            "afloat": lambda: self._afloat(month, name),
            "ships_away": lambda: self._ships(month, name),
        }
        if column in {"price", "netback", "take"}:
            level = int(_one(self.columns[f"{name}.level"][month]))
            return self._lines(outlet.waterfalls[level], column, month)
        return terms[column]() if column in terms else self._by_origin(month, name, column)

    def _cargoes(self, month: int, name: str) -> list[Term]:
        loaded = self.of(f"{name}.loaded", month)
        cargo = _one(of_month(self.outlets[name].cargo, month))
        factors = f"{_figure(loaded, 'bbl')} / {_figure(cargo, 'bbl')}"
        words = f"{name}.loaded / a cargo"
        return [Term(words, loaded / cargo, factors, (month, f"{name}.loaded"))]

    def opened(self, column: str, month: int) -> float:
        """Return a balance when a month begins."""
        if month:
            return self.of(column, month - 1)
        head, _, last = column.rpartition(".")
        if head in self.contracts:
            oil = self.values["contracts"][head]["repayment"]
            account = None if oil is None else oil["account"]
            return 0.0 if account is None else _one(of_month(account["opening"], 0))
        sales = Sales(self.plan, self.outlets[head])
        if last == "receivable":
            earned = self.columns[f"{head}.earned"]
            return _one(sales.owed - sales.before_first(earned, sales.lag))
        paid = self.columns[f"{head}.collected"]
        lags = (sales.lag, sales.lag + sales.held)
        early, usable = (sales.before_first(paid, lag) for lag in lags)
        return _one(sales.opening + early - usable)

    def _opened(self, month: int, name: str, column: str, sign: float = 1.0) -> Term:
        return self.before(f"{name}.{column}", month, self.opened(f"{name}.{column}", month), sign)

    def _by_origin(self, month: int, name: str, column: str) -> list[Term]:
        """Return money that falls into a month, by the month in which it was earned."""
        sales = Sales(self.plan, self.outlets[name])
        labels, last = self.plan.months.labels, column == "released"

        def kept(origin: int) -> float:
            paid = _one(sales.kept[origin])
            return {"due": 1.0, "uncollected": 1.0 - paid, "released": paid}[column]

        terms = []
        for of, into, share in sales.months.spread(sales.lag + sales.held if last else sales.lag):
            if into == month:
                amount = self.of(f"{name}.earned", of) * _one(share) * kept(of)
                part = f"{100.0 * _one(share) * kept(of):.1f} % of {name}.earned of {labels[of]}"
                terms.append(Term(part, amount, cell=(of, f"{name}.earned")))
        begins = sales.held if last else 0.0
        amount = _one(sales.owed) * kept(0) * self._within(month, begins, sales.lag)
        terms.append(Term("of what was receivable when the first month began", amount))
        if last:
            amount = _one(sales.opening) * self._within(month, 0.0, sales.held)
            terms.append(Term("of what was in the fund when the first month began", amount))
        return terms

    def _within(self, month: int, begins: Any, length: Any) -> float:
        """Return the share that falls into a month of what is spread over some days."""
        window = self.plan.months.window(begins, length)
        return sum(_one(share) for _, into, share in window if into == month)

    def _afloat(self, month: int, name: str) -> list[Term]:
        outlet, months = self.outlets[name], self.plan.months
        opening = _one(of_month(outlet.values["afloat"], 0))
        terms = [
            self.before(f"{name}.afloat", month, opening),
            self.cell(f"{name}.loaded", month),
            Term(
                "arrived of what was at sea when the first month began",
                -opening * self._within(month, 0.0, of_month(outlet.at_sea, 0)),
            ),
        ]
        for of, label in enumerate(months.labels):
            begins, days = months.starts[of] + of_month(outlet.at_sea, of), months.days[of]
            parts = months.parts(begins, begins + days)
            share = sum(_one(part) for into, part in parts if into == month) / days
            amount = -self.of(f"{name}.loaded", of) * share
            terms.append(Term(f"arrived, loaded in {label}", amount, cell=(of, f"{name}.loaded")))
        return terms

    def _ships(self, month: int, name: str) -> list[Term]:
        outlet, months = self.outlets[name], self.plan.months
        fleet = outlet.fleet
        assert fleet is not None  # noqa: S101  as the column is there
        loads = self.of(f"{name}.cargoes", month)
        begins, days = months.starts[month], months.days[month]
        trip = of_month(fleet.days, month)
        again = sum(
            _one(part)
            for into, part in months.parts(begins + trip, begins + days + trip)
            if into == month
        )
        opening = 0.0  # all are counted as at home, and those away as not yet back
        if month == 0 and not self.plan.home[name]:
            opening = _one(of_month(fleet.number, 0))
        back = _one(fleet.returns[month]) + loads * again / days
        return [
            self.before(f"{name}.ships_away", month, opening),
            self.cell(f"{name}.cargoes", month),
            Term("came back", -back),
        ]

    # -- contracts --------------------------------------------------------------------------------

    def of_contract(self, month: int, name: str, column: str) -> list[Term]:
        """Return the terms of a column of a contract."""
        route = self.contracts[name].route

        def cells(*names: str) -> list[Term]:
            return [
                self.cell(
                    f"{name}.{each.lstrip('-')}",
                    month,
                    -1.0 if each.startswith("-") else 1.0,
                    _OF_LEDGER.get(each.lstrip("-"), ""),
                )
                for each in names
            ]

        own = self.of(f"{name}.{column}", month)
        if month < self.contracts[name].begins:
            return [Term("held before the first loan starts", own)]
        terms: dict[str, Callable[[], list[Term]]] = {
            "short": lambda: cells("contracted", "-barrels") if own > 0.0 else [],
            "earned": lambda: cells("value", "-costs"),
            "released": lambda: [
                *cells("earned", "-service", "-fund"),
                self._opened(month, name, "fund"),
            ],
            "fund": lambda: [
                self._opened(month, name, "fund"),
                *cells("earned", "-service", "-released"),
            ],
            "debt": lambda: [
                self.before(f"{name}.debt", month, 0.0),
                Term(
                    "of loans that stand when the first month begins",
                    self.of(f"{name}.all_drawn", month) - self.of(f"{name}.drawn", month),
                ),
                *cells("drawn", "interest", "fees", "-written_off", "-service", "-cash_service"),
            ],
            "service": lambda: cells("due", "-arrears", "prepaid", "-cash_service"),
            "cash_service": lambda: cells("due", "-arrears", "prepaid", "-service"),
            "arrears": lambda: cells("due", "prepaid", "-service", "-cash_service"),
            "due": lambda: cells("overdue_before", "on_overdue", "falls_due"),
            "drawn": lambda: [Term("drawn of new loans", own)],
        }
        if column in terms:
            return terms[column]()
        return self._of_route(month, name, route, column) if route else []

    def _of_route(self, month: int, name: str, route: str, column: str) -> list[Term]:
        """Return the terms of the barrels of a contract, of their price, costs and taxes."""
        barrels, way = f"{name}.barrels", self.case.waterfall(route)
        if column == "barrels":
            return self._left(month, barrels, self.plan.stream_of[route])
        if column == "price":
            return self._lines(way, column, month)
        if column == "take":
            by, what = (
                sum(line.amount for line in self._lines(way, column, month)),
                "royalty and taxes",
            )
        else:
            price, netback, *_ = way.counts
            rows = way.rows()[price:netback]
            by, what = -sum(_one(of_month(each, month)) for *_, each in rows), "costs of the way"
        return [self.product(barrels, month, by, what, "USD/bbl")]


_OF_LEDGER = {
    "value": "what the oil delivered counts, and is worth beyond",
    "contracted": "contracted",
    "interest": "interest of the month",
    "fees": "fees of the month",
    "written_off": "written off",
    "prepaid": "prepaid by what oil earns beyond what is due",
    "overdue_before": "overdue before",
    "on_overdue": "interest on what was overdue",
    "falls_due": "falls due in the month",
}
