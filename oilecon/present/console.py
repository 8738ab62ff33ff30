"""Tables for a terminal, drawn by rich; plain text, never cut, where they go into a pipe."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon import article, reference
from oilecon.article.losses import USER, bases_of
from oilecon.evaluation import Evaluator
from oilecon.evidence_words import evidence_in_words
from oilecon.netback.lines import BASES, IN_WORDS, Waterfall
from oilecon.outcomes import BLEND, MEASURES, USD_BBL
from oilecon.present.plain import plain
from oilecon.present.words import (
    evidence_of,
    lines_in_words,
    route_title,
    route_titles,
    yours_of,
)
from oilecon.results import aligned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from oilecon.inputs import Supply
    from oilecon.results import Comparison, Netback
    from oilecon.scenario_tree import Scenario

__all__ = [
    "blend_sentence",
    "checks_heading",
    "freight_rows",
    "print_article",
    "print_records",
    "print_routes",
]


# -- tables that fit ---------------------------------------------------------------------------

_HEADING = 12  # characters of a heading before it takes a second line
_GAP = 2


class _Column(NamedTuple):
    heading: str
    cells: Sequence[str]
    figures: bool

    @classmethod
    def of(cls, heading: object, cells: Iterable[object], *, figures: bool) -> _Column:
        """Return a column in which no character controls the terminal."""
        return cls(plain(heading), [plain(cell) for cell in cells], figures)

    @property
    def title(self) -> list[str]:
        """Lines of the heading, broken between words."""
        return textwrap.wrap(self.heading, self._max_heading, break_long_words=False)

    @property
    def width(self) -> int:
        return max(map(len, (*self.title, *self.cells)), default=0)

    def placed(self, texts: Iterable[str]) -> list[str]:
        """Return texts at the column's width: figures to the right, words to the left."""
        place, width = str.rjust if self.figures else str.ljust, self.width
        return [place(text, width) for text in texts]

    @property
    def _max_heading(self) -> int:
        return _HEADING if self.figures else max(_HEADING, len(self.heading))


def _print_columns(
    console: Console, texts: Sequence[_Column], figures: Sequence[_Column], totals: Sequence[bool]
) -> None:
    """Print figures beside text; where a terminal is too narrow, in parts below each other."""
    width = sum(column.width + _GAP for column in (*texts, *figures))
    if width > console.width and console.is_terminal and len(figures) > 1:
        half = len(figures) // 2
        _print_columns(console, texts, figures[:half], totals)
        console.print()
        _print_columns(console, texts, figures[half:], totals)
    elif width > console.width and console.is_terminal and len(texts) > 1:
        _print_columns(console, texts[:1], figures, totals)
    else:
        _print_uncut(console, _table(console, (*texts, *figures), totals), width)


def _table(console: Console, columns: Sequence[_Column], totals: Sequence[bool]) -> Table:
    table = _new_table(console)
    for at, column in enumerate(columns):
        table.add_column(
            "\n".join(column.placed(column.title)),
            style="dim" if at and not column.figures else "",
            no_wrap=True,
            min_width=column.width,
        )
    rows = zip(*(column.placed(column.cells) for column in columns), strict=True)
    for at, (cells, total) in enumerate(zip(rows, totals, strict=True)):
        table.add_row(*cells, style="bold" if total else "", end_section=total)
        if total and not console.is_terminal and at + 1 < len(totals):
            table.add_row()  # a terminal shows a rule instead
    return table


def _new_table(console: Console) -> Table:
    from rich import box  # an extra
    from rich.table import Table

    if console.is_terminal:  # the frame adds a space
        return Table(box=box.SIMPLE_HEAD, padding=(0, _GAP - 1, 0, 0), show_edge=False)
    return Table(box=None, padding=(0, _GAP, 0, 0), show_edge=False)


def _print_uncut(console: Console, table: Table, width: int) -> None:
    """Print a table at its full width; a narrower terminal wraps it and loses nothing."""
    before = console.width
    console.width = max(before, width)
    console.print(table)
    console.width = before


