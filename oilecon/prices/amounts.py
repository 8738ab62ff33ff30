"""Fields of a price process: numbers whose unit is that of the series, whatever that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, UnitError, figure, quote
from oilecon.evidence import Evidence, Row, Sourced
from oilecon.fields import REQUIRED, Field
from oilecon.frames import columns_of, heading_parts
from oilecon.labels import axis_of
from oilecon.prices.months import Months, first_of, month_number
from oilecon.units import (
    PURE,
    Q,
    Quantity,
    to_magnitude,
    to_quantity,
    unchanging,
    unit_of,
    unit_text,
)

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import TableLike
    from oilecon.units import Raw

__all__ = ["Amount", "AmountField", "ByMonth", "monthly"]

_MONTHLY = "write a pandas Series with an index of periods and the name 'Brent [USD/bbl]'"


class Amount:
    """A number or an array with its unit, as a group stores it.

    Attributes
    ----------
    magnitude : float or numpy.ndarray
        Read-only.
    unit : str
        Its unit as text.
    first : int or None
        The first month, where the months of axis 0 are known.
    """

    __slots__ = ("first", "magnitude", "unit")

    def __init__(self, magnitude: Raw, unit: str, first: int | None = None) -> None:
        self.magnitude = magnitude if isinstance(magnitude, float) else unchanging(magnitude)
        self.unit = unit
        self.first = first

    @property
    def quantity(self) -> Quantity:
        """The number as a Quantity."""
        return to_quantity(self.magnitude, self.unit)

    def within(self, unit: str) -> Raw:
        """Return the number in another unit.

        Raises
        ------
        UnitError
            If it has another dimension.
        """
        return self.magnitude if unit == self.unit else to_magnitude(self.quantity, unit)

    def over(self, months: Months, where: str, unit: str) -> Raw:
        """Return the numbers of some months in a unit, on axis 0; one for all of them as it is.

        Raises
        ------
        InputError
            If there is none of some month, or it cannot be told which month a number is of.
        """
        raw = self.within(unit)
        if isinstance(raw, float):
            return raw
        own = Months(len(raw), self.first)
        if self.first is None or months.first is None:
            if own.count != months.count:
                undated = "the months of the paths" if months.first is None else "its own months"
                msg = (
                    f"{where}: expected {months.count} months, got {own.count}; write as many, or "
                    f"say what {undated} are of the calendar"
                )
                raise InputError(msg)
            return raw
        skipped = months.first - self.first
        if skipped < 0 or skipped + months.count > own.count:
            expected, got = (
                f"{span.label(0)} to {span.label(span.count - 1)}" for span in (months, own)
            )
            msg = f"{where}: expected numbers from {expected}, got those from {got}"
            raise InputError(msg)
        return raw[skipped : skipped + months.count]

    def __eq__(self, other: object) -> bool:
        """Compare by number, unit and months."""
        if not isinstance(other, Amount):
            return NotImplemented
        same = (self.unit, self.first) == (other.unit, other.first)
        return same and bool(np.array_equal(self.magnitude, other.magnitude))

    def __hash__(self) -> int:
        """Hash by value."""
        return hash((self.unit, self.first, np.asarray(self.magnitude).tobytes()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the parts, so that an array stays read-only."""
        return Amount, (self.magnitude, self.unit, self.first)


class _OfSeries(Field["Quantity", Any]):
    """A field whose unit is that of the series, as it is given."""

    def read_sourced(self, given: Sourced | Row) -> tuple[Any, Evidence]:
        """Raise the error for a number with evidence, of which a process keeps none."""
        unit = f" {given.unit}" if isinstance(given, Row) else ""
        msg = (
            f"expected a quantity alone, got {type(given).__name__}(...), and a process keeps no "
            f"evidence of it; write {f'{given.value}{unit}'!r}"
        )
        raise InputError(msg)

    def show(self, raw: Amount | None) -> Quantity | None:
        """Return the numbers as a Quantity."""
        return None if raw is None else raw.quantity

    def write(self, raw: Amount) -> Any:
        """Return text, or the table of an array."""
        return _written(raw)

    def code(self, raw: Amount | None) -> str:
        """Return code that evaluates to an equal value."""
        return repr(None if raw is None else _written(raw))

    def value(self, raw: Amount | None) -> Raw | None:
        """Return the numbers."""
        return None if raw is None else raw.magnitude

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the numbers in the unit of the old ones."""
        if like is None or value is like.magnitude:
            return like
        return Amount(value, like.unit, like.first)


class AmountField(_OfSeries):
    """One number with a unit of any dimension, which the series then has.

    Parameters
    ----------
    doc : str
        Meaning of the number.
    positive : bool
        True if it must be above zero.
    zero : bool
        True if it may be zero where it must not be below.
    typical : str
        A value to write in messages.
    default : object
        None for a number that may be absent.
    """

    def __init__(
        self,
        doc: str,
        *,
        positive: bool = False,
        zero: bool = False,
        typical: str = "65 USD/bbl",
        default: Any = REQUIRED,
    ) -> None:
        super().__init__(doc, default)
        self.positive = positive
        self.zero = zero
        self.typical = typical

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a number with a unit"

    def example(self) -> str:
        """Return an example."""
        return repr(self.typical)

    def read(self, value: Any) -> Amount | None:
        """Return the number with its unit."""
        if value is None and self.default is None:
            return None
        amount = Amount(*_magnitude(value))
        if not isinstance(amount.magnitude, float):
            shape = amount.magnitude.shape
            msg = f"expected one number, got an array of shape {shape}; write {self.example()}"
            raise InputError(msg)
        if self.positive and not (amount.magnitude > 0.0 or (self.zero and not amount.magnitude)):
            bound = "at least 0" if self.zero else "a number above 0"
            got = f"{figure(amount.magnitude)} {amount.unit}"
            msg = f"expected {bound}, got {got}; write for example {self.example()}"
            raise InputError(msg)
        return amount


class ByMonth(_OfSeries):
    """Numbers by month: one for all of them, one a month, or months by paths."""

    def __init__(
        self,
        doc: str,
        *,
        dimensions: int = 1,
        default: Any = REQUIRED,
    ) -> None:
        super().__init__(doc, default)
        self.dimensions = dimensions

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a series with a unit"

    def example(self) -> str:
        """Return an example."""
        return "oe.Q([65, 66, 67], 'USD/bbl')"

    def read(self, value: Any) -> Amount | None:
        """Return the numbers, with the first month where their labels tell it."""
        if value is None and self.default is None:
            return None
        raw = monthly(value)[1] if is_table(value) else _of_table(value)
        array = np.asarray(raw.magnitude)
        if array.ndim > self.dimensions or not array.size:
            most = "months, or months by paths" if self.dimensions > 1 else "one number a month"
            msg = f"expected {most}, got an array of shape {array.shape}"
            raise InputError(msg)
        return raw


def _magnitude(value: Any) -> tuple[Raw, str]:
    """Return a quantity's number and unit; of a pure one, '1'."""
    if isinstance(value, Mapping) and {"value", "unit"} <= set(value):
        value = Q(value["value"], value["unit"])
    quantity = Q(value)
    raw: Any = quantity.magnitude
    return (float(raw) if np.ndim(raw) == 0 else raw), unit_text(quantity)


