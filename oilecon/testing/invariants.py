"""Invariants of any cost model.

Each function returns an `Invariant`. Called with a model and the ranges of its inputs, it searches
for the smallest case that breaks it, and raises `Broken` with a description of that case.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pint
from hypothesis import strategies as st

from oilecon.arguments import flag
from oilecon.errors import InputError, did_you_mean, figure
from oilecon.testing.models import Answer, Inputs, ModelUnderTest, closeness, same, shown, written
from oilecon.testing.quantities import compatible_units, numbers
from oilecon.testing.searching import Broken, Case, Invariant
from oilecon.units import Quantity, to_magnitude, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from hypothesis.strategies import SearchStrategy

    from oilecon.typing import QuantityLike

__all__ = [
    "additive",
    "array_equals_scalar",
    "balanced",
    "bounded",
    "conserves",
    "continuous",
    "counts",
    "finite",
    "homogeneous",
    "monotone",
    "no_mutation",
    "order_independent",
    "round_trip",
    "scale_free",
    "unit_invariant",
]


_ROUNDING = 1e-9  # relative difference allowed between two orders of the same sum
_UNITS = 999  # more than the units of any quantity
_HALVINGS = 60  # after which an interval of floats has no width left


# -- how the total responds --------------------------------------------------------------------


def monotone(argument: str, direction: str = "up", *, strictly: bool = True) -> Invariant:
    """Return the invariant that the total is monotone in an argument.

    Parameters
    ----------
    argument : str
        Name of the argument.
    direction : {'up', 'down'}
        Direction of the total as the argument rises.
    strictly : bool
        If true, the total must change; that of a cost which is never added does not.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.

    Raises
    ------
    InputError
        If there is no such direction.
    """
    if direction not in ("up", "down"):
        msg = f"monotone: expected 'up' or 'down', got {direction!r}"
        raise InputError(msg)
    rises, strict = direction == "up", flag(strictly, "monotone: strictly")

    def find(model: ModelUnderTest, case: Case, other: Any) -> str | None:
        low, high = sorted((case[argument], other), key=_number)
        before, after = (model.evaluate({**case, argument: value}).total for value in (low, high))
        if _number(low) == _number(high):
            return None
        change = after - before if rises else before - after
        slack = 1e-12 * max(abs(before), abs(after))
        # A change below the resolution of a huge total is no evidence.
        if math.isnan(change) or change > 0.0 or (change >= -slack and not strict):
            return None
        if abs(change) <= slack and not _notable(low, high):
            return None
        verb = "stayed at" if change == 0.0 else "went from"
        went = "" if change == 0.0 else f" to {model.amount(after)}"
        return (
            f"the total {verb} {model.amount(before)}{went} when {argument} rose from "
            f"{model.input(argument, low)} to {model.input(argument, high)}"
        )

    words = f"the total {'rises' if rises else 'falls'} with {argument}"
    if not strict:
        words = f"the total never {'falls' if rises else 'rises'} with {argument}"
    return Invariant(
        words, find, lambda inputs: inputs.strategy(argument), names=(argument,), stated=argument
    )


def _notable(low: Any, high: Any) -> bool:
    """Return whether two values of an argument differ by more than rounding can hide."""
    lower, upper = _number(low), _number(high)
    return upper - lower > 1e-6 * max(abs(lower), abs(upper))


def counts(argument: str) -> Invariant:
    """Return the invariant that an argument affects the total in at least one case."""

    def find(model: ModelUnderTest, case: Case, other: Any) -> str | None:
        before = model.evaluate(case).total
        after = model.evaluate({**case, argument: other}).total
        if closeness(before, after) == 0.0:
            return f"the total did not change with {argument} in any case"
        return None

    words = f"{argument} affects the total in some case"
    return Invariant(
        words, find, lambda inputs: inputs.strategy(argument), somewhere=True, names=(argument,)
    )


def homogeneous(arguments: Sequence[str], degree: float = 1.0) -> Invariant:
    """Return the invariant that the total is homogeneous of a degree in these arguments.

    Scaling the arguments by k scales the total by k to the power `degree`. All prices together are
    the usual arguments of degree one.
    """
    names = _names(arguments)

    def find(model: ModelUnderTest, case: Case, factor: float) -> str | None:
        before = model.evaluate(case).total
        after = model.evaluate(_scaled(case, names, factor)).total
        if closeness(after, before * factor**degree) <= _ROUNDING:
            return None
        return (
            f"{figure(factor)} times {' and '.join(names)} took the total from "
            f"{model.amount(before)} to {model.amount(after)}, and not to "
            f"{model.amount(before * factor**degree)}"
        )

    words = f"the total is of degree {degree:g} in {', '.join(names)} together"
    return Invariant(words, find, _factors, names=names)


def scale_free(arguments: Sequence[str]) -> Invariant:
    """Return the invariant that amounts per barrel do not depend on the scale of the operation.

    Parameters
    ----------
    arguments : sequence of str
        Arguments that double when the operation doubles: cargo, daily fuel, hire, dues.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """
    names = _names(arguments)

    def find(model: ModelUnderTest, case: Case, factor: float) -> str | None:
        before = model.evaluate(case).lines
        after = model.evaluate(_scaled(case, names, factor)).lines
        for line, amount in before.items():
            if closeness(after.get(line, math.nan), amount) > _ROUNDING:
                then = model.amount(after[line]) if line in after else "nothing"
                return (
                    f"{line} went from {model.amount(amount)} to {then} when "
                    f"{' and '.join(names)} became {figure(factor)} times as large"
                )
        return None

    words = f"no amount per barrel changes with the size of {', '.join(names)} together"
    return Invariant(words, find, _factors, names=names)


def _factors(inputs: Inputs) -> SearchStrategy[float]:
    del inputs
    return numbers(0.25, 2.0, 4.0).filter(lambda factor: factor != 1.0)


def _scaled(case: Case, names: Sequence[str], factor: float) -> Case:
    return {**case, **{name: _times(factor, name, case[name]) for name in names}}


def _times(factor: float, name: str, value: Any) -> Any:
    try:
        return value * factor
    except (TypeError, pint.OffsetUnitCalculusError) as error:
        msg = f"{name}: expected an input that can be multiplied, got {shown(value)}; leave it out"
        raise InputError(msg) from error


def continuous(argument: str, *, jump: float = 1e-6) -> Invariant:
    """Return the invariant that the total has no jump in an argument.

    Parameters
    ----------
    argument : str
        Name of the argument.
    jump : float
        Largest step that is allowed, as a share of the total.

    Returns
    -------
    Invariant
        To call with a model and its inputs. The interval between two values is bisected towards
        the larger change, which locates the jump.
    """

    def find(model: ModelUnderTest, case: Case, other: Any) -> str | None:
        def total(value: Any) -> float:
            return model.evaluate({**case, argument: value}).total

        low, high = sorted((case[argument], other), key=_number)
        below, above = total(low), total(high)
        for _ in range(_HALVINGS):
            middle = low + (high - low) / 2.0
            if _number(middle) in (_number(low), _number(high)):
                break
            at = total(middle)
            if abs(at - below) >= abs(above - at):
                high, above = middle, at
            else:
                low, below = middle, at
        if not abs(above - below) > jump * max(abs(above), abs(below)):
            return None
        return (
            f"the total jumps from {model.amount(below)} to {model.amount(above)} where {argument} "
            f"passes {model.input(argument, high)}"
        )

    return Invariant(
        f"the total has no jump in {argument}",
        find,
        lambda inputs: inputs.strategy(argument),
        names=(argument,),
        stated=argument,
    )


def bounded(low: QuantityLike | None = None, high: QuantityLike | None = None) -> Invariant:
    """Return the invariant that the total stays within bounds, each a number or a quantity.

    Raises
    ------
    InputError
        If both bounds are left out.
    """
    if low is None and high is None:
        msg = "bounded: a bound is required; write bounded(low='0 USD')"
        raise InputError(msg)

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        total = model.evaluate(case).total
        lower, upper = (model.raw(bound) for bound in (low, high))
        if (lower is None or total >= lower) and (upper is None or total <= upper):
            return None
        side = "below" if lower is not None and total < lower else "above"
        bound = lower if side == "below" else upper
        if math.isnan(total):
            return None  # which `finite` reports
        return f"the total is {model.amount(total)}, {side} {model.amount(bound)}"

    bounds = " and ".join(
        f"at {word} {bound if isinstance(bound, str) else shown(bound)}"
        for word, bound in (("least", low), ("most", high))
        if bound is not None
    )
    return Invariant(f"the total is {bounds}", find)


def round_trip(inverse: Callable[..., Any], argument: str) -> Invariant:
    """Return the invariant that an inverse function recovers an argument.

    Parameters
    ----------
    inverse : callable
        Function of the model's result, and of the other inputs by name.
    argument : str
        Name of the argument that it should return.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        others = {name: value for name, value in case.items() if name != argument}
        answer, expected = model.answer(case), case[argument]
        try:
            back = inverse(answer, **copy.deepcopy(others))
            raw = back.to(expected.units) if isinstance(expected, pint.Quantity) else back
        except Exception as error:  # noqa: BLE001  any exception of a user's inverse is a finding
            return f"the inverse raised {type(error).__name__}: {error}"
        if closeness(_number(raw), _number(expected)) <= _ROUNDING:
            return None
        return f"the inverse gives {shown(raw)} for {argument} = {shown(expected)}"

    return Invariant(f"the inverse gives {argument} back", find, names=(argument,))


