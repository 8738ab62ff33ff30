"""Reuters, July 2018 (copy: nextbigfuture.com): what China takes when the grace has lapsed.

375 kb/d of an output of 1.34 Mb/d, 28 %; 70 kb/d before, so that the lapse costs the 305 that
Reuters had in May. Half a percent, as printed.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.lending import cash_and_debt


def taken(volume: str) -> oe.lending.Split:
    loan = oe.Loan("19000 MUSD", "10 year", rate="6 %/year")
    served = oe.OilRepayment(volume=volume, sweep="100 %")
    return cash_and_debt(oe.repay(loan, served, price="61.74 USD/bbl"), "1340 kb/day", "40 USD/bbl")


def test_china_takes_28_percent_of_the_output() -> None:
    assert taken("375 kb/day").share.magnitude[0] == pytest.approx(28, abs=0.5)


def test_the_lapse_costs_305_kb_a_day() -> None:
    cash = [taken(volume).cash.magnitude[0] for volume in ("70 kb/day", "375 kb/day")]
    assert cash[0] - cash[1] == pytest.approx(305)
