"""Canal dues: Panama's worked examples of 2016, its tariff of 2025, Suez's tables.

To the cent: the tariffs are sums. The guide prints 258,637.63 for the Aframax, but its own parts
add up to 258,637.36.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import canal_dues

AFRAMAX = oe.vessel("aframax")
PANAMAX = oe.vessel("lr1").evolve(panama_tonnage=18_490.0, length="183 m", beam="32.2 m")
PANAMAX = PANAMAX.evolve(draft_laden="12 m", draft_ballast="7 m")


def test_the_aframax_of_2016() -> None:
    dues = canal_dues("panama", AFRAMAX, on="2016-06-26", cargo="60000 t")
    assert dues.usd.magnitude == pytest.approx(239_637.36 + 19_000.0, abs=0.005)


@pytest.mark.parametrize(("laden", "usd"), [(True, 100_761.10), (False, 82_771.10)])
def test_the_panamax_of_2016(*, laden: bool, usd: float) -> None:
    dues = canal_dues("panama", PANAMAX, on="2016-06-26", laden=laden)
    assert dues.usd.magnitude == pytest.approx(usd, abs=0.005)


def test_the_aframax_of_2025() -> None:
    dues = canal_dues("panama", AFRAMAX, on="2025-01-01")
    assert dues.usd.magnitude == pytest.approx(300_000.0 + 3.25 * 46_136.0, abs=0.005)
    assert "booking" in dues.absent
    assert "auction" in dues.absent


def test_a_suezmax_in_special_drawing_rights() -> None:
    ship = oe.vessel("suezmax").evolve(suez_tonnage=45_000.0)
    dues = canal_dues("suez", ship, on="2006-03-15", sdr="1.5 USD")
    parts = 5e3 * 6.88 + 5e3 * 3.84 + 10e3 * 3.45 + 20e3 * 1.48 + 5e3 * 1.48
    assert dues.usd.magnitude == pytest.approx(1.5 * parts, abs=0.005)


def test_what_the_baltic_allows_for_suez() -> None:
    vlcc = canal_dues("suez", oe.vessel("vlcc"), on="2023-06-01", laden=False)
    assert vlcc.usd.magnitude == 562_243.0
    suezmax = canal_dues("suez", oe.vessel("suezmax"), on="2023-06-01")
    assert suezmax.usd.magnitude == pytest.approx(775_534.72 / 2.0)
