"""Evidence is a value: frozen, hashable, equal to its like, and the same after a journey."""

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError
from oilecon.evidence import KINDS, Evidence, Row, Source, Sourced
from tests.samples import DESK, refusal

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


def test_the_entry_of_a_source_makes_no_other_evidence() -> None:
    named = replace(ROW, entries=(Source("desk", title="House view"),))
    assert named == ROW
    assert hash(named) == hash(ROW)
    assert named.table()["source"] == [{"key": "desk", "title": "House view"}, "wire"]


# -- sources ---------------------------------------------------------------------------------------

HOUSE = Source("desk-2026-11", title="House view", date="2026-11-02", note='He said "up".')


def test_a_source_takes_dates_in_any_form() -> None:
    own = Source("desk", date=dt.date(2026, 11, 2), retrieved=2026)
    assert (own.date, own.retrieved) == ("2026-11-02", "2026")


def test_a_source_writes_what_is_not_empty_and_reads_it_again() -> None:
    entry = {"title": "House view", "date": "2026-11-02", "note": 'He said "up".'}
    assert HOUSE.entry() == entry
    assert Source.of_entry("desk-2026-11", entry) == HOUSE
    assert Source.of_entry("other", HOUSE) is HOUSE
    assert Source("bare").entry() == {}


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (
            lambda: Source(""),
            (
                "Source.key: expected a short name without blanks, got ''; write for example "
                "'desk-2026-11'"
            ),
        ),
        (
            lambda: Source("a desk"),
            (
                "Source.key: expected a short name without blanks, got 'a desk'; write for "
                "example 'desk-2026-11'"
            ),
        ),
        (
            lambda: Source(None),  # type: ignore[arg-type]
            (
                "Source.key: expected a short name without blanks, got None; write for example "
                "'desk-2026-11'"
            ),
        ),
        (
            lambda: Source("desk", title=5),  # type: ignore[arg-type]
            "Source desk: title: expected text, got 5; write it in quotation marks",
        ),
        (
            lambda: Source("desk", note="\ud800"),
            "Source desk: note: expected text that UTF-8 can hold, got '\\ud800'",
        ),
        (
            lambda: Source("desk", date="soon"),
            (
                "Source desk: date: expected a date or a period, got 'soon'; write for example "
                "'2019', '2019-03' or '2019 to 2021'"
            ),
        ),
        (
            lambda: Source.of_entry("desk", {"titel": "x"}),
            "sources.desk: unknown key 'titel'; did you mean 'title'?",
        ),
        (
            lambda: Source.of_entry("desk", "House view"),  # type: ignore[arg-type]
            "sources.desk: expected a table, got 'House view'; write [sources.desk]",
        ),
    ],
)
def test_a_source_of_another_form_is_refused(make: Any, text: str) -> None:
    assert refusal(make) == text


# -- numbers with evidence -------------------------------------------------------------------------

BRENT = Sourced("64 USD/bbl", low="55 USD/bbl", high="80 USD/bbl", kind="published", source=HOUSE)


def test_a_sourced_number_pickles_copies_and_shows_as_its_code() -> None:
    several = Sourced(oe.Q([60.0, 1 / 3], "USD/bbl"), source=["wire", HOUSE], as_of="2026")
    small = Sourced(oe.Q(1e-17, "USD/bbl"), high=oe.Q(1 / 3, "USD/bbl"), note="a\n'b'")
    for each in (BRENT, several, small):
        assert pickle.loads(pickle.dumps(each)) == each  # noqa: S301  our own
        assert copy.deepcopy(each) == each
        assert hash(copy.deepcopy(each)) == hash(each)
        again = eval(repr(each), {"Q": oe.Q, "Source": Source, "Sourced": Sourced})  # noqa: S307
        assert repr(again) == repr(each)
        fields = oe.Market._fields["brent"]
        assert fields.read_sourced(again)[1] == fields.read_sourced(each)[1]
        np.testing.assert_array_equal(
            fields.read_sourced(again)[0], fields.read_sourced(each)[0], strict=True
        )


def test_sourced_numbers_are_equal_if_all_that_is_given_is() -> None:
    path = Sourced(oe.Q([60.0, 61.0], "USD/bbl"))
    assert path == Sourced(oe.Q([60.0, 61.0], "USD/bbl"))
    assert Sourced(np.array([0.1, 0.2])) == Sourced(np.array([0.1, 0.2]))
    others: list[Any] = [
        *(oe.Q([60.0, 62.0], "USD/bbl"), oe.Q([60.0, 61.0], "USD/t"), oe.Q([60.0], "USD/bbl")),
        *(oe.Q([60.0, 61.0, 62.0], "USD/bbl"), [60.0, 61.0], "60 USD/bbl"),
    ]
    assert all(path != Sourced(other) for other in others)
    assert replace(BRENT, note="up") != BRENT
    assert replace(BRENT, low=None) != BRENT
    assert BRENT != "64 USD/bbl"


def test_a_text_may_hold_several_keys() -> None:
    assert Sourced(1, source="desk wire").source == ("desk", "wire")
    assert Sourced(1, source=HOUSE).source == (HOUSE,)
    assert Sourced(1, source=["wire", HOUSE]).source == ("wire", HOUSE)


def test_a_source_without_entry_is_its_key() -> None:
    bare, named = Sourced(1, source=Source("desk")), Sourced(1, source=HOUSE)
    assert bare.evidence(None, None).entries == ()
    assert bare.evidence(None, None) == Sourced(1, source="desk").evidence(None, None)
    assert named.evidence(None, None).entries == (HOUSE,)
    assert named.evidence(None, None, "own").row == "own"


