"""The Panama Canal Authority's guide to its tolls of 1 April 2016: three worked examples.

To the cent: the tariffs are sums. The guide prints 258,637.63 USD for the Aframax, but its own
parts, 239,637.36 and 19,000.00, add up to 258,637.36: two digits are exchanged.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import canal_dues

AFRAMAX = oe.Vessel.shipped("aframax")
PANAMAX = oe.Vessel.shipped("lr1").evolve(panama_tonnage=18_490.0, length="183 m", beam="32.2 m")
PANAMAX = PANAMAX.evolve(draft_laden="12 m", draft_ballast="7 m")


def test_the_aframax_of_2016() -> None:
    dues = canal_dues("panama", AFRAMAX, on="2016-06-26", cargo="60000 t")
    assert dues.usd.magnitude == pytest.approx(239_637.36 + 19_000.0, abs=0.005)


@pytest.mark.parametrize(("laden", "usd"), [(True, 100_761.10), (False, 82_771.10)])
def test_the_panamax_of_2016(*, laden: bool, usd: float) -> None:
    dues = canal_dues("panama", PANAMAX, on="2016-06-26", laden=laden)
    assert dues.usd.magnitude == pytest.approx(usd, abs=0.005)


def test_the_printed_sum_is_not_that_of_its_parts() -> None:
    dues = canal_dues("panama", AFRAMAX, on="2016-06-26", cargo="60000 t")
    apart = 258_637.63 - dues.usd.magnitude
    assert apart == pytest.approx(0.27, abs=0.005)
