"""The command line: each command in its forms, its errors, and its tables in any width."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

import oilecon as oe
from oilecon import cli
from oilecon.netback.lines import BASES
from oilecon.present.console import print_article, print_records, print_routes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., "Ran"]

COMMANDS = [
    *("article", "claims", "history", "scenarios", "inputs", "run", "explain", "sweep"),
    *("breakeven", "simulate", "debt", "sources", "report"),
]


class Ran:
    """What a command printed, and how it left."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def oilecon(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        printed = capsys.readouterr()
        return Ran(int(left.value.code or 0), printed.out, printed.err)

    return run


# -- each command ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(oilecon: Run, command: str) -> None:
    ran = oilecon(command, "--help")
    assert ran.code == 0
    assert f"Example:\n    oilecon {command}" in ran.out
    if command != "report":
        assert "--json" in ran.out
        assert "--csv FILE" in ran.out


def test_scenarios_are_listed_in_every_form(oilecon: Run) -> None:
    table = oe.scenarios()
    lines = oilecon("scenarios").out.splitlines()
    assert len(lines) == len(table) + 1
    for name, line in zip(table.index, lines[1:], strict=True):
        assert line.startswith(name)
        assert line.endswith(table.loc[name, "summary"])
    records = json.loads(oilecon("scenarios", "--json").out)
    assert [record["scenario"] for record in records] == list(table.index)
    rows = list(csv.DictReader(io.StringIO(oilecon("scenarios", "--csv", "-").out)))
    assert rows == records


def test_inputs_are_a_line_each_with_all_their_digits(oilecon: Run) -> None:
    table = oe.scenario("article-sanctioned").inputs()
    ran = oilecon("inputs", "article-sanctioned")
    lines = ran.out.splitlines()
    assert len(lines) == len(table) + 1
    assert "…" not in ran.out
    for (path, record), line in zip(table.iterrows(), lines[1:], strict=True):
        assert line.split()[0] == path
        assert line.endswith(record["note"])
    records = json.loads(oilecon("inputs", "article-sanctioned", "--json").out)
    assert [record["value"] for record in records] == table["value"].tolist()
    neutral = next(one for one in records if one["kind"] == "neutral")
    assert neutral["low"] is None
    changed = oilecon("inputs", "--set", "market.brent=75 USD/bbl", "--json")
    brent = json.loads(changed.out)[0]
    assert (brent["path"], brent["value"], brent["source"]) == ("market.brent", 75.0, "you")


def test_sources_are_the_bibliography(oilecon: Run) -> None:
    table = oe.sources()
    ran = oilecon("sources")
    assert len(ran.out.splitlines()) == len(table) + 1
    assert len(json.loads(oilecon("sources", "--json").out)) == len(table)


def test_run_shows_the_figures_of_a_file(oilecon: Run, tmp_path: Path) -> None:
    mine = oe.scenario("article").vary({"market.brent": "75 USD/bbl"}).evolve(title="My case")
    path = str(mine.save(tmp_path / "mine.toml"))
    c = oe.compare(mine, "gulf", "asia")
    ran = oilecon("run", path)
    assert ran.out.startswith("My case\n")
    for amount in c.to_frame()["asia [USD/bbl]"]:
        assert f"{amount:.2f}" in ran.out
    for loss in c.losses():
        assert f"{loss:.1f} %" in ran.out
    assert ran.out.endswith("Your inputs\nmarket.brent = 75.0 USD/bbl\n")
    document = json.loads(oilecon("run", path, "--json").out)
    assert document["against"] == "gulf"
    assert list(document["loss_percent"]["asia"].values()) == c.losses().tolist()
    other = json.loads(oilecon("run", path, "--against", "asia", "--json").out)
    assert list(other["loss_percent"]) == ["gulf"]
    assert other["loss_percent"]["gulf"]["netback"] < 0
    rows = list(csv.DictReader(io.StringIO(oilecon("run", path, "--csv", "-").out)))
    losses = {row["name"]: float(row["value"]) for row in rows if row["kind"] == "loss"}
    assert list(losses) == list(BASES)
    assert list(losses.values()) == c.losses().tolist()


