"""What is computed of each statement: figures, inputs, the parts that decide it, and a sentence."""

from __future__ import annotations

import calendar
import itertools
import math
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from oilecon import reference
from oilecon.analysis import Outlet, Triangular, allocate, bounds, simulate
from oilecon.article import record
from oilecon.article.losses import (
    FREIGHT,
    NEAR,
    READINGS,
    STATED,
    comparisons,
    listed,
    of_freight,
)
from oilecon.article.parts import Figure, Part, from_row
from oilecon.blending import cargo_unlocks
from oilecon.errors import UndefinedWarning
from oilecon.evaluation import Evaluator, compare, evaluate
from oilecon.inputs import Crude, Loan, OilRepayment
from oilecon.lending import barrel_discount, cash_and_debt, petrocaribe, repay
from oilecon.netback.lines import BASES, IN_WORDS
from oilecon.reference import dated, loans
from oilecon.scenario_tree import Scenario, scenario
from oilecon.trading import regime_losses
from oilecon.units import Q

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from oilecon.reference import Row
    from oilecon.units import FloatArray

__all__ = ["ANSWERS", "Draws", "draws_of", "venezuelan_losses"]

Answer: TypeAlias = dict[str, Any]

_DRAWS, _SEED = 32_768, 1
_TAILS = (0.05, 0.95)
_SANCTIONED = READINGS["sanctioned"]
_BY_FREIGHT = tuple(FREIGHT.values())
_MONTH, _YEAR = 30.0, 365.0  # days
_RARE = 0.05  # chance below which steps of a price all one way are taken for a trend
_DRAWN = "from 5 to 95 % of draws, and the value"
_ENDS = "from the ends of its inputs' ranges"
_ASIA = ("market.brent", "asia.sale.differential")
_SHADOW = ("asia.sea.charter.hire", "asia.sea.shadow_multiple", "asia.agent.fee")
_GULF = ("gulf.sale.differential", "gulf.sea.charter.hire")
_SUPPLY = ("supply.production_cost", "supply.diluent.differential")
_MAIN = (*_ASIA, *_SHADOW, *_GULF, *_SUPPLY)


# -- what the answers share --------------------------------------------------------------------


class Draws(NamedTuple):
    """Outcomes of one scenario: as it is, and over draws of its inputs."""

    base: Mapping[str, float]
    drawn: Mapping[str, FloatArray]

    def of(self, *outcomes: str, over: str = "", scale: float = 1.0) -> tuple[float, float, float]:
        """Return the sum of outcomes with its range, as a share of another if one is named.

        A value near an end of its inputs' ranges may lie outside 5 to 95 % of the draws; the range
        then reaches to it.
        """
        base = sum(self.base[name] for name in outcomes) * scale
        drawn: Any = sum(self.drawn[name] for name in outcomes) * scale
        if over:
            base, drawn = base / self.base[over], drawn / self.drawn[over]
        low, high = np.nanquantile(drawn, _TAILS)
        return float(base), min(float(low), float(base)), max(float(high), float(base))


def draws_of(
    case: Scenario, outcomes: Sequence[str], routes: Sequence[str], inputs: Any = None
) -> Draws:
    """Return outcomes as they are, and over draws of every sourced range or of the inputs named."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)  # counted where it matters
        found = simulate(
            case, inputs, n=_DRAWS, seed=_SEED, outcomes=list(outcomes), routes=tuple(routes)
        )
    raws = Evaluator(case, tuple(routes)).figures(list(outcomes))
    scale = {name: 100.0 if name.startswith("loss") else 1.0 for name in outcomes}
    return Draws(
        {name: float(raw) * scale[name] for name, raw in zip(outcomes, raws, strict=True)},
        {name: found[name].magnitude for name in outcomes},
    )


def _inputs(case: Scenario, *paths: str) -> list[Figure]:
    """Return the rows behind some of a scenario's inputs; those that it lacks are left out."""
    found = []
    known = set(case.paths())
    for path in paths:
        row = case.row(path) if path in known else None
        if row is not None:
            found.append(from_row(row))
    return found


def _once(*figures: Figure) -> tuple[Figure, ...]:
    """Return figures without those that stand there already."""
    return tuple(dict.fromkeys(figures))


def _percent(name: str, found: tuple[float, float, float], note: str = _DRAWN) -> Figure:
    value, low, high = (100.0 * each for each in found)
    return Figure(name, value, low, high, "%", note=note)


def _ends(*rows: Row) -> Any:
    """Return value, low and high of records as one array a record."""
    return [np.array([row.value, row.low, row.high]) for row in rows]


def _triple(found: Any) -> tuple[float, float, float]:
    """Return value, least and greatest of an array whose first element is the value."""
    array = np.asarray(found, dtype=float)
    return float(array.ravel()[0]), float(array.min()), float(array.max())


def _three(values: Iterable[float]) -> tuple[float, float, float]:
    """Return value, low and high."""
    value, low, high = values
    return value, low, high


# -- the margin --------------------------------------------------------------------------------


