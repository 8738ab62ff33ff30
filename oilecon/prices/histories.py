"""The shipped series: one table by month, what each series is, and each figure's evidence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from oilecon import dates
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.reference import series as shipped

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.reference.series import Series
    from oilecon.typing import DateLike

__all__ = ["figures", "history", "series"]


def history(
    series: str | Iterable[str] | None = None,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
) -> pd.DataFrame:
    """Return shipped series by month, as published: nothing is filled in.

    Parameters
    ----------
    series : str or iterable of str, optional
        Names, such as ``'Brent'``; all that go by month if left out. `series` lists them.
    since, until : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period, optional
        First and last month, such as ``'2025-01'``; both count.

    Returns
    -------
    pandas.DataFrame
        A column a series, headed by name and unit, as ``'Brent [USD/bbl]'``; points of an index or
        of Worldscale have the unit ``1``. A row a month, from the first to the last that any of the
        series has a figure of, without a gap between. A month without a figure is NaN.

        The index holds periods, not days: a mean belongs to its whole month, and periods do not
        join a daily table as if it were the price of the first. Nor is a month's meaning the same
        in each column (trade, landing, calendar): `series` tells it, `attrs` holds it, and
        `oilecon.join` and `Scenario.vary` refuse two that differ without a shift. A column that is
        renamed has it no more.

    Raises
    ------
    UnknownName
        If no series has the name.
    InputError
        If a series does not go by month, a name stands twice, a date is no month, the last month is
        before the first, or no series has a figure between them.

    Examples
    --------
    >>> history(["Brent", "Merey"], since="2025-11", until="2026-02")
             Brent [USD/bbl]  Merey [USD/bbl]
    month
    2025-11            63.80            47.51
    2025-12            62.54            45.50
    2026-01            66.60            43.21
    2026-02            70.89              NaN
    """
    import pandas as pd

    first = None if since is None else dates.month(since, "history: since", example="'2025-01'")
    last = None if until is None else dates.month(until, "history: until", example="'2025-12'")
    if first and last and last < first:
        msg = f"history: until: expected {first}, the first month, or later, got {last}"
        raise InputError(msg)
    chosen = [each for each in _chosen(series, "history") if series or each.every == "month"]
    columns = {}
    for each in chosen:
        if each.every != "month":
            msg = (
                f"history: series: {quote(each.name)} has figures by the {each.every}, not by the "
                f"month; write figures({each.name!r})"
            )
            raise InputError(msg)
        columns[f"{each.name} [{each.unit}]"] = {
            month: figure.value
            for month, figure in each.months.items()
            if (first or month) <= month <= (last or month)
        }
    months = sorted(month for column in columns.values() for month in column)
    if not months:
        raise _none_between(first, last, chosen)
    index = pd.period_range(months[0], months[-1], freq="M", name="month")
    keys = index.strftime("%Y-%m")
    table = pd.DataFrame(
        {
            heading: [column.get(month, math.nan) for month in keys]
            for heading, column in columns.items()
        },
        index=index,
    )
    table.attrs["month"] = {  # a calendar month is that of no event, and fits any
        heading: each.month
        for heading, each in zip(columns, chosen, strict=True)
        if each.month != "calendar"
    }
    return table


def _none_between(first: str | None, last: str | None, chosen: list[Series]) -> InputError:
    """Return the error for a span in which no series has a month."""
    months = {each.name: list(each.months) for each in chosen}
    earliest = min(of[0] for of in months.values())
    latest = max(of[-1] for of in months.values())
    asked = f"{f'since {first}' if first else ''}{f' until {last}' if last else ''}".strip()
    return InputError(
        f"history: expected months from {earliest} to {latest}, got none of them {asked}"
    )


def series() -> pd.DataFrame:
    """Return what each shipped series is.

    Returns
    -------
    pandas.DataFrame
        One row a series, by name:

        - ``title``: a description;
        - ``unit``;
        - ``quote``: ``'spot'``, ``'landed'``, ``'period'``, ``'realised'``, ``'paid'``,
          ``'booked'``, ``'flat rate'``, ``'exchange rate'`` or ``'index'``. Spot, period and
          realised freight are different things, and never mixed in one series;
        - ``every``: ``'month'``, ``'quarter'``, ``'year'`` or ``'day'``; `history` has those by the
          month, `figures` all;
        - ``month``: what the span of a figure means for a cargo. ``'trade'``: the price was agreed
          or assessed in it; ``'loading'``, ``'landing'``: the cargo loaded or arrived in it;
          ``'pricing'``: the price is taken from the quotations of its days; ``'calendar'``: it is
          of the days themselves, whatever loads or lands on them;
        - ``first``, ``last``: dates of the oldest and of the newest figure;
        - ``months``, ``figures``: how many months and figures it has;
        - ``source``: keys of the bibliography, which `oilecon.sources` returns;
        - ``note``.

    Examples
    --------
    >>> table = series()
    >>> print(table.loc["Maya landed", ["quote", "month", "first", "last"]].to_string())
    quote     landed
    month    landing
    first    2018-01
    last     2026-02
    """
    import pandas as pd

    rows = {
        each.name: {
            "title": each.title,
            "unit": each.unit,
            "quote": each.quote,
            "every": each.every,
            "month": each.month,
            "first": each.figures[0].evidence.as_of,
            "last": each.figures[-1].evidence.as_of,
            "months": len(each.months),
            "figures": len(each.figures),
            "source": " ".join(
                dict.fromkeys(key for figure in each.figures for key in figure.evidence.source)
            ),
            "note": each.note,
        }
        for each in shipped.series().values()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("series")


def figures(series: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return the figures of shipped series with their evidence, of whatever span.

    Parameters
    ----------
    series : str or iterable of str, optional
        Names, such as ``'Frontline VLCC'``; all if left out.

    Returns
    -------
    pandas.DataFrame
        One row a figure, by series and date (a year, quarter, month, day, or span of days): value,
        unit, the lowest and the highest quotation (NaN where not known), how many quotations it is
        the mean of (missing where the source does not tell), kind, keys of the sources, and note.
        The mean of all quotations of a month is published, that of a sample an estimate.

        A series by the month may have figures of some days besides, which `history` leaves out: a
        mean counts as the month's if its daily quotations span at least half of the month. That of
        weekly reports counts however many of the month's are at hand; of one alone it is an
        estimate.

    Raises
    ------
    UnknownName
        If no series has the name.
    InputError
        If a name stands twice, or the argument is neither a name nor names.

    Examples
    --------
    >>> print(figures("DHT VLCC")[["value", "unit", "kind"]])
                          value     unit       kind
    series   as_of
    DHT VLCC 2023-Q2  64800.0  USD/day  published
             2025-Q4  69500.0  USD/day  published
             2026-Q1  91700.0  USD/day  published
    """
    import pandas as pd

    rows: list[dict[str, Any]] = [
        {
            "series": each.name,
            "as_of": figure.evidence.as_of,
            "value": figure.value,
            "unit": figure.unit,
            "low": figure.evidence.low,
            "high": figure.evidence.high,
            "number": figure.number,
            "kind": figure.evidence.kind,
            "source": " ".join(figure.evidence.source),
            "note": figure.evidence.note,
        }
        for each in _chosen(series, "figures")
        for figure in each.figures
    ]
    types = {"low": "float64", "high": "float64", "number": "Int64"}
    return pd.DataFrame(rows).astype(types).set_index(["series", "as_of"])


def _chosen(names: object, where: str) -> list[Series]:
    """Return series by name, all if no name is given."""
    known = shipped.series()
    if names is None:
        return list(known.values())
    listed = [names] if isinstance(names, str) else names
    listed = list(listed) if isinstance(listed, Iterable) else []
    if not listed:
        msg = (
            f"{where}: series: expected a name or a list of names, got {quote(names)}; "
            "write for example ['Brent', 'WTI']"
        )
        raise InputError(msg)
    for at, name in enumerate(listed):
        if not isinstance(name, str):
            msg = f"{where}: series: expected names, got {quote(name)}; write for example 'Brent'"
            raise InputError(msg)
        if name not in known:
            near = did_you_mean(name, known, "prices.series()")
            msg = f"{where}: series: no series {quote(name)}{near}"
            raise UnknownName(msg)
        if name in listed[:at]:
            msg = f"{where}: series: {quote(name)} stands twice; leave one out"
            raise InputError(msg)
    return [known[name] for name in listed]
