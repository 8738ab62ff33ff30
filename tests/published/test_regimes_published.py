"""What the press concluded of dated sales, from the shipped scenarios.

January 2026: Reuters, 21 January 2026: bought FOB at 15 below Brent, sold delivered at 8.50 to 9.50
below, freight 2.50 to 3.50: the trading houses kept 2 to 4. The figures are halves, so interval
arithmetic is exact.

Urals: Reuters, 17 December 2024: FOB Primorsk 60.3 at Dated Brent 73.18. The tolerance of 0.6 is
the rounding of "about 5 million" of freight and "about 2" of other costs.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_the_trading_houses_of_january_2026_kept_2_to_4() -> None:
    regime = oe.scenario("licensed-2026-01")
    paths = {
        "delivered": "gulf.sale.differential",
        "fob": "fob.sale.differential",
        "freight": "gulf.sea.charter.rate",
    }
    rows = {name: regime.row(path) for name, path in paths.items()}
    ranges = {
        name: (oe.Q(row.low, row.unit), oe.Q(row.high, row.unit))
        for name, row in rows.items()
        if row is not None
    }
    kept = oe.bounds(oe.trading.margin_taken, ranges)
    assert (kept.low.magnitude, kept.high.magnitude) == (2.0, 4.0)
    assert kept.exact


def test_urals_to_india_is_worth_its_fob_quotation() -> None:
    regime = oe.scenario("urals-india-2024-12")
    fob = oe.evaluate(regime, "fob")
    assert fob.price.magnitude == pytest.approx(60.3)
    netback = oe.evaluate(regime, "india").netback.magnitude
    assert netback == pytest.approx(fob.netback.magnitude, abs=0.6)


def test_the_wedge_on_diluted_bitumen() -> None:
    # S&P Global, 14 July 2021: 1,376.34 yuan/t with VAT, a cargo of 140,000 t paid over 250
    # million yuan and later ones about 280 million, which is 2,000 yuan a tonne.
    charges = oe.trading.import_charges("27150000", "2021-07-14", "6.474 CNY/USD")
    found = oe.trading.parity("70 USD/bbl", charges, "6.8 bbl/t")
    assert found.consumption_tax_with_vat.magnitude == pytest.approx(1376.34, abs=0.005)
    paid = (found.duty + found.tax).magnitude * 6.8 * 6.474 + 800  # before anything is recovered
    assert paid == pytest.approx(2000, rel=0.06)  # the cargo's value is not published


def test_the_wedge_by_the_barrel() -> None:
    # 31.3 USD/bbl gross and 13.1 unrecoverable at 6.80 bbl/t, from the same figures.
    tonne = 6.8 * 6.474
    gross = 1376.34 / tonne
    assert gross == pytest.approx(31.3, abs=0.05)
    charges = oe.trading.import_charges("27150000", "2021-07-14", "6.474 CNY/USD")
    found = oe.trading.parity("0 USD/bbl", charges.evolve(duty="0 %"), "6.8 bbl/t")
    assert found.tax.magnitude == pytest.approx(13.1, abs=0.05)
