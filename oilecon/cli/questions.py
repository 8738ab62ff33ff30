"""``oilecon sweep``, ``breakeven`` and ``simulate``: what other inputs would make of it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from oilecon import analysis
from oilecon.cli.shared import (
    answering,
    changing,
    found_scenario,
    of_frame,
    put,
    scenario_argument,
)
from oilecon.errors import InputError, UnitError
from oilecon.units import PURE, Q, to_magnitude

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

__all__ = ["find_breakeven", "run_simulation", "run_sweep"]

_outcome = click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="FIGURE",
    help="loss, loss.net, asia.netback and the like; may be repeated. [default: loss]",
)
_routes = click.option(
    "--routes", metavar="FIRST,SECOND", help="Reference and alternative, where there are more."
)
_scenario = click.option(
    "--scenario", "name", metavar="FILE", default="article", help="A file or a name."
)
_MOST = 10_000  # points of one range
_MOST_CASES = 1_000_000  # rows of a table; each takes about half a kilobyte


def _pair(routes: str | None) -> tuple[str, ...] | None:
    if routes is None:
        return None
    names = tuple(name.strip() for name in routes.split(","))
    if not all(names):
        msg = f"--routes {routes!r}: expected FIRST,SECOND; write --routes gulf,asia"
        raise InputError(msg)
    return names


def _asked(outcomes: tuple[str, ...]) -> list[str]:
    return list(outcomes) or ["loss"]


def _ends(text: str, option: str) -> tuple[str, str]:
    """Return both ends of a text such as '50 to 80 USD/bbl'; the first may lack the unit."""
    first, to, last = text.partition(" to ")
    if not to or not first.strip() or not last.strip():
        msg = f"{option} {text!r}: expected LOW to HIGH; write {option} '50 to 80 USD/bbl'"
        raise InputError(msg)
    return _with_unit(first, last), last.strip()


def _with_unit(text: str, other: str) -> str:
    """Return a figure with the unit of another if it has none."""
    figure = re.fullmatch(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*", text)
    unit = re.fullmatch(r"\s*[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?\s*(.*?)\s*", other)
    return f"{figure[1]} {unit[1]}".strip() if figure and unit else text.strip()


def _over(pairs: tuple[str, ...], points: int) -> dict[str, Any]:
    """Return path and values of each ``--over PATH=VALUES``."""
    if not pairs:
        msg = "--over: expected at least one; write --over market.brent='50, 60, 70 USD/bbl'"
        raise InputError(msg)
    found: dict[str, Any] = {}
    for pair in pairs:
        path, equals, text = pair.partition("=")
        path, text = path.strip(), text.strip()
        if not equals or not path or not text:
            msg = f"--over {pair!r}: expected PATH=VALUES; write market.brent='50, 60, 70 USD/bbl'"
            raise InputError(msg)
        if path in found:
            msg = f"--over {path}: given twice"
            raise InputError(msg)
        if " to " in text:
            found[path] = _between(text, f"--over {path}", points)
        else:
            parts = text.split(",")
            found[path] = [_with_unit(part, parts[-1]) for part in parts]
    return found


def _between(text: str, option: str, points: int) -> Any:
    """Return values from one end of a text's range to the other."""
    try:
        low, high = (Q(end) for end in _ends(text, option))
        first = to_magnitude(low, f"{high.units:~C}" or PURE)
    except UnitError as error:
        msg = f"{option}: {error}"
        raise UnitError(msg) from error
    return Q(np.linspace(float(first), float(high.magnitude), points), f"{high.units:~C}" or PURE)


