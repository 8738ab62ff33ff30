"""Tables in a terminal: no figure cut in any width, and no colours in a pipe."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from rich.console import Console

import oilecon as oe
from oilecon.present.console import print_article, print_records, print_routes

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
    route = base.asia.evolve(legs={"shuttle": base.gulf.sea, "sea": base.asia.sea})
    two = base.evolve(routes={**base.routes, "asia": route})
    console = Console(file=io.StringIO(), width=100)
    print_routes(two, ("gulf", "asia"), console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "shuttle: hire" in text
    assert "sea: hire" in text