def margin() -> Answer:
    """Return every reading on every basis, with the chance that it is near what is stated."""
    figures, close, used = [], [], []
    near = (STATED - NEAR, STATED + NEAR)
    for reading, name in READINGS.items():
        case = scenario(name)
        draws = draws_of(case, [f"loss.{basis}" for basis in BASES], ("gulf", "asia"))
        for basis in BASES:
            found = draws.of(f"loss.{basis}")
            drawn = draws.drawn[f"loss.{basis}"]
            inside = float(np.mean((drawn >= near[0]) & (drawn <= near[1])))
            label = f"{reading}, of the {IN_WORDS[basis]}"
            note = f"near {STATED:g} % in {100.0 * inside:.0f} % of draws; range {_DRAWN}"
            figures.append(Figure(label, *found, "%", note=note))
            if abs(found[0] - STATED) <= NEAR:
                close.append(f"{found[0]:.1f} % ({label})")
        used += _inputs(case, *_MAIN)
    figures += _regimes()
    middle = [one for one in figures if one.name == "transport only, of the operating margin"]
    figures = [*middle, *(one for one in figures if one not in middle)]
    ranges = [one for one in figures if one.name.partition(",")[0] in READINGS]
    spread = Figure(
        "all readings and bases",
        middle[0].value,
        min(one.value for one in ranges),
        max(one.value for one in ranges),
        "%",
    )
    by_freight = [
        one for one in figures if one.name in {f"{r}, of the operating margin" for r in _BY_FREIGHT}
    ]
    hangs = Figure(
        "transport only, of the operating margin, on each basis of freight",
        middle[0].value,
        min(one.value for one in by_freight),
        max(one.value for one in by_freight),
        "%",
        note=", ".join(
            f"{basis}: {loss.value:.1f} %" for basis, loss in zip(FREIGHT, by_freight, strict=True)
        ),
    )
    about = f"the loss is about {STATED:g} %"
    why = (
        f"{len(close)} of {len(ranges)} figures come within {NEAR:g} points of {STATED:g} %, "
        f"{listed(close)}, but they run from {spread.low:.1f} to {spread.high:.1f} %, and the "
        "article says neither which margin it means nor what it holds equal: its own basis cannot "
        f"be known. {' '.join(of_freight(comparisons()))}"
    ).strip()
    return {
        "formula": "loss = (line on the Gulf Coast - line in Asia) / line on the Gulf Coast, for "
        f"each line in {', '.join(IN_WORDS.values())}; of the price, netbacks over contract price",
        "parts": (
            Part(f"{about}, whatever it is a share of and whatever is held equal", spread, *near),
            Part(f"with only transport counted {about}, whatever freight is paid", hangs, *near),
            Part("the article's own basis is one of these", None),
        ),
        "figures": (*middle, hangs, *figures[1:]),
        "used": _once(*used),
        "why": why,
    }


def _regimes() -> list[Figure]:
    """Return the loss of the netback in dated regimes with both ends known."""
    found = []
    for name, row in regime_losses().iterrows():
        case = scenario(str(name))
        routes = row["reference"], row["alternative"]
        ends = draws_of(case, ["loss.netback"], routes).of("loss.netback")
        proxy = f"; against a stand-in: {row['proxy']}" if row["proxy"] else ""
        label = f"{case.title or name} ({row['as_of']}), of the netback"
        note = f"{routes[1]} against {routes[0]}{proxy}; {_DRAWN}"
        found.append(Figure(label, *ends, "%", as_of=str(row["as_of"]), note=note))
    return found


# -- the chain ---------------------------------------------------------------------------------


def intermediaries() -> Answer:
    """Return what agents and traders keep of the delivered price, by regime."""
    heavy = record.record("mark: heavy", "2025")
    shares, used = {}, [from_row(heavy)]
    for name, plan in reference.scenario_plans().items():
        case = scenario(name)
        for route in case.routes:
            paid = evaluate(case, route).recipients()
            if "intermediaries" not in paid.names or not paid["intermediaries"].magnitude:
                continue
            to, price = f"{route}.to.intermediaries", f"{route}.price"
            draws = draws_of(case, [to, price], (route,))
            label = f"agents, {case.title or name} ({plan['as_of']})"
            shares[name] = _percent(label, draws.of(to, over=price))
            used += _inputs(case, *(p for p in case.paths() if p.endswith(".fee")))
    traders, rows = _trading_houses()
    case = scenario(_SANCTIONED)
    lines = ("asia.to.intermediaries", "asia.sea.shadow_premium", "asia.sea.transfer")
    draws = draws_of(case, [*lines, "asia.price"], ("asia",))
    wide = _percent(
        "agents, shadow premium and transfer, Sanctioned", draws.of(*lines, over="asia.price")
    )
    narrow = shares[_SANCTIONED]
    every = [*shares.values(), traders]
    alone = Figure(
        "agents and traders in any regime, by the fees known",
        narrow.value,
        min(one.low for one in every),
        max(one.high for one in every),
        "%",
    )
    mark = 100.0 * heavy.value
    kept, published = _kept()
    unpaid = [
        from_row(record.record("invoices uncollected", "2020-01 to 2023-03")),
        from_row(record.record("cash and prepaid sales unpaid", "2019 to 2022-08")),
    ]
    return {
        "formula": "share = (wedge from the delivered price to the state's receipt - market "
        "freight) / delivered price; what of the invoices was not collected; and, by the fees "
        "known, what goes to intermediaries / delivered price",
        "parts": (
            Part("between buyer and state a heavy share of the price is kept", kept, mark),
            Part("most of what was invoiced never reached the state", unpaid[0], minimum=0.5),
        ),
        "figures": (kept, *unpaid, wide, narrow, alone, *(o for o in every if o is not narrow)),
        "used": _once(*used, *published, *unpaid, *_inputs(case, *_ASIA, *_SHADOW), *rows),
        "why": (
            f"Of a delivered barrel of late 2025 {kept.value:.0f} % ({kept.low:.0f} to "
            f"{kept.high:.0f}) went neither to the state nor to the market's freight but to "
            "agents, shadow tonnage, transfers and losses, and of the invoices of 2020 to early "
            f"2023 {100 * unpaid[0].value:.0f} % were not collected; the fees that are known, an "
            "agent's of 2019 and trading houses' of 2026, come to "
            f"{alone.low:.1f} to {alone.high:.1f} % alone. Heavy is taken as {mark:.0f} % of the "
            "delivered price."
        ),
    }


