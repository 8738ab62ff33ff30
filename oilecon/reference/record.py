"""What the article states, and what was published of volumes, prices, loans and ships by date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "Receipt",
    "Record",
    "Statement",
    "benchmarks",
    "brent",
    "citations",
    "every",
    "receipts",
    "record",
    "records",
    "statements",
]

_BENCHMARKS = "eia-brent-monthly"


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable statement of the article, in words of ours.

    Attributes
    ----------
    claim, subject, statement : str
        Its short name, what it is about, and what it says.
    figures : tuple of float
        What it states [`unit`], in the order of the sentence.
    unit : str
        Of the figures; empty where there are none.
    """

    claim: str
    subject: str
    statement: str
    figures: tuple[float, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Record:
    """One figure of a series, of one date.

    Attributes
    ----------
    series, as_of : str
        What it is of, and the date or span it speaks of.
    value, low, high : float
        The figure and its range [`unit`]: other counts of the same, or an assumption.
    unit, kind, source, note
        As in every row.
    """

    series: str
    as_of: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was published that a barrel brought, and the runs of the model beside it.

    Attributes
    ----------
    name, as_of : str
        What it was for, and the date it speaks of.
    role : str
        ``'calibration'`` where an input was solved from it, ``'consistency'`` where an input is of
        the same sale, ``'check'`` where none was taken from it.
    runs : tuple of (str, str)
        Shipped scenarios and their routes; the figure lies between them where there are two.
    outcome : str
        Of the route.
    brent : float or None
        To run at, in place of the scenario's own [USD/bbl].
    value, low, high : float
        What was published, and its range [USD/bbl].
    kind, source, note
        As in every row.
    """

    name: str
    as_of: str
    role: str
    runs: tuple[tuple[str, str], ...]
    outcome: str
    brent: float | None
    value: float
    low: float
    high: float
    kind: str
    source: tuple[str, ...]
    note: str


@cache
def receipts() -> tuple[Receipt, ...]:
    """Return published receipts by the barrel, what was calibrated on before what was not."""
    return tuple(
        Receipt(
            name=row["name"],
            as_of=row["as_of"],
            role=row["role"],
            runs=tuple(
                (run.partition(":")[0], run.partition(":")[2]) for run in row["runs"].split()
            ),
            outcome=row["outcome"],
            brent=float(row["brent"]) if row["brent"] else None,
            value=row.number("value"),
            low=row.number("low"),
            high=row.number("high"),
            kind=row["kind"],
            source=tuple(row["source"].split()),
            note=row["note"],
        )
        for row in table("receipts.csv")
    )


@cache
def statements() -> Mapping[str, Statement]:
    """Return the article's statements by their short names."""
    found = {
        row["claim"]: Statement(
            claim=row["claim"],
            subject=row["subject"],
            statement=row["statement"],
            figures=tuple(map(float, row["figure"].split())),
            unit=row["unit"],
        )
        for row in table("statements.csv")
    }
    return FrozenDict(found)


@cache
def _records() -> Mapping[tuple[str, str], Record]:
    found = {
        (row["series"], row["as_of"]): Record(
            series=row["series"],
            as_of=row["as_of"],
            value=row.number("value"),
            low=row.number("low"),
            high=row.number("high"),
            unit=row["unit"],
            kind=row["kind"],
            source=tuple(row["source"].split()),
            note=row["note"],
        )
        for row in table("record.csv")
    }
    return FrozenDict(found)


def every() -> tuple[Record, ...]:
    """Return all figures."""
    return tuple(_records().values())


def records(series: str) -> tuple[Record, ...]:
    """Return a series, the older first."""
    return tuple(row for (name, _), row in _records().items() if name == series)


def record(series: str, as_of: str) -> Record:
    """Return one figure of a series."""
    return _records()[series, as_of]


@cache
def benchmarks() -> Mapping[str, tuple[float, float]]:
    """Return Brent and WTI by month [USD/bbl]: means of spot prices."""
    found = {
        row["month"]: (row.number("brent_usd_bbl"), row.number("wti_usd_bbl"))
        for row in table("benchmarks.csv")
    }
    return FrozenDict(found)


def brent(first: str, last: str) -> Record:
    """Return Brent's mean over some months, with the lowest and the highest of them."""
    prices = [price for month, (price, _) in benchmarks().items() if first <= month <= last]
    return Record(
        series="Brent",
        as_of=first if first == last else f"{first} to {last}",
        value=sum(prices) / len(prices),
        low=min(prices),
        high=max(prices),
        unit="USD/bbl",
        kind="published",
        source=(_BENCHMARKS,),
        note=""
        if first == last
        else "Mean of monthly means; low and high: the lowest and the highest of them.",
    )


def citations() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what every figure here is called, with the keys of its sources."""
    for row in _records().values():
        yield f"{row.series}, {row.as_of}", row.source
    for receipt in receipts():
        yield f"receipt: {receipt.name}, {receipt.as_of}", receipt.source
    yield "Brent and WTI by month", (_BENCHMARKS,)
