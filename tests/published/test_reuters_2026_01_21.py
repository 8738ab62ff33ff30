"""Reuters, 21 January 2026 (copy: mail.tradevae.com): licensed sales of Merey to the Gulf Coast.

Refiners paid Brent - 9.50 to - 8.50 delivered; freight from Venezuela to the US Gulf was 2.50 to
3.50 USD/bbl by size of ship. The base case's Aframax is dated October 2025, so it is held to the
quoted range, not to a figure.
"""

from __future__ import annotations

import oilecon as oe


def test_the_gulf_freight_lies_in_the_quoted_range() -> None:
    freight = oe.evaluate(oe.scenario("article"), "gulf")["freight"].magnitude
    assert 2.50 <= freight <= 3.50


def test_the_gulf_differential_is_the_middle_of_the_sales() -> None:
    sold = oe.scenario("article-sanctioned").gulf.sale.differential.magnitude
    assert sold == (-9.50 + -8.50) / 2
