"""Mass over every unit, of any crude in any refinery."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.netback.assays import FRACTIONS, fractions

PRICES = oe.ProductPrices.shipped("Shandong", on="2025-11")
PLANTS = {
    name: oe.Refinery.shipped(name)
    for name in (
        "US Gulf hydroskimming",
        "US Gulf cracking",
        "US Gulf coking",
        "Shandong bitumen",
    )
}


DENSITIES = (650.0, 750.0, 830.0, 880.0, 915.0, 940.0, 965.0, 1030.0)
FEW = settings(max_examples=20)  # each builds a crude and a table


@st.composite
def assays(draw: st.DrawFn) -> oe.Assay:
    """Draw a crude by eight cuts of any proportions, with densities as crudes have them."""
    parts = [draw(st.floats(0.01, 1.0)) for _ in FRACTIONS]
    cuts: dict[str, oe.Cut] = {}
    for (name, (low, high)), part, usual in zip(FRACTIONS.items(), parts, DENSITIES, strict=True):
        cuts[name] = oe.Cut(
            boils_from=None if low < 0.0 else f"{low} degC",
            boils_to=None if high > 900.0 else f"{high} degC",
            volume=part / sum(parts),
            density=f"{usual + draw(st.floats(-9.0, 9.0))} kg/m3",
            carbon_residue=draw(st.floats(0.15, 0.3)) if name == "residue" else None,
        )
    return oe.Assay(cuts)


@FEW
@given(
    assays(),
    st.sampled_from(sorted(PLANTS)),
    st.sampled_from(["carbon residue", "linear", "average"]),
    st.floats(0.0, 0.1),
)
@pytest.mark.filterwarnings("ignore::oilecon.AccuracyWarning")
def test_mass_closes_over_every_unit(assay: oe.Assay, name: str, yields: str, loss: float) -> None:
    plant = PLANTS[name].evolve(crude_unit=PLANTS[name].crude_unit.evolve(loss=loss))
    if plant.coker is not None:
        coker: Any = plant.coker
        plant = plant.evolve(coker=coker.evolve(yields=yields))
    made = oe.refine(assay, plant, PRICES)
    closing = made.balance().xs("closing", level="stream")["share of feed [%]"]
    assert closing.to_numpy() == pytest.approx(100.0)
    assert made.gross.magnitude == pytest.approx(
        sum(each.magnitude for each in made.worth.values())
    )


@FEW
@given(assays(), assays(), st.floats(0.0, 1.0))
def test_a_mixture_is_between_its_crudes_and_runs_as_both_do(
    first: oe.Assay, second: oe.Assay, share: float
) -> None:
    """But for hydrogen, which a plant buys or has to spare, worth is linear in the diet."""
    blend = oe.refining.blend_assays([(first, 1.0 - share), (second, share)])
    parts = [fractions(each.values) for each in (first, second, blend)]
    for name in FRACTIONS:
        ends = sorted(part[name].volume for part in parts[:2])
        assert ends[0] - 1e-9 <= parts[2][name].volume <= ends[1] + 1e-9
    plant = PLANTS["US Gulf cracking"]
    worth = [oe.refine(each, plant, PRICES).gross.magnitude for each in (first, second, blend)]
    assert worth[2] == pytest.approx((1.0 - share) * worth[0] + share * worth[1])
