"""Receivables, credit outstanding, and retained risk."""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe
from oilecon import trading
from tests.samples import refusal


def test_arrays_that_do_not_fit_each_other_are_refused_by_name() -> None:
    two, three = oe.Q([1.0, 2.0], "MUSD"), oe.Q([1.0, 2.0, 3.0], "day")
    assert "got days (3,), value (2,)" in refusal(
        lambda: trading.retained_risk(two, days=three, capital_rate="1 %/year", rate="1 %/year")
    ).replace("value (2,), days (3,)", "days (3,), value (2,)")
    assert "got price (2,), days (3,)" in refusal(
        lambda: trading.outstanding(oe.Q([1.0, 2.0], "USD/bbl"), "1 kb/day", three, "1 %/year")
    )
    assert "got invoiced (2,), collected (3,)" in refusal(
        lambda: trading.receivables(
            invoiced=two, collected=oe.Q([0.0, 0.0, 0.0], "USD"), written_off="0 USD"
        )
    )
    prices = (oe.Q([1.0, 2.0], "USD/bbl"), oe.Q([1.0, 2.0, 3.0], "USD/bbl"))
    assert "expected arrays that broadcast together" in refusal(
        lambda: trading.formula_price(
            {"a": ("50 %", prices[0]), "b": ("50 %", prices[1])}, "0 USD/bbl"
        )
    )


def test_nothing_is_owed_of_no_invoice_or_a_price_below_zero() -> None:
    assert refusal(
        lambda: trading.receivables(invoiced="0 USD", collected="0 USD", written_off="0 USD")
    ) == ("receivables: invoiced: expected above 0 USD, got 0 USD")
    assert "outstanding: price: expected at least 0" in refusal(
        lambda: trading.outstanding("-5 USD/bbl", "1 kb/day", "30 day", "1 %/year")
    )


def test_receivables_of_2020_to_2023() -> None:
    shares = trading.receivables(
        invoiced="25270 MUSD", collected="4080 MUSD", written_off="3600 MUSD"
    )
    # Reuters, 21 March 2023: 16 %, 84 % and 14.2 %.
    assert shares.collected.magnitude == pytest.approx(16, abs=0.5)
    assert shares.owed.magnitude == pytest.approx(84, abs=0.5)
    assert shares.nonpayment.magnitude == pytest.approx(14.2, abs=0.05)
    oe.Sale("-9 USD/bbl", "DAP", nonpayment=shares.nonpayment)
    assert "expected at most the invoiced 100 USD" in refusal(
        lambda: trading.receivables(invoiced="100 USD", collected="80 USD", written_off="30 USD")
    )


def test_what_is_outstanding_bears_interest() -> None:
    credit = trading.outstanding(
        "50 USD/bbl", "100 kb/day", "75 day", "10 %/year", prepayment="50 %"
    )
    assert credit.volume.m_as("kb") == pytest.approx(7500)
    assert credit.owed.m_as("MUSD") == pytest.approx(187.5)
    assert credit.interest.m_as("MUSD/year") == pytest.approx(18.75 * 365 / 360)


def test_retained_risk_costs_expected_loss_and_capital() -> None:
    risk = trading.retained_risk(
        "120 MUSD", rate="9 %/year", days="55 day", capital_rate="15 %/year"
    )
    chance = -np.expm1(-0.09 * 55 / 365)
    assert risk.probability.magnitude == pytest.approx(100 * chance)
    assert risk.total.magnitude == pytest.approx(120e6 * (chance + (1 - chance) * 0.15 * 55 / 360))
    assert risk.premium.magnitude == pytest.approx(risk.total.magnitude / 1.2e6)
    assert risk.per_barrel("1770 kb").magnitude == pytest.approx(risk.total.magnitude / 1.77e6)
    assert "got both" in refusal(
        lambda: trading.retained_risk(
            "1 USD", rate="9 %/year", probability="1 %", days="1 day", capital_rate="1 %/year"
        )
    )
