"""The readers of arguments: what they return, and what they refuse in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon import arguments
from oilecon.errors import InputError, UnitError, quote
from oilecon.fields import Number

if TYPE_CHECKING:
    from collections.abc import Callable

HIRE = Number("USD/day", "a hire", low=0, high=1e6, typical="'60000 USD/day'")


def test_what_fits_comes_back_plain() -> None:
    assert arguments.number(HIRE, "60 kUSD/day", "f: hire") == 60_000.0
    assert arguments.one_number(HIRE, "60000 USD/day", "f: hire") == 60_000.0
    assert arguments.whole_number(np.int64(3), "n", least=1, example="n=9") == 3
    assert arguments.pair(("a", "b"), "between") == ("a", "b")
    assert arguments.choice("b", ("a", "b"), "f: how") == "b"
    assert arguments.flag(np.bool_(True), "f: laden") is True  # noqa: FBT003
    assert arguments.mapping({"a": 1}, "over", "paths to values") == {"a": 1}
    assert arguments.same_shape(a=np.ones((3, 1)), b=np.ones(2), c=None, d=1.0) == (3, 2)
    assert arguments.day("2025-06-01", "f") == "2025-06-01"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (
            lambda: arguments.number(HIRE, None, "f: hire"),
            "f: hire: expected USD/day, got nothing (None); write '60000 USD/day'",
        ),
        (
            lambda: arguments.one_number(HIRE, oe.Q([1, 2], "USD/day"), "f: hire"),
            "f: hire: expected one number, got an array of shape (2,)",
        ),
        (
            lambda: arguments.whole_number(True, "n", least=1, example="n=9"),  # noqa: FBT003
            "n: expected a whole number of at least 1, got True; write for example n=9",
        ),
        (
            lambda: arguments.whole_number(0, "n", least=1, example="n=9"),
            "n: expected a whole number of at least 1, got 0; write for example n=9",
        ),
        (
            lambda: arguments.pair([1, 2, 3], "between"),
            "between: expected a pair (low, high), got [1, 2, 3]",
        ),
        (
            lambda: arguments.same_shape("f", a=np.ones(2), b=np.ones(3), c=1.0),
            (
                "f: expected arrays that broadcast together, got a (2,), b (3,); "
                "give each its own dimension, as with array[:, None]"
            ),
        ),
        (
            lambda: arguments.instance(oe.OilRepayment, oe.Q("1 t"), "f", "OilRepayment(...)"),
            "f: expected an OilRepayment, got Quantity; write OilRepayment(...)",
        ),
        (lambda: arguments.instance(oe.Loan, "l-2010"), "expected a Loan, got 'l-2010'"),
        (
            lambda: arguments.mapping({}, "over", "paths to values"),
            "over: expected a mapping of paths to values, got an empty one",
        ),
        (
            lambda: arguments.mapping([1], "over", "paths to values"),
            "over: expected a mapping of paths to values, got list",
        ),
        (
            lambda: arguments.choice("c", ("a", "b"), "f: how"),
            "f: how: expected 'a' or 'b', got 'c'; write how='a'",
        ),
        (
            lambda: arguments.choice(None, ("a", "b"), "how"),
            "how: expected 'a' or 'b', got nothing (None); write how='a'",
        ),
        (lambda: arguments.flag(1, "f: laden"), "f: laden: expected True or False, got 1"),
        (
            lambda: arguments.text(3, "a port's name", "José"),
            "expected a port's name, got 3; write for example 'José'",
        ),
        (
            lambda: arguments.days("2025-06-01", "f: dates"),
            ("f: dates: expected days one after another, got a single one; write a list of them"),
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_name(read: Callable[[], Any], text: str) -> None:
    with pytest.raises(InputError) as refused:
        read()
    assert str(refused.value) == text


def test_a_field_keeps_its_kind_of_refusal() -> None:
    with pytest.raises(UnitError, match="f: hire: expected USD/day, got the bare number 5"):
        arguments.number(HIRE, 5, "f: hire")


def test_shares_lie_from_0_to_1() -> None:
    assert arguments.shares(0.5, "quantiles", "[0.1, 0.9]").tolist() == [0.5]
    for given in ([0.1, 1.5], "much", [[0.1]], [float("nan")]):
        with pytest.raises(InputError) as caught:
            arguments.shares(given, "quantiles", "[0.1, 0.9]")
        assert str(caught.value) == (
            f"quantiles: expected shares from 0 to 1, got {quote(given)}; write [0.1, 0.9]"
        )
