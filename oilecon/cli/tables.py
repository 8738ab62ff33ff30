"""``oilecon scenarios``, ``inputs`` and ``sources``: the contents of the package."""

from __future__ import annotations

import click

from oilecon.cli.shared import (
    answering,
    changing,
    load_scenario,
    of_frame,
    put,
    scenario_argument,
)
from oilecon.reference import sources
from oilecon.scenario_tree import scenarios

__all__ = ["show_inputs", "show_scenarios", "show_sources"]


@click.command("scenarios", short_help="List the shipped scenarios.")
@answering
def show_scenarios(as_json: bool, csv_file: str | None) -> None:
    """List the shipped scenarios with name, case, title, date and a summary.

    \b
    Example:
      oilecon scenarios --json
    """
    put(of_frame(scenarios()), as_json, csv_file)


@click.command("inputs", short_help="List every input of a scenario with range, date and source.")
@scenario_argument("article")
@changing
@answering
def show_inputs(
    name: str,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """List every input of a scenario with its range, kind, date and source; `you` marks your own.

    FILE is a scenario saved as TOML, a case pack as in mycase/:late, or the name of a shipped
    scenario; without it, `article`.

    \b
    Example:
      oilecon inputs article-sanctioned | grep assumption
    """
    put(of_frame(load_scenario(name, sets).inputs()), as_json, csv_file)


@click.command("sources", short_help="List the sources of a scenario, or all that are shipped.")
@scenario_argument(required=False)
@changing
@answering
def show_sources(
    name: str | None, sets: tuple[str, ...], as_json: bool, csv_file: str | None
) -> None:
    """List the sources of a scenario's numbers with title, publisher, date and address.

    FILE is a scenario saved as TOML, a case pack as in mycase/:late, or the name of a shipped
    scenario; its own sources are listed as the shipped ones are, with the number of inputs that
    cite each. Without it, every source of a shipped number is listed.

    \b
    Example:
      oilecon sources mine.toml
    """
    if name is None and sets:
        raise click.UsageError("--set changes a scenario; write oilecon sources article --set ...")
    put(
        of_frame(sources() if name is None else load_scenario(name, sets).sources()),
        as_json,
        csv_file,
    )
