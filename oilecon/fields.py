"""Fields: one named place in a group, with its unit, bounds and meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeAlias, TypeVar, overload

import numpy as np

from oilecon import dates
from oilecon.errors import (
    InputError,
    OilEconError,
    UnitError,
    figure,
    quote,
)
from oilecon.evidence import Evidence, Row, Sourced
from oilecon.holes import Column, Holed, filled, first_valid, holes, with_nan
from oilecon.units import (
    COUNT,
    FRACTION,
    POINTS,
    PURE,
    Quantity,
    Raw,
    first_shown,
    to_magnitude,
    to_quantity,
    unchanging,
    unit_of,
)

if TYPE_CHECKING:
    from oilecon.typing import QuantityLike

__all__ = [
    "REQUIRED",
    "Choice",
    "Date",
    "Duration",
    "Field",
    "Key",
    "Name",
    "Number",
    "Problems",
    "Schedule",
    "Text",
    "When",
    "collect",
    "no_table",
]


Given: TypeAlias = "QuantityLike | None"
Problems: TypeAlias = list[tuple[str, OilEconError]]

Shown = TypeVar("Shown")  # type of the attribute on read
Taken = TypeVar("Taken")  # type accepted on construction

REQUIRED: Any = object()
_MONTHS = re.compile(r"\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*months?\s*", re.ASCII)
_LONGEST_TEXT = 2000  # characters of a name or description
_KIN = 4  # most other fields that an error suggests


class Holder(Protocol):
    """Holder of fields: a group, which keeps the values read by name."""

    _raw: dict[str, Any]


class Field(Generic[Shown, Taken]):
    """Base of the kinds of fields: one named place in a group."""

    name: str
    owner: str
    group: type | None = None
    takes_evidence: bool = False  # True of numbers

    def __init__(self, doc: str, default: Any = REQUIRED) -> None:
        self.doc = doc
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.owner = owner.__name__
        self.group = owner

    @property
    def required(self) -> bool:
        """True if the field must be given."""
        return self.default is REQUIRED

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a value"

    def read(self, value: Any) -> Any:
        """Return `value` checked and in its stored form."""
        raise NotImplementedError  # pragma: no cover

    def build(self, data: Any, where: str, problems: Problems) -> Any:
        """Return the stored form of plain data, or add the error to `problems`."""
        return collect(self.read, data, where, problems)

    def missing(self, where: str = "") -> InputError:
        """Return the error for a field that is missing; `where` is its place in a file."""
        del where  # used for tables alone
        return InputError(f"{self.expected} is required; write {self.name}={self.example()}")

    def read_sourced(self, given: Sourced | Row) -> tuple[Any, Evidence]:
        """Return the stored form of a number, and its evidence.

        Raises
        ------
        UnitError, InputError
            As `read`; if the field takes no numbers, or the value lies outside the range.
        """
        kind = type(given).__name__
        msg = (
            f"expected {self.expected}, got {kind}(...), and only numbers have evidence; write "
            f"{quote(given.value)}"
        )
        raise InputError(msg)

    def write_sourced(self, raw: Any, evidence: Evidence) -> dict[str, Any]:
        """Return the table of a number and its evidence for a file."""
        plain = self.write(raw)
        table = dict(plain) if isinstance(plain, Mapping) else {"value": plain}
        for name in ("low", "high"):
            end = getattr(evidence, name)
            if end is not None:
                table[name] = self.write_end(end)
        return table | evidence.table()

    def write_end(self, end: float) -> Any:
        """Return the plain form of an end of a range."""
        return self.write(end)

    def code_sourced(self, raw: Any, evidence: Evidence) -> str:
        """Return code of a number with evidence that the user wrote; without it, of a table's."""
        if evidence.tabled:
            return self.code(raw)
        low, high = (
            None if end is None else self.write_end(end) for end in (evidence.low, evidence.high)
        )
        beside = repr(evidence.sourced(None, low, high)).removeprefix("Sourced(None")
        return f"Sourced({self.code(raw)}{beside}"

    def show(self, raw: Any) -> Any:
        """Return the stored form as the public attribute."""
        return raw

    def write(self, raw: Any) -> Any:
        """Return the plain form for a file, the inverse of `build`.

        It is not called for a value that is absent by default, which files leave out.
        """
        return raw

    def code(self, raw: Any) -> str:
        """Return code that evaluates to an equal value."""
        return repr(dict(raw) if isinstance(raw, Mapping) else raw)

    def example(self) -> str:
        """Return an example for a missing field."""
        raise NotImplementedError  # pragma: no cover  text has a default, and others override it

    def value(self, raw: Any) -> Any:
        """Return the value for the arithmetic."""
        return raw

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the stored form of an arithmetic value, in place of `like`."""
        del like
        return unchanging(value) if isinstance(value, np.ndarray) else value

    @overload
    def __get__(self, group: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, group: Holder, owner: type | None = None) -> Shown: ...
    def __get__(self, group: Holder | None, owner: type | None = None) -> Any:
        """Return the public attribute, or the field itself on the class."""
        if group is None:
            return self
        return self.show(group._raw[self.name])

    def __set__(self, group: Holder, value: Taken) -> None:
        """Raise an error, since groups are frozen."""
        msg = (
            f"{self.owner}.{self.name} cannot be set: a group never changes; "
            f"write .evolve({self.name}=...) for a new one"
        )
        raise AttributeError(msg)

    def __delete__(self, group: Holder) -> None:
        """Raise an error, since groups are frozen."""
        msg = f"{self.owner}.{self.name} cannot be deleted: a group never changes"
        raise AttributeError(msg)


class Number(Field[Quantity, Given]):
    """A number with a unit and bounds; an array stands for many cases at once.

    Parameters
    ----------
    unit : str
        The canonical unit; ``'fraction'`` for a share, ``'1'`` for a multiple.
    doc : str
        Meaning of the number, in the field's terms.
    low, high : float
        Bounds in the canonical unit, inclusive unless `above`.
    above : bool
        True if `low` itself is out of bounds.
    default : float or None
        The neutral value, or None for a number that may be absent. Market figures have none here:
        they stand in the reference tables with their source.
    typical : str
        A value to write in messages.
    percent : {'', 'ratio', 'points'}
        Meaning of a percentage for a pure number: a ratio, as a cover of '130 %' is 1.3; or an
        error, since a tonnage is no share of anything, and a multiple that is 75 % more is 1.75.
        The error for points says that 80 of them are 80 % of the whole.
    """

    takes_evidence = True

    def __init__(
        self,
        unit: str,
        doc: str,
        *,
        low: float,
        high: float,
        above: bool = False,
        default: Any = REQUIRED,
        typical: str = "",
        percent: str = "",
    ) -> None:
        super().__init__(doc, default)
        self.unit = unit
        meant = {"": COUNT, "points": POINTS, "ratio": PURE}[percent]
        self.read_as = meant if unit == PURE else unit
        self.low = low
        self.high = high
        self.above = above
        self.typical = typical

    def read(self, value: Any, *, siblings: bool = True) -> Raw | None:
        """Return `value` as float64 in the canonical unit.

        Parameters
        ----------
        value : str, number, Quantity, or a list or array of them
            The value given.
        siblings : bool
            True if the error names the fields of the same group that accept the value.

        Raises
        ------
        UnitError, InputError
            With a value to write that this field accepts.
        """
        if value is None and self.default is None:
            return None
        if isinstance(value, (Sourced, Row)):  # an argument's, of which the answer has no evidence
            return self.read_sourced(value)[0]
        if isinstance(value, Column):
            return Holed(np.asarray(self.read(value.quantity, siblings=siblings)), value.mask)
        try:
            raw = to_magnitude(value, self.read_as)
        except UnitError as error:
            raise self._refusal(error, value if siblings else None) from error
        self._check(raw)
        return raw if isinstance(raw, float) else unchanging(raw)

    def read_sourced(self, given: Sourced | Row) -> tuple[Raw, Evidence]:
        """Return the number in the canonical unit, and its evidence with the range in it."""
        if isinstance(given, Row):
            return self._of_row(given)
        raw: Raw | None = self.build_value(given.value)
        if raw is None:
            msg = f"expected {self.expected}, got nothing (None); evidence belongs to a number"
            raise InputError(msg)
        if given.low is not None or given.high is not None:
            self._refuse_range_of(raw)
        low, high = (self._end(name, getattr(given, name), raw) for name in ("low", "high"))
        return raw, given.evidence(low, high)

    def _refuse_range_of(self, raw: Raw) -> None:
        """Raise an error for an array, which has no range."""
        if isinstance(raw, np.ndarray):
            msg = (
                f"expected one number within a range, got an array of shape {raw.shape}; "
                "leave low and high out"
            )
            raise InputError(msg)

    def build_value(self, plain: Any) -> Any:
        """Return the stored form of a value, which may be the table of an array with holes."""
        return self.read(_from_table(plain, holes=True))

    def _of_row(self, row: Row) -> tuple[Raw, Evidence]:
        """Return a table's number and evidence in the canonical unit."""
        raw: Any = self._in_unit(row.value, row.unit)
        evidence = row.evidence
        if evidence.ranged:
            self._refuse_range_of(raw)
        ends: dict[str, Any] = {}
        for name in ("low", "high"):
            if (end := getattr(evidence, name)) is not None:
                try:
                    ends[name] = self._in_unit(end, row.unit)
                except (UnitError, InputError) as error:
                    msg = f"{name}: {error}"
                    raise type(error)(msg) from error
        if row.unit not in {self.unit, PURE}:
            evidence = replace(evidence, **ends)
        if not evidence.holds(raw):
            low, high = evidence.low, evidence.high
            span = " to ".join("..." if end is None else self.code(end) for end in (low, high))
            msg = f"expected a number within its range, {span}, got {self.code(raw)}"
            raise InputError(msg)
        return raw, evidence

    def _in_unit(self, value: Any, unit: str) -> Any:
        """Return a number of a table in the canonical unit, which most are in."""
        if unit == self.unit and isinstance(value, float):
            self._check(value)
            return value
        if isinstance(value, np.ndarray):  # an input's of many cases, perhaps with holes
            return self.read(_with_holes(value, unit))
        return self.read(value if unit == PURE else f"{value!r} {unit}")

    def _end(self, name: str, given: Any, raw: Raw) -> float | None:
        """Return an end of a range, on its side of the value.

        Raises
        ------
        UnitError, InputError
            Under the name of the end.
        """
        if given is None:
            return None
        try:
            end = self.read(given, siblings=False)
        except (UnitError, InputError) as error:
            msg = f"{name}: {error}"
            raise type(error)(msg) from error
        if not isinstance(end, float):
            msg = (
                f"{name}: expected one number, got {self._described(end)}; write for example "
                f"{name}={self.example()}"
            )
            raise InputError(msg)
        beyond = raw < end if name == "low" else raw > end
        if beyond:
            least = "at most" if name == "low" else "at least"
            msg = (
                f"{name}: expected {least} the value, {self.code(raw)}, got {self.code(end)}; "
                f"write {name}={self.code(raw)}, or the range of this value"
            )
            raise InputError(msg)
        return end

    def _described(self, raw: Raw | None) -> str:
        return "nothing (None)" if raw is None else f"an array of shape {np.shape(raw)}"

    def _refusal(self, error: UnitError, value: Any) -> UnitError:
        """Return the error with values to write here, and the fields that accept the value."""
        offers = [offer.shown for offer in error.offers if self._takes(offer.value)]
        reason = error.reason or str(error)
        advice = " or ".join(offers) or f"for example {self.example()}"
        kin = (
            []
            if value is None or error.dimension is None
            else self._siblings(value, error.dimension)
        )
        also = f" ({' or '.join(kin)} takes this value)" if kin else ""
        refused = UnitError(f"{reason}; write {advice}{also}")
        refused.dimension = error.dimension
        return refused

    def _takes(self, value: Any) -> bool:
        try:
            self.read(value, siblings=False)
        except OilEconError:
            return False
        return True

    def _siblings(self, value: Any, dimension: object) -> list[str]:
        """Return the group's fields that accept a value: only those of a similar name, if any.

        Otherwise, where this field is optional, return the other optional fields, since one of
        them may be given in place of another.
        """
        fields: Mapping[str, Field[Any, Any]] = getattr(self.group, "_fields", {})
        if not fields:  # an argument's
            return []
        kin = [
            name
            for name, field in fields.items()
            if isinstance(field, Number)
            and unit_of(field.unit).dimensionality == dimension
            and field._takes(value)
        ]
        first = self.name.partition("_")[0]
        alike = [name for name in kin if name.partition("_")[0] == first]
        apart = [name for name in kin if fields[name].default is None]
        return alike or (apart if self.default is None and len(apart) <= _KIN else [])

    def _check(self, raw: Raw) -> None:
        if isinstance(raw, float):  # most are, and NumPy takes ten times as long
            bottom = top = raw
        else:
            bottom, top = raw.min(), raw.max()  # NaN if any element is; needs no mask
        if (self.low < bottom if self.above else self.low <= bottom) and top <= self.high:
            return
        array = np.asarray(raw)
        bad = ~np.isfinite(array)
        if bad.any():
            msg = (
                f"expected {self.expected}, got {first_shown(raw, bad)}, which is no finite "
                f"number; write for example {self.example()}"
            )
            raise InputError(msg)
        bad = (array > self.high) | ((array <= self.low) if self.above else (array < self.low))
        from_low = f"{'above' if self.above else 'at least'} {figure(self.low)}"
        unit = "" if self.unit in {FRACTION, PURE} else f" {self.unit}"
        msg = (
            f"expected {from_low} and at most {figure(self.high)}{unit}, "
            f"got {first_shown(raw, bad)}; write for example {self.example()}"
        )
        raise InputError(msg)

    def build(self, data: Any, where: str, problems: Problems) -> Raw | None:
        """Return the stored form of text, a number, or the table of an array."""
        return collect(self.build_value, data, where, problems)  # type: ignore[no-any-return]

    @property
    def expected(self) -> str:
        """Name of the unit in messages."""
        return {FRACTION: "a share", PURE: "a pure number"}.get(self.unit, self.unit)

    def show(self, raw: Raw | None) -> Quantity | None:
        """Return the number as a Quantity in the canonical unit, NaN where it is missing."""
        return None if raw is None else to_quantity(with_nan(raw), self.unit)

    def value(self, raw: Raw | None) -> Raw | None:
        """Return the number, filled where it is missing."""
        return filled(raw)  # type: ignore[no-any-return]

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the stored form; the old array, with its holes, if it is that."""
        return (
            like
            if isinstance(like, Holed) and value is like.plain
            else super().of_value(value, like)
        )

    def write(self, raw: Raw | None) -> Any:
        """Return text, or a plain number for a share or a multiple, or a table for an array."""
        if raw is None:
            return None
        if not isinstance(raw, float):
            return {"value": with_nan(raw).tolist(), "unit": self.unit}
        # A bare share above one is an error, since it may be meant in percent.
        bare = self.unit == PURE or (self.unit == FRACTION and abs(raw) <= 1.0)
        return raw if bare else f"{raw!r} {self.unit}"

    def code(self, raw: Raw | None) -> str:
        """Return code that evaluates to an equal value."""
        if isinstance(raw, np.ndarray):
            return f"Q({with_nan(raw).tolist()}, {self.unit!r})"
        return repr(self.write(raw))

    def example(self) -> str:
        """Return an example: the typical number, or a bound that is allowed."""
        if self.typical:
            return self.typical
        bound = self.high if self.above else self.low
        if self.unit == FRACTION:
            return figure(min(max(bound, -1.0), 1.0))  # a larger one is not accepted bare
        return figure(bound) if self.unit == PURE else repr(f"{figure(bound)} {self.unit}")


class Duration(Number):
    """A contract's length of time, in years or in months; one for all cases."""

    def __init__(self, doc: str, *, high: float, default: Any = REQUIRED) -> None:
        super().__init__(
            "year", doc, low=0, high=high, default=default, typical="'6 year' or '72 months'"
        )

    def read(self, value: Any, *, siblings: bool = True) -> Raw | None:
        """Return `value` in years; a month is a twelfth, whatever its days."""
        months = _months(value)
        years = value if months is None else f"{months / 12.0!r} year"
        raw = super().read(years, siblings=siblings)
        if isinstance(raw, np.ndarray):
            msg = (
                f"expected one length of time for all cases, got an array of shape {raw.shape}; "
                "write one loan for each"
            )
            raise InputError(msg)
        return raw


