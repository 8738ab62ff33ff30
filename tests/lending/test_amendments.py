"""Loans whose terms change on a day."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError
from tests.samples import OIL

# -- single contracts --------------------------------------------------------------------------


def test_amendments_by_date() -> None:
    base = oe.Loan("1200 USD", "3 year", rate="0 %/year", frequency="quarterly", start="2015-01-01")
    holiday = oe.Amendment("2015-06-01", "holiday", until="2016-06-01")
    left = oe.schedule(base.evolve(amendments={"rest": holiday}))["closing"].magnitude
    assert left[:2] == pytest.approx([1100.0, 1100.0])  # April paid, July deferred
    assert left[4] == pytest.approx(1100.0)
    assert left[5] == pytest.approx(1100.0 * 6 / 7)  # July 2016, seven are left
    longer = oe.Amendment("2016-01-01", "re-profile", tenor="5 year", until="2017-01-01")
    schedule = oe.schedule(base.evolve(amendments={"longer": longer}))
    assert schedule.periods == 20
    assert schedule.balance("2016-12-31").magnitude == pytest.approx(900.0)
    assert schedule.balance("2017-01-01").magnitude == pytest.approx(900.0 * 12 / 13)
    dearer = oe.Amendment("2016-01-01", "re-profile", rate="8 %/year")
    rates = oe.schedule(base.evolve(rate="4 %/year", amendments={"dearer": dearer}))
    rate = rates["interest"].magnitude / (rates["opening"] + rates["drawn"]).magnitude
    assert rate == pytest.approx([0.01] * 4 + [0.02] * 8)
    cut = oe.Amendment("2016-01-01", "write-down", share="50 %")
    forgiven = oe.schedule(base.evolve(amendments={"cut": cut}))
    assert forgiven["written_off"].magnitude[4] == pytest.approx(400.0)
    assert forgiven["closing"].magnitude[4] == pytest.approx(350.0)


# -- errors ------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"on": "2015-01-01", "tenor": "2 year"},
            r"loan1.amendments.late.tenor: expected one that ends on 2015-01-01 .* on 2014-02-27",
        ),
        (
            {"on": "2016-02-28", "tenor": "9 year"},
            r"loan1.amendments.late.on: expected a day by the last payment on 2016-02-27, got 2016",
        ),
    ],
)
def test_amendments_without_effect_are_errors(given: dict[str, str], says: str) -> None:
    late = oe.Amendment(kind="re-profile", **given)
    with pytest.raises(InputError, match=says):
        oe.schedule(oe.Loan(**GOOD, start="2012-02-27", amendments={"late": late}))


def test_arrears_may_be_written_down_after_the_last_payment() -> None:
    cut = oe.Amendment("2017-02-27", "write-down", share="50 %")
    loan = oe.Loan(**GOOD, start="2012-02-27", amendments={"cut": cut})
    ledger = oe.repay(loan, OIL, price="1 USD/bbl", periods=24)
    assert float(ledger["written_off"].sum().magnitude) > 1e6
