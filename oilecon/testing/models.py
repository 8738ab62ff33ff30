"""A user's cost model in the form that invariants call, and the ranges of its inputs."""

from __future__ import annotations

import copy
import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pint
from hypothesis import strategies as st

from oilecon.errors import InputError, UnitError, did_you_mean, figure, quote
from oilecon.groups import Group
from oilecon.testing.quantities import numbers, quantities
from oilecon.units import PURE, Q, to_magnitude

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

__all__ = [
    "Answer",
    "Crash",
    "Evaluated",
    "Inputs",
    "ModelUnderTest",
    "closeness",
    "same",
    "shown",
    "written",
]

Answer: TypeAlias = dict[str, float]

TAKES = ("keywords", "mapping", "frame")

_TOTAL = "total"  # where it is absent, the lines are summed
_LONGEST = 200  # characters of one input in a report


class Crash(Exception):  # noqa: N818  a failure of the model, not of the kit
    """Exception of the model, or a result with a wrong number of rows."""


@dataclass(frozen=True)
class Evaluated:
    """Result of a model: lines by name, and their total."""

    lines: Answer
    total: float


def _plain(end: Any) -> float:
    """Return one bound of a range as a float; raise `InputError` if it is not a number."""
    try:
        return float(end)
    except (TypeError, ValueError, OverflowError) as error:
        days = isinstance(end, dt.date | np.datetime64)
        write = "hypothesis.strategies.dates(low, high), or " if days else ""
        msg = (
            f"expected numbers or quantities as bounds, got {quote(end)}; "
            f"write {write}a list of choices"
        )
        raise InputError(msg) from error


