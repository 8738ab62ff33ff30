"""Parities as inputs: what a crude, a marker and a refinery must have."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.netback.parity import at_parity
from tests.samples import ASSAY, COKER, COKING, LIGHTER, PARITY, refusal

LIMITED = COKING.evolve(coker=COKER.evolve(capacity="30 %"))
UNKNOWN = ASSAY.evolve(
    cuts={**ASSAY.cuts, "residue": ASSAY.cuts["residue"].evolve(carbon_residue=None)}
)

REFUSALS: list[tuple[dict[str, Any], str]] = [
    (
        {"marker_differential": None},
        (
            "Parity.marker_price: expected a delivered price of the marker crude or its "
            "differential "
            "to Brent, got neither; write one, as marker_price='56.39 USD/bbl'"
        ),
    ),
    (
        {"marker_price": "56 USD/bbl"},
        (
            "Parity.marker_price: expected a delivered price of the marker crude or its "
            "differential "
            "to Brent, got both; write one, as marker_price='56.39 USD/bbl', and the other as None"
        ),
    ),
    (
        {"light_price": "60 USD/bbl"},
        "Parity.light_price: has no effect without light; write light=Assay(...) too",
    ),
    (
        {"refinery": LIMITED},
        "Parity.share: required where a unit has a capacity, as the coker has; write share='20 %'",
    ),
    ({"share": "20 %"}, "Parity.share: has no effect without a capacity of a unit; write"),
    (
        {"light": LIGHTER, "light_price": "60 USD/bbl"},
        "Parity.light: has no effect without a capacity of the coker; write",
    ),
    (
        {"refinery": LIMITED, "share": "20 %", "light": ASSAY, "light_price": "60 USD/bbl"},
        "Parity.light: expected a crude with less residue than the marker, 28 %, got 40 %",
    ),
    (
        {"refinery": LIMITED, "share": "20 %", "light": LIGHTER},
        "Parity.light_price: expected a delivered price of the light crude or its differential",
    ),
    (
        {"prices": PARITY.prices.evolve(fuel_oil=None)},
        "ProductPrices.fuel_oil: a coking refinery needs its price, and none is known",
    ),
    (
        {"crude": UNKNOWN},
        (
            "Parity.crude.cuts.residue.carbon_residue: required by a coker, whose yields it makes; "
            "write carbon_residue='25 %', or coker.yields='average'"
        ),
    ),
    (
        {"refinery": COKING.evolve(coker=COKER.evolve(coke_ratio=4.1))},
        (
            "Parity.crude: a carbon residue of 25 % is above the range of "
            "coker.yields='carbon residue', which leaves "
        ),
    ),
]


@pytest.mark.parametrize(("changed", "text"), REFUSALS)
def test_what_cannot_be_is_refused(changed: dict[str, Any], text: str) -> None:
    assert refusal(lambda: PARITY.evolve(**changed)).startswith(text)


def test_a_coker_of_averages_needs_no_carbon_residue() -> None:
    average = COKING.evolve(coker=COKER.evolve(yields="average"))
    assert PARITY.evolve(crude=UNKNOWN, refinery=average).crude == UNKNOWN


def test_it_leaves_the_process() -> None:
    assert pickle.loads(pickle.dumps(PARITY)) == PARITY  # noqa: S301


LEAVES = {
    path: (field, raw)
    for path, field, raw in PARITY.leaves()
    if isinstance(raw, float) and not path.endswith(("boils_from", "boils_to"))
}


@pytest.mark.parametrize("path", LEAVES)
def test_an_array_gives_what_each_of_its_numbers_does(path: str) -> None:
    field: Any = LEAVES[path][0]
    number, unit = LEAVES[path][1], field.unit
    rows = number * np.array([1.0, 0.9995, 0.999])
    many = at_parity(PARITY.vary({path: oe.Q(rows, unit)}).values, 63.8).delivered
    each = [at_parity(PARITY.vary({path: oe.Q(row, unit)}).values, 63.8).delivered for row in rows]
    np.testing.assert_array_equal(np.broadcast_to(many, 3), each)


def test_what_the_error_of_a_linear_coker_says_to_write_works() -> None:
    whole = ASSAY.vary({"residue.carbon_residue": "34 %"})
    linear = COKING.evolve(coker=COKER.evolve(yields="linear"))
    text = refusal(lambda: PARITY.evolve(crude=whole, refinery=linear))
    write = "write yields='average', or yields='carbon residue', coke_ratio=1.28"
    assert text.endswith(f"-0.372 % of naphtha; {write}")
    for given in ({"yields": "average"}, {"yields": "carbon residue", "coke_ratio": 1.28}):
        plant = COKING.evolve(coker=COKER.evolve(**given))
        assert PARITY.evolve(crude=whole, refinery=plant).crude == whole


def test_of_two_prices_the_other_is_left_out_by_none() -> None:
    dearer = PARITY.vary({"marker_price": "56.39 USD/bbl", "marker_differential": None})
    assert dearer.marker_price == oe.Q(56.39, "USD/bbl")
    text = refusal(lambda: PARITY.vary({"prices.diesel.crack": "30 USD/bbl"}))
    assert text.endswith("got price and crack; write one, the rest as None")
    spread = {"prices.diesel.crack": "30 USD/bbl", "prices.diesel.price": None}
    assert PARITY.vary(spread).prices.get("diesel.crack") == oe.Q(30.0, "USD/bbl")
