"""Prices of oil products by place and month, and the barrels of a tonne by which they are quoted.

A place's prices are its own series, or where it has none a rule: another place's price as a
stand-in, a difference, a share or a plain figure, each of them an assumption with its range.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.errors import did_you_mean, quote
from oilecon.evidence import Row
from oilecon.frozen import FrozenDict
from oilecon.reference.series import series
from oilecon.reference.tables import days_of, evidence, sourced, table
from oilecon.units import Q, to_magnitude

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.evidence import Evidence
    from oilecon.reference.series import Figure, Series
    from oilecon.reference.tables import Record

__all__ = ["barrels_per_tonne", "product_prices"]

_HOW: Mapping[str, tuple[bool, bool]] = FrozenDict(
    {"": (True, False), "constant": (False, True), "plus": (True, True), "times": (True, True)}
)
"""How a rule makes a price, with whether it takes a series and a value: the figure of a series, a
plain one, or one of a series with the value added to it or multiplied by it."""


_PRICES = ("price", "price_per_tonne")


@cache
def barrels_per_tonne() -> Mapping[str, Row]:
    """Return the barrels of a tonne by product, as quotations by the tonne are converted."""
    return FrozenDict(
        {
            record["product"]: sourced(record, record["product"])
            for record in table("barrels_per_tonne.csv")
        }
    )


@cache
def product_prices() -> Mapping[str, Mapping[str, Mapping[str, Row]]]:
    """Return sourced numbers by place, by month or year, and by path in the prices of the place.

    A month is one of a place if a price of the place's own is known for it; stand-ins and plain
    figures fill in what else it needs.

    Raises
    ------
    InputError
        If a rule is none, with table, line and column.
    """
    rules: dict[str, list[_Rule]] = {}
    for record in table("product_prices.csv"):
        rules.setdefault(record["place"], []).append(_rule(record))
    return FrozenDict({place: _months(place, of) for place, of in rules.items()})


class _Rule(NamedTuple):
    """A rule read from its row of the table."""

    path: str
    how: str
    value: float | None
    evidence: Evidence
    unit: str
    span: tuple[str, str]
    figures: Mapping[str, Figure] | None  # of its series by month or year
    factor: float  # to the rule's unit

    def covers(self, month: str) -> bool:
        """Return whether the rule holds for a month or a year."""
        return self.span[0] <= month <= self.span[1]

    def number(self, month: str, row: str) -> Row | None:
        """Return the number in a month, in the rule's unit; None where there is none."""
        if not self.covers(month):
            return None
        if self.figures is None:
            return self._row(self.value, row, self.evidence)
        figure = self.figures.get(month)
        if figure is None:
            return None
        of = figure.evidence
        if self.value is None:
            low, high = (None if end is None else end * self.factor for end in (of.low, of.high))
            return self._row(figure.value * self.factor, row, replace(of, low=low, high=high))
        base = figure.value * self.factor
        value, low, high = (
            each if each is None else base * each if self.how == "times" else base + each
            for each in (self.value, self.evidence.low, self.evidence.high)
        )
        keys = tuple(dict.fromkeys((*self.evidence.source, *of.source)))
        behind = replace(self.evidence, as_of=of.as_of, source=keys, low=low, high=high)
        return self._row(value, row, behind)

    def _row(self, value: Any, row: str, behind: Evidence) -> Row:
        """Return a number of the rule as a row of its own."""
        low, high = (None if end is None else _rounded(end) for end in (behind.low, behind.high))
        behind = replace(behind, row=f"{row}:{self.path}", low=low, high=high)
        return Row(self.path, "", _rounded(value), self.unit, behind)


def _rounded(number: float) -> float:
    """Return a figure of a few digits without the noise that its conversion brings."""
    return float(f"{number:.10g}")


def _rule(record: Record) -> _Rule:
    """Return the rule of a row.

    Raises
    ------
    InputError
        With the column that is wrong.
    """
    how, unit, name = record.word("how", tuple(_HOW)), record.unit("unit"), record["series"]
    if _HOW[how] != (bool(name), bool(record["value"])):
        fault = (
            "expected a series, a value and 'plus' or 'times', a value and 'constant', or a series"
        )
        raise record.fault("how", f"{fault} alone, got {quote(how)}")
    figures: Mapping[str, Figure] | None = None
    factor = 1.0
    if name:
        known = series()
        if name not in known:
            raise record.fault("series", f"no series {quote(name)}{did_you_mean(name, known)}")
        figures = _by_month(known[name])
        factor = float(to_magnitude(Q(1.0, known[name].unit), unit))
    span = days_of(record.date("as_of"))
    if span is None:
        raise record.fault("as_of", "expected the months that the rule holds for, got none")
    value = record.number_or_none("value")
    return _Rule(record["field"], how, value, evidence(record), unit, span, figures, factor)


def _by_month(of: Series) -> Mapping[str, Figure]:
    """Return the figures of a series by month, or by year if it goes by years.

    A month without a figure of its own has that of its last day that is known.
    """
    form = len("2025") if of.every == "year" else len("2025-11")
    return {figure.evidence.as_of[:form]: figure for figure in of.figures} | dict(of.months)


def _months(place: str, rules: list[_Rule]) -> Mapping[str, Mapping[str, Row]]:
    """Return the numbers of a place by month or year, the older first."""
    months = {
        month
        for rule in rules
        if rule.figures is not None and rule.value is None
        for month in rule.figures
        if rule.covers(month)
    }
    return FrozenDict(
        {month: FrozenDict(_numbers(f"{place} {month}", month, rules)) for month in sorted(months)}
    )


def _numbers(where: str, month: str, rules: list[_Rule]) -> dict[str, Row]:
    """Return the numbers of a month by path: of each that of the first rule that has one.

    What belongs to a price goes where that is not known.
    """
    numbers: dict[str, Row] = {}
    for rule in rules:
        if rule.path not in numbers:
            number = rule.number(month, f"ProductPrice:{where}")
            if number is not None:
                numbers[rule.path] = number
                product, _, name = rule.path.partition(".")
                if name == "price_per_tonne":
                    numbers[f"{product}.barrels_per_tonne"] = barrels_per_tonne()[product]
    priced = {path.partition(".")[0] for path in numbers if path.rpartition(".")[2] in _PRICES}
    return {
        path: number
        for path, number in numbers.items()
        if "." not in path or path.partition(".")[0] in priced
    }
