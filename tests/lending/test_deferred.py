"""Oil sold on soft credit, and debts bought back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError
from oilecon.lending import (
    buy_back,
    deferred_sale,
    petrocaribe,
)

# -- invariants --------------------------------------------------------------------------------


@given(st.floats(0.0, 300.0), st.floats(0.0, 0.30), st.sampled_from(["2008-07-13", "2014-01-01"]))
def test_petrocaribe_never_costs_more_than_the_price(price: float, above: float, on: str) -> None:
    contract = float(petrocaribe(oe.Q(price, "USD/bbl"), on=on).rate.magnitude) / 100.0
    sale = petrocaribe(oe.Q(price, "USD/bbl"), on=on, discount=oe.Q(contract + above, "1/year"))
    assert float(sale.effective_price.magnitude) <= price * (1.0 + 1e-12)
    assert sale.subsidy.magnitude == price - sale.effective_price.magnitude


# -- single contracts --------------------------------------------------------------------------


def test_a_sale_on_soft_credit() -> None:
    credit = oe.Loan("1 USD", "1 year", rate="0 %/year", frequency="annual")
    sale = deferred_sale(
        "100 USD/bbl", "50 %", credit, discount="25 %/year", free_days="0 day", cash_days="0 day"
    )
    assert float(sale.effective_price.magnitude) == pytest.approx(90.0)
    assert float(sale.grant_element.magnitude) == pytest.approx(20.0)
    many = petrocaribe(oe.Q([30, 60, 100], "USD/bbl"), discount=oe.Q([[2], [5]], "%/year"))
    assert many.subsidy.magnitude.shape == (2, 3)
    only = petrocaribe("60 USD/bbl", discount="5 %/year").subsidy.magnitude
    assert many.subsidy.magnitude[1, 1] == only


def test_results_print_one_quantity_a_line() -> None:
    assert str(petrocaribe("60 USD/bbl", on=dt.date(2009, 1, 1))).splitlines() == [
        "price            60.00 USD/bbl",
        "share            40.00 %",
        "rate             1.00 %/year",
        "tenor            25.00 year",
        "effective price  50.33 USD/bbl",
        "subsidy          9.67 USD/bbl",
        "grant element    38.99 %",
    ]
    assert "subsidy          [9.67 23.74] USD/bbl" in str(petrocaribe(oe.Q([60, 100], "USD/bbl")))
    deal = buy_back(oe.Loan(**GOOD), "90 MUSD", discount="5 %/year")
    assert "gain          12,157,358.10 USD" in str(deal)


def test_a_credit_may_stand_for_several() -> None:
    rates = oe.Q([1, 2], "%/year")
    credit = oe.Loan("1 USD", "10 year", rate=rates, frequency="annual")
    both = deferred_sale("100 USD/bbl", "50 %", credit).effective_price.magnitude
    single = deferred_sale("100 USD/bbl", "50 %", credit.evolve(rate="2 %/year")).effective_price
    assert both.shape == (2,)
    assert both[1] == single.magnitude
    with pytest.raises(
        InputError, match="deferred_sale: credit: its rate floats; expected a fixed"
    ):
        deferred_sale("100 USD/bbl", "50 %", credit.evolve(rate=None, base="1 %/year"))


# -- errors ------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}
