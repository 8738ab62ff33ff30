"""The public types can be imported and are those that the library uses."""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon import typing


def test_the_type_of_a_result_is_public() -> None:
    assert "Quantity" in typing.__all__
    assert typing.Quantity is oe.units.Quantity


@pytest.mark.parametrize("name", typing.__all__)
def test_every_type_can_be_imported(name: str) -> None:
    assert hasattr(typing, name)