def _kept() -> tuple[Figure, list[Figure]]:
    """Return what is kept between the delivered price and the receipt, market freight apart."""
    wedge = record.record("wedge, delivered price to state receipt", "2025-12")
    receipt = record.record("state receipt, sales to China", "2025-12")
    freight = float(evaluate(scenario(_SANCTIONED), "asia")["freight"].magnitude)
    share = [
        (each - freight) / (got + each)
        for each, got in (
            (wedge.value, receipt.value),
            (wedge.low, receipt.high),
            (wedge.high, receipt.low),
        )
    ]
    note = f"{_ENDS}; market freight {freight:.1f} USD/bbl, of the sanctioned reading"
    label = "kept between buyer and state, market freight apart (2025-12)"
    return _percent(label, _three(share), note), [from_row(wedge), from_row(receipt)]


def _trading_houses() -> tuple[Figure, list[Figure]]:
    """Return what trading houses kept of the delivered price in January 2026."""
    case = scenario("licensed-2026-01")
    paths = (
        "market.brent",
        "fob.sale.differential",
        "gulf.sale.differential",
        "gulf.sea.charter.rate",
    )
    rows = [case.row(path) for path in paths]
    names = ("brent", "fob", "delivered", "freight")
    given = {
        name: (Q(row.low, row.unit), Q(row.high, row.unit))
        for name, row in zip(names, rows, strict=True)
        if row is not None
    }

    def share(brent: Any, fob: Any, delivered: Any, freight: Any) -> Any:
        return (delivered - fob - freight) / (brent + delivered)

    ends = bounds(share, given)
    brent, fob, delivered, freight = (row.value for row in rows if row is not None)
    found = (
        (delivered - fob - freight) / (brent + delivered),
        float(ends.low.to("").magnitude),
        float(ends.high.to("").magnitude),
    )
    label = "trading houses, licensed sales (2026-01)"
    used = [from_row(row, f"licensed-2026-01: {row.path}") for row in rows if row is not None]
    return _percent(label, found, _ENDS), used


# -- diluent -----------------------------------------------------------------------------------


def diluent() -> Answer:
    """Return what two cargoes of diluent evacuate, against a month's need."""
    naphtha, light = (
        record.record("naphtha cargo", "2025-11"),
        record.record("light crude cargo", "2025-11"),
    )
    orinoco, exports = (
        record.record("orinoco output", "2025-11"),
        record.record("exports", "2025-11"),
    )
    before, found = (
        record.record("exports", "2025-10"),
        record.record("Russian tankers found", "2025-11"),
    )
    far = record.record("mark: far short", "2025")
    loaded = record.record("Russian naphtha loaded", "2025-11")
    heavy, api = Crude.shipped("Orinoco extra-heavy"), scenario("article").supply.target_api
    rate = f"{exports.value} {exports.unit}"
    cargoes = [
        cargo_unlocks(Q(ends, row.unit), Crude.shipped(oil), heavy, api=api, exports=rate)
        for row, ends, oil in zip(
            (naphtha, light),
            _ends(naphtha, light),
            ("heavy naphtha", "Siberian Light"),
            strict=True,
        )
    ]
    blend: Any = sum(one.blend.to("Mb").magnitude for one in cargoes)
    let_out: Any = sum(one.heavy.to("kb").magnitude for one in cargoes)
    need = np.array([orinoco.value, orinoco.high, orinoco.low]) * _MONTH
    share = _percent(
        "heavy crude evacuated, of a month of Orinoco output", _triple(let_out / need), _ENDS
    )
    days: Any = sum(one.days.magnitude for one in cargoes if one.days is not None)
    eased = Figure(
        "exports of November against October",
        exports.value - before.value,
        exports.low - before.high,
        exports.high - before.low,
        exports.unit,
        "published",
        "2025-11",
        (*exports.evidence.source, *before.evidence.source),
    )
    rest = [record.record("diluent imports", month) for month in ("2025-09", "2025-10", "2025-11")]
    cargo = record.record("mark: a cargo", "2025")
    named = [record.record(f"exports to {who}", "2025-11") for who in ("China", "the US", "Cuba")]
    left = exports.value - sum(row.value for row in named)
    india = Figure("the most that can have gone to India, 2025-11", left, 0.0, left, exports.unit)
    return {
        "formula": "heavy crude evacuated = diluent x (1 - share) / share, the share of "
        "diluent that "
        f"brings the blend to {api.magnitude:g} °API; over 30 days of output",
        "parts": (
            Part("far short of the need of a month", share, maximum=100.0 * far.value),
            Part("exports eased for a while", eased, minimum=0.0),
            Part("to India too: a cargo in the month", india, minimum=cargo.value / _MONTH),
            Part("a Russian tanker brought naphtha", from_row(found), minimum=1.0),
            Part("another brought light crude", None),
        ),
        "figures": (
            share,
            Figure("Merey that the two evacuate", *_triple(blend), "Mb", note=_ENDS),
            Figure("days of November's exports", *_triple(days), "day", note=_ENDS),
            eased,
            india,
            from_row(record.record("exports", "2025-12"), "exports, 2025-12"),
            from_row(loaded, "Russian naphtha loaded for Venezuela, 2025-11"),
            *(from_row(row, f"{row.name}, {row.evidence.as_of}") for row in rest),
        ),
        "used": tuple(
            from_row(row) for row in (naphtha, light, orinoco, exports, before, *named, far)
        ),
        "why": (
            f"A full tanker of naphtha and an assumed {light.value:g} kb of light crude would let "
            f"out {blend[0]:.1f} Mb of Merey, {days[0]:.0f} days of exports and "
            f"{share.value:.0f} % of a month's Orinoco crude; the naphtha tanker was found, a "
            f"Russian cargo of light crude was not, {loaded.value / 1000:g} kt of Russian naphtha "
            "were loaded for Venezuela in November, and all imports of diluent and fuel rose from "
            f"{rest[1].value:g} to {rest[2].value:g} kb/d that month; at most {left:g} kb/d of "
            "November's exports can have gone to India."
        ),
    }


# -- debt --------------------------------------------------------------------------------------

_DEBT_SHARE = "debt cargoes, of what China takes"
_SINCE = "lent by China, 2017 to 2025"


