"""Answers to the statements on trade, debt, the shadow fleet, output, price and revenue."""

from __future__ import annotations

import calendar
import itertools
import math
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon import reference
from oilecon.analysis import Triangular, allocate, bounds
from oilecon.article import record
from oilecon.article.figures import (
    DRAWN,
    INPUT_RANGES,
    MONTH,
    YEAR,
    Answer,
    amounts_of,
    computed,
    draws_of,
    extremes_of,
    inputs_of,
    percent,
    published,
    range_of,
    series,
    without_repeats,
)
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
from oilecon.evaluation import compare, evaluate
from oilecon.inputs import Crude, Loan, OilRepayment, Outlet
from oilecon.lending import barrel_discount, cash_and_debt, petrocaribe, repay
from oilecon.netback.lines import BASES, IN_WORDS
from oilecon.reference import dated, loans
from oilecon.scenario_tree import Scenario, scenario
from oilecon.trading import demand_schedule, regime_losses
from oilecon.units import Q

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

__all__ = ["ANSWERS", "venezuelan_losses"]

_SANCTIONED = READINGS["sanctioned"]
_BY_FREIGHT = tuple(FREIGHT.values())
_RARE = 0.05  # chance below which steps of a price all one way are taken for a trend
_ASIA = ("market.brent", "asia.sale.differential")
_SHADOW = ("asia.sea.charter.hire", "asia.sea.shadow_multiple", "asia.agent.fee")
_GULF = ("gulf.sale.differential", "gulf.sea.charter.hire")
_SUPPLY = ("supply.production_cost", "supply.diluent.differential")
_MAIN = (*_ASIA, *_SHADOW, *_GULF, *_SUPPLY)


# -- the margin --------------------------------------------------------------------------------


def margin() -> Answer:
    """Return the loss on every basis under every reading, with the chance that it is near 15 %."""
    figures, close, used = [], [], []
    near = (STATED - NEAR, STATED + NEAR)
    for reading, name in READINGS.items():
        case = scenario(name)
        draws = draws_of(case, [f"loss.{basis}" for basis in BASES], ("gulf", "asia"))
        for basis in BASES:
            loss = draws.of(f"loss.{basis}")
            drawn = draws.drawn[f"loss.{basis}"]
            inside = float(np.mean((drawn >= near[0]) & (drawn <= near[1])))
            label = f"{reading}, of the {IN_WORDS[basis]}"
            note = f"near {STATED:g} % in {100.0 * inside:.0f} % of draws; range {DRAWN}"
            figures.append(computed(label, loss, "%", note))
            if abs(loss[0] - STATED) <= NEAR:
                close.append(f"{loss[0]:.1f} % ({label})")
        used += inputs_of(case, *_MAIN)
    figures += _regimes()
    by_freight = [
        next(figure for figure in figures if figure.name == f"{reading}, of the operating margin")
        for reading in _BY_FREIGHT
    ]
    middle = by_freight[0]
    others = [figure for figure in figures if figure != middle]
    losses = [figure.value for figure in figures if figure.name.partition(",")[0] in READINGS]
    spread = computed("all readings and bases", (middle.value, min(losses), max(losses)), "%")
    freight_losses = [figure.value for figure in by_freight]
    freight_spread = computed(
        "transport only, of the operating margin, on each basis of freight",
        (middle.value, min(freight_losses), max(freight_losses)),
        "%",
        ", ".join(
            f"{basis}: {loss:.1f} %" for basis, loss in zip(FREIGHT, freight_losses, strict=True)
        ),
    )
    about = f"the loss is about {STATED:g} %"
    why = (
        f"{len(close)} of {len(losses)} figures come within {NEAR:g} points of {STATED:g} %, "
        f"{listed(close)}, but they run from {spread.low:.1f} to {spread.high:.1f} %, and the "
        "article says neither which margin it means nor what it holds equal: its own basis cannot "
        f"be known. {' '.join(of_freight(comparisons()))}"
    ).strip()
    return Answer(
        formula="loss = (line on the Gulf Coast - line in Asia) / line on the Gulf Coast, for "
        f"each line in {', '.join(IN_WORDS.values())}; of the price, netbacks over contract price",
        parts=(
            Part(f"{about}, whatever it is a share of and whatever is held equal", spread, *near),
            Part(
                f"with only transport counted {about}, whatever freight is paid",
                freight_spread,
                *near,
            ),
            Part("the article's own basis is one of these", None),
        ),
        figures=(middle, freight_spread, *others),
        used=without_repeats(*used),
        why=why,
    )


def _regimes() -> list[Figure]:
    """Return the loss of the netback in the dated regimes that have prices of both routes."""
    figures = []
    for name, row in regime_losses().iterrows():
        case = scenario(str(name))
        routes = row["reference"], row["alternative"]
        loss = draws_of(case, ["loss.netback"], routes).of("loss.netback")
        proxy = f"; against a stand-in: {row['proxy']}" if row["proxy"] else ""
        label = f"{case.title or name} ({row['as_of']}), of the netback"
        note = f"{routes[1]} against {routes[0]}{proxy}; {DRAWN}"
        figures.append(computed(label, loss, "%", note, as_of=str(row["as_of"])))
    return figures


# -- the chain ---------------------------------------------------------------------------------


