"""medicalalgorithms.com, "Number of barrels of crude oil per metric ton": 0.0444 API + 5.84.

A straight line for what is one over a sum: from 8 to 60 degAPI it is 0.1 to 0.3 % low, which is the
tolerance.
"""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe


def test_barrels_to_the_tonne_lie_on_its_line() -> None:
    api = np.arange(8.0, 61.0)
    found = oe.blending.barrels_per_tonne(oe.Crude(oe.Q(api, "degAPI"))).magnitude
    assert found == pytest.approx(0.0444 * api + 5.84, rel=0.003)
    assert found[8] == pytest.approx(6.5504, rel=0.003)
