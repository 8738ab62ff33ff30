"""Swaps of heavy crude for diluent: Reuters on Iran (2022-02-01) and on Reliance (2024-08).

Iran 2021: 4.82 Mb of condensate for 5.55 Mb of heavy crude, 1.151 barrels to one. Reliance in late
2024: 0.5 Mb of naphtha against 1.9 Mb of Merey, 26 % of the volume. Tolerance: half the last digit.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.errors import InputError


def test_iran_2021() -> None:
    swap = oe.blending.barter("Iran 2021", heavy_price="50 USD/bbl")
    assert swap.heavy_per_diluent.magnitude == pytest.approx(1.151, abs=5e-4)
    assert swap.diluent_price.magnitude == pytest.approx(50 * 5.55 / 4.82, rel=1e-14)
    assert swap.cash.magnitude == 0.0


def test_reliance_2024() -> None:
    swap = oe.blending.barter("Reliance 2024", heavy_price="60 USD/bbl")
    assert swap.diluent_per_heavy.magnitude == pytest.approx(0.26, abs=0.005)
    with pytest.raises(InputError) as refused:
        _ = swap.diluent_price
    assert str(refused.value) == (
        "diluent_price: follows from heavy_price and cash, and cash is not known; write "
        "barter(..., cash=...)"
    )
    full = oe.blending.barter("Reliance 2024", heavy_price="60 USD/bbl", diluent_price="70 USD/bbl")
    assert full.cash.to("MUSD").magnitude == pytest.approx(1.9 * 60 - 0.5 * 70, rel=1e-12)
