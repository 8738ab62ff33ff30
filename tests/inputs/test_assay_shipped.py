"""Shipped assays: by name and sample, with their evidence, and those whose cuts are impossible."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, UnknownName
from oilecon.reference.assays import assay_samples
from tests.samples import refusal

IMPOSSIBLE = {
    ("Merey", "Merey_O&G"): (
        "Assay.cuts.ago.density: expected more than that of 'diesel', 855.5 kg/m3, since density "
        "rises with the boiling point, got 849.3 kg/m3; volumes made with it are impossible. Write "
        "the densities of another sample"
    ),
    ("Hamaca syncrude", "Hamaca Venezuela_Knovel"): (
        "Assay.cuts: expected masses, by the density of each, that make 100 % of the whole's, "
        "within 1 %, got 97.26 %; write density=None for the whole crude's to follow from its "
        "cuts, or mend theirs"
    ),
}
"""Samples that are listed, and refused as assays."""

POSSIBLE = [key for key in assay_samples() if key not in IMPOSSIBLE]


@pytest.mark.parametrize("key", POSSIBLE, ids=" ".join)
def test_a_sample_is_an_assay_with_evidence_of_every_figure(key: tuple[str, str]) -> None:
    crude, sample = key
    assay = oe.Assay.shipped(crude, sample=sample)
    whole, *cuts = assay_samples()[key]
    assert (assay.name, assay.sample, list(assay.cuts)) == (*key, [row.cut for row in cuts])
    assert assay.source == " ".join(whole.evidence.source)
    for row in (whole, *cuts):
        for field in row.values:
            path = field if row is whole else f"{row.cut}.{field}"
            behind = assay.row(path)
            assert behind is not None
            assert behind.evidence.row == f"{row.evidence.row}:{field}"


@pytest.mark.parametrize("key", IMPOSSIBLE, ids=" ".join)
def test_impossible_cuts_are_listed_and_refused_by_what_is_wrong(key: tuple[str, str]) -> None:
    crude, sample = key
    named = f"Assay.shipped: sample {sample!r} of {crude!r}: "
    assert refusal(lambda: oe.Assay.shipped(crude)) == f"{named}{IMPOSSIBLE[key]}"
    figures = oe.Assay.figures(crude, sample=sample)
    assert "ago.density" in figures.index
    assert figures.loc["density", "note"]
    assert key in oe.Assay.catalogue().index


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("Maya", "Maya_Solomon 2001"),
        ("WCS", "West Canadian Select_Solomon 2013"),
        ("western canadian select", "West Canadian Select_Solomon 2013"),
        ("mars", "Mars_Solomon 2017"),
        ("Cold Lake Blend", "Cold Lake Blend_Solomon"),
        ("Merey 16", "Merey_Solomon 2015"),
        ("Brent", "Brent Blend_Solomon"),
        ("Arab Heavy", "Arabian Heavy_Solomon 2012"),
        ("Castilla Blend", "Castilla Blend_Solomon 2016"),
        ("Tia Juana Pesado", "Tia Juana Pesado_Solomon 2002"),
    ],
)
def test_a_plain_name_is_the_first_sample(name: str, sample: str) -> None:
    assert oe.Assay.shipped(name).sample == sample


def test_grades_are_named_as_crudes_are() -> None:
    crudes = {grade for grade, _ in oe.Crude.catalogue().index}
    alone = {crude for crude, _ in assay_samples()} - crudes
    assert alone == {
        *("BCF-17", "BCF-24", "Dubai", "ESPO", "Fort Hills", "Iran Heavy", "M100 fuel oil"),
        *("Morichal 16", "Oriente", "Orinoco naphtha diluent", "Peregrino", "WTI", "Zuata 20"),
        "Zuata extra-heavy",
    }
    for other in oe.Assay._aliases.values():
        assert other in crudes


def test_another_sample_is_asked_for_by_its_name() -> None:
    suncor = oe.Assay.shipped("WCS", sample="Wcs214 (Suncor)_Solomon")
    assert suncor.density == oe.Q("917.1 kg/m3")
    assert oe.Assay.figures("WCS", sample="Wcs214 (Suncor)_Solomon").loc["density", "value"] == (
        917.1
    )


def test_light_ends_without_a_density_have_that_of_their_volume_and_mass() -> None:
    cut = oe.Assay.shipped("Mars", sample="MARS202503").cuts["light_ends"]
    assert cut.filled["density"] is None
    assert cut.filled["boils_to"] == 15.0
    note = oe.Assay.figures("Mars", sample="MARS202503").loc["light_ends.volume", "note"]
    assert "Volume and mass make its density" in str(note)


def test_figures_are_in_the_units_of_the_table() -> None:
    table: Any = oe.Assay.figures("Merey 16")
    assay = oe.Assay.shipped("Merey 16")
    for field, figure in table.iterrows():
        own = assay.get(str(field)).to(oe.Q(1.0, figure["unit"]).units)
        assert own.magnitude == pytest.approx(figure["value"])
    assert set(table["kind"]) == {"published"}
    assert table.loc["sulphur", "note"] == "The nearest to the Merey 16 that is exported."


def test_the_catalogue_has_a_row_a_sample() -> None:
    table: Any = oe.Assay.catalogue()
    assert list(table.index) == list(assay_samples())
    assert list(table.loc[("Kearl", "KEARL23B")][:4]) == [935.0, 3.834, 9.67, 13.0]
    assert not table.isna().any().any()


def test_own_figures_replace_the_shipped_ones_and_are_checked() -> None:
    assert oe.Assay.shipped("Maya", sulphur="3.4 %").filled["sulphur"] == 0.034
    with pytest.raises(
        InputError, match="expected masses, by the density of each, that make 100 %"
    ):
        oe.Assay.shipped("Maya", density="950 kg/m3")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: oe.Assay.shipped("Boscan"),
            "no shipped assay 'Boscan'",
        ),
        (
            lambda: oe.Assay.shipped("Maya", sample="Stratiev"),
            "'Maya' has no sample 'Stratiev'",
        ),
        (
            lambda: oe.Assay.figures("Merey 16", sample="Merey_O&G"),
            "'Merey 16' has no sample 'Merey_O&G'",
        ),
    ],
)
def test_an_unknown_name_is_refused(call: Any, text: str) -> None:
    with pytest.raises(UnknownName) as refused:
        call()
    assert str(refused.value).startswith(text)
