"""Ecuador's loans from China: AidData 58842 and 91347; El Universo on contract 2009433 (2016).

Rates are worked out from published terms by hand, as nobody published one: to a fiftieth of a
point, and to three hundredths where the discount of the barrels enters, which is itself to a cent.
The instalment of 2009 is printed to the cent, cut and not rounded: to a cent.
"""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe
from oilecon.lending import true_rate

LOAN = oe.Loan.shipped(
    "Ecuador 2016", principal="2000 MUSD"
)  # both tranches, on the terms of the first
QUARTER = 365.0 / 4.0  # days


def test_the_instalment_of_2009() -> None:
    loan = oe.Loan(
        "1000 MUSD", "24 months", rate="7.25 %/year", frequency="monthly", profile="annuity"
    )
    instalments = oe.schedule(loan)["paid"].to("MUSD").magnitude
    assert instalments == pytest.approx(44.88, abs=0.01)
    assert instalments[0] / 2.88 == pytest.approx(15.5833, abs=0.005)  # K, of 2.88 Mb a month


def test_the_rate_of_2016_with_its_fee_and_without() -> None:
    rates = [oe.irr(oe.schedule(each)) for each in (LOAN, LOAN.evolve(management_fee="0 %"))]
    found = [float(rate.magnitude) for rate in rates]
    assert found == pytest.approx([7.78, 7.45], abs=0.02)


def test_the_deferral_of_2020_in_eleven_quarters() -> None:
    deferred = oe.Loan("416.8 MUSD", "33 months", rate="0 %/year")
    paid = oe.schedule(deferred)["paid"].to("MUSD").magnitude
    assert paid == pytest.approx(np.full(11, 37.9), abs=0.02)


def sold(price: str) -> oe.lending.Ledger:
    """Return the loan of 2016 with its 181 Mb over the 24 quarters that repay it."""
    stream = np.concatenate([np.zeros(8), np.full(24, 181e6 / 24 / QUARTER)])
    oil = oe.OilRepayment(share="100 %", sweep="0 %", cash="200 MUSD/year")
    return oe.repay(LOAN, oil, price=price, volume=oe.Q(stream, "bbl/day"))


def test_the_discount_on_all_barrels_of_2016_is_charged_to_the_loan() -> None:
    """181 Mb sold 3.60 USD/bbl below spot: 13.07 % if the sale is only made because of the loan."""
    assert float(sold("60 USD/bbl")["barrels"].sum().to("Mb").magnitude) == pytest.approx(181.0)
    rate = true_rate(sold("60 USD/bbl"), "63.60 USD/bbl", barrels="all")
    assert float(rate.magnitude) == pytest.approx(13.07, abs=0.03)


def test_it_is_less_on_the_barrels_that_serve_the_debt_and_nothing_at_spot() -> None:
    served = sold("60 USD/bbl")
    on_debt = float(true_rate(served, "63.60 USD/bbl").magnitude)
    assert 7.78 < on_debt < 13.07
    # 3.60 of 60 is 6 % more on each dollar that oil pays, in all after the eighth quarter.
    grown = served.flows()
    paid = grown.paid.magnitude.copy()
    paid[9:] *= 63.6 / 60.0
    by_hand = oe.irr(oe.Q(paid, "USD") - grown.lent, oe.Q(grown.years, "year"))
    assert on_debt == pytest.approx(float(by_hand.magnitude), rel=1e-10)
    for barrels in ("debt", "all"):
        rate = true_rate(served, "60 USD/bbl", barrels=barrels)
        assert float(rate.magnitude) == pytest.approx(7.78, abs=0.02)