class Inputs:
    """The inputs of a model, with their strategies and units."""

    def __init__(self, given: Any, *, plain: bool) -> None:
        if not isinstance(given, Mapping) or not given:
            what = "an empty one" if isinstance(given, Mapping) else quote(given)
            msg = (
                f"inputs: expected a mapping of names to ranges, got {what}; write "
                "{'distance': ('500 nmi', '9000 nmi')}"
            )
            raise InputError(msg)
        self.units: dict[str, str] = {}  # of the inputs that are quantities
        self.labels: dict[str, str] = {}  # of plain numbers, for reports
        self._strategies = {
            name: self._read(name, span, plain=plain) for name, span in given.items()
        }

    def _read(self, name: str, given: Any, *, plain: bool) -> SearchStrategy[Any]:
        if isinstance(given, st.SearchStrategy):
            return given
        if isinstance(given, list):
            return st.sampled_from(given)
        if not isinstance(given, tuple) or len(given) not in (2, 3):
            msg = (
                f"inputs: {name}: expected (low, high), (low, typical, high), a list of choices or "
                f"a strategy, got {quote(given)}; write for example ('500 nmi', '9000 nmi')"
            )
            raise InputError(msg)
        low, *middle, high = given
        typical = middle[0] if middle else low
        try:
            return self._between(name, (low, typical, high), plain=plain)
        except InputError as error:
            msg = f"inputs: {name}: {error}"
            raise InputError(msg) from error

    def _between(
        self, name: str, ends: tuple[Any, Any, Any], *, plain: bool
    ) -> SearchStrategy[Any]:
        low, typical, high = ends
        if all(type(end) is int for end in ends):
            return _whole(low, typical, high)
        unit = _unit(low)
        if any((_unit(end) is None) != (unit is None) for end in ends):
            bounds = " and ".join(map(quote, dict.fromkeys(ends)))
            msg = (
                f"expected all bounds as quantities, or all as numbers, got {bounds}; write each "
                "with its unit"
            )
            raise InputError(msg)
        if unit is None:
            return numbers(*map(_plain, ends))
        if plain:
            self.labels[name] = unit
            return numbers(*(float(to_magnitude(end, unit)) for end in ends))
        self.units[name] = unit
        return quantities(unit, low, high, typical=typical)

    def known(self, names: Iterable[str]) -> None:
        """Raise `InputError` if a name is not that of an input.

        Raises
        ------
        InputError
            With the unknown name.
        """
        for name in names:
            if name not in self._strategies:
                msg = f"no input {name!r}{did_you_mean(name, self._strategies)}"
                raise InputError(msg)

    def strategy(self, name: str) -> SearchStrategy[Any]:
        """Return the strategy of one input."""
        return self._strategies[name]

    def cases(self) -> SearchStrategy[dict[str, Any]]:
        """Return the strategy of whole cases."""
        return st.fixed_dictionaries(self._strategies)

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs in their order."""
        return tuple(self._strategies)


def _whole(low: int, typical: int, high: int) -> SearchStrategy[int]:
    if not low <= typical <= high:
        msg = f"expected low <= typical <= high, got {low}, {typical} and {high}"
        raise InputError(msg)
    return st.integers(low - typical, high - typical).map(lambda more: typical + more)


def _unit(end: Any) -> str | None:
    """Return the unit in which a bound is written, None for a bare number."""
    if isinstance(end, str):
        end = Q(end)
    return written(end) if isinstance(end, pint.Quantity) else None


def written(quantity: Any) -> str:
    """Return the unit of a quantity as it is written in code."""
    return f"{quantity.units:~C}".replace("**", "") or PURE


class ModelUnderTest:
    """A callable from inputs to an amount or to lines, with one interface for every form."""

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        takes: str = "keywords",
        unit: str = "",
        total: str = _TOTAL,
    ) -> None:
        if takes not in TAKES:
            msg = f"takes: expected one of {', '.join(map(repr, TAKES))}, got {quote(takes)}"
            raise InputError(msg)
        self._function = function
        self._takes = takes
        self.unit = unit
        self.total = total
        self.labels: Mapping[str, str] = {}
        self.calls = 0

    @property
    def name(self) -> str:
        """Name of the model in reports."""
        return str(getattr(self._function, "__name__", type(self._function).__name__))

    def _call(self, given: Any) -> Any:
        self.calls += 1
        try:
            return self._function(**given) if self._takes == "keywords" else self._function(given)
        except Exception as error:
            raise Crash(f"raised {type(error).__name__}: {error}".rstrip(": ")) from error

    def _given(self, cases: Mapping[str, Any]) -> Any:
        """Return a fresh copy of the inputs in the form that the model takes."""
        fresh = copy.deepcopy(dict(cases))
        if self._takes != "frame":
            return fresh
        import pandas as pd

        columns = {name: getattr(value, "magnitude", value) for name, value in fresh.items()}
        rows = max((len(c) for c in columns.values() if isinstance(c, np.ndarray)), default=1)
        return pd.DataFrame(columns, index=pd.RangeIndex(rows))

    def answer(self, case: Mapping[str, Any]) -> Any:
        """Return the model's own result."""
        return self._call(self._given(case))

    def evaluate(self, case: Mapping[str, Any]) -> Evaluated:
        """Return the lines of one case."""
        amounts = self._lines(self.answer(case))
        lines = {line: self._single(line, raw) for line, raw in amounts.items()}
        if self.total not in lines and self.total != _TOTAL:
            msg = f"total: the result has no line {self.total!r}{did_you_mean(self.total, lines)}"
            raise InputError(msg)
        total = lines[self.total] if self.total in lines else math.fsum(lines.values())
        return Evaluated(lines, total)

    def evaluate_stacked(self, cases: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the lines of several cases, evaluated together as arrays."""
        stacked = {name: _stack([case[name] for case in cases]) for name in cases[0]}
        amounts = self._lines(self._call(self._given(stacked)))
        return {line: self._each(line, raw, len(cases)) for line, raw in amounts.items()}

    def _each(self, line: str, raw: Any, cases: int) -> Any:
        """Return one number for each case; a single number holds for all, except in a table."""
        array = np.asarray(raw, dtype=np.float64)
        table = self._takes == "frame"
        if array.shape not in {(), (cases,) if table else (1,), (cases,)}:
            rows = len(array) if array.ndim == 1 else f"an array of shape {array.shape}"
            raise Crash(f"returned {rows} for {cases} cases, in {line!r}")
        return np.broadcast_to(array, (cases,))

    @staticmethod
    def stacks(value: Any) -> bool:
        """Return whether an array can hold many values of an input, which must be one number."""
        raw = value.magnitude if isinstance(value, pint.Quantity) else value
        return isinstance(raw, (int, float)) and not isinstance(raw, bool)

    def mutated(self, case: Mapping[str, Any]) -> tuple[str, Any, Any] | None:
        """Return the name of a changed input, and its value before and after the call."""
        arrays = {name: _stack([v, v]) if self.stacks(v) else v for name, v in case.items()}
        for tried in (case, arrays):
            given = self._given(tried)
            before = copy.deepcopy(given)
            try:
                self._call(given)
            except Crash:
                if tried is case:
                    raise
                continue  # takes no arrays
            for name in [*before, *(name for name in given if name not in before)]:
                old, new = before.get(name), given.get(name)
                if not _unchanged(old, new):
                    return str(name), old, new
        return None

    def _lines(self, answer: Any) -> dict[str, Any]:
        """Return the lines of a result without their units."""
        if hasattr(answer, "to_dict") and self._takes == "frame":  # one row a case
            if hasattr(answer, "columns"):
                return {str(name): answer[name].to_numpy() for name in answer.columns}
            return {self.total: answer.to_numpy()}
        if hasattr(answer, "items") and not isinstance(answer, pint.Quantity):
            return {str(name): self._line(str(name), value) for name, value in answer.items()}
        return {self.total: self.raw(answer)}

    def _line(self, name: str, value: Any) -> Any:
        try:
            return self.raw(value)
        except (InputError, UnitError) as error:
            msg = f"line {name!r} of the answer: {error}; answer with amounts of one kind"
            raise type(error)(msg) from error

    def raw(self, value: Any) -> Any:
        """Return an amount without its unit; the first amount sets the unit."""
        if value is None:
            return None
        if isinstance(value, (str, pint.Quantity)):
            if isinstance(value, pint.Quantity) and not self.unit:
                self.unit = f"{value.units:~C}".replace("**", "")
            return to_magnitude(value, self.unit or PURE)
        try:
            return np.asarray(value, dtype=np.float64)[()]
        except (TypeError, ValueError) as error:
            msg = (
                "expected a number, a quantity, an array or a mapping of lines from the model, got "
                f"{type(value).__name__}"
            )
            raise InputError(msg) from error

    def _single(self, line: str, raw: Any) -> float:
        if raw is None:
            return math.nan
        if np.size(raw) != 1 and self._takes == "frame":
            raise Crash(f"returned {np.size(raw)} rows for one case")
        if np.size(raw) != 1:
            msg = f"expected one number a line, got {np.size(raw)} for {line!r}"
            raise InputError(msg)
        return float(np.ravel(raw)[0])

    def input(self, name: str, value: Any) -> str:
        """Return an input with its unit, for reports."""
        label = self.labels.get(name, "") if isinstance(value, float) else ""
        return f"{shown(value)} {label}".rstrip()

    def column(self, name: str, values: list[Any]) -> str:
        """Return an input's values in several cases with their unit, for reports."""
        label = self.labels.get(name, "")
        if all(isinstance(value, pint.Quantity) for value in values):
            label = f"{values[0].units:~P}"
            values = [value.to(values[0].units).magnitude for value in values]
        return f"[{', '.join(map(shown, values))}] {label}".rstrip()

    def case(self, case: Mapping[str, Any], but: str = "") -> str:
        """Return a case with its units, except one input, for reports."""
        return ", ".join(
            f"{name} = {self.input(name, value)}" for name, value in case.items() if name != but
        )

    def amount(self, raw: float, digits: int = 12) -> str:
        """Return an amount with its unit, for reports."""
        return f"{raw:.{digits}g} {self.unit}".rstrip()


def _stack(values: list[Any]) -> Any:
    first = values[0]
    if not ModelUnderTest.stacks(first):
        return first
    if isinstance(first, pint.Quantity):
        return type(first)(
            np.array([value.to(first.units).magnitude for value in values]), first.units
        )
    return np.array(values)


def _unchanged(old: Any, new: Any) -> bool:
    if isinstance(old, pint.Quantity) and isinstance(new, pint.Quantity):
        return bool(old.units == new.units) and _unchanged(old.magnitude, new.magnitude)
    if hasattr(old, "equals"):
        return bool(old.equals(new))
    if isinstance(old, np.ndarray) or isinstance(new, np.ndarray):
        return np.array_equal(old, new)
    return type(old) is type(new) and bool(old == new)


def closeness(left: float, right: float) -> float:
    """Return the relative difference of two amounts; zero where both are NaN."""
    if left == right or (math.isnan(left) and math.isnan(right)):
        return 0.0
    largest = max(abs(left), abs(right))
    return abs(left - right) / largest if math.isfinite(largest) else math.inf


def same(left: Answer, right: Answer, rounding: float = 0.0) -> bool:
    """Return whether two results have the same lines and amounts."""
    return left.keys() == right.keys() and all(
        closeness(raw, right[line]) <= rounding for line, raw in left.items()
    )


def shown(value: Any) -> str:
    """Return an input or a case as text, for reports."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {shown(member)}" for name, member in value.items())
    if isinstance(value, pint.Quantity):
        text = f"{value.units:~P}"
        if isinstance(value.magnitude, np.ndarray):
            return f"{_listed(value.magnitude.tolist())} {text}".rstrip()
        return f"{figure(value.magnitude)} {text}".rstrip()
    if isinstance(value, float):
        return figure(value)
    if isinstance(value, Group):
        text = repr(value)
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    if hasattr(value, "tolist"):
        value = value.tolist()
    return quote(value) if not isinstance(value, list) else repr(value)


def _listed(figures: Any) -> str:
    if not isinstance(figures, list):
        return figure(figures)
    return f"[{', '.join(map(_listed, figures))}]"
