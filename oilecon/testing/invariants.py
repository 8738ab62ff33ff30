"""What a cost model should keep, whoever wrote it.

Each function here returns an `Invariant`. Called with a model and the ranges of its inputs, it
looks for the smallest case that breaks it, and raises `Broken` with that case in words.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pint
from hypothesis import strategies as st

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


_ROUNDING = 1e-9  # relative: what two orders of the same sums may differ by
_UNITS = 999  # more than any quantity can be written in
_HALVINGS = 60  # after which an interval of floats has no width left to explain a change


# -- an amount moves as it should --------------------------------------------------------------


def monotone(argument: str, direction: str = "up", *, strictly: bool = True) -> Invariant:
    """Return that the total moves one way when an argument rises.

    Parameters
    ----------
    argument : str
        Its name.
    direction : {'up', 'down'}
        Which way.
    strictly : bool
        Whether it must move; a cost that is read in and never added stands still.

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
    rises = direction == "up"

    def find(model: ModelUnderTest, case: Case, other: Any) -> str | None:
        low, high = sorted((case[argument], other), key=_number)
        before, after = (model.ask({**case, argument: value}).total for value in (low, high))
        if _number(low) == _number(high):
            return None
        change = after - before if rises else before - after
        slack = 1e-12 * max(abs(before), abs(after))
        # What moves a huge total by less than it can hold shows nothing.
        if math.isnan(change) or change > 0.0 or (change >= -slack and not strictly):
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
    if not strictly:
        words = f"the total never {'falls' if rises else 'rises'} with {argument}"
    return Invariant(
        words, find, lambda inputs: inputs.strategy(argument), names=(argument,), said=argument
    )


def _notable(low: Any, high: Any) -> bool:
    """Return whether two values of an argument differ by more than rounding can hide."""
    least, most = _number(low), _number(high)
    return most - least > 1e-6 * max(abs(least), abs(most))


def counts(argument: str) -> Invariant:
    """Return that an argument moves the total in at least one case: it is not read for nothing."""

    def find(model: ModelUnderTest, case: Case, other: Any) -> str | None:
        here = model.ask(case).total
        there = model.ask({**case, argument: other}).total
        if closeness(here, there) == 0.0:
            return f"the total stayed the same in every case, whatever {argument} was"
        return None

    words = f"{argument} counts: it moves the total in some case"
    return Invariant(
        words, find, lambda inputs: inputs.strategy(argument), somewhere=True, names=(argument,)
    )


def homogeneous(arguments: Sequence[str], degree: float = 1.0) -> Invariant:
    """Return that k times these arguments give k to the power `degree` times the total.

    All prices together are the usual arguments of degree one.
    """
    names = _names(arguments)

    def find(model: ModelUnderTest, case: Case, factor: float) -> str | None:
        before = model.ask(case).total
        after = model.ask(_scaled(case, names, factor)).total
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
    """Return that an amount per barrel does not change with the size of the whole operation.

    Parameters
    ----------
    arguments : sequence of str
        All that doubles when the operation doubles: cargo, fuel a day, hire, dues.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """
    names = _names(arguments)

    def find(model: ModelUnderTest, case: Case, factor: float) -> str | None:
        before = model.ask(case).lines
        after = model.ask(_scaled(case, names, factor)).lines
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
    """Return that the total has no jump in an argument.

    Parameters
    ----------
    argument : str
        Its name.
    jump : float
        The largest step that is let pass, as a share of the total.

    Returns
    -------
    Invariant
        To call with a model and its inputs. Between two values the half in which the total moves
        more is halved again, so that what remains names the place of the jump.
    """

    def find(model: ModelUnderTest, case: Case, other: Any) -> str | None:
        def total(value: Any) -> float:
            return model.ask({**case, argument: value}).total

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
        said=argument,
    )


def bounded(low: QuantityLike | None = None, high: QuantityLike | None = None) -> Invariant:
    """Return that the total stays within bounds, each a number or a quantity.

    Raises
    ------
    InputError
        If there is neither.
    """
    if low is None and high is None:
        msg = "bounded: a bound is required; write bounded(low='0 USD')"
        raise InputError(msg)

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        total = model.ask(case).total
        least, most = (model.raw(end) for end in (low, high))
        if (least is None or total >= least) and (most is None or total <= most):
            return None
        wrong = "below" if least is not None and total < least else "above"
        end = least if wrong == "below" else most
        if math.isnan(total):
            return None  # which `finite` reports
        return f"the total is {model.amount(total)}, {wrong} {model.amount(end)}"

    ends = " and ".join(
        f"at {word} {end if isinstance(end, str) else shown(end)}"
        for word, end in (("least", low), ("most", high))
        if end is not None
    )
    return Invariant(f"the total is {ends}", find)


