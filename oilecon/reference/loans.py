"""Loans, what oil repays them by, PetroCaribe's scale, buy-backs, and deliveries to Cuba."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "BuyBackRow",
    "CubaRow",
    "Step",
    "Term",
    "buy_backs",
    "citations",
    "cuba",
    "loans",
    "petrocaribe_steps",
    "petrocaribe_terms",
    "repayments",
]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a contract.

    Attributes
    ----------
    contract, field : str
        Which contract, and which field of its group.
    value, low, high : str
        The figure or word and its range; empty if not published.
    unit : str
        The unit; empty for a word.
    kind : str
        published, estimate, assumption or not published.
    as_of, source, note
        As in every row.
    """

    contract: str
    field: str
    value: str
    low: str
    high: str
    unit: str
    kind: str
    as_of: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of PetroCaribe's scale: the share financed from a price on [USD/bbl, percent]."""

    since: str
    price: float
    share: float
    kind: str
    as_of: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class BuyBackRow:
    """A published buy-back: face and what was paid for it [MUSD]."""

    name: str
    face: float
    paid: float
    kind: str
    as_of: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CubaRow:
    """What Venezuela delivered to Cuba [kb/day]."""

    period: str
    as_of: str
    volume: float
    source: tuple[str, ...]
    note: str


def _terms(name: str, key: str) -> Mapping[str, tuple[Term, ...]]:
    contracts: dict[str, list[Term]] = {}
    for record in table(name):
        plain = {k: v for k, v in record.items() if k not in {key, "source"}}
        source = tuple(record["source"].split())
        term = Term(contract=record[key], source=source, **plain)
        contracts.setdefault(record[key], []).append(term)
    return FrozenDict({name: tuple(found) for name, found in contracts.items()})


@cache
def loans() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms of every shipped loan, those that are not published too."""
    return _terms("loans.csv", "loan")


@cache
def repayments() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms by which oil serves loans."""
    return _terms("repayments.csv", "repayment")


@cache
def petrocaribe_terms() -> Mapping[str, Term]:
    """Return PetroCaribe's terms beside the scale, by field."""
    (found,) = _terms("petrocaribe_terms.csv", "scheme").values()
    return FrozenDict({term.field: term for term in found})


@cache
def petrocaribe_steps() -> Mapping[str, tuple[Step, ...]]:
    """Return PetroCaribe's scales by the day they hold from, the latest last."""
    scales: dict[str, list[Step]] = {}
    for record in table("petrocaribe.csv"):
        step = Step(
            since=record["since"],
            price=record.number("price"),
            share=record.number("share"),
            kind=record["kind"],
            as_of=record["as_of"],
            source=tuple(record["source"].split()),
            note=record["note"],
        )
        scales.setdefault(step.since, []).append(step)
    return FrozenDict({since: tuple(scales[since]) for since in sorted(scales)})


@cache
def buy_backs() -> tuple[BuyBackRow, ...]:
    """Return the published buy-backs."""
    return tuple(
        BuyBackRow(
            name=record["name"],
            face=record.number("face"),
            paid=record.number("paid"),
            kind=record["kind"],
            as_of=record["as_of"],
            source=tuple(record["source"].split()),
            note=record["note"],
        )
        for record in table("buybacks.csv")
    )


@cache
def cuba() -> tuple[CubaRow, ...]:
    """Return deliveries to Cuba."""
    return tuple(
        CubaRow(
            period=record["period"],
            as_of=record["as_of"],
            volume=record.number("volume"),
            source=tuple(record["source"].split()),
            note=record["note"],
        )
        for record in table("cuba.csv")
    )


def citations() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what every number here is called, with the keys of its sources."""
    terms = [*loans().values(), *repayments().values(), tuple(petrocaribe_terms().values())]
    for contract in terms:
        for term in contract:
            yield f"{term.contract}: {term.field}", term.source
    for scale in petrocaribe_steps().values():
        for step in scale:
            yield f"PetroCaribe {step.since[:4]} from {step.price:g} USD/bbl", step.source
    for deal in buy_backs():
        yield deal.name, deal.source
    for row in cuba():
        yield f"Cuba {row.period}", row.source
