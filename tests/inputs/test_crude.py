"""Crudes and diluents as inputs: points of viscosity, and prices that go together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError
from tests.samples import refusal

AT = "15 degC"


# -- what is refused ---------------------------------------------------------------------------

REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "a gravity out of bounds": (
        lambda: oe.Crude("101 degAPI"),
        InputError,
        (
            "Crude.api: expected at least 0 and at most 100 degAPI, got 101; write for example "
            "'16 degAPI'"
        ),
    ),
    "two viscosities in one point": (
        lambda: oe.Viscosity(AT, "1 cSt", "1 cP"),
        InputError,
        "Viscosity: expected a kinematic or a dynamic viscosity, got both; write one",
    ),
    "no viscosity in a point": (
        lambda: oe.Viscosity(AT),
        InputError,
        "Viscosity: expected a kinematic or a dynamic viscosity, got neither; write one",
    ),
    "two points at one temperature": (
        lambda: oe.Crude(
            "9 degAPI", viscosities={"a": oe.Viscosity(AT, "1 cSt"), "b": oe.Viscosity(AT, "2 cSt")}
        ),
        InputError,
        "Crude.viscosities: expected one viscosity at each temperature, got two at 15 degC",
    ),
    "two prices of a diluent": (
        lambda: oe.Diluent("56.5 degAPI", price="50 USD/bbl", price_per_tonne="478 USD/t"),
        InputError,
        (
            "Diluent: expected a differential to Brent or a price, got price and price_per_tonne; "
            "write one and set the other to None"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text


def test_crossing_temperatures_are_refused() -> None:
    crossing = oe.Crude(
        "9 degAPI",
        viscosities={
            "a": oe.Viscosity(oe.Q([15, 40], "degC"), "900 cSt"),
            "b": oe.Viscosity(oe.Q([50, 20], "degC"), "200 cSt"),
            "c": oe.Viscosity("60 degC", "100 cSt"),
        },
    )
    with pytest.raises(InputError, match="arrays of temperatures may not cross"):
        oe.blending.viscosity_at(crossing, "45 degC")


# -- what is refused ---------------------------------------------------------------------------

Q = oe.Q


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- arrays ------------------------------------------------------------------------------------


def test_points_whose_arrays_do_not_fit_are_refused_when_they_are_written() -> None:
    with pytest.raises(
        InputError, match=r"Viscosity: expected arrays that broadcast.* \(2,\).* \(3,"
    ):
        oe.Viscosity(Q([20, 30], "degC"), Q([1, 2, 3], "cSt"))
    points = {
        "a": oe.Viscosity(Q([20, 30], "degC"), "5 cSt"),
        "b": oe.Viscosity(Q([40, 50, 60], "degC"), "4 cSt"),
    }
    with pytest.raises(InputError) as refused:
        oe.Crude("10 degAPI", viscosities=points)
    assert str(refused.value) == (
        "Crude.viscosities: expected arrays that broadcast together, got a.temperature (2,), "
        "b.temperature (3,); give each its own dimension, as with array[:, None]"
    )


def test_two_temperatures_a_float_step_apart_are_one() -> None:
    points = {
        "a": oe.Viscosity("20 degC", "5 cSt"),
        "b": oe.Viscosity(Q(next_up(20.0), "degC"), "4 cSt"),
    }
    with pytest.raises(InputError, match="got two at 20 degC"):
        oe.Crude("10 degAPI", viscosities=points)


# -- cross checks of the groups --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "came"),
    [
        ({}, "neither"),
        ({"price": "57 USD/bbl", "differential": "-6.4 USD/bbl"}, "both"),
    ],
)
def test_a_diluent_has_one_price(given: dict[str, Any], came: str) -> None:
    assert refusal(lambda: oe.Diluent("56.5 degAPI", **given)) == (
        f"Diluent: expected a differential to Brent or a price, got {came}; "
        "write one and set the other to None"
    )
