"""S&P Global Platts, 14 July 2021: China's tax on bitumen blend, by the tonne and by the cargo.

1,376.34 yuan/t with VAT, to half the last digit; a cargo of 140,000 t paid over 250 million yuan
and later ones some 280, within 6 %, since the cargo's value is not published; 800 yuan/t come back
from buyers.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_wedge_on_diluted_bitumen() -> None:
    # S&P Global, 14 July 2021: 1,376.34 yuan/t with VAT, a cargo of 140,000 t paid over 250
    # million yuan and later ones about 280 million, which is 2,000 yuan a tonne.
    charges = oe.ImportCharges.shipped("27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD")
    found = oe.trading.import_parity("70 USD/bbl", charges, "6.8 bbl/t")
    assert found.consumption_tax_with_vat.magnitude == pytest.approx(1376.34, abs=0.005)
    paid = (found.duty + found.tax).magnitude * 6.8 * 6.474 + 800  # before anything is recovered
    assert paid == pytest.approx(2000, rel=0.06)  # the cargo's value is not published


def test_the_wedge_by_the_barrel() -> None:
    # 31.3 USD/bbl gross and 13.1 unrecoverable at 6.80 bbl/t, from the same figures.
    tonne = 6.8 * 6.474
    gross = 1376.34 / tonne
    assert gross == pytest.approx(31.3, abs=0.05)
    charges = oe.ImportCharges.shipped("27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD")
    found = oe.trading.import_parity("0 USD/bbl", charges.evolve(duty="0 %"), "6.8 bbl/t")
    assert found.tax.magnitude == pytest.approx(13.1, abs=0.05)
