"""Traced numbers: what they decide, and how they are named."""

from __future__ import annotations

from typing import Any

import pytest

from oilecon.tracing import Traced, leaf_names, name_from_functions


def test_a_traced_number_decides_nothing() -> None:
    with pytest.raises(TypeError, match="a traced number decides nothing"):
        bool(Traced("leaf", (), 1.0, "x") > 0.0)


def test_a_name_nearer_to_the_field_wins() -> None:
    one: Any = Traced("leaf", (), 1.0) + 1.0
    with name_from_functions(__name__):

        def doubled(amount: Any) -> Any:
            return amount * 2.0

        twice = doubled(one)
    assert one.name == "amount"
    assert twice.name == "doubled"
    one.label("asia.price")
    one.label("something else", 0)
    assert one.name == "asia.price"


def test_a_formula_has_the_names_of_its_leaves_once() -> None:
    left, right, other = (Traced("leaf", (), float(k), name) for k, name in enumerate("abc"))
    formula = (left + 1.0) * right + left
    assert leaf_names(formula) == {"a", "b"}
    assert leaf_names(other) == {"c"}
