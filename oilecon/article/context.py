"""Answers to the statements beside the trade itself: lenders, Russia, currencies, licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.article import record
from oilecon.article.answers import venezuelan_losses
from oilecon.article.figures import (
    DRAWN,
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
    without_repeats,
)
from oilecon.article.losses import READINGS
from oilecon.article.parts import Part, from_row
from oilecon.article.refiners import suited
from oilecon.evaluation import compare
from oilecon.lending import petrocaribe
from oilecon.reference import dated, loans
from oilecon.scenario_tree import scenario
from oilecon.units import Q

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["CONTEXT"]

_GULF_ASIA = ("gulf", "asia")


# -- Russia and India --------------------------------------------------------------------------


def india() -> Answer:
    """Return exports to India in the month in which the Russian diluent arrived."""
    month = "2025-11"
    total = published("exports", month, dated=True)
    named = [
        published(f"exports to {country}", month, dated=True)
        for country in ("China", "the US", "Cuba")
    ]
    cargo = published("mark: a cargo", "2025")
    residual = total.value - sum(figure.value for figure in named)
    share = computed(
        f"exports of {month} that went to none of China, the US and Cuba",
        (residual, 0.0, residual),
        total.unit,
        "the most that can have gone to India; rounding, by the report",
    )
    return Answer(
        formula="exports of November 2025 less those to China, the US and Cuba, against a cargo "
        f"of {cargo.value:g} kb in the month",
        parts=(Part("a cargo went to India that month", share, minimum=cargo.value / MONTH),),
        figures=(share, total, *named, published("exports to India", "2025-01", dated=True)),
        used=(total, *named, cargo),
        why=(
            f"Of the {total.value:g} kb/d exported in November 2025, {total.value - residual:g} "
            "went "
            f"to China, the US and Cuba, which leaves India at most {residual:g} kb/d; its last "
            "cargo "
            "had landed in May 2025, and it came back in February 2026, under a US licence."
        ),
    )


def symbolic_russia() -> Answer:
    """Return the share of Russian naphtha in all diluent."""
    russian, small = (
        published("naphtha from Russia", "2025-11", dated=True),
        published("mark: small", "2025"),
    )
    months = [published("diluent imports", month, dated=True) for month in ("2025-10", "2025-11")]
    october, november = (figure.value for figure in months)
    share = percent(
        "Russian naphtha, of all diluent and fuel imported",
        (russian.value / november, russian.low / october, russian.high / november),
        "November; low: October's cargo of October's imports",
    )
    return Answer(
        formula="Russian naphtha loaded in a month / imports of diluent and fuel in it",
        parts=(
            Part("a small part of what thins the oil", share, maximum=100.0 * small.value),
            Part("meant as a symbol", None),
        ),
        figures=(share, russian, *months),
        used=(russian, *months, small),
        why=(
            f"The {russian.value:g} kb/d loaded in November 2025 are {share.value:.0f} % of all "
            f"diluent and fuel that came that month, and October's {share.low:.0f} %; they arrive "
            "later than they load, and no figure says what they were meant as."
        ),
    )


def incentive_80() -> Answer:
    """Return an open answer: no figure decides the statement."""
    stated = record.statements()["incentive_80"].figures[0]
    month = from_row(dated.brent("2025-11", "2025-11"), "Brent, 2025-11")
    return Answer(
        formula=f"none: Brent stands beside {stated:g} USD, and an incentive has no figure",
        parts=(Part("at such a price Russia has less reason to help", None),),
        figures=(month,),
        used=(month,),
        why=(
            f"Brent was {month.value:.2f} USD in November 2025; what Russia earns elsewhere at "
            "that price says nothing of what it would do here."
        ),
    )


# -- where the oil goes ------------------------------------------------------------------------


def halfway() -> Answer:
    """Return the distance against half the equator, and freight as a share of the price."""
    half = published("half way round the world", "undated", dated=True)
    case = scenario("article")
    (distance,) = inputs_of(case, "asia.sea.distance")
    named = distance.renamed("José to Ningbo round the Cape")
    outcomes = [f"{route}.{line}" for route in _GULF_ASIA for line in ("freight", "price")]
    draws = draws_of(case, outcomes, _GULF_ASIA)
    asia = percent("freight to Asia, of the price", draws.of("asia.freight", over="asia.price"))
    gulf = percent("freight to the Gulf", draws.of("gulf.freight", over="gulf.price"))
    more = percent(
        "extra freight to Asia over the Gulf, as a share of the price",
        draws.spread(_extra_share),
    )
    freight = computed("freight to Asia", draws.of("asia.freight"), "USD/bbl", DRAWN)
    return Answer(
        formula="miles against half the equator; market freight / delivered price",
        parts=(
            Part("at least half way round the world", named, minimum=half.value),
            Part("it takes more of the price than the route to the Gulf", more, minimum=0.0),
        ),
        figures=(more, named, freight, asia, gulf),
        used=without_repeats(half, distance, *inputs_of(case, "asia.sea.charter.hire")),
        why=(
            f"The route is {distance.value:,.0f} nautical miles, more than half of the equator, "
            "and "
            f"freight takes {asia.value:.0f} % of the delivered price, {freight.value:.1f} USD a "
            f"barrel, against {gulf.value:.0f} % on the route to the Gulf Coast."
        ),
    )


def _extra_share(outcomes: Mapping[str, Any]) -> Any:
    """Return freight's share of the price in Asia less that on the Gulf Coast."""
    gulf, asia = (outcomes[f"{route}.freight"] / outcomes[f"{route}.price"] for route in _GULF_ASIA)
    return asia - gulf


