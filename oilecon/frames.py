"""Tables as inputs: a column is a path, a row is a case, and the index is the labels.

`read_table` turns a pandas frame or series, or another library's, into what `vary` takes: arrays
with units and holes, and the axes of their labels.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UnitError,
    did_you_mean,
    is_among,
    quote,
)
from oilecon.evidence import Sourced
from oilecon.groups import Group
from oilecon.holes import Column, first_valid
from oilecon.labels import MONTHS, Axis, axis_of, month_of, shown
from oilecon.units import FRACTION, PURE, Q, bare_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt
    import pandas as pd

    from oilecon.fields import Number, Problems
    from oilecon.units import FloatArray

__all__ = [
    "Table",
    "by_heading",
    "columns_of",
    "heading_parts",
    "joined",
    "months_of",
    "numbers_of",
    "other_month",
    "read_table",
]

_HEADING = re.compile(r"\s*(?P<path>[^\[\]]*?)\s*(?:\[(?P<unit>[^\[\]]*)\])?\s*")
_AT_INDEX = re.compile(r"at index (\d+)")


@dataclass(frozen=True)
class Table:
    """Changes that a table makes in a scenario.

    Attributes
    ----------
    changes : dict of str to value
        By path or pattern.
    axes : tuple of Axis
        All labelled dimensions of the scenario with the table's own.
    problems : list of (str, OilEconError)
        What is wrong with other columns.
    """

    changes: dict[str, Any]
    axes: tuple[Axis, ...]
    problems: Problems


def read_table(
    scenario: Group, given: Any, axes: tuple[Axis, ...], units: Any = None, month: Any = ""
) -> Table | None:
    """Return what a table changes in a scenario; None if `given` is no table and holds none.

    Parameters
    ----------
    scenario : Group
        The scenario, which has the paths.
    given : pandas.DataFrame or Series, object with ``to_pandas`` or ``__dataframe__``, or mapping
        The table, or a mapping of paths to values of which some are series.
    axes : tuple of Axis
        Labelled dimensions that the scenario has.
    units : mapping of str to str, optional
        Units of columns whose headings have none.
    month : str or mapping of str to str
        What a month is that of, by path where columns have their own.

    Raises
    ------
    InputError
        If it has no columns that can be told apart, or its labels do not fit.
    """
    columns = columns_of(given)
    if columns is None:
        if units is not None or month != "":
            named = "units" if units is not None else "month"
            msg = f"{named}: belongs to a table, got none; write vary(frame, {named}=...)"
            raise InputError(msg)
        return None
    reader = _Reader(scenario, units)
    changes = (
        {str(name): value for name, value in given.items()} if isinstance(given, Mapping) else {}
    )
    beside = {name: value for name, value in changes.items() if name not in columns}
    months = months_of(month, columns)
    before = axes
    read: dict[str, Any] = {}
    index, labels = None, None
    for heading, cells in columns.items():
        if labels is None or cells.index is not index:  # the columns of a frame share theirs
            index, labels = cells.index, axis_of(cells.index)
        axis = replace(labels, month=months[heading])
        _refuse_month_of_text(axis)
        _refuse_other_month(before, axes, axis, months, heading)
        axes = joined(axes, axis)
        path, value = reader.column(heading, cells)
        if path in beside:
            msg = f"{path}: given twice, also by {quote(heading)}; leave one out"
            reader.problems.append(("", InputError(msg)))
        elif path:
            where = next(k for k, each in enumerate(reversed(axes)) if each.name == axis.name)
            value = _placed(value, where)
            evidence = changes.get(heading)
            read[path] = replace(evidence, value=value) if isinstance(evidence, Sourced) else value
    reader.finish()
    return Table({**read, **beside}, axes, reader.problems)


def columns_of(given: Any) -> dict[str, pd.Series[Any]] | None:
    """Return the columns by heading; None if there is no table."""
    pandas = sys.modules.get("pandas")
    if isinstance(given, Mapping):
        if pandas is None:
            return None
        held = {
            str(name): value.value if isinstance(value, Sourced) else value
            for name, value in given.items()
        }
        series = {name: each for name, each in held.items() if isinstance(each, pandas.Series)}
        return series or None
    if pandas is not None and isinstance(given, pandas.Series):
        if given.name is None:
            msg = (
                "expected a series with its path and unit as its name, got one without; write "
                "series.rename('market.brent [USD/bbl]')"
            )
            raise InputError(msg)
        return {str(given.name): given}
    if pandas is None or not isinstance(given, pandas.DataFrame):
        if not any(hasattr(type(given), name) for name in ("to_pandas", "__dataframe__")):
            return None
        given = _of_other_library(given)
    if getattr(given.columns, "nlevels", 1) > 1:
        msg = (
            "columns: expected one level of headings, got several; write for example "
            "frame.columns = frame.columns.map(' '.join)"
        )
        raise InputError(msg)
    if not len(given.columns):
        msg = "columns: expected at least one, got none; write for example 'market.brent [USD/bbl]'"
        raise InputError(msg)
    headings = [str(heading) for heading in given.columns]
    twice = next((name for k, name in enumerate(headings) if name in headings[:k]), None)
    if twice is not None:
        msg = f"columns: {quote(twice)} is given twice; leave one out"
        raise InputError(msg)
    return {name: given.iloc[:, k] for k, name in enumerate(headings)}


def _of_other_library(given: Any) -> pd.DataFrame:
    """Return another library's table, which has no index: its column of dates becomes that."""
    import pandas as pd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what becomes of the protocol
            if hasattr(given, "to_pandas"):
                frame: Any = given.to_pandas()
            else:
                frame = pd.api.interchange.from_dataframe(given)
    except ImportError as error:
        msg = f"a table of {type(given).__module__.partition('.')[0]} cannot be read: {error}"
        raise InputError(msg) from error
    if isinstance(frame, pd.Series):
        frame = frame.to_frame()
    if not isinstance(frame, pd.DataFrame):
        msg = f"expected a table, got {type(given).__name__} of {type(frame).__name__}"
        raise InputError(msg)
    dates = [name for name in frame.columns if _kind_of(frame[name]) in {"datetime64", "date"}]
    if len(dates) > 1:
        msg = f"columns: expected one of dates, got {', '.join(map(quote, dates))}; leave one out"
        raise InputError(msg)
    read: pd.DataFrame = frame.set_index(dates[0]) if dates else frame
    return read


