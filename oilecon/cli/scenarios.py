"""``oilecon run`` and ``oilecon explain``: a scenario's figures, and the derivation of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from oilecon.cli.figures import COLUMNS, document_of, rows_of
from oilecon.cli.shared import (
    Answer,
    answering,
    changing,
    check_one_case,
    load_scenario,
    of_scenario,
    put,
    scenario_argument,
)
from oilecon.errors import UnknownName, did_you_mean, quote
from oilecon.evaluation import Evaluator
from oilecon.netback.lines import compared
from oilecon.outcomes import USD_BBL
from oilecon.present.plain import plain

if TYPE_CHECKING:
    from rich.console import Console

    from oilecon.scenario_tree import Scenario

__all__ = ["explain_figure", "run_scenario"]

_against = click.option(
    "--against",
    metavar="ROUTE",
    help="Reference route, which the others are compared with; the first if left out.",
)


def _routes(scenario: Scenario, against: str | None) -> tuple[str, ...]:
    """Return the routes, the reference route first."""
    check_one_case(scenario)
    routes = list(scenario.routes)
    if against is None:
        return tuple(routes)
    if against not in routes:
        msg = f"--against: no route {quote(against)}{did_you_mean(against, routes)}"
        raise UnknownName(msg)
    return (against, *(route for route in routes if route != against))


@click.command("run", short_help="Print a scenario's netback waterfalls and losses.")
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
    """Print the netback waterfall of every route, and what each loses against the reference.

    FILE is a scenario saved as TOML, a case pack, or the name of a shipped scenario. One of a
    pack's several scenarios is named after a colon, as in mycase/:late.

    \b
    Example:
      oilecon run mine.toml --set market.brent='75 USD/bbl'
    """
    scenario = load_scenario(name, sets)
    routes = _routes(scenario, against)
    figures = document_of(scenario, routes)
    document: dict[str, Any] = {"title": scenario.title, "unit": USD_BBL, "against": routes[0]}

    def show(console: Console) -> None:
        from oilecon.present.console import print_routes

        print_routes(scenario, routes, console)

    put(Answer({**document, **figures}, COLUMNS, rows_of(figures), show), as_json, csv_file)


@click.command("explain", short_help="Derive a figure, down to its sources.")
@click.argument("figure", metavar="FIGURE")
@of_scenario
@_against
@click.option("--depth", type=click.IntRange(0), help="Number of levels to show; all if left out.")
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
    """Print the formulas, numbers and sourced inputs behind a figure.

    FIGURE is an outcome, such as asia.freight or loss. A loss compares the first two routes, and
    far.loss.netback that route; --against makes another route the reference.

    \b
    Example:
      oilecon explain asia.finance_carry --depth 2
    """
    scenario = load_scenario(name, sets)
    routes = _routes(scenario, against)
    between = routes[:2] if compared(figure) == figure else routes  # a loss names no route
    derivation = Evaluator(scenario, between).explain(figure)

    def show(console: Console) -> None:
        if form == "latex":
            text = derivation.to_latex()
        elif form == "markdown":
            text = derivation.to_markdown(depth, digits)
        else:
            text = derivation.to_text(depth, digits)
        console.file.write(plain(text, lines=True) + "\n")  # unwrapped

    steps = [step._asdict() for step in derivation.steps]
    header = tuple(steps[0])
    rows = [list(step.values()) for step in steps]
    put(Answer(steps, header, rows, show), as_json, csv_file)