def debt() -> Answer:
    """Return how long oil would take to repay the loans, and how much of it still does."""
    stated = record.statements()["debt"].figures[0]
    lent = record.record("lent by China", "2000 to 2018")
    rate = record.record("interest on the debt", "2017")
    owed = record.record("owed to China", "2026-01")
    stream = record.record("exports to China", "2025")
    cargoes, small = record.record("debt cargoes", "2025"), record.records(_DEBT_SHARE)[0]
    since = record.record("lent by China", "2017 to 2025")
    paid = record.records("debt barrels")
    price = {row.evidence.as_of: row for row in record.records("price of debt barrels")}
    case = scenario(_SANCTIONED)
    asia = evaluate(case, "asia")
    years = [
        _years(
            f"years to repay {stated / 1000:g} billion USD: {row.value:g} kb/d of "
            f"{row.evidence.as_of}",
            stated,
            rate,
            row.value,
            price[row.evidence.as_of].value,
        )
        for row in paid
    ]
    now = float(asia.price.magnitude)
    label = f"years to repay {stated / 1000:g} billion USD: all {stream.value:g} kb/d of 2025"
    years.append(_years(label, stated, rate, stream.value, now))
    share, lost = _debt_barrels(case, owed, rate, stream)
    kb = Figure(
        "debt barrels of 2025, interest only",
        *_three(each / 100.0 * stream.value for each in (share.value, share.low, share.high)),
        "kb/day",
        note=share.note,
    )
    return {
        "formula": "years until a loan of that size, served by volume x price in each period with "
        "interest, is repaid; debt barrels = interest / delivered price",
        "parts": (
            Part("more than that was lent", from_row(lent), minimum=stated),
            Part("oil is taken as repayment", from_row(cargoes), minimum=1.0),
            Part("a barrel that repays it brings less than one sold on the Gulf Coast", lost, 0.0),
            Part("nothing new is lent", from_row(since, _SINCE), maximum=0.0),
        ),
        "figures": (
            from_row(cargoes),
            _percent(_DEBT_SHARE, (small.value, small.low, small.high), small.evidence.note),
            share,
            kb,
            lost,
            from_row(lent),
            from_row(since, _SINCE),
            from_row(owed),
            *years,
        ),
        "used": (
            *(from_row(row) for row in (cargoes, small, lent, owed, rate, stream)),
            from_row(since, _SINCE),
            *(
                from_row(row, f"{row.name}, {row.evidence.as_of}")
                for row in (*paid, *price.values())
            ),
            *_inputs(case, *_ASIA, *_SHADOW, *_GULF),
        ),
        "why": (
            f"Lending came to {lent.low / 1000:.0f} to {lent.high / 1000:.0f} billion USD by "
            "count, more than is stated, none of it since 2016; the oil that still repays it is a "
            f"small part of what China takes, some {cargoes.value:g} kb/d or "
            f"{100 * small.value:.0f} %, where interest alone would take about {share.value:.0f} "
            "%; what was repaid of the principal has not been published."
        ),
    }


def _years(name: str, stated: float, rate: Row, volume: float, price: float) -> Figure:
    """Return how long a volume at a price takes to repay, over the range of the rate."""
    years = []
    for each in (rate.value, rate.low, rate.high):
        loan = Loan(f"{stated} MUSD", "60 year", rate=f"{each} 1/year", profile="bullet")
        served = OilRepayment(volume=f"{volume} kb/day", sweep="100 %", price=f"{price} USD/bbl")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)  # NaN: said as never
            years.append(float(repay(loan, served).payoff().years.magnitude))
    note = f"at {price:g} USD/bbl and {100 * rate.value:.1f} % interest; over the range of the rate"
    if math.isnan(years[0]):
        note += "; never: it does not pay the interest"
    return Figure(name, *_three(years), "year", note=note)


def _debt_barrels(case: Scenario, owed: Row, rate: Row, stream: Row) -> tuple[Figure, Figure]:
    """Return the share of barrels that interest takes, and what each gives up to the Gulf's."""
    asia, gulf = evaluate(case, "asia"), evaluate(case, "gulf")
    (debts,), (rates,) = _ends(owed), _ends(rate)
    loan = Loan(Q(debts, owed.unit), "8 year", rate=Q(rates, rate.unit), profile="bullet")
    served = OilRepayment(volume=f"{stream.value} {stream.unit}", sweep="0 %")
    year = repay(loan, served, price=asia.price, periods=4)
    split = cash_and_debt(year, f"{stream.value} {stream.unit}", asia, cost=asia)
    share = split.share.magnitude.mean(axis=0)
    lost = barrel_discount(year, gulf, cost=asia).discount.magnitude
    note = "interest alone, at the debts and rates that are reported or assumed"
    return (
        Figure("debt barrels of what China takes", *_triple(share), "%", note=note),
        Figure("what a debt barrel gives up to the Gulf Coast", *_triple(lost), "USD/bbl"),
    )


# -- Cuba --------------------------------------------------------------------------------------


