"""Names and titles that files bring are shown as text, and never told apart by."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import cli
from oilecon.present import charts
from oilecon.present.charts.frame import as_label, as_text
from oilecon.present.plain import plain, plain_json
from oilecon.present.words import route_titles

if TYPE_CHECKING:
    from pathlib import Path
from matplotlib import pyplot as plt

mpl.use("Agg")
S = oe.scenario("article-sanctioned")
MATHS = r"Asia ($60\bbl, was $55)"
EVIL = "\x1b[31mred\x1b]0;owned\x07 \x9b2J back\r\x08 \u202eturned\u2066 \x00 <script>x()</script>"
UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]")


def legend(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def titled(*titles: str, title: str = "") -> oe.Scenario:
    """Return a scenario whose routes bear these titles."""
    routes = {"gulf": S.gulf.evolve(title=titles[0])}
    routes |= {f"asia{k}": S.asia.evolve(title=t) for k, t in enumerate(titles[1:])}
    return S.evolve(routes=routes, title=title)


def ran(*arguments: str) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(list(arguments))
    assert caught.value.code == 0


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """Return a file in which every text commands."""
    scenario = titled(f"a {EVIL}", f"b {EVIL}", title=EVIL)
    heavy = scenario.supply.heavy.evolve(name=EVIL)
    scenario = scenario.evolve(supply=scenario.supply.evolve(heavy=heavy))
    return scenario.save(tmp_path / "evil.toml")


COMMANDS = [
    ("run", "FILE"),
    ("run", "FILE", "--json"),
    ("run", "FILE", "--csv", "-"),
    ("inputs", "FILE"),
    ("inputs", "FILE", "--json"),
    ("explain", "asia0.netback", "--scenario", "FILE"),
    ("explain", "loss", "--scenario", "FILE", "--markdown"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_of_a_file_reaches_a_pipe_raw(
    command: tuple[str, ...], evil: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(*(str(evil) if word == "FILE" else word for word in command))
    out = capsys.readouterr().out
    assert out
    assert not UNSHOWN.findall(out)
    if command == ("run", "FILE", "--json"):
        assert json.loads(out)["title"] == EVIL  # and it still says the same
    if command == ("run", "FILE"):
        assert r"\x1b[31mred\x1b]0;owned\x07" in out


@pytest.mark.skipif(os.name != "posix", reason="terminals are POSIX's")
def test_nothing_of_a_file_commands_a_terminal(evil: Path) -> None:
    main, side = pty.openpty()
    code = f"from oilecon import cli; cli.main(['run', {str(evil)!r}])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=side, stderr=side) as process:
        os.close(side)
        out = b""
        while True:
            try:
                part = os.read(main, 4096)
            except OSError:  # it ended
                break
            if not part:
                break
            out += part
        assert process.wait() == 0
    os.close(main)
    text = re.sub(r"\x1b\[[0-9;]*m", "", out.decode())  # the kit's own colours and weights
    assert r"\x1b[31mred" in text
    assert not UNSHOWN.findall(text.replace("\r\n", "\n"))


def test_a_file_of_an_evil_name_is_refused_in_plain_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["run", "no\x1b[31m/file.toml"])
    assert caught.value.code == 2
    assert r"no\x1b[31m/file.toml: cannot be read" in capsys.readouterr().err


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        self.tags.append(tag)


@pytest.mark.parametrize("title", [MATHS, EVIL, "$", r"\$x$", "_hidden", "$" * 7, r"\frac{$"])
def test_a_report_shows_any_title(title: str, tmp_path: Path) -> None:
    path = titled(f"a{title}", f"b{title}", title=title).save(tmp_path / "mine.toml")
    ran("report", "--scenario", str(path), "--out", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not UNSHOWN.findall(page)
    reader, known = _Reader(), _Reader()
    reader.feed(page)
    ran("report", "--scenario", "article-sanctioned", "--out", str(tmp_path / "known.html"))
    known.feed((tmp_path / "known.html").read_text(encoding="utf-8"))
    assert reader.tags.count("script") == known.tags.count("script")


@pytest.mark.parametrize("kind", ["waterfall", "recipients"])
@pytest.mark.parametrize("title", [MATHS, "$x$", "_hidden", EVIL])
def test_a_picture_shows_any_title_as_it_is(kind: str, title: str) -> None:
    scenario = titled(f"{title}", f"{title} 2")
    found = oe.compare(scenario, "gulf", "asia0")
    ax = found.plot() if kind == "waterfall" else found.recipients().plot()
    ax.figure.canvas.draw()
    if kind == "waterfall":
        texts = legend(ax)
        assert [text.replace(r"\$", "$").strip() for text in texts] == [
            as_label(shown).replace(r"\$", "$").strip()
            for shown in route_titles(scenario, ("gulf", "asia0")).values()
        ]
    plt.close("all")


@given(st.text(max_size=40))
def test_matplotlib_takes_no_text_for_mathematics(text: str) -> None:
    from matplotlib import cbook

    assert not cbook.is_math_text(as_text(text))
    assert as_text(text).replace(r"\$", "$") == plain(text, lines=True)


@given(st.text())
def test_plain_text_commands_nothing_and_keeps_what_shows(text: str) -> None:
    shown = plain(text)
    assert all(sign.isprintable() or sign.isspace() for sign in shown)
    assert not UNSHOWN.findall(shown)
    assert plain(shown) == shown
    if text.isprintable():
        assert shown == text


@given(st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False, allow_infinity=False)))
def test_plain_json_says_the_same(document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    assert json.loads(plain_json(text)) == document
    assert not UNSHOWN.findall(plain_json(text))


# -- titles are no keys ------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["kind", "recipient", "Asia", "subtotal"])
def test_a_picture_of_routes_of_one_title_shows_both(title: str) -> None:
    ax = oe.compare(titled(title, title), "gulf", "asia0").plot()
    assert legend(ax) == [
        f"{title} (gulf)",
        f"{title} (asia0)",
    ]
    plt.close("all")


def test_charts_offer_the_same_to_tables_of_ones_own() -> None:
    assert charts.as_text("1 $") == r"1 \$"
    assert charts.as_label("_x") == " _x"
