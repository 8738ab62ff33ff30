"""The commands of the refiner's side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run

PARITY = ("parity", "Merey 16", "--price", "56.39 USD/bbl")


def test_a_crude_at_the_gate_is_the_library_s(oilecon: Run) -> None:
    made = oe.refine(
        oe.Assay.shipped("Merey 16"),
        oe.Refinery.shipped("US Gulf coking"),
        oe.ProductPrices.shipped("US Gulf Coast", on="2025-11"),
        price="57 USD/bbl",
    )
    asked = ("refine", "Merey 16", "--refinery", "US Gulf coking", "--price", "57 USD/bbl")
    document = json.loads(oilecon(*asked, "--json").out)
    waterfall = {row["line"]: row["amount [USD/bbl]"] for row in document["waterfall"]}
    assert waterfall["gross product worth"] == pytest.approx(made.gross.magnitude)
    assert waterfall["margin of the refiner"] == pytest.approx(made.margin.magnitude)
    shown = oilecon(*asked).out
    for heading in (
        "Merey 16 in US Gulf coking, prices of US Gulf Coast in 2025-11",
        "Products",
        "By the model of the coker's yields",
    ):
        assert f"{heading}\n" in shown


def test_without_a_refinery_every_configuration_that_the_prices_are_enough_for(
    oilecon: Run,
) -> None:
    rows = json.loads(oilecon("refine", "Merey 16", "--json").out)
    assert [row["configuration"] for row in rows] == ["hydroskimming", "cracking", "coking"]
    values = [row["value at the refinery gate [USD/bbl]"] for row in rows]
    assert values == sorted(values)
    shandong = oilecon("refine", "Merey 16", "--prices", "Shandong", "--json")
    assert json.loads(shandong.out)[-1]["configuration"] == "bitumen"


def test_parity_is_the_library_s_and_changes_by_paths(oilecon: Run) -> None:
    made = oe.parity(
        oe.Assay.shipped("Merey 16"),
        oe.Assay.shipped("Maya"),
        oe.Refinery.shipped("US Gulf coking"),
        oe.ProductPrices.shipped("US Gulf Coast", on="2025-11"),
        "56.39 USD/bbl",
        brent="63.8 USD/bbl",
    )
    document = json.loads(oilecon(*PARITY, "--brent", "63.8 USD/bbl", "--json").out)
    for name in ("delivered", "on_worth", "differential", "width"):
        assert document[name] == pytest.approx(getattr(made, name).magnitude)
    assert json.loads(oilecon(*PARITY, "--json").out)["differential"] is None
    dearer = ("--set", "prices.diesel.price=120 USD/bbl", "--json")
    assert json.loads(oilecon(*PARITY, *dearer).out)["delivered"] > document["delivered"]
    assert "Brent -6.80 USD/bbl, delivered" in oilecon(*PARITY, "--brent", "63.8 USD/bbl").out


def test_an_assay_of_one_s_own_is_a_table(oilecon: Run, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    oe.Assay.shipped("Merey 16").to_frame().to_csv(path)
    document = json.loads(oilecon("parity", str(path), *PARITY[2:], "--json").out)
    shipped = json.loads(oilecon(*PARITY, "--json").out)
    assert document["delivered"] == pytest.approx(shipped["delivered"])
    missing = oilecon("refine", str(tmp_path / "none.csv"))
    assert missing.code == 2
    assert "cannot be read: No such file or directory" in missing.err


def test_a_plant_that_lacks_a_figure_is_left_out_by_name(oilecon: Run, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    frame = oe.Assay.shipped("Merey 16").to_frame().drop(columns=["carbon_residue [%]"])
    frame.to_csv(path)
    printed = oilecon("refine", str(path)).out
    assert "\ncoking is left out: refine: assay.cuts.vr.carbon_residue: required by" in printed
    assert "\nbitumen is left out: ProductPrices.bitumen: a bitumen refinery needs" in printed


def test_a_discount_is_split_at_the_point_where_it_is_measured(oilecon: Run) -> None:
    asked = ("discount", "--observed", "-16.29 USD/bbl", "--at", "FOB")
    document = json.loads(oilecon(*asked, "--json").out)
    assert document["point"] == "FOB"
    parts = {row["part"]: row["amount [USD/bbl]"] for row in document["parts"]}
    assert parts.pop("observed") == pytest.approx(sum(parts.values()))
    title = "Differential to Brent, FOB at the load port; quality by parity on gulf\n"
    assert oilecon(*asked).out.startswith(title)


def test_fob_is_not_compared_with_delivered_in_the_command_s_words(oilecon: Run) -> None:
    bare = oilecon("discount", "--observed", "-16.29 USD/bbl")
    assert "write --at 'FOB', --at 'delivered' or --at 'receipt'" in bare.err
    mixed = oilecon("discount", "--at", "fob")
    assert mixed.code == 2
    assert mixed.err == (
        "oilecon: at: the differential of 'asia' is delivered at the port of discharge, not FOB at "
        "the load port, and the two are not compared; write --at 'delivered', or the figure "
        "measured there, --observed '-16.29 USD/bbl' --at 'FOB'\n"
    )
    assert "did you mean 'Merey'?" in oilecon("refine", "Mery").err


def test_prices_are_those_of_the_refinery_s_place(oilecon: Run) -> None:
    for refinery, place in (("NW Europe cracking", "NW Europe"), ("Shandong bitumen", "Shandong")):
        shown = oilecon("refine", "Merey 16", "--refinery", refinery).out
        assert shown.startswith(f"Merey 16 in {refinery}, prices of {place} in 2025-11\n")
    abroad = ("--refinery", "India coking")
    none = oilecon("refine", "Merey 16", *abroad)
    assert none.code == 2
    assert none.err == (
        "oilecon: --prices: no product prices of India are shipped; write --prices 'NW Europe'\n"
    )
    assert oilecon("refine", "Merey 16", *abroad, "--prices", "NW Europe").code == 0
    own, gulf = (
        json.loads(oilecon(*PARITY, "--refinery", "NW Europe cracking", *more, "--json").out)
        for more in ((), ("--prices", "US Gulf Coast"))
    )
    assert own["delivered"] != gulf["delivered"]


def test_a_full_coker_takes_its_share_of_the_diet(oilecon: Run) -> None:
    full = (*PARITY, "--set", "refinery.coker.capacity=35 %", "--json")
    assert "share: required where a unit has a capacity" in oilecon(*full).err
    steps = json.loads(oilecon(*full, "--share", "20 %").out)["steps"]
    assert "coker full" in [step["step"] for step in steps]
