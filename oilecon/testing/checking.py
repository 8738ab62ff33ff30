"""`check_cost_model`: a sensible set of invariants, run on anyone's model, reported in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pint

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
    """Look for the smallest cases that break what any cost model should keep.

    Parameters
    ----------
    model : callable
        From inputs to an amount, or to lines by name: numbers, quantities, a mapping, or, for
        ``takes='frame'``, a Series or DataFrame of one row a case.
    inputs : mapping
        By name: a range ``(low, high)`` or ``(low, typical, high)`` of quantities or numbers, a
        list of choices, or a Hypothesis strategy. Two whole numbers give whole numbers.
    invariants : sequence of Invariant, optional
        What to look at. Without it: every case has a finite answer; nothing given is changed; no
        order matters; each input counts; the lines sum to the total, the unit of an input does not
        matter, and arrays are answered element by element, each where the model has or takes such.
    also : sequence of Invariant
        More of them.
    takes : {'keywords', 'mapping', 'frame'}
        How the model is called: with inputs by name, with one dictionary, or with a DataFrame of
        plain numbers.
    plain : bool
        Whether the model takes plain numbers, each in the unit of its range, and not quantities.
    unit : str
        The unit of plain amounts, for the report; or that in which quantities are compared.
    total : str
        The line that is the total; the sum of the lines where there is none.
    refuses : tuple of exception types
        What the model raises for cases that it refuses by design.
    examples : int
        Cases that are tried for each invariant. The same ones are tried each time.
    raises : bool
        Whether to raise what is broken.

    Returns
    -------
    Report
        In words when printed; also as a table, and `ok`. A model that answers no case at all, or
        refuses each, has kept nothing.

    Raises
    ------
    InputError
        If a range is none, or an invariant speaks of an input that there is not.
    Broken
        If asked to, and an invariant is broken.

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
    lists: dict[str, Any] = {"invariants": invariants, "also": also}
    for name, given in lists.items():
        if isinstance(given, Invariant):
            msg = f"{name}: expected a list of invariants, got one; write {name}=[...]"
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
    """Return the invariants that fit a model, and why others do not."""
    model, inputs = search.model, search.inputs
    chosen: list[Invariant | Finding] = [finite(), no_mutation(), order_independent()]
    chosen += [counts(name) for name in inputs.names]
    tried = search.first_case()
    lines = {} if tried is None else model.ask(tried).lines
    if model.total in lines and len(lines) > 1:
        chosen.append(additive())
    units = unit_invariant()
    drawn = [] if tried is None else [*tried.values()]
    if inputs.units or any(isinstance(one, pint.Quantity) for one in drawn):
        chosen.append(units)
    else:
        why = "the model gets plain numbers" if inputs.labels else "no input is a quantity"
        chosen.append(_untried(units, why))
    arrays = array_equals_scalar(rounding=1e-12)
    if tried is None:
        return [*chosen, _untried(arrays, "no case was found that the model answers")]
    if not any(map(model.stacks, drawn)):
        return [*chosen, _untried(arrays, "no input is a number, of which an array can hold many")]
    try:
        model.ask_stacked([tried, tried])
    except (Crash, InputError, ValueError) as error:
        return [*chosen, _untried(arrays, f"the model takes no arrays: {_what(error)}")]
    return [*chosen, arrays]


def _what(error: Exception) -> str:
    return f"it {error}" if isinstance(error, Crash) else str(error)


def _untried(invariant: Invariant, why: str) -> Finding:
    return Finding(invariant.words, "not tried", why, None, "", 0, tried=False)
