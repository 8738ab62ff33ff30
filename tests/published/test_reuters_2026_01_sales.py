"""Reuters, January 2026 (a copy on gustavoguillenzulia.blogspot.com): the first licensed sales.

About 500 million USD for about 11 Mb, bought FOB at 15 USD/bbl below Brent. Brent was near 62 on 5
January and below 60 on the 7th, so it is taken at 61; 11 Mb to half a million is 4.5 %, which is
the tolerance.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_eleven_million_barrels_at_fifteen_below_brent_are_500_million() -> None:
    regime = oe.scenario("licensed-2026-01").vary({"market.brent": "61 USD/bbl"})
    sold = oe.evaluate(regime, "fob").price * oe.Q("11 Mb")
    assert sold.to("MUSD").magnitude == pytest.approx(500, rel=0.045)
