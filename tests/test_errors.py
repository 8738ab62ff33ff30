"""Errors: what they are, and what of an input they repeat."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, OilEconError, UnitError, cut, quote

FINITE = st.floats(allow_nan=False, allow_infinity=False)


# -- the wrong kind of thing -----------------------------------------------------------------------

DEEP: list[Any] = []
DEEP.append(DEEP)
DEEP_TEXT: list[Any] = ["1 bbl"]
DEEP_TEXT.append(DEEP_TEXT)


def nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


# -- errors ----------------------------------------------------------------------------------------


def test_a_unit_error_is_also_a_value_error() -> None:
    assert issubclass(UnitError, (OilEconError, ValueError))
    with pytest.raises(ValueError, match=r"^'kt' is a knot to one"):
        oe.Q("5 kt")


@pytest.mark.parametrize("kind", [OilEconError, UnitError, InputError])
def test_a_pickled_error_keeps_its_problems(kind: type[OilEconError]) -> None:
    error = kind("text", [("market.brent", "expected USD/bbl")])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert type(again) is kind
    assert str(again) == "text"
    assert again.problems == (("market.brent", "expected USD/bbl"),)
    assert kind("text").problems == ()


@given(st.text() | st.binary() | st.lists(st.integers()) | FINITE)
def test_a_message_repeats_no_more_than_a_little_of_an_input(value: Any) -> None:
    assert len(cut(value)) <= 43
    shown = quote(value)
    assert len(shown) <= 84
    assert "\n" not in shown
    assert shown.startswith(("'", '"')) == isinstance(value, str)


def test_what_cannot_be_written_out_is_named_in_messages() -> None:
    assert cut(10**5000) == "a huge int"
    assert cut(nested([], 100_000)) == "a huge list"
