"""The first 500 MUSD of sales under licence: 300 in Caracas within six days (20 January 2026).

Another 200 came by the first week of February. The shipped programme holds what is paid for 12
days, the mean of the two: of what its traders buy in January, evenly over the month, as large a
share is free at its end, within two points. Nothing is lost.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.article.record import record


def test_the_share_that_is_free_at_the_end_of_january() -> None:
    run = oe.run(oe.Programme.shipped("venezuela-2026"))
    published = record("received of the first sale", "2026-01-20").value / 500.0
    earned, released = (run[f"fob.{figure}"][0] for figure in ("earned", "released"))
    assert float((released / earned).magnitude) == pytest.approx(published, abs=0.02)
    assert float((run["fob.fund"][0] + released).magnitude) == pytest.approx(
        float(earned.magnitude)
    )
    first = record("sold by the US", "2026-01-14").value  # 500, at about 45 for some 11 Mb
    assert float(earned.to("MUSD").magnitude) == pytest.approx(first, rel=0.15)


def test_the_deposit_days_are_the_mean_of_both_payments() -> None:
    # 300 at 6 days, 200 at some 20 after the sale of 14 January.
    held = oe.Programme.shipped("venezuela-2026").get("fob.outlet.held")
    assert float(held.magnitude) == pytest.approx((300 * 6 + 200 * 20) / 500, abs=0.5)
