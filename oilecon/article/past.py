"""Losses of the route to Asia in other years, as far as prices and freight are known."""

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
_FREIGHT = ("hire", "amount", "rate", "shadow_multiple", "shadow_addition")  # inputs of freight
_NO_FREIGHT = f"{NONE}: both prices are at the load port, so that no freight comes between them"
_Triple = tuple[float, float, float]
_NOTHING: _Triple = (math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Span:
    """One span of time under one regime.

    Attributes
    ----------
    period, regime : str
        The time, and the rules that held in it.
    reference, alternative : (float, float, float)
        Netbacks of the sale that Asia is compared against, and of Asia: value, low, high
        [USD/bbl].
    netback, operating : (float, float, float)
        The loss on both bases [%].
    against : str
        The reference in words.
    quality : dict of str to str
        For the reference's price, Asia's price and Asia's freight: ``'measured'``, ``'stand-in'``
        (published of something else or of another date, or worked out from that), ``'assumed'``,
        ``'not known'``, or ``'not needed'`` where both prices are at the load port.
    note, source : str
        A remark, and keys of the bibliography.
    """

    period: str
    regime: str
    reference: _Triple
    alternative: _Triple
    netback: _Triple
    operating: _Triple
    against: str
    quality: Mapping[str, str]
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
        """Iterate over the spans."""
        return iter(self.spans)

    def __len__(self) -> int:
        """Return the number of spans."""
        return len(self.spans)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a span.

        Returns
        -------
        pandas.DataFrame
            By period and regime: both netbacks [USD/bbl]; the loss of the netback with low and
            high, and of the operating margin [%], NaN where one of the netbacks is not known; the
            reference in words; whether its price, Asia's price and Asia's freight are measured,
            stand-ins or assumed; note and sources.
        """
        import pandas as pd

        rows = [
            {
                "period": span.period,
                "regime": span.regime,
                "against": span.against,
                "reference netback [USD/bbl]": span.reference[0],
                "Asia netback [USD/bbl]": span.alternative[0],
                "loss.netback [%]": span.netback[0],
                "low [%]": span.netback[1],
                "high [%]": span.netback[2],
                "loss.operating [%]": span.operating[0],
                **span.quality,
                "note": span.note,
                "source": span.source,
            }
            for span in self.spans
        ]
        return pd.DataFrame(rows).set_index(["period", "regime"])

    def __str__(self) -> str:
        """Return a line a span: the loss with its range, and the quality of prices and freight."""
        lines = [f"{'period':<21}{'loss of the netback':<29}Gulf price, Asia price, freight"]
        for span in self.spans:
            loss, low, high = span.netback
            shown = "not known" if math.isnan(loss) else f"{loss:5.1f} % ({low:.1f} to {high:.1f})"
            quality = ", ".join(span.quality.values())
            lines.append(
                f"{span.period:<21}{shown:<29}{quality}\n  {span.regime}; against {span.against}"
            )
        if any(NONE in span.quality.values() for span in self.spans):
            lines.append(_NO_FREIGHT)
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Describe the result in one line."""
        known = sum(not math.isnan(span.netback[0]) for span in self.spans)
        return f"<History: {len(self)} spans, the loss known of {known}>"


def history() -> History:
    """Return the losses of the route to Asia by year and regime, as far as sourced figures allow.

    For 2014 to 2016 there are China's customs values, and the cost of similar oil in Europe by the
    EU's register of crude imports. For 2019 there are a price under sanctions and one before, for
    2023 to 2026 the dated regimes. None of them is as good as a Gulf quotation of Merey of the same
    day, and there is none before January 2026. Each row says what is measured and what is assumed.

    Returns
    -------
    History
        The spans; it prints as text, and has a table and charts.

    Examples
    --------
    >>> import oilecon as oe
    >>> oe.article.history()
    <History: 16 spans, the loss known of 13>
    """
    spans = (*_customs(), _late_2019(), *_regimes())
    return History(tuple(sorted(spans, key=lambda span: span.period)))


def _loss(reference: _Triple, alternative: _Triple) -> _Triple:
    """Return the loss of the netback [%], with the range that both netbacks allow."""

    def share(left: float, right: float) -> float:
        return 100.0 * (left - right) / left

    return (
        share(reference[0], alternative[0]),
        share(reference[1], alternative[2]),
        share(reference[2], alternative[1]),
    )


def _customs() -> Iterator[Span]:
    """Yield 2014 to 2016: similar oil sold in Europe against customs values, less freight."""
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
        paid = _triple(price - freight / cargo for freight in (east.value, east.high, east.low))
        sold = _triple(landed.value - freight for freight in (west.value, west.high, west.low))
        biased = 100.0 * (basket.value - paid[0]) / basket.value
        yield Span(
            period=year,
            regime="Open market, loans served in oil",
            reference=sold,
            alternative=paid,
            netback=_loss(sold, paid),
            operating=_NOTHING,
            against="like oil sold in Europe, less freight",
            quality=_quality(STAND_IN, MEASURED, ASSUMED),
            note=f"{_notes(value, landed)} Freight to Europe: {_notes(west)} Freight to China: "
            f"{_notes(east)} Against the mean of all exports, which is of better oil and so "
            f"biased, it would be {biased:.1f} %.",
            source=_keys(value, volume, landed, basket, east, west),
        )


def _late_2019() -> Span:
    """Return late 2019: Merey sold under sanctions against Merey before, at the load port."""
    brent = dated.brent("2019-11", "2019-11")
    before, after = (
        record.record("Merey before sanctions", "2019"),
        record.record("Merey sold", "2019-11"),
    )
    open_sale, sanctioned_sale = (
        _triple(brent.value + gap for gap in (row.value, row.low, row.high))
        for row in (before, after)
    )
    return Span(
        period="2019-11",
        regime="Sanctions on PDVSA",
        reference=open_sale,
        alternative=sanctioned_sale,
        netback=_loss(open_sale, sanctioned_sale),
        operating=_NOTHING,
        against="an open sale, by the gap before sanctions",
        quality=_quality(STAND_IN, MEASURED, NONE),
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
    from oilecon.article.figures import draws_of

    case = scenario(name)
    routes = tuple(plan.get("ends", ())) or (list(case.routes)[-1],)
    asia = routes[-1]
    netbacks = [f"{route}.netback" for route in routes]
    losses = ["loss.netback", "loss.operating"] if len(routes) > 1 else []
    draws = draws_of(case, [*netbacks, *losses], routes)
    ranges = {outcome: draws.of(outcome) for outcome in (*netbacks, *losses)}
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
        freight = STAND_IN  # the cost of a year, which is not what a cargo of the month paid
    against = plan.get("proxy") or case.routes[routes[0]].title
    if len(routes) == 1:
        against = "no price elsewhere"
    rows = [case.row(path) for path in (first, f"{asia}.sale.differential", "market.brent")]
    return Span(
        period=str(plan["as_of"]),
        regime=case.title,
        reference=ranges[netbacks[0]] if len(routes) > 1 else _NOTHING,
        alternative=ranges[netbacks[-1]],
        netback=ranges.get("loss.netback", _NOTHING),
        operating=ranges.get("loss.operating", _NOTHING),
        against=against,
        quality=_quality(priced, _known(case, f"{asia}.sale.differential", name, plan), freight),
        note=str(reference.scenario_plan(name)["summary"]) + ".",
        source=_keys(*(row for row in rows if row is not None)),
    )


def _known(case: Scenario, path: str, name: str, plan: Mapping[str, Any]) -> str:
    """Return the quality of a figure: measured if published and of its regime's own date."""
    from oilecon.trading import stand_ins

    row = case.row(path)
    if row is None or row.evidence.kind == "assumption":
        return ASSUMED
    if row.evidence.kind == "estimate":
        return STAND_IN
    if "covers" in plan:
        return STAND_IN if path in stand_ins(name).index else MEASURED
    return MEASURED if row.evidence.as_of[:7] == str(plan["as_of"])[:7] else STAND_IN


def _quality(reference_price: str, price: str, freight: str) -> dict[str, str]:
    return {"reference price": reference_price, "Asia price": price, "Asia freight": freight}


def _triple(values: Any) -> _Triple:
    value, low, high = values
    return value, low, high


def _keys(*rows: Row) -> str:
    return " ".join(dict.fromkeys(key for row in rows for key in row.evidence.source))


def _notes(*rows: Row) -> str:
    return " ".join(row.evidence.note for row in rows)
