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
    "operating": "of operating",
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
    from rich import box
    from rich.table import Table

    table, headings = _columns(found)
    lines = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    lines.add_column(USD_BBL, no_wrap=True)
    lines.add_column("paid to", style="dim")
    for heading in headings.values():
        lines.add_column(heading, justify="right")
    for line, row in table.iterrows():
        total = row["kind"] == "subtotal"
        cells = [f"{row[key]:.2f}" for key in headings]
        lines.add_row(
            _label(str(line)),
            row["recipient"],
            *cells,
            style="bold" if total else "",
            end_section=total,
        )
    console.print("What a barrel of Venezuelan heavy crude earns its producer\n", style="bold")
    console.print(lines)

    losses = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    losses.add_column("share lost by going to Asia", no_wrap=True)
    for basis in BASES:
        losses.add_column(_BASES[basis], justify="right")
    for reading, comparison in found.items():
        shown = ["not defined" if math.isnan(x) else f"{x:.1f} %" for x in comparison.losses()]
        losses.add_row(reading, *shown)
    console.print()
    console.print(losses)
    console.print()
    plans = scenario()["summary"]
    for reading, name in article.READINGS.items():
        console.print(f"{reading}: {plans[name]}.")
    console.print()
    console.print(blend_sentence(next(iter(found.values()))))
    console.print()
    for sentence in article.verdict(found):
        console.print(sentence)
    console.print("\nDates of the inputs", style="bold")
    for date, names in article.dates(found).items():
        console.print(f"{date}: {', '.join(names)}", highlight=False, soft_wrap=False)


def blend_sentence(comparison: Comparison) -> str:
    """Return what the barrel is made of, in words."""
    share = comparison["supply.diluent_share"].magnitude * 100
    lost = comparison["supply.shrinkage"].magnitude * 100
    gravity = comparison["supply.shrunk_api"].magnitude
    tonne = comparison["supply.barrels_per_tonne"].magnitude
    supply = comparison.scenario.supply
    target = supply.target_api.magnitude
    return (
        f"The barrel: {share:.1f} % diluent brings {supply.heavy.api.magnitude:g} °API crude to "
        f"{target:g} °API before shrinkage; mixing loses {lost:.2f} % of the volume, so the blend "
        f"loads at {gravity:.1f} °API. Cargoes count {tonne:.3f} barrels a tonne."
    )
