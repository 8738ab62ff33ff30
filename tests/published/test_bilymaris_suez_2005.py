"""bilymaris.net: Suez Canal dues of 2005 for crude tankers, in special drawing rights.

Every band is 2.8 to 3.2 % below that of 2006 (the canal's circular 1/2005) but the first, which is
printed as 7.65 against 6.88, 11 % above it. 6.69 would fit the others. To half the last digit of
the printed rates.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import canal_dues


def in_band(low: float, high: float, on: str) -> float:
    """Return what a ton of the band costs: the difference of two ships' dues."""
    ships = (oe.Vessel.shipped("suezmax").evolve(suez_tonnage=tons) for tons in (low, high))
    less, more = (canal_dues("suez", ship, on=on, sdr="1 USD").usd.magnitude for ship in ships)
    return float((more - less) / (high - low))


@pytest.mark.parametrize(("low", "high"), [(6e3, 9e3), (11e3, 19e3), (21e3, 39e3), (71e3, 90e3)])
def test_the_dues_rose_by_three_percent(low: float, high: float) -> None:
    before, after = (in_band(low, high, on) for on in ("2005-06-01", "2006-06-01"))
    assert after / before == pytest.approx(1.03, abs=0.003)


def test_the_first_band_as_printed_fell_and_would_have_risen_from_6_69() -> None:
    before, after = (in_band(1e3, 4e3, on) for on in ("2005-06-01", "2006-06-01"))
    assert before / after == pytest.approx(1.11, abs=0.005)
    assert after / 6.69 == pytest.approx(1.03, abs=0.003)
