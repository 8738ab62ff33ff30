"""Series of days, months, quarters and years joined into one table by month.

Nothing is filled: a month that a series does not cover is missing, and a series of another
frequency takes a rule by name.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, UndefinedWarning, is_among, quote
from oilecon.frames import (
    by_heading,
    columns_of,
    heading_parts,
    months_of,
    numbers_of,
    other_month,
)
from oilecon.labels import axis_of

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import TableLike

__all__ = ["join"]

_FINER = ("mean", "last", "first")
_COARSER = ("repeat",)
_RULES = {"day": _FINER, "week": _FINER, "quarter": _COARSER, "year": _COARSER, "month": ()}
_SPANS = {"quarter": 3, "year": 12}  # months
_WEEK = 4  # days between rows from which on they are weekly
_LISTED = 3  # months that a warning lists
_LONGEST_SHIFT = 120  # months: a typing error beyond


def join(
    *tables: TableLike,
    rule: str | Mapping[str, str] | None = None,
    month: str | Mapping[str, str] = "",
    shift: Mapping[str, int] | None = None,
    coverage: float = 0.75,
) -> pd.DataFrame:
    """Return series of any frequency as one table by month, for `Scenario.vary`.

    Parameters
    ----------
    *tables : pandas.DataFrame or Series
        Their index holds dates or periods, their headings are paths with units, or anything else
        that has its own name.
    rule : str or mapping of str to str, optional
        Rule by column, or one for all that need one. Of a daily or weekly series ``'mean'``,
        ``'last'`` or ``'first'`` of the month; of a quarterly or yearly one ``'repeat'``, by which
        each month has the quarter's figure. A monthly series takes none.
    month : str or mapping of str to str
        What a month of each column is that of: ``'trade'``, ``'loading'``, ``'pricing'`` or
        ``'landing'``. Columns that differ need a shift.
    shift : mapping of str to int, optional
        Months by which a column is moved to those of the others: 1 puts January's figure into
        February, as that of a ship fixed a month before it loads.
    coverage : float
        Share of a month's weekdays, or of its weeks, below which a daily or weekly series counts
        as missing there; a warning names the months.

    Returns
    -------
    pandas.DataFrame
        One row a month, from the first to the last of any series, under a monthly period index
        ``time``. A month that a series lacks is NaN.

    Raises
    ------
    InputError
        If a series needs a rule and has none, months of two events are joined without a shift, a
        column is given twice, or an index holds no dates.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.date_range("2024-01-01", "2024-02-29", freq="B")
    >>> brent = pd.Series(80.0, index=days, name="market.brent [USD/bbl]")
    >>> hire = pd.Series(
    ...     [50e3, 60e3],
    ...     index=pd.period_range("2024-01", periods=2, freq="M"),
    ...     name="asia.sea.charter.hire [USD/day]",
    ... )
    >>> table = join(brent, hire, rule={"market.brent": "mean"})
    >>> table.loc["2024-02"].tolist()
    [80.0, 60000.0]
    """
    import pandas as pd

    columns: dict[str, pd.Series[Any]] = {}
    for table in tables:
        held = columns_of(table)
        if held is None:
            msg = f"join: expected frames or series, got {type(table).__name__}"
            raise InputError(msg)
        for heading, cells in held.items():
            if heading in columns:
                msg = f"join: the column {quote(heading)} is given twice; leave one out"
                raise InputError(msg)
            columns[heading] = cells
    if not columns:
        msg = "join: expected at least one frame or series, got none"
        raise InputError(msg)
    if isinstance(coverage, bool) or not 0 <= coverage <= 1:
        msg = f"join: coverage: expected a share from 0 to 1, got {quote(coverage)}"
        raise InputError(msg)
    rules, shifts = _by_column("rule", rule, columns), _by_column("shift", shift, columns)
    event = _one_event(months_of(month, columns), shifts)
    monthly = {}
    for heading, cells in columns.items():
        series = _monthly(
            heading, cells, rules.get(heading), float(coverage), for_all=isinstance(rule, str)
        )
        series.index = series.index + _whole(shifts.get(heading, 0), heading)
        monthly[heading] = series
    first = min(series.index[0] for series in monthly.values())
    last = max(series.index[-1] for series in monthly.values())
    index = pd.period_range(first, last, freq="M", name="time")
    frame = pd.DataFrame({name: series.reindex(index) for name, series in monthly.items()})
    if event:
        frame.attrs["month"] = event
    return frame


def _by_column(argument: str, given: Any, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return an argument by heading, given for all columns or by path or heading."""
    if given is None:
        return {}
    if argument == "shift" and not isinstance(given, Mapping):
        msg = f"join: shift: expected a mapping of columns to months, got {quote(given)}"
        raise InputError(msg)
    if isinstance(given, Mapping):
        return dict(by_heading(given, columns, f"join: {argument}"))
    return dict.fromkeys(columns, given)


def _one_event(months: Mapping[str, Any], shifts: Mapping[str, Any]) -> str:
    """Return what the months of the joined table are those of; empty where nothing says it."""
    fixed = {name: event for name, event in months.items() if event and name not in shifts}
    events = list(dict.fromkeys(fixed.values()))
    if len(events) > 1:
        left, right = (next(h for h in fixed if fixed[h] == event) for event in events[:2])
        raise other_month(repr(left), events[0], repr(right), events[1], right)
    return str(events[0]) if events else ""


