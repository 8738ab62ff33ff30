"""The command that prints the article's readings, in each of its forms."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from oilecon import cli
from oilecon.netback.lines import BASES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run
from pathlib import Path

from oilecon.cli.shared import read_changes
from oilecon.errors import InputError
from oilecon.netback.lines import SUBTOTALS


def test_the_command_takes_a_ship_by_name_and_none() -> None:
    sets = ["--set", "supply.diluent.price=57.4 USD/bbl"]
    sets += ["--set", "supply.diluent.differential=none", "--set", "gulf.sea.vessel=suezmax"]
    document = json.loads(run("article", *sets, "--json").stdout)
    overrides = document["readings"]["sanctioned"]["overrides"]
    assert overrides["gulf.sea.vessel.name"] == "suezmax"
    assert overrides["supply.diluent.price"] == "57.4 USD/bbl"


HIRES = {"VLCC": "asia.sea.charter.hire", "Aframax": "gulf.sea.charter.hire"}


def test_a_hire_of_your_own_is_no_basis_of_freight_on_any_output() -> None:
    changed = ("--set", "asia.sea.charter.hire=80832 USD/day")
    ran = run("article", *changed)
    shown = " ".join(ran.stdout.split())
    assert (
        "user-defined VLCC 80,832 6.38 user-defined Aframax 52,000 3.36 estimate transport" in shown
    )
    assert "A hire is user-defined: the readings at realised and at period rates" in shown
    assert "of the inputs as shipped" in shown
    for words in ("some weeks before", "for a year", "at period rates:", "38,550", "36,000"):
        assert words not in shown
    document = json.loads(run("article", *changed, "--json").stdout)
    assert list(document["readings"]) == ["transport only", "discount only", "sanctioned"]
    assert [row["basis"] for row in document["freight"]] == ["user-defined"] * 2
    assert [row["low_usd_day"] for row in document["freight"]] == [None, 45_000.0]
    rows = list(csv.DictReader(run("article", *changed, "--csv", "-").stdout.splitlines()))
    assert [row["name"] for row in rows if row["kind"] == "freight"] == [
        "user-defined: VLCC hire, user-defined",
        "user-defined: Aframax hire, estimate",
        "VLCC hire at the stated loss, the Aframax at 52000 USD/day",
    ]


def test_receipts_print_whole_in_eighty_columns() -> None:
    receipts = oe.article.receipts()
    text = str(receipts)
    assert max(map(len, text.splitlines())) <= 80
    assert "..." not in text
    assert repr(receipts) == "<Receipts: 7, 2 of them what was calibrated on>"
    one_line = " ".join(text.split())
    for _, row in receipts.to_frame().iterrows():
        figures = f"{row['published [USD/bbl]']:.1f} {row['library [USD/bbl]']:.1f}"
        since = str(row["as of"]).partition(" to ")[0]
        assert f"{since} {figures}" in one_line


# -- the command -------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "oilecon", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_prints_every_line_loss_date_and_the_verdict() -> None:
    ran = run("article")
    assert ran.returncode == 0
    assert ran.stderr == ""
    shown = " ".join(ran.stdout.split())
    frame = oe.compare(oe.scenario("article-sanctioned"), "gulf", "asia").to_frame()
    for column in ("gulf [USD/bbl]", "asia [USD/bbl]"):
        for amount in frame[column]:
            assert f"{amount:.2f}" in shown
    for loss in oe.article.readings().to_numpy().ravel():
        assert f"{loss:.1f} %" in shown
    for words in (
        *("Brent", "contract price", "agent", "transit loss", "cargo insurance", "hire", "fuel"),
        *("ports", "commission", "shadow premium", "transfer", "finance carry", "netback"),
        *("production", "diluent", "operating margin", "royalty", "net margin"),
        "2025-12-10: asia.differential_sanctioned",
        "roughly 15 percent of profit margins",
        "does not show which one was meant",
        "20.8 % diluent brings 8.5 °API crude to a blend that loads at 16.0 °API",
        "spot VLCC 92,300 7.03 published 2025-11 2025-11 Aframax 52,000 3.36 estimate 2025-11",
        "sales to China under sanctions 2025-12 30.5 31.5 +1.0",
        "One input of the sanctioned reading is calibrated: the shadow multiple, 1.75,",
        "hire (spot), hire (period)",
        "asia.shadow_multiple (calibrated)",
        "hangs on freight",
    ):
        assert words in shown
    assert max(len(line) for line in ran.stdout.splitlines()) <= 80


def test_the_readme_shows_what_the_command_prints() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    block = readme.partition("<!-- what `oilecon article` prints -->\n```text\n")[2]
    shown = block.partition("\n```")[0]
    assert len(shown.splitlines()) > 30
    printed = "\n".join(line.rstrip() for line in run("article").stdout.splitlines())
    assert printed.startswith(f"{shown}\n\n")  # up to the end of a section, and nothing left out


def test_the_readme_s_receipts_and_october_are_those_that_the_library_gives() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    frame = oe.article.receipts().to_frame()
    published, library = frame["published [USD/bbl]"], frame["library [USD/bbl]"]
    december, article, dear, cheap, mixed, half, early = library
    _, _, sold, _, year, months, march = published
    checks = (
        f"2024, {year:.1f} ({mixed:.1f} here); January to July 2024, {months:.1f} "
        f"({half:.1f} here); March 2020, {march:g} ({early:.1f} here, far too low). The first "
        f"sale of January 2026, {sold:.1f} ({cheap:.1f} to {dear:.1f} here), has"
    )
    calibrated = f"The library gives {december:.1f} (December) and {article:.1f} (article)"
    for sentence in (calibrated, checks):
        assert sentence in readme
    october = {HIRES["VLCC"]: "74266 USD/day", HIRES["Aframax"]: "40850 USD/day"}
    loss = oe.article.readings(october).loc["transport only"]["operating [%]"]
    assert f"(VLCC 74,266, Aframax about 40,850) the loss is {loss:.1f} %" in readme
    kinds = oe.article.freight_bases()["kind"].to_dict()
    assert [where for where, kind in kinds.items() if kind == "published"] == [("spot", "VLCC")]
    assert "Only the VLCC's spot rate is published as such; the other five hires" in readme


def test_json_is_the_same_figures() -> None:
    document = json.loads(run("article", "--json").stdout)
    assert list(document["readings"]) == list(oe.article.READINGS)
    table = oe.article.readings()
    for reading, content in document["readings"].items():
        assert [content["loss_percent"][b] for b in BASES] == table.loc[reading].tolist()
        comparison = oe.compare(oe.scenario(content["scenario"]), "gulf", "asia")
        frame = comparison.to_frame()
        for route, lines in content["routes"].items():
            assert [line["line"] for line in lines] == frame.index.tolist()
            assert [line["amount"] for line in lines] == frame[f"{route} [USD/bbl]"].tolist()
        assert content["overrides"] == {}
    assert document["verdict"] == oe.article.verdict(oe.article.comparisons())
    assert document["dates"]["2025-11"] == ["brent", "vlsfo", "mgo", "hire (spot)", "hire (period)"]
    hires = {(row["basis"], row["ship"]): row["hire_usd_day"] for row in document["freight"]}
    assert hires == oe.article.freight_bases()["hire [USD/day]"].to_dict()
    exact = oe.article.hire_at_stated(oe.article.comparisons()["transport only"])
    assert document["vlcc_hire_at_stated"]["value"] == exact
    assert document["vlcc_hire_at_stated"]["aframax_hire_usd_day"] == 52_000.0
    receipts = oe.article.receipts().to_frame()
    library = [row["library_usd_bbl"] for row in document["receipts"]]
    assert library == receipts["library [USD/bbl]"].tolist()


def test_csv_is_the_same_figures(tmp_path: Path) -> None:
    target = tmp_path / "article.csv"
    ran = run("article", "--csv", str(target))
    assert ran.returncode == 0
    assert ran.stdout == ""
    assert ran.stderr == f"wrote {target}\n"
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    table = oe.article.readings()
    losses = [row for row in rows if row["kind"] == "loss"]
    assert [float(row["value"]) for row in losses] == table.to_numpy().ravel().tolist()
    for row in rows:
        if row["kind"] == "subtotal":
            comparison = oe.article.comparisons()[row["reading"]]
            assert float(row["value"]) == comparison[f"{row['route']}.{row['name']}"].magnitude
    assert {row["name"] for row in rows if row["kind"] == "subtotal"} == set(SUBTOTALS)
    assert sum(row["kind"] == "verdict" for row in rows) == 4
    assert sum(row["kind"] == "freight" for row in rows) == 7
    assert sum(row["kind"] == "receipt" for row in rows) == 2 * len(oe.article.receipts())


def test_set_changes_an_input_and_the_output_says_whose_it_is() -> None:
    ran = run("article", "--set", "market.brent=75 USD/bbl", "--json")
    document = json.loads(ran.stdout)
    loss = document["readings"]["transport only"]["loss_percent"]["operating"]
    varied = oe.scenario("article").vary({"market.brent": "75 USD/bbl"})
    assert loss == oe.compare(varied, "gulf", "asia").loss().magnitude
    assert document["dates"]["you"] == ["market.brent"]
    assert document["readings"]["sanctioned"]["overrides"] == {"market.brent": "75.0 USD/bbl"}


def test_an_undefined_loss_is_null_and_explained() -> None:
    changed = ("--set", "supply.production_cost=60 USD/bbl")
    document = json.loads(run("article", *changed, "--json").stdout)
    assert document["readings"]["transport only"]["loss_percent"]["operating"] is None
    assert "not defined" in run("article", *changed).stdout


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["--set", "market.brent=75"],
            (
                "market.brent: expected USD/bbl, got the bare number 75; write '75 "
                "USD/bbl' if that "
                "is the unit"
            ),
        ),
        (
            ["--set", "asia.sea.charter.hir=3 USD/day"],
            "no path 'asia.sea.charter.hir': 'asia.sea.charter' has no 'hir'; did you mean 'hire'?",
        ),
        (
            ["--set", "market.brent"],
            "--set 'market.brent': expected PATH=VALUE; write --set market.brent='75 USD/bbl'",
        ),
        (
            ["--set", "market.mgo=1 USD/t", "--set", "market.mgo=2 USD/t"],
            "--set market.mgo: expected once, got twice; leave one out",
        ),
    ],
)
def test_an_error_is_one_message_and_exit_code_two(arguments: list[str], text: str) -> None:
    ran = run("article", *arguments)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr == f"oilecon: {text}\n"


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    ran = run("article", "--csv", str(tmp_path / "none" / "x.csv"))
    assert ran.returncode == 2
    assert ran.stderr.startswith("oilecon: ")
    assert "Traceback" not in ran.stderr


def test_a_reader_that_stops_early_is_no_error() -> None:
    shell = f"{sys.executable} -m oilecon article --json | head -1"
    ran = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert ran.stdout == "{\n"
    assert "Traceback" not in ran.stderr


def test_without_its_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as left:
        cli.main(["article"])
    assert left.value.code == 2
    assert "pip install 'oilecon[cli]'" in capsys.readouterr().err


def test_changes_are_checked_as_text() -> None:
    with pytest.raises(InputError):
        read_changes(("=3 USD/bbl",))


# -- claims and questions ----------------------------------------------------------------------


def test_claims_in_every_form(oilecon: Run) -> None:
    text = oilecon("claims").out
    assert "NOT SUPPORTED: " in text
    assert "How a verdict follows: " in text
    every = json.loads(oilecon("claims", "--json").out)
    assert [claim["claim"] for claim in every] == list(oe.article.claims().names)
    rows = list(csv.DictReader(io.StringIO(oilecon("claims", "--csv", "-").out)))
    assert [row["verdict"] for row in rows] == [claim["verdict"] for claim in every]
    output = json.loads(oilecon("claims", "output", "--json").out)
    assert output == next(claim for claim in every if claim["claim"] == "output")
    rows = list(csv.DictReader(io.StringIO(oilecon("claims", "output", "--csv", "-").out)))
    assert len(rows) == len(output["figures"]) + len(output["inputs"])
    assert oilecon("claims", "output").out.startswith("output: Output fell from more than 3")


def test_the_history_in_every_form(oilecon: Run) -> None:
    spans = json.loads(oilecon("history", "--json").out)
    assert len(spans) == len(oe.article.history())
    assert spans[3]["loss.netback [%]"] is None
    assert oilecon("history").out.startswith("period")
