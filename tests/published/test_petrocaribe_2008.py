"""PetroCaribe, V Extraordinary Summit, 13 July 2008 (PDVSA): scale, tenors, rates and cash part.

Tenors and rates by CEIS (December 2011), the cash part by Belize's PetroCaribe office. The scale is
copied: no tolerance. The agency AP and DR1 had its 70 % begin at 200 USD/bbl; the resolution has it
begin at 150. The annuity was worked out by hand to six figures.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.core import finance
from oilecon.lending import petrocaribe


def test_the_annuity_of_petrocaribe() -> None:
    # 1 % over 23 payments: 1 / a = 0.01 / (1 - 1.01^-23) = 4.8886 % of what is owed after a grace
    # in which interest was capitalised twice.
    assert finance.annuity_usd(100.0, 0.01, 23) == pytest.approx(4.88858, abs=5e-6)
    owed = 1.01**2
    worth = sum(0.0488858401 * owed / 1.05**year for year in range(3, 26))
    sale = petrocaribe("100 USD/bbl", discount="5 %/year")
    assert float(sale.grant_element.magnitude) == pytest.approx(100.0 * (1.0 - worth), abs=1e-5)
    cash = min(1.05 ** (-30 / 365), (1.0 + 0.02 * 60 / 360) * 1.05 ** (-90 / 365))
    effective = 100.0 * (0.4 * cash + 0.6 * worth)
    assert float(sale.effective_price.magnitude) == pytest.approx(effective, abs=1e-5)


@pytest.mark.parametrize(
    ("price", "share", "tenor"),
    [
        (14.99, 0, 17),
        (15, 5, 17),
        (22, 15, 17),
        (39.99, 25, 17),
        (40, 30, 17),
        (40.01, 30, 25),
        (79.99, 40, 25),
        (100, 60, 25),
        (149.99, 60, 25),
        (200, 70, 25),
    ],
)
def test_the_scale_of_2008(price: float, share: float, tenor: float) -> None:
    sale = petrocaribe(oe.Q(price, "USD/bbl"))
    assert float(sale.share.magnitude) == pytest.approx(share)
    assert float(sale.tenor.magnitude) == tenor
    assert float(sale.rate.magnitude) == pytest.approx(1.0 if tenor == 25 else 2.0)


def test_seventy_percent_is_financed_from_150_and_not_only_from_200() -> None:
    shares = [petrocaribe(f"{price} USD/bbl").share for price in (149.99, 150, 199.99)]
    assert [float(share.magnitude) for share in shares] == [60.0, 70.0, 70.0]
