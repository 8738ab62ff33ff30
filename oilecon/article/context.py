"""What is computed of the statements beside the trade itself: lenders, Russia, money, licences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.article import record
from oilecon.article.answers import (
    _DRAWN,
    _MONTH,
    _TAILS,
    _YEAR,
    Answer,
    _inputs,
    _once,
    _percent,
    _three,
    draws_of,
    venezuelan_losses,
)
from oilecon.article.losses import READINGS
from oilecon.article.parts import Figure, Part, from_row
from oilecon.evaluation import compare
from oilecon.lending import petrocaribe
from oilecon.reference import dated, loans
from oilecon.scenario_tree import scenario
from oilecon.units import Q

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["CONTEXT"]

_GULF_ASIA = ("gulf", "asia")


def _of(series: str, as_of: str) -> Figure:
    """Return a published figure, named with its date."""
    return from_row(record.record(series, as_of), f"{series}, {as_of}")


# -- Russia and India --------------------------------------------------------------------------


def india() -> Answer:
    """Return what went to India when the Russian diluent came."""
    month = "2025-11"
    every = _of("exports", month)
    named = [_of(f"exports to {who}", month) for who in ("China", "the US", "Cuba")]
    cargo = record.record("mark: a cargo", "2025")
    left = every.value - sum(one.value for one in named)
    share = Figure(
        f"exports of {month} that went to none of China, the US and Cuba",
        left,
        0.0,
        left,
        every.unit,
        note="the most that can have gone to India; rounding, by the report",
    )
    return {
        "formula": "exports of November 2025 less those to China, the US and Cuba, against a cargo "
        f"of {cargo.value:g} kb in the month",
        "parts": (Part("a cargo went to India that month", share, minimum=cargo.value / _MONTH),),
        "figures": (share, every, *named, _of("exports to India", "2025-01")),
        "used": (every, *named, from_row(cargo)),
        "why": (
            f"Of the {every.value:g} kb/d exported in November 2025, {every.value - left:g} went "
            f"to China, the US and Cuba, which leaves India at most {left:g} kb/d; its last cargo "
            "had landed in May 2025, and it came back in February 2026, under a US licence."
        ),
    }


def symbolic_russia() -> Answer:
    """Return what Russian naphtha was of all diluent."""
    russian, small = _of("naphtha from Russia", "2025-11"), record.record("mark: small", "2025")
    months = [_of("diluent imports", month) for month in ("2025-10", "2025-11")]
    october, november = (one.value for one in months)
    share = _percent(
        "Russian naphtha, of all diluent and fuel imported",
        (russian.value / november, russian.low / october, russian.high / november),
        "November; low: October's cargo of October's imports",
    )
    return {
        "formula": "Russian naphtha loaded in a month / imports of diluent and fuel in it",
        "parts": (
            Part("a small part of what thins the oil", share, maximum=100.0 * small.value),
            Part("meant as a symbol", None),
        ),
        "figures": (share, russian, *months),
        "used": (russian, *months, from_row(small)),
        "why": (
            f"The {russian.value:g} kb/d loaded in November 2025 are {share.value:.0f} % of all "
            f"diluent and fuel that came that month, and October's {share.low:.0f} %; they arrive "
            "later than they load, and no figure says what they were meant as."
        ),
    }


def _spread(one: Figure) -> tuple[float, float, float]:
    return one.value, one.low, one.high


def incentive_80() -> Answer:
    """Return that no figure decides it."""
    stated = record.statements()["incentive_80"].figures[0]
    month = from_row(dated.brent("2025-11", "2025-11"), "Brent, 2025-11")
    return {
        "formula": f"none: Brent stands beside {stated:g} USD, and an incentive has no figure",
        "parts": (Part("at such a price Russia has less reason to help", None),),
        "figures": (month,),
        "used": (month,),
        "why": (
            f"Brent was {month.value:.2f} USD in November 2025; what Russia earns elsewhere at "
            "that price says nothing of what it would do here."
        ),
    }


# -- where the oil goes ------------------------------------------------------------------------


def suited() -> Answer:
    """Return what Gulf refiners can add, and what they paid more than Asia did."""
    room = _of("Gulf refiners can add", "2025-12")
    article = scenario(READINGS["sanctioned"])
    rows = [article.row(f"{route}.sale.differential") for route in _GULF_ASIA]
    gulf, asia = (row for row in rows if row is not None)
    later = scenario("india-2026-02")
    ends = [later.row(f"{route}.sale.differential") for route in ("gulf", "india")]
    gulf2, india2 = (row for row in ends if row is not None)
    gap = Figure(
        "what the Gulf Coast paid more than Asia, delivered",
        gulf.value - asia.value,
        min(gulf.low - asia.high, gulf2.low - india2.high),
        max(gulf.high - asia.low, gulf2.high - india2.low),
        "USD/bbl",
        note="January 2026 against December 2025; low: February 2026, Gulf against India",
    )
    takes = [_of("exports to Asia", "2025"), _of("exports to Asia", "2026-02")]
    can = _of("Gulf Coast can take", "2026")
    return {
        "formula": "what US Gulf refiners could add, and the delivered price there less Asia's",
        "parts": (
            Part("refiners there could take more of it", room, minimum=1.0),
            Part("they pay more for it than Asia", gap, minimum=0.0),
        ),
        "figures": (room, gap, can, *takes, _of("exports to the US", "2026-05-08")),
        "used": (room, *_inputs(article, "gulf.sale.differential", "asia.sale.differential")),
        "why": (
            f"Refiners on the Gulf Coast could add {room.low:g} to {room.high:g} kb/d, and paid "
            f"{gap.value:.1f} USD a barrel more in January 2026 than China in December 2025; but "
            f"at {can.low:g} kb/d they were full in February, when India paid more, and refineries "
            "in India and China that take such oil are as well suited."
        ),
    }


def halfway() -> Answer:
    """Return miles against half the equator, and what freight takes of the price."""
    half = _of("half way round the world", "undated")
    case = scenario("article")
    (miles,) = (
        replace(one, name="José to Ningbo round the Cape")
        for one in _inputs(case, "asia.sea.distance")
    )
    outcomes = [f"{route}.{line}" for route in _GULF_ASIA for line in ("freight", "price")]
    draws = draws_of(case, outcomes, _GULF_ASIA)
    asia = _percent("freight to Asia, of the price", draws.of("asia.freight", over="asia.price"))
    gulf = _percent("freight to the Gulf", draws.of("gulf.freight", over="gulf.price"))
    more = _percent(
        "extra freight to Asia over the Gulf, as a share of the price",
        _beyond(draws.base, draws.drawn),
    )
    money = Figure("freight to Asia", *draws.of("asia.freight"), "USD/bbl", note=_DRAWN)
    return {
        "formula": "miles against half the equator; market freight / delivered price",
        "parts": (
            Part("at least half way round the world", miles, minimum=half.value),
            Part("it takes more of the price than the route to the Gulf", more, minimum=0.0),
        ),
        "figures": (more, miles, money, asia, gulf),
        "used": _once(half, *_inputs(case, "asia.sea.distance", "asia.sea.charter.hire")),
        "why": (
            f"The route is {miles.value:,.0f} nautical miles, more than half of the equator, and "
            f"freight takes {asia.value:.0f} % of the delivered price, {money.value:.1f} USD a "
            f"barrel, against {gulf.value:.0f} % on the route to the Gulf Coast."
        ),
    }


def _beyond(base: Mapping[str, Any], drawn: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return how much more of its price Asia's freight takes, with 5 to 95 % of the draws."""

    def points(found: Mapping[str, Any]) -> Any:
        gulf, asia = (found[f"{route}.freight"] / found[f"{route}.price"] for route in _GULF_ASIA)
        return asia - gulf

    value = float(points(base))
    low, high = np.nanquantile(points(drawn), _TAILS)
    return value, min(float(low), value), max(float(high), value)


