"""Fractions of a crude from the cuts of its assay."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core.quality import BARREL_M3
from oilecon.netback.assays import FRACTIONS, density_kg_m3, fractions, mixed, parts
from tests.samples import ASSAY, LIGHTER, refusal

OF: Any = fractions(ASSAY.unfilled_tree())


def test_a_wide_cut_is_divided_by_its_degrees() -> None:
    # 180 to 340 degC is 20 %: of 160 degrees, 110 are kerosene and 50 diesel
    assert OF["kerosene"].volume == pytest.approx(0.20 * 110 / 160)
    assert OF["diesel"].volume == pytest.approx(0.20 * 50 / 160)
    # a cut from the initial boiling point counts from 15 degC: 65 of 165 degrees are light
    assert OF["light_naphtha"].volume == pytest.approx(0.12 * 65 / 165)
    assert OF["residue"].volume == 0.40
    assert OF["residue"].carbon_kg_bbl == pytest.approx(0.4 * 1053.0 * BARREL_M3 * 0.25)


@given(st.lists(st.floats(60.0, 900.0), min_size=1, max_size=6, unique=True).map(sorted))
def test_volume_and_mass_are_kept_wherever_the_cuts_end(ends: list[float]) -> None:
    ends = [end for end in ends if end < 520.0] + [525.0]
    edges: list[float | None] = [None, *ends, None]
    share = 1.0 / (len(edges) - 1)
    cuts = {
        f"c{k}": {
            "boils_from": low,
            "boils_to": high,
            "volume": share,
            "mass": None,
            "density": 700.0 + 40.0 * k,
            "sulphur": None,
            "carbon_residue": None,
        }
        for k, (low, high) in enumerate(pairwise(edges))
    }
    assay = {"cuts": cuts, "density": None}
    of = fractions(assay).values()
    assert set(fractions(assay)) == set(FRACTIONS)
    assert sum(part.volume for part in of) == pytest.approx(1.0)
    mass = sum(part.mass_kg_bbl for part in parts(assay).values())
    assert sum(part.mass_kg_bbl for part in of) == pytest.approx(mass)


@given(st.floats(0.0, 1.0))
def test_a_mixture_lies_between_its_crudes(share: float) -> None:
    other: Any = fractions(LIGHTER.unfilled_tree())
    for name, part in mixed(OF, other, share).items():
        low, high = sorted((OF[name].volume, other[name].volume))
        assert low - 1e-12 <= part.volume <= high + 1e-12
        assert part.mass_kg_bbl == pytest.approx(
            (1.0 - share) * OF[name].mass_kg_bbl + share * other[name].mass_kg_bbl
        )


def test_shares_by_mass_make_the_same_crude_as_shares_by_volume() -> None:
    made: Any = parts(ASSAY.unfilled_tree())
    whole = sum(part.mass_kg_bbl for part in made.values())
    by_mass = ASSAY.evolve(
        cuts={
            name: cut.evolve(volume=None, mass=oe.Q(made[name].mass_kg_bbl / whole, "1"))
            for name, cut in ASSAY.cuts.items()
        }
    )
    for name, part in parts(by_mass.unfilled_tree()).items():
        assert part.volume == pytest.approx(made[name].volume)
        assert density_kg_m3(part) == pytest.approx(density_kg_m3(made[name]))


def test_an_analysis_over_boiling_points_is_refused_in_words() -> None:
    path = "gulf.sale.parity.crude.lsr.boils_to"
    ends = {path: ("79 degC", "81 degC")}
    assert refusal(lambda: oe.tornado(oe.scenario("article-parity"), ends)) == (
        "boils_from and boils_to of a cut: expected one temperature, got an array of shape (3,); "
        "write an assay for each"
    )
