"""NOAA ADIOS oil database @ca22bdb: densities and viscosities measured at several temperatures.

Densities by ASTM D5002 at 15 °C and colder, as the records print them. API MPMS 11.1 is for
crudes in general: the tolerance of 0.6 % is what it misses by in the worst of these, a bitumen
blend at 0 °C; a density at 15 °C is within a tenth of that of the record's gravity.

Viscosities: what Walther's line between two measured temperatures says of a third between them. The
bands are those that `viscosity_at` states, held here against every shipped assay that has three.
The Maya of 1110 and 205 mPa.s is a sample that the library does not ship.
"""

from __future__ import annotations

import itertools
import warnings

import pytest

import oilecon as oe
from oilecon.core.quality import density_kg_m3
from oilecon.core.viscosity import interpolated_cst
from oilecon.errors import AccuracyWarning
from oilecon.reference.oils import Oil, oils

DENSITIES = {  # at 15 degC, then (degC, g/mL)
    "EC00643 Maya": (20.23, 0.9321, [(5.0, 0.9399), (0.0, 0.9448)]),
    "EC02234 Access Western Blend": (21.36, 0.9253, [(0.0, 0.9399)]),
    "EC00519 Arabian Heavy": (26.98, 0.8923, [(5.0, 0.8980)]),
}


@pytest.mark.parametrize("name", DENSITIES)
def test_a_density_measured_at_15_degc_gives_the_gravity_and_the_colder_ones(name: str) -> None:
    api, warm, colder = DENSITIES[name]
    found = oe.blending.gravity(f"{1000 * warm!r} kg/m3", temperature="15 degC")
    assert found.magnitude == pytest.approx(api, abs=0.11)  # 0.06 % of the density
    crude = oe.Crude(found)
    for degc, density in colder:
        cold = oe.blending.density_at(crude, f"{degc!r} degC").magnitude
        assert cold == pytest.approx(1000 * density, rel=6e-3)
        assert cold > 1000 * warm


def _misses() -> list[tuple[Oil, float, float, float]]:
    """Return every third measurement between two: oil, cold end, span, and how far off the line."""
    found = []
    for oil in oils():
        density = density_kg_m3(oil.api[0])
        points = {at: 1000.0 * value / density for at, value in oil.dynamic} | dict(oil.kinematic)
        for cold, middle, warm in itertools.combinations(sorted(points.items()), 3):
            line = interpolated_cst(middle[0], *cold, *warm)
            found.append((oil, cold[0], warm[0] - cold[0], float(line / middle[1] - 1.0)))
    return found


def test_the_accuracy_by_span_is_what_is_stated() -> None:
    misses = _misses()
    near = [(oil, off) for oil, cold, span, off in misses if cold >= 10.0 and span <= 33.0]
    cold_ones = [off for _, cold, span, off in misses if cold <= 5.0 and span <= 33.0]
    wide = [(oil.grade, off) for oil, _, span, off in misses if span > 33.0]
    assert len(near) + len(cold_ones) + len(wide) == len(misses) == 24
    measured = [off for oil, off in near if not oil.sample.startswith("EX")]
    assert len(measured) == 3
    assert max(map(abs, measured)) == pytest.approx(0.0098, abs=1e-4)
    drawn = [off for oil, off in near if oil.sample.startswith("EX")]
    assert len(drawn) == 9
    assert max(map(abs, drawn)) < 5e-4  # which no measurement is: they were computed on the line
    assert len(cold_ones) == 7
    assert min(cold_ones) == pytest.approx(-0.038, abs=5e-4)
    assert max(cold_ones) == pytest.approx(0.319, abs=5e-4)
    assert {grade for grade, _ in wide} == {"Boscan", "Cold Lake bitumen"}
    assert max(off for _, off in wide) == pytest.approx(2.598, abs=5e-4)


def maya(middle: str = "") -> oe.Crude:
    points = {"0 degC": "1110 mPa.s", "25 degC": "205 mPa.s"} | (
        {"15 degC": middle} if middle else {}
    )
    each = {
        f"at_{at}": oe.Viscosity(degc, dynamic=cp) for at, (degc, cp) in enumerate(points.items())
    }
    return oe.Crude("21.8 degAPI", name="Maya", viscosities=each)


def test_maya_between_0_and_25_degc_is_a_quarter_too_high_and_says_so() -> None:
    with pytest.warns(AccuracyWarning) as warned:
        found = oe.blending.viscosity_at(maya(), "15 degC").magnitude
    assert found == pytest.approx(407.0, abs=0.5)
    assert found / 324.0 == pytest.approx(1.25, abs=0.01)  # as measured
    assert len(warned) == 1
    assert str(warned[0].message) == (
        "viscosity of 'Maya' between its measurements at 0 and 25 degC: Walther's line was 4 % low "
        "to 32 % high of assays measured at 0 to 5 degC; add a measured point nearer, or measure "
        "from 10 degC up"
    )
    assert warned[0].filename == __file__  # at whoever asked


def test_a_measured_viscosity_never_warns() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for degc in ("0 degC", "15 degC", "25 degC"):
            oe.blending.viscosity_at(maya("299 mPa.s"), degc)
        oe.blending.viscosity_at(oe.Crude.shipped("Mars", sample="AD02251"), "50 degC")


def test_measurements_far_apart_warn() -> None:
    with pytest.warns(AccuracyWarning, match=r"at 38 and 99 degC: no sound assay confirms Walther"):
        oe.blending.viscosity_at(oe.Crude.shipped("Merey", sample="AD02257"), "60 degC")
