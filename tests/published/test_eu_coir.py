"""European Commission, register of crude oil imports: Venezuelan crude below 17 °API, 2014 to 2016.

Its means by volume, 86.36, 39.94 and 28.93 USD/bbl CIF Europe, stand beside China's customs values
of the same years, which Caracas Chronicles of 13 March 2017 prints as 84.6, 40.0 and 34.0 USD/bbl.
Tolerance: half of the last digit printed; the value of 2016 is 33.98 over 366 days.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.article import record

YEARS = {"2014": (86.36, 84.6, 365), "2015": (39.94, 40.0, 365), "2016": (28.93, 34.0, 366)}


@pytest.mark.parametrize("year", YEARS)
def test_like_oil_in_europe_and_in_china(year: str) -> None:
    europe, china, days = YEARS[year]
    assert record.record("crude below 17 °API, CIF Europe", year).value == europe
    value, volume = (
        record.record(name, year) for name in ("customs value, China", "exports to China")
    )
    assert value.value * 1000.0 / (volume.value * days) == pytest.approx(china, abs=0.05)


def test_an_open_market_paid_for_the_way_and_in_2016_more() -> None:
    table = oe.article.history().to_frame()
    losses = [table.loc[year].iloc[0]["loss.netback [%]"] for year in YEARS]
    # About +4, +4 and -12 %, in place of 8.5, 18.8 and 13.8 % against the mean of all exports.
    assert losses == pytest.approx([4.0, 4.0, -12.0], abs=0.6)
