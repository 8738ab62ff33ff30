"""AFP, 21 August 2013: of 36 billion USD lent by China 20 are repaid (R. Ramirez), 16 are owed.

A programme of 2009 to 2014 with the published loans, in equal instalments over their tenors, at
the export basket. Rates are not published: 6 %, an assumption, which moves the balance little. The
amounts lent add up to the published 36.3; the balance is 17 % above the published one, since the
oil repaid faster than these instalments do. Barrels kept as service fall short by half in 2009, a
third in 2010 and 2013, and a fifth in 2014: a miss of the schedule, which is not published, and so
not mended.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.article.record import record

YEARS = range(2009, 2015)


def fund() -> oe.Programme:
    """Return the China fund from 2009 to 2014."""

    def loan(amount: str, tenor: Any, start: str = "") -> oe.Loan:
        return oe.Loan(amount, tenor, rate="6 %/year", frequency="monthly", start=start)

    loans = {
        "fund_a": loan("3556 MUSD", oe.Q(32 / 12, "year")),  # 4,000 since September 2008
        "fund_b": loan("4000 MUSD", "3 year", "2009-05-01"),
        "long_term": loan("20300 MUSD", "10 year", "2010-09-01"),
        "funds_a_and_b": loan("8000 MUSD", "3 year", "2012-05-01"),
        "fund_c": loan("5000 MUSD", "3 year", "2013-11-01"),
    }
    repayment = oe.OilRepayment(volume="480 kb/day", sweep="0 %")
    shipped = oe.scenario("licensed-2026-01")
    basket = np.repeat([record("export basket", f"{year}").value for year in YEARS], 12)
    scenario = shipped.evolve(
        routes={"china": shipped.fob}, supply=shipped.supply.evolve(output="1500 kb/day")
    ).vary({"china.sale.differential": "0 USD/bbl"})
    return oe.Programme.of(
        scenario,
        "2009-01/2014-12",
        outlets={"china": oe.Outlet()},
        contracts={"fund": oe.LoanContract(loans, repayment, "china")},
    ).vary({"market.brent": oe.Q(basket, "USD/bbl")})


def test_what_is_owed_in_august_2013() -> None:
    run = oe.run(fund())
    month = run.programme.calendar.position("2013-08")
    assert month is not None
    drawn = run["drawn"].to("MUSD").magnitude[: month + 1].sum()
    assert drawn + 4000.0 == pytest.approx(36_000, rel=0.01)
    published = record("owed to China", "2013-08").value
    assert run["debt"].to("MUSD").magnitude[month] / published == pytest.approx(1.17, abs=0.01)


def test_the_barrels_kept_as_service() -> None:
    run = oe.run(fund())
    kept = run["service"].to("USD").magnitude / run["china.price"].magnitude / 1000.0
    days = np.array(run.programme.calendar.days)
    years = np.repeat(list(YEARS), 12)
    a_day = {year: kept[years == year].sum() / days[years == year].sum() for year in YEARS}
    published = {
        2009: record("loan oil kept as service", "2009").value,
        2010: record("loan oil kept as service", "2010").value,
        2013: 264.0,  # Ramirez, of 640 shipped
        2014: 0.45 * record("shipped to China under the loans", "2014").value,
    }
    shares = {year: a_day[year] / kept for year, kept in published.items()}
    assert shares == pytest.approx({2009: 0.44, 2010: 0.62, 2013: 0.66, 2014: 0.82}, abs=0.01)
