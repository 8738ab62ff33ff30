"""Heavy crude and blend that a cargo of diluent evacuates."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.blending import cargo_unlocks
from oilecon.errors import InputError, OilEconError, UnitError
from tests.samples import HEAVY, LOST, NAPHTHA, SHARE


def test_a_cargo_evacuates_its_barrels() -> None:
    cargo = cargo_unlocks("70000 t", NAPHTHA, HEAVY, api="16 degAPI", exports="921 kb/day")
    assert cargo.diluent.to("kb").magnitude == pytest.approx(585.55, abs=0.01)
    assert cargo.heavy.to("kb").magnitude == pytest.approx(585.55 * (1 - SHARE) / SHARE, rel=1e-5)
    assert cargo.blend.to("kb").magnitude == pytest.approx(585.55 * (1 - LOST) / SHARE, rel=1e-5)
    assert cargo.days is not None
    assert cargo.days.magnitude == pytest.approx(585.55 * (1 - LOST) / SHARE / 921, rel=1e-5)
    same = cargo_unlocks(cargo.diluent, NAPHTHA, HEAVY, api="16 degAPI")
    assert same.heavy.magnitude == pytest.approx(cargo.heavy.magnitude, rel=1e-14)
    assert same.days is None
    many = cargo_unlocks(oe.Q([35, 190], "t") * 1000, NAPHTHA, HEAVY, api="16 degAPI")
    assert many.blend.magnitude.shape == (2,)


REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "a crude that needs no diluent": (
        lambda: cargo_unlocks("1 kb", NAPHTHA, oe.Crude("20 degAPI"), api="16 degAPI"),
        InputError,
        (
            "api: expected a target between the gravities of crude and diluent, got one that takes "
            "a share of 0 of diluent; write a gravity between the two"
        ),
    ),
    "a cargo in another kind of unit": (
        lambda: cargo_unlocks("70000 USD", NAPHTHA, HEAVY, api="16 degAPI"),
        UnitError,
        (
            "cargo: expected bbl, got 70000 in USD, another kind of quantity; write for "
            "example '500 kb'"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text