def better_served() -> Answer:
    """Return by how much a barrel earned more on the Gulf Coast, by receipts and by the model."""
    china, us = (
        _of("state receipt, sales to China", "2025-12"),
        _of("state receipt, sales run by the US", "2026-01"),
    )
    found = {
        name: compare(scenario(name), *_GULF_ASIA) for name in dict.fromkeys(READINGS.values())
    }
    gaps = [
        float(one["gulf.netback"].magnitude - one["asia.netback"].magnitude)
        for one in found.values()
    ]
    pairs = (us.value - china.high, us.high - china.low)  # each of one speaker
    gap = Figure(
        "what a barrel brings more, Gulf less Asia",
        pairs[0],
        min(*gaps, *pairs),
        max(*gaps, *pairs),
        "USD/bbl",
        note="value: receipts of 45 and 31 by one speaker; high: 50 and 30 by another, or the "
        "widest reading; low: the narrowest reading",
    )
    volume = _of("exports to China", "2025")
    year = Figure(
        f"the same for the {volume.value:g} kb/d that went to China",
        *_three(each * volume.value * _YEAR / 1000.0 for each in _spread(gap)),
        "MUSD/year",
    )
    readings = [
        Figure(f"{label}, Gulf less Asia", *(3 * (each,)), "USD/bbl")
        for label, each in zip(READINGS, gaps, strict=True)
    ]
    losses = venezuelan_losses()
    worse = int((losses["loss [USD/bbl]"] < 0.0).sum())
    least, most = (pick(zip(gaps, READINGS, strict=True)) for pick in (min, max))
    return {
        "formula": "state receipts and netbacks on the Gulf Coast less those in Asia",
        "parts": (Part("a barrel brings more there", gap, minimum=0.0),),
        "figures": (gap, year, us, china, *readings),
        "used": (us, china, volume),
        "why": (
            f"Under sanctions it does, by {gap.value:.0f} USD a barrel in published receipts and "
            f"{least[0]:.1f} ({least[1]}) to {most[0]:.1f} ({most[1]}) in the readings. That is "
            f"an identity of differentials and freight, not a law: in {worse} of the "
            f"{len(losses)} Venezuelan regimes whose loss is known Asia brought more."
        ),
    }


