"""One formula for floats and arrays: the same bits, and a float for a float."""

from __future__ import annotations

import math
import platform
import struct
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from oilecon.core import elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURES = [-math.inf, -2.5, -0.5, 0.0, 1e-300, 0.5, 1.5, 2.5, 1e300, math.inf, math.nan]
OF_ONE: list[tuple[str, Callable[[float], float]]] = [
    ("sine", math.sin),
    ("cosine", math.cos),
    ("arcsine", math.asin),
    ("exp", math.exp),
    ("expm1", math.expm1),
    ("log", math.log),
    ("log1p", math.log1p),
    ("floor", math.floor),
    ("ceiling", math.ceil),
    ("rint", round),
]


def bits(number: float) -> bytes:
    return struct.pack("<d", number)


@pytest.mark.parametrize(("name", "by_python"), OF_ONE)
def test_a_function_of_a_float_is_a_float_with_the_bits_of_an_arrays_element(
    name: str, by_python: Callable[[float], float]
) -> None:
    function: Callable[[Any], Any] = getattr(elementwise, name)
    figures = np.array([0.0, 0.1, 0.5, 0.75, 1.0]) + (name == "log")
    found = function(figures)
    assert isinstance(found, np.ndarray)
    for figure, element in zip(figures.tolist(), found.tolist(), strict=True):
        alone = function(figure)
        assert type(alone) is float
        assert bits(alone) == bits(element)
        assert alone == pytest.approx(by_python(figure), rel=1e-15)


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_the_larger_and_the_smaller_of_two_floats_are_those_of_arrays(name: str) -> None:
    function: Callable[[Any, Any], Any] = getattr(elementwise, name)
    for left, right in product(FIGURES, FIGURES):
        alone = function(left, right)
        assert type(alone) is float
        assert bits(alone) == bits(function(np.array([left]), right)[0])
        assert bits(alone) == bits(function(left, np.array([right]))[0])
        nan = math.isnan(left) or math.isnan(right)
        expected = math.nan if nan else {"maximum": max, "minimum": min}[name](left, right)
        assert alone == pytest.approx(expected, rel=0.0, nan_ok=True)


@pytest.mark.skipif(
    platform.machine().lower() not in {"x86_64", "amd64"},
    reason="which of two zeros is the larger, each kind of processor decides for itself",
)
def test_of_two_zeros_a_float_and_an_array_choose_the_same() -> None:
    for left, right in product((0.0, -0.0), (0.0, -0.0)):
        chosen = elementwise.maximum(np.array([left]), np.array([right]))
        assert bits(float(elementwise.maximum(left, right))) == bits(np.asarray(chosen)[0])


def test_a_choice_by_one_condition_gives_back_what_it_chose() -> None:
    many = np.array([1.0, 2.0])
    assert elementwise.where(True, many, 0.0) is many  # noqa: FBT003  as comparisons answer
    assert elementwise.where(False, many, 0.0) == 0.0  # noqa: FBT003
    each = elementwise.where(many > 1.5, many, 0.0)
    assert np.array_equal(each, [0.0, 2.0])
    one = elementwise.where(np.bool_(True), 3.0, 4.0)  # noqa: FBT003
    assert type(one) is float
    assert one == 3.0
