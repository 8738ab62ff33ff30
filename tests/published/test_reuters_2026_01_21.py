"""Reuters, 21 January 2026 (copy: mail.tradevae.com): licensed sales of Merey to the Gulf Coast.

Trading houses bought FOB at 15 USD/bbl below Brent; refiners paid Brent - 9.50 to - 8.50 delivered;
freight from Venezuela to the US Gulf was 2.50 to 3.50 by size of ship; the houses kept 2 to 4. The
figures are halves, so interval arithmetic is exact. The base case's Aframax is dated October 2025,
so it is held to the quoted range, not to a figure.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.article import record


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


def test_the_gulf_freight_lies_in_the_quoted_range() -> None:
    freight = oe.evaluate(oe.scenario("article"), "gulf")["freight"].magnitude
    assert 2.50 <= freight <= 3.50


def test_the_gulf_differential_is_the_middle_of_the_sales() -> None:
    sold = oe.scenario("article-sanctioned").gulf.sale.differential.magnitude
    assert sold == (-9.50 + -8.50) / 2


def test_the_gulf_pays_one_price_for_all() -> None:
    # First offers at 150 kb/d (an assumption), trades at the 284 of January, offers in vain up to
    # 485, by S&P's count. In lots, each at its own price, 284 kb/d would fetch 7.81 below Brent in
    # place of 9.00, 338 kUSD a day or 123 MUSD a year too much; 485 kb/d 8.51 in place of 9.50,
    # 175 MUSD a year.
    volumes, differentials = (
        [row.value for row in record.records(f"Gulf Coast demand: {what}")]
        for what in ("volume", "differential")
    )
    assert volumes == [150.0, 284.0, 485.0]
    assert differentials == [-6.75, -9.0, -9.5]
    market = oe.trading.demand_schedule(
        [
            (f"{volume} kb/day", f"{price} USD/bbl")
            for volume, price in zip(volumes, differentials, strict=True)
        ]
    )
    sold = oe.Q([284.0, 485.0], "kb/day")
    assert market.price(sold).magnitude.tolist() == [-9.0, -9.5]
    assert market.lots_price(sold).magnitude == pytest.approx([-7.81, -8.51], abs=0.005)
    foregone = market.foregone(sold).to("kUSD/day").magnitude
    assert foregone[0] == pytest.approx(338.0, abs=0.5)
    assert foregone * 0.365 == pytest.approx([123.0, 175.0], abs=0.5)
    assert market.revenue("284 kb/day").to("kUSD/day").magnitude == pytest.approx(284.0 * -9.0)
    assert market.marginal_revenue("284 kb/day").magnitude == pytest.approx(-11.52, abs=0.005)


def test_arrivals_in_the_us_lie_within_what_the_gulf_took() -> None:
    # EIA's months: 102 and 135 kb/d in September and October 2025, 200 and 231 of the 284 loaded.
    months = {row.evidence.as_of: row.value for row in record.records("arrivals in the US")}
    assert [months[month] for month in ("2025-09", "2025-10", "2026-01", "2026-02")] == [
        *(102.0, 135.0),
        *(200.0, 231.0),
    ]
    assert months["2026-03"] == sum((232.0, 423.0, 549.0, 194.0)) / 4.0
    assert months["2026-04"] == sum((321.0, 412.0, 499.0, 310.0)) / 4.0
