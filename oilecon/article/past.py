"""What the route to Asia lost in other years, as far as prices and freight are known."""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oilecon import reference
from oilecon.article import record
from oilecon.article.losses import READINGS
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted
from oilecon.reference import dated
from oilecon.scenario_tree import Scenario, scenario

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from oilecon.reference import Row

__all__ = ["History", "Span", "history"]

MEASURED, STAND_IN, ASSUMED = "measured", "stand-in", "assumed"  # the better first
UNKNOWN, NONE = "not known", "not needed"
_FREIGHT = ("hire", "amount", "rate", "shadow_multiple", "shadow_addition")  # what it follows from
_NO_FREIGHT = f"{NONE}: both prices are at the load port, so that no freight comes between them"
_Triple = tuple[float, float, float]
_NOTHING: _Triple = (math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Span:
    """One span of time under one regime.

    Attributes
    ----------
    period, regime : str
        When, and under what rules.
    reference, alternative : (float, float, float)
        Netback of what Asia is checked against, and of Asia: value, low, high [USD/bbl].
    netback, operating : (float, float, float)
        The loss on both bases [%].
    against : str
        What the reference is.
    how : dict of str to str
        For the reference's price, Asia's price and Asia's freight: ``'measured'``, ``'stand-in'``
        (published of something else or of another date, or worked out from that), ``'assumed'``,
        ``'not known'``, or ``'not needed'`` where both prices are at the load port.
    note, source : str
        What to know of it, and keys of the bibliography.
    """

    period: str
    regime: str
    reference: _Triple
    alternative: _Triple
    netback: _Triple
    operating: _Triple
    against: str
    how: Mapping[str, str]
    note: str
    source: str


class History(Plotted):
    """The loss by year and regime."""

    plots = FrozenDict(
        losses=Plot("the loss of the netback by span, with its range"),
        regimes=Plot("the days that each dated regime speaks of"),
    )

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self.spans = spans

    def __iter__(self) -> Iterator[Span]:
        """Go through the spans."""
        return iter(self.spans)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.spans)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a span.

        Returns
        -------
        pandas.DataFrame
            By period and regime: both netbacks [USD/bbl]; the loss of the netback with low and
            high, and of the operating margin [%], NaN where one end is not known; what the
            reference is; whether its price, Asia's and Asia's freight are measured, stand-ins or
            assumed; note and sources.
        """
        import pandas as pd

        rows = [
            {
                "period": one.period,
                "regime": one.regime,
                "against": one.against,
                "reference netback [USD/bbl]": one.reference[0],
                "Asia netback [USD/bbl]": one.alternative[0],
                "loss.netback [%]": one.netback[0],
                "low [%]": one.netback[1],
                "high [%]": one.netback[2],
                "loss.operating [%]": one.operating[0],
                **one.how,
                "note": one.note,
                "source": one.source,
            }
            for one in self.spans
        ]
        return pd.DataFrame(rows).set_index(["period", "regime"])

    def __str__(self) -> str:
        """Return a line a span: the loss with its range, and how its ends are known."""
        lines = [f"{'period':<21}{'loss of the netback':<29}Gulf price, Asia price, freight"]
        for one in self.spans:
            loss, low, high = one.netback
            said = "not known" if math.isnan(loss) else f"{loss:5.1f} % ({low:.1f} to {high:.1f})"
            how = ", ".join(one.how.values())
            lines.append(f"{one.period:<21}{said:<29}{how}\n  {one.regime}; against {one.against}")
        if any(NONE in one.how.values() for one in self.spans):
            lines.append(_NO_FREIGHT)
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Say how many spans there are, and of how many the loss is known."""
        known = sum(not math.isnan(one.netback[0]) for one in self.spans)
        return f"<History: {len(self)} spans, the loss known of {known}>"


def history() -> History:
    """Return what the route to Asia lost by year and regime, as far as sourced figures allow.

    Of 2014 to 2016 there are China's customs values and what like oil cost in Europe by the EU's
    register of crude imports, of 2019 a price under sanctions and one before, of 2023 to 2026 the
    dated regimes. None of them is as good as a Gulf quotation of Merey of the same day, of which
    there is none before January 2026: each row says what is measured and what is assumed.

    Returns
    -------
    History
        Its table, a text and a picture.

    Examples
    --------
    >>> import oilecon as oe
    >>> oe.article.history()
    <History: 16 spans, the loss known of 13>
    """
    spans = (*_customs(), _late_2019(), *_regimes())
    return History(tuple(sorted(spans, key=lambda one: one.period)))


def _loss(reference: _Triple, alternative: _Triple) -> _Triple:
    """Return the loss of the netback in percent, from the ends of both."""

    def share(left: float, right: float) -> float:
        return 100.0 * (left - right) / left

    return (
        share(reference[0], alternative[0]),
        share(reference[1], alternative[2]),
        share(reference[2], alternative[1]),
    )