def better_served() -> Answer:
    """Return the premium of the Gulf Coast over Asia, by receipts and by the model."""
    china, us = (
        published("state receipt, sales to China", "2025-12", dated=True),
        published("state receipt, sales run by the US", "2026-01", dated=True),
    )
    pairs = [compare(scenario(name), *_GULF_ASIA) for name in READINGS.values()]
    gaps = [
        float(pair["gulf.netback"].magnitude - pair["asia.netback"].magnitude) for pair in pairs
    ]
    receipts = (us.value - china.high, us.high - china.low)  # each of one speaker
    gap = computed(
        "what a barrel brings more, Gulf less Asia",
        extremes_of([*receipts, *gaps]),
        "USD/bbl",
        "value: receipts of 45 and 31 by one speaker; high: 50 and 30 by another, or the "
        "widest reading; low: the narrowest reading",
    )
    volume = published("exports to China", "2025", dated=True)
    by_year = computed(
        f"the same for the {volume.value:g} kb/d that went to China",
        (premium * volume.value * YEAR / 1000.0 for premium in amounts_of(gap)),
        "MUSD/year",
    )
    readings = [
        computed(f"{label}, Gulf less Asia", premium, "USD/bbl")
        for label, premium in zip(READINGS, gaps, strict=True)
    ]
    losses = venezuelan_losses()
    worse = int((losses["loss [USD/bbl]"] < 0.0).sum())
    narrowest, widest = (choose(zip(gaps, READINGS, strict=True)) for choose in (min, max))
    return Answer(
        formula="state receipts and netbacks on the Gulf Coast less those in Asia",
        parts=(Part("a barrel brings more there", gap, minimum=0.0),),
        figures=(gap, by_year, us, china, *readings),
        used=(us, china, volume),
        why=(
            f"Under sanctions it does, by {gap.value:.0f} USD a barrel in published receipts and "
            f"{narrowest[0]:.1f} ({narrowest[1]}) to {widest[0]:.1f} ({widest[1]}) in the "
            "readings. That is "
            f"an identity of differentials and freight, not a law: in {worse} of the "
            f"{len(losses)} Venezuelan regimes whose loss is known Asia brought more."
        ),
    )


# -- lenders -----------------------------------------------------------------------------------


def collecting() -> Answer:
    """Return China's loans since 2016, and the oil that still repays the old ones."""
    lent, cargoes = (
        published("lent by China", "2017 to 2025", dated=True),
        published("debt cargoes", "2025", dated=True),
    )
    before = published("lent by China", "2000 to 2018", dated=True)
    return Answer(
        formula="new loans after 2016, beside oil that serves the old ones",
        parts=(
            Part("nothing new was lent", lent, maximum=0.0),
            Part("oil still went to serve the debt", cargoes, minimum=1.0),
        ),
        figures=(
            lent,
            cargoes,
            published("debt barrels", "2020-11 to 2022-09", dated=True),
            before,
        ),
        used=(lent, cargoes, before),
        why=(
            f"No new loan was reported since 2016, and some {cargoes.value:g} kb/d still served "
            "the old ones in 2025; under the US licence of January 2026 oil no longer pays debt."
        ),
    )


