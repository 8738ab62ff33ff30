"""``oilecon sweep``, ``breakeven`` and ``simulate``: outcomes at other inputs."""

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
    correlations_of,
    load_scenario,
    of_frame,
    of_scenario,
    put,
    scenario_argument,
)
from oilecon.errors import InputError, UnitError
from oilecon.units import PURE, Q, to_magnitude

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

__all__ = ["find_breakeven", "run_simulation", "run_sweep", "values_over"]

_outcome = click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="FIGURE",
    help="Outcome, such as loss, loss.net or asia.netback; may be repeated. [default: loss]",
)
_routes = click.option(
    "--routes",
    metavar="FIRST,SECOND",
    help="Reference and alternative, where a scenario has more than two.",
)
_MAX_POINTS = 10_000  # of one range
_MAX_CASES = 1_000_000  # rows of a table; each takes about half a kilobyte


def _pair(routes: str | None) -> tuple[str, ...] | None:
    if routes is None:
        return None
    names = tuple(name.strip() for name in routes.split(","))
    if not all(names):
        msg = f"--routes {routes!r}: expected FIRST,SECOND; write --routes gulf,asia"
        raise InputError(msg)
    return names


def _requested(outcomes: tuple[str, ...]) -> list[str]:
    return list(outcomes) or ["loss"]


def _bounds(text: str, option: str) -> tuple[str, str]:
    """Return both bounds of a text such as '50 to 80 USD/bbl'; one may lack the unit."""
    first, to, last = text.partition(" to ")
    if not to or not first.strip() or not last.strip():
        msg = f"{option} {text!r}: expected LOW to HIGH; write {option} '50 to 80 USD/bbl'"
        raise InputError(msg)
    return _with_unit(first, last), _with_unit(last, first)


_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"


def _is_bare(text: str) -> bool:
    """Return whether a figure has no unit."""
    return re.fullmatch(_NUMBER, text) is not None


def _with_unit(text: str, other: str) -> str:
    """Return a figure, with the unit of another if it has none of its own."""
    text = text.strip()
    unit = re.fullmatch(rf"\s*{_NUMBER}\s*(.*?)\s*", other)
    return f"{text} {unit[1]}".strip() if unit and _is_bare(text) else text


def values_over(pairs: tuple[str, ...], points: int) -> dict[str, Any]:
    """Return path and values of each ``--over PATH=VALUES``."""
    if not pairs:
        msg = (
            "--over: expected at least one PATH=VALUES, got none; write --over "
            "market.brent='50, 60, 70 USD/bbl'"
        )
        raise InputError(msg)
    values: dict[str, Any] = {}
    for pair in pairs:
        path, equals, text = pair.partition("=")
        path, text = path.strip(), text.strip()
        if not equals or not path or not text:
            msg = f"--over {pair!r}: expected PATH=VALUES; write market.brent='50, 60, 70 USD/bbl'"
            raise InputError(msg)
        if path in values:
            msg = f"--over {path}: expected once, got twice; give it one list of values"
            raise InputError(msg)
        if " to " in text:
            values[path] = _between(text, f"--over {path}", points)
        else:
            parts = text.split(",")
            values[path] = [_with_unit(part, parts[-1]) for part in parts]
    return values


def _between(text: str, option: str, points: int) -> Any:
    """Return evenly spaced values over the range that a text gives."""
    try:
        bounds = _bounds(text, option)
        if all(map(_is_bare, bounds)):  # the input says whether its numbers are pure
            return list(np.linspace(float(bounds[0]), float(bounds[1]), points))
        low, high = map(Q, bounds)
        first = to_magnitude(low, f"{high.units:~C}" or PURE)
    except UnitError as error:
        msg = f"{option}: {error}"
        raise UnitError(msg) from error
    return Q(np.linspace(float(first), float(high.magnitude), points), f"{high.units:~C}" or PURE)