def print_records(frame: pd.DataFrame, console: Console) -> None:
    """Print a table of records, a line each, with figures to five significant digits.

    On a terminal that is too narrow, figures are printed in parts below each other; where there is
    text among them, the last columns stand in words below each line.

    Parameters
    ----------
    frame : pandas.DataFrame
        The columns to print.
    console : rich.console.Console
        The console to print to.
    """
    columns = [
        _Column.of(str(name), _figures(frame[name]), figures=True)
        if frame[name].dtype.kind == "f"
        else _Column.of(str(name), map(_cell, frame[name]), figures=False)
        for name in frame.columns
    ]
    if all(column.figures for column in columns[1:]):
        _print_columns(console, columns[:1], columns[1:], [False] * len(frame))
        return
    beside, remaining = 0, console.width if console.is_terminal else math.inf
    for column in columns:
        remaining -= column.width + _GAP
        if remaining < 0:
            break
        beside += 1
    beside = max(beside, 1)
    width = sum(column.width + _GAP for column in columns[:beside])
    if beside == len(columns):
        _print_uncut(console, _table(console, columns, [False] * len(frame)), width)
        return
    _print_in_two(console, columns[:beside], columns[beside:])


def _print_in_two(console: Console, beside: Sequence[_Column], below: Sequence[_Column]) -> None:
    """Print some columns of each record on a line, and the others in words below it."""
    from rich.padding import Padding
    from rich.text import Text

    lines = zip(*(c.placed([c.heading, *c.cells]) for c in beside), strict=True)
    heading, *records = ((" " * _GAP).join(cells).rstrip() for cells in lines)
    console.print(Text(heading, style="bold"))
    for at, record in enumerate(records):
        console.print(Text(record))
        words = [f"{column.heading}: {column.cells[at]}" for column in below if column.cells[at]]
        console.print(Padding(Text("; ".join(words), style="dim"), (0, 0, 0, 4)))


def _figures(figures: Iterable[float]) -> list[str]:
    """Return figures with their points below each other."""
    texts = [_cell(float(figure)) for figure in figures]
    tails = [len(text) - len(text.partition(".")[0]) for text in texts]
    longest = max(tails, default=0)
    return [text + " " * (longest - tail) for text, tail in zip(texts, tails, strict=True)]


def _cell(cell: Any) -> str:
    """Return a cell as text, a figure to five significant digits and no whole digit lost."""
    if not isinstance(cell, float):
        return str(cell)
    if math.isnan(cell):
        return ""
    text = f"{cell:.5g}"
    return f"{round(cell):.10g}" if "e+" in text else text


# -- routes ------------------------------------------------------------------------------------


def _print_waterfalls(
    console: Console,
    routes: Mapping[str, Waterfall],
    headings: Mapping[str, str],
    measure: str = BLEND,
) -> None:
    """Print routes side by side, by their keys, without lines of zero in all of them.

    Their amounts are by one of `MEASURES`.
    """
    frame = aligned(routes)
    amounts_of = frame[[f"{key} [{USD_BBL}]" for key in headings]]
    frame = frame[(frame["kind"] == "subtotal") | (amounts_of != 0.0).any(axis="columns")]
    labels = lines_in_words(frame.index)
    texts = [
        _Column.of(MEASURES[measure].heading, list(labels.values()), figures=False),
        _Column.of("paid to", list(frame["recipient"]), figures=False),
    ]
    amounts = [
        _Column.of(
            heading, [f"{amount:.2f}" for amount in frame[f"{key} [{USD_BBL}]"]], figures=True
        )
        for key, heading in headings.items()
    ]
    _print_columns(console, texts, amounts, list(frame["kind"] == "subtotal"))


