"""Argus Crude, 9 March 2023: Urals FOB Primorsk at Dated Brent 82.90 less 35.50, 47.40 USD/bbl.

To half a cent: it is a sum.
"""

from __future__ import annotations

import pytest

from oilecon.trading import formula_price


def test_urals_is_dated_brent_and_its_differential() -> None:
    found = formula_price({"Dated Brent": ("100 %", "82.90 USD/bbl")}, "-35.50 USD/bbl")
    assert found.magnitude == pytest.approx(47.40, abs=0.005)
