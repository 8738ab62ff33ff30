"""Labels of a dimension: dates, periods, texts or numbers, one for each case of a scenario.

Labels are a pandas index, so that a table goes in and comes out with the same one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, PathError, as_step, did_you_mean, is_among, quote
from oilecon.fields import Field, Problems, collect, no_table
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MONTHS", "Axis", "Labels", "axis_of", "month_of", "shown"]

MONTHS = ("trade", "loading", "pricing", "landing")
"""Meanings of a month: that in which a deal is agreed, a cargo loads, is priced, or lands."""

_KINDS = ("dates", "periods", "text", "integers", "numbers")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WRITTEN = {  # dates as text, which a file's are until they are read; by the frequency
    "M": re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"),
    "Q": re.compile(r"[0-9]{4}-?Q[1-4]"),
    "D": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_LONGEST = 40  # characters of a dimension's name
_NEAR = 2  # labels on either side of one that is not there
_BEYOND = 2**63  # of integers of 64 bits
_SET = "write frame.index = ... with one label a row"


@dataclass(frozen=True, eq=False)
class Axis:
    """A dimension with labels.

    Attributes
    ----------
    name : str
        Name of the dimension, such as ``'time'``.
    labels : pandas.Index
        One label a case: dates or periods in order, texts, integers or numbers, each once.
    month : str
        What a month is that of, one of `MONTHS`; empty where nothing is said of it.
    """

    name: str
    labels: pd.Index[Any]
    month: str = ""

    def __len__(self) -> int:
        """Return the number of labels."""
        return len(self.labels)

    def __eq__(self, other: object) -> bool:
        """Compare by name, labels and meaning."""
        if not isinstance(other, Axis):
            return NotImplemented
        return (self.name, self.month) == (other.name, other.month) and self.same_labels(other)

    def __hash__(self) -> int:
        """Hash by name and length."""
        return hash((self.name, len(self)))

    @property
    def dated(self) -> bool:
        """True if the labels are dates or periods."""
        return _kind(self.labels) in {"dates", "periods"}

    def same_labels(self, other: Axis) -> bool:
        """Return whether another axis has the same labels, of the same kind."""
        return _kind(self.labels) == _kind(other.labels) and self.labels.equals(other.labels)

    def at(self, position: int) -> str:
        """Return a label as text; of dates that are the first of a month, the month."""
        labels: Any = self.labels
        text = shown(labels[position])
        firsts = _kind(labels) == "dates" and (labels.to_period("M").to_timestamp() == labels).all()
        return text[: len("2024-01")] if firsts else text

    def part(self, positions: slice) -> Axis:
        """Return the axis of some of the cases."""
        return Axis(self.name, self.labels[positions], self.month)

    def find(self, label: object) -> int | slice:
        """Return the position of a label, or the slice of a slice of labels.

        Parameters
        ----------
        label : object
            A label; of dates and periods also its text, which may be that of a longer span, such as
            ``'2024'``. Or a slice from a first to a last label, both included.

        Raises
        ------
        PathError
            If there is no such label.
        """
        if isinstance(label, slice):
            if label.step is not None:
                msg = f"sel: {self.name}: expected slice(first, last), got a step of {label.step}"
                raise PathError(msg)
            return self._span(label.start, label.stop)
        if isinstance(label, (list, tuple, np.ndarray)):
            msg = f"sel: {self.name}: expected one label or a slice of them, got several; write "
            raise PathError(f"{msg}slice(first, last)")
        try:
            at: Any = self.labels.get_loc(_key(self.labels, label))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._no_label(label) from error
        if not isinstance(at, slice):
            return int(at)
        first, last, _ = at.indices(len(self))
        return first if last - first == 1 else slice(first, last)

    def _span(self, first: Any, last: Any) -> slice:
        """Return the positions from a first to a last label."""
        positions = range(len(self))
        start, stop = 0, len(self)
        if first is not None:
            at = self.find(first)
            start = positions[at.start] if isinstance(at, slice) else at
        if last is not None:
            at = self.find(last)
            stop = at.stop if isinstance(at, slice) else at + 1
        if start >= stop:
            msg = f"sel: {self.name}: {shown(first)} comes after {shown(last)}; nothing is between"
            raise PathError(msg)
        return slice(start, stop)

    def _no_label(self, label: object) -> PathError:
        """Return the error for a label that is not there, with the nearest."""
        first, last = self.at(0), self.at(-1)
        span = f"{len(self)} labels from {first} to {last}" if len(self) > 1 else f"only {first}"
        near = self._near(label)
        msg = f"sel: no label {shown(label)} in {self.name!r}, which has {span}{near}"
        return PathError(msg)

    def _near(self, label: object) -> str:
        if _kind(self.labels) == "text":
            return did_you_mean(str(label), map(str, self.labels))
        try:
            key = _key(self.labels, label)
            key = _point(self.labels, key)
            at = int(self.labels.searchsorted(key)) if self.labels.is_monotonic_increasing else 0
        except (KeyError, TypeError, ValueError, OverflowError):
            return f"; write for example sel({self.name}={self.at(0)!r})"
        near = [self.at(k) for k in range(max(at - 1, 0), min(at + _NEAR - 1, len(self)))]
        return f"; the nearest: {' and '.join(near)}"

    def plain(self) -> dict[str, Any]:
        """Return the plain form for a file."""
        kind = _kind(self.labels)
        labels: Any = self.labels
        written = {"kind": kind}
        if kind in {"dates", "periods"} and labels.freq is not None:
            written["frequency"] = labels.freqstr
        if self.month:
            written["month"] = self.month
        texts = kind in {"dates", "periods", "text"}
        listed = [shown(label) for label in labels] if texts else labels.tolist()
        return {**written, "labels": listed}

    @classmethod
    def of_plain(cls, name: str, plain: Any) -> Axis:
        """Return the axis of a plain form.

        Raises
        ------
        InputError
            If it is not as `plain` writes it.
        """
        import pandas as pd

        if not isinstance(plain, Mapping):
            raise no_table(plain)
        known = {"kind", "frequency", "month", "labels"}
        for key in plain:
            if key not in known:
                msg = f"unknown key {quote(key)}{did_you_mean(str(key), known)}"
                raise InputError(msg)
        kind, listed = plain.get("kind"), plain.get("labels")
        if not is_among(kind, _KINDS):
            msg = f"kind: expected one of {', '.join(map(repr, _KINDS))}, got {quote(kind)}"
            raise InputError(msg)
        if not isinstance(listed, list) or not listed:
            msg = f"labels: expected a list of them, got {quote(listed)}"
            raise InputError(msg)
        frequency: Any = plain.get("frequency")
        try:
            index: Any
            if kind == "dates":
                index = pd.DatetimeIndex(listed, freq=frequency)
            elif kind == "periods":
                index = pd.PeriodIndex(listed, freq=frequency)
            else:
                types: Any = {"text": str, "integers": int, "numbers": (int, float)}[str(kind)]
                if not all(isinstance(each, types) for each in listed):
                    raise TypeError(kind)  # noqa: TRY301  the same to the reader
                dtype: Any = {"integers": np.int64, "numbers": np.float64}.get(str(kind))
                index = pd.Index(listed, dtype=dtype)
        except (TypeError, ValueError, OverflowError) as error:
            msg = f"labels: expected {kind} of one frequency, got some that are not: {error}"
            raise InputError(msg) from error
        return axis_of(index.rename(name), month_of(plain.get("month", "")))


def month_of(month: object) -> str:
    """Return the meaning of a month.

    Raises
    ------
    InputError
        If it is none of `MONTHS`.
    """
    if month == "" or is_among(month, MONTHS):
        return str(month)
    listed = ", ".join(map(repr, MONTHS))
    msg = f"month: expected one of {listed}, got {quote(month)}; write month='loading'"
    raise InputError(msg)


def axis_of(index: pd.Index[Any], month: str = "") -> Axis:
    """Return the axis of a table's index.

    Parameters
    ----------
    index : pandas.Index
        Its name is the axis's: without one, ``time`` for dates and periods, else ``case``. Texts
        that are all months, quarters or days, such as ``'2024-01'``, are read as these.
    month : str
        What a month is that of.

    Raises
    ------
    InputError
        If labels are missing, given twice, of several kinds or levels, or dates out of order.
    """
    import pandas as pd

    if isinstance(index, pd.MultiIndex):
        levels = ", ".join(map(repr, index.names))
        msg = (
            f"index: expected one level, got {index.nlevels} ({levels}); give each level its own "
            "table, or write frame.reset_index(drop=True)"
        )
        raise InputError(msg)
    index = _dates_of_text(_plain(index))
    if not len(index):
        msg = "index: expected at least one row, got an empty table"
        raise InputError(msg)
    missing = np.flatnonzero(index.isna())
    if missing.size:
        what = "NaT" if isinstance(index, (pd.DatetimeIndex, pd.PeriodIndex)) else "a missing label"
        msg = f"index: {what} at row {missing[0]}; {_SET}, or write frame[frame.index.notna()]"
        raise InputError(msg)
    kind = _kind(index)
    if not kind:
        msg = (
            f"index: expected dates, periods, texts or numbers, got {index.inferred_type}; "
            "write for example frame.index = frame.index.astype(str)"
        )
        raise InputError(msg)
    if isinstance(index, pd.DatetimeIndex) and index.tz is not None:
        write = "write index.tz_localize(None)"
        msg = f"index: expected dates without a time zone, got {index.tz}; {write}"
        raise InputError(msg)
    if not index.is_unique:
        twice = shown(index[np.flatnonzero(index.duplicated())[0]])
        msg = (
            f"index: the label {twice} is given twice; write one row a label, as with "
            "frame.groupby(level=0).mean()"
        )
        raise InputError(msg)
    if kind in {"dates", "periods"} and not index.is_monotonic_increasing:
        at = next(k for k in range(1, len(index)) if index[k] < index[k - 1])
        msg = (
            f"index: dates out of order: {shown(index[at])} comes after {shown(index[at - 1])}; "
            "write frame.sort_index()"
        )
        raise InputError(msg)
    name = _name(index.name, kind)
    return Axis(name, index.rename(name), month)


def _plain(index: pd.Index[Any]) -> pd.Index[Any]:
    """Return labels in a type that a file gives back equal: dates, periods, NumPy's numbers."""
    import pandas as pd

    if isinstance(index, pd.CategoricalIndex):
        index = pd.Index(index.tolist(), name=index.name)
    kind = index.inferred_type
    if index.dtype == object and kind in {"date", "datetime", "datetime64", "period"}:
        try:
            return pd.PeriodIndex(index) if kind == "period" else pd.DatetimeIndex(index)
        except (TypeError, ValueError, OverflowError) as error:
            reason = str(error).partition(" unless")[0]
            msg = (
                f"index: expected dates of one kind, without a time zone: {reason}; write "
                "frame.index = pandas.to_datetime(frame.index, utc=True).tz_localize(None)"
            )
            raise InputError(msg) from error
    plain = isinstance(index.dtype, np.dtype) and index.dtype.kind in "if"
    if plain or index.hasnans or kind not in {"integer", "floating"}:
        return index
    if kind == "floating":
        return index.astype(np.float64)
    furthest = max(index.tolist(), key=abs)
    if abs(furthest) >= _BEYOND:
        msg = f"index: expected integers of 64 bits, got {quote(furthest)}; write text"
        raise InputError(msg)
    return index.astype(np.int64)


