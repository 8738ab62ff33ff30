"""PDVSA, management report of 2010 (by way of vetutveconomia, August 2011): volumes of tranche B.

107 kb/d above 60 USD/bbl and up to 153 below 42. That the value is constant between the two is an
inference: 107 x 60 and 153 x 42 differ by 0.1 %. Tolerance: a hundredth of a kb/d.
"""

from __future__ import annotations

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("price", "volume"), [(20, 153), (41.9, 153), (50, 128.4), (60, 107), (98, 107)]
)
def test_the_volume_rule_of_2010(price: float, volume: float) -> None:
    rule = oe.OilRepayment.shipped("Joint Fund B 2010")
    loan = oe.Loan.shipped("Joint Fund B 2009", rate="6 %/year")
    ledger = oe.repay(loan, rule, price=oe.Q(price, "USD/bbl"))
    days = (ledger.ends[1] - ledger.ends[0]).days
    assert float(ledger["barrels"].magnitude[1]) / days / 1000.0 == pytest.approx(volume, abs=0.01)