def test_a_title_is_text_whatever_it_holds(oilecon: Run, tmp_path: Path) -> None:
    odd = oe.scenario("article").evolve(title="[red]a[/b] :smile: title")
    ran = oilecon("run", str(odd.save(tmp_path / "odd.toml")))
    assert ran.out.startswith("[red]a[/b] :smile: title\n")


def test_explain_is_the_derivation(oilecon: Run) -> None:
    derivation = oe.compare(oe.scenario("article"), "gulf", "asia").explain("asia.freight")
    assert oilecon("explain", "asia.freight").out == f"{derivation}\n"
    cut = oilecon("explain", "asia.freight", "--depth", "1", "--markdown").out
    assert cut == derivation.to_markdown(1) + "\n"
    assert oilecon("explain", "asia.freight", "--latex").out == derivation.to_latex() + "\n"
    steps = json.loads(oilecon("explain", "asia.freight", "--json").out)
    assert steps[-1]["value"] == derivation.value
    against = oilecon("explain", "loss", "--against", "asia", "--json")
    assert json.loads(against.out)[-1]["value"] < 0


def test_report_writes_a_page(oilecon: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    ran = oilecon("report", "--out", str(page))
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {page}\n")
    assert "loses roughly 15 percent" in page.read_text(encoding="utf-8")
    mine = str(oe.scenario("article").evolve(title="My case").save(tmp_path / "mine.toml"))
    changed = ("--set", "market.brent=75 USD/bbl")
    assert oilecon("report", "--out", str(page), "--scenario", mine, *changed).code == 0
    text = page.read_text(encoding="utf-8")
    assert "<title>My case</title>" in text
    assert 'id="c-market-brent" step="any" min="0" max="1000" value="75"' in text


# -- errors ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["run", "artcle"],
            "oilecon: 'artcle' is no shipped scenario and no file; did you mean 'article'?\n",
        ),
        (
            ["run", "none.toml"],
            "oilecon: none.toml: cannot be read: No such file or directory\n",
        ),
        (
            ["run", "article", "--against", "asa"],
            "oilecon: --against: no route 'asa'; did you mean 'asia'?\n",
        ),
        (
            ["explain", "asia.frieght"],
            "oilecon: no outcome 'asia.frieght'; did you mean 'asia.freight'?\n",
        ),
        (
            ["inputs", "--set", "market.brent=75"],
            (
                "oilecon: market.brent: expected USD/bbl, got the bare number 75; write "
                "'75 USD/bbl' "
                "if that is the unit\n"
            ),
        ),
    ],
)
def test_an_error_is_one_message_and_exit_code_two(
    oilecon: Run, arguments: list[str], text: str
) -> None:
    ran = oilecon(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", text)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["rn"], "No such command 'rn'"),
        (["run"], "Missing argument 'FILE'"),
        (["report"], "Missing option '--out'"),
        (["report", "--out", "x.html", "--against", "asia"], "--against goes with --scenario"),
        (["explain", "loss", "--depth", "-1"], "-1 is not in the range x>=0"),
    ],
)
def test_a_wrong_call_is_explained_and_exit_code_two(
    oilecon: Run, arguments: list[str], text: str
) -> None:
    ran = oilecon(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert text in ran.err


def test_arrays_are_refused(oilecon: Run, tmp_path: Path) -> None:
    many = oe.scenario("article").vary({"market.brent": oe.Q([60, 70], "USD/bbl")})
    path = str(many.save(tmp_path / "many.toml"))
    ran = oilecon("run", path)
    assert ran.code == 2
    assert "holds arrays of shape (2,), and this shows one case" in ran.err


def test_without_matplotlib_the_report_says_what_to_install(
    oilecon: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = oilecon("report", "--out", str(tmp_path / "x.html"))
    assert ran.code == 2
    assert ran.err == ("oilecon: pictures need matplotlib: python -m pip install 'oilecon[plot]'\n")


# -- tables in any width -----------------------------------------------------------------------


@pytest.mark.parametrize("width", [24, 40, 60, 79, 80, 120])
@pytest.mark.parametrize("terminal", [True, False])
def test_no_width_cuts_a_figure(width: int, terminal: bool) -> None:  # noqa: FBT001
    found = oe.article.comparisons()
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None)
    print_article(found, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in text
    beside = {oe.article.FREIGHT["realised"], oe.article.FREIGHT["period"]}
    for reading, comparison in found.items():
        for name in ("gulf", "asia"):
            assert f"{comparison[f'{name}.freight'].magnitude:.2f}" in text.split() or (
                reading in {"discount only", "sanctioned"}
            )
            if reading in beside:
                continue  # of these the hires, the freight and the losses are shown
            for amount in comparison.to_frame()[f"{name} [USD/bbl]"]:
                assert f"{amount:.2f}" in text.split()
        for loss in comparison.losses():
            assert f" {loss:.1f} %" in text
    if terminal and width >= 60:
        assert max(map(len, text.splitlines())) <= width


def test_a_pipe_gets_neither_colours_nor_boxes() -> None:
    command = [sys.executable, "-m", "oilecon", "run", "article"]
    environment = {name: text for name, text in os.environ.items() if name != "FORCE_COLOR"}
    ran = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env=environment
    )
    assert "\x1b" not in ran.stdout
    assert not any("\u2500" <= sign <= "\u257f" for sign in ran.stdout)
    assert all(line == line.rstrip() for line in ran.stdout.splitlines())


def test_records_keep_every_word_in_a_narrow_terminal() -> None:
    frame = oe.sources().reset_index()
    console = Console(file=io.StringIO(), width=70, force_terminal=True, color_system=None)
    print_records(frame, console)
    text = " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]
    for _, record in frame.iterrows():
        assert " ".join(record["title"].split()) in text


def test_two_voyages_of_a_route_are_told_apart() -> None:
    base = oe.scenario("article")
    route = base.asia.evolve(voyages={"shuttle": base.gulf.sea, "sea": base.asia.sea})
    two = base.evolve(routes={**base.routes, "asia": route})
    console = Console(file=io.StringIO(), width=100)
    print_routes(two, ("gulf", "asia"), console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "shuttle: hire" in text
    assert "sea: hire" in text


def test_completion_knows_scenarios_and_paths() -> None:
    def completed(words: str, at: int) -> str:
        environment = os.environ | {
            "_OILECON_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(at),
        }
        code = "from oilecon.cli import main; main()"
        ran = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env=environment,
        )
        return ran.stdout

    assert "plain,article-sanctioned" in completed("oilecon run art", 2)
    assert "plain,market.brent=" in completed("oilecon article --set market.b", 3)


# -- claims and questions ----------------------------------------------------------------------


def test_claims_in_every_form(oilecon: Run) -> None:
    text = oilecon("claims").out
    assert "NOT SUPPORTED: " in text
    assert "How a verdict follows: " in text
    every = json.loads(oilecon("claims", "--json").out)
    assert [one["claim"] for one in every] == list(oe.article.claims().names)
    rows = list(csv.DictReader(io.StringIO(oilecon("claims", "--csv", "-").out)))
    assert [row["verdict"] for row in rows] == [one["verdict"] for one in every]
    one = json.loads(oilecon("claims", "output", "--json").out)
    assert one == next(each for each in every if each["claim"] == "output")
    rows = list(csv.DictReader(io.StringIO(oilecon("claims", "output", "--csv", "-").out)))
    assert len(rows) == len(one["figures"]) + len(one["inputs"])
    assert oilecon("claims", "output").out.startswith("output: Output fell from more than 3")


def test_the_history_in_every_form(oilecon: Run) -> None:
    spans = json.loads(oilecon("history", "--json").out)
    assert len(spans) == len(oe.article.history())
    assert spans[3]["loss.netback [%]"] is None
    assert oilecon("history").out.startswith("period")


def test_a_sweep_takes_lists_and_ranges(oilecon: Run) -> None:
    arguments = ["sweep", "--over", "market.brent=50 to 80 USD/bbl", "--points", "4"]
    rows = json.loads(oilecon(*arguments, "--json").out)
    assert [row["market.brent [USD/bbl]"] for row in rows] == [50.0, 60.0, 70.0, 80.0]
    listed = oilecon("sweep", "--over", "market.brent=50, 60,70,80 USD/bbl", "--json")
    assert json.loads(listed.out) == rows
    direct = oe.sweep(oe.scenario("article"), {"market.brent": oe.Q([50.0, 80.0], "USD/bbl")})
    assert [rows[0]["loss [%]"], rows[3]["loss [%]"]] == list(direct["loss"].magnitude)
    paired = oilecon(
        *("sweep", "--over", "market.brent=50, 60 USD/bbl", "--over", "*.sea.weather=3, 8 %"),
        *("--paired", "--outcome", "loss.net", "--csv", "-"),
    )
    assert len(paired.out.splitlines()) == 3
    choices = json.loads(oilecon("sweep", "--over", "asia.sale.terms=DAP, CIF", "--json").out)
    assert [row["asia.sale.terms"] for row in choices] == ["DAP", "CIF"]


def test_a_breakeven_is_the_library_s(oilecon: Run) -> None:
    ran = json.loads(oilecon("breakeven", "market.brent", "--target", "15 %", "--json").out)
    direct = oe.breakeven(oe.scenario("article"), "market.brent", target="15 %")
    assert ran["crossings"][0]["market.brent [USD/bbl]"] == direct.value.magnitude
    said = oilecon("breakeven", "market.brent", "--between", "50 to 80 USD/bbl", "--target", "15 %")
    assert said.out == "loss is 15 % at market.brent = 70.0246 USD/bbl\n"


def test_a_simulation_is_the_library_s(oilecon: Run) -> None:
    asked = ["simulate", "--draws", "2000", "--seed", "7", "--between", "12.5 to 17.5 %"]
    ran = json.loads(oilecon(*asked, "--json").out)
    direct = oe.simulate(oe.scenario("article"), n=2000, seed=7)
    assert ran["share_of_draws"] == direct.probability("loss", between=("12.5 %", "17.5 %"))
    assert ran["summary"][0]["mean"] == direct.summary().iloc[0]["mean"]
    text = oilecon("simulate", "--draws", "2000", "--outcome", "asia.netback").out
    assert "2,000 draws, seed 1" in text
    assert "of the draws" not in text  # none was asked for
    assert "loss is from 12.5 % to 17.5 % in " in oilecon(*asked).out


def test_a_debt_shipped_or_your_own(oilecon: Run) -> None:
    listed = json.loads(oilecon("debt", "--json").out)
    assert listed[0]["loan"] in set(oe.loan().index)
    arguments = ["debt", "CDB 2012 equipment", "--volume", "10 kb/day", "--price", "55 USD/bbl"]
    ran = json.loads(oilecon(*arguments, "--json").out)
    unsaid = "; sweep was not given, so what was left prepaid principal"
    assert ran["payoff"].endswith(f"with 9,631,165 barrels{unsaid}")
    said = json.loads(oilecon(*arguments, "--sweep", "100 %", "--json").out)
    assert ran["payoff"] == said["payoff"] + unsaid
    assert ran["periods"] == said["periods"]
    kept = json.loads(oilecon(*arguments, "--sweep", "0 %", "--json").out)
    assert kept["payoff"].startswith("paid off in period 24")
    assert ran["periods"][0]["barrels [kb]"] == 900.0
    own = ["debt", "--principal", "30000 MUSD", "--tenor", "10 year", "--rate", "6.7 %/year"]
    due = json.loads(oilecon(*own, "--frequency", "annual", "--json").out)
    assert due["payoff"] is None
    assert due["periods"][0]["interest [MUSD]"] == pytest.approx(2010.0)
    assert "Paid off in period 11" in oilecon(*arguments).out


REFUSED = {
    ("claims", "det"): "no claim 'det'; did you mean 'debt'?",
    ("sweep",): "--over: expected at least one; write --over market.brent='50, 60, 70 USD/bbl'",
    ("sweep", "--over", "market.brent"): (
        "--over 'market.brent': expected PATH=VALUES; write market.brent='50, 60, 70 USD/bbl'"
    ),
    ("sweep", "--over", "market.brent=5 to x"): (
        "--over market.brent: expected a unit, got the bare number 5; write for example "
        "Q(5, 'USD/bbl'), or Q(5, '1') for a pure number"
    ),
    (
        *("sweep", "--over", "market.brent=50 to 80 USD/bbl"),
        *("--over", "market.vlsfo=400 to 700 USD/t", "--points", "1001"),
    ): (
        "--over: 1,002,001 cases; a table has at most 1,000,000; write fewer --points, or call "
        "oilecon.sweep, which keeps arrays"
    ),
    ("breakeven", "market.bren"): (
        "no path 'market.bren': 'market' has no 'bren'; did you mean 'brent'?"
    ),
    ("breakeven", "market.brent", "--between", "5"): (
        "--between '5': expected LOW to HIGH; write --between '50 to 80 USD/bbl'"
    ),
    ("simulate", "--routes", "gulf,"): (
        "--routes 'gulf,': expected FIRST,SECOND; write --routes gulf,asia"
    ),
    ("debt", "--rate", "5 %/year"): (
        "a loan of your own needs --principal and --tenor too; write --principal '30000 MUSD' "
        "--tenor '10 year' --rate '6.7 %/year'"
    ),
    ("debt", "CDB 2012 equipment", "--volume", "5 kb/day"): (
        "--volume and --price go together; write --volume '10 kb/day' --price '55 USD/bbl'"
    ),
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_questions_are_one_message_and_exit_code_2(
    oilecon: Run, arguments: tuple[str, ...]
) -> None:
    ran = oilecon(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"oilecon: {REFUSED[arguments]}\n")


@pytest.mark.parametrize("command", [("sources", "--csv"), ("report", "--out")])
def test_a_file_that_no_system_can_name_is_refused_in_words(
    oilecon: Run, command: tuple[str, str]
) -> None:
    ran = oilecon(*command, "a\0b")
    assert ran.code == 2
    assert ran.err == "oilecon: 'a\\x00b': cannot be written: embedded null byte\n"
    with pytest.raises(oe.InputError, match=r"cannot be written: embedded null byte"):
        oe.scenario("article").save("a\0b")


@pytest.mark.parametrize("command", [("claims", "--csv"), ("report", "--out")])
def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    oilecon: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, str]
) -> None:
    def worked(*_: object) -> None:
        pytest.fail("it set to work")

    monkeypatch.setattr("oilecon.article.claims", worked)
    monkeypatch.setattr("oilecon.present.report.article_report", worked)
    ran = oilecon(*command, str(tmp_path / "none" / "any.csv"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("oilecon: [Errno 2] No such file or directory: ")
    assert oilecon(*command, str(tmp_path)).err.startswith("oilecon: [Errno ")


def test_to_see_whether_a_file_can_be_written_leaves_it_as_it_was(
    oilecon: Run, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("mine\n", encoding="utf-8")
    for path in (old, new):
        assert oilecon("run", "artcle", "--csv", str(path)).code == 2
    assert old.read_text(encoding="utf-8") == "mine\n"
    assert not new.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_opened_once_so_that_its_reader_gets_the_answer(
    oilecon: Run, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_text, encoding="utf-8")
        assert oilecon("scenarios", "--csv", str(pipe)).code == 0
        assert read.result(timeout=60).startswith("scenario,title,")