def _kind_of(cells: pd.Series[Any]) -> str:
    """Return the kind of a column's cells, as pandas names it."""
    import pandas as pd

    return pd.api.types.infer_dtype(cells)


class _Reader:
    """Reader of columns one by one, which collects what is wrong with them."""

    def __init__(self, scenario: Group, units: Any) -> None:
        if units is not None and not isinstance(units, Mapping):
            msg = f"units: expected a mapping of columns to units, got {type(units).__name__}"
            raise InputError(msg)
        self.problems: Problems = []
        self._scenario = scenario
        self._units = {} if units is None else {str(name): unit for name, unit in units.items()}
        self._used: set[str] = set()
        self._no_inputs: list[str] = []
        self._by_path: dict[str, str] = {}
        self._fields: dict[str, Number] = {path: field for path, field, _ in scenario.leaves()}

    def column(self, heading: str, cells: pd.Series[Any]) -> tuple[str, Any]:
        """Return the path and the numbers of a column; no path if something is wrong with it."""
        try:
            return self._column(heading, cells)
        except OilEconError as error:
            self.problems.append((f"column {quote(heading)}", error))
            return "", None

    def _column(self, heading: str, cells: pd.Series[Any]) -> tuple[str, Any]:
        path, unit = heading_parts(heading)
        for name in dict.fromkeys((heading, path)):
            if name in self._units:
                self._used.add(name)
                if unit is not None:
                    msg = f"has its unit in its heading, [{unit}], and in units; write one of them"
                    raise InputError(msg)
                unit = self._units[name]
        if unit is None:  # in a mapping, a series may have its unit in its name
            unit = heading_parts(str(cells.name))[1]
        field = self._field(heading, path, cells)
        numbers, mask = numbers_of(cells)
        if unit is None and field.unit not in {FRACTION, PURE}:
            msg = (
                f"has no unit; write the heading '{path} [{field.unit}]', or "
                f"units={{'{path}': '{field.unit}'}}"
            )
            raise InputError(msg)
        quantity = numbers if unit is None else Q(numbers, unit)
        try:
            field.read(quantity)
        except (InputError, UnitError) as error:
            text = _AT_INDEX.sub(lambda at: f"in row {shown(cells.index[int(at[1])])}", str(error))
            raise type(error)(text) from error
        return path, Column(quantity, mask) if mask.any() else quantity

    def _field(self, heading: str, path: str, cells: pd.Series[Any]) -> Number:
        """Return the field of a path or pattern that no other column has."""
        try:
            paths = self._scenario.expand(path)
        except PathError as error:
            self._no_inputs.append(heading)
            labels = _kind_of(cells) in {"datetime64", "date", "period", "string"}
            hint = f"; for labels, write frame.set_index({heading!r})" if labels else ""
            raise InputError(f"{error}{hint}") from error
        for each in paths:
            if each in self._by_path:
                msg = f"{each}: given twice, also by {quote(self._by_path[each])}; leave one out"
                raise InputError(msg)
            self._by_path[each] = heading
        if paths[0] in self._fields:
            return self._fields[paths[0]]
        value = self._scenario.get(paths[0])
        if isinstance(value, Group):
            below = next(iter(value.paths()), "")
            msg = f"{path} is a group; write a path below it, such as '{path}.{below}'"
        else:
            msg = (
                f"{path} is no number: it is one for all rows, since their lines depend on it; "
                "vary it by itself, or compare its values by oilecon.sweep"
            )
        self._no_inputs.append(heading)
        raise InputError(msg)

    def finish(self) -> None:
        """Add what to write without the columns that are no input, and units of no column."""
        if self._no_inputs:
            msg = f"leave out what is no input: frame.drop(columns={self._no_inputs!r})"
            self.problems.append(("", InputError(msg)))
        for name in self._units:
            if name not in self._used:
                known = dict.fromkeys(heading_parts(each)[0] for each in self._by_path.values())
                msg = f"no column {quote(name)}{did_you_mean(name, known)}"
                self.problems.append(("units", InputError(msg)))


