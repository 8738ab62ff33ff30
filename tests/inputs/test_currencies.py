"""Groups of each currency: made by one name, with a rate but for the dollar."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import oilecon as oe
from oilecon.inputs.currencies import OfCurrency, units_for_a_dollar
from oilecon.inputs.product_prices import PRODUCT_PRICES
from oilecon.inputs.tariff import TARIFFS
from oilecon.units import CURRENCIES
from tests.samples import refusal

MADE: list[tuple[type[OfCurrency], tuple[type[OfCurrency], ...], dict[str, str]]] = [
    (oe.Tariff, TARIFFS, {"toll": "11 {}/bbl"}),
    (
        oe.ProductPrice,
        PRODUCT_PRICES,
        {"price_per_tonne": "500 {}/t", "barrels_per_tonne": "8 bbl/t"},
    ),
]


@pytest.mark.parametrize(("base", "kinds", "given"), MADE)
@pytest.mark.parametrize("currency", CURRENCIES)
def test_there_is_a_class_for_each_currency(
    base: type[OfCurrency], kinds: tuple[Any, ...], given: dict[str, str], currency: str
) -> None:
    amounts: dict[str, Any] = {name: text.format(currency) for name, text in given.items()}
    if currency != "USD":
        wanted = f"{base.__name__}{currency}.exchange_rate: amounts in {currency} need a rate"
        assert refusal(lambda: base(**amounts)).startswith(wanted)
        amounts["exchange_rate"] = oe.Q(units_for_a_dollar(currency), f"{currency}/USD")
    group = base(**amounts)
    assert type(group) in kinds
    assert type(group).__name__.removeprefix(base.__name__) == currency.replace("USD", "")
    assert pickle.loads(pickle.dumps(group)) == group  # noqa: S301  our own bytes
    assert eval(repr(group), vars(oe)) == group  # noqa: S307  our own text


@pytest.mark.parametrize(
    ("holder", "field", "group"),
    [
        (oe.Overland, "tariff", oe.Tariff(toll="9 USD/bbl")),
        (
            oe.Overland,
            "tariff",
            oe.Tariff(toll=oe.Q([9.0, 10.0], "CAD/bbl"), exchange_rate="1.4 CAD/USD"),
        ),
        (oe.ProductPrices, "jet", oe.ProductPrice(price="94.8 USD/bbl")),
        (
            oe.ProductPrices,
            "jet",
            oe.ProductPrice(
                price_per_tonne="5000 CNY/t",
                barrels_per_tonne="7.88 bbl/t",
                exchange_rate="7.1 CNY/USD",
            ),
        ),
    ],
)
def test_a_file_names_no_kind_that_the_amounts_say(holder: Any, field: str, group: Any) -> None:
    held = holder(**{field: group})
    plain = held.to_dict()
    assert "kind" not in plain[field]
    assert holder.from_dict(plain) == held
    # A file that was written with its kind is read too.
    plain[field]["kind"] = type(group).__name__
    assert holder.from_dict(plain) == held


def test_a_file_names_a_kind_that_no_amount_says() -> None:
    price = oe.ProductPrice(
        price_per_tonne="5000 CNY/t", barrels_per_tonne="7.88 bbl/t", exchange_rate="7.1 CNY/USD"
    )
    values = {"tariff": {"kind": "TariffCAD", "toll": "9 CAD/bbl", "exchange_rate": "1 CAD/USD"}}
    assert type(oe.Overland.from_dict(values).tariff).__name__ == "TariffCAD"
    assert type(price.evolve(tax_per_tonne="100 CNY/t")) is type(price)
