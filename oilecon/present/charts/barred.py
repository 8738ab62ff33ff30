"""Amounts as bars: waterfalls, bridges, groups, ranges, tornadoes, shares of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError
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
    new_axes,
    pad_for_figures,
    style,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["bars", "bridge", "ranges", "recipients", "tornado", "waterfall"]


def waterfall(
    table: pd.DataFrame,
    *,
    unit: str,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one or more waterfalls side by side, from top to bottom.

    Parameters
    ----------
    table : pandas.DataFrame
        By line in words: a column `kind`, in which ``'subtotal'`` marks a sum of the lines above
        it; every other column is a waterfall of signed amounts.
    unit : str
        The amounts' unit, as the axis shows it.
    title, source : str
        The lines above and below the chart.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; those of a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    from matplotlib.patches import Patch

    columns = [name for name in checked(table, 2).columns if name != "kind"]
    sums = (table["kind"] == "subtotal").to_numpy()
    amounts = table[columns].to_numpy(dtype=float)
    drawn = (amounts != 0.0) | sums[:, np.newaxis]  # no bar for a line that a waterfall lacks
    tall = np.maximum(drawn.sum(axis=1), 1) + _BETWEEN
    tops = np.cumsum(tall) - tall
    with style():
        ax = new_axes(ax, 8.0, 1.6 + 0.19 * tall.sum())
        for at, name in enumerate(columns):
            stops = np.where(sums, amounts[:, at], np.cumsum(np.where(sums, 0.0, amounts[:, at])))
            starts = np.where(sums, 0.0, stops - amounts[:, at])
            rows = np.flatnonzero(drawn[:, at])
            places = tops[rows] + drawn[rows, :at].sum(axis=1) + 0.5
            ax.barh(
                places,
                (stops - starts)[rows],
                1.0,
                left=starts[rows],
                label=as_label(name),
                **bar_look(at),
            )
            for row, place in zip(rows, places, strict=True):
                ax.annotate(
                    f"{amounts[row, at]:.2f}".replace("-", "−"),
                    (max(starts[row], stops[row]), place),
                    (3.0, 0.0),
                    textcoords="offset points",
                    verticalalignment="center",
                    fontsize=7.5,
                    fontweight="bold" if sums[row] else "normal",
                )
        ax.set_yticks(tops + (tall - _BETWEEN) / 2.0, as_texts(table.index))
        for tick, total in zip(ax.get_yticklabels(), sums, strict=True):
            tick.set_fontweight("bold" if total else "normal")
        ax.set_ylim(tall.sum(), -_BETWEEN)
        ax.tick_params(axis="y", length=0)
        pad_for_figures(ax)
        ax.axvline(0.0, color=SOFT, linewidth=0.8)
        ax.set_xlabel(as_text(unit))
        if len(columns) > 1:  # not by the bars, of which the first may be one that is not there
            named = enumerate(columns)
            legend_above(
                ax, handles=[Patch(label=as_label(name), **bar_look(at)) for at, name in named]
            )
        return finish(ax, title, source)


_BETWEEN = 0.4  # bars of padding between two lines


def bridge(
    lines: Mapping[str, float],
    start: tuple[str, float],
    end: tuple[str, float],
    *,
    unit: str,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a bridge between two figures: a first bar, the changes, a last bar.

    Parameters
    ----------
    lines : mapping of str to float
        The changes between the two, in order.
    start, end : (str, float)
        Name and value of the two figures.
    unit, title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.

    Raises
    ------
    InputError
        If the lines do not lead from the one figure to the other.
    """
    import pandas as pd

    with style():
        from matplotlib.patches import Patch

    reached = start[1] + sum(lines.values())
    if abs(reached - end[1]) > 1e-6 * max(1.0, abs(start[1]), abs(end[1])):
        msg = f"bridge: the lines lead from {start[1]:g} to {reached:g}, not to {end[1]:g}"
        raise InputError(msg)
    names = [start[0], *lines, end[0]]
    kinds = ["line"] * (1 + len(lines)) + ["subtotal"]
    table = pd.DataFrame(
        {"kind": kinds, unit: [start[1], *lines.values(), end[1]]}, index=pd.Index(names)
    )
    ax = waterfall(table, unit=unit, ax=ax)
    *changes, last = ax.containers[-1]
    looks = {"adds": bar_look(0), "takes away": bar_look(1)}
    first = changes[: int(start[1] != 0.0)]  # what is nothing has no bar
    drawn = [amount for amount in lines.values() if amount != 0.0]
    for bar, amount in zip(changes[len(first) :], drawn, strict=True):
        bar.set(**looks["takes away" if amount < 0.0 else "adds"])
    with style():
        for bar in (*first, last):
            bar.set_facecolor("white")
        ax.get_yticklabels()[0].set_fontweight("bold")
        legend_above(ax, handles=[Patch(label=name, **look) for name, look in looks.items()])
        return finish(ax, title, source)


