"""The lines of a waterfall and their subtotals: the outcomes that the model computes for a route.

`LINES` defines each line once, and `OUTCOMES` every other outcome. Names, recipients, labels and
meanings are read from these two tables everywhere: in the arithmetic, the names reserved in inputs,
tables, charts and the documentation.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from oilecon.core import trade
from oilecon.core import waterfall as fold
from oilecon.units import Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


__all__ = [
    "ALL_IN",
    "BASES",
    "COMPARED",
    "DELIVERED",
    "FLOWS",
    "FREIGHT",
    "IN_WORDS",
    "LEG_LINES",
    "LEG_OUTCOMES",
    "LINES",
    "OUTCOMES",
    "PRODUCER",
    "RESERVED",
    "RESERVED_ROUTES",
    "ROUTE_OUTCOMES",
    "SUBTOTALS",
    "SUPPLY",
    "TERMS",
    "Line",
    "LineKind",
    "OutcomeKind",
    "Waterfall",
    "borne_under",
    "compared",
    "divided",
    "in_money",
    "paid_to",
    "residual",
]

TERMS = ("FOB", "CFR", "CIF", "DAP", "DDP")
"""Terms of delivery, in the order of the costs that the seller bears, from FOB to DDP."""

ALL_IN = TERMS[-1]
"""Terms under which a cargo bears every line of its voyage."""

_ANY = frozenset(TERMS)
_CFR_UP = frozenset(TERMS[1:])  # the seller pays freight
_CIF_UP = frozenset(TERMS[2:])  # and cargo insurance
DELIVERED = trade.DELIVERED  # and bears transit loss
_DDP = frozenset(TERMS[4:])  # and import duty and tax
_NOT_DELIVERED = _CFR_UP - DELIVERED
_ALWAYS = "always"


class LineKind(NamedTuple):
    """Definition of a line of the waterfall."""

    recipient: str  # the party paid; empty for a price component
    label: str  # its name in tables and charts
    borne_under: frozenset[str]  # terms of delivery under which the seller bears it
    doc: str
    enters: str = "netback"  # the first subtotal that counts it
    when: str = _ALWAYS  # the condition for it, besides the terms of delivery
    per_leg: bool = False  # whether each leg has one, called after the leg: 'sea.hire'
    freight: bool = False  # whether it is part of market freight
    shared: bool = False  # whether it is the same for all routes, as for the barrel
    partly_under: frozenset[str] = frozenset()  # of borne_under: where the buyer bears some of it
    part: str = ""  # the part that the seller bears there


_GIVEN = "where given"
_BY_THE_DAY = "where the charter is by the day"
_RULE = "where the supply's `take` has it"
_OVERLAND = "where the leg goes over land,"
_BY_MODE = "its `mode` names the recipient: pipelines, railways or hauliers"

LINES: Mapping[str, LineKind] = {
    # The price. A name in angle brackets stands for those that the scenario gives.
    "brent": LineKind("", "Brent", _ANY, "the benchmark", "price", "without a basket"),
    "<marker>": LineKind(
        "",
        "marker",
        _ANY,
        "in place of `brent`: that benchmark's weight times its price",
        "price",
        "where the sale has a basket",
    ),
    "differential": LineKind(
        "", "differential", _ANY, "contract price less Brent or the basket", "price"
    ),
    "parity": LineKind(
        "",
        "parity",
        _ANY,
        "price at which the buyer's refinery is indifferent to a marker crude, less Brent",
        "price",
        "where the sale has one",
    ),
    "quality": LineKind(
        "",
        "quality",
        _ANY,
        "quality differential by a rule",
        "price",
        "where the sale has a rule",
    ),
    "time_structure": LineKind(
        "",
        "time structure",
        DELIVERED,
        "move of the forward curve over the laden days",
        "price",
        "where the market has one",
    ),
    "<intermediary>.on_top": LineKind(
        "",
        "on top",
        _ANY,
        "a fee that the buyer pays on top; the same fee is also among the costs",
        "price",
        "where the chain has one",
    ),
    # Down to the netback.
    "<intermediary>": LineKind(
        "intermediaries",
        "intermediary",
        _ANY,
        "fees, shares and interest of that party of the chain; its `role` names the recipient",
        when="where the chain has one",
    ),
    "import_duty": LineKind("importing state", "import duty", _DDP, "duty on the customs value"),
    "import_tax": LineKind(
        "importing state", "import tax", _DDP, "tax on import, less recovered tax"
    ),
    "harbour_fee": LineKind("importing state", "harbour fee", _DDP, "fees of the port of entry"),
    "transit_loss": LineKind("lost", "transit loss", DELIVERED, "oil lost on the way"),
    "cargo_insurance": LineKind("insurers", "cargo insurance", _CIF_UP, "premium on the cargo"),
    "hull_war_risk": LineKind(
        "insurers", "hull war risk", _CFR_UP, "premium on the hull", when=_GIVEN
    ),
    "hire": LineKind(
        "shipowner",
        "hire",
        _CFR_UP,
        "hire of a time charter, or earnings of the ship by the day",
        when=_BY_THE_DAY,
        freight=True,
        per_leg=True,
    ),
    "fuel": LineKind(
        "fuel suppliers", "fuel", _CFR_UP, "bunkers", when=_BY_THE_DAY, freight=True, per_leg=True
    ),
    "ports": LineKind(
        "ports",
        "ports",
        _CFR_UP,
        "port charges at both ends",
        when=_BY_THE_DAY,
        freight=True,
        per_leg=True,
    ),
    "canal": LineKind(
        "canals",
        "canal",
        _CFR_UP,
        "canal dues, laden and in ballast",
        when=f"{_BY_THE_DAY}, and the voyage has any",
        freight=True,
        per_leg=True,
    ),
    "other": LineKind(
        "others",
        "other",
        _CFR_UP,
        "other costs of the voyage",
        when=f"{_BY_THE_DAY}, and the voyage has any",
        freight=True,
        per_leg=True,
    ),
    "carbon": LineKind(
        "carbon market",
        "carbon",
        _CFR_UP,
        "emission allowances",
        when=f"{_BY_THE_DAY}, and the voyage has a carbon price",
        freight=True,
        per_leg=True,
    ),
    "commission": LineKind(
        "brokers",
        "commission",
        _CFR_UP,
        "brokers' commission on freight or hire",
        when=_BY_THE_DAY,
        freight=True,
        per_leg=True,
    ),
    "freight": LineKind(
        "shipowner",
        "freight",
        _CFR_UP,
        "freight as agreed, in place of all lines of a charter by the day",
        when="where the charter agrees the freight",
        freight=True,
        per_leg=True,
    ),
    "shadow_premium": LineKind(
        "shipowner",
        "shadow premium",
        _CFR_UP,
        "premium of shadow tonnage above market freight",
        per_leg=True,
    ),
    "transfer": LineKind(
        "STS operators", "transfer", _CFR_UP, "ship-to-ship transfer", per_leg=True
    ),
    "demurrage": LineKind(
        "shipowner",
        "demurrage",
        _CFR_UP,
        "expected demurrage",
        when="where the voyage has a rate",
        partly_under=_NOT_DELIVERED,
        part="not at discharge",
        per_leg=True,
    ),
    "toll": LineKind(
        "carriers",
        "toll",
        _ANY,
        f"carriage over land, committed and spot; {_BY_MODE}",
        when=f"{_OVERLAND} with a toll",
        per_leg=True,
    ),
    "deficiency": LineKind(
        "carriers",
        "deficiency",
        _ANY,
        f"committed space that is paid for and not used; {_BY_MODE}",
        when=f"{_OVERLAND} with a commitment",
        per_leg=True,
    ),
    "power": LineKind(
        "carriers",
        "power",
        _ANY,
        f"power and fuel surcharge; {_BY_MODE}",
        when=f"{_OVERLAND} with one",
        per_leg=True,
    ),
    "terminal": LineKind(
        "carriers",
        "terminal",
        _ANY,
        f"loading, unloading and storage; {_BY_MODE}",
        when=f"{_OVERLAND} with a fee",
        per_leg=True,
    ),
    "line_loss": LineKind(
        "lost",
        "line loss",
        _ANY,
        "oil lost over land, at the contract price",
        when=f"{_OVERLAND} with a loss",
        per_leg=True,
    ),
    "line_fuel": LineKind(
        "carriers",
        "fuel in kind",
        _ANY,
        f"oil kept as fuel, at the contract price; {_BY_MODE}",
        when=f"{_OVERLAND} with a share for fuel",
        per_leg=True,
    ),
    "line_fill": LineKind(
        "lenders",
        "line fill",
        _ANY,
        "interest on oil that fills the line and its tanks, beyond what is in transit",
        when=f"{_OVERLAND} with line fill",
        per_leg=True,
    ),
    "seizure": LineKind(
        "lost",
        "seizure",
        _CFR_UP,
        "expected loss of cargo and hull to seizure",
        when=_GIVEN,
        partly_under=_NOT_DELIVERED,
        part="the hull's, as far as the seller bears it",
    ),
    "casualty": LineKind(
        "lost",
        "casualty",
        _CFR_UP,
        "expected loss of cargo and hull to casualty",
        when=_GIVEN,
        partly_under=_NOT_DELIVERED,
        part="the hull's, as far as the seller bears it",
    ),
    "finance_carry": LineKind(
        "lenders",
        "finance carry",
        _ANY,
        "interest from loading to the event that credit runs from, and over the days of credit",
    ),
    "conversion": LineKind("FX dealers", "conversion", _ANY, "currency conversion", when=_GIVEN),
    "nonpayment": LineKind(
        "lost", "nonpayment", _ANY, "the uncollected share of the invoices", when=_GIVEN
    ),
    # Down to the operating margin.
    "production": LineKind(
        "oilfield",
        "production",
        _ANY,
        "producing the heavy crude in the barrel",
        "operating",
        shared=True,
    ),
    "diluent": LineKind(
        "diluent sellers",
        "diluent",
        _ANY,
        "buying the diluent in the barrel, delivered",
        "operating",
        "where a diluent is bought",
        shared=True,
    ),
    # Down to the net margin.
    "royalty": LineKind("state", "royalty", _ANY, "the state's royalty", "net"),
    "severance_tax": LineKind(
        "state", "severance tax", _ANY, "levied on the base of the royalty", "net", _RULE
    ),
    "gross_revenue_tax": LineKind(
        "state",
        "gross revenue tax",
        _ANY,
        "levied on the netback, or a reference price, without deductions",
        "net",
        _RULE,
    ),
    "windfall_levy": LineKind(
        "state",
        "windfall levy",
        _ANY,
        "levied on the contract price, or a basket's, above the thresholds of its bands",
        "net",
        _RULE,
    ),
    "income_tax": LineKind(
        "state",
        "income tax",
        _ANY,
        "levied on the operating margin less the other fiscal lines",
        "net",
        _RULE,
    ),
}
"""Every line of a waterfall, in the order in which they are added up."""

LEG_LINES = tuple(name for name, kind in LINES.items() if kind.per_leg)
"""The lines of a leg; without the leg's name, each is an outcome summed over a route's legs."""

FREIGHT = tuple(name for name, kind in LINES.items() if kind.freight)
"""The lines of market freight, which the outcome `freight` adds up; other lines stand apart."""


def paid_to(name: str) -> str:
    """Return the recipient of a line; modules call it once, on import, to save time in a case."""
    return LINES[name].recipient


def borne_under(*names: str) -> frozenset[str]:
    """Return the terms under which the seller bears at least one of these lines."""
    return frozenset[str]().union(*(LINES[name].borne_under for name in names))


# -- other outcomes --------------------------------------------------------------------------------


class OutcomeKind(NamedTuple):
    """Definition of an outcome that is not a line."""

    unit: str  # that it is shown in, where tables don't write a fraction
    doc: str
    when: str = _ALWAYS
    label: str = ""  # its name in tables and charts; the outcome's own if left out
    of_blend: bool = True  # whether USD/bbl is by the barrel of blend; else it is of diluent
    subtotal: bool = False  # whether it is a sum on the way down the lines


_BOTH = "where output and diluent supply are given"

OUTCOMES: Mapping[str, OutcomeKind] = {
    "price": OutcomeKind("USD/bbl", "the contract price", label="contract price", subtotal=True),
    "netback": OutcomeKind(
        "USD/bbl", "price less all costs down to the load port", label="netback", subtotal=True
    ),
    "operating": OutcomeKind(
        "USD/bbl", "netback less production and diluent", label="operating margin", subtotal=True
    ),
    "net": OutcomeKind(
        "USD/bbl",
        "operating margin less all fiscal lines",
        label="net margin",
        subtotal=True,
    ),
    "to.<recipient>": OutcomeKind(
        "USD/bbl",
        "all payments to one recipient, such as `to.shipowner`; `to.producer` is the residual. "
        "No line of the waterfall",
    ),
    "<leg>.netback": OutcomeKind(
        "USD/bbl",
        "the netback where a leg begins, by the barrel there, such as `sea.netback` at the load "
        "port; of the first leg, the route's own. No line of the waterfall",
        "of each leg that the seller bears, and of the first ship",
    ),
    "<leg>.barrels_in": OutcomeKind(
        "1", "barrels that go into a leg, of each that goes into the first"
    ),
    "<leg>.barrels_out": OutcomeKind(
        "1", "barrels that come out of a leg, of each that goes into the first"
    ),
    "<leg>.shipped": OutcomeKind(
        "bbl/day",
        "what a leg over land carries of the shipper",
        "where the leg has a nomination",
    ),
    "diluent_value": OutcomeKind(
        "USD/bbl",
        "marginal value of diluent, before its own cost and royalty; 0 where "
        "heavy crude runs out first. No line of the waterfall",
        "where a diluent is bought",
        of_blend=False,
    ),
    "loss": OutcomeKind("percent", "as `loss.operating`", label="loss of the operating margin"),
    "loss.price": OutcomeKind(
        "percent",
        "difference of the netbacks, as a share of the reference's contract price",
        label="loss, of the contract price",
    ),
    "loss.netback": OutcomeKind(
        "percent", "share of the netback lost", label="loss of the netback"
    ),
    "loss.operating": OutcomeKind(
        "percent", "share of the operating margin lost", label="loss of the operating margin"
    ),
    "loss.net": OutcomeKind(
        "percent", "share of the net margin lost", label="loss of the net margin"
    ),
    "lost": OutcomeKind("USD/bbl", "as `lost.operating`", label="loss of the operating margin"),
    "lost.price": OutcomeKind(
        "USD/bbl",
        "contract price of the reference less that of the alternative; `loss.price` divides "
        "`lost.netback`",
        label="loss of the contract price",
    ),
    "lost.netback": OutcomeKind(
        "USD/bbl",
        "netback of the reference less that of the alternative",
        label="loss of the netback",
    ),
    "lost.operating": OutcomeKind(
        "USD/bbl",
        "operating margin of the reference less that of the alternative",
        label="loss of the operating margin",
    ),
    "lost.net": OutcomeKind(
        "USD/bbl",
        "net margin of the reference less that of the alternative",
        label="loss of the net margin",
    ),
    "supply.barrels_per_tonne": OutcomeKind("bbl/t", "barrels in a tonne of cargo"),
    "supply.diluent_share": OutcomeKind("fraction", "diluent in the summed volumes"),
    "supply.shrinkage": OutcomeKind("fraction", "share of the summed volumes lost in mixing"),
    "supply.shrunk_api": OutcomeKind("degAPI", "gravity of the blend as loaded"),
    "supply.diluent_delivered": OutcomeKind(
        "USD/bbl",
        "a barrel of diluent at the blending plant; 0 where none is bought",
        of_blend=False,
    ),
    "supply.diluent_ratio": OutcomeKind("1", "diluent for each barrel of heavy crude"),
    "supply.blend_ratio": OutcomeKind(
        "1", "blend loaded for each barrel of heavy crude, after shrinkage"
    ),
    "supply.blend_sulphur": OutcomeKind(
        "fraction",
        "sulphur of the blend by mass",
        "where that of both oils is known",
    ),
    "supply.heavy_blended": OutcomeKind("bbl/day", "heavy crude that is blended", _BOTH),
    "supply.heavy_shut_in": OutcomeKind(
        "bbl/day", "heavy crude that is shut in for lack of diluent", _BOTH
    ),
    "supply.blend_rate": OutcomeKind("bbl/day", "blend exported, after shrinkage", _BOTH),
}
"""Every outcome that is not a line; a name in angle brackets stands for the scenario's own."""


