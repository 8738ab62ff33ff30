"""Canadian crude equalization (industryEQ), factors of 2015, by way of vdocuments.us/259136pdf.

The factors are printed by cubic metre; converted to barrels by hand they have three figures, and
the tolerance is what these leave open.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_equalization_by_hand() -> None:
    # 0.49 CAD/m3 per kg/m3 and 1.38 per 0.1 % are 0.0779 and 2.194 CAD/bbl per kg/m3 and per %.
    light, heavy = oe.Crude("30 degAPI", sulphur="1 %"), oe.Crude("20 degAPI", sulphur="3 %")
    found = oe.blending.quality_differential(
        heavy, "equalization", benchmark=light, on="2015-06", exchange="1 USD/CAD"
    )
    denser = oe.core.quality.density_kg_m3(20.0) - oe.core.quality.density_kg_m3(30.0)
    assert found.magnitude == pytest.approx(-0.0779 * denser - 2.194 * 2, abs=2e-3)
