"""ICCAS, Cuba Facts 10, April 2005: Venezuela's oil for Cuba in 2004.

78 kb/d at 33 USD/bbl, 940 million USD: to five million, as printed.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_oil_of_2004_is_worth_940_million() -> None:
    found = oe.annual_revenue("33 USD/bbl", "78 kb/day", year=2004)["amount"]
    assert found.to("MUSD").magnitude == pytest.approx(940, abs=5)
