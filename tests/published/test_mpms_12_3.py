"""API MPMS 12.3 (1996), volumetric shrinkage of blending light and heavy oil.

The equation is published by midstreamcalculator.com in US units and by a production-accounting
database in SI units: S% = 2.69e4 C (100 - C)^0.819 (1/d_L - 1/d_H)^2.28, d in kg/m3. The two are
rounded apart and agree to 0.1 %, which is the tolerance. The standard's own table is not public.
"""

from __future__ import annotations

import numpy as np
import pytest

from oilecon.core.blending import shrinkage_share
from oilecon.core.quality import density_kg_m3


def si_form_percent(light_percent: float, heavy_api: float, light_api: float) -> float:
    spread = 1 / density_kg_m3(light_api) - 1 / density_kg_m3(heavy_api)
    return float(2.69e4 * light_percent * (100 - light_percent) ** 0.819 * spread**2.28)


@pytest.mark.parametrize(
    ("light_percent", "heavy_api", "light_api", "percent"),
    [(5.0, 30.7, 86.5, 0.09720), (25.0, 8.5, 55.0, 0.2643)],
)
def test_worked_values(
    light_percent: float, heavy_api: float, light_api: float, percent: float
) -> None:
    share = shrinkage_share(light_percent / 100, heavy_api, light_api)
    assert 100 * share == pytest.approx(percent, rel=2e-4)  # printed to four figures


@pytest.mark.parametrize("light_percent", [1.0, 10.0, 30.0, 55.0, 90.0])
@pytest.mark.parametrize("light_api", [40.0, 56.5, 80.0])
def test_us_and_si_forms_agree(light_percent: float, light_api: float) -> None:
    share = shrinkage_share(light_percent / 100, 8.5, light_api)
    assert 100 * share == pytest.approx(si_form_percent(light_percent, 8.5, light_api), rel=1.5e-3)


def test_shrinkage_peaks_where_calculus_says() -> None:
    percent = np.linspace(50.0, 60.0, 100_001)
    peak = percent[np.argmax(shrinkage_share(percent / 100, 8.5, 56.5))]
    assert peak == pytest.approx(100 / 1.819, abs=1e-3)  # d/dC of C (100 - C)^0.819 is zero there