def cuba() -> Answer:
    """Return what PetroCaribe's scale made of the price, at Cuba's volumes."""
    volumes = {row.name: row for row in loans.cuba()}
    cases = [
        ("2016", record.record("export basket", "2013")),
        ("2016", record.record("export basket", "2016")),
        ("2018", record.record("price of debt barrels", "2018")),
        ("2024", record.record("Merey", "2024")),
    ]
    figures, shares, grants = [], [], []
    for period, row in cases:
        sale = petrocaribe(Q(np.array([row.value, row.low, row.high]), row.unit))
        volume = volumes[period].value
        effective, grant = sale.effective_price.magnitude, sale.subsidy.magnitude
        at = f"at {row.value:g} USD/bbl ({row.evidence.as_of})"
        shares.append(grant / sale.price.magnitude)
        grants.append(sale.grant_element.magnitude)
        figures += [
            Figure(f"effective price {at}", *_triple(effective), "USD/bbl", note=_ENDS),
            Figure(
                f"subsidy {at}, {volume:g} kb/d",
                *_triple(grant * volume * _YEAR / 1000.0),
                "MUSD/year",
                note=f"{volumes[period].evidence.as_of} volume; {_ENDS}",
            ),
        ]
    # The latest year first: its value stands for them.
    share = _percent("subsidy, of the price", _triple(np.array(shares[::-1])), "over the years")
    grant = Figure("grant element of the credit", *_triple(np.array(grants[::-1])), "%")
    unpaid = record.record("unpaid by Cuba", "2000 to 2004")
    steps = [step for scale in loans.petrocaribe_steps().values() for step in scale]
    scale = sorted({key for step in steps for key in step.evidence.source})
    terms = loans.petrocaribe_terms()
    credit = [
        Figure(
            f"PetroCaribe {name}",
            float(terms[name].value),
            terms[name].evidence.low or float(terms[name].value),
            terms[name].evidence.high or float(terms[name].value),
            terms[name].unit,
            terms[name].evidence.kind,
            terms[name].evidence.as_of,
            terms[name].evidence.source,
        )
        for name in ("switch", "rate", "rate_above", "tenor", "tenor_above")
    ]
    rows = {row.evidence.as_of: row for _, row in cases}
    return {
        "formula": "effective price = cash part + financed share x worth of its service at 5 % a "
        f"year, by PetroCaribe's scale ({', '.join(scale)})",
        "parts": (
            Part("the scale's credit made the oil cheaper than its price", share, minimum=0.01),
            Part("payment for what was delivered was deferred", from_row(unpaid), minimum=1.0),
        ),
        "figures": (share, grant, from_row(unpaid), *figures),
        "used": (
            *(from_row(row, f"{row.name}, {row.evidence.as_of}") for row in rows.values()),
            *credit,
            *(from_row(row, f"delivered to Cuba, {row.name}") for row in volumes.values()),
            from_row(unpaid),
        ),
        "why": (
            f"On PetroCaribe's scale the credit is worth {share.low:.0f} to {share.high:.0f} % of "
            "the price if money is worth 5 % a year, an assumption, and of the oil of 2000 to 2004 "
            f"an estimated {unpaid.value / 1000:.1f} billion USD was deferred or unpaid; what Cuba "
            "paid since, and by what scale, is not published."
        ),
    }


# -- shadow fleet ------------------------------------------------------------------------------


def shadow() -> Answer:
    """Return what insurance and the shadow fleet cost a barrel, before and after the seizures."""
    rows = {
        name: record.records(name)[0]
        for name in (
            "hull value",
            "war risk before",
            "war risk after",
            "casualty rate",
            "tankers taken",
            "laden ships taken",
            "seizures by laden departure",
            "war clause",
            "shadow addition",
            "ships of 15 years and more",
            "ships of 15 years and more, all",
            "age of ships loading",
            "carried by sanctioned ships",
            "mark: mostly",
        )
    }
    taken, rate = rows["laden ships taken"], rows["seizures by laden departure"]
    quiet, lines = _risk_cost(rows["casualty rate"], None)
    seizing, parts = _risk_cost(rows["casualty rate"], rate)
    case = scenario(_SANCTIONED)
    draws = draws_of(case, ["asia.sea.shadow_premium"], ("asia",))
    premium = Figure(
        "shadow premium on freight, which prices the hull's risk",
        *draws.of("asia.sea.shadow_premium"),
        "USD/bbl",
        note=_DRAWN,
    )
    hulls = [_hull_premium(case, rows["hull value"], rows[f"war risk {when}"]) for when in _WHEN]
    age, all_ages = rows["ships of 15 years and more"], rows["ships of 15 years and more, all"]
    sanctioned = rows["carried by sanctioned ships"]
    clause = rows["war clause"]
    return {
        "formula": "expected cost of the cargo = cargo premium x price + (seizures by laden "
        "departure + rate of casualty x laden days) x price; the hull's risk is the owner's, who "
        "prices it in the premium on freight, and stands nowhere else",
        "parts": (
            Part("the shadow fleet is older than the fleet", from_row(age), minimum=all_ages.value),
            Part(
                "ships under sanctions carry most of the oil",
                from_row(sanctioned),
                minimum=rows["mark: mostly"].value,
            ),
            Part("they can be seized", from_row(taken), minimum=1.0),
            Part("Western insurers rarely cover them", None),
        ),
        "figures": (seizing, quiet, premium, from_row(clause), *parts, *lines, *hulls),
        "used": (*(from_row(row) for row in rows.values()), *_inputs(case, *_ASIA, *_SHADOW)),
        "why": (
            f"For the cargo alone, insurance and expected loss cost {quiet.value:.1f} USD a "
            f"barrel before 10 December 2025 and {seizing.low:.1f} to {seizing.high:.1f} after, "
            f"if about one laden departure in {_in_letters(1.0 / rate.value)} is seized. Owners "
            f"asked {clause.low:g} to {clause.high:g} for the same risk. Shadow tonnage costs "
            f"{premium.value:.1f} more than the market's; {100 * age.value:.0f} % of the world's "
            "dark fleet is 15 years or older, and ships under sanctions carry about "
            f"{100 * sanctioned.value:.0f} % of the oil: how many have which insurer has not been "
            "published."
        ),
    }


def _in_letters(number: float) -> str:
    """Return a number rounded to a whole one, in letters where it is small, as print has it."""
    whole = round(number)
    return _SMALL[whole] if 0 <= whole < len(_SMALL) else f"{whole:,}"


_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RISK_LINES = ("cargo_insurance", "seizure", "casualty")
_WHEN = ("before", "after")