def _below(head: str) -> dict[str, OutcomeKind]:
    """Return the outcomes of one head, such as 'supply', by the rest of their names."""
    head += "."
    return {
        name.removeprefix(head): kind for name, kind in OUTCOMES.items() if name.startswith(head)
    }


SUBTOTALS = tuple(name for name, kind in OUTCOMES.items() if kind.subtotal)
"""The subtotals of a route's lines, as `Waterfall` has them."""

IN_WORDS: Mapping[str, str] = {name: OUTCOMES[name].label for name in SUBTOTALS}
"""Labels of the subtotals of a route's lines."""

BASES = tuple(_below("loss"))
"""The bases of a loss. As a share, each divides the difference of its own line, except `price`: the
difference of the netbacks over the contract price of the reference. In money, each is the
difference of its own line."""


@cache
def compared(outcome: str) -> str:
    """Return an outcome of two routes without its alternative, as 'loss.net' of 'asia.loss.net'.

    Empty for any other outcome.
    """
    head, _, rest = outcome.partition(".")
    if head in COMPARED:
        return outcome
    return rest if rest.partition(".")[0] in COMPARED else ""


def in_money(loss: str) -> str:
    """Return the outcome in money that a loss is a share of; of any other name, `lost`."""
    pair = compared(loss)
    head, dot, basis = pair.partition(".")
    if head != "loss" or not dot:
        return "lost"
    return f"{loss.removesuffix(pair)}lost.{divided(basis)}"


