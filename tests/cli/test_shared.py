"""Help, errors, files and completion, which all commands share."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run


COMMANDS = [
    *("article", "claims", "history", "scenarios", "inputs", "run", "explain", "sweep"),
    *("breakeven", "simulate", "debt", "sources", "report"),
    *("distance", "estimate", "dilute", "plot"),
    "pack check",
]


# -- each command ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(oilecon: Run, command: str) -> None:
    ran = oilecon(*command.split(), "--help")
    assert ran.code == 0
    assert f"Example:\n    oilecon {command}" in ran.out
    if command not in {"report", "plot"}:
        assert "--json" in ran.out
        assert "--csv FILE" in ran.out


# -- errors ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["run", "artcle"],
            (
                "oilecon: expected a shipped scenario or a file, got 'artcle'; did you mean "
                "'article'?\n"
            ),
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


# -- tables in any width -----------------------------------------------------------------------


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
        assert read.result(timeout=60).startswith("scenario,case,title,")