def heading_parts(heading: str) -> tuple[str, str | None]:
    """Return the path and the unit of a heading such as 'market.brent [USD/bbl]'."""
    parts = _HEADING.fullmatch(heading)
    if parts is None:
        return heading, None
    return parts["path"], parts["unit"]


def numbers_of(cells: pd.Series[Any]) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Return the numbers of a column, holes filled, and which are holes.

    Raises
    ------
    InputError
        If it holds anything but numbers, or no number at all.
    """
    if isinstance(cells.dtype, np.dtype) and cells.dtype.kind in "iuf":
        numbers = cells.to_numpy(dtype=np.float64)
    else:
        _refuse_odd(cells)
        numbers = cells.to_numpy(dtype=np.float64, na_value=np.nan)
    mask = np.isnan(numbers)
    if mask.all():
        msg = "every row is missing; leave the column out, or write one value at least"
        raise InputError(msg)
    infinite = np.flatnonzero(np.isinf(numbers))
    if infinite.size:
        at = infinite[0]
        msg = f"row {shown(cells.index[at])}: expected a finite number, got {numbers[at]}"
        raise InputError(msg)
    return (first_valid(numbers, mask) if mask.any() else numbers), mask


def _refuse_odd(cells: pd.Series[Any]) -> None:
    """Raise an error for the first cell that is neither a number nor missing."""
    missing = cells.isna().to_numpy()
    for label, cell, gone in zip(cells.index, cells, missing, strict=True):
        if gone or bare_number(cell) is not None:
            continue
        hint = "write numbers, with their unit in the heading" if isinstance(cell, str) else ""
        hint = hint or "write numbers"
        msg = f"row {shown(label)}: expected a number, got {quote(cell)}; {hint}"
        raise InputError(msg)


def _refuse_month_of_text(axis: Axis) -> None:
    """Raise an error for the month of labels that are no dates."""
    if axis.month and not axis.dated:
        msg = (
            f"month: expected an index of dates or periods, got {axis.labels.inferred_type}; write "
            "frame.index = pandas.PeriodIndex(frame.index, freq='M')"
        )
        raise InputError(msg)


def _refuse_other_month(
    before: tuple[Axis, ...],
    axes: tuple[Axis, ...],
    axis: Axis,
    months: Mapping[str, str],
    heading: str,
) -> None:
    """Raise an error for a column whose months are those of another event than an earlier one's."""
    clash = next((each for each in axes if each.name == axis.name), None)
    if clash is None or clash in before or not axis.month or clash.month in {"", axis.month}:
        return
    first = next(name for name, month in months.items() if month == clash.month)
    raise other_month(repr(first), clash.month, repr(heading), axis.month, heading)


def _placed(value: Any, position: int) -> Any:
    """Return a column along a dimension, counted from the last."""
    if not position:
        return value
    shape = (-1, *(1,) * position)
    if isinstance(value, Column):
        return Column(value.quantity.reshape(shape), value.mask.reshape(shape))
    return value.reshape(shape)