def _months(value: Any) -> float | None:
    """Return the number of months in a text or NumPy's time, if it counts months."""
    if isinstance(value, str):
        months = _MONTHS.fullmatch(value)
        return float(months[1]) if months else None
    if isinstance(value, np.timedelta64) and not np.isnat(value):
        resolution, each = np.datetime_data(value.dtype)
        if resolution == "M":
            return float(value.astype(np.int64)) * each
    return None


class Schedule(Field[Quantity, Any]):
    """Figures in order of time: one a period, or a single one for all periods.

    They are not leaves, whose arrays stand for many cases.
    """

    takes_evidence = True

    def __init__(
        self,
        unit: str,
        doc: str,
        *,
        low: float,
        high: float,
        typical: str,
        default: Any = REQUIRED,
    ) -> None:
        super().__init__(doc, default)
        self.each = Number(unit, doc, low=low, high=high, typical=typical)

    @property
    def unit(self) -> str:
        """The canonical unit."""
        return self.each.unit

    def read_sourced(self, given: Sourced | Row) -> tuple[tuple[float, ...], Evidence]:
        """Return the figures in the canonical unit, and their evidence; one alone has a range."""
        plain = _from_table(given.value)
        if np.size(getattr(plain, "magnitude", plain)) == 1:  # one in a list, as a file has it
            given = replace(given, value=plain[0] if np.ndim(plain) else plain)
        raw, evidence = self.each.read_sourced(given)
        if holes(raw) is not None:
            msg = f"expected {self.expected} for every period, got NaN; write a number"
            raise InputError(msg)
        figures: Any = self.read(to_quantity(raw, self.unit))
        return figures, evidence

    def write_end(self, end: float) -> Any:
        """Return the plain form of an end of a range, which is one number."""
        return self.each.write(end)

    def read(self, value: Any) -> tuple[float, ...] | None:
        """Return the figures as a tuple of floats in the canonical unit."""
        if value is None and self.default is None:
            return None
        raw = self.each.read(_from_table(value))
        if isinstance(raw, np.ndarray) and raw.ndim > 1:
            msg = f"expected one figure a period, got an array of shape {raw.shape}"
            raise InputError(msg)
        return tuple(np.atleast_1d(np.asarray(raw)).tolist())

    @property
    def expected(self) -> str:
        """Name of the unit in messages."""
        return self.each.expected

    def example(self) -> str:
        """Return an example."""
        return self.each.example()

    def code(self, raw: tuple[float, ...]) -> str:
        """Return code that evaluates to an equal value."""
        return f"Q({list(raw)}, {self.each.unit!r})"

    def show(self, raw: tuple[float, ...] | None) -> Quantity | None:
        """Return the figures as a Quantity in the canonical unit."""
        return None if raw is None else to_quantity(np.array(raw), self.each.unit)

    def write(self, raw: tuple[float, ...]) -> dict[str, Any]:
        """Return the table of an array."""
        return {"value": list(raw), "unit": self.each.unit}


