"""The one door to pictures: a result's `plot` loads what draws it by name, here and nowhere else.

So no import runs upwards from a result to `present`, and none is paid for before a picture is asked
for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from oilecon.errors import InputError, is_among, nearest, quote
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes

__all__ = ["Plot", "Plotted"]

_PLOTS = "oilecon.present.plots"
_LISTED = 8  # kinds that a message lists


class Plot(NamedTuple):
    """One kind of picture of a result.

    Parameters
    ----------
    draws : str
        What it shows.
    options : mapping of str to str
        What each option says, by its name.
    each : str
        The attribute of a result that names the kinds which this one stands for, such as the
        columns of a ledger; empty for a kind that goes by its own name.
    """

    draws: str
    options: Mapping[str, str] = FrozenDict()
    each: str = ""


class Plotted:
    """A result that can be drawn.

    Attributes
    ----------
    plots : mapping of str to Plot
        What can be drawn of it, by kind; the first where none is asked for.
    """

    plots: ClassVar[Mapping[str, Plot]]

    def plot(self, kind: str | None = None, *, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw the result; needs the extra ``plot``.

        Parameters
        ----------
        kind : str, optional
            One of those in `plots`; the first of them, if left out.
        ax : matplotlib.axes.Axes, optional
            Where to; without it, on a new figure.
        **options
            Those that `plots` names for the kind.

        Returns
        -------
        matplotlib.axes.Axes
            On which more can be drawn.

        Raises
        ------
        InputError
            If there is no such kind or option, or the result does not fit the picture: most show
            one case.
        OilEconError
            If an extra is missing.
        """
        plots = self._plots_by_kind()
        if kind is None:
            kind = next(iter(plots))
        elif not is_among(kind, plots):
            msg = f"kind: expected {_either(map(repr, plots))}, got {quote(kind)}"
            raise InputError(msg + _near(str(kind), plots))
        for option in options:
            if option not in plots[kind].options:
                raise _no_option(option, kind, plots)
        axes: Axes = import_module(_PLOTS).draw(self, kind, ax, **options)
        return axes

    def _plots_by_kind(self) -> dict[str, Plot]:
        """Return every kind that this result has, the one that is drawn first by itself first."""
        plots: dict[str, Plot] = {}
        for name, plot in self.plots.items():
            for kind in getattr(self, plot.each) if plot.each else (name,):
                plots.setdefault(kind, plot)
        return plots


def _no_option(option: str, kind: str, plots: Mapping[str, Plot]) -> InputError:
    """Return the refusal of an option that a kind has not; another kind may have it."""
    known = ["ax", *plots[kind].options]
    other = next((name for name, plot in plots.items() if option in plot.options), None)
    hint = _near(option, known) if other is None else f"; write plot({other!r}, {option}=...)"
    msg = f"options: expected {_either(known)} for {kind!r}, got {quote(option)}{hint}"
    return InputError(msg)


def _either(names: Iterable[str]) -> str:
    """Return what may be written, cut short where there is much."""
    *first, last = list(names)
    if len(first) >= _LISTED:
        return f"one of {', '.join(first[:_LISTED])}, ..."
    return f"one of {', '.join(first)} and {last}" if first else last


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name[:100], list(known))
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
