"""shale24.com, "Merey 16: technical profile": its gravity and its density.

It prints 15.9 to 16.2 degAPI and 1,010 kg/m3. The two exclude one another: 1,010 kg/m3 is 8.5
degAPI, the gravity of the crude before it is thinned, and 16 degAPI is 958 kg/m3.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_its_density_is_not_that_of_its_gravity() -> None:
    assert oe.blending.gravity("1010 kg/m3").magnitude == pytest.approx(8.5, abs=0.05)
    for api in ("15.9 degAPI", "16.2 degAPI"):
        density = oe.blending.density(oe.Crude(api)).magnitude
        assert density == pytest.approx(958, abs=1.5)