def _dates_of_text(index: pd.Index[Any]) -> Any:
    """Return texts that are all months, quarters or days as these; else the index."""
    import pandas as pd

    if not len(index) or index.inferred_type != "string":
        return index
    texts = index.tolist()
    for frequency, form in _WRITTEN.items():
        if not form.fullmatch(texts[0]):
            continue
        if not all(map(form.fullmatch, texts)):
            return index
        try:
            if frequency == "D":
                return pd.DatetimeIndex(texts, name=index.name)
            return pd.PeriodIndex(texts, freq=frequency, name=index.name)
        except ValueError:  # a day that no month has
            return index
    return index


def _name(name: object, kind: str) -> str:
    if name is None:
        return "time" if kind in {"dates", "periods"} else "case"
    text = str(name).strip()
    if not text or len(text) > _LONGEST or not text.isprintable():
        msg = (
            f"index: expected a name of at most {_LONGEST} characters, got {quote(name)}; write "
            "frame.rename_axis('time')"
        )
        raise InputError(msg)
    return text


def _kind(labels: pd.Index[Any]) -> str:
    """Return the kind of labels, one of `_KINDS`; empty for any other."""
    inferred = labels.inferred_type
    if inferred in {"datetime64", "period"}:
        return "dates" if inferred == "datetime64" else "periods"
    if inferred == "floating" and not np.isfinite(labels.to_numpy(dtype=float)).all():
        return ""
    return {"string": "text", "integer": "integers", "floating": "numbers"}.get(inferred, "")


