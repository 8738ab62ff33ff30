"""Rows with a first and a last day as regimes of fiscal terms."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from oilecon.inputs.fiscal import FiscalTerms
from oilecon.reference import fiscal, tables
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oilecon.reference.fiscal import Regime

    Reader = Callable[[str], Mapping[str, tuple[Regime, ...]]]

HEAD = ",".join(tables.TABLES["fiscal_terms.csv"].all)
ROYALTY = "X,royalty,{},{},0.3,0.2,0.3,1,assumption,oilecon-assumption,why"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Read regimes from rows."""

    def reader(rows: str) -> Mapping[str, tuple[Regime, ...]]:
        def table(name: str) -> list[tables.Record]:
            return tables.records(name, f"{HEAD}\n{rows}\n", tables.TABLES[name])

        monkeypatch.setattr(fiscal, "table", table)
        return fiscal.fiscal_regimes.__wrapped__()

    return reader


def test_a_row_s_days_are_those_of_every_regime_that_it_is_in(read: Reader) -> None:
    rows = f"{ROYALTY.format('2010', '2013-02-20')}\n{ROYALTY.format('2014', '')}\n" + (
        ROYALTY.replace("royalty", "income_tax").format("2012-06", "2015")
    )
    regimes = read(rows)["X"]
    assert [(one.since, one.until, [term.field for term in one.terms]) for one in regimes] == [
        ("2010", "2012-06", ["royalty"]),
        ("2012-06", "2013-02-20", ["royalty", "income_tax"]),
        ("2013-02-20", "2014", ["income_tax"]),
        ("2014", "2015", ["royalty", "income_tax"]),
        ("2015", "", ["royalty"]),
    ]


@pytest.mark.parametrize("place", fiscal.fiscal_regimes())
def test_the_shipped_regimes_leave_no_day_out_and_each_has_a_royalty(place: str) -> None:
    regimes = fiscal.fiscal_regimes()[place]
    for one, another in pairwise(regimes):
        assert one.until == another.since
    assert regimes[-1].until == ""
    for one in regimes:
        assert "royalty" in {term.field for term in one.terms}
        figures = FiscalTerms.figures(
            place, on=one.since if "-" in one.since else f"{one.since}-01"
        )
        assert list(figures.index) == [term.field for term in one.terms]


def test_what_is_assumed_says_why() -> None:
    for regimes in fiscal.fiscal_regimes().values():
        for one in regimes:
            for term in one.terms:
                assert term.evidence.kind == "published" or term.evidence.note
                if term.evidence.kind == "assumption":
                    assert "oilecon-assumption" in term.evidence.source


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (ROYALTY.format("2014", "2013"), "2: until: expected a day after 2014, the first"),
        (ROYALTY.format("2014", "soon"), "2: until: expected a year, month, quarter, day"),
        (ROYALTY.format("", "2014"), "2: since: expected a year, month, quarter, day"),
        (
            f"{ROYALTY.format('2010', '')}\n{ROYALTY.format('2012', '')}",
            "3: since: 'royalty' is in force by another row too on 2012; end that row there",
        ),
    ],
)
def test_a_fault_is_named_by_its_place(read: Reader, rows: str, text: str) -> None:
    assert refusal(lambda: read(rows)).startswith(f"fiscal_terms.csv line {text}")
