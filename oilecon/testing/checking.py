"""`check_cost_model`: a default set of invariants, tested on any model, reported in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pint

from oilecon.arguments import flag
from oilecon.errors import InputError
from oilecon.testing.invariants import (
    additive,
    array_equals_scalar,
    counts,
    finite,
    no_mutation,
    order_independent,
    unit_invariant,
)
from oilecon.testing.models import Crash
from oilecon.testing.searching import EXAMPLES, Finding, Invariant, Report, Search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["check_cost_model"]


def check_cost_model(
    model: Callable[..., Any],
    inputs: Mapping[str, Any],
    *,
    invariants: Sequence[Invariant] | None = None,
    also: Sequence[Invariant] = (),
    takes: str = "keywords",
    plain: bool = False,
    unit: str = "",
    total: str = "total",
    refuses: tuple[type[Exception], ...] = (),
    examples: int = EXAMPLES,
    raises: bool = False,
) -> Report:
    """Search for the smallest cases that break an invariant of any cost model.

    Parameters
    ----------
    model : callable
        Function from inputs to an amount or to lines by name: a number, a quantity, a mapping, or,
        for ``takes='frame'``, a Series or DataFrame with one row a case.
    inputs : mapping
        By name: a range ``(low, high)`` or ``(low, typical, high)`` of quantities or numbers, a
        list of choices, or a Hypothesis strategy. Two whole numbers give whole numbers.
    invariants : sequence of Invariant, optional
        Invariants to test. By default: every case has a finite result, inputs are not changed, the
        order of inputs does not matter, and each input affects the total. Where they apply to the
        model: lines sum to the total, the unit of an input does not matter, and each element of an
        array gives the result of a single case.
    also : sequence of Invariant
        Further invariants.
    takes : {'keywords', 'mapping', 'frame'}
        Form of the call: inputs by name, one dictionary, or a DataFrame of plain numbers.
    plain : bool
        If true, the model takes plain numbers, each in the unit of its range, not quantities.
    unit : str
        Unit of plain amounts in the report, or unit in which quantities are compared.
    total : str
        Name of the line that is the total; where it is absent, the lines are summed.
    refuses : tuple of exception types
        Exceptions that the model raises for cases that it rejects by design.
    examples : int
        Number of cases for each invariant. Every run tests the same ones.
    raises : bool
        If true, raise `Broken` where an invariant is broken.

    Returns
    -------
    Report
        Report in words when printed, with `ok` and `to_frame`. A model without a result in any case
        breaks its invariants.

    Raises
    ------
    InputError
        If a range is invalid, or an invariant names an unknown input.
    Broken
        If `raises` is true and an invariant is broken.

    Examples
    --------
    >>> def freight(hire, days, cargo):  # USD/day, days, t
    ...     return hire * days / cargo
    >>> ranges = {
    ...     "hire": ("20000 USD/day", "90000 USD/day"),
    ...     "days": ("20 day", "90 day"),
    ...     "cargo": ("70000 t", "270000 t"),
    ... }
    >>> check_cost_model(freight, ranges).ok
    True
    """
    plain, raises = flag(plain, "plain"), flag(raises, "raises")
    lists: dict[str, Any] = {"invariants": invariants, "also": also}
    for name, given in lists.items():
        if isinstance(given, Invariant):
            msg = f"{name}: expected a list of invariants, got a single one; write {name}=[...]"
            raise InputError(msg)
    search = Search(
        model,
        inputs,
        takes=takes,
        plain=plain,
        unit=unit,
        total=total,
        refuses=refuses,
        examples=examples,
    )
    chosen = _usual(search) if invariants is None else invariants
    report = search.report([*chosen, *also])
    if raises:
        report.raise_if_broken()
    return report


def _usual(search: Search) -> list[Invariant | Finding]:
    """Return the invariants that apply to a model, and findings on those that do not."""
    model, inputs = search.model, search.inputs
    chosen: list[Invariant | Finding] = [finite(), no_mutation(), order_independent()]
    chosen += [counts(name) for name in inputs.names]
    tried = search.first_case()
    lines = {} if tried is None else model.evaluate(tried).lines
    if model.total in lines and len(lines) > 1:
        chosen.append(additive())
    units = unit_invariant()
    drawn = [] if tried is None else [*tried.values()]
    if inputs.units or any(isinstance(value, pint.Quantity) for value in drawn):
        chosen.append(units)
    else:
        why = "the model gets plain numbers" if inputs.labels else "no input is a quantity"
        chosen.append(_untried(units, why))
    arrays = array_equals_scalar(rounding=1e-12)
    if tried is None:
        return [*chosen, _untried(arrays, "the model gave no result in any case")]
    if not any(map(model.stacks, drawn)):
        return [*chosen, _untried(arrays, "no input is a number, of which an array can hold many")]
    try:
        model.evaluate_stacked([tried, tried])
    except (Crash, InputError, ValueError) as error:
        return [*chosen, _untried(arrays, f"the model takes no arrays: {_what(error)}")]
    return [*chosen, arrays]


def _what(error: Exception) -> str:
    return f"it {error}" if isinstance(error, Crash) else str(error)


def _untried(invariant: Invariant, why: str) -> Finding:
    return Finding(invariant.words, "not tested", why, None, "", 0, tried=False)