def shown(label: Any) -> str:
    """Return a label as text: a date without the time of day where it has none."""
    if hasattr(label, "isoformat") and hasattr(label, "normalize"):  # a Timestamp
        midnight = label == label.normalize()
        return str(label.date().isoformat() if midnight else label.isoformat())
    return str(label)


def _key(labels: Any, label: Any) -> Any:
    """Return a label as the index reads it: a day lies in its period."""
    import pandas as pd

    if isinstance(labels, pd.PeriodIndex) and not isinstance(label, pd.Period):
        frequency: Any = labels.freq
        day = _DAY.match(label) if isinstance(label, str) else True  # else perhaps a longer span
        return pd.Period(pd.Timestamp(label), freq=frequency) if day else label
    if isinstance(labels, pd.DatetimeIndex) and isinstance(label, pd.Period):
        return str(label)
    if isinstance(labels, pd.DatetimeIndex) and isinstance(label, dt.date):
        return pd.Timestamp(label)
    if isinstance(labels, (pd.DatetimeIndex, pd.PeriodIndex)) and isinstance(label, (int, float)):
        raise KeyError(label)  # pandas would read nanoseconds
    return label


def _point(labels: Any, key: Any) -> Any:
    """Return a label of dates as what the index holds, to look for the nearest."""
    import pandas as pd

    if isinstance(labels, pd.DatetimeIndex):
        return pd.Timestamp(key)
    frequency: Any = labels.freq if isinstance(labels, pd.PeriodIndex) else None
    return key if frequency is None else pd.Period(key, freq=frequency)