def _whole(months: Any, heading: str) -> int:
    """Return a shift as a whole number of months."""
    whole = isinstance(months, (int, np.integer)) and not isinstance(months, bool)
    if not whole or abs(months) > _LONGEST_SHIFT:
        most = f", at most {_LONGEST_SHIFT}" if whole else ""
        got = f"for {quote(heading)}, got {quote(months)}"
        msg = f"join: shift: expected a whole number of months{most} {got}"
        raise InputError(msg)
    return int(months)


def _monthly(
    heading: str, cells: pd.Series[Any], rule: Any, coverage: float, *, for_all: bool
) -> pd.Series[Any]:
    """Return a column by month."""
    import pandas as pd

    index: Any = axis_of(cells.index).labels
    if not isinstance(index, (pd.DatetimeIndex, pd.PeriodIndex)):
        msg = (
            f"join: {quote(heading)}: expected an index of dates or periods, got "
            f"{index.inferred_type}; write frame.index = pandas.to_datetime(frame.index)"
        )
        raise InputError(msg)
    try:
        numbers, mask = numbers_of(cells)
    except InputError as error:
        msg = f"join: {quote(heading)}: {error}"
        raise InputError(msg) from error
    step = _step(index)
    dated = isinstance(index, pd.DatetimeIndex)
    days: Any = index
    if not dated:
        days = index.to_timestamp()  # type: ignore[union-attr]
    rule = _rule(heading, step, rule, for_all=for_all, dated=dated)
    series = pd.Series(np.where(mask, np.nan, numbers), index=days)
    if step == "month":
        return series.set_axis(days.to_period("M"))
    if rule == "repeat":
        return _repeated(series, index, _SPANS[step])
    grouped = series.groupby(days.to_period("M"))
    monthly: pd.Series[Any] = getattr(grouped, rule)()
    counts = grouped.count()
    due = _due(counts.index, weekly=step == "week")
    short = counts.to_numpy() < coverage * due
    if short.any():
        _warn_of_short(heading, counts[short], due[short], step, coverage)
    return monthly.mask(short)


def _step(index: Any) -> str:
    """Return what one row is of: a key of `_RULES`."""
    import pandas as pd

    if isinstance(index, pd.PeriodIndex):
        letter = index.freqstr[0]
        step = {"M": "month", "Q": "quarter", "Y": "year", "A": "year", "W": "week"}.get(letter)
        return step or "day"
    months = index.to_period("M").asi8
    if len(index) < 2:  # noqa: PLR2004  a step takes two
        return "month"
    steps = np.diff(months)
    if (steps == 0).any():
        return (
            "week"
            if np.median(np.diff(index.asi8.astype("float64"))) >= _WEEK * _day(index)
            else "day"
        )
    if (steps % 12 == 0).all():
        return "year"
    return "quarter" if (steps % 3 == 0).all() else "month"


def _day(index: Any) -> float:
    """Return a day in the ticks of an index."""
    return float(np.timedelta64(1, "D") / np.timedelta64(1, index.unit))


def _rule(heading: str, step: str, rule: Any, *, for_all: bool, dated: bool) -> str:
    """Return the rule of a column, which one that is not monthly needs."""
    known = _RULES[step]
    if rule is not None and not is_among(rule, (*_FINER, *_COARSER)):
        listed = ", ".join(map(repr, (*_FINER, *_COARSER)))
        msg = f"join: rule: expected one of {listed} for {quote(heading)}, got {quote(rule)}"
        raise InputError(msg)
    if not known:
        if rule is not None and not for_all:
            msg = f"join: rule: {quote(heading)} is monthly and takes none, got {quote(rule)}"
            raise InputError(msg)
        return ""
    if rule in known:
        return str(rule)
    path = heading_parts(heading)[0]
    either = " or ".join(map(repr, known))
    got = "got none" if rule is None else f"got {quote(rule)}"
    hint = ""
    if step in _SPANS and dated:
        hint = "; if its rows are months, give it a monthly period index"
    msg = (
        f"join: rule: {quote(heading)} has one row a {step}: expected {either}, {got}; write "
        f"rule={{'{path}': {known[0]!r}}}{hint}"
    )
    raise InputError(msg)


def _repeated(series: pd.Series[Any], index: Any, span: int) -> pd.Series[Any]:
    """Return a series of quarters or years with each month of one as its figure."""
    import pandas as pd

    if not isinstance(index, pd.PeriodIndex):
        index = index.to_period("Q" if span == _SPANS["quarter"] else "Y")
    first = index.asfreq("M", how="start")
    months = [start + k for start in first for k in range(span)]
    return pd.Series(np.repeat(series.to_numpy(), span), index=pd.PeriodIndex(months, freq="M"))


def _due(months: Any, *, weekly: bool) -> Any:
    """Return how many rows each month should have: its weekdays, or its whole weeks."""
    if weekly:
        return np.asarray(months.days_in_month) // 7
    starts = months.to_timestamp().to_numpy().astype("datetime64[D]")
    ends = (months + 1).to_timestamp().to_numpy().astype("datetime64[D]")
    return np.busday_count(starts, ends)


def _warn_of_short(
    heading: str, counts: pd.Series[Any], due: Any, step: str, coverage: float
) -> None:
    """Warn of the months of which too little is known."""
    what = "weeks" if step == "week" else "weekdays"
    listed = [
        f"{month} has {count} of {whole} {what}"
        for month, count, whole in zip(counts.index, counts, due, strict=True)
    ]
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    msg = (
        f"join: {heading}: {', '.join(listed[:_LISTED])}{more}, less than coverage={coverage:g}; "
        "missing in the table"
    )
    warnings.warn(msg, UndefinedWarning, stacklevel=4)  # the caller of `join`
