"""The frame that all charts share: style, title, legend, and the source below."""

from __future__ import annotations

import textwrap
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import instance
from oilecon.errors import InputError, OilEconError
from oilecon.present.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    "FILLS",
    "INK",
    "SOFT",
    "as_label",
    "as_text",
    "as_texts",
    "bar_look",
    "checked",
    "finish",
    "legend_above",
    "line_look",
    "mark_places",
    "new_axes",
    "pad_for_figures",
    "places",
    "separate_thousands",
    "style",
    "whole_numbers",
]

INK, SOFT = "#1b1b1b", "#6b6b6b"
FILLS = ("#4c78a8", "#f2cf5b", "#ffffff", "#9ecae9", "#d67195", "#bab0ac", "#83bcb6", "#eeeeee")
_HATCHES = ("", "////", "..", "\\\\\\\\", "xxxx", "----", "oo", "||||")
_STROKES: tuple[Any, ...] = ("-", "--", ":", "-.", (0, (1, 3)), (0, (8, 2, 1, 2, 1, 2)))
_MARKERS = ("o", "s", "^", "D", "v", "P")
_STYLE = {
    "font.size": 9.0,
    "axes.titlesize": 11.0,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": SOFT,
    "axes.axisbelow": True,
    "axes.grid": False,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "oilecon",
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the shared style.

    Raises
    ------
    OilEconError
        If matplotlib is not installed.
    """
    try:
        matplotlib = import_module("matplotlib")
    except ImportError as error:
        msg = "charts need matplotlib: python -m pip install 'oilecon[plot]'"
        raise OilEconError(msg) from error
    with matplotlib.rc_context(_STYLE):
        yield


def new_axes(ax: Axes | None, width: float = 8.0, height: float = 4.5) -> Axes:
    """Return the axes given, or those of a new figure of this size in inches.

    Raises
    ------
    InputError
        If `ax` is no Axes, such as the array of them that `subplots` returns.
    """
    if ax is not None:
        from matplotlib.axes import Axes

        return instance(Axes, ax, "ax", "ax=figure.subplots()")
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def as_text(text: object) -> str:
    r"""Return text that matplotlib shows unchanged: with ``\$``, since ``$`` begins mathematics."""
    return plain(text, lines=True).replace("$", r"\$")


def as_texts(texts: Iterable[object]) -> list[str]:
    """Return texts that matplotlib shows unchanged."""
    return [as_text(text) for text in texts]


def as_label(text: object) -> str:
    """Return text that a legend shows unchanged, cut where it would crowd out the chart.

    A legend leaves out labels that begin with an underscore; these get a space before it.
    """
    shown = plain(text)
    if len(shown) > _MAX_LABEL:
        shown = f"{shown[: _MAX_LABEL - 1]}…"
    return as_text(f" {shown}" if shown.startswith("_") else shown)


_MAX_LABEL = 48  # letters


def finish(ax: Axes, title: str, source: str) -> Axes:
    """Write the title above and the source below, clear of legend and axis label.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes with the chart.
    title, source : str
        The lines above and below; a long source is broken into lines.

    Returns
    -------
    matplotlib.axes.Axes
        The axes given.
    """
    legend = ax.get_legend()
    height = 0.0
    if legend is not None:
        height = legend.get_window_extent().height / ax.figure.dpi * 72.0 + 4.0  # points
    ax.set_title(as_text(title), pad=6.0 + height)
    if source:
        size = 7.0
        wide = ax.figure.bbox.width / ax.figure.dpi * 72.0 / (size * 0.58)  # letters
        if not ax.get_xlabel():
            ax.set_xlabel(" ")
        ax.annotate(
            textwrap.fill(as_text(source), int(wide * 0.72)),
            (0.0, 0.0),
            (0.0, -4.0),
            xycoords=("axes fraction", ax.xaxis.label),
            textcoords="offset points",
            verticalalignment="top",
            fontsize=size,
            color=SOFT,
            gid="source",
            annotation_clip=False,
        )
    return ax


_MAX_COLUMNS = 3  # of a legend


def legend_above(ax: Axes, **options: Any) -> None:
    """Put the legend between title and chart, where it covers nothing and stays in the figure."""
    whole: Any = ax.figure.figure  # of a subfigure too
    whole.draw_without_rendering()  # places the axes
    width = ax.figure.bbox.x1 - ax.get_window_extent().x0
    for columns in range(_MAX_COLUMNS, 0, -1):
        legend = ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=columns,
            borderaxespad=0.2,
            borderpad=0.0,
            handlelength=2.2,
            **options,
        )
        if legend.get_window_extent().width < width:
            return


def bar_look(at: int) -> dict[str, Any]:
    """Return the look of a series' bars, told apart by hatch as well as by colour."""
    return {
        "facecolor": FILLS[at % len(FILLS)],
        "hatch": _HATCHES[at % len(_HATCHES)],
        "edgecolor": INK,
        "linewidth": 0.6,
    }


def line_look(at: int) -> dict[str, Any]:
    """Return the look of a series' line, told apart by stroke and marker."""
    return {
        "color": INK if at % 2 == 0 else "#2f5f8f",
        "linestyle": _STROKES[at % len(_STROKES)],
        "marker": _MARKERS[at % len(_MARKERS)],
        "markersize": 3.5,
        "linewidth": 1.3,
    }


def whole_numbers(ax: Axes, across: npt.NDArray[Any]) -> None:
    """Mark only whole numbers, such as years, where the axis has no others."""
    if np.issubdtype(across.dtype, np.integer):
        from matplotlib.ticker import MaxNLocator

        ax.xaxis.set_major_locator(MaxNLocator(integer=True))


def separate_thousands(ax: Axes) -> None:
    """Write the figures along both axes with a comma between thousands."""
    from matplotlib.ticker import FuncFormatter

    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−")))


def pad_for_figures(ax: Axes) -> None:
    """Widen the axis beyond the longest bar, as padding for its figure."""
    low, high = ax.get_xlim()
    ax.set_xlim(low, high + 0.1 * (high - low))


def checked(table: pd.DataFrame, min_columns: int = 1) -> pd.DataFrame:
    """Return the table; raise `InputError` if it has no rows or too few columns."""
    if not len(table) or table.shape[1] < min_columns:
        msg = f"a chart needs rows and {min_columns} or more columns, got a table of {table.shape}"
        raise InputError(msg)
    return table


def places(index: pd.Index[Any]) -> npt.NDArray[Any]:
    """Return where the rows stand across: at dates, at numbers, or one after the other."""
    import pandas as pd

    if isinstance(index, pd.PeriodIndex):
        index = index.to_timestamp()
    if isinstance(index, pd.DatetimeIndex):
        return index.tz_localize(None).to_numpy()
    return index.to_numpy() if index.dtype.kind in "iuf" else np.arange(len(index))


def mark_places(ax: Axes, index: pd.Index[Any]) -> None:
    """Mark dates by their calendar, numbers as they are, and names below their rows."""
    at = places(index)
    if at.dtype.kind == "M":
        from matplotlib import dates

        locator: Any = dates.AutoDateLocator  # untyped
        formatter: Any = dates.ConciseDateFormatter
        calendar = locator()
        ax.xaxis.set_major_locator(calendar)
        ax.xaxis.set_major_formatter(formatter(calendar))
    elif index.dtype.kind in "iuf":
        whole_numbers(ax, at)
    else:
        every = -(-len(at) // _NAMES)
        names = as_texts(index)
        ax.set_xticks(at[::every], names[::every], rotation=45, ha="right", rotation_mode="anchor")


_NAMES = 16  # that fit below a chart
