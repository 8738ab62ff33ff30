"""Commonsenseja, 3 August 2015: the Dominican Republic buys back its PetroCaribe debt.

98.5 % of 4.12 billion USD, at a discount of 52 %, for 1.93 billion: to half a percent, as printed.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_discount_of_the_dominican_republic() -> None:
    table = oe.lending.buy_backs()["discount [%]"]
    assert float(table["Dominican Republic 2015"]) == pytest.approx(52.0, abs=0.5)
