"""NOAA ADIOS oil database (NOAA-ORR-ERD/noaa-oil-data @ca22bdb, 2023-11-27): API and density.

Each record gives an API gravity to a tenth or a hundredth of a degree and a specific gravity at
60 °F to five figures. A tenth of a degree is 0.0007 of specific gravity near 16 °API and a
hundredth is 0.0001; the tolerance is half the last digit of the gravity and half the density's.
"""

from __future__ import annotations

import pytest

from oilecon.core.quality import api_gravity, specific_gravity

RECORDS = {
    "AD02257 Merey": (14.7, 0.96785, 0.1),
    "AD01913 Merey": (17.4, 0.9503, 0.1),
    "AD02042 Boscan": (10.9, 0.99368, 0.1),
    "AD01911 Boscan": (10.1, 0.99929, 0.1),
    "AD00171 Boscan, lighter": (13.95, 0.97284, 0.01),
    "AD02474 Zuata Sweet": (32.2, 0.86439, 0.1),
    "AD00757 Mesa 30": (29.8, 0.87725, 0.1),
    "AD02370 Tia Juana heavy": (12.1, 0.98538, 0.1),
    "EC00662 Orimulsion 400": (8.59, 1.01006, 0.01),
    "AD00977 Santa Rosa condensate": (50.5, 0.77747, 0.1),
    "AD02254 Maya": (21.3, 0.92605, 0.1),
    "EC02709 Western Canadian Select": (21.54, 0.92459, 0.01),
}


@pytest.mark.parametrize(("api", "density", "digit"), RECORDS.values(), ids=RECORDS)
def test_density_from_gravity(api: float, density: float, digit: float) -> None:
    step = float(specific_gravity(api - digit / 2) - specific_gravity(api))
    assert specific_gravity(api) == pytest.approx(density, abs=step + 5e-6)


@pytest.mark.parametrize(("api", "density", "digit"), RECORDS.values(), ids=RECORDS)
def test_gravity_from_density(api: float, density: float, digit: float) -> None:
    assert api_gravity(density) == pytest.approx(api, abs=digit / 2 + 1e-3)
