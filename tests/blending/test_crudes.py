"""Crudes, shipped and one's own: density, volume and viscosity at a temperature."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.blending import crudes
from oilecon.core import quality
from oilecon.errors import AccuracyWarning, InputError, OilEconError, UnitError, UnknownName
from tests.samples import HEAVY

Q = oe.Q
apis = st.floats(0.0, 100.0)
warmths = st.floats(-50.0, 150.0)


def crude(api: float) -> oe.Crude:
    return oe.Crude(Q(api, "degAPI"))


@given(apis, warmths)
def test_the_mass_stays(api: float, degc: float) -> None:
    at = Q(degc, "degC")
    density = blending.density_at(crude(api), at).magnitude
    barrels = blending.volume_at(crude(api), "500 kb", at).magnitude
    assert barrels * density == pytest.approx(
        5e5 * blending.density(crude(api)).magnitude, rel=1e-11
    )


@given(apis, warmths, warmths)
def test_there_and_back(api: float, there: float, other: float) -> None:
    at, was = Q(there, "degC"), Q(other, "degC")
    once = blending.volume_at(crude(api), "7 kb", at, measured_at=was)
    again = blending.volume_at(crude(api), once, was, measured_at=at)
    assert again.magnitude == pytest.approx(7000.0, rel=1e-14)
    gravity = blending.gravity(blending.density_at(crude(api), at), temperature=at)
    assert gravity.magnitude == pytest.approx(api, abs=1e-9)


@given(apis, warmths, warmths)
def test_warmer_is_larger_and_lighter_and_light_crude_grows_more(
    api: float, first: float, other: float
) -> None:
    cold, warm = sorted((first, other))
    if warm - cold < 1e-6:
        return
    at = Q([cold, warm], "degC")
    densities = blending.density_at(crude(api), at).magnitude
    barrels = blending.volume_at(crude(api), "1 kb", at).magnitude
    assert densities[0] > densities[1]
    assert barrels[0] < barrels[1]
    grown = [blending.volume_at(crude(a), "1 kb", "40 degC").magnitude for a in (5.0, 95.0)]
    assert 1000.0 < grown[0] < grown[1]


def test_at_60_degf_nothing_is_corrected() -> None:
    api = np.linspace(0.0, 100.0, 21)
    every = oe.Crude(Q(api, "degAPI"))
    # The scale's own 60.0068749 is rounded in the seventh decimal.
    factors = blending.volume_correction_factor(every, "60 degF").magnitude
    assert factors == pytest.approx(np.ones(21), abs=1e-10)


def test_both_ends_of_a_crude_and_of_the_temperatures_are_inside() -> None:
    for api in (0.0, 100.0):
        for at in ("-58 degF", "302 degF", "-50 degC", "150 degC"):
            density = blending.density_at(crude(api), at)
            assert blending.gravity(density, temperature=at).magnitude == pytest.approx(
                api, abs=1e-9
            )
        again = blending.gravity(blending.density(crude(api))).magnitude
        assert again == pytest.approx(api, abs=1e-9)


def test_a_density_at_15_degc_is_that_much_heavier_than_at_60_degf() -> None:
    # What the docstring of `gravity` says.
    cold = blending.density_at(crude(16.0), "15 degC").magnitude
    assert cold / blending.density(crude(16.0)).magnitude - 1 == pytest.approx(3.7e-4, abs=5e-6)
    taken = blending.gravity(Q(cold, "kg/m3")).magnitude
    assert 16.0 - taken == pytest.approx(0.055, abs=5e-4)


AT = "15 degC"


# -- figures -----------------------------------------------------------------------------------


def test_a_measured_viscosity_is_returned_as_measured() -> None:
    boscan = oe.Crude.shipped("Boscan", sample="AD02042")
    viscosity = oe.blending.viscosity_at(boscan, oe.Q([0, 15, 38], "degC")).magnitude
    density = oe.blending.density(boscan).magnitude
    assert viscosity == pytest.approx([8.83e9 / density, 4.86e8 / density, 19_800.0], rel=1e-15)
    kinematic = oe.Crude.shipped("Boscan", sample="AD00171")  # published both ways
    assert oe.blending.viscosity_at(kinematic, "60 degC").magnitude == 640.0


# -- the table ---------------------------------------------------------------------------------


def test_the_table_lists_every_sample() -> None:
    table = oe.Crude.catalogue()
    assert table.index.is_unique
    assert table.index.names == ["grade", "sample"]
    row = table.xs(("Merey", "AD02257"))
    assert row["api [degAPI]"] == 14.7
    assert row["viscosity"] == "992 cSt at 38 degC; 39 cSt at 99 degC"
    assert row["source"] == "noaa-adios jokuty-1999"
    for grade, sample in table.index:
        crude = oe.Crude.shipped(grade, sample=sample)
        assert crude.sample == sample
        assert crude.as_of == str(table.xs((grade, sample))["as_of"])


def test_what_is_not_published_is_absent_and_says_so() -> None:
    with pytest.raises(InputError) as refused:
        _ = oe.Crude.shipped("Merey", sample="AD02257").acid_number
    assert str(refused.value) == (
        "Crude.acid_number: no figure is known for 'Merey' (AD02257), and none is made up; write "
        ".evolve(acid_number='1.3 mgKOH/g') if you have one"
    )
    with pytest.raises(InputError, match="no figure is known for 'DCO'"):
        _ = oe.Crude.shipped("DCO").sulphur
    assert oe.Crude.shipped("DCO").evolve(sulphur="2.8 %").sulphur.magnitude == pytest.approx(0.028)
    scenario = oe.scenario("article")
    assert scenario.get("supply.heavy.sulphur") is None
    assert scenario.vary({"supply.heavy.sulphur": "3 %"}).supply.heavy.sulphur.magnitude == 0.03


def test_several_samples_are_kept_apart() -> None:
    with pytest.raises(InputError) as refused:
        oe.Crude.shipped("merey")
    assert str(refused.value) == (
        "'Merey' has 3 samples: AD01913 (1998, 17.4 degAPI); AD02257 (1999, 14.7 degAPI); "
        "shale24-2026 (2026-01-13, 15.5 degAPI); write Crude.shipped('Merey', sample='AD01913') "
        "for one of them"
    )
    assert (
        oe.Crude.shipped("Merey", sample="AD01913").api
        != oe.Crude.shipped("Merey", sample="AD02257").api
    )


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: oe.Crude.shipped("Mery"),
            "no shipped crude 'Mery'; did you mean 'Merey'? Crude.catalogue() lists all",
        ),
        (
            lambda: oe.Crude.shipped("Merey", sample="AD0225"),
            "'Merey' has no sample 'AD0225'; did you mean 'AD02257'?",
        ),
    ],
)
def test_an_unknown_name_is_named(call: Any, text: str) -> None:
    with pytest.raises(UnknownName) as refused:
        call()
    assert str(refused.value) == text


# -- what is refused ---------------------------------------------------------------------------

REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "too hot": (
        lambda: blending.density_at(crude(16.0), "151 degC"),
        InputError,
        (
            "temperature: expected at least -50 and at most 150 degC, got 151; write for example "
            "'40 degC'"
        ),
    ),
    "too cold": (
        lambda: blending.volume_correction_factor(crude(16.0), "-60 degF"),
        InputError,
        (
            "temperature: expected at least -50 and at most 150 degC, got -51.1111111111111; write "
            "for example '40 degC'"
        ),
    ),
    "measured too hot": (
        lambda: blending.volume_at(crude(16.0), "1 kb", "15 degC", measured_at="200 degC"),
        InputError,
        (
            "measured_at: expected at least -50 and at most 150 degC, got 200; write for example "
            "'40 degC'"
        ),
    ),
    "no temperature": (
        lambda: blending.density_at(crude(16.0), None),  # type: ignore[arg-type]
        InputError,
        "temperature: expected degC, got nothing (None); write '40 degC'",
    ),
    "a mass": (
        lambda: blending.volume_at(crude(16.0), "100 t", "15 degC"),
        UnitError,
        (
            "volume: expected bbl, got 100 in t, another kind of quantity (a tonne has "
            "oilecon.blending.barrels_per_tonne(crude)); write for example '500 kb'"
        ),
    ),
    "a density of no crude": (
        lambda: blending.gravity(Q([900, 500], "kg/m3"), temperature="15 degC"),
        InputError,
        (
            "density: expected that of a crude, from 610.6 to 1075.1 kg/m3 at 60 degF, got 500 at "
            "index 1 (1 of 2) kg/m3 at 15 degC, which is 499.317 at index 1 (1 of 2) kg/m3 at 60 "
            "degF; check which temperature it was measured at"
        ),
    ),
    "no crude": (
        lambda: blending.density_at("16 degAPI", "15 degC"),  # type: ignore[arg-type]
        InputError,
        (
            "crude: expected a Crude, got '16 degAPI'; write Crude.shipped('Merey 16') for a "
            "shipped one, or Crude('16 degAPI') for your own"
        ),
    ),
    "a temperature above the measured range": (
        lambda: oe.blending.viscosity_at(oe.Crude.shipped("Mesa 30"), oe.Q([40, 60], "degC")),
        InputError,
        (
            "temperature: viscosity of 'Mesa 30': expected 38 to 50 degC, as measured, got 60 at "
            "index 1 (1 of 2) degC; nothing is extrapolated, write one of these temperatures or "
            "add a measured point"
        ),
    ),
    "a crude without viscosity": (
        lambda: oe.blending.viscosity_at(HEAVY, AT),
        InputError,
        (
            "viscosity of 'Orinoco extra-heavy': expected a measurement, got none, and none is "
            "assumed; "
            "write .evolve(viscosities={'at_15c': Viscosity('15 degC', '... cSt')}) if you have one"
        ),
    ),
    "a density of no crude at all": (
        lambda: oe.blending.gravity("1200 kg/m3"),
        InputError,
        (
            "density: expected at least 610.6 and at most 1075.1 kg/m3, got 1200; write "
            "for example "
            "'958.4 kg/m3'"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text


def test_barrels_per_tonne_follow_from_the_gravity() -> None:
    assert oe.blending.barrels_per_tonne(oe.Crude.shipped("Merey 16")).magnitude == pytest.approx(
        quality.barrels_per_tonne(16.0), rel=1e-15
    )
    assert crudes.density(oe.Crude("10 degAPI")).magnitude == quality.WATER_KG_M3


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- the end of the double logarithm -----------------------------------------------------------


def thin_oil(warm: Any = 0.25, cold: Any = 0.36) -> oe.Crude:
    points = {"20 degC": cold, "100 degC": warm}
    each = {f"at_{at[:-5]}": oe.Viscosity(at, Q(cst, "cSt")) for at, cst in points.items()}
    return oe.Crude("75 degAPI", name="pentane", viscosities=each)


def thin_text(cst: str) -> str:
    return (
        "viscosity of 'pentane': expected measurements above 0.3 cSt to draw Walther's line "
        f"between, got {cst} cSt at 100 degC, where its double logarithm has ended; write one of "
        "the measured temperatures, or add a measured point on either side"
    )


@pytest.mark.parametrize("warm", [0.25, 0.3, next_up(0.3), 1e-300])
def test_an_oil_too_thin_for_the_line_is_refused_by_name(warm: float) -> None:
    with pytest.raises(InputError) as refused:
        blending.viscosity_at(thin_oil(warm), "40 degC")
    assert str(refused.value) == thin_text(f"{warm:g}")
    method: Any = {"temperature": "40 degC"}
    other = oe.Crude("30 degAPI", viscosities={"a": oe.Viscosity("40 degC", "5 cSt")})
    with pytest.raises(InputError, match="its double logarithm has ended"):
        oe.blend(
            [(thin_oil(warm), 0.5), (other, 0.5)],
            viscosity_rule="refutas",
            viscosity_basis="mass",
            **method,
        )
    with pytest.raises(InputError, match="its double logarithm has ended"):
        oe.dilute(other, thin_oil(warm), viscosity="2 cSt", rule="refutas", basis="mass", **method)


def test_a_thin_oil_is_as_thin_as_it_was_measured() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        viscosity = blending.viscosity_at(thin_oil(), Q([20, 100], "degC"))
    assert viscosity.magnitude.tolist() == [0.36, 0.25]


def test_only_the_elements_that_need_the_line_are_refused() -> None:
    many = thin_oil(warm=[0.25, 0.35])
    assert blending.viscosity_at(many, "20 degC").magnitude.tolist() == [0.36, 0.36]
    with pytest.warns(AccuracyWarning, match="over more than 33 degC"):
        viscosity = blending.viscosity_at(many, Q([20, 40], "degC")).magnitude
    assert viscosity[0] == 0.36
    assert 0.35 < viscosity[1] < 0.36
    with pytest.raises(InputError) as refused:
        blending.viscosity_at(many, "40 degC")
    assert str(refused.value) == thin_text("0.25 at index 0 (1 of 2)")


@given(st.floats(0.01, 2.0), st.floats(0.01, 2.0), st.floats(20.0, 100.0))
def test_a_thin_oil_is_refused_or_lies_between_its_measurements(
    first: float, other: float, at: float
) -> None:
    warm, cold = sorted((first, other))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AccuracyWarning)
            viscosity = blending.viscosity_at(thin_oil(warm, cold), Q(at, "degC")).magnitude
    except InputError:
        assert warm + 0.7 <= 1.0
        return
    assert warm * (1 - 1e-9) <= viscosity <= cold * (1 + 1e-9)
