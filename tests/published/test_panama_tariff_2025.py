"""The Panama Canal's tariff of January 2025, as porteconomicsmanagement.org gives it.

A Neopanamax transit is 300,000 USD and 3.25 USD for each of the PC/UMS tons, of which the guide of
2016 gives an Aframax 46,136. To the cent: the tariff is a sum.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import canal_dues

AFRAMAX = oe.vessel("aframax")


def test_the_aframax_of_2025() -> None:
    dues = canal_dues("panama", AFRAMAX, on="2025-01-01")
    assert dues.usd.magnitude == pytest.approx(300_000.0 + 3.25 * 46_136.0, abs=0.005)
    assert "booking" in dues.absent
    assert "auction" in dues.absent