def intermediaries() -> Answer:
    """Return the share of the delivered price that agents and traders keep, by regime."""
    heavy = published("mark: heavy", "2025")
    shares, used = {}, [heavy]
    for name, plan in reference.scenario_plans().items():
        case = scenario(name)
        for route in case.routes:
            paid = evaluate(case, route).recipients()
            if "intermediaries" not in paid.names or not paid["intermediaries"].magnitude:
                continue
            fees, price = f"{route}.to.intermediaries", f"{route}.price"
            draws = draws_of(case, [fees, price], (route,))
            label = f"agents, {case.title or name} ({plan['as_of']})"
            shares[name] = percent(label, draws.of(fees, over=price))
            used += inputs_of(case, *(path for path in case.paths() if path.endswith(".fee")))
    traders, rows = _trading_houses()
    case = scenario(_SANCTIONED)
    lines = ("asia.to.intermediaries", "asia.sea.shadow_premium", "asia.sea.transfer")
    draws = draws_of(case, [*lines, "asia.price"], ("asia",))
    wide = percent(
        "agents, shadow premium and transfer, Sanctioned", draws.of(*lines, over="asia.price")
    )
    narrow = shares[_SANCTIONED]
    known = [*shares.values(), traders]
    label = "agents and traders in any regime, by the fees known"
    alone = computed(label, range_of(narrow.value, known), "%")
    mark = 100.0 * heavy.value
    kept, receipts = _kept()
    unpaid = [
        published("invoices uncollected", "2020-01 to 2023-03"),
        published("cash and prepaid sales unpaid", "2019 to 2022-08"),
    ]
    return Answer(
        formula="share = (wedge from the delivered price to the state's receipt - market "
        "freight) / delivered price; what of the invoices was not collected; and, by the fees "
        "known, what goes to intermediaries / delivered price",
        parts=(
            Part("between buyer and state a heavy share of the price is kept", kept, mark),
            Part("most of what was invoiced never reached the state", unpaid[0], minimum=0.5),
        ),
        figures=(
            kept,
            *unpaid,
            wide,
            narrow,
            alone,
            *(share for share in known if share is not narrow),
        ),
        used=without_repeats(*used, *receipts, *unpaid, *inputs_of(case, *_ASIA, *_SHADOW), *rows),
        why=(
            f"Of a delivered barrel of late 2025 {kept.value:.0f} % ({kept.low:.0f} to "
            f"{kept.high:.0f}) went neither to the state nor to the market's freight but to "
            "agents, shadow tonnage, transfers and losses, and of the invoices of 2020 to early "
            f"2023 {100 * unpaid[0].value:.0f} % were not collected; the fees that are known, an "
            "agent's of 2019 and trading houses' of 2026, come to "
            f"{alone.low:.1f} to {alone.high:.1f} % alone. Heavy is taken as {mark:.0f} % of the "
            "delivered price."
        ),
    )


def _kept() -> tuple[Figure, list[Figure]]:
    """Return the share kept between the delivered price and the receipt, less market freight."""
    wedge = published("wedge, delivered price to state receipt", "2025-12")
    receipt = published("state receipt, sales to China", "2025-12")
    freight = float(evaluate(scenario(_SANCTIONED), "asia")["freight"].magnitude)
    shares = [
        (kept - freight) / (received + kept)
        for kept, received in (
            (wedge.value, receipt.value),
            (wedge.low, receipt.high),
            (wedge.high, receipt.low),
        )
    ]
    note = f"{INPUT_RANGES}; market freight {freight:.1f} USD/bbl, of the sanctioned reading"
    label = "kept between buyer and state, market freight apart (2025-12)"
    return percent(label, shares, note), [wedge, receipt]


def _trading_houses() -> tuple[Figure, list[Figure]]:
    """Return the share of the delivered price that trading houses kept in January 2026."""
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

    extremes = bounds(share, given)
    brent, fob, delivered, freight = (row.value for row in rows if row is not None)
    shares = (
        (delivered - fob - freight) / (brent + delivered),
        float(extremes.low.to("").magnitude),
        float(extremes.high.to("").magnitude),
    )
    label = "trading houses, licensed sales (2026-01)"
    used = [from_row(row, f"licensed-2026-01: {row.path}") for row in rows if row is not None]
    return percent(label, shares, INPUT_RANGES), used


# -- diluent -----------------------------------------------------------------------------------


def diluent() -> Answer:
    """Return the heavy crude that two cargoes of diluent evacuate, against a month's need."""
    naphtha, light = (
        published("naphtha cargo", "2025-11"),
        published("light crude cargo", "2025-11"),
    )
    orinoco, exports = (
        published("orinoco output", "2025-11"),
        published("exports", "2025-11"),
    )
    before, tankers = (
        published("exports", "2025-10"),
        published("Russian tankers found", "2025-11"),
    )
    far = published("mark: far short", "2025")
    loaded = published("Russian naphtha loaded", "2025-11")
    heavy, api = Crude.shipped("Orinoco extra-heavy"), scenario("article").supply.target_api
    rate = f"{exports.value} {exports.unit}"
    cargoes = [
        cargo_unlocks(
            Q(np.array(amounts_of(cargo)), cargo.unit),
            Crude.shipped(oil),
            heavy,
            api=api,
            exports=rate,
        )
        for cargo, oil in ((naphtha, "heavy naphtha"), (light, "Siberian Light"))
    ]
    blend: Any = sum(cargo.blend.to("Mb").magnitude for cargo in cargoes)
    evacuated: Any = sum(cargo.heavy.to("kb").magnitude for cargo in cargoes)
    need = np.array([orinoco.value, orinoco.high, orinoco.low]) * MONTH
    share = percent(
        "heavy crude evacuated, of a month of Orinoco output",
        extremes_of(evacuated / need),
        INPUT_RANGES,
    )
    days: Any = sum(cargo.days.magnitude for cargo in cargoes if cargo.days is not None)
    change = computed(
        "exports of November against October",
        (
            exports.value - before.value,
            exports.low - before.high,
            exports.high - before.low,
        ),
        exports.unit,
        kind="published",
        as_of="2025-11",
        source=(*exports.source, *before.source),
    )
    imports = [
        published("diluent imports", month, dated=True)
        for month in ("2025-09", "2025-10", "2025-11")
    ]
    cargo = published("mark: a cargo", "2025")
    named = [
        published(f"exports to {country}", "2025-11") for country in ("China", "the US", "Cuba")
    ]
    residual = exports.value - sum(figure.value for figure in named)
    label = "the most that can have gone to India, 2025-11"
    india = computed(label, (residual, 0.0, residual), exports.unit)
    return Answer(
        formula="heavy crude evacuated = diluent x (1 - share) / share, the share of "
        "diluent that "
        f"brings the blend to {api.magnitude:g} °API; over 30 days of output",
        parts=(
            Part("far short of the need of a month", share, maximum=100.0 * far.value),
            Part("exports eased for a while", change, minimum=0.0),
            Part("to India too: a cargo in the month", india, minimum=cargo.value / MONTH),
            Part("a Russian tanker brought naphtha", tankers, minimum=1.0),
            Part("another brought light crude", None),
        ),
        figures=(
            share,
            computed("Merey that the two evacuate", extremes_of(blend), "Mb", INPUT_RANGES),
            computed("days of November's exports", extremes_of(days), "day", INPUT_RANGES),
            change,
            india,
            published("exports", "2025-12", dated=True),
            loaded.renamed("Russian naphtha loaded for Venezuela, 2025-11"),
            *imports,
        ),
        used=(naphtha, light, orinoco, exports, before, *named, far),
        why=(
            f"A full tanker of naphtha and an assumed {light.value:g} kb of light crude would "
            f"evacuate {blend[0]:.1f} Mb of Merey, {days[0]:.0f} days of exports and "
            f"{share.value:.0f} % of a month's Orinoco crude; the naphtha tanker was found, a "
            f"Russian cargo of light crude was not, {loaded.value / 1000:g} kt of Russian naphtha "
            "were loaded for Venezuela in November, and all imports of diluent and fuel rose from "
            f"{imports[1].value:g} to {imports[2].value:g} kb/d that month; at most {residual:g} "
            "kb/d of "
            "November's exports can have gone to India."
        ),
    )