def divided(basis: str) -> str:
    """Return the line whose difference a loss on this basis divides."""
    return "netback" if basis == "price" else basis


SUPPLY = tuple(_below("supply"))
"""Outcomes of the barrel, and of a supply whose output and diluent are given."""

FLOWS = tuple(name for name, kind in _below("supply").items() if kind.unit == "bbl/day")
"""Outcomes of a supply whose output and diluent are given."""

COMPARED = frozenset({"loss", "lost"})
"""First words of the outcomes of two routes: a loss as a share, and in money."""

RESERVED_ROUTES = COMPARED | {"supply"}
"""Names that no route or stream may have, since outcomes of a comparison begin with them."""

ROUTE_OUTCOMES: Mapping[str, OutcomeKind] = {
    name: kind for name, kind in OUTCOMES.items() if name.partition(".")[0] not in RESERVED_ROUTES
}
"""The outcomes of one route that are not lines."""

LEG_OUTCOMES: Mapping[str, OutcomeKind] = _below("<leg>")
"""The outcomes of one leg that are not lines, by what follows its name."""

RESERVED = COMPARED | {
    name.partition(".")[0]
    for name in (*LINES, *ROUTE_OUTCOMES, *SUPPLY)
    if not name.startswith("<")
}
"""Names that no leg, party or marker may have, since outcomes of a route or a stream have them."""


