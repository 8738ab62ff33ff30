"""Charters as inputs: which takes what came."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import UnitError


def text_of(make: Any) -> str:
    with pytest.raises(UnitError) as caught:
        make()
    return str(caught.value)


def test_a_charter_names_the_charter_that_takes_what_came() -> None:
    assert text_of(lambda: oe.LumpSum("22 USD/t")).endswith("'12500000 USD' (USD/t is PerTonne)")
    assert text_of(lambda: oe.PerBarrel("5 USD")).endswith("'3 USD/bbl' (USD is a LumpSum)")