def _print_losses(
    console: Console,
    heading: str,
    losses: Mapping[str, Sequence[float]],
    titles: Mapping[str, str],
) -> None:
    """Print the losses of each key under its title."""
    shown = {
        name: ["not defined" if math.isnan(loss) else f"{loss:.1f} %" for loss in shares]
        for name, shares in losses.items()
    }
    columns = [
        _Column.of(f"of {IN_WORDS[basis]}", [cells[at] for cells in shown.values()], figures=True)
        for at, basis in enumerate(BASES)
    ]
    names = _Column.of(heading, [titles[key] for key in shown], figures=False)
    _print_columns(console, [names], columns, [False] * len(shown))


def print_routes(scenario: Scenario, routes: tuple[str, ...], console: Console) -> None:
    """Print the routes of a scenario, and the losses of the others against the first.

    Parameters
    ----------
    scenario : Scenario
        A scenario of one case.
    routes : tuple of str
        The routes to print, in order.
    console : rich.console.Console
        The console to print to.
    """
    engine = Evaluator(scenario, routes)
    titles = route_titles(scenario, routes)
    console.print(f"{plain(scenario.title or 'What a barrel earns its producer')}\n", style="bold")
    waterfalls = {route: engine.waterfall(route) for route in routes}
    _print_waterfalls(console, waterfalls, titles, engine.measure)
    if len(routes) > 1:
        losses = {}
        for other in routes[1:]:
            shares = engine.figures([f"{other}.loss.{basis}" for basis in BASES])
            losses[other] = [100.0 * float(share) for share in shares]
        console.print()
        _print_losses(console, f"share lost against {titles[routes[0]]}", losses, titles)
    whole = not console.is_terminal  # a pipe gets a record a line
    console.print(f"\n{evidence_of(scenario, routes)}", soft_wrap=whole)
    overrides = scenario.overrides()
    if overrides:
        console.print("\nYour inputs", style="bold")
        for path, value in overrides.items():
            words = plain(f"{path} = {value}{_behind(scenario, path)}")
            console.print(words, soft_wrap=whole)
        console.print(yours_of(scenario))


def _behind(scenario: Scenario, path: str) -> str:
    """Return the evidence of an input of the user's, as it follows the value; of none, nothing."""
    row = scenario.row(path) if path in scenario.paths() else None
    return "" if row is None else f"  [{evidence_in_words(row.evidence, row.value, yours=False)}]"


# -- the article -------------------------------------------------------------------------------


def print_article(comparisons: Mapping[str, Comparison], console: Console) -> None:
    """Print the article's waterfalls, losses, dates and verdict.

    Parameters
    ----------
    comparisons : mapping of str to Comparison
        By reading, as `article.comparisons` returns them.
    console : rich.console.Console
        The console to print to.
    """
    console.print("What a barrel of Venezuelan heavy crude earns its producer\n", style="bold")
    others = set(article.FREIGHT.values()) - {article.FREIGHT["spot"]}
    spot = {reading: pair for reading, pair in comparisons.items() if reading not in others}
    _print_waterfalls(console, *_columns(spot))
    console.print()
    losses = {reading: list(pair.losses()) for reading, pair in comparisons.items()}
    _print_losses(
        console, "share lost by going to Asia", losses, dict(zip(losses, losses, strict=True))
    )
    console.print()
    _print_freight(comparisons, console)
    console.print()
    plans = reference.scenario_plans()
    for reading in comparisons:
        console.print(f"{reading}: {plans[article.READINGS[reading]]['summary']}.")
    checks = article.receipts()
    for heading, lines in (
        ("What the figures say", article.verdict(comparisons)),
        (checks_heading(comparisons), [checks.calibration, "", str(checks)]),
        ("The barrel", [blend_sentence(next(iter(comparisons.values())))]),
        (
            "Dates of the inputs",
            [f"{d}: {', '.join(n)}" for d, n in article.dates(comparisons).items()],
        ),
    ):
        console.print(f"\n{heading}", style="bold")
        for line in lines:
            console.print(line)


