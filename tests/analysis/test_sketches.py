"""Sketches: quantiles of what is not kept, within their error."""

from __future__ import annotations

import numpy as np
import pytest
from ddsketch import DDSketch
from hypothesis import given
from hypothesis import strategies as st

from oilecon.analysis import sketches

# -- summaries ---------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.floats(-1e6, -1e-6), st.floats(1e-6, 1e6), st.just(0.0)), min_size=1))
def test_a_sketch_is_within_its_error_and_agrees_with_ddsketch(values: list[float]) -> None:
    half = len(values) // 2
    sketch = sketches.Sketch.of(np.array(values[:half]))
    sketch = sketch.merged(sketches.Sketch.of(np.array(values[half:])))
    theirs = DDSketch(sketches.ERROR)
    for value in values:
        theirs.add(value)
    ordered = np.sort(values)
    for share in (0.0, 0.25, 0.5, 0.99, 1.0):
        (got,) = sketch.quantiles(np.array([share]))
        exact = ordered[int(share * (len(values) - 1))]
        assert abs(got - exact) <= sketches.ERROR * abs(exact) * (1 + 1e-9)
        assert got == pytest.approx(theirs.get_quantile_value(share), rel=2.1e-3, abs=1e-12)
    assert sketch.at_most(2e6) == len(values)
    assert sketch.at_most(-2e6) == 0
