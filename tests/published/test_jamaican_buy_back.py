"""Curaçao Chronicle and Digjamaica, 2015: Jamaica buys back its PetroCaribe debt.

Some 3 billion USD for 1.5, exactly half. Nationwide, 2015: until then it paid 145 million a year in
principal and interest; held to 2 %, since 3 billion is a round figure.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_discount_of_jamaica() -> None:
    table = oe.lending.buy_backs()["discount [%]"]
    assert float(table["Jamaica 2015"]) == pytest.approx(50.0)


def test_what_jamaica_paid_a_year_is_petrocaribe_s_annuity_on_its_debt() -> None:
    loan = oe.Loan(
        "3000 MUSD",
        "25 year",
        rate="1 %/year",
        grace="2 year",
        frequency="annual",
        profile="annuity",
    )
    service = oe.schedule(loan)["service"].to("MUSD").magnitude
    assert service[2:] == pytest.approx([145.0] * 23, rel=0.02)
