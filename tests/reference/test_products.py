"""Rules by which a place has prices of products, and the barrels of a tonne."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oilecon.inputs.product_prices import PRODUCTS
from oilecon.reference import products, tables
from oilecon.reference.series import series
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oilecon.evidence import Row

    Reader = Callable[[str], Mapping[str, Mapping[str, Mapping[str, Row]]]]

GULF = products.product_prices()["US Gulf Coast"]
HEAD = ",".join(tables.TABLES["product_prices.csv"].all)
MINE = "published,opec-rotterdam,"
GUESS = "assumption,oilecon-assumption,why"
JET = f"X,jet.price,2025-01 to 2025-12,jet Rotterdam,,,,,USD/bbl,{MINE}"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Read prices from the rows of rules."""
    shipped = tables.table

    def reader(rules: str) -> Mapping[str, Mapping[str, Mapping[str, Row]]]:
        def table(name: str) -> list[tables.Record]:
            if name != "product_prices.csv":
                return shipped(name)
            return tables.records(name, f"{HEAD}\n{rules}\n", tables.TABLES[name])

        monkeypatch.setattr(products, "table", table)
        return products.product_prices.__wrapped__()

    return reader


def test_there_is_a_factor_for_each_product() -> None:
    factors = products.barrels_per_tonne()
    assert set(factors) == set(PRODUCTS)
    assert {row.unit for row in factors.values()} == {"bbl/t"}
    # Lighter products fill more barrels.
    light_first = ("propane", "naphtha", "gasoline", "jet", "diesel", "fuel_oil", "bitumen")
    values = [factors[name].value for name in light_first]
    assert values == sorted(values, reverse=True)


def test_the_gulf_in_november_2025() -> None:
    numbers = GULF["2025-11"]
    wanted = {
        "gasoline.price": (76.81, "estimate"),
        "diesel.price": (103.17, "estimate"),
        "jet.price": (94.84, "published"),
        "propane.price": (25.40, "published"),
        "naphtha.price": (58.43, "assumption"),
        "fuel_oil.price": (56.66, "assumption"),
        "coke": (70.0, "assumption"),
        "natural_gas": (3.79, "published"),
    }
    got = {path: (round(numbers[path].value, 2), numbers[path].evidence.kind) for path in wanted}
    assert got == wanted
    assert round(numbers["electricity"].value, 4) == 0.0844
    assert (numbers["coke"].low, numbers["coke"].high) == (60.0, 85.0)
    # New York 1.939 and 2.523 USD/gal, and the lowest and highest difference of the month.
    gasoline, diesel = numbers["gasoline.price"], numbers["diesel.price"]
    assert gasoline.low == pytest.approx((1.939 - 0.212) * 42, abs=0.06)
    assert gasoline.high == pytest.approx((1.939 - 0.062) * 42, abs=0.06)
    assert diesel.low == pytest.approx((2.523 - 0.243) * 42, abs=0.06)
    assert diesel.high == pytest.approx((2.523 - 0.030) * 42, abs=0.06)


def test_every_stand_in_is_an_assumption_with_a_range_and_a_reason() -> None:
    for months in products.product_prices().values():
        for numbers in months.values():
            for row in numbers.values():
                if row.evidence.kind == "assumption" and not row.evidence.row.startswith(
                    "Product:"
                ):
                    assert row.low < row.high, row
                    assert row.evidence.note, row
                    assert "oilecon-assumption" in row.evidence.source


def test_a_published_figure_is_that_of_its_series() -> None:
    known = series()["jet US Gulf"].months
    for month, numbers in GULF.items():
        assert ("jet.price" in numbers) == (month in known)
        if month in known:
            assert numbers["jet.price"].value == pytest.approx(42 * known[month].value)


def test_a_day_stands_for_its_month_where_there_is_no_mean() -> None:
    coke = {month: numbers["coke"] for month, numbers in GULF.items()}
    assert coke["2024-12"].value == 67.0
    assert coke["2024-12"].evidence.as_of == "2024-12-31"
    assert coke["2024-11"].evidence.kind == "assumption"


def test_a_month_is_filled_only_where_a_price_of_its_own_is_known(read: Reader) -> None:
    rules = (
        f"{JET}\nX,coke,2025-01 to 2025-12,,constant,70,60,85,USD/t,{GUESS}\n"
        f"X,diesel.price,2025-03 to 2025-04,jet Rotterdam,plus,-2,-3,-1,USD/bbl,{GUESS}\n"
        f"X,naphtha.quality_discount,2025-01 to 2025-12,,constant,0.1,,,1,{GUESS}"
    )
    months = read(rules)["X"]
    rotterdam = series()["jet Rotterdam"].months
    assert list(months) == [month for month in sorted(rotterdam) if month.startswith("2025")]
    march = months["2025-03"]
    assert list(march) == ["jet.price", "coke", "diesel.price"]  # no naphtha to discount
    jet = rotterdam["2025-03"].value
    diesel = march["diesel.price"]
    assert (diesel.low, diesel.value, diesel.high) == pytest.approx((jet - 3, jet - 2, jet - 1))
    assert diesel.evidence.source == ("oilecon-assumption", "opec-rotterdam")
    assert "diesel.price" not in months["2025-05"]


def test_the_first_rule_that_has_a_number_gives_it(read: Reader) -> None:
    rules = (
        f"X,coke,2024-01 to 2025-12,coke US Gulf,,,,,USD/t,{MINE}\n"
        f"X,coke,2024-01 to 2026-12,,constant,60,50,70,USD/t,{GUESS}\n{JET}"
    )
    months = read(rules)["X"]
    assert months["2025-06"]["coke"].value == 67.0
    assert months["2025-07"]["coke"].value == 60.0


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            JET.replace("jet Rotterdam", "jt Rotterdam"),
            "series: no series 'jt Rotterdam'; did you mean 'jet Rotterdam'?",
        ),
        (
            JET.replace("Rotterdam,,,", "Rotterdam,plus,,"),
            (
                "how: expected a series, a value and 'plus' or 'times', a value and 'constant', or "
                "a series alone, got 'plus'"
            ),
        ),
        (JET.replace("Rotterdam,,", "Rotterdam,pls,"), "how: unknown word 'pls'"),
        (
            JET.replace("2025-01 to 2025-12", "undated"),
            "as_of: expected the months that the rule holds for, got none",
        ),
        (JET.replace("USD/bbl", "USD/furlong"), "unit: 'furlong' in 'USD/furlong' is not a unit"),
    ],
)
def test_a_fault_is_named_by_its_place(read: Reader, rule: str, text: str) -> None:
    assert refusal(lambda: read(rule)).startswith(f"product_prices.csv line 2: {text}")
