"""Armando.info, 2022 (copy: aporrea.org): PDVSA's cash and prepaid sales, 2019 to August 2022.

8.406 of 10.135 billion USD unpaid, 83 %: to half a percent, as printed.
"""

from __future__ import annotations

import pytest

from oilecon.trading import receivables


def test_83_percent_was_not_paid() -> None:
    paid = f"{10_135 - 8_406} MUSD"
    found = receivables(invoiced="10135 MUSD", collected=paid, written_off="0 USD")
    assert found.owed.magnitude == pytest.approx(83, abs=0.5)
