"""Every shipped number names its source, and every source is named by a number."""

from __future__ import annotations

import oilecon as oe
from oilecon.reference.citations import cited


def test_every_shipped_number_has_a_source_and_every_source_a_number() -> None:
    used: set[str] = set()
    for name, keys in cited():
        assert keys, name
        used |= set(keys)
    assert used == set(oe.sources().index)


def test_every_source_says_what_it_is() -> None:
    table = oe.sources()
    for column in ("title", "publisher", "date", "locator"):
        assert (table[column] != "").all()
    assert set(table["confidence"]) <= {"high", "medium", "low"}
