"""Petroleum Economist, November 2014: what the fall of the price does to oil that serves debt.

It prints that a fall of 21 % turns 550 kb/d into 665, which is 21 % more. But volume goes with
1 / price: its own prices make 694.7 kb/d, and 21 % less by the barrel takes 26.6 % more barrels.
The tolerance is half of the last digit.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.lending import extra_barrels


def test_the_fall_of_2014_takes_more_than_was_published() -> None:
    # Petroleum Economist, November 2014: 98.08 to 77.65 USD/bbl is a fall of 21 %, so that 550
    # kb/d become 665. But volume goes with 1 / price.
    more = float(extra_barrels("98.08 USD/bbl", "77.65 USD/bbl").magnitude)
    assert more == pytest.approx(26.3, abs=0.05)
    assert 550.0 * (1.0 + more / 100.0) == pytest.approx(694.7, abs=0.05)
    assert pytest.approx(665.0, abs=0.6) == 550.0 * 1.21
    exactly = float(extra_barrels("100 USD/bbl", "79 USD/bbl").magnitude)
    assert exactly == pytest.approx(26.6, abs=0.05)


def test_a_fixed_value_takes_those_barrels_in_a_ledger() -> None:
    loan = oe.Loan("10000 MUSD", "1 year", rate="6 %/year")
    served = oe.OilRepayment(value=oe.Q(550e3 * 98.08, "USD/day"), sweep="100 %")
    prices = oe.Q([98.08, 77.65, 77.65, 77.65], "USD/bbl")
    barrels = oe.repay(loan, served, price=prices)["barrels"].magnitude / (365.0 / 4.0)
    assert barrels[0] == pytest.approx(550e3)
    assert barrels[1] == pytest.approx(694.7e3, abs=50)
