"""Outcomes that are uncertain or vary: histograms, fans, and an outcome over two inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError
from oilecon.present.charts.frame import (
    FILLS,
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
    separate_thousands,
    style,
)

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["fan", "grid", "heat_map", "histogram"]


def histogram(
    samples: npt.NDArray[np.float64],
    *,
    unit: str,
    mark: float | None = None,
    mark_name: str = "",
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the distribution of an outcome, with a figure marked in it.

    Parameters
    ----------
    samples : array
        The outcome in each draw; NaN, where it is not defined, is left out and counted under the
        chart.
    unit : str
        The outcome's unit.
    mark : float, optional
        The figure to mark.
    mark_name : str
        Its name.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    defined = np.asarray(samples, dtype=float).ravel()
    undefined = int(np.isnan(defined).sum())
    defined = defined[~np.isnan(defined)]
    if not defined.size:
        msg = "histogram: none of the samples is defined"
        raise InputError(msg)
    low, high = np.quantile(defined, [0.001, 0.999])
    with style():
        ax = new_axes(ax)
        inside = defined[(defined >= low) & (defined <= high)]
        weights = np.full(inside.shape, 100.0 / defined.size)
        ax.hist(inside, bins=60, weights=weights, **(bar_look(3) | {"linewidth": 0.3}))
        five, median, ninety_five = np.quantile(defined, [0.05, 0.5, 0.95])
        for value, stroke in ((five, ":"), (median, "--"), (ninety_five, ":")):
            ax.axvline(value, color=INK, linestyle=stroke, linewidth=1.0)
        words = [
            f"dashed: median {median:.1f}; dotted: 5 % and 95 %, {five:.1f} and {ninety_five:.1f}"
        ]
        if mark is not None:
            ax.axvline(mark, color=INK, linewidth=2.2)
            words.insert(0, f"thick line: {mark_name or 'marked'} ({mark:g})")
        if undefined:
            words.append(f"not defined in {undefined} of {undefined + defined.size}")
        ax.set_xlabel(f"{as_text(unit)}\n{'; '.join(words)}")
        ax.set_ylabel("share of draws, %")
        return finish(ax, title, source)


def fan(
    quantiles: pd.DataFrame,
    *,
    unit: str,
    across: str,
    line: pd.Series[float] | None = None,
    mark: float | None = None,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw bands of quantiles over an axis.

    Parameters
    ----------
    quantiles : pandas.DataFrame
        By the axis' values, in order; columns are the levels, such as 0.05, 0.25, 0.5, 0.75, 0.95.
    unit : str
        The outcome's unit.
    across : str
        The axis' name and unit.
    line : pandas.Series, optional
        One case among them, a line with its name.
    mark : float, optional
        A figure to mark.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    levels = sorted(float(level) for level in checked(quantiles, 2).columns)
    values = {float(level): quantiles[level].to_numpy(dtype=float) for level in quantiles.columns}
    at = places(quantiles.index)
    with style():
        ax = new_axes(ax)
        pairs = list(zip(levels, reversed(levels), strict=True))[: len(levels) // 2]
        for place, (low, high) in enumerate(pairs):
            look: dict[str, Any] = {
                "facecolor": FILLS[3],
                "alpha": 0.35 + 0.3 * place,
                "edgecolor": SOFT,
            }
            label = f"{low * 100:g} % to {high * 100:g} %"
            ax.fill_between(at, values[low], values[high], label=label, linewidth=0.6, **look)
        if len(levels) % 2:
            middle = levels[len(levels) // 2]
            name = "median" if middle == 0.5 else f"{middle * 100:g} %"  # noqa: PLR2004
            ax.plot(at, values[middle], color=INK, linewidth=1.6, label=name)
        if line is not None:
            values_of_line = line.to_numpy(dtype=float)
            ax.plot(at, values_of_line, label=as_label(line.name), **line_look(2))
        if mark is not None:
            ax.axhline(mark, color=INK, linestyle="--", linewidth=1.2, label=f"marked: {mark:g}")
        low, high = ax.get_ylim()
        if low < 0.0 < high:
            ax.axhline(0.0, color=SOFT, linewidth=0.8)
        ax.set_xlabel(as_text(across))
        ax.set_ylabel(as_text(unit))
        ax.margins(x=0.0)
        mark_places(ax, quantiles.index)
        legend_above(ax)
        return finish(ax, title, source)


def heat_map(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    z: npt.NDArray[np.float64],
    *,
    x_name: str,
    y_name: str,
    z_name: str,
    contour: float | None = None,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw an outcome over two inputs as shades, with one value's contour.

    Parameters
    ----------
    x, y : array
        The inputs' values.
    z : array
        The outcome, with a row for each of `y` and a column for each of `x`; NaN stays white.
    x_name, y_name, z_name : str
        Their names and units.
    contour : float, optional
        The value whose contour is drawn, in the unit of `z`.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    z = np.asarray(z, dtype=float)
    if z.shape != (len(y), len(x)):
        msg = f"heat_map: expected z in the shape ({len(y)}, {len(x)}) of y and x, got {z.shape}"
        raise InputError(msg)
    with style():
        ax = new_axes(ax, 7.0, 4.8)
        # Lightness alone tells the values apart, so that it prints in grey.
        mesh = ax.pcolormesh(x, y, z, cmap="Greys", shading="nearest")
        ax.figure.colorbar(mesh, ax=ax, label=as_text(z_name))
        if contour is not None and np.nanmin(z) < contour < np.nanmax(z):
            for colour, width in (("white", 4.0), (INK, 1.6)):
                drawn = ax.contour(x, y, z, levels=[contour], colors=colour, linewidths=width)
            labels = ax.clabel(drawn, fmt=f"{contour:g}", fontsize=8.0)
            for label in labels:
                label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
        separate_thousands(ax)
        ax.set_xlabel(as_text(x_name))
        ax.set_ylabel(as_text(y_name))
        return finish(ax, title, source)


def grid(
    table: pd.DataFrame,
    *,
    unit: str,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a table as shades with the figure in each cell.

    Parameters
    ----------
    table : pandas.DataFrame
        Figures by row and column; NaN stays white.
    unit : str
        Their unit.
    title, source, ax
        As in `waterfall`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    figures = checked(table).to_numpy(dtype=float)
    rows, columns = figures.shape
    with style():
        ax = new_axes(ax, 2.5 + 1.6 * columns, 1.6 + 0.45 * rows)
        mesh = ax.pcolormesh(figures, cmap="Greys", edgecolors="white", linewidth=1.0)
        ax.figure.colorbar(mesh, ax=ax, label=as_text(unit))
        for (row, column), figure in np.ndenumerate(figures):
            ax.text(
                column + 0.5,
                row + 0.5,
                f"{figure:.1f}".replace("-", "−"),
                horizontalalignment="center",
                verticalalignment="center",
                fontsize=8.0,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            )
        ax.set_xticks(np.arange(columns) + 0.5, as_texts(table.columns))
        ax.set_yticks(np.arange(rows) + 0.5, as_texts(table.index))
        ax.invert_yaxis()
        ax.tick_params(length=0)
        return finish(ax, title, source)