def _code(axis: Axis) -> str:
    """Return code of an axis's labels."""
    plain = axis.plain()
    frequency = f", freq={plain['frequency']!r}" if "frequency" in plain else ""
    return f"{type(axis.labels).__name__}({plain['labels']!r}{frequency})"


class Labels(Field[Mapping[str, "pd.Index[Any]"], Any]):
    """The labels of a scenario's dimensions, the last one last."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, ())

    def read(self, value: Any) -> tuple[Axis, ...]:
        """Return the axes of pandas indexes, by name."""
        if value is None:
            return ()
        if isinstance(value, tuple) and all(isinstance(axis, Axis) for axis in value):
            return value
        if not isinstance(value, Mapping):
            msg = (
                f"expected {self.expected}, got {type(value).__name__}; write "
                f"index={self.example()}, or scenario.vary(frame)"
            )
            raise InputError(msg)
        import pandas as pd

        axes = []
        for name, labels in value.items():
            try:
                index = pd.Index(labels, name=name)
            except (TypeError, ValueError) as error:
                msg = (
                    f"{name}: expected labels, got {quote(labels)}; write for example [2024, 2025]"
                )
                raise InputError(msg) from error
            axes.append(axis_of(index))
        return tuple(axes)

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "labels by the names of dimensions"

    def example(self) -> str:
        """Return an example."""
        return "{'time': pandas.period_range('2024-01', periods=12, freq='M')}"

    def show(self, raw: tuple[Axis, ...]) -> Mapping[str, pd.Index[Any]]:
        """Return the labels by the names of the dimensions: new indexes, which may be renamed."""
        return FrozenDict({axis.name: axis.labels.rename(axis.name) for axis in raw})

    def value(self, raw: Any) -> None:
        """Return None, since the arithmetic uses no labels."""

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the old labels, unless others stand in their place in the tree."""
        return like or () if value is None else value

    def write(self, raw: tuple[Axis, ...]) -> dict[str, Any]:
        """Return the plain form of each axis, by its name."""
        return {axis.name: axis.plain() for axis in raw}

    def code(self, raw: tuple[Axis, ...]) -> str:
        """Return code that evaluates to equal labels, with pandas, but for a month's meaning."""
        return f"{{{', '.join(f'{axis.name!r}: {_code(axis)}' for axis in raw)}}}"

    def build(self, data: Any, where: str, problems: Problems) -> tuple[Axis, ...] | None:
        """Return the axes of their plain forms, or add the errors to `problems`."""
        if not isinstance(data, Mapping):
            problems.append((where, no_table(data)))
            return None
        axes = [
            collect(partial(Axis.of_plain, str(name)), each, f"{where}.{as_step(name)}", problems)
            for name, each in data.items()
        ]
        return None if None in axes else tuple(axes)