def _risk_cost(casualty: Row, seizure: Row | None) -> tuple[Figure, list[Figure]]:
    """Return what the cargo's risk comes to on the sanctioned route, together and each line.

    The hull is not in it: who owns it prices it in the freight.
    """
    case = scenario(_SANCTIONED)
    rows = {"casualty_rate": casualty} | ({} if seizure is None else {"seizure": seizure})
    units = {"casualty_rate": "1/year", "seizure": "fraction"}
    given: dict[str, Any] = {name: Q(row.value, units[name]) for name, row in rows.items()}
    risky = case.vary({"asia.risk": case.routes["asia"].risk.evolve(**given)})
    drawn = {
        f"asia.risk.{name}": Triangular(
            *(Q(each, units[name]) for each in (row.low, row.value, row.high))
        )
        for name, row in rows.items()
    }
    lines = [f"asia.{name}" for name in _RISK_LINES if seizure is not None or name != "seizure"]
    draws = draws_of(risky, lines, ("asia",), drawn)
    when = _WHEN[seizure is not None]
    total = Figure(
        f"expected cost for the cargo {when} 10 December 2025",
        *draws.of(*lines),
        "USD/bbl",
        note=_DRAWN,
    )
    each = [
        Figure(
            f"{line.partition('.')[2].replace('_', ' ')} {when}",
            *draws.of(line),
            "USD/bbl",
            note=_DRAWN,
        )
        for line in lines
    ]
    return total, each


def _hull_premium(case: Scenario, hull: Row, war: Row) -> Figure:
    """Return what an insured hull's war premium comes to by the barrel: inside the freight."""
    barrels = evaluate(case, "asia")["supply.barrels_per_tonne"].magnitude
    cargo = case.get("asia.sea.cargo").magnitude * barrels
    values = (
        1e6 * worth * share / cargo
        for worth, share in (
            (hull.value, war.value),
            (hull.low, war.low),
            (hull.high, war.high),
        )
    )
    note = f"{_ENDS}; in the owner's freight, never beside it"
    return Figure(f"a hull's war premium, {war.name}", *_three(values), "USD/bbl", note=note)


# -- output and price --------------------------------------------------------------------------


def output() -> Answer:
    """Return what was published of output."""
    stated = record.statements()["output"].figures
    series = record.records("output")
    first, last = series[0], series[-1]
    falls = [100.0 * (1.0 - now / then) for then, now in ((first.value, last.value), stated)]
    own, *others = (
        record.record(f"output, by {who}", when)
        for who, when in (
            ("PDVSA", "2013"),
            ("the ministry to OPEC", "2013-06"),
            ("the IEA", "2014-11"),
            ("secondary sources", "2013-06"),
        )
    )
    rivals = [
        row.value for row in (first, *others) if row.evidence.as_of.startswith(first.evidence.as_of)
    ]
    by_own = 100.0 * (1.0 - last.value / own.value)
    below = [row.evidence.as_of for row in series if row.value < stated[1]]
    case = scenario(_SANCTIONED)
    worth = float(evaluate(case, "asia").price.magnitude)
    basket = record.record("export basket", "2013")
    figures = [from_row(row, f"output, {row.evidence.as_of}") for row in series]
    late = [
        record.record("output, by secondary sources", "2025-09"),
        record.record("output, by Kpler", "2026-01"),
    ]
    counts = [from_row(row, f"{row.name}, {row.evidence.as_of}") for row in (own, *others, *late)]
    sold = [
        Figure(
            f"worth of the output of {row.evidence.as_of} at {price:.2f} USD/bbl",
            *_three(each * price * _YEAR / 1000.0 for each in (row.value, row.low, row.high)),
            "MUSD/year",
            note="all of it, sold or used at home",
        )
        for row, price in ((first, basket.value), (last, worth))
    ]
    return {
        "formula": "published figures by year, beside the statement",
        "parts": (
            Part("more than 3 million barrels a day in 2013", figures[0], minimum=stated[0]),
            Part("under 0.8 million now", figures[-1], maximum=stated[1]),
        ),
        "figures": (figures[-1], figures[0], *counts, *figures[1:-1], *sold),
        "used": (*figures, *counts, from_row(basket), *_inputs(case, *_ASIA)),
        "why": (
            f"Of the counts of 2013 that were found only PDVSA's own, {own.value / 1000:.2f} Mb/d, "
            f"is that high, the others are {min(rivals) / 1000:.2f} to {max(rivals) / 1000:.2f}. "
            f"Output in {last.evidence.as_of} was about {last.value / 1000:.1f} Mb/d (counts: "
            f"{last.low / 1000:.2f} to {last.high / 1000:.2f}; the {last.low / 1000:.2f} is a "
            f"rounding of early 2026). The last year under {stated[1] / 1000:g} was {below[-1]}. "
            f"The fall since {first.evidence.as_of} is about {falls[0]:.0f} %, by PDVSA's count "
            f"{by_own:.0f}, where {falls[1]:.0f} is stated."
        ),
    }


