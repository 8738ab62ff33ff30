"""Reuters, 21 January 2026 (copy: mail.tradevae.com): licensed sales of Merey to the Gulf Coast.

Trading houses bought FOB at 15 USD/bbl below Brent; refiners paid Brent - 9.50 to - 8.50 delivered;
freight from Venezuela to the US Gulf was 2.50 to 3.50 by size of ship; the houses kept 2 to 4. The
figures are halves, so interval arithmetic is exact. The base case's Aframax is dated October 2025,
so it is held to the quoted range, not to a figure.
"""

from __future__ import annotations

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


def test_the_gulf_freight_lies_in_the_quoted_range() -> None:
    freight = oe.evaluate(oe.scenario("article"), "gulf")["freight"].magnitude
    assert 2.50 <= freight <= 3.50


def test_the_gulf_differential_is_the_middle_of_the_sales() -> None:
    sold = oe.scenario("article-sanctioned").gulf.sale.differential.magnitude
    assert sold == (-9.50 + -8.50) / 2