def _print_freight(comparisons: Mapping[str, Comparison], console: Console) -> None:
    """Print both ships' hires and the freight by the barrel, on each basis of freight."""
    rows = freight_rows(comparisons)
    bases = [row["freight"] for row in rows]
    first_only = ["" if basis in bases[:at] else basis for at, basis in enumerate(bases)]
    ships = [row["ship"] for row in rows]
    texts = [
        _Column.of("freight", first_only, figures=False),
        _Column.of("ship", ships, figures=False),
    ]
    columns = [
        _Column.of(name, [row[name] for row in rows], figures=name in {"USD/day", "USD/bbl"})
        for name in list(rows[0])[len(texts) :]
    ]
    console.print("The VLCC sails to Asia, the Aframax to the Gulf Coast", style="dim")
    _print_columns(console, texts, columns, [False] * len(rows))


def freight_rows(comparisons: Mapping[str, Comparison]) -> list[dict[str, str]]:
    """Return the bases of freight as text: basis, ship, hire, freight, kind, fixed and loaded."""
    rows = []
    for row in bases_of(comparisons).reset_index().to_dict("records"):
        reading = article.FREIGHT["spot" if row["basis"] == USER else row["basis"]]
        route = "asia" if row["ship"] == "VLCC" else "gulf"
        rows.append(
            {
                "freight": str(row["basis"]),
                "ship": str(row["ship"]),
                "USD/day": f"{row['hire [USD/day]']:,.0f}",
                "USD/bbl": f"{comparisons[reading][f'{route}.freight'].magnitude:.2f}",
                **{name: str(row[name]) for name in ("kind", "fixed", "loaded")},
            }
        )
    return rows


def checks_heading(comparisons: Mapping[str, Comparison]) -> str:
    """Return the heading of calibration and checks, which are always of the shipped inputs."""
    changed = any(pair.scenario.overrides() for pair in comparisons.values())
    return "Calibration and checks" + (", of the inputs as shipped" if changed else "")


def _columns(comparisons: Mapping[str, Comparison]) -> tuple[dict[str, Waterfall], dict[str, str]]:
    """Return the waterfalls of all readings, equal ones once, and their headings."""
    columns: dict[str, Waterfall] = {}
    sharing: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    first = next(iter(comparisons.values()))
    for route in (first.reference, first.alternative):
        for reading, comparison in comparisons.items():
            waterfall = Evaluator(comparison.scenario, (route,)).waterfall(route)
            twin = next((key for key in columns if _same(columns[key], waterfall)), None)
            key = twin or f"{route} {reading}"
            columns[key] = waterfall
            sharing.setdefault(key, []).append(reading)
            titles[key] = plain(route_title(comparison.scenario, route))
    headings = {
        key: titles[key] if len(users) == len(comparisons) else f"{titles[key]}: {', '.join(users)}"
        for key, users in sharing.items()
    }
    return columns, headings


def _same(left: Waterfall, right: Waterfall) -> bool:
    """Return whether two waterfalls show the same figures; a line of zero shows none."""
    lines = [
        {name: amount for name, _, amount in waterfall.rows() if amount}
        for waterfall in (left, right)
    ]
    return lines[0] == lines[1]


def blend_sentence(result: Netback | Comparison, stream: str = "supply") -> str:
    """Return the composition of a stream's barrel in a few sentences."""
    share = result[f"{stream}.diluent_share"].magnitude * 100
    shrinkage = result[f"{stream}.shrinkage"].magnitude * 100
    gravity = result[f"{stream}.shrunk_api"].magnitude
    tonne = result[f"{stream}.barrels_per_tonne"].magnitude
    supply: Supply = result.scenario.get(stream)
    target = supply.target_api.magnitude
    return (
        f"{share:.1f} % diluent brings {supply.heavy.api.magnitude:g} °API crude to a blend that "
        f"loads at {gravity:.1f} °API, the target being {target:g}; mixing loses {shrinkage:.2f} % "
        f"of the volume. Cargoes count {tonne:.3f} barrels a tonne."
    )
