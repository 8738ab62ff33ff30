"""The command that dilutes a heavy crude."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from oilecon import blending

if TYPE_CHECKING:
    from tests.samples import Run

ORINOCO = ("dilute", "orinoco extra-heavy", "Heavy Naphtha")
THICK = ("dilute", "Merey:AD02257", "Mesa 30", "--viscosity", "350 cSt")
METHOD = ("--temperature", "38 degC", "--rule", "refutas", "--basis", "volume")


def figures(oilecon: Run, *asked: str) -> dict[str, float]:
    document = json.loads(oilecon(*asked, "--json").out)
    return {row["figure"]: row["value"] for row in document["figures"]}


@pytest.mark.parametrize("shrunk", [True, False])
def test_a_dilution_is_the_library_s(oilecon: Run, *, shrunk: bool) -> None:
    direct = oe.dilute(
        oe.Crude.shipped("Orinoco extra-heavy"),
        oe.Crude.shipped("heavy naphtha"),
        api="16 degAPI",
        shrunk=shrunk,
    )
    option = () if shrunk else ("--before-shrinkage",)
    costs = ("--heavy-cost", "15 USD/bbl", "--diluent-cost", "60 USD/bbl")
    shown = figures(oilecon, *ORINOCO, "--api", "16 degAPI", *option, *costs)
    assert shown == {
        "diluent, share of the volumes mixed": direct.share.magnitude,
        "diluent by the barrel of heavy crude": direct.ratio_to_heavy.magnitude,
        "diluent by the barrel of blend": direct.per_barrel_of_blend.magnitude,
        "shrinkage": direct.shrinkage.magnitude,
        "gravity before shrinkage": direct.gravity_before_shrinkage.magnitude,
        "gravity": direct.gravity.magnitude,
        "barrels by the tonne": blending.barrels_per_tonne(direct.blend).magnitude,
        "cost of a barrel of blend": direct.cost("15 USD/bbl", "60 USD/bbl").magnitude,
    }


def test_a_viscosity_decides_and_is_shown_with_the_spread_of_the_rules(oilecon: Run) -> None:
    direct = oe.dilute(
        oe.Crude.shipped("Merey", sample="AD02257"),
        oe.Crude.shipped("Mesa 30"),
        viscosity="350 cSt",
        temperature="38 degC",
        rule="refutas",
        basis="volume",
        api="15 degAPI",
    )
    asked = (*THICK, *METHOD, "--api", "15 degAPI")
    document = json.loads(oilecon(*asked, "--json").out)
    assert document["binds"] == direct.binds == "viscosity"
    assert document["heavy"] == "Merey of 14.7 degAPI"
    shown = figures(oilecon, *asked)
    assert shown["viscosity"] == pytest.approx(350.0, rel=1e-9)
    assert shown["viscosity, lowest by the rules"] == direct.blend.viscosity_low.magnitude
    assert shown["viscosity, highest by the rules"] == direct.blend.viscosity_high.magnitude
    assert oilecon(*asked).out.endswith("\nThe target viscosity decides.\n")


def test_an_oil_may_be_a_gravity_and_is_changed_by_its_paths(oilecon: Run) -> None:
    plain = figures(oilecon, "dilute", "8.5 degAPI", "56.5 degAPI", "--api", "16 degAPI")
    sulphur = ("--set", "heavy.sulphur=4 %", "--set", "diluent.sulphur=0.1 %")
    changed = figures(oilecon, *ORINOCO, "--api", "16 degAPI", *sulphur)
    assert changed["gravity"] == plain["gravity"]
    oils = oe.Crude("8.5 degAPI", sulphur="4 %"), oe.Crude("56.5 degAPI", sulphur="0.1 %")
    blended = oe.dilute(*oils, api="16 degAPI").blend
    assert changed["sulphur"] == pytest.approx(blended.sulphur.to("percent").magnitude, rel=1e-14)
    assert "sulphur" not in plain
    thicker = figures(oilecon, *ORINOCO, "--api", "16 degAPI", "--set", "heavy.api=8 degAPI")
    assert thicker["shrinkage"] > plain["shrinkage"]


def test_what_is_not_defined_is_said_so(oilecon: Run) -> None:
    asked = ("dilute", "8.5 degAPI", "60 degAPI", "--api", "60 degAPI")
    assert figures(oilecon, *asked)["diluent by the barrel of heavy crude"] is None
    assert oilecon(*asked).out.endswith(
        "\nNot defined, since the blend is all diluent: diluent by the barrel of heavy crude.\n"
    )
    rows = list(csv.DictReader(io.StringIO(oilecon(*asked, "--csv", "-").out)))
    assert [row["value"] for row in rows if row["figure"].endswith("heavy crude")] == [""]
    light = oilecon("dilute", "20 degAPI", "60 degAPI", "--api", "16 degAPI")
    assert light.out.endswith("\nNo diluent is needed: the crude meets every target.\n")


REFUSED = {
    ORINOCO: "a target is required; write --api '16 degAPI', or --viscosity '350 cSt'",
    THICK: (
        "a viscosity needs --temperature and --rule and --basis too; write --temperature '38 degC' "
        "--rule refutas --basis volume"
    ),
    (*ORINOCO, "--api", "16 degAPI", "--heavy-cost", "15 USD/bbl"): (
        "--heavy-cost and --diluent-cost go together; write --heavy-cost '15 USD/bbl' "
        "--diluent-cost '60 USD/bbl'"
    ),
    ("dilute", "merey", "Mesa 30", "--api", "16 degAPI"): (
        "'merey' has 3 samples: AD01913 (17.4 degAPI), AD02257 (14.7 degAPI), shale24-2026 (15.5 "
        "degAPI); write 'merey:AD01913' for one of them"
    ),
    ("dilute", "Boscn", "Mesa 30", "--api", "16 degAPI"): (
        "no shipped crude 'Boscn'; did you mean 'Boscan'? Crude.catalogue() lists all"
    ),
    (*ORINOCO, "--api", "16"): (
        "api: expected degAPI, got the bare number 16; write '16 degAPI' if that is the unit"
    ),
    (*ORINOCO, "--api", "16 degAPI", "--set", "havy.api=8 degAPI"): (
        "--set havy.api: expected a path that begins with heavy. or diluent., got 'havy.api'; did "
        "you mean 'heavy'?"
    ),
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_dilutions_are_one_message_and_exit_code_2(
    oilecon: Run, arguments: tuple[str, ...]
) -> None:
    ran = oilecon(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"oilecon: {REFUSED[arguments]}\n")


def test_it_runs_as_a_program() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "oilecon", *ORINOCO, "--api", "16 degAPI"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    title = "Orinoco extra-heavy of 8.5 degAPI with heavy naphtha of 56.5 degAPI\n\n"
    assert ran.stdout.startswith(title)
    assert ran.stdout.endswith("\nThe target gravity decides.\n")


def test_a_warning_is_one_message_beside_the_answer() -> None:
    between = [*METHOD[:1], "40 degC", *METHOD[2:]]
    ran = subprocess.run(
        [sys.executable, "-m", "oilecon", *THICK, *between],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout.endswith("\nThe target viscosity decides.\n")
    assert ran.stderr == (
        "oilecon: warning: viscosity of 'Merey' between its measurements at 38 and 99 degC: no "
        "sound assay confirms Walther's line over more than 33 degC; add a measured point nearer\n"
    )
