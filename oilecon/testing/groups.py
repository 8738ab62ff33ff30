"""Strategies for any group, from the sourced ranges of its fields."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st

from oilecon import reference
from oilecon.errors import InputError, did_you_mean
from oilecon.fields import Choice, Number
from oilecon.groups import Group, Subgroup
from oilecon.inputs import (
    Crude,
)
from oilecon.reference.oils import oils
from oilecon.scenario_tree import scenario
from oilecon.testing.quantities import Range, checked, drawn_quantities, numbers, one_number
from oilecon.units import (
    to_quantity,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn


__all__ = ["as_strategy", "fitting", "groups", "wide"]


AnyGroup = TypeVar("AnyGroup", bound=Group)
TOGETHER: dict[type[Group], Callable[..., st.SearchStrategy[Any]]] = {}
"""Strategies of groups whose fields depend on one another; `contracts` adds its own."""

_WIDE = 4.0  # an unsourced number is drawn from a quarter to four times its typical figure


# -- groups ------------------------------------------------------------------------------------


@cache
def sourced() -> Mapping[tuple[str, str], Range]:
    """Return the ranges of the rows behind each group's fields, joined over scenarios and ships."""
    spans: dict[tuple[str, str], Range] = {}
    for base in map(scenario, reference.scenario_plans()):
        for path in base.paths():
            row = base.row(path)
            if row is not None:
                above, _, field = path.rpartition(".")
                _join(spans, (type(base.get(above)).__name__, field), row)
    for rows in (*reference.vessel_rows().values(), *reference.ship_rows().values()):
        for row in rows:
            _join(spans, ("Vessel", row.field), row)
    for oil in oils():
        for field, unit, value in (
            ("api", "degAPI", oil.api[0]),
            ("sulphur", "percent", oil.sulphur[0]),
            ("acid_number", "mgKOH/g", oil.acid_number),
            ("vanadium", "mg/kg", oil.vanadium[0]),
        ):
            if value is not None:
                raw = one_number(to_quantity(value, unit), getattr(Crude, field).unit)
                key = ("Crude", field)
                low, typical, high = spans.get(key, (raw, raw, raw))
                spans[key] = min(low, raw), typical, max(high, raw)
    return spans


def _join(spans: dict[tuple[str, str], Range], key: tuple[str, str], row: reference.Row) -> None:
    low, typical, high = spans.get(key, (row.low, row.value, row.high))
    spans[key] = min(low, row.low), typical, max(high, row.high)


def _range(kind: type[Group], field: Number) -> Range | None:
    """Return the range of a field, None for an optional field without a row."""
    span = sourced().get((kind.__name__, field.name))
    return span if span is not None or not field.required else wide(field)


def wide(field: Number) -> Range:
    """Return a quarter to four times the figure that a field gives as an example."""
    typical = one_number(field.read(_literal(field.typical)), field.unit)
    low, high = sorted((typical / _WIDE, typical * _WIDE))
    return max(low, field.low), typical, min(high, field.high)


def _literal(typical: str) -> str | float:
    """Return the value of a field's example: the quoted text, or a number."""
    return typical[1:-1] if typical.startswith("'") else float(typical)


def of_field(field: Number, bounds: Any) -> st.SearchStrategy[Any]:
    """Return the strategy of a field's quantities: given, within bounds, or of one value."""
    if isinstance(bounds, st.SearchStrategy):
        return bounds
    if bounds is None:
        return numbers(0.0, 0.0, 1.0).map(lambda _: None)
    if not isinstance(bounds, tuple):
        return st.just(bounds)
    figures = [one_number(bound, field.unit) for bound in bounds]
    low, typical, high = figures if len(figures) == 3 else (figures[0], *figures)  # noqa: PLR2004
    return drawn_quantities(
        field.unit, checked(low, typical, high, field.unit), None, any_unit=False
    )


def _strategy(kind: type[Group], field: Any, given: Mapping[str, Any]) -> Any:
    """Return the strategy of a field, None to leave the field out."""
    if field.name in given:
        bounds = given[field.name]
        return of_field(field, bounds) if isinstance(field, Number) else as_strategy(bounds)
    if isinstance(field, Number):
        span = _range(kind, field)
        if span is None:
            return None
        drawn = drawn_quantities(field.unit, span, None, any_unit=False)
        return drawn if field.required else st.none() | drawn
    if isinstance(field, Choice) and field.required:
        return st.sampled_from(field.options)
    if isinstance(field, Subgroup) and field.required:
        return st.one_of(*(groups(member) for member in field.kinds.values()))
    return None


def as_strategy(value: Any) -> st.SearchStrategy[Any]:
    """Return a strategy unchanged, and for any other value the strategy that draws it."""
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


def groups(kind: type[AnyGroup], /, **given: object) -> st.SearchStrategy[AnyGroup]:
    """Draw groups of any class, such as ``groups(oe.Market)``.

    Parameters
    ----------
    kind : type
        The class of the group.
    **given
        By field: a strategy, a range ``(low, high)`` or ``(low, typical, high)``, or one value.
        Other numbers are drawn from the ranges of the shipped rows, joined over scenarios, routes
        and ships. A required number without a row is drawn from a quarter to four times the figure
        that the class gives as an example; an optional one without a row is left out.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Groups of the class.

    Raises
    ------
    InputError
        If the class has no such field.

    Examples
    --------
    >>> from hypothesis import find
    >>> from oilecon import Market
    >>> find(groups(Market, brent=("40 USD/bbl", "90 USD/bbl")), lambda market: True)
    Market(brent='40.0 USD/bbl', vlsfo='445.0 USD/t', mgo='720.0 USD/t', finance_rate='0.0 1/year')
    """
    check_known(kind, given)
    if kind in TOGETHER:
        return TOGETHER[kind](**given)
    fields = kind._fields.values()
    strategies = {field.name: _strategy(kind, field, given) for field in fields}
    return _groups(kind, {name: drawn for name, drawn in strategies.items() if drawn is not None})


def check_known(kind: type[Group], given: Mapping[str, Any]) -> None:
    for name in given:
        if name not in kind._fields:
            msg = f"{kind.__name__} has no field {name!r}{did_you_mean(name, kind._fields)}"
            raise InputError(msg)


@st.composite
def _groups(draw: DrawFn, /, kind: type[AnyGroup], fields: Mapping[str, Any]) -> AnyGroup:
    return fitting(kind, {name: draw(strategy) for name, strategy in fields.items()})


def fitting(kind: type[AnyGroup], drawn: Mapping[str, Any]) -> AnyGroup:
    """Return a group of the fields that are drawn; reject the case if they do not fit."""
    try:
        return kind(**{name: value for name, value in drawn.items() if value is not None})
    except InputError:
        reject()
