"""The command that writes a report page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import oilecon as oe

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.samples import Run


# -- each command ------------------------------------------------------------------------------


def test_report_writes_a_page(oilecon: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    ran = oilecon("report", "--out", str(page))
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {page}\n")
    assert "loses roughly 15 percent" in page.read_text(encoding="utf-8")
    path = str(oe.scenario("article").evolve(title="My case").save(tmp_path / "mine.toml"))
    changed = ("--set", "market.brent=75 USD/bbl")
    assert oilecon("report", "--out", str(page), "--scenario", path, *changed).code == 0
    text = page.read_text(encoding="utf-8")
    assert "<title>My case</title>" in text
    assert 'id="c-market-brent" step="any" min="0" max="1000" value="75"' in text


# -- errors ------------------------------------------------------------------------------------


def test_without_matplotlib_the_report_says_what_to_install(
    oilecon: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = oilecon("report", "--out", str(tmp_path / "x.html"))
    assert ran.code == 2
    assert ran.err == ("oilecon: charts need matplotlib: python -m pip install 'oilecon[plot]'\n")
