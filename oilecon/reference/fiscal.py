"""Fiscal terms by place and date: the regimes that rows with a first and a last day make up."""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from oilecon.errors import quote
from oilecon.frozen import FrozenDict
from oilecon.reference.loans import Term
from oilecon.reference.tables import evidence, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.reference.tables import Record

__all__ = ["Regime", "fiscal_regimes"]


class Regime(NamedTuple):
    """Terms that are in force together.

    Attributes
    ----------
    since, until : str
        First day, and the first day after it; empty where it is in force still.
    terms : tuple of Term
        Its terms, each of them the place's.
    """

    since: str
    until: str
    terms: tuple[Term, ...]


@cache
def fiscal_regimes() -> Mapping[str, tuple[Regime, ...]]:
    """Return the fiscal regimes by place, the oldest first.

    A row is in force from ``since`` until the day before ``until``; wherever one begins or ends,
    another regime does.

    Raises
    ------
    InputError
        If a date is none, a row ends before it begins, or two rows are in force for one field;
        with table, line and column.
    """
    places: dict[str, list[Record]] = {}
    for record in table("fiscal_terms.csv"):
        _check_span(record)
        places.setdefault(record["place"], []).append(record)
    return FrozenDict({place: tuple(_regimes(records)) for place, records in places.items()})


def _check_span(record: Record) -> None:
    """Raise an error for a row that ends before it begins."""
    if record["until"] and record.date("until") <= record.date("since"):
        raise record.fault("until", f"expected a day after {record['since']}, the first")


def _regimes(records: list[Record]) -> list[Regime]:
    """Return the regimes of one place."""
    days = {record[name] for record in records for name in ("since", "until")} - {""}
    ordered = sorted(days)
    regimes: list[Regime] = []
    for since, until in zip_longest(ordered, ordered[1:], fillvalue=""):
        terms: dict[str, Term] = {}
        for record in records:
            if record["since"] <= since and not "" < record["until"] <= since:
                place, field = record["place"], record["field"]
                if field in terms:
                    fault = f"{quote(field)} is in force by another row too on {since}"
                    raise record.fault("since", f"{fault}; end that row there")
                terms[field] = Term(place, field, record["value"], record["unit"], evidence(record))
        if terms:
            regimes.append(Regime(since, until, tuple(terms.values())))
    return regimes