def joined(axes: tuple[Axis, ...], axis: Axis) -> tuple[Axis, ...]:
    """Return a scenario's axes with that of a table: the same one, or a new first one.

    Raises
    ------
    InputError
        If one of the name has other labels, or a month there is that of another event; or if both
        are dates under two names, since every date of one would meet every date of the other.
    """
    same = next((each for each in axes if each.name == axis.name), None)
    if same is None:
        dated = next((each for each in axes if each.dated), None) if axis.dated else None
        if dated is not None:
            raise _two_of_dates(dated, axis)
        return (axis, *axes)
    if not same.same_labels(axis):
        raise _other_labels(same, axis)
    if same.month and axis.month and same.month != axis.month:
        raise other_month(f"the scenario's {same.name!r}", same.month, "the table", axis.month)
    known = axis if axis.month else same
    return tuple(known if each is same else each for each in axes)


def other_month(
    left: str, left_month: str, right: str, right_month: str, heading: str = "column"
) -> InputError:
    """Return the error for months of two events in one table."""
    # A month of landing goes back to that of the deal, and the other way round.
    months = 1 if MONTHS.index(right_month) < MONTHS.index(left_month) else -1
    msg = (
        f"month: {left} is by month of {left_month}, {right} by month of {right_month}; shift one "
        "by the months between, 1 into the next and -1 into the one before: oilecon.join(..., "
        f"month={{...}}, shift={{{heading_parts(heading)[0]!r}: {months}}})"
    )
    return InputError(msg)


def _two_of_dates(old: Axis, new: Axis) -> InputError:
    """Return the error for dates under two names."""
    msg = (
        f"index: the scenario has dates as {old.name!r}, the table as {new.name!r}, and each of "
        f"one would meet each of the other; write frame.rename_axis({old.name!r}) where they are "
        "the same dates, or oilecon.join(...) first"
    )
    return InputError(msg)


def _other_labels(old: Axis, new: Axis) -> InputError:
    """Return the error for two tables whose labels differ, with the first that does."""
    name = old.name
    kinds = [type(axis.labels).__name__ for axis in (old, new)]
    if [old.at(k) for k in range(len(old))] == [new.at(k) for k in range(len(new))]:
        msg = f"index {name!r}: {kinds[0]} in the scenario and {kinds[1]} in the table"
        write = "write frame.index = scenario.index[...] where the rows are the same"
        return InputError(f"{msg}; {write.replace('...', repr(name))}")
    if len(old) != len(new):
        lengths = f"{len(old)} labels in the scenario and {len(new)} in the table"
    else:
        lengths = f"{len(old)} labels in each"
    at = next(
        (k for k in range(min(len(old), len(new))) if old.at(k) != new.at(k)),
        min(len(old), len(new)),
    )
    left, right = (axis.at(at) if at < len(axis) else "nothing" for axis in (old, new))
    own = "" if old.dated else ", or frame.rename_axis('another') for a dimension of its own"
    msg = (
        f"index {name!r}: {lengths}, which differ first at position {at}: {left} there, {right} "
        f"here; write frame.reindex(scenario.index[{name!r}]), where new rows are missing{own}"
    )
    return InputError(msg)


def months_of(month: Any, columns: Mapping[str, Any]) -> dict[str, str]:
    """Return what a month is that of by column: as given, or as a table of the library has it.

    Raises
    ------
    InputError
        If there is no such event or column, or a joined table has another.
    """
    if isinstance(month, Mapping):
        by_column = {
            heading: month_of(each) for heading, each in by_heading(month, columns, "month")
        }
    else:
        by_column = dict.fromkeys(columns, month_of(month))
    months = {}
    for heading, cells in columns.items():
        own, given = cells.attrs.get("month", ""), by_column.get(heading, "")
        if isinstance(own, Mapping):  # of a table whose columns differ
            own = own.get(cells.name, "")
        own = own if is_among(own, MONTHS) else ""
        if own and given and own != given:
            raise other_month("the joined table", own, "the argument", given, heading)
        months[heading] = given or own
    return months


def by_heading(
    given: Mapping[Any, Any], columns: Iterable[str], where: str
) -> Iterator[tuple[str, Any]]:
    """Yield what an argument gives by path or by heading, each with its heading.

    Raises
    ------
    InputError
        If there is no such column.
    """
    paths = {heading_parts(heading)[0]: heading for heading in columns}
    headings = paths | {heading: heading for heading in columns}
    for name, value in given.items():
        if str(name) not in headings:
            msg = f"{where}: no column {quote(name)}{did_you_mean(str(name), paths)}"
            raise InputError(msg)
        yield headings[str(name)], value
