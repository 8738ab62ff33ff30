"""Assays as inputs: cuts that make a crude, and those that make none."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from tests.samples import ASSAY, LIGHTER, refusal


def with_cut(name: str, **changed: Any) -> oe.Assay:
    return ASSAY.evolve(cuts={**ASSAY.cuts, name: ASSAY.cuts[name].evolve(**changed)})


REFUSALS: list[tuple[Any, str]] = [
    (
        lambda: oe.Cut("200 degC", "180 degC", volume="5 %", density="800 kg/m3"),
        (
            "Cut.boils_to: expected more than boils_from, 200 degC, got 180 degC; write "
            "boils_to='250 degC'"
        ),
    ),
    (
        lambda: oe.Cut(oe.Q([180.0, 190.0], "degC"), volume="5 %", density="800 kg/m3"),
        "Cut.boils_from: expected one temperature, got an array of shape (2,)",
    ),
    (
        lambda: with_cut("gas_oil", density=None),
        (
            "Assay.cuts.gas_oil: expected density with volume or mass, got volume; write "
            "for example "
            "density='847 kg/m3', volume='12.3 %'"
        ),
    ),
    (
        lambda: with_cut("gas_oil", density=None, mass="28 %"),
        (
            "Assay.cuts.gas_oil: volume and mass make a cut's density with the whole "
            "crude's; write "
            "density='952 kg/m3' for the assay, or for the cut"
        ),
    ),
    (
        lambda: with_cut("gas_oil", boils_from="360 degC"),
        (
            "Assay.cuts.gas_oil: expected a cut from where 'distillate' ends, 340 degC, "
            "got one from "
            "360 degC; write the cuts in order, without gap or overlap"
        ),
    ),
    (
        lambda: with_cut("gas_oil", density="850 kg/m3"),
        "Assay.cuts.gas_oil.density: expected more than that of 'distillate', 864 kg/m3, since",
    ),
    (
        lambda: with_cut("gas_oil", volume="27 %"),
        "Assay.cuts: expected volumes that make 100 %, within 0.5 %, got 99 %",
    ),
    (
        lambda: ASSAY.evolve(density="900 kg/m3"),
        (
            "Assay.cuts: expected masses, by the density of each, that make 100 % of the whole's, "
            "within 1 %, got 105."
        ),
    ),
]


@pytest.mark.parametrize(("make", "text"), REFUSALS)
def test_cuts_that_make_no_crude_are_refused(make: Any, text: str) -> None:
    assert refusal(make).startswith(text)


def test_a_last_cut_must_be_the_residue_of_vacuum_distillation() -> None:
    cuts = {name: cut for name, cut in ASSAY.cuts.items() if name != "residue"}
    cuts["gas_oil"] = oe.Cut("340 degC", volume="68 %", density="1013 kg/m3")
    assert "expected a last cut from 525 degC or more" in refusal(lambda: oe.Assay(cuts))


def test_of_many_volumes_the_one_that_is_off_is_named() -> None:
    assert "at index 1 (1 of 2)" in refusal(
        lambda: with_cut("gas_oil", volume=oe.Q([0.28, 0.25], "1"))
    )


def test_arrays_that_do_not_broadcast_are_named() -> None:
    two, three = oe.Q(np.full(2, 0.12), "1"), oe.Q(np.full(3, 0.20), "1")
    one = with_cut("naphtha", volume=two)
    distillate = one.cuts["distillate"].evolve(volume=three)
    assert refusal(lambda: one.evolve(cuts={**one.cuts, "distillate": distillate})) == (
        "Assay: expected arrays that broadcast together, got naphtha.volume (2,), "
        "distillate.volume (3,); give each its own dimension, as with array[:, None]"
    )


def test_it_leaves_the_process() -> None:
    assert pickle.loads(pickle.dumps(ASSAY)) == ASSAY  # noqa: S301


@pytest.mark.parametrize(
    ("cut", "begins"),
    [
        ({}, "the initial boiling point"),
        ({"boils_from": "370 degC"}, "370 degC"),
    ],
)
def test_a_last_cut_that_a_refinery_would_divide_is_refused(
    cut: dict[str, str], begins: str
) -> None:
    """Of a crude in one cut, or an atmospheric residue, nobody knows the vacuum residue."""
    whole = {"rest": oe.Cut(**cut, volume="100 %", density="900 kg/m3")}
    assert refusal(lambda: oe.Assay(whole)) == (
        "Assay.cuts.rest: expected a last cut from 525 degC or more, the residue of vacuum "
        f"distillation, got one from {begins}; write what boils below it as a cut of its own, "
        "boils_to='525 degC'"
    )


def test_parts_of_one_divided_cut_make_an_assay_again() -> None:
    """Their densities are the cut's but for rounding, which falls as often as it rises."""
    for share in range(1, 10):
        parts = [(ASSAY, f"{share}0 %"), (LIGHTER, f"{10 - share}0 %")]
        blend = oe.refining.blend_assays(parts)
        low, high = sorted(each.cuts["distillate"].density for each in (ASSAY, LIGHTER))
        assert low <= blend.cuts["kerosene"].density <= high
    again = oe.refining.blend_assays([(oe.Assay.shipped("Fort Hills"), "60 %"), (ASSAY, "40 %")])
    assert oe.refining.blend_assays([(again, "100 %")]).density.magnitude == pytest.approx(
        again.density.magnitude
    )
