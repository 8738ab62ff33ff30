"""Reuters, May 2018: the grace on 19 billion USD of Chinese loans lapses.

It costs 305 kb/d and 7 billion USD a year. The tolerance of 2 % is that both figures are rounded.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_reuters_holiday_of_2018() -> None:
    # 305 kb/d more and 7 billion USD a year more (Reuters, May 2018) are 62.9 USD/bbl; the
    # Venezuelan basket was at 61.74 to 8 June 2018. Within 2 %: both figures are rounded.
    assert pytest.approx(61.74, rel=0.02) == 7000.0 / (0.305 * 365.0)


def test_its_barrels_at_the_basket_s_price_are_its_billions() -> None:
    found = oe.annual_revenue("61.74 USD/bbl", "305 kb/day", year=2018)["amount"]
    assert found.to("MUSD").magnitude == pytest.approx(7000.0, rel=0.02)