def bars(
    table: pd.DataFrame,
    *,
    unit: str,
    mark: float | None = None,
    digits: int = 1,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw rows as groups of horizontal bars, a bar for each column.

    Parameters
    ----------
    table : pandas.DataFrame
        By name in words; NaN where a figure is not defined.
    unit : str
        The columns' unit.
    mark : float, optional
        A figure to mark.
    digits : int
        Digits after the point in the figures beside the bars.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    with style():
        columns = list(checked(table).columns)
        ax = new_axes(ax, 8.0, 1.6 + 0.2 * len(table) * (1 + len(columns)))
        height = 0.8 / len(columns)
        for at, name in enumerate(columns):
            values = table[name].to_numpy(dtype=float)
            places = np.arange(len(table)) - 0.4 + height * (at + 0.5)
            ax.barh(places, np.nan_to_num(values), height, label=as_label(name), **bar_look(at))
            for place, value in zip(places, values, strict=True):
                text = "not defined" if np.isnan(value) else f"{value:.{digits}f}".replace("-", "−")
                ax.annotate(
                    text,
                    (max(float(np.nan_to_num(value)), 0.0), place),
                    (3.0, 0.0),
                    textcoords="offset points",
                    verticalalignment="center",
                    fontsize=7.5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
                )
        ax.set_yticks(np.arange(len(table)), as_texts(table.index))
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        pad_for_figures(ax)
        ax.axvline(0.0, color=SOFT, linewidth=0.8)
        if mark is not None:
            ax.axvline(mark, color=INK, linestyle="--", linewidth=1.0, zorder=0.5)
        ax.set_xlabel(as_text(unit))
        if len(columns) > 1:
            legend_above(ax)
        return finish(ax, title, source)


def ranges(
    table: pd.DataFrame,
    *,
    unit: str,
    mark: float | None = None,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw figures with their ranges, one below the other.

    Parameters
    ----------
    table : pandas.DataFrame
        By name in words: columns `value`, `low` and `high`.
    unit : str
        The figures' unit.
    mark : float, optional
        A figure to mark.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    lines = sum(1 + str(name).count("\n") for name in checked(table, 3).index)
    with style():
        ax = new_axes(ax, 8.0, 1.5 + 0.2 * len(table) + 0.14 * lines)
        places = np.arange(len(table))
        value, low, high = (table[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
        ax.hlines(places, low, high, color=SOFT, linewidth=3.0)
        ax.plot(value, places, "o", color=INK, markersize=5.0)
        for place, figure in zip(places, value, strict=True):
            ax.annotate(
                f"{figure:,.{0 if abs(figure) >= 100.0 else 1}f}".replace("-", "−"),  # noqa: PLR2004
                (figure, place),
                (0.0, 4.5),
                textcoords="offset points",
                horizontalalignment="center",
                fontsize=7.5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
            )
        ax.set_yticks(places, as_texts(table.index))
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        if mark is not None:
            ax.axvline(mark, color=INK, linestyle="--", linewidth=1.0, zorder=0.5)
        ax.margins(x=0.08)  # for a figure over the dot at an end
        ax.set_xlabel(as_text(unit))
        return finish(ax, title, source)


def tornado(
    table: pd.DataFrame,
    base: float,
    *,
    unit: str,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw an outcome at the low and at the high end of each input's range.

    Parameters
    ----------
    table : pandas.DataFrame
        By input: columns `low` and `high`, the outcome at these ends. The widest is drawn on top.
    base : float
        The outcome at the inputs' values.
    unit, title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    spread = (checked(table, 2)["high"] - table["low"]).abs()
    table = table.loc[spread.sort_values(ascending=False, kind="stable").index]
    with style():
        ax = new_axes(ax, 8.0, 1.8 + 0.3 * len(table))
        places = np.arange(len(table))
        for at, side in enumerate(("low", "high")):
            values = table[side].to_numpy(dtype=float)
            label = f"input at its {side} end"
            ax.barh(places, values - base, 0.7, left=base, label=label, **bar_look(at))
            other = table["high" if side == "low" else "low"].to_numpy(dtype=float)
            for place, value, opposite in zip(places, values, other, strict=True):
                if value == base == opposite and side == "low":
                    continue  # one figure serves for both bars
                below = value < base or (value == base and opposite > base)
                ax.annotate(
                    f"{value:,.1f}".replace("-", "−"),
                    (value, place),
                    (-3.0 if below else 3.0, 0.0),
                    textcoords="offset points",
                    horizontalalignment="right" if below else "left",
                    verticalalignment="center",
                    fontsize=7.5,
                )
        ax.axvline(base, color=INK, linewidth=1.0)
        ax.set_yticks(places, as_texts(table.index))
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.margins(x=0.1)
        ax.set_xlabel(as_text(unit))
        legend_above(ax)
        return finish(ax, title, source)


def recipients(
    table: pd.DataFrame, *, unit: str, title: str = "", source: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the recipients' shares of a barrel: one stacked bar a column.

    Parameters
    ----------
    table : pandas.DataFrame
        By recipient; each column a route, with amounts of one sign.
    unit, title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    checked(table)
    with style():
        ax = new_axes(ax, 8.0, 2.2 + 0.6 * table.shape[1])
        places = [float(at) for at in range(table.shape[1])]
        starts = np.zeros(table.shape[1])
        whole = table.to_numpy(dtype=float).sum(axis=0).max()
        for at, (name, row) in enumerate(table.iterrows()):
            values = row.to_numpy(dtype=float)
            ax.barh(places, values, 0.6, left=starts, label=as_label(name), **bar_look(at))
            for place, start, value in zip(places, starts, values, strict=True):
                if value > 0.06 * whole:  # a figure needs this much; the table has the others
                    ax.text(
                        start + value / 2.0,
                        place,
                        f"{value:.1f}",
                        horizontalalignment="center",
                        verticalalignment="center",
                        fontsize=7.5,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
                    )
            starts = starts + values
        ax.set_yticks(places, as_texts(table.columns))
        ax.invert_yaxis()
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(as_text(unit))
        legend_above(ax)
        return finish(ax, title, source)
