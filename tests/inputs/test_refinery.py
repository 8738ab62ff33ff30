"""Refineries as inputs: units that go together."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import oilecon as oe
from oilecon.inputs.refinery import CONFIGURATIONS
from tests.samples import COKER, COKING, CRACKER, refusal

BITUMEN = oe.BitumenUnit("50 %")


def test_its_units_make_its_configuration() -> None:
    plants = (
        oe.Refinery(oe.CrudeUnit()),
        COKING.evolve(coker=None),
        COKING,
        COKING.evolve(coker=None, bitumen_unit=BITUMEN),
    )
    assert tuple(plant.configuration for plant in plants) == CONFIGURATIONS


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (
            lambda: COKING.evolve(vacuum_unit=None),
            "Refinery.vacuum_unit: required by cracker, which takes its products; write",
        ),
        (
            lambda: COKING.evolve(bitumen_unit=BITUMEN),
            "Refinery: expected one unit for the residue, got a coker and a bitumen_unit; write",
        ),
        (
            lambda: COKING.evolve(cracker=None),
            (
                "Refinery.coker: without a cracker all gas oil of the coker is sold as diesel; "
                "expected diesel_share='100 %', got 50 %"
            ),
        ),
        (
            lambda: COKER.evolve(coke="27 %"),
            (
                "Coker: expected gas, naphtha, gas_oil and coke that make at most 100 % "
                "by mass, got "
                "101 %"
            ),
        ),
        (
            lambda: CRACKER.evolve(coke="96 %"),
            "Cracker: expected fuel_gas and coke that make at most 100 % by mass, got 101.3 %",
        ),
        (
            lambda: COKER.evolve(coke_ratio=None),
            "Coker.coke_ratio: required by yields='carbon residue'; write coke_ratio=1.28, or",
        ),
    ],
)
def test_what_cannot_be_is_refused(make: Any, text: str) -> None:
    assert refusal(make).startswith(text)


def test_it_leaves_the_process() -> None:
    assert pickle.loads(pickle.dumps(COKING)) == COKING  # noqa: S301
