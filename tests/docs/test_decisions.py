"""Every decision has a record in the one form, and the index lists it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
STATUS = r"(template|proposed|accepted|superseded by \d{4})"
HALF_A_PAGE = 250  # words


def test_the_records_are_numbered_without_a_gap() -> None:
    assert [int(path.stem[:4]) for path in RECORDS] == list(range(len(RECORDS)))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_has_the_form(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.match(rf"# .+[^.]\n\n\d{{4}}-\d\d-\d\d, {STATUS}\n", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Decision", "Why", "Cost"]
    assert all(part.strip() for part in re.split(r"^#.*$", text, flags=re.MULTILINE)[1:])
    assert len(text.split()) <= HALF_A_PAGE


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_speaks_of_nothing_that_a_reader_cannot_see(record: Path) -> None:
    text = record.read_text(encoding="utf-8").lower()
    assert "the design" not in text