def largest_financier() -> Answer:
    """Return China's loans against those of the next lender."""
    lent, rosneft = (
        published("lent by China", "2000 to 2018", dated=True),
        published("advanced by Rosneft", "2014 to 2017", dated=True),
    )
    return Answer(
        formula="commitments by lender",
        parts=(Part("more than any other single lender on record", lent, minimum=rosneft.value),),
        figures=(lent, rosneft),
        used=(lent, rosneft),
        why=(
            f"China committed {lent.low / 1000:.0f} to {lent.high / 1000:.0f} billion USD by "
            f"count, Rosneft advanced {rosneft.value / 1000:.1f}; bonds of about 60 billion are "
            "held by many, and a total of the development banks was not found."
        ),
    )


def oil_diplomacy() -> Answer:
    """Return the subsidy of PetroCaribe's scale at a low price and at a high one."""
    subsidies = [
        float(petrocaribe(Q(float(price), "USD/bbl")).subsidy.magnitude) for price in _SCALE_PRICES
    ]
    scale = sorted(
        {
            key
            for steps in loans.petrocaribe_steps().values()
            for step in steps
            for key in step.evidence.source
        }
    )
    growth = computed(
        f"given away at {_SCALE_PRICES[1]} USD/bbl more than at {_SCALE_PRICES[0]}",
        subsidies[1] - subsidies[0],
        "USD/bbl",
        source=scale,
    )
    levels = [
        computed(f"given away at {price} USD/bbl", subsidy, "USD/bbl", source=scale)
        for price, subsidy in zip(_SCALE_PRICES, subsidies, strict=True)
    ]
    volumes = [from_row(row, f"delivered to Cuba, {row.name}") for row in loans.cuba()]
    return Answer(
        formula="subsidy by PetroCaribe's scale at a low and at a high price of oil",
        parts=(Part("what was given away grows with the price", growth, minimum=0.01),),
        figures=(growth, *levels, *volumes),
        used=tuple(volumes),
        why=(
            f"By the scale a barrel carried a subsidy of {subsidies[1]:.1f} USD at "
            f"{_SCALE_PRICES[1]} USD and of {subsidies[0]:.1f} at {_SCALE_PRICES[0]}, if money is "
            "worth 5 % a year, an assumption; what went to Cuba fell from 90 kb/d to 10 or 20 "
            "since, for want of oil "
            "as well."
        ),
    )


_SCALE_PRICES = (35, 100)  # USD/bbl: below the first steps of the scale, and its top


# -- money and licences ------------------------------------------------------------------------


def hyperinflation() -> Answer:
    """Return inflation by year against what is stated and against Cagan's definition."""
    stated = record.statements()["hyperinflation"].figures[0]
    mark = published("mark: hyperinflation", "1956")
    years = [published("inflation", year, dated=True) for year in ("2022", "2023", "2025")]
    cagan = 100.0 * ((1.0 + mark.value / 100.0) ** 12 - 1.0)
    overall = computed(
        "inflation of 2022, 2023 and 2025",
        range_of(years[-1].value, years),
        "%",
        "December on December; that of 2024 was not found",
        kind="published",
        as_of="2022 to 2025",
        source=dict.fromkeys(key for year in years for key in year.source),
    )
    return Answer(
        formula=f"inflation, December on December; {mark.value:g} % a month is {cagan:,.0f} % a "
        "year",
        parts=(
            Part(f"above {stated:g} % in the last year published", years[-1], minimum=stated),
            Part(f"above {stated:g} % in each of them", overall, minimum=stated),
            Part("hyperinflation, by P. Cagan's definition", overall, minimum=cagan),
        ),
        figures=(years[-1], *years[:-1], overall),
        used=(*years, mark),
        why=(
            f"Prices rose by {years[-1].value:.0f} % in 2025 and by {years[1].value:.0f} in 2023: "
            f"above {stated:g} in some years, and far from the {cagan:,.0f} a year that "
            f"{mark.value:g} % a month come to; what was hyperinflation ended early in 2022."
        ),
    )


