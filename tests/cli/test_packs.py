"""``oilecon pack check``, and case packs as the scenario of any command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run

ROWS = """path,value,low,high,kind,as_of,note
market.brent,70 USD/bbl,65,80,assumption,2026-10,Our house view.
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "mycase"
    folder.mkdir()
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    scenarios = "scenario,base,mixed_dates\nmine,article,Ours is of October.\n"
    (folder / "scenarios.csv").write_text(scenarios, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("case")
def test_a_sound_pack_is_exit_code_zero(oilecon: Run) -> None:
    ran = oilecon("pack", "check", "mycase/")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("check      checked  problems  meaning\nfiles      1        0 ")
    assert ran.out.endswith("\nNo problems.\n")


def test_every_problem_is_printed_and_exit_code_one(oilecon: Run, case: Path) -> None:
    (case / "rows.csv").write_text(ROWS.replace("65,80,assumption", "75,80,guess"))
    ran = oilecon("pack", "check", "mycase")
    assert (ran.code, ran.err) == (1, "")
    assert "\nmycase/rows.csv line 2: kind: expected 'published', 'estimate', " in ran.out
    assert "\nmycase/rows.csv line 2: low: expected at most 70, the value, got 75\n" in ran.out
    assert ran.out.endswith("\n2 problems.\n")
    ran = oilecon("pack", "check", "mycase", "--json")
    assert ran.code == 1
    document = json.loads(ran.out)
    assert [each["check"] for each in document["problems"]] == ["sources", "ranges"]
    assert {row["check"]: row["problems"] for row in document["checked"]}["ranges"] == 1
    ran = oilecon("pack", "check", "mycase", "--csv", "-")
    assert ran.out.splitlines()[0] == "check,place,problem"
    assert ran.out.splitlines()[2].startswith("ranges,mycase/rows.csv line 2,")


@pytest.mark.usefixtures("case")
def test_a_pack_that_is_not_there_is_a_problem_of_its_files(oilecon: Run) -> None:
    ran = oilecon("pack", "check", "mycas")
    assert ran.code == 1
    assert "mycas: cannot be read: No such file or directory\n" in ran.out
    assert ran.out.endswith("\n1 problem.\n")


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("name", ["mycase", "mycase/", "mycase/:mine", "mycase:mine"])
@pytest.mark.parametrize("command", [["run"], ["inputs"], ["explain", "loss", "--scenario"]])
def test_every_command_takes_a_pack(oilecon: Run, command: list[str], name: str) -> None:
    ran = oilecon(*command, name, "--set", "market.vlsfo=500 USD/t")
    assert (ran.code, ran.err) == (0, "")
    assert "70" in ran.out


def test_a_simulation_takes_the_correlations_of_the_pack_or_shipped_ones(
    oilecon: Run, case: Path
) -> None:
    simulate = ["simulate", "mycase", "--draws", "500", "--outcome", "asia.netback"]
    free = oilecon(*simulate, "--json").out
    text = "set,left,right,value,note\nclose,market.brent,market.vlsfo,0.9,Refined from it.\n"
    (case / "correlations.csv").write_text(text, encoding="utf-8")
    tied = oilecon(*simulate, "--json", "--correlations", "close")
    assert (tied.code, tied.err) == (0, "")
    assert tied.out != free
    assert oilecon(*simulate, "--correlations", "article").code == 0
    wrong = oilecon(*simulate, "--correlations", "clos")
    assert wrong.err.startswith("oilecon: no set of correlations 'clos'")


def test_rows_alone_name_the_scenario_that_they_stand_over(oilecon: Run, case: Path) -> None:
    (case / "rows.csv").rename("rows.csv")
    ran = oilecon("run", "rows.csv:article", "--json")
    assert json.loads(ran.out)["title"] == "Transport only, with rows"
    assert oilecon("run", "rows.csv").err.startswith(
        "oilecon: rows: no scenarios, so that its rows may stand over any shipped one; write one "
    )
    named = f"`oilecon pack check rows.csv:{oe.scenarios().index[0]}`"
    assert named in oilecon("pack", "check", "rows.csv").out
    ran = oilecon("pack", "check", "rows.csv:article")
    assert ran.code == 0
    assert ran.out.endswith("\nNo problems.\n")


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mycase:late", "no scenario 'late' in the pack mycase; known: mine\n"),
        ("none:late", "expected a shipped scenario or a file, got 'none:late'; known: "),
    ],
)
def test_a_scenario_that_is_not_there_is_named(oilecon: Run, name: str, text: str) -> None:
    ran = oilecon("run", name)
    assert ran.code == 2
    assert ran.err.startswith(f"oilecon: {text}")