def test_the_date_of_a_number_is_kept_as_text() -> None:
    assert Sourced(1, as_of=dt.date(2026, 11, 2)).as_of == "2026-11-02"
    assert Sourced(1, as_of="2026-11").as_of == "2026-11"


ONE_OF = {
    "kind": "'published', 'estimate', 'assumption' or 'you'",
    "range": "'bounds', 'p10-p90', 'p5-p95' or 'quotes'",
    "basis": "'', 'duty unpaid' or 'duty paid'",
    "spread": "'' or 'class'",
}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"kind": "Published"}, f"kind: expected {ONE_OF['kind']}, got 'Published'; did you mean"),
        ({"kind": None}, f"kind: expected {ONE_OF['kind']}, got None; write kind='published'"),
        (
            {"kind": ["you"]},
            f"kind: expected {ONE_OF['kind']}, got ['you']; write kind='published'",
        ),
        ({"kind": "not published"}, f"kind: expected {ONE_OF['kind']}, got 'not published'; did"),
        (
            {"range": "p10"},
            f"range: expected {ONE_OF['range']}, got 'p10'; did you mean 'p10-p90'?",
        ),
        ({"range": "wide"}, f"range: expected {ONE_OF['range']}, got 'wide'; write range='bounds'"),
        ({"basis": "paid"}, f"basis: expected {ONE_OF['basis']}, got 'paid'; did you mean 'duty "),
        ({"spread": "ship"}, f"spread: expected {ONE_OF['spread']}, got 'ship'; write spread=''"),
        (
            {"as_of": "2026-13"},
            (
                "as_of: expected a date or a period, got '2026-13'; write for example '2019', "
                "'2019-03' or '2019 to 2021'"
            ),
        ),
        ({"note": None}, "note: expected text, got None; write it in quotation marks"),
        ({"row": 5}, "row: expected text, got 5; write it in quotation marks"),
        ({"note": "\udcff"}, "note: expected text that UTF-8 can hold, got '\\udcff'"),
        (
            {"source": 5},
            (
                "source: expected keys of the bibliography or sources, got 5; write for example "
                "'desk-2026-11'"
            ),
        ),
        (
            {"source": ["two words"]},
            (
                "source: expected keys of the bibliography or sources, got 'two words'; write for "
                "example 'desk-2026-11'"
            ),
        ),
        ({"source": "desk desk"}, "source: 'desk' is given twice; leave one out"),
        ({"source": ["desk", Source("desk")]}, "source: 'desk' is given twice; leave one out"),
        (
            {"kind": "published"},
            (
                "source: a published figure needs one; write for example "
                "source=Source('desk-2026-11', title='...'), or kind='estimate'"
            ),
        ),
        (
            {"kind": "assumption", "note": " \n"},
            "note: an assumption needs its reason; write note='...'",
        ),
        (
            {"range": "p10-p90", "high": 2},
            "low: a range of p10-p90 needs both ends; write low=...",
        ),
        (
            {"range": "p5-p95", "low": 0},
            "high: a range of p5-p95 needs both ends; write high=...",
        ),
        (
            {"value": BRENT},
            "value: expected a number, got one with evidence of its own; write .value of it",
        ),
        (
            {"low": BRENT},
            "low: expected a number, got one with evidence of its own; write .value of it",
        ),
        (
            {"high": Row("brent", "market.brent", 64.0, "USD/bbl", ROW)},
            "high: expected a number, got one with evidence of its own; write .value of it",
        ),
    ],
)
def test_what_is_no_evidence_is_refused(given: dict[str, Any], text: str) -> None:
    assert refusal(lambda: Sourced(**{"value": 1, **given})).startswith(f"Sourced.{text}")


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ({"low": "1 %"}, "value is required; write value = '...' beside its range and source"),
        ({"value": 1, "lo": 0}, "unknown key 'lo'; did you mean 'low'?"),
        (
            {"value": 1, "source": [{"title": "x"}]},
            (
                "Sourced.source: expected keys of the bibliography or sources, got "
                "{'title': 'x'}; write for example 'desk-2026-11'"
            ),
        ),
        (
            {"value": 1, "source": [{"key": "desk", "titel": "x"}]},
            "sources.desk: unknown key 'titel'; did you mean 'title'?",
        ),
    ],
)
def test_a_table_that_is_no_number_is_refused(table: dict[str, Any], text: str) -> None:
    assert refusal(lambda: Sourced.of_table(table)) == text


def test_a_table_holds_what_was_written_and_no_more() -> None:
    evidence = BRENT.evidence(55.0, 80.0)
    assert evidence.table() == {
        "kind": "published",
        "source": [{"key": "desk-2026-11", **HOUSE.entry()}],
    }
    table = {"value": "64 USD/bbl", "low": "55 USD/bbl", "high": "80 USD/bbl", **evidence.table()}
    assert Sourced.of_table(table) == BRENT
    assert table["source"] == evidence.table()["source"]  # the table is the caller's


# -- rows ------------------------------------------------------------------------------------------


def test_a_row_without_an_end_ends_at_its_value() -> None:
    row = Row("brent", "*.sale.price", 64.0, "USD/bbl", replace(ROW, low=None))
    assert (row.low, row.high, row.field) == (64.0, 80.0, "price")
    assert row.evidence.ranged
    assert not replace(ROW, low=None, high=None).ranged
    assert Row("x", "vessel:dwt", 1.0, "t", ROW).field == "dwt"


def test_a_row_covers_what_fits_its_pattern() -> None:
    row = Row("price", "*.sale.price", math.pi, "USD/bbl", ROW)
    paths = ["*.sale.price", "asia.sale.price", "asia.sale", "asia.sale.price.x", "asia.sea.price"]
    assert [path for path in paths if row.covers(path)] == ["*.sale.price", "asia.sale.price"]
