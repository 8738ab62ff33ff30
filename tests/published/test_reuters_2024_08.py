"""Reuters, August 2024, and oftrb.com 28526: Reliance's naphtha for Merey.

0.5 Mb of naphtha against 1.9 Mb of Merey, 26 % of the volume. Tolerance: half the last digit.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.errors import InputError


def test_reliance_2024() -> None:
    swap = oe.blending.barter("Reliance 2024", heavy_price="60 USD/bbl")
    assert swap.diluent_per_heavy.magnitude == pytest.approx(0.26, abs=0.005)
    with pytest.raises(InputError) as refused:
        _ = swap.diluent_price
    assert str(refused.value) == (
        "diluent_price: expected heavy_price and cash to derive it from, got no cash; write "
        "barter(..., cash=...)"
    )
    full = oe.blending.barter("Reliance 2024", heavy_price="60 USD/bbl", diluent_price="70 USD/bbl")
    assert full.cash.to("MUSD").magnitude == pytest.approx(1.9 * 60 - 0.5 * 70, rel=1e-12)
