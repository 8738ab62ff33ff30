"""Suez Canal Authority, circular 1/2005 (by way of Leth): the rates of 15 March 2006.

Special drawing rights for each ton of the canal's own tonnage, in bands. To half a cent: the tariff
is a sum.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import canal_dues


def test_a_suezmax_in_special_drawing_rights() -> None:
    ship = oe.Vessel.shipped("suezmax").evolve(suez_tonnage=45_000.0)
    dues = canal_dues("suez", ship, on="2006-03-15", sdr="1.5 USD")
    parts = 5e3 * 6.88 + 5e3 * 3.84 + 10e3 * 3.45 + 20e3 * 1.48 + 5e3 * 1.48
    assert dues.usd.magnitude == pytest.approx(1.5 * parts, abs=0.005)
