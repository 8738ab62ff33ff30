"""The tables made from the package: one word a unit, code as code, and columns that fit a page."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.netback.lines import OUTCOMES
from oilecon.units import FRACTION, PURE

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
EXTENSIONS = DOCS / "_extensions"


@pytest.fixture(scope="module")
def pages() -> Iterator[tuple[Any, Any]]:
    """The extensions that write the tables: from_package and guide."""
    sys.path.insert(0, str(EXTENSIONS))
    try:
        yield importlib.import_module("from_package"), importlib.import_module("guide")
    finally:
        sys.path.remove(str(EXTENSIONS))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("in place of `brent`", "in place of `brent`"),
        ("a ``dock_*`` of [one]", r"a `dock_*` of \[one\]"),
        ("2 * 3_000 <b>", r"2 \* 3\_000 \<b\>"),
        ("`a_b` and `c`", "`a_b` and `c`"),
        ("one ` alone", r"one \` alone"),
    ],
)
def test_a_text_shows_its_code_as_code_and_all_else_unchanged(
    text: str, markdown: str, pages: tuple[Any, Any]
) -> None:
    from_package, _ = pages
    assert from_package.plain(text) == markdown


def test_every_class_that_fits_a_field_is_code_of_its_own(pages: tuple[Any, Any]) -> None:
    from_package, _ = pages
    takes = from_package.takes(oe.Voyage._fields["charter"])
    assert takes.startswith("`TimeCharterEquivalent(...)` or `TimeCharter(...)` or `")
    assert from_package.takes(oe.Route._fields["chain"]) == "by name: `Intermediary(...)`"


def test_an_outcome_has_one_unit_on_both_pages(pages: tuple[Any, Any]) -> None:
    from_package, guide = pages
    named = {one.name: one.unit for one in guide.outcomes()}
    shown: dict[str, str] = {}
    for of in ("loss", "supply", "route"):
        rows = re.findall(r"^\* - `(.+)`\n  - (.+)$", from_package.outcomes(of), re.MULTILINE)
        shown |= {name.removeprefix("<route>."): unit for name, unit in rows}
    assert set(shown) <= set(named)
    assert {name: named[name] for name in shown} == shown
    bare = {name for name in shown if OUTCOMES[name].unit in {FRACTION, PURE}}
    assert {shown[name] for name in bare} == {"share", "number"}


def test_no_quantity_is_also_called_what_it_is_called(pages: tuple[Any, Any]) -> None:
    _, guide = pages
    texts = [(one, guide._cells(one.name, one)[-1]) for one in (*guide.fields(), *guide.outcomes())]
    others = [(one, said.partition("Also called: ")[2].split(", ")) for one, said in texts]
    assert sum(map(bool, others)) > 100
    for one, words in others:
        assert not {one.name, one.name.replace("_", " "), one.doc} & set(words), one.name
    written = guide.list_outcomes()
    assert "Also called: cost of carry, credit cost" in written
    assert "Also called: bunkers" not in written
    assert "\n* - bunkers\n" in guide.list_words()  # which is still found by it


CODE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLOT = re.compile(r"^```\{eval-rst\}\n\.\. plot::\n(.*?)^```$", re.DOTALL | re.MULTILINE)


DRAWN = [page for page in DOCS.glob("*/*.md") if ".. plot::" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", sorted(DRAWN), ids=lambda page: page.stem)
def test_no_page_prints_the_code_of_a_picture_twice(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples = "".join(CODE.findall(text))
    for plot in PLOT.findall(text):
        drawn = re.findall(r"\.plot\(.*?\)|\.(?:bars|months)\(", plot)
        assert drawn or "plt." in plot
        written = any(call in examples for call in drawn)
        assert written is not (":include-source: true" in plot), (drawn, "tell the reader once")