def _written(raw: Amount) -> Any:
    """Return an amount's plain form."""
    dated = {} if raw.first is None else {"first": Months(1, raw.first).label(0)}
    if isinstance(raw.magnitude, float) and raw.unit != PURE and not dated:
        return f"{raw.magnitude!r} {raw.unit}"
    plain = raw.magnitude if isinstance(raw.magnitude, float) else raw.magnitude.tolist()
    return {"value": plain, "unit": raw.unit, **dated}


def is_table(value: object) -> bool:
    """Return whether a value is a series or a table, of pandas or of another library."""
    return any(hasattr(value, name) for name in ("iloc", "to_pandas", "__dataframe__"))


def _of_table(value: Any) -> Amount:
    """Return numbers from a quantity, or from their plain form."""
    first = None
    if isinstance(value, Mapping) and "first" in value:
        first = month_number(value["first"], "first")
    return Amount(*_magnitude(value), first)


def monthly(series: TableLike, where: str = "") -> tuple[str, Amount]:
    """Return the name and the numbers of a series by month, without a gap.

    Parameters
    ----------
    series : pandas.Series, or a table of one column
        Its name says the unit, as 'Brent [USD/bbl]'.
    where : str
        Name of the function in messages; empty for a field, whose group names it.

    Raises
    ------
    InputError, UnitError
        If the index is not of months in a row, a number is missing or not finite, or the name does
        not say the unit.
    """
    where = f"{where}: " if where else ""
    try:
        columns = columns_of(series)
    except InputError as error:
        msg = f"{where}{error}"
        raise InputError(msg) from error
    if columns is None:
        msg = f"{where}expected a series by month, got {type(series).__name__}; {_MONTHLY}"
        raise InputError(msg)
    if len(columns) != 1:
        first = next(iter(columns))
        msg = f"{where}expected one series, got {len(columns)} columns; write table[{first!r}]"
        raise InputError(msg)
    ((heading, column),) = columns.items()
    return read_column(heading, column, where)


def read_column(heading: str, column: pd.Series[Any], where: str) -> tuple[str, Amount]:
    """Return the name and the numbers of a column; see `monthly`."""
    name, unit = heading_parts(heading)
    if unit is None:
        msg = f"{where}expected a unit in the series' name, got {quote(heading)}; {_MONTHLY}"
        raise InputError(msg)
    at = f"{where}{name}"
    try:
        unit_of(unit)
    except UnitError as error:
        msg = f"{at}: {error}"
        raise UnitError(msg) from error
    first = _first_month(column, at)
    try:
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        msg = f"{at}: expected numbers, got {column.dtype}"
        raise InputError(msg) from error
    bad = ~np.isfinite(numbers)
    if bad.any():
        worst = int(np.argmax(bad))
        label = Months(len(numbers), first).label(worst)
        msg = (
            f"{at}: expected a number in every month, got {numbers[worst]:g} in {label} "
            f"({int(bad.sum())} of {len(numbers)}); write series.loc[first:last] without a gap, or "
            "series.interpolate() if a straight line will do"
        )
        raise InputError(msg)
    return name, Amount(numbers, unit, first)


def _first_month(column: pd.Series[Any], where: str) -> int:
    """Return the first month of a column, whose index must be of months in a row."""
    if not len(column):
        msg = f"{where}: expected at least one month, got none"
        raise InputError(msg)
    try:
        index: Any = axis_of(column.index).labels
    except InputError as error:
        msg = f"{where}: {error}"
        raise InputError(msg) from error
    if hasattr(index, "to_period"):
        index = index.to_period("M")
    if getattr(index, "freqstr", None) != "M":
        msg = f"{where}: expected an index of months, got {type(index).__name__}; {_MONTHLY}"
        raise InputError(msg)
    return first_of(index, where)