def price() -> Answer:
    """Return Brent by month, and what the loss comes to at other prices."""
    stated = record.statements()["price"].figures[0]
    year, half = dated.brent("2025-01", "2025-12"), dated.brent("2025-06", "2025-11")
    month, first, after = (dated.brent(each, each) for each in ("2025-11", "2025-01", "2026-04"))
    span = Figure(
        "spread of June to November 2025, of their mean",
        *(3 * (100.0 * (half.high - half.low) / half.value,)),
        "%",
        source=half.evidence.source,
        as_of=half.evidence.as_of,
    )
    at = Q(np.array([50.0, 60.0, 70.0, 80.0]), "USD/bbl")
    losses = compare(scenario("article").vary({"market.brent": at}), "gulf", "asia").loss()
    moved = [
        Figure(f"loss of the operating margin at Brent {brent:g}", *(3 * (float(loss),)), "%")
        for brent, loss in zip(at.magnitude, losses.magnitude, strict=True)
    ]
    months = [found for when, (found, _) in dated.benchmarks().items() if when[:4] == "2025"]
    downs = sum(later < earlier for earlier, later in itertools.pairwise(months))
    steps = len(months) - 1
    chance = sum(math.comb(steps, k) for k in range(downs, steps + 1)) / 2.0**steps
    falling = Figure(
        f"monthly steps down in 2025, of {steps}",
        *(3 * (float(downs),)),
        "1",
        "published",
        "2025",
        year.evidence.source,
        f"as many or more come in {100.0 * chance:.0f} years of a hundred if steps go either way",
    )
    most = next(
        float(n)
        for n in range(steps, -1, -1)
        if sum(math.comb(steps, k) for k in range(n, steps + 1)) / 2.0**steps > _RARE
    )
    case = scenario("article")
    return {
        "formula": "Brent by month and its steps; loss of the operating margin, transport only, at "
        "other prices",
        "parts": (
            Part(f"below {stated:g} USD in every month of 2025", from_row(year), maximum=stated),
            Part("stabilizing: no more steps down than chance would make", falling, maximum=most),
        ),
        "figures": (from_row(month, "Brent, 2025-11"), from_row(year), falling, span, *moved),
        "used": (
            from_row(year),
            from_row(half, "Brent, half a year"),
            *_inputs(case, *_MAIN),
        ),
        "why": (
            f"Brent was {month.value:.2f} USD in November 2025 and below {stated:g} in every "
            f"month of that year, but fell in {downs} of its {steps} steps, from "
            f"{first.value:.2f} in January, which is no stabilizing; nor did it stay: April 2026 "
            f"was {after.value:.2f}. The lower it is, the more of the margin the route to Asia "
            f"takes, all else equal: {moved[-1].value:.1f} % at 80 USD, {moved[0].value:.1f} % at "
            "50."
        ),
    }


# -- revenue and allocation --------------------------------------------------------------------


def shortfall() -> Answer:
    """Return what exports to Asia bring against the revenue of 2013."""
    then, basket = record.record("exports", "2013"), record.record("export basket", "2013")
    stream, now = record.record("exports to China", "2025"), record.record("output", "2025")
    case = scenario(_SANCTIONED)
    names = ("asia.price", "gulf.price", "asia.operating", "asia.net", "gulf.net")
    hold = record.record("investment that holds output", "2026-01")
    service = record.record("debt service to China without grace", "2018")
    draws = draws_of(case, names, ("gulf", "asia"))
    a_year = _YEAR / 1000.0  # kb/d at USD/bbl in MUSD a year
    past = basket.value * then.value * a_year
    least, unit = stream.low / stream.value, "MUSD/year"
    money = {}
    for name in names:
        value, low, high = draws.of(name, scale=stream.value * a_year)
        money[name] = value, min(low, low * least), high
    note = f"{_DRAWN}, the low end at {stream.low:g} kb/d, of crude alone"

    def of_past(name: str, found: tuple[float, ...]) -> Figure:
        value, low, high = (100.0 * each / past for each in found)
        return Figure(name, value, low, high, "%", note=note)

    asia = of_past("exports to China in 2025, of 2013's revenue", money["asia.price"])
    gulf = of_past("the same barrels on the Gulf Coast, of 2013", money["gulf.price"])
    left = Figure(
        "what exports to China leave after oilfield and diluent, of the investment that holds "
        "output",
        *_three(100.0 * each / hold.value for each in money["asia.operating"]),
        "%",
        note=f"{note}; before royalty",
    )
    needed = [past / a_year / each for each in draws.of("gulf.price")]
    volume = Figure(
        "volume that brings 2013's revenue at late 2025's Gulf price",
        needed[0],
        min(needed),
        max(needed),
        "kb/day",
        note=_DRAWN,
    )
    return {
        "formula": "volume x price (net margin) x 365 days; for 2013, all exports x basket",
        "parts": (
            Part("what exports to China leave does not pay to hold output", left, maximum=100.0),
            Part(
                "what goes to China, most of what Asia takes, falls short of 2013's revenue",
                asia,
                maximum=100.0,
            ),
            Part("sent to the Gulf Coast it would too", gulf, maximum=100.0),
            Part("only more output could fill the gap", volume, minimum=now.high),
            Part("it pays neither for the imports nor for the budget of 2025", None),
        ),
        "figures": (
            left,
            asia,
            gulf,
            volume,
            Figure("revenue of exports in 2013", *(3 * (past,)), unit),
            from_row(record.record("revenue of PDVSA", "2013")),
            Figure("revenue of exports to China, 2025", *money["asia.price"], unit, note=note),
            Figure("the same on the Gulf Coast", *money["gulf.price"], unit, note=note),
            Figure(
                "operating margin of exports to China", *money["asia.operating"], unit, note=note
            ),
            Figure("net margin of exports to China", *money["asia.net"], unit, note=note),
            Figure("net margin on the Gulf Coast", *money["gulf.net"], unit, note=note),
            from_row(hold),
            from_row(service),
            from_row(record.record("external debt", "2025")),
        ),
        "used": (
            *(from_row(row) for row in (then, basket, stream, now, hold, service)),
            *_inputs(case, *_MAIN),
        ),
        "why": (
            f"After oilfield and diluent what goes to China leaves {left.value:.1f} % "
            f"({left.low:.1f} to {left.high:.1f}) of the {hold.value / 1000:.1f} billion USD a "
            "year that holding output takes, before royalty and before debt, whose service to "
            f"China alone once took {service.value / 1000:.0f}. It earns {asia.value:.0f} % of "
            f"2013's revenue, or {gulf.value:.0f} % if sold on the Gulf Coast. Matching 2013 there "
            f"would take {volume.value / 1000:.1f} Mb/d, {volume.value / now.value:.1f} times the "
            "output. Imports and the budget of 2025 have not been published."
        ),
    }


