"""The reference lists what stands at the top of `oilecon` by subject, as the stub has it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import oilecon as oe

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def guide() -> Any:
    sys.path.insert(0, str(DOCS / "_extensions"))
    try:
        import guide  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    return guide


def test_every_public_name_stands_once_under_a_subject(guide: Any) -> None:
    names = guide.public_names()
    assert sorted(name for group in names.values() for name in group) == sorted(
        [*oe.__all__, "testing"]
    )
    assert all(names.values())
    assert "Loan" in names["What is owed"]
    assert "Voyage" in names["What a scenario is made of"]
    assert "PERT" in names["Distributions"]
    assert "sweep" in names["What if"]


def test_the_page_holds_the_list() -> None:
    assert "```{public-names}" in (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
