"""América Economía, May 2011: Ramírez on the reference price of 50 USD/bbl and what is above it.

He expected 7 billion USD back in 2011. 200 kb/d at the Venezuelan basket of that year, 101.06
USD/bbl, leave 3.7 billion a year: his figure is two years of it.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_reference_price_of_2011_holds_the_surplus_for_a_year() -> None:
    # 200 kb/d at a Venezuelan basket of 101.06 USD/bbl (2011) leave 3.7 billion a year above 50.
    # Ramirez spoke of 7 billion in May 2011, which is two years of it, not one.
    rule = oe.OilRepayment.shipped("Long-term fund 2011")
    loan = oe.Loan.shipped("Long-term fund 2010", rate="6 %/year")
    ledger = oe.repay(loan, rule, price="101.06 USD/bbl")
    found = ledger.columns("held", "released", "value", "barrels")
    released = found["released"].to("MUSD").magnitude
    assert released[:3].tolist() == [0.0, 0.0, 0.0]
    assert released[3] == pytest.approx(365 * 0.2 * 51.06, rel=1e-9)
    assert found["held"].magnitude[3] == 0.0
    assert found["value"].magnitude == pytest.approx(found["barrels"].magnitude * 50.0)