# -- lines and ledgers -------------------------------------------------------------------------


def additive() -> Invariant:
    """Return the invariant that the lines of a result sum to its total."""

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        answer = model.evaluate(case)
        lines = {name: raw for name, raw in answer.lines.items() if name != model.total}
        if model.total not in answer.lines:
            return f"the result has no line {model.total!r}{did_you_mean(model.total, lines)}"
        total = math.fsum(lines.values())
        largest = max((abs(raw) for raw in lines.values()), default=0.0)
        if not abs(total - answer.total) > _ROUNDING * max(largest, abs(answer.total)):
            return None
        listed = ", ".join(f"{name} {model.amount(raw)}" for name, raw in lines.items())
        return (
            f"the lines sum to {model.amount(total)} and {model.total} is "
            f"{model.amount(answer.total)} ({listed})"
        )

    return Invariant("the lines sum to the total", find)


_ADDS, _TAKES = ("drawn", "interest"), ("paid",)  # columns of `oilecon.lending.Ledger`


def balanced(
    ledger: Mapping[str, Any] | pd.DataFrame,
    *,
    opening: str = "opening",
    adds: Sequence[str] = _ADDS,
    takes: Sequence[str] = _TAKES,
    closing: str = "closing",
) -> None:
    """Raise `Broken` if a ledger does not balance.

    Parameters
    ----------
    ledger : mapping or pandas.DataFrame
        Columns of numbers or quantities, one element a period; more dimensions are paths.
    opening, closing : str
        Columns of the balance before and after each period.
    adds, takes : sequence of str
        Columns that raise and that lower the balance.

    Raises
    ------
    Broken
        With the first period in which opening balance, additions and deductions do not give the
        closing balance, or whose opening balance is not the closing one of the period before.

    Examples
    --------
    >>> balanced({"opening": [100.0, 60.0], "paid": [40.0, 60.0], "closing": [60.0, 0.0]}, adds=())
    """
    wrong = _unbalanced(ledger, opening, tuple(adds), tuple(takes), closing)
    if wrong is not None:
        raise Broken(wrong)