@click.command("sweep", short_help="Outcomes over values of one or more inputs.")
@scenario_argument("article")
@click.option(
    "--over",
    "over",
    multiple=True,
    metavar="PATH=VALUES",
    help="'50, 60, 70 USD/bbl' or '50 to 80 USD/bbl'; may be repeated.",
)
@click.option("--points", type=click.IntRange(2, _MOST), default=11, help="Of a range; else 11.")
@click.option("--paired", is_flag=True, help="The first values together, then the second.")
@_outcome
@_routes
@changing
@answering
def run_sweep(
    name: str,
    over: tuple[str, ...],
    points: int,
    paired: bool,
    outcomes: tuple[str, ...],
    routes: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Outcomes over values of one or more inputs, every combination or paired.

    FILE is a scenario saved as TOML, or the name of a shipped one; without it, `article`.

    \b
    Example:
      oilecon sweep --over market.brent='50 to 80 USD/bbl' --points 7 --outcome loss.net
    """
    scenario = found_scenario(name, sets)
    values = _over(over, points)
    cases = 0 if paired else math.prod(map(len, values.values()))
    if cases > _MOST_CASES:
        msg = (
            f"--over: {cases:,} cases; a table has at most {_MOST_CASES:,}; write fewer --points, "
            "or call oilecon.sweep, which keeps arrays"
        )
        raise InputError(msg)
    found = analysis.sweep(
        scenario, values, outcomes=_asked(outcomes), routes=_pair(routes), paired=paired
    )
    put(of_frame(found.to_frame().reset_index(drop=True).rename_axis("case")), as_json, csv_file)


@click.command("breakeven", short_help="At what value of an input an outcome is what you ask.")
@click.argument("path", metavar="PATH")
@_scenario
@click.option("--outcome", default="loss", metavar="FIGURE", help="What is to hit the target.")
@click.option("--target", default="0 %", metavar="VALUE", help="The target; else 0 %.")
@click.option("--between", metavar="LOW to HIGH", help="Where to look for it.")
@_routes
@changing
@answering
def find_breakeven(
    path: str,
    name: str,
    outcome: str,
    target: str,
    between: str | None,
    routes: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """The value of the input at PATH at which an outcome is the target: every crossing.

    \b
    Example:
      oilecon breakeven market.brent --target '15 %'
    """
    scenario = found_scenario(name, sets)
    ends = None if between is None else _ends(between, "--between")
    found = analysis.breakeven(
        scenario, path, outcome=outcome, routes=_pair(routes), target=target, between=ends
    )
    answer = of_frame(found.to_frame().rename_axis("crossing"))
    document = {"path": path, "outcome": outcome, "target": target, "crossings": answer.document}
    show = _printing(f"{found}")
    put(answer._replace(document=document, show=show), as_json, csv_file)


@click.command("simulate", short_help="Outcomes over random draws of the inputs' ranges.")
@scenario_argument("article")
@click.option("--draws", "n", type=click.IntRange(1), default=100_000, help="Else 100,000.")
@click.option("--seed", type=click.IntRange(0), default=1, help="The same gives the same bits.")
@click.option("--correlations", metavar="NAME", help="A shipped set of rank correlations: article.")
@click.option(
    "--between",
    metavar="LOW to HIGH",
    help="Of the first outcome, for the share of draws in it.",
)
@click.option("--progress/--no-progress", default=None, help="A bar; else on long work.")
@_outcome
@_routes
@changing
@answering
def run_simulation(
    name: str,
    n: int,
    seed: int,
    correlations: str | None,
    between: str | None,
    progress: bool | None,
    outcomes: tuple[str, ...],
    routes: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Outcomes over random draws: each input over its sourced range, triangular about its value.

    FILE is a scenario saved as TOML, or the name of a shipped one; without it, `article`.

    \b
    Example:
      oilecon simulate --draws 1000000 --outcome loss --outcome loss.net
    """
    scenario = found_scenario(name, sets)
    asked = _asked(outcomes)
    found = analysis.simulate(
        scenario,
        n=n,
        seed=seed,
        outcomes=asked,
        routes=_pair(routes),
        correlations=correlations,
        progress=progress,
    )
    ends = None if between is None else _ends(between, "--between")
    share = None if ends is None else found.probability(asked[0], between=ends)
    answer = of_frame(found.summary())
    document = {
        "draws": found.n,
        "seed": seed,
        "summary": answer.document,
        "between": None if ends is None else list(ends),
        "share_of_draws": share,
    }

    def show(console: Console) -> None:
        answer.show(console)
        console.print(f"\n{found.n:,} draws, seed {seed}")
        if ends is not None and share is not None:
            between = f"{asked[0]} is from {ends[0]} to {ends[1]}"
            console.print(f"{between} in {100.0 * share:.1f} % of the draws")

    put(answer._replace(document=document, show=show), as_json, csv_file)


def _printing(text: str) -> Callable[[Console], None]:
    def show(console: Console) -> None:
        console.print(text)

    return show
