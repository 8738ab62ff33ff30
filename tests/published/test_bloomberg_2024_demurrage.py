"""Bloomberg, early 2024 (copy: youngresearch.com): VLCCs that waited for Venezuelan oil.

Demurrage of more than 100,000 USD a day, some 9 million for three months. At 100,000 and 90 to 92
days; to half a million, as printed.
"""

from __future__ import annotations

import pytest

from oilecon.shipping import laytime


@pytest.mark.parametrize("days", [90, 92])
def test_three_months_are_nine_million(days: int) -> None:
    found = laytime(f"{days} day", "100000 USD/day", allowed="0 h", turn="0 h")
    assert found.demurrage.to("MUSD").magnitude == pytest.approx(9, abs=0.5)