# -- a waterfall -----------------------------------------------------------------------------------

Line: TypeAlias = tuple[str, str, Raw]
"""Name, recipient, and amount: added for the price's lines, deducted for all others."""


class Waterfall(NamedTuple):
    """A route's lines in their order, and their subtotals [USD/bbl]."""

    price_components: tuple[Line, ...]
    costs: tuple[Line, ...]
    counts: tuple[int, ...]  # lines down to each of SUBTOTALS
    price: Raw
    netback: Raw
    operating: Raw
    net: Raw

    def rows(self) -> list[tuple[str, str, Raw]]:
        """Return every line with its sign: price components as they are, costs below zero."""
        # 0 - c rather than -c, which would show a cost of zero as -0.
        taken = ((name, recipient, 0.0 - amount) for name, recipient, amount in self.costs)
        return [*self.price_components, *taken]

    def scaled(self, factor: Raw) -> Waterfall:
        """Return every amount times a factor, with the subtotals added up from these again."""
        prices = tuple((name, to, amount * factor) for name, to, amount in self.price_components)
        costs = tuple((name, to, amount * factor) for name, to, amount in self.costs)
        scaled = self._replace(price_components=prices, costs=costs)
        totals = fold.cumulate(amount for _, _, amount in scaled.rows())
        return Waterfall(prices, costs, self.counts, *(totals[count - 1] for count in self.counts))

    def recipients(self) -> list[str]:
        """Return the recipients of the price, the producer last."""
        return [*dict.fromkeys(to for _, to, _ in self.costs), PRODUCER]

    def paid(self, to: str) -> Raw:
        """Return the share of one recipient in the price; of the producer, the residual."""
        if to == PRODUCER:
            return residual(self.price, [self.paid(name) for name in self.recipients()[:-1]])
        return fold.fold(amount for _, recipient, amount in self.costs if recipient == to)


PRODUCER = "producer"


def residual(price: Raw, paid: Iterable[Raw]) -> Raw:
    """Return the residual of a price after these payments, deducted one after the other."""
    return fold.fold([price, *(0.0 - amount for amount in paid)])