def round_trip(inverse: Callable[..., Any], argument: str) -> Invariant:
    """Return that an inverse gives an argument back.

    Parameters
    ----------
    inverse : callable
        Takes the model's answer, and its other inputs by name.
    argument : str
        What it should return.

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
        except Exception as error:  # noqa: BLE001  whatever a user's inverse does is a finding
            return f"the inverse raised {type(error).__name__}: {error}"
        if closeness(_number(raw), _number(expected)) <= _ROUNDING:
            return None
        return f"the inverse gives {shown(raw)} for {argument} = {shown(expected)}"

    return Invariant(f"the inverse gives {argument} back", find, names=(argument,))


# -- lines and ledgers -------------------------------------------------------------------------


def additive() -> Invariant:
    """Return that the lines of the answer sum to its total."""

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        answer = model.ask(case)
        lines = {name: raw for name, raw in answer.lines.items() if name != model.total}
        if model.total not in answer.lines:
            return f"the answer has no line {model.total!r}{did_you_mean(model.total, lines)}"
        found = math.fsum(lines.values())
        most = max((abs(raw) for raw in lines.values()), default=0.0)
        if not abs(found - answer.total) > _ROUNDING * max(most, abs(answer.total)):
            return None
        listed = ", ".join(f"{name} {model.amount(raw)}" for name, raw in lines.items())
        return (
            f"the lines sum to {model.amount(found)} and {model.total} is "
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
    """Test that a ledger loses and invents nothing.

    Parameters
    ----------
    ledger : mapping or pandas.DataFrame
        Columns of numbers or quantities, one element a period; more dimensions are paths.
    opening, closing : str
        The balance before and after each period.
    adds, takes : sequence of str
        What raises and what lowers it.

    Raises
    ------
    Broken
        With the first period in which opening, what is added and what is taken do not make the
        closing balance, or which does not open with the last one's.

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
    """Return that the ledger which the model answers with loses and invents nothing.

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

    return Invariant("the ledger loses and invents nothing", find)


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
            f"period {period}: {opening} {_first(columns[opening], period)} {terms} makes "
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


# -- how a model treats its inputs -------------------------------------------------------------


def finite() -> Invariant:
    """Return that every line of the answer is a finite number, and that there is an answer."""

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        for line, raw in model.ask(case).lines.items():
            if not math.isfinite(raw):
                return f"{line} is {raw}"
        return None

    return Invariant("every case has an answer, and it is finite", find, crashes=True)


def no_mutation() -> Invariant:
    """Return that a model leaves what it is given as it was."""

    def find(model: ModelUnderTest, case: Case, _: None) -> str | None:
        changed = model.mutated(case)
        if changed is None:
            return None
        name, before, after = changed
        if before is None:
            return f"the caller gave no {name}, and had one of {shown(after)} after the call"
        return f"the caller's {name} was {shown(before)} before the call and {shown(after)} after"

    return Invariant("what the caller gave is left as it was", find)


def order_independent(*arguments: str) -> Invariant:
    """Return that the order of inputs, and what was asked before, do not show in the answer.

    Parameters
    ----------
    *arguments : str
        Arguments that hold a list or a mapping whose order should not matter.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """

    def find(model: ModelUnderTest, case: Case, other: Case) -> str | None:
        first, again = model.ask(case).lines, model.ask(case).lines
        if not same(first, again):
            return f"{_difference(model, first, again)} when asked the same again"
        backwards = model.ask(dict(reversed(case.items()))).lines
        if not same(first, backwards):
            return f"{_difference(model, first, backwards)} when the inputs came in another order"
        for name in arguments:
            turned = model.ask({**case, name: _turned(case[name])}).lines
            if not same(first, turned, _ROUNDING):
                return f"{_difference(model, first, turned)} when {name} came in another order"
        if other is not None:
            model.ask(other)
        again = model.ask(case).lines
        if not same(first, again):
            return f"{_difference(model, first, again)} when asked again after {model.case(other)}"
        return None

    return Invariant(
        "no order matters, nor what was asked before",
        find,
        lambda inputs: inputs.cases(),
        names=arguments,
    )


def _turned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: value[name] for name in reversed([*value])}
    return value[::-1]


def _difference(model: ModelUnderTest, one: Answer, other: Answer) -> str:
    for line, raw in one.items():
        if line not in other:
            return f"{line} was {model.amount(raw)} and then missing"
        then = other[line]
        if not same({line: raw}, {line: then}):
            digits = 12 if model.amount(raw) != model.amount(then) else 17  # 17 tell floats apart
            return f"{line} was {model.amount(raw, digits)} and then {model.amount(then, digits)}"
    return "the answer had other lines"


def array_equals_scalar(*, rounding: float = 0.0) -> Invariant:
    """Return that each element of an array is answered as it is alone.

    Parameters
    ----------
    rounding : float
        The relative difference that is let pass; none without it.

    Returns
    -------
    Invariant
        To call with a model and its inputs, or to hand to `check_cost_model`.
    """

    def unlike(model: ModelUnderTest, cases: list[Case]) -> str | None:
        together = model.ask_stacked(cases)
        for at, one in enumerate(cases):
            alone = model.ask(one).lines
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
        for other in cases[1:] if wrong else ():  # fewer cases show the same more plainly
            fewer = [one for one in cases if one is not other]
            found = unlike(model, fewer) if len(fewer) > 1 else None
            cases, wrong = (fewer, found) if found else (cases, wrong)
        return wrong

    return Invariant(
        "each element of an array is answered as it is alone",
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
        if any(shown(one) != shown(column[0]) for one in column)
    ]
    return f" with {', '.join(listed)}" if listed else ""


def _stackable(case: Case) -> Case:
    """Return the inputs that an array can hold."""
    return {name: value for name, value in case.items() if ModelUnderTest.stacks(value)}


def unit_invariant() -> Invariant:
    """Return that the unit in which an input is given does not matter."""

    def units(inputs: Inputs) -> SearchStrategy[Any]:
        # What a strategy draws has a unit only in the case itself, so a place in its list is drawn.
        return st.fixed_dictionaries({name: st.integers(0, _UNITS) for name in inputs.names})

    def find(model: ModelUnderTest, case: Case, units: Mapping[str, str | int]) -> str | None:
        before = model.ask(case).lines
        other = {
            name: _in_unit(case[name], unit)
            for name, unit in units.items()
            if isinstance(case[name], pint.Quantity)
        }
        after = model.ask({**case, **other}).lines
        if same(before, after, _ROUNDING):
            return None
        changed = [
            f"{name} was given as {shown(other[name])} instead of {shown(case[name])}"
            for name in other
            if other[name].units != case[name].units
        ]
        why = " and ".join(changed) or "asked the same again"
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
