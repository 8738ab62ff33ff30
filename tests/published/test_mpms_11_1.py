"""API MPMS 11.1 (2004), 11.1.6.1: the standard's own worked examples for generalised crude oil.

Examples 1 and 2, of crude at 17.785 and -10 degAPI, as m2b/API11_1VCF (a C# library, file
API11_1VCF.Test/CTPLFromAPIDegFPsigTests.cs) prints them from the standard, whose text is not
public: temperature and density on the scale of 1968, expansion, and factor, to twelve decimals.
The tolerance is half their last digit. Its examples 3 to 6 are of products, and its factor for
pressure is not built.
"""

from __future__ import annotations

import numpy as np
import pytest

from oilecon.core import volume
from oilecon.core.quality import WATER_KG_M3

EXAMPLES = {
    1: (17.785, -27.7, -27.712499233089, 946.921215770785, 0.000380407044, 1.033011591958),
    # The density is printed to nine figures here.
    2: (-10.0, 301.93, 301.993163042978, 1163.46509372, 0.000251982006, 0.938051116886),
}


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_worked_example(number: int) -> None:
    api, degf, degf_68, density_68, expansion, factor = EXAMPLES[number]
    density, degc = 141.5 / (api + 131.5) * WATER_KG_M3, (degf - 32.0) / 1.8
    assert volume.ipts68_degf(degc) == pytest.approx(degf_68, abs=5e-13)
    found = volume.expansion_per_degf(density)
    assert found == pytest.approx(expansion, abs=5e-13)
    assert np.sqrt(341.0957 / found) == pytest.approx(density_68, abs=5e-9)
    assert volume.volume_correction_factor(density, degc) == pytest.approx(factor, abs=5e-13)


@pytest.mark.parametrize("number", EXAMPLES)
def test_the_density_at_60_degf_is_found_again(number: int) -> None:
    api, degf, *_, factor = EXAMPLES[number]
    density, degc = 141.5 / (api + 131.5) * WATER_KG_M3, (degf - 32.0) / 1.8
    # Of a density printed to twelve decimals of the factor.
    found = volume.base_density_kg_m3(density * factor, degc)
    assert found == pytest.approx(density, rel=1e-12)