class Choice(Field[str, "str | None"]):
    """One of a few names; None where its default is none."""

    def __init__(self, options: tuple[str, ...], doc: str, *, default: Any = REQUIRED) -> None:
        super().__init__(doc, default)
        self.options = options

    def read(self, value: Any) -> Any:
        """Return `value` if it is one of the options."""
        if value is None and self.default is None:
            return None
        if isinstance(value, str) and value in self.options:
            return value
        msg = f"expected {self.expected}, got {quote(value)}"
        raise InputError(msg)

    @property
    def expected(self) -> str:
        """Options as text for messages."""
        return f"one of {', '.join(map(repr, self.options))}"

    def example(self) -> str:
        """Return the first option."""
        return repr(self.options[0])


class Text(Field[str, str]):
    """A name or a description."""

    def __init__(self, doc: str, *, default: str) -> None:
        super().__init__(doc, default)

    def read(self, value: Any) -> str:
        """Return `value` if it is text of a sensible length."""
        if not isinstance(value, str):
            msg = f"expected text, got {type(value).__name__}"
            raise InputError(msg)
        if len(value) > _LONGEST_TEXT:
            msg = f"expected at most {_LONGEST_TEXT} characters, got {len(value)}"
            raise InputError(msg)
        try:
            value.encode()
        except UnicodeEncodeError as error:  # an unpaired surrogate, which no file can hold
            msg = f"expected text that UTF-8 can hold, got {quote(value)}"
            raise InputError(msg) from error
        return value

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "text"

    def value(self, raw: Any) -> None:
        """Return None, since the arithmetic uses no text."""

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the old value, since the arithmetic does not use it."""
        del value
        return like or ""


class Key(Text):
    """A text that the arithmetic reads, unlike others."""

    def value(self, raw: Any) -> Any:
        """Return the text."""
        return raw

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the text."""
        del like
        return value


