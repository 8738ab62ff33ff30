"""Pictures of results, drawn by matplotlib (the extra `plot`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError
from oilecon.results import PRODUCER, USD_BBL, Recipients

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_recipients"]

_MINE, _OTHERS = "#1a6b54", "#8a94a0"


def draw_recipients(found: Recipients, axes: Axes | None = None) -> Axes:
    """Draw who gets what, one bar a recipient, the largest on top and the producer marked.

    Parameters
    ----------
    found : Recipients
        Of one case; of two routes, the difference is drawn.
    axes : matplotlib.axes.Axes, optional
        Where to; a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes
        What was drawn on.

    Raises
    ------
    InputError
        If the result holds arrays.
    """
    if np.ndim(found.price.magnitude):
        msg = "a picture shows one case; evaluate scenario.at(index)"
        raise InputError(msg)
    if axes is None:
        from matplotlib.figure import Figure

        axes = Figure(figsize=(7, 4), layout="constrained").add_subplot()
    amounts = found.to_frame().filter(like=USD_BBL).iloc[::-1, -1]
    amounts = amounts[amounts != 0.0]  # who gets nothing has no bar
    colors = [_MINE if name == PRODUCER else _OTHERS for name in amounts.index]
    bars = axes.barh(list(amounts.index), list(amounts), color=colors)
    axes.bar_label(bars, fmt=_in_cents, padding=3)
    axes.set_xlabel(USD_BBL)
    axes.margins(x=0.15)  # the longest figure stands beyond its bar, on either side
    whose = str(amounts.name).removesuffix(f" [{USD_BBL}]")
    axes.set_title(f"price, {whose}: {_in_cents(found.price.magnitude)} {USD_BBL}", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _in_cents(amount: float) -> str:
    """Return an amount with a true minus sign, and none before nothing."""
    return f"{round(amount, 2) + 0.0:.2f}".replace("-", "\u2212")