# -- debt --------------------------------------------------------------------------------------

_DEBT_SHARE = "debt cargoes, of what China takes"


def debt() -> Answer:
    """Return the years in which oil would repay the loans, and the volume that still does."""
    stated = record.statements()["debt"].figures[0]
    lent = published("lent by China", "2000 to 2018")
    rate = published("interest on the debt", "2017")
    owed = published("owed to China", "2026-01")
    stream = published("exports to China", "2025")
    cargoes, small = published("debt cargoes", "2025"), series(_DEBT_SHARE)[0]
    since = published("lent by China", "2017 to 2025", dated=True)
    paid = series("debt barrels", dated=True)
    price = {figure.as_of: figure for figure in series("price of debt barrels", dated=True)}
    case = scenario(_SANCTIONED)
    asia = evaluate(case, "asia")
    years = [
        _years(
            f"years to repay {stated / 1000:g} billion USD: {volume.value:g} kb/d of "
            f"{volume.as_of}",
            stated,
            rate,
            volume.value,
            price[volume.as_of].value,
        )
        for volume in paid
    ]
    now = float(asia.price.magnitude)
    label = f"years to repay {stated / 1000:g} billion USD: all {stream.value:g} kb/d of 2025"
    years.append(_years(label, stated, rate, stream.value, now))
    share, lost = _debt_barrels(case, owed, rate, stream)
    debt_volume = computed(
        "debt barrels of 2025, interest only",
        (amount / 100.0 * stream.value for amount in amounts_of(share)),
        "kb/day",
        share.note,
    )
    return Answer(
        formula="years until a loan of that size, served by volume x price in each period with "
        "interest, is repaid; debt barrels = interest / delivered price",
        parts=(
            Part("more than that was lent", lent, minimum=stated),
            Part("oil is taken as repayment", cargoes, minimum=1.0),
            Part("a barrel that repays it brings less than one sold on the Gulf Coast", lost, 0.0),
            Part("nothing new is lent", since, maximum=0.0),
        ),
        figures=(
            cargoes,
            percent(_DEBT_SHARE, amounts_of(small), small.note),
            share,
            debt_volume,
            lost,
            lent,
            since,
            owed,
            *years,
        ),
        used=(
            *(cargoes, small, lent, owed, rate, stream, since),
            *(*paid, *price.values()),
            *inputs_of(case, *_ASIA, *_SHADOW, *_GULF),
        ),
        why=(
            f"Lending came to {lent.low / 1000:.0f} to {lent.high / 1000:.0f} billion USD by "
            "count, more than is stated, none of it since 2016; the oil that still repays it is a "
            f"small part of what China takes, some {cargoes.value:g} kb/d or "
            f"{100 * small.value:.0f} %, where interest alone would take about {share.value:.0f} "
            "%; what was repaid of the principal has not been published."
        ),
    )


def _years(name: str, stated: float, rate: Figure, volume: float, price: float) -> Figure:
    """Return the years in which a volume at a price repays a loan, over the range of the rate."""
    years = []
    for interest in amounts_of(rate):
        loan = Loan(f"{stated} MUSD", "60 year", rate=f"{interest} 1/year", profile="bullet")
        served = OilRepayment(volume=f"{volume} kb/day", sweep="100 %", price=f"{price} USD/bbl")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)  # NaN shows as never
            years.append(float(repay(loan, served).payoff().years.magnitude))
    note = f"at {price:g} USD/bbl and {100 * rate.value:.1f} % interest; over the range of the rate"
    if math.isnan(years[0]):
        note += "; never: it does not pay the interest"
    return computed(name, years, "year", note)


