"""Crude for diluent: prices and money follow from each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.blending import barter
from oilecon.errors import InputError, OilEconError, UnknownName


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(10, 100), st.floats(10, 100))
def test_a_barter_s_prices_and_money_follow_from_each_other(
    heavy: float, diluent: float, heavy_price: float, diluent_price: float
) -> None:
    volumes: Any = {"heavy": f"{heavy!r} Mb", "diluent": f"{diluent!r} Mb"}
    prices = {"heavy_price": heavy_price, "diluent_price": diluent_price}
    texts = {name: f"{price!r} USD/bbl" for name, price in prices.items()}
    cash = barter(**volumes, **texts).cash
    for name, price in prices.items():
        other = {key: text for key, text in texts.items() if key != name}
        implied = getattr(barter(**volumes, **other, cash=cash), name).magnitude
        assert implied == pytest.approx(price, rel=1e-9)


REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "an unknown swap": (
        lambda: barter("Iran 2012"),
        UnknownName,
        "no published swap 'Iran 2012'; did you mean 'Iran 2021'?",
    ),
    "a swap and volumes": (
        lambda: barter("Iran 2021", heavy="1 Mb"),
        InputError,
        "barter: expected a published swap or volumes of your own, got both; write one",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text
