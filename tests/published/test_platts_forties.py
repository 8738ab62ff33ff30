"""Platts, the Forties sulphur de-escalator by month: notices of 2008, 2013, 2015 and 2022.

USD/bbl for each 0.1 % of sulphur above 0.6 %. Multiples of whole cents: no tolerance beyond
floats.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_published_rates_by_month() -> None:
    forties = oe.Crude.shipped("Forties Blend")  # 0.8175 %: 21 full hundredths
    for date, rate in (("2008-06", 0.60), ("2015-03", 0.20), ("2022-06", 0.45), ("2022-10", 0.40)):
        found = oe.blending.quality_differential(forties, "forties", on=date)
        assert found.magnitude == pytest.approx(-2.1 * rate, abs=1e-12)
