"""Strategies of loans and of their repayment in oil."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from statistics import median_low
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from oilecon.errors import InputError, did_you_mean, quote
from oilecon.fields import Number, Schedule
from oilecon.inputs import (
    Amendment,
    CollectionAccount,
    Loan,
    OilRepayment,
)
from oilecon.reference.loans import loans as loan_rows
from oilecon.reference.loans import repayments as repayment_rows
from oilecon.testing.groups import (
    TOGETHER,
    as_strategy,
    check_known,
    fitting,
    groups,
    of_field,
    wide,
)
from oilecon.testing.quantities import Range, checked, numbers, one_number
from oilecon.units import (
    Quantity,
    to_quantity,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn

    from oilecon.groups import Group


__all__ = ["loans", "oil_repayments"]


# -- debts -------------------------------------------------------------------------------------

_MONTHS = {"quarterly": 3, "semiannual": 6, "annual": 12, "monthly": 1}
_LENGTHS = ("tenor", "grace")
_BASES = ("volume", "value", "share")
_WHOLE = 1e-6  # of a period, since a twelfth of a year is no exact float
_DISBURSEMENTS = 8  # maximum, few enough to read in a report
_HOLIDAY = 4  # maximum payment periods
_EVERY_MONTH = 28  # the last day that each month has


@cache
def _published() -> Mapping[tuple[str, str], Range]:
    """Return the minimum, the median and the maximum of each field over the shipped contracts."""
    terms: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
    for kind, contracts in ((Loan, loan_rows()), (OilRepayment, repayment_rows())):
        for term in (term for rows in contracts.values() for term in rows):
            group = CollectionAccount if term.field.startswith("account.") else kind
            name = term.field.removeprefix("account.")
            field = group._fields.get(name)
            each = field.each if isinstance(field, Schedule) else field
            if isinstance(each, Number) and term.value and name != "amounts":
                bounds = (term.evidence.low, term.evidence.high)
                figures = [term.value, *(f"{bound!r}" for bound in bounds if bound is not None)]
                raws = [_raw(each, f"{figure} {term.unit}") for figure in figures]
                values, every = terms.setdefault((group.__name__, name), ([], []))
                values.append(raws[0])
                every.extend(raws)
    return {
        key: (min(every), median_low(values), max(every)) for key, (values, every) in terms.items()
    }


def _raw(field: Number, value: Any) -> float:
    """Return one figure of a field; a length of time may be text in months."""
    return float(f"{one_number(field.read(value), field.unit):.12g}")  # a term stays whole months


@cache
def _starts() -> tuple[str, ...]:
    rows = (term for terms in loan_rows().values() for term in terms)
    return tuple(sorted({term.value for term in rows if term.field == "start" and term.value}))


def _span(kind: type[Group], name: str) -> Range:
    """Return a field's range over the shipped contracts, or a wide one about its example."""
    field: Any = kind._fields[name]
    return _published().get((kind.__name__, name)) or wide(field)


# Cached, since Hypothesis examines each strategy that it meets.
@cache
def _up_to(kind: type[Group], name: str, typical: float = 0.0) -> st.SearchStrategy[Any]:
    """Return the strategy of an optional term, from zero to its maximum."""
    return of_field(kind._fields[name], (0.0, typical, _span(kind, name)[2]))  # type: ignore[arg-type]


@cache
def _within(kind: type[Group], name: str) -> st.SearchStrategy[Any]:
    return of_field(kind._fields[name], _span(kind, name))  # type: ignore[arg-type]


