"""The record: every row of it in order."""

from __future__ import annotations

import oilecon as oe
from oilecon.article import record
from oilecon.reference import dated

# -- the claims --------------------------------------------------------------------------------


def test_every_row_of_the_record_is_in_order() -> None:
    keys = []
    for row in record.every():
        assert row.low <= row.value <= row.high, row
        assert row.evidence.kind in {"published", "estimate", "assumption"}
        assert row.evidence.note or row.evidence.kind == "published", row
        keys.append((row.name, row.evidence.as_of))
        oe.Q(row.value, row.unit)
    assert len(set(keys)) == len(keys) == len(record.every())
    months = list(dated.benchmarks())
    assert months == sorted(months)
