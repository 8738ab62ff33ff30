"""Evidence is a value: frozen, hashable, equal to its like, and the same after a journey."""

from __future__ import annotations

import copy
import pickle

import pytest

from oilecon.evidence import KINDS, Evidence

ROW = Evidence("mine:brent", "estimate", "2026-11", ("desk", "wire"), 55.0, 80.0, "A mean.")


def test_evidence_pickles_and_copies() -> None:
    assert pickle.loads(pickle.dumps(ROW)) == ROW  # noqa: S301  our own
    assert copy.deepcopy(ROW) == ROW


def test_like_evidence_is_one_key() -> None:
    again = Evidence("mine:brent", "estimate", "2026-11", ("desk", "wire"), 55.0, 80.0, "A mean.")
    assert len({ROW, again}) == 1
    assert Evidence("mine:brent", "estimate", "2026-11", ("desk",), 55.0, 80.0, "A mean.") != ROW


def test_evidence_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        ROW.low = 0.0  # type: ignore[misc]
    assert not hasattr(ROW, "__dict__")


def test_a_range_may_be_unknown() -> None:
    row = Evidence("mine:x", KINDS[0], "", ())
    assert (row.low, row.high, row.note) == (None, None, "")
