"""HM Revenue and Customs, Oil Taxation Manual OT05328: the Forties de-escalator worked out.

At 40 cents a barrel for 0.1 % of sulphur above 0.6 %, each full hundredth is 4 cents. The example
is in whole cents: no tolerance beyond floats.
"""

from __future__ import annotations

import pytest

from oilecon.core.quality import deescalator_usd_bbl


@pytest.mark.parametrize(
    ("percent", "cents"),
    [(0.5, 0), (0.60, 0), (0.609, 0), (0.61, 4), (0.62, 8), (0.629, 8), (0.63, 12)],
)
def test_the_example_of_hmrc(percent: float, cents: float) -> None:
    assert deescalator_usd_bbl(percent / 100, 0.006, 0.40) == pytest.approx(cents / 100, abs=1e-15)


@pytest.mark.parametrize("hundredths", range(60, 101))
@pytest.mark.parametrize("thousandth", [0, 9])
def test_every_full_hundredth_counts_once(hundredths: int, thousandth: int) -> None:
    # A floor of floats goes wrong at 0.69, 0.70 and 0.71.
    percent = float(f"{hundredths / 100:.2f}") + thousandth / 1000
    found = deescalator_usd_bbl(percent / 100, 0.6 / 100, 0.40)
    assert found == pytest.approx(0.04 * (hundredths - 60), abs=1e-12)
