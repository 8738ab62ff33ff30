"""Prices of products: the ways in which they are quoted, and those that are shipped."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.inputs.product_prices import PRODUCTS
from oilecon.netback.product_prices import product_usd_bbl
from oilecon.reference.products import barrels_per_tonne
from tests.samples import refusal

GULF: Any = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
SHANDONG: Any = oe.ProductPrices.shipped("Shandong", on="2025-11")
TONNE = {"price_per_tonne": "640 USD/t", "barrels_per_tonne": "8 bbl/t"}
LOW_TO_HIGH = oe.Sourced("77 USD/bbl", low="70 USD/bbl", high="80 USD/bbl", note="desk")


# -- one price -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {},
            "ProductPrice: expected one of price, price_per_tonne and crack, got none; write one",
        ),
        (
            {"price": "76 USD/bbl", "crack": "9 USD/bbl"},
            (
                "ProductPrice: expected one of price, price_per_tonne and crack, got price and "
                "crack; write one, the rest as None"
            ),
        ),
        (
            {"price_per_tonne": "640 USD/t"},
            (
                "ProductPrice.barrels_per_tonne: a price by the tonne needs the factor of its "
                "quotation; write barrels_per_tonne='8.33 bbl/t' (usual are 8.33 of gasoline, 7.45 "
                "of diesel, 7.88 of jet, 8.9 of naphtha, 6.35 of fuel_oil, 6.35 of "
                "low_sulphur_fuel_oil, 12.4 of propane, 6.05 of bitumen)"
            ),
        ),
        (
            {"price": "76 USD/bbl", "vat": "13 %"},
            (
                "ProductPrice.vat: belongs to a price by the tonne, got price; leave it out, or "
                "write price_per_tonne='500 USD/t' in place of price"
            ),
        ),
        (
            {"crack": "9 USD/bbl", "barrels_per_tonne": "8 bbl/t"},
            (
                "ProductPrice.barrels_per_tonne: belongs to a price by the tonne, got crack; leave "
                "it out, or write price_per_tonne='500 USD/t' in place of crack"
            ),
        ),
        (
            {**TONNE, "price_per_tonne": "600 USD/t", "vat": "20 %", "tax_per_tonne": "501 USD/t"},
            (
                "ProductPrice.tax_per_tonne: expected at most the price without value-added tax, "
                "500 USD/t, got 501 USD/t"
            ),
        ),
        (
            {**TONNE, "tax_per_tonne": "100 CNY/t"},
            (
                "ProductPrice.tax_per_tonne: expected USD/t, got 100 in CNY/t, another currency; "
                "multiply it by the rate of its day in USD/CNY; write for example '150 USD/t'"
            ),
        ),
        (
            {"price": "76 USD/bbl", "exchange_rate": "7.1 CNY/USD"},
            (
                "ProductPriceCNY.exchange_rate: has no effect without an amount; write "
                "price_per_tonne='3550 CNY/t' too"
            ),
        ),
    ],
)
def test_what_no_price_can_be_is_refused(given: dict[str, str], text: str) -> None:
    kind = oe.UnitError if "expected USD/t" in text else oe.InputError
    assert refusal(lambda: oe.ProductPrice(**given), kind) == text


@pytest.mark.parametrize("unit", ["cents/gal", "USc/gal", "cts/gallon"])
def test_cents_by_the_gallon_are_offered_in_one_step(unit: str) -> None:
    text = refusal(lambda: oe.ProductPrices(gasoline=f"183 {unit}"), oe.UnitError)
    assert text.endswith("write '183 USc/USgal'")


def test_of_many_taxes_the_one_above_its_price_is_named() -> None:
    taxes = oe.Q([100.0, 700.0], "USD/t")
    assert refusal(lambda: oe.ProductPrice(**TONNE, tax_per_tonne=taxes)) == (
        "ProductPrice.tax_per_tonne: expected at most the price without value-added tax, "
        "640 USD/t, got 700 USD/t at index 1 (1 of 2)"
    )


# -- a number in place of a price ----------------------------------------------------------------


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize(
    "number",
    [
        "70 USD/bbl",
        oe.Q(70.0, "USD/bbl"),
        oe.Sourced("70 USD/bbl", low="60 USD/bbl", high="80 USD/bbl"),
        ["70 USD/bbl", "71 USD/bbl"],
        oe.Q([70.0, 71.0], "USD/bbl"),
        "600 USD/t",
        oe.Q(600.0, "USD/t"),
        oe.Sourced("600 USD/t", low="500 USD/t", high="700 USD/t", note="desk"),
        ["600 USD/t", "700 USD/t"],
        "0.6 USD/kg",
        "1.7 USD/USgal",
    ],
)
def test_a_number_is_a_price_by_the_barrel_or_by_the_tonne(product: str, number: Any) -> None:
    prices: Any = oe.ProductPrices(**{product: number})
    price = getattr(prices, product)
    text = str(number)
    by_tonne = "/t" in text.replace(" ", "") or "kg" in text
    fields = {"price_per_tonne": number} if by_tonne else {"price": number}
    if by_tonne:
        fields["barrels_per_tonne"] = barrels_per_tonne()[product]
    assert price == oe.ProductPrice(**fields)
    assert oe.ProductPrices.from_dict(prices.to_dict()) == prices
    assert eval(repr(prices), vars(oe)).same_figures(prices)  # noqa: S307  our own text
    assert pickle.loads(pickle.dumps(prices)) == prices  # noqa: S301  our own bytes


@pytest.mark.parametrize(
    ("plain", "price"),
    [
        ("76.8 USD/bbl", oe.ProductPrice(price="76.8 USD/bbl")),
        ({"value": "77 USD/bbl", "low": "70 USD/bbl", "high": "80 USD/bbl", "note": "desk"}, None),
        (
            {"value": [70.0, 71.0], "unit": "USD/bbl"},
            oe.ProductPrice(price=oe.Q([70.0, 71.0], "USD/bbl")),
        ),
        ({"price": "76.8 USD/bbl"}, oe.ProductPrice(price="76.8 USD/bbl")),
        ({"crack": "9 USD/bbl"}, oe.ProductPrice(crack="9 USD/bbl")),
    ],
)
def test_a_file_has_a_number_or_a_table(plain: Any, price: oe.ProductPrice | None) -> None:
    wanted = oe.ProductPrice(price=LOW_TO_HIGH) if price is None else price
    assert oe.ProductPrices.from_dict({"gasoline": plain}).gasoline == wanted


def test_a_file_has_a_number_by_the_tonne_with_the_usual_factor() -> None:
    prices: Any = oe.ProductPrices.from_dict(
        {"fuel_oil": "400 USD/t", "jet": {"value": [700.0, 710.0], "unit": "USD/t"}}
    )
    assert prices.row("fuel_oil.barrels_per_tonne").value == 6.35
    assert prices.row("fuel_oil.barrels_per_tonne").high == 6.62
    assert list(prices.jet.price_per_tonne.magnitude) == [700.0, 710.0]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            76.8,
            "expected USD/bbl, got the bare number 76.8; write '76.8 USD/bbl' if that is the unit",
        ),
        (
            "5000 CNY/t",
            (
                "expected a number in dollars, got one in another currency, which needs a rate; "
                "write ProductPrice(price_per_tonne='3550 CNY/t', barrels_per_tonne='8.33 bbl/t', "
                "exchange_rate='7.1 CNY/USD')"
            ),
        ),
        (
            "-3 USD/bbl",
            (
                "expected at least 0 and at most 1000 USD/bbl, got -3; write for example "
                "'76.8 USD/bbl'"
            ),
        ),
        (
            "-3 USD/t",
            "expected at least 0 and at most 10000 USD/t, got -3; write for example '500 USD/t'",
        ),
        (oe.Crude("16 degAPI"), "expected ProductPrice(...), got Crude"),
    ],
)
def test_what_stands_for_no_price_is_refused_under_the_product(given: Any, text: str) -> None:
    kind = oe.UnitError if "bare number" in text else oe.InputError
    assert refusal(lambda: oe.ProductPrices(gasoline=given), kind) == (
        f"ProductPrices.gasoline: {text}"
    )
    assert refusal(lambda: GULF.vary({"gasoline": given}), kind) == f"gasoline: {text}"
    if not isinstance(given, oe.Crude):
        plain = {"gasoline": given}
        assert refusal(lambda: oe.ProductPrices.from_dict(plain), kind) == f"gasoline: {text}"


def test_a_path_varies_a_price_or_a_number_in_it() -> None:
    by_crack = {"gasoline": oe.ProductPrice(crack="14 USD/bbl")}
    assert GULF.vary(by_crack).gasoline == oe.ProductPrice(crack="14 USD/bbl")
    assert GULF.vary({"gasoline": LOW_TO_HIGH}).row("gasoline.price").evidence.note == "desk"
    dearer = GULF.vary({"gasoline.price": "80 USD/bbl", "jet": "90 USD/bbl"})
    assert dearer.gasoline.price == oe.Q("80 USD/bbl")
    assert dearer.row("gasoline.price") is None  # a plain number has the old one's evidence no more
    assert dearer.jet == oe.ProductPrice(price="90 USD/bbl")
    assert dearer.diesel is GULF.diesel
    assert GULF.vary({"naphtha": None}).naphtha is None
    assert refusal(lambda: GULF.vary({"gasoline.crack": "9 USD/bbl"})) == (
        "gasoline: expected one of price, price_per_tonne and crack, got price and crack; write "
        "one, the rest as None"
    )


def test_a_price_that_is_not_known_is_named_where_it_is_needed() -> None:
    GULF.require("gasoline", "coke", "lpg_propane")
    assert refusal(lambda: GULF.require("gasoline", "bitumen", by="the bitumen unit")) == (
        "ProductPrices.bitumen: the bitumen unit needs its price, and none is known at "
        "US Gulf Coast in 2025-11; write .evolve(bitumen='420 USD/t') if you have one"
    )
    assert refusal(lambda: oe.ProductPrices().require("natural_gas")) == (
        "ProductPrices.natural_gas: the refinery needs its price, and none is known; "
        "write .evolve(natural_gas='3.79 USD/MMBtu') if you have one"
    )
    for name in PRODUCTS:  # what the message says can be written
        text = refusal(lambda name=name: oe.ProductPrices().require(name))
        given = text.partition(f"{name}=")[2].partition(")")[0].strip("'")
        oe.ProductPrices(**{name: given}).require(name)


# -- shipped -------------------------------------------------------------------------------------


def test_the_gulf_in_november_2025_as_a_refinery_counts_it() -> None:
    worth = {
        name: round(float(product_usd_bbl(GULF.values[name])), 2)
        for name in PRODUCTS
        if GULF.values[name] is not None
    }
    assert worth == {
        "gasoline": 76.81,
        "diesel": 103.17,
        "jet": 94.84,
        "naphtha": 58.43,
        "fuel_oil": 56.66,
        "propane": 25.4,
    }
    assert (GULF.place, GULF.as_of) == ("US Gulf Coast", "2025-11")


def test_every_shipped_number_has_its_evidence() -> None:
    for place, month in oe.ProductPrices._shelf():
        prices: Any = oe.ProductPrices.shipped(place, on=month)
        bare = [
            path
            for path, field, raw, evidence in prices.sourced_leaves()
            if raw is not None and evidence is None and raw != field.default
        ]
        assert not bare, (place, month)
        assert oe.ProductPrices.from_dict(prices.to_dict()) == prices
    assert GULF.row("coke").evidence.kind == "assumption"
    assert (GULF.row("coke").low, GULF.row("coke").high) == (60.0, 85.0)


def test_bitumen_of_shandong_is_free_of_its_tax() -> None:
    assert round(float(product_usd_bbl(SHANDONG.values["bitumen"])), 2) == 69.74
    assert type(SHANDONG.bitumen).__name__ == "ProductPriceCNY"
    assert SHANDONG.row("bitumen.price_per_tonne").low == 3150.0
    assert SHANDONG.row("gasoline.price").evidence.kind == "assumption"
    rotterdam: Any = oe.ProductPrices.shipped("NW Europe", on="2025-11")
    assert SHANDONG.gasoline.same_figures(rotterdam.gasoline)
    assert rotterdam.row("gasoline.price").evidence.kind == "published"
    assert round(float(product_usd_bbl(rotterdam.values["gasoline"])), 2) == round(94.61 * 0.955, 2)


@pytest.mark.parametrize(
    ("place", "on", "text"),
    [
        (
            "US Gulf Coast",
            "2013-05",
            (
                "ProductPrices.shipped: on: no prices of US Gulf Coast in 2013-05; write "
                "on='2012-12' or '2013-09'; there are 159 months from 2009-01 to 2026-04, listed "
                "by ProductPrices.history('US Gulf Coast')"
            ),
        ),
        (
            "shandong",
            "2025-12-01",
            ("ProductPrices.shipped: on: no prices of Shandong in 2025-12; write on='2025-11'"),
        ),
        (
            "Singapore",
            2025,
            (
                "ProductPrices.shipped: on: no prices of Singapore in 2025; write on='2021' or "
                "'2022' or '2023'"
            ),
        ),
        (
            "Singapore",
            "2022-05",
            (
                "ProductPrices.shipped: on: expected a year of four digits, got '2022-05'; write "
                "for example '2023', since Singapore has yearly means, 2021, 2022, 2023"
            ),
        ),
        (
            "US Gulf Coast",
            2025,
            ("ProductPrices.shipped: on: expected a month, got 2025; write for example '2026-04'"),
        ),
    ],
)
def test_a_month_without_prices_is_refused_with_those_that_have(
    place: str, on: Any, text: str
) -> None:
    assert refusal(lambda: oe.ProductPrices.shipped(place, on=on)) == text
    assert refusal(lambda: oe.ProductPrices.figures(place, on=on)) == text


def test_a_place_without_prices_is_refused_with_those_that_have() -> None:
    assert refusal(lambda: oe.ProductPrices.shipped("Mars", on="2025-11"), oe.UnknownName) == (
        "no shipped product prices of 'Mars'; known: NW Europe, Shandong, Singapore, "
        "US Gulf Coast, rotterdam, usgc"
    )
    assert oe.ProductPrices.shipped("USGC", on="2025-11") == GULF


def test_own_prices_replace_shipped_ones() -> None:
    own: Any = oe.ProductPrices.shipped("USGC", on="2025-11", bitumen="420 USD/t", coke="80 USD/t")
    assert own.coke == oe.Q("80 USD/t")
    assert own.row("bitumen.barrels_per_tonne").value == 6.05
    assert own.gasoline == GULF.gasoline


def test_the_catalogue_and_the_figures_list_every_number() -> None:
    catalogue: Any = oe.ProductPrices.catalogue()
    assert catalogue.index.names == ["place", "month"]
    row: Any = catalogue.loc[("US Gulf Coast", "2025-11")]
    assert round(row["gasoline.price [USD/bbl]"], 2) == 76.81
    assert row["kind"] == "assumption, estimate, published"
    figures: Any = oe.ProductPrices.figures("US Gulf Coast", on="2025-11")
    assert set(figures.index) == {
        path for path, _, _, evidence in GULF.sourced_leaves() if evidence is not None
    }
    assert figures.loc["coke", "note"] == "Last published 67 on 18 June 2025."


@pytest.mark.parametrize("place", ["US Gulf Coast", "NW Europe", "Singapore", "Shandong"])
def test_a_history_is_of_the_shipped_prices_and_fills_no_hole(place: str) -> None:
    history: Any = oe.ProductPrices.history(place)
    months = {month for each, month in oe.ProductPrices._shelf() if each == place}
    assert (len(history) > len(months)) == (place in {"US Gulf Coast", "NW Europe"})
    for period, row in history.iterrows():
        if str(period) not in months:
            assert row.isna().all()
            continue
        values: Any = oe.ProductPrices.shipped(place, on=str(period)).values
        for heading, worth in row.items():
            value = values[str(heading).partition(" ")[0]]
            known = None if value is None else value
            if isinstance(known, float) or known is None:
                wanted = np.nan if known is None else known
            else:
                wanted = float(product_usd_bbl(known))
            assert worth == pytest.approx(wanted, nan_ok=True)


def test_a_history_joins_months_of_other_series() -> None:
    history: Any = oe.ProductPrices.history("NW Europe")
    assert "bitumen [USD/bbl]" not in history
    assert set(history.attrs["month"].values()) == {"trade"}
    published = oe.prices.history("jet Rotterdam")["jet Rotterdam [USD/bbl]"]
    assert (
        history["jet [USD/bbl]"]
        .dropna()
        .equals(published.reindex(history.index).dropna().rename("jet [USD/bbl]"))
    )


@pytest.mark.parametrize("given", [{}, {"unit": "USD/bbl"}, {"price": "7 USD/bbl"}])
def test_a_mapping_without_a_number_is_no_number(given: Any) -> None:
    assert refusal(lambda: oe.ProductPrices(gasoline=given), oe.UnitError) == (
        "ProductPrices.gasoline: expected USD/bbl, got dict, which is no number; write for example "
        "'76.8 USD/bbl'"
    )