def local_currency() -> Answer:
    """Return the bolivar's loss against the dollar in 2025."""
    before, after = (
        published("bolivars for a dollar", date, dated=True) for date in ("2024-12", "2025-12")
    )
    mostly = published("mark: mostly", "2025")
    lost = computed(
        "what a bolivar lost against the dollar in 2025",
        (100.0 * (1.0 - before.value / rate) for rate in amounts_of(after)),
        "%",
        "high: to the parallel rate",
    )
    rise = 100.0 * (after.value / before.value - 1.0)
    return Answer(
        formula="1 - rate at the start / rate at the end of 2025, bolivars for a dollar",
        parts=(Part("it lost most of its worth in a year", lost, minimum=100.0 * mostly.value),),
        figures=(lost, before, after),
        used=(before, after, mostly),
        why=(
            f"The official rate went from {before.value:.2f} to {after.value:.2f} bolivars a "
            f"dollar in 2025, up {rise:.0f} %, so a bolivar lost {lost.value:.0f} % of its worth."
        ),
    )


def hard_currency() -> Answer:
    """Return dollars sold to banks, and the share of invoices that was not collected."""
    sold = published("dollars sold by the central bank, a month", "2025", dated=True)
    change = published("dollars sold by the central bank, on the year", "2025", dated=True)
    unpaid = published("invoices uncollected", "2020-01 to 2023-03", dated=True)
    mostly = published("mark: mostly", "2025")
    return Answer(
        formula="dollars that the central bank sold to banks; share of invoices collected",
        parts=(
            Part("fewer dollars were sold than a year before", change, maximum=0.0),
            Part("most of what was sold abroad was not collected", unpaid, minimum=mostly.value),
        ),
        figures=(
            sold,
            change,
            unpaid,
            published("cash and prepaid sales unpaid", "2019 to 2022-08", dated=True),
        ),
        used=(sold, change, unpaid, mostly),
        why=(
            f"The central bank sold {sold.value:g} million USD a month in 2025 and {sold.low:g} in "
            f"September, {-change.value:g} to {-change.low:g} % less than a year before, and "
            f"{100 * unpaid.value:.0f} % of the invoices of 2020 to early 2023 were not collected; "
            "that sanctions are why is the reports' reading, and payment in digital currency the "
            "way round them."
        ),
    )


def equipment() -> Answer:
    """Return the number of dated failures on record."""
    failures = published("equipment failures reported", "2016 to 2026", dated=True)
    return Answer(
        formula="dated failures that were reported",
        parts=(Part("failures are on record", failures, minimum=1.0),),
        figures=(failures,),
        used=(failures,),
        why=(
            "Dated reports name loading arms down at José in 2016, a collision at its dock in "
            "2018, a fire at an upgrader in November 2025 and power cuts at port plants in 2026; "
            "how much oil each cost has mostly not been published."
        ),
    )


def until_elections() -> Answer:
    """Return the number of licences that were issued without an election."""
    issued = published(
        "general licences after the change of government", "2026-01-29 to 2026-04-14", dated=True
    )
    return Answer(
        formula="general licences issued before any election",
        parts=(Part("none is lifted before elections", issued, maximum=0.0),),
        figures=(issued,),
        used=(issued,),
        why=(
            "Judged as of April 2026, though true when it was written: from 29 January to 14 April "
            f"2026 {issued.value:g} new general licences opened sales, shipping, diluent and "
            "banks, with no election held."
        ),
    )


CONTEXT: dict[str, Callable[[], Answer]] = {
    "india": india,
    "symbolic_russia": symbolic_russia,
    "suited": suited,
    "halfway": halfway,
    "better_served": better_served,
    "collecting": collecting,
    "largest_financier": largest_financier,
    "oil_diplomacy": oil_diplomacy,
    "incentive_80": incentive_80,
    "hyperinflation": hyperinflation,
    "local_currency": local_currency,
    "hard_currency": hard_currency,
    "equipment": equipment,
    "until_elections": until_elections,
}
"""Functions that answer these statements, by short name."""
