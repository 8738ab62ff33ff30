"""Density and volume at a temperature: what must hold for any crude, and what is refused how."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.core import quality, volume
from oilecon.errors import InputError, OilEconError, UnitError

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
    found = blending.gravity(blending.density_at(crude(api), at), temperature=at)
    assert found.magnitude == pytest.approx(api, abs=1e-9)


@given(apis, warmths, warmths)
def test_warmer_is_larger_and_lighter_and_light_crude_grows_more(
    api: float, one: float, other: float
) -> None:
    cold, warm = sorted((one, other))
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


def test_arrays_answer_as_their_elements_do() -> None:
    api, degc = np.array([[8.0], [30.0], [60.0]]), np.array([-20.0, 15.0, 50.0, 120.0])
    base: Any = quality.density_kg_m3(api)
    for function in (volume.density_at_kg_m3, volume.base_density_kg_m3):
        many: Any = function(base, degc)
        for row, column in np.ndindex(3, 4):
            one = function(float(base[row, 0]), float(degc[column]))
            assert type(one) is float
            assert one == many[row, column]


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
        lambda: blending.density_at(crude(16.0), None),
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
            "crude: expected a Crude, got '16 degAPI'; write crude('Merey 16') for a shipped "
            "one, or Crude('16 degAPI') for your own"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text
