"""Amounts and periods over time: balances, layers, months, spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.present.charts.frame import (
    INK,
    SOFT,
    as_label,
    as_text,
    as_texts,
    bar_look,
    checked,
    finish,
    legend_above,
    line_look,
    mark_places,
    new_axes,
    places,
    style,
)

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["balances", "layers", "months", "spans"]


def balances(
    table: pd.DataFrame,
    *,
    unit: str,
    across: str = "year",
    mark: float | None = None,
    from_zero: bool = True,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one line a column over the table's index, such as a debt over several price paths.

    Parameters
    ----------
    table : pandas.DataFrame
        By time, a number, or a name; a column for each path. NaN is a gap in its line.
    unit : str
        The columns' unit.
    across : str
        The index' name.
    mark : float, optional
        A figure to mark.
    from_zero : bool
        Whether the vertical axis begins at zero, unless an amount is below.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    checked(table)
    with style():
        ax = new_axes(ax)
        across_at = places(table.index)
        for at, name in enumerate(table.columns):
            values = table[name].to_numpy(dtype=float)
            ax.plot(across_at, values, label=as_label(name), **_broken_look(at, values))
        if mark is not None:
            ax.axhline(mark, color=INK, linestyle="--", linewidth=1.2, label=f"marked: {mark:g}")
        if float(np.nanmin(table.to_numpy(dtype=float))) < 0.0:
            ax.axhline(0.0, color=SOFT, linewidth=0.8)
        elif from_zero:
            ax.set_ylim(bottom=0.0)
        mark_places(ax, table.index)
        ax.set_xlabel(as_text(across))
        ax.set_ylabel(as_text(unit))
        legend_above(ax)
        return finish(ax, title, source)


def layers(
    top: pd.Series[float],
    taken: pd.DataFrame,
    left: pd.Series[float],
    *,
    unit: str,
    across: str = "year",
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw what is taken from an amount, layer below layer, over the table's index.

    Parameters
    ----------
    top : pandas.Series
        The amount at first, a line with its name. NaN is a gap, in all layers.
    taken : pandas.DataFrame
        The amounts taken, above zero, from the top down; a column for each layer.
    left : pandas.Series
        What is left below all layers, a line with its name.
    unit, across, title, source, ax
        As in `balances`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    checked(taken)
    with style():
        ax = new_axes(ax, 8.0, 5.4)
        at = places(taken.index)
        level = top.to_numpy(dtype=float)
        ax.plot(at, level, label=as_label(top.name), **_broken_look(0, level))
        for place, name in enumerate(taken.columns):
            below = level - taken[name].to_numpy(dtype=float)
            ax.fill_between(at, level, below, label=as_label(name), **bar_look(place))
            level = below
        values = left.to_numpy(dtype=float)
        ax.plot(at, values, label=as_label(left.name), **_broken_look(1, values))
        ax.axhline(0.0, color=SOFT, linewidth=0.8)
        ax.margins(x=0.0)
        mark_places(ax, taken.index)
        ax.set_xlabel(as_text(across))
        ax.set_ylabel(as_text(unit))
        legend_above(ax)
        return finish(ax, title, source)


def _broken_look(at: int, values: npt.NDArray[Any]) -> dict[str, Any]:
    """Return a line's look, with a marker on points between gaps, which no stroke reaches."""
    bare = np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    alone = np.flatnonzero(~bare[1:-1] & bare[:-2] & bare[2:])
    every = range(0, len(values), max(1, len(values) // 12))
    return line_look(at) | {"markevery": sorted({*every, *alone.tolist()})}


def months(
    stacked: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    unit: str,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw columns that stack up month by month, and lines above them in the same unit.

    Parameters
    ----------
    stacked, lines : pandas.DataFrame
        By month; amounts below zero stack down from it, and `lines` may have no columns.
    unit : str
        The unit of both.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    checked(stacked)
    with style():
        ax = new_axes(ax, max(5.0, min(12.0, 2.5 + 0.6 * len(stacked))))
        at = np.arange(len(stacked))
        above, below = np.zeros(len(stacked)), np.zeros(len(stacked))
        for place, name in enumerate(stacked.columns):
            values = stacked[name].to_numpy(dtype=float)
            starts = np.where(values < 0.0, below, above)
            ax.bar(at, values, 0.7, bottom=starts, label=as_label(name), **bar_look(place))
            above, below = above + np.maximum(values, 0.0), below + np.minimum(values, 0.0)
        for place, name in enumerate(lines.columns):
            ax.plot(at, lines[name].to_numpy(dtype=float), label=as_label(name), **line_look(place))
        mark_places(ax, stacked.index.map(str))
        ax.use_sticky_edges = False  # else the top of one bar, where the next begins, is the edge
        ax.autoscale_view()
        if below.min() < 0.0:
            ax.axhline(0.0, color=SOFT, linewidth=0.8)
        else:
            ax.set_ylim(0.0)
        ax.set_xlabel("month")
        ax.set_ylabel(as_text(unit))
        legend_above(ax)
        return finish(ax, title, source)


def spans(
    table: pd.DataFrame, *, title: str = "", source: str = "", ax: Axes | None = None
) -> Axes:
    """Draw periods over time, one below the other.

    Parameters
    ----------
    table : pandas.DataFrame
        By name: columns `start` and `end`, as dates or what pandas reads as dates; an end that is
        missing is open and drawn to the chart's edge.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    import pandas as pd
    from matplotlib import dates

    day_number: Any = dates.date2num  # untyped

    starts = pd.to_datetime(checked(table, 2)["start"])
    stops = pd.to_datetime(table["end"])
    whole = max(starts.max(), stops.max()) - starts.min()
    edge = max(starts.max(), stops.max()) + 0.06 * whole
    with style():
        ax = new_axes(ax, 8.0, 1.4 + 0.34 * len(table))
        for at, (start, stop) in enumerate(zip(starts, stops, strict=True)):
            still_open = pd.isna(stop)
            left, right = day_number(start), day_number(edge if still_open else stop)
            ax.barh(at, right - left, 0.6, left=left, **bar_look(at % 2))
            first = f"{start:%Y-%m}"
            last = first if still_open else f"{stop:%Y-%m}"
            words = first if last == first else f"{first} to {last}"
            if still_open:
                words = f"from {first}"
            # Beside its bar, on the wider side.
            late = left - day_number(starts.min()) > day_number(edge) - right
            ax.annotate(
                words,
                (left if late else right, at),
                (-4.0 if late else 4.0, 0.0),
                textcoords="offset points",
                horizontalalignment="right" if late else "left",
                verticalalignment="center",
                fontsize=7.5,
            )
        ax.xaxis_date()
        ax.set_yticks(np.arange(len(table)), as_texts(table.index))
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(day_number(starts.min() - 0.02 * whole), day_number(edge + 0.12 * whole))
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel("year")
        return finish(ax, title, source)