def _debt_barrels(
    case: Scenario, owed: Figure, rate: Figure, stream: Figure
) -> tuple[Figure, Figure]:
    """Return the share of barrels that interest takes, and their discount to the Gulf Coast."""
    asia, gulf = evaluate(case, "asia"), evaluate(case, "gulf")
    principal, interest = (Q(np.array(amounts_of(figure)), figure.unit) for figure in (owed, rate))
    loan = Loan(principal, "8 year", rate=interest, profile="bullet")
    served = OilRepayment(volume=f"{stream.value} {stream.unit}", sweep="0 %")
    year = repay(loan, served, price=asia.price, periods=4)
    split = cash_and_debt(year, f"{stream.value} {stream.unit}", asia, cost=asia)
    share = split.share.magnitude.mean(axis=0)
    lost = barrel_discount(year, gulf, cost=asia).discount.magnitude
    note = "interest alone, at the debts and rates that are reported or assumed"
    return (
        computed("debt barrels of what China takes", extremes_of(share), "%", note),
        computed("what a debt barrel gives up to the Gulf Coast", extremes_of(lost), "USD/bbl"),
    )


# -- Cuba --------------------------------------------------------------------------------------


def cuba() -> Answer:
    """Return effective price and subsidy by PetroCaribe's scale, at Cuba's volumes."""
    volumes = {row.name: row for row in loans.cuba()}
    baskets = [
        published("export basket", "2013", dated=True),
        published("export basket", "2016", dated=True),
        published("price of debt barrels", "2018", dated=True),
        published("Merey", "2024", dated=True),
    ]
    figures, shares, grants = [], [], []
    for period, basket in zip(("2016", "2016", "2018", "2024"), baskets, strict=True):
        sale = petrocaribe(Q(np.array(amounts_of(basket)), basket.unit))
        volume = volumes[period].value
        effective, grant = sale.effective_price.magnitude, sale.subsidy.magnitude
        at = f"at {basket.value:g} USD/bbl ({basket.as_of})"
        shares.append(grant / sale.price.magnitude)
        grants.append(sale.grant_element.magnitude)
        figures += [
            computed(f"effective price {at}", extremes_of(effective), "USD/bbl", INPUT_RANGES),
            computed(
                f"subsidy {at}, {volume:g} kb/d",
                extremes_of(grant * volume * YEAR / 1000.0),
                "MUSD/year",
                f"{volumes[period].evidence.as_of} volume; {INPUT_RANGES}",
            ),
        ]
    # The latest year first: its value stands for them.
    share = percent("subsidy, of the price", extremes_of(np.array(shares[::-1])), "over the years")
    grant = computed("grant element of the credit", extremes_of(np.array(grants[::-1])), "%")
    unpaid = published("unpaid by Cuba", "2000 to 2004")
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
    return Answer(
        formula="effective price = cash part + financed share x worth of its service at 5 % a "
        f"year, by PetroCaribe's scale ({', '.join(scale)})",
        parts=(
            Part("the scale's credit made the oil cheaper than its price", share, minimum=0.01),
            Part("payment for what was delivered was deferred", unpaid, minimum=1.0),
        ),
        figures=(share, grant, unpaid, *figures),
        used=(
            *baskets,
            *credit,
            *(from_row(row, f"delivered to Cuba, {row.name}") for row in volumes.values()),
            unpaid,
        ),
        why=(
            f"On PetroCaribe's scale the credit is worth {share.low:.0f} to {share.high:.0f} % of "
            "the price if money is worth 5 % a year, an assumption, and of the oil of 2000 to 2004 "
            f"an estimated {unpaid.value / 1000:.1f} billion USD was deferred or unpaid; what Cuba "
            "paid since, and by what scale, is not published."
        ),
    )


# -- shadow fleet ------------------------------------------------------------------------------


