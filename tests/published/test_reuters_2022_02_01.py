"""Reuters, 1 February 2022 (copy: elinformadorve.com): Iran's condensate for heavy crude.

2021: 4.82 Mb of condensate for 5.55 Mb of heavy crude, 1.151 barrels to one. Tolerance: half the
last digit.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_iran_2021() -> None:
    swap = oe.blending.barter("Iran 2021", heavy_price="50 USD/bbl")
    assert swap.heavy_per_diluent.magnitude == pytest.approx(1.151, abs=5e-4)
    assert swap.diluent_price.magnitude == pytest.approx(50 * 5.55 / 4.82, rel=1e-14)
    assert swap.cash.magnitude == 0.0
