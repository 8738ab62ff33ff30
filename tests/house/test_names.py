"""The reference lists what stands at the top of `oilecon`, in groups, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import oilecon as oe

API = Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md"


def listed(page: str) -> list[str]:
    """Return the names in the section of names."""
    section = page.partition("## Names\n")[2].partition("\n## ")[0]
    groups = [line for line in section.splitlines() if line.startswith(": ")]
    return [name for group in groups for name in re.findall(r"`(\w+)`", group)]


def test_every_public_name_stands_once_in_the_reference() -> None:
    names = listed(API.read_text(encoding="utf-8"))
    assert sorted(names) == sorted([*oe.__all__, "testing"])


def test_a_name_that_is_missing_is_missed() -> None:
    assert listed("## Names\nText `x`\n\nA\n: `one`, `two`\n\n## More\n: `three`\n") == [
        "one",
        "two",
    ]
