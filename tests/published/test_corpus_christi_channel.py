"""lngprime and RBN, 2025: Corpus Christi's channel of 54 ft, 47 before, loads a Suezmax in full.

A cargo of 1 Mb. That the ship was not full at 47 ft is what the sentence implies; 40 degAPI is
ours, for the light crude of the port. One-sided: what floats is an upper bound.
"""

from __future__ import annotations

from typing import Any

import oilecon as oe
from oilecon.shipping import largest_cargo

FOOT_M = 0.3048


def lifted(feet: float) -> Any:
    draft = oe.Q(feet * FOOT_M, "m")
    return largest_cargo(
        oe.Vessel.shipped("suezmax"), "Corpus Christi", api="40 degAPI", draft=draft
    )


def test_a_suezmax_loads_in_full_at_54_feet_and_not_at_47() -> None:
    whole = oe.Vessel.shipped("suezmax").dwt
    assert lifted(54) == whole
    assert lifted(47) < whole
    barrels = lifted(54) * oe.blending.barrels_per_tonne(oe.Crude("40 degAPI"))
    assert barrels.to("Mb").magnitude >= 1
