"""Outcomes of programmes for the analyses: a column over all months, or in one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.analysis.outcomes import OutcomeQuery
from oilecon.blocks import array_leaves, replace_leaves
from oilecon.errors import InputError, UnitError, UnknownName, did_you_mean, quote
from oilecon.evaluation import check_finite
from oilecon.programme.blocks import Task, months_first, stacked
from oilecon.programme.cases import CaseRun, over_months
from oilecon.programme.columns import LARGE
from oilecon.units import to_magnitude, unit_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oilecon.programme.columns import Column
    from oilecon.programme.tree import Programme
    from oilecon.typing import OutcomeLike
    from oilecon.units import FloatArray, Raw

__all__ = ["query_of"]


@dataclass(frozen=True)
class _Asked:
    """One outcome: a column, and a month if it is of one; or a function of the run."""

    name: str
    column: str = ""
    month: int | None = None
    function: Callable[[Any], Any] | None = None
    unit: str = ""


@dataclass(frozen=True)
class ProgrammeQuery(OutcomeQuery):
    """Outcomes of a programme, evaluated with other leaves: each case is a path of its months."""

    asked: tuple[_Asked, ...]
    task: Task
    columns: Mapping[str, Column]

    def of(self, values: Mapping[str, Any]) -> ProgrammeQuery:
        """Return the same query of another tree, which may have other parts."""
        programme: Any = self.scenario.of_values(values, self.scenario)
        return query_of(programme, self.requested)

    def answers(self, leaves: Mapping[Any, Raw]) -> list[Raw]:
        """Return every outcome with these leaves, block by block."""
        return self.case(leaves)

    def by_case(self) -> dict[Any, FloatArray]:
        """Return every array of the tree that differs between cases, one number a case.

        Raises
        ------
        InputError
            If one differs between months too.
        """
        shape = self.scenario.cases
        arrays = {keys: raw for keys, raw in array_leaves(self.values) if raw.ndim > 1}
        for keys, raw in arrays.items():
            if raw.shape[-1] > 1:
                msg = f"{'.'.join(keys)}: differs between months and cases; take one of the two"
                raise InputError(msg)
        return {keys: np.broadcast_to(raw[..., 0], shape).ravel() for keys, raw in arrays.items()}

    def replaced(self, leaves: Mapping[Any, Raw]) -> list[Raw]:
        """Return every outcome where the leaves also replace all arrays of cases."""
        return self._answered(leaves, ())

    def case(self, leaves: Mapping[Any, Raw]) -> list[Raw]:
        """Return every outcome with these leaves, each a float or an array of their shape."""
        return self._answered(leaves, self.scenario.cases)

    def _answered(self, leaves: Mapping[Any, Raw], cases: tuple[int, ...]) -> list[Raw]:
        shape = np.broadcast_shapes(cases, *map(np.shape, leaves.values()))
        count = math.prod(shape)
        kept = dict(array_leaves(self.values))
        own = replace_leaves(self.values, {keys: 0.0 for keys in kept if keys in leaves})
        flat = dict(array_leaves(months_first(own, shape)))
        flat |= {
            keys: np.broadcast_to(leaf, shape).reshape(1, -1) if np.ndim(leaf) else leaf
            for keys, leaf in leaves.items()
        }
        whole = [np.empty(count) for _ in self.asked]
        for first in range(0, count, self.task.size):
            part = slice(first, min(first + self.task.size, count))
            cut = {
                keys: leaf[:, part] if np.ndim(leaf) and leaf.shape[1] > 1 else leaf
                for keys, leaf in flat.items()
            }
            for answer, figures in zip(whole, self._block(cut, part.stop - first), strict=True):
                answer[part] = figures
        return [
            check_finite(each.name, answer.reshape(shape) if shape else float(answer[0]))
            for each, answer in zip(self.asked, whole, strict=True)
        ]

    def _block(self, leaves: Mapping[Any, Any], count: int) -> list[Any]:
        """Return every outcome of some cases."""
        columns, _ = self.task.walked(replace_leaves(self.values, leaves))
        answers = []
        for each in self.asked:
            if each.function is not None:
                answers.append(self._of_function(each, columns, count))
                continue
            raw = stacked(columns[each.column], count)
            column = self.columns[each.column]
            figures = over_months(raw, column) if each.month is None else raw[each.month]
            answers.append(figures / LARGE[column.unit][1])
        return answers

    def _of_function(self, each: _Asked, columns: Any, count: int) -> FloatArray:
        assert each.function is not None  # noqa: S101  for type checkers
        answer = each.function(CaseRun(self.task.programme, self.columns, columns, count))
        try:
            return np.asarray(to_magnitude(answer, each.unit))
        except UnitError as error:
            msg = f"outcome {each.name}: {error}"
            raise UnitError(msg) from error


def query_of(programme: Programme, requested: Mapping[str, OutcomeLike]) -> ProgrammeQuery:
    """Return the query of outcomes of a programme.

    Parameters
    ----------
    programme : Programme
        Its arrays of cases are so many answers.
    requested : mapping of str to str or callable
        By name: a column of its run, as ``'cash'``, over all months; one month of it, as
        ``'2026-04.cash'``; or a function of the run that returns a quantity.

    Raises
    ------
    UnknownName
        If the run has no such column.
    """
    task = Task(programme, None, 0, None)
    columns = task.about
    asked = []
    for name, outcome in requested.items():
        function: Any = outcome
        if callable(function):
            count = math.prod(programme.cases)
            drawn, _ = task.walked(months_first(programme.values, programme.cases))
            unit = unit_text(function(CaseRun(programme, columns, drawn, count)))
            asked.append(_Asked(name, function=function, unit=unit))
        else:
            asked.append(_read(name, str(outcome), programme, columns))
    units = tuple(each.unit for each in asked)
    values = programme.values
    return ProgrammeQuery(
        programme,
        tuple(requested),
        units,
        requested,
        tuple(programme.routes),
        values,
        (),
        "blend",
        within=False,
        asked=tuple(asked),
        task=task,
        columns=columns,
    )


def _read(name: str, outcome: str, programme: Programme, columns: Mapping[str, Column]) -> _Asked:
    """Return an outcome by its name."""
    label, _, rest = outcome.partition(".")
    month = programme.calendar.position(label)
    column = outcome if month is None else rest
    if column not in columns:
        if rest in columns and label[:1].isdigit():
            months = programme.months
            msg = (
                f"outcome: no month {quote(label)} in the run, which has {months}; write "
                f"'{programme.calendar.labels[0]}.{rest}', or {rest!r} for all months"
            )
            raise UnknownName(msg)
        near = did_you_mean(column, columns)
        msg = f"outcome: no column {quote(column)} in the run of a programme{near}"
        raise UnknownName(msg)
    return _Asked(name, column, month, unit=LARGE[columns[column].unit][0])