# -- lenders -----------------------------------------------------------------------------------


def collecting() -> Answer:
    """Return what China lent since 2016, and what still repays it."""
    lent, cargoes = _of("lent by China", "2017 to 2025"), _of("debt cargoes", "2025")
    before = _of("lent by China", "2000 to 2018")
    return {
        "formula": "new loans after 2016, beside oil that serves the old ones",
        "parts": (
            Part("nothing new was lent", lent, maximum=0.0),
            Part("oil still went to serve the debt", cargoes, minimum=1.0),
        ),
        "figures": (lent, cargoes, _of("debt barrels", "2020-11 to 2022-09"), before),
        "used": (lent, cargoes, before),
        "why": (
            f"No new loan was reported since 2016, and some {cargoes.value:g} kb/d still served "
            "the old ones in 2025; under the US licence of January 2026 oil no longer pays debt."
        ),
    }


def largest_financier() -> Answer:
    """Return what China lent against the next lender."""
    lent, rosneft = _of("lent by China", "2000 to 2018"), _of("advanced by Rosneft", "2014 to 2017")
    return {
        "formula": "commitments by lender",
        "parts": (
            Part("more than any other single lender on record", lent, minimum=rosneft.value),
        ),
        "figures": (lent, rosneft),
        "used": (lent, rosneft),
        "why": (
            f"China committed {lent.low / 1000:.0f} to {lent.high / 1000:.0f} billion USD by "
            f"count, Rosneft advanced {rosneft.value / 1000:.1f}; bonds of about 60 billion are "
            "held by many, and a total of the development banks was not found."
        ),
    }


def oil_diplomacy() -> Answer:
    """Return what PetroCaribe's scale gave away at a low price and at a high one."""
    gifts = [float(petrocaribe(Q(float(at), "USD/bbl")).subsidy.magnitude) for at in _SCALE_PRICES]
    scale = sorted(
        {
            key
            for steps in loans.petrocaribe_steps().values()
            for step in steps
            for key in step.evidence.source
        }
    )
    grows = Figure(
        f"given away at {_SCALE_PRICES[1]} USD/bbl more than at {_SCALE_PRICES[0]}",
        *(3 * (gifts[1] - gifts[0],)),
        "USD/bbl",
        source=tuple(scale),
    )
    given = [
        Figure(f"given away at {at} USD/bbl", *(3 * (gift,)), "USD/bbl", source=tuple(scale))
        for at, gift in zip(_SCALE_PRICES, gifts, strict=True)
    ]
    volumes = [from_row(row, f"delivered to Cuba, {row.name}") for row in loans.cuba()]
    return {
        "formula": "subsidy by PetroCaribe's scale at a low and at a high price of oil",
        "parts": (Part("what was given away grows with the price", grows, minimum=0.01),),
        "figures": (grows, *given, *volumes),
        "used": tuple(volumes),
        "why": (
            f"By the scale a barrel carried a gift of {gifts[1]:.1f} USD at {_SCALE_PRICES[1]} USD "
            f"and of {gifts[0]:.1f} at {_SCALE_PRICES[0]}, if money is worth 5 % a year, an "
            "assumption; what went to Cuba fell from 90 kb/d to 10 or 20 since, for want of oil "
            "as well."
        ),
    }


_SCALE_PRICES = (35, 100)  # USD/bbl: below the first steps of the scale, and its top


# -- money and licences ------------------------------------------------------------------------