class Name(Key):
    """The name of a group in the scenario that the arithmetic looks up; '' is the usual one."""

    def read(self, value: Any) -> str:
        """Return the name; the usual one for nothing."""
        return super().read(value) or str(self.default)

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a name"


class Date(Field[str, Any]):
    """A day, as '2012-02-27'; nothing ('') where none is known."""

    def __init__(self, doc: str, *, default: Any = REQUIRED) -> None:
        super().__init__(doc, default)

    def read(self, value: Any) -> str:
        """Return the day as ISO text."""
        if isinstance(value, str) and not value and not self.required:
            return ""
        return dates.day(value, example=self.example()).isoformat()

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a day"

    def example(self) -> str:
        """Return an example."""
        return "'2012-02-27'"

    def value(self, raw: Any) -> None:
        """Return None: computations with days read the group."""

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the old value, since the arithmetic does not use it."""
        del value
        return like or ""


class When(Date):
    """A date of measurement or publication: a day, month, year or span; '' if unknown."""

    def read(self, value: Any) -> str:
        """Return the date as text, in the form of the shipped tables."""
        if isinstance(value, str) and not value and not self.required:
            return ""
        return dates.when(value)

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a date or a period"


def no_table(data: Any) -> InputError:
    """Return the error for data that should be a table."""
    return InputError(f"expected a table, got {quote(data)}")


def collect(read: Callable[[Any], Any], value: Any, where: str, problems: Problems) -> Any:
    """Return `read(value)`, or add its error to `problems`."""
    try:
        return read(value)
    except (UnitError, InputError) as error:
        problems.append((where, error))
        return None


def _from_table(value: Any, *, holes: bool = False) -> Any:
    """Return an array's plain form {value, unit} as a value for `Number.read`.

    In a file, NaN is a hole of an array, where the field is one of many cases.
    """
    if isinstance(value, Mapping) and set(value) == {"value", "unit"}:
        unit = value["unit"]
        numbers = value["value"]
        if isinstance(numbers, (list, int, float)) and isinstance(unit, str):
            raw = to_magnitude(numbers, PURE)
            return _with_holes(raw, unit) if holes else to_quantity(raw, unit)
    return value


def _with_holes(raw: Raw, unit: str) -> Any:
    """Return numbers with their unit; of an array that holds NaN, as a column with holes."""
    mask = np.isnan(raw)
    if isinstance(raw, np.ndarray) and mask.any() and not mask.all():
        return Column(to_quantity(first_valid(raw, mask), unit), mask)
    return to_quantity(raw, unit)
