"""``oilecon programme``: a producer's months, on one path or on many."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oilecon import scenario_files
from oilecon.cli.shared import (
    answering,
    changing,
    load_scenario,
    of_frame,
    put,
    read_changes,
    scenario_argument,
    writable,
)
from oilecon.errors import InputError, OilEconError, PathError
from oilecon.inputs import Outlet
from oilecon.prices import Correlated
from oilecon.programme import Programme, run

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from oilecon.scenario_tree import Scenario

__all__ = ["run_programme"]


@click.command("programme", short_help="Print a producer's barrels, cash and debt by month.")
@scenario_argument(required=False)
@click.option(
    "--months",
    metavar="FIRST/LAST",
    help="Months of a scenario without them, such as 2026-01/2026-12; each route gets an outlet.",
)
@click.option(
    "--prices",
    "prices_file",
    metavar="FILE",
    help="Price processes by path, as TOML; the programme's own numbers if left out.",
)
@click.option(
    "--paths", type=click.IntRange(1), help="Number of paths of the prices; 1,000 if left out."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="Seed of the random numbers, 0 if left out; the same seed repeats the paths.",
)
@click.option(
    "--columns",
    metavar="COLUMN,...",
    help="Columns, such as cash,gulf.barrels; a usual selection if left out.",
)
@click.option(
    "--quantiles", metavar="COLUMN", help="Print quantiles of a column over the paths, by month."
)
@click.option("--about", is_flag=True, help="List the columns with their units and meanings.")
@click.option("--save", metavar="FILE", callback=writable, help="Write the programme as TOML too.")
@changing
@answering
def run_programme(
    name: str | None,
    months: str | None,
    prices_file: str | None,
    paths: int | None,
    seed: int | None,
    columns: str | None,
    quantiles: str | None,
    about: bool,
    save: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Print a producer's barrels, cash and debt by month and by year; of many paths, the means.

    FILE is a programme saved as TOML, a case pack with one, or the name of a shipped one, with its
    regime after a colon; without it, the shipped ones are listed. With --months it may be any
    scenario. A file of prices has one table a path, such as [market.brent] with kind =
    "MeanReverting" and its numbers, and may have correlations = [["market.brent",
    "asia.sale.differential", 0.5]].

    \b
    Example:
      oilecon programme months.toml --prices brent.toml --paths 1000 --quantiles cash
    """
    if prices_file is None and (paths is not None or seed is not None or quantiles is not None):
        option = "--paths" if paths is not None else "--seed" if seed is not None else "--quantiles"
        raise click.UsageError(f"{option} goes with --prices")
    if name is None:
        put(of_frame(Programme.catalogue()), as_json, csv_file)
        return
    programme = _programme(name, months, sets)
    if save is not None:
        programme.save(save)
    prices = None if prices_file is None else _prices(prices_file)
    ran = run(programme, prices, n=1000 if paths is None else paths, seed=seed or 0)
    if about or quantiles is not None:
        frame = ran.about() if quantiles is None else _labelled(ran.quantiles(quantiles))
        put(of_frame(frame), as_json, csv_file)
        return
    shown = [] if columns is None else [each.strip() for each in columns.split(",")]
    by_month = of_frame(_labelled(ran.by_month(*shown)))
    by_year = of_frame(ran.by_year(*shown))
    words = list(ran.words()) if hasattr(ran, "words") else []
    document = {
        "title": programme.title,
        "months": programme.months,
        "paths": ran.n,
        "seed": None if ran.n is None else ran.seed,
        "by_month": by_month.document,
        "by_year": by_year.document,
        "words": words,
    }

    def show(console: Console) -> None:
        by_month.show(console)
        console.print()
        by_year.show(console)
        if ran.n is not None:
            console.print(f"\nMeans of {ran.n:,} paths, seed {ran.seed}")
        for sentence in words:
            console.print(sentence)

    put(by_month._replace(document=document, show=show), as_json, csv_file)


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table by month with the months as text."""
    return frame.set_axis(frame.index.astype(str)).rename_axis("month")


def _programme(name: str, months: str | None, sets: tuple[str, ...]) -> Programme:
    """Return a shipped or saved programme, or a scenario's of some months, with changes."""
    head, _, regime = name.partition(":")
    shipped = head in Programme.catalogue().index.get_level_values("programme")
    scenario = Programme.shipped(head, regime=regime or None) if shipped else load_scenario(name)
    changes = read_changes(sets)
    if isinstance(scenario, Programme):
        given = {} if months is None else {"months": months}
        return scenario.evolve(**given).vary(changes)
    if months is None:
        msg = f"{name}: a scenario without months; write --months 2026-01/2026-12"
        raise InputError(msg)
    before = {path: value for path, value in changes.items() if _is_in(scenario, path)}
    programme = Programme.of(
        scenario.vary(before), months, outlets={route: Outlet() for route in scenario.routes}
    )
    return programme.vary({path: value for path, value in changes.items() if path not in before})


def _is_in(scenario: Scenario, path: str) -> bool:
    """Return whether a scenario has a path, or some for a pattern."""
    try:
        scenario.expand(path)
    except PathError:
        return False
    return True


def _prices(name: str) -> Correlated:
    """Return the price processes of a file.

    Raises
    ------
    InputError, UnitError
        With the file's name, if it cannot be read, is not TOML, or a process is faulty.
    """
    path = Path(name)
    data = scenario_files.raw_tree(scenario_files.read(path), path.name)
    pairs = data.pop("correlations", [])
    if not data:
        msg = f"{path.name}: no process in it; write [market.brent] with kind = 'MeanReverting'"
        raise InputError(msg)
    try:
        return Correlated.from_dict({"processes": dict(_by_path(data, "")), "correlations": pairs})
    except OilEconError as error:
        text = str(error).replace("processes.", "")  # which stands in no path of the file
        raise type(error)(f"{path.name}: {text}", error.problems) from error


def _by_path(tables: Mapping[str, Any], where: str) -> list[tuple[str, Any]]:
    """Return the tables of processes, which say their kind, by the path of what each draws."""
    listed: list[tuple[str, Any]] = []
    for key, value in tables.items():
        inner = isinstance(value, Mapping) and "kind" not in value and bool(value)
        listed += _by_path(value, f"{where}{key}.") if inner else [(f"{where}{key}", value)]
    return listed
