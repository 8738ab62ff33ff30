"""Evidence is a value: frozen, hashable, equal to its like, and the same after a journey."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import pytest

from oilecon.errors import InputError
from oilecon.evidence import KINDS, Evidence, Source
from tests.samples import DESK

ROW = Evidence("mine:brent", "estimate", "2026-11", ("desk", "wire"), 55.0, 80.0, "A mean.")


def test_a_source_is_shown_as_it_is_written() -> None:
    assert repr(DESK) == str(DESK)
    assert repr(Source("desk-2026-11")) == "Source('desk-2026-11')"
    assert (
        repr(Source("a", title="It's", date="2026")) == "Source('a', title=\"It's\", date='2026')"
    )
    assert eval(repr(DESK), {"Source": Source}) == DESK  # noqa: S307  our own text


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


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"row": None}, "row: expected text, got None"),
        (
            {"kind": "guess"},
            (
                "kind: expected 'published', 'estimate', 'assumption', 'you' or 'not published', "
                "got 'guess'"
            ),
        ),
        ({"as_of": 2026}, "as_of: expected text, got 2026"),
        ({"note": None}, "note: expected text, got None"),
        ({"source": ["desk"]}, "source: expected a tuple of texts, such as ('desk-2026-11',), got"),
        ({"source": "desk"}, "source: expected a tuple of texts, such as ('desk-2026-11',), got"),
        ({"source": (1,)}, "source: expected a tuple of texts, such as ('desk-2026-11',), got"),
        ({"low": "55"}, "low: expected a finite number or None, got '55'"),
        ({"low": True}, "low: expected a finite number or None, got True"),
        ({"low": float("nan")}, "low: expected a finite number or None, got nan"),
        ({"high": float("inf")}, "high: expected a finite number or None, got inf"),
        ({"low": 80.5}, "low: expected at most 80, the high, got 80.5"),
    ],
)
def test_evidence_of_another_form_is_refused(change: dict[str, Any], text: str) -> None:
    with pytest.raises(InputError) as refused:
        replace(ROW, **change)
    assert str(refused.value).startswith(f"Evidence: {text}")
