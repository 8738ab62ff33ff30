"""The record: every row of it in order."""

from __future__ import annotations

import oilecon as oe
from oilecon.reference import record
from oilecon.reference.tables import table

# -- the claims --------------------------------------------------------------------------------


def test_every_row_of_the_record_is_in_order() -> None:
    keys = []
    for row in record.every():
        assert row.low <= row.value <= row.high, row
        assert row.kind in {"published", "estimate", "assumption"}
        assert row.note or row.kind == "published", row
        keys.append((row.series, row.as_of))
        oe.Q(row.value, row.unit)
    assert len(set(keys)) == len(keys) == len(table("record.csv"))
    months = list(record.benchmarks())
    assert months == sorted(months)
