"""Tables for a terminal, drawn by rich."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from oilecon import article
from oilecon.results import BASES, USD_BBL
from oilecon.scenarios import scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from oilecon.results import Comparison

__all__ = ["print_article"]

_LABELS = {
    "brent": "Brent",
    "differential": "differential",
    "price": "contract price",
    "netback": "netback",
    "operating": "operating margin",
    "net": "net margin",
}
_BASES = {
    "price": "of price",
    "netback": "of netback",
    "operating": "of op. margin",
    "net": "of net margin",
}


def _label(line: str) -> str:
    """Return a line's name in words; the voyage's name is left out where all have the same."""
    return _LABELS.get(line) or line.replace("sea.", "").replace(".", ": ").replace("_", " ")


def _columns(found: Mapping[str, Comparison]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the waterfalls side by side, a column once where readings share it."""
    import pandas as pd

    frames = {reading: comparison.to_frame() for reading, comparison in found.items()}
    widest = max(frames.values(), key=len)
    table = widest[["kind", "recipient"]].copy()
    columns: dict[str, list[str]] = {}
    first = next(iter(found.values()))
    for route in (first.reference, first.alternative):
        for reading, frame in frames.items():
            column = frame[f"{route} [{USD_BBL}]"].reindex(table.index).fillna(0.0)
            title = found[reading].scenario.routes[route].title or route
            twin = next(
                (
                    key
                    for key, readings in columns.items()
                    if readings[0] == title and np.array_equal(table[key], column)
                ),
                None,
            )
            if twin is None:
                key = f"{route} {reading}"
                table[key] = pd.Series(column)
                columns[key] = [title, reading]
            else:
                columns[twin].append(reading)
    headings = {
        key: title if len(readings) == len(frames) else f"{title}: {', '.join(readings)}"
        for key, (title, *readings) in columns.items()
    }
    return table, headings


def print_article(found: Mapping[str, Comparison], console: Console) -> None:
    """Print the article's waterfalls, losses, dates and verdict.

    Parameters
    ----------
    found : mapping of str to Comparison
        As `article.comparisons` returns it.
    console : rich.console.Console
        Where to.
    """
    console.print("What a barrel of Venezuelan heavy crude earns its producer\n", style="bold")
    console.print(_waterfalls(found))
    console.print()
    console.print(_losses(found))
    console.print()
    plans = scenario()["summary"]
    for reading, name in article.READINGS.items():
        console.print(f"{reading}: {plans[name]}.")
    for heading, lines in (
        ("What the figures say", article.verdict(found)),
        ("The barrel", [blend_sentence(next(iter(found.values())))]),
        ("Dates of the inputs", [f"{d}: {', '.join(n)}" for d, n in article.dates(found).items()]),
    ):
        console.print(f"\n{heading}", style="bold")
        for line in lines:
            console.print(line, highlight=False)


def _table(first: str) -> Table:
    from rich import box  # an extra
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(first, no_wrap=True)
    return table


def _waterfalls(found: Mapping[str, Comparison]) -> Table:
    frame, headings = _columns(found)
    table = _table(USD_BBL)
    table.add_column("paid to", style="dim", no_wrap=True)
    for heading in headings.values():
        table.add_column(heading, justify="right", max_width=11)
    for line, row in frame.iterrows():
        total = row["kind"] == "subtotal"
        cells = [f"{row[key]:.2f}" for key in headings]
        style = "bold" if total else ""
        table.add_row(_label(str(line)), row["recipient"], *cells, style=style, end_section=total)
    return table


def _losses(found: Mapping[str, Comparison]) -> Table:
    table = _table("share lost by going to Asia")
    for basis in BASES:
        table.add_column(_BASES[basis], justify="right")
    for reading, comparison in found.items():
        losses = comparison.losses()
        shown = ["not defined" if math.isnan(loss) else f"{loss:.1f} %" for loss in losses]
        table.add_row(reading, *shown)
    return table


def blend_sentence(comparison: Comparison) -> str:
    """Return what the barrel is made of, in words."""
    share = comparison["supply.diluent_share"].magnitude * 100
    lost = comparison["supply.shrinkage"].magnitude * 100
    gravity = comparison["supply.shrunk_api"].magnitude
    tonne = comparison["supply.barrels_per_tonne"].magnitude
    supply = comparison.scenario.supply
    target = supply.target_api.magnitude
    return (
        f"{share:.1f} % diluent brings {supply.heavy.api.magnitude:g} °API crude to "
        f"{target:g} °API before shrinkage; mixing loses {lost:.2f} % of the volume, so the blend "
        f"loads at {gravity:.1f} °API. Cargoes count {tonne:.3f} barrels a tonne."
    )