def _customs() -> Iterator[Span]:
    """Yield 2014 to 2016: like oil sold in Europe against customs values, both less freight."""
    from oilecon.evaluation import evaluate

    case = scenario("article")
    barrels = evaluate(case, "asia")["supply.barrels_per_tonne"].magnitude
    east = record.record("freight to China", "2014 to 2016")
    west = record.record("freight to Europe", "2014 to 2016")
    cargo = case.get("asia.sea.cargo").magnitude * barrels
    for value in record.records("customs value, China"):
        year = value.evidence.as_of
        volume = record.record("exports to China", year)
        landed = record.record("crude below 17 °API, CIF Europe", year)
        basket = record.record("export basket", year)
        days = 366.0 if calendar.isleap(int(year)) else 365.0
        price = value.value * 1000.0 / (volume.value * days)
        paid = _triple(price - each / cargo for each in (east.value, east.high, east.low))
        sold = _triple(landed.value - each for each in (west.value, west.high, west.low))
        before = 100.0 * (basket.value - paid[0]) / basket.value
        yield Span(
            period=year,
            regime="Open market, loans served in oil",
            reference=sold,
            alternative=paid,
            netback=_loss(sold, paid),
            operating=_NOTHING,
            against="like oil sold in Europe, less freight",
            how=_how(STAND_IN, MEASURED, ASSUMED),
            note=f"{_notes(value, landed)} Freight to Europe: {_notes(west)} Freight to China: "
            f"{_notes(east)} Against the mean of all exports, which is of better oil and so "
            f"biased, it would be {before:.1f} %.",
            source=_keys(value, volume, landed, basket, east, west),
        )


def _late_2019() -> Span:
    """Return late 2019: what Merey was sold at under sanctions against before, at the load port."""
    brent = dated.brent("2019-11", "2019-11")
    before, after = (
        record.record("Merey before sanctions", "2019"),
        record.record("Merey sold", "2019-11"),
    )
    ends = [
        _triple(brent.value + each for each in (row.value, row.low, row.high))
        for row in (before, after)
    ]
    return Span(
        period="2019-11",
        regime="Sanctions on PDVSA",
        reference=ends[0],
        alternative=ends[1],
        netback=_loss(*ends),
        operating=_NOTHING,
        against="an open sale, by the gap before sanctions",
        how=_how(STAND_IN, MEASURED, NONE),
        note=f"{_notes(after, before)} Read as prices at the load port, without freight.",
        source=_keys(brent, before, after),
    )


def _regimes() -> Iterator[Span]:
    """Yield the dated regimes of Venezuela, and the article's case."""
    plans = {
        name: plan
        for name, plan in reference.scenario_plans().items()
        if "covers" in plan and not plan.get("without_costs")
    }
    plans[READINGS["sanctioned"]] = {
        "as_of": "2025-11",
        "ends": ("gulf", "asia"),
        "proxy": "the US Gulf Coast, price of January 2026",
    }
    for name, plan in plans.items():
        yield _regime(name, plan)


def _regime(name: str, plan: Mapping[str, Any]) -> Span:
    from oilecon.article.answers import draws_of

    case = scenario(name)
    routes = tuple(plan.get("ends", ())) or (list(case.routes)[-1],)
    asia = routes[-1]
    netbacks = [f"{route}.netback" for route in routes]
    losses = ["loss.netback", "loss.operating"] if len(routes) > 1 else []
    draws = draws_of(case, [*netbacks, *losses], routes)
    found = {outcome: draws.of(outcome) for outcome in (*netbacks, *losses)}
    first = f"{routes[0]}.sale.differential"
    priced = _known(case, first, name, plan)
    if len(routes) == 1:
        priced = UNKNOWN
    elif plan.get("proxy"):
        priced = STAND_IN
    paths = [path for path in case.paths() if path.startswith(f"{asia}.sea.") and case.row(path)]
    paths = [path for path in paths if path.rpartition(".")[2] in _FREIGHT]
    ranks = (MEASURED, STAND_IN, ASSUMED)
    freight = max((_known(case, path, name, plan) for path in paths), key=ranks.index)
    if plan.get("freight") == "period" and freight == MEASURED:
        freight = STAND_IN  # what a year cost, and not what a cargo of the month paid
    against = plan.get("proxy") or case.routes[routes[0]].title
    if len(routes) == 1:
        against = "no price elsewhere"
    rows = [case.row(path) for path in (first, f"{asia}.sale.differential", "market.brent")]
    return Span(
        period=str(plan["as_of"]),
        regime=case.title,
        reference=found[netbacks[0]] if len(routes) > 1 else _NOTHING,
        alternative=found[netbacks[-1]],
        netback=found.get("loss.netback", _NOTHING),
        operating=found.get("loss.operating", _NOTHING),
        against=against,
        how=_how(priced, _known(case, f"{asia}.sale.differential", name, plan), freight),
        note=str(reference.scenario_plan(name)["summary"]) + ".",
        source=_keys(*(row for row in rows if row is not None)),
    )


def _known(case: Scenario, path: str, name: str, plan: Mapping[str, Any]) -> str:
    """Return whether a figure is published and of its regime's own date."""
    from oilecon.trading import stand_ins

    row = case.row(path)
    if row is None or row.evidence.kind == "assumption":
        return ASSUMED
    if row.evidence.kind == "estimate":
        return STAND_IN
    if "covers" in plan:
        return STAND_IN if path in stand_ins(name).index else MEASURED
    return MEASURED if row.evidence.as_of[:7] == str(plan["as_of"])[:7] else STAND_IN


def _how(reference_price: str, price: str, freight: str) -> dict[str, str]:
    return {"reference price": reference_price, "Asia price": price, "Asia freight": freight}


def _triple(values: Any) -> _Triple:
    value, low, high = values
    return value, low, high


def _keys(*rows: Row) -> str:
    return " ".join(dict.fromkeys(key for row in rows for key in row.evidence.source))


def _notes(*rows: Row) -> str:
    return " ".join(row.evidence.note for row in rows)