def _given(kind: type[Group], given: Mapping[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Return the strategies of the fields that a user gives."""
    strategies = {}
    for name, value in given.items():
        field = kind._fields[name]
        strategies[name] = (
            of_field(field, value) if isinstance(field, Number) else as_strategy(value)
        )
    return strategies


def loans(**given: object) -> st.SearchStrategy[Loan]:
    """Draw loans that can exist, as `repay` and `schedule` take them.

    Parameters
    ----------
    **given
        By field, as for `groups`: ``rate=('0 %/year', '20 %/year')``, ``profile='annuity'``,
        ``tenor=('12 months', '6 year')``, ``amendments={}``. The other fields are drawn to fit: the
        grace period to the tenor, own instalments and disbursements to the principal, the base rate
        to the payment periods.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Loans with a fixed or a floating rate, of any frequency and profile, some with a grace
        period, disbursements, fees, a start and amendments. Amounts, rates and lengths lie within
        the ranges of the shipped loans, and shrink to their medians. Optional terms range from zero
        to the maximum of any shipped loan. A term that no shipped loan has, such as an upfront fee,
        is drawn as in `groups`.

    Raises
    ------
    InputError
        If there is no such field.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(loans(), lambda loan: True)
    Loan(principal='4000000000.0 USD', tenor='4.0 year', rate='0.066 1/year')
    """
    check_known(Loan, given)
    lengths: dict[str, Any] = {name: given[name] for name in _LENGTHS if name in given}
    others = {name: value for name, value in given.items() if name not in lengths}
    return _loans(lengths, _given(Loan, others))


class _Frame(NamedTuple):
    """Terms of a loan on which its other terms depend."""

    principal: float  # USD
    start: str
    step: int  # months from one payment to the next
    payments: int
    after_grace: int  # payments
    own: bool  # instalments
    floating: bool


@st.composite
def _loans(
    draw: DrawFn, /, lengths: Mapping[str, Any], given: Mapping[str, st.SearchStrategy[Any]]
) -> Loan:
    first = {
        "principal": _within(Loan, "principal"),
        "frequency": _frequencies(),
        "profile": st.just("own") if "amounts" in given else _options(Loan, "profile"),
        "start": _dates(),
    }
    drawn = {name: draw(given.get(name, usual)) for name, usual in first.items()}
    step = _MONTHS[Loan.frequency.read(drawn["frequency"])]
    tenor = draw(_lengths(lengths.get("tenor"), _span(Loan, "tenor"), step, 1, math.inf))
    longest = min(_span(Loan, "grace")[2], (tenor - 1) * step / 12.0)
    grace = draw(_lengths(lengths.get("grace"), (0.0, 0.0, longest), step, 0, tenor - 1))
    drawn |= {"tenor": f"{tenor * step} months", "grace": f"{grace * step} months"}
    rates = {"rate", "base", "spread"} & {*given}
    frame = _Frame(
        principal=float(np.min(Loan.principal.read(drawn["principal"]))),  # type: ignore[arg-type]
        start=drawn["start"],
        step=step,
        payments=tenor,
        after_grace=tenor - grace,
        own=drawn["profile"] == "own",
        floating="rate" not in given if rates else draw(st.booleans()),
    )
    terms = {**_rates(frame), **_money(frame), "amendments": _amendments(frame), **given}
    return fitting(Loan, {**{name: draw(strategy) for name, strategy in terms.items()}, **drawn})


@cache
def _options(kind: type[Group], name: str) -> st.SearchStrategy[str]:
    field: Any = kind._fields[name]
    return st.sampled_from(field.options)


@cache
def _day_counts() -> st.SearchStrategy[str]:
    """Return the strategy of a convention whose default depends on the rate."""
    return st.just("") | _options(Loan, "day_count")


@cache
def _frequencies() -> st.SearchStrategy[str]:
    return st.sampled_from([*_MONTHS])


@cache
def _dates() -> st.SearchStrategy[str]:
    """Return the strategy of a loan's start, which it need not have."""
    return st.just("") | st.sampled_from(_starts())


@st.composite
def _lengths(draw: DrawFn, /, given: Any, span: Range, step: int, low: int, high: float) -> int:
    """Draw a length of time as a whole number of payment periods."""
    if given is not None and not isinstance(given, tuple):
        given = (draw(as_strategy(given)),)
    if given is not None:
        years = [_raw(Loan.tenor, end) for end in given]
        typical = years[1] if len(years) == 3 else years[0]  # noqa: PLR2004  low, typical, high
        span = checked(years[0], typical, years[-1], "year")
    shortest, typical, longest = (year * 12.0 / step for year in span)
    first, last = max(math.ceil(shortest - _WHOLE), low), math.floor(min(longest + _WHOLE, high))
    if first > last:  # no whole number of periods
        reject()
    middle = min(max(round(typical), first), last)
    return middle + draw(st.integers(first - middle, last - middle))


def _rates(frame: _Frame) -> dict[str, st.SearchStrategy[Any]]:
    if not frame.floating:
        return {"rate": _within(Loan, "rate")}
    rate, count = numbers(*_span(Loan, "base")), frame.payments
    each = st.lists(rate, min_size=count, max_size=count)
    base = rate.map(lambda single: [single]) | each
    return {
        "base": base.map(lambda rates: to_quantity(np.array(rates), "1/year")),
        "spread": _within(Loan, "spread"),
    }


def _money(frame: _Frame) -> dict[str, st.SearchStrategy[Any]]:
    """Return the strategies of instalments, disbursements, fees and conventions."""
    fees = ("upfront_fee", "management_fee", "commitment_fee", "default_margin")
    largest = min(frame.payments, _DISBURSEMENTS)
    disbursements = _parts(frame.principal, 1, largest, all_of_it=frame.own)
    own = _parts(frame.principal, frame.after_grace, frame.after_grace, all_of_it=True)
    return {
        **{name: _up_to(Loan, name) for name in fees},
        "grace_on": _options(Loan, "grace_on"),
        "day_count": _day_counts(),
        "disbursements": st.none() | disbursements,
        "amounts": own if frame.own else st.none(),
    }


@st.composite
def _parts(draw: DrawFn, /, whole: float, low: int, high: int, *, all_of_it: bool) -> Quantity:
    """Draw parts of a sum, in whole dollars; the parts make up all of it, or less."""
    weights = draw(st.lists(st.integers(1, 9), min_size=low, max_size=high))
    remainder = 0 if all_of_it else draw(st.integers(0, 9))
    total = sum(weights) + remainder
    each = [float(math.floor(whole * weight / total)) for weight in weights]
    if not remainder:
        each[-1] = whole - math.fsum(each[:-1])
    return to_quantity(np.array(each), "USD")


@st.composite
def _amendments(draw: DrawFn, /, frame: _Frame) -> dict[str, Amendment]:
    """Draw up to two changes of terms, for a loan with a start date."""
    if not frame.start or frame.payments == 1:
        return {}
    kinds = draw(st.lists(_options(Amendment, "kind"), unique=True, max_size=2))
    return {kind.replace("-", "_"): draw(_amendment(frame, kind)) for kind in kinds}


@st.composite
def _amendment(draw: DrawFn, /, frame: _Frame, kind: str) -> Amendment:
    after = draw(st.integers(1, frame.payments - 1))
    terms: dict[str, Any] = {}
    if kind == "holiday":
        terms["until"] = _later(frame, after + draw(st.integers(1, _HOLIDAY)))
        terms["holiday_on"] = draw(_options(Amendment, "holiday_on"))
    elif kind == "write-down":
        terms["share"] = draw(of_field(Amendment.share, wide(Amendment.share)))
    else:  # a longer tenor, so that no other change follows the last payment
        longer = frame.payments + draw(st.integers(1, frame.payments))
        terms["tenor"] = f"{longer * frame.step} months"
        new = _within(Loan, "spread" if frame.floating else "rate")
        terms["rate"] = draw(st.none() | new)
    return Amendment(_later(frame, after), kind, **terms)


def _later(frame: _Frame, payments: int) -> str:
    """Return the date some payment periods after the start, on a day that every month has."""
    start = dt.date.fromisoformat(frame.start)
    year, month = divmod(start.year * 12 + start.month - 1 + payments * frame.step, 12)
    return dt.date(year, month + 1, min(start.day, _EVERY_MONTH)).isoformat()


def oil_repayments(*bases: str, **given: object) -> st.SearchStrategy[OilRepayment]:
    """Draw oil repayments of a debt, for `repay` with a price or a path of prices.

    Parameters
    ----------
    *bases : {'volume', 'value', 'share'}
        Basis of the deliveries: a fixed volume, a fixed value, or a share of a stream, which
        `repay` then needs as ``volume='600 kb/day'``. A volume or a value if left out.
    **given
        By field, as for `groups`: ``volume=('0 kb/day', '100 kb/day')``, ``account=None``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Repayments whose volumes and values range from zero to the maximum of the shipped ones.
        Some have a price above which the seller keeps the rest, a collection account, more volume
        or cash when proceeds fall short, and a sweep of the surplus. Where the sweep is left out,
        `repay` warns; ``sweep=('0 %', '100 %')`` always gives it. A term that no shipped repayment
        has is drawn as in `groups`.

    Raises
    ------
    InputError
        If there is no such basis or field.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(oil_repayments(), lambda repayment: True)
    OilRepayment(volume='200000.0 bbl/day')
    """
    check_known(OilRepayment, given)
    for basis in bases:
        if basis not in _BASES:
            msg = (
                f"oil_repayments: expected {', '.join(map(repr, _BASES))}, got {quote(basis)}"
                f"{did_you_mean(str(basis), _BASES)}"
            )
            raise InputError(msg)
    own = tuple(basis for basis in _BASES if basis in given)
    return _repayments(bases or own or _BASES[:2], _given(OilRepayment, given))


@st.composite
def _repayments(
    draw: DrawFn, /, bases: tuple[str, ...], given: Mapping[str, st.SearchStrategy[Any]]
) -> OilRepayment:
    kind = OilRepayment
    basis = draw(st.sampled_from(bases))
    amounts = {basis: _up_to(kind, basis, _span(kind, basis)[1])}
    if basis == "value":  # without limits its volume would be unbounded at a low price
        amounts |= {"min": _up_to(kind, "min"), "max": _within(kind, "max")}
        amounts["reset"] = _options(kind, "reset")
    drawn = {name: draw(given.get(name, usual)) for name, usual in amounts.items()}
    upper = drawn.get("volume", drawn.get("max"))
    held = f"{_span(kind, 'hold')[2]!r} year"
    terms = {
        "reference_price": st.none() | _within(kind, "reference_price"),
        "hold": st.sampled_from(["0 year", held]),
        "sweep": st.none() | of_field(kind.sweep, (0.0, 1.0, 1.0)),
        "call_limit": st.none() | _calls(0.0 if upper is None else _raw(kind.volume, upper)),
        "cash": _up_to(kind, "cash"),
        "account": st.none() | _accounts(),
        **given,
    }
    return fitting(kind, {**{name: draw(strategy) for name, strategy in terms.items()}, **drawn})


def _calls(low: float) -> st.SearchStrategy[Quantity]:
    """Return the strategy of the maximum delivery when proceeds fall short."""
    field = OilRepayment.call_limit
    _, typical, high = wide(field)
    return of_field(field, (low, max(low, typical), max(low, high)))


def _accounts() -> st.SearchStrategy[CollectionAccount]:
    reserve = _span(CollectionAccount, "debt_service_reserve")
    opening = _up_to(CollectionAccount, "opening")
    return groups(CollectionAccount, debt_service_reserve=(0.0, *reserve[1:]), opening=opening)


TOGETHER |= {Loan: loans, OilRepayment: oil_repayments}
