"""Fiscal terms as inputs: what is refused, what ships by date, and where they go."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from tests.samples import plain, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = plain(oe.scenario("article"))
LOW, HIGH = oe.WindfallBand("55 USD/bbl", "20 %"), oe.WindfallBand("80 USD/bbl", "80 %")
TERMS = oe.FiscalTerms(
    royalty="30 %",
    price_cap="50 USD/bbl",
    income_tax="50 %",
    windfall={"low": LOW, "high": HIGH},
    basket_differential="20 USD/bbl",
    windfall_exempt="10 %",
)


def taxed(take: oe.FiscalTerms = TERMS, **changes: Any) -> oe.Scenario:
    return ARTICLE.vary({"supply.royalty": 0.0, "supply.take": take, **changes})


def amount(scenario: oe.Scenario, line: str) -> Any:
    return oe.evaluate(scenario, "gulf")[line].magnitude


# -- what is refused -------------------------------------------------------------------------------

BANDS = "FiscalTerms.windfall: expected bands of ascending thresholds, got "
ALONE = (
    "FiscalTerms.{}: is of a windfall levy, and none is given; write "
    "windfall={{'band_1': WindfallBand(above='55 USD/bbl', rate='20 %')}} too"
)
REFUSALS: list[tuple[Callable[[], object], str]] = [
    (
        lambda: oe.FiscalTerms(reference_price="60 USD/bbl", reference_differential="-9 USD/bbl"),
        "FiscalTerms: expected a reference_price or a reference_differential, got both; write one",
    ),
    (
        lambda: TERMS.evolve(basket_price="60 USD/bbl"),
        "FiscalTerms: expected a basket_price or a basket_differential, got both; write one",
    ),
    (lambda: TERMS.evolve(windfall={}), ALONE.format("basket_differential")),
    (lambda: oe.FiscalTerms(basket_price="60 USD/bbl"), ALONE.format("basket_price")),
    (lambda: oe.FiscalTerms(windfall_exempt="10 %"), ALONE.format("windfall_exempt")),
    (
        lambda: TERMS.evolve(windfall={"high": HIGH, "low": LOW}),
        f"{BANDS}'high' above 80 before 'low' above 55 USD/bbl; write 'low' first",
    ),
    (
        lambda: TERMS.evolve(windfall={"low": LOW, "also": LOW}),
        (
            f"{BANDS}'low' and 'also' both above 55 USD/bbl; leave one out, or write a "
            "threshold of its own"
        ),
    ),
    (
        lambda: TERMS.vary({"low.above": oe.Q([55, 85, 55], "USD/bbl")}),
        f"{BANDS}'low' above 85 at index 1 (1 of 3) before 'high' above 80 USD/bbl",
    ),
    (
        lambda: oe.WindfallBand("55 USD/bbl", "120 %"),
        "WindfallBand.rate: expected at least 0 and at most 1, got 1.2; write for example '20 %'",
    ),
    (
        lambda: oe.WindfallBand(above="55 USD/bbl"),  # type: ignore[call-arg]
        "WindfallBand.rate: a share is required",
    ),
    (
        lambda: ARTICLE.vary({"supply.take": TERMS}),
        (
            "supply: expected a royalty or a royalty of `take`, got both; write royalty=0 here to "
            "levy that of `take`"
        ),
    ),
    (
        lambda: oe.FiscalTerms.shipped("Venezuela", on="2013-02"),
        (
            "FiscalTerms.shipped: on: the terms of Venezuela change within 2013-02, on 2013-02-20; "
            "write a day, month or year before or after it"
        ),
    ),
    (
        lambda: oe.FiscalTerms.shipped("Venezuela", on="2001-05"),
        (
            "FiscalTerms.shipped: on: no terms of Venezuela are shipped for 2001-05; known are "
            "those from 2006-09 until 2008-04, from 2008-04 until 2011-04, from 2011-04 until "
            "2013-02-20, from 2013-02-20 until 2014, from 2014 until 2016, from 2016 until "
            "2026-04-03, from 2026-04-03 on"
        ),
    ),
    (
        lambda: oe.FiscalTerms.shipped("Venezuela", on="soon"),
        "FiscalTerms.shipped: on: expected a date or a period",
    ),
    (
        lambda: oe.FiscalTerms.shipped("Venezuela", on="undated"),
        "FiscalTerms.shipped: on: no terms of Venezuela are shipped for undated",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSALS)
def test_what_does_not_fit_together_is_refused(make: Callable[[], object], sentence: str) -> None:
    assert sentence in refusal(make)


def test_a_place_without_terms_is_refused_with_those_that_have() -> None:
    text = refusal(lambda: oe.FiscalTerms.shipped("Venezuelo", on="2013-06"), oe.UnknownName)
    assert "no shipped fiscal terms of 'Venezuelo'; did you mean 'Venezuela'?" in text


# -- by date ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "cap", "bands"),
    [
        ("2007", None, []),
        ("2010-05", None, [(70, 0.5), (100, 0.6)]),
        (2012, 70, [(40, 0.2), (70, 0.8), (90, 0.9), (100, 0.95)]),
        ("2013-02-19", 70, [(40, 0.2), (70, 0.8), (90, 0.9), (100, 0.95)]),
        ("2013-02-20", 80, [(55, 0.2), (80, 0.8), (100, 0.9), (110, 0.95)]),
        (dt.date(2014, 6, 1), 80, [(60, 0.2), (80, 0.8), (100, 0.9), (110, 0.95)]),
        (np.datetime64("2026-04-02"), 80, [(60, 0.2), (80, 0.8), (100, 0.9), (110, 0.95)]),
        ("2026-04-03", None, []),
        ("2026-06", None, []),
    ],
)
def test_the_terms_of_a_day(on: Any, cap: float | None, bands: list[tuple[float, float]]) -> None:
    terms = oe.FiscalTerms.shipped("venezuela", on=on)
    assert terms.royalty.magnitude == 0.3
    assert (terms.price_cap is None) is (cap is None)
    assert cap is None or terms.price_cap == oe.Q(cap, "USD/bbl")
    found = [(one.above.magnitude, one.rate.magnitude) for one in terms.windfall.values()]
    assert found == bands
    assert (terms.basket_differential is not None) is (str(on) == "2010-05")  # that law is on Brent
    reformed = terms.gross_revenue_tax is not None
    assert reformed is (terms.severance_tax is None)
    assert reformed is (str(on) >= "2026-04-03")


def test_every_shipped_figure_has_its_evidence() -> None:
    terms = oe.FiscalTerms.shipped("Venezuela", on="2013-06")
    table = oe.FiscalTerms.figures("Venezuela", on="2013-06")
    rate = terms.row("band_2.rate")
    assert rate is not None
    assert (rate.evidence.kind, rate.evidence.source) == (
        "published",
        ("diariorepublica-2013-02-21",),
    )
    assert table.loc["windfall.band_2.rate", "value"] == 0.8
    assert table.loc["windfall.band_3.rate", "kind"] == "assumption"
    assert table.loc["price_cap", "kind"] == "assumption"
    assert set(table.index) == {
        *("royalty", "severance_tax", "income_tax", "price_cap"),
        *(f"windfall.band_{k}.{name}" for k in (1, 2, 3, 4) for name in ("above", "rate")),
    }
    assert ("Venezuela", "2013-02-20") in oe.FiscalTerms.catalogue().index


def test_own_terms_replace_shipped_ones() -> None:
    terms = oe.FiscalTerms.shipped("Venezuela", on="2013-06", royalty="20 %", windfall={})
    assert terms.royalty.magnitude == 0.2
    assert not terms.windfall


# -- in a scenario ---------------------------------------------------------------------------------


def test_a_file_has_the_bands_in_their_order() -> None:
    scenario = taxed()
    text = scenario.to_toml()
    assert text.index("[supply.take.windfall.low]") < text.index("[supply.take.windfall.high]")
    assert oe.Scenario.from_toml(text) == scenario


def test_the_levy_is_on_the_contract_price_unless_another_basis_is_given() -> None:
    price = float(amount(taxed(), "price"))
    on_price = TERMS.evolve(
        basket_differential=None, windfall={"low": LOW.evolve(above="40 USD/bbl")}
    )
    assert amount(taxed(on_price), "windfall_levy") == pytest.approx(0.9 * 0.2 * (price - 40))
    on_basket = on_price.evolve(basket_price="90 USD/bbl")
    assert amount(taxed(on_basket), "windfall_levy") == pytest.approx(0.9 * 0.2 * 50)
    # 63.80 and 20 above Brent are 83.80.
    assert amount(taxed(), "windfall_levy") == pytest.approx(0.9 * (0.2 * 25 + 0.8 * 3.8))


def test_a_cap_is_on_the_price_before_diluent_and_not_on_gross_revenue() -> None:
    terms = oe.FiscalTerms(
        royalty="30 %", price_cap="40 USD/bbl", severance_tax="10 %", gross_revenue_tax="1 %"
    )
    scenario = taxed(terms)
    base = 40 - amount(scenario, "diluent")
    assert amount(scenario, "royalty") == pytest.approx(0.3 * base)
    assert amount(scenario, "severance_tax") == pytest.approx(0.1 * base)
    assert amount(scenario, "gross_revenue_tax") == pytest.approx(
        0.01 * amount(scenario, "netback")
    )
    open_ended = scenario.vary({"supply.take.price_cap": None})
    high = scenario.vary({"supply.take.price_cap": "900 USD/bbl"})
    assert amount(open_ended, "royalty") == amount(high, "royalty") > amount(scenario, "royalty")


def test_the_lines_stand_in_a_waterfall_only_where_they_are_levied() -> None:
    none = oe.FiscalTerms(royalty=ARTICLE.supply.royalty)
    usual, under = oe.evaluate(ARTICLE, "gulf").waterfall(), oe.evaluate(taxed(none), "gulf")
    assert under.waterfall().equals(usual)
    assert "windfall_levy" not in usual.index
    index = list(oe.evaluate(taxed(), "gulf").waterfall().index)
    assert index[-3:] == ["royalty", "windfall_levy", "income_tax"]


def test_months_are_levied_one_by_one_and_their_mean_less() -> None:
    brent = oe.Q([40.0, 60.0, 110.0], "USD/bbl")
    months = taxed().vary({"market.brent": brent})
    mean = taxed().vary({"market.brent": "70 USD/bbl"})
    assert amount(mean, "windfall_levy") < np.mean(amount(months, "windfall_levy"))


def test_a_threshold_and_a_price_that_meet_a_target_are_solved_for() -> None:
    scenario = taxed(TERMS.evolve(windfall_exempt=None))
    found = oe.breakeven(
        scenario, "market.brent", outcome="gulf.windfall_levy", target="13 USD/bbl"
    )
    # 20 below 90, of which a fifth of 25 and four fifths of 10 are levied.
    assert [float(one.magnitude) for one in found.values] == pytest.approx([70.0])
