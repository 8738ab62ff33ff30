"""Evidence in words: ranges with their meaning, kinds, periods, and how much has a source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from oilecon.evidence import RANGES, Evidence
from oilecon.evidence_words import (
    counted_kinds,
    evidence_in_words,
    figures_in_words,
    kind_in_words,
    meaning_in_words,
    range_in_words,
    sourced_in_words,
)

PLAIN = Evidence("", "you", "", ())
DESK = Evidence("", "estimate", "2026-11", ("desk-2026-11",), 55.0, 80.0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "55 to 80"),
        ({"range": "p10-p90"}, "55 to 80, P10 to P90"),
        ({"range": "p5-p95"}, "55 to 80, P5 to P95"),
        ({"range": "quotes"}, "55 to 80, quotes"),
        ({"spread": "class"}, "55 to 80, of a class of ships"),
        ({"low": None}, "64 to 80"),
        ({"high": None}, "55 to 64"),
        ({"low": None, "high": None}, ""),
        ({"low": -0.5, "high": 47.619047619047606}, "-0.5 to 47.619"),
        ({"low": 0.0, "high": 12_000_000.0}, "0 to 12000000"),
    ],
)
def test_a_range_says_what_it_is_unless_it_is_one_of_bounds(
    changes: dict[str, Any], words: str
) -> None:
    assert range_in_words(replace(DESK, **changes), 64.0) == words


def test_the_ends_of_a_share_are_shown_in_percent() -> None:
    share = Evidence("", "you", "", (), 0.07, 0.29)
    assert range_in_words(share, 0.1, 100.0) == "7 to 29"


def test_every_meaning_of_a_range_has_words_of_its_own() -> None:
    words = [meaning_in_words(meaning) for meaning in RANGES]
    assert words == ["bounds", "P10 to P90", "P5 to P95", "quotes"]


@pytest.mark.parametrize(
    ("kind", "source", "words"),
    [
        ("published", ("a",), "published"),
        ("estimate", (), "estimate, without a source"),
        ("you", ("a",), ""),
        ("you", (), "without a source"),
    ],
)
def test_a_kind_says_whose_it_is_and_whether_it_has_a_source(
    kind: str, source: tuple[str, ...], words: str
) -> None:
    behind = replace(PLAIN, kind=kind, source=source)
    assert kind_in_words(behind, yours=True) == f"yours, {words}".removesuffix(", ")
    assert kind_in_words(behind, yours=False) == (words or "yours")


def test_the_line_of_a_number_has_range_kind_period_and_sources() -> None:
    two = replace(DESK, source=("desk-2026-11", "argus-2026"), range="p10-p90")
    assert evidence_in_words(two, 64.0, yours=True) == (
        "55 to 80, P10 to P90; yours, estimate; 2026-11; desk-2026-11 argus-2026"
    )
    assert evidence_in_words(None, 64.0, yours=True) == "yours, without a source"
    several = replace(DESK, low=None, high=None)
    assert evidence_in_words(several, np.array([60.0, 70.0]), yours=False) == (
        "estimate; 2026-11; desk-2026-11"
    )


def test_kinds_are_counted_where_they_are_weak() -> None:
    kinds = [("assumption", True), ("assumption", False), ("estimate", True), ("you", False)]
    assert counted_kinds([*kinds, ("published", True), ("you", True)]) == (
        "2 assumptions, 1 estimate, 1 without a source"
    )
    assert counted_kinds([("published", True)]) == ""


def test_a_sentence_has_the_number_of_figures_their_periods_and_what_they_lack() -> None:
    published = replace(DESK, kind="published", as_of="2019 to 2021")
    assert figures_in_words([]) == ""
    assert figures_in_words([published]) == "1 figure of 2019 to 2021."
    assert figures_in_words([published, DESK]) == "2 figures of 2019 to 2026-11: 1 estimate."
    undated = replace(published, as_of="undated")
    assert figures_in_words([published, undated, None]) == (
        "3 figures of 2019 to 2021: 1 without a source, 2 without a date."
    )
    assert figures_in_words([None]) == "1 figure: 1 without a source, 1 without a date."


def test_how_many_of_some_have_a_source_ends_a_clause() -> None:
    assert sourced_in_words([None, PLAIN]) == ""
    assert sourced_in_words([DESK]) == ", with a source"
    assert sourced_in_words([DESK, DESK]) == ", each with a source"
    assert sourced_in_words([DESK, None, PLAIN]) == ", 1 of them with a source"