def conserves(
    *,
    opening: str = "opening",
    adds: Sequence[str] = _ADDS,
    takes: Sequence[str] = _TAKES,
    closing: str = "closing",
) -> Invariant:
    """Return the invariant that the ledger which the model returns balances.

    Parameters
    ----------
    opening, adds, takes, closing
        As of `balanced`.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        try:
            ledger: Any = model.answer(case)
            balanced(ledger, opening=opening, adds=adds, takes=takes, closing=closing)
        except Broken as broken:
            return str(broken)
        return None

    return Invariant("the ledger balances in every period", find)


def _unbalanced(
    ledger: Any, opening: str, adds: tuple[str, ...], takes: tuple[str, ...], closing: str
) -> str | None:
    names = (opening, *adds, *takes, closing)
    for name in names:
        if name not in ledger:
            msg = f"balanced: the ledger has no {name!r}{did_you_mean(name, map(str, ledger))}"
            raise InputError(msg)
    first = ledger[opening]
    unit = f"{first.units:~C}" if isinstance(first, pint.Quantity) else ""
    columns = {name: _column(ledger[name], unit) for name in names}
    sums = columns[opening] + sum(columns[name] for name in adds)
    sums = sums - sum(columns[name] for name in takes)
    scale = _ROUNDING * max(float(np.max(np.abs(column))) for column in columns.values())
    off = ~(np.abs(sums - columns[closing]) <= scale)
    if off.any():
        period = int(np.argwhere(off)[0][0])
        terms = " ".join(
            f"{sign} {name} {_first(columns[name], period)}"
            for sign, group in (("+", adds), ("-", takes))
            for name in group
        )
        return (
            f"period {period}: {opening} {_first(columns[opening], period)} {terms} gives "
            f"{_first(sums, period)}, and {closing} is {_first(columns[closing], period)} {unit}"
        ).rstrip()
    off = ~(np.abs(columns[opening][1:] - columns[closing][:-1]) <= scale)
    if off.any():
        period = int(np.argwhere(off)[0][0])
        return (
            f"period {period + 1} opens with {_first(columns[opening], period + 1)}, and period "
            f"{period} closed with {_first(columns[closing], period)} {unit}"
        ).rstrip()
    return None


def _column(values: Any, unit: str) -> np.ndarray[Any, Any]:
    raw = to_magnitude(values, unit) if isinstance(values, pint.Quantity) else values
    return np.atleast_1d(np.asarray(raw, dtype=np.float64))


def _first(column: np.ndarray[Any, Any], period: int) -> str:
    return figure(float(np.ravel(column[period])[0]))


# -- treatment of the inputs -------------------------------------------------------------------


def finite() -> Invariant:
    """Return the invariant that every case has a result whose lines are finite numbers."""

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        for line, raw in model.evaluate(case).lines.items():
            if not math.isfinite(raw):
                return f"{line} is {raw}"
        return None

    return Invariant("every case has a finite result", find, crashes=True)


def no_mutation() -> Invariant:
    """Return the invariant that a model does not change its inputs."""

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        changed = model.mutated(case)
        if changed is None:
            return None
        name, before, after = changed
        if before is None:
            return f"{name} was absent before the call and {shown(after)} after it"
        return f"{name} was {shown(before)} before the call and {shown(after)} after it"

    return Invariant("the model leaves its inputs unchanged", find)


def order_independent(*arguments: str) -> Invariant:
    """Return the invariant that neither the order of inputs nor earlier calls affect the result.

    Parameters
    ----------
    *arguments : str
        Arguments whose list or mapping should give the same result in any order.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """

    def find(model: ModelUnderTest, case: Case, other: Case) -> str | None:
        first, again = model.evaluate(case).lines, model.evaluate(case).lines
        if not same(first, again):
            return f"{_difference(model, first, again)} when called again with the same inputs"
        backwards = model.evaluate(dict(reversed(case.items()))).lines
        if not same(first, backwards):
            return f"{_difference(model, first, backwards)} when the inputs were in another order"
        for name in arguments:
            turned = model.evaluate({**case, name: _turned(case[name])}).lines
            if not same(first, turned, _ROUNDING):
                return f"{_difference(model, first, turned)} when {name} was in another order"
        if other is not None:
            model.evaluate(other)
        again = model.evaluate(case).lines
        if not same(first, again):
            return f"{_difference(model, first, again)} when called again after {model.case(other)}"
        return None

    return Invariant(
        "neither the order of inputs nor earlier calls matter",
        find,
        lambda inputs: inputs.cases(),
        names=arguments,
    )


def _turned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: value[name] for name in reversed([*value])}
    return value[::-1]


def _difference(model: ModelUnderTest, before: Answer, after: Answer) -> str:
    for line, raw in before.items():
        if line not in after:
            return f"{line} was {model.amount(raw)} and then missing"
        then = after[line]
        if not same({line: raw}, {line: then}):
            digits = 12 if model.amount(raw) != model.amount(then) else 17  # 17 distinguish floats
            return f"{line} was {model.amount(raw, digits)} and then {model.amount(then, digits)}"
    return "the result had other lines"


def array_equals_scalar(*, rounding: float = 0.0) -> Invariant:
    """Return the invariant that each element of an array gives the result of a single case.

    Parameters
    ----------
    rounding : float
        Relative difference that is allowed; none by default.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """

    def unlike(model: ModelUnderTest, cases: list[Case]) -> str | None:
        together = model.evaluate_stacked(cases)
        for at, single in enumerate(cases):
            alone = model.evaluate(single).lines
            row = {line: float(column[at]) for line, column in together.items()}
            if not same(alone, row, rounding):
                return (
                    f"{_difference(model, alone, row)} as element {at} of {len(cases)} cases"
                    f"{_unlike(model, cases)}"
                )
        return None

    def find(model: ModelUnderTest, case: Case, others: Sequence[Case]) -> str | None:
        cases = [case, *({**case, **_stackable(other)} for other in others)]
        wrong = unlike(model, cases)
        for other in cases[1:] if wrong else ():  # fewer cases make a simpler report
            fewer = [single for single in cases if single is not other]
            failure = unlike(model, fewer) if len(fewer) > 1 else None
            cases, wrong = (fewer, failure) if failure else (cases, wrong)
        return wrong

    return Invariant(
        "each element of an array gives the result of a single case",
        find,
        lambda inputs: st.lists(inputs.cases(), min_size=1, max_size=3),
        crashes=True,
    )


def _unlike(model: ModelUnderTest, cases: Sequence[Case]) -> str:
    """Return the inputs in which cases differ, each with its values in their order."""
    columns = {name: [case[name] for case in cases] for name in cases[0]}
    listed = [
        f"{name} = {model.column(name, column)}"
        for name, column in columns.items()
        if any(shown(value) != shown(column[0]) for value in column)
    ]
    return f" with {', '.join(listed)}" if listed else ""


def _stackable(case: Case) -> Case:
    """Return the inputs that an array can hold."""
    return {name: value for name, value in case.items() if ModelUnderTest.stacks(value)}


def unit_invariant() -> Invariant:
    """Return the invariant that the unit in which an input is given does not matter."""

    def units(inputs: Inputs) -> SearchStrategy[Any]:
        # The unit of a drawn input is known only in the case, so an index into its units is drawn.
        return st.fixed_dictionaries({name: st.integers(0, _UNITS) for name in inputs.names})

    def find(model: ModelUnderTest, case: Case, units: Mapping[str, str | int]) -> str | None:
        before = model.evaluate(case).lines
        other = {
            name: _in_unit(case[name], unit)
            for name, unit in units.items()
            if isinstance(case[name], pint.Quantity)
        }
        after = model.evaluate({**case, **other}).lines
        if same(before, after, _ROUNDING):
            return None
        changed = [
            f"{name} was given as {shown(other[name])} instead of {shown(case[name])}"
            for name in other
            if other[name].units != case[name].units
        ]
        why = " and ".join(changed) or "called again with the same inputs"
        return f"{_difference(model, before, after)} when {why}"

    return Invariant("the unit of an input does not matter", find, units)


def _in_unit(quantity: Quantity, unit: str | int) -> Quantity:
    if isinstance(unit, int):
        known = compatible_units(written(quantity))
        unit = known[unit % len(known)]
    return quantity.to(unit_of(unit))


def _names(arguments: Sequence[str]) -> tuple[str, ...]:
    return (arguments,) if isinstance(arguments, str) else tuple(arguments)


def _number(value: Any) -> float:
    raw = value.magnitude if isinstance(value, pint.Quantity) else value
    try:
        return float(raw)
    except (TypeError, ValueError) as error:
        msg = f"expected an input that is one number, got {shown(value)}; name another one"
        raise InputError(msg) from error
