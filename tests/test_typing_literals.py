"""Closed sets in types are those that the functions take."""

from __future__ import annotations

from typing import get_args

import pytest

import oilecon as oe
from oilecon import typing
from oilecon.article.losses import FREIGHT
from oilecon.netback.lines import BASES


def test_literals_are_the_names_that_are_taken() -> None:
    assert get_args(typing.LossBasis) == BASES
    assert get_args(typing.FreightBasis) == tuple(FREIGHT)


def test_the_type_of_a_result_is_public() -> None:
    assert "Quantity" in typing.__all__
    assert typing.Quantity is oe.units.Quantity


@pytest.mark.parametrize("name", typing.__all__)
def test_every_type_can_be_imported(name: str) -> None:
    assert hasattr(typing, name)
