"""Single entry to charts: a result's `plot` loads the drawing code by name, here alone.

So results do not import `present`, and drawing code is loaded on the first chart only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from oilecon.errors import InputError, is_among, quote, similar
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes

__all__ = ["Plot", "Plotted"]

_PLOTS = "oilecon.present.plots"
_LISTED = 8  # kinds that a message lists


class Plot(NamedTuple):
    """One kind of chart of a result.

    Parameters
    ----------
    draws : str
        Content of the chart.
    options : mapping of str to str
        Meaning of each option, by its name.
    each : str
        The attribute of a result that lists the kinds of this chart, such as the columns of a
        ledger; empty for a kind with a name of its own.
    """

    draws: str
    options: Mapping[str, str] = FrozenDict()
    each: str = ""


class Plotted:
    """A result that can be drawn.

    Attributes
    ----------
    plots : mapping of str to Plot
        Charts of the result by kind; the first is the default.
    """

    plots: ClassVar[Mapping[str, Plot]]

    def plot(self, kind: str | None = None, *, ax: Axes | None = None, **options: object) -> Axes:
        """Draw the result; needs the extra ``plot``.

        Parameters
        ----------
        kind : str, optional
            One of those in `plots`; the first of them, if left out. Needed where the first stands
            for several, as for several claims.
        ax : matplotlib.axes.Axes, optional
            Axes to draw on; without it, a new figure.
        **options
            Those that `plots` names for the kind.

        Returns
        -------
        matplotlib.axes.Axes
            The axes, for further drawing.

        Raises
        ------
        InputError
            If there is no such kind or option, or the result does not fit the chart: most show
            one case.
        UnitError
            If the unit of a figure to mark does not fit.
        OilEconError
            If an extra is missing.
        """
        plots = self._plots_by_kind()
        if kind is None:
            kind, plot = next(iter(plots.items()))
            if plot.each and len(plots) > 1:
                msg = f"kind: expected {_either(map(repr, plots))}, got none; write plot({kind!r})"
                raise InputError(msg)
        elif not is_among(kind, plots):
            msg = f"kind: expected {_either(map(repr, plots))}, got {quote(kind)}"
            raise InputError(msg + _near(str(kind), plots))
        for option in options:
            if option not in plots[kind].options:
                raise _no_option(option, kind, plots)
        axes: Axes = import_module(_PLOTS).draw(self, kind, ax, **options)
        return axes

    def _plots_by_kind(self) -> dict[str, Plot]:
        """Return the charts of this result by kind, the default first."""
        plots: dict[str, Plot] = {}
        for name, plot in self.plots.items():
            for kind in getattr(self, plot.each) if plot.each else (name,):
                plots.setdefault(kind, plot)
        return plots


def _no_option(option: str, kind: str, plots: Mapping[str, Plot]) -> InputError:
    """Return the error for an option that a kind lacks, with another kind that has it."""
    own = plots[kind].options
    known = ["ax", *own]
    other = next((name for name, plot in plots.items() if option in plot.options), None)
    hint = _near(option, known) if other is None else f"; write plot({other!r}, {option}=...)"
    expected = _either(known) if own else "none beside ax"
    msg = f"options: expected {expected} for {kind!r}, got {quote(option)}{hint}"
    return InputError(msg)


def _either(names: Iterable[str]) -> str:
    """Return the names as text for messages, cut short where there are many."""
    *first, last = list(names)
    if len(first) >= _LISTED:
        return f"one of {', '.join(first[:_LISTED])}, ..."
    return f"one of {', '.join(first)} and {last}" if first else last


def _near(name: str, known: Iterable[str]) -> str:
    near = similar(name, list(known))
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
