"""Assays in tables: files, sheets and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import oilecon as oe
from tests.samples import refusal

if TYPE_CHECKING:
    from pathlib import Path

SEMICOLONS = """\
cut;boils_from [degC];boils_to [degC];volume [%];api [degAPI];carbon_residue [%]
Light naphtha;IBP;80;2,49;82,51;
Naphtha;80;180;9,51;52,82;
Kerosene;180;290;12,26;34,71;
Diesel;290;340;7,71;26,48;
Gas oil;340;525;27,8;15,7;
>525;525;FBP;40,23;2,34;25,76
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["Merey 16", "Kearl", "Fort Hills", "M100 fuel oil"])
def test_a_table_comes_back_as_it_went_out(name: str, tmp_path: Path) -> None:
    assay = oe.Assay.shipped(name)
    path = tmp_path / "assay.csv"
    assay.to_frame().to_csv(path)
    for again in (oe.Assay.from_table(assay.to_frame()), oe.Assay.from_table(path)):
        assert list(again.cuts) == list(assay.cuts)
        for leaf in assay.paths():
            before, after = assay.get(leaf), again.get(leaf)
            if before is None:
                assert after is None
            else:
                assert after.magnitude == pytest.approx(before.magnitude)
    assert oe.Assay.from_table(path).name == "assay"
    assert oe.Assay.from_table(path, name="ours").name == "ours"


def test_semicolons_decimal_commas_gravities_and_names_as_typed(tmp_path: Path) -> None:
    assay = oe.Assay.from_table(written(tmp_path / "ours.csv", SEMICOLONS))
    assert list(assay.cuts) == [
        *("light_naphtha", "naphtha", "kerosene", "diesel", "gas_oil", "above_525"),
    ]
    residue = assay.cuts["above_525"]
    assert residue.volume.magnitude == pytest.approx(0.4023)
    assert residue.density.magnitude == pytest.approx(1056.19, abs=0.01)  # 2.34 degAPI
    assert residue.boils_to is None


def test_degrees_fahrenheit_are_read() -> None:
    frame = pd.DataFrame(
        {
            "boils_from [degF]": [None, 977.0],
            "boils_to [degF]": [977.0, None],
            "volume [%]": [60.0, 40.0],
            "density [kg/m3]": [880.0, 1050.0],
        },
        index=["distillate", "residue"],
    )
    assert oe.Assay.from_table(frame).cuts["residue"].boils_from.magnitude == pytest.approx(525.0)


def test_a_sheet_is_read(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    path = tmp_path / "ours.xlsx"
    assay = oe.Assay.shipped("Maya")
    assay.to_frame().to_excel(path)
    again = oe.Assay.from_table(path)
    assert again.cuts["vr"].volume.magnitude == pytest.approx(0.3596)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "cut,density\nx,900\n",
            (
                "line 2: density: expected kg/m3, got the bare number 900; write '900 kg/m3' if "
                "that is the unit"
            ),
        ),
        ("cut,volum [%]\nx,1\n", "line 1: unknown column 'volum [%]'; did you mean 'volume'?"),
        (
            "cut,volume [%],density [kg/m3]\nx,abc,900\n",
            (
                "line 2: volume: expected a number and a unit, got the text 'abc'; write for "
                "example '12.3 %'"
            ),
        ),
        (
            "cut,volume [%],density [kg/m3]\nx,50,900\nX,50,950\n",
            "line 3: cut: 'X' stands twice; give each its own name",
        ),
        (
            "cut,volume [%],density [kg/m3]\n,50,900\n",
            "line 2: cut: expected a name such as 'vacuum residue', got nothing",
        ),
        ("volume [%]\n50\n", "line 1: no column 'cut', with the name of each cut"),
        (
            "cut,api [degAPI],density [kg/m3]\nx,20,900\n",
            "line 1: expected density or api, got both; leave one column out",
        ),
        ("cut,volume [%]\nx,50,9\n", "line 2: expected 2 cells, got 3"),
        (
            "cut,volume [%],volume [%]\nx,5,5\n",
            "line 1: column 'volume' stands twice; leave one out",
        ),
    ],
)
def test_a_fault_is_named_by_its_place(text: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path / "ours.csv", text)
    assert refusal(lambda: oe.Assay.from_table(path)) == f"ours.csv {said}"


def test_other_faults_of_a_file(tmp_path: Path) -> None:
    empty = written(tmp_path / "e.csv", "cut,volume [%]\n")
    assert refusal(lambda: oe.Assay.from_table(empty)) == (
        "e.csv: no cuts: expected a row for each below the headings"
    )
    latin = tmp_path / "l.csv"
    latin.write_bytes(b"cut,volume [%]\nr\xe9sidu,50\n")
    assert refusal(lambda: oe.Assay.from_table(latin)) == (
        "l.csv: no text in UTF-8; save it as CSV in UTF-8, or as .xlsx"
    )
    missing = tmp_path / "m.csv"
    assert "cannot be read: No such file" in refusal(lambda: oe.Assay.from_table(missing))


def test_a_wrong_density_is_refused_by_the_assay(tmp_path: Path) -> None:
    text = SEMICOLONS.replace("34,71", "14,71")
    path = written(tmp_path / "ours.csv", text)
    assert refusal(lambda: oe.Assay.from_table(path)).startswith("Assay.cuts.diesel.density")


def test_arrays_make_no_table() -> None:
    assay = oe.Assay.shipped("Maya", sulphur=oe.Q([3.37, 3.38], "%"))
    assert refusal(assay.to_frame) == "Assay.to_frame: expected one case, got arrays"
