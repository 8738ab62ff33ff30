"""PRELIM v1.6 (University of Calgary): assays by cut, yields and energy of refinery units.

Through github.com/sentier-dev/PRELIM @56654a49. Every sample's cuts against its whole crude: those
of Solomon Associates close in volume to 0.07 %, in mass, density and sulphur to a rounding of their
last digit, 0.03 %, and in carbon residue to 0.02 % of the crude; the diluent's two cuts have more
sulphur than the whole of it, as in the source, and the others are printed more coarsely. Assays of
ExxonMobil, Equinor and TotalEnergies are held to the same sums beside them. Energy: to four
figures, the rounding of the shipped rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oilecon.reference.assays import assay_samples
from oilecon.reference.refineries import unit_figures

if TYPE_CHECKING:
    from oilecon.reference.assays import CutRow

SOLOMON = [key for key in assay_samples() if "Solomon" in key[1]]
OTHERS = {
    # sample: volume and mass of 100, density, sulphur, carbon residue
    "Access Western Blend_Crude Monitor": (0.02, 0.02, 5e-4, 5e-4, 0.02),
    "MAYA_Stratiev": (0.02, 0.01, 5e-4, 5e-4, 0.02),
    "CLKBL23B": (1e-9, 1e-9, 3e-3, 1e-3, 1e-3),
    "KEARL23B": (1e-9, 1e-9, 1e-2, 1e-3, 1e-3),
    "MARS202503": (0.02, 0.01, 3e-3, 1e-3, 1e-3),
    "Equinor": (0.02, 0.01, 2e-3, 1e-3, 1e-3),
    "TotalEnergies 2017": (1e-9, 1e-9, 3e-4, 2e-3, 1e-3),
}
IMPOSSIBLE = {"Merey_O&G", "Hamaca Venezuela_Knovel"}


def parts(key: tuple[str, str]) -> tuple[CutRow, list[CutRow]]:
    whole, *cuts = assay_samples()[key]
    return whole, cuts


def summed(cuts: list[CutRow], field: str, by: str = "") -> float:
    """Return a sum over cuts; a property that is not published of one counts as none of it."""
    return sum(cut.values.get(field, 0.0) * (cut.values[by] / 100.0 if by else 1.0) for cut in cuts)


def density(whole: CutRow, cuts: list[CutRow]) -> float:
    """Return the density that the cuts make [kg/m3]."""
    return sum(
        cut.values["volume"] / 100.0 * cut.values["density"]
        if "density" in cut.values
        else cut.values["mass"] / 100.0 * whole.values["density"]
        for cut in cuts
    )


def test_every_sample_is_held_to_its_whole_crude() -> None:
    held = {sample for _, sample in SOLOMON} | set(OTHERS) | IMPOSSIBLE
    assert held == {sample for _, sample in assay_samples()}
    assert len(SOLOMON) == 29


@pytest.mark.parametrize("key", SOLOMON, ids=" ".join)
def test_a_sample_of_solomon_closes(key: tuple[str, str]) -> None:
    whole, cuts = parts(key)
    assert summed(cuts, "volume") == pytest.approx(100.0, abs=0.07)
    assert summed(cuts, "mass") == pytest.approx(100.0, abs=0.03)
    assert density(whole, cuts) == pytest.approx(whole.values["density"], rel=3e-4)
    carbon = summed(cuts, "carbon_residue", "mass")
    assert carbon == pytest.approx(whole.values["carbon_residue"], abs=0.02)
    if key[0] != "Orinoco naphtha diluent":
        sulphur = summed(cuts, "sulphur", "mass")
        assert sulphur == pytest.approx(whole.values["sulphur"], abs=0.007)


@pytest.mark.parametrize("sample", OTHERS)
def test_another_sample_closes(sample: str) -> None:
    (key,) = (each for each in assay_samples() if each[1] == sample)
    whole, cuts = parts(key)
    volume, mass, heavy, sulphur, carbon = OTHERS[sample]
    assert summed(cuts, "volume") == pytest.approx(100.0, abs=volume)
    assert summed(cuts, "mass") == pytest.approx(100.0, abs=mass)
    assert density(whole, cuts) == pytest.approx(whole.values["density"], rel=heavy)
    wanted = whole.values["sulphur"]
    assert summed(cuts, "sulphur", "mass") == pytest.approx(wanted, rel=sulphur)
    wanted = whole.values["carbon_residue"]
    assert summed(cuts, "carbon_residue", "mass") == pytest.approx(wanted, rel=carbon)


@pytest.mark.parametrize(
    ("key", "share"), [(("Merey", "Merey_O&G"), 0.9595), (("Hamaca syncrude", ""), 0.9726)]
)
def test_impossible_densities_make_less_than_the_crude(key: tuple[str, str], share: float) -> None:
    (meant,) = (each for each in assay_samples() if each[0] == key[0])
    whole, cuts = parts(meant)
    assert density(whole, cuts) / whole.values["density"] == pytest.approx(share, abs=2e-4)
    assert summed(cuts, "sulphur", "mass") == pytest.approx(whole.values["sulphur"], rel=1e-3)


def test_the_diluent_s_cuts_have_more_sulphur_than_the_whole() -> None:
    whole, cuts = parts(("Orinoco naphtha diluent", "NAPTHDiluent_Solomon"))
    assert {cut.values["sulphur"] for cut in cuts} == {0.077}
    assert whole.values["sulphur"] == 0.031


# -- energy of the units: PRELIM's figures in its own units --------------------------------------

SCF = 1030e-6  # MMBtu
MJ = 1.0 / 1055.056
ENERGY = {
    "crude_unit.fuel": (63.6, 32, 108, SCF),
    "vacuum_unit.fuel": (106, 53, 196, SCF),
    "coker.fuel": (189, 119, 218, MJ),
    "cracker.fuel": (57, 10, 71, MJ),
    "reformer.fuel": (364, 276, 364, MJ),
    "vacuum_unit.power": (2.2, 1.4, 2.5, 1.0),
    "coker.power": (3.54, 1.2, 3.6, 1.0),
    "cracker.power": (8.6, 2.8, 11, 1.0),
    "hydrotreaters.power": (6.26, 2.1, 7.9, 1.0),
    "hydrotreaters.naphtha": (0.1986, 0.0602, 0.337, 1.0),
    "hydrotreaters.kerosene": (0.7001, 0.0602, 1.34, 1.0),
    "hydrotreaters.diesel": (0.5415, 0.12, 0.963, 1.0),
    "hydrotreaters.gas_oil": (1.2055, 0.241, 2.17, 1.0),
}
ROWS = {row.path: row for row in unit_figures()}


@pytest.mark.parametrize("path", ENERGY)
def test_energy_and_hydrogen_are_prelim_s(path: str) -> None:
    *figures, unit = ENERGY[path]
    row = ROWS[path]
    own = [row.value, row.evidence.low, row.evidence.high]
    assert own == pytest.approx([figure * unit for figure in figures], rel=5e-4)


def test_hydrogen_from_gas_takes_feed_and_fuel() -> None:
    heat = (0.3126 + 0.0343) / 0.0024 * SCF
    assert ROWS["hydrogen_gas"].value == pytest.approx(heat, rel=1e-3)


def test_fuel_gas_is_what_table_6_has_below_c3() -> None:
    parts = {35: 55.57, 2: 50.34, 13: 51.95}  # parts by mass: gross heating value, MJ/kg
    heat = sum(part * each for part, each in parts.items()) / sum(parts) * 1000.0 * MJ
    assert ROWS["fuel_gas_heat"].value == pytest.approx(heat, rel=1e-3)


# -- the cracker at 75 % conversion, and between the curves at 70 and 80 % ------------------------

CRACKER = {
    "lpg": (26.64, 23.563, 29.195),
    "gasoline": (57.9, 54.059, 61.296),
    "light_cycle_oil": (18.71, 20.343 - 5.15, 30.129 - 7.468),
    "slurry": (6.28, 5.15, 7.468),
    "fuel_gas": (5.31, 5.219, 5.438),
    "coke": (5.52, 5.319, 5.69),
}


@pytest.mark.parametrize("product", CRACKER)
def test_a_cracker_s_yields_are_prelim_s(product: str) -> None:
    row = ROWS[f"cracker.{product}"]
    own = (row.value, row.evidence.low, row.evidence.high)
    assert own == pytest.approx(CRACKER[product], rel=1e-9)


def test_the_liquids_of_a_cracker_expand_as_prelim_says() -> None:
    liquids = sum(CRACKER[each][0] for each in ("lpg", "gasoline", "light_cycle_oil", "slurry"))
    assert liquids == pytest.approx(109.55, abs=0.03)
