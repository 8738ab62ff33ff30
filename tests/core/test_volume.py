"""Density and volume at a temperature, float by float and as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from oilecon.core import quality, volume


def test_arrays_answer_as_their_elements_do() -> None:
    api, degc = np.array([[8.0], [30.0], [60.0]]), np.array([-20.0, 15.0, 50.0, 120.0])
    base: Any = quality.density_kg_m3(api)
    for function in (volume.density_at_kg_m3, volume.base_density_kg_m3):
        many: Any = function(base, degc)
        for row, column in np.ndindex(3, 4):
            one = function(float(base[row, 0]), float(degc[column]))
            assert type(one) is float
            assert one == many[row, column]
