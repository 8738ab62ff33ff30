"""Loans, terms of repayment in oil, PetroCaribe's scale, buy-backs, and deliveries to Cuba."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from oilecon.frozen import FrozenDict
from oilecon.reference.tables import evidence, sourced, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.evidence import Evidence, Row

__all__ = [
    "BuyBackRow",
    "Step",
    "Term",
    "buy_backs",
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
        Name of the contract, and the field of its group.
    value : str
        The figure, the figures or the word; empty if not published.
    unit : str
        The unit; empty for a word.
    evidence : Evidence
        Its kind may also be ``'not published'``.
    """

    contract: str
    field: str
    value: str
    unit: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Step:
    """A step of PetroCaribe's scale: the share financed above a price [USD/bbl, percent]."""

    since: str
    price: float
    share: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class BuyBackRow:
    """A published buy-back: face value and price paid [MUSD]."""

    name: str
    face: float
    paid: float
    evidence: Evidence


def _terms(name: str, key: str) -> Mapping[str, tuple[Term, ...]]:
    contracts: dict[str, list[Term]] = {}
    for record in table(name):
        term = Term(record[key], record["field"], record["value"], record["unit"], evidence(record))
        contracts.setdefault(record[key], []).append(term)
    return FrozenDict({name: tuple(terms) for name, terms in contracts.items()})


@cache
def loans() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms of every shipped loan, including those not published."""
    return _terms("loans.csv", "loan")


@cache
def repayments() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms of repayment in oil, by contract."""
    return _terms("repayments.csv", "repayment")


@cache
def petrocaribe_terms() -> Mapping[str, Term]:
    """Return PetroCaribe's terms other than the scale, by field."""
    (scheme,) = _terms("petrocaribe_terms.csv", "scheme").values()
    return FrozenDict({term.field: term for term in scheme})


@cache
def petrocaribe_steps() -> Mapping[str, tuple[Step, ...]]:
    """Return PetroCaribe's scales by effective date, the latest last."""
    scales: dict[str, list[Step]] = {}
    for record in table("petrocaribe.csv"):
        step = Step(
            since=record["since"],
            price=record.number("price"),
            share=record.number("share"),
            evidence=evidence(record),
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
            evidence=evidence(record),
        )
        for record in table("buybacks.csv")
    )


@cache
def cuba() -> tuple[Row, ...]:
    """Return deliveries to Cuba on deferred terms, by period."""
    return tuple(sourced(record, record["period"]) for record in table("cuba.csv"))
