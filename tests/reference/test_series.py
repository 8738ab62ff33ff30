"""A fault in the tables of the series is named by table, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oilecon.errors import InputError
from oilecon.reference import dated, series, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oilecon.reference.series import Series

    Reader = Callable[[str, str], Mapping[str, Series]]

HEAD = {name: ",".join(tables.TABLES[name].all) for name in ("series.csv", "series_figures.csv")}
BRENT = "Brent,Europe Brent,USD/bbl,spot,month,trade,benchmarks.csv:brent_usd_bbl,"
DUBAI = "Dubai,Dubai,USD/bbl,spot,month,trade,,"
DHT = "DHT,earnings,USD/day,realised,quarter,calendar,,"
FIGURE = "Dubai,2013-01,108.19,,,,,published,imf-dubai,"
EARNED = "DHT,2025-Q4,69500,,,,,published,dht-2025-q4,"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Read series from the rows of both tables."""
    shipped = tables.table

    def reader(described: str, figures: str) -> Mapping[str, Series]:
        texts = {"series.csv": described, "series_figures.csv": figures}

        def table(name: str) -> list[tables.Record]:
            if name not in texts:
                return shipped(name)
            return tables.records(name, f"{HEAD[name]}\n{texts[name]}\n", tables.TABLES[name])

        monkeypatch.setattr(series, "table", table)
        return series.series.__wrapped__()

    return reader


def test_series_are_read_from_their_rows_and_from_other_tables(read: Reader) -> None:
    known = read(f"{BRENT}\n{DUBAI}\n{DHT}", f"{FIGURE}\n{EARNED}")
    assert list(known) == ["Brent", "Dubai", "DHT"]
    assert [figure.value for figure in known["Dubai"].figures] == [108.19]
    assert known["Dubai"].figures[0].evidence.row == "Price:Dubai:2013-01"
    assert not known["DHT"].months
    assert {month: figure.value for month, figure in known["Brent"].months.items()} == {
        month: brent for month, (brent, _) in dated.benchmarks().items()
    }
    assert known["Brent"].figures[0].evidence.source == ("eia-brent-monthly",)


def test_the_shipped_index_is_that_of_constant_dollars() -> None:
    months = series.series()["US consumer prices"].months
    assert {month: figure.value for month, figure in months.items()} == dated.consumer_prices()


def test_a_range_is_from_the_lowest_to_the_highest_quotation_but_of_what_is_derived() -> None:
    figures = [figure for each in series.series().values() for figure in each.figures]
    ranged = [figure for figure in figures if figure.evidence.ranged]
    derived = [figure for figure in ranged if figure.evidence.range != "quotes"]
    assert {(each.name, each.evidence.kind) for each in derived} == {
        ("gasoline US Gulf", "estimate"),
        ("diesel US Gulf", "estimate"),
    }
    assert len(ranged) - len(derived) > 300


@pytest.mark.parametrize(
    ("described", "figures", "text"),
    [
        (
            DUBAI.replace("spot", "spt"),
            FIGURE,
            "series.csv line 2: quote: unknown word 'spt'; did you mean 'spot'?",
        ),
        (
            DUBAI.replace("month", "mnth"),
            FIGURE,
            "series.csv line 2: every: unknown word 'mnth'; did you mean 'month'?",
        ),
        (
            DUBAI.replace("trade", "trad"),
            FIGURE,
            "series.csv line 2: month: unknown word 'trad'; did you mean 'trade'?",
        ),
        (
            DUBAI.replace("USD/bbl", "furlong"),
            FIGURE,
            "series.csv line 2: unit: 'furlong' is not a unit of oilecon",
        ),
        (
            DUBAI,
            FIGURE.replace("Dubai", "Dubay"),
            (
                "series_figures.csv line 2: series: no series 'Dubay' in series.csv; did you mean "
                "'Dubai'?"
            ),
        ),
        (
            DHT,
            EARNED.replace("2025-Q4", "2025-10"),
            "series_figures.csv line 2: as_of: expected a quarter, got '2025-10'",
        ),
        (
            f"{DUBAI}\n{DHT}",
            FIGURE,
            (
                "series.csv line 3: column: expected figures in series_figures.csv or their own "
                "column, got neither"
            ),
        ),
        (
            BRENT.replace("Brent", "Dubai"),
            FIGURE,
            (
                "series.csv line 2: column: expected figures in series_figures.csv or their own "
                "column, got both"
            ),
        ),
        (
            DUBAI,
            FIGURE.replace("108.19", "x"),
            "series_figures.csv line 2: value: expected a finite number, got 'x'",
        ),
    ],
)
def test_a_fault_is_named_by_its_place(
    read: Reader, described: str, figures: str, text: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(described, figures)
    assert str(refused.value).startswith(text)
