"""AidData, records 38056 and 58504: China Development Bank's two loans to PDVSA, after its filing.

The balances are rounded to a million and to a tenth of a billion USD: the tolerance is half of
that. Record 58504 also says that 150 million were repaid by the end of 2015; its own balance of 1.2
of 1.5 billion says 300, which is two instalments of 150.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def owed(name: str, day: str, **own: str) -> float:
    return float(oe.schedule(oe.Loan.shipped(name, **own)).balance(day).to("MUSD").magnitude)


def test_the_equipment_loan_of_2012() -> None:
    assert owed("CDB 2012 equipment", "2015-12-31") == pytest.approx(318.0, abs=0.5)
    assert owed("CDB 2012 equipment", "2016-12-31") == pytest.approx(177.0, abs=0.5)
    assert owed("CDB 2012 equipment", "2015-12-31") == pytest.approx(495.0 * 9 / 14, abs=1e-6)
    assert owed("CDB 2012 equipment", "2016-12-31") == pytest.approx(495.0 * 5 / 14, abs=1e-6)


def test_its_first_instalment_falls_due_in_month_33() -> None:
    schedule = oe.schedule(oe.Loan.shipped("CDB 2012 equipment"))
    left = schedule["closing"].to("MUSD").magnitude
    assert str(schedule.ends[10]) == "2014-11-27"
    assert left[9] == pytest.approx(495.0)
    assert left[10] == pytest.approx(495.0 * 13 / 14)
    assert left[-1] == 0.0
    assert len(schedule.ends) == 24


def test_the_working_capital_of_2014() -> None:
    assert owed("CDB 2014 working capital", "2015-12-31") == pytest.approx(1200.0, abs=50)
    assert owed("CDB 2014 working capital", "2016-12-31") == pytest.approx(600.0, abs=50)
    assert owed("CDB 2014 working capital", "2017-12-01") == 0.0


def test_the_rate_of_2014_is_libor_and_its_spread() -> None:
    # LIBOR of 0.343 % and 6.25 % are 6.593 %, due quarterly.
    schedule = oe.schedule(oe.Loan.shipped("CDB 2014 working capital"))
    first = schedule["interest"].to("MUSD").magnitude[0]
    assert 4 * first / 1500.0 == pytest.approx(0.06593, abs=5e-7)


def test_by_the_end_of_2015_two_instalments_of_150_million_were_repaid_and_not_one() -> None:
    repaid = 1500.0 - owed("CDB 2014 working capital", "2015-12-31")
    assert repaid == pytest.approx(2 * 150.0)
