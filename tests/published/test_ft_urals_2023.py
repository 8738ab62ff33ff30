"""Financial Times (digest at online.flipbuilder.com): Urals, December 2022 to June 2023.

About 50 USD/bbl FOB in the Baltic and 68 CIF in India: 18 between them. To half a dollar, as
printed.
"""

from __future__ import annotations

import pytest

from oilecon.trading import margin_taken


def test_eighteen_dollars_lie_between_the_baltic_and_india() -> None:
    found = margin_taken(delivered="68 USD/bbl", fob="50 USD/bbl", freight="0 USD/bbl")
    assert found.magnitude == pytest.approx(18, abs=0.5)
