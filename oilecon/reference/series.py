"""Series by date: prices, freight, exchange rates and indices, each figure with its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from oilecon.errors import did_you_mean, quote
from oilecon.evidence import Row
from oilecon.frozen import FrozenDict
from oilecon.reference.tables import evidence, table, whole_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from oilecon.reference.tables import Record

__all__ = ["FREQUENCIES", "MEANINGS", "QUOTES", "Figure", "Series", "series"]

QUOTES: Mapping[str, str] = FrozenDict(
    {
        "spot": "of single cargoes, fixtures or deliveries",
        "landed": "cost at the port of discharge, freight and insurance included",
        "period": "ships hired for a year",
        "realised": "what a fleet earned",
        "paid": "what buyers paid on average, by whatever contract",
        "booked": "what a fleet had fixed for a part of the days ahead",
        "flat rate": "what 100 points of Worldscale pay",
        "exchange rate": "money for money",
        "index": "points",
    }
)
"""Kinds of quotation."""

MEANINGS: Mapping[str, str] = FrozenDict(
    {
        "trade": "the price was agreed or assessed in it; the cargo loads later",
        "loading": "the cargo loaded in it",
        "pricing": "the price is taken from the quotations of its days",
        "landing": "the cargo arrived in it",
        "calendar": "it is of the days themselves, whatever loads or lands on them",
    }
)
"""Meanings of the month, quarter, year or day that a figure is of."""

FREQUENCIES: Mapping[str, str] = FrozenDict(
    {
        "month": r"[0-9]{4}-[0-9]{2}",
        "quarter": r"[0-9]{4}-Q[1-4]",
        "year": r"[0-9]{4}",
        "day": ".+",
    }
)
"""Spans that the figures of a series are of, each with the form of its dates.

A series by the month may hold figures of days besides, which are no month's.
"""


@dataclass(frozen=True, slots=True)
class Figure(Row):
    """One figure of a series.

    Attributes
    ----------
    number : int or None
        How many quotations it is the mean of; None where the source does not tell.
    """

    number: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing on one basis.

    Attributes
    ----------
    name, title : str
        Short name, and description.
    unit : str
        Of every figure; ``1`` for points of an index or of Worldscale.
    quote : str
        Kind of quotation, one of `QUOTES`.
    every : str
        Span of its figures, one of `FREQUENCIES`.
    month : str
        What the span means for a cargo, one of `MEANINGS`.
    note : str
        What else there is to know of all its figures.
    figures : tuple of Figure
        The older first.
    """

    name: str
    title: str
    unit: str
    quote: str
    every: str
    month: str
    note: str
    figures: tuple[Figure, ...]

    @property
    def months(self) -> Mapping[str, Figure]:
        """The figures of whole months, by month."""
        if self.every != "month":
            return FrozenDict()
        form = re.compile(FREQUENCIES["month"])
        dated = {figure.evidence.as_of: figure for figure in self.figures}
        return FrozenDict({day: dated[day] for day in dated if form.fullmatch(day)})


@cache
def series() -> Mapping[str, Series]:
    """Return the shipped series by name.

    Raises
    ------
    InputError
        If a word is none of its kind, a figure is of no series, its date is not of the series'
        span, or a series has no figure; with table, line and column.
    """
    records = table("series.csv")
    known = {record.text("series"): _described(record) for record in records}
    own: dict[str, list[Figure]] = {name: [] for name in known}
    for record in table("series_figures.csv"):
        name = record["series"]
        if name not in known:
            fault = f"no series {quote(name)} in series.csv{did_you_mean(name, known)}"
            raise record.fault("series", fault)
        own[name].append(_figure(record, known[name]))
    for record in records:
        name = record["series"]
        if bool(own[name]) == bool(record["column"]):
            given = "both" if own[name] else "neither"
            fault = f"expected figures in series_figures.csv or their own column, got {given}"
            raise record.fault("column", fault)
        known[name] = replace(known[name], figures=tuple(own[name] or _elsewhere(record)))
    return FrozenDict(known)


def _described(record: Record) -> Series:
    """Return a series without its figures."""
    return Series(
        record["series"],
        record.text("title"),
        record.unit("unit"),
        quote=record.word("quote", tuple(QUOTES)),
        every=record.word("every", tuple(FREQUENCIES)),
        month=record.word("month", tuple(MEANINGS)),
        note=record["note"],
        figures=(),
    )


def _figure(record: Record, series: Series) -> Figure:
    """Return a figure of a series."""
    behind = evidence(record)
    # Figures of days may stand in a series by the month.
    form = FREQUENCIES["day" if series.every == "month" else series.every]
    if not re.fullmatch(form, behind.as_of):
        raise record.fault("as_of", f"expected a {series.every}, got {quote(behind.as_of)}")
    number = record.number_or_none("number")
    value = record.number("value")
    whole = None if number is None else int(number)
    return Figure(series.name, "", value, series.unit, behind, whole)


def _elsewhere(record: Record) -> Iterator[Figure]:
    """Yield the figures of a series that stand in a column of another table."""
    name, _, column = record["column"].partition(":")
    behind = whole_tables()[name]
    for row in table(name):
        dated = replace(behind, as_of=row["month"])
        yield Figure(record["series"], "", row.number(column), record["unit"], dated, None)
