"""Eastern Eye, 2019: PDVSA needs some 100 kb/d of naphtha for up to 400 of extra-heavy crude.

A quarter of a barrel for each barrel of heavy crude, to 2 points in a hundred: 395 to 405 and 95 to
105 leave that much. The library's own is what takes the shipped crudes to the 16 degAPI of Merey.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_a_quarter_of_a_barrel_thins_a_barrel_to_merey() -> None:
    heavy, naphtha = oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha")
    found = oe.dilute(heavy, naphtha, api="16 degAPI").ratio_to_heavy.magnitude
    assert found == pytest.approx(100 / 400, abs=0.02)
