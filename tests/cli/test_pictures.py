"""The command that draws a chart as a file."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from oilecon.cli.pictures import draw_chart

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run

KINDS = {
    "waterfall": (),
    "losses": (),
    "map": (),
    "shares": ("--per", "tonne"),
    "difference": (),
    "bridge": ("--max-rows", "4"),
    "tornado": ("--outcome", "asia.netback", "--max-rows", "5"),
    "histogram": ("--draws", "500", "--seed", "7", "--mark", "article"),
    "fan": ("--draws", "500", "--across", "market.brent"),
    "sweep": ("--over", "market.brent=50 to 80 USD/bbl", "--points", "3", "--mark", "15 %"),
}


def texts(svg: Path) -> list[str]:
    """Return the texts of a picture."""
    return re.findall(r"<text[^>]*>([^<]+)<", svg.read_text(encoding="utf-8"))


@pytest.fixture
def many(tmp_path: Path) -> str:
    """Return the file of a scenario of three prices."""
    brent = oe.Q([60.0, 65.0, 70.0], "USD/bbl")
    case = oe.scenario("article").vary({"market.brent": brent})
    return str(case.save(tmp_path / "many.toml"))


@pytest.mark.parametrize("kind", KINDS)
def test_each_chart_becomes_a_picture(oilecon: Run, tmp_path: Path, kind: str) -> None:
    picture = tmp_path / "chart.svg"
    ran = oilecon("plot", kind, "--out", str(picture), *KINDS[kind])
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {picture}\n")
    assert any(text.startswith("Source: oilecon") for text in texts(picture))


def test_every_kind_is_drawn_and_named_in_the_help(oilecon: Run) -> None:
    (kind,) = (each for each in draw_chart.params if each.name == "kind")
    choices = kind.type.choices  # type: ignore[attr-defined]
    assert set(choices) == {*KINDS, "lines"}
    words = oilecon("plot", "--help").out
    assert all(re.search(rf"\b{name}\b", words) for name in choices)


@pytest.mark.parametrize(
    ("suffix", "begin"),
    [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF"), (".PNG", b"\x89")],
)
def test_the_suffix_chooses_the_form_and_a_picture_repeats(
    oilecon: Run, tmp_path: Path, suffix: str, begin: bytes
) -> None:
    picture = tmp_path / f"chart{suffix}"
    picture.write_text("an old file, which is replaced as by report", encoding="utf-8")
    contents = []
    for _ in range(2):
        assert oilecon("plot", "losses", "--out", str(picture)).code == 0
        contents.append(picture.read_bytes())
    assert contents[0].startswith(begin)
    assert contents[0] == contents[1]


def test_routes_are_drawn_as_asked(oilecon: Run, tmp_path: Path) -> None:
    picture = tmp_path / "chart.svg"

    def drawn(*asked: str) -> list[str]:
        assert oilecon("plot", *asked, "--out", str(picture)).code == 0
        return texts(picture)

    both = drawn("waterfall")
    assert {"US Gulf Coast", "Asia"} <= set(both)
    only = drawn("waterfall", "--route", "asia")
    assert "What a barrel earns its producer: Asia" in only
    netback = oe.evaluate(oe.scenario("article"), "asia").per("heavy").netback.magnitude
    assert f"{netback:.2f}" in drawn("waterfall", "--route", "asia", "--per", "heavy")
    assert "What Asia loses against US Gulf Coast" in drawn("losses")
    turned = drawn("losses", "--against", "asia")
    assert "What US Gulf Coast loses against Asia" in turned
    assert drawn("losses", "--against", "asia", "--route", "gulf") == turned
    changed = drawn("waterfall", "--route", "asia", "--set", "market.brent=75 USD/bbl")
    assert "75.00" in changed


def test_two_of_three_routes_are_named(oilecon: Run, tmp_path: Path) -> None:
    case = oe.scenario("article")
    west = case.routes["gulf"].evolve(title="West Coast")
    three = case.evolve(routes={**case.routes, "west": west}).save(tmp_path / "three.toml")
    picture = tmp_path / "chart.svg"
    asked = ("plot", "bridge", "--scenario", str(three), "--out", str(picture))
    assert oilecon(*asked).err == (
        "oilecon: bridge: expected two routes, got gulf, asia, west; write --against gulf --route "
        "asia\n"
    )
    assert oilecon(*asked, "--against", "west", "--route", "asia").code == 0
    assert {"West Coast", "Asia"} <= set(texts(picture))


def test_a_title_is_shown_as_it_is_written(oilecon: Run, tmp_path: Path) -> None:
    picture = tmp_path / "chart.svg"
    oilecon("plot", "losses", "--out", str(picture), "--title", "Who pays $5 or $6?")
    assert "Who pays $5 or $6?" in texts(picture)
    assert not any("loses against" in text for text in texts(picture))


def test_cases_are_drawn_over(oilecon: Run, tmp_path: Path, many: str) -> None:
    picture = tmp_path / "chart.svg"
    for kind in ("lines", "losses", "waterfall"):
        assert oilecon("plot", kind, "--scenario", many, "--out", str(picture)).code == 0
        assert any(text.endswith("by case") for text in texts(picture))


REFUSED = {
    ("losses", "--route", "asia"): (
        "losses: expected two routes or more, got asia alone; write --against ROUTE too"
    ),
    ("losses", "--against", "asa"): "--against: no route 'asa'; did you mean 'asia'?",
    ("losses", "--route", "asa"): "--route: no route 'asa'; did you mean 'asia'?",
    ("fan",): "fan: expected an input to draw over, got none; write --across market.brent",
    ("sweep",): (
        "--over: expected at least one PATH=VALUES, got none; write --over "
        "market.brent='50, 60, 70 USD/bbl'"
    ),
    ("lines",): "lines: a chart over cases, and this result is of one; write plot('waterfall')",
    ("tornado", "--outcome", "asia.netbak"): (
        "no outcome 'asia.netbak'; did you mean 'asia.netback'?"
    ),
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_charts_are_one_message_and_no_file(
    oilecon: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    picture = tmp_path / "chart.svg"
    ran = oilecon("plot", *arguments, "--out", str(picture))
    assert (ran.code, ran.out, ran.err) == (2, "", f"oilecon: {REFUSED[arguments]}\n")
    assert not picture.exists()


def test_an_option_says_which_charts_it_goes_with(oilecon: Run, tmp_path: Path) -> None:
    ran = oilecon("plot", "tornado", "--draws", "5", "--out", str(tmp_path / "x.png"))
    assert ran.code == 2
    assert "Error: --draws goes with histogram, fan, not with tornado" in ran.err


def test_other_files_than_pictures_are_refused_before_the_work(
    oilecon: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "oilecon.cli.pictures.load_scenario", lambda *_: pytest.fail("it set to work")
    )
    for name in ("chart.bmp", "chart", "-"):
        ran = oilecon("plot", "losses", "--out", name)
        msg = (
            f"expected a file that ends in .png, .svg or .pdf, got {name!r}; write --out chart.png"
        )
        assert (ran.code, ran.err) == (2, f"oilecon: --out: {msg}\n")
    ran = oilecon("plot", "losses", "--out", str(tmp_path / "none" / "chart.png"))
    assert ran.err.startswith("oilecon: [Errno 2] No such file or directory: ")


def test_without_matplotlib_plot_says_what_to_install(
    oilecon: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = oilecon("plot", "losses", "--out", str(tmp_path / "x.png"))
    assert ran.code == 2
    assert ran.err == "oilecon: charts need matplotlib: python -m pip install 'oilecon[plot]'\n"


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    picture = tmp_path / "chart.png"
    ran = subprocess.run(
        [sys.executable, "-m", "oilecon", "plot", "losses", "--out", str(picture)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (ran.stdout, ran.stderr) == ("", f"wrote {picture}\n")
    assert picture.read_bytes().startswith(b"\x89PNG")