def shadow() -> Answer:
    """Return the cost of insurance and of the shadow fleet, before and after the seizures."""
    rows = {
        name: series(name)[0]
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
    premium = computed(
        "shadow premium on freight, which prices the hull's risk",
        draws.of("asia.sea.shadow_premium"),
        "USD/bbl",
        DRAWN,
    )
    hulls = [_hull_premium(case, rows["hull value"], rows[f"war risk {when}"]) for when in _WHEN]
    age, all_ages = rows["ships of 15 years and more"], rows["ships of 15 years and more, all"]
    sanctioned = rows["carried by sanctioned ships"]
    clause = rows["war clause"]
    return Answer(
        formula="expected cost of the cargo = cargo premium x price + (seizures by laden "
        "departure + rate of casualty x laden days) x price; the hull's risk is the owner's, who "
        "prices it in the premium on freight, and stands nowhere else",
        parts=(
            Part("the shadow fleet is older than the fleet", age, minimum=all_ages.value),
            Part(
                "ships under sanctions carry most of the oil",
                sanctioned,
                minimum=rows["mark: mostly"].value,
            ),
            Part("they can be seized", taken, minimum=1.0),
            Part("Western insurers rarely cover them", None),
        ),
        figures=(seizing, quiet, premium, clause, *parts, *lines, *hulls),
        used=(*rows.values(), *inputs_of(case, *_ASIA, *_SHADOW)),
        why=(
            f"For the cargo alone, insurance and expected loss cost {quiet.value:.1f} USD a "
            f"barrel before 10 December 2025 and {seizing.low:.1f} to {seizing.high:.1f} after, "
            f"if about one laden departure in {_in_letters(1.0 / rate.value)} is seized. Owners "
            f"asked {clause.low:g} to {clause.high:g} for the same risk. Shadow tonnage costs "
            f"{premium.value:.1f} more than the market's; {100 * age.value:.0f} % of the world's "
            "dark fleet is 15 years or older, and ships under sanctions carry about "
            f"{100 * sanctioned.value:.0f} % of the oil: how many have which insurer has not been "
            "published."
        ),
    )


def _in_letters(number: float) -> str:
    """Return a number rounded to a whole one, in letters up to ten, as is usual in print."""
    whole = round(number)
    return _SMALL[whole] if 0 <= whole < len(_SMALL) else f"{whole:,}"


_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RISK_LINES = ("cargo_insurance", "seizure", "casualty")
_WHEN = ("before", "after")


def _risk_cost(casualty: Figure, seizure: Figure | None) -> tuple[Figure, list[Figure]]:
    """Return the cost of the cargo's risk on the sanctioned route, in total and line by line.

    The hull's risk is left out: its owner prices it in the freight.
    """
    case = scenario(_SANCTIONED)
    rows = {"casualty_rate": casualty} | ({} if seizure is None else {"seizure": seizure})
    units = {"casualty_rate": "1/year", "seizure": "fraction"}
    given: dict[str, Any] = {name: Q(row.value, units[name]) for name, row in rows.items()}
    risky = case.vary({"asia.risk": case.routes["asia"].risk.evolve(**given)})
    drawn = {
        f"asia.risk.{name}": Triangular(
            *(Q(amount, units[name]) for amount in (row.low, row.value, row.high))
        )
        for name, row in rows.items()
    }
    lines = [f"asia.{name}" for name in _RISK_LINES if seizure is not None or name != "seizure"]
    draws = draws_of(risky, lines, ("asia",), drawn)
    when = _WHEN[seizure is not None]
    label = f"expected cost for the cargo {when} 10 December 2025"
    total = computed(label, draws.of(*lines), "USD/bbl", DRAWN)
    labels = [f"{line.partition('.')[2].replace('_', ' ')} {when}" for line in lines]
    return total, [
        computed(label, draws.of(line), "USD/bbl", DRAWN)
        for label, line in zip(labels, lines, strict=True)
    ]


def _hull_premium(case: Scenario, hull: Figure, war: Figure) -> Figure:
    """Return an insured hull's war premium by the barrel, which is part of the freight."""
    barrels = evaluate(case, "asia")["supply.barrels_per_tonne"].magnitude
    cargo = case.get("asia.sea.cargo").magnitude * barrels
    premiums = (
        1e6 * value * share / cargo
        for value, share in zip(amounts_of(hull), amounts_of(war), strict=True)
    )
    note = f"{INPUT_RANGES}; in the owner's freight, never beside it"
    return computed(f"a hull's war premium, {war.name}", premiums, "USD/bbl", note)


# -- output and price --------------------------------------------------------------------------


def output() -> Answer:
    """Return output by year and by count, as published."""
    stated = record.statements()["output"].figures
    outputs = series("output", dated=True)
    first, last = outputs[0], outputs[-1]
    falls = [100.0 * (1.0 - now / then) for then, now in ((first.value, last.value), stated)]
    own, *others = (
        published(f"output, by {counter}", date, dated=True)
        for counter, date in (
            ("PDVSA", "2013"),
            ("the ministry to OPEC", "2013-06"),
            ("the IEA", "2014-11"),
            ("secondary sources", "2013-06"),
        )
    )
    rivals = [count.value for count in (first, *others) if count.as_of.startswith(first.as_of)]
    by_own = 100.0 * (1.0 - last.value / own.value)
    below = [count.as_of for count in outputs if count.value < stated[1]]
    case = scenario(_SANCTIONED)
    price = float(evaluate(case, "asia").price.magnitude)
    basket = published("export basket", "2013")
    counts = [
        own,
        *others,
        published("output, by secondary sources", "2025-09", dated=True),
        published("output, by Kpler", "2026-01", dated=True),
    ]
    values = [
        computed(
            f"worth of the output of {volume.as_of} at {usd_bbl:.2f} USD/bbl",
            (amount * usd_bbl * YEAR / 1000.0 for amount in amounts_of(volume)),
            "MUSD/year",
            "all of it, sold or used at home",
        )
        for volume, usd_bbl in ((first, basket.value), (last, price))
    ]
    return Answer(
        formula="published figures by year, beside the statement",
        parts=(
            Part("more than 3 million barrels a day in 2013", first, minimum=stated[0]),
            Part("under 0.8 million now", last, maximum=stated[1]),
        ),
        figures=(last, first, *counts, *outputs[1:-1], *values),
        used=(*outputs, *counts, basket, *inputs_of(case, *_ASIA)),
        why=(
            f"Of the counts of 2013 that were found only PDVSA's own, {own.value / 1000:.2f} Mb/d, "
            f"is that high, the others are {min(rivals) / 1000:.2f} to {max(rivals) / 1000:.2f}. "
            f"Output in {last.as_of} was about {last.value / 1000:.1f} Mb/d (counts: "
            f"{last.low / 1000:.2f} to {last.high / 1000:.2f}; the {last.low / 1000:.2f} is a "
            f"rounding of early 2026). The last year under {stated[1] / 1000:g} was {below[-1]}. "
            f"The fall since {first.as_of} is about {falls[0]:.0f} %, by PDVSA's count "
            f"{by_own:.0f}, where {falls[1]:.0f} is stated."
        ),
    )


def price() -> Answer:
    """Return Brent by month, and the loss at other prices."""
    stated = record.statements()["price"].figures[0]
    year = from_row(dated.brent("2025-01", "2025-12"))
    half = from_row(dated.brent("2025-06", "2025-11"), "Brent, half a year")
    month, first, after = (
        from_row(dated.brent(date, date), f"Brent, {date}")
        for date in ("2025-11", "2025-01", "2026-04")
    )
    spread = computed(
        "spread of June to November 2025, of their mean",
        100.0 * (half.high - half.low) / half.value,
        "%",
        source=half.source,
        as_of=half.as_of,
    )
    at = Q(np.array([50.0, 60.0, 70.0, 80.0]), "USD/bbl")
    losses = compare(scenario("article").vary({"market.brent": at}), "gulf", "asia").loss()
    moved = [
        computed(f"loss of the operating margin at Brent {brent:g}", float(loss), "%")
        for brent, loss in zip(at.magnitude, losses.magnitude, strict=True)
    ]
    months = [brent for date, (brent, _) in dated.benchmarks().items() if date[:4] == "2025"]
    downs = sum(later < earlier for earlier, later in itertools.pairwise(months))
    steps = len(months) - 1
    chance = sum(math.comb(steps, k) for k in range(downs, steps + 1)) / 2.0**steps
    falling = computed(
        f"monthly steps down in 2025, of {steps}",
        float(downs),
        "1",
        f"as many or more come in {100.0 * chance:.0f} years of a hundred if steps go either way",
        kind="published",
        as_of="2025",
        source=year.source,
    )
    max_downs = next(
        float(n)
        for n in range(steps, -1, -1)
        if sum(math.comb(steps, k) for k in range(n, steps + 1)) / 2.0**steps > _RARE
    )
    case = scenario("article")
    return Answer(
        formula="Brent by month and its steps; loss of the operating margin, transport only, at "
        "other prices",
        parts=(
            Part(f"below {stated:g} USD in every month of 2025", year, maximum=stated),
            Part(
                "stabilizing: no more steps down than chance would make", falling, maximum=max_downs
            ),
        ),
        figures=(month, year, falling, spread, *moved),
        used=(
            year,
            half,
            *inputs_of(case, *_MAIN),
        ),
        why=(
            f"Brent was {month.value:.2f} USD in November 2025 and below {stated:g} in every "
            f"month of that year, but fell in {downs} of its {steps} steps, from "
            f"{first.value:.2f} in January, which is no stabilizing; nor did it stay: April 2026 "
            f"was {after.value:.2f}. The lower it is, the more of the margin the route to Asia "
            f"takes, all else equal: {moved[-1].value:.1f} % at 80 USD, {moved[0].value:.1f} % at "
            "50."
        ),
    )


# -- revenue and allocation --------------------------------------------------------------------


def shortfall() -> Answer:
    """Return the revenue of exports to Asia against that of 2013."""
    then, basket = published("exports", "2013"), published("export basket", "2013")
    stream, now = published("exports to China", "2025"), published("output", "2025")
    case = scenario(_SANCTIONED)
    names = ("asia.price", "gulf.price", "asia.operating", "asia.net", "gulf.net")
    hold = published("investment that holds output", "2026-01")
    service = published("debt service to China without grace", "2018")
    draws = draws_of(case, names, ("gulf", "asia"))
    a_year = YEAR / 1000.0  # kb/d at USD/bbl in MUSD a year
    past = basket.value * then.value * a_year
    lowest, unit = stream.low / stream.value, "MUSD/year"
    revenue = {}
    for name in names:
        value, low, high = draws.of(name, scale=stream.value * a_year)
        revenue[name] = value, min(low, low * lowest), high
    note = f"{DRAWN}, the low end at {stream.low:g} kb/d, of crude alone"

    def of_past(name: str, outcome: str) -> Figure:
        return computed(name, (100.0 * usd / past for usd in revenue[outcome]), "%", note)

    def by_year(name: str, outcome: str) -> Figure:
        return computed(name, revenue[outcome], unit, note)

    asia = of_past("exports to China in 2025, of 2013's revenue", "asia.price")
    gulf = of_past("the same barrels on the Gulf Coast, of 2013", "gulf.price")
    margin_share = computed(
        "what exports to China leave after oilfield and diluent, of the investment that holds "
        "output",
        (100.0 * usd / hold.value for usd in revenue["asia.operating"]),
        "%",
        f"{note}; before royalty",
    )
    volume = computed(
        "volume that brings 2013's revenue at late 2025's Gulf price",
        extremes_of([past / a_year / price for price in draws.of("gulf.price")]),
        "kb/day",
        DRAWN,
    )
    return Answer(
        formula="volume x price (net margin) x 365 days; for 2013, all exports x basket",
        parts=(
            Part(
                "what exports to China leave does not pay to hold output",
                margin_share,
                maximum=100.0,
            ),
            Part(
                "what goes to China, most of what Asia takes, falls short of 2013's revenue",
                asia,
                maximum=100.0,
            ),
            Part("sent to the Gulf Coast it would too", gulf, maximum=100.0),
            Part("only more output could fill the gap", volume, minimum=now.high),
            Part("it pays neither for the imports nor for the budget of 2025", None),
        ),
        figures=(
            margin_share,
            asia,
            gulf,
            volume,
            computed("revenue of exports in 2013", past, unit),
            published("revenue of PDVSA", "2013"),
            by_year("revenue of exports to China, 2025", "asia.price"),
            by_year("the same on the Gulf Coast", "gulf.price"),
            by_year("operating margin of exports to China", "asia.operating"),
            by_year("net margin of exports to China", "asia.net"),
            by_year("net margin on the Gulf Coast", "gulf.net"),
            hold,
            service,
            published("external debt", "2025"),
        ),
        used=(
            *(then, basket, stream, now, hold, service),
            *inputs_of(case, *_MAIN),
        ),
        why=(
            f"After oilfield and diluent what goes to China leaves {margin_share.value:.1f} % "
            f"({margin_share.low:.1f} to {margin_share.high:.1f}) of the {hold.value / 1000:.1f} "
            "billion USD a "
            "year that holding output takes, before royalty and before debt, whose service to "
            f"China alone once took {service.value / 1000:.0f}. It earns {asia.value:.0f} % of "
            f"2013's revenue, or {gulf.value:.0f} % if sold on the Gulf Coast. Matching 2013 there "
            f"would take {volume.value / 1000:.1f} Mb/d, {volume.value / now.value:.1f} times the "
            "output. Imports and the budget of 2025 have not been published."
        ),
    )


def reopening() -> Answer:
    """Return exports by route with the US market closed and open, and those that were shipped."""
    orinoco, capacity = (
        published("orinoco output", "2025-11"),
        published("Gulf Coast can take", "2026"),
    )
    owed, rate, stream = (
        published("owed to China", "2026-01"),
        published("interest on the debt", "2017"),
        published("exports to China", "2025"),
    )
    mostly = published("mark: mostly", "2025")
    case = scenario(_SANCTIONED)
    share, _ = _debt_barrels(case, owed, rate, stream)
    debt_volume = f"{share.value / 100.0 * stream.value} {stream.unit}"
    full = case.vary({"supply.output": f"{orinoco.value} {orinoco.unit}"})
    shut, free, tied = Outlet(licence="0 kb/day"), Outlet(), Outlet(term=debt_volume)

    def gulf(volume: float) -> Outlet:
        return Outlet(capacity=f"{volume} {capacity.unit}")

    plans = {
        "closed": {"gulf": shut, "asia": free},
        f"open to {capacity.value:g} kb/d": {"gulf": gulf(capacity.value), "asia": free},
        f"open to {capacity.high:g} kb/d": {"gulf": gulf(capacity.high), "asia": free},
        f"open to {capacity.low:g} kb/d": {"gulf": gulf(capacity.low), "asia": free},
        f"open to {capacity.value:g} kb/d, interest paid in oil": {
            "gulf": gulf(capacity.value),
            "asia": tied,
        },
    }
    to_asia = {
        name: float(allocate(full, plan).volumes["asia"].to("kb/day").magnitude)
        for name, plan in plans.items()
    }
    figures = [
        computed(
            f"to Asia, US market {name}",
            volume,
            "kb/day",
            "the split that earns most, if the price of January 2026 held for any volume",
        )
        for name, volume in to_asia.items()
    ]
    exported, _, low_volume, high_volume, _ = to_asia.values()
    before, after = published("exports to Asia", "2025"), published(*_ASIA_SINCE)
    shipped = computed(
        "exports to Asia in February 2026, of those of 2025",
        (100.0 * after.value / volume for volume in (before.value, before.high, before.low)),
        "%",
        kind="published",
        as_of=after.as_of,
        source=dict.fromkeys((*after.source, *before.source)),
    )
    gap, less = _gulf_earns()
    demand = _gulf_demand(exported)
    optimal = computed(
        "to Asia with the US market open, of all exports",
        (
            100.0 * kept / exported
            for kept in (
                exported - demand.taken.value,
                min(low_volume, exported - demand.taken.high),
                max(high_volume, exported - demand.taken.low),
            )
        ),
        "%",
        "the split that earns most, under sanctions; the range is over what the Gulf Coast can "
        "take, by reading and by month",
    )
    flows = [
        published(name, date, dated=True)
        for name, date in (
            ("arrivals in the US", "2025-09"),
            ("arrivals in the US", "2025-10"),
            ("exports to the US", "2025-11"),
            ("exports to the US", "2026-01"),
            ("arrivals in the US", "2026-03"),
            ("arrivals in the US", "2026-04"),
            ("exports to the US", "2026-05-08"),
            ("exports to Asia", "2025"),
            _ASIA_SINCE,
            ("exports to China", "2025-11"),
            ("exports", "2026-01"),
            ("exports", "2026-02"),
        )
    ]
    half = 100.0 * mostly.value
    return Answer(
        formula="what went to Asia once the US market was open; the split of exports over routes "
        "that earns most, within output and what the Gulf Coast can take, at one price there that "
        "falls with volume: marginal revenue = change of (volume x price) / change of volume",
        parts=(
            Part("once it was open most of the oil went elsewhere", shipped, maximum=half),
            Part("what earns most sends at most half to Asia", optimal, maximum=half),
            Part("a barrel earns more on the Gulf Coast, whatever the regime", gap, minimum=0.0),
            Part(
                f"so does one beyond {demand.first:g} kb/d, which lowers the price of all",
                demand.gap,
                minimum=0.0,
            ),
            Part("that it went there was ideology", None),
        ),
        figures=(shipped, optimal, gap, demand.gap, *demand.figures, *figures, *flows),
        used=(
            *(orinoco, capacity, owed, rate, stream, before, after),
            *demand.used,
            *inputs_of(case, *_MAIN),
        ),
        why=(
            f"Exports to Asia fell to {after.value:g} kb/d in February 2026, {shipped.value:.0f} % "
            "of "
            "those of 2025, but under US control of the sales, after a blockade, with oil for debt "
            f"forbidden. {demand.words} Under sanctions a barrel earned "
            f"{gap.value:.1f} USD more on the Gulf Coast than in Asia; {listed(less)} it earned "
            "less. None of it shows a motive."
        ),
    )


class _Demand(NamedTuple):
    """Earnings of further volume on the Gulf Coast, beside a barrel in Asia."""

    first: float  # volume of the first step [kb/d]
    taken: Figure  # volume there that earns most, over the readings
    gap: Figure  # least marginal revenue of a step less what a barrel earns in Asia
    figures: tuple[Figure, ...]
    used: tuple[Figure, ...]
    words: str


def _gulf_demand(exported: float) -> _Demand:
    """Return the volume on the Gulf Coast from which on Asia keeps barrels, by reading."""
    volumes, differentials = (
        series(f"Gulf Coast demand: {what}", dated=True) for what in ("volume", "differential")
    )
    rows = [*volumes, *differentials]
    # The case as it is comes first, then every corner of the ranges.
    ends = itertools.product(*({row.low: 0, row.high: 0} for row in rows))
    corners = np.array([[row.value for row in rows], *ends]).T
    steps = [
        (Q(volume, "kb/day"), Q(price, "USD/bbl"))
        for volume, price in zip(corners[: len(volumes)], corners[len(volumes) :], strict=True)
    ]
    market = demand_schedule(steps)
    marginal = [market.marginal_revenue(volume).magnitude for volume, _ in steps]
    revenues = [
        computed(
            f"marginal revenue on the Gulf Coast, {before.value:g} to {after.value:g} kb/d, "
            "to Brent",
            extremes_of(revenue),
            "USD/bbl",
            INPUT_RANGES,
        )
        for (before, after), revenue in zip(itertools.pairwise(volumes), marginal[1:], strict=True)
    ]
    foregone = [
        computed(
            f"less than in lots, each at its own price, at {row.value:g} kb/d",
            extremes_of(market.foregone(volume).magnitude * YEAR / 1e6),
            "MUSD/year",
            INPUT_RANGES,
        )
        for row, (volume, _) in zip(volumes[1:], steps[1:], strict=True)
    ]
    least = np.min(marginal[1:], axis=0)
    equal, taken, gaps, used = [], [], [], []
    for label, (name, asia) in _ASIAN_SALES.items():
        case = scenario(name)
        asian = inputs_of(case, f"{asia}.sale.differential", f"{asia}.sea.charter.hire")
        used += [row.renamed(f"{name}: {row.name}") for row in asian if name != _SANCTIONED]
        even = computed(
            f"differential on the Gulf Coast that earns as much as Asia, {label}",
            _even(case, asia),
            "USD/bbl",
            DRAWN,
        )
        best = [
            market.best_volume(Q(end, "USD/bbl"), available=Q(exported, "kb/day"))
            .to("kb/day")
            .magnitude
            for end in amounts_of(even)
        ]
        equal.append(even)
        taken.append(
            computed(
                f"to the Gulf Coast before Asia keeps a barrel, {label}",
                extremes_of(best),
                "kb/day",
                INPUT_RANGES,
            )
        )
        gaps.append(extremes_of([least - end for end in amounts_of(even)]))
    gap = computed(
        "least marginal revenue on the Gulf Coast, less what a barrel earns in Asia",
        (gaps[0][0], min(low for _, low, _ in gaps), max(high for _, _, high in gaps)),
        "USD/bbl",
        "sanctioned; the range is over the readings and over the steps' ranges",
    )
    left = [100.0 * (1.0 - each.value / exported) for each in taken]
    beyond = [
        f"{label} ({-even.value:.1f}) beyond {volume.value:.0f} kb/d ({volume.low:.0f} to "
        f"{volume.high:.0f})"
        for label, even, volume in zip(_ASIAN_SALES, equal, taken, strict=True)
    ]
    prices = ", ".join(
        f"{-price.value:.2f}{' or more' * (price.low < price.value == price.high)} up to "
        f"{volume.value:g} kb/d"
        for volume, price in zip(volumes, differentials, strict=True)
    )
    return _Demand(
        volumes[0].value,
        computed("taken", range_of(taken[0].value, taken), "kb/day"),
        gap,
        (*volumes, *differentials, *revenues, *foregone, *equal, *taken),
        (*rows, *used),
        f"On the Gulf Coast the price of all falls as more is sold: below Brent by {prices}, so "
        f"that a barrel from {volumes[0].value:g} to {volumes[1].value:g} kb/d brings Brent less "
        f"{-revenues[0].value:.1f}. A barrel in Asia earns as much as one on the Gulf Coast at "
        "Brent less the figure in brackets, so that by earnings alone Asia keeps barrels "
        f"{listed(beyond)}: {min(left):.0f} to {max(left):.0f} % of all exports.",
    )


_ASIAN_SALES = {
    "under sanctions": (_SANCTIONED, "asia"),
    "with transport only": (READINGS["transport only"], "asia"),
    "by offers in China of January 2026": ("licensed-2026-01", "asia"),
    "by sales to India of February 2026": ("india-2026-02", "india"),
}


def _even(case: Scenario, asia: str) -> Any:
    """Return the differential on the Gulf Coast at which a barrel earns as much as in Asia."""
    path = "gulf.sale.differential"
    start = case.get(path)
    netbacks = ["gulf.netback", f"{asia}.netback"]
    # A plain number is not drawn: the answer does not depend on the price from which it is sought.
    at, below = (
        draws_of(case.vary({path: price}), netbacks, ("gulf", asia))
        for price in (start, start - Q(1.0, "USD/bbl"))
    )
    slope = at.base["gulf.netback"] - below.base["gulf.netback"]  # the draws hardly move it

    def even(outcomes: Mapping[str, Any]) -> Any:
        gulf, other = (outcomes[name] for name in netbacks)
        return float(start.magnitude) - (gulf - other) / slope

    return at.spread(even)


_ASIA_SINCE = ("exports to Asia", "2026-02")


def venezuelan_losses() -> pd.DataFrame:
    """Return the dated regimes of Venezuelan oil whose loss is known."""
    table = regime_losses()
    return table[~table.index.str.startswith(("iran", "urals"))]


def _gulf_earns() -> tuple[Figure, list[str]]:
    """Return the Gulf Coast's premium by the barrel, and the regimes in which it is negative."""
    premiums = {
        name: float(both["gulf.netback"].magnitude - both["asia.netback"].magnitude)
        for name, both in (
            (name, compare(scenario(name), "gulf", "asia")) for name in READINGS.values()
        )
    }
    venezuelan = venezuelan_losses()
    known = [*premiums.values(), *venezuelan["loss [USD/bbl]"]]
    less = [
        f"{_under(scenario(str(name)).title)} ({_month(str(row['as_of']))})"
        for name, row in venezuelan.iterrows()
        if row["loss [USD/bbl]"] < 0.0
    ]
    gap = computed(
        "netback on the Gulf Coast less that in Asia",
        (premiums[_SANCTIONED], float(min(known)), float(max(known))),
        "USD/bbl",
        "sanctioned; the range is over all readings and dated regimes with both ends",
    )
    return gap, less


def _under(title: str) -> str:
    """Return a regime's title as part of a sentence."""
    first, _, rest = title.partition(" ")
    words = f"{first.lower()} {rest}".strip()
    return words if first in {"Under", "Before", "After"} else f"in the {words}"


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
"""Functions that answer these statements, by short name."""
