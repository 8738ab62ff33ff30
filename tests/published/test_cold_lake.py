"""Cold Lake bitumen, diluent and blend at 15 °C: NOAA ADIOS AD02069, AD00263, AD00262.

Bitumen 1000 kg/m3 and 235,000 mPa.s, diluent 704 and 0.62, blend 917 and 150 mPa.s, which is
163.6 cSt. One triple, whose samples may not be of one batch. The figures of the rules were worked
out from these by hand and printed to four figures, which is the tolerance; the shares follow from
the densities.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.core import blending, viscosity

SHARE = (1000.0 - 917.0) / (1000.0 - 704.0)
AT = "15 degC"


def oil(name: str, density: str, dynamic: str) -> oe.Crude:
    point = oe.Viscosity(AT, dynamic=dynamic)
    return oe.Crude(oe.blending.gravity(density), name=name, viscosities={"at_15c": point})


BITUMEN = oil("bitumen", "1000 kg/m3", "235000 mPa.s")
DILUENT = oil("diluent", "704 kg/m3", "0.62 mPa.s")


def test_the_blend_s_density_and_shares() -> None:
    parts = [(BITUMEN, 1 - SHARE), (DILUENT, SHARE)]
    mixed = oe.blend(parts, shrinkage=False)
    assert oe.blending.density(mixed).magnitude == pytest.approx(917.0, abs=1e-9)
    assert pytest.approx(0.2804, abs=5e-5) == SHARE
    masses = blending.mass_shares((1 - SHARE, SHARE), (1000.0, 704.0))
    assert masses[1] == pytest.approx(0.2153, abs=5e-5)


@pytest.mark.parametrize(("basis", "cst"), [("volume", 160.6), ("mass", 517.0)])
def test_refutas(basis: str, cst: float) -> None:
    parts = [(BITUMEN, 1 - SHARE), (DILUENT, SHARE)]
    mixed = oe.blend(
        parts, viscosity_rule="refutas", viscosity_basis=basis, temperature=AT, shrinkage=False
    )
    found = oe.blending.viscosity_at(mixed, AT).magnitude
    assert found == pytest.approx(cst, abs=0.06)
    assert mixed.viscosity_low.magnitude == pytest.approx(160.6, abs=0.06)
    assert mixed.viscosity_high.magnitude == pytest.approx(517.0, abs=0.06)


@pytest.mark.parametrize(("basis", "cst"), [("volume", 134.6), ("mass", 437.6)])
def test_the_double_log_kernel_below_its_limit(basis: str, cst: float) -> None:
    # The diluent is below the 2 cSt from which ASTM D341 gives 0.7 alone, so `blend` refuses it.
    shares = (1 - SHARE, SHARE)
    weights = shares if basis == "volume" else blending.mass_shares(shares, (1000.0, 704.0))
    numbers = [viscosity.d341_number(v) for v in (235_000.0, 0.62 / 0.704)]
    found = viscosity.d341_cst(blending.weighted_mean(weights, numbers))
    assert found == pytest.approx(cst, abs=0.06)


def test_the_measured_blend() -> None:
    assert pytest.approx(163.6, abs=0.05) == 150.0 / 0.917


def test_the_published_diluent_share_from_gravities_alone() -> None:
    # The shipped records give the gravities, not the densities at 15 °C: 9.8, 69.3 and 22.6 degAPI.
    heavy, light = oe.Crude.shipped("Cold Lake bitumen"), oe.Crude.shipped("Cold Lake diluent")
    # The published share is of densities averaged by volume, without shrinkage.
    api = oe.Crude.shipped("Cold Lake Blend", sample="AD00262").api
    found = oe.dilute(heavy, light, api=api, shrunk=False)
    assert found.share.magnitude == pytest.approx(SHARE, abs=0.001)
