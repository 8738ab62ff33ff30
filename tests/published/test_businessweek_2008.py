"""BusinessWeek, about October 2008 (copy: sinodefenceforum.com): Pugliaresi on sales to China.

A discount of 5 to 10 USD/bbl is 5 to 10 million USD a day for each million barrels a day. Exact.
"""

from __future__ import annotations

import pytest

import oilecon as oe


@pytest.mark.parametrize(("discount", "musd"), [("5 USD/bbl", 5.0), ("10 USD/bbl", 10.0)])
def test_a_dollar_a_barrel_is_a_million_a_day(discount: str, musd: float) -> None:
    found = oe.annual_revenue(discount, "1 Mb/day", start="2008-10-01", end="2008-10-01")["amount"]
    assert found.to("MUSD").magnitude == pytest.approx(musd)
