"""Gravity and sulphur at their edges, where an example in a docstring does not stand."""

from __future__ import annotations

import pytest

from oilecon.core import quality


@pytest.mark.parametrize(
    ("sulphur", "threshold", "charge"),
    [
        (0.006294969, 0.006, 0.08),  # 0.62950 % is not reached, so neither is 0.63
        (0.00615, 0.00605497, 0.04),  # nor 0.60550, so that 0.01 % is full
        (0.00601, 0.006, 0.0),
        (0.005, 0.006, 0.0),
    ],
)
def test_sulphur_is_rounded_to_thousandths_of_a_percent_before_it_is_counted(
    sulphur: float, threshold: float, charge: float
) -> None:
    assert quality.deescalator_usd_bbl(sulphur, threshold, 0.40) == pytest.approx(charge)
