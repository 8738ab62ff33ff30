"""The nomenclature has every field and every outcome, and no name that does not exist."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.groups import Group, Members, Subgroup
from oilecon.netback.lines import LINES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSIONS = Path(__file__).parents[2] / "docs" / "_extensions"


@pytest.fixture(scope="module")
def guide() -> Iterator[Any]:
    """The extension that writes the page."""
    sys.path.insert(0, str(EXTENSIONS))
    try:
        yield importlib.import_module("guide")
    finally:
        sys.path.remove(str(EXTENSIONS))


def public_groups() -> set[type[Group]]:
    """Every group that a user can make."""
    every = (getattr(oe, name) for name in oe.__all__)
    return {kind for kind in every if isinstance(kind, type) and issubclass(kind, Group)}


def test_every_field_of_every_group_is_listed(guide: Any) -> None:
    expected = {
        f"{kind.__name__}.{name}"
        for kind in public_groups()
        for name, field in kind._fields.items()
        if not isinstance(field, Subgroup | Members)
    }
    assert {"Worldscale.flat", "Scenario.title", "Market.brent"} <= expected
    assert {one.key for one in guide.fields()} == expected
    written = guide.list_fields()
    assert not [one for one in guide.fields() if any(f"`{at}`" not in written for at in one.where)]


def test_every_path_of_a_scenario_is_among_the_patterns(guide: Any) -> None:
    patterns = {place for one in guide.fields() for place in one.where}
    steps = [pattern.split(".") for pattern in patterns]
    for path in oe.scenario("article-sanctioned").paths():
        parts = path.split(".")
        assert any(
            len(step) == len(parts)
            and all(a == b or a.startswith("<") for a, b in zip(step, parts, strict=True))
            for step in steps
        ), path


def test_every_line_and_every_outcome_is_listed(guide: Any) -> None:
    listed = [one.name for one in guide.outcomes()]
    assert listed == [*LINES, *OUTCOMES]
    written = guide.list_outcomes()
    assert not [one for one in guide.outcomes() if f"`{one.where[0]}`" not in written]


@pytest.mark.parametrize("kind", ["fields", "lines", "outcomes"])
def test_no_other_word_is_given_for_a_name_that_does_not_exist(guide: Any, kind: str) -> None:
    names = {
        "fields": {one.key for one in guide.fields()},
        "lines": set(LINES),
        "outcomes": set(OUTCOMES),
    }[kind]
    words = guide.synonyms()[kind]
    assert words
    assert set(words) <= names
    assert all(isinstance(said, list) and said and all(said) for said in words.values())


def test_what_functions_answer_with_exists(guide: Any) -> None:
    for one in guide.answers():
        module, *rest = one.where[0].split(".")
        found: Any = importlib.import_module(module)
        for step in rest:
            found = getattr(found, step)  # raises where there is none
        assert callable(found) or isinstance(found, property)
        assert one.doc
        assert one.unit


def test_a_word_of_the_trade_leads_to_its_paths(guide: Any) -> None:
    rows = guide.list_words().split("* - ")
    (row,) = [row for row in rows if row.startswith("TCE\n")]
    assert "`<route>.<leg>.hire`" in row
    assert "charter.hire`" in row
    assert "`oilecon.shipping.Estimate.tce`" in row
