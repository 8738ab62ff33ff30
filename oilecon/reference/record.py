"""What the article states, and what was published of volumes, prices, loans and ships by date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import Row, evidence, sourced, table, whole_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Receipt",
    "Statement",
    "benchmarks",
    "brent",
    "every",
    "receipts",
    "record",
    "records",
    "statements",
]


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
class Receipt(Row):
    """What was published that a barrel brought, and the runs of the model beside it.

    Attributes
    ----------
    role : str
        ``'calibration'`` where an input was solved from it, ``'consistency'`` where an input is of
        the same sale, ``'check'`` where none was taken from it.
    runs : tuple of (str, str)
        Shipped scenarios and their routes; the figure lies between them where there are two.
    outcome : str
        Of the route.
    brent : float or None
        To run at, in place of the scenario's own [USD/bbl].
    """

    role: str
    runs: tuple[tuple[str, str], ...]
    outcome: str
    brent: float | None


@cache
def receipts() -> tuple[Receipt, ...]:
    """Return published receipts by the barrel, what was calibrated on before what was not."""
    return tuple(
        Receipt(
            row["name"],
            "",
            row.number("value"),
            row["unit"],
            evidence(row),
            role=row["role"],
            runs=tuple(
                (run.partition(":")[0], run.partition(":")[2]) for run in row["runs"].split()
            ),
            outcome=row["outcome"],
            brent=row.number_or_none("brent"),
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
def _records() -> Mapping[tuple[str, str], Row]:
    rows = (sourced(row, row["series"]) for row in table("record.csv"))
    return FrozenDict({(row.name, row.evidence.as_of): row for row in rows})


def every() -> tuple[Row, ...]:
    """Return all figures."""
    return tuple(_records().values())


def records(series: str) -> tuple[Row, ...]:
    """Return a series, the older first."""
    return tuple(row for (name, _), row in _records().items() if name == series)


def record(series: str, as_of: str) -> Row:
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


def brent(first: str, last: str) -> Row:
    """Return Brent's mean over some months, with the lowest and the highest of them."""
    prices = [price for month, (price, _) in benchmarks().items() if first <= month <= last]
    behind = replace(
        whole_tables()["benchmarks.csv"],
        as_of=first if first == last else f"{first} to {last}",
        low=min(prices),
        high=max(prices),
        note=""
        if first == last
        else "Mean of monthly means; low and high: the lowest and the highest of them.",
    )
    return Row("Brent", "", sum(prices) / len(prices), "USD/bbl", behind)
