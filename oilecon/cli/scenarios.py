"""``oilecon run`` and ``oilecon explain``: a scenario's figures, and the derivation of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from oilecon.cli.figures import COLUMNS, document_of, rows_of
from oilecon.cli.shared import (
    Answer,
    answering,
    changing,
    found_scenario,
    put,
    scenario_argument,
)
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.evaluation import Evaluator
from oilecon.outcomes import USD_BBL
from oilecon.present.plain import plain

if TYPE_CHECKING:
    from rich.console import Console

    from oilecon.scenario_tree import Scenario

__all__ = ["explain_figure", "run_scenario"]

_against = click.option(
    "--against", metavar="ROUTE", help="The route that others are compared with; else the first."
)


def _routes(scenario: Scenario, against: str | None) -> tuple[str, ...]:
    """Return the routes, the one that the others are compared with in front."""
    if scenario.shape:
        msg = f"the scenario holds arrays of shape {scenario.shape}, and this shows one case"
        raise InputError(msg)
    routes = list(scenario.routes)
    if against is None:
        return tuple(routes)
    if against not in routes:
        msg = f"--against: no route {quote(against)}{did_you_mean(against, routes)}"
        raise UnknownName(msg)
    return (against, *(route for route in routes if route != against))


@click.command("run", short_help="A scenario's waterfalls and losses.")
@scenario_argument()
@_against
@changing
@answering
def run_scenario(
    name: str,
    against: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """All routes of a scenario: every line of each, and what the others lose against the first.

    FILE is a scenario saved as TOML, or the name of a shipped one.

    \b
    Example:
      oilecon run mine.toml --set market.brent='75 USD/bbl'
    """
    scenario = found_scenario(name, sets)
    routes = _routes(scenario, against)
    figures = document_of(scenario, routes)
    document: dict[str, Any] = {"title": scenario.title, "unit": USD_BBL, "against": routes[0]}

    def show(console: Console) -> None:
        from oilecon.present.console import print_routes

        print_routes(scenario, routes, console)

    put(Answer({**document, **figures}, COLUMNS, rows_of(figures), show), as_json, csv_file)


@click.command("explain", short_help="Derivation of a figure, down to the sources.")
@click.argument("figure", metavar="FIGURE")
@click.option("--scenario", "name", metavar="FILE", default="article", help="A file or a name.")
@_against
@click.option("--depth", type=click.IntRange(0), help="How many levels to show; else all.")
@click.option("--digits", type=click.IntRange(1, 17), default=6, help="Significant digits.")
@click.option("--markdown", "form", flag_value="markdown", help="Write a nested Markdown list.")
@click.option("--latex", "form", flag_value="latex", help="Write LaTeX equations.")
@changing
@answering
def explain_figure(
    figure: str,
    name: str,
    against: str | None,
    depth: int | None,
    digits: int,
    form: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """The formulas, numbers and sourced inputs behind a figure, such as asia.freight or loss.

    A loss is of the first two routes; --against puts another one in front.

    \b
    Example:
      oilecon explain asia.finance_carry --depth 2
    """
    scenario = found_scenario(name, sets)
    routes = _routes(scenario, against)
    found = Evaluator(scenario, routes[:2]).explain(figure)

    def show(console: Console) -> None:
        if form == "latex":
            text = found.to_latex()
        elif form == "markdown":
            text = found.to_markdown(depth, digits)
        else:
            text = found.to_text(depth, digits)
        console.file.write(plain(text, lines=True) + "\n")  # as it is: rich would wrap it

    steps = [step._asdict() for step in found.steps]
    header = tuple(steps[0])
    rows = [list(step.values()) for step in steps]
    put(Answer(steps, header, rows, show), as_json, csv_file)