@click.command("sweep", short_help="Tabulate outcomes over values of one or more inputs.")
@scenario_argument("article")
@click.option(
    "--over",
    "over",
    multiple=True,
    metavar="PATH=VALUES",
    help="Values of an input: '50, 60, 70 USD/bbl' or '50 to 80 USD/bbl'; may be repeated.",
)
@click.option(
    "--points",
    type=click.IntRange(2, _MAX_POINTS),
    default=11,
    help="Number of values in a range; 11 if left out.",
)
@click.option(
    "--paired", is_flag=True, help="Pair the values of the inputs instead of combining them all."
)
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
    """Tabulate outcomes over values of one or more inputs, in every combination or paired.

    FILE is a scenario saved as TOML, a case pack as in mycase/:late, or the name of a shipped
    scenario; without it, `article`.

    \b
    Example:
      oilecon sweep --over market.brent='50 to 80 USD/bbl' --points 7 --outcome loss.net
    """
    scenario = load_scenario(name, sets)
    values = values_over(over, points)
    cases = 0 if paired else math.prod(map(len, values.values()))
    if cases > _MAX_CASES:
        msg = (
            f"--over: expected at most {_MAX_CASES:,} cases, got {cases:,}; write fewer --points, "
            "or call oilecon.sweep, which keeps arrays"
        )
        raise InputError(msg)
    table = analysis.sweep(
        scenario, values, outcomes=_requested(outcomes), routes=_pair(routes), paired=paired
    )
    put(of_frame(table.to_frame().reset_index(drop=True).rename_axis("case")), as_json, csv_file)


@click.command(
    "breakeven", short_help="Find the value of an input at which an outcome meets a target."
)
@click.argument("path", metavar="PATH")
@of_scenario
@click.option(
    "--outcome", default="loss", metavar="FIGURE", help="Outcome that is to meet the target."
)
@click.option(
    "--target", default="0 %", metavar="VALUE", help="Target of the outcome; 0 % if left out."
)
@click.option("--between", metavar="LOW to HIGH", help="Range of the input to search.")
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
    """Find each value of the input at PATH at which an outcome meets the target.

    \b
    Example:
      oilecon breakeven market.brent --target '15 %'
    """
    scenario = load_scenario(name, sets)
    bounds = None if between is None else _bounds(between, "--between")
    crossings = analysis.breakeven(
        scenario, path, outcome=outcome, routes=_pair(routes), target=target, between=bounds
    )
    answer = of_frame(crossings.to_frame().rename_axis("crossing"))
    document = {"path": path, "outcome": outcome, "target": target, "crossings": answer.document}
    show = _printing(f"{crossings}")
    put(answer._replace(document=document, show=show), as_json, csv_file)


@click.command(
    "simulate", short_help="Simulate outcomes over random draws from the inputs' ranges."
)
@scenario_argument("article")
@click.option(
    "--draws",
    "n",
    type=click.IntRange(1),
    default=100_000,
    help="Number of draws; 100,000 if left out.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    help="Seed of the random numbers; the same seed repeats the draws.",
)
@click.option(
    "--correlations",
    metavar="NAME",
    help="A set of rank correlations: of FILE's case pack, or the shipped one, article.",
)
@click.option(
    "--between",
    metavar="LOW to HIGH",
    help="Range of the first outcome; prints the share of draws within it.",
)
@click.option(
    "--progress/--no-progress",
    default=None,
    help="Progress bar; shown for long simulations if left out.",
)
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
    """Simulate outcomes: draw each input that has a range, and summarise the results.

    A range of bounds is drawn as a triangle with its mode at the value, one of P10 and P90 as a
    normal distribution in two halves, one of quotes evenly. Inputs without a range are held fixed.

    FILE is a scenario saved as TOML, a case pack as in mycase/:late, or the name of a shipped
    scenario; without it, `article`.

    \b
    Example:
      oilecon simulate --draws 1000000 --outcome loss --outcome loss.net
    """
    scenario = load_scenario(name, sets)
    requested = _requested(outcomes)
    simulation = analysis.simulate(
        scenario,
        n=n,
        seed=seed,
        outcomes=requested,
        routes=_pair(routes),
        correlations=correlations_of(name, correlations),
        progress=progress,
    )
    bounds = None if between is None else _bounds(between, "--between")
    share = None if bounds is None else simulation.probability(requested[0], between=bounds)
    answer = of_frame(simulation.summary())
    document = {
        "draws": simulation.n,
        "seed": seed,
        "summary": answer.document,
        "held": of_frame(simulation.held()).document,
        "between": None if bounds is None else list(bounds),
        "share_of_draws": share,
    }

    def show(console: Console) -> None:
        answer.show(console)
        console.print(f"\n{simulation.n:,} draws, seed {seed}")
        for sentence in simulation.coverage.sentences:
            console.print(sentence)
        if bounds is not None and share is not None:
            event = f"{requested[0]} is from {bounds[0]} to {bounds[1]}"
            console.print(f"{event} in {100.0 * share:.1f} % of the draws")

    put(answer._replace(document=document, show=show), as_json, csv_file)


def _printing(text: str) -> Callable[[Console], None]:
    def show(console: Console) -> None:
        console.print(text)

    return show