def reopening() -> Answer:
    """Return where exports would go with the US market closed and open, and where they went."""
    orinoco, room = (
        record.record("orinoco output", "2025-11"),
        record.record("Gulf Coast can take", "2026"),
    )
    owed, rate, stream = (
        record.record("owed to China", "2026-01"),
        record.record("interest on the debt", "2017"),
        record.record("exports to China", "2025"),
    )
    mostly = record.record("mark: mostly", "2025")
    case = scenario(_SANCTIONED)
    share, _ = _debt_barrels(case, owed, rate, stream)
    debt_volume = f"{share.value / 100.0 * stream.value} {stream.unit}"
    full = case.vary({"supply.output": f"{orinoco.value} {orinoco.unit}"})
    shut, free, tied = Outlet(licence="0 kb/day"), Outlet(), Outlet(owed=debt_volume)

    def gulf(takes: float) -> Outlet:
        return Outlet(capacity=f"{takes} {room.unit}")

    plans = {
        "closed": {"gulf": shut, "asia": free},
        f"open to {room.value:g} kb/d": {"gulf": gulf(room.value), "asia": free},
        f"open to {room.high:g} kb/d": {"gulf": gulf(room.high), "asia": free},
        f"open to {room.low:g} kb/d": {"gulf": gulf(room.low), "asia": free},
        f"open to {room.value:g} kb/d, interest paid in oil": {
            "gulf": gulf(room.value),
            "asia": tied,
        },
    }
    to_asia = {
        name: float(allocate(full, plan).volumes["asia"].to("kb/day").magnitude)
        for name, plan in plans.items()
    }
    figures = [
        Figure(
            f"to Asia, US market {name}", *(3 * (each,)), "kb/day", note="the split that earns most"
        )
        for name, each in to_asia.items()
    ]
    exported, value, low, high, _ = to_asia.values()
    left = Figure(
        "to Asia with the US market open, of all exports",
        *_three(100.0 * each / exported for each in (value, low, high)),
        "%",
        note="the split that earns most; over what the Gulf Coast can take",
    )
    before, after = record.record("exports to Asia", "2025"), record.record(*_ASIA_SINCE)
    went = Figure(
        "exports to Asia in February 2026, of those of 2025",
        *_three(100.0 * after.value / each for each in (before.value, before.high, before.low)),
        "%",
        "published",
        after.evidence.as_of,
        tuple(dict.fromkeys((*after.evidence.source, *before.evidence.source))),
    )
    gap, less = _gulf_earns()
    flows = [
        from_row(record.record(series, month), f"{series}, {month}")
        for series, month in (
            ("exports to the US", "2025-11"),
            ("exports to the US", "2026-01"),
            ("exports to the US", "2026-05-08"),
            ("exports to Asia", "2025"),
            _ASIA_SINCE,
            ("exports to China", "2025-11"),
            ("exports", "2026-01"),
            ("exports", "2026-02"),
        )
    ]
    most = 100.0 * mostly.value
    return {
        "formula": "what went to Asia once the US market was open; the split of exports over "
        "routes that earns most, within output and what the Gulf Coast can take",
        "parts": (
            Part("once it was open most of the oil went elsewhere", went, maximum=most),
            Part("what earns most sends at most half to Asia", left, maximum=most),
            Part("a barrel earns more on the Gulf Coast, whatever the regime", gap, minimum=0.0),
            Part("that it went there was ideology", None),
        ),
        "figures": (went, left, gap, *figures, *flows),
        "used": (
            *(from_row(row) for row in (orinoco, room, owed, rate, stream, before, after)),
            *_inputs(case, *_MAIN),
        ),
        "why": (
            f"Exports to Asia fell to {after.value:g} kb/d in February 2026, {went.value:.0f} % of "
            "those of 2025, but under US control of the sales, after a blockade, with oil for debt "
            "forbidden. By earnings alone the Gulf Coast, at its price of January 2026, takes "
            f"{room.low:g} to {room.high:g} kb/d, and {left.low:.0f} to {left.high:.0f} % of the "
            "exports would still go to Asia. Under sanctions a barrel earned "
            f"{gap.value:.1f} USD more on the Gulf Coast than in Asia; {listed(less)} it earned "
            "less. None of it shows a motive."
        ),
    }


_ASIA_SINCE = ("exports to Asia", "2026-02")


def venezuelan_losses() -> pd.DataFrame:
    """Return the dated regimes of Venezuelan oil of which the loss is known."""
    table = regime_losses()
    return table[~table.index.str.startswith(("iran", "urals"))]


def _gulf_earns() -> tuple[Figure, list[str]]:
    """Return by how much more a barrel earns on the Gulf Coast, and the regimes in which less."""
    found = {
        name: float(both["gulf.netback"].magnitude - both["asia.netback"].magnitude)
        for name, both in (
            (name, compare(scenario(name), "gulf", "asia")) for name in READINGS.values()
        )
    }
    venezuelan = venezuelan_losses()
    every = [*found.values(), *venezuelan["loss [USD/bbl]"]]
    less = [
        f"{_under(scenario(str(name)).title)} ({_month(str(row['as_of']))})"
        for name, row in venezuelan.iterrows()
        if row["loss [USD/bbl]"] < 0.0
    ]
    gap = Figure(
        "netback on the Gulf Coast less that in Asia",
        found[_SANCTIONED],
        float(min(every)),
        float(max(every)),
        "USD/bbl",
        note="sanctioned; the range is over all readings and dated regimes with both ends",
    )
    return gap, less


def _under(title: str) -> str:
    """Return a regime's title as part of a sentence."""
    first, _, rest = title.partition(" ")
    said = f"{first.lower()} {rest}".strip()
    return said if first in {"Under", "Before", "After"} else f"in the {said}"


def _month(as_of: str) -> str:
    """Return a date such as 2024-01, with a day or without, as a month in words."""
    year, month = as_of.split("-")[:2]
    return f"{calendar.month_name[int(month)]} {year}"


ANSWERS: dict[str, Callable[[], Answer]] = {
    "margin": margin,
    "intermediaries": intermediaries,
    "diluent": diluent,
    "debt": debt,
    "cuba": cuba,
    "shadow": shadow,
    "output": output,
    "price": price,
    "shortfall": shortfall,
    "reopening": reopening,
}
"""What is computed of each statement, by its short name."""