def hyperinflation() -> Answer:
    """Return inflation by year against what is stated and against Cagan's definition."""
    stated = record.statements()["hyperinflation"].figures[0]
    mark = record.record("mark: hyperinflation", "1956")
    years = [_of("inflation", year) for year in ("2022", "2023", "2025")]
    cagan = 100.0 * ((1.0 + mark.value / 100.0) ** 12 - 1.0)
    every = Figure(
        "inflation of 2022, 2023 and 2025",
        years[-1].value,
        min(one.low for one in years),
        max(one.high for one in years),
        "%",
        "published",
        "2022 to 2025",
        tuple(dict.fromkeys(key for one in years for key in one.source)),
        "December on December; that of 2024 was not found",
    )
    return {
        "formula": f"inflation, December on December; {mark.value:g} % a month is {cagan:,.0f} % a "
        "year",
        "parts": (
            Part(f"above {stated:g} % in the last year published", years[-1], minimum=stated),
            Part(f"above {stated:g} % in each of them", every, minimum=stated),
            Part("hyperinflation, by P. Cagan's definition", every, minimum=cagan),
        ),
        "figures": (years[-1], *years[:-1], every),
        "used": (*years, from_row(mark)),
        "why": (
            f"Prices rose by {years[-1].value:.0f} % in 2025 and by {years[1].value:.0f} in 2023: "
            f"above {stated:g} in some years, and far from the {cagan:,.0f} a year that "
            f"{mark.value:g} % a month come to; what was hyperinflation ended early in 2022."
        ),
    }


def local_currency() -> Answer:
    """Return what the bolivar lost against the dollar in 2025."""
    before, after = (_of("bolivars for a dollar", when) for when in ("2024-12", "2025-12"))
    mostly = record.record("mark: mostly", "2025")
    lost = Figure(
        "what a bolivar lost against the dollar in 2025",
        *_three(100.0 * (1.0 - before.value / each) for each in _spread(after)),
        "%",
        note="high: to the parallel rate",
    )
    rise = 100.0 * (after.value / before.value - 1.0)
    return {
        "formula": "1 - rate at the start / rate at the end of 2025, bolivars for a dollar",
        "parts": (Part("it lost most of its worth in a year", lost, minimum=100.0 * mostly.value),),
        "figures": (lost, before, after),
        "used": (before, after, from_row(mostly)),
        "why": (
            f"The official rate went from {before.value:.2f} to {after.value:.2f} bolivars a "
            f"dollar in 2025, up {rise:.0f} %, so a bolivar lost {lost.value:.0f} % of its worth."
        ),
    }


def hard_currency() -> Answer:
    """Return dollars sold to banks, and what of the invoices was collected."""
    sold = _of("dollars sold by the central bank, a month", "2025")
    change = _of("dollars sold by the central bank, on the year", "2025")
    unpaid = _of("invoices uncollected", "2020-01 to 2023-03")
    mostly = record.record("mark: mostly", "2025")
    return {
        "formula": "dollars that the central bank sold to banks; share of invoices collected",
        "parts": (
            Part("fewer dollars were sold than a year before", change, maximum=0.0),
            Part("most of what was sold abroad was not collected", unpaid, minimum=mostly.value),
        ),
        "figures": (sold, change, unpaid, _of("cash and prepaid sales unpaid", "2019 to 2022-08")),
        "used": (sold, change, unpaid, from_row(mostly)),
        "why": (
            f"The central bank sold {sold.value:g} million USD a month in 2025 and {sold.low:g} in "
            f"September, {-change.value:g} to {-change.low:g} % less than a year before, and "
            f"{100 * unpaid.value:.0f} % of the invoices of 2020 to early 2023 were not collected; "
            "that sanctions are why is the reports' reading, and payment in digital currency the "
            "way round them."
        ),
    }


def equipment() -> Answer:
    """Return dated failures on record."""
    failures = _of("equipment failures reported", "2016 to 2026")
    return {
        "formula": "dated failures that were reported",
        "parts": (Part("failures are on record", failures, minimum=1.0),),
        "figures": (failures,),
        "used": (failures,),
        "why": (
            "Dated reports name loading arms down at José in 2016, a collision at its dock in "
            "2018, a fire at an upgrader in November 2025 and power cuts at port plants in 2026; "
            "how much oil each cost has mostly not been published."
        ),
    }


def until_elections() -> Answer:
    """Return licences that were issued without an election."""
    issued = _of("general licences after the change of government", "2026-01-29 to 2026-04-14")
    return {
        "formula": "general licences issued before any election",
        "parts": (Part("none is lifted before elections", issued, maximum=0.0),),
        "figures": (issued,),
        "used": (issued,),
        "why": (
            "Judged as of April 2026, though true when it was written: from 29 January to 14 April "
            f"2026 {issued.value:g} new general licences opened sales, shipping, diluent and "
            "banks, with no election held."
        ),
    }


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
"""What is computed of each of these statements, by its short name."""
